//! Duty rosters (值班表): whom to phone at a unit, in which order, when.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

use crate::moment::Moment;
use crate::words::Bilingual;

/// One line of a roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// Which desk or function: 值班室, 分管负责人.
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

/// The lines of a roster that are manned at a moment, in calling order.
pub(super) fn on_duty<'a>(roster: &'a [Duty], at: Moment, zone: &TimeZone) -> Vec<&'a Duty> {
    let local = zone.to_datetime(at.timestamp());
    roster.iter().filter(|duty| duty.shift.covers(local.weekday(), local.time())).collect()
}

/// The first hour of the week at which nobody answers, if there is one.
pub(super) fn first_gap(roster: &[Duty]) -> Option<(Weekday, Time)> {
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
