//! The live feed: one follower reads the journal and tells everybody. Who comes back after a while is told what he missed, without
//! gap and without hearing anything twice.

use std::collections::HashMap;
use std::collections::hash_map;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use lianxin_domain::request::{Effect, Event};
use lianxin_domain::{RequestId, Secrecy, UnitCode};
use lianxin_store::journal::Followed;
use lianxin_store::{Engine, Store, StoreError, Tx};
use tokio::sync::broadcast;

use crate::live::{Live, pages, seats};
use crate::metrics::{Metrics, Reading};
use crate::tasks::Stop;

/// Entries that a slow subscriber may be behind before he must load his page anew.
const BUFFER_ENTRIES: usize = 4_096;
/// Entries that are told again to somebody who comes back; for more, loading the page anew is cheaper.
pub const REPLAY_ENTRIES_MAX: usize = 1_000;
/// One more, to know whether there are more.
const REPLAY_READ: i64 = 1_001;
/// Entries of one read.
const READ_ENTRIES: i64 = 500;
/// On PostgreSQL another machine may write, of which this one is not told.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// On SQLite every change is told; this is for the one that came between two looks and never was.
const LOOK_AGAIN_LOCAL: Duration = Duration::from_secs(30);
/// The pause after the database refused.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// Requests whose visibility is remembered between reads.
const REMEMBERED_MAX: usize = 10_000;

/// Why a subscriber hears no more.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FeedError {
    /// Too far behind, or ahead of the journal (which was restored): load the page anew.
    #[error("too much has happened since; load the page anew")]
    Lagged,
    /// The server ends.
    #[error("the feed is closed")]
    Closed,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What everybody hears. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    store: Store,
    metrics: Arc<Metrics>,
    told: broadcast::Sender<Arc<Live>>,
    /// The last entry that was told; outlives a follower that panicked.
    position: Arc<AtomicI64>,
    stop: Stop,
}

/// One who listens.
pub struct Subscription {
    missed: std::vec::IntoIter<Arc<Live>>,
    live: broadcast::Receiver<Arc<Live>>,
    /// The last entry that he has heard.
    heard: i64,
    stop: Stop,
}

impl Feed {
    /// A feed that begins behind the last entry there is, and ends for everybody with `stop`.
    pub async fn at_the_end(store: Store, metrics: Arc<Metrics>, stop: Stop) -> Result<Feed, StoreError> {
        let last = store.read(Tx::journal_last).await?;
        let (told, position) = (broadcast::Sender::new(BUFFER_ENTRIES), Arc::new(AtomicI64::new(last)));
        Ok(Feed { store, metrics, told, position, stop })
    }

    /// Begins to listen: from now on, or after an entry that was heard before.
    pub async fn subscribe(&self, from: Option<i64>) -> Result<Subscription, FeedError> {
        // First the ear, then the past: what is told in between is heard twice here, and once by the subscriber.
        let (live, stop) = (self.told.subscribe(), self.stop.clone());
        let Some(from) = from else {
            return Ok(Subscription { missed: Vec::new().into_iter(), live, heard: 0, stop });
        };
        let read = move |tx: &mut Tx| {
            if from < 0 || from > tx.journal_last()? {
                return Err(FeedError::Lagged);
            }
            let entries = tx.journal_after(from, REPLAY_READ)?;
            if entries.len() > REPLAY_ENTRIES_MAX {
                return Err(FeedError::Lagged);
            }
            Ok(Known::default().tell(tx, entries)?)
        };
        let missed = self.store.read(read).await?;
        Ok(Subscription { missed: missed.into_iter(), live, heard: from, stop })
    }

    /// The last entry that was told.
    pub fn position(&self) -> i64 {
        self.position.load(Ordering::Relaxed)
    }

    /// What the engine has done so far.
    pub fn metrics(&self) -> Reading {
        self.metrics.read()
    }

    /// Who listens.
    pub fn listeners(&self) -> usize {
        self.told.receiver_count()
    }

