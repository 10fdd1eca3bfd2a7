//! `kill -9` under load: what was answered is there afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::{SCHEMA, TestPostgres, add, names};
use lianxin_domain::Moment;
use lianxin_store::{PostgresOptions, SqliteOptions, Store};

/// Names the database for the process that is going to be killed: this test program once more, running the same test.
const VICTIM: &str = "LIANXIN_TEST_VICTIM";
/// Answers to wait for before the kill; several batches of several threads.
const ANSWERS: usize = 2_000;

fn open(place: &str) -> Store {
    if place.starts_with("postgres") {
        let options = PostgresOptions { migrations: SCHEMA, ..PostgresOptions::new(Moment(1)) };
        return Store::postgres(place, options).unwrap();
    }
    Store::sqlite(&PathBuf::from(place), SqliteOptions { migrations: SCHEMA, ..SqliteOptions::new(Moment(1)) }).unwrap()
}

/// Writes for ever, and says what was answered.
fn write_until_killed(place: &str) {
    let store = open(place);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for number in 0.. {
                    let name = format!("{thread}-{number}");
                    let adding = name.clone();
                    store.write_blocking(move |tx| add(tx, &adding, 1)).unwrap();
                    writeln!(std::io::stdout().lock(), "\nkept {name}").unwrap();
                }
            });
        }
    });
}

fn kill_while_writing(test: &str, place: &str) {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(VICTIM, place)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answered = Vec::new();
    for line in BufReader::new(victim.stdout.take().unwrap()).lines() {
        answered.extend(line.unwrap().strip_prefix("kept ").map(str::to_owned));
        if answered.len() == ANSWERS {
            // SIGKILL on Unix; the pipe still holds what was answered until then.
            victim.kill().unwrap();
        }
    }
    assert!(!victim.wait().unwrap().success());
    assert!(answered.len() >= ANSWERS, "the victim stopped by itself after {} answers", answered.len());
    let store = open(place);
    let kept: std::collections::BTreeSet<String> = names(&store).into_iter().collect();
    let lost: Vec<_> = answered.iter().filter(|name| !kept.contains(*name)).collect();
    assert!(lost.is_empty(), "{} of {} answers are lost: {lost:?}", lost.len(), answered.len());
    store.write_blocking(|tx| add(tx, "after", 1)).unwrap();
    store.close();
}

fn victim_of() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the test hands its database to the process it will kill")]
    std::env::var(VICTIM).ok()
}

#[test]
fn sqlite_keeps_what_it_answered() {
    if let Some(place) = victim_of() {
        return write_until_killed(&place);
    }
    let folder = std::env::temp_dir().join(format!("lianxin-crash-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    kill_while_writing("sqlite_keeps_what_it_answered", folder.join("city.db").to_str().unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn postgres_keeps_what_it_answered() {
    if let Some(place) = victim_of() {
        return write_until_killed(&place);
    }
    let database = TestPostgres::database();
    kill_while_writing("postgres_keeps_what_it_answered", database.url());
}
