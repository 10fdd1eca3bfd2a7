//! Topics.

use jiff::civil::Date;

use super::super::City;
use super::super::catalogue::{CatalogueRule, LeadRule};
use super::super::fault::{Fault, Subject};
use super::super::unit::UnitKind;
use super::{check_code, unknown};

/// The centre runs the hotline; it cannot be sent an order.
pub(super) const CENTER_LEADS: &str = "the hotline centre cannot act on a matter itself";
pub(super) const CENTER_REMEDY: &str = "name the unit that acts, \"district\" or \"street\"";

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let topics = &city.topics;
    if topics.all().is_empty() {
        faults.push(Fault::new(Subject::City, "topics", "the city has no topics", "add them to topics.toml"));
    }
    for topic in topics.all() {
        let subject = || Subject::Topic(topic.code.clone());
        check_code(subject(), topic.code.as_str(), faults);
        if let Some(LeadRule::Unit(unit)) = &topic.lead {
            match city.units.get(unit) {
                None => {
                    let (what, remedy) = (unknown("unit", unit.as_str()), city.suggest_unit(unit.as_str()));
                    faults.push(Fault::new(subject(), "lead", what, remedy));
                }
                Some(unit) if unit.kind == UnitKind::Center => {
                    faults.push(Fault::new(subject(), "lead", CENTER_LEADS, CENTER_REMEDY));
                }
                Some(_) => {}
            }
        }
    }
    let first = city.policies.all().first().map_or(Date::MIN, |policy| policy.from);
    for leaf in topics.leaves() {
        let path = topics.ancestors(&leaf.code);
        if path.iter().any(|topic| topic.lead.is_some()) {
            continue;
        }
        let everywhere =
            |rule: &&CatalogueRule| rule.place.is_none() && path.iter().any(|topic| topic.code == rule.topic);
        let rules: Vec<&CatalogueRule> = city.catalogue.rules.iter().filter(everywhere).collect();
        let what = match hole(&rules, first) {
            None => continue,
            Some(_) if rules.is_empty() => "no unit would act on this topic".to_owned(),
            Some(date) => format!("no unit would act on this topic from {date}: the catalogue has a hole"),
        };
        let remedy = "add `lead` here or to the wider topic: a unit, \"district\" or \"street\"";
        faults.push(Fault::new(Subject::Topic(leaf.code.clone()), "lead", what, remedy));
    }
}

/// The first day from `first` on that none of the rules covers; `None`: they last for ever.
fn hole(rules: &[&CatalogueRule], first: Date) -> Option<Date> {
    let mut day = first;
    while let Some(rule) = rules.iter().find(|rule| rule.in_force(day)) {
        // A rule without an end, or one that ends with the calendar, covers all that follows.
        day = rule.until?.tomorrow().ok()?;
    }
    Some(day)
}
