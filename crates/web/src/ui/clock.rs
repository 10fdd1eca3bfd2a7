//! The clock: time left, the moment it is due, and how much of the time is used. The same number everywhere.
//!
//! The server draws it as it stands at `now`; `<lx-clock>` lets it tick. What the numbers mean is the domain's affair: this file only shows.

use lianxin_domain::{Lang, Moment};
use maud::{Markup, html};

use super::time;

/// The share of the time, in percent, from which a clock warns.
const WARNS_FROM_PERCENT: i64 = 75;

/// How a clock goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// Time runs.
    Running,
    /// Outside working time: nothing is used up until then.
    Resting {
        /// When time runs again.
        until: Moment,
    },
    /// Stopped by a decision, such as a delay being argued.
    Paused,
    /// Kept: done at this moment.
    Met {
        /// When it was done.
        at: Moment,
    },
    /// Broken: done at this moment, too late.
    Missed {
        /// When it was done.
        at: Moment,
    },
}

/// A promise and how it stands.
#[derive(Clone, Debug)]
pub struct Clock<'a> {
    /// What was promised, such as `办理`.
    pub label: &'a str,
    /// When it is due.
    pub due: Moment,
    /// Seconds that still count at `now`, or that counted when it stopped; negative when late. On a working-time clock these are
    /// working seconds.
    pub left_seconds: i64,
    /// Seconds of the whole promise.
    pub total_seconds: i64,
    /// How it goes.
    pub pace: Pace,
    /// Why it is due then, in one sentence: the rule, its version, the calendar.
    pub explain: &'a str,
}

impl Clock<'_> {
    /// Percent of the time used, 0 to 100.
    pub fn used_percent(&self) -> i64 {
        if self.total_seconds <= 0 {
            return 100;
        }
        ((self.total_seconds - self.left_seconds).saturating_mul(100) / self.total_seconds).clamp(0, 100)
    }

    fn level(&self) -> &'static str {
        match self.pace {
            Pace::Met { .. } => "is-met",
            Pace::Missed { .. } => "is-late",
            Pace::Running | Pace::Resting { .. } | Pace::Paused if self.left_seconds < 0 => "is-late",
            Pace::Paused => "is-paused",
            Pace::Running | Pace::Resting { .. } if self.used_percent() >= WARNS_FROM_PERCENT => "is-warning",
            Pace::Running | Pace::Resting { .. } => "is-calm",
        }
    }

    /// `剩 42 分`, `超 5 分`, `按时`.
    fn figure(&self, lang: Lang) -> String {
        let length = time::length(lang, self.left_seconds.abs());
        match self.pace {
            Pace::Met { .. } => lang.pick("按时", "in time").to_owned(),
            Pace::Missed { .. } => lang.pick(format!("迟 {length}"), format!("{length} late")),
            Pace::Paused if self.left_seconds >= 0 => {
                lang.pick(format!("停表 · 剩 {length}"), format!("stopped · {length} left"))
            }
            Pace::Running | Pace::Resting { .. } | Pace::Paused if self.left_seconds < 0 => {
                lang.pick(format!("超 {length}"), format!("{length} over"))
            }
            Pace::Running | Pace::Resting { .. } | Pace::Paused => {
                lang.pick(format!("剩 {length}"), format!("{length} left"))
            }
        }
    }

    fn note(&self, lang: Lang, now: Moment) -> String {
        let due = time::moment(lang, now, self.due);
        match self.pace {
            Pace::Running => lang.pick(format!("{due} 前"), format!("by {due}")),
            Pace::Resting { until } => {
                let until = time::moment(lang, now, until);
                lang.pick(format!("{until} 起计时"), format!("runs from {until}"))
            }
            Pace::Paused => lang.pick("不计时".to_owned(), "not counting".to_owned()),
            Pace::Met { at } | Pace::Missed { at } => time::moment(lang, now, at),
        }
    }

    fn title(&self, lang: Lang) -> String {
        let due = time::in_full(lang, self.due);
        let (label, explain) = (self.label, self.explain);
        lang.pick(format!("{label}时限：{due}。{explain}"), format!("{label}: due {due}. {explain}"))
    }
}

/// The ring, the figure and the due moment in one line.
pub fn clock(lang: Lang, now: Moment, clock: &Clock<'_>) -> Markup {
    draw(lang, now, clock, "clock")
}

/// The same with the label before it and larger, for the head of a page.
pub fn clock_large(lang: Lang, now: Moment, clock: &Clock<'_>) -> Markup {
    draw(lang, now, clock, "clock clock-large")
}

fn draw(lang: Lang, now: Moment, clock: &Clock<'_>, class: &str) -> Markup {
    let pace = match clock.pace {
        Pace::Running => "running",
        Pace::Resting { .. } => "resting",
        Pace::Paused => "paused",
        Pace::Met { .. } => "met",
        Pace::Missed { .. } => "missed",
    };
    let class = format!("{class} {}", clock.level());
    html! {
        lx-clock class=(class) data-pace=(pace) data-left=(clock.left_seconds) data-total=(clock.total_seconds)
            data-warns=(WARNS_FROM_PERCENT) title=(clock.title(lang)) tabindex="0" {
            svg.clock-ring viewBox="0 0 20 20" aria-hidden="true" focusable="false" {
                circle.clock-track cx="10" cy="10" r="8" {}
                circle.clock-used cx="10" cy="10" r="8" pathLength="100" stroke-dasharray={ (clock.used_percent()) " 100" } {}
            }
            span.clock-label { (clock.label) }
            span.clock-figure { (clock.figure(lang)) }
            time.clock-note datetime=(clock.due.to_string()) { (clock.note(lang, now)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(left_seconds: i64, pace: Pace) -> Clock<'static> {
        let due = Moment::parse("2022-04-05T10:06:00+08:00").unwrap();
        Clock { label: "办理", due, left_seconds, total_seconds: 3600, pace, explain: "" }
    }

    #[test]
    fn colour_follows_the_share_used() {
        assert_eq!(at(3600, Pace::Running).level(), "is-calm");
        assert_eq!(at(901, Pace::Running).level(), "is-calm");
        assert_eq!(at(900, Pace::Running).level(), "is-warning");
        assert_eq!(at(0, Pace::Running).level(), "is-warning");
        assert_eq!(at(-1, Pace::Running).level(), "is-late");
        assert_eq!(at(-1, Pace::Paused).level(), "is-late");
        assert_eq!(at(10, Pace::Paused).level(), "is-paused");
    }

    #[test]
    fn the_figure_says_left_over_or_late() {
        let done = Moment(0);
        assert_eq!(at(2520, Pace::Running).figure(Lang::Zh), "剩 42 分");
        assert_eq!(at(-300, Pace::Running).figure(Lang::Zh), "超 5 分");
        assert_eq!(at(-300, Pace::Missed { at: done }).figure(Lang::Zh), "迟 5 分");
        assert_eq!(at(60, Pace::Met { at: done }).figure(Lang::En), "in time");
    }

    #[test]
    fn a_promise_without_length_is_used_up() {
        let clock = Clock { total_seconds: 0, ..at(0, Pace::Running) };
        assert_eq!(clock.used_percent(), 100);
    }
}
