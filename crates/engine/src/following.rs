//! What goes on page by page beside everything else: merged requests whose master has ended, and clocks that a new policy moves. Each
//! page is a unit of its own, so that neither keeps a desk waiting; a restart goes on with what is left.

use std::time::Duration;

use lianxin_app::{ActError, App, sweep};
use lianxin_domain::{Moment, RequestId};
use lianxin_store::Tx;

use crate::Now;
use crate::tasks::Stop;

/// How often the policy in force is looked at.
const POLICY_EVERY: Duration = Duration::from_secs(5);
/// How often followers are looked for when nothing was told.
const FOLLOW_EVERY: Duration = Duration::from_secs(30);
/// The least time between two looks, however much is written.
const APART: Duration = Duration::from_millis(250);
/// The setting that names the policy which running clocks have been brought to.
pub const POLICY_APPLIED: &str = "policy_applied";

/// Lets merged requests follow their masters.
pub(crate) async fn follow_masters(app: App, now: Now, mut stop: Stop) {
    let mut news = app.store.changes();
    while !stop.is_requested() {
        news.mark_unchanged();
        if let Err(error) = follow(&app, now()).await {
            tracing::error!(%error, "merged requests could not follow their master");
        }
        if !stop.sleep(APART).await {
            return;
        }
        tokio::select! {
            () = stop.requested() => return,
            changed = news.changed() => if changed.is_err() { stop.sleep(FOLLOW_EVERY).await; },
            () = tokio::time::sleep(FOLLOW_EVERY) => {}
        }
    }
}

/// Everything that waits for a master which has ended; gives how many pages that took.
pub async fn follow(app: &App, now: Moment) -> Result<u64, ActError> {
    let mut pages = 0;
    while app.store.read(Tx::ended_master).await?.is_some() {
        let cx = app.system_context(now);
        app.store.write(move |tx| sweep::follow(tx, &cx)).await?;
        pages += 1;
    }
    Ok(pages)
}

/// Brings running clocks to a policy that says so, once it is in force.
pub(crate) async fn follow_policy(app: App, now: Now, mut stop: Stop) {
    loop {
        // Another machine may have applied rules that this one has not taken over: going by ours would move clocks back.
        if let Err(error) = crate::rules::take_over(&app).await {
            tracing::error!(%error, "approved rules could not be taken over");
        } else if let Err(error) = apply_policy(&app, now()).await {
            tracing::error!(%error, "running clocks could not be brought to the policy in force");
        }
        if !stop.sleep(POLICY_EVERY).await {
            return;
        }
    }
}

/// Moves what still runs by another policy, if the one in force says so and has not been applied; gives how many pages that took.
pub async fn apply_policy(app: &App, now: Moment) -> Result<u64, ActError> {
    let city = app.city();
    let (version, moves) = (city.policy(now).version.clone(), city.policy(now).recompute_running);
    let applied = app.store.read(|tx| tx.setting(POLICY_APPLIED)).await?;
    if applied.as_deref() == Some(version.as_str()) {
        return Ok(0);
    }
    let mut pages = 0;
    let running = if moves { app.store.read(Tx::running_policies).await? } else { Vec::new() };
    for old in running.into_iter().filter(|old| *old != version) {
        let mut after = RequestId(uuid::Uuid::nil());
        loop {
            let (cx, old) = (app.system_context(now), old.clone());
            let page = app.store.write(move |tx| sweep::apply_policy(tx, &cx, &old, after)).await?;
            let Some(last) = page else { break };
            (after, pages) = (last, pages + 1);
        }
    }
    tracing::info!(policy = version, pages, "a policy is in force");
    app.store.write(move |tx| tx.set_setting(POLICY_APPLIED, &version)).await?;
    Ok(pages)
}
