//! `POST /api/tasks/{task}/claim`.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;

use crate::api::call::{Answer, Writes};
use crate::api::moves::{self, Moved};
use crate::state::Web;

/// Takes a task: nobody else works on it.
#[utoipa::path(
    post, path = "/api/tasks/{task}/claim", tag = "tasks", operation_id = "claim",
    params(("task" = Uuid, Path, description = "The task's id.")),
    responses((status = 200, description = "Done; this is where its request stands now.", body = Moved)),
)]
pub(in crate::api) async fn claim(State(web): State<Web>, Writes(caller): Writes, Path(task): Path<String>) -> Answer {
    moves::on_task(&web, caller, &task, |task| Command::Claim { task }).await
}
