//! Row by row: PostgreSQL into a file, and a file into either engine. The tables are those of the schema, whatever they mean.

use std::collections::BTreeMap;
use std::path::Path;

use lianxin_domain::Moment;
use postgres::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection};
use uuid::Uuid;

use crate::backup::Tell;
use crate::error::StoreError;
use crate::migrate::{Migration, migrate};
use crate::postgres::{Connector, PostgresSession, failure as postgres_failure};
use crate::row::{Cell, Row};
use crate::sql::groups;
use crate::sqlite::{self, SqliteOptions, SqliteSession, failure as sqlite_failure};
use crate::store::in_transaction;
use crate::tx::{Engine, Session, Tx};
use crate::value::Value;

/// Rows between two words of progress.
const STEP_ROWS: u64 = 10_000;
/// Rows one insert carries.
const INSERT_ROWS: usize = 64;

struct Table {
    name: String,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    boolean: bool,
}

impl Table {
    fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn copying(error: rusqlite::Error) -> StoreError {
    sqlite_failure("copying the rows of an SQLite file", error).error
}

fn tables(of: &Connection) -> Result<Vec<Table>, StoreError> {
    let list = || -> rusqlite::Result<Vec<Table>> {
        let text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
        let names: Vec<String> = of.prepare(text)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let columns = "SELECT name, upper(type) = 'BOOLEAN' FROM pragma_table_info(?1) ORDER BY cid";
        let mut columns = of.prepare(columns)?;
        let table = |name: String| {
            let found = columns.query_map([&name], |row| Ok(Column { name: row.get(0)?, boolean: row.get(1)? }))?;
            Ok(Table { columns: found.collect::<Result<_, _>>()?, name })
        };
        names.into_iter().map(table).collect()
    };
    list().map_err(copying)
}

fn count(of: &Connection, table: &Table) -> Result<u64, StoreError> {
    let text = format!("SELECT count(*) FROM {}", quoted(&table.name));
    let rows: i64 = of.query_row(&text, [], |row| row.get(0)).map_err(copying)?;
    Ok(rows.cast_unsigned())
}

/// Rows in each table of a database that was only migrated; more than these, and it holds something.
pub(crate) fn untouched(migrations: &[Migration], now: Moment) -> Result<BTreeMap<String, u64>, StoreError> {
    let connection = Connection::open_in_memory().map_err(copying)?;
    let mut tx = Tx::new(Session::Sqlite(SqliteSession::new(connection)));
    in_transaction(&mut tx, |tx| migrate(tx, migrations, now))?;
    let Session::Sqlite(session) = &tx.session else { unreachable!("made above") };
    let connection = &session.connection;
    tables(connection)?.into_iter().map(|table| Ok((table.name.clone(), count(connection, &table)?))).collect()
}

/// Copies every row of a backup into a database that holds nothing yet, in the transaction that is open.
pub(crate) fn restore(
    tx: &mut Tx,
    backup: &Connection,
    untouched: &BTreeMap<String, u64>,
    tell: &Tell,
) -> Result<(), StoreError> {
    let tables = tables(backup)?;
    let keys = loosen_keys(tx)?;
    let mut total = 0;
    for table in &tables {
        let found: Vec<i64> =
            tx.query_text(&format!("SELECT count(*) FROM {}", quoted(&table.name)), &[], |row| row.get(0))?;
        if found.first().copied().map(i64::cast_unsigned) != untouched.get(&table.name).copied() {
            let problem = format!("the table {} holds rows already; restore into a new, empty database", table.name);
            return Err(StoreError::database("restoring", problem));
        }
        total += count(backup, table)?;
    }
    let mut done = 0;
    for table in &tables {
        tx.run(&format!("DELETE FROM {}", quoted(&table.name)), &[])?;
        let mut step = |rows: u64| {
            // Nobody may be listening any more; the work goes on.
            if (done + rows) / STEP_ROWS > done / STEP_ROWS || done + rows == total {
                tell.send((done + rows, total)).ok();
            }
            done += rows;
        };
        fill(tx, backup, table, &mut step)?;
    }
    for key in keys {
        tx.script(&key)?;
    }
    Ok(())
}

fn fill(tx: &mut Tx, backup: &Connection, table: &Table, step: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
    let columns = table.column_list();
    let insert = |rows: usize| {
        let groups = groups(rows, table.columns.len());
        format!("INSERT INTO {} ({columns}) VALUES {groups}", quoted(&table.name))
    };
    let whole = insert(INSERT_ROWS);
    let mut from = backup.prepare(&format!("SELECT {columns} FROM {}", quoted(&table.name))).map_err(copying)?;
    let mut rows = from.query([]).map_err(copying)?;
    let mut params = Vec::new();
    let mut waiting = 0;
    while let Some(row) = rows.next().map_err(copying)? {
        for (index, column) in table.columns.iter().enumerate() {
            params.push(value(Row::sqlite(row).cell(index)?, column.boolean));
        }
        waiting += 1;
        if waiting == INSERT_ROWS {
            tx.run(&whole, &params)?;
            step(waiting as u64);
            params.clear();
            waiting = 0;
        }
    }
    if waiting > 0 {
        tx.run(&insert(waiting), &params)?;
        step(waiting as u64);
    }
    Ok(())
}

fn value(cell: Cell<'_>, boolean: bool) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) if boolean => Value::Bool(number != 0),
        Cell::Int(number) => Value::Int(number),
        Cell::Real(number) => Value::Real(number),
        Cell::Text(text) => Value::Text(text.to_owned()),
        Cell::Bool(yes) => Value::Bool(yes),
        Cell::Uuid(id) => Value::Uuid(id),
    }
}

