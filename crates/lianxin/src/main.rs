//! `lianxin`: one program that runs a city's hotline.
//!
//! What is *not* here: rules, SQL, pages. This crate reads the command line and the configuration, opens the data, and wires the
//! parts together. It alone reads the clock, the environment and randomness.

mod accounts;
mod cli;
mod clocks;
mod config;
mod connections;
mod demo;
mod folder;
mod import;
mod maintenance;
mod open;
mod process;
mod progress;
mod serve;
mod sms;
mod system;

use std::process::ExitCode;

use clap::Parser;

/// Something was not as it should be; the message says what to do.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    // What citizens wrote stands in clear in the database, its log, backups, files and rejects: whatever this program makes is its
    // owner's alone, in whichever directory it lies.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    // Wrong usage ends inside of `parse`, with code 2.
    let line = cli::Line::parse();
    match cli::run(line) {
        Ok(code) => code,
        Err(error) => {
            // The whole chain of causes, one line each: the last one usually says what to do.
            eprintln!("lianxin: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because {cause}");
            }
            ExitCode::from(FAILED)
        }
    }
}
