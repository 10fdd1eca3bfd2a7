//! What the callers and the threads of a store share: a queue each way, counters, health, the news that something changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::watch;

use crate::queue::Queue;
use crate::unit::Unit;

/// One way into the database: for writing or for reading.
pub(crate) struct Lane {
    pub(crate) queue: Queue<Box<dyn Unit>>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) health: Arc<Health>,
    pub(crate) changes: Arc<Changes>,
}

/// What a store has done since it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct StoreMetrics {
    /// Units of work run, each re-run counted once more.
    pub units: u64,
    /// Statements those units ran.
    pub statements: u64,
    /// Durable commits.
    pub commits: u64,
    /// Units in the largest commit.
    pub batch_units_max: u64,
    /// Units that failed or panicked and were rolled back.
    pub rollbacks: u64,
    /// Units run again because another was in the way or the connection was lost.
    pub retries: u64,
    /// Units refused because too many were waiting.
    pub refused: u64,
    /// Units waiting to write now.
    pub waiting_writes: u64,
    /// Units waiting to read now.
    pub waiting_reads: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    units: AtomicU64,
    statements: AtomicU64,
    commits: AtomicU64,
    batch_units_max: AtomicU64,
    rollbacks: AtomicU64,
    retries: AtomicU64,
    refused: AtomicU64,
}

impl Counters {
    pub(crate) fn ran(&self, statements: u32, kept: bool) {
        add(&self.units, 1);
        add(&self.statements, statements.into());
        add(&self.rollbacks, (!kept).into());
    }

    pub(crate) fn committed(&self, units: usize) {
        add(&self.commits, 1);
        self.batch_units_max.fetch_max(units as u64, Ordering::Relaxed);
    }

    pub(crate) fn retried(&self) {
        add(&self.retries, 1);
    }

    pub(crate) fn refused(&self) {
        add(&self.refused, 1);
    }

    pub(crate) fn read(&self) -> StoreMetrics {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        StoreMetrics {
            units: value(&self.units),
            statements: value(&self.statements),
            commits: value(&self.commits),
            batch_units_max: value(&self.batch_units_max),
            rollbacks: value(&self.rollbacks),
            retries: value(&self.retries),
            refused: value(&self.refused),
            waiting_writes: 0,
            waiting_reads: 0,
        }
    }
}

fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

/// Whether the last commit went through and the last connection was made.
pub(crate) struct Health(AtomicBool);

impl Health {
    pub(crate) fn good() -> Self {
        Health(AtomicBool::new(true))
    }

    pub(crate) fn set(&self, good: bool) {
        self.0.store(good, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that moves on when something that others wait for is durable.
pub(crate) struct Changes(watch::Sender<u64>);

impl Changes {
    pub(crate) fn none_yet() -> Self {
        Changes(watch::Sender::new(0))
    }

    pub(crate) fn moved(&self) {
        self.0.send_modify(|count| *count += 1);
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}
