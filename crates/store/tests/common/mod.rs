//! A tiny schema and a store of each engine on it.

#![expect(dead_code, unreachable_pub, clippy::unwrap_used, reason = "test files share it, each its part")]

// The file and not the crate: the store's tests must not wait for the application to compile.
#[path = "../../../testkit/src/postgres.rs"]
pub mod postgres;

use std::sync::mpsc;

use lianxin_domain::Moment;
use lianxin_store::{Engine, Migration, PostgresOptions, SqliteOptions, Store, StoreError, Tx, Value, sql, values};
pub use postgres::TestPostgres;
use uuid::Uuid;

pub static SCHEMA: &[Migration] = &[Migration {
    version: 1,
    name: "accounts",
    text: "CREATE TABLE account (
               id UUID PRIMARY KEY, name TEXT NOT NULL, balance BIGINT NOT NULL,
               open BOOLEAN NOT NULL, rate DOUBLE PRECISION, UNIQUE (name));
           CREATE TABLE entry (
               account UUID NOT NULL REFERENCES account (id), seq BIGINT NOT NULL, note TEXT,
               PRIMARY KEY (account, seq));",
}];

sql!(pub ADD, "INSERT INTO account (id, name, balance, open, rate) VALUES ($1, $2, $3, $4, $5)");
sql!(pub BALANCE, "SELECT balance FROM account WHERE name = $1");
sql!(pub NAMES, "SELECT name FROM account ORDER BY name");
sql!(pub RAISE, "UPDATE account SET balance = balance + $2 WHERE name = $1");

/// A store of either engine, with what must outlive it.
pub struct Bench {
    pub store: Store,
    pub postgres: Option<TestPostgres>,
}

impl Bench {
    pub fn sqlite() -> Self {
        Self::sqlite_with(|_| {})
    }

    pub fn sqlite_with(change: impl FnOnce(&mut SqliteOptions)) -> Self {
        let mut options = SqliteOptions::new(Moment(1));
        options.migrations = SCHEMA;
        change(&mut options);
        Bench { store: Store::sqlite_scratch(options).unwrap(), postgres: None }
    }

    pub fn postgres() -> Self {
        Self::postgres_with(|_| {})
    }

    pub fn postgres_with(change: impl FnOnce(&mut PostgresOptions)) -> Self {
        let postgres = TestPostgres::database();
        let mut options = PostgresOptions::new(Moment(1));
        options.migrations = SCHEMA;
        change(&mut options);
        Bench { store: Store::postgres(postgres.url(), options).unwrap(), postgres: Some(postgres) }
    }

    pub fn of(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite(),
            Engine::Postgres => Self::postgres(),
        }
    }
}

/// The same test on both engines.
#[macro_export]
macro_rules! both_engines {
    ($($(#[doc = $doc:literal])* fn $name:ident($bench:ident) $body:block)*) => {$(
        mod $name {
            use super::*;
            $(#[doc = $doc])*
            fn on($bench: $crate::common::Bench) $body
            #[test]
            fn sqlite() { on($crate::common::Bench::sqlite()) }
            #[test]
            fn postgres() { on($crate::common::Bench::postgres()) }
        }
    )*};
}

/// Adds an account that is open, with a balance and no rate; its id is made from its name.
pub fn add(tx: &mut Tx, name: &str, balance: i64) -> Result<(), StoreError> {
    tx.execute(&ADD, &values![id(name), name, balance, true, Value::Null]).map(drop)
}

pub fn id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
    Uuid::from_bytes(bytes)
}

pub fn balance(store: &Store, name: &'static str) -> Option<i64> {
    store
        .read_blocking(move |tx| tx.query_opt(&BALANCE, &values![name], |row| row.get(0)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

pub fn names(store: &Store) -> Vec<String> {
    store
        .read_blocking(|tx| tx.query(&NAMES, &[], |row| row.get(0)))
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// A unit that holds the thread it runs on until the sender is used or dropped, so that others queue behind it.
pub fn hold(store: &Store) -> (mpsc::Sender<()>, std::thread::JoinHandle<Result<(), StoreError>>) {
    let (release, held) = mpsc::channel::<()>();
    let (running, started) = mpsc::channel();
    let store = store.clone();
    let thread = std::thread::spawn(move || {
        store.write_blocking(move |_| {
            running.send(()).ok();
            held.recv().ok();
            Ok(())
        })
    });
    started.recv().unwrap();
    (release, thread)
}
