//! Figures at a glance.

use maud::{Markup, html};

use super::Tone;

/// One figure.
#[derive(Clone, Debug)]
pub struct Tile<'a> {
    /// What is counted.
    pub label: &'a str,
    /// The figure, formatted.
    pub figure: &'a str,
    /// Its unit, such as `件` or `%`.
    pub unit: &'a str,
    /// What it is compared with, such as `昨日同时 128`; empty for nothing.
    pub note: &'a str,
    /// Neutral unless somebody must act.
    pub tone: Tone,
    /// Where the things counted can be seen.
    pub href: Option<&'a str>,
}

/// The figures in one line.
pub fn tiles(tiles: &[Tile<'_>]) -> Markup {
    html! { ul.tiles { @for tile in tiles { li.tile.(tile.tone.class()) { (one(tile)) } } } }
}

fn one(tile: &Tile<'_>) -> Markup {
    html! {
        span.tile-label { @if let Some(href) = tile.href { a href=(href) { (tile.label) } } @else { (tile.label) } }
        span.tile-figure { (tile.figure) @if !tile.unit.is_empty() { small { (tile.unit) } } }
        @if !tile.note.is_empty() { span.tile-note { (tile.note) } }
    }
}
