//! The calendar of Tianjin around the dates of the tests, as the State Council arranged them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Calendar, Coverage, Opening, SpecialDay};
use crate::moment::Moment;
use crate::words::Bilingual;

/// Free from the first to the last day, both included.
const HOLIDAYS: &[(&str, &str)] = &[
    ("2022-01-01", "2022-01-03"),
    ("2022-01-31", "2022-02-06"),
    ("2022-04-03", "2022-04-05"),
    ("2022-04-30", "2022-05-04"),
    ("2022-06-03", "2022-06-05"),
    ("2022-09-10", "2022-09-12"),
    ("2022-10-01", "2022-10-07"),
    ("2022-12-31", "2023-01-02"),
    ("2023-01-21", "2023-01-27"),
    ("2023-09-29", "2023-10-06"),
    ("2023-12-30", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-10-01", "2024-10-07"),
];

const MAKE_UP: &[&str] = &[
    "2022-01-29",
    "2022-01-30",
    "2022-04-02",
    "2022-04-24",
    "2022-05-07",
    "2022-10-08",
    "2022-10-09",
    "2023-01-28",
    "2023-01-29",
    "2023-10-07",
    "2023-10-08",
    "2024-02-04",
    "2024-02-18",
    "2024-09-29",
    "2024-10-12",
];

pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

/// A moment from the wall clock in Tianjin: `2022-01-28 16:00`.
pub(crate) fn at(local: &str) -> Moment {
    let local: jiff::civil::DateTime = local.parse().unwrap();
    Moment::from_timestamp(zone().to_timestamp(local).unwrap())
}

/// Offices open 08:30–12:00 and 13:30–17:30 on weekdays and on make-up days; 2021 and 2027 are assumed.
pub(crate) fn tianjin() -> Calendar {
    let hours = vec![Opening::new(510, 720).unwrap(), Opening::new(810, 1050).unwrap()];
    let week = std::array::from_fn(|day| if day < 5 { hours.clone() } else { Vec::new() });
    let day =
        |date: Date, works| SpecialDay { date, works, name: Bilingual { zh: "节".into(), en: "Festival".into() } };
    let parse = |date: &str| date.parse::<Date>().unwrap();
    let free = HOLIDAYS.iter().flat_map(|(first, last)| {
        let (first, last) = (parse(first), parse(last));
        first.series(jiff::Span::new().days(1)).take_while(move |date| *date <= last)
    });
    let special: Vec<SpecialDay> =
        free.map(|date| day(date, false)).chain(MAKE_UP.iter().map(|date| day(parse(date), true))).collect();
    let years = (2021..=2027)
        .map(|year| (year, if (2022..=2026).contains(&year) { Coverage::Official } else { Coverage::Assumed }));
    Calendar::new(zone(), week, hours, special, years)
}
