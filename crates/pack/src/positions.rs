//! Where each thing of a pack is written, so that a fault of meaning can be told with its place.

use std::collections::HashMap;
use std::ops::Range;

use lianxin_domain::city::{Fault, Subject};

use crate::error::Errors;
use crate::fields::Fields;
use crate::source::Source;

/// The place of one record.
struct Place<'a> {
    source: &'a Source,
    span: Range<usize>,
    fields: HashMap<String, Range<usize>>,
}

impl Place<'_> {
    /// Where a field stands; if it is not written, what it would stand in.
    fn nearest(&self, field: &str) -> &Range<usize> {
        let mut path = field;
        loop {
            if let Some(span) = self.fields.get(path) {
                return span;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => return &self.span,
            }
        }
    }
}

/// The places of all records.
#[derive(Default)]
pub(crate) struct Positions<'a> {
    places: HashMap<Subject, Place<'a>>,
}

impl<'a> Positions<'a> {
    /// Notes where a thing is written. A second thing with the same code is an error.
    pub(crate) fn note(&mut self, subject: Subject, code_key: &str, record: &Fields<'a>) {
        let fields = record.deep_spans();
        if let Some(first) = self.places.get(&subject) {
            let at = fields.get(code_key).cloned().unwrap_or_else(|| record.span());
            let (line, _) = first.source.line_column(first.fields.get(code_key).unwrap_or(&first.span).start);
            let what = format!("this `{code_key}` stands already in {}:{line}", first.source.name);
            record.errors().at(record.source(), &at, what, "every code is used once; change or remove one");
            return;
        }
        self.places.insert(subject, Place { source: record.source(), span: record.span(), fields });
    }

    /// Tells faults of meaning at their places, except in records that were already found wrong in form.
    pub(crate) fn tell(&self, faults: &[Fault], errors: &Errors) {
        let in_form = errors.count();
        for fault in faults {
            self.tell_one(fault, in_form, errors);
        }
    }

    fn tell_one(&self, fault: &Fault, in_form: usize, errors: &Errors) {
        let (what, remedy) = (&fault.wrong.what, &fault.wrong.remedy);
        let Some(place) = self.places.get(&fault.subject) else {
            let folder = match fault.field.as_str() {
                "week" | "make_up" | "years" => "calendar/",
                "places" => "places/",
                "units" => "units/",
                "topics" => "topics.toml",
                _ => "city.toml",
            };
            errors.file(folder, what, remedy);
            return;
        };
        if !errors.any_within(in_form, &place.source.name, &place.span) {
            errors.at(place.source, place.nearest(&fault.field), what, remedy);
        }
    }
}
