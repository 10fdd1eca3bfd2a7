//! How clocks of other systems are known to fail, each shown not to happen here. A test is named after the cause.

use super::Period::{Natural, WorkingDays, WorkingMinutes};
use super::sample::{at, tianjin, zone};
use super::{Calendar, Coverage, Opening, Pause, Step};
use crate::moment::{Minutes, Moment};

type Hours = &'static [(u16, u16)];

/// A calendar of these hours (minutes after midnight) for each day from Monday on, no special days, 2019 to 2027.
fn weekly(week: [Hours; 7]) -> Calendar {
    let openings = |hours: Hours| hours.iter().map(|(from, until)| Opening::new(*from, *until).unwrap()).collect();
    let years = (2019..=2027).map(|year| (year, Coverage::Official));
    Calendar::new(zone(), week.map(openings), Vec::new(), [], years)
}

fn workdays(hours: Hours) -> Calendar {
    weekly([hours, hours, hours, hours, hours, &[], &[]])
}

fn pause(from: &str, until: &str) -> Pause {
    Pause { from: at(from), until: Some(at(until)), reason: String::new() }
}

#[track_caller]
fn is_due(due: super::Due, expected: &str) {
    assert_eq!(due.at, at(expected));
}

/// In office hours, where the last moment of a stretch still belongs to it.
fn in_hours(calendar: &Calendar, moment: Moment) -> bool {
    let just_before = Moment(moment.micros() - 1);
    let date = calendar.date_of(just_before);
    calendar.day(date).unwrap().openings.iter().any(|opening| {
        calendar.instant(date, opening.from).unwrap() <= just_before
            && just_before < calendar.instant(date, opening.until).unwrap()
    })
}

/// Zammad #3180: hours end at 23:59 because 24:00 cannot be said, so each midnight costs a minute.
#[test]
fn a_day_that_cannot_end_at_24_00_loses_a_minute() {
    let always = weekly([&[(0, 1440)]; 7]);
    is_due(always.due(at("2022-03-14 23:30"), &WorkingMinutes(60)).unwrap(), "2022-03-15 00:30");
    for minutes in [1, 29, 30, 31, 1440, 7 * 1440, 30 * 1440] {
        let start = at("2022-03-14 23:30");
        assert_eq!(always.due(start, &WorkingMinutes(minutes)).unwrap().at, start + Minutes(minutes));
    }
}

/// Zammad #4432: a reminder is sent when a nightly job looks, not when the offices are open.
#[test]
fn a_warning_at_midnight_or_on_a_weekend() {
    let calendar = tianjin();
    for hours in 0..60 {
        let start = at("2022-01-24 00:00") + Minutes(hours * 7 * 60);
        for percent in (5..=100).step_by(5) {
            for period in [WorkingDays(1), WorkingDays(5), WorkingMinutes(47), WorkingMinutes(900)] {
                let moment = calendar.share(start, &period, &[], percent).unwrap().unwrap();
                assert!(in_hours(&calendar, moment), "{percent} % of {period:?} from {start}: {moment}");
            }
        }
    }
}

/// Zammad #534: the due moment is kept, and nobody counts again when the calendar changes.
#[test]
fn a_changed_calendar_leaves_the_old_deadline() {
    let (start, period) = (at("2022-01-28 16:00"), WorkingDays(1));
    let (before, after) = (workdays(&[(510, 720), (810, 1050)]), tianjin());
    is_due(before.due(start, &period).unwrap(), "2022-01-31 17:30");
    is_due(after.due(start, &period).unwrap(), "2022-01-29 17:30");
    // What ran by the old calendar is measured anew by the new one as well: 90 of 540 minutes and all of them.
    assert_eq!(before.used_percent(start, &period, &[], at("2022-01-29 17:30")), Ok(16));
    assert_eq!(after.used_percent(start, &period, &[], at("2022-01-29 17:30")), Ok(100));
}

/// Zammad #188: after a reopening the period is counted anew, or the stretch in which it was closed is counted too.
#[test]
fn a_reopened_case_is_counted_from_the_reopening() {
    let (calendar, start, period) = (tianjin(), at("2022-03-14 09:00"), WorkingMinutes(240));
    let closed = [pause("2022-03-14 10:00", "2022-03-16 10:00"), pause("2022-03-16 11:00", "2022-03-18 16:00")];
    // 60 on Monday; 120 on Wednesday morning and 60 after lunch.
    is_due(calendar.due_with(start, &period, &closed[..1]).unwrap().unwrap(), "2022-03-16 14:30");
    // 60 on Monday, 60 on Wednesday, 90 on Friday, 30 on Monday.
    is_due(calendar.due_with(start, &period, &closed).unwrap().unwrap(), "2022-03-21 09:00");
}

