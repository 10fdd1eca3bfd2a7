//! How an entry of the journal changes a request. Replaying uses nothing else, so what stands here needs no
//! rule, no calendar and no city: those spoke when the entry was made.

use super::aggregate::{Entry, Request};
use super::dealings::{Consult, Instruction, RequestDealings, Sheet, Withdrawal};
use super::event::{Effect, Event};
use super::order::Order;
use super::rings::is_nobodys;
use super::state::{OrderStage, OrderState, RequestState};
use crate::city::Exclusion;
use crate::ids::{OrderId, RequestId};
use crate::moment::Moment;

/// A journal that cannot be replayed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no entry at all.
    #[error("the chain is empty")]
    Empty,
    /// The first entry is not a registration.
    #[error("entry {0} should be the registration")]
    NotRegistered(i64),
    /// Numbers are not 1, 2, 3 …
    #[error("entry {found} stands where {expected} should")]
    Gap {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// An entry speaks of an order that does not exist.
    #[error("entry {no} speaks of the unknown order {order}")]
    UnknownOrder {
        /// The entry.
        no: i64,
        /// The order.
        order: OrderId,
    },
}

impl Request {
    /// Builds a request from its whole chain.
    pub fn replay<'a>(id: RequestId, entries: impl IntoIterator<Item = &'a Entry>) -> Result<Request, ReplayError> {
        let mut entries = entries.into_iter();
        let first = entries.next().ok_or(ReplayError::Empty)?;
        let mut request = Request::begin(id, first)?;
        for entry in entries {
            request.apply(entry)?;
        }
        Ok(request)
    }

    /// The request as its first entry leaves it.
    pub fn begin(id: RequestId, first: &Entry) -> Result<Request, ReplayError> {
        let Event::Registered { number, facts } = &first.event else {
            return Err(ReplayError::NotRegistered(first.no));
        };
        if first.no != 1 {
            return Err(ReplayError::Gap { expected: 1, found: first.no });
        }
        let mut request = Request {
            id,
            number: number.clone(),
            facts: (**facts).clone(),
            state: RequestState::Registered,
            registered: first.at,
            ended: None,
            orders: Vec::new(),
            clocks: Vec::new(),
            tasks: Vec::new(),
            units: Vec::new(),
            urges: 0,
            last_urged: None,
            supplements: 0,
            reworks: 0,
            overdue: false,
            survey: None,
            dealings: RequestDealings::default(),
            version: 1,
        };
        request.take_effect(first);
        Ok(request)
    }

    /// Applies the next entry.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), ReplayError> {
        if entry.no != self.version + 1 {
            return Err(ReplayError::Gap { expected: self.version + 1, found: entry.no });
        }
        self.happen(entry)?;
        for id in entry.event.orders() {
            let order = self.order_mut(id).ok_or(ReplayError::UnknownOrder { no: entry.no, order: id })?;
            order.version = entry.no;
        }
        self.take_effect(entry);
        self.version = entry.no;
        Ok(())
    }

    fn order_mut(&mut self, id: OrderId) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| order.id == id)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each event; how it changes the request is read in one place"
    )]
    fn happen(&mut self, entry: &Entry) -> Result<(), ReplayError> {
        let at = entry.at;
        match &entry.event {
            Event::Registered { .. } => return Err(ReplayError::NotRegistered(entry.no)),
            Event::Answered { .. } => self.end(RequestState::Closed { at, outcome: super::Outcome::Answered }, at),
            Event::Refused { reason, .. } => self.end(RequestState::Refused { reason: reason.clone() }, at),
            Event::HandedOver { to, .. } => self.end(RequestState::HandedOver { to: to.clone() }, at),
            Event::InvalidAsked { reason } => self.dealings.invalid = Some(reason.clone()),
            Event::InvalidDenied { .. } => self.dealings.invalid = None,
            Event::Invalidated { reason } => self.end(RequestState::Invalid { reason: reason.clone() }, at),
            Event::CitizenAsked { question } => {
                self.state = RequestState::AwaitingCitizen { question: question.clone(), asked: at }
            }
            Event::CitizenReplied { .. } => {
                self.supplements += 1;
                self.state = RequestState::Registered;
            }
            Event::AskLapsed => self.state = RequestState::Registered,
            Event::Classified { topic, place, address, secrecy } => {
                self.facts.topic = Some(topic.clone());
                self.facts.place = Some(place.clone());
                self.facts.address.clone_from(address);
                self.facts.secrecy = *secrecy;
            }
            Event::SentToTriage { why } => self.state = RequestState::Triage { why: why.clone() },
            Event::Dispatched { orders, .. } => {
                self.state = RequestState::Handling;
                self.dealings.dispatches += 1;
                self.dealings.invalid = None;
                self.orders.extend(orders.iter().cloned());
            }
            Event::Consulted { question, units } => {
                let why = question.clone();
                self.state = RequestState::Triage { why };
                self.dealings.consult =
                    Some(Consult { question: question.clone(), units: units.clone(), ruling: None });
            }
            Event::Ruled { ruling } => {
                if let Some(consult) = &mut self.dealings.consult {
                    consult.ruling = Some((**ruling).clone());
                }
            }
            Event::Merged { into, .. } => {
                self.dealings.master = Some(*into);
                self.end(RequestState::Merged { into: *into }, at);
            }
            Event::Unmerged { .. } => {
                self.dealings.master = None;
                self.open_again(RequestState::Registered);
            }
            Event::Absorbed { .. } => self.dealings.weight += 1,
            Event::Shed { .. } => self.dealings.weight = self.dealings.weight.saturating_sub(1).max(1),
            Event::Followed { .. } => self.ended = None,
            Event::IncidentDeclared { incident } => self.dealings.incident = Some((**incident).clone()),
            Event::ProgressShared { text } => {
                if let Some(incident) = &mut self.dealings.incident {
                    incident.progress = Some(text.clone());
                }
            }
            Event::IncidentEnded { .. } => {
                if let Some(incident) = &mut self.dealings.incident {
                    incident.ended = Some(at);
                }
            }
            Event::PassedDown { from, order } => {
                self.orders.push((**order).clone());
                self.begin_work(*from);
            }
            Event::Phoned { order, answered, .. } => {
                self.on_order(*order, |o| o.phoned = o.phoned.or(answered.then_some(at)));
            }
            Event::Accepted { order } => self.on_order(*order, |o| {
                o.state = OrderState::Accepted { at };
                o.accepted = Some(at);
            }),
            Event::Contacted { order, reached, .. } => {
                if *reached {
                    self.begin_work(*order);
                    self.on_order(*order, |o| o.contacted = o.contacted.or(Some(at)));
                }
            }
            Event::ReturnAsked { order, ask } => {
                self.on_order(*order, |o| o.state = OrderState::ReturnAsked { ask: ask.clone() });
            }
            Event::Redispatched { order, instead, .. } => {
                self.take_away(*order, OrderState::Replaced);
                self.replace_with(instead);
            }
            // Who may not return it has it: the argument was his acceptance.
            Event::ReturnRefused { order, .. } => self.on_order(*order, |o| {
                let from = if let OrderState::ReturnAsked { ask } = &o.state { ask.from } else { OrderStage::Accepted };
                o.accepted = o.accepted.or(Some(at));
                o.state = if from == OrderStage::Handling { OrderState::Handling } else { OrderState::Accepted { at } };
                o.dealings.return_refused = true;
            }),
            Event::Recalled { order, instead, reason } => {
                self.take_away(*order, OrderState::Recalled);
                match instead {
                    Some(instead) => self.replace_with(instead),
                    None if self.nothing_stands_without(*order) => {
                        self.state = RequestState::Triage { why: reason.clone() };
                    }
                    None => {}
                }
            }
            Event::SupportAsked { order, unit, reason } => {
                let asked = Some((unit.clone(), reason.clone()));
                self.on_order(*order, |o| o.dealings.support = asked);
            }
            Event::SupportAdded { orders } => {
                for order in &mut self.orders {
                    order.dealings.support = None;
                }
                self.orders.extend(orders.iter().cloned());
            }
            Event::SupportRefused { order, .. } => self.on_order(*order, |o| o.dealings.support = None),
            Event::DelayAsked { order, ask } => {
                self.on_order(*order, |o| o.state = OrderState::DelayAsked { ask: ask.clone() });
            }
            Event::DelayGranted { order, .. } => self.on_order(*order, |o| {
                o.state = OrderState::Handling;
                o.dealings.delays += 1;
            }),
            Event::DelayRefused { order, .. } => self.on_order(*order, |o| o.state = OrderState::Handling),
            Event::Paused { order, .. } => self.on_order(*order, |o| o.dealings.pauses += 1),
            Event::Progressed { order, .. } => self.begin_work(*order),
            Event::Reported { order, report } => self.on_order(*order, |o| {
                o.state = OrderState::Reported { report: report.clone() };
                o.reported = Some(at);
                o.dealings.support = None;
            }),
            Event::Approved { order } => self.approve_report(*order, entry.by.account),
            Event::UndueAgreed { order, excluded, .. } => {
                self.approve_report(*order, entry.by.account);
                self.on_order(*order, |o| o.dealings.uncounted = Some(*excluded));
            }
            Event::SentBack { order, points } => self.on_order(*order, |o| {
                o.state = OrderState::SentBack { points: points.clone() };
                o.dealings.judged_by.extend(entry.by.account);
            }),
            Event::CallbackBegun => self.state = RequestState::AwaitingCallback { attempts: 0, tried: Vec::new() },
            Event::CallbackUnreached { .. } => {
                if let RequestState::AwaitingCallback { attempts, tried } = &mut self.state {
                    *attempts += 1;
                    tried.push(at);
                }
            }
            Event::Closed { outcome, survey, explained } => {
                self.survey = survey.clone().or(self.survey.take());
                self.close_orders(explained.is_some());
                self.end(RequestState::Closed { at, outcome: *outcome }, at);
            }
            Event::Reworked { orders, points, survey } => {
                self.state = RequestState::Handling;
                self.reworks += 1;
                self.survey = Some(survey.clone());
                for id in orders {
                    self.on_order(*id, |o| o.state = OrderState::Rework { points: points.clone() });
                }
            }
            Event::Parked { order, plan } => {
                self.on_order(*order, |o| o.state = OrderState::Parked { plan: plan.clone() });
            }
            Event::MilestoneDone { order, .. } => self.on_order(*order, |o| {
                if let OrderState::Parked { plan } = &mut o.state
                    && let Some(next) = plan.milestones.iter_mut().find(|milestone| milestone.done.is_none())
                {
                    next.done = Some(at);
                }
            }),
            Event::Unparked { order, .. } => self.on_order(*order, |o| o.state = OrderState::Handling),
            Event::Supervised { sheet } => self.dealings.sheets.push((**sheet).clone()),
            Event::SheetAnswered { order, text } => self.on_sheet(*order, |sheet| sheet.answer = Some(text.clone())),
            Event::SheetLifted { order, reason } => self.on_sheet(*order, |sheet| sheet.lifted = Some(reason.clone())),
            Event::Instructed { text } => {
                let by = entry.by.name.clone();
                self.dealings.instructions.push(Instruction { at, by, text: text.clone() });
            }
            Event::Urged { .. } => {
                self.urges += 1;
                self.last_urged = Some(at);
            }
            Event::Supplemented { files, .. } => {
                self.supplements += 1;
                self.facts.files.extend(files.iter().copied());
            }
            Event::GradeChanged { to, reason, .. } => {
                self.facts.grade = *to;
                self.facts.grade_reason.clone_from(reason);
            }
            Event::WithdrawAsked { reason } => {
                self.dealings.withdrawal = Some(Withdrawal { reason: reason.clone(), asked: at });
            }
            Event::WithdrawStopped { .. } => self.dealings.withdrawal = None,
            Event::Withdrawn { reason, .. } => {
                for order in self.orders.iter_mut().filter(|order| order.state.stage().is_open()) {
                    order.state = OrderState::Recalled;
                    order.dealings.uncounted = Some(Exclusion::Withdrawn);
                }
                self.end(RequestState::Withdrawn { reason: reason.clone() }, at);
            }
            Event::Reopened { reason, orders } => {
                self.dealings.reopened += 1;
                for order in &mut self.orders {
                    order.dealings.appeal = order.dealings.appeal.take().filter(|appeal| appeal.granted == Some(true));
                }
                if orders.is_empty() {
                    self.open_again(RequestState::Registered);
                } else {
                    self.reworks += 1;
                    self.open_again(RequestState::Handling);
                }
                for id in orders {
                    self.on_order(*id, |o| o.state = OrderState::Rework { points: vec![reason.clone()] });
                }
            }
            Event::Archived => self.state = RequestState::Archived { at },
            Event::AppealAsked { order, appeal } => {
                self.on_order(*order, |o| o.dealings.appeal = Some((**appeal).clone()));
            }
            Event::AppealDecided { order, granted, reason, .. } => self.on_order(*order, |o| {
                if let Some(appeal) = &mut o.dealings.appeal {
                    appeal.granted = Some(*granted);
                    appeal.note.clone_from(reason);
                }
                if *granted {
                    o.dealings.uncounted = Some(Exclusion::AppealUpheld);
                }
            }),
            Event::Rated { survey } => self.survey = Some(survey.clone()),
            Event::Claimed { task, by } => self.set_claim(*task, Some((*by, at))),
            Event::Released { task } => self.set_claim(*task, None),
            Event::PassedOn { task, to, .. } => self.set_claim(*task, Some((*to, at))),
            // What they change is in their effects.
            Event::Revealed { .. }
            | Event::Resumed { .. }
            | Event::Rung { .. }
            | Event::Untold { .. }
            | Event::Told { .. }
            | Event::PolicyApplied { .. } => {}
            Event::Expired { clock, kind, .. } if is_nobodys(*kind) => {
                for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                    running.overdue = Some(at);
                    running.ring = None;
                }
            }
            Event::Expired { clock, order, kind } => {
                self.overdue = true;
                for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                    running.overdue = Some(at);
                }
                if let Some(order) = order.filter(|_| kind.is_the_units()) {
                    self.on_order(order, |o| o.overdue = true);
                }
            }
        }
        Ok(())
    }

    fn take_effect(&mut self, entry: &Entry) {
        for effect in &entry.effects {
            match effect {
                Effect::ClockStarted(clock) => self.clocks.push(clock.clone()),
                Effect::ClockStopped { clock } => {
                    for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                        running.stopped = Some(entry.at);
                        running.ring = None;
                    }
                }
                Effect::ClockSet(clock) => {
                    for running in self.clocks.iter_mut().filter(|running| running.id == clock.id) {
                        // Whether it ran out is told by the event alone.
                        let overdue = running.overdue;
                        running.clone_from(clock);
                        running.overdue = overdue;
                    }
                }
                // The store queues it with this entry.
                Effect::Tell(_) => {}
                Effect::TaskOpened(task) => self.tasks.push(task.clone()),
                Effect::TaskDone { task } => {
                    for open in self.tasks.iter_mut().filter(|open| open.id == *task) {
                        open.done = Some(entry.at);
                    }
                }
                Effect::SeenBy { units } => {
                    for unit in units {
                        if !self.units.contains(unit) {
                            self.units.push(unit.clone());
                        }
                    }
                }
            }
        }
    }

    fn end(&mut self, state: RequestState, at: Moment) {
        self.state = state;
        self.ended = Some(at);
        self.dealings.withdrawal = None;
    }

    /// An accepted order at which the unit does something is being handled; one sent back or in rework stays so.
    fn begin_work(&mut self, id: OrderId) {
        self.on_order(id, |order| {
            if let OrderState::Accepted { .. } = order.state {
                order.state = OrderState::Handling;
            }
        });
    }

    fn close_orders(&mut self, explained: bool) {
        for order in &mut self.orders {
            if let OrderState::Approved { report } = &order.state {
                order.state = OrderState::Closed { report: report.clone() };
                if explained && order.parent.is_none() {
                    order.dealings.uncounted = order.dealings.uncounted.or(Some(Exclusion::Explained));
                }
            }
        }
    }

    fn approve_report(&mut self, id: OrderId, by: Option<crate::AccountId>) {
        self.on_order(id, |order| {
            if let OrderState::Reported { report } = &order.state {
                order.state = OrderState::Approved { report: report.clone() };
            }
            order.dealings.judged_by.extend(by);
        });
    }

    /// Not counted against the unit: it should never have had it.
    fn take_away(&mut self, id: OrderId, state: OrderState) {
        self.on_order(id, |order| {
            order.state = state;
            order.dealings.uncounted = Some(Exclusion::Recalled);
            order.dealings.support = None;
        });
    }

    fn replace_with(&mut self, order: &Order) {
        if order.parent.is_none() {
            self.dealings.dispatches += 1;
        }
        self.orders.push(order.clone());
    }

    fn open_again(&mut self, state: RequestState) {
        self.state = state;
        self.ended = None;
    }

    fn on_sheet(&mut self, order: OrderId, change: impl FnOnce(&mut Sheet)) {
        let open = |sheet: &&mut Sheet| sheet.order == order && sheet.lifted.is_none();
        if let Some(sheet) = self.dealings.sheets.iter_mut().find(open) {
            change(sheet);
        }
    }

    fn set_claim(&mut self, task: crate::TaskId, by: Option<(crate::AccountId, Moment)>) {
        for open in self.tasks.iter_mut().filter(|open| open.id == task) {
            open.claimed = by;
        }
    }

    fn on_order(&mut self, id: OrderId, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.order_mut(id) {
            change(order);
        }
    }
}
