//! Measures Lianxin as it runs: the real binary, over loopback HTTP, on a database with as many requests as a city has.
//!
//! What is *not* here: rules and expectations. It prints what it finds.

mod client;
mod fill;
mod machine;
mod measure;
mod ops;
mod plans;
mod postgres;
mod recompute;
mod server;
mod table;
mod tick;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::{CommandFactory as _, Parser, ValueEnum};

use fill::{EngineName, Filled};
use machine::Machine;
use server::Server;
use table::Table;

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum What {
    /// Start, create, list, search, lifecycle and memory
    All,
    /// From the start of the process until it is ready
    Start,
    /// Creation with dispatch to two units, by one and by 64 clients
    Create,
    /// Lists of 50, and one request
    List,
    /// Search by phone and by words
    Search,
    /// Create, dispatch, accept, contact, report, review, close
    Lifecycle,
    /// Memory after everything that was measured
    Memory,
    /// How each list is read: the query plans, and how long each takes
    Plans,
    /// `kill -9` under load, again and again
    Crash,
    /// The sweep of 1,000 due clocks among 1,000,000 open ones
    Tick,
    /// A policy that moves 100,000 running clocks while calls come in
    Recompute,
}

/// Measures Lianxin. Without a name, lists what can be measured.
#[derive(Parser, Debug)]
#[command(name = "./dev bench", max_term_width = 100)]
struct Line {
    /// What to measure
    #[arg(value_enum)]
    what: Vec<What>,
    /// Requests in the database; it is built once and kept
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Which database
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: EngineName,
    /// How often `crash` kills
    #[arg(long, default_value_t = 20)]
    rounds: usize,
    /// The chance that decides when `crash` kills
    #[arg(long, default_value_t = 12_345)]
    seed: u64,
}

fn main() -> Result<ExitCode> {
    let line = Line::parse();
    if line.what.is_empty() {
        Line::command().print_help()?;
        return Ok(ExitCode::SUCCESS);
    }
    let root = folder()?;
    let cluster =
        if line.engine == EngineName::Postgres { Some(Arc::new(postgres::Cluster::start(&root)?)) } else { None };
    if line.what.contains(&What::Crash) {
        let filled = fill::fresh(&root, line.engine, cluster.as_ref())?;
        let crashes = ops::crash::crash(&filled, line.rounds, line.seed)?;
        println!(
            "{}: killed {} times (seed {}); all of {} acknowledged creations are there with their numbers, {} more had come through unanswered; every journal is whole",
            line.engine.word(),
            crashes.rounds,
            line.seed,
            crashes.acknowledged,
            crashes.unanswered_but_kept
        );
    }
    if line.what.contains(&What::Tick) {
        tick::tick(&root, line.engine, cluster.as_ref())?;
    }
    if line.what.contains(&What::Recompute) {
        recompute::recompute(&root, line.engine, cluster.as_ref())?;
    }
    let alone = [What::Crash, What::Tick, What::Recompute];
    if line.what.iter().any(|what| !alone.contains(what)) {
        let filled = fill::filled(&root, line.engine, line.rows, cluster.as_ref())?;
        if line.what.contains(&What::Plans) {
            plans::show(&filled)?;
        }
        measure(&line, &root, &filled)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Everything that needs a server, on one server, in an order in which the reading comes before the writing.
fn measure(line: &Line, root: &Path, filled: &Filled) -> Result<()> {
    let wanted = |what| line.what.contains(&what) || line.what.contains(&What::All);
    if ![What::Start, What::Create, What::List, What::Search, What::Lifecycle, What::Memory].into_iter().any(wanted) {
        return Ok(());
    }
    let mut table = Table::new(Machine::look(root)?, filled);
    if wanted(What::Start) {
        ops::start(filled, &mut table)?;
    }
    let server = Server::start(&filled.data, filled.url.as_deref())?;
    server.settle()?;
    if wanted(What::List) {
        ops::list(filled, &server, &mut table)?;
    }
    if wanted(What::Search) {
        ops::search(filled, &server, &mut table)?;
    }
    if wanted(What::Create) {
        ops::create(filled, &server, &mut table)?;
    }
    if wanted(What::Lifecycle) {
        ops::lifecycle(filled, &server, &mut table)?;
    }
    if wanted(What::Memory) {
        ops::memory(&server, &mut table)?;
    }
    server.stop()?;
    table.keep(root, filled, &fill::now().timestamp().strftime("%F").to_string())
}

/// `target/bench`, beside the folder of this program.
fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).context("this program does not stand in a target folder")?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
