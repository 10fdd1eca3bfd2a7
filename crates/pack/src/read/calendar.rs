//! `calendar/*.toml`: one file with the weekly hours, one for each year whose holidays are known, one for each calendar of units.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use lianxin_domain::city::{Subject, UnitCalendar};
use lianxin_domain::clock::{Calendar, Coverage, Opening, SpecialDay};

use super::{Reading, note};
use crate::fields::Fields;
use crate::length;

/// A festival with its bridges is never longer.
const FREE_DAYS_MAX: usize = 31;
/// The years a calendar can speak of.
const YEARS: (u16, u16) = (1990, 2200);
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The hours of a week, Monday first, and of make-up days.
type Hours = ([Vec<Opening>; 7], Vec<Opening>);

/// Days that are not like their weekday, the years covered, and the weekly hours once they are found.
#[derive(Default)]
struct Parts {
    special: Vec<SpecialDay>,
    years: Vec<(i16, Coverage)>,
    week: Option<Hours>,
}

/// Files of this ending hold the hours of units that keep their own; what stands before it is the name that units give.
const UNIT_HOURS: &str = ".hours.toml";

/// The city's calendar and those that units may name.
pub(super) fn read(reading: &mut Reading<'_>, zone: &TimeZone) -> (Calendar, Vec<UnitCalendar>) {
    let mut parts = Parts::default();
    let (own, city): (Vec<_>, Vec<_>) =
        reading.folder("calendar").into_iter().partition(|file| file.source().name.ends_with(UNIT_HOURS));
    for file in city {
        if file.spans().contains_key("week") {
            if parts.week.is_some() {
                file.wrong("week", "the weekly hours stand in two files", "keep one [week]");
            }
            read_week(&file, &mut parts);
            note(reading, Subject::Calendar, "week", &file);
        } else {
            read_year(&file, &mut parts);
        }
        file.finish();
    }
    let own = own.iter().map(|file| read_own(reading, file, zone, &parts)).collect();
    let (week, make_up) = parts.week.unwrap_or_default();
    (Calendar::new(zone.clone(), week, make_up, parts.special, parts.years), own)
}

/// A calendar of units: the years of the city, its holidays if they are kept, and hours of its own.
fn read_own<'a>(reading: &mut Reading<'a>, file: &Fields<'a>, zone: &TimeZone, city: &Parts) -> UnitCalendar {
    let name = file.bilingual("name");
    let holidays = file.flag_or("holidays", true);
    let (week, make_up) = read_hours(file).unwrap_or_default();
    file.finish();
    let path = file.source().name.as_str();
    let code = path.trim_start_matches("calendar/").trim_end_matches(UNIT_HOURS).to_owned();
    note(reading, Subject::UnitCalendar(code.clone()), "week", file);
    let special = if holidays { city.special.clone() } else { Vec::new() };
    let calendar = Calendar::new(zone.clone(), week, make_up, special, city.years.clone());
    UnitCalendar { code, name, holidays, calendar }
}

fn read_week(file: &Fields<'_>, parts: &mut Parts) {
    for year in file.numbers("assumed_years", YEARS.0, YEARS.1) {
        add_year(file, "assumed_years", year, Coverage::Assumed, parts);
    }
    parts.week = read_hours(file);
}

/// `[week]`: the hours of the days, Monday first, and of make-up days.
fn read_hours(file: &Fields<'_>) -> Option<Hours> {
    let table = file.table_at("week", "a table [week]")?;
    let week = WEEK.map(|day| openings(&table, day));
    let make_up = openings(&table, "make_up");
    table.finish();
    Some((week, make_up))
}

fn openings(table: &Fields<'_>, key: &'static str) -> Vec<Opening> {
    let read = |(text, span): (String, std::ops::Range<usize>)| {
        let opening = length::opening(&text);
        if opening.is_none() {
            let what = format!("\"{text}\" are no office hours of one day");
            table.errors().at(
                table.source(),
                &span,
                what,
                "write \"08:30-12:00\", the earlier first, at most until 24:00",
            );
        }
        opening
    };
    table.texts(key).into_iter().filter_map(read).collect()
}

fn add_year(file: &Fields<'_>, key: &str, year: u16, coverage: Coverage, parts: &mut Parts) {
    let Ok(year) = i16::try_from(year) else { return };
    if parts.years.iter().any(|(other, _)| *other == year) {
        file.wrong(
            key,
            format!("the year {year} is covered twice"),
            "keep one: a file of the year, or `assumed_years`",
        );
    }
    parts.years.push((year, coverage));
}

fn read_year(file: &Fields<'_>, parts: &mut Parts) {
    let year = file.number("year", YEARS.0, YEARS.1);
    // Kept for the reader of the file; the calendar itself only needs to know that there is one.
    let _source = file.text("source");
    if file.spans().contains_key("year") {
        add_year(file, "year", year, Coverage::Official, parts);
    }
    for festival in file.tables("festival") {
        let name = festival.bilingual("name");
        let (from, until) = (festival.date("from"), festival.date("until"));
        let make_up = festival.dates("make_up");
        festival.finish();
        // Told already: a date that is missing or none.
        if from == Date::ZERO || until == Date::ZERO {
            continue;
        }
        let free: Vec<Date> =
            from.series(jiff::Span::new().days(1)).take_while(|date| *date <= until).take(FREE_DAYS_MAX + 1).collect();
        if free.is_empty() || free.len() > FREE_DAYS_MAX {
            festival.wrong(
                "until",
                format!("{from} to {until} is no festival"),
                format!("1 to {FREE_DAYS_MAX} days, the earlier date first"),
            );
            continue;
        }
        for (date, works) in
            free.into_iter().map(|date| (date, false)).chain(make_up.into_iter().map(|date| (date, true)))
        {
            check_date(&festival, year, date, works, parts);
            parts.special.push(SpecialDay { date, works, name: name.clone() });
        }
    }
}

fn check_date(festival: &Fields<'_>, year: u16, date: Date, works: bool, parts: &Parts) {
    let key = if works { "make_up" } else { "from" };
    // New Year's holiday may begin in the old year and is arranged with the new one.
    let near = date.year() == i16::try_from(year).unwrap_or(0)
        || (date.year() + 1 == i16::try_from(year).unwrap_or(0) && date.month() == 12);
    if !near {
        festival.wrong(key, format!("{date} does not belong to {year}"), "put it into the file of its year");
    }
    if parts.special.iter().any(|other| other.date == date) {
        festival.wrong(key, format!("{date} is arranged twice"), "a day is free or a working day, for one festival");
    }
}
