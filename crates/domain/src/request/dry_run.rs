//! 试算: what other rules would have made of the same requests, before anybody puts them in force.

use std::collections::BTreeMap;

use super::aggregate::Request;
use super::order::Running;
use super::rings::{Counting, is_nobodys};
use crate::city::{City, Policy};
use crate::clock::ClockKind;
use crate::ids::OrderId;
use crate::moment::Moment;
use crate::words::Grade;

/// Most examples that a dry run keeps.
pub const EXAMPLES_MAX: usize = 20;

/// What two sets of rules make of the same clocks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DryRun {
    /// By promise and grade.
    pub rows: BTreeMap<(ClockKind, Grade), Tally>,
    /// Clocks that are due at another time, those first that are late under one set of rules only.
    pub examples: Vec<Example>,
    /// Clocks that cannot be compared: they stand still, or a calendar ends too early.
    pub skipped: usize,
}

/// How many clocks, and how many late.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// All of them.
    pub clocks: usize,
    /// Late by the rules of now.
    pub late_now: usize,
    /// Late by the other rules.
    pub late_then: usize,
}

/// One clock that would be due at another time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The number of the request.
    pub number: String,
    /// What is promised.
    pub kind: ClockKind,
    /// Due by the rules of now.
    pub due_now: Moment,
    /// Due by the other rules.
    pub due_then: Moment,
    /// Late by the rules of now.
    pub late_now: bool,
    /// Late by the other rules.
    pub late_then: bool,
}

/// Counts every clock of these requests by the newest policy of either city.
///
/// Late is what was done after it was due, or is known to have been undone at that moment: a clock that still runs is late only if
/// it has run out. Nobody's promises (the citizen's windows), given days and appeals, which have periods of their own, are left out.
pub fn dry_run<'a>(requests: impl Iterator<Item = &'a Request>, now_city: &City, then_city: &City) -> DryRun {
    let mut run = DryRun::default();
    let (mut turned, mut moved) = (Vec::new(), Vec::new());
    for request in requests {
        let (now, then) = (Dues::of(request, now_city), Dues::of(request, then_city));
        for (clock, (due_now, due_then)) in request.clocks.iter().zip(now.0.into_iter().zip(then.0)) {
            if !is_compared(clock) {
                continue;
            }
            let (Some(due_now), Some(due_then)) = (due_now, due_then) else {
                run.skipped += 1;
                continue;
            };
            let (late_now, late_then) = (is_late(clock, due_now), is_late(clock, due_then));
            let tally = run.rows.entry((clock.kind, request.facts.grade)).or_default();
            tally.clocks += 1;
            tally.late_now += usize::from(late_now);
            tally.late_then += usize::from(late_then);
            let list = if late_now == late_then { &mut moved } else { &mut turned };
            if due_now != due_then && list.len() < EXAMPLES_MAX {
                let (number, kind) = (request.number.clone(), clock.kind);
                list.push(Example { number, kind, due_now, due_then, late_now, late_then });
            }
        }
    }
    turned.append(&mut moved);
    turned.truncate(EXAMPLES_MAX);
    run.examples = turned;
    run
}

fn is_compared(clock: &Running) -> bool {
    clock.period.is_some() && !is_nobodys(clock.kind) && clock.kind != ClockKind::Appeal
}

fn is_late(clock: &Running, due: Moment) -> bool {
    match clock.stopped {
        Some(done) => done > due,
        None => clock.overdue.is_some_and(|undone| undone >= due),
    }
}

/// When each clock of a request would be due by the newest policy of a city; `None` where that cannot be said.
struct Dues(Vec<Option<Moment>>);

impl Dues {
    fn of(request: &Request, city: &City) -> Dues {
        // A city has at least one policy; the last is the newest.
        let policy = city.policies.all().last().unwrap_or_else(|| city.policy(request.registered));
        let mut dues: Vec<Option<Moment>> = Vec::with_capacity(request.clocks.len());
        for clock in &request.clocks {
            let end = end_of_whole(request, clock, &dues);
            let due = counted(request, clock, city, policy);
            dues.push(due.map(|due| end.map_or(due, |end| due.min(end).max(clock.started))));
        }
        Dues(dues)
    }
}

/// A part is due with its whole at the latest.
fn end_of_whole(request: &Request, clock: &Running, dues: &[Option<Moment>]) -> Option<Moment> {
    let within = matches!(clock.kind, ClockKind::Accept | ClockKind::Handle);
    let parent: OrderId = clock.order.filter(|_| within).and_then(|id| request.order(id))?.parent?;
    let of_whole = |other: &Running| {
        other.kind == ClockKind::Handle && other.order == Some(parent) && other.started <= clock.started
    };
    let mut before = request.clocks.iter().zip(dues).filter(|(other, _)| of_whole(other));
    before.next_back().and_then(|(_, due)| *due)
}

fn counted(request: &Request, clock: &Running, city: &City, policy: &Policy) -> Option<Moment> {
    let rule = policy.period(clock.kind, request.facts.grade, request.period_class(city));
    let mut other = Running { policy: policy.version.clone(), ..clock.clone() };
    other.period = rule.map(|rule| rule.period).or(clock.period);
    let counting: Counting<'_> = request.counting(clock, city);
    counting.due(&other).ok().flatten()
}
