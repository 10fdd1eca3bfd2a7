//! `POST /api/requests/{number}/refuse`: refuses a request: it is not the hotline's.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Refuses a request: it is not the hotline's.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "court_or_petition", "answer": "您反映的事项正在诉讼中，请向受理法院反映。" }))]
pub(in crate::api) struct RefuseBody {
    /// Code of the lawful reason (`GET /api/city/refusals`).
    reason: String,
    /// What the citizen was told, and where he can go.
    answer: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Refuses a request: it is not the hotline's.
#[utoipa::path(
    post, path = "/api/requests/{number}/refuse", tag = "requests", operation_id = "refuse",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RefuseBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn refuse(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<RefuseBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen.or(body.version), Need::Version), move |_| Command::Refuse {
        reason: body.reason.clone(),
        told: body.answer.clone(),
    })
    .await
}
