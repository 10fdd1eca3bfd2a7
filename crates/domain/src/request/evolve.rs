//! How an entry of the journal changes a request. Replaying uses nothing else, so what stands here needs no
//! rule, no calendar and no city: those spoke when the entry was made.

use super::aggregate::{Entry, Request};
use super::event::{Effect, Event};
use super::order::Order;
use super::state::{OrderState, RequestState};
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
            version: 1,
        };
        request.follow(first);
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
        self.follow(entry);
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
                self.orders.extend(orders.iter().cloned());
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
            Event::Progressed { order, .. } => self.begin_work(*order),
            Event::Reported { order, report } => self.on_order(*order, |o| {
                o.state = OrderState::Reported { report: report.clone() };
                o.reported = Some(at);
            }),
            Event::Approved { order } => self.on_order(*order, |o| {
                if let OrderState::Reported { report } = &o.state {
                    o.state = OrderState::Approved { report: report.clone() };
                }
            }),
            Event::SentBack { order, points } => {
                self.on_order(*order, |o| o.state = OrderState::SentBack { points: points.clone() });
            }
            Event::CallbackBegun => self.state = RequestState::AwaitingCallback { attempts: 0 },
            Event::CallbackUnreached { .. } => {
                if let RequestState::AwaitingCallback { attempts } = &mut self.state {
                    *attempts += 1;
                }
            }
            Event::Closed { outcome, survey, .. } => {
                self.survey = survey.clone().or(self.survey.take());
                self.close_orders();
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
            Event::Rated { survey } => self.survey = Some(survey.clone()),
            Event::Claimed { task, by } => self.set_claim(*task, Some((*by, at))),
            Event::Released { task } => self.set_claim(*task, None),
            Event::Revealed { .. } => {}
            Event::Expired { clock, order, .. } => {
                self.overdue = true;
                for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                    running.overdue = Some(at);
                }
                if let Some(order) = order {
                    self.on_order(*order, |o| o.overdue = true);
                }
            }
        }
        Ok(())
    }

    fn follow(&mut self, entry: &Entry) {
        for effect in &entry.effects {
            match effect {
                Effect::ClockStarted(clock) => self.clocks.push(clock.clone()),
                Effect::ClockStopped { clock } => {
                    for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                        running.stopped = Some(entry.at);
                    }
                }
                Effect::ClockMoved { clock, due, policy } => {
                    for running in self.clocks.iter_mut().filter(|running| running.id == *clock) {
                        running.due = *due;
                        running.policy.clone_from(policy);
                    }
                }
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
    }

    /// An accepted order at which the unit does something is being handled; one sent back or in rework stays so.
    fn begin_work(&mut self, id: OrderId) {
        self.on_order(id, |order| {
            if let OrderState::Accepted { .. } = order.state {
                order.state = OrderState::Handling;
            }
        });
    }

    fn close_orders(&mut self) {
        for order in &mut self.orders {
            if let OrderState::Approved { report } = &order.state {
                order.state = OrderState::Closed { report: report.clone() };
            }
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
