//! What the calendar answers, in tables worked out by hand (`plain`, `paused`, `shares`) and, here, in words and at its edges.

mod paused;
mod plain;
mod shares;
mod table;

use super::Period::{self, Natural, WorkingDays, WorkingMinutes};
use super::sample::{at, tianjin};
use super::{Calendar, CalendarError, Coverage, DayKind, Opening, Pause};
use crate::moment::{Minutes, Moment};
use crate::words::Lang;

#[test]
fn every_step_can_be_said() {
    let calendar = tianjin();
    let say = |start: &str, period: Period, lang: Lang| {
        let (_, steps) = calendar.explain(at(start), &period).unwrap();
        steps.iter().map(|step| step.say(lang)).collect::<Vec<_>>()
    };
    assert_eq!(
        say("2022-01-30 17:00", WorkingMinutes(31), Lang::En),
        [
            "2022-01-30 (Sun, make-up day) 17:00–17:30: 30 min",
            "2022-01-31 (Mon, holiday): not counted",
            "2022-02-01 (Tue, holiday): not counted",
            "2022-02-02 (Wed, holiday): not counted",
            "2022-02-03 (Thu, holiday): not counted",
            "2022-02-04 (Fri, holiday): not counted",
            "2022-02-05 (Sat, holiday): not counted",
            "2022-02-06 (Sun, holiday): not counted",
            "2022-02-07 (Mon) 08:30–08:31: 1 min",
        ]
    );
    assert_eq!(
        say("2022-03-11 23:59", WorkingDays(1), Lang::Zh),
        [
            "2022-03-11（周五）：收到当日不计",
            "2022-03-12（周六，周末）：不计",
            "2022-03-13（周日，周末）：不计",
            "2022-03-14（周一）：第 1 个工作日，共 1 个",
            "2022-03-14 17:30 下班时截止",
        ]
    );
    assert_eq!(say("2022-01-29 23:50", Natural(Minutes(15)), Lang::Zh), ["2022-01-29 23:50–2022-01-30 00:05：15 分钟"]);
    assert_eq!(
        say("2022-03-14 11:59:30", WorkingMinutes(1), Lang::En),
        ["2022-03-14 (Mon) 11:59:30–12:00: 0 min 30 s", "2022-03-14 (Mon) 13:30–13:30:30: 0 min 30 s"]
    );
}

#[test]
fn every_pause_can_be_said() {
    let calendar = tianjin();
    let pause = |from: &str, until: Option<&str>, reason: &str| Pause {
        from: at(from),
        until: until.map(at),
        reason: reason.into(),
    };
    let say = |start: &str, period: Period, pauses: &[Pause], lang: Lang| {
        let (due, steps) = calendar.explain_with(at(start), &period, pauses).unwrap();
        (due.is_some(), steps.iter().map(|step| step.say(lang)).collect::<Vec<_>>())
    };
    let over_the_festival = [pause("2022-01-29 10:00", Some("2022-02-08 09:00"), "等待市民补充材料")];
    let (known, steps) = say("2022-01-28 16:00", WorkingDays(1), &over_the_festival, Lang::Zh);
    assert!(known);
    assert_eq!(
        steps,
        [
            "2022-01-28（周五）：收到当日不计",
            "2022-01-29 10:00 – 2022-02-08 09:00 中止（等待市民补充材料）：不计",
            "2022-02-08（周二）：第 1 个工作日，共 1 个",
            "2022-02-08 17:30 下班时截止",
        ]
    );
    let two = [
        pause("2022-03-14 17:30", Some("2022-03-15 08:00"), ""),
        pause("2022-03-14 11:00", Some("2022-03-14 14:00"), "photos of the spot"),
    ];
    let (known, steps) = say("2022-03-14 10:30", WorkingMinutes(270), &two, Lang::En);
    assert!(known);
    assert_eq!(
        steps,
        [
            "2022-03-14 (Mon) 10:30–11:00: 30 min",
            "2022-03-14 11:00 – 2022-03-14 14:00 stood still (photos of the spot): not counted",
            "2022-03-14 (Mon) 14:00–17:30: 210 min",
            "2022-03-14 17:30 – 2022-03-15 08:00 stood still: not counted",
            "2022-03-15 (Tue) 08:30–09:00: 30 min",
        ]
    );
    let open = [pause("2022-03-14 10:00", None, "等待市民补充材料")];
    let (known, steps) = say("2022-03-14 09:00", Natural(Minutes(120)), &open, Lang::Zh);
    assert!(!known);
    assert_eq!(
        steps,
        [
            "2022-03-14 09:00–2022-03-14 10:00：60 分钟",
            "2022-03-14 10:00 起 中止（等待市民补充材料）：不计，恢复后再定截止时间",
        ]
    );
    let (_, steps) = say("2022-03-11 09:00", WorkingDays(3), &open, Lang::En);
    assert_eq!(
        steps,
        [
            "2022-03-11 (Fri): day of receipt, not counted",
            "2022-03-12 (Sat, weekend): not counted",
            "2022-03-13 (Sun, weekend): not counted",
            "since 2022-03-14 10:00 stood still (等待市民补充材料): not counted; due once it runs again",
        ]
    );
}

