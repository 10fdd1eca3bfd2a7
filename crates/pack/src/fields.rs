//! Reading the fields of one TOML table: each is taken once by its type, what is wrong is told with its place, what nobody takes is unknown.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use lianxin_domain::Bilingual;
use lianxin_domain::city::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Errors;
use crate::source::Source;

/// A value with its place.
pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

/// One table of a file.
pub(crate) struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    source: &'a Source,
    errors: &'a Errors,
    /// Every key asked for, present or not.
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        table: &'a DeTable<'a>,
        span: Range<usize>,
        source: &'a Source,
        errors: &'a Errors,
    ) -> Fields<'a> {
        Fields { table, span, source, errors, asked: RefCell::default() }
    }

    pub(crate) fn source(&self) -> &'a Source {
        self.source
    }

    pub(crate) fn errors(&self) -> &'a Errors {
        self.errors
    }

    /// The whole record, including the lines of its fields.
    pub(crate) fn span(&self) -> Range<usize> {
        let end = self.table.iter().map(|(_, value)| value.span().end).max().unwrap_or(self.span.end);
        self.span.start..end.max(self.span.end)
    }

    /// Where each field's value stands.
    pub(crate) fn spans(&self) -> HashMap<String, Range<usize>> {
        self.table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span())).collect()
    }

    /// Where each value stands, however deep: `limits`, `limits.pauses_max`, `ladder[2].rungs[0].tell[1]`.
    pub(crate) fn deep_spans(&self) -> HashMap<String, Range<usize>> {
        let mut spans = HashMap::new();
        for (key, value) in self.table {
            walk(key.get_ref().to_string(), value, &mut spans);
        }
        spans
    }

    /// Something wrong with a field, or with the record if the field is not there.
    pub(crate) fn wrong(&self, key: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let span = self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.errors.at(self.source, &span, what, remedy);
    }

    /// Whether a field is written.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// The raw value of a field.
    pub(crate) fn value(&self, key: &'static str) -> Option<&'a Value<'a>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn typed<T>(&self, key: &'static str, wanted: &str, read: impl FnOnce(&'a DeValue<'a>) -> Option<T>) -> Option<T> {
        let value = self.value(key)?;
        let got = read(value.get_ref());
        if got.is_none() {
            let what = format!("`{key}` is {}, not {wanted}", article(value.get_ref().type_str()));
            self.wrong(key, what, format!("write {wanted}"));
        }
        got
    }

    /// Tells that a field is missing, unless it is there (and was found wrong).
    fn required<T>(&self, key: &'static str, got: Option<T>) -> Option<T> {
        if got.is_none() && !self.table.contains_key(key) {
            self.wrong(key, format!("`{key}` is missing"), "add it");
        }
        got
    }

    /// A text; `None` if it is not there.
    pub(crate) fn text_opt(&self, key: &'static str) -> Option<String> {
        let text = self.typed(key, "a text in quotes", DeValue::as_str)?;
        if text.trim().is_empty() {
            self.wrong(key, format!("`{key}` is empty"), "write something or remove the line");
        }
        Some(text.to_owned())
    }

    /// A text that must be there; empty if it is not, which is told.
    pub(crate) fn text(&self, key: &'static str) -> String {
        let text = self.text_opt(key);
        self.required(key, text).unwrap_or_default()
    }

    /// The code of the record: without it the record cannot be spoken of.
    pub(crate) fn code(&self, key: &'static str) -> Option<String> {
        let text = self.text_opt(key);
        self.required(key, text).filter(|code| !code.trim().is_empty())
    }

    /// `true` or `false`; without it `false`.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        self.flag_or(key, false)
    }

    /// `true` or `false`; without it `otherwise`.
    pub(crate) fn flag_or(&self, key: &'static str, otherwise: bool) -> bool {
        self.typed(key, "true or false", DeValue::as_bool).unwrap_or(otherwise)
    }

    /// A whole number from `least` to `most`; `least` if it is missing, which is told.
    pub(crate) fn number(&self, key: &'static str, least: u16, most: u16) -> u16 {
        let number = self.value(key).and_then(|value| self.bounded(value, least, most));
        self.required(key, number).unwrap_or(least)
    }

    /// The same for small numbers; `most` says at most 255.
    pub(crate) fn small(&self, key: &'static str, least: u8, most: u8) -> u8 {
        u8::try_from(self.number(key, least.into(), most.into())).unwrap_or(most)
    }

    /// Whole numbers from `least` to `most`.
    pub(crate) fn numbers(&self, key: &'static str, least: u16, most: u16) -> Vec<u16> {
        let items = self.array(key);
        self.required(key, items).into_iter().flatten().filter_map(|item| self.bounded(item, least, most)).collect()
    }

    fn bounded(&self, value: &'a Value<'a>, least: u16, most: u16) -> Option<u16> {
        let integer = value
            .get_ref()
            .as_integer()
            .and_then(|integer| i64::from_str_radix(integer.as_str(), integer.radix()).ok());
        let number =
            integer.and_then(|integer| u16::try_from(integer).ok()).filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let what = format!("a whole number from {least} to {most} is wanted here");
            self.errors.at(self.source, &value.span(), what, "write it in digits without quotes");
        }
        number
    }

    /// A date such as 2022-01-08 without quotes; `None` if it is not there.
    pub(crate) fn date_opt(&self, key: &'static str) -> Option<Date> {
        self.typed(key, "a date without quotes, such as 2022-01-08", |value| date_of(value))
    }

    /// A date that must be there; some day if it is not, which is told.
    pub(crate) fn date(&self, key: &'static str) -> Date {
        let date = self.date_opt(key);
        self.required(key, date).unwrap_or(Date::ZERO)
    }

    /// Dates without quotes.
    pub(crate) fn dates(&self, key: &'static str) -> Vec<Date> {
        let wanted = "a date without quotes, such as 2022-01-29";
        let mut dates = Vec::new();
        for item in self.array(key).into_iter().flatten() {
            match date_of(item.get_ref()) {
                Some(date) => dates.push(date),
                None => self.errors.at(
                    self.source,
                    &item.span(),
                    format!("{} is no date", article(item.get_ref().type_str())),
                    format!("write {wanted}"),
                ),
            }
        }
        dates
    }

    /// `{ zh = "…", en = "…" }`; `None` if it is not there.
    pub(crate) fn bilingual_opt(&self, key: &'static str) -> Option<Bilingual> {
        let inner = self.table_at(key, "{ zh = \"…\", en = \"…\" }")?;
        let name = Bilingual { zh: inner.text("zh"), en: inner.text("en") };
        inner.finish();
        Some(name)
    }

    /// A name in both languages that must be there; empty if it is not, which is told.
    pub(crate) fn bilingual(&self, key: &'static str) -> Bilingual {
        let name = self.bilingual_opt(key);
        self.required(key, name).unwrap_or_else(|| Bilingual { zh: String::new(), en: String::new() })
    }

    /// A word of a closed list; `None` if it is not there or wrong, which is told.
    pub(crate) fn word_opt<T: Copy>(
        &self,
        key: &'static str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text_opt(key)?;
        let found = all.iter().copied().find(|word| code(*word) == text);
        if found.is_none() {
            let remedy = near_word(&text, all.iter().map(|word| code(*word)));
            self.wrong(key, format!("`{key}` cannot be \"{text}\""), remedy);
        }
        found
    }

    /// A word of a closed list that must be there; `otherwise` if it is not, which is told.
    pub(crate) fn word<T: Copy>(
        &self,
        key: &'static str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
        otherwise: T,
    ) -> T {
        let word = self.word_opt(key, all, code);
        self.required(key, word).unwrap_or(otherwise)
    }

    /// Words of a closed list, in a list; those that are none are told.
    pub(crate) fn words<T: Copy>(&self, key: &'static str, all: &[T], code: impl Fn(T) -> &'static str) -> Vec<T> {
        let read = |(text, span): (String, Range<usize>)| {
            let found = all.iter().copied().find(|word| code(*word) == text);
            if found.is_none() {
                let remedy = near_word(&text, all.iter().map(|word| code(*word)));
                self.errors.at(self.source, &span, format!("`{key}` cannot hold \"{text}\""), remedy);
            }
            found
        };
        self.texts(key).into_iter().filter_map(read).collect()
    }

    /// Texts in a list, each with its place.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<(String, Range<usize>)> {
        let mut texts = Vec::new();
        for item in self.array(key).into_iter().flatten() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), item.span())),
                None => {
                    self.errors.at(self.source, &item.span(), "a text in quotes is wanted here", "put it in quotes");
                }
            }
        }
        texts
    }

    /// The items of a list; `None` if it is not there.
    fn array(&self, key: &'static str) -> Option<impl Iterator<Item = &'a Value<'a>> + use<'a>> {
        self.typed(key, "a list in [ ]", DeValue::as_array).map(|items| items.iter())
    }

    /// Every key of the table with its text: for tables whose keys the author chooses.
    pub(crate) fn entries(&self) -> Vec<(String, String)> {
        let mut entries = Vec::new();
        for (key, value) in self.table {
            match value.get_ref().as_str() {
                Some(text) => entries.push((key.get_ref().to_string(), text.to_owned())),
                None => {
                    self.errors.at(self.source, &value.span(), "a text in quotes is wanted here", "put it in quotes");
                }
            }
        }
        entries
    }

    /// A table inside; `None` if it is not there.
    pub(crate) fn table_at(&self, key: &'static str, wanted: &str) -> Option<Fields<'a>> {
        let table = self.typed(key, wanted, DeValue::as_table)?;
        let span = self.table.get(key).map(Spanned::span).unwrap_or_default();
        Some(Fields::new(table, span, self.source, self.errors))
    }

    /// Tables in a list, written `[[key]]` or `key = [ { … }, … ]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Fields<'a>> {
        let mut tables = Vec::new();
        for item in self.array(key).into_iter().flatten() {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Fields::new(table, item.span(), self.source, self.errors)),
                None => self.errors.at(
                    self.source,
                    &item.span(),
                    format!("an entry of `{key}` must be a table"),
                    "write it as { … }",
                ),
            }
        }
        tables
    }

    /// Tells every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let remedy = match nearest(name, asked.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known here: {}", asked.join(", ")),
                };
                self.errors.at(self.source, &key.span(), format!("unknown key `{name}`"), remedy);
            }
        }
    }
}

fn walk(path: String, value: &Value<'_>, spans: &mut HashMap<String, Range<usize>>) {
    if let Some(table) = value.get_ref().as_table() {
        for (key, inner) in table {
            walk(format!("{path}.{}", key.get_ref()), inner, spans);
        }
    }
    for (position, inner) in value.get_ref().as_array().into_iter().flatten().enumerate() {
        walk(format!("{path}[{position}]"), inner, spans);
    }
    spans.insert(path, value.span());
}

/// What to write instead of a word that is not in the list.
fn near_word<'a>(text: &str, all: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<&str> = all.collect();
    match nearest(text, codes.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("use one of: {}", codes.join(", ")),
    }
}

fn date_of(value: &DeValue<'_>) -> Option<Date> {
    let at = value.as_datetime()?;
    if at.time.is_some() || at.offset.is_some() {
        return None;
    }
    let date = at.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
