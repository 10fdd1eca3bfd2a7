//! 挂账: what cannot be done soon, with a plan, an owner and days.

use super::super::aggregate::Request;
use super::super::dealings::Parking;
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use super::super::machine::{Situation, guard, text};
use super::super::refusal::{Obstacle, Refusal};
use super::super::state::OrderState;
use crate::ids::OrderId;
use crate::moment::Minutes;

/// Most milestones of a plan.
pub const MILESTONES_MAX: usize = 24;

impl Request {
    /// 34. Parked by supervision: the plan has an owner by name, and days that are not far apart.
    pub(in crate::request) fn park(
        &self,
        id: OrderId,
        plan: Box<Parking>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(!self.parts(id).any(|part| part.state.stage().is_open()), Obstacle::PartsOpen)?;
        let limits = &at.city.policy(at.now).limits;
        let days = |days: u16| Minutes(i64::from(days) * 24 * 60);
        let mut problems = Problems::default();
        problems.text(Field::Plan, &plan.plan, 1, TEXT_CHARS_MAX);
        problems.text(Field::Name, &plan.owner, 1, SHORT_CHARS_MAX);
        problems.text(Field::Told, &plan.told, usize::from(self.facts.contact.is_some()), TEXT_CHARS_MAX);
        if plan.milestones.is_empty() {
            problems.add(Field::Milestones, ProblemKind::Missing);
        } else if plan.milestones.len() > MILESTONES_MAX {
            problems.add(Field::Milestones, ProblemKind::TooMany { limit: MILESTONES_MAX });
        }
        let mut before = at.now;
        for milestone in &plan.milestones {
            problems.text(Field::Milestones, &milestone.what, 1, SHORT_CHARS_MAX * 10);
            let far = before + days(limits.park_milestone_days_max);
            if milestone.due <= before || milestone.due > far || milestone.done.is_some() {
                problems.add(Field::Milestones, ProblemKind::NotInOrder);
            }
            before = milestone.due;
        }
        if before > at.now + days(limits.park_days_max) {
            problems.add(Field::Milestones, ProblemKind::TooMany { limit: usize::from(limits.park_days_max) });
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::Parked { order: id, plan }])
    }

    /// 34. The next milestone is done; the citizen reads it. After the last one the order is to be reported: it waits for nothing more.
    pub(in crate::request) fn milestone_done(&self, id: OrderId, note: String) -> Result<Vec<Event>, Refusal> {
        text(Field::Text, &note, 1)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let OrderState::Parked { plan } = &order.state else { return Err(Refusal::Guard(Obstacle::NothingAsked)) };
        let done = Event::MilestoneDone { order: id, note };
        let left = plan.milestones.iter().filter(|milestone| milestone.done.is_none()).count();
        let unparked = (left <= 1).then(|| Event::Unparked { order: id, reason: "各节点均已完成".into() });
        Ok(std::iter::once(done).chain(unparked).collect())
    }

    /// 34. Back to work.
    #[expect(clippy::unused_self, reason = "a move of a request, like the others")]
    pub(in crate::request) fn unpark(&self, order: OrderId, reason: String) -> Result<Vec<Event>, Refusal> {
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::Unparked { order, reason }])
    }
}
