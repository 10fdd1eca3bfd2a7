//! Moments and lengths of time in words. One way to write each, everywhere.

use jiff::civil::DateTime;
use jiff::tz::offset;
use lianxin_domain::{Lang, Moment};
use maud::{Markup, html};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The wall clock of the city. China has kept one time, UTC+8 without summer time, since 1992.
fn local(at: Moment) -> DateTime {
    offset(8).to_datetime(at.timestamp())
}

/// `09:24`
pub fn hour_minute(at: Moment) -> String {
    local(at).strftime("%H:%M").to_string()
}

/// `09:24:07`
pub fn to_the_second(at: Moment) -> String {
    local(at).strftime("%H:%M:%S").to_string()
}

/// The shortest that is clear at `now`: `09:24` today, `4月5日 09:24` this year, `2021年4月5日 09:24` before.
pub fn moment(lang: Lang, now: Moment, at: Moment) -> String {
    let (today, then) = (local(now), local(at));
    let pattern = if today.date() == then.date() {
        "%H:%M"
    } else if today.year() == then.year() {
        lang.pick("%-m月%-d日 %H:%M", "%-d %b %H:%M")
    } else {
        lang.pick("%Y年%-m月%-d日 %H:%M", "%-d %b %Y %H:%M")
    };
    then.strftime(pattern).to_string()
}

/// In full, for titles, paper and machines that read aloud: `2022年4月5日 09:24:07`.
pub fn in_full(lang: Lang, at: Moment) -> String {
    local(at).strftime(lang.pick("%Y年%-m月%-d日 %H:%M:%S", "%-d %B %Y, %H:%M:%S")).to_string()
}

/// `2022-04-05`
pub fn day(at: Moment) -> String {
    local(at).strftime("%Y-%m-%d").to_string()
}

/// A `<time>` with the short form shown and the full form as its title.
pub fn time(lang: Lang, now: Moment, at: Moment) -> Markup {
    html! { time datetime=(at.to_string()) title=(in_full(lang, at)) { (moment(lang, now, at)) } }
}

/// A length in its two largest units: `42 秒`, `42 分`, `1 小时 5 分`, `3 天 4 小时`. The console's `lib/duration.ts` says the same.
pub fn length(lang: Lang, seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (big, big_unit, small, small_unit) = match seconds {
        ..MINUTE => return format!("{seconds} {}", lang.pick("秒", "s")),
        MINUTE..HOUR => return format!("{} {}", seconds / MINUTE, lang.pick("分", "min")),
        HOUR..DAY => (seconds / HOUR, lang.pick("小时", "h"), seconds % HOUR / MINUTE, lang.pick("分", "min")),
        DAY.. => (seconds / DAY, lang.pick("天", "d"), seconds % DAY / HOUR, lang.pick("小时", "h")),
    };
    if small == 0 { format!("{big} {big_unit}") } else { format!("{big} {big_unit} {small} {small_unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_in_their_two_largest_units() {
        let said = |seconds| length(Lang::Zh, seconds);
        assert_eq!(said(-3), "0 秒");
        assert_eq!(said(59), "59 秒");
        assert_eq!(said(42 * 60 + 59), "42 分");
        assert_eq!(said(65 * 60), "1 小时 5 分");
        assert_eq!(said(2 * 3600), "2 小时");
        assert_eq!(said(76 * 3600), "3 天 4 小时");
        assert_eq!(length(Lang::En, 3900), "1 h 5 min");
    }

    #[test]
    fn a_moment_is_as_short_as_is_clear() {
        let now = Moment::parse("2022-04-05T01:00:00+08:00").unwrap();
        let said = |at: &str| moment(Lang::Zh, now, Moment::parse(at).unwrap());
        assert_eq!(said("2022-04-05T00:09:00+08:00"), "00:09");
        assert_eq!(said("2022-04-04T23:09:00+08:00"), "4月4日 23:09");
        assert_eq!(said("2021-12-31T16:30:00Z"), "1月1日 00:30");
        assert_eq!(said("2021-12-31T15:30:00Z"), "2021年12月31日 23:30");
    }
}
