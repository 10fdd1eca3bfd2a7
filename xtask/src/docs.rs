//! `cargo xtask docs`: lets every test target named `docs` write what it otherwise only compares.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use cargo_metadata::{MetadataCommand, TargetKind};

/// A crate that generates documents does it in tests of these names: without `UPDATE=1` the test compares, with it, it writes.
const TARGETS: [&str; 2] = ["docs", "matrix"];

/// Runs the generating tests with `UPDATE=1`, then shows which tracked documents differ.
pub(crate) fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec().context("cargo metadata")?;
    let makers: Vec<(&str, &str)> = metadata
        .workspace_packages()
        .into_iter()
        .flat_map(|package| package.targets.iter().map(move |target| (package, target)))
        .filter(|(_, target)| TARGETS.contains(&target.name.as_str()) && target.kind.contains(&TargetKind::Test))
        .map(|(package, target)| (package.name.as_str(), target.name.as_str()))
        .collect();
    if makers.is_empty() {
        eprintln!("no crate has a test named {}: there is nothing to print", TARGETS.join(" or "));
        return Ok(ExitCode::FAILURE);
    }
    for (package, target) in makers {
        println!("documents of {package}, {target}");
        let status = Command::new("cargo")
            .current_dir(root)
            .args(["test", "--quiet", "--package", package, "--test", target])
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
