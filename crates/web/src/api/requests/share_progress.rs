//! `POST /api/requests/{number}/share-progress`: tells all who are attached to an incident how far it is.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Tells all who are attached to an incident how far it is.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "已更换管道，正在注水升温" }))]
pub(in crate::api) struct ShareProgressBody {
    /// How far.
    #[schema(max_length = 20_000)]
    text: String,
}

/// Tells all who are attached to an incident how far it is.
#[utoipa::path(
    post, path = "/api/requests/{number}/share-progress", tag = "requests", operation_id = "share_progress",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ShareProgressBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn share_progress(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<ShareProgressBody>,
) -> Answer {
    let seen = (seen, Need::Nothing);
    moves::on_request(&web, caller, &number, seen, move |_| Command::ShareProgress { text: body.text.clone() }).await
}
