//! Drafts: what an agent types is kept each second, sealed, and survives browser and server.

use lianxin_domain::AccountId;
use lianxin_store::{StoreError, Tx};

use crate::context::Context;

/// Longest draft, in bytes: the form's fields at their limits, as UTF-8, urlencoded.
pub const DRAFT_BYTES_MAX: usize = 512 * 1024;

/// A draft in clear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Goes up with every save.
    pub version: i64,
    /// The form.
    pub form: String,
    /// When it was saved.
    pub saved: lianxin_domain::Moment,
}

/// Saves the form in a slot, unless a later version is there; says whether it was saved.
pub fn save(
    tx: &mut Tx,
    cx: &Context,
    account: AccountId,
    slot: &str,
    version: i64,
    form: &str,
) -> Result<bool, StoreError> {
    let sealed = cx.vault.seal(form, &place(account, slot), &cx.entropy);
    tx.save_draft(account, slot, version, &sealed, cx.now)
}

/// The draft in a slot; one that does not open any more is none.
pub fn load(tx: &mut Tx, cx: &Context, account: AccountId, slot: &str) -> Result<Option<Draft>, StoreError> {
    let Some(kept) = tx.draft(account, slot)? else { return Ok(None) };
    let form = cx.vault.open(&kept.sealed, &place(account, slot));
    if let Err(error) = &form {
        tracing::error!(%error, "a draft does not open");
    }
    Ok(form.ok().map(|form| Draft { version: kept.version, form, saved: kept.saved }))
}

/// Forgets it: it became a request, or was thrown away.
pub fn discard(tx: &mut Tx, account: AccountId, slot: &str) -> Result<(), StoreError> {
    tx.drop_draft(account, slot)
}

/// What the draft of a slot is sealed for.
pub(crate) fn place(account: AccountId, slot: &str) -> String {
    format!("draft:{account}:{slot}")
}
