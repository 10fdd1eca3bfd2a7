//! One command of each kind, with everything that it demands.

use lianxin_domain::city::{Audience, Means};
use lianxin_domain::request::{
    AppealClaim, Callback, Command, DelayAsk, Message, Milestone, Occasion, OrderRole, Outcome, Parking, Report,
    Ruling, Sheet, Solved, Target, Undue,
};
use lianxin_domain::{AccountId, ClockId, Grade, MessageId, Minutes, Moment, OrderId, RequestId, TaskId};
use uuid::Uuid;

use super::{content, dissatisfied, report};

/// What the commands speak of.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The order that most speak of.
    pub order: OrderId,
    /// An order that can be done again.
    pub reworkable: OrderId,
    /// A task that nobody has.
    pub free: TaskId,
    /// A task that the actor has.
    pub mine: TaskId,
    /// A task to tell somebody.
    pub tell: TaskId,
    /// A clock.
    pub clock: ClockId,
    /// The time.
    pub now: Moment,
}

/// A report that something is beyond the unit's duty.
pub fn undue() -> Report {
    let undue =
        Undue { class: "beyond_duty".into(), basis: "职责清单第三条".into(), explanation: "已说明".into() };
    Report { undue: Some(undue), ..report(Solved::No) }
}

/// A plan with a milestone every so many days.
pub fn plan(now: Moment, days: &[i64]) -> Parking {
    let step = |day: &i64| Milestone { due: now + Minutes(day * 24 * 60), what: "验收".into(), done: None };
    Parking {
        plan: "分期改造".into(),
        owner: "张区长".into(),
        told: "已告知".into(),
        milestones: days.iter().map(step).collect(),
    }
}

/// An extension of so many working days.
pub fn delay(working_days: u16) -> DelayAsk {
    DelayAsk { working_days, reason: "等配件".into(), plan: "周五前更换".into(), told: "市民同意".into() }
}

/// A sheet to the unit of an order.
pub fn sheet(order: OrderId, kind: &str, due: Moment) -> Sheet {
    Sheet {
        number: String::new(),
        kind: kind.into(),
        order,
        demand: "三日内办结".into(),
        issued: Moment(0),
        due,
        answer: None,
        lifted: None,
    }
}

/// A message that could not be delivered.
pub fn undelivered(order: Option<OrderId>) -> Message {
    Message {
        id: MessageId(Uuid::from_u128(902)),
        occasion: Occasion::NewOrder,
        to: Audience::UnitDuty,
        unit: None,
        by: Means::Sms,
        order,
        clock: None,
    }
}

/// Every command that can be asked for, in the order of the table.
pub fn commands(about: About) -> Vec<Command> {
    let About { order, free, mine, .. } = about;
    let text = || "话".to_owned();
    [
        at_the_centre(about),
        on_orders(about),
        at_the_end(about),
        vec![
            Command::Claim { task: free },
            Command::Release { task: mine },
            Command::PassOn { task: mine, to: AccountId(Uuid::from_u128(2)), note: text() },
            Command::Reveal { reason: text() },
            Command::Ring { clock: about.clock },
            Command::Untold { message: Box::new(undelivered(Some(order))), why: text() },
            Command::Told { task: about.tell, note: text() },
            Command::ApplyPolicy,
        ],
    ]
    .concat()
}

fn target(number: u128, unit: &str, role: OrderRole) -> Target {
    Target { order: OrderId(Uuid::from_u128(number)), unit: unit.into(), role }
}

