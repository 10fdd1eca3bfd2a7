//! `POST /api/requests/{number}/end-incident`: ends an incident: no more requests are attached.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Ends an incident: no more requests are attached.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "已恢复供热" }))]
pub(in crate::api) struct EndIncidentBody {
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Ends an incident: no more requests are attached.
#[utoipa::path(
    post, path = "/api/requests/{number}/end-incident", tag = "requests", operation_id = "end_incident",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = EndIncidentBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn end_incident(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<EndIncidentBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::EndIncident { reason: body.reason.clone() }).await
}
