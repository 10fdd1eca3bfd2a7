//! 延期、中止计时: more time, and time that does not count.

use super::super::aggregate::Request;
use super::super::dealings::DelayAsk;
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, TEXT_CHARS_MAX};
use super::super::machine::{Situation, guard, text};
use super::super::refusal::{Obstacle, Refusal};
use super::super::task::TaskKind;
use crate::clock::ClockKind;
use crate::ids::OrderId;

impl Request {
    /// 22. Asked while the period still runs, with reason, plan and what the citizen was told.
    pub(in crate::request) fn ask_delay(
        &self,
        id: OrderId,
        ask: Box<DelayAsk>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let clock = self.clock(ClockKind::Handle, Some(id)).ok_or(Refusal::Guard(Obstacle::NoClock))?;
        guard(clock.overdue.is_none() && (clock.due >= at.now || clock.is_paused()), Obstacle::DelayTooLate)?;
        let rule = at.city.policy(clock.started).delay(self.period_class(at.city));
        let times = rule.map_or(0, |rule| rule.times_max);
        guard(order.dealings.delays < times, Obstacle::NoMoreDelays)?;
        let most = rule.map_or(0, |rule| rule.working_days_max);
        let mut problems = Problems::default();
        if ask.working_days == 0 {
            problems.add(Field::Days, ProblemKind::Missing);
        } else if ask.working_days > most {
            problems.add(Field::Days, ProblemKind::TooMany { limit: usize::from(most) });
        }
        problems.text(Field::Reason, &ask.reason, 1, TEXT_CHARS_MAX);
        problems.text(Field::Plan, &ask.plan, 1, TEXT_CHARS_MAX);
        problems.text(Field::Told, &ask.told, usize::from(self.facts.contact.is_some()), TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::DelayAsked { order: id, ask }])
    }

    /// 22. Granted in whole or in part; 0 days: refused, the old deadline stands.
    pub(in crate::request) fn decide_delay(
        &self,
        id: OrderId,
        working_days: u16,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::DelayReview, Some(id), at)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let super::super::OrderState::DelayAsked { ask } = &order.state else {
            return Err(Refusal::Guard(Obstacle::NothingAsked));
        };
        text(Field::Reason, &reason, usize::from(working_days == 0))?;
        if working_days == 0 {
            return Ok(vec![Event::DelayRefused { order: id, reason }]);
        }
        let mut problems = Problems::default();
        if working_days > ask.working_days {
            problems.add(Field::Days, ProblemKind::TooMany { limit: usize::from(ask.working_days) });
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::DelayGranted { order: id, working_days, reason }])
    }

    /// 22. The clock stands still while the unit waits for the citizen.
    pub(in crate::request) fn pause(
        &self,
        id: OrderId,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let clock = self.clock(ClockKind::Handle, Some(id)).ok_or(Refusal::Guard(Obstacle::NoClock))?;
        guard(!clock.is_paused(), Obstacle::AlreadyPaused)?;
        guard(clock.overdue.is_none() && clock.due > at.now, Obstacle::DelayTooLate)?;
        let most = at.city.policy(clock.started).limits.pauses_max;
        guard(order.dealings.pauses < most, Obstacle::NoMorePauses)?;
        // A question that nobody asked the citizen cannot be waited for.
        guard(order.contacted.is_some(), Obstacle::NoContactProof)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::Paused { order: id, reason }])
    }

    /// 22. What the unit waited for has come.
    pub(in crate::request) fn resume(&self, id: OrderId, reason: String) -> Result<Vec<Event>, Refusal> {
        let clock = self.clock(ClockKind::Handle, Some(id)).ok_or(Refusal::Guard(Obstacle::NoClock))?;
        guard(clock.is_paused(), Obstacle::NotPaused)?;
        text(Field::Reason, &reason, 0)?;
        Ok(vec![Event::Resumed { order: id, reason }])
    }

    /// Every order whose clock stands still goes on: the citizen has told more.
    pub(in crate::request) fn resume_all(&self, reason: &str) -> impl Iterator<Item = Event> {
        let paused = self.clocks.iter().filter(|clock| clock.kind == ClockKind::Handle && clock.is_paused());
        let orders: Vec<OrderId> = paused.filter_map(|clock| clock.order).collect();
        orders.into_iter().map(move |order| Event::Resumed { order, reason: reason.to_owned() })
    }
}
