//! What happened, held against the row of the table that it is an instance of.

use lianxin_domain::request::table::{self, ClockEffect, State};
use lianxin_domain::request::{CommandKind, Effect, Entry, Event, Outcome, Request};

/// The row of the table that an event is an instance of.
#[expect(clippy::too_many_lines, reason = "one line an event")]
pub fn row(event: &Event) -> CommandKind {
    match event {
        Event::Registered { .. } => CommandKind::Register,
        Event::Answered { .. } => CommandKind::Answer,
        Event::Refused { .. } => CommandKind::Refuse,
        Event::HandedOver { .. } => CommandKind::HandOver,
        Event::InvalidAsked { .. } => CommandKind::AskInvalid,
        Event::InvalidDenied { .. } | Event::Invalidated { .. } => CommandKind::Invalidate,
        Event::CitizenAsked { .. } => CommandKind::AskCitizen,
        Event::CitizenReplied { .. } => CommandKind::CitizenReplied,
        Event::AskLapsed => CommandKind::AskLapsed,
        Event::Classified { .. } => CommandKind::Classify,
        Event::SentToTriage { .. } => CommandKind::SendToTriage,
        Event::Dispatched { .. } => CommandKind::Dispatch,
        Event::Consulted { .. } => CommandKind::Consult,
        Event::Ruled { .. } => CommandKind::Rule,
        Event::Merged { .. } => CommandKind::Merge,
        Event::Unmerged { .. } => CommandKind::Unmerge,
        Event::Absorbed { .. } => CommandKind::Absorb,
        Event::Shed { .. } => CommandKind::Shed,
        Event::Followed { .. } => CommandKind::Follow,
        Event::IncidentDeclared { .. } => CommandKind::DeclareIncident,
        Event::ProgressShared { .. } => CommandKind::ShareProgress,
        Event::IncidentEnded { .. } => CommandKind::EndIncident,
        Event::Phoned { .. } => CommandKind::Phone,
        Event::Accepted { .. } => CommandKind::Accept,
        Event::ReturnAsked { .. } => CommandKind::AskReturn,
        Event::Redispatched { .. } => CommandKind::Redispatch,
        Event::ReturnRefused { .. } => CommandKind::RefuseReturn,
        Event::Recalled { .. } => CommandKind::Recall,
        Event::Contacted { .. } => CommandKind::Contact,
        Event::PassedDown { .. } => CommandKind::PassDown,
        Event::SupportAsked { .. } => CommandKind::AskSupport,
        Event::SupportAdded { .. } => CommandKind::AddSupport,
        Event::SupportRefused { .. } => CommandKind::RefuseSupport,
        Event::DelayAsked { .. } => CommandKind::AskDelay,
        Event::DelayGranted { .. } | Event::DelayRefused { .. } => CommandKind::DecideDelay,
        Event::Paused { .. } => CommandKind::Pause,
        Event::Resumed { .. } => CommandKind::Resume,
        Event::Progressed { .. } => CommandKind::Progress,
        Event::Reported { report, .. } if report.undue.is_some() => CommandKind::ReportUndue,
        Event::Reported { .. } => CommandKind::Report,
        Event::UndueAgreed { .. } => CommandKind::DecideUndue,
        Event::Approved { .. } => CommandKind::Approve,
        Event::SentBack { .. } => CommandKind::SendBack,
        Event::CallbackBegun => CommandKind::BeginCallback,
        Event::CallbackUnreached { .. } | Event::Closed { outcome: Outcome::Unreached, .. } => {
            CommandKind::CallbackUnreached
        }
        Event::Closed { outcome: Outcome::WithoutCallback, .. } => CommandKind::CloseWithoutCallback,
        Event::Closed { .. } => CommandKind::CallbackClose,
        Event::Reworked { .. } => CommandKind::CallbackRework,
        Event::Parked { .. } => CommandKind::Park,
        Event::MilestoneDone { .. } => CommandKind::MilestoneDone,
        Event::Unparked { .. } => CommandKind::Unpark,
        Event::Urged { .. } => CommandKind::Urge,
        Event::Supervised { .. } => CommandKind::Supervise,
        Event::SheetAnswered { .. } => CommandKind::AnswerSheet,
        Event::SheetLifted { .. } => CommandKind::LiftSheet,
        Event::Instructed { .. } => CommandKind::Instruct,
        Event::Supplemented { .. } => CommandKind::Supplement,
        Event::GradeChanged { .. } => CommandKind::ChangeGrade,
        Event::WithdrawAsked { .. } => CommandKind::Withdraw,
        Event::Withdrawn { note, .. } if note.is_empty() => CommandKind::Withdraw,
        Event::WithdrawStopped { .. } | Event::Withdrawn { .. } => CommandKind::CheckWithdraw,
        Event::Reopened { .. } => CommandKind::Reopen,
        Event::Archived => CommandKind::Archive,
        Event::AppealAsked { .. } => CommandKind::Appeal,
        Event::AppealDecided { .. } => CommandKind::DecideAppeal,
        Event::Rated { .. } => CommandKind::Rate,
        Event::Claimed { .. } => CommandKind::Claim,
        Event::Released { .. } => CommandKind::Release,
        Event::PassedOn { .. } => CommandKind::PassOn,
        Event::Revealed { .. } => CommandKind::Reveal,
        Event::Expired { .. } | Event::Rung { .. } => CommandKind::Ring,
        Event::Untold { .. } => CommandKind::Untold,
        Event::Told { .. } => CommandKind::Told,
        Event::PolicyApplied { .. } => CommandKind::ApplyPolicy,
    }
}

