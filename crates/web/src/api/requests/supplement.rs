//! `POST /api/requests/{number}/supplement`: adds to a request.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Adds to a request.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "supplement": "现场照片见附件" }))]
pub(in crate::api) struct SupplementBody {
    /// What is added.
    supplement: String,
    /// Files uploaded before.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// Adds to a request.
#[utoipa::path(
    post, path = "/api/requests/{number}/supplement", tag = "requests", operation_id = "supplement",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = SupplementBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn supplement(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<SupplementBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen, Need::Nothing), move |_| Command::Supplement {
        text: body.supplement.clone(),
        files: body.files.iter().copied().map(FileId).collect(),
    })
    .await
}
