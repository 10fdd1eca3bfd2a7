//! `POST /api/requests/{number}/reveal`: who asked, for a reason that is written down.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use lianxin_app::{ActError, identity, view};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::{self, Answer, Body, Reveals};
use crate::failure::Failure;
use crate::state::Web;

/// Why the identity is needed.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "联系市民核实地址" }))]
pub(in crate::api) struct RevealBody {
    /// Kept in the journal; the citizen can read it.
    reason: String,
}

/// Who asked, in clear.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct Revealed {
    name: Option<String>,
    phone: Option<String>,
}

/// Shows who asked, and writes down who looked and why. Needs the scope `reveal`.
#[utoipa::path(
    post, path = "/api/requests/{number}/reveal", tag = "requests", operation_id = "reveal", security(("token" = ["reveal"]), ("session" = [])),
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018")),
    request_body = RevealBody,
    responses((status = 200, description = "Shown and written down.", body = Revealed)),
)]
pub(in crate::api) async fn reveal(
    State(web): State<Web>,
    Reveals(caller): Reveals,
    Path(number): Path<String>,
    Body(body): Body<RevealBody>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let number = call::number(&cx.city.code, &number).map_err(&refuse)?;
    let shown = web
        .write(move |tx| {
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            identity::reveal(tx, &cx, id, body.reason.clone())
        })
        .await;
    let clear = shown.map_err(|error| refuse(Failure::Act(error)))?;
    Ok(axum::Json(Revealed { name: clear.name, phone: clear.phone }).into_response())
}
