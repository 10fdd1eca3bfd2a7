//! Reads a city pack: a folder of TOML files that says everything in which one city differs from another.
//!
//! What is *not* here: what a city means (that is `lianxin_domain::city`, with its `validate`). This crate knows files, lines and
//! columns: it reads everything, tells everything that is wrong at once, each with its place and what to do, and never guesses.
//! How to write a pack stands in `cities/README.md`.

mod edit;
mod error;
mod fields;
mod latin;
mod length;
mod positions;
mod read;
mod source;

use std::collections::BTreeMap;
use std::path::Path;

pub use edit::enter_rule;
pub use error::{PackError, PackErrors};

use lianxin_domain::city::City;

/// Reads the pack in a folder. Either the city is sound, or every fault found is told.
pub fn load(dir: &Path) -> Result<City, PackErrors> {
    read::city(dir, &BTreeMap::new())
}

/// The same with some files replaced by other texts, or added: what the city would be if they were saved. The names are those of
/// `file_texts`; the version covers the texts, so a city read so and one read from the same files on disk have the same.
pub fn load_with(dir: &Path, instead: &BTreeMap<String, String>) -> Result<City, PackErrors> {
    read::city(dir, instead)
}

/// Every file of a pack with its text, by its name relative to the folder, with `/`. Told is only what cannot be read.
pub fn file_texts(dir: &Path) -> Result<BTreeMap<String, String>, PackErrors> {
    read::texts(dir)
}
