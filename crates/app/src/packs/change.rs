//! A change of the rules: one person proposes the new text of a file, another looks at what it does and decides.

use std::sync::Arc;

use lianxin_domain::access::Role;
use lianxin_domain::city::{Change, City};
use lianxin_domain::{AccountId, ChangeId, Moment};
use lianxin_store::pack_changes::{PackChange, state};
use lianxin_store::{StoreError, Tx};

use super::{Effective, RulesError, approved, effective, mark};
use crate::app::App;
use crate::context::Context;

/// Who proposes changes of the rules.
pub const MAY_PROPOSE: &[Role] = &[Role::Administrator];
/// Who decides on the proposals of others.
pub const MAY_DECIDE: &[Role] = &[Role::Administrator, Role::Leader];
/// Who reads the rules as they are written.
pub const MAY_READ: &[Role] = &[Role::Administrator, Role::Leader, Role::Auditor];
/// The longest text of a file.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;

/// A new text for a file, checked against the rules in force.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The file.
    pub path: String,
    /// Its text in force; empty if it is new.
    pub before: String,
    /// Its new text, with the line ends of a pack.
    pub after: String,
    /// The rules in force.
    pub now: Arc<City>,
    /// The rules as they would be.
    pub then: Arc<City>,
    /// What differs, in words.
    pub differences: Vec<Change>,
    /// The state of the rules that this was checked against.
    seen: String,
}

/// The rules in force with their texts. Holds the thread.
pub fn shown(app: &App) -> Result<Effective, RulesError> {
    let pack = app.rules.pack().ok_or(RulesError::Fixed)?;
    let approved = app.store.read_blocking(approved)?;
    effective(&*pack, &approved).map_err(RulesError::Faults)
}

/// Checks a new text: whether the whole would still be a city, and what would differ. Holds the thread.
pub fn draft(app: &App, path: &str, after: &str) -> Result<Draft, RulesError> {
    let pack = app.rules.pack().ok_or(RulesError::Fixed)?;
    if after.len() > TEXT_BYTES_MAX {
        return Err(RulesError::TooLong);
    }
    let standing = shown(app)?;
    // A browser ends the lines of a form in its own way, and forgets the last.
    let mut after = after.replace("\r\n", "\n");
    if !after.ends_with('\n') {
        after.push('\n');
    }
    let before = standing.texts.get(path).cloned().unwrap_or_default();
    if before == after {
        return Err(RulesError::Unchanged);
    }
    let mut texts = standing.texts;
    texts.insert(path.to_owned(), after.clone());
    let then = pack.read(&texts).map_err(RulesError::Faults)?;
    let differences = City::diff(&standing.city, &then);
    let (now, then) = (Arc::new(standing.city), Arc::new(then));
    Ok(Draft { path: path.to_owned(), before, after, now, then, differences, seen: standing.seen })
}

/// Lays a checked text before the second person.
pub fn propose(tx: &mut Tx, cx: &Context, draft: &Draft, reason: &str) -> Result<ChangeId, RulesError> {
    let by = person(cx, MAY_PROPOSE)?;
    let reason = given(reason)?;
    let change = PackChange {
        id: cx.id(),
        path: draft.path.clone(),
        before: draft.before.clone(),
        after: draft.after.clone(),
        reason,
        state: state::PROPOSED.to_owned(),
        proposed_by: by,
        proposed_name: cx.actor.name.clone(),
        proposed: cx.now,
        decided_by: None,
        decided_name: None,
        decided: None,
        note: None,
    };
    tx.propose_change(&change)?;
    tx.touch();
    Ok(change.id)
}

/// Decides on somebody else's proposal. Approving takes the draft that the proposal was shown as: it must be its very text, checked
/// against the rules as they still are. In force once the unit is durable and [`take_over`](super::take_over) was called.
pub fn decide(
    tx: &mut Tx,
    cx: &Context,
    id: ChangeId,
    approved_as: Option<&Draft>,
    note: &str,
) -> Result<(), RulesError> {
    let by = person(cx, MAY_DECIDE)?;
    let note = given(note)?;
    let seen = tx.setting(super::RULES)?.unwrap_or_default();
    if approved_as.is_some() {
        mark(tx, id)?;
    }
    let change = waiting(tx, id)?;
    if change.proposed_by == by {
        return Err(RulesError::Own);
    }
    let mut at = cx.now;
    if let Some(draft) = approved_as {
        let same = (&draft.path, &draft.before, &draft.after) == (&change.path, &change.before, &change.after);
        if !same || draft.seen != seen {
            return Err(RulesError::Outdated);
        }
        at = after_the_last(tx, at)?;
    }
    let state = if approved_as.is_some() { state::APPROVED } else { state::REFUSED };
    settle(tx, &change, state, (by, &cx.actor.name), at, &note)
}

/// Takes back one's own proposal.
pub fn take_back(tx: &mut Tx, cx: &Context, id: ChangeId) -> Result<(), RulesError> {
    let by = person(cx, MAY_PROPOSE)?;
    let change = waiting(tx, id)?;
    if change.proposed_by != by {
        return Err(RulesError::Own);
    }
    let note = cx.lang.pick("提议人撤回", "Taken back by who proposed it");
    settle(tx, &change, state::REFUSED, (by, &cx.actor.name), cx.now, note)
}

fn settle(
    tx: &mut Tx,
    change: &PackChange,
    state: &str,
    who: (AccountId, &str),
    at: Moment,
    note: &str,
) -> Result<(), RulesError> {
    tx.touch();
    if tx.decide_change(change.id, state, who, at, note)? { Ok(()) } else { Err(RulesError::Decided) }
}

fn waiting(tx: &mut Tx, id: ChangeId) -> Result<PackChange, RulesError> {
    let change = tx.pack_change(id)?.ok_or(RulesError::NoSuchChange)?;
    if change.state == state::PROPOSED { Ok(change) } else { Err(RulesError::Decided) }
}

/// The order of approval is an order of moments: one that was approved on a machine whose clock goes before ours still lies before.
pub(super) fn after_the_last(tx: &mut Tx, now: Moment) -> Result<Moment, StoreError> {
    let last = tx.changes_in_force()?.last().and_then(|change| change.decided);
    Ok(last.map_or(now, |last| now.max(Moment(last.micros() + 1))))
}

fn person(cx: &Context, roles: &'static [Role]) -> Result<AccountId, RulesError> {
    let account = cx.actor.account.filter(|_| cx.actor.is_one_of(roles));
    account.ok_or(RulesError::Role(roles))
}

fn given(text: &str) -> Result<String, RulesError> {
    let text = text.trim();
    if text.is_empty() { Err(RulesError::NoReason) } else { Ok(text.to_owned()) }
}
