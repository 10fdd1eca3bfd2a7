//! A command becomes events, or a refusal that says why. First the table (is there such a move?), then the
//! fields, then the guards. Who may is asked before, in `access`.

use super::aggregate::Request;
use super::command::{Callback, Command, CommandKind, Target};
use super::dealings::OrderDealings;
use super::event::Event;
use super::intake::{FILES_MAX, Field, Problems, SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use super::order::{Order, OrderRole};
use super::refusal::{Obstacle, Refusal};
use super::report::{Report, Solved, Survey};
use super::state::{OrderState, Outcome, RequestState};
use super::table::{self, State};
use super::task::TaskKind;
use crate::access::{Actor, Role, may_take};
use crate::city::City;
use crate::ids::{FileId, OrderId, PlaceCode, TaskId, TopicCode};
use crate::moment::{Minutes, Moment};
use crate::words::{Grade, Kind};

/// Most units in one dispatch: more is a circular, not an order.
pub const TARGETS_MAX: usize = 20;
/// Most orders of one request over its life.
pub const ORDERS_MAX: usize = 200;
/// Least time between two urgings by the same side.
pub const URGE_APART: Minutes = Minutes(10);
/// Most points that a review sends back.
pub const POINTS_MAX: usize = 20;

/// What a decision is made in: who, by which rules, when.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// Who wants it.
    pub actor: &'a Actor,
    /// The city's rules.
    pub city: &'a City,
    /// The time.
    pub now: Moment,
}

