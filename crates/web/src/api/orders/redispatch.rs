//! `POST /api/requests/{number}/orders/{order}/redispatch`: grants a return: another unit takes the place of the one that asked.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, OrderRole, Target};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Grants a return: another unit takes the place of the one that asked.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "unit": "swj", "reason": "按职责清单由水务局办理" }))]
pub(in crate::api) struct RedispatchBody {
    /// Code of the unit that shall act now.
    unit: String,
    /// Why; it becomes the opinion for the new unit. Empty: the old opinion goes along.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Grants a return: another unit takes the place of the one that asked.
///
/// The new order has the role of the old one. After as many dispatches as the policy says it is designated: it cannot be returned any more.
/// For a part that was passed down the unit above decides, for the rest the centre.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/redispatch", tag = "orders", operation_id = "redispatch",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RedispatchBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn redispatch(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<RedispatchBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |cx, order| Command::Redispatch {
        order,
        to: Target { order: cx.id(), unit: body.unit.as_str().into(), role: OrderRole::Lead },
        reason: body.reason.clone(),
    })
    .await
}
