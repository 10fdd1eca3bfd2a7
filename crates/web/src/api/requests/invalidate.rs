//! `POST /api/requests/{number}/invalidate`: marks a request as invalid, or says that it is not.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Marks a request as invalid, or says that it is not.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "agreed": true, "reason": "已听录音，无有效诉求" }))]
pub(in crate::api) struct InvalidateBody {
    /// It is invalid, and ends.
    agreed: bool,
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Marks a request as invalid, or says that it is not.
#[utoipa::path(
    post, path = "/api/requests/{number}/invalidate", tag = "requests", operation_id = "invalidate",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = InvalidateBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn invalidate(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<InvalidateBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Invalidate {
        agreed: body.agreed,
        reason: body.reason.clone(),
    })
    .await
}