#[test]
fn an_open_pause_leaves_the_end_unknown_but_cures_nothing() {
    let calendar = tianjin();
    let open = |from: &str| [Pause { from: at(from), until: None, reason: String::new() }];
    let start = at("2022-03-14 09:00");
    for (period, due) in [
        (Natural(Minutes(60)), "2022-03-14 10:00"),
        (WorkingMinutes(60), "2022-03-14 10:00"),
        (WorkingDays(1), "2022-03-15 17:30"),
    ] {
        let due = at(due);
        let one_minute_before = [Pause { from: due - Minutes(1), until: None, reason: String::new() }];
        assert_eq!(calendar.due_with(start, &period, &one_minute_before), Ok(None), "{period:?}");
        assert_eq!(calendar.share(start, &period, &one_minute_before, 100), Ok(None), "{period:?}");
        // Once the promise is broken, stopping the clock does not mend it.
        let at_the_end = [Pause { from: due, until: None, reason: String::new() }];
        assert_eq!(calendar.due_with(start, &period, &at_the_end).unwrap().unwrap().at, due, "{period:?}");
    }
    // A share that was reached before the pause stays reached; of working days the end must be known first.
    assert_eq!(
        calendar.share(start, &WorkingMinutes(120), &open("2022-03-14 10:30"), 50),
        Ok(Some(at("2022-03-14 10:00")))
    );
    assert_eq!(calendar.share(start, &WorkingMinutes(120), &open("2022-03-14 10:30"), 80), Ok(None));
    assert_eq!(calendar.share(start, &WorkingDays(1), &open("2022-03-15 16:00"), 50), Ok(None));
    // The calendar need not know the days that a pause covers.
    assert_eq!(calendar.due_with(at("2027-12-30 09:00"), &WorkingDays(3), &open("2027-12-31 18:00")), Ok(None));
    assert_eq!(calendar.due_with(at("2027-12-30 09:00"), &WorkingMinutes(9_000), &open("2027-12-31 18:00")), Ok(None));
}

#[test]
fn how_much_has_run() {
    let calendar = tianjin();
    let pauses = [
        Pause { from: at("2022-03-14 10:00"), until: Some(at("2022-03-14 11:00")), reason: String::new() },
        Pause { from: at("2022-03-15 09:00"), until: None, reason: String::new() },
    ];
    let used = |period: Period, pauses: &[Pause], now: &str| {
        calendar.used_percent(at("2022-03-14 09:00"), &period, pauses, at(now)).unwrap()
    };
    assert_eq!(used(WorkingMinutes(240), &[], "2022-03-14 08:00"), 0, "before the start");
    assert_eq!(used(WorkingMinutes(240), &[], "2022-03-14 13:00"), 75, "180 of 240");
    assert_eq!(used(WorkingMinutes(240), &pauses, "2022-03-14 10:30"), 25, "60 of 240, standing");
    assert_eq!(used(WorkingMinutes(240), &pauses, "2022-03-14 12:00"), 50, "120 of 240");
    assert_eq!(
        used(WorkingMinutes(480), &pauses, "2022-03-16 12:00"),
        81,
        "120 + 240 + 30 of 480, standing since 09:00"
    );
    assert_eq!(used(Natural(Minutes(240)), &pauses, "2022-03-14 12:00"), 50, "120 of 240");
    assert_eq!(used(Natural(Minutes(1)), &[], "2022-03-21 12:00"), 999, "nobody reads more");
    // Of the day of receipt 360 minutes, of the next 450: due on the 15th as if the open pause were none.
    assert_eq!(used(WorkingDays(1), &pauses, "2022-03-14 17:30"), 44, "360 of 810");
    assert_eq!(used(WorkingDays(1), &pauses, "2022-03-15 09:00"), 48, "390 of 810");
    assert_eq!(used(WorkingDays(1), &pauses, "2022-03-17 17:30"), 48, "still standing");
    assert_eq!(used(WorkingDays(1), &pauses[..1], "2022-03-16 09:00"), 103, "840 of 810");
}

#[test]
fn what_the_calendar_does_not_know_it_says() {
    let calendar = tianjin();
    let unknown = |date: &str| CalendarError::NotCovered { date: date.parse().unwrap() };
    assert_eq!(calendar.due(at("2028-01-03 09:00"), &WorkingDays(1)), Err(unknown("2028-01-03")));
    assert_eq!(calendar.due(at("2027-12-31 16:00"), &WorkingDays(1)), Err(unknown("2028-01-01")));
    assert_eq!(calendar.due(at("2020-12-31 16:00"), &WorkingMinutes(10)), Err(unknown("2020-12-31")));
    assert_eq!(
        calendar.working_minutes_between(at("2027-12-31 16:00"), at("2028-01-01 09:00")),
        Err(unknown("2028-01-01"))
    );
    assert_eq!(calendar.is_working_day("2019-05-06".parse().unwrap()), Err(unknown("2019-05-06")));
    // Natural time needs no calendar.
    assert!(calendar.due(at("2040-01-01 00:00"), &Natural(Minutes(15))).is_ok());
}

