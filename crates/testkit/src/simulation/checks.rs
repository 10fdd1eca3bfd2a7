//! What must hold of every request after every step, and of its whole chain.

use std::collections::{BTreeMap, BTreeSet};

use lianxin_domain::Grade;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{
    CommandKind, Effect, Entry, Event, Order, OrderStage, Request, Running, Stage, Task, TaskKind,
};

/// Why something cannot be.
pub(super) type Found = Result<(), String>;

fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Found {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// What must hold of one request.
pub(super) fn check(request: &Request) -> Found {
    let running: Vec<&Running> = request.clocks.iter().filter(|clock| clock.is_open()).collect();
    for (i, clock) in running.iter().enumerate() {
        let twin = running[..i].iter().any(|other| (other.kind, other.order) == (clock.kind, clock.order));
        must(!twin, || format!("two {} clocks run for {:?}", clock.kind, clock.order))?;
        let rings = clock.overdue.is_some() || clock.ring.is_some();
        must(rings, || format!("the {} clock will never be overdue", clock.kind))?;
        // A milestone is promised with the plan and begins when the one before is done, perhaps too late.
        must(clock.due >= clock.started || clock.kind == ClockKind::Milestone, || {
            format!("the {} clock was due before it started", clock.kind)
        })?;
    }
    check_tasks(request)?;
    if request.state.stage().is_open() {
        check_open(request, &running)?;
    } else {
        check_ended(request, &running)?;
    }
    for order in &request.orders {
        check_order(request, order, &running)?;
    }
    let blamed = request.overdue || request.orders.iter().all(|order| !order.overdue);
    must(blamed, || "an order is overdue, its request is not".into())
}

fn open_tasks(request: &Request) -> impl Iterator<Item = &Task> {
    request.tasks.iter().filter(|task| task.done.is_none())
}

fn check_tasks(request: &Request) -> Found {
    let open: Vec<&Task> = open_tasks(request).collect();
    for (i, task) in open.iter().enumerate() {
        let twin = open[..i].iter().any(|other| (other.kind, other.order) == (task.kind, task.order));
        must(!twin || task.kind == TaskKind::Tell, || format!("two {} tasks wait for {:?}", task.kind, task.order))?;
        let (kind, order) = done_by(task);
        let doable = request.possible(order).contains(&kind)
            && (kind != CommandKind::Phone || request.facts.grade == Grade::Emergency);
        must(doable, || format!("nobody can do the {} task of the {} request", task.kind, request.state.stage()))?;
    }
    Ok(())
}

/// The move that does a task.
fn done_by(task: &Task) -> (CommandKind, Option<lianxin_domain::OrderId>) {
    let order = task.order;
    match task.kind {
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
    }
}

/// Somebody owns the next step, and a promise runs to it.
fn check_open(request: &Request, running: &[&Running]) -> Found {
    let stage = request.state.stage();
    must(request.ended.is_none(), || format!("it is {stage} and has an end"))?;
    must(!running.is_empty(), || format!("no promise runs on a request that is {stage}"))?;
    let task = |kind: TaskKind| open_tasks(request).any(|task| task.kind == kind);
    let owned = match stage {
        Stage::Registered | Stage::Triage => task(TaskKind::Dispatch),
        Stage::AwaitingCitizen => running.iter().any(|clock| clock.kind == ClockKind::Supplement),
        Stage::Handling => request.orders.iter().any(|order| order.state.stage().is_open()),
        Stage::AwaitingCallback => task(TaskKind::Callback),
        Stage::Draft
        | Stage::Closed
        | Stage::Archived
        | Stage::Refused
        | Stage::HandedOver
        | Stage::Merged
        | Stage::Withdrawn
        | Stage::Invalid => true,
    };
    must(owned, || format!("nobody owns the next step of a request that is {stage}"))
}

fn check_ended(request: &Request, running: &[&Running]) -> Found {
    let stage = request.state.stage();
    must(request.ended.is_some(), || format!("it is {stage} and has no end"))?;
    let at_work = request.orders.iter().any(|order| order.state.stage().is_open());
    must(!at_work, || format!("it is {stage}, and a unit is still at work"))?;
    for clock in running {
        let may = matches!(clock.kind, ClockKind::Objection | ClockKind::Appeal);
        must(may, || format!("a {} clock runs on a request that is {stage}", clock.kind))?;
    }
    for task in open_tasks(request) {
        let may = matches!(task.kind, TaskKind::Appeal | TaskKind::Tell);
        must(may, || format!("a {} task waits on a request that is {stage}", task.kind))?;
    }
    // What is closed waits for its window; what is archived waits for nothing.
    must(running.is_empty() != (stage == Stage::Closed), || {
        format!("{} clocks run on a request that is {stage}", running.len())
    })
}

fn check_order(request: &Request, order: &Order, running: &[&Running]) -> Found {
    let clock = |kind: ClockKind, of| running.iter().find(|clock| clock.kind == kind && clock.order == Some(of));
    let task = |kind: TaskKind| request.open_tasks(kind, Some(order.id)).next().is_some();
    let stage = order.state.stage();
    let owed = match stage {
        OrderStage::Dispatched => {
            clock(ClockKind::Accept, order.id).is_some() && clock(ClockKind::Handle, order.id).is_some()
        }
        OrderStage::Accepted | OrderStage::Handling | OrderStage::SentBack | OrderStage::Rework => {
            clock(ClockKind::Handle, order.id).is_some()
        }
        OrderStage::ReturnAsked => task(TaskKind::ReturnReview),
        OrderStage::DelayAsked => task(TaskKind::DelayReview),
        OrderStage::Reported => task(TaskKind::Review) || task(TaskKind::UndueReview),
        OrderStage::Parked => clock(ClockKind::Milestone, order.id).is_some(),
        OrderStage::Approved | OrderStage::Closed | OrderStage::Replaced | OrderStage::Recalled => {
            let over = |kind| !matches!(kind, ClockKind::Appeal | ClockKind::Objection | ClockKind::Supervision);
            !running.iter().any(|clock| clock.order == Some(order.id) && over(clock.kind))
        }
    };
    must(owed, || format!("nothing leads on from an order that is {stage}, or something runs on"))?;
    for kind in [ClockKind::Accept, ClockKind::Handle] {
        let whole = order.parent.and_then(|parent| clock(ClockKind::Handle, parent));
        if let (Some(whole), Some(part)) = (whole, clock(kind, order.id)) {
            let within = part.due <= whole.due.max(part.started) || whole.is_paused() || part.is_paused();
            must(within, || format!("the {kind} of a part is due at {}, the whole at {}", part.due, whole.due))?;
        }
    }
    Ok(())
}

/// What was once broken stays broken.
pub(super) fn check_flags(before: &Request, after: &Request) -> Found {
    must(after.overdue || !before.overdue, || "a broken promise was erased".into())?;
    for order in &before.orders {
        let kept = after.order(order.id).is_some_and(|now| now.overdue || !order.overdue);
        must(kept, || format!("order {} is gone, or no longer overdue", order.id))?;
    }
    for clock in &before.clocks {
        let now = after.clocks.iter().find(|now| now.id == clock.id);
        let kept = now.is_some_and(|now| {
            (clock.overdue.is_none() || now.overdue == clock.overdue) && now.first_due == clock.first_due
        });
        must(kept, || format!("what the {} clock first promised, or when it ran out, was changed", clock.kind))?;
    }
    Ok(())
}

/// Each rung of a clock once and in order, none left out while nothing moved the clock; each clock runs out at most once.
pub(super) fn check_rungs<'a>(entries: impl Iterator<Item = &'a Entry>) -> Found {
    let (mut awaited, mut expired) = (BTreeMap::new(), BTreeSet::new());
    for entry in entries {
        if let Event::Rung { clock, kind, rung, .. } = &entry.event {
            let right = awaited.get(clock).is_none_or(|next| next == rung);
            must(right, || {
                format!("entry {}: rung {rung} of the {kind} clock instead of {:?}", entry.no, awaited.get(clock))
            })?;
            awaited.insert(*clock, rung + 1);
        }
        if let Event::Expired { clock, kind, .. } = &entry.event {
            must(expired.insert(*clock), || format!("entry {}: the {kind} clock ran out twice", entry.no))?;
        }
        for effect in &entry.effects {
            if let Effect::ClockStarted(clock) | Effect::ClockSet(clock) = effect {
                awaited.insert(clock.id, clock.rung);
            }
        }
    }
    Ok(())
}
