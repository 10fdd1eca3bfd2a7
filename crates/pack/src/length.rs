//! Lengths of time and hours as they are written in a pack.

use jiff::civil::Time;
use lianxin_domain::Minutes;
use lianxin_domain::city::RungAt;
use lianxin_domain::clock::{Opening, Period};

/// What a period may look like, for error messages.
pub(crate) const PERIOD_FORMS: &str =
    "write \"15 min\", \"2 h\", \"7 days\" (clock time), \"90 working min\" or \"1 working day\"";

/// Reads `15 min`, `2 h`, `7 days`, `90 working min`, `3 working h`, `1 working day`.
pub(crate) fn period(text: &str) -> Option<Period> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (number, unit) = words.split_first()?;
    let number: u16 = number.parse().ok().filter(|number| *number > 0)?;
    let wide = i64::from(number);
    match unit {
        ["min"] => Some(Period::Natural(Minutes(wide))),
        ["h"] => Some(Period::Natural(Minutes(wide * 60))),
        ["day" | "days"] => Some(Period::Natural(Minutes(wide * 1440))),
        ["working", "min"] => Some(Period::WorkingMinutes(wide)),
        ["working", "h"] => Some(Period::WorkingMinutes(wide * 60)),
        ["working", "day" | "days"] => Some(Period::WorkingDays(number)),
        _ => None,
    }
}

/// Reads `80%` as a whole number up to 100.
pub(crate) fn percent(text: &str) -> Option<u8> {
    text.strip_suffix('%')?.trim_end().parse().ok().filter(|percent| *percent <= 100)
}

/// Reads when a rung of a ladder is reached: `50%`, `due`, `due + 10 min`.
pub(crate) fn rung(text: &str) -> Option<RungAt> {
    match text.strip_prefix("due") {
        Some("") => Some(RungAt::Due),
        Some(rest) => period(rest.trim_start().strip_prefix('+')?).map(RungAt::After),
        None => percent(text).map(RungAt::Share),
    }
}

/// Reads `08:30`, as minutes after midnight; `24:00` is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let two_digits = |part: &str| if part.len() == 2 { part.parse::<u16>().ok() } else { None };
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let whole = hour * 60 + minute;
    (minute < 60 && whole <= 1440).then_some(whole)
}

/// Reads `08:30-12:00` as an opening of one day.
pub(crate) fn opening(text: &str) -> Option<Opening> {
    let (from, until) = text.split_once('-')?;
    Opening::new(minute(from)?, minute(until)?)
}

/// Reads `17:30-08:30` as hours that may run past midnight.
pub(crate) fn hours(text: &str) -> Option<(Time, Time)> {
    let (from, until) = text.split_once('-')?;
    let time =
        |minute: u16| Time::new(i8::try_from(minute / 60 % 24).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok();
    Some((time(minute(from)?)?, time(minute(until)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        assert_eq!(period("15 min"), Some(Period::Natural(Minutes(15))));
        assert_eq!(period("7 days"), Some(Period::Natural(Minutes(10_080))));
        assert_eq!(period("3 working h"), Some(Period::WorkingMinutes(180)));
        assert_eq!(period("1 working day"), Some(Period::WorkingDays(1)));
        for wrong in ["", "15", "min 15", "0 min", "-1 h", "1.5 h", "1 week", "99999 min", "1 working week"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rungs() {
        assert_eq!(rung("50%"), Some(RungAt::Share(50)));
        assert_eq!(rung("due"), Some(RungAt::Due));
        assert_eq!(rung("due + 10 min"), Some(RungAt::After(Period::Natural(Minutes(10)))));
        assert_eq!(rung("due + 1 working day"), Some(RungAt::After(Period::WorkingDays(1))));
        for wrong in ["", "50", "101%", "-1%", "due +", "due 10 min", "due + 0 min", "duel", "10 min"] {
            assert_eq!(rung(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn openings_end_by_midnight_and_hours_may_pass_it() {
        assert_eq!(opening("08:30-12:00"), Opening::new(510, 720));
        assert_eq!(opening("00:00-24:00"), Opening::new(0, 1440));
        for wrong in ["12:00-08:30", "8:30-12:00", "08:60-12:00", "08:30", "08:30-24:01"] {
            assert_eq!(opening(wrong), None, "{wrong}");
        }
        assert_eq!(hours("17:30-08:30"), Some((jiff::civil::time(17, 30, 0, 0), jiff::civil::time(8, 30, 0, 0))));
    }
}
