//! Policies.

use jiff::civil::Date;

use super::super::City;
use super::super::fault::{Fault, Subject};
use super::super::policy::{PeriodClass, Policy};
use super::ladder;
use crate::access::Role;
use crate::clock::ClockKind;
use crate::words::{Grade, Lang};

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let policies = city.policies.all();
    for policy in policies {
        check_periods(policy, faults);
        ladder::check(policy, faults);
        check_limits(policy, faults);
        check_delays(policy, faults);
        check_appeals(policy, faults);
        check_scores(policy, faults);
        if policy.until.is_some_and(|until| until < policy.from) {
            let what = format!("the policy ends before it begins ({})", policy.from);
            faults.push(Fault::new(subject(policy), "until", what, "`until` is the last day in force"));
        }
    }
    for pair in policies.windows(2) {
        let [earlier, later] = pair else { continue };
        match earlier.until.map(Date::tomorrow) {
            // Open means until the next one begins: a new policy is a file of its own, and the old one is left alone.
            None if earlier.from < later.from => {}
            Some(Ok(next)) if next == later.from => {}
            Some(Ok(next)) if next < later.from => {
                let what = format!("no policy holds from {next} to the day before {}", later.from);
                faults.push(Fault::new(
                    subject(later),
                    "from",
                    what,
                    format!("begin on {next} or let `{}` last longer", earlier.version),
                ));
            }
            Some(_) | None => {
                let what = format!("it begins on {} while `{}` still holds", later.from, earlier.version);
                faults.push(Fault::new(
                    subject(later),
                    "from",
                    what,
                    format!("end `{}` with `until` on the day before", earlier.version),
                ));
            }
        }
    }
}

pub(super) fn subject(policy: &Policy) -> Subject {
    Subject::Policy(policy.version.clone())
}

fn check_periods(policy: &Policy, faults: &mut Vec<Fault>) {
    for clock in ClockKind::ALL.iter().filter(|clock| clock.has_period()) {
        for grade in Grade::ALL {
            let missing = PeriodClass::ALL.iter().find(|class| policy.period(*clock, *grade, **class).is_none());
            if let Some(class) = missing {
                let what = format!(
                    "no {} period for grade {} and class {} ({})",
                    clock.code(),
                    grade.code(),
                    class.code(),
                    clock.name(Lang::Zh)
                );
                let remedy = format!(
                    "add a [[period]] with clock = \"{}\" and this grade, or one without `grade`",
                    clock.code()
                );
                faults.push(Fault::new(subject(policy), "period", what, remedy));
            }
        }
    }
    for (position, rule) in policy.periods.iter().enumerate() {
        let field = format!("period[{position}]");
        if !rule.period.is_positive() {
            let what = format!("the {} period has no length", rule.clock.code());
            faults.push(Fault::new(subject(policy), format!("{field}.period"), what, "use a number above 0"));
        }
        if !rule.clock.has_period() {
            let what = format!("a {} carries its own day, so a period would never be used", rule.clock.code());
            faults.push(Fault::new(subject(policy), field.as_str(), what, "remove it"));
        }
        let same = policy.periods[..position]
            .iter()
            .any(|other| (other.clock, other.grade, other.period_class) == (rule.clock, rule.grade, rule.period_class));
        if same {
            let what = format!("two {} periods for the same grade and class", rule.clock.code());
            faults.push(Fault::new(subject(policy), field, what, "remove one; the first would win"));
        }
    }
}

