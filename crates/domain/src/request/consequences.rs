//! Everything that follows from an event, in one exhaustive match: clocks that start and stop, tasks that
//! open and fall away, people who must be told, units that begin to see the request. No observer is registered anywhere else.
//!
//! How an effect is made (a clock started, a task opened) stands in [`super::drawing`].

use uuid::Uuid;

use super::aggregate::Request;
use super::command::CommandKind;
use super::dealings::Parking;
use super::drawing::Drawing;
use super::event::{Effect, Event};
use super::message::Occasion;
use super::order::Order;
use super::refusal::Refusal;
use super::rings::is_nobodys;
use super::state::{OrderState, Stage};
use super::table::{self, State};
use super::task::{Pool, TaskKind};
use crate::access::Role;
use crate::city::{Audience, City, Means, RungAt};
use crate::clock::ClockKind;
use crate::ids::OrderId;
use crate::moment::Moment;
use crate::words::Grade;

/// What follows from `event` happening to `request` (as it stood before) at `now`.
pub fn consequences(
    request: &Request,
    event: &Event,
    city: &City,
    now: Moment,
    ids: &mut dyn FnMut() -> Uuid,
) -> Result<Vec<Effect>, Refusal> {
    let mut draw = Drawing::new(request, city, now, ids);
    draw.of(event)?;
    Ok(draw.effects)
}

