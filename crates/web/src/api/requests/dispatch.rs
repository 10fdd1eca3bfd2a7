//! `POST /api/requests/{number}/dispatch`: sends a request to the units that must act.

use axum::extract::{Path, State};
use lianxin_app::Context;
use lianxin_domain::request::{Command, OrderRole, Target};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words;
use crate::state::Web;

/// Whom to send it to.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "to": [{ "unit": "hexi", "role": "lead" }, { "unit": "wjw", "role": "supporting" }], "opinion": "请今日内处理" }))]
pub(in crate::api) struct DispatchBody {
    /// Exactly one leads.
    to: Vec<To>,
    /// What they shall do.
    #[serde(default)]
    opinion: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// One unit.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct To {
    /// Code of the unit.
    unit: String,
    /// `lead` or `supporting`.
    #[schema(value_type = words::OrderRole)]
    role: OrderRole,
}

/// The targets, each with the id of its new order.
pub(super) fn targets(cx: &Context, to: &[To]) -> Vec<Target> {
    to.iter().map(|to| Target { order: cx.id(), unit: to.unit.as_str().into(), role: to.role }).collect()
}

/// Sends a request to the units that must act.
#[utoipa::path(
    post, path = "/api/requests/{number}/dispatch", tag = "requests", operation_id = "dispatch",
    params(
        ("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")
    ),
    request_body = DispatchBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn dispatch(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<DispatchBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |cx| Command::Dispatch {
        to: targets(cx, &body.to),
        opinion: body.opinion.clone(),
    })
    .await
}
