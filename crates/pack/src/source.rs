//! The files of a pack.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::Errors;

/// No file of a pack is longer; one that is was put there by mistake.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// One file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Relative to the pack, with `/`.
    pub(crate) name: String,
    pub(crate) text: String,
    line_starts: Vec<usize>,
}

impl Source {
    pub(crate) fn new(name: String, text: String) -> Source {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name, text, line_starts }
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(crate) fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let column = self.text.get(start..offset.min(self.text.len())).map_or(1, |before| before.chars().count() + 1);
        (line, column)
    }
}

/// The files of a pack by what they are for, and the hash of all of them.
#[derive(Debug)]
pub(crate) struct Files {
    all: Vec<Source>,
    pub(crate) version: String,
}

/// Files that every pack has, and folders of which at least one file is needed.
const FILES: &[&str] = &["city.toml", "topics.toml", "catalogue.toml", "refusals.toml"];
const FOLDERS: &[&str] = &["units", "places", "policy", "calendar"];
const OPTIONAL: &[&str] = &["demo.toml"];

impl Files {
    /// Reads whatever is there; what is missing or unreadable is told.
    pub(crate) fn read(dir: &Path, errors: &Errors) -> Files {
        let mut names: Vec<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
        names.extend(OPTIONAL.iter().filter(|name| dir.join(name).is_file()).map(|name| (*name).to_owned()));
        for folder in FOLDERS {
            let inside = toml_files(dir, folder);
            if inside.is_empty() {
                errors.file(
                    &format!("{folder}/"),
                    "there is no .toml file in this folder",
                    "add at least one; see cities/README.md",
                );
            }
            names.extend(inside);
        }
        let mut all: Vec<Source> = names.into_iter().filter_map(|name| read_one(dir, name, errors)).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        let version = hash(&all);
        Files { all, version }
    }

    /// Every file in the order of names.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Source> {
        self.all.iter()
    }
}

fn toml_files(dir: &Path, folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir.join(folder)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let is_toml = |name: &String| Path::new(name).extension().is_some_and(|extension| extension == "toml");
    names.filter(is_toml).map(|name| format!("{folder}/{name}")).collect()
}

fn read_one(dir: &Path, name: String, errors: &Errors) -> Option<Source> {
    let path = dir.join(&name);
    if fs::metadata(&path).is_ok_and(|meta| meta.len() > FILE_BYTES_MAX) {
        errors.file(&name, "the file is longer than 4 MiB", "a pack holds short texts; split it or take it out");
        return None;
    }
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            errors.file(&name, "the file is missing", "add it; see cities/README.md");
            return None;
        }
        Err(error) => {
            errors.file(&name, format!("the file cannot be read ({error})"), "check its permissions");
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(Source::new(name, text)),
        Err(error) => {
            let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
            let (at, source) = (good.len(), Source::new(name, good));
            errors.at(&source, &(at..at), "the file is not UTF-8 from here on", "save it again as UTF-8 (not GBK)");
            None
        }
    }
}

/// The first 16 hexadecimal digits of SHA-256 over names and contents, each preceded by its length.
fn hash(all: &[Source]) -> String {
    let mut hasher = Sha256::new();
    for source in all {
        for part in [&source.name, &source.text] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let mut digits = hex::encode(hasher.finalize());
    digits.truncate(16);
    digits
}
