//! The steps of a count, each sayable to a clerk.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::DayKind;
use crate::words::Lang;

/// Who hears the steps of a count.
pub(super) trait Witness {
    /// Hears one step; it is only built for those who listen.
    fn see(&mut self, step: impl FnOnce() -> Step);
}

impl Witness for &mut Vec<Step> {
    fn see(&mut self, step: impl FnOnce() -> Step) {
        self.push(step());
    }
}

/// Hears nothing: only the result is wanted.
pub(super) struct Nobody;

impl Witness for Nobody {
    fn see(&mut self, _: impl FnOnce() -> Step) {}
}

/// One step on the way from a start to a due moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Natural time, in one stretch.
    Natural {
        /// The start in the city's time.
        from: DateTime,
        /// The end in the city's time.
        until: DateTime,
        /// The length.
        seconds: i64,
    },
    /// A stretch of office hours that was counted.
    Worked {
        /// The day.
        date: Date,
        /// What kind of day.
        kind: DayKind,
        /// The first moment counted.
        from: Time,
        /// The moment after the last.
        until: Time,
        /// Seconds counted.
        seconds: i64,
    },
    /// A day on which nothing counts.
    Rest {
        /// The day.
        date: Date,
        /// Why.
        kind: DayKind,
    },
    /// The day of receipt, not counted.
    Received {
        /// The day.
        date: Date,
        /// What kind of day.
        kind: DayKind,
    },
    /// A working day that was counted.
    Counted {
        /// The day.
        date: Date,
        /// What kind of day.
        kind: DayKind,
        /// Which one, from 1.
        number: u16,
        /// How many the period has.
        of: u16,
    },
    /// Close of business on the last day.
    Close {
        /// The day.
        date: Date,
        /// The hour.
        at: Time,
    },
    /// A stretch in which the clock stood still; nothing in it counts.
    Paused {
        /// The first moment, in the city's time.
        from: DateTime,
        /// The moment from which the clock ran again; `None`: it still stands.
        until: Option<DateTime>,
        /// Why, as it was written down.
        reason: String,
    },
}

impl Step {
    /// The step in words: `2022-01-29 (Sat, make-up day) 08:30–12:00: 210 min`.
    pub fn say(&self, lang: Lang) -> String {
        match *self {
            Step::Natural { from, until, seconds } => {
                format!("{}–{}{}{}", stamp(from), stamp(until), lang.pick("：", ": "), amount(seconds, lang))
            }
            Step::Worked { date, kind, from, until, seconds } => {
                format!(
                    "{} {}–{}{}{}",
                    day(date, kind, lang),
                    clock(from),
                    clock(until),
                    lang.pick("：", ": "),
                    amount(seconds, lang)
                )
            }
            Step::Rest { date, kind } => format!("{}{}", day(date, kind, lang), lang.pick("：不计", ": not counted")),
            Step::Received { date, kind } => {
                format!("{}{}", day(date, kind, lang), lang.pick("：收到当日不计", ": day of receipt, not counted"))
            }
            Step::Counted { date, kind, number, of } => {
                let count =
                    lang.pick(format!("：第 {number} 个工作日，共 {of} 个"), format!(": working day {number} of {of}"));
                format!("{}{count}", day(date, kind, lang))
            }
            Step::Close { date, at } => {
                format!("{date} {} {}", clock(at), lang.pick("下班时截止", "close of business"))
            }
            Step::Paused { from, until, ref reason } => paused(from, until, reason, lang),
        }
    }
}

fn paused(from: DateTime, until: Option<DateTime>, reason: &str, lang: Lang) -> String {
    let stretch = match until {
        Some(until) => format!("{} – {}", stamp(from), stamp(until)),
        None => lang.pick(format!("{} 起", stamp(from)), format!("since {}", stamp(from))),
    };
    let reason = match (reason, lang) {
        ("", _) => String::new(),
        (reason, Lang::Zh) => format!("（{reason}）"),
        (reason, Lang::En) => format!(" ({reason})"),
    };
    let count = match until {
        Some(_) => lang.pick("：不计", ": not counted"),
        None => lang.pick("：不计，恢复后再定截止时间", ": not counted; due once it runs again"),
    };
    format!("{stretch} {}{reason}{count}", lang.pick("中止", "stood still"))
}

fn day(date: Date, kind: DayKind, lang: Lang) -> String {
    let weekday = weekday_name(date.weekday(), lang);
    // On an ordinary working day the weekday says it all.
    let kind =
        if kind == DayKind::Workday { String::new() } else { format!("{}{}", lang.pick("，", ", "), kind.name(lang)) };
    lang.pick(format!("{date}（{weekday}{kind}）"), format!("{date} ({weekday}{kind})"))
}

fn weekday_name(weekday: Weekday, lang: Lang) -> &'static str {
    match weekday {
        Weekday::Monday => lang.pick("周一", "Mon"),
        Weekday::Tuesday => lang.pick("周二", "Tue"),
        Weekday::Wednesday => lang.pick("周三", "Wed"),
        Weekday::Thursday => lang.pick("周四", "Thu"),
        Weekday::Friday => lang.pick("周五", "Fri"),
        Weekday::Saturday => lang.pick("周六", "Sat"),
        Weekday::Sunday => lang.pick("周日", "Sun"),
    }
}

fn stamp(at: DateTime) -> String {
    format!("{} {}", at.date(), clock(at.time()))
}

fn clock(time: Time) -> String {
    let seconds = if time.second() == 0 { String::new() } else { format!(":{:02}", time.second()) };
    format!("{:02}:{:02}{seconds}", time.hour(), time.minute())
}

fn amount(seconds: i64, lang: Lang) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let rest = if rest == 0 { String::new() } else { format!(" {rest} {}", lang.pick("秒", "s")) };
    format!("{minutes} {}{rest}", lang.pick("分钟", "min"))
}
