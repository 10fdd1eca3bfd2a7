//! `POST /api/requests/{number}/ask-invalid`: asks a floor supervisor to mark a request as invalid.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Asks a floor supervisor to mark a request as invalid.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "多次来电无诉求，仅辱骂" }))]
pub(in crate::api) struct AskInvalidBody {
    /// Why: no demand, abuse, silence.
    #[schema(max_length = 20_000)]
    reason: String,
}

/// Asks a floor supervisor to mark a request as invalid.
#[utoipa::path(
    post, path = "/api/requests/{number}/ask-invalid", tag = "requests", operation_id = "ask_invalid",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AskInvalidBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn ask_invalid(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<AskInvalidBody>,
) -> Answer {
    let seen = (seen, Need::Nothing);
    moves::on_request(&web, caller, &number, seen, move |_| Command::AskInvalid { reason: body.reason.clone() }).await
}
