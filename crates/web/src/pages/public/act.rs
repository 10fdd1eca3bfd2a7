//! `POST /public/request/{verb}`: the citizen answers, supplements, urges, rates. What is refused stands in its form again.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use lianxin_app::act::{Expected, act as carry_out};
use lianxin_app::{Context, Tx};
use lianxin_domain::Lang;
use lianxin_domain::request::Command;

use super::forms::Sent;
use super::opened::Opened;
use super::show;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::pages::request::act::survey;
use crate::state::Web;
use crate::ui::FieldError;

pub(super) async fn act(State(web): State<Web>, opened: Opened, Path(verb): Path<String>, form: Form) -> Response {
    let (cx, id, sent, asked) = (opened.cx.clone(), opened.id, form.clone(), verb.clone());
    let done = web
        .write(move |tx| -> Result<(), Failure> {
            let command = command(tx, &cx, &sent, &asked)?;
            carry_out(tx, &cx, id, Expected::Any, command)?;
            Ok(())
        })
        .await;
    match done {
        Ok(()) => {
            let said = Flash::done(done_text(opened.look.lang, &verb));
            let headers = [(header::SET_COOKIE, said.set_cookie()), (header::LOCATION, "/public/request".to_owned())];
            (StatusCode::SEE_OTHER, AppendHeaders(headers)).into_response()
        }
        Err(failure) => refused(&web, &opened, verb, form, &failure).await,
    }
}

fn command(tx: &mut Tx, cx: &Context, form: &Form, verb: &str) -> Result<Command, Failure> {
    let text = |name: &str| form.text(name).trim().to_owned();
    Ok(match verb {
        "reply" => Command::CitizenReplied { text: text("text"), files: form.file_ids(tx, cx, None)? },
        "supplement" => Command::Supplement { text: text("supplement"), files: form.file_ids(tx, cx, None)? },
        "urge" => Command::Urge { text: text("text") },
        "rate" => Command::Rate { survey: survey(form) },
        _ => return Err(Failure::NotFound),
    })
}

fn done_text(lang: Lang, verb: &str) -> &'static str {
    match verb {
        "reply" => lang.pick("已收到您的答复，继续办理", "Your answer has come in; we go on"),
        "urge" => lang.pick("已催办，承办单位会看到", "Urged: the unit will see it"),
        "rate" => lang.pick("谢谢您的评价", "Thank you for your rating"),
        _ => lang.pick("已收到您补充的情况", "What you added has come in"),
    }
}

async fn refused(web: &Web, opened: &Opened, verb: String, form: Form, failure: &Failure) -> Response {
    failure.log();
    let lang = opened.look.lang;
    let mut errors: Vec<FieldError> = failure
        .fields(lang)
        .into_iter()
        .map(|error| FieldError::new(&format!("{verb}-{}", field(&verb, &error.field)), error.text))
        .collect();
    if errors.is_empty() {
        errors.push(FieldError::new(&format!("{verb}-{}", field(&verb, "text")), failure.say(lang)));
    }
    show::draw(web, opened, failure.kind().0, Some(&Sent { verb, form, errors })).await
}

/// The name of the field in the form, of the field in the rules.
fn field<'a>(verb: &str, rule: &'a str) -> &'a str {
    match (verb, rule) {
        ("rate", _) => "words",
        ("supplement", _) => "supplement",
        _ => rule,
    }
}
