//! 退单、改派、撤回: an order at the wrong unit.

use super::super::aggregate::Request;
use super::super::command::Target;
use super::super::dealings::ReturnAsk;
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use super::super::machine::{Situation, files, guard, known_unit, new_order, text};
use super::super::order::{Order, OrderRole};
use super::super::refusal::{Obstacle, Refusal};
use super::super::task::TaskKind;
use crate::city::PeriodClass;
use crate::ids::{FileId, OrderId, UnitCode};
use crate::words::Grade;

impl Request {
    /// 15. Within the time of the policy, with reason and basis. In an emergency the first unit acts first and argues later.
    pub(in crate::request) fn ask_return(
        &self,
        id: OrderId,
        (reason, basis): (String, String),
        suggested: Option<UnitCode>,
        given: Vec<FileId>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(!order.dealings.designated, Obstacle::Designated)?;
        guard(!order.dealings.return_refused, Obstacle::ReturnRefusedBefore)?;
        guard(!self.parts(id).any(|part| part.state.stage().is_open()), Obstacle::PartsOpen)?;
        let emergency = self.facts.grade == Grade::Emergency;
        guard(!emergency || order.contacted.is_some(), Obstacle::ActFirst)?;
        guard(at.now <= self.return_until(order, at)?, Obstacle::ReturnTooLate)?;
        let mut problems = Problems::default();
        match at.city.return_reason(&reason) {
            None => problems.add(Field::Reason, ProblemKind::Unknown(reason.clone())),
            Some(known) => {
                problems.text(Field::Basis, &basis, usize::from(known.needs_basis), TEXT_CHARS_MAX);
                if known.needs_unit && suggested.is_none() {
                    problems.add(Field::Units, ProblemKind::Missing);
                }
            }
        }
        files(&mut problems, &given);
        problems.into_result().map_err(Refusal::Invalid)?;
        if let Some(unit) = &suggested {
            at.city.units.get(unit).ok_or_else(|| Refusal::NoSuchUnit(unit.clone()))?;
            guard(*unit != order.unit, Obstacle::SameUnitTwice)?;
        }
        let ask = ReturnAsk { reason, basis, suggested, files: given, from: order.state.stage() };
        Ok(vec![Event::ReturnAsked { order: id, ask: Box::new(ask) }])
    }

    /// Until when this order may be returned, by the policy in force when it was dispatched.
    pub fn return_until(&self, order: &Order, at: Situation<'_>) -> Result<crate::Moment, Refusal> {
        let limits = &at.city.policy(order.dispatched).limits;
        let complex = self.period_class(at.city) == PeriodClass::Complex;
        let within = if complex { &limits.return_within_complex } else { &limits.return_within };
        let due = at.city.calendar_of(Some(&order.unit)).due(order.dispatched, within);
        due.map(|due| due.at).map_err(|error| Refusal::NoDue(error.to_string()))
    }

    /// The next dispatch of this request is a designation (指定): it has been sent about often enough.
    pub fn must_designate(&self, at: Situation<'_>) -> bool {
        self.dealings.dispatches >= u32::from(at.city.policy(at.now).limits.dispatches_before_designation)
    }

    /// 16. Another unit takes the place of the one that asked to return.
    pub(in crate::request) fn redispatch(
        &self,
        id: OrderId,
        to: Target,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::ReturnReview, Some(id), at)?;
        text(Field::Reason, &reason, 0)?;
        let instead = Box::new(self.in_place_of(id, to, &reason, at)?);
        Ok(vec![Event::Redispatched { order: id, instead, reason }])
    }

    /// The order that takes the place of another, in its role.
    fn in_place_of(&self, id: OrderId, to: Target, reason: &str, at: Situation<'_>) -> Result<Order, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        known_unit(&to, at.city)?;
        guard(to.unit != order.unit, Obstacle::SameUnitTwice)?;
        let busy = |other: &&Order| other.id != id && other.parent == order.parent && other.state.stage().is_open();
        guard(!self.orders.iter().filter(busy).any(|other| other.unit == to.unit), Obstacle::SameUnitTwice)?;
        if let Some(parent) = order.parent.and_then(|parent| self.order(parent)) {
            guard(at.city.units.is_within(&to.unit, &parent.unit) && to.unit != parent.unit, Obstacle::NotBelow)?;
        }
        let opinion = if reason.trim().is_empty() { &order.opinion } else { reason };
        let mut instead = new_order(Target { role: order.role, ..to }, order.parent, opinion, at.now);
        instead.dealings.designated = order.role == OrderRole::Lead && self.must_designate(at);
        Ok(instead)
    }

    /// 17. The unit keeps it, and may not ask again.
    pub(in crate::request) fn refuse_return(
        &self,
        order: OrderId,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::ReturnReview, Some(order), at)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::ReturnRefused { order, reason }])
    }

    /// 18. Dispatched by mistake. The lead is not recalled without another in its place while others still work for it.
    pub(in crate::request) fn recall(
        &self,
        id: OrderId,
        instead: Option<Target>,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let mut problems = Problems::default();
        problems.text(Field::Reason, &reason, 1, SHORT_CHARS_MAX * 10);
        problems.into_result().map_err(Refusal::Invalid)?;
        guard(!self.parts(id).any(|part| part.state.stage().is_open()), Obstacle::PartsOpen)?;
        let others = self.top_orders().any(|other| other.id != id && other.state.stage().stands());
        guard(order.role != OrderRole::Lead || instead.is_some() || !others, Obstacle::NoLead)?;
        let instead = instead.map(|to| self.in_place_of(id, to, &reason, at).map(Box::new)).transpose()?;
        let replaced = instead.is_some();
        let mut events = vec![Event::Recalled { order: id, instead, reason }];
        // A supporting unit or a part may have been the last that was missing.
        let waits = |other: &Order| other.id != id && other.state.stage().is_open();
        if !replaced && order.role != OrderRole::Lead && !self.orders.iter().any(waits) {
            events.push(self.after_the_last());
        }
        Ok(events)
    }
}
