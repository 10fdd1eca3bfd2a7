//! The sweep of clocks: sleeps until the next promise runs out, then marks it, each in a unit of its own.
//!
//! Nothing is kept in memory: after a restart, or on another machine, the next look finds what is due. A look costs two statements
//! and whatever is due.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use lianxin_app::sweep::RingingClock;
use lianxin_app::{ActError, App, StoreError, sweep as clocks};
use lianxin_domain::request::Refusal;
use lianxin_domain::{Moment, RequestId};
use tokio::task::JoinSet;

use crate::Now;
use crate::metrics::Metrics;
use crate::tasks::Stop;

/// The longest sleep: the system's clock may be set while we sleep.
const SLEEP_LAST: Duration = Duration::from_secs(30);
/// The least time between two looks, however much is written.
const APART: Duration = Duration::from_millis(250);
/// The pause after the database refused.
const AFTER_FAILURE: Duration = Duration::from_secs(2);
/// Requests that are marked at the same time: one commit holds them all.
const AT_ONCE: usize = 64;

/// What a sweep did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Clocks marked.
    pub expired: u64,
    /// Clocks that could not be marked; logged, and tried again with the next sweep.
    pub failures: u64,
}

/// Looks at the clocks, again and again.
#[derive(Clone)]
pub(crate) struct Timers {
    app: App,
    now: Now,
    metrics: Arc<Metrics>,
}

impl Timers {
    pub(crate) fn new(app: App, now: Now, metrics: Arc<Metrics>) -> Timers {
        Timers { app, now, metrics }
    }

    pub(crate) async fn run(self, mut stop: Stop) {
        let mut changes = self.app.store.changes();
        while !stop.is_requested() {
            changes.mark_unchanged();
            let now = (self.now)();
            let sleep = match self.look(now).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    self.metrics.task_failed();
                    tracing::error!(%error, "the clocks could not be looked at");
                    AFTER_FAILURE
                }
            };
            // What is written may start a clock that rings earlier than any we know.
            let wake = async {
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            let pause = sleep.saturating_sub(APART);
            if !stop.sleep(APART).await {
                return;
            }
            tokio::select! {
                () = stop.requested() => return,
                () = wake => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn look(&self, now: Moment) -> Result<Duration, StoreError> {
        let swept = sweep(&self.app, now).await?;
        self.metrics.swept(swept.expired, swept.failures);
        if swept.failures > 0 {
            return Ok(AFTER_FAILURE);
        }
        let next = self.app.store.read(clocks::next).await?;
        let micros = next.map_or(i64::MAX, |next| next.micros().saturating_sub(now.micros()).max(0));
        Ok(Duration::from_micros(micros.unsigned_abs()).min(SLEEP_LAST))
    }
}

/// Marks everything that has run out by `now`. A clock that cannot be marked does not keep the others waiting.
pub async fn sweep(app: &App, now: Moment) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    loop {
        let due = app.store.read(move |tx| clocks::due(tx, now)).await?;
        let full = i64::try_from(due.len()).is_ok_and(|count| count == clocks::SWEEP_CLOCKS_MAX);
        let marked = mark(app, now, due).await;
        swept.expired += marked.expired;
        swept.failures += marked.failures;
        // What failed would be found again at once; the next sweep tries it.
        if !full || marked.expired == 0 {
            return Ok(swept);
        }
    }
}

async fn mark(app: &App, now: Moment, due: Vec<RingingClock>) -> Swept {
    // Clocks of one request one after the other, so that they do not conflict; requests side by side, so that they share a commit.
    let mut by_request: HashMap<RequestId, Vec<RingingClock>> = HashMap::new();
    for clock in due {
        by_request.entry(clock.request).or_default().push(clock);
    }
    let (mut swept, mut running) = (Swept::default(), JoinSet::new());
    for clocks in by_request.into_values() {
        while running.len() >= AT_ONCE {
            add(&mut swept, running.join_next().await);
        }
        running.spawn(mark_request(app.clone(), now, clocks));
    }
    while let Some(done) = running.join_next().await {
        add(&mut swept, Some(done));
    }
    swept
}

fn add(swept: &mut Swept, done: Option<Result<Swept, tokio::task::JoinError>>) {
    match done {
        Some(Ok(more)) => {
            swept.expired += more.expired;
            swept.failures += more.failures;
        }
        Some(Err(error)) => {
            tracing::error!(%error, "marking a clock broke off");
            swept.failures += 1;
        }
        None => {}
    }
}

async fn mark_request(app: App, now: Moment, clocks: Vec<RingingClock>) -> Swept {
    let mut swept = Swept::default();
    for clock in clocks {
        let cx = app.system_context(now);
        match app.store.write(move |tx| clocks::ring(tx, &cx, clock)).await {
            Ok(()) => swept.expired += 1,
            // Whoever closed the request meanwhile, here or on another machine, has stopped the clock.
            Err(ActError::Refused(Refusal::NoSuchMove { .. }) | ActError::Store(StoreError::Stale)) => {}
            Err(error) => {
                swept.failures += 1;
                tracing::error!(request = %clock.request, clock = %clock.kind, %error, "a clock could not be marked");
            }
        }
    }
    swept
}
