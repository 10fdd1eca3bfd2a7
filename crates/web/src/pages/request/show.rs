//! `GET /requests/{number}`, and `POST /requests/{number}/identity`, which shows who asked, once, with a reason.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::identity::{self, Clear};
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, Tx};

use super::page;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::Form;
use crate::frame::{self, Waiting};
use crate::state::Web;

/// The page.
pub async fn show(State(web): State<Web>, who: SignedIn, Path(number): Path<String>) -> Response {
    let cx = who.cx.clone();
    let loaded = web.read(move |tx| load(tx, &cx, &number)).await;
    answer(&web, &who, loaded, None)
}

/// The page with the identity in clear.
pub async fn identity(State(web): State<Web>, who: SignedIn, Path(number): Path<String>, form: Form) -> Response {
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
            answer(&web, &who, loaded, Some(&clear))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, number: &str) -> Result<(RequestView, Waiting), ActError> {
    let id = view::id_by_number(tx, cx, number)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

fn answer(web: &Web, who: &SignedIn, loaded: Result<(RequestView, Waiting), ActError>, clear: Option<&Clear>) -> Response {
    match loaded {
        Ok((view, waiting)) => {
            let main = page::page(&who.cx, &view, clear);
            frame::html_response(frame::page(who, waiting, &view.request.number, &main))
        }
        Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Act(error)),
    }
}
