//! `GET /public/request` and `GET /public/files/{id}`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use lianxin_app::{ActError, public};
use lianxin_domain::FileId;

use super::forms::Sent;
use super::opened::{self, Opened};
use super::{page as pages, story};
use crate::failure::Failure;
use crate::frame;
use crate::pages::file::{Kept, answer};
use crate::state::Web;

/// The request, its story, and what the citizen can do.
pub(super) async fn page(State(web): State<Web>, opened: Opened) -> Response {
    draw(&web, &opened, StatusCode::OK, None).await
}

/// Draws the page, after a refusal with what was sent and what is wrong with it.
pub(super) async fn draw(web: &Web, opened: &Opened, status: StatusCode, sent: Option<&Sent>) -> Response {
    let id = opened.id;
    match web.read(move |tx| public::view(tx, id)).await {
        Ok(view) => {
            let main = pages::page(&opened.cx, &view, opened.flash.as_ref(), sent);
            let markup = frame::public_page(web, opened.look, "/public/request", &view.request.number, &main);
            let mut response = (status, Html(markup.into_string())).into_response();
            opened::keep_open(&mut response, web, opened);
            response
        }
        Err(error) => frame::failure_page(web, opened.look, None, &Failure::Act(error)),
    }
}

/// A file that stands in the story.
pub(super) async fn file(
    State(web): State<Web>,
    opened: Opened,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = match file.parse::<FileId>() {
        Ok(file) => read(&web, &opened, file, &headers).await,
        Err(_) => Err(Failure::NotFound),
    };
    found.unwrap_or_else(|failure| frame::failure_page(&web, opened.look, None, &failure))
}

async fn read(web: &Web, opened: &Opened, wanted: FileId, headers: &HeaderMap) -> Result<Response, Failure> {
    let id = opened.id;
    let view = web.read(move |tx| public::view(tx, id)).await.map_err(Failure::Act)?;
    let told = view.entries.iter().any(|entry| story::files(entry).contains(&wanted));
    let file =
        view.files.into_iter().find(|file| told && file.id == wanted).ok_or(Failure::Act(ActError::NoSuchRequest))?;
    let store = web.app.files.clone();
    let (name, media, digest) = (file.name.clone(), file.media.clone(), file.digest.clone());
    answer(Kept { name, media, digest, read: Box::new(move || store.read(&file)) }, headers).await
}