/// GLPI pull request #22678: a level before the end is set to 00:00 if the period reaches into another day.
#[test]
fn a_level_before_the_end_falls_to_00_00_of_the_next_day() {
    let (calendar, period) = (workdays(&[(480, 1080)]), WorkingMinutes(240));
    for (start, one_hour_before, due) in [
        ("2022-03-14 10:00", "2022-03-14 13:00", "2022-03-14 14:00"),
        ("2022-03-14 17:00", "2022-03-15 10:00", "2022-03-15 11:00"),
    ] {
        assert_eq!(calendar.share(at(start), &period, &[], 75), Ok(Some(at(one_hour_before))));
        is_due(calendar.due(at(start), &period).unwrap(), due);
    }
}

/// GLPI #6902: the pending time is added to the old due moment and lost when another period applies.
#[test]
fn a_changed_period_forgets_the_pauses() {
    let (calendar, start) = (tianjin(), at("2022-03-14 09:00"));
    let pauses = [pause("2022-03-14 10:00", "2022-03-16 09:00")];
    let due = |period| calendar.due_with(start, &period, &pauses).unwrap().unwrap();
    is_due(due(WorkingMinutes(120)), "2022-03-16 10:00");
    // 60 on Monday; 180 on Wednesday from 09:00, which is noon.
    is_due(due(WorkingMinutes(240)), "2022-03-16 12:00");
}

/// GLPI pull request #10600: a period in days keeps the hour of the start, so before a holiday it ends ten minutes after it began.
#[test]
fn a_day_received_ten_minutes_before_closing_ends_with_the_holiday() {
    is_due(tianjin().due(at("2022-09-30 17:20"), &WorkingDays(1)).unwrap(), "2022-10-08 17:30");
}

/// GLPI #687: what was registered outside the hours has no length at all.
#[test]
fn a_start_outside_the_hours_counts_nothing() {
    let (calendar, start, period) = (tianjin(), at("2022-03-12 22:00"), WorkingMinutes(60));
    is_due(calendar.due(start, &period).unwrap(), "2022-03-14 09:30");
    assert_eq!(calendar.used_percent(start, &period, &[], at("2022-03-14 09:00")), Ok(50));
}

/// osTicket #6739: the week is only walked if it has entries for certain days.
#[test]
fn a_schedule_works_only_with_monday_and_thursday() {
    let nine_hours: Hours = &[(480, 1020)];
    for day in 0..7 {
        let mut week: [Hours; 7] = [&[]; 7];
        week[day] = nine_hours;
        let calendar = weekly(week);
        // 14 March 2022 is a Monday; the only working day of that week and of the next, ten hours in all.
        let second = at("2022-03-21 09:00") + Minutes(i64::try_from(day).unwrap() * 1440);
        assert_eq!(calendar.due(at("2022-03-14 00:00"), &WorkingMinutes(600)).unwrap().at, second, "weekday {day}");
        // Received on the Sunday before, which does not count even where Sunday is the only working day.
        let close = second + Minutes(8 * 60);
        assert_eq!(calendar.due(at("2022-03-13 12:00"), &WorkingDays(2)).unwrap().at, close, "weekday {day}");
    }
}

/// osTicket #6847: a lunch break has to be written as a holiday, and then the sum is wrong.
#[test]
fn a_lunch_break_written_as_a_holiday() {
    let calendar = workdays(&[(540, 780), (840, 1080)]);
    is_due(calendar.due(at("2022-03-14 12:30"), &WorkingMinutes(60)).unwrap(), "2022-03-14 14:30");
    is_due(calendar.due(at("2022-03-14 09:00"), &WorkingMinutes(480)).unwrap(), "2022-03-14 18:00");
}

