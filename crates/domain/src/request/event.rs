//! What happened, and what followed from it. An entry of the journal (流水) carries both, so that replaying
//! it needs no rule: a policy of today does not change what happened yesterday.

use serde::{Deserialize, Serialize};

use super::dealings::{Appeal, DelayAsk, Incident, Parking, ReturnAsk, Ruling, Sheet};
use super::intake::Facts;
use super::message::Message;
use super::order::{Order, Running};
use super::report::{Report, Survey};
use super::state::Outcome;
use super::task::Task;
use crate::city::{Audience, Exclusion, Means, RungAt};
use crate::clock::ClockKind;
use crate::ids::{AccountId, ClockId, FileId, OrderId, PlaceCode, RequestId, TaskId, TopicCode, UnitCode};
use crate::words::{Grade, Secrecy};

/// What happened to a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "one variant a move of the table; the fields are those of the command")]
pub enum Event {
    Registered {
        number: String,
        facts: Box<Facts>,
    },
    Answered {
        answer: String,
        knowledge: Vec<String>,
    },
    Refused {
        reason: String,
        told: String,
    },
    HandedOver {
        to: String,
        reason: String,
    },
    InvalidAsked {
        reason: String,
    },
    InvalidDenied {
        reason: String,
    },
    Invalidated {
        reason: String,
    },
    CitizenAsked {
        question: String,
    },
    CitizenReplied {
        text: String,
        files: Vec<FileId>,
    },
    AskLapsed,
    Classified {
        topic: TopicCode,
        place: PlaceCode,
        address: String,
        secrecy: Secrecy,
    },
    SentToTriage {
        why: String,
    },
    Dispatched {
        orders: Vec<Order>,
        grade: Grade,
    },
    Consulted {
        question: String,
        units: Vec<UnitCode>,
    },
    Ruled {
        ruling: Box<Ruling>,
    },
    Merged {
        into: RequestId,
        number: String,
        evidence: String,
    },
    Unmerged {
        reason: String,
    },
    Absorbed {
        number: String,
    },
    Shed {
        number: String,
    },
    Followed {
        outcome: Outcome,
    },
    IncidentDeclared {
        incident: Box<Incident>,
    },
    ProgressShared {
        text: String,
    },
    IncidentEnded {
        reason: String,
    },
    Phoned {
        order: OrderId,
        number: String,
        answered: bool,
        who: String,
        promise: String,
    },
    Accepted {
        order: OrderId,
    },
    ReturnAsked {
        order: OrderId,
        ask: Box<ReturnAsk>,
    },
    Redispatched {
        order: OrderId,
        instead: Box<Order>,
        reason: String,
    },
    ReturnRefused {
        order: OrderId,
        reason: String,
    },
    Recalled {
        order: OrderId,
        instead: Option<Box<Order>>,
        reason: String,
    },
    Contacted {
        order: OrderId,
        reached: bool,
        note: String,
    },
    PassedDown {
        from: OrderId,
        order: Box<Order>,
    },
    SupportAsked {
        order: OrderId,
        unit: Option<UnitCode>,
        reason: String,
    },
    SupportAdded {
        orders: Vec<Order>,
    },
    SupportRefused {
        order: OrderId,
        reason: String,
    },
    DelayAsked {
        order: OrderId,
        ask: Box<DelayAsk>,
    },
    DelayGranted {
        order: OrderId,
        working_days: u16,
        reason: String,
    },
    DelayRefused {
        order: OrderId,
        reason: String,
    },
    Paused {
        order: OrderId,
        reason: String,
    },
    Resumed {
        order: OrderId,
        reason: String,
    },
    Progressed {
        order: OrderId,
        text: String,
        files: Vec<FileId>,
    },
    Reported {
        order: OrderId,
        report: Box<Report>,
    },
    UndueAgreed {
        order: OrderId,
        reason: String,
        excluded: Exclusion,
    },
    Approved {
        order: OrderId,
    },
    SentBack {
        order: OrderId,
        points: Vec<String>,
    },
    CallbackBegun,
    CallbackUnreached {
        note: String,
    },
    Closed {
        outcome: Outcome,
        survey: Option<Survey>,
        explained: Option<String>,
    },
    Reworked {
        orders: Vec<OrderId>,
        points: Vec<String>,
        survey: Survey,
    },
    Parked {
        order: OrderId,
        plan: Box<Parking>,
    },
    MilestoneDone {
        order: OrderId,
        note: String,
    },
    Unparked {
        order: OrderId,
        reason: String,
    },
    Urged {
        text: String,
    },
    Supervised {
        sheet: Box<Sheet>,
    },
    SheetAnswered {
        order: OrderId,
        text: String,
    },
    SheetLifted {
        order: OrderId,
        reason: String,
    },
    Instructed {
        text: String,
    },
    Supplemented {
        text: String,
        files: Vec<FileId>,
    },
    GradeChanged {
        from: Grade,
        to: Grade,
        reason: String,
    },
    WithdrawAsked {
        reason: String,
    },
    WithdrawStopped {
        note: String,
    },
    Withdrawn {
        reason: String,
        note: String,
    },
    Reopened {
        reason: String,
        orders: Vec<OrderId>,
    },
    Archived,
    AppealAsked {
        order: OrderId,
        appeal: Box<Appeal>,
    },
    AppealDecided {
        order: OrderId,
        level: u8,
        granted: bool,
        reason: String,
    },
    Rated {
        survey: Survey,
    },
    Claimed {
        task: TaskId,
        by: AccountId,
    },
    Released {
        task: TaskId,
    },
    PassedOn {
        task: TaskId,
        to: AccountId,
        note: String,
    },
    Revealed {
        reason: String,
    },
    Expired {
        clock: ClockId,
        order: Option<OrderId>,
        kind: ClockKind,
    },
    Rung {
        clock: ClockId,
        order: Option<OrderId>,
        kind: ClockKind,
        rung: u8,
        at: RungAt,
        tell: Vec<Audience>,
        by: Means,
    },
    Untold {
        message: Box<Message>,
        why: String,
    },
    Told {
        task: TaskId,
        note: String,
    },
    PolicyApplied {
        policy: String,
    },
}

