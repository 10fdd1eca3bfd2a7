//! SQLite to a file, page by page, from one snapshot.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::backup::Progress;
use crate::error::StoreError;
use crate::sqlite::{failure, open_reader};

/// Pages between two words of progress: 256 KB.
const STEP_PAGES: i32 = 64;

pub(crate) fn copy(database: &Path, to: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
    let source = open_reader(database)?;
    let failed = |error| failure("backing up", error).error;
    // A snapshot held open: otherwise each commit of the writer would send the copy back to its first page.
    source.execute_batch("BEGIN").map_err(failed)?;
    source.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(failed)?;
    let mut target = Connection::open(to).map_err(failed)?;
    step_through(&Backup::new(&source, &mut target).map_err(failed)?, progress)?;
    // One file, without a log beside it.
    target.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
    target.close().map_err(|(_, error)| failed(error))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open")]
fn step_through(backup: &Backup<'_, '_>, progress: Progress<'_>) -> Result<(), StoreError> {
    loop {
        let step = backup.step(STEP_PAGES).map_err(|error| failure("backing up", error).error)?;
        let at = backup.progress();
        progress(pages(at.pagecount - at.remaining), pages(at.pagecount));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::Busy | StepResult::Locked => thread::sleep(Duration::from_millis(20)),
            // More, and whatever a later version says while it goes on.
            _ => {}
        }
    }
}

fn pages(count: i32) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
