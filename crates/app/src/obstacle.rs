//! What stands against a move before anything is filled in: the rules are asked with an empty form, and what only the form could mend
//! is left out. So no button leads to a form that cannot be accepted.

use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{
    AppealClaim, Attitude, Callback, Command, CommandKind, DelayAsk, OrderRole, Outcome, Parking, Refusal, Report,
    Request, Ruling, Sheet, Solved, Survey, Target,
};
use lianxin_domain::{Grade, OrderId, RequestId};
use uuid::Uuid;

use crate::context::Context;

/// What stands against this move now, whatever would be filled in; `None`: nothing does, or it is not such a move.
pub fn obstacle(cx: &Context, request: &Request, kind: CommandKind, order: Option<OrderId>) -> Option<Obstacle> {
    let command = match order {
        None => of_request(request, kind)?,
        Some(order) => of_order(cx, kind, order)?,
    };
    let Err(Refusal::Guard(obstacle)) = request.decide(command, cx.situation()) else { return None };
    (!is_mended_by_the_form(kind, obstacle)).then_some(obstacle)
}

/// The empty form is the reason, not the request.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most obstacles lie in the request; a new one does until somebody says otherwise"
)]
fn is_mended_by_the_form(kind: CommandKind, obstacle: Obstacle) -> bool {
    match obstacle {
        Obstacle::NoLead
        | Obstacle::NoUnit
        | Obstacle::SameUnitTwice
        | Obstacle::NotBelow
        | Obstacle::NotSatisfied
        | Obstacle::NothingToRework
        | Obstacle::UndueIsUnsolved
        | Obstacle::NeedsInstruction
        | Obstacle::SameGrade
        | Obstacle::BelowFloor
        | Obstacle::IntoItself => true,
        // A file can prove the contact, and what is not solved needs none.
        Obstacle::NoContactProof => kind == CommandKind::Report,
        _ => false,
    }
}

