//! The working calendar of a city: weekly office hours, holidays, make-up days and the years it knows.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::MICROS_PER_MINUTE;
use super::day::{Day, DayKind, MINUTES_PER_DAY, Opening, SpecialDay, time_of};
use crate::moment::{Minutes, Moment};

/// How well a year is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coverage {
    /// The State Council's arrangement for the year is entered.
    Official,
    /// Nothing is entered for the year; only the days of the week are followed, and every answer says so.
    Assumed,
}

/// Why a calendar could not answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CalendarError {
    /// The calendar ends before, or begins after, this date. Never treated as a working day.
    #[error("the calendar does not cover {date}; add the year to the city pack")]
    NotCovered {
        /// The first date that was asked for and is not known.
        date: Date,
    },
    /// A period of no length has no end.
    #[error("a period must be longer than nothing")]
    NotPositive,
    /// A due moment was demanded of a clock whose pause is still open; `due_with` answers `None` instead.
    #[error("the clock stands still and has no due moment")]
    StandsStill,
}

/// The working calendar (工作日历).
#[derive(Clone, PartialEq, Debug)]
pub struct Calendar {
    zone: TimeZone,
    /// Monday first.
    week: [Vec<Opening>; 7],
    make_up: Vec<Opening>,
    special: BTreeMap<Date, SpecialDay>,
    years: BTreeMap<i16, Coverage>,
}

impl Calendar {
    /// A calendar of `week` (Monday first, each day's openings in order), the hours of make-up days, the special days and the years covered.
    pub fn new(
        zone: TimeZone,
        week: [Vec<Opening>; 7],
        make_up: Vec<Opening>,
        special: impl IntoIterator<Item = SpecialDay>,
        years: impl IntoIterator<Item = (i16, Coverage)>,
    ) -> Calendar {
        let special = special.into_iter().map(|day| (day.date, day)).collect();
        Calendar { zone, week, make_up, special, years: years.into_iter().collect() }
    }

    /// The zone in which days begin and end.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The years known, in order.
    pub fn years(&self) -> impl Iterator<Item = (i16, Coverage)> + '_ {
        self.years.iter().map(|(year, coverage)| (*year, *coverage))
    }

    /// The days that differ from their weekday, in order.
    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.special.values()
    }

    /// Office hours of a day of the week without regard to holidays.
    pub fn weekday_openings(&self, weekday: Weekday) -> &[Opening] {
        self.week.get(usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)).map_or(&[], Vec::as_slice)
    }

    /// Office hours of make-up days.
    pub fn make_up_openings(&self) -> &[Opening] {
        &self.make_up
    }

    /// What kind of day a date is, and when the offices are open.
    pub fn day(&self, date: Date) -> Result<Day<'_>, CalendarError> {
        let coverage = *self.years.get(&date.year()).ok_or(CalendarError::NotCovered { date })?;
        let usual = self.weekday_openings(date.weekday());
        let special = self.special.get(&date);
        let (kind, openings) = match special {
            Some(special) if !special.works => (DayKind::Holiday, &[][..]),
            Some(_) if usual.is_empty() => (DayKind::MakeUp, self.make_up.as_slice()),
            Some(_) | None if !usual.is_empty() => (DayKind::Workday, usual),
            Some(_) | None => (DayKind::Weekend, usual),
        };
        Ok(Day {
            date,
            kind,
            openings,
            occasion: special.map(|special| &special.name),
            assumed: coverage == Coverage::Assumed,
        })
    }

    /// Whether the offices are open at some time of this date.
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        self.day(date).map(|day| day.kind.works())
    }

    /// The date on which a moment falls in the city.
    pub fn date_of(&self, at: Moment) -> Date {
        self.local(at).date()
    }

    /// A moment on the wall clock of the city.
    pub(super) fn local(&self, at: Moment) -> DateTime {
        self.zone.to_datetime(at.timestamp())
    }

    /// The minutes of a date as moments.
    pub(super) fn minutes_of(&self, date: Date) -> Result<DayMinutes<'_>, CalendarError> {
        let (midnight, next) = (self.instant(date, 0)?, self.instant(date, MINUTES_PER_DAY)?);
        let even = next.micros() - midnight.micros() == i64::from(MINUTES_PER_DAY) * MICROS_PER_MINUTE;
        Ok(DayMinutes { calendar: self, date, midnight, even })
    }

    /// The moment of a minute of a date. In a zone that skips or repeats an hour the earlier offset decides.
    pub(super) fn instant(&self, date: Date, minute: u16) -> Result<Moment, CalendarError> {
        let date = if minute >= MINUTES_PER_DAY { following(date)? } else { date };
        self.zone
            .to_ambiguous_timestamp(date.to_datetime(time_of(minute)))
            .compatible()
            .map(Moment::from_timestamp)
            .map_err(|_| CalendarError::NotCovered { date })
    }
}

/// The minutes of one date as moments. Asking the zone is what costs most in a count, so it is asked twice a day and not for each
/// opening, except on the days on which the zone skips or repeats an hour.
pub(super) struct DayMinutes<'a> {
    calendar: &'a Calendar,
    date: Date,
    pub(super) midnight: Moment,
    even: bool,
}

impl DayMinutes<'_> {
    /// The moment of a minute after midnight.
    pub(super) fn at(&self, minute: u16) -> Result<Moment, CalendarError> {
        if self.even { Ok(self.midnight + Minutes(minute.into())) } else { self.calendar.instant(self.date, minute) }
    }
}

/// The next date.
pub(super) fn following(date: Date) -> Result<Date, CalendarError> {
    date.tomorrow().map_err(|_| CalendarError::NotCovered { date })
}
