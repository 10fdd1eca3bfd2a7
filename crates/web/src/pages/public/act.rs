//! `POST /public/request/{verb}`: the citizen answers, supplements, urges, rates, withdraws, objects. What is refused stands in its form again.

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use lianxin_app::act::{Expected, act as carry_out};
use lianxin_app::public;
use lianxin_domain::request::Command;
use lianxin_domain::{FileId, Lang};

use super::forms::Sent;
use super::opened::Opened;
use super::show;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::{self, Form};
use crate::frame;
use crate::pages::request::command::survey;
use crate::state::Web;
use crate::ui::FieldError;

pub(super) async fn act(
    State(web): State<Web>,
    opened: Opened,
    Path(verb): Path<String>,
    request: Request,
) -> Response {
    // First whether there is anything to be done: what is refused anyway puts no file on the disk.
    let Some(wish) = Wish::of(&verb) else {
        return frame::failure_page(&web, opened.look, None, &Failure::NotFound);
    };
    let (cx, id) = (opened.cx.clone(), opened.id);
    if let Err(error) = web.read(move |tx| public::may(tx, &cx, id, wish.command(&Form::default(), Vec::new()))).await {
        return refused(&web, &opened, verb, Form::default(), &Failure::Act(error)).await;
    }
    let read = if wish.takes_files() {
        form::read(request, &web).await
    } else {
        form::read_without_files(request, &web).await
    };
    let form = match read {
        Ok(form) => form,
        Err(failure) => return frame::failure_page(&web, opened.look, None, &failure),
    };
    let (cx, sent) = (opened.cx.clone(), form.clone());
    let done = web
        .write(move |tx| -> Result<(), Failure> {
            let files = sent.file_ids(tx, None)?;
            carry_out(tx, &cx, id, Expected::Any, wish.command(&sent, files))?;
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

/// What the citizen can do here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wish {
    Reply,
    Supplement,
    Urge,
    Rate,
    Withdraw,
    Reopen,
}

impl Wish {
    fn of(verb: &str) -> Option<Wish> {
        match verb {
            "reply" => Some(Wish::Reply),
            "supplement" => Some(Wish::Supplement),
            "urge" => Some(Wish::Urge),
            "rate" => Some(Wish::Rate),
            "withdraw" => Some(Wish::Withdraw),
            "reopen" => Some(Wish::Reopen),
            _ => None,
        }
    }

    fn takes_files(self) -> bool {
        matches!(self, Wish::Reply | Wish::Supplement)
    }

    fn command(self, form: &Form, files: Vec<FileId>) -> Command {
        let text = |name: &str| form.text(name).trim().to_owned();
        match self {
            Wish::Reply => Command::CitizenReplied { text: text("text"), files },
            Wish::Supplement => Command::Supplement { text: text("supplement"), files },
            Wish::Urge => Command::Urge { text: text("text") },
            Wish::Rate => Command::Rate { survey: survey(form) },
            Wish::Withdraw => Command::Withdraw { reason: text("reason") },
            Wish::Reopen => Command::Reopen { reason: text("reason") },
        }
    }
}

fn done_text(lang: Lang, verb: &str) -> &'static str {
    match verb {
        "reply" => lang.pick("已收到您的答复，继续办理", "Your answer has come in; we go on"),
        "urge" => lang.pick("已催办，承办单位会看到", "Urged: the unit will see it"),
        "rate" => lang.pick("谢谢您的评价", "Thank you for your rating"),
        "withdraw" => lang.pick("已收到您的撤回申请", "Your wish to withdraw has come in"),
        "reopen" => lang.pick("已收到，重新办理", "It has come in, and is done again"),
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
        ("withdraw" | "reopen", _) => "reason",
        _ => rule,
    }
}
