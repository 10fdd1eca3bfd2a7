//! The one way in which a form does something: `POST /requests/{number}/{verb}`, `POST /requests/{number}/orders/{order}/{verb}`,
//! `POST /tasks/{task}/{claim|release|pass-on|told}`. A form carries `version` (what was seen) and `back` (where to return).

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use lianxin_app::act::{ActError, Expected, act};
use lianxin_app::{Tx, pass_on, view};
use lianxin_domain::request::Command;
use lianxin_domain::{OrderId, TaskId};

use super::command::command;
use crate::caller::{self, SignedIn};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::state::Web;

/// `POST /requests/{number}/{verb}`
pub async fn on_request(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, verb)): Path<(String, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    carry_out(web, who, headers, form, number, None, verb).await
}

/// `POST /requests/{number}/orders/{order}/{verb}`
pub async fn on_order(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, order, verb)): Path<(String, OrderId, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    carry_out(web, who, headers, form, number, Some(order), verb).await
}

/// `POST /tasks/{task}/{verb}`
pub async fn on_task(
    State(web): State<Web>,
    who: SignedIn,
    Path((task, verb)): Path<(TaskId, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let (cx, sent) = (who.cx.clone(), form.clone());
    let done = web
        .write(move |tx| -> Result<_, Failure> {
            let command = task_command(tx, &sent, task, &verb)?.ok_or(Failure::NotFound)?;
            let id = view::id_by_task(tx, &cx, task)?.ok_or(ActError::NoSuchRequest)?;
            let kind = command.kind();
            Ok((act(tx, &cx, id, Expected::Any, command)?.number, kind))
        })
        .await;
    match done {
        Ok((number, kind)) => returned(&who, &form, &number, kind.name(who.lang())),
        Err(failure) => frame::refusal(&web, &who, scripted(&headers), &failure),
    }
}

fn task_command(tx: &mut Tx, form: &Form, task: TaskId, verb: &str) -> Result<Option<Command>, Failure> {
    let note = || form.text("note").trim().to_owned();
    Ok(Some(match verb {
        "claim" => Command::Claim { task },
        "release" => Command::Release { task },
        "pass-on" => Command::PassOn { task, to: pass_on::receiver(tx, form.text("to"))?, note: note() },
        "told" => Command::Told { task, note: note() },
        _ => return Ok(None),
    }))
}

async fn carry_out(
    web: Web,
    who: SignedIn,
    headers: HeaderMap,
    form: Form,
    number: String,
    order: Option<OrderId>,
    verb: String,
) -> Response {
    let (cx, sent, wanted) = (who.cx.clone(), form.clone(), number.clone());
    let done = web
        .write(move |tx| -> Result<_, Failure> {
            let id = view::id_by_number(tx, &cx, &wanted)?.ok_or(ActError::NoSuchRequest)?;
            let command = command(tx, &cx, &sent, order, &verb)?.ok_or(Failure::NotFound)?;
            let kind = command.kind();
            act(tx, &cx, id, expected(&sent, order), command)?;
            Ok(kind)
        })
        .await;
    match done {
        Ok(kind) => returned(&who, &form, &number, kind.name(who.lang())),
        Err(failure) => frame::refusal(&web, &who, scripted(&headers), &failure),
    }
}

fn expected(form: &Form, order: Option<OrderId>) -> Expected {
    match (form.number("version"), order) {
        (Some(version), Some(_)) => Expected::Order(version),
        (Some(version), None) => Expected::Request(version),
        (None, _) => Expected::Any,
    }
}

pub(crate) fn scripted(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

/// Back to where the form stood, with a word about what was done.
fn returned(who: &SignedIn, form: &Form, number: &str, what: &str) -> Response {
    let back = form.text("back");
    let to = if caller::is_path(back) { back.to_owned() } else { format!("/requests/{number}") };
    let said = Flash::done(who.lang().pick(format!("{number} {what}：已记录"), format!("{number}: {what} — recorded")));
    (StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, said.set_cookie()), (header::LOCATION, to)]))
        .into_response()
}
