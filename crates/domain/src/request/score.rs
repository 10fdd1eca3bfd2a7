//! What one order counts for in the figures (三率): drawn from a request that has ended, judged by the policy's rule of what is left out.
//!
//! Only orders of the lead are counted: a citizen judges the whole, and the lead answers for it. What is left out is left out by rule
//! and named; nobody is counted as satisfied who was not reached.

use super::aggregate::Request;
use super::order::{Order, OrderRole, Running};
use super::report::{Attitude, Solved, Survey};
use super::state::{Outcome, RequestState};
use crate::city::{Exclusion, Scores};
use crate::clock::ClockKind;
use crate::ids::{OrderId, UnitCode};
use crate::vocabulary;

vocabulary! {
    /// What is measured, each a share of the orders that count.
    Measure {
        #[doc = "响应率: accepted, and the citizen contacted, in time"] Response = "response", "响应率", "Response";
        #[doc = "解决率: by the citizen's word"] Solved = "solved", "解决率", "Solved";
        #[doc = "满意率: with the result"] Satisfied = "satisfied", "满意率（结果）", "Satisfied with the result";
        #[doc = "态度满意率"] Manner = "manner", "满意率（态度）", "Satisfied with the manner";
        #[doc = "真实联系率: the citizen says that the unit contacted him"] Contacted = "contacted", "真实联系率", "Really contacted";
        #[doc = "答复相符率: the reply says what was done"] ReplyFits = "reply_fits", "答复相符率", "Reply fits";
        #[doc = "按原时限办结率"] FirstDeadline = "first_deadline", "原定时限内办结", "In time by the original deadline";
        #[doc = "按批准时限办结率: extensions and pauses granted"] FinalDeadline = "final_deadline", "批准时限内办结", "In time by the approved deadline";
        #[doc = "回访接通率: beside every rate that rests on an answer"] Reached = "reached", "回访接通率", "Reached on call-back";
    }
}

impl Measure {
    /// It rests on what the citizen said.
    pub const fn is_asked(self) -> bool {
        matches!(self, Measure::Solved | Measure::Satisfied | Measure::Manner | Measure::Contacted | Measure::ReplyFits)
    }
}

/// What the figures ask of one order. Few values: many orders share them, so they are counted before they are judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Marks {
    /// Why it is not counted against the unit, if the policy leaves that out.
    pub excluded: Option<Exclusion>,
    /// The citizen was reached, or told his mind himself; `None`: nobody had to call.
    pub reached: Option<bool>,
    /// Is it solved?
    pub solved: Option<Solved>,
    /// With the result.
    pub result: Option<Attitude>,
    /// With the manner.
    pub manner: Option<Attitude>,
    /// The unit really contacted him.
    pub contacted: Option<bool>,
    /// The reply fits.
    pub reply_fits: Option<bool>,
    /// Accepted and contacted in time; `None`: nothing of that was promised.
    pub responded: Option<bool>,
    /// Every handling period was kept as it was given at first.
    pub in_first: Option<bool>,
    /// Every handling period was kept as it stood in the end.
    pub in_final: Option<bool>,
}

/// An order of the lead, when its request has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// Which.
    pub order: OrderId,
    /// Whose.
    pub unit: UnitCode,
    /// What is counted of it.
    pub marks: Marks,
}

/// What an order adds to a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// It counts: so many hundredths of one.
    Counts(u8),
    /// It is left out, by rule.
    LeftOut(Exclusion),
    /// The question does not arise: nothing was promised, or nobody had to call.
    NoQuestion,
}

impl Score {
    /// What the orders of the lead count for; nothing before the request has ended, and nothing new once it is sealed: how it ended
    /// is then no longer part of its state.
    pub fn of(request: &Request) -> Vec<Score> {
        if request.ended.is_none() || matches!(request.state, RequestState::Archived { .. }) {
            return Vec::new();
        }
        let lead = request.top_orders().filter(|order| order.role == OrderRole::Lead);
        lead.map(|order| Score { order: order.id, unit: order.unit.clone(), marks: Marks::of(request, order) })
            .collect()
    }
}

