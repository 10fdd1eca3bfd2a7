//! `POST /api/tasks/{task}/told`.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Writes};
use crate::api::moves::{self, Moved};
use crate::state::Web;

/// What came of a call in place of a message.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "值班员李某已接，立即安排" }))]
pub(in crate::api) struct ToldBody {
    /// Who was told, and what he said.
    #[schema(max_length = 20_000)]
    text: String,
}

/// Notes that somebody was told by phone, because a message could not be delivered or must be spoken.
#[utoipa::path(
    post, path = "/api/tasks/{task}/told", tag = "tasks", operation_id = "told",
    params(("task" = Uuid, Path, description = "The id of a task of the kind `tell`.")),
    request_body = ToldBody,
    responses((status = 200, description = "Done; this is where its request stands now.", body = Moved)),
)]
pub(in crate::api) async fn told(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(task): Path<String>,
    Body(body): Body<ToldBody>,
) -> Answer {
    moves::on_task(&web, caller, &task, move |task| Command::Told { task, note: body.text.clone() }).await
}
