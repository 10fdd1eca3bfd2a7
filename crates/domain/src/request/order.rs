//! An order: what one unit owes. Orders form a tree: what a unit passes down hangs below its own.

use serde::{Deserialize, Serialize};

use super::state::OrderState;
use crate::clock::ClockKind;
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
    /// When it is due.
    pub due: Moment,
    /// The policy that says so.
    pub policy: String,
    /// When what was promised was done.
    pub stopped: Option<Moment>,
    /// When it ran out.
    pub overdue: Option<Moment>,
}
