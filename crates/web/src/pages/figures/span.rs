//! Which days: this month, the last one, or from one day to another; in the city's zone, whole days.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lianxin_app::Context;
use lianxin_app::figures::Wanted;
use lianxin_domain::{Lang, Moment, UnitCode};
use serde::Deserialize;

use crate::caller::encode;

/// What the address asks for.
#[derive(Clone, Deserialize, Debug, Default)]
#[serde(default)]
pub(super) struct Asked {
    /// `last`: the last month; otherwise this one, unless days are named.
    pub period: String,
    /// The first day, such as `2025-03-01`.
    pub from: String,
    /// The last day, included.
    pub to: String,
    /// The unit that is looked at.
    pub unit: String,
    /// The measure by which units are sorted, or whose orders are listed.
    pub measure: String,
    /// Which orders are listed.
    pub slice: String,
    /// Behind which line the list goes on.
    pub after: String,
}

/// The days, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Days {
    pub first: Date,
    pub last: Date,
    /// They were named day by day.
    pub named: bool,
}

impl Asked {
    /// The days that are asked for. What cannot be read is this month.
    pub(super) fn days(&self, cx: &Context) -> Days {
        let today = cx.city.zone.to_datetime(cx.now.timestamp()).date();
        if let (Ok(first), Ok(last)) = (self.from.parse::<Date>(), self.to.parse::<Date>())
            && first <= last
        {
            return Days { first, last, named: true };
        }
        let month = if self.period == "last" { today.saturating_sub(1.month()) } else { today };
        Days { first: month.first_of_month(), last: month.last_of_month(), named: false }
    }

    /// What is counted.
    pub(super) fn wanted(&self, cx: &Context) -> Wanted {
        let days = self.days(cx);
        let zone = &cx.city.zone;
        Wanted {
            from: midnight(days.first, zone, cx.now),
            until: midnight(days.last.saturating_add(1.day()), zone, cx.now),
            unit: Some(self.unit.as_str()).filter(|unit| !unit.is_empty()).map(UnitCode::from),
        }
    }

    /// The address of `path` with the same days, and with what is given in place of what was asked.
    pub(super) fn address(&self, path: &str, with: &[(&str, &str)]) -> String {
        let own = [("period", &self.period), ("from", &self.from), ("to", &self.to), ("unit", &self.unit)];
        let kept = own.into_iter().filter(|(name, _)| !with.iter().any(|(other, _)| other == name));
        let pairs = kept.map(|(name, value)| (name, value.as_str())).chain(with.iter().copied());
        let pairs: Vec<String> = pairs
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

impl Days {
    /// `2025年3月`, or both days.
    pub(super) fn say(&self, lang: Lang) -> String {
        if self.named {
            return format!("{} – {}", self.first, self.last);
        }
        self.first.strftime(lang.pick("%Y年%-m月", "%B %Y")).to_string()
    }
}

fn midnight(day: Date, zone: &TimeZone, now: Moment) -> Moment {
    let at = zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
    at.map_or(now, Moment::from_timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_days_and_takes_what_is_given() {
        let asked = Asked { period: "last".into(), unit: "hexi".into(), ..Asked::default() };
        assert_eq!(asked.address("/figures", &[]), "/figures?period=last&unit=hexi");
        assert_eq!(asked.address("/figures", &[("unit", "hexi.taoyuan")]), "/figures?period=last&unit=hexi.taoyuan");
        assert_eq!(asked.address("/figures", &[("period", ""), ("unit", "")]), "/figures");
    }
}
