//! `GET /api/tasks`: what waits in the caller's pool, the most urgent and the soonest due first.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use lianxin_app::lists::{self, DueCursor, PAGE_ROWS_MAX, TaskLine};
use lianxin_domain::request::TaskKind;
use lianxin_domain::{Grade, Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::call::{self, Answer, Query, Reads};
use crate::api::model::LineJson;
use crate::api::words::{self, At};
use crate::failure::Failure;
use crate::state::Web;

/// Lines of a page, if the caller does not say.
const LINES: usize = 50;

/// Which tasks.
#[derive(Clone, Deserialize, IntoParams, Debug)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct TasksQuery {
    /// What is to be done.
    #[param(value_type = words::TaskKind)]
    kind: TaskKind,
    /// Goes on after a page: its `next`.
    after: Option<String>,
    /// Lines of a page, at most 200; 50 if not said.
    limit: Option<usize>,
}

/// A page of tasks.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct TasksJson {
    tasks: Vec<TaskLineJson>,
    /// `after` of the next page; null at the end.
    next: Option<String>,
}

/// A task with its request.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct TaskLineJson {
    id: Uuid,
    #[schema(value_type = words::TaskKind)]
    kind: TaskKind,
    order: Option<Uuid>,
    opened: At,
    due: Option<At>,
    claimed_by: Option<Uuid>,
    claimed_name: Option<String>,
    claimed: Option<At>,
    request: LineJson,
}

impl From<&TaskLine> for TaskLineJson {
    fn from(line: &TaskLine) -> TaskLineJson {
        TaskLineJson {
            id: line.id.0,
            kind: line.kind,
            order: line.order.map(|id| id.0),
            opened: At(line.opened),
            due: line.due.map(At),
            claimed_by: line.claimed_by.map(|by| by.0),
            claimed_name: line.claimed_name.clone(),
            claimed: line.claimed_at.map(At),
            request: LineJson::from(&line.request),
        }
    }
}

/// A place in a list by due moment, as text: grade, due (µs), id.
pub(in crate::api) fn cursor_text(cursor: DueCursor) -> String {
    let due = cursor.due.map_or_else(|| "never".to_owned(), |due| due.micros().to_string());
    format!("{}.{due}.{}", cursor.grade, cursor.id)
}

/// Reads [`cursor_text`].
pub(in crate::api) fn cursor(text: Option<&str>) -> Result<Option<DueCursor>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let read = || {
        let mut parts = text.splitn(3, '.');
        let grade = Grade::from_code(parts.next()?)?;
        let due = match parts.next()? {
            "never" => None,
            micros => Some(Moment(micros.parse().ok()?)),
        };
        Some(DueCursor { grade, due, id: parts.next()?.parse().ok()? })
    };
    read()
        .map(Some)
        .ok_or_else(|| Failure::Unreadable(StatusCode::BAD_REQUEST, "after: `next` of the page before".to_owned()))
}

/// What waits in the caller's pool.
#[utoipa::path(
    get, path = "/api/tasks", tag = "tasks", operation_id = "tasks",
    params(TasksQuery),
    responses((status = 200, description = "A page.", body = TasksJson)),
)]
pub(in crate::api) async fn tasks(
    State(web): State<Web>,
    Reads(caller): Reads,
    Query(query): Query<TasksQuery>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let after = cursor(query.after.as_deref()).map_err(&refuse)?;
    let limit = query.limit.unwrap_or(LINES).clamp(1, PAGE_ROWS_MAX);
    let found = web.read(move |tx| lists::tasks(tx, &cx, query.kind, after, limit)).await;
    let page = found.map_err(|error| refuse(Failure::Store(error)))?;
    let last = page.lines.last().filter(|_| page.more);
    let next = last.map(|line| cursor_text(DueCursor { grade: line.request.grade, due: line.due, id: line.id.0 }));
    Ok(axum::Json(TasksJson { tasks: page.lines.iter().map(TaskLineJson::from).collect(), next }).into_response())
}
