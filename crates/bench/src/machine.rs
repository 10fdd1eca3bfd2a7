//! The machine as it was, and what the same machine does without us: figures mean something only beside others.

use std::hint::black_box;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use rusqlite::Connection;

use crate::server::clock;

/// Rounds of the calibration loop.
const ROUNDS: u32 = 50_000_000;
/// How long the bare inserts go on.
const INSERTS: Duration = Duration::from_secs(3);

/// The machine as it was.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    pub cores: usize,
    pub kernel: String,
    pub load: String,
    /// Nanoseconds a round of a loop of one dependent multiplication and addition.
    pub loop_ns: f64,
    /// Durable commits a second: one INSERT each, one connection, nothing else.
    pub bare_inserts_per_second: f64,
}

impl Machine {
    pub(crate) fn look(root: &Path) -> Result<Machine> {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default().trim().to_owned();
        let load = read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ");
        Ok(Machine {
            cores: thread::available_parallelism().map_or(1, usize::from),
            kernel: read("/proc/sys/kernel/osrelease"),
            load,
            loop_ns: calibrate(),
            bare_inserts_per_second: bare_inserts(root)?,
        })
    }
}

fn calibrate() -> f64 {
    let begun = clock();
    let mut state = black_box(1_u64);
    for _ in 0..ROUNDS {
        state = black_box(state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1));
    }
    black_box(state);
    begun.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
}

/// A transaction for each row, with the same settings of SQLite as ours, on the same disk.
fn bare_inserts(root: &Path) -> Result<f64> {
    let file = root.join(format!("bare-{}.db", std::process::id()));
    let connection = Connection::open(&file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection
        .execute_batch("CREATE TABLE request (id INTEGER PRIMARY KEY, title TEXT NOT NULL, demand TEXT NOT NULL)")?;
    let mut insert = connection.prepare("INSERT INTO request (title, demand) VALUES (?1, ?2)")?;
    let (begun, mut rows) = (clock(), 0_u32);
    while begun.elapsed() < INSERTS {
        insert.execute(["路灯不亮", "请尽快派人修好路灯，并告知什么时候能亮。"])?;
        rows += 1;
    }
    let per_second = f64::from(rows) / begun.elapsed().as_secs_f64();
    drop(insert);
    drop(connection);
    for suffix in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{suffix}", file.display())).ok();
    }
    Ok(per_second)
}
