//! `PUT /desk/draft`: what is typed, each second. `POST /desk/draft/discard`: the caller has hung up.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lianxin_app::drafts::{self, DRAFT_BYTES_MAX};

use super::{SLOT, fields};
use crate::caller::{SignedIn, encode};
use crate::failure::Failure;
use crate::form::{self, Form};
use crate::frame;
use crate::state::Web;

/// Saves the form. 204 with `x-draft-version`; 409 when another window has saved since; 401 when the session has ended, so that the
/// browser keeps its copy (a redirect to the sign-in page would look like success).
pub(super) async fn save(State(web): State<Web>, who: Result<SignedIn, Response>, request: Request) -> Response {
    let Ok(who) = who else { return StatusCode::UNAUTHORIZED.into_response() };
    if let Err(failure) = who.require(frame::DESK) {
        return failure.into_problem(who.lang());
    }
    let form = match form::read(request, &web).await {
        Ok(form) => form,
        Err(failure) => return failure.into_problem(who.lang()),
    };
    let text = fields::encoded(&form);
    if text.len() > DRAFT_BYTES_MAX {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let (cx, account) = (who.cx.clone(), who.session.account);
    let version = form.number("version").unwrap_or(0).saturating_add(1);
    match web.write(move |tx| drafts::save(tx, &cx, account, SLOT, version, &text)).await {
        Ok(true) => (StatusCode::NO_CONTENT, [("x-draft-version", version.to_string())]).into_response(),
        Ok(false) => StatusCode::CONFLICT.into_response(),
        Err(error) => Failure::Store(error).into_problem(who.lang()),
    }
}

/// Throws the draft away, and goes on with the call that waits.
pub(super) async fn discard(State(web): State<Web>, who: SignedIn, form: Form) -> Response {
    let account = who.session.account;
    match web.write(move |tx| drafts::discard(tx, account, SLOT)).await {
        Ok(()) => match form.given("phone") {
            Some(phone) => Redirect::to(&format!("/desk?phone={}", encode(phone))).into_response(),
            None => Redirect::to("/desk").into_response(),
        },
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}
