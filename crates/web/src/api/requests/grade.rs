//! `POST /api/requests/{number}/grade`: changes how urgent it is.

use axum::extract::{Path, State};
use lianxin_domain::Grade;
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words;
use crate::state::Web;

/// Changes how urgent it is.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grade": "urgent", "reason": "整栋楼停暖" }))]
pub(in crate::api) struct GradeBody {
    /// How urgent from now on.
    #[schema(value_type = words::Grade)]
    grade: Grade,
    /// Why.
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Changes how urgent it is.
#[utoipa::path(
    post, path = "/api/requests/{number}/grade", tag = "requests", operation_id = "grade",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = GradeBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn grade(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<GradeBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen.or(body.version), Need::Version), move |_| Command::ChangeGrade {
        grade: body.grade,
        reason: body.reason.clone(),
    })
    .await
}
