//! `POST /api/requests/{number}/orders/{order}/decide-undue`: agrees that a demand is beyond duty, or sends the report back.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Agrees that a demand is beyond duty, or sends the report back.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "agreed": true, "reason": "产权清楚，解释到位" }))]
pub(in crate::api) struct DecideUndueBody {
    /// It is: the order is approved and not counted.
    agreed: bool,
    /// Why; if it is not, the unit reads this as what is to be done.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Agrees that a demand is beyond duty, or sends the report back.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/decide-undue", tag = "orders", operation_id = "decide_undue",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = DecideUndueBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn decide_undue(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<DecideUndueBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::DecideUndue {
        order,
        agreed: body.agreed,
        reason: body.reason.clone(),
    })
    .await
}
