//! `places/*.toml`

use lianxin_domain::city::{Place, PlaceKind, Subject};

use super::{Reading, note, pinyin_of};

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    for file in reading.folder("places") {
        for record in file.tables("place") {
            let name = record.bilingual("name");
            let (pinyin, initials) = pinyin_of(reading, &record, &name);
            let aliases: Vec<String> = record.texts("aliases").into_iter().map(|(text, _)| text).collect();
            let alias_latin = aliases
                .iter()
                .map(|alias| reading.readings.latin(alias))
                .flat_map(|(pinyin, initials)| [pinyin, initials])
                .collect();
            let kind = record.word("kind", PlaceKind::ALL, PlaceKind::code, PlaceKind::Zone);
            let parent = record.text_opt("parent").map(Into::into);
            let code = record.code("code");
            record.finish();
            let Some(code) = code else { continue };
            note(reading, Subject::Place(code.as_str().into()), "code", &record);
            places.push(Place { code: code.into(), name, aliases, alias_latin, kind, parent, initials, pinyin });
        }
        file.finish();
    }
    places
}
