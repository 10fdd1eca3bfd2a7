//! 转接、无效、撤诉、异议、归档、申诉: ways out of a request, and back in.

use super::super::aggregate::Request;
use super::super::dealings::{Appeal, AppealClaim};
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, TEXT_CHARS_MAX};
use super::super::machine::{Situation, files, guard, text};
use super::super::order::{OrderRole, Running};
use super::super::refusal::{Obstacle, Refusal};
use super::super::state::{OrderStage, Stage};
use super::super::task::TaskKind;
use crate::access::Role;
use crate::clock::ClockKind;
use crate::ids::{ClockId, FileId, OrderId};
use crate::moment::Moment;

/// Lines that a request is handed over to: police, fire, ambulance, traffic police.
pub const LINES: &[&str] = &["110", "119", "120", "122"];

impl Request {
    /// 5. Another line has it; what was said goes along.
    #[expect(clippy::unused_self, reason = "a move of a request, like the others")]
    pub(in crate::request) fn hand_over(&self, to: String, reason: String) -> Result<Vec<Event>, Refusal> {
        let mut problems = Problems::default();
        if !LINES.contains(&to.as_str()) {
            problems.add(Field::Phone, ProblemKind::Unknown(to.clone()));
        }
        problems.text(Field::Reason, &reason, 1, TEXT_CHARS_MAX);
        problems.into_result().map_err(Refusal::Invalid)?;
        Ok(vec![Event::HandedOver { to, reason }])
    }

    /// 6. An agent asks; a supervisor confirms.
    pub(in crate::request) fn ask_invalid(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        guard(self.dealings.invalid.is_none(), Obstacle::AlreadyAsked)?;
        text(Field::Reason, &reason, 1)?;
        Ok(vec![Event::InvalidAsked { reason }])
    }

    /// 6. Confirmed or not.
    pub(in crate::request) fn invalidate(&self, agreed: bool, reason: String) -> Result<Vec<Event>, Refusal> {
        text(Field::Reason, &reason, 1)?;
        if agreed {
            return Ok(vec![Event::Invalidated { reason }]);
        }
        guard(self.dealings.invalid.is_some(), Obstacle::NothingAsked)?;
        Ok(vec![Event::InvalidDenied { reason }])
    }

    /// 39. Before anybody acts a withdrawal holds at once. Afterwards the citizen is first asked whether he was pressed.
    pub(in crate::request) fn withdraw(&self, reason: String) -> Result<Vec<Event>, Refusal> {
        guard(self.dealings.withdrawal.is_none(), Obstacle::AlreadyAsked)?;
        let approved = |stage| matches!(stage, OrderStage::Approved | OrderStage::Closed);
        guard(!self.lead().is_some_and(|lead| approved(lead.state.stage())), Obstacle::TooLateToWithdraw)?;
        text(Field::Reason, &reason, 1)?;
        // What was dispatched by mistake and recalled has pressed nobody.
        if !self.orders.iter().any(|order| order.state.stage().stands()) {
            return Ok(vec![Event::Withdrawn { reason, note: String::new() }]);
        }
        guard(self.facts.contact.is_some(), Obstacle::NoIdentity)?;
        Ok(vec![Event::WithdrawAsked { reason }])
    }

