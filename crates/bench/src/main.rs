//! Measures Lianxin as it runs: the real binary, over loopback HTTP, on a database with as many requests as a city has.
//!
//! What is *not* here: rules and expectations. It prints what it finds.

mod fill;
mod plans;
mod postgres;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::{Parser, ValueEnum};

use fill::EngineName;

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum What {
    /// How each list is read: the query plans, and how long each takes
    Plans,
}

/// Measures Lianxin. Without a name, lists what can be measured.
#[derive(Parser, Debug)]
#[command(name = "./dev bench", max_term_width = 100)]
struct Line {
    /// What to measure
    #[arg(value_enum, required = true)]
    what: Vec<What>,
    /// Requests in the database; it is built once and kept
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Which database
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: EngineName,
}

fn main() -> Result<ExitCode> {
    let line = Line::parse();
    let root = folder()?;
    let cluster = if line.engine == EngineName::Postgres { Some(Arc::new(postgres::Cluster::start(&root)?)) } else { None };
    let filled = fill::filled(&root, line.engine, line.rows, cluster.as_ref())?;
    for what in &line.what {
        match what {
            What::Plans => plans::show(&filled)?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `target/bench`, beside the folder of this program.
fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).context("this program does not stand in a target folder")?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
