//! `POST /api/requests/{number}/reopen`: opens a request again: after a withdrawal at any time, after its end while the citizen may object.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Opens a request again: after a withdrawal at any time, after its end while the citizen may object.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "两天后再次停暖" }))]
pub(in crate::api) struct ReopenBody {
    /// What is still wrong.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Opens a request again: after a withdrawal at any time, after its end while the citizen may object.
///
/// The lead unit acts again.
#[utoipa::path(
    post, path = "/api/requests/{number}/reopen", tag = "requests", operation_id = "reopen",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ReopenBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn reopen(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<ReopenBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Reopen { reason: body.reason.clone() }).await
}
