//! The life of a clock: when it is due with all that happened to it, and when the next rung of its ladder is reached.
//!
//! Pure counting over a [`Running`]; what a rung brings about stands in `consequences`.

use super::order::Running;
use super::refusal::Refusal;
use crate::city::{Audience, City, Means, Rung, RungAt};
use crate::clock::{Calendar, CalendarError, ClockKind, Pause, Period};
use crate::ids::UnitCode;
use crate::moment::{Minutes, Moment};
use crate::words::Grade;

/// What a clock without a ladder does: at its due moment its owner is told.
const BARE: &[Rung] = &[];

/// The clocks of one order or request, counted on one calendar.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    /// The city's rules.
    pub city: &'a City,
    /// The unit whose office hours count; `None`: the centre's.
    pub unit: Option<&'a UnitCode>,
    /// The grade that chooses the ladder.
    pub grade: Grade,
}

impl<'a> Counting<'a> {
    pub(super) fn calendar(&self) -> &'a Calendar {
        self.city.calendar_of(self.unit)
    }

    /// When the clock is due, with its pauses and extensions; `None` while it stands still.
    pub fn due(&self, clock: &Running) -> Result<Option<Moment>, Refusal> {
        Ok(self.stage(clock)?.map(|stage| stage.due))
    }

    /// The last stretch that a clock runs through: its own period, or its last extension.
    fn stage(&self, clock: &Running) -> Result<Option<Stage>, Refusal> {
        let Some(period) = clock.period else {
            return Ok((!clock.is_paused()).then_some(Stage { from: clock.started, period: None, due: clock.due }));
        };
        let calendar = self.calendar();
        let count = |from: Moment, period: &Period| {
            let pauses = since(&clock.pauses, from);
            calendar.due_with(from, period, &pauses).map_err(no_due)
        };
        let Some(first) = count(clock.started, &period)? else { return Ok(None) };
        let mut stage = Stage { from: clock.started, period: Some(period), due: first.at };
        for extension in &clock.extensions {
            let Some(next) = count(stage.due, &extension.by)? else { return Ok(None) };
            stage = Stage { from: stage.due, period: Some(extension.by), due: next.at };
        }
        Ok(Some(stage))
    }

    /// The rungs of the clock's ladder, by the policy that the clock was started under.
    pub fn ladder(&self, clock: &Running) -> &'a [Rung] {
        let policy = self.city.policies.version(&clock.policy).unwrap_or_else(|| self.city.policy(clock.started));
        policy.ladder(clock.kind, self.grade)
    }

    /// The rung with this number: a clock without a ladder has one, at its due moment.
    pub fn rung(&self, clock: &Running, number: u8) -> Option<Rung> {
        let ladder = self.ladder(clock);
        if ladder == BARE && number == 0 {
            return Some(Rung { at: RungAt::Due, tell: vec![Audience::Owner], by: Means::Notice });
        }
        ladder.get(usize::from(number)).cloned()
    }

    /// When a rung is reached.
    pub fn reached(&self, clock: &Running, rung: &Rung) -> Result<Option<Moment>, Refusal> {
        let Some(stage) = self.stage(clock)? else { return Ok(None) };
        // A part is due no later than its whole: the stored moment is the earlier one.
        let due = stage.due.min(clock.due.max(stage.from));
        let calendar = self.calendar();
        Ok(Some(match rung.at {
            RungAt::Due => due,
            RungAt::After(period) => calendar.later(due, &period).map_err(no_due)?.at,
            RungAt::Share(percent) => match stage.period.filter(|_| due == stage.due) {
                Some(period) => {
                    let pauses = since(&clock.pauses, stage.from);
                    calendar.share(stage.from, &period, &pauses, percent).map_err(no_due)?.unwrap_or(due)
                }
                None => part(stage.from, due, percent),
            },
        }))
    }

    /// Sets the next rung of a clock that goes on from `number`: the strict order of the ladder, however late we are.
    pub fn go_on(&self, clock: &mut Running, number: u8) -> Result<(), Refusal> {
        let rung = self.rung(clock, number);
        let later = rung.as_ref().is_none_or(|rung| matches!(rung.at, RungAt::After(_)));
        clock.rung = number;
        clock.ring = match rung {
            // The rung of the due moment was brought forward: the promise still has to be marked when it breaks.
            _ if later && clock.overdue.is_none() => Some(clock.due),
            Some(rung) => self.reached(clock, &rung)?,
            None => None,
        };
        Ok(())
    }

    /// Sets the next rung of a clock whose due moment has moved: what would lie in the past is not climbed again, but a due moment that
    /// has passed unmarked rings at once.
    pub fn begin_again(&self, clock: &mut Running, now: Moment) -> Result<(), Refusal> {
        let mut number = 0;
        while let Some(rung) = self.rung(clock, number) {
            let Some(moment) = self.reached(clock, &rung)? else { break };
            let unmarked = rung.at == RungAt::Due && clock.overdue.is_none();
            if moment > now || unmarked {
                clock.rung = number;
                clock.ring = Some(moment.max(now));
                return Ok(());
            }
            number += 1;
        }
        clock.rung = number;
        clock.ring = None;
        Ok(())
    }

    /// When a clock that stands still runs again by itself, counted from the beginning of its pause.
    pub fn pause_ends(&self, clock: &Running) -> Result<Moment, Refusal> {
        let from = clock.pauses.last().map_or(clock.started, |pause| pause.from);
        let policy = self.city.policies.version(&clock.policy).unwrap_or_else(|| self.city.policy(from));
        let most = Period::Natural(Minutes(i64::from(policy.limits.pause_days_max.max(1)) * 24 * 60));
        Ok(self.calendar().due(from, &most).map_err(no_due)?.at)
    }
}

/// A clock that nobody is to blame for: nobody is told when it rings.
pub fn is_nobodys(kind: ClockKind) -> bool {
    matches!(kind, ClockKind::Objection | ClockKind::Supplement)
}

struct Stage {
    from: Moment,
    period: Option<Period>,
    due: Moment,
}

/// What of these pauses lies after a moment.
pub(super) fn since(pauses: &[Pause], from: Moment) -> Vec<Pause> {
    let later = pauses.iter().filter(|pause| pause.until.is_none_or(|until| until > from));
    later.map(|pause| Pause { from: pause.from.max(from), ..pause.clone() }).collect()
}

fn part(from: Moment, due: Moment, percent: u8) -> Moment {
    Moment(from.micros() + (due.micros() - from.micros()).max(0) / 100 * i64::from(percent))
}

fn no_due(error: CalendarError) -> Refusal {
    Refusal::NoDue(error.to_string())
}
