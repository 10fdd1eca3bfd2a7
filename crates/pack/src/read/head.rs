//! `city.toml`

use jiff::tz::TimeZone;
use lianxin_domain::Bilingual;
use lianxin_domain::city::Subject;

use super::{Reading, note, zone};
use crate::latin::Readings;

/// What stands in `city.toml`.
pub(super) struct Head {
    pub(super) code: String,
    pub(super) name: Bilingual,
    pub(super) hotline: String,
    pub(super) zone: TimeZone,
    pub(super) reserved_numbers: bool,
    pub(super) readings: Readings,
}

pub(super) fn read(reading: &mut Reading<'_>) -> Head {
    let Some(file) = reading.file("city.toml") else {
        let name = Bilingual { zh: String::new(), en: String::new() };
        return Head {
            code: String::new(),
            name,
            hotline: String::new(),
            zone: TimeZone::UTC,
            reserved_numbers: false,
            readings: Readings::default(),
        };
    };
    let head = Head {
        code: file.text("code"),
        name: file.bilingual("name"),
        hotline: file.text("hotline"),
        zone: zone(&file),
        reserved_numbers: file.flag("reserved_numbers"),
        readings: Readings::new(
            file.table_at("pinyin", "a table [pinyin]").map(|words| words.entries()).unwrap_or_default(),
        ),
    };
    file.finish();
    note(reading, Subject::City, "code", &file);
    head
}
