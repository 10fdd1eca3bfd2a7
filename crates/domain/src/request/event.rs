//! What happened, and what followed from it. An entry of the journal (流水) carries both, so that replaying
//! it needs no rule: a policy of today does not change what happened yesterday.

use serde::{Deserialize, Serialize};

use super::intake::Facts;
use super::order::{Order, Running};
use super::report::{Report, Survey};
use super::state::Outcome;
use super::task::Task;
use crate::ids::{AccountId, ClockId, FileId, OrderId, PlaceCode, TaskId, TopicCode};
use crate::moment::Moment;
use crate::words::{Grade, Secrecy};

/// What happened to a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "one variant a move of the table; the fields are those of the command")]
pub enum Event {
    Registered { number: String, facts: Box<Facts> },
    Answered { answer: String, knowledge: Vec<String> },
    Refused { reason: String, told: String },
    CitizenAsked { question: String },
    CitizenReplied { text: String, files: Vec<FileId> },
    AskLapsed,
    Classified { topic: TopicCode, place: PlaceCode, address: String, secrecy: Secrecy },
    SentToTriage { why: String },
    Dispatched { orders: Vec<Order>, grade: Grade },
    Phoned { order: OrderId, number: String, answered: bool, who: String, promise: String },
    Accepted { order: OrderId },
    Contacted { order: OrderId, reached: bool, note: String },
    PassedDown { from: OrderId, order: Box<Order> },
    Progressed { order: OrderId, text: String, files: Vec<FileId> },
    Reported { order: OrderId, report: Box<Report> },
    Approved { order: OrderId },
    SentBack { order: OrderId, points: Vec<String> },
    CallbackBegun,
    CallbackUnreached { note: String },
    Closed { outcome: Outcome, survey: Option<Survey>, explained: Option<String> },
    Reworked { orders: Vec<OrderId>, points: Vec<String>, survey: Survey },
    Urged { text: String },
    Supplemented { text: String, files: Vec<FileId> },
    GradeChanged { from: Grade, to: Grade, reason: String },
    Rated { survey: Survey },
    Claimed { task: TaskId, by: AccountId },
    Released { task: TaskId },
    Revealed { reason: String },
    Expired { clock: ClockId, order: Option<OrderId>, kind: crate::clock::ClockKind },
}

impl Event {
    /// The stable name in the journal and in the live feed: the serde tag.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Registered { .. } => "registered",
            Event::Answered { .. } => "answered",
            Event::Refused { .. } => "refused",
            Event::CitizenAsked { .. } => "citizen_asked",
            Event::CitizenReplied { .. } => "citizen_replied",
            Event::AskLapsed => "ask_lapsed",
            Event::Classified { .. } => "classified",
            Event::SentToTriage { .. } => "sent_to_triage",
            Event::Dispatched { .. } => "dispatched",
            Event::Phoned { .. } => "phoned",
            Event::Accepted { .. } => "accepted",
            Event::Contacted { .. } => "contacted",
            Event::PassedDown { .. } => "passed_down",
            Event::Progressed { .. } => "progressed",
            Event::Reported { .. } => "reported",
            Event::Approved { .. } => "approved",
            Event::SentBack { .. } => "sent_back",
            Event::CallbackBegun => "callback_begun",
            Event::CallbackUnreached { .. } => "callback_unreached",
            Event::Closed { .. } => "closed",
            Event::Reworked { .. } => "reworked",
            Event::Urged { .. } => "urged",
            Event::Supplemented { .. } => "supplemented",
            Event::GradeChanged { .. } => "grade_changed",
            Event::Rated { .. } => "rated",
            Event::Claimed { .. } => "claimed",
            Event::Released { .. } => "released",
            Event::Revealed { .. } => "revealed",
            Event::Expired { .. } => "expired",
        }
    }

    /// The orders that this event touches; their versions move on with it.
    pub fn orders(&self) -> Vec<OrderId> {
        match self {
            Event::Dispatched { orders, .. } => orders.iter().map(|order| order.id).collect(),
            Event::PassedDown { from, order } => vec![*from, order.id],
            Event::Reworked { orders, .. } => orders.clone(),
            Event::Phoned { order, .. }
            | Event::Accepted { order }
            | Event::Contacted { order, .. }
            | Event::Progressed { order, .. }
            | Event::Reported { order, .. }
            | Event::Approved { order }
            | Event::SentBack { order, .. } => vec![*order],
            Event::Expired { order, .. } => order.iter().copied().collect(),
            Event::Registered { .. }
            | Event::Answered { .. }
            | Event::Refused { .. }
            | Event::CitizenAsked { .. }
            | Event::CitizenReplied { .. }
            | Event::AskLapsed
            | Event::Classified { .. }
            | Event::SentToTriage { .. }
            | Event::CallbackBegun
            | Event::CallbackUnreached { .. }
            | Event::Closed { .. }
            | Event::Urged { .. }
            | Event::Supplemented { .. }
            | Event::GradeChanged { .. }
            | Event::Rated { .. }
            | Event::Claimed { .. }
            | Event::Released { .. }
            | Event::Revealed { .. } => Vec::new(),
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
    /// A clock's due moment moved: the grade changed.
    ClockMoved {
        /// Which.
        clock: ClockId,
        /// The new due moment.
        due: Moment,
        /// The policy that says so.
        policy: String,
    },
    /// Somebody has something to do.
    TaskOpened(Task),
    /// It is done, or has fallen away.
    TaskDone {
        /// Which.
        task: TaskId,
    },
    /// The request becomes visible to these units.
    SeenBy {
        /// The unit of an order and all its ancestors.
        units: Vec<crate::UnitCode>,
    },
}
