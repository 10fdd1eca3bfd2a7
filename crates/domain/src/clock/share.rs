//! How much of a period has run: the moment of a share of it, the share at a moment, and open hours between two moments.

use super::calendar::{Calendar, CalendarError, following};
use super::count::Count;
use super::pause::{Pause, Pauses};
use super::step::Nobody;
use super::{MICROS_PER_MINUTE, Period};
use crate::moment::{Minutes, Moment};

/// The most that `used_percent` says; beyond it nobody reads the number any more.
const USED_PERCENT_MAX: u16 = 999;

impl Calendar {
    /// The moment at which `percent` of the period has run (1 to 100; 100 is the due moment), for a warning on the way.
    ///
    /// Of working days it is the share of the open hours between start and due, so that the moment falls into office hours and never
    /// on a night. `None`: the clock stands still now and the share was not reached before.
    /// Nothing of a period is refused as `NotPositive`; more than 100 counts on beyond the due moment.
    pub fn share(
        &self,
        start: Moment,
        period: &Period,
        pauses: &[Pause],
        percent: u8,
    ) -> Result<Option<Moment>, CalendarError> {
        if percent == 0 || !period.is_positive() {
            return Err(CalendarError::NotPositive);
        }
        let Some(length) = self.length(start, period, Pauses::of(pauses))? else { return Ok(None) };
        let micros = part_of(length, percent);
        let count = Count::new(self, start, Pauses::of(pauses), Nobody);
        let due = match period {
            Period::Natural(_) => count.natural(micros),
            Period::WorkingMinutes(_) | Period::WorkingDays(_) => count.hours(micros)?,
        };
        Ok(due.map(|due| due.at))
    }

    /// How much of the period has run at `now`, in percent, rounded down: 0 at the start, 100 at the due moment, at most 999.
    ///
    /// In a pause the number stands still. Of working days it is the share of the open hours between start and due; while a pause
    /// is open, the due moment is taken as if the clock ran on from where it stopped.
    pub fn used_percent(
        &self,
        start: Moment,
        period: &Period,
        pauses: &[Pause],
        now: Moment,
    ) -> Result<u16, CalendarError> {
        if !period.is_positive() {
            return Err(CalendarError::NotPositive);
        }
        let length = self.length(start, period, Pauses::ended(pauses))?.ok_or(CalendarError::StandsStill)?;
        let used = match period {
            Period::Natural(_) => ran(start, now, Pauses::of(pauses)),
            Period::WorkingMinutes(_) | Period::WorkingDays(_) => self.open_micros(start, now, Pauses::of(pauses))?,
        };
        let percent = i128::from(used) * 100 / i128::from(length);
        Ok(u16::try_from(percent).unwrap_or(USED_PERCENT_MAX).min(USED_PERCENT_MAX))
    }

    /// Whole working minutes from `a` to `b`; negative when `b` is the earlier. Seconds beyond the last whole minute are dropped.
    pub fn working_minutes_between(&self, a: Moment, b: Moment) -> Result<i64, CalendarError> {
        let micros = self.open_micros(a.min(b), a.max(b), Pauses::NONE)?;
        Ok(micros / MICROS_PER_MINUTE * if b < a { -1 } else { 1 })
    }

    /// The length of a period in microseconds of the time that it counts. `None`: it is not known while the clock stands still.
    fn length(&self, start: Moment, period: &Period, pauses: Pauses<'_>) -> Result<Option<i64>, CalendarError> {
        match *period {
            Period::Natural(Minutes(minutes)) | Period::WorkingMinutes(minutes) => {
                Ok(Some(minutes.saturating_mul(MICROS_PER_MINUTE)))
            }
            Period::WorkingDays(_) => match self.count(start, period, pauses, Nobody)? {
                Some(due) => self.open_micros(start, due.at, pauses).map(Some),
                None => Ok(None),
            },
        }
    }

    /// Microseconds of `a..b` in which the offices are open and the clock runs.
    pub(super) fn open_micros(&self, a: Moment, b: Moment, pauses: Pauses<'_>) -> Result<i64, CalendarError> {
        let last = self.date_of(b);
        let mut date = self.date_of(a);
        let mut micros = 0;
        loop {
            let openings = self.day(date)?.openings;
            if !openings.is_empty() {
                let minutes = self.minutes_of(date)?;
                for opening in openings {
                    micros += ran(minutes.at(opening.from)?.max(a), minutes.at(opening.until)?.min(b), pauses);
                }
            }
            if date >= last {
                return Ok(micros);
            }
            date = following(date)?;
        }
    }
}

/// Microseconds of `from..until` in which the clock runs; none if `until` is the earlier.
fn ran(from: Moment, until: Moment, pauses: Pauses<'_>) -> i64 {
    let (mut from, mut micros) = (from, 0);
    while let Some((begin, stop)) = pauses.running(from, until) {
        micros += stop.micros() - begin.micros();
        from = stop;
    }
    micros
}

/// `percent` of a length, rounded up: a share of something is never nothing.
fn part_of(micros: i64, percent: u8) -> i64 {
    let part = (i128::from(micros) * i128::from(percent) + 99) / 100;
    i64::try_from(part).unwrap_or(i64::MAX)
}
