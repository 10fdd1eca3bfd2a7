//! Duty rosters (值班表): whom to phone at a unit, in which order, when.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

use super::diff::weekday;
use crate::moment::Moment;
use crate::vocabulary;
use crate::words::{Bilingual, Lang};

vocabulary! {
    /// What the person on a line of a roster is for.
    DutyPost {
        #[doc = "值班室: takes every call first"] Desk = "desk", "值班室", "Duty room";
        #[doc = "负责人: answers for the unit"] Head = "head", "负责人", "Head";
        #[doc = "督办专组: of the centre, presses the others"] Supervision = "supervision", "督办专组", "Supervision";
        #[doc = "值班领导: of the centre, decides"] Leader = "leader", "值班领导", "Leader on duty";
    }
}

/// One line of a roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// What the person is for.
    pub post: DutyPost,
    /// Which desk or function, in the unit's own words: 值班室, 分管负责人.
    pub label: Bilingual,
    /// Who answers.
    pub person: String,
    /// The number as dialled.
    pub phone: String,
    /// When.
    pub shift: Shift,
}

/// When a line of a roster is manned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shift {
    /// Day and night, all week.
    AllDay,
    /// At these hours each week.
    Weekly(Vec<WeeklyInterval>),
}

/// The same hours on some days of the week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WeeklyInterval {
    /// The days on which the hours begin.
    pub days: Vec<Weekday>,
    /// The first minute.
    pub from: Time,
    /// The end, not included. Not later than `from`: the hours run past midnight into the next day.
    pub until: Time,
}

impl WeeklyInterval {
    /// Whether the hours include this time of this day.
    pub fn covers(&self, weekday: Weekday, time: Time) -> bool {
        let begins_on = |day: Weekday| self.days.contains(&day);
        if self.from < self.until {
            return begins_on(weekday) && self.from <= time && time < self.until;
        }
        (begins_on(weekday) && self.from <= time) || (begins_on(weekday.previous()) && time < self.until)
    }
}

impl Shift {
    /// Whether somebody is there at this time of this day of the week.
    pub fn covers(&self, weekday: Weekday, time: Time) -> bool {
        match self {
            Shift::AllDay => true,
            Shift::Weekly(intervals) => intervals.iter().any(|interval| interval.covers(weekday, time)),
        }
    }
}

impl Shift {
    /// When, in words: `周一、周二 17:30–08:30`.
    pub fn say(&self, lang: Lang) -> String {
        let intervals = match self {
            Shift::AllDay => return lang.pick("全天", "day and night").to_owned(),
            Shift::Weekly(intervals) => intervals,
        };
        let interval = |interval: &WeeklyInterval| {
            let days: Vec<String> = interval.days.iter().map(|day| weekday(*day).get(lang).to_owned()).collect();
            let (from, until) = (interval.from.strftime("%H:%M"), interval.until.strftime("%H:%M"));
            format!("{} {from}–{until}", days.join(lang.pick("、", ", ")))
        };
        intervals.iter().map(interval).collect::<Vec<_>>().join(lang.pick("；", "; "))
    }
}

/// The lines of a roster that are manned at a moment, in calling order.
pub(super) fn on_duty<'a>(roster: &'a [Duty], at: Moment, zone: &TimeZone) -> Vec<&'a Duty> {
    let local = zone.to_datetime(at.timestamp());
    roster.iter().filter(|duty| duty.shift.covers(local.weekday(), local.time())).collect()
}

/// The first hour of the week at which none of these lines is manned, if there is one.
pub(super) fn first_gap(roster: &[&Duty]) -> Option<(Weekday, Time)> {
    // Who is there can only change where some interval begins or ends, and at midnight.
    let mut edges = vec![Time::midnight()];
    for duty in roster {
        if let Shift::Weekly(intervals) = &duty.shift {
            edges.extend(intervals.iter().flat_map(|interval| [interval.from, interval.until]));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    Weekday::Monday
        .cycle_forward()
        .take(7)
        .flat_map(|weekday| edges.iter().map(move |time| (weekday, *time)))
        .find(|(weekday, time)| !roster.iter().any(|duty| duty.shift.covers(*weekday, *time)))
}

/// Whether a number is of the form that nobody can own: desks `022-0000-NNNN` (any area code, exchange 0000), mobiles `100NNNNNNNN`.
pub fn is_reserved_number(phone: &str) -> bool {
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = phone.split('-').collect();
    match parts.as_slice() {
        [area, "0000", line] => (digits(area, 3) || digits(area, 4)) && area.starts_with('0') && digits(line, 4),
        [mobile] => digits(mobile, 11) && mobile.starts_with("100"),
        _ => false,
    }
}
