//! Why somebody may see a request, and why not: the conditions of the predicate, each with its answer. They are read from the same
//! [`Scope`] that the predicate is, and the moves from the same [`grant`] that permits them.

use super::actor::{Actor, Role};
use super::policy::{Denied, Grant, grant, may_reveal, visibility};
use super::scope::{Reach, SEES_ALL, Scope};
use crate::city::Units;
use crate::ids::{OrderId, UnitCode};
use crate::request::{CommandKind, Request, table};
use crate::words::Secrecy;

/// A condition, and whether it is fulfilled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Because {
    /// This role reads every request of the city.
    ReadsAll(Role),
    /// He handles for this unit, and these units of the request are it or stand below it.
    Owes {
        /// His unit.
        unit: UnitCode,
        /// Units that owe an order, as far as they are his own.
        through: Vec<UnitCode>,
    },
    /// He handles for this unit, which owes nothing here, and nothing below it does.
    OwesNothing(UnitCode),
    /// None of his roles reads requests.
    NoReader,
    /// The request is no more secret than what he is cleared for.
    Cleared(Secrecy),
    /// The request is more secret than what he is cleared for.
    NotCleared(Secrecy),
}

impl Because {
    /// Speaks for seeing it; one that does not is enough against it.
    pub fn speaks_for(&self) -> bool {
        match self {
            Because::ReadsAll(_) | Because::Owes { .. } | Because::Cleared(_) => true,
            Because::OwesNothing(_) | Because::NoReader | Because::NotCleared(_) => false,
        }
    }
}

/// What somebody may see of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sees {
    /// Every condition of the predicate: reach, then secrecy.
    pub because: Vec<Because>,
    /// The address, too.
    pub address: bool,
    /// May ask who asked, with a reason that is journalled.
    pub identity: Result<(), Denied>,
}

impl Sees {
    /// Sees it at all.
    pub fn at_all(&self) -> bool {
        self.because.iter().all(Because::speaks_for)
    }
}

/// Why `actor` sees this request, or does not.
pub fn sees(actor: &Actor, request: &Request, units: &Units) -> Sees {
    let (scope, seen) = (Scope::of(actor), visibility(request));
    let reach = match scope.reach.clone() {
        Reach::Nothing => Because::NoReader,
        Reach::All => actor.capacity(SEES_ALL).map_or(Because::NoReader, Because::ReadsAll),
        Reach::Subtree(unit) if seen.units.contains(&unit) => {
            let within = request.orders.iter().map(|order| &order.unit).filter(|owes| units.is_within(owes, &unit));
            let mut through: Vec<UnitCode> = within.cloned().collect();
            through.dedup();
            Because::Owes { unit, through }
        }
        Reach::Subtree(unit) => Because::OwesNothing(unit),
    };
    let secrecy = if seen.secrecy <= scope.up_to { Because::Cleared } else { Because::NotCleared };
    let because = vec![reach, secrecy(seen.secrecy)];
    let address = scope.allows(seen) && scope.locates(seen);
    Sees { because, address, identity: may_reveal(actor, request).map(drop) }
}

/// Every move that a person can ask for, of the request or of one of its orders: what lets this one make it, or what stands against it.
pub fn moves(
    actor: &Actor,
    request: &Request,
    order: Option<OrderId>,
    units: &Units,
) -> Vec<(CommandKind, Result<Grant, Denied>)> {
    let asked = |kind: &CommandKind| {
        let persons = table::who(*kind).iter().any(|role| !matches!(role, Role::System | Role::Citizen));
        kind.can_be_asked() && persons && table::on_order(*kind) == order.is_some()
    };
    let kinds = CommandKind::ALL.iter().copied().filter(asked);
    kinds.map(|kind| (kind, grant(actor, kind, request, order, units))).collect()
}
