//! A city as a value: units, places, topics, catalogue, policy, calendar. Read from a city pack by `lianxin-pack`.
//!
//! What is *not* here: files, TOML, pinyin tables. A city is complete and checked (`City::validate`) before anything uses it.

mod catalogue;
mod duty;
mod fault;
mod find;
mod place;
mod policy;
mod refusal;
mod topic;
mod unit;
mod validate;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;

pub use catalogue::{Catalogue, CatalogueRule, LeadRule, Proposal, ProposalSource};
pub use duty::{Duty, Shift, WeeklyInterval, is_reserved_number};
pub use fault::{Fault, Subject, Wrong};
pub use find::nearest;
pub use place::{Place, PlaceKind, Places};
pub use policy::{Limits, NoPolicy, PeriodClass, PeriodRule, Policies, Policy};
pub use refusal::RefusalReason;
pub use topic::{Topic, Topics};
pub use unit::{Unit, UnitKind, Units};

use crate::clock::{Calendar, ClockKind};
use crate::ids::{PlaceCode, TopicCode, UnitCode};
use crate::moment::Moment;
use crate::words::{Bilingual, Grade, Secrecy};

/// Everything that differs between two cities.
#[derive(Clone, Debug)]
pub struct City {
    /// Prefix of request numbers, such as `TJ`.
    pub code: String,
    /// Name of the pack, such as `tianjin`.
    pub key: String,
    /// 天津市
    pub name: Bilingual,
    /// The number that citizens dial, such as `12345`.
    pub hotline: String,
    /// Where days begin and end.
    pub zone: TimeZone,
    /// Who must act.
    pub units: Units,
    /// Where things happen.
    pub places: Places,
    /// What requests are about.
    pub topics: Topics,
    /// Who leads on what.
    pub catalogue: Catalogue,
    /// Why a request may be refused, in the order shown.
    pub refusals: Vec<RefusalReason>,
    /// Periods and limits, by date.
    pub policies: Policies,
    /// Working days and hours.
    pub calendar: Calendar,
    /// Hash of the pack's files: two servers with the same version decide alike.
    pub version: String,
    /// All phone numbers of the pack are of the form that nobody can own; rosters with other numbers are refused.
    pub reserved_numbers: bool,
    /// Accounts of the demonstration.
    pub demo: Vec<DemoAccount>,
}

/// An account that `--demo` creates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoAccount {
    /// What is typed to sign in.
    pub login: String,
    /// The person's invented name.
    pub name: Bilingual,
    /// Role code, such as `floor_supervisor`.
    pub role: String,
    /// Where the person works.
    pub unit: UnitCode,
    /// The most secret request the person may see.
    pub clearance: Secrecy,
}

impl City {
    /// Which unit should lead on a topic at a place, and who should support, by the catalogue in force on the day of `at`.
    pub fn propose(&self, topic: &TopicCode, place: Option<&PlaceCode>, at: Moment) -> Option<Proposal> {
        self.catalogue.propose(&self.units, &self.places, &self.topics, topic, place, self.calendar.date_of(at))
    }

    /// The policy in force at a moment.
    pub fn policy(&self, at: Moment) -> &Policy {
        self.policies.at(at, &self.zone)
    }

    /// The rule for a period at a moment.
    pub fn period(&self, at: Moment, clock: ClockKind, grade: Grade, class: PeriodClass) -> Option<&PeriodRule> {
        self.policy(at).period(clock, grade, class)
    }

    /// The reason for a refusal with this code.
    pub fn refusal(&self, code: &str) -> Option<&RefusalReason> {
        self.refusals.iter().find(|reason| reason.code == code)
    }
}
