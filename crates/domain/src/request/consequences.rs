//! Everything that follows from an event, in one exhaustive match: clocks that start and stop, tasks that
//! open and fall away, units that begin to see the request. No observer is registered anywhere else.

use uuid::Uuid;

use super::aggregate::Request;
use super::command::CommandKind;
use super::event::{Effect, Event};
use super::order::{Order, Running};
use super::refusal::Refusal;
use super::table::{self, State};
use super::task::{Pool, Task, TaskKind};
use crate::city::{City, PeriodClass};
use crate::clock::ClockKind;
use crate::ids::{ClockId, OrderId, TaskId, TopicCode, UnitCode};
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
    #[expect(clippy::too_many_lines, reason = "one arm for each event; what follows from it is read in one place")]
    fn of(&mut self, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Registered { .. } | Event::AskLapsed | Event::CitizenReplied { .. } => {
                self.stop(ClockKind::Supplement, None);
                let due = self.start(ClockKind::Dispatch, None)?;
                self.open(TaskKind::Dispatch, None, Pool::Centre, due);
            }
            Event::Answered { .. } | Event::Refused { .. } | Event::Closed { .. } => self.all_done(),
            Event::CitizenAsked { .. } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                self.start(ClockKind::Supplement, None)?;
            }
            // The topic may bring other periods with it.
            Event::Classified { topic, .. } => self.recompute(self.request.facts.grade, self.class_of(Some(topic)))?,
            Event::SentToTriage { .. }
            | Event::Progressed { .. }
            | Event::Supplemented { .. }
            | Event::Urged { .. }
            | Event::Claimed { .. }
            | Event::Released { .. }
            | Event::Revealed { .. }
            | Event::Rated { .. }
            | Event::Expired { .. } => {}
            Event::Dispatched { orders, grade } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                for order in orders {
                    self.order_begins(order)?;
                    if *grade == Grade::Emergency {
                        self.open(TaskKind::MustPhone, Some(order.id), Pool::Centre, None);
                    }
                }
            }
            Event::PassedDown { order, .. } => self.order_begins(order)?,
            Event::Phoned { order, answered, .. } => {
                if *answered {
                    self.done(TaskKind::MustPhone, Some(*order));
                }
            }
            Event::Accepted { order } => {
                self.stop(ClockKind::Accept, Some(*order));
                self.start(ClockKind::Contact, Some(*order))?;
            }
            Event::Contacted { order, reached, .. } => {
                if *reached {
                    self.stop(ClockKind::Contact, Some(*order));
                }
            }
            Event::Reported { order, .. } => {
                // Who reports has noticed; phoning him now would be a task that nobody can do.
                self.done(TaskKind::MustPhone, Some(*order));
                self.stop(ClockKind::Contact, Some(*order));
                self.stop(ClockKind::Handle, Some(*order));
                let due = self.start(ClockKind::Review, Some(*order))?;
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
                self.again(*order)?;
            }
            Event::CallbackBegun => {
                let due = self.start(ClockKind::Callback, None)?;
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
                    self.again(*order)?;
                }
            }
            Event::GradeChanged { to, .. } => self.grade_changed(*to)?,
        }
        Ok(())
    }

    fn order_begins(&mut self, order: &Order) -> Result<(), Refusal> {
        let units: Vec<UnitCode> =
            self.city.units.ancestors(&order.unit).iter().map(|unit| unit.code.clone()).collect();
        self.effects.push(Effect::SeenBy { units });
        let whole = self.whole(order.parent);
        self.start_within(whole, ClockKind::Accept, Some(order.id))?;
        self.start_within(whole, ClockKind::Handle, Some(order.id))?;
        Ok(())
    }

    fn grade_changed(&mut self, to: Grade) -> Result<(), Refusal> {
        self.recompute(to, self.class())?;
        let orders: Vec<&Order> = self.request.orders.iter().collect();
        for order in orders {
            let must_phone = to == Grade::Emergency
                && order.phoned.is_none()
                && table::find(CommandKind::Phone, State::Order(order.state.stage())).is_some();
            let waits = self.request.open_tasks(TaskKind::MustPhone, Some(order.id)).next().is_some();
            match (must_phone, waits) {
                (true, false) => self.open(TaskKind::MustPhone, Some(order.id), Pool::Centre, None),
                (false, true) => self.done(TaskKind::MustPhone, Some(order.id)),
                (true, true) | (false, false) => {}
            }
        }
        Ok(())
    }

    /// Moves every running clock to where it would stand had it started with this grade and class.
    fn recompute(&mut self, grade: Grade, class: PeriodClass) -> Result<(), Refusal> {
        let mut moved: Vec<(&Running, Moment)> = Vec::new();
        for clock in self.request.clocks.iter().filter(|clock| clock.stopped.is_none()) {
            let Some((due, policy)) = due(self.city, clock.kind, grade, class, clock.started)? else { continue };
            // Parents stand before their parts, so the whole has been moved by now.
            let parent = clock.order.and_then(|id| self.request.order(id)).and_then(|order| order.parent);
            let whole = moved
                .iter()
                .find(|(whole, _)| parent.is_some() && whole.kind == ClockKind::Handle && whole.order == parent);
            let due = match (whole, clock.kind) {
                (Some((_, end)), ClockKind::Accept | ClockKind::Handle) => due.min(*end).max(clock.started),
                (Some(_) | None, _) => due,
            };
            moved.push((clock, due));
            if due != clock.due {
                self.effects.push(Effect::ClockMoved { clock: clock.id, due, policy });
            }
        }
        Ok(())
    }

    /// When the whole is due that a part belongs to: a part may not take longer.
    fn whole(&self, parent: Option<OrderId>) -> Option<Moment> {
        parent?;
        self.request.clocks.iter().find(|clock| runs(clock, ClockKind::Handle, parent)).map(|clock| clock.due)
    }

    fn class(&self) -> PeriodClass {
        self.class_of(self.request.facts.topic.as_ref())
    }

    fn class_of(&self, topic: Option<&TopicCode>) -> PeriodClass {
        topic.and_then(|code| self.city.topics.get(code)).map_or(PeriodClass::Ordinary, |topic| topic.period)
    }

    /// Starts a clock, if the policy has a period for it; gives its due moment.
    fn start(&mut self, kind: ClockKind, order: Option<OrderId>) -> Result<Option<Moment>, Refusal> {
        self.start_within(None, kind, order)
    }

    /// The same, due at the end of the whole at the latest.
    fn start_within(
        &mut self,
        whole: Option<Moment>,
        kind: ClockKind,
        order: Option<OrderId>,
    ) -> Result<Option<Moment>, Refusal> {
        let Some((due, policy)) = due(self.city, kind, self.request.facts.grade, self.class(), self.now)? else {
            return Ok(None);
        };
        let due = whole.map_or(due, |end| due.min(end).max(self.now));
        let id = ClockId((self.ids)());
        self.effects.push(Effect::ClockStarted(Running {
            id,
            kind,
            order,
            started: self.now,
            due,
            policy,
            stopped: None,
            overdue: None,
        }));
        Ok(Some(due))
    }

    /// Gives an order time to be done again.
    fn again(&mut self, order: OrderId) -> Result<(), Refusal> {
        let whole = self.whole(self.request.order(order).and_then(|order| order.parent));
        self.start_within(whole, ClockKind::Handle, Some(order)).map(drop)
    }

    fn stop(&mut self, kind: ClockKind, order: Option<OrderId>) {
        let running = self.request.clocks.iter().filter(|clock| runs(clock, kind, order));
        self.effects.extend(running.map(|clock| Effect::ClockStopped { clock: clock.id }));
    }

    fn open(&mut self, kind: TaskKind, order: Option<OrderId>, pool: Pool, due: Option<Moment>) {
        let id = TaskId((self.ids)());
        self.effects.push(Effect::TaskOpened(Task {
            id,
            kind,
            order,
            pool,
            opened: self.now,
            due,
            claimed: None,
            done: None,
        }));
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
fn due(
    city: &City,
    kind: ClockKind,
    grade: Grade,
    class: PeriodClass,
    start: Moment,
) -> Result<Option<(Moment, String)>, Refusal> {
    let Some(rule) = city.period(start, kind, grade, class) else { return Ok(None) };
    let due = city.calendar.due(start, &rule.period).map_err(|error| Refusal::NoDue(error.to_string()))?;
    Ok(Some((due.at, city.policy(start).version.clone())))
}
