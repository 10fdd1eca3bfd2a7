//! Files: evidence and attachments. Content lies on disk under its hash, what it is stands in the database.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};
use std::{fs, io};

use lianxin_domain::access::{Scope, Visibility};
use lianxin_domain::{AccountId, FileId, Minutes, Moment};
pub use lianxin_store::desk::StoredFile;
use lianxin_store::{StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::context::Context;

/// Largest file, in bytes: a minute of phone video is sent as a link, a photo is at most 12 MB.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// For how long an upload waits for the form that takes it.
pub const WAITS: Minutes = Minutes(24 * 60);
/// Longest file name, in characters.
const NAME_CHARS_MAX: usize = 200;

/// What may be uploaded, by what it *is*, not by what it is called.
const ALLOWED: &[&str] = &[
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heif",
    "image/bmp",
    "application/pdf",
    "video/mp4",
    "video/quicktime",
    "audio/mpeg",
    "audio/m4a",
    "audio/x-wav",
    "audio/ogg",
    "audio/amr",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than fits.
    #[error("the file is larger than {} MB", FILE_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// Of a sort that is not taken.
    #[error("files of this sort are not taken: {found}")]
    Sort {
        /// What it is.
        found: String,
    },
    /// Not what its name says.
    #[error("the file is called {name}, but it is {found}")]
    Disguised {
        /// Its name.
        name: String,
        /// What it is.
        found: String,
    },
    /// None, or not for this actor.
    #[error("no such file")]
    NoSuchFile,
    /// The disk.
    #[error("the file could not be kept")]
    Disk(#[source] io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The directory where contents lie.
#[derive(Clone, Debug)]
pub struct FileStore {
    directory: PathBuf,
    /// Numbers files being written, so that two of the same content do not write into one.
    begun: Arc<AtomicU64>,
}

/// A file whose content is on disk and whose sort is known.
#[derive(Clone, Debug)]
pub struct Checked {
    name: String,
    media: &'static str,
    bytes: i64,
    digest: String,
}

impl FileStore {
    /// In this directory, made when the first file comes.
    pub fn new(directory: PathBuf) -> FileStore {
        FileStore { directory, begun: Arc::default() }
    }

    /// Looks at a file, and keeps its content durably. Slow: call it outside of a unit of work.
    pub fn keep(&self, name: &str, content: &[u8]) -> Result<Checked, FileError> {
        if content.is_empty() {
            return Err(FileError::Empty);
        }
        if content.len() > FILE_BYTES_MAX {
            return Err(FileError::TooLarge);
        }
        let media = sort_of(name, content)?;
        let digest = hex::encode(Sha256::digest(content));
        self.write(&digest, content).map_err(FileError::Disk)?;
        let bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
        Ok(Checked { name: safe_name(name), media, bytes, digest })
    }

    /// Written even if the content is there: the file is young again, so that the broom leaves it until its row is noted.
    fn write(&self, digest: &str, content: &[u8]) -> io::Result<()> {
        let path = self.path(digest);
        let directory = path.parent().unwrap_or(&self.directory);
        fs::create_dir_all(directory)?;
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let half = path.with_extension(format!("{}-{number}.part", std::process::id()));
        let mut file = fs::File::create(&half)?;
        file.write_all(content)?;
        file.sync_all()?;
        let lock = self.lock()?;
        lock.lock_shared()?;
        fs::rename(&half, &path)?;
        drop(lock);
        fs::File::open(directory)?.sync_all()
    }

    /// Removes a content that no file has any more, unless it was written after `before`: then somebody is about to note it. Says
    /// whether it was removed. Contents stand on their own: a machine that shares the directory keeps the same lock.
    pub fn remove(&self, digest: &str, before: Moment) -> io::Result<bool> {
        let path = self.path(digest);
        let lock = self.lock()?;
        lock.lock()?;
        let written = match fs::metadata(&path) {
            Ok(data) => data.modified()?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let old = u64::try_from(before.micros()).is_ok_and(|at| written < UNIX_EPOCH + Duration::from_micros(at));
        if old {
            fs::remove_file(&path)?;
        }
        Ok(old)
    }

    /// What keeps a content from being removed while it is put there. Unlocked when it is dropped.
    fn lock(&self) -> io::Result<fs::File> {
        fs::File::options().create(true).append(true).open(self.directory.join(".lock"))
    }

    /// The content of a file.
    pub fn read(&self, file: &StoredFile) -> Result<Vec<u8>, FileError> {
        fs::read(self.path(&file.digest)).map_err(FileError::Disk)
    }

    /// Where contents lie, for a backup.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    fn path(&self, digest: &str) -> PathBuf {
        self.directory.join(&digest[..2]).join(digest)
    }
}

/// Notes a file that was kept; it belongs to no request until a form names it.
pub fn add(tx: &mut Tx, cx: &Context, account: Option<AccountId>, checked: &Checked) -> Result<FileId, StoreError> {
    let id: FileId = cx.id();
    tx.add_file(&StoredFile {
        id,
        request: None,
        name: checked.name.clone(),
        media: checked.media.to_owned(),
        bytes: checked.bytes,
        digest: checked.digest.clone(),
        account,
        uploaded: cx.now,
    })?;
    Ok(id)
}

/// Makes a file that waits, and is nobody's yet, this account's.
pub fn adopt(tx: &mut Tx, id: FileId, account: Option<AccountId>) -> Result<(), StoreError> {
    tx.adopt_file(id, account)
}

/// Forgets uploads that no form took in time; gives their contents, which may be others' as well.
pub fn forget_waiting(tx: &mut Tx, now: Moment) -> Result<Vec<String>, StoreError> {
    tx.drop_waiting_files(now - WAITS)
}

/// Which of these contents no file has.
pub fn unused(tx: &mut Tx, mut digests: Vec<String>) -> Result<Vec<String>, StoreError> {
    digests.sort_unstable();
    digests.dedup();
    let mut unused = Vec::new();
    for digest in digests {
        if !tx.is_file_content(&digest)? {
            unused.push(digest);
        }
    }
    Ok(unused)
}

/// A file that this actor may see: his own upload, or one of a request within his scope.
pub fn visible(tx: &mut Tx, cx: &Context, id: FileId) -> Result<StoredFile, FileError> {
    let file = tx.file(id)?.ok_or(FileError::NoSuchFile)?;
    let seen = match file.request {
        None => file.account.is_some() && file.account == cx.actor.account,
        Some(request) => tx.request(request)?.is_some_and(|request| {
            Scope::of(&cx.actor).allows(Visibility { secrecy: request.facts.secrecy, units: &request.units })
        }),
    };
    if seen { Ok(file) } else { Err(FileError::NoSuchFile) }
}

fn sort_of(name: &str, content: &[u8]) -> Result<&'static str, FileError> {
    let found = infer::get(content).map(|kind| kind.mime_type());
    let Some(media) = found.and_then(|media| ALLOWED.iter().find(|allowed| **allowed == media)) else {
        return Err(FileError::Sort { found: found.unwrap_or("unknown").to_owned() });
    };
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let family = media.split('/').next().unwrap_or_default();
    let fits = match extension.as_str() {
        "" => true,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "heif" | "bmp" => family == "image",
        "mp4" | "mov" => family == "video",
        "mp3" | "m4a" | "wav" | "ogg" | "amr" => family == "audio",
        "pdf" => *media == "application/pdf",
        "docx" | "xlsx" => media.contains("openxmlformats"),
        _ => false,
    };
    if fits { Ok(media) } else { Err(FileError::Disguised { name: safe_name(name), found: (*media).to_owned() }) }
}

/// A name without path, control characters or excess length.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?')).collect();
    let trimmed: String = clean.trim().chars().take(NAME_CHARS_MAX).collect();
    if trimmed.is_empty() { "file".to_owned() } else { trimmed }
}
