//! One SQLite connection: binds, steps, and reads what the driver says when it refuses.

use rusqlite::ffi::ErrorCode;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use uuid::Uuid;

use crate::error::StoreError;
use crate::row::{Cell, Row};
use crate::tx::{Failure, Fault, Reader};
use crate::value::Value;

pub(crate) struct SqliteSession {
    pub(crate) connection: Connection,
}

impl SqliteSession {
    pub(crate) fn new(connection: Connection) -> Self {
        SqliteSession { connection }
    }

    /// Runs texts that take no parameters and return nothing.
    pub(crate) fn batch(&mut self, texts: &str) -> Result<(), Failure> {
        self.connection.execute_batch(texts).map_err(|error| failure("running a script", error))
    }

    /// Runs one of the few texts that frame every unit, such as `SAVEPOINT unit`.
    pub(crate) fn frame(&mut self, text: &'static str) -> Result<(), StoreError> {
        let done = self.connection.prepare_cached(text).and_then(|mut statement| statement.raw_execute());
        done.map(drop).map_err(|error| failure(text, error).error)
    }

    pub(crate) fn execute(&mut self, text: &str, params: &[Value]) -> Result<u64, Failure> {
        let mut statement = self.prepare(text)?;
        bind(&mut statement, params)?;
        let changed = statement.raw_execute().map_err(|error| failure("running a statement", error))?;
        Ok(changed as u64)
    }

    pub(crate) fn query(&mut self, text: &str, params: &[Value], read: Reader<'_>) -> Result<(), Failure> {
        let mut statement = self.prepare(text)?;
        bind(&mut statement, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| failure("reading rows", error))? {
            read(&Row::sqlite(row))?;
        }
        Ok(())
    }

    pub(crate) fn columns(&mut self, text: &str) -> Result<Vec<String>, Failure> {
        let statement = self.prepare(text)?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    fn prepare(&self, text: &str) -> Result<CachedStatement<'_>, Failure> {
        self.connection.prepare_cached(text).map_err(|error| failure("preparing a statement", error))
    }
}

/// Binds by the number in the name: SQLite numbers `$2 … $1` in the order it meets them, not as they are called.
fn bind(statement: &mut CachedStatement<'_>, params: &[Value]) -> Result<(), Failure> {
    let mut highest = 0;
    for index in 1..=statement.parameter_count() {
        let named = statement.parameter_name(index).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let number = named.unwrap_or(index);
        highest = highest.max(number);
        let Some(value) = params.get(number.wrapping_sub(1)) else {
            return Err(miscounted(number, params.len()));
        };
        statement.raw_bind_parameter(index, value).map_err(|error| failure("binding a parameter", error))?;
    }
    if highest == params.len() { Ok(()) } else { Err(miscounted(highest, params.len())) }
}

fn miscounted(wanted: usize, given: usize) -> Failure {
    let problem = format!("the statement takes {wanted} parameters, {given} were given");
    Failure { error: StoreError::database("binding parameters", problem), fault: Some(Fault::Failed) }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = match self {
            Value::Null => ValueRef::Null,
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Bool(yes) => ValueRef::Integer((*yes).into()),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Uuid(id) => ValueRef::Blob(id.as_bytes()),
        };
        Ok(ToSqlOutput::Borrowed(borrowed))
    }
}

/// What stands in a column, or what was found instead of a type both engines have.
pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Cell<'a>, String> {
    match row.get_ref(index).map_err(|error| error.to_string())? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Int(number)),
        ValueRef::Real(number) => Ok(Cell::Real(number)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| "text that is not UTF-8".to_owned())
        }
        ValueRef::Blob(bytes) => {
            Uuid::from_slice(bytes).map(Cell::Uuid).map_err(|_| format!("a blob of {} bytes", bytes.len()))
        }
    }
}

/// Sorts what the driver says into what the program can act on.
#[expect(clippy::wildcard_enum_match_arm, reason = "the driver knows many errors; the program acts on these")]
pub(crate) fn failure(doing: &str, error: rusqlite::Error) -> Failure {
    let error = match &error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            ErrorCode::DiskFull => {
                StoreError::Full("there is no room left for the database; nothing was recorded".to_owned())
            }
            ErrorCode::SystemIoFailure => StoreError::Full(format!(
                "the disk failed to read or write (SQLite code {}); nothing was recorded",
                code.extended_code
            )),
            ErrorCode::ConstraintViolation => match message.as_deref().and_then(unique_key) {
                Some(constraint) => StoreError::Unique { constraint },
                None => StoreError::database(doing, error),
            },
            _ => StoreError::database(doing, error),
        },
        _ => StoreError::database(doing, error),
    };
    Failure { error, fault: Some(Fault::Failed) }
}

/// `UNIQUE constraint failed: t.a, t.b` as `t(a, b)`.
fn unique_key(message: &str) -> Option<String> {
    let columns = message.strip_prefix("UNIQUE constraint failed: ")?;
    let Some((table, _)) = columns.split_once('.') else {
        return Some(columns.to_owned());
    };
    let names: Vec<&str> =
        columns.split(", ").map(|column| column.split_once('.').map_or(column, |(_, name)| name)).collect();
    Some(format!("{table}({})", names.join(", ")))
}
