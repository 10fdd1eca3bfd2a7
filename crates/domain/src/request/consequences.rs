//! Everything that follows from an event, in one exhaustive match: clocks that start and stop, tasks that
//! open and fall away, units that begin to see the request. No observer is registered anywhere else.

use uuid::Uuid;

use super::aggregate::Request;
use super::event::{Effect, Event};
use super::order::{Order, Running};
use super::refusal::Refusal;
use super::task::{Pool, Task, TaskKind};
use crate::city::{City, PeriodClass};
use crate::clock::ClockKind;
use crate::ids::{ClockId, OrderId, TaskId, UnitCode};
use crate::moment::Moment;
use crate::words::Grade;

/// What consequences are drawn from: the request as it stood before the event, the city's rules, the time, and ids.
pub struct Consequences<'a> {
    request: &'a Request,
    city: &'a City,
    now: Moment,
    ids: &'a mut dyn FnMut() -> Uuid,
    effects: Vec<Effect>,
}

/// What follows from `event` happening to `request` (as it stood before) at `now`.
pub fn consequences(
    request: &Request,
    event: &Event,
    city: &City,
    now: Moment,
    ids: &mut dyn FnMut() -> Uuid,
) -> Result<Vec<Effect>, Refusal> {
    let mut all = Consequences { request, city, now, ids, effects: Vec::new() };
    all.of(event)?;
    Ok(all.effects)
}

