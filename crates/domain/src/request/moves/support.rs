//! 协办: units that join later.

use super::super::aggregate::Request;
use super::super::command::Target;
use super::super::event::Event;
use super::super::intake::{Field, Problems, TEXT_CHARS_MAX};
use super::super::machine::{ORDERS_MAX, Situation, TARGETS_MAX, guard, known_unit, new_order, text};
use super::super::order::OrderRole;
use super::super::refusal::{Obstacle, Refusal};
use super::super::task::TaskKind;
use crate::ids::{OrderId, UnitCode};

impl Request {
    /// 21. A unit asks the centre for another one beside it.
    pub(in crate::request) fn ask_support(
        &self,
        id: OrderId,
        unit: Option<UnitCode>,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(order.dealings.support.is_none(), Obstacle::AlreadyAsked)?;
        if let Some(unit) = &unit {
            at.city.units.get(unit).ok_or_else(|| Refusal::NoSuchUnit(unit.clone()))?;
            guard(*unit != order.unit, Obstacle::SameUnitTwice)?;
        }
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::SupportAsked { order: id, unit, reason }])
    }

    /// 21. Supporting units are added, asked for or not.
    pub(in crate::request) fn add_support(
        &self,
        to: Vec<Target>,
        opinion: &str,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        guard(!to.is_empty(), Obstacle::NoUnit)?;
        guard(to.len() <= TARGETS_MAX && self.orders.len() + to.len() <= ORDERS_MAX, Obstacle::TooManyUnits)?;
        for (i, target) in to.iter().enumerate() {
            known_unit(target, at.city)?;
            let there = self.top_orders().any(|order| order.unit == target.unit && order.state.stage().stands());
            guard(!there && !to[..i].iter().any(|other| other.unit == target.unit), Obstacle::SameUnitTwice)?;
        }
        let mut problems = Problems::default();
        problems.text(Field::Opinion, opinion, 0, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        let supporting = |target: Target| Target { role: OrderRole::Supporting, ..target };
        let orders = to.into_iter().map(|target| new_order(supporting(target), None, opinion, at.now)).collect();
        Ok(vec![Event::SupportAdded { orders }])
    }

    /// 21. The unit that asked goes on alone.
    pub(in crate::request) fn refuse_support(
        &self,
        id: OrderId,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::SupportReview, Some(id), at)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(order.dealings.support.is_some(), Obstacle::NothingAsked)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::SupportRefused { order: id, reason }])
    }
}
