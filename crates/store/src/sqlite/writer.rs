//! The writer: many units, one durable commit. And the readers, each unit one snapshot.

use std::time::{Duration, Instant};

use crate::error::StoreError;
use crate::lane::Lane;
use crate::sqlite::SqliteSession;
use crate::tx::{Session, Tx};
use crate::unit::{Ran, Unit};

/// Units in one commit; more would make the first wait too long for its answer.
const BATCH_UNITS_MAX: usize = 256;
/// How long a commit may wait for further units.
const BATCH_TIME_MAX: Duration = Duration::from_millis(5);

/// Takes units until the lane is closed, as many as are waiting into each commit.
pub(crate) fn write_units(tx: &mut Tx, lane: &Lane) {
    while let Some(first) = lane.queue.pop() {
        write_batch(tx, lane, first);
    }
}

fn write_batch(tx: &mut Tx, lane: &Lane, first: Box<dyn Unit>) {
    if let Err(error) = frame(tx, "BEGIN IMMEDIATE") {
        lane.health.set(false);
        return first.finish(Err(error));
    }
    #[expect(clippy::disallowed_methods, reason = "paces the batch; no rule depends on it")]
    let started = Instant::now();
    let mut batch: Vec<Box<dyn Unit>> = Vec::new();
    let mut next = Some(first);
    let mut touched = false;
    let mut broken = None;
    while let Some(mut unit) = next.take() {
        let ran = in_savepoint(tx, lane, &mut *unit);
        batch.push(unit);
        match ran {
            Ok(recorded) => touched |= recorded && tx.touched(),
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
        if batch.len() < BATCH_UNITS_MAX && started.elapsed() < BATCH_TIME_MAX {
            next = lane.queue.try_pop();
        }
    }
    let outcome = match broken {
        None => frame(tx, "COMMIT"),
        Some(error) => Err(error),
    };
    match &outcome {
        Ok(()) => lane.counters.committed(batch.len()),
        Err(error) => {
            tracing::error!(%error, units = batch.len(), "a commit failed; none of its units was recorded");
            leave(tx);
        }
    }
    lane.health.set(outcome.is_ok());
    if outcome.is_ok() && touched {
        lane.changes.moved();
    }
    for unit in batch {
        unit.finish(outcome.clone());
    }
}

/// Runs one unit so that its failure takes back nothing but itself; says whether it stays. An error: the whole batch is lost.
fn in_savepoint(tx: &mut Tx, lane: &Lane, unit: &mut dyn Unit) -> Result<bool, StoreError> {
    frame(tx, "SAVEPOINT unit")?;
    let kept = unit.run(tx) == Ran::Well;
    lane.counters.ran(tx.statements(), kept);
    // A full or failing disk may have made SQLite give up the whole transaction.
    if session(tx).connection.is_autocommit() {
        return Err(StoreError::Full("the database gave up the transaction; nothing was recorded".to_owned()));
    }
    if !kept {
        frame(tx, "ROLLBACK TO unit")?;
    }
    frame(tx, "RELEASE unit")?;
    Ok(kept)
}

/// Takes units until the lane is closed; each sees one snapshot from its first statement to its last.
pub(crate) fn read_units(tx: &mut Tx, lane: &Lane) {
    while let Some(mut unit) = lane.queue.pop() {
        if let Err(error) = frame(tx, "BEGIN DEFERRED") {
            unit.finish(Err(error));
            continue;
        }
        let kept = unit.run(tx) == Ran::Well;
        lane.counters.ran(tx.statements(), kept);
        leave(tx);
        unit.finish(Ok(()));
    }
}

/// Ends the transaction, if SQLite has not done so itself.
fn leave(tx: &mut Tx) {
    if session(tx).connection.is_autocommit() {
        return;
    }
    if let Err(error) = frame(tx, "ROLLBACK") {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
}

fn frame(tx: &mut Tx, text: &'static str) -> Result<(), StoreError> {
    session(tx).frame(text)
}

fn session(tx: &mut Tx) -> &mut SqliteSession {
    match &mut tx.session {
        Session::Sqlite(session) => session,
        Session::Postgres(_) => unreachable!("only SQLite connections are given to these threads"),
    }
}
