//! What can go wrong between a unit of work and its database.

use std::error::Error;
use std::sync::Arc;

/// Why a unit of work was not recorded, or why a row could not be read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// A guarded update found that somebody else had changed the row first. Made by the families, never re-run by itself.
    #[error("somebody else changed this first")]
    Stale,
    /// A row with this key exists already.
    #[error("{constraint} exists already")]
    Unique {
        /// The key as `table(column, column)`, the same on both engines.
        constraint: String,
    },
    /// A text holds a NUL character, which PostgreSQL cannot store.
    #[error("a text with a NUL character cannot be stored")]
    BadText,
    /// More units wait than the queue holds. Nothing was recorded; try again later.
    #[error("too many units of work are waiting")]
    Busy,
    /// The disk is full or failing. Nothing was recorded.
    #[error("the disk is full or failing: {0}")]
    Full(String),
    /// The unit of work panicked. Nothing of it was recorded.
    #[error("the unit of work panicked: {0}")]
    Panicked(String),
    /// The connection was lost while the database was told to commit.
    #[error("{0}")]
    Unknown(&'static str),
    /// Everything else the database or its driver refuses.
    #[error("the database failed while {doing}")]
    Database {
        /// What was tried.
        doing: String,
        /// What the driver said.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// A column holds something other than the reader expects.
    #[error("column {name} should be {expected}, it is {found}")]
    Column {
        /// The column's name in the result, or its position.
        name: String,
        /// What the reader asked for.
        expected: &'static str,
        /// What the database gave.
        found: String,
    },
    /// The schema does not fit this program.
    #[error("migration {version}: {problem}")]
    Migration {
        /// The migration's number.
        version: i64,
        /// What is wrong and what to do.
        problem: String,
    },
}

impl StoreError {
    /// What a caller is told when the outcome of a commit is not known.
    pub(crate) const UNKNOWN: StoreError = StoreError::Unknown("may have been recorded; look before repeating");

    /// A failure of the database or its driver.
    pub(crate) fn database(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        StoreError::Database { doing: doing.into(), source: Arc::from(source.into()) }
    }

    /// The store was closed before the unit had its turn.
    pub(crate) fn closed() -> Self {
        StoreError::database("taking a unit of work", "the store is closed")
    }
}
