//! From files to a city: first the form of every file, then the meaning of the whole.

mod calendar;
mod catalogue;
mod head;
mod ladder;
mod people;
mod places;
mod policy;
mod rules;
mod topics;
mod units;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::tz::TimeZone;
use lianxin_domain::Bilingual;
use lianxin_domain::city::{Catalogue, City, LeadRule, Places, Policies, Subject, Topics, Units};
use toml::Spanned;
use toml::de::DeTable;

use crate::error::{Errors, PackErrors};
use crate::fields::Fields;
use crate::latin::{Readings, latin_of_syllables};
use crate::positions::Positions;
use crate::source::{Files, Source};

/// One parsed file.
struct Document<'a> {
    source: &'a Source,
    table: Spanned<DeTable<'a>>,
}

/// Everything that reading needs: the parsed files, the places noted so far, the errors found so far.
struct Reading<'a> {
    documents: &'a [Document<'a>],
    errors: &'a Errors,
    positions: Positions<'a>,
    /// Phone numbers must be of the form that nobody can own.
    reserved_numbers: bool,
    /// How this city reads its names.
    readings: Readings,
}

impl<'a> Reading<'a> {
    /// The fields of a file, if it is there.
    fn file(&self, name: &str) -> Option<Fields<'a>> {
        self.documents.iter().find(|document| document.source.name == name).map(|document| self.top(document))
    }

    /// The fields of every file of a folder.
    fn folder(&self, folder: &str) -> Vec<Fields<'a>> {
        let inside =
            |document: &&Document<'_>| document.source.name.split_once('/').is_some_and(|(first, _)| first == folder);
        self.documents.iter().filter(inside).map(|document| self.top(document)).collect()
    }

    fn top(&self, document: &'a Document<'a>) -> Fields<'a> {
        Fields::new(document.table.get_ref(), document.table.span(), document.source, self.errors)
    }
}

/// Reads, checks and puts together.
pub(crate) fn city(dir: &Path, instead: &BTreeMap<String, String>) -> Result<City, PackErrors> {
    let errors = Errors::default();
    let files = Files::read(dir, instead, &errors);
    let documents = parse(&files, &errors);
    let key = dir.file_name().map_or_else(|| "city".to_owned(), |name| name.to_string_lossy().into_owned());
    let (positions, readings) = (Positions::default(), Readings::default());
    let mut reading = Reading { documents: &documents, errors: &errors, positions, reserved_numbers: false, readings };
    let city = assemble(&mut reading, key, files.version.clone());
    // Meaning is asked only of what could be read at all: a missing file would make everything look unknown.
    if let Some(city) = &city
        && !errors.whole_file()
    {
        reading.positions.tell(&city.validate(), &errors);
    }
    let found = errors.take();
    match city {
        Some(city) if found.is_empty() => Ok(city),
        Some(_) | None => Err(PackErrors::new(found)),
    }
}

/// The texts of all files.
pub(crate) fn texts(dir: &Path) -> Result<BTreeMap<String, String>, PackErrors> {
    let errors = Errors::default();
    let files = Files::read(dir, &BTreeMap::new(), &errors);
    let found = errors.take();
    if found.is_empty() { Ok(files.into_texts()) } else { Err(PackErrors::new(found)) }
}

fn parse<'a>(files: &'a Files, errors: &Errors) -> Vec<Document<'a>> {
    let parse = |source: &'a Source| {
        let (table, wrong) = DeTable::parse_recoverable(&source.text);
        for error in &wrong {
            let span = error.span().unwrap_or(0..0);
            errors.at(
                source,
                &span,
                format!("not TOML: {}", error.message().replace('\n', ", ")),
                "see toml.io for how it is written",
            );
        }
        Document { source, table }
    };
    files.all().map(parse).collect()
}

/// Puts the city together; `None` only if there is no policy at all, which is told.
fn assemble(reading: &mut Reading<'_>, key: String, version: String) -> Option<City> {
    let head = head::read(reading);
    reading.reserved_numbers = head.reserved_numbers;
    reading.readings = head.readings;
    let places = Places::new(places::read(reading));
    let units = Units::new(units::read(reading), &places);
    let topics = Topics::new(topics::read(reading));
    let catalogue = Catalogue { rules: catalogue::read(reading) };
    let refusals = people::refusals(reading);
    let demo = people::accounts(reading);
    let (returns, undue, supervisions) = words::reasons(reading);
    let scripts = words::scripts(reading);
    let (calendar, unit_calendars) = calendar::read(reading, &head.zone);
    let policies = policy::read(reading);
    let policies = match Policies::new(policies) {
        Ok(policies) => policies,
        Err(none) => {
            reading.errors.file("policy/", none.to_string(), "add a file with `version`, `from` and the periods");
            return None;
        }
    };
    Some(City {
        code: head.code,
        key,
        name: head.name,
        hotline: head.hotline,
        zone: head.zone,
        units,
        places,
        topics,
        catalogue,
        refusals,
        returns,
        undue,
        supervisions,
        scripts,
        policies,
        calendar,
        unit_calendars,
        version,
        reserved_numbers: head.reserved_numbers,
        demo,
    })
}

/// A unit code, or `district` / `street` for the unit that answers for the place.
fn lead_rule(text: &str) -> LeadRule {
    match text {
        "district" => LeadRule::District,
        "street" => LeadRule::Street,
        code => LeadRule::Unit(code.into()),
    }
}

/// Pinyin and initials of a name, or of the syllables that the record gives for it.
fn pinyin_of(reading: &Reading<'_>, record: &Fields<'_>, name: &Bilingual) -> (String, String) {
    match record.text_opt("pinyin") {
        Some(syllables) => latin_of_syllables(&syllables),
        None => reading.readings.latin(&name.zh),
    }
}

/// Notes where a record stands under its code.
fn note<'a>(reading: &mut Reading<'a>, subject: Subject, key: &str, record: &Fields<'a>) {
    reading.positions.note(subject, key, record);
}

/// The time zone of that name; UTC if it is unknown, which is told.
fn zone(record: &Fields<'_>) -> TimeZone {
    let name = record.text("zone");
    TimeZone::get(&name).unwrap_or_else(|_| {
        if !name.is_empty() {
            record.wrong(
                "zone",
                format!("there is no time zone \"{name}\""),
                "use a name of the tz database, such as \"Asia/Shanghai\"",
            );
        }
        TimeZone::UTC
    })
}
