//! What is printed, and what is kept: a table for people, a line of JSON for programs.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::fill::Filled;
use crate::machine::Machine;
use crate::measure::Measured;

/// Everything that was found in one run.
pub(crate) struct Table {
    machine: Machine,
    head: String,
    lines: Vec<Measured>,
    notes: Vec<String>,
}

impl Table {
    pub(crate) fn new(machine: Machine, filled: &Filled) -> Table {
        let Machine { cores, kernel, load, loop_ns, bare_inserts_per_second } = &machine;
        let head = format!(
            "{}, {} requests at the start. {cores} cores, Linux {kernel}, load before {load}; a dependent multiply-add takes {loop_ns:.2} ns; \
             bare INSERTs, one durable commit each on one connection: {bare_inserts_per_second:.0}/s.",
            filled.engine.word(),
            filled.rows
        );
        println!("{head}\n\n{HEAD}");
        Table { machine, head, lines: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn add(&mut self, measured: Measured) {
        println!("{}", line(&measured));
        self.lines.push(measured);
    }

    pub(crate) fn note(&mut self, note: String) {
        println!("{note}");
        self.notes.push(note);
    }

    /// Appends to `results.jsonl`, and writes `table.md` anew.
    pub(crate) fn keep(&self, root: &Path, filled: &Filled, at: &str) -> Result<()> {
        let mut results = OpenOptions::new().create(true).append(true).open(root.join("results.jsonl"))?;
        let Machine { cores, kernel, load, loop_ns, bare_inserts_per_second } = &self.machine;
        for m in &self.lines {
            let line = json!({
                "at": at, "engine": filled.engine.word(), "rows": filled.rows, "cores": cores, "kernel": kernel, "load": load, "loop_ns": loop_ns,
                "bare_inserts_per_second": bare_inserts_per_second, "what": m.what, "n": m.n, "clients": m.clients, "per_second": m.per_second,
                "p50_ms": m.p50_ms, "p95_ms": m.p95_ms, "p99_ms": m.p99_ms, "max_ms": m.max_ms, "cpu_ms": m.cpu_ms,
                "statements": m.statements, "commits": m.commits, "bytes": m.bytes,
            });
            writeln!(results, "{line}")?;
        }
        let mut text = format!("Measured {at}: {}\n\n{HEAD}\n", self.head);
        for m in &self.lines {
            writeln!(text, "{}", line(m))?;
        }
        for note in &self.notes {
            writeln!(text, "\n{note}")?;
        }
        std::fs::write(root.join(format!("table-{}.md", filled.engine.word())), text)?;
        Ok(())
    }
}

const HEAD: &str = "\
| operation | n | clients | op/s | p50 ms | p95 ms | p99 ms | max ms | server CPU-ms/op | statements/op | commits/op | bytes/op |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

fn line(m: &Measured) -> String {
    format!(
        "| {} | {} | {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.1} | {:.2} | {:.0} |",
        m.what,
        m.n,
        m.clients,
        m.per_second,
        m.p50_ms,
        m.p95_ms,
        m.p99_ms,
        m.max_ms,
        m.cpu_ms,
        m.statements,
        m.commits,
        m.bytes
    )
}
