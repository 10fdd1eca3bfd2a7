//! SQL for two engines under one seam: SQLite, embedded, and PostgreSQL.
//!
//! A statement is declared once ([`sql!`]), run through a [`Tx`] inside a unit of work, and a unit of work is handed to a [`Store`].
//! What is *not* here: rules. Nothing branches on what a row means.

pub mod accounts;
mod backup;
pub mod board;
pub mod clocks;
mod codec;
pub mod desk;
mod error;
pub mod figures;
mod inbox;
pub mod journal;
mod lane;
pub mod lists;
pub mod messages;
mod migrate;
pub mod pack_changes;
mod postgres;
mod queue;
pub mod requests;
mod row;
mod scope;
mod sql;
mod sqlite;
mod store;
pub mod ties;
mod tx;
mod unit;
mod value;
mod walk;

pub use error::StoreError;
pub use lane::StoreMetrics;
pub use migrate::{MIGRATIONS, Migration};
pub use postgres::PostgresOptions;
pub use row::{Cell, FromCell, Row};
#[doc(hidden)]
pub use sql::registry;
pub use sql::{Sql, SqlRows, row_statements, statements};
pub use sqlite::SqliteOptions;
pub use store::Store;
pub use tx::{Engine, Tx};
pub use value::Value;
