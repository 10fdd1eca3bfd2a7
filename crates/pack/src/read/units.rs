//! `units/*.toml`

use jiff::civil::Weekday;
use lianxin_domain::Bilingual;
use lianxin_domain::city::{Duty, DutyPost, Shift, Subject, Unit, UnitKind, WeeklyInterval, is_reserved_number};

use super::{Reading, note, pinyin_of};
use crate::fields::Fields;
use crate::length;

/// Days of the week as they are written, in order.
const DAYS: &[(&str, Weekday)] = &[
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    for file in reading.folder("units") {
        for record in file.tables("unit") {
            let name = record.bilingual("name");
            let short = record.bilingual_opt("short").unwrap_or_else(|| name.clone());
            let (pinyin, initials) = pinyin_of(reading, &record, &name);
            let (short_pinyin, short_initials) = reading.readings.latin(&short.zh);
            let kind = record.word("kind", UnitKind::ALL, UnitKind::code, UnitKind::CityBody);
            let parent = record.text_opt("parent").map(Into::into);
            let place = record.text_opt("place").map(Into::into);
            let calendar = record.text_opt("calendar");
            let roster = roster(&record, reading.reserved_numbers);
            let code = record.code("code");
            record.finish();
            let Some(code) = code else { continue };
            note(reading, Subject::Unit(code.as_str().into()), "code", &record);
            units.push(Unit {
                code: code.into(),
                name,
                short,
                kind,
                parent,
                place,
                calendar,
                roster,
                initials,
                pinyin,
                short_initials,
                short_pinyin,
            });
        }
        file.finish();
    }
    units
}

/// The roster: `desk` first, as a duty room that is manned day and night, then the lines of `roster`.
fn roster(record: &Fields<'_>, reserved: bool) -> Vec<Duty> {
    let mut roster = Vec::new();
    if let Some(phone) = phone(record, "desk", reserved) {
        let label = Bilingual { zh: "值班室".to_owned(), en: "Duty room".to_owned() };
        let person = "值班员".to_owned();
        roster.push(Duty { post: DutyPost::Desk, label, person, phone, shift: Shift::AllDay });
    }
    for line in record.tables("roster") {
        let post = line.word_opt("post", DutyPost::ALL, DutyPost::code).unwrap_or(DutyPost::Desk);
        let label = line.bilingual("label");
        let person = line.text("person");
        let phone = phone(&line, "phone", reserved);
        if phone.is_none() && line.value("phone").is_none() {
            line.wrong("phone", "`phone` is missing", "add the number to dial");
        }
        let shift = shift(&line);
        line.finish();
        roster.push(Duty { post, label, person, phone: phone.unwrap_or_default(), shift });
    }
    roster
}

fn phone(record: &Fields<'_>, key: &'static str, reserved: bool) -> Option<String> {
    let number = record.text_opt(key)?;
    if reserved && !is_reserved_number(&number) {
        let remedy = "this pack has `reserved_numbers = true`: write 0AA-0000-NNNN for desks, 100NNNNNNNN for mobiles";
        record.wrong(key, format!("\"{number}\" could be somebody's number"), remedy);
    } else if !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        record.wrong(key, format!("\"{number}\" is no number to dial"), "use digits and `-` only");
    }
    Some(number)
}

fn shift(line: &Fields<'_>) -> Shift {
    let intervals = line.tables("shift");
    if intervals.is_empty() {
        return Shift::AllDay;
    }
    let interval = |fields: &Fields<'_>| {
        let days = fields.texts("days").into_iter().filter_map(|(text, span)| {
            let day = DAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day);
            if day.is_none() {
                let remedy = "use mon, tue, wed, thu, fri, sat, sun";
                fields.errors().at(fields.source(), &span, format!("there is no day \"{text}\""), remedy);
            }
            day
        });
        let days: Vec<Weekday> = days.collect();
        if days.is_empty() {
            fields.wrong("days", "the interval has no days", "write days = [\"mon\", …]");
        }
        let hours = fields.text("hours");
        let read = length::hours(&hours);
        if read.is_none() && !hours.is_empty() {
            fields.wrong(
                "hours",
                format!("\"{hours}\" are no hours"),
                "write \"08:30-17:30\"; \"17:30-08:30\" runs into the next day",
            );
        }
        fields.finish();
        read.map(|(from, until)| WeeklyInterval { days, from, until })
    };
    Shift::Weekly(intervals.iter().filter_map(interval).collect())
}
