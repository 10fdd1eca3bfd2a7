//! A city as a value: units, places, topics, catalogue, policy, calendar. Read from a city pack by `lianxin-pack`.
//!
//! What is *not* here: files, TOML, pinyin tables. A city is complete and checked (`City::validate`) before anything uses it.

mod catalogue;
mod diff;
mod duty;
mod fault;
mod find;
mod ladder;
mod place;
mod policy;
mod reach;
mod refusal;
mod rules;
mod topic;
mod unit;
mod validate;
mod words;

#[cfg(test)]
mod diff_tests;
#[cfg(test)]
mod policy_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;

pub use catalogue::{Catalogue, CatalogueRule, LeadRule, Proposal, ProposalSource};
pub use diff::Change;
pub use duty::{Duty, DutyPost, Shift, WeeklyInterval, is_reserved_number};
pub use fault::{Fault, Subject, Wrong};
pub use find::nearest;
pub use ladder::{Audience, Ladder, Means, Rung, RungAt, needs_ladder};
pub use place::{Place, PlaceKind, Places};
pub use policy::{Limits, NoPolicy, PeriodClass, PeriodRule, Policies, Policy};
pub use refusal::RefusalReason;
pub use rules::{AppealLevel, CallHours, DelayRule, Exclusion, Scores};
pub use topic::{Topic, Topics};
pub use unit::{Unit, UnitKind, Units};
pub use words::{Answer, Question, ReturnReason, Script, SupervisionKind, UndueClass};

use crate::clock::{Calendar, ClockKind};
use crate::ids::{PlaceCode, TopicCode, UnitCode};
use crate::moment::Moment;
use crate::words::{Bilingual, Grade, Kind, Secrecy};

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
    /// Why a unit may ask to return an order, in the order shown.
    pub returns: Vec<ReturnReason>,
    /// Which demands a unit need not fulfil, in the order shown.
    pub undue: Vec<UndueClass>,
    /// Ways to press a unit, the mildest first.
    pub supervisions: Vec<SupervisionKind>,
    /// What the call-back agent says, in all versions.
    pub scripts: Vec<Script>,
    /// Periods and limits, by date.
    pub policies: Policies,
    /// Working days and hours.
    pub calendar: Calendar,
    /// Calendars that units may name.
    pub unit_calendars: Vec<UnitCalendar>,
    /// Hash of the pack's files: two servers with the same version decide alike.
    pub version: String,
    /// All phone numbers of the pack are of the form that nobody can own; rosters with other numbers are refused.
    pub reserved_numbers: bool,
    /// Accounts of the demonstration.
    pub demo: Vec<DemoAccount>,
}

/// Working days and hours of some units, such as stations that never close.
#[derive(Clone, PartialEq, Debug)]
pub struct UnitCalendar {
    /// As units name it, such as `stations_24h`.
    pub code: String,
    /// 站点全天候
    pub name: Bilingual,
    /// Whether the holidays of the city are free days here too.
    pub holidays: bool,
    /// Its days and hours.
    pub calendar: Calendar,
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

    /// The reason for a return with this code.
    pub fn return_reason(&self, code: &str) -> Option<&ReturnReason> {
        self.returns.iter().find(|reason| reason.code == code)
    }

    /// The class of undue demands with this code.
    pub fn undue_class(&self, code: &str) -> Option<&UndueClass> {
        self.undue.iter().find(|class| class.code == code)
    }

    /// The kind of supervision with this code.
    pub fn supervision_kind(&self, code: &str) -> Option<&SupervisionKind> {
        self.supervisions.iter().find(|kind| kind.code == code)
    }

    /// What the call-back agent says to somebody who asked for this kind of thing.
    pub fn script(&self, kind: Kind, at: Moment) -> Option<&Script> {
        words::script(&self.scripts, kind, self.calendar.date_of(at))
    }

    /// The calendar with this code.
    pub fn unit_calendar(&self, code: &str) -> Option<&UnitCalendar> {
        self.unit_calendars.iter().find(|calendar| calendar.code == code)
    }

    /// The calendar on which the promises of a unit are counted: its own, else that of the nearest unit above that names one,
    /// else the city's. `None` is the centre's own work: the city's.
    pub fn calendar_of(&self, unit: Option<&UnitCode>) -> &Calendar {
        let named = |unit: &&Unit| unit.calendar.as_deref().and_then(|code| self.unit_calendar(code));
        let chain = unit.map(|code| self.units.ancestors(code)).unwrap_or_default();
        chain.iter().find_map(named).map_or(&self.calendar, |own| &own.calendar)
    }
}
