//! One format for both engines: taken while work goes on, put back into either.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use common::{Bench, SCHEMA, add, id, names};
use lianxin_domain::Moment;
use lianxin_store::{Engine, Migration, SqliteOptions, Store, StoreError, Value, sql_rows, values};

sql_rows!(ADD_ALL, columns: 5, "INSERT INTO account (id, name, balance, open, rate) VALUES");
sql_rows!(NOTE_ALL, columns: 3, "INSERT INTO entry (account, seq, note) VALUES");

struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let file = File(std::env::temp_dir().join(format!("lianxin-{name}-{}.backup", std::process::id())));
        std::fs::remove_file(&file.0).ok();
        file
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

/// Accounts of every shape, and entries that refer to them.
fn fill(store: &Store, count: usize) {
    let account = |at: usize| {
        let name = format!("账户 {at:05}");
        let rate = if at.is_multiple_of(3) { Value::Null } else { Value::Real(0.1) };
        values![
            uuid::Uuid::from_u128(at as u128),
            name,
            i64::MAX - i64::try_from(at).unwrap(),
            at.is_multiple_of(2),
            rate
        ]
    };
    let accounts: Vec<_> = (0..count).map(account).collect();
    let note = |at: usize| values![uuid::Uuid::from_u128(at as u128), 1_i64, format!("第{at}条\n'引号'\t\\")];
    let entries: Vec<_> = (0..count).map(note).collect();
    store
        .write_blocking(move |tx| {
            tx.execute_rows(&ADD_ALL, &accounts)?;
            tx.execute_rows(&NOTE_ALL, &entries)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Everything, as text that does not depend on the engine.
fn contents(store: &Store) -> Vec<String> {
    let read = store.read_blocking(|tx| {
        let accounts = tx.query_text("SELECT id, name, balance, open, rate FROM account ORDER BY id", &[], |row| {
            let (id, open): (uuid::Uuid, bool) = (row.get(0)?, row.get(3)?);
            Ok(format!("{id} {} {} {open} {:?}", row.get::<String>(1)?, row.get::<i64>(2)?, row.get::<Option<f64>>(4)?))
        })?;
        let entries = tx.query_text("SELECT account, seq, note FROM entry ORDER BY account, seq", &[], |row| {
            Ok(format!("{} {} {}", row.get::<uuid::Uuid>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?))
        })?;
        let versions = tx.query_text("SELECT version, checksum, applied_at FROM schema_version", &[], |row| {
            Ok(format!("{} {} {}", row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?))
        })?;
        Ok([accounts, entries, versions].concat())
    });
    read.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn back_up(store: &Store, path: &Path) -> (u64, u64) {
    let mut last = (0, 0);
    let progress = &mut |done, total| {
        assert!(done >= last.0, "the copy began again: from {last:?} to {done} of {total}");
        last = (done, total);
    };
    store.backup_to(path, progress).unwrap();
    last
}

fn there_and_back(from: Engine, to: Engine) {
    let (source, target) = (Bench::of(from), Bench::of(to));
    let file = File::new(&format!("{from:?}-{to:?}"));
    fill(&source.store, 300);
    let (done, total) = back_up(&source.store, &file.0);
    assert!(done == total && total > 0, "{done} of {total}");
    let mut last = (0, 0);
    target.store.restore_from(&file.0, &mut |done, total| last = (done, total)).unwrap();
    assert_eq!(last, (601, 601));
    assert_eq!(contents(&target.store), contents(&source.store));
    // What refers to nothing is refused again.
    let orphan = target.store.write_blocking(|tx| tx.execute_rows(&NOTE_ALL, &[values![id("nobody"), 1_i64, "x"]]));
    assert!(matches!(orphan, Err(StoreError::Database { .. })), "{orphan:?}");
    let again = target.store.restore_from(&file.0, &mut |_, _| {}).unwrap_err();
    let StoreError::Database { source, .. } = &again else { panic!("{again:?}") };
    assert!(source.to_string().contains("holds rows already"), "{source}");
}

#[test]
fn sqlite_to_postgres() {
    there_and_back(Engine::Sqlite, Engine::Postgres);
}

#[test]
fn postgres_to_sqlite() {
    there_and_back(Engine::Postgres, Engine::Sqlite);
}

#[test]
fn sqlite_to_sqlite() {
    there_and_back(Engine::Sqlite, Engine::Sqlite);
}

#[test]
fn postgres_to_postgres() {
    there_and_back(Engine::Postgres, Engine::Postgres);
}

/// Ends the writer of a test, also when the test fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Pairs are written in one unit each; a backup taken meanwhile holds whole pairs, and as many as were there at one moment.
fn while_writing(engine: Engine) {
    let bench = Bench::of(engine);
    let file = File::new(&format!("busy-{engine:?}"));
    fill(&bench.store, 20_000);
    let stop = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                bench
                    .store
                    .write_blocking(move |tx| {
                        add(tx, &format!("left {number}"), 1)?;
                        tx.execute(
                            &common::ADD,
                            &values![
                                uuid::Uuid::from_u128(1 << 64 | number),
                                format!("right {number}"),
                                1_i64,
                                true,
                                Value::Null
                            ],
                        )
                    })
                    .unwrap();
                number += 1;
            }
            number
        });
        let stopping = Stop(&stop);
        while bench.store.metrics().commits < 10 {
            std::thread::yield_now();
        }
        back_up(&bench.store, &file.0);
        drop(stopping);
        writer.join().unwrap()
    });
    let copy = Bench::sqlite();
    copy.store.restore_from(&file.0, &mut |_, _| {}).unwrap();
    let names = names(&copy.store);
    let count = |side: &str| names.iter().filter(|name| name.starts_with(side)).count();
    assert_eq!(count("left"), count("right"));
    assert!(count("left") >= 5 && count("left") as u128 <= written, "{} of {written}", count("left"));
}

