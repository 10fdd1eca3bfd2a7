//! The engine for several machines: units that meet, connections that go.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use common::{Bench, RAISE, SCHEMA, add, balance, names};
use lianxin_domain::Moment;
use lianxin_store::{PostgresOptions, Store, StoreError, Tx, values};

/// Raises two accounts, holding the first until the other unit holds its own.
fn raise_both(tx: &mut Tx, first: &str, second: &str, meet: &Barrier, runs: &AtomicU32) -> Result<(), StoreError> {
    tx.execute(&RAISE, &values![first, 1_i64])?;
    if runs.fetch_add(1, Ordering::SeqCst) == 0 {
        meet.wait();
    }
    tx.execute(&RAISE, &values![second, 1_i64]).map(drop)
}

/// PostgreSQL ends one of two units that wait for each other; it is run again and both are recorded.
#[test]
fn a_deadlock_is_run_again() {
    let bench = Bench::postgres();
    bench
        .store
        .write_blocking(|tx| {
            add(tx, "a", 0)?;
            add(tx, "b", 0)
        })
        .unwrap();
    let meet = Arc::new(Barrier::new(2));
    let runs = [Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0))];
    std::thread::scope(|scope| {
        for (runs, (first, second)) in runs.iter().zip([("a", "b"), ("b", "a")]) {
            let (store, meet, runs) = (&bench.store, Arc::clone(&meet), Arc::clone(runs));
            scope.spawn(move || store.write_blocking(move |tx| raise_both(tx, first, second, &meet, &runs)).unwrap());
        }
    });
    assert_eq!((balance(&bench.store, "a"), balance(&bench.store, "b")), (Some(2), Some(2)));
    assert_eq!(runs.iter().map(|runs| runs.load(Ordering::SeqCst)).sum::<u32>(), 3);
    assert_eq!(bench.store.metrics().retries, 1);
}

/// A unit that found its row changed under its snapshot (40001) is run again on a new one.
#[test]
fn a_serialization_failure_is_run_again() {
    let bench = Bench::postgres();
    bench.store.write_blocking(|tx| add(tx, "a", 0)).unwrap();
    let other = bench.store.clone();
    let mut runs = 0;
    let ran = bench
        .store
        .write_blocking(move |tx| {
            runs += 1;
            tx.query_text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", &[], |_| Ok(()))?;
            tx.query(&common::NAMES, &[], |row| row.get::<String>(0))?;
            if runs == 1 {
                other.write_blocking(|tx| tx.execute(&RAISE, &values!["a", 10_i64]))?;
            }
            tx.execute(&RAISE, &values!["a", 1_i64])?;
            Ok::<_, StoreError>(runs)
        })
        .unwrap();
    assert_eq!((ran, balance(&bench.store, "a")), (2, Some(11)));
}

/// A unit that never gets through is not run for ever.
#[test]
fn retries_end() {
    let bench = Bench::postgres();
    bench.store.write_blocking(|tx| add(tx, "a", 0)).unwrap();
    let other = bench.store.clone();
    let error = bench
        .store
        .write_blocking(move |tx| {
            tx.query_text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", &[], |_| Ok(()))?;
            tx.query(&common::NAMES, &[], |row| row.get::<String>(0))?;
            other.write_blocking(|tx| tx.execute(&RAISE, &values!["a", 10_i64]))?;
            tx.execute(&RAISE, &values!["a", 1_i64])
        })
        .unwrap_err();
    assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
    assert_eq!((balance(&bench.store, "a"), bench.store.metrics().retries), (Some(80), 7));
}

/// Stale is the application's to decide: never run again by itself.
#[test]
fn stale_is_not_run_again() {
    let bench = Bench::postgres();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let error = bench
        .store
        .write_blocking(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            Err::<(), _>(StoreError::Stale)
        })
        .unwrap_err();
    assert!(matches!(error, StoreError::Stale));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[test]
fn idle_connections_may_be_cut() {
    let bench = Bench::postgres();
    bench.store.write_blocking(|tx| add(tx, "a", 1)).unwrap();
    assert!(bench.postgres.as_ref().unwrap().cut_connections() >= 12);
    for number in 0..20 {
        bench.store.write_blocking(move |tx| add(tx, &format!("after {number:02}"), 1)).unwrap();
        assert_eq!(names(&bench.store).len(), number + 2);
    }
    assert!(bench.store.healthy());
}

