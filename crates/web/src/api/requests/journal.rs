//! `GET /api/requests/{number}/journal`: what happened to a request.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use lianxin_app::{ActError, view};

use crate::api::call::{self, Answer, Reads};
use crate::api::story::{self, EntryJson};
use crate::failure::Failure;
use crate::state::Web;

/// What happened to a request, oldest first, with the hashes that chain it.
#[utoipa::path(
    get, path = "/api/requests/{number}/journal", tag = "requests", operation_id = "journal",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018")),
    responses((status = 200, description = "Every entry.", body = Vec<EntryJson>)),
)]
pub(in crate::api) async fn journal(
    State(web): State<Web>,
    Reads(caller): Reads,
    Path(number): Path<String>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let number = call::number(&cx.city.code, &number).map_err(&refuse)?;
    let chain = web
        .read(move |tx| {
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            let request = view::visible(tx, &cx, id)?;
            Ok::<_, ActError>(view::journal(tx, &cx, &request)?)
        })
        .await;
    let chain = chain.map_err(|error| refuse(Failure::Act(error)))?;
    Ok(axum::Json(chain.iter().map(story::entry).collect::<Vec<EntryJson>>()).into_response())
}
