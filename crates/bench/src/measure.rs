//! Clients in a bounded loop, and what came of it.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::client::Client;
use crate::server::{Server, clock};

/// One line of the table.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub what: String,
    pub n: usize,
    pub clients: usize,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    /// Processor time of the server, with what runs by itself.
    pub cpu_ms: f64,
    /// Statements of the server, with what runs by itself.
    pub statements: f64,
    /// Durable commits of the server: many clients share one.
    pub commits: f64,
    pub bytes: f64,
}

/// Does `one` `n` times over `clients` connections; `one` gets its connection and the number of the round, and gives the bytes that came.
pub(crate) fn run(
    server: &Server,
    what: &str,
    token: &str,
    clients: usize,
    n: usize,
    one: impl Fn(&mut Client, usize) -> Result<usize> + Sync,
) -> Result<Measured> {
    let mut warm = server.client(token)?;
    for round in 0..clients.min(8) {
        one(&mut warm, (1 << 31) + round).with_context(|| format!("{what}, to warm up"))?;
    }
    server.settle()?;
    let before = server.figures()?;
    let begun = clock();
    let mut waits: Vec<(Duration, usize)> = Vec::with_capacity(n);
    thread::scope(|scope| {
        let one = &one;
        let handles: Vec<_> = (0..clients)
            .map(|first| {
                scope.spawn(move || {
                    let mut client = server.client(token)?;
                    let mut waits = Vec::new();
                    for round in (first..n).step_by(clients) {
                        let begun = clock();
                        let bytes = one(&mut client, round)?;
                        waits.push((begun.elapsed(), bytes));
                    }
                    Ok::<_, anyhow::Error>(waits)
                })
            })
            .collect();
        for handle in handles {
            waits.extend(handle.join().map_err(|_| anyhow::anyhow!("a client panicked"))??);
        }
        Ok::<_, anyhow::Error>(())
    })
    .with_context(|| what.to_owned())?;
    let took = begun.elapsed();
    // What an operation leaves for later, such as the live feed, is part of its price.
    thread::sleep(Duration::from_millis(300));
    let after = server.figures()?;
    Ok(summed(
        what,
        clients,
        took,
        waits,
        [after.cpu_ms - before.cpu_ms, after.statements - before.statements, after.commits - before.commits],
    ))
}

#[expect(clippy::cast_precision_loss, reason = "counts and bytes of a bounded run")]
fn summed(
    what: &str,
    clients: usize,
    took: Duration,
    mut waits: Vec<(Duration, usize)>,
    [cpu_ms, statements, commits]: [f64; 3],
) -> Measured {
    waits.sort_unstable();
    let n = waits.len();
    let at = |hundredths: usize| waits[(n - 1) * hundredths / 100].0.as_secs_f64() * 1_000.0;
    let count = n as f64;
    Measured {
        what: what.to_owned(),
        n,
        clients,
        per_second: count / took.as_secs_f64(),
        p50_ms: at(50),
        p95_ms: at(95),
        p99_ms: at(99),
        max_ms: at(100),
        cpu_ms: cpu_ms / count,
        statements: statements / count,
        commits: commits / count,
        bytes: waits.iter().map(|(_, bytes)| *bytes as f64).sum::<f64>() / count,
    }
}
