//! Durable units a second: 64 clients, two statements a unit.
//!
//! `cargo bench -p lianxin-store`; with `LIANXIN_BENCH_POSTGRES=postgresql://…/empty_database` on PostgreSQL too. Each client waits for
//! its answer before it hands over the next unit.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time and takes its database from the environment")]

use std::path::Path;
use std::time::{Duration, Instant};

use lianxin_domain::Moment;
use lianxin_store::{Migration, PostgresOptions, SqliteOptions, Store, StoreError, sql, values};
use uuid::Uuid;

static SCHEMA: &[Migration] = &[Migration {
    version: 1,
    name: "bench",
    text: "CREATE TABLE item (id UUID PRIMARY KEY, client BIGINT NOT NULL, note TEXT NOT NULL);
           CREATE TABLE tally (client BIGINT PRIMARY KEY, items BIGINT NOT NULL);",
}];
const CLIENTS: u32 = 64;
const TIME: Duration = Duration::from_secs(5);

sql!(ADD, "INSERT INTO item (id, client, note) VALUES ($1, $2, $3)");
sql!(
    COUNT,
    "INSERT INTO tally (client, items) VALUES ($1, 1) ON CONFLICT (client) DO UPDATE SET items = tally.items + 1"
);

fn unit(store: &Store, client: u32, number: u64) -> Result<(), StoreError> {
    let id = Uuid::from_u64_pair(number, client.into());
    store.write_blocking(move |tx| {
        tx.execute(&ADD, &values![id, client, "路灯不亮，晚上看不见路"])?;
        tx.execute(&COUNT, &values![client]).map(drop)
    })
}

/// The waits of one client, each from handing over to the answer.
fn client(store: &Store, client: u32, until: Instant) -> Result<Vec<Duration>, StoreError> {
    let mut waits = Vec::new();
    for number in 0.. {
        let started = Instant::now();
        if started >= until {
            break;
        }
        unit(store, client, number)?;
        waits.push(started.elapsed());
    }
    Ok(waits)
}

fn measure(name: &str, store: &Store) -> Result<(), StoreError> {
    let until = Instant::now() + TIME;
    let mut waits = Vec::new();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|number| scope.spawn(move || client(store, number, until))).collect();
        for client in clients {
            waits.extend(client.join().expect("a client does not panic")?);
        }
        Ok::<_, StoreError>(())
    })?;
    waits.sort_unstable();
    let (units, metrics) = (waits.len(), store.metrics());
    let at = |hundredths: usize| waits[(units - 1) * hundredths / 100];
    println!(
        "{name}: {} units/s, {CLIENTS} clients; wait median {:?}, 99 % {:?}, worst {:?}; {} commits, largest {} units",
        units as u64 / TIME.as_secs(),
        at(50),
        at(99),
        at(100),
        metrics.commits,
        metrics.batch_units_max
    );
    Ok(())
}

fn main() -> Result<(), StoreError> {
    let folder = std::env::temp_dir().join(format!("lianxin-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|_| StoreError::Full("no room for the benchmark".to_owned()))?;
    let options = SqliteOptions { migrations: SCHEMA, ..SqliteOptions::new(Moment(0)) };
    let measured = sqlite(&folder.join("bench.db"), options);
    std::fs::remove_dir_all(&folder).ok();
    measured?;
    if let Ok(url) = std::env::var("LIANXIN_BENCH_POSTGRES") {
        let store = Store::postgres(&url, PostgresOptions { migrations: SCHEMA, ..PostgresOptions::new(Moment(0)) })?;
        measure("PostgreSQL", &store)?;
        store.close();
    }
    Ok(())
}

fn sqlite(path: &Path, options: SqliteOptions) -> Result<(), StoreError> {
    let store = Store::sqlite(path, options)?;
    measure("SQLite", &store)?;
    store.close();
    Ok(())
}
