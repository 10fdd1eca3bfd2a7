//! The parts that pages are put together from: head, panels, facts, columns.

use maud::{Markup, html};

use super::badge;

/// The head of a page: what it is, one line about it, and what can be done.
pub fn page_head(title: &str, about: &Markup, actions: &Markup) -> Markup {
    html! { header.page-head { div { h1 { (title) } div.page-about { (about) } } div.actions { (actions) } } }
}

/// A framed part of a page with its title and what can be done at its head.
pub fn panel(title: &str, actions: &Markup, content: &Markup) -> Markup {
    html! { section.panel { header.panel-head { h2 { (title) } div.actions { (actions) } } div.panel-body { (content) } } }
}

/// A framed part that lists waiting things: its title carries their number.
pub fn queue(title: &str, waiting: usize, content: &Markup) -> Markup {
    html! { section.panel.queue { header.panel-head { h2 { (title) " " (badge::count(waiting)) } } div.panel-body { (content) } } }
}

/// Names and values, one pair a line.
pub fn facts(facts: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in facts { div { dt { (name) } dd { (value) } } } } }
}

/// The desk: columns side by side that scroll by themselves, so that the page does not. One below the other on a phone.
pub fn columns(columns: &[Markup]) -> Markup {
    html! { div.columns.(match columns.len() { 0 | 1 => "columns-1", 2 => "columns-2", _ => "columns-3" }) { @for column in columns { div.column { (column) } } } }
}

/// Two columns: the story wide, the state narrow.
pub fn story_and_state(story: &Markup, state: &Markup) -> Markup {
    html! { div.split { div.column { (story) } div.column { (state) } } }
}

/// The buttons at the end of a form.
pub fn form_foot(note: &Markup, buttons: &Markup) -> Markup {
    html! { footer.form-foot { div.quiet { (note) } div.actions { (buttons) } } }
}

/// A list of links to the parts of one thing.
pub fn tabs(label: &str, tabs: &[(&str, &str, bool)]) -> Markup {
    html! {
        nav.tabs aria-label=(label) { @for (text, href, here) in tabs { a href=(href) aria-current=[here.then_some("page")] { (text) } } }
    }
}

/// A folded explanation: why this grade, this unit, this moment.
pub fn why(question: &str, answer: &Markup) -> Markup {
    html! { details.why { summary { (question) } div.why-body { (answer) } } }
}

/// A page for a screen on the wall: larger, without bar and pointer.
pub fn wall(content: &Markup) -> Markup {
    html! { div.wall { (content) } }
}