impl Request {
    /// What happens if `command` is carried out now, or why it is not.
    #[expect(clippy::too_many_lines, reason = "one line a command; each is decided in `moves` or below")]
    pub fn decide(&self, command: Command, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        self.check_table(&command)?;
        match command {
            Command::Register { .. } => {
                Err(self.no_such_move(CommandKind::Register, State::Request(self.state.stage())))
            }
            Command::Answer { answer, knowledge } => self.answer(answer, knowledge, at),
            Command::Refuse { reason, told } => self.refuse(reason, told, at),
            Command::HandOver { to, reason } => self.hand_over(to, reason),
            Command::AskInvalid { reason } => self.ask_invalid(reason),
            Command::Invalidate { agreed, reason } => self.invalidate(agreed, reason),
            Command::AskCitizen { question } => {
                text(Field::Text, &question, 1)?;
                Ok(vec![Event::CitizenAsked { question }])
            }
            Command::CitizenReplied { text: words, files } => {
                text_and_files(Field::Text, &words, &files)?;
                Ok(vec![Event::CitizenReplied { text: words, files }])
            }
            Command::AskLapsed => Ok(vec![Event::AskLapsed]),
            Command::Classify { topic, place, address } => self.classify(topic, place, address, at),
            Command::SendToTriage { why } => {
                self.mine_or_free(TaskKind::Dispatch, None, at)?;
                text(Field::Reason, &why, 1)?;
                Ok(vec![Event::SentToTriage { why }])
            }
            Command::Dispatch { to, opinion } => self.dispatch(to, &opinion, at),
            Command::Consult { question, units } => self.consult(question, units, at),
            Command::Rule { ruling } => self.rule(ruling, at),
            Command::Merge { into, number, evidence } => self.merge(into, number, evidence, at),
            Command::Unmerge { reason } => self.unmerge(reason),
            Command::Absorb { number } => Ok(vec![Event::Absorbed { number }]),
            Command::Shed { number } => Ok(vec![Event::Shed { number }]),
            Command::Follow { outcome } => Ok(self.follow(outcome)),
            Command::DeclareIncident { notice, topic, place } => self.declare_incident(notice, topic, place, at),
            Command::ShareProgress { text } => self.share_progress(text),
            Command::EndIncident { reason } => self.end_incident(reason),
            Command::Phone { order, number, answered, who, promise } => {
                self.phone(order, number, answered, who, promise)
            }
            Command::Accept { order } => Ok(vec![Event::Accepted { order }]),
            Command::AskReturn { order, reason, basis, suggested, files } => {
                self.ask_return(order, (reason, basis), suggested, files, at)
            }
            Command::Redispatch { order, to, reason } => self.redispatch(order, to, reason, at),
            Command::RefuseReturn { order, reason } => self.refuse_return(order, reason, at),
            Command::Recall { order, instead, reason } => self.recall(order, instead, reason, at),
            Command::Contact { order, reached, note } => {
                text(Field::Text, &note, 1)?;
                Ok(vec![Event::Contacted { order, reached, note }])
            }
            Command::PassDown { order, to, opinion } => self.pass_down(order, to, &opinion, at),
            Command::AskSupport { order, unit, reason } => self.ask_support(order, unit, reason, at),
            Command::AddSupport { to, opinion } => self.add_support(to, &opinion, at),
            Command::RefuseSupport { order, reason } => self.refuse_support(order, reason, at),
            Command::AskDelay { order, ask } => self.ask_delay(order, ask, at),
            Command::DecideDelay { order, granted_working_days, reason } => {
                self.decide_delay(order, granted_working_days, reason, at)
            }
            Command::Pause { order, reason } => self.pause(order, reason, at),
            Command::Resume { order, reason } => self.resume(order, reason),
            Command::Progress { order, text: words, files } => {
                text_and_files(Field::Text, &words, &files)?;
                Ok(vec![Event::Progressed { order, text: words, files }])
            }
            Command::Report { order, report } => {
                guard(report.undue.is_none(), Obstacle::NothingAsked)?;
                self.report(order, report)
            }
            Command::ReportUndue { order, report } => self.report_undue(order, report, at),
            Command::DecideUndue { order, agreed, reason } => self.decide_undue(order, agreed, reason, at),
            Command::Approve { order } => self.approve(order, at),
            Command::SendBack { order, points } => {
                self.judge_report(order, at)?;
                Ok(vec![Event::SentBack { order, points: checked_points(points)? }])
            }
            Command::Callback(callback) => self.call_back(callback, at),
            Command::Park { order, plan } => self.park(order, plan, at),
            Command::MilestoneDone { order, note } => self.milestone_done(order, note),
            Command::Unpark { order, reason } => self.unpark(order, reason),
            Command::Urge { text: words } => self.urge(words, at.now),
            Command::Supervise { sheet } => self.supervise(*sheet, at),
            Command::AnswerSheet { order, text } => self.answer_sheet(order, text),
            Command::LiftSheet { order, reason } => self.lift_sheet(order, reason),
            Command::Instruct { text } => self.instruct(text),
            Command::Supplement { text: words, files } => {
                text_and_files(Field::Supplement, &words, &files)?;
                let told = Event::Supplemented { text: words, files };
                Ok(std::iter::once(told).chain(self.resume_all("市民已补充")).collect())
            }
            Command::ChangeGrade { grade, reason } => self.change_grade(grade, reason, at),
            Command::Withdraw { reason } => self.withdraw(reason),
            Command::CheckWithdraw { pressed, note } => self.check_withdraw(pressed, note, at),
            Command::Reopen { reason } => self.reopen(reason, at.now),
            Command::Archive => self.archive(),
            Command::Appeal { order, claim, reason, files } => self.appeal(order, claim, reason, files, at),
            Command::DecideAppeal { order, granted, reason } => self.decide_appeal(order, granted, reason, at),
            Command::Rate { survey } => self.rate(survey),
            Command::Claim { task } => self.claim(task, at),
            Command::Release { task } => self.release(task, at),
            Command::PassOn { task, to, note } => self.pass_on(task, to, note, at),
            Command::Reveal { reason } => {
                text(Field::Reason, &reason, 1)?;
                guard(self.facts.contact.is_some(), Obstacle::NoIdentity)?;
                Ok(vec![Event::Revealed { reason }])
            }
            Command::Ring { clock } => self.ring(clock, at),
            Command::Untold { message, why } => self.untold(message, why),
            Command::Told { task, note } => self.told(task, note, at),
            Command::ApplyPolicy => self.apply_policy(at),
        }
    }

    /// The commands that the table permits now: for the request, or for one of its orders.
    pub fn possible(&self, order: Option<OrderId>) -> Vec<CommandKind> {
        match order.and_then(|id| self.order(id)) {
            Some(order) => table::possible(State::Order(order.state.stage())),
            None => table::possible(State::Request(self.state.stage())),
        }
    }

