//! The unit picker (派往): one lead and any number of supporting units.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::picker::{self, Pick};
use super::{Icon, keys};

/// What a unit picker shows.
#[derive(Clone, Debug)]
pub struct UnitPicker<'a> {
    /// The name of the field of the lead (主办); sent once.
    pub lead_name: &'a str,
    /// The name of the field of the supporting units (协办); sent once for each.
    pub support_name: &'a str,
    /// The units to pick from.
    pub units: &'a [Pick<'a>],
    /// The code of the lead; empty for none.
    pub lead: &'a str,
    /// The codes of the supporting units.
    pub support: &'a [&'a str],
    /// What is wrong.
    pub error: Option<&'a str>,
}

/// Picks the units that must act. The first picked leads; a click on a chip's role changes it. `Alt+D` leads here.
///
/// Without script these are two lists: one for the lead, one of several for the supporting units.
pub fn unit_picker(lang: Lang, of: &UnitPicker<'_>) -> Markup {
    let (lead_id, support_id) = (format!("f-{}", of.lead_name), format!("f-{}", of.support_name));
    html! {
        div.field.(of.error.map_or("is-fine", |_| "is-wrong")) {
            lx-picker data-multiple="units" data-key="Alt+D" data-label=(lang.pick("派往", "Send to")) {
                label.label for=(lead_id) { (Icon::Building2) span { (lang.pick("主办", "Lead")) } kbd aria-hidden="true" { (keys::shown("Alt+D")) } }
                select.input id=(lead_id) name=(of.lead_name) data-role="lead" {
                    option value="" { (lang.pick("选择主办单位，可输拼音首字母", "The unit that leads")) }
                    @for unit in of.units { (picker::option(unit, unit.code == of.lead)) }
                }
                label.label for=(support_id) { (lang.pick("协办", "Supporting")) }
                select.input id=(support_id) name=(of.support_name) multiple size="4" data-role="support" {
                    @for unit in of.units { (picker::option(unit, of.support.contains(&unit.code))) }
                }
            }
            @if let Some(error) = of.error { p.field-error { (Icon::CircleAlert) (error) } }
        }
    }
}
