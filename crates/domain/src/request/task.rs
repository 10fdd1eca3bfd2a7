//! A task: what a person must do now. It waits in a pool and is claimed by one.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, OrderId, TaskId, UnitCode};
use crate::moment::Moment;
use crate::vocabulary;

vocabulary! {
    /// What is to be done.
    TaskKind {
        #[doc = "派单: assess and dispatch"] Dispatch = "dispatch", "派单", "Dispatch";
        #[doc = "必打电话: phone the unit about an emergency"] MustPhone = "must_phone", "电话通知", "Phone the unit";
        #[doc = "审核: review a report"] Review = "review", "审核", "Review";
        #[doc = "回访: call the citizen back"] Callback = "callback", "回访", "Call back";
    }
}

/// Who may take a task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// The hotline centre; which role follows from the kind.
    Centre,
    /// A unit: it reviews what it passed down.
    Unit(UnitCode),
}

/// What a person must do now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What.
    pub kind: TaskKind,
    /// For which order.
    pub order: Option<OrderId>,
    /// Who may take it.
    pub pool: Pool,
    /// Since when it waits.
    pub opened: Moment,
    /// By when.
    pub due: Option<Moment>,
    /// Who took it, and when.
    pub claimed: Option<(AccountId, Moment)>,
    /// When it was done, or fell away.
    pub done: Option<Moment>,
}
