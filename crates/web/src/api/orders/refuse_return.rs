//! `POST /api/requests/{number}/orders/{order}/refuse-return`: refuses a return: the unit keeps the order.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Refuses a return: the unit keeps the order.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "属贵单位职责清单第 7 项，请办理" }))]
pub(in crate::api) struct RefuseReturnBody {
    /// Why.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Refuses a return: the unit keeps the order.
///
/// The order goes back to where it stood; the unit may not ask again.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/refuse-return", tag = "orders", operation_id = "refuse_return",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RefuseReturnBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn refuse_return(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<RefuseReturnBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::RefuseReturn {
        order,
        reason: body.reason.clone(),
    })
    .await
}
