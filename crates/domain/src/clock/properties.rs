//! What holds for every start, every period and every set of pauses.

use proptest::prelude::*;

use super::sample::{at, tianjin};
use super::{Calendar, Pause, Period};
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

/// Two periods counted in the same way, and both of them together.
fn two_periods() -> impl Strategy<Value = (Period, Period, Period)> {
    prop_oneof![
        (1..40_000_i64, 1..40_000_i64).prop_map(|(a, b)| {
            (Period::Natural(Minutes(a)), Period::Natural(Minutes(b)), Period::Natural(Minutes(a + b)))
        }),
        (1..8_000_i64, 1..8_000_i64).prop_map(|(a, b)| {
            (Period::WorkingMinutes(a), Period::WorkingMinutes(b), Period::WorkingMinutes(a + b))
        }),
        (1..25_u16, 1..25_u16).prop_map(|(a, b)| (
            Period::WorkingDays(a),
            Period::WorkingDays(b),
            Period::WorkingDays(a + b)
        )),
    ]
}

/// Up to five pauses of up to ten days that begin within two weeks before and six weeks after `start`: in order and apart, each given
/// by the minutes since the last and its length.
fn pauses(start: Moment) -> impl Strategy<Value = Vec<Pause>> {
    let gap_and_length = (0..12_000_i64, prop_oneof![Just(0), 1..600_i64, 600..14_400_i64]);
    prop::collection::vec(gap_and_length, 0..5).prop_map(move |gaps| {
        let mut at = start - Minutes(20_160);
        gaps.into_iter()
            .map(|(gap, length)| {
                let from = at + Minutes(gap);
                at = from + Minutes(length);
                pause(from, at)
            })
            .collect()
    })
}

fn start_and_pauses() -> impl Strategy<Value = (Moment, Vec<Pause>)> {
    start().prop_flat_map(|start| (Just(start), pauses(start)))
}

fn pause(from: Moment, until: Moment) -> Pause {
    Pause { from, until: Some(until), reason: String::new() }
}

fn due(calendar: &Calendar, start: Moment, period: &Period, pauses: &[Pause]) -> Moment {
    calendar.due_with(start, period, pauses).unwrap().unwrap().at
}

/// Microseconds of `from..until` outside all pauses, counted from the pauses alone.
fn outside(from: Moment, until: Moment, pauses: &[Pause]) -> i64 {
    let inside: i64 =
        pauses.iter().map(|pause| (pause.end().min(until).micros() - pause.from.max(from).micros()).max(0)).sum();
    until.micros() - from.micros() - inside
}

