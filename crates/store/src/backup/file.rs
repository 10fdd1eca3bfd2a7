//! The file of a backup: it appears whole or not at all, and an older one is brought up to date in a copy.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use lianxin_domain::Moment;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::migrate::{Migration, migrate, verify};
use crate::sqlite::{self, SqliteOptions, SqliteSession};
use crate::store::{fresh_directory, in_transaction};
use crate::tx::{Session, Tx};

/// Has a file written beside its place, and moves it there once it is whole and on the disk.
pub(crate) fn write_new(path: &Path, write: impl FnOnce(&Path) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::database(format!("writing the backup {}", path.display()), error);
    if path.exists() {
        return Err(failed(std::io::Error::new(
            std::io::ErrorKind::AlreadyExists,
            "there is a file of this name already",
        )));
    }
    let partial = sqlite::beside(path, ".partial");
    remove_if_there(&partial).map_err(failed)?;
    let written = write(&partial).and_then(|()| File::open(&partial).and_then(|file| file.sync_all()).map_err(failed));
    if let Err(error) = written {
        if let Err(left) = remove_if_there(&partial) {
            tracing::warn!(error = %left, file = %partial.display(), "could not be removed");
        }
        return Err(error);
    }
    fs::rename(&partial, path).map_err(failed)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}

fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A backup opened for reading, with the schema of this program.
pub(crate) struct Backup {
    tx: Tx,
    /// Where the copy is that had to be brought up to date.
    scratch: Option<PathBuf>,
}

impl Backup {
    pub(crate) fn open(path: &Path, migrations: &'static [Migration], now: Moment) -> Result<Self, StoreError> {
        let reader = Tx::new(Session::Sqlite(SqliteSession::new(sqlite::open_reader(path)?)));
        let mut backup = Backup { tx: reader, scratch: None };
        if verify(&mut backup.tx, migrations)? < migrations.len() {
            let scratch = fresh_directory(&std::env::temp_dir())?;
            let copy = scratch.join("backup.db");
            backup.scratch = Some(scratch);
            fs::copy(path, &copy).map_err(|error| StoreError::database("copying the backup", error))?;
            let options = SqliteOptions { durable: false, migrations, ..SqliteOptions::new(now) };
            backup.tx = Tx::new(Session::Sqlite(SqliteSession::new(sqlite::open_writer(&copy, &options)?)));
            in_transaction(&mut backup.tx, |tx| migrate(tx, migrations, now))?;
        }
        Ok(backup)
    }

    pub(crate) fn connection(&mut self) -> &Connection {
        match &self.tx.session {
            Session::Sqlite(session) => &session.connection,
            Session::Postgres(_) => unreachable!("a backup is an SQLite file"),
        }
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        if let Some(scratch) = &self.scratch
            && let Err(error) = fs::remove_dir_all(scratch)
        {
            tracing::warn!(%error, directory = %scratch.display(), "could not be removed");
        }
    }
}
