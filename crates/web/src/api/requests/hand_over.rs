//! `POST /api/requests/{number}/hand-over`: hands a request over to police, fire, ambulance or traffic police.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Hands a request over to police, fire, ambulance or traffic police.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "119", "reason": "楼道冒烟，已三方通话转接" }))]
pub(in crate::api) struct HandOverBody {
    /// Which line: `110`, `119`, `120` or `122`.
    phone: String,
    /// What was said.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Hands a request over to police, fire, ambulance or traffic police.
#[utoipa::path(
    post, path = "/api/requests/{number}/hand-over", tag = "requests", operation_id = "hand_over",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = HandOverBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn hand_over(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<HandOverBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::HandOver {
        to: body.phone.clone(),
        reason: body.reason.clone(),
    })
    .await
}