#[test]
fn a_year_without_official_holidays_is_marked() {
    let calendar = tianjin();
    assert!(calendar.due(at("2021-10-01 09:00"), &WorkingDays(1)).unwrap().assumed);
    assert!(calendar.due(at("2026-12-31 17:00"), &WorkingMinutes(60)).unwrap().assumed, "ends in 2027");
    assert!(!calendar.due(at("2026-12-31 16:00"), &WorkingMinutes(60)).unwrap().assumed);
}

#[test]
fn a_period_of_nothing_is_refused() {
    for period in [Natural(Minutes(0)), Natural(Minutes(-5)), WorkingMinutes(0), WorkingDays(0)] {
        let (calendar, start) = (tianjin(), at("2022-03-14 10:00"));
        assert_eq!(calendar.due(start, &period), Err(CalendarError::NotPositive), "{period:?}");
        assert_eq!(calendar.share(start, &period, &[], 50), Err(CalendarError::NotPositive), "{period:?}");
        assert_eq!(calendar.used_percent(start, &period, &[], start), Err(CalendarError::NotPositive), "{period:?}");
        assert_eq!(calendar.later(start, &period), Err(CalendarError::NotPositive), "{period:?}");
        assert_eq!(calendar.share(start, &WorkingDays(1), &[], 0), Err(CalendarError::NotPositive), "no share at all");
    }
}

#[test]
fn an_hour_that_the_zone_skips_or_repeats_is_not_worked_or_worked_twice() {
    let berlin = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    let all_day = vec![Opening::new(0, 1440).unwrap()];
    let calendar =
        Calendar::new(berlin, std::array::from_fn(|_| all_day.clone()), Vec::new(), [], [(2022, Coverage::Official)]);
    let moment = |text: &str| Moment::parse(text).unwrap();
    // 27 March has 23 hours, 30 October 25.
    for (from, hours, until) in [
        ("2022-03-27T00:00:00+01:00", 23, "2022-03-28T00:00:00+02:00"),
        ("2022-10-30T00:00:00+02:00", 25, "2022-10-31T00:00:00+01:00"),
        ("2022-03-26T12:00:00+01:00", 24, "2022-03-27T13:00:00+02:00"),
    ] {
        assert_eq!(calendar.due(moment(from), &WorkingMinutes(hours * 60)).unwrap().at, moment(until));
        assert_eq!(calendar.working_minutes_between(moment(from), moment(until)), Ok(hours * 60));
    }
    let afternoon = vec![Opening::new(810, 1050).unwrap()];
    let berlin = calendar.zone().clone();
    let calendar =
        Calendar::new(berlin, std::array::from_fn(|_| afternoon.clone()), Vec::new(), [], [(2022, Coverage::Official)]);
    let due = calendar.due(moment("2022-03-26T20:00:00+01:00"), &WorkingMinutes(60)).unwrap();
    assert_eq!(due.at, moment("2022-03-27T14:30:00+02:00"), "an hour after 13:30 of the shorter day");
}

#[test]
fn days_are_of_the_right_kind() {
    let calendar = tianjin();
    let kind = |date: &str| calendar.day(date.parse().unwrap()).unwrap().kind;
    assert_eq!(kind("2022-01-28"), DayKind::Workday);
    assert_eq!(kind("2022-01-29"), DayKind::MakeUp);
    assert_eq!(kind("2022-01-31"), DayKind::Holiday);
    assert_eq!(kind("2022-02-05"), DayKind::Holiday, "a Saturday inside the festival");
    assert_eq!(kind("2022-02-12"), DayKind::Weekend);
}

#[test]
fn working_minutes_between_two_moments() {
    let between = |a: &str, b: &str| tianjin().working_minutes_between(at(a), at(b)).unwrap();
    assert_eq!(between("2022-03-14 12:00", "2022-03-14 13:30"), 0, "the lunch break");
    assert_eq!(between("2022-03-11 17:00", "2022-03-14 09:00"), 60, "over a weekend");
    assert_eq!(between("2022-01-28 17:30", "2022-02-07 08:30"), 900, "two make-up days, nothing else");
    assert_eq!(between("2022-03-14 09:00", "2022-03-11 17:00"), -60, "backwards");
    assert_eq!(between("2022-03-14 09:00:30", "2022-03-14 09:02"), 1, "whole minutes only");
}

#[test]
fn periods_can_be_said() {
    assert_eq!(Natural(Minutes(15)).say(Lang::Zh), "15 分钟");
    assert_eq!(Natural(Minutes(120)).say(Lang::En), "2 h");
    assert_eq!(WorkingDays(1).say(Lang::Zh), "1 个工作日");
    assert_eq!(WorkingDays(15).say(Lang::En), "15 working days");
    assert_eq!(WorkingMinutes(120).say(Lang::Zh), "2 个工作小时");
}
