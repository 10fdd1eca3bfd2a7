//! The panel at the side of a list: a detail and the form for the next step, without leaving the list.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Icon;

/// The empty panel at the end of a page with a list. A row link with `data-panel=<id>` loads its address's `<main>` into it;
/// Escape closes it and gives the focus back. Without script the link simply leads there.
pub fn side_panel(lang: Lang, id: &str, label: &str) -> Markup {
    html! { lx-side-panel id=(id) { (frame(lang, id, label, &html! {})) } }
}

/// The panel, open, with its content: for the style guide and for pages that arrive with it open.
pub fn side_panel_open(lang: Lang, id: &str, label: &str, content: &Markup) -> Markup {
    html! { lx-side-panel id=(id) open { (frame(lang, id, label, content)) } }
}

/// Links and forms inside come back into the panel and leave the address of the list alone.
fn frame(lang: Lang, id: &str, label: &str, content: &Markup) -> Markup {
    let boost = format!(r##"target:"#{id}-body" select:"#main > :not(#said)" swap:innerHTML push:false"##);
    html! {
        aside.side aria-label=(label) {
            header.side-head {
                h2.side-title { (label) }
                button.btn.btn-quiet.btn-icon type="button" data-close title=(lang.pick("关闭（Esc）", "Close (Esc)")) {
                    (Icon::X) span.vh { (lang.pick("关闭", "Close")) }
                }
            }
            div.side-body id={ (id) "-body" } hx-boost:inherited=(boost) { (content) }
        }
    }
}
