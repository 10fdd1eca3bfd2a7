//! The engine for a city that needs several machines: worker threads, each with its own connection.

pub(crate) mod news;
mod session;
mod tls;
mod types;
mod worker;

use lianxin_domain::Moment;

pub(crate) use session::{PostgresSession, failure};
pub(crate) use types::cell;
pub(crate) use worker::{Connector, Framing, Worker};

use crate::error::StoreError;
use crate::migrate::{MIGRATIONS, Migration};
use crate::queue::QUEUE_UNITS_MAX;
use crate::tx::Tx;

/// How a PostgreSQL database is opened.
#[derive(Clone, Debug)]
pub struct PostgresOptions {
    /// When migrations are said to have been applied.
    pub now: Moment,
    /// Connections that write.
    pub writers: usize,
    /// Connections that read.
    pub readers: usize,
    /// Units that may wait to write, and as many to read.
    pub queue_units_max: usize,
    /// The schema.
    pub migrations: &'static [Migration],
}

impl PostgresOptions {
    /// The usual: eight connections that write, four that read, the program's schema.
    pub fn new(now: Moment) -> Self {
        PostgresOptions { now, writers: 8, readers: 4, queue_units_max: QUEUE_UNITS_MAX, migrations: MIGRATIONS }
    }
}

const SERVER: &str = "SELECT current_setting('server_encoding'), datcollate
    FROM pg_database WHERE datname = current_database()";

/// Refuses a database that cannot hold Chinese text.
pub(crate) fn check(tx: &mut Tx) -> Result<(), StoreError> {
    let found = tx.query_text(SERVER, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    for (encoding, collation) in found {
        if encoding != "UTF8" {
            let problem = format!("its encoding is {encoding}; create it with ENCODING 'UTF8'");
            return Err(StoreError::database("looking at the PostgreSQL database", problem));
        }
        if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            tracing::warn!(
                collation,
                "texts sort by the language of the server; LC_COLLATE 'C.UTF-8' sorts as SQLite does"
            );
        }
    }
    Ok(())
}
