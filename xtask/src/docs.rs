//! `cargo xtask docs`: lets every test target named `docs` write what it otherwise only compares.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use cargo_metadata::{MetadataCommand, TargetKind};

/// A crate that generates documents does it in `tests/docs.rs`: without `UPDATE=1` the test compares, with it, it writes.
const TARGET: &str = "docs";

/// Runs the generating tests with `UPDATE=1`, then shows which tracked documents differ.
pub(crate) fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec().context("cargo metadata")?;
    let makers: Vec<&str> = metadata
        .workspace_packages()
        .into_iter()
        .filter(|package| package.targets.iter().any(|t| t.name == TARGET && t.kind.contains(&TargetKind::Test)))
        .map(|package| package.name.as_str())
        .collect();
    if makers.is_empty() {
        eprintln!("no crate has a tests/{TARGET}.rs: there is nothing to print");
        return Ok(ExitCode::FAILURE);
    }
    for package in makers {
        println!("documents of {package}");
        let status = Command::new("cargo")
            .current_dir(root)
            .args(["test", "--quiet", "--package", package, "--test", TARGET])
            .env("UPDATE", "1")
            .status()
            .context("cargo test")?;
        if !status.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    Command::new("git").current_dir(root).args(["status", "--short", "--", "*.md", "*.json", "*.snap"]).status()?;
    Ok(ExitCode::SUCCESS)
}