const FOREIGN_KEYS: &str = "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

/// Lets rows arrive before those they refer to; gives the texts that check them all at the end.
fn loosen_keys(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    match tx.engine() {
        Engine::Sqlite => tx.script("PRAGMA defer_foreign_keys = ON").map(|()| Vec::new()),
        Engine::Postgres => {
            tx.script("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")?;
            let keys = tx.query_text(FOREIGN_KEYS, &[], |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
            })?;
            for (table, name, _) in &keys {
                tx.script(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
            }
            let again = |(table, name, text)| format!("ALTER TABLE {table} ADD CONSTRAINT {name} {text}");
            Ok(keys.into_iter().map(again).collect())
        }
    }
}

/// Copies a whole PostgreSQL database, as it stands at one moment, into a new SQLite file.
pub(crate) fn dump(
    connector: &Connector,
    migrations: &'static [Migration],
    now: Moment,
    to: &Path,
    tell: &Tell,
) -> Result<(), StoreError> {
    let mut source = connector.connect()?;
    let begin = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    source.batch(begin).map_err(|failure| failure.error)?;
    let options = SqliteOptions { durable: false, migrations, ..SqliteOptions::new(now) };
    let mut target = Tx::new(Session::Sqlite(SqliteSession::new(sqlite::open_writer(to, &options)?)));
    in_transaction(&mut target, |tx| migrate(tx, migrations, now))?;
    let Session::Sqlite(target) = target.session else { unreachable!("made above") };
    let mut target = target.connection;
    // The rows come in the order of the tables' names; PostgreSQL has checked what they refer to.
    target.pragma_update(None, "foreign_keys", false).map_err(copying)?;
    let tables = tables(&target)?;
    let mut total = 0;
    for table in &tables {
        let counted = source.client.query_one(&format!("SELECT count(*) FROM {}", quoted(&table.name)), &[]);
        total +=
            counted.map_err(|error| postgres_failure("counting rows", error).error)?.get::<_, i64>(0).cast_unsigned();
    }
    let filling = target.transaction().map_err(copying)?;
    let mut done = 0;
    for table in &tables {
        drain(&mut source, &filling, table, &mut || {
            done += 1;
            if done % STEP_ROWS == 0 || done == total {
                tell.send((done, total)).ok();
            }
        })?;
    }
    filling.commit().map_err(copying)?;
    target.pragma_update(None, "journal_mode", "DELETE").map_err(copying)?;
    target.close().map_err(|(_, error)| copying(error))
}

fn drain(
    source: &mut PostgresSession,
    target: &Connection,
    table: &Table,
    step: &mut dyn FnMut(),
) -> Result<(), StoreError> {
    let failed = |error| postgres_failure("reading a table", error).error;
    let (name, columns) = (quoted(&table.name), table.column_list());
    target.execute(&format!("DELETE FROM {name}"), []).map_err(copying)?;
    let insert = format!("INSERT INTO {name} ({columns}) VALUES {}", groups(1, table.columns.len()));
    let mut insert = target.prepare_cached(&insert).map_err(copying)?;
    let none: [i64; 0] = [];
    let mut rows = source.client.query_raw(&format!("SELECT {columns} FROM {name}"), none).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let row = Row::postgres(&row);
        for index in 0..table.columns.len() {
            put(&mut insert, index + 1, row.cell(index)?).map_err(copying)?;
        }
        insert.raw_execute().map_err(copying)?;
        step();
    }
    Ok(())
}

fn put(into: &mut CachedStatement<'_>, index: usize, cell: Cell<'_>) -> rusqlite::Result<()> {
    let id: Uuid;
    let value = match cell {
        Cell::Null => ValueRef::Null,
        Cell::Int(number) => ValueRef::Integer(number),
        Cell::Real(number) => ValueRef::Real(number),
        Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        Cell::Bool(yes) => ValueRef::Integer(yes.into()),
        Cell::Uuid(found) => {
            id = found;
            ValueRef::Blob(id.as_bytes())
        }
    };
    into.raw_bind_parameter(index, rusqlite::types::ToSqlOutput::Borrowed(value))
}
