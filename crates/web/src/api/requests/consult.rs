//! `POST /api/requests/{number}/consult`: puts the question who must act to several units.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Puts the question who must act to several units.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "沟渠两岸的垃圾由谁清运", "units": ["hexi", "swj"] }))]
pub(in crate::api) struct ConsultBody {
    /// What is not clear.
    #[schema(max_length = 20_000)]
    text: String,
    /// Codes of the units that are asked; at most 20.
    #[schema(min_items = 1, max_items = 20)]
    units: Vec<String>,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Puts the question who must act to several units.
#[utoipa::path(
    post, path = "/api/requests/{number}/consult", tag = "requests", operation_id = "consult",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ConsultBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn consult(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<ConsultBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Consult {
        question: body.text.clone(),
        units: body.units.iter().map(|unit| unit.as_str().into()).collect(),
    })
    .await
}