/// Before the commit was sent nothing was recorded, so the unit may run again.
#[test]
fn a_unit_survives_its_connection() {
    let bench = Bench::postgres();
    let Bench { store, postgres } = bench;
    let postgres = Arc::new(postgres.unwrap());
    let cutting = Arc::clone(&postgres);
    let mut runs = 0;
    let ran = store
        .write_blocking(move |tx| {
            runs += 1;
            add(tx, "a", 1)?;
            if runs == 1 {
                cutting.cut_connections();
            }
            add(tx, "b", 1)?;
            Ok::<_, StoreError>(runs)
        })
        .unwrap();
    assert_eq!((ran, names(&store)), (2, vec!["a".to_owned(), "b".to_owned()]));
    store.close();
}

/// Once the commit was sent nobody knows; the unit is not run again.
#[test]
fn a_commit_without_an_answer_is_unknown() {
    let Bench { store, postgres } = Bench::postgres();
    let postgres = Arc::new(postgres.unwrap());
    let cutting = Arc::clone(&postgres);
    let error = store
        .write_blocking(move |tx| {
            add(tx, "a", 1)?;
            cutting.cut_connections();
            Ok::<_, StoreError>(())
        })
        .unwrap_err();
    assert!(matches!(error, StoreError::Unknown(_)), "{error:?}");
    store.write_blocking(|tx| add(tx, "b", 1)).unwrap();
    assert_eq!(names(&store), ["b"]);
    store.close();
}

fn prepared(store: &Store) -> i64 {
    let counted = store.write_blocking(|tx| {
        tx.query_text("SELECT count(*) FROM pg_prepared_statements", &[], |row| row.get::<i64>(0))
    });
    counted.unwrap_or_else(|error: StoreError| panic!("{error}"))[0]
}

/// A text is prepared once for each connection, and a connection does not keep every text it ever saw.
#[test]
fn statements_are_prepared_once_and_not_hoarded() {
    let bench = Bench::postgres_with(|options| options.writers = 1);
    let before = prepared(&bench.store);
    for number in 0..10 {
        bench.store.write_blocking(move |tx| add(tx, &format!("{number}"), 1)).unwrap();
    }
    assert_eq!(prepared(&bench.store), before + 1);
    for number in 0..1_100 {
        let text = format!("SELECT {number}");
        let ran = bench.store.write_blocking(move |tx| tx.query_text(&text, &[], |row| row.get::<i64>(0)));
        assert_eq!(ran.unwrap_or_else(|error: StoreError| panic!("{error}")), [number]);
    }
    assert!(prepared(&bench.store) <= 512, "{}", prepared(&bench.store));
}

/// Several clients on one row: nothing is lost.
#[test]
fn increments_add_up() {
    let bench = Bench::postgres();
    bench.store.write_blocking(|tx| add(tx, "a", 0)).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            let store = &bench.store;
            scope.spawn(move || {
                for _ in 0..10 {
                    store.write_blocking(|tx| tx.execute(&RAISE, &values!["a", 1_i64])).unwrap();
                }
            });
        }
    });
    assert_eq!(balance(&bench.store, "a"), Some(160));
}

/// Machines on one database hear of each other's touching units, also after their connection was lost.
#[test]
fn machines_hear_of_each_other() {
    let bench = Bench::postgres();
    let database = bench.postgres.as_ref().unwrap();
    let options = PostgresOptions { migrations: SCHEMA, ..PostgresOptions::new(Moment(1)) };
    let other = Store::postgres(database.url(), options).unwrap();
    let mut news = other.changes();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut hears = |before: &dyn Fn()| {
        news.mark_unchanged();
        before();
        let waiting = async { tokio::time::timeout(Duration::from_secs(10), news.changed()).await };
        runtime.block_on(waiting).unwrap().unwrap();
    };
    let touch = || {
        bench
            .store
            .write_blocking(|tx| {
                tx.touch();
                Ok::<_, StoreError>(())
            })
            .unwrap();
    };
    hears(&touch);
    assert_eq!(*bench.store.changes().borrow(), 1);
    // Once for what may have been missed, then for what is said.
    hears(&|| assert!(database.cut_connections() > 0));
    hears(&touch);
    other.close();
}
