//! One day of the calendar: what kind of day it is and when the offices are open.

use jiff::civil::{Date, Time};

use crate::vocabulary;
use crate::words::Bilingual;

/// Minutes from midnight to midnight.
pub(super) const MINUTES_PER_DAY: u16 = 24 * 60;

vocabulary! {
    /// What kind of day a date is.
    DayKind {
        #[doc = "工作日"] Workday = "workday", "工作日", "working day";
        #[doc = "周末: a day of the week without office hours"] Weekend = "weekend", "周末", "weekend";
        #[doc = "节假日: declared free"] Holiday = "holiday", "节假日", "holiday";
        #[doc = "调休: a weekend day declared a working day"] MakeUp = "make_up", "调休上班", "make-up day";
    }
}

impl DayKind {
    /// Whether the offices are open on such a day.
    pub const fn works(self) -> bool {
        matches!(self, DayKind::Workday | DayKind::MakeUp)
    }
}

/// One stretch of office hours within a day, in minutes after midnight: from `from` up to, not including, `until`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Opening {
    /// The first minute.
    pub from: u16,
    /// The minute after the last; 1440 is the next midnight.
    pub until: u16,
}

impl Opening {
    /// An opening, if it has a length and ends by midnight.
    pub const fn new(from: u16, until: u16) -> Option<Opening> {
        if from < until && until <= MINUTES_PER_DAY { Some(Opening { from, until }) } else { None }
    }

    /// Length in minutes.
    pub const fn minutes(self) -> u16 {
        self.until - self.from
    }
}

/// The time of day of a minute after midnight; midnight itself for 1440.
pub(super) fn time_of(minute: u16) -> Time {
    let minute = minute % MINUTES_PER_DAY;
    // A day has 24 hours of 60 minutes, so both parts fit what jiff accepts.
    let (hour, minute) = (i8::try_from(minute / 60).unwrap_or(0), i8::try_from(minute % 60).unwrap_or(0));
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}

/// A date that the State Council's yearly arrangement treats differently from its weekday.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpecialDay {
    /// Which day.
    pub date: Date,
    /// `true`: a working day (调休); `false`: free.
    pub works: bool,
    /// For which occasion.
    pub name: Bilingual,
}

/// What the calendar knows of one date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day<'a> {
    /// Which date.
    pub date: Date,
    /// What kind of day.
    pub kind: DayKind,
    /// Office hours in order; empty on days off.
    pub openings: &'a [Opening],
    /// The festival, on special days.
    pub occasion: Option<&'a Bilingual>,
    /// No official arrangement for this year is known: only the weekday was asked.
    pub assumed: bool,
}
