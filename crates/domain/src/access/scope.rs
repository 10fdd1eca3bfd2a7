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
const SEES_ALL: &[Role] = &[
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
        Scope { reach, up_to }
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
