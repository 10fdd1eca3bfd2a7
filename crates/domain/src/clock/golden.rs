//! Deadlines worked out by hand. Offices: 08:30–12:00 (210 min) and 13:30–17:30 (240 min), 450 min a day.

use super::Period::{self, Natural, WorkingDays, WorkingMinutes};
use super::sample::{at, tianjin, zone};
use super::{CalendarError, DayKind};
use crate::moment::Minutes;
use crate::words::Lang;

/// What the clerk knows, start, period, due; all on the wall clock of Tianjin.
type Row = (&'static str, &'static str, Period, &'static str);

const NATURAL: &[Row] = &[
    ("紧急, over midnight", "2022-01-29 23:50", Natural(Minutes(15)), "2022-01-30 00:05"),
    (
        "急, on New Year's Eve night: holidays do not matter",
        "2022-01-31 20:00",
        Natural(Minutes(30)),
        "2022-01-31 20:30",
    ),
    ("急, into the leap day", "2024-02-28 23:45", Natural(Minutes(30)), "2024-02-29 00:15"),
    ("24 h, out of the leap day", "2024-02-29 23:59", Natural(Minutes(1440)), "2024-03-01 23:59"),
    ("紧急, in the lunch break", "2022-03-14 12:30", Natural(Minutes(15)), "2022-03-14 12:45"),
];

const DAYS: &[Row] = &[
    ("Fri before Spring Festival: Sat 29 Jan is a make-up day", "2022-01-28 16:00", WorkingDays(1), "2022-01-29 17:30"),
    ("received on the make-up Sat: Sun 30 Jan is one too", "2022-01-29 10:00", WorkingDays(1), "2022-01-30 17:30"),
    (
        "received on the last make-up day: 31 Jan to 6 Feb are free, Mon 7 Feb",
        "2022-01-30 17:00",
        WorkingDays(1),
        "2022-02-07 17:30",
    ),
    ("received on a holiday: first working day after it", "2022-02-02 11:00", WorkingDays(1), "2022-02-07 17:30"),
    ("28 Jan, 29 Sat, 30 Sun, 7 Feb, 8 Feb", "2022-01-27 09:00", WorkingDays(5), "2022-02-08 17:30"),
    ("into the leap day, Thu", "2024-02-28 15:00", WorkingDays(1), "2024-02-29 17:30"),
    ("out of the leap day, Fri 1 Mar", "2024-02-29 09:00", WorkingDays(1), "2024-03-01 17:30"),
    ("Fri before National Day: Sat 8 Oct is a make-up day", "2022-09-30 17:00", WorkingDays(1), "2022-10-08 17:30"),
    ("Sat 8 Oct, Sun 9 Oct, Mon 10 Oct", "2022-09-30 17:00", WorkingDays(3), "2022-10-10 17:30"),
    ("make-up Sat, then 3 to 5 April free, Wed 6 April", "2022-04-02 09:00", WorkingDays(1), "2022-04-06 17:30"),
    ("last minute of Fri: Mon", "2022-03-11 23:59", WorkingDays(1), "2022-03-14 17:30"),
    ("midnight belongs to Sat: Mon all the same", "2022-03-12 00:00", WorkingDays(1), "2022-03-14 17:30"),
    ("midnight from Mon to Tue belongs to Tue: Wed", "2022-03-15 00:00", WorkingDays(1), "2022-03-16 17:30"),
    ("after close of business on Mon: still Tue", "2022-03-14 20:00", WorkingDays(1), "2022-03-15 17:30"),
    ("over New Year: 30 Dec to 1 Jan free, Tue 2 Jan", "2023-12-29 10:00", WorkingDays(1), "2024-01-02 17:30"),
    (
        "6–8 (3), 11–15 (8), 18–22 (13), make-up Sun 24 (14), Mon 25 (15)",
        "2022-04-05 09:24",
        WorkingDays(15),
        "2022-04-25 17:30",
    ),
];

const MINUTES: &[Row] = &[
    ("start in the lunch break waits for 13:30", "2022-03-14 12:30", WorkingMinutes(60), "2022-03-14 14:30"),
    ("30 before lunch, 30 after", "2022-03-14 11:30", WorkingMinutes(60), "2022-03-14 14:00"),
    ("used up exactly at noon: noon, not 13:30", "2022-03-14 11:00", WorkingMinutes(60), "2022-03-14 12:00"),
    ("one minute more waits for 13:30", "2022-03-14 11:00", WorkingMinutes(61), "2022-03-14 13:31"),
    ("a whole day", "2022-03-14 08:30", WorkingMinutes(450), "2022-03-14 17:30"),
    ("30 on Fri, 30 on Mon", "2022-03-11 17:00", WorkingMinutes(60), "2022-03-14 09:00"),
    ("before the doors open", "2022-03-14 06:00", WorkingMinutes(30), "2022-03-14 09:00"),
    ("30 on Fri, 450 on the make-up Sat", "2022-01-28 17:00", WorkingMinutes(480), "2022-01-29 17:30"),
    ("one more: the make-up Sun", "2022-01-28 17:00", WorkingMinutes(481), "2022-01-30 08:31"),
    ("30 on the last make-up day, 1 on Mon 7 Feb", "2022-01-30 17:00", WorkingMinutes(31), "2022-02-07 08:31"),
    ("start on National Day: make-up Sat 8 Oct", "2022-10-03 10:00", WorkingMinutes(120), "2022-10-08 10:30"),
    ("start on Sat: 210 on Mon morning, 30 after lunch", "2022-03-12 10:00", WorkingMinutes(240), "2022-03-14 14:00"),
    ("30 on the leap day, 30 on Fri", "2024-02-29 17:00", WorkingMinutes(60), "2024-03-01 09:00"),
    (
        "seconds are kept: 30 s before lunch, 30 s after",
        "2022-03-14 11:59:30",
        WorkingMinutes(1),
        "2022-03-14 13:30:30",
    ),
];

#[test]
fn deadlines_are_those_worked_out_by_hand() {
    let calendar = tianjin();
    for (what, start, period, due) in NATURAL.iter().chain(DAYS).chain(MINUTES) {
        let got = calendar.due(at(start), period).unwrap();
        assert_eq!(zone().to_datetime(got.at.timestamp()), due.parse().unwrap(), "{what}: {start} + {period:?}");
        assert!(!got.assumed, "{what}");
    }
}

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
        assert_eq!(tianjin().due(at("2022-03-14 10:00"), &period), Err(CalendarError::NotPositive), "{period:?}");
    }
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
