//! What comes out of a statement: one reader for both engines.

use uuid::Uuid;

use crate::error::StoreError;

/// One row of a result, valid while it is being read.
pub struct Row<'a> {
    source: Source<'a>,
}

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

/// What stands in one column, as both engines see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// NULL
    Null,
    /// BIGINT, and on SQLite BOOLEAN
    Int(i64),
    /// DOUBLE PRECISION, and on PostgreSQL sums and averages that are not whole
    Real(f64),
    /// TEXT
    Text(&'a str),
    /// BOOLEAN on PostgreSQL
    Bool(bool),
    /// UUID; a 16-byte blob on SQLite
    Uuid(Uuid),
}

impl Cell<'_> {
    fn found(self) -> String {
        match self {
            Cell::Null => "nothing".to_owned(),
            Cell::Int(number) => format!("the number {number}"),
            Cell::Real(number) => format!("the number {number}"),
            Cell::Text(_) => "another text".to_owned(),
            Cell::Bool(yes) => format!("{yes}"),
            Cell::Uuid(_) => "an id".to_owned(),
        }
    }
}

/// A type that can be read from a column.
pub trait FromCell: Sized {
    /// What the column should hold, for the error.
    const EXPECTED: &'static str;
    /// The value, or nothing if the column holds something else.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

impl<'a> Row<'a> {
    pub(crate) fn sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Row { source: Source::Sqlite(row) }
    }

    pub(crate) fn postgres(row: &'a postgres::Row) -> Self {
        Row { source: Source::Postgres(row) }
    }

    /// The value of a column; the first is 0. A column of another type is an error that names it.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T, StoreError> {
        let cell = self.cell(index)?;
        T::from_cell(cell).ok_or_else(|| self.wrong(index, T::EXPECTED, cell.found()))
    }

    /// The column as it stands, for code that copies rows without knowing them.
    pub fn cell(&self, index: usize) -> Result<Cell<'_>, StoreError> {
        let read = match &self.source {
            Source::Sqlite(row) => crate::sqlite::cell(row, index),
            Source::Postgres(row) => crate::postgres::cell(row, index),
        };
        read.map_err(|found| self.wrong(index, "of a type both engines have", found))
    }

    fn wrong(&self, index: usize, expected: &'static str, found: String) -> StoreError {
        let name = match &self.source {
            Source::Sqlite(row) => row.as_ref().column_name(index).ok().map(str::to_owned),
            Source::Postgres(row) => row.columns().get(index).map(|column| column.name().to_owned()),
        };
        StoreError::Column { name: name.unwrap_or_else(|| format!("number {index}")), expected, found }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl FromCell for String {
    const EXPECTED: &'static str = "a text";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }
    }
}

impl FromCell for i64 {
    const EXPECTED: &'static str = "a whole number";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Int(number) = cell { Some(number) } else { None }
    }
}

impl FromCell for bool {
    const EXPECTED: &'static str = "yes or no";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(yes) => Some(yes),
            Cell::Int(number @ (0 | 1)) => Some(number == 1),
            Cell::Null | Cell::Int(_) | Cell::Real(_) | Cell::Text(_) | Cell::Uuid(_) => None,
        }
    }
}

impl FromCell for f64 {
    const EXPECTED: &'static str = "a number";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Real(number) => Some(number),
            #[expect(clippy::cast_precision_loss, reason = "averages and sums beyond 2^53 are measures, not counts")]
            Cell::Int(number) => Some(number as f64),
            Cell::Null | Cell::Text(_) | Cell::Bool(_) | Cell::Uuid(_) => None,
        }
    }
}

impl FromCell for Uuid {
    const EXPECTED: &'static str = "an id";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        if let Cell::Uuid(id) = cell { Some(id) } else { None }
    }
}
