//! Rosters: an emergency may come at any hour, and somebody must answer for it.

use std::collections::HashSet;

use super::super::City;
use super::super::catalogue::LeadRule;
use super::super::duty::{Duty, DutyPost, first_gap};
use super::super::fault::{Fault, Subject};
use super::super::unit::{Unit, UnitKind};
use super::suggest;
use crate::ids::UnitCode;
use crate::words::Lang;

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let leads = leads(city);
    for unit in city.units.all() {
        check_phones(unit, faults);
        if unit.kind == UnitKind::Center {
            // A second centre is told as such.
            if unit.code != city.units.center().code {
                continue;
            }
            check_post(unit, &[unit], DutyPost::Supervision, faults);
            check_post(unit, &[unit], DutyPost::Leader, faults);
        } else if leads.contains(&unit.code) || matches!(unit.kind, UnitKind::District | UnitKind::Street) {
            check_post(unit, &city.units.ancestors(&unit.code), DutyPost::Head, faults);
        }
        if let Some(calendar) = &unit.calendar
            && city.unit_calendar(calendar).is_none()
        {
            let known = city.unit_calendars.iter().map(|calendar| calendar.code.as_str());
            let remedy = suggest(calendar, known, &format!("add calendar/{calendar}.hours.toml or correct the name"));
            let what = format!("there is no calendar `{calendar}`");
            faults.push(Fault::new(Subject::Unit(unit.code.clone()), "calendar", what, remedy));
        }
    }
}

/// The units that some rule or topic names as lead.
fn leads(city: &City) -> HashSet<&UnitCode> {
    let rules = city.catalogue.rules.iter().map(|rule| &rule.lead);
    let topics = city.topics.all().iter().filter_map(|topic| topic.lead.as_ref());
    rules
        .chain(topics)
        .filter_map(|rule| match rule {
            LeadRule::Unit(code) => Some(code),
            LeadRule::District | LeadRule::Street => None,
        })
        .collect()
}

fn check_phones(unit: &Unit, faults: &mut Vec<Fault>) {
    let all: Vec<&Duty> = unit.roster.iter().collect();
    let subject = || Subject::Unit(unit.code.clone());
    if all.is_empty() {
        let remedy = "add `desk` or a `roster` with at least one phone";
        faults.push(Fault::new(subject(), "roster", "nobody can be phoned", remedy));
    } else if let Some((weekday, time)) = first_gap(&all) {
        let what = format!("nobody can be phoned from {weekday:?} {:02}:{:02}", time.hour(), time.minute());
        let remedy = "an emergency may come at any hour: add a line without `shift`, or fill the gap";
        faults.push(Fault::new(subject(), "roster", what, remedy));
    }
}

/// At every hour somebody of the unit, or of a unit above it, holds this post.
fn check_post(unit: &Unit, chain: &[&Unit], post: DutyPost, faults: &mut Vec<Fault>) {
    // A unit that nobody can phone at all is told already.
    if unit.roster.is_empty() {
        return;
    }
    let lines: Vec<&Duty> = chain.iter().flat_map(|unit| &unit.roster).filter(|duty| duty.post == post).collect();
    if let Some((weekday, time)) = first_gap(&lines) {
        let what = format!(
            "no {} ({}) can be phoned from {weekday:?} {:02}:{:02}",
            post.code(),
            post.name(Lang::Zh),
            time.hour(),
            time.minute()
        );
        let remedy = format!("add a line with post = \"{}\" to `roster`, here or at a unit above", post.code());
        let remedy = if chain.len() > 1 { remedy } else { remedy.replace(", here or at a unit above", "") };
        faults.push(Fault::new(Subject::Unit(unit.code.clone()), "roster", what, remedy));
    }
}
