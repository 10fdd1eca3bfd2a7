//! What holds for every start and every period.

use proptest::prelude::*;

use super::sample::{at, tianjin};
use super::{Calendar, Period};
use crate::moment::{Minutes, Moment};

/// Any microsecond of 2022 to 2025, so that even long periods end inside the calendar.
fn start() -> impl Strategy<Value = Moment> {
    (at("2022-01-01 00:00").micros()..at("2026-01-01 00:00").micros()).prop_map(Moment)
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (1..100_000_i64).prop_map(|n| Period::Natural(Minutes(n))),
        (1..20_000_i64).prop_map(Period::WorkingMinutes),
        (1..60_u16).prop_map(Period::WorkingDays),
    ]
}

fn due(calendar: &Calendar, start: Moment, period: &Period) -> Moment {
    calendar.due(start, period).unwrap().at
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_start_is_never_due_earlier(a in start(), b in start(), period in period()) {
        let calendar = tianjin();
        let (first, second) = (a.min(b), a.max(b));
        prop_assert!(due(&calendar, first, &period) <= due(&calendar, second, &period));
    }

    #[test]
    fn a_longer_period_is_due_later(start in start(), n in 1..5_000_i64, days in 1..40_u16) {
        let calendar = tianjin();
        prop_assert!(due(&calendar, start, &Period::WorkingMinutes(n)) < due(&calendar, start, &Period::WorkingMinutes(n + 1)));
        prop_assert!(due(&calendar, start, &Period::WorkingDays(days)) < due(&calendar, start, &Period::WorkingDays(days + 1)));
    }

    #[test]
    fn nothing_is_due_before_it_starts(start in start(), period in period()) {
        prop_assert!(due(&tianjin(), start, &period) > start);
    }

    #[test]
    fn working_minutes_add_up(start in start(), a in 1..8_000_i64, b in 1..8_000_i64) {
        let calendar = tianjin();
        let on_the_way = due(&calendar, start, &Period::WorkingMinutes(a));
        prop_assert_eq!(due(&calendar, on_the_way, &Period::WorkingMinutes(b)), due(&calendar, start, &Period::WorkingMinutes(a + b)));
    }

    #[test]
    fn counting_back_gives_what_was_counted(start in start(), n in 1..20_000_i64) {
        let calendar = tianjin();
        let end = due(&calendar, start, &Period::WorkingMinutes(n));
        prop_assert_eq!(calendar.working_minutes_between(start, end), Ok(n));
        prop_assert_eq!(calendar.working_minutes_between(end, start), Ok(-n));
    }

    #[test]
    fn working_days_end_at_close_of_business(start in start(), days in 1..60_u16) {
        let calendar = tianjin();
        let end = due(&calendar, start, &Period::WorkingDays(days));
        prop_assert_eq!(calendar.zone().to_datetime(end.timestamp()).time(), jiff::civil::time(17, 30, 0, 0));
        prop_assert!(calendar.is_working_day(calendar.date_of(end)).unwrap());
        // From the midnight after the day of receipt, exactly `days` days of 450 minutes lie before the end.
        let midnight = calendar.instant(calendar.date_of(start), 1440).unwrap();
        prop_assert_eq!(calendar.working_minutes_between(midnight, end), Ok(i64::from(days) * 450));
    }

    #[test]
    fn natural_time_ignores_the_calendar(start in start(), n in 1..100_000_i64) {
        prop_assert_eq!(due(&tianjin(), start, &Period::Natural(Minutes(n))), start + Minutes(n));
    }

    #[test]
    fn the_steps_tell_the_same_as_the_result(start in start(), n in 1..3_000_i64) {
        let calendar = tianjin();
        let (explained, steps) = calendar.explain(start, &Period::WorkingMinutes(n)).unwrap();
        prop_assert_eq!(Ok(explained), calendar.due(start, &Period::WorkingMinutes(n)));
        let worked = steps.iter().filter(|step| matches!(step, super::Step::Worked { .. }));
        prop_assert!(worked.count() >= usize::try_from(n / 241).unwrap());
    }
}