impl Consequences<'_> {
    fn of(&mut self, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Registered { .. } | Event::AskLapsed | Event::CitizenReplied { .. } => {
                self.stop(ClockKind::Supplement, None);
                let due = self.start(ClockKind::Dispatch, None, None)?;
                self.open(TaskKind::Dispatch, None, Pool::Centre, due);
            }
            Event::Answered { .. } | Event::Refused { .. } | Event::Closed { .. } => self.all_done(),
            Event::CitizenAsked { .. } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                self.start(ClockKind::Supplement, None, None)?;
            }
            Event::Classified { .. } | Event::SentToTriage { .. } | Event::Progressed { .. } | Event::Supplemented { .. } | Event::Urged { .. } => {}
            Event::Claimed { .. } | Event::Released { .. } | Event::Revealed { .. } | Event::Rated { .. } | Event::Expired { .. } => {}
            Event::Dispatched { orders, grade } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                for order in orders {
                    self.order_begins(order, None)?;
                    if *grade == Grade::Emergency {
                        self.open(TaskKind::MustPhone, Some(order.id), Pool::Centre, None);
                    }
                }
            }
            Event::PassedDown { from, order } => {
                // A part may not take longer than the whole: its period ends with the parent's at the latest.
                let whole = self.request.clocks.iter().find(|c| runs(c, ClockKind::Handle, Some(*from))).map(|c| c.due);
                self.order_begins(order, whole)?;
            }
            Event::Phoned { order, answered, .. } => {
                if *answered {
                    self.done(TaskKind::MustPhone, Some(*order));
                }
            }
            Event::Accepted { order } => {
                self.stop(ClockKind::Accept, Some(*order));
                self.start(ClockKind::Contact, Some(*order), None)?;
            }
            Event::Contacted { order, reached, .. } => {
                if *reached {
                    self.stop(ClockKind::Contact, Some(*order));
                }
            }
            Event::Reported { order, .. } => {
                self.stop(ClockKind::Contact, Some(*order));
                self.stop(ClockKind::Handle, Some(*order));
                let due = self.start(ClockKind::Review, Some(*order), None)?;
                let parent = self.request.order(*order).and_then(|o| o.parent).and_then(|id| self.request.order(id));
                let pool = parent.map_or(Pool::Centre, |parent| Pool::Unit(parent.unit.clone()));
                self.open(TaskKind::Review, Some(*order), pool, due);
            }
            Event::Approved { order } => {
                self.stop(ClockKind::Review, Some(*order));
                self.done(TaskKind::Review, Some(*order));
            }
            Event::SentBack { order, .. } => {
                self.stop(ClockKind::Review, Some(*order));
                self.done(TaskKind::Review, Some(*order));
                self.start(ClockKind::Handle, Some(*order), None)?;
            }
            Event::CallbackBegun => {
                let due = self.start(ClockKind::Callback, None, None)?;
                self.open(TaskKind::Callback, None, Pool::Centre, due);
            }
            Event::CallbackUnreached { .. } => {
                // The attempt is over; the next one is a task of its own, so that its claim is free again.
                let due = self.request.clocks.iter().find(|c| runs(c, ClockKind::Callback, None)).map(|c| c.due);
                self.done(TaskKind::Callback, None);
                self.open(TaskKind::Callback, None, Pool::Centre, due);
            }
            Event::Reworked { orders, .. } => {
                self.stop(ClockKind::Callback, None);
                self.done(TaskKind::Callback, None);
                for order in orders {
                    self.start(ClockKind::Handle, Some(*order), None)?;
                }
            }
            Event::GradeChanged { to, .. } => self.grade_changed(*to)?,
        }
        Ok(())
    }

    fn order_begins(&mut self, order: &Order, not_after: Option<Moment>) -> Result<(), Refusal> {
        let units: Vec<UnitCode> = self.city.units.ancestors(&order.unit).iter().map(|unit| unit.code.clone()).collect();
        self.effects.push(Effect::SeenBy { units });
        self.start(ClockKind::Accept, Some(order.id), not_after)?;
        self.start(ClockKind::Handle, Some(order.id), not_after)?;
        Ok(())
    }

    fn grade_changed(&mut self, to: Grade) -> Result<(), Refusal> {
        for clock in self.request.clocks.iter().filter(|clock| clock.stopped.is_none()) {
            if let Some((due, policy)) = due(self.city, clock.kind, to, self.class(), clock.started)? {
                if due != clock.due {
                    self.effects.push(Effect::ClockMoved { clock: clock.id, due, policy });
                }
            }
        }
        if to == Grade::Emergency {
            let silent: Vec<OrderId> = self
                .request
                .orders
                .iter()
                .filter(|order| order.state.stage().is_open() && order.phoned.is_none())
                .map(|order| order.id)
                .filter(|id| self.request.open_tasks(TaskKind::MustPhone, Some(*id)).next().is_none())
                .collect();
            for order in silent {
                self.open(TaskKind::MustPhone, Some(order), Pool::Centre, None);
            }
        }
        Ok(())
    }

    fn class(&self) -> PeriodClass {
        let topic = self.request.facts.topic.as_ref().and_then(|code| self.city.topics.get(code));
        topic.map_or(PeriodClass::Ordinary, |topic| topic.period)
    }

    /// Starts a clock, if the policy has a period for it; gives its due moment.
    fn start(&mut self, kind: ClockKind, order: Option<OrderId>, not_after: Option<Moment>) -> Result<Option<Moment>, Refusal> {
        let Some((due, policy)) = due(self.city, kind, self.request.facts.grade, self.class(), self.now)? else { return Ok(None) };
        let due = not_after.map_or(due, |end| due.min(end).max(self.now));
        let id = ClockId((self.ids)());
        self.effects.push(Effect::ClockStarted(Running { id, kind, order, started: self.now, due, policy, stopped: None, overdue: None }));
        Ok(Some(due))
    }

    fn stop(&mut self, kind: ClockKind, order: Option<OrderId>) {
        let running = self.request.clocks.iter().filter(|clock| runs(clock, kind, order));
        self.effects.extend(running.map(|clock| Effect::ClockStopped { clock: clock.id }));
    }

    fn open(&mut self, kind: TaskKind, order: Option<OrderId>, pool: Pool, due: Option<Moment>) {
        let id = TaskId((self.ids)());
        self.effects.push(Effect::TaskOpened(Task { id, kind, order, pool, opened: self.now, due, claimed: None, done: None }));
    }

    fn done(&mut self, kind: TaskKind, order: Option<OrderId>) {
        self.effects.extend(self.request.open_tasks(kind, order).map(|task| Effect::TaskDone { task: task.id }));
    }

    fn all_done(&mut self) {
        let running = self.request.clocks.iter().filter(|clock| clock.stopped.is_none());
        self.effects.extend(running.map(|clock| Effect::ClockStopped { clock: clock.id }));
        let open = self.request.tasks.iter().filter(|task| task.done.is_none());
        self.effects.extend(open.map(|task| Effect::TaskDone { task: task.id }));
    }
}

fn runs(clock: &Running, kind: ClockKind, order: Option<OrderId>) -> bool {
    clock.kind == kind && clock.order == order && clock.stopped.is_none()
}

/// When a promise that starts now is due, and by which policy. `None`: the policy promises nothing.
fn due(city: &City, kind: ClockKind, grade: Grade, class: PeriodClass, start: Moment) -> Result<Option<(Moment, String)>, Refusal> {
    let Some(rule) = city.period(start, kind, grade, class) else { return Ok(None) };
    let due = city.calendar.due(start, &rule.period).map_err(|error| Refusal::NoDue(error.to_string()))?;
    Ok(Some((due.at, city.policy(start).version.clone())))
}
