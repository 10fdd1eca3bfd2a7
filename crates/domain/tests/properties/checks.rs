//! What must hold of every request at every moment, and of every step between two moments.

use std::collections::{BTreeMap, BTreeSet};

use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{CommandKind, Effect, Entry, Event, Order, Request, Running, Stage, TaskKind};
use lianxin_domain::{Grade, OrderId};
use proptest::prelude::*;

use crate::common::{Case, city};

/// A task can be done: the table permits the move that does it.
fn doable(request: &Request, kind: TaskKind, order: Option<OrderId>) -> bool {
    let (kind, order) = match kind {
        TaskKind::Dispatch => (CommandKind::Dispatch, None),
        TaskKind::MustPhone => (CommandKind::Phone, order),
        TaskKind::Review => (CommandKind::Approve, order),
        TaskKind::Callback => (CommandKind::CallbackClose, None),
        TaskKind::ReturnReview => (CommandKind::RefuseReturn, order),
        TaskKind::DelayReview => (CommandKind::DecideDelay, order),
        TaskKind::SupportReview => (CommandKind::RefuseSupport, order),
        TaskKind::UndueReview => (CommandKind::DecideUndue, order),
        TaskKind::WithdrawCheck => (CommandKind::CheckWithdraw, None),
        TaskKind::InvalidCheck => (CommandKind::Invalidate, None),
        TaskKind::Appeal => (CommandKind::DecideAppeal, order),
        TaskKind::AnswerSheet => (CommandKind::AnswerSheet, order),
        TaskKind::Tell => (CommandKind::Told, None),
    };
    request.possible(order).contains(&kind) && (kind != CommandKind::Phone || request.facts.grade == Grade::Emergency)
}

pub(crate) fn check_whole(case: &Case) -> Result<(), TestCaseError> {
    let request = &case.request;
    let running: Vec<&Running> = request.clocks.iter().filter(|clock| clock.is_open()).collect();
    for (i, clock) in running.iter().enumerate() {
        let twin = running[..i].iter().any(|other| (other.kind, other.order) == (clock.kind, clock.order));
        prop_assert!(!twin, "two {} clocks run for {:?}", clock.kind, clock.order);
        prop_assert!(clock.overdue.is_some() || clock.ring.is_some(), "{} will never be overdue", clock.kind);
        prop_assert!(clock.due >= clock.started);
    }
    check_tasks(request)?;
    let at_work = request.orders.iter().any(|order| order.state.stage().is_open());
    let tasks = request.tasks.iter().filter(|task| task.done.is_none());
    if request.state.stage().is_open() {
        prop_assert!(!running.is_empty(), "no promise runs, and {} goes on for ever", request.state.stage());
        prop_assert_eq!(request.ended, None);
    } else {
        prop_assert!(!at_work, "it ended, and a unit is still at work");
        for clock in &running {
            let may = matches!(clock.kind, ClockKind::Objection | ClockKind::Appeal);
            prop_assert!(may, "a {} clock runs on an ended request", clock.kind);
        }
        for task in tasks {
            prop_assert!(matches!(task.kind, TaskKind::Appeal | TaskKind::Tell), "{} waits on an ended one", task.kind);
        }
        prop_assert!(request.ended.is_some());
        let held = !running.is_empty();
        prop_assert_eq!(held, request.state.stage() == Stage::Closed, "what is closed will be archived");
    }
    for order in &request.orders {
        check_order(request, order, &running)?;
    }
    prop_assert!(request.dealings.weight >= 1);
    prop_assert_eq!(request.version, i64::try_from(case.entries.len()).unwrap());
    prop_assert!(request.overdue || request.orders.iter().all(|order| !order.overdue));
    Ok(())
}

fn check_tasks(request: &Request) -> Result<(), TestCaseError> {
    let open: Vec<_> = request.tasks.iter().filter(|task| task.done.is_none()).collect();
    for (i, task) in open.iter().enumerate() {
        let twin = open[..i].iter().any(|other| (other.kind, other.order) == (task.kind, task.order));
        // Several messages may have reached nobody.
        prop_assert!(!twin || task.kind == TaskKind::Tell, "two {} tasks wait for {:?}", task.kind, task.order);
        prop_assert!(
            doable(request, task.kind, task.order),
            "nobody can do the {} task of the {} request",
            task.kind,
            request.state.stage()
        );
    }
    Ok(())
}

fn check_order(request: &Request, order: &Order, running: &[&Running]) -> Result<(), TestCaseError> {
    let clock = |kind: ClockKind, of: OrderId| running.iter().find(|c| c.kind == kind && c.order == Some(of));
    if order.state.stage().is_open() {
        let owed = [ClockKind::Handle, ClockKind::Review, ClockKind::Milestone];
        prop_assert!(owed.iter().any(|kind| clock(*kind, order.id).is_some()), "{} has no end", order.state.stage());
    } else {
        for other in running.iter().filter(|clock| clock.order == Some(order.id)) {
            let may = matches!(other.kind, ClockKind::Appeal | ClockKind::Objection | ClockKind::Supervision);
            prop_assert!(may, "{} runs for an order that is {}", other.kind, order.state.stage());
        }
    }
    for kind in [ClockKind::Accept, ClockKind::Handle] {
        let whole = order.parent.and_then(|parent| clock(ClockKind::Handle, parent));
        if let (Some(whole), Some(part)) = (whole, clock(kind, order.id)) {
            prop_assert!(part.due <= whole.due.max(part.started), "a part may not take longer than the whole");
        }
    }
    let above = city().units.ancestors(&order.unit);
    let seen = above.iter().all(|unit| request.units.contains(&unit.code));
    prop_assert!(seen, "{} and those above it see it", order.unit);
    prop_assert!(order.version <= request.version);
    Ok(())
}

/// What was once broken stays broken.
pub(crate) fn check_flags(before: &Request, after: &Request) -> Result<(), TestCaseError> {
    prop_assert!(after.overdue || !before.overdue);
    for order in &before.orders {
        prop_assert!(after.order(order.id).unwrap().overdue || !order.overdue);
    }
    for clock in &before.clocks {
        let now = after.clocks.iter().find(|now| now.id == clock.id).unwrap();
        prop_assert!(clock.overdue.is_none() || now.overdue == clock.overdue, "when it ran out is kept");
        prop_assert_eq!(now.first_due, clock.first_due);
    }
    Ok(())
}

/// Between two moves of a clock each of its rungs is climbed at most once, in order; it runs out at most once ever.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other event may move a clock")]
pub(crate) fn check_rungs(entries: &[Entry]) -> Result<(), TestCaseError> {
    let (mut climbed, mut expired) = (BTreeMap::new(), BTreeSet::new());
    for entry in entries {
        match &entry.event {
            Event::Rung { clock, kind, rung, .. } => {
                let before = climbed.insert(*clock, *rung);
                prop_assert!(before.is_none_or(|before| before < *rung), "rung {rung} of {kind} after {before:?}");
            }
            Event::Expired { clock, kind, .. } => prop_assert!(expired.insert(*clock), "{kind} ran out twice"),
            _ => {
                for effect in &entry.effects {
                    if let Effect::ClockSet(clock) = effect {
                        climbed.remove(&clock.id);
                    }
                }
            }
        }
    }
    Ok(())
}