    /// Reads the journal and tells, until the end is asked for.
    pub(crate) async fn follow(self, mut stop: Stop) {
        let mut news = self.store.changes();
        let pause = match self.store.engine() {
            Engine::Sqlite => LOOK_AGAIN_LOCAL,
            Engine::Postgres => LOOK_AGAIN,
        };
        let mut known = Known::default();
        while !stop.is_requested() {
            news.mark_unchanged();
            match self.catch_up(known).await {
                Ok(kept) => known = kept,
                Err(error) => {
                    known = Known::default();
                    self.metrics.task_failed();
                    tracing::error!(%error, "the journal could not be followed");
                    stop.sleep(AFTER_FAILURE).await;
                    continue;
                }
            }
            tokio::select! {
                () = stop.requested() => {}
                // The store is closed only after the tasks have ended; should it be before, the pause keeps this from spinning.
                changed = news.changed() => if changed.is_err() { stop.sleep(pause).await; },
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn catch_up(&self, mut known: Known) -> Result<Known, StoreError> {
        loop {
            let from = self.position();
            let read = move |tx: &mut Tx| {
                let entries = tx.journal_after(from, READ_ENTRIES)?;
                let behind = tx.journal_last()? - from;
                let mut known = std::mem::take(&mut known);
                let told = known.tell(tx, entries)?;
                Ok::<_, StoreError>((told, behind, known))
            };
            let (told, behind, kept) = self.store.read(read).await?;
            known = kept;
            let (count, last) = (told.len() as u64, told.last().map_or(from, |live| live.seq));
            for live in told {
                self.position.store(live.seq, Ordering::Relaxed);
                // Nobody listens: nobody needs to be told.
                let _listeners = self.told.send(live);
            }
            self.metrics.followed(count, last, behind);
            if behind < READ_ENTRIES {
                return Ok(known);
            }
        }
    }
}

impl Subscription {
    /// The next entry. [`FeedError::Lagged`] ends it: load the page anew and subscribe again.
    pub async fn next(&mut self) -> Result<Arc<Live>, FeedError> {
        if let Some(live) = self.missed.next() {
            self.heard = live.seq;
            return Ok(live);
        }
        loop {
            let told = tokio::select! {
                told = self.live.recv() => told,
                () = self.stop.requested() => return Err(FeedError::Closed),
            };
            let live = told.map_err(|error| match error {
                broadcast::error::RecvError::Lagged(_) => FeedError::Lagged,
                broadcast::error::RecvError::Closed => FeedError::Closed,
            })?;
            if live.seq > self.heard {
                self.heard = live.seq;
                return Ok(live);
            }
        }
    }
}

/// What was learned of requests, so that not every entry loads one.
#[derive(Default)]
struct Known(HashMap<RequestId, Seen>);

struct Seen {
    /// The last entry that is in it: what stood in the journal when the request was read.
    until: i64,
    number: String,
    secrecy: Secrecy,
    units: Vec<UnitCode>,
}

impl Known {
    fn tell(&mut self, tx: &mut Tx, entries: Vec<Followed>) -> Result<Vec<Arc<Live>>, StoreError> {
        if self.0.len() > REMEMBERED_MAX {
            self.0.clear();
        }
        let until = tx.journal_last()?;
        let mut told = Vec::with_capacity(entries.len());
        for followed in entries {
            let Some(seen) = self.seen(tx, until, &followed)? else {
                tracing::error!(seq = followed.seq, request = %followed.request, "an entry of the journal without its request");
                continue;
            };
            let event = &followed.entry.event;
            told.push(Arc::new(Live {
                seq: followed.seq,
                request: followed.request,
                number: seen.number.clone(),
                kind: event.name(),
                at: followed.at,
                orders: event.orders(),
                secrecy: seen.secrecy,
                units: seen.units.clone(),
                pages: pages(event),
                seats: seats(&followed.entry.effects),
            }));
        }
        Ok(told)
    }

    /// Who may see the request now, or after this entry if it was read before it. Never as it was: what has been hidden since, and is
    /// told again to somebody who comes back, is told to those who may still hear of it.
    fn seen(&mut self, tx: &mut Tx, until: i64, followed: &Followed) -> Result<Option<&Seen>, StoreError> {
        let seen = match self.0.entry(followed.request) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(new) => {
                let Some(request) = tx.request(followed.request)? else { return Ok(None) };
                let (secrecy, units) = (request.facts.secrecy, request.units);
                new.insert(Seen { until, number: request.number, secrecy, units })
            }
        };
        if followed.seq <= seen.until {
            return Ok(Some(seen));
        }
        if let Event::Classified { secrecy, .. } = &followed.entry.event {
            seen.secrecy = *secrecy;
        }
        for effect in &followed.entry.effects {
            if let Effect::SeenBy { units } = effect {
                for unit in units {
                    if !seen.units.contains(unit) {
                        seen.units.push(unit.clone());
                    }
                }
            }
        }
        Ok(Some(seen))
    }
}
