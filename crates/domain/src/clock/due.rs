//! From a start, a period and its pauses to the moment it is due. Every answer comes from one `Count`, so none can differ from another.

use super::calendar::{Calendar, CalendarError};
use super::count::Count;
use super::pause::{Pause, Pauses};
use super::step::{Nobody, Step, Witness};
use super::{MICROS_PER_MINUTE, Period};
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
    /// When a period that starts at `start` and never stands still ends. Allocates nothing.
    pub fn due(&self, start: Moment, period: &Period) -> Result<Due, CalendarError> {
        self.due_with(start, period, &[])?.ok_or(CalendarError::StandsStill)
    }

    /// The same, with every step of the count for a person to check.
    pub fn explain(&self, start: Moment, period: &Period) -> Result<(Due, Vec<Step>), CalendarError> {
        let (due, steps) = self.explain_with(start, period, &[])?;
        Ok((due.ok_or(CalendarError::StandsStill)?, steps))
    }

    /// When a period that starts at `start` and stands still in `pauses` ends. `None`: it stands still now, so the end is not known.
    ///
    /// What ran out before a pause began stays due when it was: stopping a clock does not cure a broken promise. Allocates nothing.
    pub fn due_with(&self, start: Moment, period: &Period, pauses: &[Pause]) -> Result<Option<Due>, CalendarError> {
        self.count(start, period, Pauses::of(pauses), Nobody)
    }

    /// The same, with every step of the count for a person to check.
    pub fn explain_with(
        &self,
        start: Moment,
        period: &Period,
        pauses: &[Pause],
    ) -> Result<(Option<Due>, Vec<Step>), CalendarError> {
        let mut steps = Vec::new();
        let due = self.count(start, period, Pauses::of(pauses), &mut steps)?;
        Ok((due, steps))
    }

    /// An extension (延期): `by` counted on from a due moment. The day of the old deadline is not counted again.
    ///
    /// If the clock stands still after that moment, ask `due_with` from it instead: earlier pauses do no harm there.
    pub fn later(&self, due: Moment, by: &Period) -> Result<Due, CalendarError> {
        self.due(due, by)
    }

    pub(super) fn count(
        &self,
        start: Moment,
        period: &Period,
        pauses: Pauses<'_>,
        witness: impl Witness,
    ) -> Result<Option<Due>, CalendarError> {
        if !period.is_positive() {
            return Err(CalendarError::NotPositive);
        }
        let count = Count::new(self, start, pauses, witness);
        match *period {
            Period::Natural(Minutes(minutes)) => Ok(count.natural(minutes.saturating_mul(MICROS_PER_MINUTE))),
            Period::WorkingMinutes(minutes) => count.hours(minutes.saturating_mul(MICROS_PER_MINUTE)),
            Period::WorkingDays(days) => count.days(days),
        }
    }
}
