//! What is thrown away in time: idempotency keys that nobody repeats any more, sessions that have ended.

use std::time::Duration;

use lianxin_app::StoreError;
use lianxin_domain::{Minutes, Moment};
use lianxin_store::{Store, Tx};

use crate::Now;
use crate::tasks::Stop;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// For how long a repeated creation gets its first answer.
const KEYS_KEPT: Minutes = Minutes(48 * 60);

pub(crate) async fn run(store: Store, now: Now, mut stop: Stop) {
    loop {
        let at = now();
        match store.write(move |tx| tidy(tx, at)).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old keys and sessions were thrown away"),
            Err(error) => tracing::error!(%error, "old keys and sessions could not be thrown away"),
        }
        if !stop.sleep(EVERY).await {
            return;
        }
    }
}

fn tidy(tx: &mut Tx, now: Moment) -> Result<u64, StoreError> {
    Ok(tx.forget_keys(now - KEYS_KEPT)? + tx.close_old_sessions(now)?)
}
