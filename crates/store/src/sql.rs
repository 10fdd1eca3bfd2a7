//! Statements as values: one text for both engines, registered so that a test can prepare every one of them.

use std::sync::OnceLock;

use crate::tx::Engine;

#[doc(hidden)]
pub mod registry {
    //! What the macros below need in the crates that use them.

    pub use inventory;

    use super::{Sql, SqlRows};

    #[derive(Debug)]
    pub struct Statement(pub &'static Sql);
    #[derive(Debug)]
    pub struct RowStatement(pub &'static SqlRows);

    inventory::collect!(Statement);
    inventory::collect!(RowStatement);
}

/// A statement with `$1`, `$2` … for its parameters.
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// A statement whose text serves both engines. Use [`sql!`](crate::sql!), which registers it.
    pub const fn both(name: &'static str, text: &'static str) -> Self {
        Sql { name, sqlite: text, postgres: text }
    }

    /// A statement with a text for each engine. Use [`sql_each!`](crate::sql_each!), which registers it.
    pub const fn each(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Sql { name, sqlite, postgres }
    }

    /// The name it is declared under.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The text for one engine.
    pub fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// A statement that inserts any number of rows at once.
#[derive(Debug)]
pub struct SqlRows {
    name: &'static str,
    columns: usize,
    head: &'static str,
    tail: &'static str,
    texts: [OnceLock<String>; CHUNKS.len()],
}

/// Rows one statement may carry, largest first. Few sizes keep few prepared statements: 100 rows go as 64 + 32 + 4.
/// Up to eight go as they are: a dispatch to two units starts five clocks.
const CHUNKS: [usize; 12] = [64, 32, 16, 8, 7, 6, 5, 4, 3, 2, 1, 0];
/// SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
const PARAMETERS_MAX: usize = 32_766;

impl SqlRows {
    /// `head` ends in `VALUES`, `tail` follows the rows. Use [`sql_rows!`](crate::sql_rows!), which registers it.
    pub const fn new(name: &'static str, columns: usize, head: &'static str, tail: &'static str) -> Self {
        assert!(columns > 0 && columns * CHUNKS[0] <= PARAMETERS_MAX, "too many columns for one statement");
        SqlRows { name, columns, head, tail, texts: [const { OnceLock::new() }; CHUNKS.len()] }
    }

    /// The name it is declared under.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Values in each row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The largest chunk that `rows` fill, and the text that inserts it; nothing for no rows.
    pub fn chunk(&self, rows: usize) -> Option<(usize, &str)> {
        let at = CHUNKS.iter().position(|&size| size <= rows)?;
        let size = CHUNKS[at];
        (size > 0).then(|| (size, self.texts[at].get_or_init(|| self.compose(size)).as_str()))
    }

    fn compose(&self, rows: usize) -> String {
        format!("{} {} {}", self.head, groups(rows, self.columns), self.tail)
    }
}

/// `($1,$2),($3,$4)`: parameters for rows of columns.
pub(crate) fn groups(rows: usize, columns: usize) -> String {
    let group = |row: usize| {
        let parameters: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", parameters.join(","))
    };
    (0..rows).map(group).collect::<Vec<_>>().join(",")
}

/// Every statement of the program, in no order.
pub fn statements() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<registry::Statement>().map(|statement| statement.0)
}

/// Every statement that takes rows, in no order.
pub fn row_statements() -> impl Iterator<Item = &'static SqlRows> {
    inventory::iter::<registry::RowStatement>().map(|statement| statement.0)
}

/// Declares a statement for both engines: `sql!(pub(crate) BY_ID, "SELECT number FROM request WHERE id = $1");`, used as `&BY_ID`.
#[macro_export]
macro_rules! sql {
    ($(#[$meta:meta])* $vis:vis $name:ident, $text:expr $(,)?) => {
        $(#[$meta])*
        $vis static $name: $crate::Sql = $crate::Sql::both(stringify!($name), $text);
        $crate::registry::inventory::submit! { $crate::registry::Statement(&$name) }
    };
}

/// Declares a statement whose text must differ: `sql_each!(NAME, sqlite: "…", postgres: "…");`. Say in a comment because of what.
#[macro_export]
macro_rules! sql_each {
    ($(#[$meta:meta])* $vis:vis $name:ident, sqlite: $sqlite:expr, postgres: $postgres:expr $(,)?) => {
        $(#[$meta])*
        $vis static $name: $crate::Sql = $crate::Sql::each(stringify!($name), $sqlite, $postgres);
        $crate::registry::inventory::submit! { $crate::registry::Statement(&$name) }
    };
}

/// Declares an insert of many rows: `sql_rows!(NAME, columns: 2, "INSERT INTO t (a, b) VALUES", then: "ON CONFLICT DO NOTHING");`.
#[macro_export]
macro_rules! sql_rows {
    ($(#[$meta:meta])* $vis:vis $name:ident, columns: $columns:expr, $head:expr $(,)?) => {
        $crate::sql_rows!($(#[$meta])* $vis $name, columns: $columns, $head, then: "");
    };
    ($(#[$meta:meta])* $vis:vis $name:ident, columns: $columns:expr, $head:expr, then: $tail:expr $(,)?) => {
        $(#[$meta])*
        $vis static $name: $crate::SqlRows = $crate::SqlRows::new(stringify!($name), $columns, $head, $tail);
        $crate::registry::inventory::submit! { $crate::registry::RowStatement(&$name) }
    };
}
