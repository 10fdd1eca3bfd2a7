//! A new policy moves every running clock while the desks go on: what it costs, and how long a call waits meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use lianxin_domain::Moment;
use lianxin_domain::city::{City, Policies};
use lianxin_domain::clock::{ClockKind, Period};

use crate::fill::EngineName;
use crate::postgres::Cluster;
use crate::server::clock;
use crate::tick::{CLOCKS_OF_ONE, agent, cpu_ms, create, waiting};

/// Clocks that the policy moves.
const CLOCKS: u64 = 100_000;
/// Between two calls: ten a second.
const APART: Duration = Duration::from_millis(100);
/// Seconds between the last request and the day of the new policy.
const LATER: i64 = 2 * 24 * 60 * 60;

/// Prints what it cost, and how long calls waited.
pub(crate) fn recompute(root: &Path, engine: EngineName, cluster: Option<&Arc<Cluster>>) -> Result<()> {
    let (app, last) = waiting(root, "recompute", engine, cluster, CLOCKS / CLOCKS_OF_ONE)?;
    let now = last.plus_seconds(LATER);
    app.rules.change(Arc::new(stricter(&app.city(), now)?));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (over, here) = (AtomicBool::new(false), &app);
    let (begun, cpu) = (clock(), cpu_ms()?);
    let (waits, pages, took, cost) = thread::scope(|scope| {
        let calls = scope.spawn(|| {
            let mut waits = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let (cx, begun) = (agent(here, now), clock());
                here.store.write_blocking(move |tx| create(tx, &cx))?;
                waits.push(begun.elapsed());
                thread::sleep(APART.saturating_sub(begun.elapsed()));
            }
            Ok::<_, lianxin_app::ActError>(waits)
        });
        let pages = runtime.block_on(lianxin_engine::apply_policy(here, now));
        let (took, cost) = (begun.elapsed(), cpu_ms());
        over.store(true, Ordering::Relaxed);
        let waits = calls.join().map_err(|_| anyhow!("the desk panicked"))??;
        Ok::<_, anyhow::Error>((waits, pages?, took, cost? - cpu))
    })?;
    let mut waits = waits;
    waits.sort_unstable();
    let wait = |percent: usize| {
        waits.get((waits.len().max(1) - 1) * percent / 100).map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
    };
    println!(
        "recompute, {}: {CLOCKS} clocks in {pages} pages, {:.1} s, {:.1} CPU-s of ours; meanwhile {} calls waited p50 {:.1}, p99 {:.1}, \
         at most {:.1} ms",
        engine.word(),
        took.as_secs_f64(),
        cost / 1_000.0,
        waits.len(),
        wait(50),
        wait(99),
        wait(100),
    );
    app.store.close();
    Ok(())
}

/// A policy in force from that day on, by which units have half the time, and running clocks follow it.
fn stricter(city: &City, now: Moment) -> Result<City> {
    let mut all = city.policies.all().to_vec();
    let today = city.zone.to_datetime(now.timestamp()).date();
    let last = all.last_mut().context("a city has a policy")?;
    let mut next = last.clone();
    last.until = Some(today.yesterday()?);
    "bench".clone_into(&mut next.version);
    next.from = today;
    next.recompute_running = true;
    for rule in next.periods.iter_mut().filter(|rule| matches!(rule.clock, ClockKind::Handle | ClockKind::Accept)) {
        if let Period::WorkingDays(days) = rule.period {
            rule.period = Period::WorkingDays((days / 2).max(1));
        }
    }
    all.push(next);
    Ok(City { policies: Policies::new(all)?, ..city.clone() })
}
