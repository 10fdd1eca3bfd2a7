//! From the domain's values to what the components show: the same clock, the same lights, the same names on every page.

use lianxin_app::Context;
use lianxin_domain::city::{City, PeriodClass};
use lianxin_domain::clock::{ClockKind, Period};
use lianxin_domain::request::{Order, OrderStage, Request, Running, Stage};
use lianxin_domain::{Grade, Lang, Moment, PlaceCode, TopicCode, UnitCode};
use maud::Markup;

use crate::ui::picker::Pick;
use crate::ui::{Clock, Light, Lights, Pace, Tone, badge};

/// The name of a unit; its code if the city has dropped it.
pub fn unit<'a>(city: &'a City, code: &'a UnitCode, lang: Lang) -> &'a str {
    city.units.get(code).map_or(code.as_str(), |unit| unit.name.get(lang))
}

/// The path of a topic: `卫生健康 › 就医`; says so if there is none yet.
pub fn topic(city: &City, code: Option<&TopicCode>, lang: Lang) -> String {
    code.map_or_else(|| lang.pick("主题未定", "No topic yet").to_owned(), |code| city.topics.path_name(code, lang))
}

/// The full name of a place; says so if there is none yet.
pub fn place(city: &City, code: Option<&PlaceCode>, lang: Lang) -> String {
    code.map_or_else(|| lang.pick("地点未定", "No place yet").to_owned(), |code| city.places.full_name(code, lang))
}

/// Place and address in one line; an address that names the place already is not told it again.
pub fn whereabouts(city: &City, code: Option<&PlaceCode>, address: &str, lang: Lang) -> String {
    let place = place(city, code, lang);
    if address.starts_with(&place) {
        return address.to_owned();
    }
    format!("{place} {address}").trim_end().to_owned()
}

/// What is promised by a clock, as needed to draw it.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    /// What is promised.
    pub kind: ClockKind,
    /// When it started.
    pub started: Moment,
    /// When it is due.
    pub due: Moment,
    /// When it was done.
    pub stopped: Option<Moment>,
    /// Of which grade the request is.
    pub grade: Grade,
    /// Which periods its topic follows.
    pub class: PeriodClass,
}

impl Promise {
    /// Of a clock of a request.
    pub fn of(city: &City, request: &Request, clock: &Running) -> Promise {
        Promise {
            kind: clock.kind,
            started: clock.started,
            due: clock.due,
            stopped: clock.stopped,
            grade: request.facts.grade,
            class: class(city, request.facts.topic.as_ref()),
        }
    }
}

/// Which periods a topic follows.
pub fn class(city: &City, topic: Option<&TopicCode>) -> PeriodClass {
    topic.and_then(|code| city.topics.get(code)).map_or(PeriodClass::Ordinary, |topic| topic.period)
}

/// Draws a promise with `draw` (`ui::clock::clock` or `clock_large`): time left in the way that the promise counts.
pub fn clock(cx: &Context, promise: &Promise, draw: fn(Lang, Moment, &Clock<'_>) -> Markup) -> Markup {
    let city = &cx.city;
    let rule = city.period(promise.started, promise.kind, promise.grade, promise.class);
    let working = rule.is_some_and(|rule| !matches!(rule.period, Period::Natural(_)));
    let seconds = |from: Moment, to: Moment| -> i64 {
        let counted = if working {
            city.calendar.working_minutes_between(from, to).map(|minutes| minutes * 60).ok()
        } else {
            None
        };
        counted.unwrap_or_else(|| to.seconds_since(from))
    };
    let end = promise.stopped.unwrap_or(cx.now);
    let left = if end <= promise.due {
        seconds(end, promise.due)
    } else {
        -promise_over(seconds(promise.due, end), end.seconds_since(promise.due))
    };
    let pace = match promise.stopped {
        Some(at) if at <= promise.due => Pace::Met { at },
        Some(at) => Pace::Missed { at },
        None => match next_opening(city, cx.now).filter(|_| working && cx.now <= promise.due) {
            Some(until) => Pace::Resting { until },
            None => Pace::Running,
        },
    };
    let explain = rule.map_or(String::new(), |rule| {
        let assumed = city.policy(promise.started).is_assumed(promise.kind);
        let note = if assumed { cx.lang.pick("（暂定）", " (assumed)") } else { "" };
        format!(
            "{}{}：{}{note}",
            promise.grade.name(cx.lang),
            cx.lang.pick("件", ""),
            [rule.period.say(cx.lang), rule.source.clone()].join(" · ")
        )
    });
    let clock = Clock {
        label: promise.kind.name(cx.lang),
        due: promise.due,
        left_seconds: left,
        total_seconds: seconds(promise.started, promise.due),
        pace,
        explain: &explain,
    };
    draw(cx.lang, cx.now, &clock)
}

/// Late by at least a second, even when no office hour has passed since: late is late.
fn promise_over(counted: i64, natural: i64) -> i64 {
    if counted > 0 { counted } else { natural.max(1) }
}

/// When the offices open again; `None` while they are open.
fn next_opening(city: &City, now: Moment) -> Option<Moment> {
    // The first working minute after now ends one minute after the opening, whatever day that is.
    let after = city.calendar.due(now, &Period::WorkingMinutes(1)).ok()?.at;
    let resting = after.seconds_since(now) > 60;
    resting.then(|| after - lianxin_domain::Minutes(1))
}

/// The five lights of an order.
pub fn lights(cx: &Context, request: &Request, order: &Order) -> Lights {
    let emergency = request.facts.grade == Grade::Emergency;
    lights_of(
        cx.now,
        &Steps {
            emergency,
            overdue: order.overdue,
            dispatched: (request.registered, order.dispatched),
            phoned: order.phoned,
            accepted: order.accepted,
            contacted: order.contacted,
            reported: order.reported.filter(|_| order.state.report().is_some()),
        },
    )
}

/// What the five lights are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Must be phoned.
    pub emergency: bool,
    /// A promise of this order was broken.
    pub overdue: bool,
    /// When the request was registered, and the order dispatched.
    pub dispatched: (Moment, Moment),
    /// When a person answered.
    pub phoned: Option<Moment>,
    /// When it was accepted.
    pub accepted: Option<Moment>,
    /// When the citizen was reached.
    pub contacted: Option<Moment>,
    /// When it was reported.
    pub reported: Option<Moment>,
}

