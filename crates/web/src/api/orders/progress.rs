//! `POST /api/requests/{number}/orders/{order}/progress`: tells how far it is; the citizen can read it.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Tells how far it is; the citizen can read it.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "抢修人员已到场" }))]
pub(in crate::api) struct ProgressBody {
    /// How far.
    text: String,
    /// Files uploaded before.
    #[serde(default)]
    files: Vec<Uuid>,
}

/// Tells how far it is; the citizen can read it.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/progress", tag = "orders", operation_id = "progress",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ProgressBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn progress(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ProgressBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen, Need::Nothing), move |_, order| Command::Progress {
        order,
        text: body.text.clone(),
        files: body.files.iter().copied().map(FileId).collect(),
    })
    .await
}
