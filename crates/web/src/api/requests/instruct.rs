//! `POST /api/requests/{number}/instruct`: writes a leader's instruction on a request.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Writes a leader's instruction on a request.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "请区政府今日内恢复供热，并举一反三" }))]
pub(in crate::api) struct InstructBody {
    /// What.
    #[schema(max_length = 20_000)]
    text: String,
}

/// Writes a leader's instruction on a request.
#[utoipa::path(
    post, path = "/api/requests/{number}/instruct", tag = "requests", operation_id = "instruct",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = InstructBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn instruct(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<InstructBody>,
) -> Answer {
    let seen = (seen, Need::Nothing);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Instruct { text: body.text.clone() }).await
}
