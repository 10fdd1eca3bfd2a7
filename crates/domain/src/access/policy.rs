//! The literal question "may this actor do this to this request?", answered in one place.

use super::actor::{Actor, Role};
use super::scope::{Scope, Visibility};
use crate::city::Units;
use crate::ids::{OrderId, UnitCode};
use crate::request::{CommandKind, Pool, Request, Task, TaskKind, table};
use crate::words::{Lang, Secrecy};

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Denied {
    /// The request is not within the actor's scope. Told to the outside as "no such request".
    #[error("the request is outside what this person may see")]
    OutOfSight,
    /// The role does not do this.
    #[error("{kind} is done by: {}", roles(.who))]
    Role {
        /// What was asked.
        kind: CommandKind,
        /// Who may.
        who: &'static [Role],
    },
    /// The order is another unit's.
    #[error("the order belongs to another unit")]
    OtherUnit,
    /// The identity of this request is for named officers only.
    #[error("the identity of this request is for named officers only")]
    IdentityHidden,
}

fn roles(who: &[Role]) -> String {
    who.iter().map(|role| role.name(Lang::En)).collect::<Vec<_>>().join(", ")
}

/// What lets somebody make a move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grant {
    /// Number and code have opened his own request to him.
    OwnRequest,
    /// He holds this role, and the request is within his sight.
    Role(Role),
    /// He handles for this unit, which is the order's or stands above it.
    Unit(UnitCode),
    /// He handles for this unit, which is the one that passed the order down or stands above that: it judges what it gave away.
    Above(UnitCode),
}

/// May `actor` do `kind` to this request, or to its order `order`?
///
/// Whether the request's *state* permits it is another question: [`Request::decide`] answers it.
pub fn may(
    actor: &Actor,
    kind: CommandKind,
    request: &Request,
    order: Option<OrderId>,
    units: &Units,
) -> Result<(), Denied> {
    grant(actor, kind, request, order, units).map(drop)
}

/// The same, with what lets him: so that an explanation can never say anything else than the answer.
pub fn grant(
    actor: &Actor,
    kind: CommandKind,
    request: &Request,
    order: Option<OrderId>,
    units: &Units,
) -> Result<Grant, Denied> {
    let who = table::who(kind);
    let Some(held) = actor.capacity(who) else { return Err(Denied::Role { kind, who }) };
    // A citizen has no account; an account that calls itself one would be a way around every scope.
    if actor.is(Role::Citizen) && actor.account.is_none() {
        return Ok(Grant::OwnRequest); // number and code have been checked: it is his own request
    }
    if !Scope::of(actor).allows(visibility(request)) {
        return Err(Denied::OutOfSight);
    }
    if kind == CommandKind::Reveal {
        may_reveal(actor, request)?;
    }
    let Some(order) = order.and_then(|id| request.order(id)) else { return Ok(Grant::Role(held)) };
    let centre = who.iter().copied().find(|role| *role != Role::Handler && actor.is(*role));
    // What was passed down is judged by the unit that passed it down, the rest by the centre.
    let parent = order.parent.filter(|_| kind.judges()).and_then(|parent| request.order(parent));
    let owner = match (parent, centre) {
        (Some(parent), _) => &parent.unit,
        (None, Some(role)) => return Ok(Grant::Role(role)),
        (None, None) if kind.judges() => return Err(Denied::OtherUnit),
        (None, None) => &order.unit,
    };
    if !actor.is(Role::Handler) || !units.is_within(owner, &actor.unit) {
        return Err(Denied::OtherUnit);
    }
    let unit = actor.unit.clone();
    Ok(if parent.is_some() { Grant::Above(unit) } else { Grant::Unit(unit) })
}

/// May `actor` take this task from its pool? Whoever could not do it would only keep it from those who can.
pub fn may_take(actor: &Actor, task: &Task, units: &Units) -> Result<(), Denied> {
    let kind = match task.kind {
        TaskKind::Dispatch => CommandKind::Dispatch,
        TaskKind::MustPhone => CommandKind::Phone,
        TaskKind::Review => CommandKind::Approve,
        TaskKind::Callback => CommandKind::CallbackClose,
        TaskKind::ReturnReview => CommandKind::Redispatch,
        TaskKind::DelayReview => CommandKind::DecideDelay,
        TaskKind::SupportReview => CommandKind::AddSupport,
        TaskKind::UndueReview => CommandKind::DecideUndue,
        TaskKind::WithdrawCheck => CommandKind::CheckWithdraw,
        TaskKind::InvalidCheck => CommandKind::Invalidate,
        TaskKind::Appeal => CommandKind::DecideAppeal,
        TaskKind::AnswerSheet => CommandKind::AnswerSheet,
        TaskKind::Tell => CommandKind::Told,
    };
    let who = table::who(kind);
    match &task.pool {
        Pool::Centre if who.iter().any(|role| *role != Role::Handler && actor.is(*role)) => Ok(()),
        Pool::Centre => Err(Denied::Role { kind, who }),
        Pool::Unit(unit) if actor.is(Role::Handler) && units.is_within(unit, &actor.unit) => Ok(()),
        Pool::Unit(_) => Err(Denied::OtherUnit),
    }
}

/// How much of a person's identity an actor may ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Identity {
    /// May ask, with a reason that is logged.
    OnReason,
    /// May not.
    Hidden,
}

const MAY_ASK: &[Role] = &[
    Role::Agent,
    Role::FloorSupervisor,
    Role::Dispatcher,
    Role::Supervision,
    Role::CallbackAgent,
    Role::Handler,
    Role::NamedOfficer,
];

/// May `actor` learn who asked? Only with a reason, and the look is journalled.
pub fn may_reveal(actor: &Actor, request: &Request) -> Result<Identity, Denied> {
    if !Scope::of(actor).allows(visibility(request)) {
        return Err(Denied::OutOfSight);
    }
    let allowed = match request.facts.secrecy {
        Secrecy::Open => actor.is_one_of(MAY_ASK),
        Secrecy::IdentityHidden | Secrecy::Confidential => actor.is(Role::NamedOfficer),
    };
    if allowed { Ok(Identity::OnReason) } else { Err(Denied::IdentityHidden) }
}

pub(super) fn visibility(request: &Request) -> Visibility<'_> {
    Visibility { secrecy: request.facts.secrecy, units: &request.units }
}
