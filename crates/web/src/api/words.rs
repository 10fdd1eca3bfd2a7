//! The closed vocabularies and the moments of the trade, as the document describes them.

use std::borrow::Cow;

use lianxin_domain::access::Role as R;
use lianxin_domain::clock::ClockKind as C;
use lianxin_domain::request::{
    Attitude as A, CallWindow, CommandKind as M, OrderRole as OR, OrderStage as OS, Solved as So, Stage as S,
    TaskKind as T,
};
use lianxin_domain::{Lang, Moment};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, SchemaFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The schema of a closed vocabulary: its codes, and what each means.
fn vocabulary(says: &str, words: &[(&'static str, &'static str, &'static str)]) -> RefOr<Schema> {
    let meaning: Vec<String> = words.iter().map(|(code, zh, en)| format!("`{code}` {zh} ({en})")).collect();
    let codes: Vec<&str> = words.iter().map(|(code, ..)| *code).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes))
        .description(Some(format!("{says}: {}", meaning.join(", "))))
        .into()
}

macro_rules! schemas {
    ($($name:ident: $of:ty, $says:literal;)*) => {$(
        #[doc = $says]
        pub(super) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words: Vec<_> = <$of>::ALL.iter().map(|word| (word.code(), word.name(Lang::Zh), word.name(Lang::En))).collect();
                vocabulary($says, &words)
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

schemas! {
    Grade: lianxin_domain::Grade, "How urgent";
    Kind: lianxin_domain::Kind, "What sort of thing is asked";
    Channel: lianxin_domain::Channel, "The way it came in";
    Secrecy: lianxin_domain::Secrecy, "How far it is closed to view";
    Stage: S, "Where a request stands";
    OrderStage: OS, "Where an order stands";
    OrderRole: OR, "What a unit is for a request";
    TaskKind: T, "What is to be done";
    ClockKind: C, "What is promised";
    Move: M, "A move of the transition table";
    Role: R, "What a person is there for";
    Solved: So, "Is it solved?";
    Attitude: A, "What the citizen thinks";
    AppealClaim: lianxin_domain::request::AppealClaim, "What an appeal is about";
    Exclusion: lianxin_domain::city::Exclusion, "Why something is not counted";
    Audience: lianxin_domain::city::Audience, "Who is told";
    Occasion: lianxin_domain::request::Occasion, "What a message is about";
    Means: lianxin_domain::city::Means, "How somebody is told";
    PeriodClass: lianxin_domain::city::PeriodClass, "Which periods a topic follows";
    Asks: lianxin_domain::city::Answer, "What a question of the call-back asks for";
    Obstacle: lianxin_domain::request::refusal::Obstacle, "What stands against a move";
}

/// A moment in JSON: RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct At(pub(super) Moment);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = Moment::parse(&text);
        read.map(At)
            .map_err(|_| serde::de::Error::custom(format!("`{text}` is no moment such as 2025-03-03T09:00:00+08:00")))
    }
}

impl PartialSchema for At {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A moment, RFC 3339. Answers are in UTC."))
            .examples([serde_json::json!("2025-03-03T01:00:00Z")])
            .into()
    }
}

impl ToSchema for At {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Moment")
    }
}

/// Hours of a day in JSON: `{ "from": "09:00", "until": "18:30" }`, in the city's zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Window(pub(super) CallWindow);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    from: String,
    until: String,
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let said = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Hours { from: said(self.0.from), until: said(self.0.until) }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Hours { from, until } = Hours::deserialize(deserializer)?;
        let read = |text: &str| {
            minute(text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no time of day such as 09:30")))
        };
        Ok(Window(CallWindow { from: read(&from)?, until: read(&until)? }))
    }
}

/// The minute of the day of `09:30`; `24:00` is the end of the day.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() == 2);
    let (hours, minutes) = (part(hours)?, part(minutes).filter(|minutes| *minutes < 60)?);
    let all = hours * 60 + minutes;
    (all <= 24 * 60).then_some(all)
}

impl PartialSchema for Window {
    fn schema() -> RefOr<Schema> {
        let time = |says: &str| {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some(says))
                .examples([serde_json::json!("09:00")])
        };
        ObjectBuilder::new()
            .property("from", time("The first minute, `HH:MM`."))
            .property(
                "until",
                time("The minute after the last, later than `from`, `HH:MM`; `24:00` is the end of the day."),
            )
            .required("from")
            .required("until")
            .description(Some("Hours of a day in the city's zone."))
            .into()
    }
}

impl ToSchema for Window {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Window")
    }
}
