//! Plays the lives of all requests in the order of time, each step by whoever makes it, with the clocks ringing in between.

use lianxin_app::{ActError, App, Context, Expected, NewRequest, StoreError, Then, Tx, act, register, sweep};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::{City, Place};
use lianxin_domain::request::{Command, Intake, OrderRole, Refusal, Request, Target, TaskKind};
use lianxin_domain::{Channel, Grade, Kind, Lang, Moment, OrderId, PlaceCode, RequestId, Secrecy};
use lianxin_store::accounts::Account;

use super::cast::{Cast, citizen};
use super::dice::Dice;
use super::fate::{FATES, Fate, Step, Suits, pace, waited};
use super::situations::{self, Situation};
use super::{law, lines};

/// The same city for everybody.
const SEED: u64 = 12_345;
/// How many percent of all requests lie where the first, the second and the third handler work; the others, anywhere.
const HOME_PERCENT: &[i64] = &[22, 12, 14];

/// Why the demonstration could not be laid out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StageError {
    /// A step was refused: a fault of the demonstration or of its city pack.
    #[error("{step:?} of `{title}`")]
    Step {
        /// Which step.
        step: Step,
        /// Of which request.
        title: String,
        /// Why.
        #[source]
        source: ActError,
    },
    /// A clock could not ring.
    #[error("a clock could not be marked")]
    Clock(#[source] ActError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was laid out.
pub(crate) struct LaidOut {
    /// How many requests.
    pub requests: usize,
    /// Number and code of one of them.
    pub example: String,
}

/// A request and where it stands.
struct Case<'a> {
    situation: &'a Situation,
    grade: Grade,
    place: Option<PlaceCode>,
    spot: String,
    anonymous: bool,
    /// Its unit is at work: what a citizen looks up.
    at_work: bool,
    id: Option<RequestId>,
    /// A step was not possible any more: what follows falls away.
    over: bool,
}

struct Stage<'a> {
    app: &'a App,
    cast: Cast<'a>,
    dice: Dice,
    entropy: lianxin_app::Entropy,
    example: String,
    /// Where the demonstration's handlers work, in the order of the pack.
    homes: Vec<PlaceCode>,
}

/// Lays everything out, so that it stands as it would at `now`.
pub(crate) fn play(
    tx: &mut Tx,
    app: &App,
    accounts: &[Account],
    situations: &[Situation],
    now: Moment,
) -> Result<LaidOut, StageError> {
    let entropy = Dice::new(SEED ^ 1).entropy();
    let city = app.city();
    let mut stage = Stage {
        app,
        cast: Cast::new(&city, accounts),
        dice: Dice::new(SEED),
        entropy,
        example: String::new(),
        homes: homes(&city),
    };
    let (mut cases, mut plan) = (Vec::new(), Vec::new());
    let situations = situations::of(&city, situations);
    for fate in FATES {
        let fitting: Vec<&Situation> = situations.iter().filter(|situation| suits(fate, situation)).collect();
        for number in 0..fate.count {
            let Some(situation) = stage.dice.pick(&fitting) else { continue };
            let case = stage.case(situation, fate, number == 0);
            stage.plan(&case, fate, cases.len(), now, &mut plan);
            cases.push(case);
        }
    }
    plan.sort_by_key(|(at, _, _)| *at);
    for (at, number, step) in plan {
        stage.ring(tx, at)?;
        let Some(case) = cases.get_mut(number).filter(|case| !case.over) else { continue };
        let done = stage.step(tx, case, step, at);
        done.map_err(|source| StageError::Step { step, title: case.situation.title.clone(), source })?;
    }
    stage.ring(tx, now)?;
    Ok(LaidOut { requests: cases.len(), example: stage.example })
}

fn homes(city: &City) -> Vec<PlaceCode> {
    let handlers = city.demo.iter().filter(|account| account.role == Role::Handler.code());
    handlers.filter_map(|account| city.units.get(&account.unit)?.place.clone()).collect()
}

fn suits(fate: &Fate, situation: &Situation) -> bool {
    match fate.suits {
        Suits::Work => situation.refusal.is_none() && !situation.at_once,
        Suits::Question => situation.at_once,
        Suits::Refusal => situation.refusal.is_some(),
    }
}

