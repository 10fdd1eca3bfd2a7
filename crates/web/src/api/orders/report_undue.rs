//! `POST /api/requests/{number}/orders/{order}/report-undue`: reports that the demand is beyond duty, or unreasonable.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::{Command, Report, Solved, Undue};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// A report that says why it cannot be done.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "is_true": true, "contacted": true, "why_not": "小区内部管道由业主共有", "internal": "已现场核实产权", "public_reply": "该管道属业主共有部分，请联系物业启用维修资金。", "reason": "beyond_duty", "basis": "《民法典》第二百八十一条", "told": "已当面解释并留下物业电话" }))]
pub(in crate::api) struct ReportUndueBody {
    /// The demand is true.
    is_true: bool,
    /// The citizen was contacted.
    contacted: bool,
    /// Why it is not solved.
    #[schema(max_length = 20_000)]
    why_not: String,
    /// The account for colleagues.
    #[schema(max_length = 20_000)]
    internal: String,
    /// The reply for the citizen.
    #[schema(max_length = 20_000)]
    public_reply: String,
    /// Code of the class, from `GET /api/city/undue`.
    reason: String,
    /// The law that it rests on.
    #[schema(max_length = 20_000)]
    basis: String,
    /// How it was explained to the citizen.
    #[schema(max_length = 20_000)]
    told: String,
    /// Files uploaded before; at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<Uuid>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

impl From<&ReportUndueBody> for Report {
    fn from(body: &ReportUndueBody) -> Report {
        Report {
            is_true: body.is_true,
            contacted: body.contacted,
            solved: Solved::No,
            why_not: Some(body.why_not.clone()),
            internal: body.internal.clone(),
            public_reply: body.public_reply.clone(),
            files: body.files.iter().copied().map(FileId).collect(),
            undue: Some(Undue {
                class: body.reason.clone(),
                basis: body.basis.clone(),
                explanation: body.told.clone(),
            }),
        }
    }
}

/// Reports that the demand is beyond duty, or unreasonable.
///
/// Somebody who has not judged a report of this order before decides on it. If he agrees, the order is left out of the scores.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/report-undue", tag = "orders", operation_id = "report_undue",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ReportUndueBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn report_undue(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ReportUndueBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::ReportUndue {
        order,
        report: Box::new(Report::from(&body)),
    })
    .await
}