/// osTicket #5213: hours of a special Saturday three weeks before the start are counted in.
#[test]
fn a_special_day_before_the_start_is_counted() {
    let calendar = tianjin();
    let start = at("2022-01-29 10:00");
    let (_, steps) = calendar.explain(start, &WorkingMinutes(2_000)).unwrap();
    let first = steps.iter().find_map(|step| match step {
        Step::Worked { date, from, .. } => Some(date.to_datetime(*from)),
        Step::Natural { .. }
        | Step::Rest { .. }
        | Step::Received { .. }
        | Step::Counted { .. }
        | Step::Close { .. }
        | Step::Paused { .. } => None,
    });
    assert_eq!(first, Some("2022-01-29 10:00".parse().unwrap()));
    assert_eq!(
        calendar.working_minutes_between(start, calendar.due(start, &WorkingMinutes(2_000)).unwrap().at),
        Ok(2_000)
    );
}

/// Chatwoot #14009 and #9798: one interval a day, so noon counts as open.
#[test]
fn one_interval_a_day() {
    let calendar = workdays(&[(480, 720), (810, 1080)]);
    is_due(calendar.due(at("2022-03-14 12:30"), &WorkingMinutes(30)).unwrap(), "2022-03-14 14:00");
    assert_eq!(calendar.working_minutes_between(at("2022-03-14 12:00"), at("2022-03-14 13:30")), Ok(0));
}

/// Chatwoot #10436, and Signalen by design: only the weekdays are known, no holidays, and nowhere make-up days.
#[test]
fn no_holidays_and_no_make_up_days() {
    let calendar = tianjin();
    is_due(calendar.due(at("2022-01-30 17:00"), &WorkingDays(1)).unwrap(), "2022-02-07 17:30");
    is_due(calendar.due(at("2022-01-28 17:00"), &WorkingMinutes(60)).unwrap(), "2022-01-29 09:00");
}

/// Chatwoot #5254: hours past midnight cannot be entered.
#[test]
fn hours_past_midnight() {
    let night = weekly([&[(0, 120), (1260, 1440)]; 7]);
    is_due(night.due(at("2022-03-14 23:30"), &WorkingMinutes(60)).unwrap(), "2022-03-15 00:30");
    is_due(night.due(at("2022-03-15 01:30"), &WorkingMinutes(60)).unwrap(), "2022-03-15 21:30");
}

/// DIGIT: elapsed = now − lastModified, so each comment starts the clock again. Here an edit is no input; one that stops nothing is none.
#[test]
fn every_edit_starts_the_clock_again() {
    let (calendar, start) = (tianjin(), at("2022-03-14 09:00"));
    let edits: Vec<Pause> = (0..200)
        .map(|n| start + Minutes(n * 37))
        .map(|edit| Pause { from: edit, until: Some(edit), reason: "备注".into() })
        .collect();
    for period in [Natural(Minutes(1440)), WorkingMinutes(900), WorkingDays(5)] {
        let due = calendar.due(start, &period).unwrap();
        assert_eq!(calendar.due_with(start, &period, &edits), Ok(Some(due)));
        assert_eq!(calendar.used_percent(start, &period, &edits, due.at), Ok(100));
    }
}

/// DIGIT: levels of 1, 4 and 24 hours run on the wall clock, so Friday afternoon is breached on Saturday.
#[test]
fn the_wall_clock_runs_over_the_weekend() {
    let (calendar, start) = (tianjin(), at("2022-03-11 17:00"));
    is_due(calendar.due(start, &WorkingMinutes(240)).unwrap(), "2022-03-14 12:00");
    assert_eq!(calendar.used_percent(start, &WorkingMinutes(240), &[], at("2022-03-13 17:00")), Ok(12), "30 of 240");
}

/// Request Tracker: the zone of the process is set while counting, so two calendars disturb each other.
#[test]
fn the_zone_belongs_to_the_process() {
    let hours: Vec<Opening> = vec![Opening::new(600, 1140).unwrap()];
    let years = [(2022, Coverage::Official)];
    let week = || std::array::from_fn(|_| hours.clone());
    let west = jiff::tz::TimeZone::get("Asia/Urumqi").unwrap();
    let calendars =
        [Calendar::new(zone(), week(), Vec::new(), [], years), Calendar::new(west, week(), Vec::new(), [], years)];
    let start = at("2022-03-14 09:00");
    let due = calendars.each_ref().map(|calendar| calendar.due(start, &WorkingMinutes(60)).unwrap().at);
    assert_eq!(due, [at("2022-03-14 11:00"), at("2022-03-14 13:00")], "two hours lie between the two cities");
}
