//! What differs between two cities, in lines that a person who decides about policy can read.
//!
//! A city is written out as facts, each a field of a subject with its value in words; two cities differ where their facts do. What is
//! left out: the accounts of the demonstration, and what is worked out from names (pinyin).

mod policy;
mod territory;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use words::weekday;

use super::City;
use super::fault::Subject;
use crate::words::{Bilingual, Lang};

/// One field that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The thing.
    pub subject: Subject,
    /// The thing in words: `政策 2025-01`.
    pub name: Bilingual,
    /// The field in words: `签收时限（紧急）`.
    pub field: Bilingual,
    /// Its value in the old city; none: it was not there.
    pub before: Option<Bilingual>,
    /// Its value in the new city; none: it is gone.
    pub after: Option<Bilingual>,
}

impl Change {
    /// The whole line: `政策 2025-01 · 签收时限（紧急）：15 分钟 → 10 分钟`.
    pub fn say(&self, lang: Lang) -> String {
        let side = |side: &Option<Bilingual>| {
            side.as_ref().map_or_else(|| lang.pick("（无）", "(none)").to_owned(), |value| value.get(lang).to_owned())
        };
        let colon = lang.pick("：", ": ");
        let (name, field) = (self.name.get(lang), self.field.get(lang));
        format!("{name} · {field}{colon}{} → {}", side(&self.before), side(&self.after))
    }
}

impl City {
    /// What differs from `old` to `new`, grouped by subject. Empty if both decide and say the same.
    pub fn diff(old: &City, new: &City) -> Vec<Change> {
        let (mut before, mut after) = (Facts::of(old), Facts::of(new));
        let keys: BTreeSet<Key> = before.0.keys().chain(after.0.keys()).cloned().collect();
        let change = |key: Key| {
            let (before, after) = (before.0.remove(&key), after.0.remove(&key));
            if before.as_ref().map(|fact| &fact.value) == after.as_ref().map(|fact| &fact.value) {
                return None;
            }
            // The name and the label of today are what the reader knows.
            let (name, field) =
                after.as_ref().or(before.as_ref()).map(|fact| (fact.name.clone(), fact.field.clone()))?;
            let value = |fact: Option<Fact>| fact.map(|fact| fact.value);
            Some(Change { subject: key.0, name, field, before: value(before), after: value(after) })
        };
        keys.into_iter().filter_map(change).collect()
    }
}

/// The subject and the field's own key, which tells the same field of two cities.
type Key = (Subject, String);

struct Fact {
    name: Bilingual,
    field: Bilingual,
    value: Bilingual,
}

/// Everything that a city says.
struct Facts(BTreeMap<Key, Fact>);

impl Facts {
    fn of(city: &City) -> Facts {
        let mut facts = Facts(BTreeMap::new());
        let mut about = facts.about(Subject::City, both("城市", "City"));
        about.fact("code", both("编号前缀", "Prefix of numbers"), same(&city.code));
        about.fact("name", both("名称", "Name"), city.name.clone());
        about.fact("hotline", both("热线号码", "Hotline number"), same(&city.hotline));
        about.fact("zone", both("时区", "Time zone"), same(city.zone.iana_name().unwrap_or("?")));
        territory::units(city, &mut facts);
        territory::places(city, &mut facts);
        territory::topics(city, &mut facts);
        territory::rules(city, &mut facts);
        policy::policies(city, &mut facts);
        words::reasons(city, &mut facts);
        words::scripts(city, &mut facts);
        words::calendars(city, &mut facts);
        facts
    }

    fn about(&mut self, subject: Subject, name: Bilingual) -> About<'_> {
        About { facts: self, subject, name }
    }
}

/// Facts about one subject.
struct About<'a> {
    facts: &'a mut Facts,
    subject: Subject,
    name: Bilingual,
}

impl About<'_> {
    fn fact(&mut self, key: impl Into<String>, field: Bilingual, value: Bilingual) {
        let name = self.name.clone();
        self.facts.0.insert((self.subject.clone(), key.into()), Fact { name, field, value });
    }

    /// A fact that need not be there.
    fn maybe(&mut self, key: &str, field: Bilingual, value: Option<Bilingual>) {
        if let Some(value) = value {
            self.fact(key, field, value);
        }
    }

    /// A number or a date, the same in both languages.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and dates, written where they are made")]
    fn plain(&mut self, key: &str, field: Bilingual, value: impl ToString) {
        self.fact(key, field, same(&value.to_string()));
    }
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

fn same(text: &str) -> Bilingual {
    both(text, text)
}

/// A text for each language.
fn said(say: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { zh: say(Lang::Zh), en: say(Lang::En) }
}

fn yes_no(value: bool) -> Bilingual {
    if value { both("是", "yes") } else { both("否", "no") }
}

/// Several things in one value, as each language lists them; `none` if there are none.
fn list(items: impl Iterator<Item = Bilingual>, none: Bilingual) -> Bilingual {
    let items: Vec<Bilingual> = items.collect();
    if items.is_empty() {
        return none;
    }
    said(|lang| {
        let parts: Vec<&str> = items.iter().map(|item| item.get(lang)).collect();
        parts.join(lang.pick("；", "; "))
    })
}
