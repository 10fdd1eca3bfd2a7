//! `POST /api/requests/{number}/orders/{order}/milestone-done`: notes that the next milestone of a parked order is done; the citizen reads it.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Notes that the next milestone of a parked order is done; the citizen reads it.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "设计已完成并公示" }))]
pub(in crate::api) struct MilestoneDoneBody {
    /// What was done.
    #[schema(max_length = 20_000)]
    text: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Notes that the next milestone of a parked order is done; the citizen reads it.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/milestone-done", tag = "orders", operation_id = "milestone_done",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = MilestoneDoneBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn milestone_done(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<MilestoneDoneBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::MilestoneDone {
        order,
        note: body.text.clone(),
    })
    .await
}
