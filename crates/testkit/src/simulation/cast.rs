//! Who is there: several people of every role, some of them away on a day, and the handlers of every unit.

use lianxin_domain::UnitCode;
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::City;
use lianxin_domain::request::{CommandKind, OrderState, Request, table};
use lianxin_domain::{Lang, OrderId};

use super::dice::Dice;
use crate::person;

/// People of each role at the centre.
const OF_EACH: usize = 4;
/// How many of a hundred are away on a day: what they have claimed waits for them, or for the floor supervisor.
const AWAY: usize = 15;

/// One of those with this role at the centre; the last is cleared for what is confidential.
pub(super) fn at_centre(role: Role, number: usize) -> Actor {
    let name = format!("{}{}", role.name(Lang::Zh), number % OF_EACH);
    Actor { cleared: number % OF_EACH == OF_EACH - 1, ..person(role, "center", &name) }
}

/// A handler of a unit. One of three is cleared.
pub(super) fn handler(unit: &UnitCode, number: usize) -> Actor {
    Actor {
        cleared: number % 3 == 2, ..person(Role::Handler, unit.as_str(), &format!("{unit}经办人{}", number % 3))
    }
}

/// Somebody who might do this; whether he may is asked elsewhere. `None`: nobody is there.
pub(super) fn somebody(
    dice: &mut Dice,
    city: &City,
    request: &Request,
    kind: CommandKind,
    order: Option<OrderId>,
    day: i64,
) -> Option<Actor> {
    let roles: Vec<Role> = table::who(kind).iter().copied().filter(|role| *role != Role::System).collect();
    let role = *dice.pick(&roles)?;
    if role == Role::Citizen {
        return Some(Actor::citizen(city.units.center().code.clone()));
    }
    let actor = if role == Role::Handler {
        handler(&unit_for(dice, city, request, kind, order)?, dice.below(3))
    } else {
        at_centre(role, dice.below(OF_EACH))
    };
    let name = actor.name.bytes().fold(day.unsigned_abs(), |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    (!Dice::of(name, 3).percent(AWAY)).then_some(actor)
}

/// The unit whose handler acts: of the order, of the one that judges it, or one above.
fn unit_for(
    dice: &mut Dice,
    city: &City,
    request: &Request,
    kind: CommandKind,
    order: Option<OrderId>,
) -> Option<UnitCode> {
    let order = match order {
        Some(id) => request.order(id)?,
        None => dice.pick(&request.orders)?,
    };
    let owner = match order.parent.and_then(|parent| request.order(parent)) {
        Some(parent) if kind.judges() => &parent.unit,
        _ => &order.unit,
    };
    let above = kind == CommandKind::DecideAppeal || dice.percent(15);
    let chain = city.units.ancestors(owner);
    let unit = if above { chain.get(1).or(chain.first()) } else { chain.first() };
    unit.map(|unit| unit.code.clone())
}

/// What leads on is done more often than what holds up: else nothing would ever end.
pub(super) fn weight(kind: CommandKind, request: &Request, order: Option<OrderId>) -> usize {
    use CommandKind as C;
    let parked = order.and_then(|id| request.order(id)).is_some_and(|o| matches!(o.state, OrderState::Parked { .. }));
    match kind {
        C::Dispatch => 60,
        C::Accept | C::Report => 40,
        C::Contact | C::Approve | C::CallbackClose => 30,
        C::CitizenReplied | C::DecideDelay | C::Redispatch | C::RefuseReturn | C::DecideUndue => 25,
        C::Phone | C::Invalidate | C::CheckWithdraw | C::Told | C::DecideAppeal | C::AnswerSheet => 20,
        C::Rule | C::RefuseSupport | C::MilestoneDone => 15,
        C::Claim if parked => 1,
        C::Claim | C::CallbackUnreached => 10,
        C::Classify | C::SendToTriage | C::CallbackRework | C::SendBack | C::Progress | C::PassDown => 6,
        C::Resume | C::Unpark | C::LiftSheet | C::Release => 5,
        C::Merge | C::AskReturn | C::AskDelay | C::Pause | C::Appeal => 4,
        C::Urge | C::Supplement | C::Rate | C::AddSupport | C::AskSupport | C::ReportUndue | C::Park => 2,
        // The rest happens.
        C::Answer
        | C::Refuse
        | C::HandOver
        | C::AskInvalid
        | C::AskCitizen
        | C::Consult
        | C::Unmerge
        | C::DeclareIncident
        | C::ShareProgress
        | C::EndIncident
        | C::Recall
        | C::Supervise
        | C::Instruct
        | C::ChangeGrade
        | C::Withdraw
        | C::Reopen
        | C::PassOn
        | C::Reveal => 1,
        // What one request does to another, and what clocks do, nobody does by hand.
        C::Draft
        | C::Register
        | C::AskLapsed
        | C::Absorb
        | C::Shed
        | C::Follow
        | C::BeginCallback
        | C::CloseWithoutCallback
        | C::Archive
        | C::Ring
        | C::Untold
        | C::ApplyPolicy => 0,
    }
}
