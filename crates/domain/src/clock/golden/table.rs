//! A deadline as a clerk writes it down, and how it is checked.

use crate::clock::sample::{at, tianjin, zone};
use crate::clock::{Calendar, Pause, Period};
use crate::moment::{Minutes, Moment};

/// One line of a table; every time on the wall clock of Tianjin.
pub(super) struct Row {
    pub start: &'static str,
    pub period: Period,
    /// From, until.
    pub pauses: &'static [(&'static str, &'static str)],
    /// How much of the period is asked for; 100 is the due moment.
    pub percent: u8,
    pub expected: &'static str,
    /// The calculation, for a person to follow.
    pub why: &'static str,
}

/// Lines of `start, unit, length, [pauses], (percent), expected, calculation`.
macro_rules! rows {
    ($($start:literal $unit:ident $length:literal [$($from:literal .. $until:literal),*] $expected:literal $why:literal;)*) => {
        rows! { $($start $unit $length [$($from .. $until),*] 100 % $expected $why;)* }
    };
    ($($start:literal $unit:ident $length:literal [$($from:literal .. $until:literal),*] $percent:literal % $expected:literal $why:literal;)*) => {
        &[$(Row {
            start: $start,
            period: $unit($length),
            pauses: &[$(($from, $until)),*],
            percent: $percent,
            expected: $expected,
            why: $why,
        }),*]
    };
}
pub(super) use rows;

/// 自然分钟
pub(super) const fn natural(minutes: i64) -> Period {
    Period::Natural(Minutes(minutes))
}

/// 工作分钟
pub(super) const fn office(minutes: i64) -> Period {
    Period::WorkingMinutes(minutes)
}

/// 工作日
pub(super) const fn days(days: u16) -> Period {
    Period::WorkingDays(days)
}

impl Row {
    fn pauses(&self) -> Vec<Pause> {
        self.pauses
            .iter()
            .map(|(from, until)| Pause {
                from: at(from), until: Some(at(until)), reason: "等待市民补充材料".into()
            })
            .collect()
    }

    fn is(&self, what: &str, got: Option<Moment>) {
        let got = got.map(|got| zone().to_datetime(got.timestamp()));
        let Row { start, period, why, .. } = self;
        assert_eq!(got, Some(self.expected.parse().unwrap()), "{what}: {start} + {period:?}, {why}");
    }
}

/// Every due moment is the one of the table, however it is asked for.
pub(super) fn due_as_written(rows: &[Row]) {
    let calendar = tianjin();
    for row in rows {
        let (start, pauses) = (at(row.start), row.pauses());
        let due = calendar.due_with(start, &row.period, &pauses).unwrap();
        row.is("due", due.map(|due| due.at));
        assert!(due.is_some_and(|due| !due.assumed), "{}: every year here is official", row.why);
        assert_eq!(calendar.explain_with(start, &row.period, &pauses).unwrap().0, due, "{}", row.why);
        share_is(&calendar, row, &pauses);
        if pauses.is_empty() {
            row.is("without pauses", Some(calendar.due(start, &row.period).unwrap().at));
        }
    }
}

/// Every share is reached at the moment of the table.
pub(super) fn shares_as_written(rows: &[Row]) {
    let calendar = tianjin();
    for row in rows {
        share_is(&calendar, row, &row.pauses());
    }
}

fn share_is(calendar: &Calendar, row: &Row, pauses: &[Pause]) {
    let moment = calendar.share(at(row.start), &row.period, pauses, row.percent).unwrap();
    row.is("share", moment);
    let used = calendar.used_percent(at(row.start), &row.period, pauses, moment.unwrap()).unwrap();
    assert_eq!(used, u16::from(row.percent), "used at the share, {}", row.why);
}
