//! What the citizens of the demonstration ask for: texts of our own, in the file beside.

use serde::Deserialize;

use lianxin_domain::{Grade, Kind};

const TEXT: &str = include_str!("situations.toml");

/// One thing that happens in a city, varied by place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Situation {
    /// The topic's code.
    pub topic: String,
    /// What sort of request.
    pub kind: Kind,
    /// How urgent, if more than ordinary or than the topic's floor.
    #[serde(default = "ordinary")]
    pub grade: Grade,
    /// Why it is urgent.
    #[serde(default)]
    pub because: String,
    /// One line; `{where}` is the estate or street.
    pub title: String,
    /// What happened.
    pub account: String,
    /// What is wanted.
    pub demand: String,
    /// What the citizen is told in the end.
    pub reply: String,
    /// The code of the reason for which it is refused.
    #[serde(default)]
    pub refusal: Option<String>,
    /// An agent can answer it at once.
    #[serde(default)]
    pub at_once: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    situation: Vec<Situation>,
}

fn ordinary() -> Grade {
    Grade::Ordinary
}

/// All of them.
pub(crate) fn read() -> Result<Vec<Situation>, toml::de::Error> {
    Ok(toml::from_str::<File>(TEXT)?.situation)
}
