//! `cities/README.md` names every key and every word that a pack may hold.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lianxin_domain::city::{Answer, Audience, DutyPost, Exclusion, Means, PeriodClass, PlaceKind, UnitKind};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::{Grade, Kind, Secrecy};

fn handbook() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/README.md")).unwrap()
}

/// Every key written in a pack: what stands before ` = `.
fn keys(dir: &str) -> BTreeSet<String> {
    let texts = lianxin_pack::file_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)).unwrap();
    let is_key = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let lines = texts.values().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'));
    let before = |line: &str, at: usize| line[..at].rsplit([' ', '{', '[']).next().unwrap_or("").to_owned();
    lines
        .flat_map(|line| line.match_indices(" = ").map(move |(at, _)| before(line, at)))
        .filter(|word| is_key(word))
        .collect()
}

#[test]
fn every_key_is_explained() {
    let handbook = handbook();
    // The parts of `both`, and the days of `[week]`, are explained in words.
    let plain = ["zh", "en", "tue", "wed", "thu", "fri", "sat"];
    for dir in ["../../cities/tianjin", "tests/packs/xiaocheng"] {
        let keys = keys(dir);
        assert!(keys.len() > 60, "{dir}: {}", keys.len());
        for key in keys.iter().filter(|key| !plain.contains(&key.as_str())) {
            let forms = [format!("`{key}`"), format!("{key} = "), format!("[{key}]`"), format!("[{key}]]`")];
            assert!(forms.iter().any(|form| handbook.contains(form)), "`{key}` of {dir} is not in the handbook");
        }
    }
}

#[test]
fn every_word_is_explained() {
    let handbook = handbook();
    let all = [
        ClockKind::ALL.iter().map(|word| word.code()).collect::<Vec<_>>(),
        Audience::ALL.iter().map(|word| word.code()).collect(),
        Means::ALL.iter().map(|word| word.code()).collect(),
        DutyPost::ALL.iter().map(|word| word.code()).collect(),
        Exclusion::ALL.iter().map(|word| word.code()).collect(),
        Answer::ALL.iter().map(|word| word.code()).collect(),
        PeriodClass::ALL.iter().map(|word| word.code()).collect(),
        PlaceKind::ALL.iter().map(|word| word.code()).collect(),
        UnitKind::ALL.iter().map(|word| word.code()).collect(),
        Grade::ALL.iter().map(|word| word.code()).collect(),
        Kind::ALL.iter().map(|word| word.code()).collect(),
        Secrecy::ALL.iter().map(|word| word.code()).collect(),
    ];
    for word in all.concat() {
        assert!(handbook.contains(&format!("`{word}`")), "`{word}` is not in the handbook");
    }
}