    fn check_table(&self, command: &Command) -> Result<(), Refusal> {
        let from = match command.order() {
            Some(id) => State::Order(self.order(id).ok_or(Refusal::NoSuchOrder(id))?.state.stage()),
            None => State::Request(self.state.stage()),
        };
        let kind = command.kind();
        if table::find(kind, from).is_some() { Ok(()) } else { Err(self.no_such_move(kind, from)) }
    }

    #[expect(clippy::unused_self, reason = "reads as what it is at the call: this request has no such move")]
    fn no_such_move(&self, command: CommandKind, from: State) -> Refusal {
        let name = match from {
            State::Nothing => "nothing",
            State::Request(stage) => stage.code(),
            State::Order(stage) => stage.code(),
        };
        Refusal::NoSuchMove { command, from: name, possible: table::possible(from) }
    }

    fn answer(&self, answer: String, knowledge: Vec<String>, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        guard(self.facts.kind != Kind::Report, Obstacle::KindNotAnswerable)?;
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        text(Field::Answer, &answer, 1)?;
        Ok(vec![Event::Answered { answer, knowledge }])
    }

    fn refuse(&self, reason: String, told: String, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        let mut problems = Problems::default();
        if at.city.refusal(&reason).is_none() {
            problems.add(Field::Reason, super::ProblemKind::Unknown(reason.clone()));
        }
        problems.text(Field::Answer, &told, 1, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::Refused { reason, told }])
    }

    /// Settles topic and place. The topic's floor of grade and secrecy holds at once: what was ordinary as an unread message may
    /// be an emergency once somebody has understood it.
    fn classify(
        &self,
        code: TopicCode,
        place: PlaceCode,
        address: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        let mut problems = Problems::default();
        problems.text(Field::Address, &address, 0, SHORT_CHARS_MAX);
        if at.city.places.get(&place).is_none() {
            problems.add(Field::Place, super::ProblemKind::Unknown(place.to_string()));
        }
        let topic = at.city.topics.get(&code);
        match topic {
            None => problems.add(Field::Topic, super::ProblemKind::Unknown(code.to_string())),
            Some(_) if !at.city.topics.children(&code).is_empty() => {
                problems.add(Field::Topic, super::ProblemKind::NotALeaf);
            }
            Some(_) => {}
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        let secrecy = topic.map_or(self.facts.secrecy, |topic| topic.secrecy.max(self.facts.secrecy));
        let floor = topic.map_or(Grade::Ordinary, |topic| topic.grade_floor);
        let raised = topic.filter(|_| floor > self.facts.grade).map(|topic| Event::GradeChanged {
            from: self.facts.grade,
            to: floor,
            reason: format!("主题“{}”的最低紧急程度", topic.name.zh),
        });
        let mut events = vec![Event::Classified { topic: code, place, address, secrecy }];
        events.extend(raised);
        Ok(events)
    }

    fn dispatch(&self, to: Vec<Target>, opinion: &str, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Dispatch, None, at)?;
        guard(self.facts.place.is_some(), Obstacle::NoPlace)?;
        guard(to.iter().filter(|t| t.role == OrderRole::Lead).count() == 1, Obstacle::NoLead)?;
        guard(to.iter().all(|t| t.role != OrderRole::PassedDown), Obstacle::NoLead)?;
        guard(to.len() <= TARGETS_MAX && self.orders.len() + to.len() <= ORDERS_MAX, Obstacle::TooManyUnits)?;
        for (i, target) in to.iter().enumerate() {
            known_unit(target, at.city)?;
            guard(!to[..i].iter().any(|other| other.unit == target.unit), Obstacle::SameUnitTwice)?;
        }
        let mut problems = Problems::default();
        problems.text(Field::Opinion, opinion, 0, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        let designates = self.must_designate(at);
        let mut orders: Vec<Order> = to.into_iter().map(|target| new_order(target, None, opinion, at.now)).collect();
        for lead in orders.iter_mut().filter(|order| order.role == OrderRole::Lead) {
            lead.dealings.designated = designates;
        }
        Ok(vec![Event::Dispatched { orders, grade: self.facts.grade }])
    }

    fn phone(
        &self,
        order: OrderId,
        number: String,
        answered: bool,
        who: String,
        promise: String,
    ) -> Result<Vec<Event>, Refusal> {
        guard(self.facts.grade == Grade::Emergency, Obstacle::NotEmergency)?;
        let mut problems = Problems::default();
        problems.text(Field::Phone, &number, 1, SHORT_CHARS_MAX);
        problems.text(Field::Name, &who, usize::from(answered), SHORT_CHARS_MAX);
        problems.text(Field::Text, &promise, 0, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::Phoned { order, number, answered, who, promise }])
    }

    fn pass_down(&self, order: OrderId, to: Target, opinion: &str, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let parent = self.order(order).ok_or(Refusal::NoSuchOrder(order))?;
        known_unit(&to, at.city)?;
        guard(to.unit != parent.unit && at.city.units.is_within(&to.unit, &parent.unit), Obstacle::NotBelow)?;
        guard(
            !self.parts(order).any(|part| part.unit == to.unit && part.state.stage().is_open()),
            Obstacle::SameUnitTwice,
        )?;
        guard(self.orders.len() < ORDERS_MAX, Obstacle::TooManyUnits)?;
        text(Field::Opinion, opinion, 1)?;
        let part = new_order(Target { role: OrderRole::PassedDown, ..to }, Some(order), opinion, at.now);
        Ok(vec![Event::PassedDown { from: order, order: Box::new(part) }])
    }

    pub(in crate::request) fn report(&self, id: OrderId, report: Box<Report>) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(!self.parts(id).any(|part| part.state.stage().is_open()), Obstacle::PartsOpen)?;
        let proven = order.contacted.is_some() || (report.contacted && !report.files.is_empty());
        let parts_contacted = self.parts(id).any(|part| part.contacted.is_some());
        // Who asked anonymously cannot be contacted; everybody else must have been, before it is called solved.
        let needed = report.solved == Solved::Yes && self.facts.contact.is_some();
        guard(!needed || proven || parts_contacted, Obstacle::NoContactProof)?;
        let mut problems = Problems::default();
        problems.text(Field::Internal, &report.internal, 1, TEXT_CHARS_MAX);
        problems.text(Field::PublicReply, &report.public_reply, 1, TEXT_CHARS_MAX);
        let why_not = report.why_not.as_deref().unwrap_or_default();
        problems.text(Field::WhyNot, why_not, usize::from(report.solved != Solved::Yes), TEXT_CHARS_MAX);
        files(&mut problems, &report.files);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::Reported { order: id, report }])
    }

    fn approve(&self, id: OrderId, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        self.judge_report(id, at)?;
        let mut events = vec![Event::Approved { order: id }];
        // Any order may be the last one: after a rework it can be a part, whose parent was approved long before.
        if !self.waits_for_others(id) {
            events.push(self.after_the_last());
        }
        Ok(events)
    }

    /// Whether this person may judge the report of this order: what was done again and again goes to somebody higher, and what is
    /// held beyond duty to somebody else.
    fn judge_report(&self, id: OrderId, at: Situation<'_>) -> Result<(), Refusal> {
        self.mine_or_free(TaskKind::Review, Some(id), at)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(order.state.report().is_none_or(|report| report.undue.is_none()), Obstacle::SecondReviewer)?;
        if order.parent.is_some() || at.actor.is(Role::System) {
            return Ok(());
        }
        let limits = &at.city.policy(at.now).limits;
        let at_least = |number: u8| number > 0 && self.reworks >= u32::from(number);
        if at_least(limits.reworks_before_supervision) {
            guard(at.actor.is(Role::Supervision), Obstacle::HigherReviewer)
        } else if at_least(limits.reworks_before_higher_reviewer) {
            guard(at.actor.is_one_of(&[Role::FloorSupervisor, Role::Supervision]), Obstacle::HigherReviewer)
        } else {
            Ok(())
        }
    }

    /// Whether some other order is still open.
    pub(in crate::request) fn waits_for_others(&self, id: OrderId) -> bool {
        self.orders.iter().any(|order| order.id != id && order.state.stage().is_open())
    }

    /// What comes when the last order is done.
    pub(in crate::request) fn after_the_last(&self) -> Event {
        if self.needs_callback() {
            Event::CallbackBegun
        } else {
            Event::Closed { outcome: Outcome::WithoutCallback, survey: None, explained: None }
        }
    }

    /// Anonymous requests, those that want none, suggestions and praise are closed without a call.
    pub(in crate::request) fn needs_callback(&self) -> bool {
        self.facts.contact.is_some()
            && self.facts.wants_callback
            && !matches!(self.facts.kind, Kind::Suggestion | Kind::Praise)
    }

    fn call_back(&self, callback: Callback, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Callback, None, at)?;
        match callback {
            Callback::Unreached { note } => {
                text(Field::Text, &note, 1)?;
                let most = u32::from(at.city.policy(at.now).limits.callback_attempts_max);
                let (attempts, tried) = if let RequestState::AwaitingCallback { attempts, tried } = &self.state {
                    (attempts + 1, tried.last().copied())
                } else {
                    (1, None)
                };
                // Who is not there now is not there in a minute either: attempts lie apart.
                let apart = at.city.policy(at.now).limits.callback_attempts_apart;
                guard(tried.is_none_or(|last| at.now >= last + apart), Obstacle::TriedJustNow)?;
                let mut events = vec![Event::CallbackUnreached { note }];
                if attempts >= most {
                    events.push(Event::Closed { outcome: Outcome::Unreached, survey: None, explained: None });
                }
                Ok(events)
            }
            Callback::Close { survey, explained } => {
                check_survey(&survey)?;
                guard(
                    survey.content() || explained.as_ref().is_some_and(|why| !why.trim().is_empty()),
                    Obstacle::NotSatisfied,
                )?;
                Ok(vec![Event::Closed { outcome: Outcome::CalledBack, survey: Some(survey), explained }])
            }
            Callback::Rework { survey, orders, points } => self.rework(survey, orders, points, at),
        }
    }

    fn rework(
        &self,
        survey: Survey,
        mut orders: Vec<OrderId>,
        points: Vec<String>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        check_survey(&survey)?;
        let points = checked_points(points)?;
        // What was merged has no orders of its own: it goes its own way from here.
        if self.orders.is_empty() {
            return Ok(vec![Event::Rated { survey }, Event::Unmerged { reason: points.join("；") }]);
        }
        let mut named = std::collections::BTreeSet::new();
        orders.retain(|order| named.insert(*order)); // named twice is still one order, with one clock
        guard(!orders.is_empty(), Obstacle::NothingToRework)?;
        for id in &orders {
            let order = self.order(*id).ok_or(Refusal::NoSuchOrder(*id))?;
            let from = State::Order(order.state.stage());
            table::find(CommandKind::CallbackRework, from)
                .ok_or_else(|| self.no_such_move(CommandKind::CallbackRework, from))?;
        }
        let sheet = self.sheet_for_rework(&orders, &points, at)?;
        let mut events = vec![Event::Reworked { orders, points, survey }];
        events.extend(sheet.map(|sheet| Event::Supervised { sheet: Box::new(sheet) }));
        Ok(events)
    }

    fn urge(&self, words: String, now: Moment) -> Result<Vec<Event>, Refusal> {
        guard(self.last_urged.is_none_or(|last| now >= last + URGE_APART), Obstacle::TooOften)?;
        text(Field::Text, &words, 0)?;
        Ok(vec![Event::Urged { text: words }])
    }

    fn change_grade(&self, to: Grade, reason: String, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        guard(to != self.facts.grade, Obstacle::SameGrade)?;
        let floor = self
            .facts
            .topic
            .as_ref()
            .and_then(|code| at.city.topics.get(code))
            .map_or(Grade::Ordinary, |topic| topic.grade_floor);
        guard(to >= floor || at.actor.is(Role::FloorSupervisor), Obstacle::BelowFloor)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::GradeChanged { from: self.facts.grade, to, reason }])
    }

    fn rate(&self, survey: Survey) -> Result<Vec<Event>, Refusal> {
        guard(self.survey.is_none(), Obstacle::AlreadyRated)?;
        check_survey(&survey)?;
        Ok(vec![Event::Rated { survey }])
    }

    fn claim(&self, id: TaskId, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let task = self.task(id).ok_or(Refusal::NoSuchTask(id))?;
        guard(task.done.is_none(), Obstacle::TaskDone)?;
        let by = at.actor.account.ok_or(Refusal::Guard(Obstacle::NotYours))?;
        may_take(at.actor, task, &at.city.units)?;
        match task.claimed {
            Some((owner, _)) if owner == by => Ok(Vec::new()),
            Some(_) => Err(Refusal::Guard(Obstacle::ClaimedByOther)),
            None => Ok(vec![Event::Claimed { task: id, by }]),
        }
    }

    fn release(&self, id: TaskId, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let task = self.task(id).ok_or(Refusal::NoSuchTask(id))?;
        guard(task.done.is_none(), Obstacle::TaskDone)?;
        let mine = task.claimed.is_some_and(|(owner, _)| Some(owner) == at.actor.account);
        let supervises = task.claimed.is_some() && at.actor.is(Role::FloorSupervisor);
        guard(mine || supervises, Obstacle::NotYours)?;
        Ok(vec![Event::Released { task: id }])
    }

    /// A task that somebody else has claimed is his.
    pub(in crate::request) fn mine_or_free(
        &self,
        kind: TaskKind,
        order: Option<OrderId>,
        at: Situation<'_>,
    ) -> Result<(), Refusal> {
        let taken = self
            .open_tasks(kind, order)
            .any(|task| task.claimed.is_some_and(|(owner, _)| Some(owner) != at.actor.account));
        guard(!taken || at.actor.is(Role::System), Obstacle::ClaimedByOther)
    }
}

