//! The place picker (地点): district, street, community.

use lianxin_domain::Lang;
use maud::{Markup, Render as _};

use super::Icon;
use super::picker::{Pick, Picker};

/// What a place picker shows.
#[derive(Clone, Debug)]
pub struct PlacePicker<'a> {
    /// The field's name; its value is the place's code.
    pub name: &'a str,
    /// The places to pick from.
    pub places: &'a [Pick<'a>],
    /// The code chosen now; empty for none.
    pub value: &'a str,
    /// Where to ask for more, if `places` is not everything.
    pub source: Option<&'a str>,
    /// What is wrong.
    pub error: Option<&'a str>,
    /// The form cannot be sent without it.
    pub required: bool,
}

/// Picks the place that a request is about. `Alt+P` leads here.
pub fn place_picker(lang: Lang, of: &PlacePicker<'_>) -> Markup {
    Picker {
        name: of.name,
        label: lang.pick("地点", "Place"),
        picks: of.places,
        value: of.value,
        source: of.source,
        placeholder: lang.pick("区、街道、社区，或拼音首字母", "District, street or community"),
        hint: None,
        error: of.error,
        key: Some("Alt+P"),
        required: of.required,
        icon: Icon::MapPin,
    }
    .render()
}
