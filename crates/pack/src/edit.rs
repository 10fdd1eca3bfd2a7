//! Writing into a file of a pack without touching what people wrote around it.

use std::ops::Range;

use jiff::civil::Date;
use lianxin_domain::city::{CatalogueRule, LeadRule};
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// The text of `catalogue.toml` with a rule entered at its end. Rules that decide the same topic and place end on the day before; those
/// that would begin on its first day or later make room for it.
///
/// A text that is no catalogue is given back with the rule behind it: reading it tells what is wrong.
pub fn enter_rule(catalogue: &str, rule: &CatalogueRule) -> String {
    let mut text = catalogue.to_owned();
    let mut edits = make_room(catalogue, rule);
    // From the end, so that the places before stay where they are.
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, new) in edits {
        text.replace_range(span, &new);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&written(rule));
    text
}

type Edit = (Range<usize>, String);

fn make_room(text: &str, rule: &CatalogueRule) -> Vec<Edit> {
    let Ok(document) = DeTable::parse(text) else { return Vec::new() };
    let Some(DeValue::Array(rules)) = document.get_ref().get("rule").map(Spanned::get_ref) else { return Vec::new() };
    let Ok(before) = rule.from.yesterday() else { return Vec::new() };
    rules.iter().filter_map(|entry| Entry::of(text, entry)).filter_map(|entry| entry.give_way(rule, before)).collect()
}

/// A rule as it is written.
struct Entry<'a> {
    text: &'a str,
    topic: &'a str,
    place: Option<&'a str>,
    id: Range<usize>,
    from: (Date, Range<usize>),
    until: Option<(Date, Range<usize>)>,
    inline: bool,
}

impl<'a> Entry<'a> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "of TOML's values only texts and dates are looked for")]
    fn of(text: &'a str, entry: &'a Spanned<DeValue<'a>>) -> Option<Entry<'a>> {
        let DeValue::Table(table) = entry.get_ref() else { return None };
        let word = |key: &str| match table.get(key)?.get_ref() {
            DeValue::String(word) => Some(word.as_ref()),
            _ => None,
        };
        let day = |key: &str| {
            let value = table.get(key)?;
            Some((text.get(value.span())?.parse().ok()?, value.span()))
        };
        Some(Entry {
            text,
            topic: word("topic")?,
            place: word("place"),
            id: table.get("id")?.span(),
            from: day("from")?,
            until: day("until"),
            inline: text.get(entry.span()).is_some_and(|written| written.starts_with('{')),
        })
    }

    fn give_way(self, rule: &CatalogueRule, before: Date) -> Option<Edit> {
        let same = self.topic == rule.topic.as_str()
            && self.place == rule.place.as_ref().map(lianxin_domain::PlaceCode::as_str);
        let over = self.until.as_ref().is_some_and(|(until, _)| *until < rule.from);
        if !same || over {
            return None;
        }
        if self.from.0 > before {
            return self.whole().map(|span| (span, String::new()));
        }
        let end = self.from.1.end;
        Some(match self.until {
            Some((_, span)) => (span, before.to_string()),
            None => (end..end, format!("{}until = {before}", if self.inline { ", " } else { "\n" })),
        })
    }

    /// From its head to the next one.
    fn whole(&self) -> Option<Range<usize>> {
        const HEAD: &str = "[[rule]]";
        let start = self.text[..self.id.start].rfind(HEAD).filter(|_| !self.inline)?;
        let end = self.text[start + HEAD.len()..].find("\n[").map(|at| start + HEAD.len() + at + 1);
        Some(start..end.unwrap_or(self.text.len()))
    }
}

fn written(rule: &CatalogueRule) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let lead = |lead: &LeadRule| match lead {
        LeadRule::Unit(code) => quoted(code.as_str()),
        LeadRule::District => quoted("district"),
        LeadRule::Street => quoted("street"),
    };
    let mut lines = vec!["[[rule]]".to_owned(), format!("id = {}", quoted(&rule.id))];
    lines.push(format!("topic = {}", quoted(rule.topic.as_str())));
    lines.extend(rule.place.iter().map(|place| format!("place = {}", quoted(place.as_str()))));
    lines.push(format!("lead = {}", lead(&rule.lead)));
    if !rule.supporting.is_empty() {
        let units: Vec<String> = rule.supporting.iter().map(lead).collect();
        lines.push(format!("supporting = [{}]", units.join(", ")));
    }
    lines.push(format!("basis = {{ zh = {}, en = {} }}", quoted(&rule.basis.zh), quoted(&rule.basis.en)));
    lines.push(format!("from = {}", rule.from));
    lines.extend(rule.until.map(|until| format!("until = {until}")));
    lines.join("\n") + "\n"
}
