//! What stands beside requests: drafts, files, idempotency keys, imported rows, settings.

use lianxin_domain::{AccountId, FileId, Moment, RequestId};
use uuid::Uuid;

use crate::{Row, StoreError, Tx, Value, sql, values};

/// A draft as it was last saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Goes up with every save.
    pub version: i64,
    /// The form, sealed.
    pub sealed: String,
    /// When.
    pub saved: Moment,
}

/// A file that was uploaded.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct StoredFile {
    pub id: FileId,
    /// `None` until the form it came with is sent.
    pub request: Option<RequestId>,
    pub name: String,
    pub media: String,
    pub bytes: i64,
    /// SHA-256 of the content, hex: its name on disk.
    pub digest: String,
    pub account: Option<AccountId>,
    pub uploaded: Moment,
}

/// The answer that was given to a request with an idempotency key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remembered {
    /// Hash of what was asked.
    pub fingerprint: String,
    /// HTTP status.
    pub status: i64,
    /// Body.
    pub answer: String,
}

// A save that is older than what is there changes nothing: the last keystroke wins, not the slowest packet.
sql!(
    SAVE_DRAFT,
    "INSERT INTO draft (account_id, slot, version, sealed, saved_at) VALUES ($1,$2,$3,$4,$5) \
     ON CONFLICT (account_id, slot) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, saved_at = excluded.saved_at \
     WHERE draft.version < excluded.version"
);
sql!(DRAFT, "SELECT version, sealed, saved_at FROM draft WHERE account_id = $1 AND slot = $2");
sql!(DROP_DRAFT, "DELETE FROM draft WHERE account_id = $1 AND slot = $2");
// In one step, so that what is saved at the same moment is either taken along or stays: never lost.
sql!(TAKE_DRAFT, "DELETE FROM draft WHERE account_id = $1 AND slot = $2 RETURNING version, sealed, saved_at");
sql!(SLOTS, "SELECT slot FROM draft WHERE account_id = $1 ORDER BY saved_at, slot LIMIT $2");
sql!(
    ADD_FILE,
    "INSERT INTO file (id, request_id, name, media, bytes, digest, account, uploaded_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)"
);
sql!(FILE, "SELECT id, request_id, name, media, bytes, digest, account, uploaded_at FROM file WHERE id = $1");
sql!(
    FILES_OF,
    "SELECT id, request_id, name, media, bytes, digest, account, uploaded_at FROM file WHERE request_id = $1 ORDER BY id LIMIT 500"
);
// Until it is tied to a request, a file is its uploader's; what came in without an account is its own form's.
sql!(
    ATTACH,
    "UPDATE file SET request_id = $2 WHERE id = $1 \
     AND (request_id = $2 OR (request_id IS NULL AND account IS NOT DISTINCT FROM $3))"
);
sql!(ADOPT, "UPDATE file SET account = $2 WHERE id = $1 AND request_id IS NULL AND account IS NULL");
sql!(HAND_FILE, "UPDATE file SET account = $3 WHERE id = $1 AND account = $2 AND request_id IS NULL");
sql!(
    WAITING_FILES,
    "SELECT id, digest FROM file WHERE request_id IS NULL AND uploaded_at < $1 ORDER BY uploaded_at LIMIT 500"
);
// Asked again: a form may have taken it meanwhile.
sql!(DROP_WAITING_FILE, "DELETE FROM file WHERE id = $1 AND request_id IS NULL");
sql!(DIGEST_KNOWN, "SELECT 1 FROM file WHERE digest = $1 LIMIT 1");
sql!(CLOSE_PUBLIC, "INSERT INTO public_closed (session, until) VALUES ($1,$2) ON CONFLICT (session) DO NOTHING");
sql!(PUBLIC_CLOSED, "SELECT 1 FROM public_closed WHERE session = $1");
sql!(FORGET_PUBLIC, "DELETE FROM public_closed WHERE until <= $1");
sql!(
    REMEMBER,
    "INSERT INTO idempotency (account_id, key, fingerprint, status, answer, created_at) VALUES ($1,$2,$3,$4,$5,$6)"
);
sql!(REMEMBERED, "SELECT fingerprint, status, answer FROM idempotency WHERE account_id = $1 AND key = $2");
sql!(FORGET, "DELETE FROM idempotency WHERE created_at < $1");
sql!(IMPORTED, "SELECT request_id FROM imported WHERE source = $1 AND source_id = $2");
sql!(MARK_IMPORTED, "INSERT INTO imported (source, source_id, request_id) VALUES ($1,$2,$3)");
sql!(SETTING, "SELECT value FROM setting WHERE name = $1");
sql!(SET, "INSERT INTO setting (name, value) VALUES ($1,$2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

fn draft(row: &Row<'_>) -> Result<Draft, StoreError> {
    Ok(Draft { version: row.get(0)?, sealed: row.get(1)?, saved: row.get(2)? })
}

fn file(row: &Row<'_>) -> Result<StoredFile, StoreError> {
    Ok(StoredFile {
        id: row.get(0)?,
        request: row.get(1)?,
        name: row.get(2)?,
        media: row.get(3)?,
        bytes: row.get(4)?,
        digest: row.get(5)?,
        account: row.get(6)?,
        uploaded: row.get(7)?,
    })
}

impl Tx {
    /// Saves a draft, unless a later one is there; says whether it was saved.
    pub fn save_draft(
        &mut self,
        account: AccountId,
        slot: &str,
        version: i64,
        sealed: &str,
        now: Moment,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&SAVE_DRAFT, &values![account, slot, version, sealed, now])? == 1)
    }

    /// The draft in a slot.
    pub fn draft(&mut self, account: AccountId, slot: &str) -> Result<Option<Draft>, StoreError> {
        self.query_opt(&DRAFT, &values![account, slot], draft)
    }

    /// Forgets a draft: it became a request.
    pub fn drop_draft(&mut self, account: AccountId, slot: &str) -> Result<(), StoreError> {
        self.execute(&DROP_DRAFT, &values![account, slot]).map(drop)
    }

    /// Takes a draft out of its slot, as it stands at that moment.
    pub fn take_draft(&mut self, account: AccountId, slot: &str) -> Result<Option<Draft>, StoreError> {
        self.query_opt(&TAKE_DRAFT, &values![account, slot], draft)
    }

    /// The slots in which a person has something, the oldest first.
    pub fn draft_slots(&mut self, account: AccountId, limit: i64) -> Result<Vec<String>, StoreError> {
        self.query(&SLOTS, &values![account, limit], |row| row.get(0))
    }

    /// Notes a file.
    pub fn add_file(&mut self, new: &StoredFile) -> Result<(), StoreError> {
        let row: Vec<Value> =
            values![new.id, new.request, &new.name, &new.media, new.bytes, &new.digest, new.account, new.uploaded];
        self.execute(&ADD_FILE, &row).map(drop)
    }

    /// A file.
    pub fn file(&mut self, id: FileId) -> Result<Option<StoredFile>, StoreError> {
        self.query_opt(&FILE, &values![id], file)
    }

    /// The files of a request.
    pub fn files_of(&mut self, request: RequestId) -> Result<Vec<StoredFile>, StoreError> {
        self.query(&FILES_OF, &values![request], file)
    }

    /// Ties a file to a request, in the name of `account`; says whether it could be: it is neither another request's nor another's upload.
    pub fn attach_file(
        &mut self,
        id: FileId,
        request: RequestId,
        account: Option<AccountId>,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ATTACH, &values![id, request, account])? == 1)
    }

    /// Gives a file that is nobody's, and no request's, to an account.
    pub fn adopt_file(&mut self, id: FileId, account: Option<AccountId>) -> Result<(), StoreError> {
        self.execute(&ADOPT, &values![id, account]).map(drop)
    }

    /// Forgets uploads from before a moment that no request took, some hundreds at a time; gives their contents, which stay where they lie.
    pub fn drop_waiting_files(&mut self, before: Moment) -> Result<Vec<String>, StoreError> {
        let waiting =
            self.query(&WAITING_FILES, &values![before], |row| Ok((row.get::<Uuid>(0)?, row.get::<String>(1)?)))?;
        let mut dropped = Vec::new();
        for (id, digest) in waiting {
            if self.execute(&DROP_WAITING_FILE, &values![id])? == 1 {
                dropped.push(digest);
            }
        }
        Ok(dropped)
    }

    /// Whether any file has this content.
    pub fn is_file_content(&mut self, digest: &str) -> Result<bool, StoreError> {
        Ok(self.query_opt(&DIGEST_KNOWN, &values![digest], |row| row.get::<i64>(0))?.is_some())
    }

    /// Closes a request that a citizen had opened: his session ends, whoever has a copy of its cookie. `until`: when it would have ended anyway.
    pub fn close_public(&mut self, session: Uuid, until: Moment) -> Result<(), StoreError> {
        self.execute(&CLOSE_PUBLIC, &values![session, until]).map(drop)
    }

    /// Whether a citizen has closed this session.
    pub fn is_public_closed(&mut self, session: Uuid) -> Result<bool, StoreError> {
        Ok(self.query_opt(&PUBLIC_CLOSED, &values![session], |row| row.get::<i64>(0))?.is_some())
    }

    /// Forgets closed sessions that would have ended by now; gives how many.
    pub fn forget_public(&mut self, now: Moment) -> Result<u64, StoreError> {
        self.execute(&FORGET_PUBLIC, &values![now])
    }

    /// A file that waits for the form it came with goes from one person to another.
    pub fn hand_file(&mut self, id: FileId, from: AccountId, to: AccountId) -> Result<(), StoreError> {
        self.execute(&HAND_FILE, &values![id, from, to]).map(drop)
    }

    /// The answer given before to this key.
    pub fn remembered(&mut self, account: Uuid, key: &str) -> Result<Option<Remembered>, StoreError> {
        self.query_opt(&REMEMBERED, &values![account, key], |row| {
            Ok(Remembered { fingerprint: row.get(0)?, status: row.get(1)?, answer: row.get(2)? })
        })
    }

    /// Keeps the answer given to a key. [`StoreError::Unique`] if somebody was faster.
    pub fn remember(&mut self, account: Uuid, key: &str, kept: &Remembered, now: Moment) -> Result<(), StoreError> {
        self.execute(&REMEMBER, &values![account, key, &kept.fingerprint, kept.status, &kept.answer, now]).map(drop)
    }

    /// Forgets keys older than a moment.
    pub fn forget_keys(&mut self, before: Moment) -> Result<u64, StoreError> {
        self.execute(&FORGET, &values![before])
    }

    /// What a source's row became, if it came in before.
    pub fn imported(&mut self, source: &str, source_id: &str) -> Result<Option<RequestId>, StoreError> {
        self.query_opt(&IMPORTED, &values![source, source_id], |row| row.get(0))
    }

    /// Notes what a source's row became.
    pub fn mark_imported(&mut self, source: &str, source_id: &str, request: RequestId) -> Result<(), StoreError> {
        self.execute(&MARK_IMPORTED, &values![source, source_id, request]).map(drop)
    }

    /// A setting of this installation, such as the check of its key.
    pub fn setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        self.query_opt(&SETTING, &values![name], |row| row.get(0))
    }

    /// Sets it.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.execute(&SET, &values![name, value]).map(drop)
    }
}
