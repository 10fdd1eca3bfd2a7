//! `POST /api/requests/{number}/orders/{order}/pass-down`: passes a part down to a unit below.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, OrderRole, Target};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Passes a part down to a unit below.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "unit": "hexi.taoyuan", "opinion": "请今日内到现场核实处理" }))]
pub(in crate::api) struct PassDownBody {
    /// Code of a unit below.
    unit: String,
    /// What it shall do.
    opinion: String,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Passes a part down to a unit below.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/pass-down", tag = "orders", operation_id = "pass_down",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = PassDownBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn pass_down(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<PassDownBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen.or(body.version), Need::Version), move |cx, order| {
        Command::PassDown {
            order,
            to: Target { order: cx.id(), unit: body.unit.as_str().into(), role: OrderRole::PassedDown },
            opinion: body.opinion.clone(),
        }
    })
    .await
}
