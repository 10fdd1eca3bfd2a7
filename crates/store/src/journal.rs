//! The journal (流水): append-only, one chain for each request, one gap-free sequence for all.

use lianxin_domain::request::Entry;
use lianxin_domain::{AccountId, Moment, RequestId};

use crate::codec::{from_json, to_json};
use crate::{Row, StoreError, Tx, Value, sql, sql_rows, values};

// Held until the commit: entries become visible in the order of their numbers, so that a reader can follow them.
// It is the last row that a unit takes, so that nobody waits for long and nobody waits in a circle.
sql!(HEAD, "UPDATE counter SET value = value + $1 WHERE name = 'journal' RETURNING value");
sql_rows!(APPEND, columns: 8, "INSERT INTO journal (seq, request_id, no, at, account, kind, body, hash) VALUES");
sql!(CHAIN, "SELECT seq, no, hash, body FROM journal WHERE request_id = $1 ORDER BY no");
sql!(AFTER, "SELECT seq, request_id, no, at, kind, body FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2");
sql!(
    OF_KIND_IN_HAND,
    "SELECT j.body FROM task t JOIN journal j ON j.request_id = t.request_id \
     WHERE t.claimed_by = $1 AND t.done_at IS NULL AND j.kind = $2 ORDER BY j.seq"
);
sql!(LAST, "SELECT value FROM counter WHERE name = 'journal'");
// A chain without its request, and a request without its chain, both change one of the two counts.
sql!(CHAINS, "SELECT (SELECT COUNT(*) FROM journal WHERE no = 1), (SELECT COUNT(*) FROM request)");
sql!(GAPS, "SELECT COUNT(*), MIN(seq), MAX(seq) FROM journal");

/// An entry on its way into the journal.
#[derive(Clone, Debug)]
pub struct Appended {
    /// Its request.
    pub request: RequestId,
    /// What happened.
    pub entry: Entry,
    /// [`body`] of the entry.
    pub body: String,
    /// Hash over the one before and the body.
    pub hash: String,
}

/// An entry as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its number among all.
    pub seq: i64,
    /// Its number in its chain.
    pub no: i64,
    /// Its hash.
    pub hash: String,
    /// The text that the hash covers.
    pub body: String,
    /// What it says; an error if the text is not an entry.
    pub entry: Entry,
}

/// What a follower of the journal reads.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its number among all.
    pub seq: i64,
    /// Its request.
    pub request: RequestId,
    /// Its number in its chain.
    pub no: i64,
    /// When.
    pub at: Moment,
    /// The event's name.
    pub kind: String,
    /// What it says.
    pub entry: Entry,
}

/// How much there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Entries.
    pub count: i64,
    /// The lowest number.
    pub first: Option<i64>,
    /// The highest number.
    pub last: Option<i64>,
    /// The number that the counter says is the last.
    pub head: i64,
}

/// The text of an entry, as it is hashed and kept.
pub fn body(entry: &Entry) -> Result<String, StoreError> {
    to_json(entry)
}

impl Tx {
    /// Appends entries; nothing else may follow in the unit but more of the same. Gives the last number.
    pub fn append(&mut self, entries: &[Appended]) -> Result<i64, StoreError> {
        let count = i64::try_from(entries.len()).map_err(|error| StoreError::database("counting entries", error))?;
        let head = self.query_opt(&HEAD, &values![count], |row| row.get::<i64>(0))?.ok_or(StoreError::Stale)?;
        let first = head - count + 1;
        let rows: Vec<Vec<Value>> = entries
            .iter()
            .zip(first..)
            .map(|(new, seq)| {
                let account: Option<AccountId> = new.entry.by.account;
                values![
                    seq,
                    new.request,
                    new.entry.no,
                    new.entry.at,
                    account,
                    new.entry.event.name(),
                    &new.body,
                    &new.hash
                ]
            })
            .collect();
        self.execute_rows(&APPEND, &rows)?;
        self.touch();
        Ok(head)
    }

    /// The whole chain of a request, from the first entry.
    pub fn chain(&mut self, request: RequestId) -> Result<Vec<Kept>, StoreError> {
        self.query(&CHAIN, &values![request], |row| {
            let body: String = row.get(3)?;
            Ok(Kept { seq: row.get(0)?, no: row.get(1)?, hash: row.get(2)?, entry: from_json(&body)?, body })
        })
    }

    /// Entries of one kind that happened to the requests of which this person has a task in hand, oldest first.
    pub fn entries_in_hand(&mut self, of: AccountId, kind: &str) -> Result<Vec<Entry>, StoreError> {
        self.query(&OF_KIND_IN_HAND, &values![of, kind], |row| from_json(&row.get::<String>(0)?))
    }

    /// Entries after a number, in the order of their commits.
    pub fn journal_after(&mut self, seq: i64, limit: i64) -> Result<Vec<Followed>, StoreError> {
        self.query(&AFTER, &values![seq, limit], |row: &Row<'_>| {
            Ok(Followed {
                seq: row.get(0)?,
                request: row.get(1)?,
                no: row.get(2)?,
                at: row.get(3)?,
                kind: row.get(4)?,
                entry: from_json(&row.get::<String>(5)?)?,
            })
        })
    }

    /// The number of the last entry.
    pub fn journal_last(&mut self) -> Result<i64, StoreError> {
        Ok(self.query_opt(&LAST, &[], |row| row.get(0))?.unwrap_or(0))
    }

    /// How many chains begin in the journal, and how many requests there are; the same, if nothing was taken away.
    pub fn chains_and_requests(&mut self) -> Result<(i64, i64), StoreError> {
        Ok(self.query_opt(&CHAINS, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or((0, 0)))
    }

    /// How much there is, for `verify`: a gap-free journal has `last - first + 1 == count` and `last == head`.
    pub fn journal_extent(&mut self) -> Result<Extent, StoreError> {
        let head = self.journal_last()?;
        let extent = self.query_opt(&GAPS, &[], |row| {
            Ok(Extent { count: row.get(0)?, first: row.get(1)?, last: row.get(2)?, head })
        })?;
        Ok(extent.unwrap_or(Extent { count: 0, first: None, last: None, head }))
    }
}
