//! From a start and a period to the moment it is due. `due` and `explain` run the same code, so they cannot differ.

use super::calendar::{Calendar, CalendarError, following};
use super::step::Step;
use super::{Day, Period};
use crate::moment::{Minutes, Moment};

/// The end of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The moment after which the promise is broken.
    pub at: Moment,
    /// Some day on the way belongs to a year whose holidays are not known.
    pub assumed: bool,
}

impl Calendar {
    /// When a period that starts at `start` ends. Allocates nothing.
    pub fn due(&self, start: Moment, period: &Period) -> Result<Due, CalendarError> {
        self.count(start, period, &mut |_| {})
    }

    /// The same, with every step of the count for a person to check.
    pub fn explain(&self, start: Moment, period: &Period) -> Result<(Due, Vec<Step>), CalendarError> {
        let mut steps = Vec::new();
        let due = self.count(start, period, &mut |step| steps.push(step))?;
        Ok((due, steps))
    }

    fn count(&self, start: Moment, period: &Period, see: &mut impl FnMut(Step)) -> Result<Due, CalendarError> {
        if !period.is_positive() {
            return Err(CalendarError::NotPositive);
        }
        match *period {
            Period::Natural(minutes) => Ok(self.count_natural(start, minutes, see)),
            Period::WorkingMinutes(minutes) => self.count_minutes(start, minutes, see),
            Period::WorkingDays(days) => self.count_days(start, days, see),
        }
    }

    fn count_natural(&self, start: Moment, minutes: Minutes, see: &mut impl FnMut(Step)) -> Due {
        let at = start + minutes;
        let local = |moment: Moment| self.zone().to_datetime(moment.timestamp());
        see(Step::Natural { from: local(start), until: local(at), minutes: minutes.0 });
        Due { at, assumed: false }
    }

    fn count_minutes(&self, start: Moment, minutes: i64, see: &mut impl FnMut(Step)) -> Result<Due, CalendarError> {
        let mut left = minutes.saturating_mul(60_000_000);
        let mut date = self.date_of(start);
        let mut assumed = false;
        loop {
            let day = self.day(date)?;
            assumed |= day.assumed;
            if !day.kind.works() {
                see(Step::Rest { date, kind: day.kind });
            }
            for opening in day.openings {
                let from = self.instant(date, opening.from)?.max(start);
                let open = self.instant(date, opening.until)?.micros() - from.micros();
                if open <= 0 {
                    continue;
                }
                let used = open.min(left);
                let until = Moment(from.micros() + used);
                see(self.worked(&day, from, until));
                left -= used;
                if left == 0 {
                    return Ok(Due { at: until, assumed });
                }
            }
            date = following(date)?;
        }
    }

    fn worked(&self, day: &Day<'_>, from: Moment, until: Moment) -> Step {
        let time = |moment: Moment| self.zone().to_datetime(moment.timestamp()).time();
        Step::Worked {
            date: day.date,
            kind: day.kind,
            from: time(from),
            until: time(until),
            seconds: until.seconds_since(from),
        }
    }

    fn count_days(&self, start: Moment, days: u16, see: &mut impl FnMut(Step)) -> Result<Due, CalendarError> {
        let received = self.day(self.date_of(start))?;
        see(Step::Received { date: received.date, kind: received.kind });
        let (mut date, mut counted, mut assumed) = (received.date, 0, received.assumed);
        loop {
            date = following(date)?;
            let day = self.day(date)?;
            assumed |= day.assumed;
            let Some(last) = day.openings.last() else {
                see(Step::Rest { date, kind: day.kind });
                continue;
            };
            counted += 1;
            see(Step::Counted { date, kind: day.kind, number: counted, of: days });
            if counted == days {
                let at = self.instant(date, last.until)?;
                see(Step::Close { date, at: self.zone().to_datetime(at.timestamp()).time() });
                return Ok(Due { at, assumed });
            }
        }
    }
}
