//! Ladders: whoever keeps a promise is told in time, and in the end somebody who can act for him.

use std::cmp::Ordering;

use super::super::fault::Fault;
use super::super::ladder::{Audience, Ladder, RungAt, needs_ladder};
use super::super::policy::Policy;
use super::policy::subject;
use crate::clock::ClockKind;
use crate::words::{Grade, Lang};

pub(super) fn check(policy: &Policy, faults: &mut Vec<Fault>) {
    for clock in ClockKind::ALL.iter().filter(|clock| needs_ladder(**clock)) {
        let missing = Grade::ALL.iter().find(|grade| policy.ladder(*clock, **grade).is_empty());
        if let Some(grade) = missing {
            let what = format!(
                "nobody is told when the {} clock of grade {} runs out ({})",
                clock.code(),
                grade.code(),
                clock.name(Lang::Zh)
            );
            let remedy =
                format!("add a [[ladder]] with clock = \"{}\" and this grade, or one without `grade`", clock.code());
            faults.push(Fault::new(subject(policy), "ladder", what, remedy));
        }
    }
    for (position, ladder) in policy.ladders.iter().enumerate() {
        let mut fault = |within: &str, what: String, remedy: &str| {
            faults.push(Fault::new(subject(policy), format!("ladder[{position}]{within}"), what, remedy));
        };
        let same = |other: &Ladder| (other.clock, other.grade) == (ladder.clock, ladder.grade);
        if policy.ladders[..position].iter().any(same) {
            let what = format!("two {} ladders for the same grade", ladder.clock.code());
            fault("", what, "remove one; the first would win");
        }
        check_rungs(ladder, &mut fault);
        if needs_ladder(ladder.clock) {
            check_ends(policy, ladder, &mut fault);
        }
    }
}

fn check_rungs(ladder: &Ladder, fault: &mut impl FnMut(&str, String, &str)) {
    for (position, rung) in ladder.rungs.iter().enumerate() {
        let at = format!(".rungs[{position}]");
        match rung.at {
            RungAt::Share(percent) if !(1..=99).contains(&percent) => {
                fault(
                    &format!("{at}.at"),
                    format!("{percent}% is no share before the end"),
                    "use 1% to 99%, or \"due\"",
                );
            }
            RungAt::After(period) if !period.is_positive() => {
                fault(&format!("{at}.at"), "the rung is no time after the end".to_owned(), "use a number above 0");
            }
            RungAt::Share(_) | RungAt::Due | RungAt::After(_) => {}
        }
        if rung.tell.is_empty() {
            fault(&format!("{at}.tell"), "the rung tells nobody".to_owned(), "name at least one audience");
        }
    }
    for (position, pair) in ladder.rungs.windows(2).enumerate() {
        let [earlier, later] = pair else { continue };
        let field = format!(".rungs[{}].at", position + 1);
        match earlier.at.compare(&later.at) {
            Some(Ordering::Less) => {}
            Some(Ordering::Equal | Ordering::Greater) => {
                let what =
                    format!("the rung `{}` does not come after `{}`", later.at.say(Lang::En), earlier.at.say(Lang::En));
                fault(&field, what, "write the rungs in the order of time");
            }
            None => {
                let what = "natural and working time in one ladder cannot be put in order".to_owned();
                fault(&field, what, "count all rungs after the end in the same way");
            }
        }
    }
}

/// A ladder tells that the promise is broken, and for what presses it ends with somebody above the unit.
fn check_ends(policy: &Policy, ladder: &Ladder, fault: &mut impl FnMut(&str, String, &str)) {
    let clock = ladder.clock.code();
    if !ladder.rungs.iter().any(|rung| rung.at == RungAt::Due) {
        fault(".rungs", format!("nobody is told when the {clock} clock is due"), "add a rung with at = \"due\"");
    }
    let serves = |grade: &&Grade| std::ptr::eq(policy.ladder(ladder.clock, **grade), ladder.rungs.as_slice());
    let pressing = Grade::ALL.iter().filter(|grade| **grade != Grade::Ordinary).find(serves);
    let above = |audience: &Audience| matches!(audience, Audience::Supervision | Audience::LeaderOnDuty);
    if let Some(grade) = pressing
        && !ladder.rungs.last().is_some_and(|rung| rung.tell.iter().any(above))
    {
        let what = format!("the {clock} ladder of grade {} ends before anybody who can act for the unit", grade.code());
        fault(".rungs", what, "end it with \"supervision\" or \"leader_on_duty\"");
    }
}
