//! `POST /api/requests/{number}/urge`: urges: the citizen has called again.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Urges: the citizen has called again.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "家中有老人，盼尽快解决" }))]
pub(in crate::api) struct UrgeBody {
    /// What he said.
    #[serde(default)]
    text: String,
}

/// Urges: the citizen has called again.
#[utoipa::path(
    post, path = "/api/requests/{number}/urge", tag = "requests", operation_id = "urge",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = UrgeBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn urge(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<UrgeBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen, Need::Nothing), move |_| Command::Urge { text: body.text.clone() })
        .await
}
