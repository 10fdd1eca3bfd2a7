//! The explanation of a right never says anything else than the right itself: everybody, every kind of request, every move.

mod common;

use common::{Case, city, intake, person};
use lianxin_domain::access::{Actor, Because, Grant, Role, Scope, Visibility, may, may_reveal, moves, sees};
use lianxin_domain::request::{Intake, Request, table};
use lianxin_domain::{OrderId, Secrecy, UnitCode};

const UNITS: [&str; 5] = ["center", "hexi", "hexi.taoyuan", "hexi.machang", "cgw"];

/// Everybody: every role in every unit, alone and beside handling, cleared and not; and those who have no account.
fn everybody() -> Vec<Actor> {
    let roles = |role: Role| [vec![role], vec![role, Role::Handler]];
    let people = UNITS
        .iter()
        .flat_map(|unit| Role::ALL.iter().flat_map(move |role| roles(*role)).map(move |roles| person(&roles, unit, 1)));
    let people = people.flat_map(|actor| [actor.clone(), Actor { cleared: true, ..actor }]);
    people.chain([Actor::citizen("center".into()), Actor::system("center".into())]).collect()
}

/// Of every secrecy: nobody has it yet, a unit has it, a part of it was passed down.
fn requests() -> Vec<Request> {
    let stages = |secrecy: Secrecy| {
        let case = || Case::of(Intake { secrecy, ..intake("路灯不亮") });
        let (registered, mut led, mut passed) = (case(), case(), case());
        led.dispatch(&["hexi", "cgw"]);
        passed.dispatch(&["hexi"]);
        passed.accept("hexi");
        passed.pass_down("hexi", "hexi.taoyuan");
        [registered.request, led.request, passed.request]
    };
    Secrecy::ALL.iter().flat_map(|secrecy| stages(*secrecy)).collect()
}

fn orders(request: &Request) -> impl Iterator<Item = Option<OrderId>> {
    std::iter::once(None).chain(request.orders.iter().map(|order| Some(order.id)))
}

#[test]
fn what_is_explained_is_what_is_allowed() {
    let mut answers = [0, 0];
    for request in requests() {
        let seen = Visibility { secrecy: request.facts.secrecy, units: &request.units };
        for actor in everybody() {
            let (told, scope) = (sees(&actor, &request, &city().units), Scope::of(&actor));
            assert_eq!(told.at_all(), scope.allows(seen), "{actor:?}: {told:?}");
            assert_eq!(told.address, scope.allows(seen) && scope.locates(seen), "{actor:?}");
            assert_eq!(told.identity, may_reveal(&actor, &request).map(drop), "{actor:?}");
            answers[usize::from(told.at_all())] += 1;
        }
    }
    assert!(answers.iter().all(|count| *count > 200), "both answers are given: {answers:?}");
}

#[test]
fn a_condition_names_what_is_true() {
    for request in requests() {
        for actor in everybody() {
            for because in sees(&actor, &request, &city().units).because {
                let holds = match &because {
                    Because::ReadsAll(role) => actor.is(*role),
                    Because::Owes { unit, through } => {
                        let owed = |code: &UnitCode| request.orders.iter().any(|order| order.unit == *code);
                        let own = |code: &UnitCode| city().units.is_within(code, unit);
                        *unit == actor.unit && !through.is_empty() && through.iter().all(|code| owed(code) && own(code))
                    }
                    Because::OwesNothing(unit) => {
                        !request.orders.iter().any(|order| city().units.is_within(&order.unit, unit))
                    }
                    Because::NoReader => !actor.is(Role::Handler) && !actor.is(Role::Agent),
                    Because::Cleared(secrecy) => *secrecy < Secrecy::Confidential || actor.cleared,
                    Because::NotCleared(secrecy) => *secrecy == Secrecy::Confidential && !actor.cleared,
                };
                assert!(holds, "{actor:?}: {because:?}");
            }
        }
    }
}

#[test]
fn every_move_is_explained_as_it_is_decided() {
    let mut grants = [0; 4];
    for request in requests() {
        for (actor, order) in everybody().iter().flat_map(|actor| orders(&request).map(move |order| (actor, order))) {
            for (kind, told) in moves(actor, &request, order, &city().units) {
                let decided = may(actor, kind, &request, order, &city().units);
                assert_eq!(told.clone().map(drop), decided, "{kind} by {actor:?}");
                let Ok(granted) = told else { continue };
                let owed = || order.and_then(|id| request.order(id)).unwrap();
                let (place, holds) = match &granted {
                    Grant::OwnRequest => (0, actor.is(Role::Citizen) && actor.account.is_none()),
                    Grant::Role(role) => (1, actor.is(*role) && table::who(kind).contains(role)),
                    Grant::Unit(unit) => (2, *unit == actor.unit && city().units.is_within(&owed().unit, unit)),
                    Grant::Above(unit) => {
                        let above = &request.order(owed().parent.unwrap()).unwrap().unit;
                        (3, kind.judges() && city().units.is_within(above, unit))
                    }
                };
                assert!(holds, "{kind} by {actor:?}: {granted:?}");
                grants[place] += 1;
            }
        }
    }
    assert!(grants.iter().all(|count| *count > 10), "every ground was met: {grants:?}");
}
