//! One count under way: it walks forward from the start, skips what does not count, and tells a witness each step.

use jiff::civil::Date;

use super::calendar::{Calendar, CalendarError, following};
use super::day::{Day, Opening};
use super::due::Due;
use super::pause::{END_OF_TIME, Pauses};
use super::step::{Step, Witness};
use crate::moment::Moment;

pub(super) struct Count<'a, W> {
    calendar: &'a Calendar,
    start: Moment,
    pauses: Pauses<'a>,
    witness: W,
    /// Pauses that began before this moment have been told.
    told: Moment,
    assumed: bool,
}

impl<'a, W: Witness> Count<'a, W> {
    pub(super) fn new(calendar: &'a Calendar, start: Moment, pauses: Pauses<'a>, witness: W) -> Count<'a, W> {
        Count { calendar, start, pauses, witness, told: Moment(i64::MIN), assumed: false }
    }

    /// Natural time, in microseconds. `None`, here and below: the clock stands still for good before the time is used up.
    pub(super) fn natural(mut self, micros: i64) -> Option<Due> {
        let (mut left, calendar) = (micros, self.calendar);
        let at = self.run(self.start, END_OF_TIME, &mut left, |from, until| Step::Natural {
            from: calendar.local(from),
            until: calendar.local(until),
            seconds: until.seconds_since(from),
        });
        self.finish(at)
    }

    /// Time while the offices are open, in microseconds.
    pub(super) fn hours(mut self, micros: i64) -> Result<Option<Due>, CalendarError> {
        let (mut left, calendar) = (micros, self.calendar);
        let mut date = calendar.date_of(self.start);
        while let Some(day) = self.next_day(date)? {
            date = following(day.date)?;
            if day.openings.is_empty() {
                self.witness.see(|| Step::Rest { date: day.date, kind: day.kind });
                continue;
            }
            let minutes = calendar.minutes_of(day.date)?;
            for opening in day.openings {
                let (from, until) = (minutes.at(opening.from)?.max(self.start), minutes.at(opening.until)?);
                let at = self.run(from, until, &mut left, |from, until| Step::Worked {
                    date: day.date,
                    kind: day.kind,
                    from: calendar.local(from).time(),
                    until: calendar.local(until).time(),
                    seconds: until.seconds_since(from),
                });
                if at.is_some() {
                    return Ok(self.finish(at));
                }
            }
        }
        Ok(self.finish(None))
    }

    /// Working days after the day of the start. A day counts if the clock runs when it closes, that is in the last moment before.
    pub(super) fn days(mut self, days: u16) -> Result<Option<Due>, CalendarError> {
        let received = self.calendar.day(self.calendar.date_of(self.start))?;
        self.assumed |= received.assumed;
        self.witness.see(|| Step::Received { date: received.date, kind: received.kind });
        let (mut date, mut counted) = (following(received.date)?, 0);
        while let Some(day) = self.next_day(date)? {
            date = following(day.date)?;
            let Some(last) = day.openings.last() else {
                self.witness.see(|| Step::Rest { date: day.date, kind: day.kind });
                continue;
            };
            if self.stands_at_close(&day, *last)? {
                continue;
            }
            counted += 1;
            self.witness.see(|| Step::Counted { date: day.date, kind: day.kind, number: counted, of: days });
            if counted == days {
                let close = self.calendar.instant(day.date, last.until)?;
                let at = self.calendar.local(close).time();
                self.witness.see(|| Step::Close { date: day.date, at });
                return Ok(self.finish(Some(close)));
            }
        }
        Ok(self.finish(None))
    }

    /// Whether the clock stands still in the last moment before a day closes.
    fn stands_at_close(&mut self, day: &Day<'_>, last: Opening) -> Result<bool, CalendarError> {
        if self.pauses.is_empty() {
            return Ok(false);
        }
        let close = self.calendar.instant(day.date, last.until)?;
        self.tell(close);
        Ok(self.pauses.hold(Moment(close.micros() - 1)))
    }

    /// Uses up `left` microseconds in the stretches of `from..until` in which the clock runs. The moment at which nothing was left.
    fn run(
        &mut self,
        from: Moment,
        until: Moment,
        left: &mut i64,
        step: impl Fn(Moment, Moment) -> Step,
    ) -> Option<Moment> {
        let mut from = from;
        while let Some((begin, stop)) = self.pauses.running(from, until) {
            self.tell(begin);
            let end = Moment(begin.micros().saturating_add(*left));
            self.witness.see(|| step(begin, end.min(stop)));
            if end <= stop {
                return Some(end);
            }
            *left -= stop.micros() - begin.micros();
            from = stop;
        }
        None
    }

    /// The first date from `date` on which the clock runs at some time; `None`: it never runs again.
    ///
    /// Days that are paused from midnight to midnight are passed over in one step, known to the calendar or not.
    fn next_day(&mut self, date: Date) -> Result<Option<Day<'a>>, CalendarError> {
        let mut date = date;
        if !self.pauses.is_empty() {
            let midnight = self.calendar.instant(date, 0)?;
            let Some((runs, _)) = self.pauses.running(midnight, END_OF_TIME) else { return Ok(None) };
            if runs > midnight {
                date = self.calendar.date_of(runs);
            }
            self.tell(runs);
        }
        let day = self.calendar.day(date)?;
        self.assumed |= day.assumed;
        Ok(Some(day))
    }

    /// Tells the pauses that began before `until` and were not told yet, in their order.
    fn tell(&mut self, until: Moment) {
        while let Some(pause) = self.pauses.first_begun(self.told, until, self.start) {
            self.told = Moment(pause.from.micros() + 1);
            self.witness.see(|| Step::Paused {
                from: self.calendar.local(pause.from),
                until: pause.until.map(|until| self.calendar.local(until)),
                reason: pause.reason.clone(),
            });
        }
    }

    fn finish(mut self, at: Option<Moment>) -> Option<Due> {
        self.tell(at.unwrap_or(END_OF_TIME));
        at.map(|at| Due { at, assumed: self.assumed })
    }
}
