//! The dispatch catalogue.

use super::super::City;
use super::super::catalogue::{CatalogueRule, LeadRule};
use super::super::fault::{Fault, Subject};
use super::super::unit::UnitKind;
use super::topics::{CENTER_LEADS, CENTER_REMEDY};
use super::{suggest, unknown};

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let rules = &city.catalogue.rules;
    for (position, rule) in rules.iter().enumerate() {
        check_rule(city, rule, faults);
        let same =
            |other: &&CatalogueRule| other.topic == rule.topic && other.place == rule.place && overlap(other, rule);
        if let Some(other) = rules[..position].iter().find(same) {
            let what = format!("rule `{}` decides the same topic and place on the same days", other.id);
            faults.push(Fault::new(
                subject(rule),
                "topic",
                what,
                "end one with `until` before the other begins, or remove one",
            ));
        }
    }
}

fn subject(rule: &CatalogueRule) -> Subject {
    Subject::Rule(rule.id.clone())
}

fn overlap(a: &CatalogueRule, b: &CatalogueRule) -> bool {
    let ends_before =
        |first: &CatalogueRule, second: &CatalogueRule| first.until.is_some_and(|until| until < second.from);
    !ends_before(a, b) && !ends_before(b, a)
}

fn check_rule(city: &City, rule: &CatalogueRule, faults: &mut Vec<Fault>) {
    if city.topics.get(&rule.topic).is_none() {
        let known = city.topics.all().iter().map(|topic| topic.code.as_str());
        let remedy = suggest(rule.topic.as_str(), known, "add it to topics.toml or correct the code");
        faults.push(Fault::new(subject(rule), "topic", unknown("topic", rule.topic.as_str()), remedy));
    }
    if let Some(place) = &rule.place
        && city.places.get(place).is_none()
    {
        faults.push(Fault::new(
            subject(rule),
            "place",
            unknown("place", place.as_str()),
            city.suggest_place(place.as_str()),
        ));
    }
    for (field, lead) in
        std::iter::once(("lead", &rule.lead)).chain(rule.supporting.iter().map(|unit| ("supporting", unit)))
    {
        let LeadRule::Unit(code) = lead else { continue };
        match city.units.get(code) {
            None => {
                let (what, remedy) = (unknown("unit", code.as_str()), city.suggest_unit(code.as_str()));
                faults.push(Fault::new(subject(rule), field, what, remedy));
            }
            Some(unit) if unit.kind == UnitKind::Center => {
                faults.push(Fault::new(subject(rule), field, CENTER_LEADS, CENTER_REMEDY));
            }
            Some(_) => {}
        }
    }
    if rule.supporting.contains(&rule.lead) {
        faults.push(Fault::new(
            subject(rule),
            "supporting",
            "the lead cannot support itself",
            "remove it from `supporting`",
        ));
    }
    if let Some(until) = rule.until
        && until < rule.from
    {
        let what = format!("the rule ends ({until}) before it begins ({})", rule.from);
        faults.push(Fault::new(subject(rule), "until", what, "`until` is the last day in force"));
    }
}