impl Event {
    /// The stable name in the journal and in the live feed: the serde tag.
    #[expect(clippy::too_many_lines, reason = "one line an event")]
    pub fn name(&self) -> &'static str {
        match self {
            Event::Registered { .. } => "registered",
            Event::Answered { .. } => "answered",
            Event::Refused { .. } => "refused",
            Event::HandedOver { .. } => "handed_over",
            Event::InvalidAsked { .. } => "invalid_asked",
            Event::InvalidDenied { .. } => "invalid_denied",
            Event::Invalidated { .. } => "invalidated",
            Event::CitizenAsked { .. } => "citizen_asked",
            Event::CitizenReplied { .. } => "citizen_replied",
            Event::AskLapsed => "ask_lapsed",
            Event::Classified { .. } => "classified",
            Event::SentToTriage { .. } => "sent_to_triage",
            Event::Dispatched { .. } => "dispatched",
            Event::Consulted { .. } => "consulted",
            Event::Ruled { .. } => "ruled",
            Event::Merged { .. } => "merged",
            Event::Unmerged { .. } => "unmerged",
            Event::Absorbed { .. } => "absorbed",
            Event::Shed { .. } => "shed",
            Event::Followed { .. } => "followed",
            Event::IncidentDeclared { .. } => "incident_declared",
            Event::ProgressShared { .. } => "progress_shared",
            Event::IncidentEnded { .. } => "incident_ended",
            Event::Phoned { .. } => "phoned",
            Event::Accepted { .. } => "accepted",
            Event::ReturnAsked { .. } => "return_asked",
            Event::Redispatched { .. } => "redispatched",
            Event::ReturnRefused { .. } => "return_refused",
            Event::Recalled { .. } => "recalled",
            Event::Contacted { .. } => "contacted",
            Event::PassedDown { .. } => "passed_down",
            Event::SupportAsked { .. } => "support_asked",
            Event::SupportAdded { .. } => "support_added",
            Event::SupportRefused { .. } => "support_refused",
            Event::DelayAsked { .. } => "delay_asked",
            Event::DelayGranted { .. } => "delay_granted",
            Event::DelayRefused { .. } => "delay_refused",
            Event::Paused { .. } => "paused",
            Event::Resumed { .. } => "resumed",
            Event::Progressed { .. } => "progressed",
            Event::Reported { .. } => "reported",
            Event::UndueAgreed { .. } => "undue_agreed",
            Event::Approved { .. } => "approved",
            Event::SentBack { .. } => "sent_back",
            Event::CallbackBegun => "callback_begun",
            Event::CallbackUnreached { .. } => "callback_unreached",
            Event::Closed { .. } => "closed",
            Event::Reworked { .. } => "reworked",
            Event::Parked { .. } => "parked",
            Event::MilestoneDone { .. } => "milestone_done",
            Event::Unparked { .. } => "unparked",
            Event::Urged { .. } => "urged",
            Event::Supervised { .. } => "supervised",
            Event::SheetAnswered { .. } => "sheet_answered",
            Event::SheetLifted { .. } => "sheet_lifted",
            Event::Instructed { .. } => "instructed",
            Event::Supplemented { .. } => "supplemented",
            Event::GradeChanged { .. } => "grade_changed",
            Event::WithdrawAsked { .. } => "withdraw_asked",
            Event::WithdrawStopped { .. } => "withdraw_stopped",
            Event::Withdrawn { .. } => "withdrawn",
            Event::Reopened { .. } => "reopened",
            Event::Archived => "archived",
            Event::AppealAsked { .. } => "appeal_asked",
            Event::AppealDecided { .. } => "appeal_decided",
            Event::Rated { .. } => "rated",
            Event::Claimed { .. } => "claimed",
            Event::Released { .. } => "released",
            Event::PassedOn { .. } => "passed_on",
            Event::Revealed { .. } => "revealed",
            Event::Expired { .. } => "expired",
            Event::Rung { .. } => "rung",
            Event::Untold { .. } => "untold",
            Event::Told { .. } => "told",
            Event::PolicyApplied { .. } => "policy_applied",
        }
    }

    /// The orders that this event touches; their versions move on with it.
    #[expect(clippy::too_many_lines, reason = "every event is named, so that a new one is thought of")]
    pub fn orders(&self) -> Vec<OrderId> {
        match self {
            Event::Dispatched { orders, .. } | Event::SupportAdded { orders } => {
                orders.iter().map(|order| order.id).collect()
            }
            Event::PassedDown { from, order } => vec![*from, order.id],
            Event::Redispatched { order, instead, .. } => vec![*order, instead.id],
            Event::Recalled { order, instead, .. } => {
                std::iter::once(*order).chain(instead.as_ref().map(|order| order.id)).collect()
            }
            Event::Reworked { orders, .. } | Event::Reopened { orders, .. } => orders.clone(),
            Event::Supervised { sheet } => vec![sheet.order],
            Event::Phoned { order, .. }
            | Event::Accepted { order, .. }
            | Event::ReturnAsked { order, .. }
            | Event::ReturnRefused { order, .. }
            | Event::Contacted { order, .. }
            | Event::SupportAsked { order, .. }
            | Event::SupportRefused { order, .. }
            | Event::DelayAsked { order, .. }
            | Event::DelayGranted { order, .. }
            | Event::DelayRefused { order, .. }
            | Event::Paused { order, .. }
            | Event::Resumed { order, .. }
            | Event::Progressed { order, .. }
            | Event::Reported { order, .. }
            | Event::UndueAgreed { order, .. }
            | Event::Approved { order, .. }
            | Event::SentBack { order, .. }
            | Event::Parked { order, .. }
            | Event::MilestoneDone { order, .. }
            | Event::Unparked { order, .. }
            | Event::SheetAnswered { order, .. }
            | Event::SheetLifted { order, .. }
            | Event::AppealAsked { order, .. }
            | Event::AppealDecided { order, .. } => vec![*order],
            Event::Expired { order, .. } | Event::Rung { order, .. } => order.iter().copied().collect(),
            Event::Registered { .. }
            | Event::Answered { .. }
            | Event::Refused { .. }
            | Event::HandedOver { .. }
            | Event::InvalidAsked { .. }
            | Event::InvalidDenied { .. }
            | Event::Invalidated { .. }
            | Event::CitizenAsked { .. }
            | Event::CitizenReplied { .. }
            | Event::AskLapsed
            | Event::Classified { .. }
            | Event::SentToTriage { .. }
            | Event::Consulted { .. }
            | Event::Ruled { .. }
            | Event::Merged { .. }
            | Event::Unmerged { .. }
            | Event::Absorbed { .. }
            | Event::Shed { .. }
            | Event::Followed { .. }
            | Event::IncidentDeclared { .. }
            | Event::ProgressShared { .. }
            | Event::IncidentEnded { .. }
            | Event::CallbackBegun
            | Event::CallbackUnreached { .. }
            | Event::Closed { .. }
            | Event::Urged { .. }
            | Event::Instructed { .. }
            | Event::Supplemented { .. }
            | Event::GradeChanged { .. }
            | Event::WithdrawAsked { .. }
            | Event::WithdrawStopped { .. }
            | Event::Withdrawn { .. }
            | Event::Archived
            | Event::Rated { .. }
            | Event::Claimed { .. }
            | Event::Released { .. }
            | Event::PassedOn { .. }
            | Event::Revealed { .. }
            | Event::Untold { .. }
            | Event::Told { .. }
            | Event::PolicyApplied { .. } => Vec::new(),
        }
    }
}

/// What followed from an event at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// A clock starts.
    ClockStarted(Running),
    /// What a clock promised has been done, or has fallen away.
    ClockStopped {
        /// Which.
        clock: ClockId,
    },
    /// A clock is different from now on: its due moment moved, it stands still, it runs again, it was given more, it rang.
    ClockSet(Running),
    /// Somebody has something to do.
    TaskOpened(Task),
    /// It is done, or has fallen away.
    TaskDone {
        /// Which.
        task: TaskId,
    },
    /// Somebody must be told: queued with this entry, sent afterwards.
    Tell(Message),
    /// The request becomes visible to these units.
    SeenBy {
        /// The unit of an order and all its ancestors.
        units: Vec<UnitCode>,
    },
}
