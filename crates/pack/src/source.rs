//! The files of a pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::Errors;

/// No file of a pack is longer; one that is was put there by mistake.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
const TOO_LONG: &str = "the file is longer than 4 MiB";
const TOO_LONG_REMEDY: &str = "a pack holds short texts; split it or take it out";

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
const FILES: &[&str] =
    &["city.toml", "topics.toml", "catalogue.toml", "refusals.toml", "reasons.toml", "callback.toml"];
const FOLDERS: &[&str] = &["units", "places", "policy", "calendar"];
const OPTIONAL: &[&str] = &["demo.toml"];

impl Files {
    /// Reads whatever is there, with the texts of `instead` in the place of the files of these names, or beside them; what is missing
    /// or unreadable is told.
    pub(crate) fn read(dir: &Path, instead: &BTreeMap<String, String>, errors: &Errors) -> Files {
        for name in instead.keys().filter(|name| !is_pack_file(name)) {
            let folders = FOLDERS.iter().map(|folder| format!("{folder}/*.toml"));
            let known: Vec<String> =
                FILES.iter().chain(OPTIONAL).map(|name| (*name).to_owned()).chain(folders).collect();
            errors.file(name, "no file of a pack has this name", format!("use one of {}", known.join(", ")));
        }
        let mut names: BTreeSet<String> = instead.keys().filter(|name| is_pack_file(name)).cloned().collect();
        names.extend(FILES.iter().map(|name| (*name).to_owned()));
        names.extend(OPTIONAL.iter().filter(|name| dir.join(name).is_file()).map(|name| (*name).to_owned()));
        for folder in FOLDERS {
            names.extend(toml_files(dir, folder));
            if !names.iter().any(|name| name.starts_with(&format!("{folder}/"))) {
                errors.file(
                    &format!("{folder}/"),
                    "there is no .toml file in this folder",
                    "add at least one; see cities/README.md",
                );
            }
        }
        // A set gives the names in order, on which the hash rests.
        let read = |name: String| match instead.get(&name) {
            Some(text) => given(name, text, errors),
            None => read_one(dir, name, errors),
        };
        let all: Vec<Source> = names.into_iter().filter_map(read).collect();
        let version = hash(&all);
        Files { all, version }
    }

    /// Every file in the order of names.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Source> {
        self.all.iter()
    }

    /// The text of every file by its name.
    pub(crate) fn into_texts(self) -> BTreeMap<String, String> {
        self.all.into_iter().map(|source| (source.name, source.text)).collect()
    }
}

/// Whether a pack can have a file of this name. Nothing outside the pack can be named.
fn is_pack_file(name: &str) -> bool {
    if FILES.contains(&name) || OPTIONAL.contains(&name) {
        return true;
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.split_once('/').is_some_and(|(folder, file)| {
        FOLDERS.contains(&folder)
            && file.strip_suffix(".toml").is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'))
            && file.bytes().all(plain)
    })
}

fn given(name: String, text: &str, errors: &Errors) -> Option<Source> {
    if u64::try_from(text.len()).map_or(true, |length| length > FILE_BYTES_MAX) {
        errors.file(&name, TOO_LONG, TOO_LONG_REMEDY);
        return None;
    }
    Some(Source::new(name, text.to_owned()))
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
        errors.file(&name, TOO_LONG, TOO_LONG_REMEDY);
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
