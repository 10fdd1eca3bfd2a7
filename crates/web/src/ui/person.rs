//! A person, masked. What is hidden is shown by a reveal with a reason, which is logged.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Button, Field, Icon, field::Choice};

/// Who asked, as far as this reader may see.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    /// `王**`, or the name if it was revealed.
    pub name: &'a str,
    /// `138****6021`, or the number if it was revealed.
    pub phone: &'a str,
    /// A short note, such as `河北廊坊 · 3 次来电`.
    pub note: &'a str,
    /// How the rest may be seen; `None` if this reader may not, or sees it already.
    pub reveal: Option<Reveal<'a>>,
}

/// The form that reveals an identity.
#[derive(Clone, Debug)]
pub struct Reveal<'a> {
    /// Where it posts `reason` and `note`.
    pub action: &'a str,
    /// The reasons to choose from.
    pub reasons: &'a [Choice<'a>],
}

/// The person with the reveal form folded behind a button.
pub fn person(lang: Lang, who: &Person<'_>) -> Markup {
    html! {
        div.person {
            span.person-face aria-hidden="true" { (Icon::User) }
            div.person-lines {
                p { strong { (who.name) } " " span.num { (who.phone) } }
                @if !who.note.is_empty() { p.quiet { (who.note) } }
            }
            @if let Some(reveal) = &who.reveal { (reveal_form(lang, reveal)) }
        }
    }
}

fn reveal_form(lang: Lang, reveal: &Reveal<'_>) -> Markup {
    html! {
        details.reveal {
            summary.btn.btn-small { (Icon::Eye) (lang.pick("显示", "Reveal")) }
            form.pop method="post" action=(reveal.action) {
                p.quiet { (lang.pick("查看身份会记入流水，本人可以看到是谁、为什么看。", "A look at an identity is recorded; the person can see who looked and why.")) }
                (Field::select("reason", lang.pick("理由", "Reason"), reveal.reasons).of_form("reveal").required())
                (Field::text("note", lang.pick("说明", "Note")).of_form("reveal").max_chars(200))
                (Button::primary(lang.pick("显示身份", "Reveal identity")))
            }
        }
    }
}
