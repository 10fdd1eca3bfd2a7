//! Policy (时限与规则): periods and limits with the dates between which they hold, and the rule each rests on.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ladder::{Ladder, Rung};
use super::rules::{AppealLevel, CallHours, DelayRule, Scores};
use crate::clock::{ClockKind, Period};
use crate::moment::{Minutes, Moment};
use crate::vocabulary;
use crate::words::{Bilingual, Grade};

vocabulary! {
    /// Which periods a topic follows (时限类别).
    PeriodClass {
        #[doc = "咨询类: a question"] Enquiry = "enquiry", "咨询", "Enquiry";
        #[doc = "一般"] Ordinary = "ordinary", "一般", "Ordinary";
        #[doc = "水电气热"] Utility = "utility", "水电气热", "Water, power, gas, heat";
        #[doc = "危及生命财产"] Danger = "danger", "危及生命财产", "Danger to life or property";
        #[doc = "疑难复杂"] Complex = "complex", "疑难复杂", "Complex";
    }
}

/// One period of a policy. `None` for grade or class: any.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeriodRule {
    /// For which promise.
    pub clock: ClockKind,
    /// Only for this grade.
    pub grade: Option<Grade>,
    /// Only for topics of this class.
    pub period_class: Option<PeriodClass>,
    /// How long.
    pub period: Period,
    /// The rule it rests on.
    pub source: String,
}

/// Numbers that bound what may be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// A unit may ask to return an order within this time after dispatch (退单).
    pub return_within: Period,
    /// The same for complex matters.
    pub return_within_complex: Period,
    /// After so many dispatches of one request only designation is possible (指定).
    pub dispatches_before_designation: u8,
    /// How often one order may stand still while the citizen is asked (中止).
    pub pauses_max: u8,
    /// The longest single pause in natural days.
    pub pause_days_max: u16,
    /// The longest time for which an order may be parked (挂账) in natural days.
    pub park_days_max: u16,
    /// The longest time between two milestones of a parked order in natural days.
    pub park_milestone_days_max: u16,
    /// Attempts to reach the citizen before he counts as unreached.
    pub callback_attempts_max: u8,
    /// Least time between two attempts.
    pub callback_attempts_apart: Minutes,
    /// When citizens may be called, in the city's zone.
    pub callback_hours: CallHours,
    /// After so many reworks a higher reviewer judges the next report.
    pub reworks_before_higher_reviewer: u8,
    /// After so many reworks the next goes to supervision.
    pub reworks_before_supervision: u8,
    /// Wrap-up after a call that counts as good.
    pub wrap_up_seconds: u16,
}

/// Everything that holds between two dates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// Its name in every record that followed it, such as `2025-01`.
    pub version: String,
    /// The rule as a whole.
    pub title: Bilingual,
    /// First day in force.
    pub from: Date,
    /// Last day in force; none: open, until the next one begins.
    pub until: Option<Date>,
    /// Fields that no official rule states, such as `period.handle`; shown wherever they are used.
    pub assumed: Vec<String>,
    /// The periods.
    pub periods: Vec<PeriodRule>,
    /// Who is told when.
    pub ladders: Vec<Ladder>,
    /// The limits.
    pub limits: Limits,
    /// How far orders may be delayed.
    pub delays: Vec<DelayRule>,
    /// Where a unit may appeal a score, the lowest level first.
    pub appeals: Vec<AppealLevel>,
    /// How units are scored.
    pub scores: Scores,
    /// Clocks that run when this policy begins are counted anew by it; otherwise they keep the policy they started under.
    pub recompute_running: bool,
}

impl Policy {
    /// The period for a promise: a rule for this grade and class first, then for the grade, then for the class, then for all.
    /// The grade stands before the class, because somebody judged it on this very request.
    pub fn period(&self, clock: ClockKind, grade: Grade, class: PeriodClass) -> Option<&PeriodRule> {
        let fits = |rule: &&PeriodRule| {
            rule.clock == clock
                && rule.grade.is_none_or(|only| only == grade)
                && rule.period_class.is_none_or(|only| only == class)
        };
        // `min_by_key` keeps the first of equals: the order of the pack.
        self.periods.iter().filter(fits).min_by_key(|rule| (rule.grade.is_none(), rule.period_class.is_none()))
    }

    /// The rungs for a promise: those for this grade, else those for all; empty if there are none.
    pub fn ladder(&self, clock: ClockKind, grade: Grade) -> &[Rung] {
        let fits = |ladder: &&Ladder| ladder.clock == clock && ladder.grade.is_none_or(|only| only == grade);
        self.ladders.iter().filter(fits).min_by_key(|ladder| ladder.grade.is_none()).map_or(&[], |ladder| &ladder.rungs)
    }

    /// How far an order on a topic of this class may be delayed: a rule for the class, else the one for all.
    pub fn delay(&self, class: PeriodClass) -> Option<&DelayRule> {
        let fits = |rule: &&DelayRule| rule.class.is_none_or(|only| only == class);
        self.delays.iter().filter(fits).min_by_key(|rule| rule.class.is_none())
    }

    /// Days after closing in which the citizen may object, begun days counted; 0 if the policy gives no such time.
    pub fn objection_days(&self) -> u16 {
        let rule = self.period(ClockKind::Objection, Grade::Ordinary, PeriodClass::Ordinary);
        match rule.map(|rule| rule.period) {
            Some(Period::Natural(Minutes(minutes))) => {
                let begun = minutes.max(0).unsigned_abs().div_ceil(24 * 60);
                u16::try_from(begun).unwrap_or(u16::MAX)
            }
            Some(Period::WorkingDays(days)) => days,
            Some(Period::WorkingMinutes(_)) | None => 0,
        }
    }

    /// Whether no official rule states this period.
    pub fn is_assumed(&self, clock: ClockKind) -> bool {
        self.assumed.iter().any(|field| field.strip_prefix("period.") == Some(clock.code()))
    }
}

/// A city without any policy promises nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a city needs at least one policy")]
pub struct NoPolicy;

/// The policies of a city, oldest first; never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Sorts policies by their first day.
    pub fn new(mut all: Vec<Policy>) -> Result<Policies, NoPolicy> {
        if all.is_empty() {
            return Err(NoPolicy);
        }
        all.sort_by_key(|policy| policy.from);
        Ok(Policies(all))
    }

    /// Every policy, oldest first.
    pub fn all(&self) -> &[Policy] {
        &self.0
    }

    /// The policy in force at a moment; before the first one's day, the first.
    pub fn at(&self, at: Moment, zone: &TimeZone) -> &Policy {
        let date = zone.to_datetime(at.timestamp()).date();
        let later = self.0.partition_point(|policy| policy.from <= date);
        &self.0[later.saturating_sub(1)]
    }

    /// The policy with this version.
    pub fn version(&self, version: &str) -> Option<&Policy> {
        self.0.iter().find(|policy| policy.version == version)
    }
}