/// The same of office hours.
fn open_outside(calendar: &Calendar, from: Moment, until: Moment, pauses: &[Pause]) -> i64 {
    let inside: i64 = pauses
        .iter()
        .map(|pause| (pause.from.max(from), pause.end().min(until)))
        .filter(|(from, until)| from < until)
        .map(|(from, until)| calendar.open_micros(from, until, super::pause::Pauses::NONE).unwrap())
        .sum();
    calendar.open_micros(from, until, super::pause::Pauses::NONE).unwrap() - inside
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_later_start_is_never_due_earlier((a, pauses) in start_and_pauses(), later in 0..30_000_i64, period in period()) {
        let calendar = tianjin();
        prop_assert!(due(&calendar, a, &period, &pauses) <= due(&calendar, a + Minutes(later), &period, &pauses));
    }

    #[test]
    fn a_longer_period_is_due_later((start, pauses) in start_and_pauses(), (a, _, both) in two_periods()) {
        let calendar = tianjin();
        prop_assert!(due(&calendar, start, &a, &pauses) < due(&calendar, start, &both, &pauses));
    }

    #[test]
    fn a_longer_pause_is_never_due_earlier(
        (start, pauses) in start_and_pauses(), which in any::<prop::sample::Index>(), minutes in 0..20_000_i64, period in period(),
    ) {
        prop_assume!(!pauses.is_empty());
        let calendar = tianjin();
        let mut longer = pauses.clone();
        let stretched = &mut longer[which.index(pauses.len())];
        stretched.until = stretched.until.map(|until| until + Minutes(minutes));
        prop_assert!(due(&calendar, start, &period, &pauses) <= due(&calendar, start, &period, &longer));
    }

    #[test]
    fn nothing_is_due_before_it_starts((start, pauses) in start_and_pauses(), period in period()) {
        let calendar = tianjin();
        let end = due(&calendar, start, &period, &pauses);
        prop_assert!(end > start);
        prop_assert!(end >= due(&calendar, start, &period, &[]), "a pause never brings the end nearer");
    }

    #[test]
    fn parts_add_up((start, pauses) in start_and_pauses(), (a, b, both) in two_periods()) {
        let calendar = tianjin();
        let on_the_way = due(&calendar, start, &a, &pauses);
        prop_assert_eq!(due(&calendar, on_the_way, &b, &pauses), due(&calendar, start, &both, &pauses));
        prop_assert_eq!(calendar.later(on_the_way, &b).unwrap().at, due(&calendar, on_the_way, &b, &[]));
    }

    #[test]
    fn all_that_ran_ran_outside_the_pauses((start, pauses) in start_and_pauses(), n in 1..20_000_i64) {
        let calendar = tianjin();
        let natural = due(&calendar, start, &Period::Natural(Minutes(n)), &pauses);
        prop_assert_eq!(outside(start, natural, &pauses), n * 60_000_000);
        let open = due(&calendar, start, &Period::WorkingMinutes(n), &pauses);
        prop_assert_eq!(open_outside(&calendar, start, open, &pauses), n * 60_000_000);
    }

    #[test]
    fn the_period_is_used_up_exactly_at_its_end((start, pauses) in start_and_pauses(), period in period()) {
        let calendar = tianjin();
        let end = due(&calendar, start, &period, &pauses);
        prop_assert_eq!(calendar.used_percent(start, &period, &pauses, end), Ok(100));
        prop_assert_eq!(calendar.used_percent(start, &period, &pauses, Moment(end.micros() - 1)), Ok(99));
        prop_assert_eq!(calendar.used_percent(start, &period, &pauses, start), Ok(0));
    }

    #[test]
    fn a_share_is_used_exactly_when_it_is_reached(
        (start, pauses) in start_and_pauses(), period in period(), percent in 1..=100_u8, more in 0..=100_u8,
    ) {
        let calendar = tianjin();
        let share = |percent| calendar.share(start, &period, &pauses, percent).unwrap().unwrap();
        let moment = share(percent);
        prop_assert_eq!(calendar.used_percent(start, &period, &pauses, moment), Ok(u16::from(percent)));
        let just_before = calendar.used_percent(start, &period, &pauses, Moment(moment.micros() - 1));
        prop_assert_eq!(just_before, Ok(u16::from(percent) - 1));
        prop_assert!(moment <= share((percent + more).min(100)));
        prop_assert_eq!(share(100), due(&calendar, start, &period, &pauses));
    }

    #[test]
    fn a_pause_of_no_time_changes_nothing((start, pauses) in start_and_pauses(), minutes in 0..40_000_i64, period in period()) {
        let calendar = tianjin();
        let (end, moment) = (due(&calendar, start, &period, &pauses), start + Minutes(minutes));
        for nothing in [moment, start, end, Moment(end.micros() - 1)] {
            let mut more = pauses.clone();
            more.push(pause(nothing, nothing));
            prop_assert_eq!(due(&calendar, start, &period, &more), end);
        }
    }

    #[test]
    fn the_order_of_pauses_and_their_overlap_do_not_matter((start, pauses) in start_and_pauses(), period in period()) {
        let calendar = tianjin();
        let end = due(&calendar, start, &period, &pauses);
        let reversed: Vec<Pause> = pauses.iter().rev().cloned().collect();
        prop_assert_eq!(due(&calendar, start, &period, &reversed), end);
        let twice: Vec<Pause> = pauses.iter().chain(&reversed).cloned().collect();
        prop_assert_eq!(due(&calendar, start, &period, &twice), end);
        let halves: Vec<Pause> = pauses
            .iter()
            .flat_map(|whole| {
                let middle = Moment(i64::midpoint(whole.from.micros(), whole.end().micros()));
                [pause(middle, whole.end()), pause(whole.from, middle)]
            })
            .collect();
        prop_assert_eq!(due(&calendar, start, &period, &halves), end);
    }

    #[test]
    fn what_is_stopped_for_good_ends_when_it_has_run_out_before((start, pauses) in start_and_pauses(), period in period(), minutes in 0..60_000_i64) {
        let calendar = tianjin();
        let (end, from) = (due(&calendar, start, &period, &pauses), start + Minutes(minutes));
        let mut open = pauses.clone();
        open.push(Pause { from, until: None, reason: String::new() });
        let known = calendar.due_with(start, &period, &open).unwrap().map(|due| due.at);
        prop_assert_eq!(known, (end <= from).then_some(end));
        // Nothing runs while it stands.
        let used = |now| calendar.used_percent(start, &period, &open, now).unwrap();
        prop_assert_eq!(used(from), used(from + Minutes(20_000)));
    }

    #[test]
    fn counting_back_gives_what_was_counted(start in start(), n in 1..20_000_i64) {
        let calendar = tianjin();
        let end = due(&calendar, start, &Period::WorkingMinutes(n), &[]);
        prop_assert_eq!(calendar.working_minutes_between(start, end), Ok(n));
        prop_assert_eq!(calendar.working_minutes_between(end, start), Ok(-n));
    }

    #[test]
    fn working_days_end_at_close_of_business((start, pauses) in start_and_pauses(), days in 1..60_u16) {
        let calendar = tianjin();
        let end = due(&calendar, start, &Period::WorkingDays(days), &pauses);
        prop_assert_eq!(calendar.zone().to_datetime(end.timestamp()).time(), jiff::civil::time(17, 30, 0, 0));
        // Between the day of receipt and the end lie as many days that close unpaused as the period has.
        let mut counted = 0;
        let mut date = calendar.date_of(start);
        while date < calendar.date_of(end) {
            date = date.tomorrow().unwrap();
            let close = calendar.instant(date, 1050).unwrap();
            let paused = pauses.iter().any(|pause| pause.from < close && close <= pause.end());
            counted += u16::from(calendar.is_working_day(date).unwrap() && !paused);
        }
        prop_assert_eq!(counted, days);
    }

    #[test]
    fn the_steps_tell_the_same_as_the_result((start, pauses) in start_and_pauses(), n in 1..3_000_i64) {
        let calendar = tianjin();
        let (explained, steps) = calendar.explain_with(start, &Period::WorkingMinutes(n), &pauses).unwrap();
        prop_assert_eq!(Ok(explained), calendar.due_with(start, &Period::WorkingMinutes(n), &pauses));
        let worked = steps.iter().filter(|step| matches!(step, super::Step::Worked { .. }));
        prop_assert!(worked.count() >= usize::try_from(n / 241).unwrap());
        let end = explained.unwrap().at;
        let told = steps.iter().filter(|step| matches!(step, super::Step::Paused { .. })).count();
        let touching = pauses.iter().filter(|pause| pause.from.max(start) < pause.end().min(end)).count();
        prop_assert_eq!(told, touching, "each pause that lies on the way is told once");
    }
}
