//! `POST /api/requests/{number}/reply`: notes what the citizen replied.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Notes what the citizen replied.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "是 12 号楼。" }))]
pub(in crate::api) struct ReplyBody {
    /// What he said.
    text: String,
    /// Files uploaded before.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// Notes what the citizen replied.
#[utoipa::path(
    post, path = "/api/requests/{number}/reply", tag = "requests", operation_id = "reply",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ReplyBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn reply(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<ReplyBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen, Need::Nothing), move |_| Command::CitizenReplied {
        text: body.text.clone(),
        files: body.files.iter().copied().map(FileId).collect(),
    })
    .await
}
