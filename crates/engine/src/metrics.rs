//! What the engine has done since it was started, for `/metrics`.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Counters; they only go up, except the lag.
#[derive(Default, Debug)]
pub struct Metrics {
    sweeps: AtomicU64,
    expired: AtomicU64,
    expire_failures: AtomicU64,
    messages_sent: AtomicU64,
    messages_untold: AtomicU64,
    published: AtomicU64,
    position: AtomicI64,
    lag_entries: AtomicI64,
    task_failures: AtomicU64,
}

/// The counters at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    /// How often clocks were looked at.
    pub sweeps: u64,
    /// Clocks marked as run out.
    pub expired: u64,
    /// Clocks that could not be marked; they are tried again.
    pub expire_failures: u64,
    /// Text messages that the gateway has taken.
    pub messages_sent: u64,
    /// Text messages that a person has to tell instead.
    pub messages_untold: u64,
    /// Entries of the journal that went into the feed.
    pub published: u64,
    /// The last entry of the journal that went into the feed.
    pub position: i64,
    /// Entries that the feed was behind when it last looked.
    pub lag_entries: i64,
    /// Rounds of feed, clocks or housekeeping that the database refused.
    pub task_failures: u64,
}

impl Metrics {
    /// All of them.
    pub fn read(&self) -> Reading {
        Reading {
            sweeps: self.sweeps.load(Ordering::Relaxed),
            expired: self.expired.load(Ordering::Relaxed),
            expire_failures: self.expire_failures.load(Ordering::Relaxed),
            messages_sent: self.messages_sent.load(Ordering::Relaxed),
            messages_untold: self.messages_untold.load(Ordering::Relaxed),
            published: self.published.load(Ordering::Relaxed),
            position: self.position.load(Ordering::Relaxed),
            lag_entries: self.lag_entries.load(Ordering::Relaxed),
            task_failures: self.task_failures.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn swept(&self, expired: u64, failures: u64) {
        self.sweeps.fetch_add(1, Ordering::Relaxed);
        self.expired.fetch_add(expired, Ordering::Relaxed);
        self.expire_failures.fetch_add(failures, Ordering::Relaxed);
    }

    pub(crate) fn messages(&self, sent: u64, untold: u64) {
        self.messages_sent.fetch_add(sent, Ordering::Relaxed);
        self.messages_untold.fetch_add(untold, Ordering::Relaxed);
    }

    pub(crate) fn followed(&self, entries: u64, position: i64, lag: i64) {
        self.published.fetch_add(entries, Ordering::Relaxed);
        self.position.store(position, Ordering::Relaxed);
        self.lag_entries.store(lag, Ordering::Relaxed);
    }

    pub(crate) fn task_failed(&self) {
        self.task_failures.fetch_add(1, Ordering::Relaxed);
    }
}
