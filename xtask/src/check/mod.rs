//! `cargo xtask check`: what the architecture says must *not* be, looked for in the crate graph and in the text.
//!
//! A rule is a function from facts to [`Finding`]s; its tests show it failing. What the compiler, clippy or a
//! test can already say is not said again here.

mod graph;
mod migrations;
mod places;
mod purity;
mod rust_text;
mod size;
mod sources;
mod sql;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use sources::Source;

/// One breach of a rule: what it is, where it stands, why it matters and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Short name of the rule.
    pub(crate) rule: &'static str,
    /// Path from the repository's root, with `:line` where a line is to blame.
    pub(crate) place: String,
    /// What was found there.
    pub(crate) what: String,
    /// Why it is forbidden.
    pub(crate) why: &'static str,
    /// The way out.
    pub(crate) instead: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}: [{}] {}", self.place, self.rule, self.what)?;
        writeln!(out, "    why: {}", self.why)?;
        write!(out, "    do:  {}", self.instead)
    }
}

/// Checks the repository at `root`; prints every breach and fails if there is one.
pub(crate) fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let graph = graph::Graph::of(root)?;
    let files = sources::tracked(root)?;
    let mut findings = graph.check();
    findings.extend(check_texts(&files));
    for finding in &findings {
        println!("{finding}\n");
    }
    println!("architecture: {} crates, {} files, {} breaches", graph.ours().count(), files.len(), findings.len());
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every rule about text, over the files given.
fn check_texts(files: &[Source]) -> Vec<Finding> {
    let mut findings = size::check(files);
    for file in files {
        findings.extend(places::check(file));
        findings.extend(migrations::check(file));
        findings.extend(purity::check(file));
        findings.extend(sql::check(file));
    }
    findings
}
