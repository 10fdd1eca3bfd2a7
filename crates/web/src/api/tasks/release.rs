//! `POST /api/tasks/{task}/release`.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;

use crate::api::call::{Answer, Writes};
use crate::api::moves::{self, Moved};
use crate::state::Web;

/// Gives a task back to its pool.
#[utoipa::path(
    post, path = "/api/tasks/{task}/release", tag = "tasks", operation_id = "release",
    params(("task" = Uuid, Path, description = "The task's id.")),
    responses((status = 200, description = "Done; this is where its request stands now.", body = Moved)),
)]
pub(in crate::api) async fn release(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(task): Path<String>,
) -> Answer {
    moves::on_task(&web, caller, &task, |task| Command::Release { task }).await
}