fn at_the_centre(_: About) -> Vec<Command> {
    let text = || "话".to_owned();
    let ruling = Ruling { minutes: text(), lead: "hexi".into(), supporting: vec!["cgw".into()], binding: false };
    vec![
        Command::Answer { answer: text(), knowledge: Vec::new() },
        Command::Refuse { reason: "outside_city".into(), told: text() },
        Command::HandOver { to: "119".into(), reason: text() },
        Command::AskInvalid { reason: text() },
        Command::Invalidate { agreed: true, reason: text() },
        Command::AskCitizen { question: text() },
        Command::CitizenReplied { text: text(), files: Vec::new() },
        Command::AskLapsed,
        Command::Classify { topic: "city.lamp".into(), place: "hexi".into(), address: text() },
        Command::SendToTriage { why: text() },
        Command::Dispatch { to: vec![target(900, "hexi", OrderRole::Lead)], opinion: text() },
        Command::Consult { question: text(), units: vec!["hexi".into()] },
        Command::Rule { ruling: Box::new(ruling) },
        Command::Merge { into: RequestId(Uuid::from_u128(99)), number: text(), evidence: text() },
        Command::Absorb { number: text() },
        Command::Shed { number: text() },
        Command::Follow { outcome: Outcome::CalledBack },
        Command::DeclareIncident { notice: text(), topic: "city.lamp".into(), place: "hexi".into() },
        Command::ShareProgress { text: text() },
        Command::EndIncident { reason: text() },
        Command::Unmerge { reason: text() },
        Command::AddSupport { to: vec![target(903, "heping", OrderRole::Supporting)], opinion: text() },
    ]
}

fn on_orders(about: About) -> Vec<Command> {
    let (order, text) = (about.order, || "话".to_owned());
    let soon = about.now + Minutes(3 * 24 * 60);
    vec![
        Command::Phone { order, number: "022-0000-0001".into(), answered: true, who: text(), promise: text() },
        Command::Accept { order },
        Command::AskReturn {
            order,
            reason: "not_our_duty".into(),
            basis: text(),
            suggested: Some("cgw".into()),
            files: Vec::new(),
        },
        Command::Redispatch { order, to: target(904, "nankai", OrderRole::Lead), reason: text() },
        Command::RefuseReturn { order, reason: text() },
        Command::Recall { order, instead: Some(target(905, "nankai", OrderRole::Lead)), reason: text() },
        Command::Contact { order, reached: true, note: text() },
        Command::PassDown { order, to: target(901, "hexi.taoyuan", OrderRole::PassedDown), opinion: text() },
        Command::AskSupport { order, unit: Some("heping".into()), reason: text() },
        Command::RefuseSupport { order, reason: text() },
        Command::AskDelay { order, ask: Box::new(delay(2)) },
        Command::DecideDelay { order, granted_working_days: 1, reason: text() },
        Command::Pause { order, reason: text() },
        Command::Resume { order, reason: text() },
        Command::Progress { order, text: text(), files: Vec::new() },
        Command::Report { order, report: Box::new(report(Solved::Yes)) },
        Command::ReportUndue { order, report: Box::new(undue()) },
        Command::DecideUndue { order, agreed: true, reason: text() },
        Command::Approve { order },
        Command::SendBack { order, points: vec![text()] },
        Command::Park { order, plan: Box::new(plan(about.now, &[5, 20])) },
        Command::MilestoneDone { order, note: text() },
        Command::Unpark { order, reason: text() },
        Command::Supervise { sheet: Box::new(sheet(order, "single", soon)) },
        Command::AnswerSheet { order, text: text() },
        Command::LiftSheet { order, reason: text() },
        Command::Appeal { order, claim: AppealClaim::Solved, reason: text(), files: Vec::new() },
        Command::DecideAppeal { order, granted: true, reason: text() },
    ]
}

fn at_the_end(about: About) -> Vec<Command> {
    let text = || "话".to_owned();
    let rework = Callback::Rework { survey: dissatisfied(), orders: vec![about.reworkable], points: vec![text()] };
    vec![
        Command::Callback(Callback::Unreached { note: text() }),
        Command::Callback(Callback::Close { survey: content(), explained: None }),
        Command::Callback(rework),
        Command::Urge { text: text() },
        Command::Instruct { text: text() },
        Command::Supplement { text: text(), files: Vec::new() },
        Command::ChangeGrade { grade: Grade::Urgent, reason: text() },
        Command::Withdraw { reason: text() },
        Command::CheckWithdraw { pressed: false, note: text() },
        Command::Reopen { reason: text() },
        Command::Archive,
        Command::Rate { survey: content() },
    ]
}