/// As much of a text as it takes to come to the guards behind it.
const SOME: &str = "…";

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have no guard that is known before the form")]
fn of_request(request: &Request, kind: CommandKind) -> Option<Command> {
    let some = || SOME.to_owned();
    Some(match kind {
        CommandKind::Answer => Command::Answer { answer: some(), knowledge: Vec::new() },
        CommandKind::Refuse => Command::Refuse { reason: some(), told: some() },
        CommandKind::AskInvalid => Command::AskInvalid { reason: some() },
        CommandKind::Classify => {
            let facts = &request.facts;
            Command::Classify {
                topic: facts.topic.clone().unwrap_or_else(|| SOME.into()),
                place: facts.place.clone().unwrap_or_else(|| SOME.into()),
                address: String::new(),
            }
        }
        CommandKind::SendToTriage => Command::SendToTriage { why: some() },
        CommandKind::Dispatch => Command::Dispatch { to: Vec::new(), opinion: String::new() },
        CommandKind::Consult => Command::Consult { question: some(), units: Vec::new() },
        CommandKind::Rule => {
            let lead = SOME.into();
            let ruling = Ruling { minutes: some(), lead, supporting: Vec::new(), binding: false };
            Command::Rule { ruling: Box::new(ruling) }
        }
        CommandKind::Merge => Command::Merge { into: RequestId(Uuid::nil()), number: String::new(), evidence: some() },
        CommandKind::DeclareIncident => {
            Command::DeclareIncident { notice: some(), topic: SOME.into(), place: SOME.into() }
        }
        CommandKind::ShareProgress => Command::ShareProgress { text: some() },
        CommandKind::EndIncident => Command::EndIncident { reason: some() },
        CommandKind::AddSupport => Command::AddSupport { to: Vec::new(), opinion: String::new() },
        CommandKind::CallbackUnreached => Command::Callback(Callback::Unreached { note: some() }),
        CommandKind::CallbackClose => Command::Callback(Callback::Close { survey: survey(), explained: None }),
        CommandKind::CallbackRework => {
            Command::Callback(Callback::Rework { survey: survey(), orders: Vec::new(), points: vec![some()] })
        }
        CommandKind::Urge => Command::Urge { text: String::new() },
        CommandKind::Instruct => Command::Instruct { text: some() },
        CommandKind::ChangeGrade => Command::ChangeGrade { grade: Grade::Emergency, reason: some() },
        CommandKind::Withdraw => Command::Withdraw { reason: some() },
        CommandKind::CheckWithdraw => Command::CheckWithdraw { pressed: false, note: some() },
        CommandKind::Reopen => Command::Reopen { reason: some() },
        CommandKind::Rate => Command::Rate { survey: survey() },
        CommandKind::Reveal => Command::Reveal { reason: some() },
        CommandKind::Follow => Command::Follow { outcome: Outcome::Answered },
        _ => return None,
    })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have no guard that is known before the form")]
fn of_order(cx: &Context, kind: CommandKind, order: OrderId) -> Option<Command> {
    let some = || SOME.to_owned();
    let target = || Target { order: OrderId(Uuid::nil()), unit: SOME.into(), role: OrderRole::Lead };
    Some(match kind {
        CommandKind::Phone => {
            Command::Phone { order, number: some(), answered: false, who: String::new(), promise: String::new() }
        }
        CommandKind::AskReturn => {
            Command::AskReturn { order, reason: some(), basis: String::new(), suggested: None, files: Vec::new() }
        }
        CommandKind::Redispatch => Command::Redispatch { order, to: target(), reason: String::new() },
        CommandKind::RefuseReturn => Command::RefuseReturn { order, reason: some() },
        CommandKind::Recall => Command::Recall { order, instead: None, reason: some() },
        CommandKind::PassDown => Command::PassDown { order, to: target(), opinion: some() },
        CommandKind::AskSupport => Command::AskSupport { order, unit: None, reason: some() },
        CommandKind::RefuseSupport => Command::RefuseSupport { order, reason: some() },
        CommandKind::AskDelay => {
            let ask = DelayAsk { working_days: 1, reason: some(), plan: some(), told: some() };
            Command::AskDelay { order, ask: Box::new(ask) }
        }
        CommandKind::DecideDelay => Command::DecideDelay { order, granted_working_days: 0, reason: some() },
        CommandKind::Pause => Command::Pause { order, reason: some() },
        CommandKind::Resume => Command::Resume { order, reason: String::new() },
        CommandKind::Report => Command::Report { order, report: Box::new(report()) },
        CommandKind::ReportUndue => Command::ReportUndue { order, report: Box::new(report()) },
        CommandKind::DecideUndue => Command::DecideUndue { order, agreed: true, reason: some() },
        CommandKind::Approve => Command::Approve { order },
        CommandKind::SendBack => Command::SendBack { order, points: vec![some()] },
        CommandKind::Park => {
            let plan = Parking { plan: some(), owner: some(), told: some(), milestones: Vec::new() };
            Command::Park { order, plan: Box::new(plan) }
        }
        CommandKind::Supervise => {
            let (number, kind, demand) = (String::new(), some(), some());
            let sheet = Sheet { number, kind, order, demand, issued: cx.now, due: cx.now, answer: None, lifted: None };
            Command::Supervise { sheet: Box::new(sheet) }
        }
        CommandKind::AnswerSheet => Command::AnswerSheet { order, text: some() },
        CommandKind::LiftSheet => Command::LiftSheet { order, reason: some() },
        CommandKind::Appeal => {
            Command::Appeal { order, claim: AppealClaim::Timeliness, reason: some(), files: Vec::new() }
        }
        CommandKind::DecideAppeal => Command::DecideAppeal { order, granted: false, reason: some() },
        _ => return None,
    })
}

fn survey() -> Survey {
    let (result, manner) = (Attitude::Satisfied, Attitude::Satisfied);
    Survey { solved: Solved::Yes, result, manner, contacted: true, reply_fits: true, words: String::new() }
}

fn report() -> Report {
    Report {
        is_true: true,
        contacted: false,
        solved: Solved::No,
        why_not: Some(SOME.to_owned()),
        internal: SOME.to_owned(),
        public_reply: SOME.to_owned(),
        files: Vec::new(),
        undue: None,
    }
}
