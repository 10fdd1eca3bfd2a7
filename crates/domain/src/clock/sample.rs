//! The calendar of Tianjin from 2022 to 2026, as the State Council arranged it.

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
    ("2023-04-05", "2023-04-05"),
    ("2023-04-29", "2023-05-03"),
    ("2023-06-22", "2023-06-24"),
    ("2023-09-29", "2023-10-06"),
    ("2023-12-30", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
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
    "2023-04-23",
    "2023-05-06",
    "2023-06-25",
    "2023-10-07",
    "2023-10-08",
    "2024-02-04",
    "2024-02-18",
    "2024-04-07",
    "2024-04-28",
    "2024-05-11",
    "2024-09-14",
    "2024-09-29",
    "2024-10-12",
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
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