pub(in crate::request) fn guard(holds: bool, otherwise: Obstacle) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::Guard(otherwise)) }
}

pub(in crate::request) fn known_unit(target: &Target, city: &City) -> Result<(), Refusal> {
    let unit = city.units.get(&target.unit).ok_or_else(|| Refusal::NoSuchUnit(target.unit.clone()))?;
    // The centre dispatches; it is not dispatched to.
    if unit.kind == crate::city::UnitKind::Center { Err(Refusal::NoSuchUnit(target.unit.clone())) } else { Ok(()) }
}

pub(in crate::request) fn text(field: Field, words: &str, least: usize) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    problems.text(field, words, least, TEXT_CHARS_MAX);
    problems.into_result().map_err(Refusal::Invalid)
}

fn text_and_files(field: Field, words: &str, given: &[FileId]) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    problems.text(field, words, usize::from(given.is_empty()), TEXT_CHARS_MAX);
    files(&mut problems, given);
    problems.into_result().map_err(Refusal::Invalid)
}

pub(in crate::request) fn files(problems: &mut Problems, given: &[FileId]) {
    if given.len() > FILES_MAX {
        problems.add(Field::Files, super::ProblemKind::TooMany { limit: FILES_MAX });
    }
}

fn check_survey(survey: &Survey) -> Result<(), Refusal> {
    text(Field::Text, &survey.words, 0)
}

fn checked_points(points: Vec<String>) -> Result<Vec<String>, Refusal> {
    let points: Vec<String> =
        points.into_iter().map(|point| point.trim().to_owned()).filter(|point| !point.is_empty()).collect();
    let mut problems = Problems::default();
    if points.is_empty() {
        problems.add(Field::Points, super::ProblemKind::Missing);
    } else if points.len() > POINTS_MAX {
        problems.add(Field::Points, super::ProblemKind::TooMany { limit: POINTS_MAX });
    }
    for point in &points {
        problems.text(Field::Points, point, 1, SHORT_CHARS_MAX * 10);
    }
    problems.into_result().map_err(Refusal::Invalid)?;
    Ok(points)
}

pub(in crate::request) fn new_order(target: Target, parent: Option<OrderId>, opinion: &str, now: Moment) -> Order {
    Order {
        id: target.order,
        parent,
        unit: target.unit,
        role: target.role,
        opinion: opinion.to_owned(),
        state: OrderState::Dispatched,
        dispatched: now,
        accepted: None,
        contacted: None,
        reported: None,
        phoned: None,
        overdue: false,
        dealings: OrderDealings::default(),
        version: 0,
    }
}
