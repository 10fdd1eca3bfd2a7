//! `POST /api/requests/{number}/answer`: answers at once and closes.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Answers at once and closes.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "answer": "疫苗接种点每天 8:30 至 17:00 开放。" }))]
pub(in crate::api) struct AnswerBody {
    /// What the citizen was told.
    answer: String,
    /// Knowledge entries that were used.
    #[serde(default)]
    knowledge: Vec<String>,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Answers at once and closes.
#[utoipa::path(
    post, path = "/api/requests/{number}/answer", tag = "requests", operation_id = "answer",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AnswerBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn answer(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<AnswerBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen.or(body.version), Need::Version), move |_| Command::Answer {
        answer: body.answer.clone(),
        knowledge: body.knowledge.clone(),
    })
    .await
}