impl Marks {
    fn of(request: &Request, order: &Order) -> Marks {
        let (reached, survey) = answered(request);
        let clocks = |kinds: &'static [ClockKind]| {
            request.clocks.iter().filter(move |clock| clock.order == Some(order.id) && kinds.contains(&clock.kind))
        };
        let all = |kinds, kept: fn(&Running) -> bool| clocks(kinds).map(kept).reduce(|a, b| a && b);
        Marks {
            excluded: excluded(request, order),
            reached,
            solved: survey.map(|survey| survey.solved),
            result: survey.map(|survey| survey.result),
            manner: survey.map(|survey| survey.manner),
            contacted: survey.map(|survey| survey.contacted),
            reply_fits: survey.map(|survey| survey.reply_fits),
            responded: all(&[ClockKind::Accept, ClockKind::Contact], kept),
            in_first: all(&[ClockKind::Handle], kept_at_first),
            in_final: all(&[ClockKind::Handle], kept),
        }
    }

    /// What it adds to a measure, by the policy's rule of what is left out and how much half a success counts.
    pub fn part(&self, measure: Measure, rule: &Scores) -> Part {
        if let Some(excluded) = self.excluded.filter(|excluded| rule.excludes(*excluded)) {
            return Part::LeftOut(excluded);
        }
        if measure.is_asked() {
            match self.reached {
                None => return Part::LeftOut(Exclusion::WithoutCallback),
                Some(false) if rule.excludes(Exclusion::Unreached) => return Part::LeftOut(Exclusion::Unreached),
                Some(false) => return Part::Counts(0),
                Some(true) => {}
            }
        }
        let yes = |yes: Option<bool>| yes.map_or(Part::NoQuestion, |yes| Part::Counts(if yes { 100 } else { 0 }));
        match measure {
            Measure::Response => yes(self.responded),
            Measure::Solved => self.solved.map_or(Part::NoQuestion, |solved| {
                Part::Counts(match solved {
                    Solved::Yes => 100,
                    Solved::Partly => rule.partly_share,
                    Solved::No => 0,
                })
            }),
            Measure::Satisfied => attitude(self.result, rule),
            Measure::Manner => attitude(self.manner, rule),
            Measure::Contacted => yes(self.contacted),
            Measure::ReplyFits => yes(self.reply_fits),
            Measure::FirstDeadline => yes(self.in_first),
            Measure::FinalDeadline => yes(self.in_final),
            Measure::Reached => yes(self.reached),
        }
    }

    /// As one number, so that a database can count equal ones. What stands here stays: numbers are kept.
    pub fn code(&self) -> i64 {
        // The last digit is written first; reasons stand last, because more of them may come.
        let digits = [
            place(Exclusion::ALL, self.excluded),
            flag(self.in_final),
            flag(self.in_first),
            flag(self.responded),
            flag(self.reply_fits),
            flag(self.contacted),
            place(Attitude::ALL, self.manner),
            place(Attitude::ALL, self.result),
            place(Solved::ALL, self.solved),
            flag(self.reached),
        ];
        digits.into_iter().fold(0, |code, digit| code * BASE + digit)
    }

    /// Reads [`Marks::code`].
    pub fn from_code(code: i64) -> Marks {
        let mut rest = code;
        let mut digit = || {
            let digit = rest.rem_euclid(BASE);
            rest = rest.div_euclid(BASE);
            digit
        };
        Marks {
            reached: unflag(digit()),
            solved: at(Solved::ALL, digit()),
            result: at(Attitude::ALL, digit()),
            manner: at(Attitude::ALL, digit()),
            contacted: unflag(digit()),
            reply_fits: unflag(digit()),
            responded: unflag(digit()),
            in_first: unflag(digit()),
            in_final: unflag(digit()),
            excluded: at(Exclusion::ALL, digit()),
        }
    }
}

/// One digit of a code: room for fifteen values and none.
const BASE: i64 = 16;

fn place<T: PartialEq>(all: &[T], one: Option<T>) -> i64 {
    let found = one.and_then(|one| all.iter().position(|other| *other == one));
    found.and_then(|at| i64::try_from(at).ok()).map_or(0, |at| at + 1)
}

fn at<T: Copy>(all: &[T], digit: i64) -> Option<T> {
    usize::try_from(digit - 1).ok().and_then(|at| all.get(at).copied())
}

fn flag(yes: Option<bool>) -> i64 {
    yes.map_or(0, |yes| 1 + i64::from(yes))
}

fn unflag(digit: i64) -> Option<bool> {
    (digit > 0).then_some(digit > 1)
}

fn attitude(said: Option<Attitude>, rule: &Scores) -> Part {
    match said {
        Some(Attitude::Satisfied) => Part::Counts(100),
        Some(Attitude::Fairly) => Part::Counts(rule.fairly_share),
        Some(Attitude::NoOpinion) if rule.excludes(Exclusion::NoOpinion) => Part::LeftOut(Exclusion::NoOpinion),
        Some(Attitude::Dissatisfied | Attitude::NoOpinion) => Part::Counts(0),
        None => Part::NoQuestion,
    }
}

