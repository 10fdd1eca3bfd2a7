//! `POST /api/requests/{number}/triage`: sends a request to joint assessment.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Sends a request to joint assessment.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "涉及多个部门，职责不清" }))]
pub(in crate::api) struct TriageBody {
    /// Why one dispatcher cannot decide.
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Sends a request to joint assessment.
#[utoipa::path(
    post, path = "/api/requests/{number}/triage", tag = "requests", operation_id = "triage",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = TriageBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn triage(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<TriageBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen.or(body.version), Need::Version), move |_| Command::SendToTriage {
        why: body.reason.clone(),
    })
    .await
}
