//! Times as files write them. A time without a zone is the city's.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lianxin_domain::Moment;

/// Reads `2019-02-28 11:25:05`, `2019/2/8 9:05`, `2019年2月8日`, `2020-12-28T08:00:00`, `…+08:00`, `…Z`. A date alone is its first minute.
pub(crate) fn moment(text: &str, zone: &TimeZone) -> Option<Moment> {
    let text = text.trim();
    if let Ok(at) = Moment::parse(text) {
        return Some(at);
    }
    let (date, time) = match text.split_once(['T', 't', ' ', '日']) {
        Some((date, time)) => (date, time.trim()),
        None => (text, ""),
    };
    let [year, month, day] = numbers(date, &['-', '/', '.', '年', '月', '日'], 3)?;
    let [hour, minute, second] =
        if time.is_empty() { [0, 0, 0] } else { numbers(time, &[':', '：', '时', '分', '秒'], 2)? };
    let small = |number: i32| i8::try_from(number).ok();
    let at = DateTime::new(
        i16::try_from(year).ok()?,
        small(month)?,
        small(day)?,
        small(hour)?,
        small(minute)?,
        small(second)?,
        0,
    )
    .ok()?;
    zone.to_timestamp(at).ok().map(Moment::from_timestamp)
}

/// Up to three whole numbers with separators between them, at least `least`; those not given are 0. A fraction of a second is cut off.
fn numbers(text: &str, separators: &[char], least: usize) -> Option<[i32; 3]> {
    let mut found = [0; 3];
    let parts: Vec<&str> = text.split(separators).filter(|part| !part.is_empty()).collect();
    if parts.len() < least || parts.len() > 3 {
        // `11.25` is no time, but the `5.250` of `11:25:05.250` is a second.
        return None;
    }
    for (slot, part) in found.iter_mut().zip(parts) {
        let whole = part.split_once('.').map_or(part, |(whole, _)| whole);
        if whole.is_empty() || whole.len() > 4 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *slot = whole.parse().ok()?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        moment(text, &TimeZone::get("Asia/Shanghai").unwrap()).map(|at| at.to_string())
    }

    #[test]
    fn the_usual_forms_are_read_in_the_zone_of_the_city() {
        for text in [
            "2019-02-08 09:05:00",
            "2019/2/8 9:05",
            "2019-02-08T09:05:00",
            "2019年2月8日 9时5分",
            "2019-02-08 09:05:00.731",
            "2019-02-08T01:05:00Z",
            "2019-02-08T09:05:00+08:00",
        ] {
            assert_eq!(read(text).as_deref(), Some("2019-02-08T01:05:00Z"), "{text}");
        }
        assert_eq!(read("2019-02-08").as_deref(), Some("2019-02-07T16:00:00Z"));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "yesterday",
            "2019-02",
            "2019-13-08",
            "2019-02-30 10:00",
            "2019-02-08 25:00",
            "2019-02-08 09",
            "20190208",
            "2019-02-08 09:05:00 x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
