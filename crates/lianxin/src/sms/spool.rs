//! A folder with one JSON file for each message: for a modem, for a city's own sender, for a demonstration.
//!
//! A file appears whole, under the message's id. Whoever sends it takes the file away, and should remember the ids of the last minutes:
//! after a crash the same message may be laid down once more.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lianxin_app::outbox::{Sms, SmsError, Text};

/// The folder.
#[derive(Debug)]
pub(super) struct Spool(PathBuf);

impl Spool {
    /// Makes the folder if there is none.
    pub(super) fn open(folder: &Path) -> Result<Spool> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.with_context(|| format!("the folder for text messages {} cannot be made", folder.display()))?;
        Ok(Spool(folder.to_owned()))
    }

    fn lay_down(&self, text: &Text) -> io::Result<()> {
        let whole = self.0.join(format!("{}.json", text.id));
        if whole.try_exists()? {
            return Ok(());
        }
        // Readers look for *.json: what is half written has another name.
        let half = self.0.join(format!(".{}.part", text.id));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        file.write_all(&super::body(text))?;
        file.sync_all()?;
        fs::rename(&half, &whole)?;
        File::open(&self.0)?.sync_all()
    }
}

impl Sms for Spool {
    fn send(&self, text: &Text) -> Result<(), SmsError> {
        self.lay_down(text).map_err(|error| SmsError::Passing(format!("{}：{error}", self.0.display())))
    }
}
