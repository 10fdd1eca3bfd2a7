//! Chores of the house that are too exact for a shell script: `check` holds the code to the architecture,
//! `docs` prints the documents that tests generate. Run as `cargo xtask <command>`.

mod check;
mod docs;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

const HELP: &str = "\
cargo xtask <command>

  check   hold the code to the architecture: edges between crates, absences, sizes, SQL, migrations
  docs    write the documents that tests generate (order states, who may do what, …) and name those that changed
";

fn main() -> anyhow::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands inside the repository")?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check"] => check::run(root),
        ["docs"] => docs::run(root),
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprint!("{HELP}");
            Ok(ExitCode::from(2))
        }
    }
}
