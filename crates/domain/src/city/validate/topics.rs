//! Topics.

use super::super::City;
use super::super::catalogue::LeadRule;
use super::super::fault::{Fault, Subject};
use super::{check_code, unknown};

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let topics = &city.topics;
    if topics.all().is_empty() {
        faults.push(Fault::new(Subject::City, "topics", "the city has no topics", "add them to topics.toml"));
    }
    for topic in topics.all() {
        let subject = || Subject::Topic(topic.code.clone());
        check_code(subject(), topic.code.as_str(), faults);
        if let Some(LeadRule::Unit(unit)) = &topic.lead
            && city.units.get(unit).is_none()
        {
            faults.push(Fault::new(
                subject(),
                "lead",
                unknown("unit", unit.as_str()),
                city.suggest_unit(unit.as_str()),
            ));
        }
    }
    for leaf in topics.leaves() {
        let path = topics.ancestors(&leaf.code);
        let has_lead = path.iter().any(|topic| topic.lead.is_some());
        let has_rule = city
            .catalogue
            .rules
            .iter()
            .any(|rule| rule.place.is_none() && path.iter().any(|topic| topic.code == rule.topic));
        if !has_lead && !has_rule {
            let remedy = "add `lead` here or to the wider topic: a unit, \"district\" or \"street\"";
            faults.push(Fault::new(
                Subject::Topic(leaf.code.clone()),
                "lead",
                "no unit would act on this topic",
                remedy,
            ));
        }
    }
}