impl Drawing<'_> {
    #[expect(clippy::too_many_lines, reason = "one arm for each event; what follows from it is read in one place")]
    fn of(&mut self, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Registered { .. } | Event::AskLapsed | Event::CitizenReplied { .. } | Event::Unmerged { .. } => {
                self.stop(ClockKind::Supplement, None);
                self.stop(ClockKind::Callback, None);
                self.done(TaskKind::Callback, None);
                self.awaits_dispatch()?;
            }
            Event::Answered { .. } | Event::Closed { .. } => {
                self.all_done();
                self.start(ClockKind::Objection, None)?;
            }
            Event::Refused { .. }
            | Event::HandedOver { .. }
            | Event::Invalidated { .. }
            | Event::Merged { .. }
            | Event::Archived => self.all_done(),
            Event::Withdrawn { .. } => {
                for order in self.request.orders.iter().filter(|order| order.state.stage().is_open()) {
                    self.tell(Occasion::TakenAway, Audience::Owner, Means::Notice, Some(order.id));
                }
                self.all_done();
            }
            Event::InvalidAsked { .. } => self.open(TaskKind::InvalidCheck, None, Pool::Centre, None),
            Event::InvalidDenied { .. } => self.done(TaskKind::InvalidCheck, None),
            Event::CitizenAsked { .. } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                self.start(ClockKind::Supplement, None)?;
            }
            // The topic may bring other periods with it.
            Event::Classified { topic, .. } => {
                self.recompute(self.request.facts.grade, self.class_of(Some(topic)), None)?;
            }
            // Seen by everybody who looks, counted, or followed by what else happens: nothing to do of its own.
            Event::SentToTriage { .. }
            | Event::Consulted { .. }
            | Event::Ruled { .. }
            | Event::Absorbed { .. }
            | Event::Shed { .. }
            | Event::Followed { .. }
            | Event::IncidentDeclared { .. }
            | Event::IncidentEnded { .. }
            | Event::ProgressShared { .. }
            | Event::Progressed { .. }
            | Event::Claimed { .. }
            | Event::Released { .. }
            | Event::PassedOn { .. }
            | Event::Revealed { .. }
            | Event::Rated { .. } => {}
            Event::Dispatched { orders, grade } => {
                self.stop(ClockKind::Dispatch, None);
                self.done(TaskKind::Dispatch, None);
                // Whoever dispatches it has found a demand in it.
                self.done(TaskKind::InvalidCheck, None);
                for order in orders {
                    self.order_begins(order, *grade)?;
                }
            }
            Event::SupportAdded { orders } => {
                for order in orders {
                    self.order_begins(order, self.request.facts.grade)?;
                }
                let asked = self.request.orders.iter().filter(|order| order.dealings.support.is_some());
                for order in asked {
                    self.support_decided(order.id);
                }
            }
            Event::PassedDown { order, .. } => self.order_begins(order, Grade::Ordinary)?,
            Event::Phoned { order, answered, .. } => {
                if *answered {
                    self.phoned(*order);
                }
            }
            Event::Accepted { order } => {
                self.stop(ClockKind::Accept, Some(*order));
                self.start(ClockKind::Contact, Some(*order))?;
            }
            Event::ReturnAsked { order, .. } => {
                // The handling clock keeps running; whether it was accepted in time is not the question any more.
                self.stop(ClockKind::Accept, Some(*order));
                let due = self.start(ClockKind::ReturnReview, Some(*order))?;
                self.open(TaskKind::ReturnReview, Some(*order), self.judge_of(*order), due);
            }
            Event::Redispatched { order, instead, .. } => {
                self.tell(Occasion::Decided, Audience::Owner, Means::Notice, Some(*order));
                self.order_ends(*order);
                self.order_begins(instead, self.grade_of(instead))?;
            }
            Event::ReturnRefused { order, .. } => {
                self.stop(ClockKind::ReturnReview, Some(*order));
                self.done(TaskKind::ReturnReview, Some(*order));
                self.tell(Occasion::Decided, Audience::Owner, Means::Notice, Some(*order));
                // An argument wins no time: a clock that runs already runs on.
                let contacts = self.request.clock(ClockKind::Contact, Some(*order)).is_some();
                if !contacts && self.request.order(*order).is_some_and(|o| o.contacted.is_none()) {
                    self.start(ClockKind::Contact, Some(*order))?;
                }
            }
            Event::Recalled { order, instead, .. } => {
                self.tell(Occasion::TakenAway, Audience::Owner, Means::Notice, Some(*order));
                self.order_ends(*order);
                match instead {
                    Some(instead) => self.order_begins(instead, self.grade_of(instead))?,
                    None if self.request.nothing_stands_without(*order) => {
                        self.awaits_dispatch()?;
                    }
                    None => {}
                }
            }
            Event::SupportAsked { order, .. } => {
                let due = self.start(ClockKind::SupportReview, Some(*order))?;
                self.open(TaskKind::SupportReview, Some(*order), Pool::Centre, due);
            }
            Event::SupportRefused { order, .. } => self.support_decided(*order),
            Event::DelayAsked { order, .. } => {
                let due = self.start(ClockKind::DelayReview, Some(*order))?;
                self.open(TaskKind::DelayReview, Some(*order), self.judge_of(*order), due);
            }
            Event::DelayGranted { order, working_days, reason } => {
                self.delay_decided(*order);
                self.extend(*order, *working_days, reason)?;
            }
            Event::DelayRefused { order, .. } => self.delay_decided(*order),
            Event::Paused { order, reason } => self.pause(*order, reason)?,
            Event::Resumed { order, .. } => self.resume(*order)?,
            Event::Contacted { order, reached, .. } => {
                if *reached {
                    self.stop(ClockKind::Contact, Some(*order));
                }
            }
            Event::Reported { order, report } => {
                // Who reports has noticed; phoning him now would be a task that nobody can do.
                self.phoned(*order);
                self.stop(ClockKind::Contact, Some(*order));
                self.stop(ClockKind::Handle, Some(*order));
                // It was done without the other unit.
                self.stop(ClockKind::SupportReview, Some(*order));
                self.done(TaskKind::SupportReview, Some(*order));
                let due = self.start(ClockKind::Review, Some(*order))?;
                let kind = if report.undue.is_some() { TaskKind::UndueReview } else { TaskKind::Review };
                self.open(kind, Some(*order), self.judge_of(*order), due);
            }
            Event::Approved { order } | Event::UndueAgreed { order, .. } => self.judged(*order),
            Event::SentBack { order, .. } => {
                self.judged(*order);
                self.again(*order)?;
            }
            Event::CallbackBegun => {
                let due = self.start(ClockKind::Callback, None)?;
                self.open_callback(self.now, due);
            }
            Event::CallbackUnreached { .. } => {
                // The attempt is over; the next one is a task of its own, so that its claim is free again.
                let due = self.request.clock(ClockKind::Callback, None).map(|clock| clock.due);
                self.done(TaskKind::Callback, None);
                let apart = self.city.policy(self.now).limits.callback_attempts_apart;
                self.open_callback(self.now + apart, due);
            }
            Event::Reworked { orders, .. } => {
                self.stop(ClockKind::Callback, None);
                self.done(TaskKind::Callback, None);
                self.all_again(orders)?;
            }
            Event::Parked { order, plan } => {
                self.stop(ClockKind::Handle, Some(*order));
                self.stop(ClockKind::Contact, Some(*order));
                self.next_milestone(*order, plan);
            }
            Event::MilestoneDone { order, .. } => {
                self.stop(ClockKind::Milestone, Some(*order));
                if let Some(plan) = self.plan_after_next(*order) {
                    self.next_milestone(*order, &plan);
                }
            }
            Event::Unparked { order, .. } => {
                self.stop(ClockKind::Milestone, Some(*order));
                self.start(ClockKind::Handle, Some(*order))?;
            }
            Event::Urged { .. } => self.tell_who_owes(Occasion::Urged, Means::Notice),
            Event::Supplemented { .. } => self.tell_who_owes(Occasion::Supplemented, Means::Notice),
            Event::Supervised { sheet } => {
                self.start_at(ClockKind::Supervision, Some(sheet.order), sheet.due);
                let pool = self.unit_of(sheet.order).map_or(Pool::Centre, Pool::Unit);
                self.open(TaskKind::AnswerSheet, Some(sheet.order), pool, Some(sheet.due));
                self.tell(Occasion::Supervised, Audience::UnitDuty, Means::Sms, Some(sheet.order));
            }
            Event::SheetAnswered { order, .. } => {
                self.stop(ClockKind::Supervision, Some(*order));
                self.done(TaskKind::AnswerSheet, Some(*order));
                self.tell(Occasion::Supervised, Audience::Supervision, Means::Notice, Some(*order));
            }
            Event::SheetLifted { order, .. } => {
                self.stop(ClockKind::Supervision, Some(*order));
                self.done(TaskKind::AnswerSheet, Some(*order));
            }
            Event::Instructed { .. } => {
                self.tell(Occasion::Instructed, Audience::Supervision, Means::Notice, None);
                self.tell_who_owes(Occasion::Instructed, Means::Sms);
            }
            Event::GradeChanged { to, .. } => self.grade_changed(*to)?,
            Event::WithdrawAsked { .. } => {
                let due = self.start(ClockKind::WithdrawCheck, None)?;
                self.open(TaskKind::WithdrawCheck, None, Pool::Centre, due);
            }
            Event::WithdrawStopped { .. } => {
                self.stop(ClockKind::WithdrawCheck, None);
                self.done(TaskKind::WithdrawCheck, None);
                // Somebody pressed a citizen: that is for those who supervise.
                self.tell(Occasion::Supervised, Audience::Supervision, Means::Notice, None);
            }
            Event::Reopened { orders, .. } => {
                // What was argued about the old end falls away with it.
                self.all_done();
                self.all_again(orders)?;
                if orders.is_empty() {
                    self.awaits_dispatch()?;
                }
            }
            Event::AppealAsked { order, appeal } => {
                self.stop(ClockKind::Objection, Some(*order));
                let level = self.city.policy(self.now).appeals.get(usize::from(appeal.level));
                let due = match level.and_then(|level| level.period) {
                    Some(period) => self.start_with(ClockKind::Appeal, Some(*order), period)?,
                    None => self.start(ClockKind::Appeal, Some(*order))?,
                };
                let above = level.filter(|level| level.role == Role::Handler).and_then(|_| self.unit_above(*order));
                self.open(TaskKind::Appeal, Some(*order), above.map_or(Pool::Centre, Pool::Unit), due);
            }
            Event::AppealDecided { order, level, granted, .. } => {
                self.stop(ClockKind::Appeal, Some(*order));
                self.done(TaskKind::Appeal, Some(*order));
                let next = self.city.policy(self.now).appeals.get(usize::from(*level) + 1);
                if let Some(next) = next.filter(|_| !granted) {
                    self.start_with(ClockKind::Objection, Some(*order), next.within)?;
                }
                self.tell(Occasion::Decided, Audience::Owner, Means::Notice, Some(*order));
            }
            Event::Expired { clock, kind, .. } => {
                // Nobody waits for these any more once they are over.
                if *kind == ClockKind::Objection {
                    self.stop_clock(*clock);
                } else if !is_nobodys(*kind) {
                    self.goes_on(*clock)?;
                }
            }
            Event::Rung { clock, order, kind, rung, at, tell, by } => {
                self.climbed(*clock, *rung)?;
                let occasion = match at {
                    RungAt::Share(_) => Occasion::Warning,
                    RungAt::Due => Occasion::Due,
                    RungAt::After(_) => Occasion::Late,
                };
                for audience in tell {
                    self.tell_rung(occasion, *audience, *by, *order, (*clock, *kind, *rung));
                }
                // The call to the unit waits already: whom to phone now follows from the rung.
                if *by == Means::Phone && *kind != ClockKind::MustPhone {
                    self.open(TaskKind::Tell, *order, Pool::Centre, None);
                }
            }
            Event::Untold { message, .. } => {
                self.open(TaskKind::Tell, message.order, Pool::Centre, None);
                if let Some((clock, _, rung)) = message.clock {
                    self.hurry(clock, rung);
                }
            }
            Event::Told { task, .. } => self.done_task(*task),
            Event::PolicyApplied { policy } => {
                self.recompute(self.request.facts.grade, self.class(), Some(policy))?;
            }
        }
        Ok(())
    }

    /// The request waits for a dispatcher.
    fn awaits_dispatch(&mut self) -> Result<(), Refusal> {
        let due = self.start(ClockKind::Dispatch, None)?;
        self.open(TaskKind::Dispatch, None, Pool::Centre, due);
        Ok(())
    }

    fn order_begins(&mut self, order: &Order, grade: Grade) -> Result<(), Refusal> {
        self.seen_by(&order.unit);
        self.start_for(order, ClockKind::Accept)?;
        self.start_for(order, ClockKind::Handle)?;
        if grade == Grade::Emergency {
            self.must_phone(order)?;
        }
        // An ordinary order shows in the inbox at once, like everything else that waits there.
        if self.request.facts.grade != Grade::Ordinary {
            self.tell_unit(Occasion::NewOrder, Audience::UnitDuty, Means::Sms, order);
        }
        Ok(())
    }

    /// Only what the centre dispatches is phoned by the centre.
    fn grade_of(&self, order: &Order) -> Grade {
        if order.parent.is_none() { self.request.facts.grade } else { Grade::Ordinary }
    }

    fn must_phone(&mut self, order: &Order) -> Result<(), Refusal> {
        let due = self.start_for(order, ClockKind::MustPhone)?;
        self.open(TaskKind::MustPhone, Some(order.id), Pool::Centre, due);
        Ok(())
    }

    fn phoned(&mut self, order: OrderId) {
        self.stop(ClockKind::MustPhone, Some(order));
        self.done(TaskKind::MustPhone, Some(order));
    }

    /// Everything of an order falls away.
    fn order_ends(&mut self, order: OrderId) {
        let clocks = self.request.clocks.iter().filter(|clock| clock.order == Some(order) && clock.is_open());
        let clocks: Vec<_> = clocks.map(|clock| clock.id).collect();
        for clock in clocks {
            self.stop_clock(clock);
        }
        let tasks = self.request.tasks.iter().filter(|task| task.order == Some(order) && task.done.is_none());
        let tasks: Vec<_> = tasks.map(|task| task.id).collect();
        for task in tasks {
            self.done_task(task);
        }
    }

    fn judged(&mut self, order: OrderId) {
        self.stop(ClockKind::Review, Some(order));
        self.done(TaskKind::Review, Some(order));
        self.done(TaskKind::UndueReview, Some(order));
    }

    fn support_decided(&mut self, order: OrderId) {
        self.stop(ClockKind::SupportReview, Some(order));
        self.done(TaskKind::SupportReview, Some(order));
        self.tell(Occasion::Decided, Audience::Owner, Means::Notice, Some(order));
    }

    fn delay_decided(&mut self, order: OrderId) {
        self.stop(ClockKind::DelayReview, Some(order));
        self.done(TaskKind::DelayReview, Some(order));
        self.tell(Occasion::Decided, Audience::Owner, Means::Notice, Some(order));
    }

    /// Gives an order time to be done again.
    fn again(&mut self, id: OrderId) -> Result<(), Refusal> {
        let Some(order) = self.request.order(id) else { return Ok(()) };
        self.start_for(order, ClockKind::Handle)?;
        self.tell(Occasion::Again, Audience::Owner, Means::Notice, Some(id));
        Ok(())
    }

    /// The same for several: the whole before its parts, which are due with it at the latest.
    fn all_again(&mut self, orders: &[OrderId]) -> Result<(), Refusal> {
        let request = self.request;
        for order in request.orders.iter().filter(|order| orders.contains(&order.id)) {
            self.again(order.id)?;
        }
        Ok(())
    }

    fn next_milestone(&mut self, order: OrderId, plan: &Parking) {
        if let Some(next) = plan.next() {
            self.start_at(ClockKind::Milestone, Some(order), next.due);
        }
    }

    /// The plan of a parked order as it stands once its next milestone is done.
    fn plan_after_next(&self, order: OrderId) -> Option<Parking> {
        let OrderState::Parked { plan } = &self.request.order(order)?.state else { return None };
        let mut plan = (**plan).clone();
        plan.milestones.iter_mut().find(|milestone| milestone.done.is_none())?.done = Some(self.now);
        Some(plan)
    }

    fn grade_changed(&mut self, to: Grade) -> Result<(), Refusal> {
        self.recompute(to, self.class(), None)?;
        let orders: Vec<&Order> = self.request.orders.iter().filter(|order| order.parent.is_none()).collect();
        for order in orders {
            let must_phone = to == Grade::Emergency
                && order.phoned.is_none()
                && table::find(CommandKind::Phone, State::Order(order.state.stage())).is_some();
            let waits = self.request.open_tasks(TaskKind::MustPhone, Some(order.id)).next().is_some();
            match (must_phone, waits) {
                (true, false) => self.must_phone(order)?,
                (false, true) => self.phoned(order.id),
                (true, true) | (false, false) => {}
            }
        }
        Ok(())
    }

    /// Whoever owes something for the request now is told.
    fn tell_who_owes(&mut self, occasion: Occasion, by: Means) {
        let owing: Vec<&Order> = self.request.orders.iter().filter(|order| order.state.stage().is_open()).collect();
        for order in &owing {
            self.tell(occasion, Audience::Owner, by, Some(order.id));
        }
        if owing.is_empty() && matches!(self.request.state.stage(), Stage::Registered | Stage::Triage) {
            self.tell(occasion, Audience::Dispatchers, Means::Notice, None);
        }
    }
}