    /// 39. What the citizen said when he was asked.
    pub(in crate::request) fn check_withdraw(
        &self,
        pressed: bool,
        note: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::WithdrawCheck, None, at)?;
        let Some(withdrawal) = &self.dealings.withdrawal else { return Err(Refusal::Guard(Obstacle::NothingAsked)) };
        text(Field::Text, &note, 1)?;
        Ok(vec![if pressed {
            Event::WithdrawStopped { note }
        } else {
            Event::Withdrawn { reason: withdrawal.reason.clone(), note }
        }])
    }

    /// 39, 40. After a withdrawal at any time; after the end while the window to object is open. The lead acts again.
    pub(in crate::request) fn reopen(&self, reason: String, now: Moment) -> Result<Vec<Event>, Refusal> {
        let withdrawn = self.state.stage() == Stage::Withdrawn;
        // The day decides, not whether somebody has already closed the window.
        let open = self.clock(ClockKind::Objection, None).is_some_and(|window| now <= window.due);
        guard(withdrawn || open, Obstacle::WindowClosed)?;
        text(Field::Reason, &reason, 1)?;
        let again = |order: &&super::super::Order| {
            order.parent.is_none() && order.role == OrderRole::Lead && order.state.stage() == OrderStage::Closed
        };
        let orders = self.orders.iter().filter(again).map(|order| order.id).collect();
        Ok(vec![Event::Reopened { reason, orders }])
    }

    /// 41. When the window to object has closed and no appeal waits.
    pub(in crate::request) fn archive(&self) -> Result<Vec<Event>, Refusal> {
        guard(!self.appeal_waits(), Obstacle::AppealWaits)?;
        guard(!self.held_open_beside(None), Obstacle::WindowOpen)?;
        Ok(vec![Event::Archived])
    }

    /// Whether something other than this clock keeps a closed request from the archive: the citizen may still object, a unit may
    /// still appeal to the next level, or an appeal is not decided.
    pub(in crate::request) fn held_open_beside(&self, window: Option<ClockId>) -> bool {
        let others =
            |clock: &Running| clock.kind == ClockKind::Objection && clock.is_open() && Some(clock.id) != window;
        self.appeal_waits() || self.clocks.iter().any(others)
    }

    /// Whether some appeal is not decided.
    pub fn appeal_waits(&self) -> bool {
        let waits = |appeal: &Appeal| appeal.granted.is_none();
        self.orders.iter().any(|order| order.dealings.appeal.as_ref().is_some_and(waits))
    }

    /// 42. One appeal at the first level; what was refused may go on to the next.
    pub(in crate::request) fn appeal(
        &self,
        id: OrderId,
        claim: AppealClaim,
        reason: String,
        given: Vec<FileId>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(self.state.stage() == Stage::Closed, Obstacle::WindowClosed)?;
        guard(order.dealings.uncounted.is_none(), Obstacle::NotCounted)?;
        let levels = &at.city.policy(at.now).appeals;
        let level = match &order.dealings.appeal {
            None => 0,
            Some(appeal) => {
                guard(appeal.granted.is_some(), Obstacle::AlreadyAsked)?;
                usize::from(appeal.level) + 1
            }
        };
        let rule = levels.get(level).ok_or(Refusal::Guard(Obstacle::NoMoreAppeals))?;
        let since = self.ended.unwrap_or(at.now);
        if level == 0 {
            let until = at.city.calendar.due(since, &rule.within).map_err(|error| Refusal::NoDue(error.to_string()))?;
            guard(at.now <= until.at, Obstacle::WindowClosed)?;
        } else {
            let window = self.clock(ClockKind::Objection, Some(id));
            guard(window.is_some_and(|window| at.now <= window.due), Obstacle::WindowClosed)?;
        }
        let mut problems = Problems::default();
        problems.text(Field::Reason, &reason, 1, TEXT_CHARS_MAX);
        files(&mut problems, &given);
        problems.into_result().map_err(Refusal::Invalid)?;
        let level = u8::try_from(level).unwrap_or(u8::MAX);
        let appeal = Appeal { level, claim, reason, files: given, granted: None, note: String::new() };
        Ok(vec![Event::AppealAsked { order: id, appeal: Box::new(appeal) }])
    }

    /// 42. Judged by the role of the level; at a unit, by the unit above.
    pub(in crate::request) fn decide_appeal(
        &self,
        id: OrderId,
        granted: bool,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::Appeal, Some(id), at)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let waiting = order.dealings.appeal.as_ref().filter(|appeal| appeal.granted.is_none());
        let appeal = waiting.ok_or(Refusal::Guard(Obstacle::NothingAsked))?;
        let instance = at.city.policy(at.now).appeals.get(usize::from(appeal.level));
        let role = instance.map_or(Role::Supervision, |instance| instance.role);
        let above = at.actor.unit != order.unit && at.city.units.is_within(&order.unit, &at.actor.unit);
        guard(at.actor.is(role) && (role != Role::Handler || above), Obstacle::OtherLevel)?;
        text(Field::Reason, &reason, 1)?;
        let level = appeal.level;
        let mut events = vec![Event::AppealDecided { order: id, level, granted, reason }];
        let others = self.orders.iter().filter(|other| other.id != id);
        let others_wait =
            others.filter_map(|other| other.dealings.appeal.as_ref()).any(|appeal| appeal.granted.is_none());
        let windows = self.clocks.iter().any(|clock| clock.kind == ClockKind::Objection && clock.is_open());
        // What was refused may go on to the next level for a while.
        let goes_on = !granted && at.city.policy(at.now).appeals.len() > usize::from(level) + 1;
        // The window closed while the appeal was being judged: what it held up happens now.
        if !others_wait && !windows && !goes_on && self.state.stage() == Stage::Closed {
            events.push(Event::Archived);
        }
        Ok(events)
    }
}
