//! How an effect is made: a clock started on the right calendar with its ladder, a task opened, somebody told.

use uuid::Uuid;

use super::aggregate::Request;
use super::event::Effect;
use super::intake::CallWindow;
use super::message::{Message, Occasion};
use super::order::{Extension, Order, Running};
use super::refusal::Refusal;
use super::rings::{Counting, is_nobodys};
use super::task::{Pool, Task, TaskKind};
use crate::city::{Audience, City, Means, PeriodClass, Policy};
use crate::clock::{ClockKind, Pause, Period};
use crate::ids::{ClockId, MessageId, OrderId, TaskId, TopicCode, UnitCode};
use crate::moment::Moment;
use crate::words::Grade;

/// What consequences are drawn from: the request as it stood before the event, the city's rules, the time, and ids.
pub(super) struct Drawing<'a> {
    pub(super) request: &'a Request,
    pub(super) city: &'a City,
    pub(super) now: Moment,
    ids: &'a mut dyn FnMut() -> Uuid,
    pub(super) effects: Vec<Effect>,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(
        request: &'a Request,
        city: &'a City,
        now: Moment,
        ids: &'a mut dyn FnMut() -> Uuid,
    ) -> Drawing<'a> {
        Drawing { request, city, now, ids, effects: Vec::new() }
    }

    pub(super) fn class(&self) -> PeriodClass {
        self.class_of(self.request.facts.topic.as_ref())
    }

    pub(super) fn class_of(&self, topic: Option<&TopicCode>) -> PeriodClass {
        topic.and_then(|code| self.city.topics.get(code)).map_or(PeriodClass::Ordinary, |topic| topic.period)
    }

    pub(super) fn unit_of(&self, order: OrderId) -> Option<UnitCode> {
        self.request.order(order).map(|order| order.unit.clone())
    }

    /// The unit above that of an order; none for those directly under the city.
    pub(super) fn unit_above(&self, order: OrderId) -> Option<UnitCode> {
        let unit = self.unit_of(order)?;
        self.city.units.ancestors(&unit).get(1).map(|above| above.code.clone())
    }

    /// Who judges what this order's unit does or asks: the unit that passed it down, else the centre.
    pub(super) fn judge_of(&self, order: OrderId) -> Pool {
        let parent = self.request.order(order).and_then(|o| o.parent).and_then(|id| self.request.order(id));
        parent.map_or(Pool::Centre, |parent| Pool::Unit(parent.unit.clone()))
    }

    pub(super) fn seen_by(&mut self, unit: &UnitCode) {
        let units = self.city.units.ancestors(unit).iter().map(|unit| unit.code.clone()).collect();
        self.effects.push(Effect::SeenBy { units });
    }

    /// Starts a clock of the request or of an order that is there already, if the policy has a period for it; gives its due moment.
    pub(super) fn start(&mut self, kind: ClockKind, order: Option<OrderId>) -> Result<Option<Moment>, Refusal> {
        match order.and_then(|id| self.request.order(id)) {
            Some(order) => self.start_for(order, kind),
            None => self.begin(kind, order, None, None),
        }
    }

    /// The same for an order that has just begun: a part is due at the end of the whole at the latest.
    pub(super) fn start_for(&mut self, order: &Order, kind: ClockKind) -> Result<Option<Moment>, Refusal> {
        let whole = self.end_of_whole(order.parent, kind);
        self.begin(kind, Some(order.id), Some(&order.unit), whole)
    }

    /// The end of what an order is part of; one that this very event has started counts too.
    fn end_of_whole(&self, parent: Option<OrderId>, kind: ClockKind) -> Option<Moment> {
        let parent = parent.filter(|_| matches!(kind, ClockKind::Accept | ClockKind::Handle));
        let started = self.effects.iter().filter_map(|effect| match effect {
            Effect::ClockStarted(clock) => Some(clock),
            Effect::ClockStopped { .. }
            | Effect::ClockSet(_)
            | Effect::TaskOpened(_)
            | Effect::TaskDone { .. }
            | Effect::Tell(_)
            | Effect::SeenBy { .. } => None,
        });
        let of_whole = |clock: &&Running| clock.kind == ClockKind::Handle && clock.order == parent;
        let running = parent.and_then(|_| self.request.clock(ClockKind::Handle, parent));
        parent.and(started.rev().find(of_whole).or(running)).map(|clock| clock.due)
    }

    /// Starts a clock with a period of its own.
    pub(super) fn start_with(
        &mut self,
        kind: ClockKind,
        order: Option<OrderId>,
        period: Period,
    ) -> Result<Option<Moment>, Refusal> {
        self.begin_with(kind, order, None, None, period).map(Some)
    }

    /// Starts a clock whose day is given.
    pub(super) fn start_at(&mut self, kind: ClockKind, order: Option<OrderId>, due: Moment) {
        let mut clock = self.clock(kind, order, None, due);
        let unit = order.and_then(|id| self.unit_of(id));
        if self.counting(unit.as_ref()).go_on(&mut clock, 0).is_err() {
            clock.ring = Some(due);
        }
        self.effects.push(Effect::ClockStarted(clock));
    }

    fn begin(
        &mut self,
        kind: ClockKind,
        order: Option<OrderId>,
        unit: Option<&UnitCode>,
        whole: Option<Moment>,
    ) -> Result<Option<Moment>, Refusal> {
        let (grade, class) = (self.request.facts.grade, self.class());
        let Some(rule) = self.city.period(self.now, kind, grade, class) else { return Ok(None) };
        self.begin_with(kind, order, unit, whole, rule.period).map(Some)
    }

    fn begin_with(
        &mut self,
        kind: ClockKind,
        order: Option<OrderId>,
        unit: Option<&UnitCode>,
        whole: Option<Moment>,
        period: Period,
    ) -> Result<Moment, Refusal> {
        let counting = self.counting(unit.filter(|_| kind.is_the_units()));
        let mut clock = self.clock(kind, order, Some(period), self.now);
        let due = counting.due(&clock)?.unwrap_or(self.now);
        clock.due = whole.map_or(due, |end| due.min(end).max(self.now));
        clock.first_due = clock.due;
        self.set_ring(&counting, &mut clock)?;
        let due = clock.due;
        self.effects.push(Effect::ClockStarted(clock));
        Ok(due)
    }

    fn set_ring(&self, counting: &Counting<'_>, clock: &mut Running) -> Result<(), Refusal> {
        if is_nobodys(clock.kind) {
            clock.ring = Some(clock.due);
            return Ok(());
        }
        counting.begin_again(clock, self.now)
    }

    fn counting<'b>(&self, unit: Option<&'b UnitCode>) -> Counting<'b>
    where
        'a: 'b,
    {
        Counting { city: self.city, unit, grade: self.request.facts.grade }
    }

    fn clock(&mut self, kind: ClockKind, order: Option<OrderId>, period: Option<Period>, due: Moment) -> Running {
        Running {
            id: ClockId((self.ids)()),
            kind,
            order,
            started: self.now,
            period,
            due,
            first_due: due,
            policy: self.city.policy(self.now).version.clone(),
            pauses: Vec::new(),
            extensions: Vec::new(),
            rung: 0,
            ring: None,
            stopped: None,
            overdue: None,
        }
    }

    /// Moves every running clock to where it would stand had it started with this grade and class, by the policy it started under or
    /// by the one that is named. What has run, stood still or was granted stays.
    pub(super) fn recompute(&mut self, grade: Grade, class: PeriodClass, by: Option<&String>) -> Result<(), Refusal> {
        let mut moved: Vec<Running> = Vec::new();
        let request = self.request;
        for before in request.clocks.iter().filter(|clock| clock.is_open() && clock.period.is_some()) {
            let Some(policy) = self.policy_of(before, by) else { continue };
            // The levels of an appeal have periods of their own.
            let rule = policy.period(before.kind, grade, class).filter(|_| before.kind != ClockKind::Appeal);
            let mut clock = Running { policy: policy.version.clone(), ..before.clone() };
            clock.period = rule.map(|rule| rule.period).or(before.period);
            let counting = Counting { grade, ..request.counting(before, self.city) };
            if !clock.is_paused() {
                let due = counting.due(&clock)?.unwrap_or(clock.due);
                // Parents stand before their parts, so the whole has been moved by now.
                let parent = clock.order.and_then(|id| request.order(id)).and_then(|order| order.parent);
                let whole =
                    |other: &&Running| parent.is_some() && other.kind == ClockKind::Handle && other.order == parent;
                let end = moved.iter().find(whole).map(|whole| whole.due);
                let within = matches!(clock.kind, ClockKind::Accept | ClockKind::Handle);
                clock.due = end.filter(|_| within).map_or(due, |end| due.min(end).max(clock.started));
                // Where nothing moves, a rung that is late by a minute must not be passed over.
                if (clock.due, clock.period, grade) != (before.due, before.period, request.facts.grade) || by.is_some()
                {
                    self.set_ring(&counting, &mut clock)?;
                }
            }
            if clock != *before {
                self.effects.push(Effect::ClockSet(clock.clone()));
            }
            moved.push(clock);
        }
        Ok(())
    }

    fn policy_of(&self, clock: &Running, by: Option<&String>) -> Option<&'a Policy> {
        let version = by.unwrap_or(&clock.policy);
        self.city.policies.version(version).or_else(|| by.is_none().then(|| self.city.policy(clock.started)))
    }

    /// More working days for the handling of an order, counted on from when it was due.
    pub(super) fn extend(&mut self, order: OrderId, working_days: u16, reason: &str) -> Result<(), Refusal> {
        let by = Period::WorkingDays(working_days);
        let extension = Extension { by, granted: self.now, reason: reason.to_owned() };
        self.change_handling(order, |clock| clock.extensions.push(extension))
    }

    /// The handling clock stands still from now on.
    pub(super) fn pause(&mut self, order: OrderId, reason: &str) -> Result<(), Refusal> {
        let pause = Pause { from: self.now, until: None, reason: reason.to_owned() };
        self.change_handling(order, |clock| clock.pauses.push(pause))
    }

    /// It runs again; from the end of the longest pause there is, however late that is noticed.
    pub(super) fn resume(&mut self, order: OrderId) -> Result<(), Refusal> {
        let now = self.now;
        self.change_handling(order, |clock| {
            let until = clock.ring.map_or(now, |end| end.min(now));
            if let Some(pause) = clock.pauses.last_mut() {
                pause.until = Some(until);
            }
        })
    }

    fn change_handling(&mut self, order: OrderId, change: impl FnOnce(&mut Running)) -> Result<(), Refusal> {
        let Some(before) = self.request.clock(ClockKind::Handle, Some(order)) else { return Ok(()) };
        let counting = self.request.counting(before, self.city);
        let mut clock = before.clone();
        change(&mut clock);
        match counting.due(&clock)? {
            Some(due) => {
                let parent = self.request.order(order).and_then(|order| order.parent);
                let end = self.end_of_whole(parent, ClockKind::Handle);
                clock.due = end.map_or(due, |end| due.min(end).max(clock.started));
                self.set_ring(&counting, &mut clock)?;
            }
            None => clock.ring = Some(counting.pause_ends(&clock)?),
        }
        self.effects.push(Effect::ClockSet(clock));
        Ok(())
    }

    /// A rung has been climbed: the next is awaited.
    pub(super) fn climbed(&mut self, id: ClockId, rung: u8) -> Result<(), Refusal> {
        let Some(before) = self.request.clocks.iter().find(|clock| clock.id == id) else { return Ok(()) };
        let mut clock = before.clone();
        self.request.counting(before, self.city).go_on(&mut clock, rung + 1)?;
        self.effects.push(Effect::ClockSet(clock));
        Ok(())
    }

    /// A promise is broken: what is awaited now is the rung that it stands before.
    pub(super) fn goes_on(&mut self, id: ClockId) -> Result<(), Refusal> {
        let Some(before) = self.request.clocks.iter().find(|clock| clock.id == id) else { return Ok(()) };
        let rung = before.rung;
        let mut clock = Running { overdue: Some(self.now), ..before.clone() };
        self.request.counting(before, self.city).go_on(&mut clock, rung)?;
        if clock.ring != before.ring {
            self.effects.push(Effect::ClockSet(clock));
        }
        Ok(())
    }

    /// A rung reached nobody: the next is climbed at once, if there is one and it is still awaited. A clock that stands still is left
    /// alone: what it waits for is the end of its pause.
    pub(super) fn hurry(&mut self, id: ClockId, rung: u8) {
        let awaited = |clock: &&Running| {
            let ticks = clock.is_open() && !clock.is_paused() && clock.ring.is_some();
            let next = || self.request.counting(clock, self.city).rung(clock, clock.rung).is_some();
            clock.id == id && ticks && clock.rung == rung + 1 && next()
        };
        if let Some(before) = self.request.clocks.iter().find(awaited) {
            self.effects.push(Effect::ClockSet(Running { ring: Some(self.now), ..before.clone() }));
        }
    }

    pub(super) fn stop(&mut self, kind: ClockKind, order: Option<OrderId>) {
        let running = |clock: &&Running| clock.kind == kind && clock.order == order && clock.is_open();
        let stopped = self.request.clocks.iter().filter(running).map(|clock| Effect::ClockStopped { clock: clock.id });
        self.effects.extend(stopped);
    }

    pub(super) fn stop_clock(&mut self, clock: ClockId) {
        self.effects.push(Effect::ClockStopped { clock });
    }

    pub(super) fn open(&mut self, kind: TaskKind, order: Option<OrderId>, pool: Pool, due: Option<Moment>) {
        self.open_from(kind, order, pool, due, None);
    }

    fn open_from(
        &mut self,
        kind: TaskKind,
        order: Option<OrderId>,
        pool: Pool,
        due: Option<Moment>,
        not_before: Option<Moment>,
    ) {
        let id = TaskId((self.ids)());
        let opened = self.now;
        let task = Task { id, kind, order, pool, opened, due, not_before, claimed: None, done: None };
        self.effects.push(Effect::TaskOpened(task));
    }

    /// Opens the call-back for the first hour after `from` that the citizen prefers and the rules allow.
    pub(super) fn open_callback(&mut self, from: Moment, due: Option<Moment>) {
        let hours = self.city.policy(self.now).limits.callback_hours.0;
        let wanted = self.request.facts.call_window.unwrap_or(CallWindow { from: hours.from, until: hours.until });
        let both = CallWindow { from: wanted.from.max(hours.from), until: wanted.until.min(hours.until) };
        // Who can only be called at night is called when he can be.
        let window = if both.is_valid() { both } else { wanted };
        let start = first_within(self.city, window, from);
        self.open_from(TaskKind::Callback, None, Pool::Centre, due, (start > self.now).then_some(start));
    }

    pub(super) fn done(&mut self, kind: TaskKind, order: Option<OrderId>) {
        self.effects.extend(self.request.open_tasks(kind, order).map(|task| Effect::TaskDone { task: task.id }));
    }

    pub(super) fn done_task(&mut self, task: TaskId) {
        self.effects.push(Effect::TaskDone { task });
    }

    pub(super) fn all_done(&mut self) {
        let running = self.request.clocks.iter().filter(|clock| clock.is_open());
        self.effects.extend(running.map(|clock| Effect::ClockStopped { clock: clock.id }));
        let open = self.request.tasks.iter().filter(|task| task.done.is_none());
        self.effects.extend(open.map(|task| Effect::TaskDone { task: task.id }));
    }

    /// Somebody of the unit of an order, or of the centre, must know.
    pub(super) fn tell(&mut self, occasion: Occasion, to: Audience, by: Means, order: Option<OrderId>) {
        let unit = order.and_then(|id| self.unit_of(id));
        self.message(occasion, to, by, order, unit, None);
    }

    /// The same for an order that has just begun.
    pub(super) fn tell_unit(&mut self, occasion: Occasion, to: Audience, by: Means, order: &Order) {
        self.message(occasion, to, by, Some(order.id), Some(order.unit.clone()), None);
    }

    /// The same because a rung was reached.
    pub(super) fn tell_rung(
        &mut self,
        occasion: Occasion,
        to: Audience,
        by: Means,
        order: Option<OrderId>,
        clock: (ClockId, ClockKind, u8),
    ) {
        // Who keeps the promise is not always who owes the order: a report is judged by the centre, or by the unit above.
        let unit = match (to, order) {
            (Audience::Owner, Some(id)) if !owes(clock.1) => match self.judge_of(id) {
                Pool::Unit(judge) => Some(judge),
                Pool::Centre => None,
            },
            _ => order.and_then(|id| self.unit_of(id)),
        };
        self.message(occasion, to, by, order, unit, Some(clock));
    }

    fn message(
        &mut self,
        occasion: Occasion,
        to: Audience,
        by: Means,
        order: Option<OrderId>,
        unit: Option<UnitCode>,
        clock: Option<(ClockId, ClockKind, u8)>,
    ) {
        let id = MessageId((self.ids)());
        self.effects.push(Effect::Tell(Message { id, occasion, to, unit, by, order, clock }));
    }
}

/// Whether the unit of an order keeps this promise itself.
fn owes(kind: ClockKind) -> bool {
    matches!(
        kind,
        ClockKind::Accept | ClockKind::Contact | ClockKind::Handle | ClockKind::Milestone | ClockKind::Supervision
    )
}

/// The first moment from `from` on that lies in these hours of a day.
fn first_within(city: &City, window: CallWindow, from: Moment) -> Moment {
    let local = city.zone.to_datetime(from.timestamp());
    let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
    let (opens, closes) = (i64::from(window.from), i64::from(window.until));
    let wait = if minute < opens {
        opens - minute
    } else if minute >= closes {
        24 * 60 - minute + opens
    } else {
        return from;
    };
    from.plus_seconds(wait * 60 - i64::from(local.second()))
}
