//! What runs by itself: clocks that ring, messages that are sent, the live feed, and keeping house.
//!
//! What is *not* here: what a clock means when it rings (`lianxin_app::sweep`), who may see an event (the reader asks `Live::allows`), HTTP.
//! Several machines on one PostgreSQL may all run all of it: a clock that another machine has marked is found marked, a key that
//! another has forgotten is found forgotten. No lease is needed for work that may be done twice.

mod feed;
mod following;
mod housekeeping;
mod live;
mod metrics;
mod outbox;
mod rules;
mod tasks;
mod timers;

use std::sync::Arc;

use lianxin_app::App;
use lianxin_app::outbox::Sms;
use lianxin_domain::Moment;

pub use feed::{Feed, FeedError, REPLAY_ENTRIES_MAX, Subscription};
pub use following::{POLICY_APPLIED, apply_policy, follow};
pub use housekeeping::sweep_uploads;
pub use live::{Live, Page, notice_topic, pages};
pub use metrics::{Metrics, Reading};
pub use outbox::{Sent, send};
pub use rules::take_over;
pub use tasks::{Stop, Tasks};
pub use timers::{Swept, sweep};

/// Where the time comes from: the system in the binary, a hand-moved clock in tests.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Starts everything on `tasks`; gives the feed to subscribe to.
pub async fn start(
    app: &App,
    now: &Now,
    metrics: &Arc<Metrics>,
    tasks: &Tasks,
) -> Result<Feed, lianxin_app::StoreError> {
    let feed = Feed::at_the_end(app.store.clone(), Arc::clone(metrics), tasks.stop_signal()).await?;
    let follower = feed.clone();
    tasks.spawn("feed", move |stop| follower.clone().follow(stop));
    let clocks = timers::Timers::new(app.clone(), Arc::clone(now), Arc::clone(metrics));
    tasks.spawn("timers", move |stop| clocks.clone().run(stop));
    let (merged, at) = (app.clone(), Arc::clone(now));
    tasks.spawn("followers", move |stop| following::follow_masters(merged.clone(), Arc::clone(&at), stop));
    let ties = app.clone();
    tasks.spawn("rules", move |stop| rules::follow(ties.clone(), stop));
    let (running, at) = (app.clone(), Arc::clone(now));
    tasks.spawn("policy", move |stop| following::follow_policy(running.clone(), Arc::clone(&at), stop));
    let (app, now) = (app.clone(), Arc::clone(now));
    tasks.spawn("housekeeping", move |stop| housekeeping::run(app.clone(), Arc::clone(&now), stop));
    Ok(feed)
}

/// Starts sending text messages by `sms`.
pub fn start_outbox(app: &App, sms: Arc<dyn Sms>, now: &Now, metrics: &Arc<Metrics>, tasks: &Tasks) {
    let outbox = outbox::Outbox::new(app.clone(), sms, Arc::clone(now), Arc::clone(metrics));
    tasks.spawn("outbox", move |stop| outbox.clone().run(stop));
}
