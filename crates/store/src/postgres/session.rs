//! One PostgreSQL connection: prepares once, and reads what the server says when it refuses.

use std::collections::HashMap;
use std::error::Error;

use postgres::error::{DbError, SqlState};
use postgres::types::ToSql;
use postgres::{Client, Statement};

use crate::error::StoreError;
use crate::row::Row;
use crate::tx::{Failure, Fault, Reader};
use crate::value::Value;

pub(crate) struct PostgresSession {
    pub(crate) client: Client,
    prepared: HashMap<Box<str>, Statement>,
}

/// The prepared statements a connection keeps; beyond, it starts anew.
const STATEMENTS_KEPT: usize = 512;

impl PostgresSession {
    pub(crate) fn new(client: Client) -> Self {
        PostgresSession { client, prepared: HashMap::new() }
    }

    /// Runs texts that take no parameters and return nothing.
    pub(crate) fn batch(&mut self, texts: &str) -> Result<(), Failure> {
        self.client.batch_execute(texts).map_err(|error| failure("running a script", error))
    }

    pub(crate) fn execute(&mut self, text: &str, params: &[Value]) -> Result<u64, Failure> {
        let statement = self.prepare(text)?;
        self.client.execute(&statement, &bound(params)).map_err(|error| failure("running a statement", error))
    }

    pub(crate) fn query(&mut self, text: &str, params: &[Value], read: Reader<'_>) -> Result<(), Failure> {
        let statement = self.prepare(text)?;
        let rows = self.client.query(&statement, &bound(params)).map_err(|error| failure("reading rows", error))?;
        for row in &rows {
            read(&Row::postgres(row))?;
        }
        Ok(())
    }

    pub(crate) fn columns(&mut self, text: &str) -> Result<Vec<String>, Failure> {
        let statement = self.prepare(text)?;
        Ok(statement.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    fn prepare(&mut self, text: &str) -> Result<Statement, Failure> {
        if let Some(statement) = self.prepared.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text).map_err(|error| failure("preparing a statement", error))?;
        if self.prepared.len() >= STATEMENTS_KEPT {
            self.prepared.clear();
        }
        self.prepared.insert(text.into(), statement.clone());
        Ok(statement)
    }
}

fn bound(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Sorts what the server or the wire says into what the program can act on.
pub(crate) fn failure(doing: &str, error: postgres::Error) -> Failure {
    let Some(refusal) = error.as_db_error() else {
        let wire = error.is_closed() || error.source().is_some_and(<dyn Error>::is::<std::io::Error>);
        let fault = if wire { Fault::Lost } else { Fault::Failed };
        return Failure { error: StoreError::database(doing, error), fault: Some(fault) };
    };
    let code = refusal.code();
    let (error, fault) = if *code == SqlState::UNIQUE_VIOLATION {
        (StoreError::Unique { constraint: unique_key(refusal) }, Fault::Failed)
    } else if *code == SqlState::DISK_FULL || *code == SqlState::IO_ERROR {
        let text = "the disk of the PostgreSQL server is full or failing; nothing was recorded";
        (StoreError::Full(text.to_owned()), Fault::Failed)
    } else if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        (StoreError::database(doing, error), Fault::InTheWay)
    } else if ends_connection(code) {
        (StoreError::database(doing, error), Fault::Lost)
    } else {
        (StoreError::database(doing, error), Fault::Failed)
    };
    Failure { error, fault: Some(fault) }
}

/// Class 08, and the server going away (57P01 to 57P05).
fn ends_connection(code: &SqlState) -> bool {
    code.code().starts_with("08") || code.code().starts_with("57P")
}

/// `table(column, column)`: the columns stand in the detail, in every language of the server, between `(` and `)=(`.
fn unique_key(refusal: &DbError) -> String {
    let columns =
        refusal.detail().and_then(|detail| detail.split_once('(')?.1.split_once(")=(")).map(|(columns, _)| columns);
    match (refusal.table(), columns) {
        (Some(table), Some(columns)) => format!("{table}({})", columns.replace('"', "")),
        _ => refusal.constraint().unwrap_or("a row").to_owned(),
    }
}
