//! `POST /api/requests/{number}/add-support`: adds supporting units, whether asked for or not.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, OrderRole, Target};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Adds supporting units, whether asked for or not.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "units": ["wjw"], "opinion": "请到场巡诊" }))]
pub(in crate::api) struct AddSupportBody {
    /// Codes of the units.
    #[schema(min_items = 1, max_items = 20)]
    units: Vec<String>,
    /// What they shall do.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    opinion: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Adds supporting units, whether asked for or not.
#[utoipa::path(
    post, path = "/api/requests/{number}/add-support", tag = "requests", operation_id = "add_support",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AddSupportBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn add_support(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<AddSupportBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |cx| Command::AddSupport {
        to: body
            .units
            .iter()
            .map(|unit| Target { order: cx.id(), unit: unit.as_str().into(), role: OrderRole::Supporting })
            .collect(),
        opinion: body.opinion.clone(),
    })
    .await
}
