//! 到点、告知、执行新规、移交: what clocks and shift changes bring about.

use super::super::aggregate::Request;
use super::super::event::Event;
use super::super::intake::Field;
use super::super::machine::{Situation, guard, text};
use super::super::message::Message;
use super::super::order::Running;
use super::super::refusal::{Obstacle, Refusal};
use super::super::rings::Counting;
use super::super::state::Stage;
use super::super::task::TaskKind;
use crate::access::Role;
use crate::city::{City, PeriodClass, RungAt};
use crate::clock::ClockKind;
use crate::ids::{AccountId, ClockId, TaskId};

impl Request {
    /// Which periods the topic follows.
    pub fn period_class(&self, city: &City) -> PeriodClass {
        let topic = self.facts.topic.as_ref().and_then(|code| city.topics.get(code));
        topic.map_or(PeriodClass::Ordinary, |topic| topic.period)
    }

    /// How a clock of this request is counted.
    pub fn counting<'a>(&'a self, clock: &Running, city: &'a City) -> Counting<'a> {
        let unit =
            clock.order.filter(|_| clock.kind.is_the_units()).and_then(|id| self.order(id)).map(|order| &order.unit);
        Counting { city, unit, grade: self.facts.grade }
    }

    /// 43. Climbs every rung that has been reached: each once, however late we come.
    pub(in crate::request) fn ring(&self, id: ClockId, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let reached =
            |clock: &&Running| clock.id == id && clock.is_open() && clock.ring.is_some_and(|ring| ring <= at.now);
        let Some(clock) = self.clocks.iter().find(reached) else { return Ok(Vec::new()) };
        let expired = Event::Expired { clock: id, order: clock.order, kind: clock.kind };
        if let Some(order) = clock.order.filter(|_| clock.is_paused()) {
            return Ok(vec![Event::Resumed { order, reason: "中止期满".into() }]);
        }
        match clock.kind {
            ClockKind::Objection if self.held_open_beside(Some(id)) => return Ok(vec![expired]),
            ClockKind::Objection => return Ok(vec![expired, Event::Archived]),
            // A question that the citizen did not answer does not hold the request for ever.
            ClockKind::Supplement if self.state.stage() == Stage::AwaitingCitizen => {
                return Ok(vec![expired, Event::AskLapsed]);
            }
            ClockKind::Supplement
            | ClockKind::Dispatch
            | ClockKind::Accept
            | ClockKind::Contact
            | ClockKind::Handle
            | ClockKind::Review
            | ClockKind::Callback
            | ClockKind::MustPhone
            | ClockKind::ReturnReview
            | ClockKind::DelayReview
            | ClockKind::SupportReview
            | ClockKind::WithdrawCheck
            | ClockKind::Appeal
            | ClockKind::Milestone
            | ClockKind::Supervision => {}
        }
        self.climb(clock, at)
    }

    fn climb(&self, clock: &Running, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let counting = self.counting(clock, at.city);
        let expired = Event::Expired { clock: clock.id, order: clock.order, kind: clock.kind };
        let (mut number, mut events, mut overdue) = (clock.rung, Vec::new(), clock.overdue.is_some());
        // A rung is brought forward when the one before could not be told. What rings when it is due may be the due moment alone, its
        // rung having been climbed ahead of it.
        let forward = overdue || clock.ring != Some(clock.due);
        while let Some(rung) = counting.rung(clock, number) {
            let brought = forward && number == clock.rung;
            if !brought && counting.reached(clock, &rung)?.is_none_or(|moment| moment > at.now) {
                break;
            }
            if !matches!(rung.at, RungAt::Share(_)) && !overdue && clock.due <= at.now {
                overdue = true;
                events.push(expired.clone());
            }
            let (at, tell, by) = (rung.at, rung.tell, rung.by);
            events.push(Event::Rung {
                clock: clock.id,
                order: clock.order,
                kind: clock.kind,
                rung: number,
                at,
                tell,
                by,
            });
            number += 1;
        }
        if !overdue && clock.due <= at.now {
            events.push(expired);
        }
        Ok(events)
    }

    /// 43. A message could not be delivered: it is a task from now on, and the next rung does not wait.
    #[expect(clippy::unused_self, reason = "a move of a request, like the others")]
    pub(in crate::request) fn untold(&self, message: Box<Message>, why: String) -> Result<Vec<Event>, Refusal> {
        text(Field::Reason, &why, 1)?;
        Ok(vec![Event::Untold { message, why }])
    }

    /// 43. Somebody told it by phone.
    pub(in crate::request) fn told(&self, id: TaskId, note: String, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let task = self.task(id).ok_or(Refusal::NoSuchTask(id))?;
        guard(task.kind == TaskKind::Tell, Obstacle::NothingAsked)?;
        guard(task.done.is_none(), Obstacle::TaskDone)?;
        let taken = task.claimed.is_some_and(|(owner, _)| Some(owner) != at.actor.account);
        guard(!taken, Obstacle::ClaimedByOther)?;
        text(Field::Text, &note, 1)?;
        Ok(vec![Event::Told { task: id, note }])
    }

    /// What runs is counted anew by the policy and the calendar of this day; nothing happens where that changes nothing.
    pub(in crate::request) fn apply_policy(&self, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let version = &at.city.policy(at.now).version;
        for clock in self.clocks.iter().filter(|clock| clock.is_open() && clock.period.is_some()) {
            if clock.policy != *version || self.is_counted_otherwise(clock, at.city)? {
                return Ok(vec![Event::PolicyApplied { policy: version.clone() }]);
            }
        }
        Ok(Vec::new())
    }

    /// The calendar gives another due moment than when it was asked last. A part may be due earlier, with its whole.
    fn is_counted_otherwise(&self, clock: &Running, city: &City) -> Result<bool, Refusal> {
        let part = clock.order.and_then(|id| self.order(id)).is_some_and(|order| order.parent.is_some());
        let due = self.counting(clock, city).due(clock)?;
        Ok(due.is_some_and(|due| due < clock.due || (due > clock.due && !part)))
    }

    /// 换人不下线: a claimed task goes on to another person, with a word about where it stands.
    pub(in crate::request) fn pass_on(
        &self,
        id: TaskId,
        to: AccountId,
        note: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let task = self.task(id).ok_or(Refusal::NoSuchTask(id))?;
        guard(task.done.is_none(), Obstacle::TaskDone)?;
        let mine = task.claimed.is_some_and(|(owner, _)| Some(owner) == at.actor.account);
        guard(mine || (task.claimed.is_some() && at.actor.is(Role::FloorSupervisor)), Obstacle::NotYours)?;
        text(Field::Text, &note, 1)?;
        Ok(vec![Event::PassedOn { task: id, to, note }])
    }
}
