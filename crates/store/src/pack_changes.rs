//! Proposed changes of the city pack (规则变更): one file's new text, by one person, in force once another has approved it.

use lianxin_domain::{AccountId, ChangeId, Moment};

use crate::{Row, StoreError, Tx, sql, values};

/// Where a change stands: the codes of the column `state`.
pub mod state {
    /// Waits for the second person.
    pub const PROPOSED: &str = "proposed";
    /// In force.
    pub const APPROVED: &str = "approved";
    /// Refused by the second person, or taken back by the first.
    pub const REFUSED: &str = "refused";
}

/// A change.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct PackChange {
    pub id: ChangeId,
    /// The file in the pack, such as `policy/2025-01.toml`.
    pub path: String,
    /// Its text when the change was written.
    pub before: String,
    /// Its new text.
    pub after: String,
    pub reason: String,
    pub state: String,
    pub proposed_by: AccountId,
    pub proposed_name: String,
    pub proposed: Moment,
    pub decided_by: Option<AccountId>,
    pub decided_name: Option<String>,
    pub decided: Option<Moment>,
    pub note: Option<String>,
}

sql!(
    PROPOSE,
    "INSERT INTO pack_change (id, path, before_text, after_text, reason, state, proposed_by, proposed_name, proposed_at) \
     VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8)"
);
sql!(
    DECIDE,
    "UPDATE pack_change SET state = $2, decided_by = $3, decided_name = $4, decided_at = $5, decided_note = $6 \
     WHERE id = $1 AND state = 'proposed'"
);
sql!(
    ONE,
    "SELECT id, path, before_text, after_text, reason, state, proposed_by, proposed_name, proposed_at, decided_by, decided_name, \
     decided_at, decided_note FROM pack_change WHERE id = $1"
);
sql!(
    NEWEST,
    "SELECT id, path, before_text, after_text, reason, state, proposed_by, proposed_name, proposed_at, decided_by, decided_name, \
     decided_at, decided_note FROM pack_change ORDER BY id DESC LIMIT $1"
);
// In the order of approval: a later text of the same file takes the place of the earlier.
sql!(
    IN_FORCE,
    "SELECT id, path, before_text, after_text, reason, state, proposed_by, proposed_name, proposed_at, decided_by, decided_name, \
     decided_at, decided_note FROM pack_change WHERE state = 'approved' ORDER BY decided_at, id"
);

fn change(row: &Row<'_>) -> Result<PackChange, StoreError> {
    Ok(PackChange {
        id: row.get(0)?,
        path: row.get(1)?,
        before: row.get(2)?,
        after: row.get(3)?,
        reason: row.get(4)?,
        state: row.get(5)?,
        proposed_by: row.get(6)?,
        proposed_name: row.get(7)?,
        proposed: row.get(8)?,
        decided_by: row.get(9)?,
        decided_name: row.get(10)?,
        decided: row.get(11)?,
        note: row.get(12)?,
    })
}

impl Tx {
    /// Writes a proposal.
    pub fn propose_change(&mut self, change: &PackChange) -> Result<(), StoreError> {
        self.execute(
            &PROPOSE,
            &values![
                change.id,
                &change.path,
                &change.before,
                &change.after,
                &change.reason,
                change.proposed_by,
                &change.proposed_name,
                change.proposed,
            ],
        )
        .map(drop)
    }

    /// Decides on a proposal, once; `false`: somebody else has.
    pub fn decide_change(
        &mut self,
        id: ChangeId,
        state: &str,
        (by, name): (AccountId, &str),
        at: Moment,
        note: &str,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&DECIDE, &values![id, state, by, name, at, note])? == 1)
    }

    /// One change.
    pub fn pack_change(&mut self, id: ChangeId) -> Result<Option<PackChange>, StoreError> {
        self.query_opt(&ONE, &values![id], change)
    }

    /// Changes, newest first.
    pub fn pack_changes(&mut self, limit: i64) -> Result<Vec<PackChange>, StoreError> {
        self.query(&NEWEST, &values![limit], change)
    }

    /// Approved changes, in the order of approval.
    pub fn changes_in_force(&mut self) -> Result<Vec<PackChange>, StoreError> {
        self.query(&IN_FORCE, &[], change)
    }
}
