//! `GET /api/requests/{number}`: a request with everything that the caller may see of it.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use lianxin_app::{ActError, view};

use crate::api::call::{self, Answer, Reads};
use crate::api::model::{self, RequestJson};
use crate::failure::Failure;
use crate::state::Web;

/// A request with its orders, clocks, tasks, files, journal, and what the caller may do now.
#[utoipa::path(
    get, path = "/api/requests/{number}", tag = "requests", operation_id = "show",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018")),
    responses((status = 200, description = "The request; `ETag` is its version.", body = RequestJson)),
)]
pub(in crate::api) async fn show(State(web): State<Web>, Reads(caller): Reads, Path(number): Path<String>) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let number = call::number(&cx.city.code, &number).map_err(&refuse)?;
    let asked = cx.clone();
    let found = web
        .read(move |tx| {
            let id = view::id_by_number(tx, &asked, &number)?.ok_or(ActError::NoSuchRequest)?;
            view::view(tx, &asked, id)
        })
        .await;
    let view = found.map_err(|error| refuse(Failure::Act(error)))?;
    Ok(([call::etag(view.request.version)], axum::Json(model::request(&view, &cx))).into_response())
}
