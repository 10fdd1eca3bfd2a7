//! The engine's sweep over many open clocks of which few have come due, in this process: what a tick costs.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use lianxin_app::{ActError, App, Context, NewRequest, Person, Then, Tx, register};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::{Command, Intake, OrderRole, Target};
use lianxin_domain::{Channel, Grade, Kind, Lang, Moment, OrderId, Secrecy};

use crate::fill::{self, EngineName};
use crate::postgres::Cluster;

/// Clocks that are open; a request that waits at two units has four of them.
const OPEN: u64 = 1_000_000;
/// Clocks that each tick finds due.
const DUE: i64 = 1_000;
/// Ticks.
const TICKS: usize = 5;
/// Requests of one unit of work.
const UNIT: u64 = 500;
/// Clocks of a request that two units have not accepted yet: two to accept, two to handle.
pub(crate) const CLOCKS_OF_ONE: u64 = 4;

/// Prints what each tick cost.
pub(crate) fn tick(root: &Path, engine: EngineName, cluster: Option<&Arc<Cluster>>) -> Result<()> {
    let (app, _) = waiting(root, "tick", engine, cluster, OPEN / CLOCKS_OF_ONE)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for _ in 0..TICKS {
        let due = app.store.read_blocking(|tx| tx.ringing_clocks(Moment(i64::MAX), DUE))?;
        let now = due.last().context("no clock rings")?.ring;
        let (begun, cpu) = (crate::server::clock(), cpu_ms()?);
        let swept = runtime.block_on(lianxin_engine::sweep(&app, now))?;
        println!(
            "tick, {}, {OPEN} open clocks: {} rang ({} failed) in {:.0} ms, {:.0} CPU-ms of ours",
            engine.word(),
            swept.expired,
            swept.failures,
            begun.elapsed().as_secs_f64() * 1_000.0,
            cpu_ms()? - cpu,
        );
    }
    app.store.close();
    Ok(())
}

/// A new database with so many requests, each waiting at two units; and the moment of the last.
pub(crate) fn waiting(
    root: &Path,
    name: &str,
    engine: EngineName,
    cluster: Option<&Arc<Cluster>>,
    requests: u64,
) -> Result<(App, Moment)> {
    let data = root.join(format!("{}-{name}", engine.word()));
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    fs::create_dir_all(&data)?;
    let database = format!("{name}_open");
    if let Some(cluster) = cluster {
        cluster.create(&database)?;
    }
    let url = cluster.map(|cluster| cluster.url(&database));
    let app = fill::open(&data, url.as_deref(), false)?;
    // A Monday morning, second by second, so that clocks come due one after the other.
    let start = Moment::parse("2025-03-03T09:00:00+08:00")?;
    let mut done = 0;
    while done < requests {
        let until = requests.min(done + UNIT);
        let here = app.clone();
        app.store.write_blocking(move |tx| {
            for number in done..until {
                create(tx, &agent(&here, at(start, number)))?;
            }
            Ok::<_, ActError>(())
        })?;
        done = until;
    }
    app.store.close();
    Ok((fill::open(&data, url.as_deref(), true)?, at(start, requests)))
}

fn at(start: Moment, number: u64) -> Moment {
    Moment(start.micros() + i64::try_from(number).unwrap_or(0) * 20_000)
}

/// An agent at his desk.
pub(crate) fn agent(app: &App, now: Moment) -> Context {
    let unit = app.city().units.center().code.clone();
    let roles = vec![Role::Agent, Role::Dispatcher];
    app.context(now, Actor { account: None, name: "话务员".to_owned(), roles, unit, cleared: false }, Lang::Zh)
}

/// A call that goes to two units at once.
pub(crate) fn create(tx: &mut Tx, cx: &Context) -> Result<(), ActError> {
    let target = |unit: &str, role| Target { order: cx.id::<OrderId>(), unit: unit.into(), role };
    let to = vec![target("hexi", OrderRole::Lead), target("cgw", OrderRole::Supporting)];
    let intake = Intake {
        channel: Channel::Phone,
        contact: None,
        kind: Kind::Help,
        topic: Some("city.lamp".into()),
        place: Some("hexi.taoyuan".into()),
        address: "福至里 7 号楼".to_owned(),
        occurred: None,
        received: cx.now,
        title: "福至里 7 号楼前路灯不亮".to_owned(),
        account: "小区门口到主路一段的路灯已经连续五天不亮。".to_owned(),
        demand: "请尽快派人修好路灯，并告知什么时候能亮。".to_owned(),
        grade: Grade::Ordinary,
        grade_reason: String::new(),
        secrecy: Secrecy::Open,
        wants_callback: true,
        call_window: None,
        files: Vec::new(),
    };
    let person = Person { name: "赵静".to_owned(), phone: "10000000001".to_owned() };
    let then = Then::Do(Command::Dispatch { to, opinion: "请核实处理".to_owned() });
    register(tx, cx, NewRequest { person, intake, then }).map(drop)
}

/// Processor time of all threads of this process so far. A database server beside it is not counted.
#[expect(clippy::cast_precision_loss, reason = "nanoseconds of a run of minutes")]
pub(crate) fn cpu_ms() -> Result<f64> {
    let mut nanos = 0_u64;
    for thread in fs::read_dir("/proc/self/task")? {
        // A thread that has ended meanwhile is counted no more; those that work here live on.
        let Ok(text) = fs::read_to_string(thread?.path().join("schedstat")) else { continue };
        nanos += text.split(' ').next().and_then(|first| first.parse::<u64>().ok()).unwrap_or(0);
    }
    Ok(nanos as f64 / 1e6)
}
