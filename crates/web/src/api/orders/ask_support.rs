//! `POST /api/requests/{number}/orders/{order}/ask-support`: asks the centre for another unit beside this one.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Asks the centre for another unit beside this one.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "unit": "wjw", "reason": "现场有人晕倒，需卫健部门配合" }))]
pub(in crate::api) struct AskSupportBody {
    /// Code of the unit that is needed; without it the centre chooses.
    unit: Option<String>,
    /// What for.
    #[schema(max_length = 20_000)]
    reason: String,
}

/// Asks the centre for another unit beside this one.
///
/// Granted by `add-support` of the request.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/ask-support", tag = "orders", operation_id = "ask_support",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AskSupportBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn ask_support(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AskSupportBody>,
) -> Answer {
    let seen = (seen, Need::Nothing);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::AskSupport {
        order,
        unit: body.unit.as_deref().map(Into::into),
        reason: body.reason.clone(),
    })
    .await
}
