//! Why a request may be refused (不予受理).

use crate::words::Bilingual;

/// A lawful reason to refuse a request, with what the citizen is told and where he is sent instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusalReason {
    /// Stable code, such as `court_or_petition`.
    pub code: String,
    /// The reason in a few words.
    pub name: Bilingual,
    /// What the citizen is told, in the second person.
    pub explanation: Bilingual,
    /// The right door.
    pub door: Bilingual,
    /// When the citizen disagrees, a floor supervisor must confirm.
    pub disputed_needs_supervisor: bool,
}
