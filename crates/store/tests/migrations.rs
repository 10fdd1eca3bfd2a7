//! A schema that fits, or a refusal that says what to do. And every statement of the program against it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::{Bench, SCHEMA, TestPostgres, id};
use lianxin_domain::Moment;
use lianxin_store::{
    Engine, Migration, PostgresOptions, SqliteOptions, Store, StoreError, row_statements, statements, values,
};

static EDITED: &[Migration] =
    &[Migration { version: 1, name: "accounts", text: "CREATE TABLE account (id UUID PRIMARY KEY);" }];
static LATER: &[Migration] = &[
    SCHEMA[0],
    Migration {
        version: 2,
        name: "town",
        text: "ALTER TABLE account ADD COLUMN town TEXT; CREATE INDEX by_town ON account (town);",
    },
];
static BROKEN: &[Migration] = &[
    SCHEMA[0],
    Migration {
        version: 2,
        name: "half",
        text: "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABLE account (id BIGINT);",
    },
];
static GAP: &[Migration] = &[SCHEMA[0], Migration { version: 3, name: "gap", text: "CREATE TABLE gap (id BIGINT);" }];

/// One database of an engine, opened again and again.
struct Database {
    path: std::path::PathBuf,
    postgres: Option<TestPostgres>,
}

impl Database {
    fn new(engine: Engine, name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("lianxin-{name}-{}.db", std::process::id()));
        Database { path, postgres: (engine == Engine::Postgres).then(TestPostgres::database) }
    }

    fn open(&self, migrations: &'static [Migration], now: i64) -> Result<Store, StoreError> {
        match &self.postgres {
            Some(database) => {
                Store::postgres(database.url(), PostgresOptions { migrations, ..PostgresOptions::new(Moment(now)) })
            }
            None => Store::sqlite(&self.path, SqliteOptions { migrations, ..SqliteOptions::new(Moment(now)) }),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for suffix in ["", ".lock", "-wal", "-shm"] {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            std::fs::remove_file(name).ok();
        }
    }
}

fn refusal(opened: Result<Store, StoreError>) -> String {
    let error = opened.err().unwrap();
    assert!(matches!(error, StoreError::Migration { .. }), "{error:?}");
    error.to_string()
}

fn versions(store: &Store) -> Vec<(i64, String, i64)> {
    let text = "SELECT version, name, applied_at FROM schema_version ORDER BY version";
    let read =
        store.read_blocking(move |tx| tx.query_text(text, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))));
    read.unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn walk(engine: Engine) {
    let database = Database::new(engine, "walk");
    let store = database.open(SCHEMA, 7).unwrap();
    assert_eq!(versions(&store), [(1, "accounts".to_owned(), 7)]);
    store.close();
    let words = refusal(database.open(EDITED, 8));
    assert!(words.contains("migration 1") && words.contains("was changed after"), "{words}");
    let words = refusal(database.open(GAP, 8));
    assert!(words.contains("without a gap"), "{words}");
    let store = database.open(LATER, 9).unwrap();
    assert_eq!(versions(&store)[1], (2, "town".to_owned(), 9));
    store.close();
    let words = refusal(database.open(SCHEMA, 10));
    assert!(words.contains("newer than this program"), "{words}");
    assert_eq!(versions(&database.open(LATER, 11).unwrap()).len(), 2);
}

/// A migration that fails half-way leaves the schema as it was.
fn stumble(engine: Engine) {
    let database = Database::new(engine, "stumble");
    database.open(SCHEMA, 1).unwrap().close();
    let error = database.open(BROKEN, 2).err().unwrap();
    assert!(matches!(error, StoreError::Database { .. }), "{error:?}");
    let store = database.open(SCHEMA, 3).unwrap();
    assert_eq!(versions(&store).len(), 1);
    let half = store.read_blocking(|tx| tx.query_text("SELECT id FROM half", &[], |_| Ok(())));
    assert!(matches!(half, Err(StoreError::Database { .. })));
}

#[test]
fn sqlite_walks_forward_only() {
    walk(Engine::Sqlite);
}

#[test]
fn postgres_walks_forward_only() {
    walk(Engine::Postgres);
}

#[test]
fn sqlite_takes_back_a_broken_migration() {
    stumble(Engine::Sqlite);
}

#[test]
fn postgres_takes_back_a_broken_migration() {
    stumble(Engine::Postgres);
}

/// Several machines start at once on one empty database; one migrates, the others wait.
#[test]
fn machines_may_start_together() {
    let database = Database::new(Engine::Postgres, "together");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| database.open(LATER, 5).unwrap().close());
        }
    });
    assert_eq!(versions(&database.open(LATER, 6).unwrap()).len(), 2);
}

/// Each statement of the program, on the program's schema; the texts of this file's own schema are not among them.
fn prepare_everything(store: &Store) {
    let engine = store.engine();
    let own = ["ADD", "BALANCE", "NAMES", "RAISE"];
    let single =
        statements().filter(|sql| !own.contains(&sql.name())).map(|sql| (sql.name(), sql.text(engine).to_owned()));
    let many = row_statements().flat_map(|sql| [1, 64].map(|rows| (sql.name(), sql.chunk(rows).unwrap().1.to_owned())));
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, text) in single.chain(many) {
        seen += 1;
        let shown = text.clone();
        if let Err(error) = store.write_blocking(move |tx| tx.columns(&text)) {
            let StoreError::Database { source, .. } = &error else { panic!("{error:?}") };
            wrong.push(format!("{name}: {source}: {source:?}\n    {shown:.200}"));
        }
    }
    assert!(seen > 0, "no statement registered itself");
    assert!(wrong.is_empty(), "{} of {seen} on {engine:?}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_statement_prepares_on_sqlite() {
    prepare_everything(&Store::sqlite_in_memory().unwrap());
}

#[test]
fn every_statement_prepares_on_postgres() {
    let database = TestPostgres::database();
    let store = Store::postgres(database.url(), PostgresOptions::new(Moment(1))).unwrap();
    prepare_everything(&store);
    store.close();
}

/// The two engines keep an id in 16 bytes and a yes in one word, whatever the migration calls them.
#[test]
fn the_types_of_the_schema_hold_on_sqlite() {
    let bench = Bench::sqlite();
    let kinds = bench.store.write_blocking(|tx| {
        tx.execute(&common::ADD, &values![id("a"), "a", 1_i64, true, 1.0])?;
        let text = "SELECT typeof(id) || ' ' || typeof(balance) || ' ' || typeof(open) || ' ' || typeof(rate) FROM account";
        tx.query_text(text, &[], |row| row.get::<String>(0))
    }).unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(kinds, ["blob integer integer real"]);
}
