//! `POST /api/tasks/{task}/pass-on`.

use axum::extract::{Path, State};
use lianxin_app::pass_on::receiver;
use lianxin_domain::request::{Command, CommandKind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Writes};
use crate::api::moves::{self, Moved};
use crate::state::Web;

/// Who goes on with a task, and what he must know.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "to": "zuoxi2", "text": "市民要求 15 时后再打，已约好" }))]
pub(in crate::api) struct PassOnBody {
    /// The login of who takes over.
    to: String,
    /// Where it stands.
    #[schema(max_length = 20_000)]
    text: String,
}

/// Hands a claimed task to another person, with a word about where it stands.
///
/// By who claimed it, or by a floor supervisor. The other person must be one who could claim it himself.
#[utoipa::path(
    post, path = "/api/tasks/{task}/pass-on", tag = "tasks", operation_id = "pass_on",
    params(("task" = Uuid, Path, description = "The task's id.")),
    request_body = PassOnBody,
    responses((status = 200, description = "Done; this is where its request stands now.", body = Moved)),
)]
pub(in crate::api) async fn pass_on(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(task): Path<String>,
    Body(body): Body<PassOnBody>,
) -> Answer {
    moves::on_task_found(&web, caller, (&task, CommandKind::PassOn), move |tx, task| {
        let to = receiver(tx, &body.to)?;
        Ok(Command::PassOn { task, to, note: body.text.clone() })
    })
    .await
}
