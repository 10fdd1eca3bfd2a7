//! How a call ends without a dispatch: answered at once, asked back, refused with the reason and the right door, or handed over to
//! police, fire or ambulance.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use lianxin_domain::Lang;
use lianxin_domain::city::{City, RefusalReason};
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::request::moves::endings::LINES;
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::SignedIn;
use crate::form::Form;
use crate::frame;
use crate::state::Web;
use crate::ui::field::Choice;
use crate::ui::{Button, Field, FieldError, Icon, errors};

/// What the citizen is told: why, and where to go instead.
pub(crate) fn told(reason: &RefusalReason, lang: Lang) -> String {
    format!("{}{}{}", reason.explanation.get(lang), lang.pick("", " "), reason.door.get(lang))
}

/// The reasons for which a request may be refused, behind an empty first line.
pub(crate) fn reasons(city: &City, lang: Lang) -> Vec<Choice<'_>> {
    let none = Choice { value: "", text: lang.pick("选择理由", "Choose a reason") };
    std::iter::once(none)
        .chain(city.refusals.iter().map(|reason| Choice { value: &reason.code, text: reason.name.get(lang) }))
        .collect()
}

/// The four ways, each with its field and its button; the one with an error stands open.
pub(super) fn ways(lang: Lang, city: &City, typed: &Form, wrong: &[FieldError]) -> Markup {
    let error = |name: &str| errors::of(wrong, name);
    let asks = error("question").is_some() || typed.given("question").is_some();
    let refuses = error("refusal").is_some() || error("told").is_some() || typed.given("refusal").is_some();
    let hands = error("line").is_some() || error("handed").is_some() || typed.given("line").is_some();
    let lines: Vec<Choice<'_>> = LINES.iter().map(|line| Choice { value: line, text: line }).collect();
    html! {
        section.panel.desk-ways {
            div.panel-body {
                (Field::area("answer", lang.pick("直接答复（读给来电人听的话）", "Answer at once (as told to the caller)"), 3)
                    .value(typed.text("answer")).error(error("answer")).max_chars(TEXT_CHARS_MAX).key("Alt+A"))
                details.way open[asks] {
                    summary data-key="Alt+Q" { (Icon::MessageSquare) (lang.pick("请市民补充", "Ask the citizen")) kbd aria-hidden="true" { "Alt Q" } }
                    div.way-body {
                        (Field::area("question", lang.pick("需要补充什么", "What is to be told"), 2).value(typed.text("question")).error(error("question")).max_chars(TEXT_CHARS_MAX))
                        (Button::plain(lang.pick("登记并请市民补充", "Register and ask")).sends("do", "ask"))
                    }
                }
                details.way open[refuses] {
                    summary data-key="Alt+R" { (Icon::X) (lang.pick("不予受理", "Refuse")) kbd aria-hidden="true" { "Alt R" } }
                    div.way-body {
                        div hx-get="/desk/refusal" hx-trigger="change" hx-include="#f-refusal" hx-target="#desk-told" hx-swap="outerHTML" {
                            (Field::select("refusal", lang.pick("理由", "Reason"), &reasons(city, lang)).value(typed.text("refusal")).error(error("refusal")))
                        }
                        (told_field(lang, typed.text("told"), error("told")))
                        (Button::danger(lang.pick("不予受理", "Refuse")).sends("do", "refuse"))
                    }
                }
                details.way open[hands] {
                    summary data-key="Alt+H" { (Icon::PhoneForwarded) (lang.pick("转 110/119/120/122", "Hand over to 110/119/120/122")) kbd aria-hidden="true" { "Alt H" } }
                    div.way-body {
                        (Field::radios("line", lang.pick("转给", "To"), &lines).value(typed.text("line")).error(error("line")))
                        (Field::area("handed", lang.pick("告知对方的情况", "What they were told"), 2).value(typed.text("handed")).error(error("handed")).max_chars(TEXT_CHARS_MAX))
                        (Button::plain(lang.pick("登记并转接", "Register and hand over")).sends("do", "hand-over"))
                    }
                }
            }
        }
    }
}

fn told_field(lang: Lang, value: &str, error: Option<&str>) -> Markup {
    html! {
        div id="desk-told" {
            (Field::area("told", lang.pick("告知来电人", "What the caller is told"), 4).value(value).error(error).max_chars(TEXT_CHARS_MAX))
        }
    }
}

/// A reason that was chosen.
#[derive(Deserialize, Debug)]
pub(super) struct Chosen {
    refusal: String,
}

/// `GET /desk/refusal`: the ready explanation of a reason, to be read aloud or changed.
pub(super) async fn fragment(State(web): State<Web>, who: SignedIn, Query(chosen): Query<Chosen>) -> Response {
    if let Err(failure) = who.require(frame::DESK) {
        return failure.into_problem(who.lang());
    }
    let ready = web.app.city().refusal(&chosen.refusal).map_or(String::new(), |reason| told(reason, Lang::Zh));
    told_field(who.lang(), &ready, None).into_response()
}
