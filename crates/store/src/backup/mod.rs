//! One backup format for both engines: an SQLite file with the schema of the program that wrote it.

mod file;
mod pages;
mod rows;

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use crate::error::StoreError;
use crate::store::{Place, Store};

/// How far a backup or a restore is: done, of so many. Pages or rows, whichever the work goes by.
pub(crate) type Progress<'p> = &'p mut dyn FnMut(u64, u64);

impl Store {
    /// Writes everything, as it stands now, into a new SQLite file; work goes on meanwhile. `progress` is told what is done, of how much.
    pub fn backup_to(&self, path: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
        match self.place() {
            Place::Sqlite { path: database, .. } => Self::backup_sqlite_file(database, path, progress),
            Place::Postgres { connector, options } => file::write_new(path, |partial| {
                told(progress, |tell| rows::dump(connector, options.migrations, options.now, partial, &tell))
            }),
        }
    }

    /// As [`Store::backup_to`], for an SQLite database that another process may be serving from.
    pub fn backup_sqlite_file(database: &Path, path: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
        file::write_new(path, |partial| pages::copy(database, partial, progress))
    }

    /// Fills this database, which must hold nothing yet, from a backup of either engine, of this program or an older one.
    pub fn restore_from(&self, path: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
        let (migrations, now) = match self.place() {
            Place::Sqlite { options, .. } => (options.migrations, options.now),
            Place::Postgres { options, .. } => (options.migrations, options.now),
        };
        let mut backup = file::Backup::open(path, migrations, now)?;
        let untouched = rows::untouched(migrations, now)?;
        told(progress, |tell| {
            self.write_blocking(move |tx| {
                tx.touch();
                rows::restore(tx, backup.connection(), &untouched, &tell)
            })
        })
    }
}

/// Tells how far the work is; the work runs on a thread of its own, the caller's function on the caller's.
pub(crate) type Tell = mpsc::Sender<(u64, u64)>;

fn told<T: Send>(
    progress: Progress<'_>,
    work: impl FnOnce(Tell) -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let working = scope.spawn(move || work(tell));
        for (done, total) in told {
            progress(done, total);
        }
        working.join().unwrap_or_else(|_| Err(StoreError::database("copying the database", "the work panicked")))
    })
}
