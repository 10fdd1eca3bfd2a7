//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand};

use crate::config::{Flags, LogForm};
use crate::import::ImportArgs;
use crate::{accounts, clocks, config, import, maintenance, serve, system};

/// The platform of a city's government service hotline.
///
/// Without a command it serves: it opens the data in ./data (making it at the first start) and answers on
/// port 8012 of this machine. To try it out with a city full of invented requests: `lianxin serve --demo`
#[derive(Parser, Debug)]
#[command(name = "lianxin", version, max_term_width = 100)]
pub(crate) struct Line {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    serve: Serve,
    #[command(subcommand)]
    command: Option<What>,
}

/// Settings that every command takes. Each can stand in the file of --config or in the environment as well.
#[derive(Args, Debug, Default)]
struct Settings {
    /// Where everything is kept: database, key, files [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The city pack [default: cities/tianjin]
    #[arg(long, global = true, value_name = "DIR")]
    city: Option<PathBuf>,
    /// A PostgreSQL database instead of the SQLite file in the data directory: `postgresql://user@host/name`
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// A configuration file; see `lianxin config print`
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How the log is written, on standard error [default: human]
    #[arg(long, global = true, value_name = "FORM")]
    log: Option<LogForm>,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Serve the city (what happens without a command)
    Serve(Serve),
    /// Take in requests from a file, open or finished
    Import(ImportArgs),
    /// Check that the journal is whole and reaches the rows
    Verify,
    /// Write everything, as it stands now, into a new file
    Backup {
        /// The new file; it must not exist
        file: PathBuf,
    },
    /// Fill an empty database from a backup
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Check or show the configuration
    #[command(subcommand)]
    Config(ConfigWhat),
    /// Why a clock is due when it is, and what other rules would have made of the past
    #[command(subcommand)]
    Clocks(clocks::ClocksWhat),
    /// The people who sign in
    #[command(subcommand)]
    Account(accounts::AccountWhat),
    /// Tokens for programs that use the API
    #[command(subcommand)]
    Token(accounts::TokenWhat),
}

#[derive(Args, Debug, Default)]
struct Serve {
    /// Where to answer; port 0 takes a free one [default: 127.0.0.1:8012]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Fill an empty database with invented requests and accounts, and print the accounts
    #[arg(long)]
    demo: bool,
}

#[derive(Subcommand, Debug)]
enum ConfigWhat {
    /// Check the configuration and the city pack, and tell everything that is wrong
    Check,
    /// Show every setting with its value and where it comes from
    Print,
}

/// Does what the line says.
pub(crate) fn run(line: Line) -> Result<ExitCode> {
    let Line { settings, serve: outer, command } = line;
    let command = command.unwrap_or_else(|| What::Serve(Serve::default()));
    let listen = match &command {
        What::Serve(inner) => inner.listen.or(outer.listen),
        What::Import(_)
        | What::Verify
        | What::Backup { .. }
        | What::Restore { .. }
        | What::Config(_)
        | What::Clocks(_)
        | What::Account(_)
        | What::Token(_) => {
            if outer.demo || outer.listen.is_some() {
                bail!("--demo and --listen belong to `lianxin serve`; leave them out here");
            }
            None
        }
    };
    let Settings { data, city, database, config, log } = settings;
    let config = config::load(Flags { data, city, database, config, log, listen }, &system::environment())?;
    match command {
        What::Serve(inner) => serve::run(&config, inner.demo || outer.demo),
        What::Import(args) => import::run(&config, &args),
        What::Verify => maintenance::verify(&config),
        What::Backup { file } => maintenance::backup(&config, &file),
        What::Restore { file } => maintenance::restore(&config, &file),
        What::Config(ConfigWhat::Check) => maintenance::check_config(&config),
        What::Config(ConfigWhat::Print) => {
            print!("{config}");
            Ok(ExitCode::SUCCESS)
        }
        What::Clocks(what) => clocks::run(&config, what),
        What::Account(what) => accounts::run(&config, what),
        What::Token(what) => accounts::run_token(&config, what),
    }
}
