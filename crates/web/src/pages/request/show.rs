//! `GET /requests/{number}`, and `POST /requests/{number}/identity`, which shows who asked, once, with a reason.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use lianxin_app::identity::{self, Clear};
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, Tx};
use lianxin_domain::request::TaskKind;
use lianxin_domain::{OrderId, TaskId};
use maud::Markup;

use serde::Deserialize;

use super::page;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::Form;
use crate::frame::{self, Waiting};
use crate::pages::{callback, inbox, tasks};
use crate::state::Web;

/// The page.
pub async fn show(State(web): State<Web>, who: SignedIn, Path(number): Path<String>) -> Response {
    let cx = who.cx.clone();
    let loaded = web.read(move |tx| load(tx, &cx, &number)).await;
    answer(&web, &who, loaded, |view| page::page(&who.cx, view, None))
}

/// The page from which a look is asked for; the request's own if neither is named.
#[derive(Deserialize, Debug)]
pub struct At {
    order: Option<OrderId>,
    task: Option<TaskId>,
}

/// The page with the identity in clear.
pub async fn identity(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    Query(at): Query<At>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let cx = who.cx.clone();
    let reason = match form.given("note") {
        Some(note) => format!("{}：{note}", form.text("reason")),
        None => form.text("reason").to_owned(),
    };
    let wanted = number.clone();
    let revealed = web
        .write(move |tx| -> Result<Clear, ActError> {
            let id = view::id_by_number(tx, &cx, &wanted)?.ok_or(ActError::NoSuchRequest)?;
            identity::reveal(tx, &cx, id, reason.clone())
        })
        .await;
    match revealed {
        Ok(clear) => {
            let cx = who.cx.clone();
            let loaded = web.read(move |tx| load(tx, &cx, &number)).await;
            answer(&web, &who, loaded, |view| match (at.order, at.task) {
                (Some(order), _) => inbox::detail::page(&who.cx, view, order, Some(&clear)),
                (None, Some(task)) if view.request.task(task).is_some_and(|task| task.kind == TaskKind::Callback) => {
                    callback::POOL.one_page(&who.cx, view, task, Some(&clear))
                }
                (None, Some(task)) => tasks::page::page(&who.cx, view, task, Some(&clear)),
                (None, None) => page::page(&who.cx, view, Some(&clear)),
            })
        }
        Err(error) => frame::refusal(&web, &who, headers.contains_key("hx-request"), &Failure::Act(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, number: &str) -> Result<(RequestView, Waiting), ActError> {
    let id = view::id_by_number(tx, cx, number)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

fn answer(
    web: &Web,
    who: &SignedIn,
    loaded: Result<(RequestView, Waiting), ActError>,
    page: impl FnOnce(&RequestView) -> Markup,
) -> Response {
    match loaded {
        Ok((view, waiting)) => frame::html_response(frame::page(who, waiting, &view.request.number, &page(&view))),
        Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Act(error)),
    }
}