fn check_limits(policy: &Policy, faults: &mut Vec<Fault>) {
    let limits = &policy.limits;
    let mut fault = |field: &str, what: &str, remedy: &str| {
        faults.push(Fault::new(subject(policy), format!("limits.{field}"), what, remedy));
    };
    let counts = [
        ("dispatches_before_designation", u16::from(limits.dispatches_before_designation)),
        ("callback_attempts_max", u16::from(limits.callback_attempts_max)),
        ("pauses_max", u16::from(limits.pauses_max)),
        ("pause_days_max", limits.pause_days_max),
        ("park_days_max", limits.park_days_max),
        ("park_milestone_days_max", limits.park_milestone_days_max),
    ];
    for (field, _) in counts.iter().filter(|(_, number)| *number == 0) {
        let what = format!("`{field}` is 0, so nobody could go on from there");
        fault(field, &what, "use the number of the rule, at least 1");
    }
    if limits.park_milestone_days_max > limits.park_days_max {
        fault(
            "park_milestone_days_max",
            "a milestone would lie after the end of the parking",
            "use at most `park_days_max`",
        );
    }
    if limits.reworks_before_supervision < limits.reworks_before_higher_reviewer {
        let what = "supervision would come before the higher reviewer";
        fault("reworks_before_supervision", what, "use at least `reworks_before_higher_reviewer`");
    }
    let returns = [("return_within", limits.return_within), ("return_within_complex", limits.return_within_complex)];
    for (field, _) in returns.iter().filter(|(_, period)| !period.is_positive()) {
        fault(field, "the time to return an order has no length", "use a number above 0");
    }
}

fn check_delays(policy: &Policy, faults: &mut Vec<Fault>) {
    if let Some(class) = PeriodClass::ALL.iter().find(|class| policy.delay(**class).is_none()) {
        let what = format!("nothing is said about delays of class {}", class.code());
        let remedy = "add a [[delay]] for this class or one without `class`; times_max = 0 allows none";
        faults.push(Fault::new(subject(policy), "delay", what, remedy));
    }
    for (position, rule) in policy.delays.iter().enumerate() {
        let field = format!("delay[{position}]");
        if policy.delays[..position].iter().any(|other| other.class == rule.class) {
            let what = "two rules on delays of the same class";
            faults.push(Fault::new(subject(policy), field.as_str(), what, "remove one; the first would win"));
        }
        if rule.times_max > 0 && rule.working_days_max == 0 {
            let what = "delays are allowed but have no length";
            let field = format!("{field}.working_days_max");
            faults.push(Fault::new(subject(policy), field, what, "use a number above 0, or times_max = 0"));
        }
    }
}

fn check_appeals(policy: &Policy, faults: &mut Vec<Fault>) {
    if policy.appeals.is_empty() {
        let what = "a score could not be appealed";
        faults.push(Fault::new(
            subject(policy),
            "appeal",
            what,
            "add at least one [[appeal]] with the level that decides",
        ));
    }
    for (position, level) in policy.appeals.iter().enumerate() {
        let mut fault = |field: &str, what: String, remedy: &str| {
            faults.push(Fault::new(subject(policy), format!("appeal[{position}].{field}"), what, remedy));
        };
        if policy.appeals[..position].iter().any(|other| other.code == level.code) {
            fault("level", format!("the level `{}` stands twice", level.code), "every level is used once; remove one");
        }
        if matches!(level.role, Role::Citizen | Role::System) {
            fault(
                "role",
                format!("{} cannot decide an appeal", level.role),
                "name the role of a person, such as \"reviewer\"",
            );
        }
        for (field, period) in [("within", Some(level.within)), ("period", level.period)] {
            if period.is_some_and(|period| !period.is_positive()) {
                fault(field, format!("`{field}` has no length"), "use a number above 0");
            }
        }
    }
}

fn check_scores(policy: &Policy, faults: &mut Vec<Fault>) {
    let scores = &policy.scores;
    let weights = [scores.response, scores.solved, scores.satisfied].map(u32::from);
    let sum: u32 = weights.iter().sum();
    if sum != 100 {
        let what = format!("the weights add up to {sum}, not to 100");
        faults.push(Fault::new(subject(policy), "scores", what, "correct `response`, `solved` or `satisfied`"));
    }
    for (field, share) in [("partly_share", scores.partly_share), ("fairly_share", scores.fairly_share)] {
        if share > 100 {
            let what = format!("`{field}` is more than the whole");
            faults.push(Fault::new(subject(policy), format!("scores.{field}"), what, "use at most \"100%\""));
        }
    }
    for (position, exclusion) in scores.exclusions.iter().enumerate() {
        if scores.exclusions[..position].contains(exclusion) {
            let what = format!("{exclusion} is left out twice");
            faults.push(Fault::new(subject(policy), "scores.exclusions", what, "remove one"));
        }
    }
}
