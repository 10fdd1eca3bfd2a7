//! 超职责、不合理诉求: what a unit holds it need not do, judged by somebody else than its reports.

use super::super::aggregate::Request;
use super::super::event::Event;
use super::super::intake::{Field, ProblemKind, Problems, TEXT_CHARS_MAX};
use super::super::machine::{Situation, guard, text};
use super::super::refusal::{Obstacle, Refusal};
use super::super::report::{Report, Solved};
use super::super::task::TaskKind;
use crate::city::Exclusion;
use crate::ids::OrderId;

impl Request {
    /// 25. A report that says why it cannot be done, with the law and how that was explained to the citizen.
    pub(in crate::request) fn report_undue(
        &self,
        id: OrderId,
        report: Box<Report>,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        guard(order.parent.is_none(), Obstacle::OnlyFirstLevel)?;
        guard(report.solved == Solved::No, Obstacle::UndueIsUnsolved)?;
        let mut problems = Problems::default();
        match &report.undue {
            None => problems.add(Field::Reason, ProblemKind::Missing),
            Some(undue) => {
                if at.city.undue_class(&undue.class).is_none() {
                    problems.add(Field::Reason, ProblemKind::Unknown(undue.class.clone()));
                }
                problems.text(Field::Basis, &undue.basis, 1, TEXT_CHARS_MAX);
                problems.text(Field::Told, &undue.explanation, 1, TEXT_CHARS_MAX);
            }
        }
        problems.into_result().map_err(Refusal::Invalid)?;
        self.report(id, report)
    }

    /// 25. By somebody who has not judged a report of this order before.
    pub(in crate::request) fn decide_undue(
        &self,
        id: OrderId,
        agreed: bool,
        reason: String,
        at: Situation<'_>,
    ) -> Result<Vec<Event>, Refusal> {
        self.mine_or_free(TaskKind::UndueReview, Some(id), at)?;
        let order = self.order(id).ok_or(Refusal::NoSuchOrder(id))?;
        let undue = order.state.report().and_then(|report| report.undue.as_ref());
        let undue = undue.ok_or(Refusal::Guard(Obstacle::NothingAsked))?;
        let before = at.actor.account.is_some_and(|who| order.dealings.judged_by.contains(&who));
        guard(!before, Obstacle::SecondReviewer)?;
        text(Field::Reason, &reason, 1)?;
        if !agreed {
            return Ok(vec![Event::SentBack { order: id, points: vec![reason] }]);
        }
        let excluded = at.city.undue_class(&undue.class).map_or(Exclusion::BeyondDuty, |class| class.exclusion);
        let mut events = vec![Event::UndueAgreed { order: id, reason, excluded }];
        if !self.waits_for_others(id) {
            events.push(self.after_the_last());
        }
        Ok(events)
    }
}
