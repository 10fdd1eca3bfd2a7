//! `GET /`: everybody lands where his work is; who has not signed in, on the public page.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use lianxin_domain::access::{Actor, Role};

use crate::caller;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// Where the work of this person is.
pub fn home_of(actor: &Actor) -> &'static str {
    let places: &[(&[Role], &str)] = &[
        (&[Role::Agent], "/desk"),
        (&[Role::Dispatcher], "/pool"),
        (&[Role::Handler], "/inbox"),
        (&[Role::Reviewer], "/review"),
        (&[Role::CallbackAgent, Role::NamedOfficer], "/callback"),
        (frame::POOL, "/pool"),
        (frame::READERS, "/requests"),
        (super::rules::READERS, "/rules"),
    ];
    places.iter().find(|(roles, _)| actor.is_one_of(roles)).map_or("/account", |(_, path)| path)
}

/// Leads on.
pub async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    match caller::session(&web, &headers).await {
        Ok(Some(session)) => Redirect::to(home_of(&session.actor)).into_response(),
        Ok(None) => Redirect::to("/sign-in").into_response(),
        Err(failure) => frame::failure_page(&web, caller::look(&headers), None, &failure),
    }
}

/// Every address that is none.
pub async fn not_found(State(web): State<Web>, uri: Uri, headers: HeaderMap) -> Response {
    if uri.path().starts_with("/api/") {
        return Failure::NotFound.into_problem(caller::language(&headers));
    }
    frame::failure_page(&web, caller::look(&headers), None, &Failure::NotFound)
}
