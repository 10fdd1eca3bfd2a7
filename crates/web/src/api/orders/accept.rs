//! `POST /api/requests/{number}/orders/{order}/accept`: accepts an order.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Accepts an order.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct AcceptBody {
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Accepts an order.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/accept", tag = "orders", operation_id = "accept",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AcceptBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn accept(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AcceptBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen.or(body.version), Need::Version), move |_, order| {
        Command::Accept { order }
    })
    .await
}
