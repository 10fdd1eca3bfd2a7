//! What is thrown away in time: idempotency keys that nobody repeats any more, sessions that have ended, uploads that no form took.

use std::time::Duration;

use lianxin_app::files::{self, WAITS};
use lianxin_app::{App, StoreError};
use lianxin_domain::{Minutes, Moment};
use lianxin_store::Tx;

use crate::Now;
use crate::tasks::Stop;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// For how long a repeated creation gets its first answer.
const KEYS_KEPT: Minutes = Minutes(48 * 60);

pub(crate) async fn run(app: App, now: Now, mut stop: Stop) {
    loop {
        let at = now();
        match app.store.write(move |tx| tidy(tx, at)).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old keys and sessions were thrown away"),
            Err(error) => tracing::error!(%error, "old keys and sessions could not be thrown away"),
        }
        match sweep_uploads(&app, at).await {
            Ok((0, 0)) => {}
            Ok((uploads, contents)) => tracing::info!(uploads, contents, "uploads that no form took were thrown away"),
            Err(error) => tracing::error!(%error, "uploads that no form took could not be thrown away"),
        }
        if !stop.sleep(EVERY).await {
            return;
        }
    }
}

fn tidy(tx: &mut Tx, now: Moment) -> Result<u64, StoreError> {
    Ok(tx.forget_keys(now - KEYS_KEPT)? + tx.close_old_sessions(now)? + tx.forget_public(now)?)
}

/// Throws away uploads that no form took within a day, and their contents where no other file has them; gives how many of each.
///
/// The rows go first. A machine that stops in between leaves contents that nobody can ask for; the other way round it would leave a
/// file without its content.
pub async fn sweep_uploads(app: &App, now: Moment) -> Result<(usize, usize), StoreError> {
    let (mut uploads, mut contents) = (0, 0);
    loop {
        let digests = app.store.write(move |tx| files::forget_waiting(tx, now)).await?;
        if digests.is_empty() {
            return Ok((uploads, contents));
        }
        uploads += digests.len();
        let unused = app.store.read(move |tx| files::unused(tx, digests.clone())).await?;
        let store = app.files.clone();
        let remove = move || unused.iter().map(|digest| store.remove(digest, now - WAITS)).collect::<Vec<_>>();
        for removed in tokio::task::spawn_blocking(remove).await.unwrap_or_default() {
            match removed {
                Ok(removed) => contents += usize::from(removed),
                Err(error) => tracing::error!(%error, "a content could not be removed"),
            }
        }
    }
}
