//! The embedded engine: one connection that writes, several that read.

mod session;
mod writer;

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use lianxin_domain::Moment;
use rusqlite::{Connection, OpenFlags};

pub(crate) use session::{SqliteSession, cell, failure};
pub(crate) use writer::{read_units, write_units};

use crate::error::StoreError;
use crate::migrate::{MIGRATIONS, Migration};
use crate::queue::QUEUE_UNITS_MAX;

/// How an SQLite database is opened.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// When migrations are said to have been applied.
    pub now: Moment,
    /// Connections that read; each reads one unit at a time.
    pub readers: usize,
    /// Units that may wait for the writer, and as many for the readers.
    pub queue_units_max: usize,
    /// Pages of 4,096 bytes the file may grow to; `None` is as far as the disk goes.
    pub pages_max: Option<u32>,
    /// Whether a commit waits for the disk. Only a database that is thrown away may say no.
    pub durable: bool,
    /// The schema.
    pub migrations: &'static [Migration],
}

/// More readers than this cost memory (8 MB of cache each) and gain nothing next to one writer.
const READERS_MAX: usize = 8;

impl SqliteOptions {
    /// The usual: durable, the program's schema, a reader for each core but at least two.
    pub fn new(now: Moment) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        SqliteOptions {
            now,
            readers: cores.clamp(2, READERS_MAX),
            queue_units_max: QUEUE_UNITS_MAX,
            pages_max: None,
            durable: true,
            migrations: MIGRATIONS,
        }
    }
}

/// Held for as long as this process may write the database. The kernel lets go of it when the process dies.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

/// Claims the database for this process: a writer that groups commits must be the only one.
pub(crate) fn lock(database: &Path) -> Result<WriterLock, StoreError> {
    let path = beside(database, ".lock");
    let doing = || format!("claiming {}", database.display());
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| StoreError::database(doing(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(WriterLock { _file: file }),
        Err(TryLockError::WouldBlock) => {
            let problem = "another process has this database open for writing; stop it first, or give this one its own data directory";
            Err(StoreError::database(doing(), problem))
        }
        Err(TryLockError::Error(error)) => Err(StoreError::database(doing(), error)),
    }
}

/// A file next to the database, such as its lock.
pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The prepared statements a connection keeps.
const STATEMENTS_KEPT: usize = 512;

/// Opens the connection that writes, making the file if there is none.
pub(crate) fn open_writer(path: &Path, options: &SqliteOptions) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // The write-ahead log is cut back to this after a long reader let it grow.
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.pragma_update(None, "synchronous", if options.durable { "FULL" } else { "OFF" })?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Pages of the log before it is written back, 32 MB: what many units change is written back once, and most commits wait for
        // the log alone. With SQLite's own 1,000 pages, 64 clients on a million requests spend their time writing back.
        connection.pragma_update(None, "wal_autocheckpoint", 8_192)?;
        // Negative: KiB. Enough for the inner pages of the indexes of a few million requests.
        connection.pragma_update(None, "cache_size", -32 * 1024)?;
        // What a savepoint would take back is kept in memory, not in a temporary file: that file cost a fifth of a creation.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        if let Some(pages) = options.pages_max {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(connection)
    };
    open().map_err(|error| failure("opening the database", error).error)
}

/// Opens a connection that cannot write.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -8 * 1024)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Ok(connection)
    };
    open().map_err(|error| failure("opening the database for reading", error).error)
}