/// Whether the citizen was reached, and what he said. An answer from before a rework is none about what was done since; one that would
/// have let the request be closed was given after it, by himself.
fn answered(request: &Request) -> (Option<bool>, Option<&Survey>) {
    let outcome = if let RequestState::Closed { outcome, .. } = &request.state { Some(*outcome) } else { None };
    let fresh = request.survey.as_ref().filter(|survey| request.reworks == 0 || survey.content());
    match outcome {
        Some(Outcome::CalledBack) => (Some(true), request.survey.as_ref()),
        Some(Outcome::Unreached) => (Some(fresh.is_some()), fresh),
        Some(Outcome::WithoutCallback | Outcome::Answered) | None => (fresh.map(|_| true), fresh),
    }
}

fn excluded(request: &Request, order: &Order) -> Option<Exclusion> {
    let withdrawn = matches!(request.state, RequestState::Withdrawn { .. }).then_some(Exclusion::Withdrawn);
    let merged = matches!(request.state, RequestState::Merged { .. }).then_some(Exclusion::Merged);
    order.dealings.uncounted.or(withdrawn).or(merged)
}

fn kept(clock: &Running) -> bool {
    clock.overdue.is_none() && clock.stopped.is_some_and(|stopped| stopped <= clock.due)
}

fn kept_at_first(clock: &Running) -> bool {
    clock.stopped.is_some_and(|stopped| stopped <= clock.first_due)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &[Exclusion] = &[Exclusion::Unreached, Exclusion::NoOpinion, Exclusion::Recalled];

    fn rule(exclusions: &[Exclusion]) -> Scores {
        Scores {
            response: 20,
            solved: 40,
            satisfied: 40,
            partly_share: 60,
            fairly_share: 80,
            exclusions: exclusions.to_vec(),
        }
    }

    fn satisfied() -> Marks {
        Marks { reached: Some(true), result: Some(Attitude::Satisfied), ..Marks::default() }
    }

    #[test]
    fn nobody_who_was_not_reached_counts_as_satisfied() {
        let unreached = Marks { reached: Some(false), ..satisfied() };
        for measure in Measure::ALL.iter().filter(|measure| measure.is_asked()) {
            assert_eq!(unreached.part(*measure, &rule(RULE)), Part::LeftOut(Exclusion::Unreached), "{measure}");
            assert_eq!(unreached.part(*measure, &rule(&[])), Part::Counts(0), "{measure}: not left out, not counted");
        }
        assert_eq!(unreached.part(Measure::Reached, &rule(RULE)), Part::Counts(0));
    }

    #[test]
    fn what_is_half_counts_by_the_rule() {
        let half = Marks { solved: Some(Solved::Partly), result: Some(Attitude::Fairly), ..satisfied() };
        assert_eq!(half.part(Measure::Solved, &rule(RULE)), Part::Counts(60));
        assert_eq!(half.part(Measure::Satisfied, &rule(RULE)), Part::Counts(80));
        let silent = Marks { result: Some(Attitude::NoOpinion), ..satisfied() };
        assert_eq!(silent.part(Measure::Satisfied, &rule(RULE)), Part::LeftOut(Exclusion::NoOpinion));
        assert_eq!(silent.part(Measure::Satisfied, &rule(&[])), Part::Counts(0));
    }

    #[test]
    fn what_the_rule_leaves_out_counts_in_no_measure() {
        let recalled = Marks { excluded: Some(Exclusion::Recalled), ..satisfied() };
        for measure in Measure::ALL {
            assert_eq!(recalled.part(*measure, &rule(RULE)), Part::LeftOut(Exclusion::Recalled), "{measure}");
        }
        assert_eq!(recalled.part(Measure::Satisfied, &rule(&[])), Part::Counts(100));
    }

    #[test]
    fn a_code_holds_every_mark_and_stays_the_same() {
        let flags = [None, Some(false), Some(true)];
        for excluded in Exclusion::ALL.iter().copied().map(Some).chain([None]) {
            for result in Attitude::ALL.iter().copied().map(Some).chain([None]) {
                for solved in Solved::ALL.iter().copied().map(Some).chain([None]) {
                    for (first, second) in flags.iter().flat_map(|a| flags.map(|b| (*a, b))) {
                        let marks = Marks {
                            excluded,
                            reached: first,
                            solved,
                            result,
                            manner: result,
                            contacted: second,
                            reply_fits: first,
                            responded: second,
                            in_first: first,
                            in_final: second,
                        };
                        assert_eq!(Marks::from_code(marks.code()), marks);
                    }
                }
            }
        }
        assert_eq!(satisfied().code(), 0x102, "kept in databases");
        assert!(Exclusion::ALL.len() < 15, "one digit each");
    }
}
