//! What a unit of work is promised, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::time::Duration;

use common::{Bench, add, balance, hold, id, names};
use lianxin_domain::{Grade, Moment, RequestId, UnitCode};
use lianxin_store::{StoreError, Value, sql, sql_each, sql_rows, values};

sql!(SWAPPED, "SELECT name FROM account WHERE balance = $2 AND name = $1");
sql!(EVERYTHING, "SELECT id, name, balance, open, rate FROM account WHERE name = $1");
sql!(SUMS, "SELECT sum(balance), avg(balance), count(*), max(rate) FROM account");
sql!(OWE, "SELECT id FROM account WHERE name = $1 AND balance > $2");
// The engines are told apart here because the test asks for exactly that.
sql_each!(WHICH, sqlite: "SELECT 'sqlite'", postgres: "SELECT 'postgres'");
sql_rows!(ADD_ALL, columns: 5, "INSERT INTO account (id, name, balance, open, rate) VALUES");
sql_rows!(PUT_ALL, columns: 5, "INSERT INTO account (id, name, balance, open, rate) VALUES",
    then: "ON CONFLICT (id) DO UPDATE SET balance = excluded.balance");

both_engines! {
    /// Whatever goes in comes out, with its type.
    fn values_come_back(bench) {
        let store = bench.store;
        store.write_blocking(|tx| {
            tx.execute(&common::ADD, &values![id("甲"), "甲", i64::MIN, false, 0.1])
        }).unwrap_or_else(|error: StoreError| panic!("{error}"));
        let read = store.read_blocking(|tx| tx.query_opt(&EVERYTHING, &values!["甲"], |row| {
            Ok((row.get::<RequestId>(0)?, row.get::<UnitCode>(1)?, row.get::<Moment>(2)?, row.get::<bool>(3)?, row.get::<Option<f64>>(4)?))
        })).unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(read, Some((RequestId(id("甲")), UnitCode::from("甲"), Moment(i64::MIN), false, Some(0.1))));
    }

    /// A column of another type is an error that names the column.
    fn a_wrong_column_is_named(bench) {
        bench.store.write_blocking(|tx| add(tx, "甲", 1)).unwrap();
        let error = bench.store.read_blocking(|tx| tx.query_opt(&EVERYTHING, &values!["甲"], |row| row.get::<Grade>(1))).unwrap_err();
        assert_eq!(StoreError::to_string(&error), "column name should be a word of Grade, it is another text");
        let error = bench.store.read_blocking(|tx| tx.query_opt(&EVERYTHING, &values!["甲"], |row| row.get::<f64>(4))).unwrap_err();
        assert_eq!(StoreError::to_string(&error), "column rate should be a number, it is nothing");
    }

    /// `$2` is the second parameter even where it stands first.
    fn parameters_go_by_number(bench) {
        bench.store.write_blocking(|tx| add(tx, "甲", 7)).unwrap();
        let found: Option<String> = bench.store
            .read_blocking(|tx| tx.query_opt(&SWAPPED, &values!["甲", 7_i64], |row| row.get(0)))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(found.as_deref(), Some("甲"));
    }

    /// Too few and too many parameters are refused.
    fn parameters_are_counted(bench) {
        for params in [values!["甲"], values!["甲", 7_i64, 8_i64]] {
            let error: StoreError = bench.store
                .read_blocking(move |tx| tx.query_opt(&SWAPPED, &params, |row| row.get::<String>(0)))
                .unwrap_err();
            assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
        }
    }

    /// Sums and averages have the same types on both engines.
    fn sums_are_whole_and_averages_are_not(bench) {
        bench.store.write_blocking(|tx| { add(tx, "a", i64::from(u32::MAX) * 3)?; add(tx, "b", -10)?; add(tx, "c", 0) }).unwrap();
        let read = bench.store.read_blocking(|tx| tx.query_opt(&SUMS, &[], |row| {
            Ok((row.get::<i64>(0)?, row.get::<f64>(1)?, row.get::<i64>(2)?, row.get::<Option<f64>>(3)?))
        })).unwrap_or_else(|error: StoreError| panic!("{error}"));
        let (sum, average, count, rate) = read.unwrap();
        assert_eq!((sum, count, rate), (12_884_901_875, 3, None));
        assert!((average - 4_294_967_291.666_667).abs() < 1e-3, "{average}");
    }

    fn each_engine_has_its_text(bench) {
        let which: Option<String> = bench.store.read_blocking(|tx| tx.query_opt(&WHICH, &[], |row| row.get(0)))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(which.unwrap(), format!("{:?}", bench.store.engine()).to_lowercase());
    }

    /// 0, 1 and 150 rows: no statement, one, and three (64 + 64 + 16 + 4 + 2 would be five).
    fn rows_go_in_chunks(bench) {
        let rows = |count: usize| -> Vec<Vec<Value>> {
            (0..count).map(|at| values![id(&format!("{at:05}")), format!("{at:05}"), 1_i64, true, Value::Null]).collect()
        };
        let (some, more) = (rows(150), rows(153));
        let ran = bench.store.write_blocking(move |tx| {
            assert_eq!(tx.execute_rows(&ADD_ALL, &[])?, 0);
            assert_eq!(tx.statements(), 0);
            assert_eq!(tx.execute_rows(&ADD_ALL, &some)?, 150);
            let first = tx.statements();
            assert_eq!(tx.execute_rows(&PUT_ALL, &more)?, 153);
            Ok::<_, StoreError>(first)
        }).unwrap();
        assert_eq!(ran, 4, "64 + 64 + 16 + 6");
        assert_eq!(names(&bench.store).len(), 153);
    }

    fn a_row_with_a_value_too_few_is_refused(bench) {
        let error = bench.store.write_blocking(|tx| tx.execute_rows(&ADD_ALL, &[values![id("a"), "a"]])).unwrap_err();
        assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
    }

    /// The same key in the same words.
    fn a_second_of_its_kind_names_the_key(bench) {
        bench.store.write_blocking(|tx| add(tx, "a", 1)).unwrap();
        let by_id = bench.store.write_blocking(|tx| {
            tx.execute(&common::ADD, &values![id("a"), "another name", 1_i64, true, Value::Null])
        }).unwrap_err();
        let by_name = bench.store.write_blocking(|tx| {
            tx.execute(&common::ADD, &values![id("other"), "a", 1_i64, true, Value::Null])
        }).unwrap_err();
        let pair = bench.store.write_blocking(|tx| {
            for _ in 0..2 {
                tx.query_text("INSERT INTO entry (account, seq) VALUES ($1, 1)", &values![id("a")], |_| Ok(()))?;
            }
            Ok(())
        }).unwrap_err();
        let key = |error: StoreError| if let StoreError::Unique { constraint } = error { constraint } else { panic!("{error:?}") };
        assert_eq!([key(by_id), key(by_name), key(pair)], ["account(id)", "account(name)", "entry(account, seq)"]);
    }

    fn a_text_with_nul_never_reaches_the_driver(bench) {
        let error = bench.store.write_blocking(|tx| add(tx, "a\0b", 1)).unwrap_err();
        assert!(matches!(error, StoreError::BadText), "{error:?}");
    }

    /// Nothing of it stays, and its neighbours do not notice.
    fn a_failing_unit_takes_back_itself(bench) {
        let gone = bench.store.write_blocking(|tx| { add(tx, "gone", 1)?; Err::<(), _>(StoreError::Stale) }).unwrap_err();
        assert!(matches!(gone, StoreError::Stale));
        bench.store.write_blocking(|tx| add(tx, "stays", 1)).unwrap();
        assert_eq!(names(&bench.store), ["stays"]);
    }

    fn a_panicking_unit_takes_back_itself(bench) {
        let gone = bench.store.write_blocking(|tx| { add(tx, "gone", 1)?; fall("no") });
        assert!(matches!(gone.unwrap_err(), StoreError::Panicked(words) if words == "oh no"));
        let gone = bench.store.read_blocking(|_| fall("never"));
        assert!(matches!(gone.unwrap_err(), StoreError::Panicked(words) if words == "oh never"));
        bench.store.write_blocking(|tx| add(tx, "stays", 1)).unwrap();
        assert_eq!(names(&bench.store), ["stays"]);
        assert!(bench.store.healthy());
    }

    /// Both engines: after a failed statement the unit is lost, even if it would like to go on.
    fn a_unit_does_not_outlive_its_failed_statement(bench) {
        bench.store.write_blocking(|tx| add(tx, "a", 1)).unwrap();
        let swallowed = bench.store.write_blocking(|tx| { drop(add(tx, "a", 1)); Ok::<(), StoreError>(()) }).unwrap_err();
        assert!(swallowed.to_string().contains("finishing"), "{swallowed}");
        let went_on = bench.store.write_blocking(|tx| { drop(add(tx, "a", 1)); add(tx, "b", 1) }).unwrap_err();
        assert!(went_on.to_string().contains("going on"), "{went_on}");
        assert_eq!(names(&bench.store), ["a"]);
    }

    fn a_reading_unit_cannot_write(bench) {
        let error = bench.store.read_blocking(|tx| add(tx, "a", 1)).unwrap_err();
        assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
        assert!(names(&bench.store).is_empty());
    }

    /// A reader sees what was there at its first statement, however long it looks.
    fn a_reader_sees_one_snapshot(bench) {
        bench.store.write_blocking(|tx| add(tx, "a", 1)).unwrap();
        let (writer, reader) = (bench.store.clone(), bench.store.clone());
        let (before, after) = reader.read_blocking(move |tx| {
            let before: Vec<String> = tx.query(&common::NAMES, &[], |row| row.get(0))?;
            writer.write_blocking(|tx| add(tx, "b", 1))?;
            let after: Vec<String> = tx.query(&common::NAMES, &[], |row| row.get(0))?;
            Ok::<_, StoreError>((before, after))
        }).unwrap();
        assert_eq!((before.len(), after.len(), names(&bench.store).len()), (1, 1, 2));
    }

    /// The news comes once the unit is durable, and only if the unit asked for it.
    fn changes_move_on_after_touching_units(bench) {
        let changes = bench.store.changes();
        assert_eq!(*changes.borrow(), 0);
        bench.store.write_blocking(|tx| add(tx, "quiet", 1)).unwrap();
        assert_eq!(*changes.borrow(), 0);
        bench.store.write_blocking(|tx| { tx.touch(); add(tx, "loud", 1) }).unwrap();
        assert_eq!(*changes.borrow(), 1);
        bench.store.write_blocking(|tx| { tx.touch(); Err::<(), _>(StoreError::Stale) }).unwrap_err();
        assert_eq!(*changes.borrow(), 1);
    }

    fn composed_queries_take_parameters_too(bench) {
        bench.store.write_blocking(|tx| { add(tx, "a", 1)?; add(tx, "b", 2) }).unwrap();
        let found = bench.store.read_blocking(|tx| {
            let text = format!("SELECT name FROM account WHERE {} ORDER BY name LIMIT $2", "balance > $1");
            tx.query_text(&text, &values![0_i64, 1_i64], |row| row.get::<String>(0))
        }).unwrap_or_else(|error: StoreError| panic!("{error}"));
        assert_eq!(found, ["a"]);
    }

    /// What was handed over before closing is done; what comes after is refused.
    fn closing_drains_the_queue(bench) {
        let (release, holder) = hold(&bench.store);
        let store = bench.store.clone();
        let waiting = std::thread::spawn(move || store.write_blocking(|tx| add(tx, "a", 1)));
        while bench.store.metrics().waiting_writes == 0 && bench.store.engine() == lianxin_store::Engine::Sqlite {
            std::thread::yield_now();
        }
        let (store, closing) = (bench.store.clone(), bench.store.clone());
        let closer = std::thread::spawn(move || closing.close());
        while !matches!(store.read_blocking(|_| Ok::<(), StoreError>(())), Err(StoreError::Database { .. })) {
            std::thread::yield_now();
        }
        release.send(()).unwrap();
        holder.join().unwrap().unwrap();
        closer.join().unwrap();
        if bench.store.engine() == lianxin_store::Engine::Sqlite {
            waiting.join().unwrap().unwrap();
        }
        let refused = store.write_blocking(|tx| add(tx, "late", 1)).unwrap_err();
        assert!(matches!(refused, StoreError::Database { .. }), "{refused:?}");
        assert!(!store.healthy());
    }

    /// The units are counted as they are.
    fn metrics_count(bench) {
        bench.store.write_blocking(|tx| { add(tx, "a", 1)?; add(tx, "b", 1) }).unwrap();
        bench.store.write_blocking(|_| Err::<(), _>(StoreError::Stale)).unwrap_err();
        assert_eq!(balance(&bench.store, "a"), Some(1));
        let metrics = bench.store.metrics();
        assert_eq!((metrics.units, metrics.statements, metrics.rollbacks), (3, 3, 1));
        assert!(metrics.commits >= 1 && metrics.batch_units_max == 1, "{metrics:?}");
    }

    /// Awaited from a runtime, dropped inside it.
    fn a_runtime_may_stand_around_it(bench) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async move {
            let bench = bench;
            bench.store.write(|tx| add(tx, "a", 1)).await.unwrap();
            let read = bench.store.read(|tx| tx.query(&common::NAMES, &[], |row| row.get::<String>(0)));
            let read = tokio::time::timeout(Duration::from_secs(10), read).await.unwrap();
            assert_eq!(read.unwrap_or_else(|error: StoreError| panic!("{error}")), ["a"]);
            let owed: Vec<RequestId> = bench.store.read_blocking(|tx| tx.query(&OWE, &values!["a", 0_i64], |row| row.get(0)))
                .unwrap_or_else(|error: StoreError| panic!("{error}"));
            assert_eq!(owed, [RequestId(id("a"))]);
        });
    }
}

fn fall(word: &str) -> Result<(), StoreError> {
    panic!("oh {word}");
}

/// A full queue refuses at once instead of growing.
#[test]
fn a_full_queue_is_busy() {
    let bench = Bench::sqlite_with(|options| options.queue_units_max = 2);
    let (release, holder) = hold(&bench.store);
    let waiting: Vec<_> = ["a", "b"]
        .into_iter()
        .map(|name| {
            let store = bench.store.clone();
            std::thread::spawn(move || store.write_blocking(move |tx| add(tx, name, 1)))
        })
        .collect();
    while bench.store.metrics().waiting_writes < 2 {
        std::thread::yield_now();
    }
    let refused = bench.store.write_blocking(|tx| add(tx, "c", 1)).unwrap_err();
    assert!(matches!(refused, StoreError::Busy), "{refused:?}");
    assert_eq!(bench.store.metrics().refused, 1);
    release.send(()).unwrap();
    holder.join().unwrap().unwrap();
    for thread in waiting {
        thread.join().unwrap().unwrap();
    }
    assert_eq!(names(&bench.store), ["a", "b"]);
}
