//! `POST /api/requests/{number}/orders/{order}/report`: the unit reports what it has done.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::{Command, Report, Solved};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words;
use crate::state::Web;

/// What the unit has done.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_true": true, "contacted": true, "solved": "yes", "internal": "更换分区阀门，室温已达 20 度", "public_reply": "您家的暖气已恢复，感谢您的监督。" }))]
pub(in crate::api) struct ReportBody {
    /// The demand is true.
    is_true: bool,
    /// The citizen was contacted; needs a contact recorded before, or a file that proves it.
    contacted: bool,
    #[schema(value_type = words::Solved)]
    solved: Solved,
    /// Why not; required unless solved.
    why_not: Option<String>,
    /// The account for colleagues.
    internal: String,
    /// The reply for the citizen.
    public_reply: String,
    /// Evidence uploaded before.
    #[serde(default)]
    files: Vec<Uuid>,
    /// The version of the order that the report rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

impl From<&ReportBody> for Report {
    fn from(body: &ReportBody) -> Report {
        Report {
            is_true: body.is_true,
            contacted: body.contacted,
            solved: body.solved,
            why_not: body.why_not.clone(),
            internal: body.internal.clone(),
            public_reply: body.public_reply.clone(),
            files: body.files.iter().copied().map(FileId).collect(),
            undue: None,
        }
    }
}

/// Reports what was done.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/report", tag = "orders", operation_id = "report",
    params(
        ("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"),
        ("order" = Uuid, Path, description = "The order's id."),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")
    ),
    request_body = ReportBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn report(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ReportBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::Report {
        order,
        report: Box::new(Report::from(&body)),
    })
    .await
}
