//! Policies and the calendar they count on.

use jiff::civil::{Date, Weekday};

use super::super::City;
use super::super::fault::{Fault, Subject};
use super::super::policy::{PeriodClass, Policy};
use crate::clock::{Calendar, ClockKind, Opening};
use crate::words::{Grade, Lang};

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let policies = city.policies.all();
    for policy in policies {
        check_periods(policy, faults);
        check_limits(policy, faults);
        if policy.until.is_some_and(|until| until < policy.from) {
            let what = format!("the policy ends before it begins ({})", policy.from);
            faults.push(Fault::new(subject(policy), "until", what, "`until` is the last day in force"));
        }
    }
    for pair in policies.windows(2) {
        let [earlier, later] = pair else { continue };
        match earlier.until.map(Date::tomorrow) {
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

fn subject(policy: &Policy) -> Subject {
    Subject::Policy(policy.version.clone())
}

fn check_periods(policy: &Policy, faults: &mut Vec<Fault>) {
    for clock in ClockKind::ALL {
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
    for rule in policy.periods.iter().filter(|rule| !rule.period.is_positive()) {
        let what = format!("the {} period has no length", rule.clock.code());
        faults.push(Fault::new(subject(policy), "period", what, "use a number above 0"));
    }
    for (position, rule) in policy.periods.iter().enumerate() {
        let same = policy.periods[..position]
            .iter()
            .any(|other| (other.clock, other.grade, other.period_class) == (rule.clock, rule.grade, rule.period_class));
        if same {
            let what = format!("two {} periods for the same grade and class", rule.clock.code());
            faults.push(Fault::new(subject(policy), "period", what, "remove one; the first would win"));
        }
    }
}

fn check_limits(policy: &Policy, faults: &mut Vec<Fault>) {
    let limits = &policy.limits;
    let mut fault = |what: &str, remedy: &str| faults.push(Fault::new(subject(policy), "limits", what, remedy));
    if limits.warn_percent.is_empty()
        || !limits.warn_percent.is_sorted_by(|a, b| a < b)
        || limits.warn_percent.iter().any(|share| !(1..=100).contains(share))
    {
        fault("`warn_percent` must rise from 1 to at most 100", "for example [50, 80, 100]");
    }
    if limits.must_phone_ladder.is_empty() || limits.must_phone_ladder.iter().any(|step| step.0 <= 0) {
        fault("`must_phone_ladder` needs minutes above 0", "for example [3, 3, 5]");
    }
    if limits.dispatches_before_designation == 0 || limits.callback_attempts_max == 0 {
        fault(
            "`dispatches_before_designation` and `callback_attempts_max` must be at least 1",
            "use the number of the rule, such as 3",
        );
    }
    if !limits.return_within.is_positive() || !limits.return_within_complex.is_positive() {
        fault("the time to return an order has no length", "use a number above 0");
    }
}

pub(super) fn check_calendar(calendar: &Calendar, faults: &mut Vec<Fault>) {
    let mut fault = |field, what: String, remedy: &str| faults.push(Fault::new(Subject::Calendar, field, what, remedy));
    let years: Vec<i16> = calendar.years().map(|(year, _)| year).collect();
    if years.is_empty() {
        fault(
            "years",
            "the calendar covers no year".to_owned(),
            "add calendar/<year>.toml or name it in `assumed_years`",
        );
    }
    for pair in years.windows(2) {
        if let [earlier, later] = pair
            && earlier + 1 != *later
        {
            let what = format!("the calendar has a gap between {earlier} and {later}");
            fault("years", what, "add calendar/<year>.toml for each year between, or name it in `assumed_years`");
        }
    }
    for day in calendar.special_days().filter(|day| !years.contains(&day.date.year())) {
        let what = format!("{} lies in a year that the calendar does not cover", day.date);
        fault("years", what, "add calendar/<year>.toml or correct the date");
    }
    let week: Vec<&[Opening]> =
        Weekday::Monday.cycle_forward().take(7).map(|weekday| calendar.weekday_openings(weekday)).collect();
    if week.iter().all(|openings| openings.is_empty()) {
        fault("week", "the offices are never open".to_owned(), "give at least one day of the week its hours");
    }
    for openings in week.iter().copied().chain([calendar.make_up_openings()]) {
        if !openings.is_sorted_by(|a, b| a.until <= b.from) {
            fault(
                "week",
                "office hours overlap or stand in the wrong order".to_owned(),
                "write them in order, each beginning after the one before ends",
            );
        }
    }
    let needs_make_up =
        calendar.special_days().any(|day| day.works && calendar.weekday_openings(day.date.weekday()).is_empty());
    if needs_make_up && calendar.make_up_openings().is_empty() {
        fault("make_up", "there are make-up days but they have no office hours".to_owned(), "add `make_up` to [week]");
    }
    for day in
        calendar.special_days().filter(|day| day.works && !calendar.weekday_openings(day.date.weekday()).is_empty())
    {
        let what = format!("{} is a working day anyway ({:?})", day.date, day.date.weekday());
        fault("years", what, "a make-up day is a usual day off; correct the date");
    }
}
