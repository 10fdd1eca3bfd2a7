//! 试算: what other rules would have done to the requests of a span of time, page by page, so that neither the database nor whoever waits
//! is held.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lianxin_domain::city::City;
use lianxin_domain::request::Request;
use lianxin_domain::request::dry_run::{DryRun, EXAMPLES_MAX, dry_run};
use lianxin_domain::{ChangeId, Moment, RequestId};
use lianxin_store::{StoreError, Tx};
use uuid::Uuid;

/// Requests of one page.
const PAGE: i64 = 200;
/// Dry runs that are kept: each holds two cities.
const KEPT: usize = 4;

/// A dry run of a proposal, with the rules that it compares.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The rules in force.
    pub now: Arc<City>,
    /// The rules as they would be.
    pub then: Arc<City>,
    /// How far it has come.
    pub trial: Trial,
}

/// Dry runs on their way, so that one that takes long goes on with the next look at it. Another machine begins its own.
#[derive(Clone, Debug, Default)]
pub struct Trials(Arc<Mutex<BTreeMap<ChangeId, Tried>>>);

impl Trials {
    /// As far as it has come here.
    pub fn of(&self, id: ChangeId) -> Option<Tried> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Keeps it; the oldest of many goes.
    pub fn keep(&self, id: ChangeId, tried: Tried) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(id, tried);
        while all.len() > KEPT {
            all.pop_first();
        }
    }

    /// Forgets it: it is to begin anew.
    pub fn forget(&self, id: ChangeId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// A dry run on its way.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What was found so far.
    pub run: DryRun,
    /// Requests looked at so far.
    pub requests: u64,
    /// Nothing is left to look at.
    pub done: bool,
    from: RequestId,
    after: RequestId,
    until: RequestId,
}

impl Trial {
    /// Over the requests that were registered in this span of time.
    pub fn over((from, until): (Moment, Moment)) -> Trial {
        let from = first_id(from);
        Trial { run: DryRun::default(), requests: 0, done: false, from, after: from, until: first_id(until) }
    }

    /// Looks at the next page.
    pub fn step(&mut self, tx: &mut Tx, now: &City, then: &City) -> Result<(), StoreError> {
        let ids = tx.request_ids_after(self.after, PAGE)?;
        let within: Vec<RequestId> = ids.iter().copied().filter(|id| *id < self.until).collect();
        let mut requests: Vec<Request> = Vec::with_capacity(within.len());
        for id in &within {
            requests.extend(tx.request(*id)?);
        }
        self.requests += requests.len() as u64;
        add(&mut self.run, dry_run(requests.iter(), now, then));
        self.done = within.len() < ids.len() || i64::try_from(ids.len()).is_ok_and(|count| count < PAGE);
        self.after = within.last().copied().unwrap_or(self.after);
        Ok(())
    }

    /// How far it has come, in percent of the span of time.
    pub fn percent(&self) -> u64 {
        if self.done {
            return 100;
        }
        let millis = |id: RequestId| u64::try_from(id.0.as_u128() >> 80).unwrap_or(u64::MAX);
        let (from, until) = (millis(self.from), millis(self.until));
        (millis(self.after) - from).saturating_mul(100).checked_div(until.saturating_sub(from)).unwrap_or(0).min(99)
    }
}

/// The least id that a request of this moment can have: ids sort by time.
fn first_id(at: Moment) -> RequestId {
    let millis = u64::try_from(at.micros() / 1_000).unwrap_or(0);
    RequestId(Uuid::from_u128(u128::from(millis) << 80))
}

fn add(run: &mut DryRun, page: DryRun) {
    for (key, tally) in page.rows {
        let row = run.rows.entry(key).or_default();
        row.clocks += tally.clocks;
        row.late_now += tally.late_now;
        row.late_then += tally.late_then;
    }
    run.skipped += page.skipped;
    run.examples.extend(page.examples);
    // Those that are late under one set of rules only stand before those that are merely moved.
    run.examples.sort_by_key(|example| example.late_now == example.late_then);
    run.examples.truncate(EXAMPLES_MAX);
}
