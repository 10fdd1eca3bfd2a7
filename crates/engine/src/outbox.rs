//! The outbox: sends text messages as they fall due, a few at a time, and settles each in a unit of its own.
//!
//! Several machines may all send: whoever takes a message has it for a while, and a message whose sender died is taken again with the
//! same id, by which the gateway knows it.

use std::sync::Arc;
use std::time::Duration;

use lianxin_app::outbox::{self, Fate, Sms, SmsError, Step, Taken};
use lianxin_app::{ActError, App, StoreError};
use lianxin_domain::Moment;
use lianxin_store::Tx;
use tokio::task::JoinSet;

use crate::Now;
use crate::metrics::Metrics;
use crate::tasks::Stop;

/// Messages that are sent at the same time.
const AT_ONCE: usize = 8;
/// The longest sleep: another machine may die with messages in its hands.
const SLEEP_LAST: Duration = Duration::from_secs(30);
/// The least time between two looks, however much is written.
const APART: Duration = Duration::from_millis(250);
/// The pause after the database refused.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// What came of the messages of one round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sent {
    /// The gateway has them.
    pub sent: u64,
    /// They are tried again.
    pub later: u64,
    /// A person has the task to tell them.
    pub untold: u64,
    /// Nobody needed to be told any more.
    pub moot: u64,
    /// They could not be settled; logged, and taken again once they are nobody's.
    pub failures: u64,
}

/// Sends messages, again and again.
#[derive(Clone)]
pub(crate) struct Outbox {
    app: App,
    sms: Arc<dyn Sms>,
    now: Now,
    metrics: Arc<Metrics>,
}

impl Outbox {
    pub(crate) fn new(app: App, sms: Arc<dyn Sms>, now: Now, metrics: Arc<Metrics>) -> Outbox {
        Outbox { app, sms, now, metrics }
    }

    pub(crate) async fn run(self, mut stop: Stop) {
        let mut changes = self.app.store.changes();
        while !stop.is_requested() {
            changes.mark_unchanged();
            let sleep = match self.look((self.now)()).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    self.metrics.task_failed();
                    tracing::error!(%error, "the outbox could not be looked at");
                    AFTER_FAILURE
                }
            };
            let wake = async {
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            if !stop.sleep(APART).await {
                return;
            }
            tokio::select! {
                () = stop.requested() => return,
                () = wake => {}
                () = tokio::time::sleep(sleep.saturating_sub(APART)) => {}
            }
        }
    }

    async fn look(&self, now: Moment) -> Result<Duration, StoreError> {
        let sent = send(&self.app, &self.sms, now).await?;
        self.metrics.messages(sent.sent, sent.untold);
        let next = self.app.store.read(Tx::next_message).await?;
        let micros = next.map_or(i64::MAX, |next| next.micros().saturating_sub((self.now)().micros()).max(0));
        Ok(Duration::from_micros(micros.unsigned_abs()).min(SLEEP_LAST))
    }
}

/// Sends everything that is to be sent by `now`.
pub async fn send(app: &App, sms: &Arc<dyn Sms>, now: Moment) -> Result<Sent, StoreError> {
    let mut all = Sent::default();
    loop {
        let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        // Looking costs no commit.
        if app.store.read(Tx::next_message).await?.is_none_or(|next| next > now) {
            return Ok(all);
        }
        let taken = app.store.write(move |tx| outbox::take(tx, now, limit)).await?;
        let mut running = JoinSet::new();
        for taken in taken {
            running.spawn(one(app.clone(), Arc::clone(sms), now, taken));
        }
        while let Some(done) = running.join_next().await {
            match done {
                Ok(Ok(Fate::Sent)) => all.sent += 1,
                Ok(Ok(Fate::Later)) => all.later += 1,
                Ok(Ok(Fate::Untold)) => all.untold += 1,
                Ok(Ok(Fate::Moot)) => all.moot += 1,
                Ok(Err(error)) => {
                    all.failures += 1;
                    tracing::error!(%error, "a message could not be settled");
                }
                Err(error) => {
                    all.failures += 1;
                    tracing::error!(%error, "sending a message broke off");
                }
            }
        }
    }
}

async fn one(app: App, sms: Arc<dyn Sms>, now: Moment, taken: Taken) -> Result<Fate, ActError> {
    let (cx, looked_at) = (app.system_context(now), taken.clone());
    let step = app.store.read(move |tx| outbox::prepare(tx, &cx, &looked_at)).await?;
    let sent = match &step {
        Step::Send(ready) => hand_over(sms, ready.text.clone()).await,
        Step::Moot | Step::Nobody => Ok(()),
    };
    if let Err(error) = &sent {
        tracing::warn!(message = %taken.message.id, attempt = taken.attempt, %error, "a text message was not taken by the gateway");
    }
    let cx = app.system_context(now);
    app.store.write(move |tx| outbox::settle(tx, &cx, &taken, &step, &sent)).await
}

/// The gateway may hold its thread; a thread that panics has sent nothing.
async fn hand_over(sms: Arc<dyn Sms>, text: outbox::Text) -> Result<(), SmsError> {
    let sent = tokio::task::spawn_blocking(move || sms.send(&text)).await;
    sent.unwrap_or_else(|error| Err(SmsError::Passing(format!("发送中断（sending broke off）：{error}"))))
}
