//! The embedded engine: one writer, many units in a commit, a disk that fills.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use common::{Bench, SCHEMA, add, balance, hold, id, names};
use lianxin_domain::Moment;
use lianxin_store::{SqliteOptions, Store, StoreError, Tx, Value, values};

/// A directory that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("lianxin-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn options() -> SqliteOptions {
    SqliteOptions { migrations: SCHEMA, ..SqliteOptions::new(Moment(1)) }
}

fn pragma(tx: &mut Tx, name: &str) -> Result<i64, StoreError> {
    Ok(tx.query_text(&format!("PRAGMA {name}"), &[], |row| row.get(0))?[0])
}

#[test]
fn a_commit_waits_for_the_disk() {
    let bench = Bench::sqlite();
    bench
        .store
        .write_blocking(|tx| {
            let mode: Vec<String> = tx.query_text("PRAGMA journal_mode", &[], |row| row.get(0))?;
            // 2 is FULL: the log is synced at every commit.
            assert_eq!((mode[0].as_str(), pragma(tx, "synchronous")?, pragma(tx, "foreign_keys")?), ("wal", 2, 1));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

/// Whoever has an answer finds the row through a connection that knows nothing of this process's writer.
#[test]
fn an_answer_comes_after_the_commit() {
    let folder = Folder::new("answer");
    let path = folder.0.join("city.db");
    let store = Store::sqlite(&path, options()).unwrap();
    thread::scope(|scope| {
        for client in 0..16 {
            let (store, path) = (store.clone(), path.clone());
            scope.spawn(move || {
                let other = rusqlite::Connection::open(path).unwrap();
                for number in 0..20 {
                    let name = format!("{client}/{number}");
                    let adding = name.clone();
                    store.write_blocking(move |tx| add(tx, &adding, 1)).unwrap();
                    let found: i64 = other
                        .query_row("SELECT count(*) FROM account WHERE name = ?1", [name], |row| row.get(0))
                        .unwrap();
                    assert_eq!(found, 1);
                }
            });
        }
    });
    let metrics = store.metrics();
    assert_eq!(metrics.units, 320);
    assert!(metrics.batch_units_max > 1 && metrics.commits < 320, "nothing was grouped: {metrics:?}");
}

/// Good, failing and panicking units in one commit: each gets its own answer, and the good ones stay.
#[test]
fn a_batch_loses_only_what_fails() {
    let bench = Bench::sqlite();
    let (release, holder) = hold(&bench.store);
    let outcomes = thread::scope(|scope| {
        let units: Vec<_> = (0..30)
            .map(|number| {
                let store = &bench.store;
                scope.spawn(move || {
                    store.write_blocking(move |tx| {
                        add(tx, &format!("{number:02}"), number)?;
                        assert!(number % 3 != 1, "number {number}");
                        if number % 3 == 2 { Err(StoreError::Stale) } else { Ok(number) }
                    })
                })
            })
            .collect();
        while bench.store.metrics().waiting_writes < 30 {
            thread::yield_now();
        }
        release.send(()).unwrap();
        units.into_iter().map(|unit| unit.join().unwrap()).collect::<Vec<_>>()
    });
    holder.join().unwrap().unwrap();
    for (number, outcome) in (0_i64..).zip(outcomes) {
        match (number % 3, outcome) {
            (0, Ok(answer)) => assert_eq!(answer, number),
            (1, Err(StoreError::Panicked(words))) => assert_eq!(words, format!("number {number}")),
            (2, Err(StoreError::Stale)) => {}
            (_, other) => panic!("{number}: {other:?}"),
        }
    }
    assert_eq!(names(&bench.store), (0..30).step_by(3).map(|number| format!("{number:02}")).collect::<Vec<_>>());
    assert!(bench.store.metrics().batch_units_max >= 10, "{:?}", bench.store.metrics());
}

/// Everybody in a batch whose commit fails is told, and the writer goes on.
#[test]
fn a_failed_commit_is_told_to_the_whole_batch() {
    let bench = Bench::sqlite();
    let (release, holder) = hold(&bench.store);
    let (bad, good) = thread::scope(|scope| {
        let store = &bench.store;
        let bad = scope.spawn(move || {
            store.write_blocking(|tx| {
                // The writer commits; only then is the missing account noticed.
                tx.query_text("PRAGMA defer_foreign_keys = ON", &[], |_| Ok(()))?;
                tx.query_text("INSERT INTO entry (account, seq) VALUES ($1, 1)", &values![id("nobody")], |_| Ok(()))
                    .map(drop)
            })
        });
        while store.metrics().waiting_writes < 1 {
            thread::yield_now();
        }
        let good = scope.spawn(move || {
            store.write_blocking(|tx| {
                tx.touch();
                add(tx, "good", 1)
            })
        });
        while store.metrics().waiting_writes < 2 {
            thread::yield_now();
        }
        release.send(()).unwrap();
        (bad.join().unwrap(), good.join().unwrap())
    });
    drop(holder.join().unwrap());
    assert!(matches!(bad, Err(StoreError::Database { .. })), "{bad:?}");
    assert!(matches!(good, Err(StoreError::Database { .. })), "{good:?}");
    assert!(names(&bench.store).is_empty());
    assert!(!bench.store.healthy());
    assert_eq!(*bench.store.changes().borrow(), 0);
    bench.store.write_blocking(|tx| add(tx, "next", 1)).unwrap();
    assert_eq!(names(&bench.store), ["next"]);
    assert!(bench.store.healthy());
}

/// A full disk is said to be one, nothing of the unit stays, and a smaller one still goes.
#[test]
fn a_full_disk_refuses_only_what_does_not_fit() {
    let bench = Bench::sqlite_with(|options| options.pages_max = Some(40));
    let full = bench
        .store
        .write_blocking(|tx| {
            add(tx, "small", 1)?;
            tx.execute(&common::ADD, &values![id("large"), "x".repeat(400_000), 1_i64, true, Value::Null])
        })
        .unwrap_err();
    assert!(matches!(&full, StoreError::Full(words) if words.contains("no room")), "{full:?}");
    assert!(names(&bench.store).is_empty());
    bench.store.write_blocking(|tx| add(tx, "small", 1)).unwrap();
    assert_eq!(balance(&bench.store, "small"), Some(1));
}

#[test]
fn a_second_writer_is_refused_until_the_first_has_closed() {
    let folder = Folder::new("second");
    let path = folder.0.join("city.db");
    let first = Store::sqlite(&path, options()).unwrap();
    first.write_blocking(|tx| add(tx, "a", 1)).unwrap();
    let refused = Store::sqlite(&path, options()).err().unwrap();
    let StoreError::Database { source, .. } = &refused else { panic!("{refused:?}") };
    assert!(source.to_string().contains("another process"), "{source}");
    first.close();
    let second = Store::sqlite(&path, options()).unwrap();
    assert_eq!(names(&second), ["a"]);
}

/// The caller went away, and with it every other hold on the store: it is closed on its own thread, without waiting for itself, and
/// leaves nothing behind.
#[test]
fn a_store_may_be_dropped_by_its_own_unit() {
    let Bench { store, .. } = Bench::sqlite();
    let files = store
        .read_blocking(|tx| tx.query_text("SELECT file FROM pragma_database_list", &[], |row| row.get::<String>(0)));
    let file = PathBuf::from(&files.unwrap_or_else(|error: StoreError| panic!("{error}"))[0]);
    assert!(file.exists());
    let (release, held) = mpsc::channel::<()>();
    let (own, (running, started)) = (store.clone(), mpsc::channel());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let unit = store.write(move |_| {
            running.send(()).unwrap();
            held.recv().unwrap();
            assert!(own.healthy());
            Ok::<(), StoreError>(())
        });
        let given_up = tokio::time::timeout(Duration::from_millis(50), unit).await;
        assert!(given_up.is_err());
    });
    started.recv().unwrap();
    drop(store);
    assert!(file.exists());
    release.send(()).unwrap();
    let patience = (0..1_000).take_while(|_| file.exists()).map(|_| thread::sleep(Duration::from_millis(10))).count();
    assert!(patience < 1_000, "the store did not close");
}
