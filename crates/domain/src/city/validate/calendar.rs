//! The calendars that periods are counted on.

use jiff::civil::Weekday;

use super::super::City;
use super::super::fault::{Fault, Subject};
use crate::clock::{Calendar, Opening};

/// The city's own calendar, then those of units.
pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    check_years(&city.calendar, faults);
    check_hours(&city.calendar, &Subject::Calendar, faults);
    check_days(&city.calendar, faults);
    for own in &city.unit_calendars {
        let subject = Subject::UnitCalendar(own.code.clone());
        if !city.units.all().iter().any(|unit| unit.calendar.as_ref() == Some(&own.code)) {
            let what = format!("no unit works by the calendar `{}`", own.code);
            faults.push(Fault::new(
                subject.clone(),
                "week",
                what,
                "name it as `calendar` of a unit, or remove the file",
            ));
        }
        check_hours(&own.calendar, &subject, faults);
    }
}

fn check_years(calendar: &Calendar, faults: &mut Vec<Fault>) {
    let mut fault =
        |field: &str, what: String, remedy: &str| faults.push(Fault::new(Subject::Calendar, field, what, remedy));
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
}

/// The weekly hours, and those of make-up days.
fn check_hours(calendar: &Calendar, subject: &Subject, faults: &mut Vec<Fault>) {
    let mut fault =
        |field: &str, what: String, remedy: &str| faults.push(Fault::new(subject.clone(), field, what, remedy));
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
}

/// Make-up days that are working days anyway.
fn check_days(calendar: &Calendar, faults: &mut Vec<Fault>) {
    for day in
        calendar.special_days().filter(|day| day.works && !calendar.weekday_openings(day.date.weekday()).is_empty())
    {
        let what = format!("{} is a working day anyway ({:?})", day.date, day.date.weekday());
        let remedy = "a make-up day is a usual day off; correct the date";
        faults.push(Fault::new(Subject::Calendar, "years", what, remedy));
    }
}
