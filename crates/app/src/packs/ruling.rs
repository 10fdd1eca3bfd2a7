//! A consultation that binds (会商) enters the catalogue, in the unit of work in which it was decided.

use lianxin_domain::Bilingual;
use lianxin_domain::city::{CatalogueRule, LeadRule};
use lianxin_domain::request::{Request, Ruling};
use lianxin_store::Tx;
use lianxin_store::pack_changes::{PackChange, state};

use super::change::after_the_last;
use super::{CATALOGUE, RulesError, approved, effective, mark};
use crate::context::Context;

/// Enters what was ruled. The rule bears the number of the request and the day; whoever wants it gone proposes a change.
///
/// Reads the folder while the unit is open: rulings that bind are rare, and must not rest on a text that somebody changes meanwhile.
pub(crate) fn enter(tx: &mut Tx, cx: &Context, request: &Request, ruling: &Ruling) -> Result<(), RulesError> {
    let pack = cx.rules.pack().ok_or(RulesError::Fixed)?;
    let id = cx.id();
    mark(tx, id)?;
    let approved = approved(tx)?;
    let standing = effective(&*pack, &approved).map_err(RulesError::Faults)?;
    let Some(rule) = rule(cx, request, ruling) else { return Ok(()) };
    let before = standing.texts.get(CATALOGUE).cloned().unwrap_or_default();
    let after = pack.enter_rule(&before, &rule);
    let mut texts = standing.texts;
    texts.insert(CATALOGUE.to_owned(), after.clone());
    pack.read(&texts).map_err(RulesError::Faults)?;
    let by = cx.actor.account.ok_or(RulesError::Role(super::MAY_PROPOSE))?;
    let change = PackChange {
        id,
        path: CATALOGUE.to_owned(),
        before,
        after,
        reason: rule.basis.zh.clone(),
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
    let at = after_the_last(tx, cx.now)?;
    tx.decide_change(id, state::APPROVED, (by, &cx.actor.name), at, &rule.basis.zh)?;
    Ok(())
}

/// The rule. Without topic and place there is none: the domain does not let such a ruling bind.
fn rule(cx: &Context, request: &Request, ruling: &Ruling) -> Option<CatalogueRule> {
    let (topic, place) = (request.facts.topic.clone()?, request.facts.place.clone()?);
    let day = cx.city.calendar.date_of(cx.now);
    let number = &request.number;
    Some(CatalogueRule {
        id: format!("HS-{number}"),
        topic,
        place: Some(place),
        lead: LeadRule::Unit(ruling.lead.clone()),
        supporting: ruling.supporting.iter().cloned().map(LeadRule::Unit).collect(),
        basis: Bilingual {
            zh: format!("会商决定：诉求 {number}（{day}）"),
            en: format!("Decided in consultation on request {number} ({day})"),
        },
        from: day,
        until: None,
    })
}
