//! The life of one request as it might have been, recorded in one go: the same rules decide, the same records are kept, only the
//! rows are written once instead of after every step.

use lianxin_app::record::Recording;
use lianxin_app::register::{CODE_CHARACTERS, Person, seal};
use lianxin_app::{ActError, App, Context, Tx};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::intake::Intake;
use lianxin_domain::request::{
    Attitude, Callback, Command, Event, OrderRole, Refusal, Report, Request, Solved, Survey, Target, number_of,
};
use lianxin_domain::{ContactId, Lang, Moment, OrderId, PlaceCode, RequestId, Secrecy, TopicCode, UnitCode};

use super::dice::{Dice, entropy};
use super::words;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Who acts in the past of a city.
pub(crate) struct Cast<'a> {
    pub app: &'a App,
    pub places: Vec<PlaceCode>,
    /// The moment up to which things have happened.
    pub now: Moment,
}

/// A step at a moment.
struct Step {
    at: Moment,
    actor: Actor,
    command: Command,
}

impl<'a> Cast<'a> {
    pub(crate) fn new(app: &'a App, now: Moment) -> Cast<'a> {
        let city = app.city();
        let streets = city.places.all().iter().filter(|place| place.parent.is_some());
        Cast { app, places: streets.map(|place| place.code.clone()).collect(), now }
    }

    /// Records request `number` of the data set, registered at `at`.
    pub(crate) fn live(&self, tx: &mut Tx, number: u64, at: Moment) -> Result<Request, ActError> {
        let mut dice = Dice::new(number);
        let chance = entropy(number ^ 0x5eed);
        let context =
            |at: Moment, actor: Actor| Context { entropy: chance.clone(), ..self.app.context(at, actor, Lang::Zh) };
        let cx = context(at, self.at_centre(Role::Agent));
        let id: RequestId = cx.id();
        let intake = self.intake(&mut dice, &cx);
        let person = person(&mut dice);
        let facts = intake.check(&cx.city, at, true).map_err(Refusal::Invalid)?;
        let day = cx.city.calendar.date_of(at);
        let serial = tx.next_serial(&day.strftime("%y%m%d").to_string())?;
        let code = cx.entropy.code(CODE_CHARACTERS);
        let sealed = seal(&cx, id, &person.name, Some(&person.phone), &code);
        let steps = self.steps(&mut dice, &cx, &facts);
        let contexts: Vec<Context> = steps.iter().map(|step| context(step.at, step.actor.clone())).collect();
        let mut recording = Recording::begin(
            &cx,
            id,
            Event::Registered { number: number_of(&cx.city.code, day, serial), facts: Box::new(facts) },
        )?;
        for (step, cx) in steps.into_iter().zip(&contexts) {
            recording.turn_to(cx);
            for event in recording.request.decide(step.command, cx.situation())? {
                recording.happen(event)?;
            }
        }
        Ok(recording.save(tx, Some(&sealed))?)
    }

    fn at_centre(&self, role: Role) -> Actor {
        let name = role.name(Lang::Zh).to_owned();
        Actor {
            account: None,
            name,
            roles: vec![role],
            unit: self.app.city().units.center().code.clone(),
            cleared: false,
        }
    }

    fn handler(unit: &UnitCode) -> Actor {
        Actor {
            account: None,
            name: "承办人".to_owned(),
            roles: vec![Role::Handler],
            unit: unit.clone(),
            cleared: false,
        }
    }

    fn intake(&self, dice: &mut Dice, cx: &Context) -> Intake {
        let matter = dice.pick(words::MATTERS);
        let place = dice.pick(&self.places).clone();
        let name = cx.city.places.full_name(&place, Lang::Zh);
        let spot = format!("{name}{}{}号楼{}门", dice.pick(words::ESTATES), dice.between(1, 60), dice.between(1, 6));
        let topic = TopicCode::from(matter.topic);
        let floor = cx.city.topics.get(&topic).map_or(lianxin_domain::Grade::Ordinary, |topic| topic.grade_floor);
        let grade = words::grade(dice.between(1, 1_000)).max(floor);
        Intake {
            channel: words::channel(dice.between(1, 100)),
            contact: Some(cx.id::<ContactId>()),
            kind: matter.kind,
            topic: Some(topic),
            place: Some(place),
            occurred: dice.percent(30).then(|| cx.now.plus_seconds(-dice.between(HOUR, 3 * DAY))),
            received: cx.now.plus_seconds(-90),
            title: matter.title.replace("{where}", &spot),
            account: matter.account.to_owned(),
            demand: matter.demand.to_owned(),
            address: spot,
            grade,
            grade_reason: if grade == lianxin_domain::Grade::Ordinary {
                String::new()
            } else {
                words::BECAUSE.to_owned()
            },
            secrecy: Secrecy::Open,
            wants_callback: true,
            call_window: None,
            files: Vec::new(),
        }
    }

    /// What happens to it up to now: two of three are answered on the phone, the others go to units.
    fn steps(&self, dice: &mut Dice, cx: &Context, facts: &lianxin_domain::request::Facts) -> Vec<Step> {
        let mut at = cx.now;
        let mut steps = Vec::new();
        let mut step = |passed: i64, actor: Actor, command: Command| {
            at = at.plus_seconds(passed);
            steps.push(Step { at, actor, command });
        };
        if dice.percent(66) {
            let answer = Command::Answer { answer: words::ANSWER.to_owned(), knowledge: Vec::new() };
            step(dice.between(MINUTE, 8 * MINUTE), self.at_centre(Role::Agent), answer);
            return steps;
        }
        let orders = Self::targets(dice, cx, facts);
        let dispatch = Command::Dispatch {
            to: orders.clone(),
            opinion: "请核实并依法处理，先联系市民，结果反馈中心。".to_owned(),
        };
        step(dice.between(3 * MINUTE, 2 * HOUR), self.at_centre(Role::Dispatcher), dispatch);
        // A few take weeks: there is always a tail.
        let slow = if dice.percent(3) { 12 } else { 1 };
        for Target { order, unit, .. } in &orders {
            let (order, handler) = (*order, || Self::handler(unit));
            step(dice.between(10 * MINUTE, 3 * HOUR), handler(), Command::Accept { order });
            step(
                dice.between(10 * MINUTE, 2 * HOUR),
                handler(),
                Command::Contact {
                    order, reached: true, note: "已与市民通话，约定上门时间。".to_owned()
                },
            );
            step(
                slow * dice.between(4 * HOUR, 2 * DAY),
                handler(),
                Command::Report { order, report: Box::new(report()) },
            );
            step(dice.between(20 * MINUTE, 6 * HOUR), self.at_centre(Role::Reviewer), Command::Approve { order });
        }
        let survey = Survey {
            solved: Solved::Yes,
            result: Attitude::Satisfied,
            manner: Attitude::Satisfied,
            contacted: true,
            reply_fits: true,
            words: "处理得很快。".to_owned(),
        };
        step(
            dice.between(HOUR, 20 * HOUR),
            self.at_centre(Role::CallbackAgent),
            Command::Callback(Callback::Close { survey, explained: None }),
        );
        steps.retain(|step| step.at <= self.now);
        steps
    }

    fn targets(dice: &mut Dice, cx: &Context, facts: &lianxin_domain::request::Facts) -> Vec<Target> {
        let city = &cx.city;
        let on = city.calendar.date_of(cx.now);
        let proposal = facts.topic.as_ref().and_then(|topic| {
            city.catalogue.propose(&city.units, &city.places, &city.topics, topic, facts.place.as_ref(), on)
        });
        let lead = proposal.as_ref().map_or_else(|| UnitCode::from("cgw"), |proposal| proposal.lead.clone());
        let mut units = vec![(lead, OrderRole::Lead)];
        let other = UnitCode::from("zjw");
        if dice.percent(25) && units[0].0 != other {
            units.push((other, OrderRole::Supporting));
        }
        units.into_iter().map(|(unit, role)| Target { order: cx.id::<OrderId>(), unit, role }).collect()
    }
}

fn person(dice: &mut Dice) -> Person {
    let name = format!("{}{}", dice.pick(words::FAMILIES), dice.pick(words::GIVEN));
    // Of the range that nobody can own; so few that most have called before.
    Person { name, phone: format!("100{:08}", dice.between(0, 399_999)) }
}

fn report() -> Report {
    Report {
        is_true: true,
        contacted: true,
        solved: Solved::Yes,
        why_not: None,
        internal: words::INTERNAL.to_owned(),
        public_reply: words::REPLY.to_owned(),
        files: Vec::new(),
        undue: None,
    }
}
