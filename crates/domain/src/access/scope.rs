//! Which requests an actor may see, as a value. `store` turns the same value into SQL; a property test
//! holds both readings together.

use super::actor::{Actor, Role};
use crate::ids::UnitCode;
use crate::words::Secrecy;

/// The requests within reach, before secrecy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// No request at all.
    Nothing,
    /// Every request of the city.
    All,
    /// Requests of which this unit, or one below it, owes an order.
    Subtree(UnitCode),
}

/// The one predicate for detail, list, count, search, export and feed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Which.
    pub reach: Reach,
    /// The highest secrecy that is shown at all.
    pub up_to: Secrecy,
    /// Of requests that hide who asked, the address is shown all the same.
    pub named: bool,
    /// The unit that he handles for: it must find the places of its own orders.
    pub handles_for: Option<UnitCode>,
}

/// What the predicate needs to know of a request.
#[derive(Clone, Copy, Debug)]
pub struct Visibility<'a> {
    /// Its secrecy.
    pub secrecy: Secrecy,
    /// Every unit that owes an order for it, each with all its ancestors.
    pub units: &'a [UnitCode],
}

/// Roles of the centre that read every request.
pub(super) const SEES_ALL: &[Role] = &[
    Role::Agent,
    Role::FloorSupervisor,
    Role::Dispatcher,
    Role::Supervision,
    Role::Reviewer,
    Role::CallbackAgent,
    Role::Inspector,
    Role::Analyst,
    Role::Leader,
    Role::Auditor,
    Role::NamedOfficer,
    Role::System,
];

impl Scope {
    /// What this actor may see. A citizen sees one request by number and code and lists nothing.
    pub fn of(actor: &Actor) -> Scope {
        let reach = if actor.is_one_of(SEES_ALL) {
            Reach::All
        } else if actor.is(Role::Handler) {
            Reach::Subtree(actor.unit.clone())
        } else {
            Reach::Nothing
        };
        let up_to = if actor.cleared { Secrecy::Confidential } else { Secrecy::IdentityHidden };
        let handles_for = actor.is(Role::Handler).then(|| actor.unit.clone());
        Scope { reach, up_to, named: actor.is(Role::NamedOfficer), handles_for }
    }

    /// Whether the address of a request within the scope may be shown and searched. Of a request that hides who asked it may be his
    /// home, and tell who he is: it is for the officers who may know, and for the units that must go there. Others read the place.
    pub fn locates(&self, seen: Visibility<'_>) -> bool {
        let owes = || self.handles_for.as_ref().is_some_and(|unit| seen.units.contains(unit));
        seen.secrecy == Secrecy::Open || self.named || owes()
    }

    /// Whether a request with this visibility is within the scope.
    pub fn allows(&self, seen: Visibility<'_>) -> bool {
        let within = match &self.reach {
            Reach::Nothing => false,
            Reach::All => true,
            Reach::Subtree(unit) => seen.units.contains(unit),
        };
        within && seen.secrecy <= self.up_to
    }
}