#[test]
fn sqlite_while_writing() {
    while_writing(Engine::Sqlite);
}

#[test]
fn postgres_while_writing() {
    while_writing(Engine::Postgres);
}

static LATER: &[Migration] = &[
    SCHEMA[0],
    Migration { version: 2, name: "town", text: "ALTER TABLE account ADD COLUMN town TEXT NOT NULL DEFAULT 'here';" },
];

/// A backup of an older program is brought up to date on its way in; one of a newer program is refused. The file stays as it was.
#[test]
fn versions_may_differ_upwards() {
    let old = Bench::sqlite();
    let file = File::new("older");
    old.store.write_blocking(|tx| add(tx, "a", 1)).unwrap();
    back_up(&old.store, &file.0);
    let bytes = std::fs::read(&file.0).unwrap();
    for newer in [
        Bench::sqlite_with(|options| options.migrations = LATER),
        Bench::postgres_with(|options| options.migrations = LATER),
    ] {
        newer.store.restore_from(&file.0, &mut |_, _| {}).unwrap();
        let read = newer.store.read_blocking(|tx| {
            tx.query_text("SELECT name || ' ' || town FROM account", &[], |row| row.get::<String>(0))
        });
        assert_eq!(read.unwrap_or_else(|error: StoreError| panic!("{error}")), ["a here"]);
        let newest = File::new("newer");
        back_up(&newer.store, &newest.0);
        let refused = Bench::sqlite().store.restore_from(&newest.0, &mut |_, _| {}).unwrap_err();
        assert!(matches!(refused, StoreError::Migration { version: 2, .. }), "{refused:?}");
    }
    assert_eq!(std::fs::read(&file.0).unwrap(), bytes);
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let bench = Bench::sqlite();
    let file = File::new("there");
    std::fs::write(&file.0, "precious").unwrap();
    assert!(bench.store.backup_to(&file.0, &mut |_, _| {}).is_err());
    assert_eq!(std::fs::read_to_string(&file.0).unwrap(), "precious");
    assert!(bench.store.restore_from(&file.0, &mut |_, _| {}).is_err());
}

/// Another process, such as the command line, copies a database that a server has open.
#[test]
fn a_database_in_use_can_be_copied() {
    let folder = std::env::temp_dir().join(format!("lianxin-in-use-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("city.db");
    let serving = Store::sqlite(&path, SqliteOptions { migrations: SCHEMA, ..SqliteOptions::new(Moment(1)) }).unwrap();
    serving.write_blocking(|tx| add(tx, "a", 1)).unwrap();
    Store::backup_sqlite_file(&path, &folder.join("copy.db"), &mut |_, _| {}).unwrap();
    let copy =
        Store::sqlite(&folder.join("copy.db"), SqliteOptions { migrations: SCHEMA, ..SqliteOptions::new(Moment(1)) })
            .unwrap();
    assert_eq!(names(&copy), ["a"]);
    copy.close();
    serving.close();
    std::fs::remove_dir_all(&folder).unwrap();
}
