//! What the address of the list asks for. What it asks for and cannot be understood is named, never silently left out.

use jiff::civil::Date;
use lianxin_app::Context;
use lianxin_app::lists::{self, RequestFilter};
use lianxin_domain::request::Stage;
use lianxin_domain::{Channel, Grade, Kind, Lang, Moment, PlaceCode, RequestId, TopicCode, UnitCode};

use crate::caller::encode;
use crate::form::Form;

/// Every open state at once, as a value of `state`.
pub(super) const OPEN: &str = "open";
/// The grade that has a chip of its own.
pub(super) const EMERGENCY: &str = Grade::Emergency.code();
/// The value of `by` that searches for a name.
pub(super) const BY_NAME: &str = "name";
/// What stands in an address, in this order; `before` turns the page.
const KEYS: [&str; 12] =
    ["q", "by", "state", "grade", "kind", "channel", "topic", "place", "unit", "overdue", "from", "until"];
/// Those of them that stand behind "more".
const MORE: [&str; 9] = ["state", "grade", "kind", "channel", "topic", "place", "unit", "from", "until"];

/// What the address of the list asks for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    form: Form,
    /// As the store takes it.
    pub filter: RequestFilter,
    /// A number was typed: it leads straight to the request.
    pub number: Option<String>,
    /// What could not be understood: the key.
    pub ignored: Vec<&'static str>,
}

impl Wanted {
    /// Reads an address.
    pub(super) fn read(cx: &Context, form: Form) -> Wanted {
        let mut wanted = Wanted { form, filter: RequestFilter::default(), number: None, ignored: Vec::new() };
        let mut filter = RequestFilter::default();
        wanted.search(cx, &mut filter);
        wanted.words(&mut filter);
        wanted.codes(cx, &mut filter);
        wanted.days(cx, &mut filter);
        filter.before = wanted.read_one("before", |id| id.parse::<RequestId>().ok());
        filter.overdue = wanted.form.ticked("overdue");
        wanted.filter = filter;
        wanted
    }

    /// The value of a key; empty if it is not asked for.
    pub(super) fn value(&self, key: &str) -> &str {
        self.form.text(key).trim()
    }

    /// Nothing is asked for: the whole list.
    pub(super) fn is_everything(&self) -> bool {
        KEYS.iter().all(|key| self.value(key).is_empty())
    }

    /// How many of the conditions behind "more" are set that no chip shows.
    pub(super) fn more(&self) -> usize {
        let by_chip = |key: &str| matches!((key, self.value(key)), ("state", OPEN) | ("grade", EMERGENCY));
        MORE.iter().filter(|key| !self.value(key).is_empty() && !by_chip(key)).count()
    }

    /// Not the first page.
    pub(super) fn is_older(&self) -> bool {
        self.filter.before.is_some()
    }

    /// The first page of the same list at `path` with one key changed; an empty value takes it away.
    pub(super) fn with(&self, path: &str, key: &str, value: &str) -> String {
        let pairs = KEYS.iter().chain(&["before"]).filter_map(|known| {
            let kept = if *known == "before" { "" } else { self.value(known) };
            let value = if *known == key { value } else { kept };
            (!value.is_empty()).then(|| format!("{known}={}", encode(value)))
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same list at another path.
    pub(super) fn at(&self, path: &str) -> String {
        self.with(path, "", "")
    }

    /// A word that may be a name: the list can be searched for it as one.
    pub(super) fn maybe_name(&self) -> Option<&str> {
        let typed = self.value("q");
        let plain = !self.filter.words.is_empty() && !typed.chars().any(char::is_whitespace);
        (plain && typed.chars().count() <= 20).then_some(typed)
    }

    fn search(&mut self, cx: &Context, filter: &mut RequestFilter) {
        let typed = self.value("q").to_owned();
        if typed.is_empty() {
            return;
        }
        if self.value("by") == BY_NAME {
            filter.name_hash = Some(lists::name_hash(cx, &typed));
        } else {
            self.number = lists::search_filter(cx, &typed, filter);
        }
    }

    fn words(&mut self, filter: &mut RequestFilter) {
        let open = || Stage::ALL.iter().copied().filter(|stage| stage.is_open()).collect();
        filter.states = if self.value("state") == OPEN {
            open()
        } else {
            self.read_one("state", Stage::from_code).into_iter().collect()
        };
        filter.grades = self.read_one("grade", Grade::from_code).into_iter().collect();
        filter.kinds = self.read_one("kind", Kind::from_code).into_iter().collect();
        filter.channels = self.read_one("channel", Channel::from_code).into_iter().collect();
    }

    /// A topic stands for itself and its leaves, a place for everything within it.
    fn codes(&mut self, cx: &Context, filter: &mut RequestFilter) {
        let city = &cx.city;
        if let Some(topic) = self.read_one("topic", |code| city.topics.get(&TopicCode::from(code))) {
            let leaves = city.topics.children(&topic.code);
            filter.topics = leaves.into_iter().chain([topic]).map(|topic| topic.code.clone()).collect();
        }
        if let Some(place) = self.read_one("place", |code| city.places.get(&PlaceCode::from(code))) {
            filter.places = lists::places_within(cx, &place.code);
        }
        filter.unit = self.read_one("unit", |code| city.units.get(&UnitCode::from(code)).map(|unit| unit.code.clone()));
    }

    /// Whole days in the city's time, both included.
    fn days(&mut self, cx: &Context, filter: &mut RequestFilter) {
        let begin = |day: Date| cx.city.zone.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Moment::from_timestamp);
        filter.registered_from = self.read_one("from", |text| text.parse::<Date>().ok().and_then(begin));
        filter.registered_until = self
            .read_one("until", |text| text.parse::<Date>().ok().and_then(|day| day.tomorrow().ok()).and_then(begin));
    }

    fn read_one<T>(&mut self, key: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.value(key).to_owned();
        if text.is_empty() {
            return None;
        }
        let found = read(&text);
        if found.is_none() {
            self.ignored.push(key);
        }
        found
    }
}

/// What a key is called.
pub(super) fn name(lang: Lang, key: &str) -> &'static str {
    match key {
        "state" => lang.pick("状态", "State"),
        "grade" => lang.pick("紧急程度", "Grade"),
        "kind" => lang.pick("类型", "Kind"),
        "channel" => lang.pick("渠道", "Channel"),
        "topic" => lang.pick("主题", "Topic"),
        "place" => lang.pick("地点", "Place"),
        "unit" => lang.pick("承办单位", "Unit"),
        "from" => lang.pick("登记自", "Registered from"),
        "until" => lang.pick("登记至", "until"),
        _ => lang.pick("翻页位置", "Page"),
    }
}
