//! `POST /api/requests/{number}/unmerge`: takes a merged request out again: it goes its own way.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Takes a merged request out again: it goes its own way.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "系户内阀门问题，与主单无关" }))]
pub(in crate::api) struct UnmergeBody {
    /// Why it is another matter.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Takes a merged request out again: it goes its own way.
#[utoipa::path(
    post, path = "/api/requests/{number}/unmerge", tag = "requests", operation_id = "unmerge",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = UnmergeBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn unmerge(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<UnmergeBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Unmerge { reason: body.reason.clone() }).await
}
