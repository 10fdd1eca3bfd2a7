//! A unit of work's view of the database: synchronous, inside one transaction.

use crate::error::StoreError;
use crate::postgres::PostgresSession;
use crate::row::Row;
use crate::sql::{Sql, SqlRows};
use crate::sqlite::SqliteSession;
use crate::value::Value;

/// Which engine is below; only statements that must differ ask.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// For a city that needs several machines.
    Postgres,
}

/// What a failed statement means for the transaction around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// The unit must be rolled back.
    Failed,
    /// Another unit was in the way (40001, 40P01): the same unit may succeed when run again.
    InTheWay,
    /// The connection is gone, and with it the transaction.
    Lost,
}

/// A failed statement; without a fault the database never saw it fail.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: StoreError,
    pub(crate) fault: Option<Fault>,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure { error, fault: None }
    }
}

pub(crate) type Reader<'r> = &'r mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>;

pub(crate) enum Session {
    Sqlite(SqliteSession),
    Postgres(Box<PostgresSession>),
}

/// One unit of work inside one transaction.
///
/// After a failed statement the unit is lost on both engines: further statements fail, and returning `Ok` is an error. Where a row
/// may exist already, say `ON CONFLICT` rather than catch [`StoreError::Unique`].
pub struct Tx {
    pub(crate) session: Session,
    statements: u32,
    touched: bool,
    fault: Option<Fault>,
    plans: Option<Vec<String>>,
}

impl Tx {
    pub(crate) fn new(session: Session) -> Self {
        Tx { session, statements: 0, touched: false, fault: None, plans: None }
    }

    /// Runs a statement that returns no rows; gives how many rows it changed.
    pub fn execute(&mut self, sql: &'static Sql, params: &[Value]) -> Result<u64, StoreError> {
        self.run(sql.text(self.engine()), params)
    }

    /// Inserts rows, up to 64 a statement; no rows, no statement. Every row must have the declared number of values.
    pub fn execute_rows(&mut self, sql: &'static SqlRows, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
        let mut left = rows;
        let mut changed = 0;
        while let Some((size, text)) = sql.chunk(left.len()) {
            let (chunk, rest) = left.split_at(size);
            if let Some(odd) = chunk.iter().find(|row| row.len() != sql.columns()) {
                let problem = format!("{} takes {} values a row, not {}", sql.name(), sql.columns(), odd.len());
                return Err(StoreError::database("inserting rows", problem));
            }
            changed += self.run(text, &chunk.concat())?;
            left = rest;
        }
        Ok(changed)
    }

    /// Runs a statement and reads every row it returns.
    pub fn query<T>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        read: impl FnMut(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.query_text(sql.text(self.engine()), params, read)
    }

    /// Runs a statement that returns one row or none; further rows are not read.
    pub fn query_opt<T>(
        &mut self,
        sql: &'static Sql,
        params: &[Value],
        mut read: impl FnMut(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut first = None;
        self.fetch(sql.text(self.engine()), params, &mut |row| {
            if first.is_none() {
                first = Some(read(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// Runs a query whose text was put together from parts, such as a filtered list. Never put a value into the text.
    pub fn query_text<T>(
        &mut self,
        text: &str,
        params: &[Value],
        mut read: impl FnMut(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        self.fetch(text, params, &mut |row| {
            all.push(read(row)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Prepares a text without running it and gives the names of the columns it returns; for the test that prepares everything.
    pub fn columns(&mut self, text: &str) -> Result<Vec<String>, StoreError> {
        let prepared = match &mut self.session {
            Session::Sqlite(session) => session.columns(text),
            Session::Postgres(session) => session.columns(text),
        };
        prepared.map_err(|failure| self.fail(failure))
    }

    /// Runs something and gives, for each query of it, how the engine goes about it, one text a query; for measuring and for the test
    /// that no list reads a whole table.
    pub fn explaining<T>(
        &mut self,
        body: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
    ) -> Result<(T, Vec<String>), StoreError> {
        self.plans = Some(Vec::new());
        let done = body(self);
        let plans = self.plans.take().unwrap_or_default();
        Ok((done?, plans))
    }

    /// Statements this unit has run so far.
    pub fn statements(&self) -> u32 {
        self.statements
    }

    /// Says that others will want to know: once the unit is durable, [`Store::changes`](crate::Store::changes) moves on.
    pub fn touch(&mut self) {
        self.touched = true;
    }

    /// Which engine is below; for [`sql_each!`](crate::sql_each!) and nothing else.
    pub fn engine(&self) -> Engine {
        match self.session {
            Session::Sqlite(_) => Engine::Sqlite,
            Session::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs texts that take no parameters and return nothing; for what frames units and makes schemas.
    pub(crate) fn script(&mut self, text: &str) -> Result<(), StoreError> {
        let done = match &mut self.session {
            Session::Sqlite(session) => session.batch(text),
            Session::Postgres(session) => session.batch(text),
        };
        done.map_err(|failure| failure.error)
    }

    /// Forgets the unit before.
    pub(crate) fn start(&mut self) {
        (self.statements, self.touched, self.fault) = (0, false, None);
    }

    pub(crate) fn touched(&self) -> bool {
        self.touched
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Runs a text put together by the program.
    pub(crate) fn run(&mut self, text: &str, params: &[Value]) -> Result<u64, StoreError> {
        self.admit(params)?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.execute(text, params),
            Session::Postgres(session) => session.execute(text, params),
        };
        done.map_err(|failure| self.fail(failure))
    }

    fn fetch(&mut self, text: &str, params: &[Value], read: Reader<'_>) -> Result<(), StoreError> {
        self.admit(params)?;
        self.explain(text, params)?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.query(text, params, read),
            Session::Postgres(session) => session.query(text, params, read),
        };
        done.map_err(|failure| self.fail(failure))
    }

    fn explain(&mut self, text: &str, params: &[Value]) -> Result<(), StoreError> {
        let Some(mut plans) = self.plans.take() else { return Ok(()) };
        // SQLite tells the steps in the fourth column, PostgreSQL in the only one.
        let (how, column) = match self.engine() {
            Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
            Engine::Postgres => ("EXPLAIN", 0),
        };
        let steps = self.query_text(&format!("{how} {text}"), params, |row| row.get::<String>(column))?;
        plans.push(steps.join("\n"));
        self.plans = Some(plans);
        Ok(())
    }

    fn admit(&mut self, params: &[Value]) -> Result<(), StoreError> {
        if self.fault.is_some() {
            return Err(StoreError::database("going on with a unit of work", "an earlier statement of it failed"));
        }
        if params.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0'))) {
            return Err(StoreError::BadText);
        }
        self.statements += 1;
        Ok(())
    }

    fn fail(&mut self, failure: Failure) -> StoreError {
        self.fault = self.fault.or(failure.fault);
        failure.error
    }
}
