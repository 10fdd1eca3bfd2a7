//! The dispatch catalogue (派单目录): who leads on which topic at which place, since when and by which rule.

use jiff::civil::Date;

use super::place::Places;
use super::topic::Topics;
use super::unit::{Unit, Units};
use crate::ids::{PlaceCode, TopicCode, UnitCode};
use crate::words::Bilingual;

/// Who should act: a fixed unit or the one that answers for the request's place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LeadRule {
    /// This unit.
    Unit(UnitCode),
    /// The district government or zone committee of the place.
    District,
    /// The street or town office of the place, else its district.
    Street,
}

/// One entry of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CatalogueRule {
    /// Its number, as quoted in an explanation.
    pub id: String,
    /// The topic, with everything under it.
    pub topic: TopicCode,
    /// Only here, with everything inside; none: everywhere.
    pub place: Option<PlaceCode>,
    /// 主办
    pub lead: LeadRule,
    /// 协办
    pub supporting: Vec<LeadRule>,
    /// Law, duty list or decision behind it.
    pub basis: Bilingual,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none: open.
    pub until: Option<Date>,
}

impl CatalogueRule {
    /// Whether the rule is in force on a day.
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// All rules of a city.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalogue {
    /// In the order of the pack.
    pub rules: Vec<CatalogueRule>,
}

/// Who should act, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// 主办
    pub lead: UnitCode,
    /// 协办, without the lead and without repetition.
    pub supporting: Vec<UnitCode>,
    /// Why.
    pub rule: ProposalSource,
}

/// Where a proposal comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProposalSource {
    /// A rule of the catalogue.
    Rule {
        /// Its number.
        id: String,
        /// What it rests on.
        basis: Bilingual,
    },
    /// No rule fits; the topic (or the nearest wider one) names its usual unit.
    TopicDefault {
        /// The topic that names it.
        topic: TopicCode,
    },
}

impl Catalogue {
    /// Who should lead on `topic` at `place` on a day. The most specific rule wins: the topic at the street, at the district,
    /// anywhere; then the wider topics likewise; then the default of the topic. A rule that needs a place is passed over when
    /// there is none. `None` if nothing fits: a person must decide.
    pub fn propose(
        &self,
        units: &Units,
        places: &Places,
        topics: &Topics,
        topic: &TopicCode,
        place: Option<&PlaceCode>,
        on: Date,
    ) -> Option<Proposal> {
        let resolve = |rule: &LeadRule| resolve(rule, units, place);
        let path = topics.ancestors(topic);
        let around: Vec<Option<&PlaceCode>> = place
            .iter()
            .flat_map(|place| places.ancestors(place))
            .map(|place| Some(&place.code))
            .chain([None])
            .collect();
        let by_rule = path.iter().find_map(|topic| {
            around.iter().find_map(|place| {
                let fits = |rule: &&CatalogueRule| {
                    rule.topic == topic.code && rule.place.as_ref() == *place && rule.in_force(on)
                };
                self.rules.iter().filter(fits).find_map(|rule| {
                    let lead = resolve(&rule.lead)?.code.clone();
                    let supporting = supporting(rule, &lead, &resolve);
                    Some(Proposal {
                        lead,
                        supporting,
                        rule: ProposalSource::Rule { id: rule.id.clone(), basis: rule.basis.clone() },
                    })
                })
            })
        });
        by_rule.or_else(|| {
            path.iter().find_map(|topic| {
                let lead = resolve(topic.lead.as_ref()?)?.code.clone();
                Some(Proposal {
                    lead,
                    supporting: Vec::new(),
                    rule: ProposalSource::TopicDefault { topic: topic.code.clone() },
                })
            })
        })
    }
}

fn resolve<'a>(rule: &LeadRule, units: &'a Units, place: Option<&PlaceCode>) -> Option<&'a Unit> {
    match rule {
        LeadRule::Unit(code) => units.get(code),
        LeadRule::District => units.district(place?),
        LeadRule::Street => units.territorial(place?),
    }
}

fn supporting<'a>(
    rule: &CatalogueRule,
    lead: &UnitCode,
    resolve: &impl Fn(&LeadRule) -> Option<&'a Unit>,
) -> Vec<UnitCode> {
    let mut units: Vec<UnitCode> = Vec::new();
    for unit in rule.supporting.iter().filter_map(resolve) {
        if unit.code != *lead && !units.contains(&unit.code) {
            units.push(unit.code.clone());
        }
    }
    units
}
