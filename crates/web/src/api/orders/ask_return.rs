//! `POST /api/requests/{number}/orders/{order}/ask-return`: asks to give an order back to whoever sent it.

use axum::extract::{Path, State};
use lianxin_domain::FileId;
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Why an order should go back, and to whom instead.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "not_our_duty", "basis": "河道两岸 50 米内由水务部门管理（职责清单第 12 项）", "unit": "swj" }))]
pub(in crate::api) struct AskReturnBody {
    /// Code of the reason, from `GET /api/city/returns`.
    reason: String,
    /// The law, or the list of duties, that it rests on; needed where the reason says so.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    basis: String,
    /// Code of the unit that should act instead; needed where the reason says so.
    unit: Option<String>,
    /// Files uploaded before; at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<Uuid>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Asks to give an order back to whoever sent it.
///
/// Possible until `return_until` of the order. The handling period keeps running. Once it was refused it cannot be asked for again.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/ask-return", tag = "orders", operation_id = "ask_return",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AskReturnBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn ask_return(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AskReturnBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::AskReturn {
        order,
        reason: body.reason.clone(),
        basis: body.basis.clone(),
        suggested: body.unit.as_deref().map(Into::into),
        files: body.files.iter().copied().map(FileId).collect(),
    })
    .await
}
