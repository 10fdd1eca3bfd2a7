//! Idempotency keys: whoever repeats a creation gets the answer of the first time.

pub use lianxin_store::desk::Remembered;
use lianxin_store::{StoreError, Tx};
use uuid::Uuid;

use crate::context::Context;

/// What to do with a request that carries a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// Seen for the first time: carry it out, then [`remember`].
    New,
    /// Carried out before: give this answer again.
    Known(Remembered),
    /// Used before for something else.
    Reused,
}

/// Longest key.
pub const KEY_CHARS_MAX: usize = 200;

/// Looks a key up.
pub fn look(tx: &mut Tx, owner: Uuid, key: &str, fingerprint: &str) -> Result<Key, StoreError> {
    Ok(match tx.remembered(owner, key)? {
        None => Key::New,
        Some(kept) if kept.fingerprint == fingerprint => Key::Known(kept),
        Some(_) => Key::Reused,
    })
}

/// Keeps the answer, in the same unit as what it answers.
pub fn remember(tx: &mut Tx, cx: &Context, owner: Uuid, key: &str, kept: &Remembered) -> Result<(), StoreError> {
    tx.remember(owner, key, kept, cx.now)
}
