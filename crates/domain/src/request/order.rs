//! An order: what one unit owes. Orders form a tree: what a unit passes down hangs below its own.

use serde::{Deserialize, Serialize};

use super::dealings::OrderDealings;
use super::state::OrderState;
use crate::clock::{ClockKind, Pause, Period};
use crate::ids::{ClockId, OrderId, UnitCode};
use crate::moment::Moment;
use crate::vocabulary;

vocabulary! {
    /// What a unit is for a request.
    OrderRole {
        #[doc = "主办: exactly one at the top"] Lead = "lead", "主办", "Lead";
        #[doc = "协办"] Supporting = "supporting", "协办", "Supporting";
        #[doc = "下派: hangs below another order"] PassedDown = "passed_down", "下派", "Passed down";
    }
}

/// What one unit owes for a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// The order it was passed down from.
    pub parent: Option<OrderId>,
    /// Who owes.
    pub unit: UnitCode,
    /// In which role.
    pub role: OrderRole,
    /// What the dispatcher said (拟办意见).
    pub opinion: String,
    /// Where it stands.
    pub state: OrderState,
    /// When it was dispatched.
    pub dispatched: Moment,
    /// When the unit accepted it.
    pub accepted: Option<Moment>,
    /// When the citizen was first reached.
    pub contacted: Option<Moment>,
    /// When it was last reported.
    pub reported: Option<Moment>,
    /// A person at the unit answered the phone (紧急必打).
    pub phoned: Option<Moment>,
    /// A promise was broken once; never erased.
    pub overdue: bool,
    /// Returns, extensions, appeals: what it has been through.
    pub dealings: OrderDealings,
    /// The number of the request's last journal entry that touched this order: what a writer must have seen.
    pub version: i64,
}

/// A promise that runs, or has run (时限).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Running {
    /// Its id.
    pub id: ClockId,
    /// What is promised.
    pub kind: ClockKind,
    /// The order it belongs to; `None` for the request's own.
    pub order: Option<OrderId>,
    /// When it started.
    pub started: Moment,
    /// How long it was given; `None`: the day was given (a milestone, a supervision sheet).
    pub period: Option<Period>,
    /// When it is due. While it stands still: when it was due when it stopped.
    pub due: Moment,
    /// When it was due at first. An extension moves `due` and never this.
    pub first_due: Moment,
    /// The policy that says so.
    pub policy: String,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// What it was given more.
    pub extensions: Vec<Extension>,
    /// The next rung of its ladder.
    pub rung: u8,
    /// When that is reached; `None`: nothing more rings.
    pub ring: Option<Moment>,
    /// When what was promised was done.
    pub stopped: Option<Moment>,
    /// When it ran out.
    pub overdue: Option<Moment>,
}

/// More time for a clock (延期), counted on from when it was due.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extension {
    /// How much.
    pub by: Period,
    /// When it was granted.
    pub granted: Moment,
    /// Why.
    pub reason: String,
}

impl Running {
    /// It runs, or stands still; what it promised is not done.
    pub fn is_open(&self) -> bool {
        self.stopped.is_none()
    }

    /// Somebody owes something by its due moment.
    pub fn counts_down(&self) -> bool {
        self.stopped.is_none() && self.kind != ClockKind::Objection && !self.is_paused()
    }

    /// It stands still.
    pub fn is_paused(&self) -> bool {
        self.stopped.is_none() && self.pauses.last().is_some_and(|pause| pause.until.is_none())
    }
}