/// What an entry did to clocks, in the words of the table.
pub fn clock_effects(before: &Request, entry: &Entry) -> Vec<ClockEffect> {
    let clock = |id| before.clocks.iter().find(|clock| clock.id == id).map(|clock| clock.kind);
    let effect = |effect: &Effect| match effect {
        Effect::ClockStarted(running) => Some(ClockEffect::Start(running.kind)),
        Effect::ClockStopped { clock: id } => clock(*id).map(ClockEffect::Stop),
        Effect::ClockSet(_) => Some(ClockEffect::Recompute),
        Effect::TaskOpened(_) | Effect::TaskDone { .. } | Effect::Tell(_) | Effect::SeenBy { .. } => None,
    };
    entry.effects.iter().filter_map(effect).collect()
}

/// States and clocks move as the table says, and no further.
pub fn check_row(before: &Request, entry: &Entry, after: &Request) -> Result<(), String> {
    let kind = row(&entry.event);
    let rows: Vec<_> = table::TABLE.iter().filter(|row| row.command == kind).collect();
    let allowed = |to: State| rows.iter().any(|row| row.to.contains(&to));
    let stage = after.state.stage();
    if before.state.stage() != stage && !allowed(State::Request(stage)) {
        return Err(format!("{kind} led to the request being {stage}, which the table does not say"));
    }
    for order in &after.orders {
        let stage = order.state.stage();
        let old = before.order(order.id).map(|old| old.state.stage());
        // A part begins where its whole goes on.
        let begins = old.is_none() && kind == CommandKind::PassDown;
        if old != Some(stage) && !begins && !allowed(State::Order(stage)) {
            return Err(format!("{kind} led to an order being {stage}, which the table does not say"));
        }
    }
    for effect in clock_effects(before, entry) {
        let stops = matches!(effect, ClockEffect::Stop(_));
        let said =
            |row: &&table::Move| row.clocks.contains(&effect) || (stops && row.clocks.contains(&ClockEffect::StopAll));
        if !rows.iter().any(said) {
            return Err(format!("{kind} did {effect:?}, which the table does not say"));
        }
    }
    Ok(())
}
