//! The request with everything that belongs to it: what is loaded, decided on and saved as one.

use serde::{Deserialize, Serialize};

use super::dealings::RequestDealings;
use super::event::{Effect, Event};
use super::intake::Facts;
use super::order::{Order, OrderRole, Running};
use super::report::Survey;
use super::state::RequestState;
use super::task::{Task, TaskKind};
use crate::access::{Actor, Role};
use crate::clock::ClockKind;
use crate::ids::{AccountId, OrderId, RequestId, TaskId, UnitCode};
use crate::moment::Moment;

/// What somebody asks, with its orders, clocks and tasks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// The number that the citizen knows.
    pub number: String,
    /// What is known of it.
    pub facts: Facts,
    /// Where it stands.
    pub state: RequestState,
    /// When it was registered.
    pub registered: Moment,
    /// When it was closed or refused.
    pub ended: Option<Moment>,
    /// Orders, in the order of dispatch.
    pub orders: Vec<Order>,
    /// Clocks, in the order of their start.
    pub clocks: Vec<Running>,
    /// Tasks, in the order of their opening.
    pub tasks: Vec<Task>,
    /// Units that may see it: those of its orders and all their ancestors.
    pub units: Vec<UnitCode>,
    /// How often it was urged.
    pub urges: u32,
    /// When it was last urged.
    pub last_urged: Option<Moment>,
    /// How often something was added.
    pub supplements: u32,
    /// How often it was done again.
    pub reworks: u32,
    /// A promise was broken once; never erased.
    pub overdue: bool,
    /// What the citizen said when called back, or when he rated it himself.
    pub survey: Option<Survey>,
    /// Merging, supervision, consultation: what it has been through.
    pub dealings: RequestDealings,
    /// The number of the last journal entry.
    pub version: i64,
}

/// An entry of the journal: what happened, who did it, and what followed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the first of a request; no gaps.
    pub no: i64,
    /// When the server recorded it.
    pub at: Moment,
    /// Who.
    pub by: Stamp,
    /// What happened.
    pub event: Event,
    /// What followed at once.
    pub effects: Vec<Effect>,
}

/// Who did it, as it is kept for ever.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// `None` for a citizen and for the system.
    pub account: Option<AccountId>,
    /// The name at that time.
    pub name: String,
    /// In which capacity.
    pub role: Role,
    /// For which unit.
    pub unit: UnitCode,
}

impl Stamp {
    /// The stamp of an actor for a move that `who` may make.
    pub fn of(actor: &Actor, who: &[Role]) -> Stamp {
        let role = actor.capacity(who).or(actor.roles.first().copied()).unwrap_or(Role::System);
        Stamp { account: actor.account, name: actor.name.clone(), role, unit: actor.unit.clone() }
    }
}

impl Request {
    /// The order with this id.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// Whether no unit has anything of it once this order is gone.
    pub fn nothing_stands_without(&self, id: OrderId) -> bool {
        !self.top_orders().any(|order| order.id != id && order.state.stage().stands())
    }

    /// The task with this id.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// The order of the lead unit.
    pub fn lead(&self) -> Option<&Order> {
        self.orders.iter().rev().find(|order| order.role == OrderRole::Lead)
    }

    /// Orders of the first level: lead and supporting.
    pub fn top_orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| order.parent.is_none())
    }

    /// What was passed down from this order.
    pub fn parts(&self, of: OrderId) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |order| order.parent == Some(of))
    }

    /// Tasks of this kind that are still to be done.
    pub fn open_tasks(&self, kind: TaskKind, order: Option<OrderId>) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.kind == kind && task.order == order && task.done.is_none())
    }

    /// The clock of this kind that runs for this order, or for the request.
    pub fn clock(&self, kind: ClockKind, order: Option<OrderId>) -> Option<&Running> {
        self.clocks.iter().find(|clock| clock.kind == kind && clock.order == order && clock.stopped.is_none())
    }

    /// The promise that runs out next. A citizen's window to object is nobody's promise.
    pub fn next_due(&self) -> Option<&Running> {
        self.clocks.iter().filter(|clock| clock.counts_down()).min_by_key(|clock| clock.due)
    }

    /// The promise of this order that runs out next.
    pub fn order_due(&self, order: OrderId) -> Option<&Running> {
        self.clocks
            .iter()
            .filter(|clock| clock.counts_down() && clock.order == Some(order))
            .min_by_key(|clock| clock.due)
    }
}
