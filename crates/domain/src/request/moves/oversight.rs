//! 督办、批示: pressing a unit, and answering for it.

use super::super::aggregate::Request;
use super::super::dealings::Sheet;
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, TEXT_CHARS_MAX};
use super::super::machine::{Situation, guard, text};
use super::super::refusal::{Obstacle, Refusal};
use crate::access::Role;
use crate::clock::Period;
use crate::ids::OrderId;

impl Request {
    /// The number of the next sheet: that of the request and a counter.
    fn next_sheet(&self) -> String {
        format!("{}-D{}", self.number, self.dealings.sheets.len() + 1)
    }

    /// What has been done again too often goes to supervision by itself.
    pub(in crate::request) fn sheet_for_rework(
        &self,
        orders: &[OrderId],
        points: &[String],
        at: Situation<'_>,
    ) -> Result<Option<Sheet>, Refusal> {
        let most = u32::from(at.city.policy(at.now).limits.reworks_before_supervision);
        let order = orders.iter().copied().find(|order| self.dealings.open_sheet(*order).is_none());
        let (Some(kind), Some(order)) = (at.city.supervisions.first(), order) else { return Ok(None) };
        if most == 0 || self.reworks + 1 < most {
            return Ok(None);
        }
        let within = Period::WorkingDays(kind.working_days.max(1));
        let due = at.city.calendar.due(at.now, &within).map_err(|error| Refusal::NoDue(error.to_string()))?.at;
        let demand = format!("第 {} 次重办：{}", self.reworks + 1, points.join("；"));
        let (number, kind) = (self.next_sheet(), kind.code.clone());
        Ok(Some(Sheet { number, kind, order, demand, issued: at.now, due, answer: None, lifted: None }))
    }

    /// 36. A sheet to the unit of one order, with a demand and a day.
    pub(in crate::request) fn supervise(&self, sheet: Sheet, at: Situation<'_>) -> Result<Vec<Event>, Refusal> {
        let sheet = Box::new(Sheet { number: self.next_sheet(), issued: at.now, answer: None, lifted: None, ..sheet });
        self.order(sheet.order).ok_or(Refusal::NoSuchOrder(sheet.order))?;
        guard(self.dealings.open_sheet(sheet.order).is_none(), Obstacle::SheetOpen)?;
        let mut problems = Problems::default();
        match at.city.supervision_kind(&sheet.kind) {
            None => problems.add(Field::Kind, ProblemKind::Unknown(sheet.kind.clone())),
            Some(kind) => {
                let ordered = !self.dealings.instructions.is_empty() || at.actor.is(Role::Leader);
                guard(!kind.needs_leader || ordered, Obstacle::NeedsInstruction)?;
            }
        }
        problems.text(Field::Demand, &sheet.demand, 1, TEXT_CHARS_MAX);
        if sheet.due <= at.now {
            problems.add(Field::Days, ProblemKind::NotInOrder);
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::Supervised { sheet }])
    }

    /// 36. The unit answers.
    pub(in crate::request) fn answer_sheet(&self, order: OrderId, words: String) -> Result<Vec<Event>, Refusal> {
        guard(self.dealings.open_sheet(order).is_some(), Obstacle::NoSheet)?;
        text(Field::Text, &words, 1)?;
        Ok(vec![Event::SheetAnswered { order, text: words }])
    }

    /// 36. The demand is met, or has fallen away.
    pub(in crate::request) fn lift_sheet(&self, order: OrderId, reason: String) -> Result<Vec<Event>, Refusal> {
        guard(self.dealings.open_sheet(order).is_some(), Obstacle::NoSheet)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::SheetLifted { order, reason }])
    }

    /// 36. A leader writes on it.
    pub(in crate::request) fn instruct(&self, words: String) -> Result<Vec<Event>, Refusal> {
        guard(self.dealings.instructions.len() < 50, Obstacle::TooOften)?;
        text(Field::Text, &words, 1)?;
        Ok(vec![Event::Instructed { text: words }])
    }
}
