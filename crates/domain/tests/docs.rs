//! Three documents that are made from the rules, so that a change of the rules shows in a review: the moves of the trade, who may make
//! them, and the clocks that they start. `UPDATE=1` (or `./dev docs`) writes them; otherwise they are compared.

mod common;

#[path = "docs/clocks.rs"]
mod clocks;
#[path = "docs/states.rs"]
mod states;
#[path = "docs/who.rs"]
mod who;

use std::path::Path;

/// Compares a document with what the rules say today, or writes it.
fn keep(name: &str, says: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    #[expect(clippy::disallowed_methods, reason = "a person asks for the documents to be written, not a program")]
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(&path, says).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(says.lines()).position(|(kept, says)| kept != says);
    if let Some(line) = differs {
        let (kept, says) = (kept.lines().nth(line), says.lines().nth(line));
        panic!(
            "docs/{name}, line {}:\n  it says    {kept:?}\n  should say {says:?}\nrun ./dev docs and look at the difference",
            line + 1
        );
    }
    assert!(
        kept == says,
        "docs/{name} has {} lines instead of {}: run ./dev docs",
        kept.lines().count(),
        says.lines().count()
    );
}

#[test]
fn the_moves_of_the_trade() {
    keep("order-states.md", &states::document());
}

#[test]
fn who_may_do_what() {
    keep("who-may-what.md", &who::document());
}

#[test]
fn the_clocks_of_the_city() {
    keep("clocks.md", &clocks::document());
}
