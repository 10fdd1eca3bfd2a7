//! `POST /api/requests/{number}/orders/{order}/contact`: notes that the unit contacted the citizen.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Notes that the unit contacted the citizen.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reached": true, "text": "已电话联系，约定当日 14 时上门" }))]
pub(in crate::api) struct ContactBody {
    /// He was reached.
    reached: bool,
    /// What was said.
    text: String,
}

/// Notes that the unit contacted the citizen.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/contact", tag = "orders", operation_id = "contact",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ContactBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn contact(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<ContactBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen, Need::Nothing), move |_, order| Command::Contact {
        order,
        reached: body.reached,
        note: body.text.clone(),
    })
    .await
}