/// Each step is done, or its turn since the one before, or ahead.
pub fn lights_of(now: Moment, steps: &Steps) -> Lights {
    let (registered, dispatched) = steps.dispatched;
    let step = |done: Option<Moment>, since: Option<Moment>| match (done, since) {
        (Some(done), Some(since)) => Light::Done { seconds: done.seconds_since(since) },
        (Some(_), None) => Light::Done { seconds: 0 },
        (None, Some(since)) if steps.overdue => Light::Late { seconds: now.seconds_since(since) },
        (None, Some(since)) => Light::Waiting { seconds: now.seconds_since(since) },
        (None, None) => Light::Ahead,
    };
    Lights {
        dispatched: Light::Done { seconds: dispatched.seconds_since(registered) },
        phoned: if steps.emergency { step(steps.phoned, Some(dispatched)) } else { Light::Spared },
        accepted: step(steps.accepted, Some(dispatched)),
        contacted: step(steps.contacted, steps.accepted),
        solved: step(steps.reported, steps.contacted),
    }
}

/// The state of a request, as a badge.
pub fn stage(lang: Lang, stage: Stage) -> Markup {
    let tone = match stage {
        Stage::Draft
        | Stage::Archived
        | Stage::Refused
        | Stage::HandedOver
        | Stage::Merged
        | Stage::Withdrawn
        | Stage::Invalid => Tone::Neutral,
        Stage::Registered | Stage::Triage | Stage::Handling | Stage::AwaitingCallback => Tone::Brand,
        Stage::AwaitingCitizen => Tone::Warning,
        Stage::Closed => Tone::Done,
    };
    badge(tone, stage.name(lang))
}

/// The state of an order, as a badge.
pub fn order_stage(lang: Lang, stage: OrderStage) -> Markup {
    let tone = match stage {
        OrderStage::Dispatched | OrderStage::Accepted | OrderStage::Handling | OrderStage::Reported => Tone::Brand,
        OrderStage::ReturnAsked | OrderStage::DelayAsked | OrderStage::SentBack | OrderStage::Rework => Tone::Warning,
        OrderStage::Parked => Tone::Supervised,
        OrderStage::Approved | OrderStage::Closed => Tone::Done,
        OrderStage::Replaced | OrderStage::Recalled => Tone::Neutral,
    };
    badge(tone, stage.name(lang))
}

/// Something to pick, with texts of its own.
#[derive(Clone, Debug)]
pub struct OwnedPick {
    code: String,
    name: String,
    path: String,
    keys: String,
}

/// As the pickers take them.
pub fn picks(owned: &[OwnedPick]) -> Vec<Pick<'_>> {
    owned.iter().map(|pick| Pick { code: &pick.code, name: &pick.name, path: &pick.path, keys: &pick.keys }).collect()
}

/// Every unit that can be dispatched to; `below` restricts to the units under one.
pub fn unit_picks(city: &City, lang: Lang, below: Option<&UnitCode>) -> Vec<OwnedPick> {
    let centre = &city.units.center().code;
    let wanted = city.units.all().iter().filter(|unit| match below {
        Some(above) => unit.code != *above && city.units.is_within(&unit.code, above),
        None => unit.code != *centre && !city.units.ancestors(&unit.code).is_empty(),
    });
    wanted
        .map(|unit| {
            let parent =
                unit.parent.as_ref().filter(|parent| *parent != centre).and_then(|parent| city.units.get(parent));
            OwnedPick {
                code: unit.code.to_string(),
                name: unit.name.get(lang).to_owned(),
                path: parent.map_or(String::new(), |parent| parent.label(lang).to_owned()),
                keys: format!(
                    "{} {} {} {} {}",
                    unit.pinyin, unit.initials, unit.short_pinyin, unit.short_initials, unit.code
                ),
            }
        })
        .collect()
}

/// Every topic that a request can have: the leaves.
pub fn topic_picks(city: &City, lang: Lang) -> Vec<OwnedPick> {
    city.topics
        .leaves()
        .map(|topic| OwnedPick {
            code: topic.code.to_string(),
            name: topic.name.get(lang).to_owned(),
            path: topic
                .parent
                .as_ref()
                .and_then(|parent| city.topics.get(parent))
                .map_or(String::new(), |parent| parent.name.get(lang).to_owned()),
            keys: format!("{} {}", topic.pinyin, topic.initials),
        })
        .collect()
}

/// Every place.
pub fn place_picks(city: &City, lang: Lang) -> Vec<OwnedPick> {
    let all = city.places.all().iter();
    all.map(|place| OwnedPick {
        code: place.code.to_string(),
        name: place.name.get(lang).to_owned(),
        path: place
            .parent
            .as_ref()
            .and_then(|parent| city.places.get(parent))
            .map_or(String::new(), |parent| parent.name.get(lang).to_owned()),
        keys: format!("{} {}", place.pinyin, place.initials),
    })
    .collect()
}
