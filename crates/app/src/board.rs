//! The supervision board: every open order that is not ordinary, the most dangerous first, with who is being told about it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use lianxin_domain::access::Scope;
use lianxin_domain::city::Rung;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::rings::Counting;
use lianxin_domain::request::{OrderStage, Pool, Running, TaskKind};
use lianxin_domain::{Grade, Minutes, Moment, UnitCode};
use lianxin_store::{StoreError, Tx};

pub use lianxin_store::board::{BOARD_ORDERS_MAX, BoardOrder};

use crate::context::Context;

/// Minutes over which the intake is averaged.
pub const INTAKE_MINUTES: i64 = 10;
/// Units that are named for not answering.
const SILENT_MAX: usize = 5;

/// Which orders to show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Of this unit and those below it.
    pub unit: Option<UnitCode>,
    /// Of this grade.
    pub grade: Option<Grade>,
    /// Emergencies of which nobody has been phoned yet.
    pub unphoned: bool,
}

/// The board.
#[derive(Clone, PartialEq, Debug)]
pub struct Board {
    /// The most dangerous first.
    pub rows: Vec<BoardRow>,
    /// How many there are without the filters.
    pub open: usize,
    /// There are more than [`BOARD_ORDERS_MAX`].
    pub more: bool,
    /// Units with open orders here, for the filter.
    pub units: Vec<UnitCode>,
    /// The figures above it, whatever the filters.
    pub strip: Strip,
}

/// One order on it.
#[derive(Clone, PartialEq, Debug)]
pub struct BoardRow {
    /// The order.
    pub order: BoardOrder,
    /// The promise to look at: the one that was broken first, else the one that rings next.
    pub clock: Option<Running>,
    /// It is broken.
    pub broken: bool,
    /// The last rung of that promise that was climbed.
    pub told: Option<Rung>,
    /// The next one, and when.
    pub next: Option<(Moment, Rung)>,
    /// Nobody has answered the phone yet, and somebody must.
    pub unphoned: bool,
    /// Sheets that are not lifted, and instructions.
    pub supervised: bool,
}

/// The figures above the board.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Strip {
    /// Requests that came in within [`INTAKE_MINUTES`].
    pub intake: i64,
    /// Requests that wait to be dispatched, up to one more than `WAITING_MAX`.
    pub to_dispatch: i64,
    /// Emergencies of which nobody has been phoned yet.
    pub unphoned: usize,
    /// Orders with a broken promise.
    pub late: usize,
    /// Units that do not answer, the most silent first.
    pub silent: Vec<Silent>,
}

/// A unit that does not answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silent {
    /// Which.
    pub unit: UnitCode,
    /// Calls in vain about orders that are still open.
    pub unanswered: usize,
    /// Orders that it should have accepted by now.
    pub unaccepted: usize,
}

/// The board of whoever looks.
pub fn board(tx: &mut Tx, cx: &Context, wanted: &Wanted) -> Result<Board, StoreError> {
    let scope = Scope::of(&cx.actor);
    let found = tx.board(&scope)?;
    let more = found.more;
    let mut rows: Vec<BoardRow> = found.orders.into_iter().map(|order| row(cx, order)).collect();
    rows.sort_by_key(danger);
    let strip = Strip {
        intake: tx.intake_since(&scope, cx.now - Minutes(INTAKE_MINUTES))?,
        to_dispatch: tx.count_tasks(&scope, TaskKind::Dispatch, &Pool::Centre)?,
        unphoned: rows.iter().filter(|row| row.unphoned).count(),
        late: rows.iter().filter(|row| row.broken).count(),
        silent: silent(&rows, tx.calls_in_vain(&scope)?.iter().filter(|call| !call.answered).map(|call| &call.unit)),
    };
    let mut units: Vec<UnitCode> = rows.iter().map(|row| row.order.unit.clone()).collect();
    units.sort();
    units.dedup();
    let open = rows.len();
    rows.retain(|row| shows(cx, wanted, row));
    Ok(Board { rows, open, more, units, strip })
}

fn shows(cx: &Context, wanted: &Wanted, row: &BoardRow) -> bool {
    wanted.unit.as_ref().is_none_or(|unit| cx.city.units.is_within(&row.order.unit, unit))
        && wanted.grade.is_none_or(|grade| row.order.grade == grade)
        && (!wanted.unphoned || row.unphoned)
}

/// A broken promise stands first, then what rings next; of broken ones the graver, then the longest broken.
fn danger(row: &BoardRow) -> (bool, Option<Reverse<Grade>>, Moment, Reverse<Grade>, lianxin_domain::OrderId) {
    let never = Moment(i64::MAX);
    let due = row.clock.as_ref().map_or(never, |clock| clock.due);
    let ring = row.next.as_ref().map_or(due, |(at, _)| *at);
    let grade = Reverse(row.order.grade);
    (!row.broken, row.broken.then_some(grade), if row.broken { due } else { ring }, grade, row.order.order)
}

fn row(cx: &Context, order: BoardOrder) -> BoardRow {
    let is_broken = |clock: &&Running| clock.counts_down() && (clock.overdue.is_some() || clock.due <= cx.now);
    let broken = order.clocks.iter().filter(is_broken).min_by_key(|clock| clock.due);
    let running = order.clocks.iter().filter(|clock| clock.counts_down());
    let clock = broken.or_else(|| running.min_by_key(|clock| clock.ring.unwrap_or(clock.due))).cloned();
    let counting = Counting { city: &cx.city, unit: Some(&order.unit), grade: order.grade };
    let rung = |clock: &Running, number: Option<u8>| number.and_then(|number| counting.rung(clock, number));
    let told = clock.as_ref().and_then(|clock| rung(clock, clock.rung.checked_sub(1)));
    let next = clock.as_ref().and_then(|clock| clock.ring.zip(rung(clock, Some(clock.rung))));
    let unphoned = order.clocks.iter().any(|clock| clock.kind == ClockKind::MustPhone) && order.phoned.is_none();
    let supervised = order.dealings.is_supervised();
    let broken = broken.is_some();
    BoardRow { order, clock, broken, told, next, unphoned, supervised }
}

fn silent<'a>(rows: &[BoardRow], calls: impl Iterator<Item = &'a UnitCode>) -> Vec<Silent> {
    let mut units: BTreeMap<UnitCode, (usize, usize)> = BTreeMap::new();
    for unit in calls {
        units.entry(unit.clone()).or_default().0 += 1;
    }
    let unaccepted = |row: &&BoardRow| {
        let accept = row.clock.as_ref().is_some_and(|clock| clock.kind == ClockKind::Accept);
        row.broken && accept && row.order.state == OrderStage::Dispatched
    };
    for row in rows.iter().filter(unaccepted) {
        units.entry(row.order.unit.clone()).or_default().1 += 1;
    }
    let mut silent: Vec<Silent> =
        units.into_iter().map(|(unit, (unanswered, unaccepted))| Silent { unit, unanswered, unaccepted }).collect();
    silent.sort_by_key(|one| Reverse((one.unanswered + one.unaccepted, one.unanswered)));
    silent.truncate(SILENT_MAX);
    silent
}
