//! Takes over rules that two people have approved, here or on another machine, while the server goes on.

use std::time::Duration;

use lianxin_app::packs::{self, TakeOverError};
use lianxin_app::{App, StoreError};

use crate::tasks::Stop;

/// How often the rules are looked at when nothing was told: another machine may have been told it and not we.
const EVERY: Duration = Duration::from_secs(2);
/// The least time between two looks, however much is written. A look is one read by key.
const APART: Duration = Duration::from_millis(500);

pub(crate) async fn follow(app: App, mut stop: Stop) {
    let mut changes = app.store.changes();
    while !stop.is_requested() {
        changes.mark_unchanged();
        if let Err(error) = take_over(&app).await {
            tracing::error!(%error, "approved rules could not be taken over; those before go on");
        }
        if !stop.sleep(APART).await {
            return;
        }
        tokio::select! {
            () = stop.requested() => return,
            news = changes.changed() => if news.is_err() { stop.sleep(EVERY).await; },
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Takes over what was approved since the last look; `true`: there was something. The folder is read aside, where it keeps nobody waiting.
pub async fn take_over(app: &App) -> Result<bool, TakeOverError> {
    let app = app.clone();
    let looked = tokio::task::spawn_blocking(move || packs::take_over(&app)).await;
    looked.unwrap_or_else(|error| Err(StoreError::Panicked(error.to_string()).into()))
}
