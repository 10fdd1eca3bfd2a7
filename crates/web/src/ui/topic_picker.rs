//! The topic picker (主题): what a request is about.

use lianxin_domain::Lang;
use maud::{Markup, Render as _};

use super::Icon;
use super::picker::{Pick, Picker};

/// What a topic picker shows.
#[derive(Clone, Debug)]
pub struct TopicPicker<'a> {
    /// The field's name; its value is the topic's code.
    pub name: &'a str,
    /// The topics to pick from.
    pub topics: &'a [Pick<'a>],
    /// The code chosen now; empty for none.
    pub value: &'a str,
    /// Where to ask for more, if `topics` is not everything.
    pub source: Option<&'a str>,
    /// Why this topic is suggested, if it is.
    pub suggested_because: Option<&'a str>,
    /// What is wrong.
    pub error: Option<&'a str>,
    /// The form cannot be sent without it.
    pub required: bool,
}

/// Picks the topic of a request. `Alt+T` leads here.
pub fn topic_picker(lang: Lang, of: &TopicPicker<'_>) -> Markup {
    Picker {
        name: of.name,
        label: lang.pick("主题", "Topic"),
        picks: of.topics,
        value: of.value,
        source: of.source,
        placeholder: lang.pick("供暖、噪声、就医…或拼音首字母", "Heating, noise, hospital …"),
        hint: of.suggested_because,
        error: of.error,
        key: Some("Alt+T"),
        required: of.required,
        icon: Icon::Tag,
    }
    .render()
}