impl<'a> Stage<'a> {
    fn case(&mut self, situation: &'a Situation, fate: &Fate, first: bool) -> Case<'a> {
        let city = &self.app.city();
        let floor =
            city.topics.get(&situation.topic.as_str().into()).map_or(Grade::Ordinary, |topic| topic.grade_floor);
        let place = self.place();
        let spot = place.as_ref().map_or_else(String::new, |place| lines::spot(city, place, &mut self.dice));
        let anonymous = situation.kind == Kind::Report || self.dice.percent(6);
        // One of those that wait has no place yet: somebody must find it out.
        let place = place.filter(|_| !first || !fate.steps.is_empty());
        Case {
            situation,
            grade: situation.grade.max(floor),
            place,
            spot,
            anonymous,
            at_work: fate.waits_for == Some(Step::Report),
            id: None,
            over: false,
        }
    }

    /// Mostly where the demonstration's handlers work, so that their inboxes are not empty.
    fn place(&mut self) -> Option<PlaceCode> {
        let places = &self.app.city().places;
        let near = |around: Option<&PlaceCode>| -> Vec<&Place> {
            let inner = places.all().iter().filter(|place| place.parent.is_some());
            inner.filter(|place| around.is_none_or(|around| places.is_within(&place.code, around))).collect()
        };
        let mut thrown = self.dice.between(1, 100);
        let home = self.homes.iter().zip(HOME_PERCENT).find(|(_, percent)| {
            thrown -= **percent;
            thrown <= 0
        });
        let mut around = near(home.map(|(home, _)| home));
        if around.is_empty() {
            // A district without streets, or a city without districts.
            around =
                home.map_or_else(|| places.all().iter().collect(), |(home, _)| places.get(home).into_iter().collect());
        }
        self.dice.pick(&around).map(|place| place.code.clone())
    }

    /// Lays the steps of a life backwards from now.
    fn plan(
        &mut self,
        case: &Case<'_>,
        fate: &Fate,
        number: usize,
        now: Moment,
        plan: &mut Vec<(Moment, usize, Step)>,
    ) {
        let passed_over = |step: &Step| {
            (*step == Step::Phone && case.grade != Grade::Emergency)
                || (matches!(step, Step::Contact | Step::PartContact) && case.anonymous)
        };
        // Confidential matters are not for the desks of the demonstration: they wait for somebody who is cleared.
        let confidential = self
            .app
            .city()
            .topics
            .get(&case.situation.topic.as_str().into())
            .is_some_and(|topic| topic.secrecy == Secrecy::Confidential);
        let steps: Vec<Step> = if confidential {
            Vec::new()
        } else {
            fate.steps.iter().copied().filter(|step| !passed_over(step)).collect()
        };
        let mut at =
            now.plus_seconds(-60 * waited(fate.waits_for, case.grade, &mut self.dice) - self.dice.between(0, 59));
        let mut moments = Vec::new();
        for step in steps.iter().rev() {
            moments.push((at, number, *step));
            let (least, most) = pace(*step, case.grade);
            at = at.plus_seconds(-60 * self.dice.between(least, most) - self.dice.between(0, 59));
        }
        moments.push((at, number, Step::Register));
        plan.extend(moments.into_iter().rev());
    }

    fn context(&self, at: Moment, actor: Actor) -> Context {
        Context { entropy: self.entropy.clone(), ..self.app.context(at, actor, Lang::Zh) }
    }

    /// Lets every clock ring that runs out by `until`, each at its time.
    fn ring(&self, tx: &mut Tx, until: Moment) -> Result<(), StageError> {
        while sweep::next(tx)?.is_some_and(|next| next <= until) {
            let all = sweep::due(tx, until)?;
            for due in &all {
                let cx = Context {
                    entropy: self.entropy.clone(),
                    ..self.app.system_context(due.ring.plus_seconds(1).min(until))
                };
                sweep::ring(tx, &cx, *due).map_err(StageError::Clock)?;
            }
            if all.is_empty() {
                break;
            }
        }
        Ok(())
    }

    fn step(&mut self, tx: &mut Tx, case: &mut Case<'a>, step: Step, at: Moment) -> Result<(), ActError> {
        if step == Step::Register {
            return self.register(tx, case, at);
        }
        let Some(id) = case.id else { return Ok(()) };
        let Some(request) = tx.request(id)? else { return Ok(()) };
        let Some((actor, command)) = self.command(case, &request, step, at) else {
            case.over = true;
            return Ok(());
        };
        if !request.possible(command.order()).contains(&command.kind()) {
            // Such as the call-back of a praise, which was closed without one.
            case.over = true;
            return Ok(());
        }
        match act(tx, &self.context(at, actor), id, Expected::Any, command) {
            // A guard of this city stands against it, such as a period that is over or a judge of a higher rank.
            Err(ActError::Refused(Refusal::Guard(_))) => {
                case.over = true;
                Ok(())
            }
            done => done.map(drop),
        }
    }

    fn register(&mut self, tx: &mut Tx, case: &mut Case<'a>, at: Moment) -> Result<(), ActError> {
        let channel = lines::channel(&mut self.dice);
        let person = citizen(&mut self.dice);
        let person = if case.anonymous { lianxin_app::Person::default() } else { person };
        let actor = match channel {
            Channel::Phone | Channel::Visit | Channel::Mail | Channel::Transfer | Channel::Import => {
                self.cast.at_centre(Role::Agent, &mut self.dice)
            }
            Channel::Wechat | Channel::Weibo | Channel::Website | Channel::App => {
                Actor::citizen(self.app.city().units.center().code.clone())
            }
        };
        let situation = case.situation;
        let said = |text: &str| text.replace("{where}", &case.spot);
        let topic = self.app.city().topics.get(&situation.topic.as_str().into()).map(|topic| topic.code.clone());
        let because = if case.grade == Grade::Ordinary { "" } else { lines::because(situation, case.grade) };
        let intake = Intake {
            channel,
            contact: None,
            kind: situation.kind,
            topic: topic.filter(|_| case.place.is_some()),
            place: case.place.clone(),
            address: if case.place.is_some() { case.spot.clone() } else { String::new() },
            occurred: self.dice.percent(40).then(|| at.plus_seconds(-60 * self.dice.between(5, 600))),
            received: at,
            title: said(&situation.title),
            account: said(&situation.account),
            demand: said(&situation.demand),
            grade: case.grade,
            grade_reason: because.to_owned(),
            secrecy: Secrecy::Open,
            wants_callback: !case.anonymous,
            call_window: None,
            files: Vec::new(),
        };
        let registered = register(tx, &self.context(at, actor), NewRequest { person, intake, then: Then::Pool })?;
        case.id = Some(registered.request.id);
        if case.at_work && !case.anonymous && registered.request.facts.secrecy == Secrecy::Open {
            self.example = format!("{} {}", registered.request.number, registered.code);
        }
        Ok(())
    }

    /// Who does it, and what exactly; `None` if there is nothing to do it to.
    #[expect(clippy::too_many_lines, reason = "one arm a step")]
    fn command(&mut self, case: &Case<'_>, request: &Request, step: Step, at: Moment) -> Option<(Actor, Command)> {
        if law::is_one(step) {
            let city = self.app.city();
            return law::command(&self.cast, &city, request, step, at, &mut self.dice);
        }
        let dice = &mut self.dice;
        let situation = case.situation;
        let centre = |cast: &Cast<'_>, role, dice: &mut Dice| cast.at_centre(role, dice);
        let citizen = Actor::citizen(self.app.city().units.center().code.clone());
        let task = |kind| {
            request
                .tasks
                .iter()
                .rev()
                .find(|task| task.kind == kind && task.done.is_none())
                .map(|task| (task.id, task.claimed))
        };
        Some(match step {
            Step::Answer => {
                let command =
                    Command::Answer { answer: situation.reply.replace("{where}", &case.spot), knowledge: Vec::new() };
                (centre(&self.cast, Role::Agent, dice), command)
            }
            Step::Refuse => {
                let city = self.app.city();
                let reason = city.refusal(situation.refusal.as_deref()?)?;
                let told = format!("{}{}", reason.explanation.zh, reason.door.zh);
                (centre(&self.cast, Role::Agent, dice), Command::Refuse { reason: reason.code.clone(), told })
            }
            Step::ClaimDispatch => {
                (centre(&self.cast, Role::Dispatcher, dice), Command::Claim { task: task(TaskKind::Dispatch)?.0 })
            }
            Step::ClaimReview => {
                (centre(&self.cast, Role::Reviewer, dice), Command::Claim { task: task(TaskKind::Review)?.0 })
            }
            Step::ClaimCallback => {
                (centre(&self.cast, Role::CallbackAgent, dice), Command::Claim { task: task(TaskKind::Callback)?.0 })
            }
            Step::Triage => (
                centre(&self.cast, Role::Dispatcher, dice),
                Command::SendToTriage { why: dice.word(lines::TRIAGE).to_owned() },
            ),
            Step::Ask => (
                centre(&self.cast, Role::Dispatcher, dice),
                Command::AskCitizen { question: dice.word(lines::QUESTIONS).to_owned() },
            ),
            Step::Reply => (
                citizen,
                Command::CitizenReplied {
                    text: format!("{}{}", dice.word(lines::REPLIES), case.spot),
                    files: Vec::new(),
                },
            ),
            Step::Dispatch => (centre(&self.cast, Role::Dispatcher, dice), self.dispatch(request)?),
            Step::Urge => (citizen, Command::Urge { text: dice.word(lines::URGES).to_owned() }),
            Step::Supplement => {
                (citizen, Command::Supplement { text: dice.word(lines::SUPPLEMENTS).to_owned(), files: Vec::new() })
            }
            Step::Unreached => (centre(&self.cast, Role::CallbackAgent, dice), lines::unreached(dice)),
            Step::Close => (centre(&self.cast, Role::CallbackAgent, dice), lines::close(dice)),
            Step::Rework => (centre(&self.cast, Role::CallbackAgent, dice), lines::rework(request.lead()?.id, dice)),
            Step::Rate => (citizen, Command::Rate { survey: lines::survey(dice) }),
            Step::Phone
            | Step::Accept
            | Step::Contact
            | Step::PassDown
            | Step::PartAccept
            | Step::PartContact
            | Step::PartReport
            | Step::PartApprove
            | Step::Progress
            | Step::Report
            | Step::SendBack
            | Step::Approve => return self.order_command(case, request, step),
            Step::Register
            | Step::AskReturn
            | Step::RefuseReturn
            | Step::AskDelay
            | Step::GrantDelay
            | Step::Pause
            | Step::Park
            | Step::Supervise
            | Step::Withdraw => return None,
        })
    }

    #[expect(clippy::too_many_lines, reason = "one arm a step")]
    fn order_command(&mut self, case: &Case<'_>, request: &Request, step: Step) -> Option<(Actor, Command)> {
        let part = matches!(step, Step::PartAccept | Step::PartContact | Step::PartReport | Step::PartApprove);
        let lead = request.lead()?;
        let order = if part { request.parts(lead.id).next()? } else { lead };
        let (id, unit) = (order.id, order.unit.clone());
        let handler = self.cast.of_unit(&unit);
        let dice = &mut self.dice;
        Some(match step {
            Step::Phone => {
                let city = self.app.city();
                let duty = city.units.get(&unit)?.roster.first()?;
                let promise = dice.word(lines::PROMISES).to_owned();
                let command = Command::Phone {
                    order: id,
                    number: duty.phone.clone(),
                    answered: true,
                    who: duty.person.clone(),
                    promise,
                };
                (self.cast.at_centre(Role::Dispatcher, dice), command)
            }
            Step::Accept | Step::PartAccept => (handler, Command::Accept { order: id }),
            Step::Contact | Step::PartContact => {
                (handler, Command::Contact { order: id, reached: true, note: dice.word(lines::CONTACTS).to_owned() })
            }
            Step::PassDown => {
                let city = self.app.city();
                let below = city.units.children(&unit);
                let near = below.iter().find(|unit| unit.place.is_some() && unit.place == request.facts.place);
                let to = near.or_else(|| below.first()).map(|unit| unit.code.clone())?;
                let order = OrderId(self.entropy.id(request.registered));
                let to = Target { order, unit: to, role: OrderRole::PassedDown };
                (handler, Command::PassDown { order: id, to, opinion: dice.word(lines::OPINIONS_BELOW).to_owned() })
            }
            Step::Progress => (
                handler,
                Command::Progress { order: id, text: dice.word(lines::PROGRESS).to_owned(), files: Vec::new() },
            ),
            Step::Report | Step::PartReport => (handler, lines::report(id, case.situation, &case.spot, dice)),
            Step::PartApprove => {
                let above = self.cast.of_unit(&lead.unit);
                (above, Command::Approve { order: id })
            }
            Step::Approve => (self.cast.at_centre(Role::Reviewer, dice), Command::Approve { order: id }),
            Step::SendBack => {
                let points = vec![dice.word(lines::POINTS).to_owned()];
                (self.cast.at_centre(Role::Reviewer, dice), Command::SendBack { order: id, points })
            }
            Step::Register
            | Step::Answer
            | Step::Refuse
            | Step::ClaimDispatch
            | Step::Triage
            | Step::Ask
            | Step::Reply
            | Step::Dispatch
            | Step::ClaimReview
            | Step::Unreached
            | Step::Rework
            | Step::ClaimCallback
            | Step::Close
            | Step::Rate
            | Step::Urge
            | Step::Supplement
            | Step::AskReturn
            | Step::RefuseReturn
            | Step::AskDelay
            | Step::GrantDelay
            | Step::Pause
            | Step::Park
            | Step::Supervise
            | Step::Withdraw => return None,
        })
    }

    /// As the catalogue proposes, to the lead alone, so that one report finishes it.
    fn dispatch(&mut self, request: &Request) -> Option<Command> {
        let place = request.facts.place.as_ref();
        let city = &self.app.city();
        let proposal = city.propose(request.facts.topic.as_ref()?, place, request.registered)?;
        let target = |unit, role| Target { order: OrderId(self.entropy.id(request.registered)), unit, role };
        let to = vec![target(proposal.lead, OrderRole::Lead)];
        let opinion = self.dice.word(lines::OPINIONS).to_owned();
        Some(Command::Dispatch { to, opinion })
    }
}
