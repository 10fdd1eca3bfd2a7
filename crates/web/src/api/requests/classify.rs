//! `POST /api/requests/{number}/classify`: settles topic and place.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Settles topic and place.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "topic": "heating.cold", "place": "hexi.taoyuan", "address": "某某里 12 号楼" }))]
pub(in crate::api) struct ClassifyBody {
    /// Code of a topic of the second level.
    topic: String,
    /// Code of the place.
    place: String,
    /// In the citizen's words.
    #[serde(default)]
    address: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Settles topic and place.
#[utoipa::path(
    post, path = "/api/requests/{number}/classify", tag = "requests", operation_id = "classify",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = ClassifyBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn classify(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<ClassifyBody>,
) -> Answer {
    moves::on_request(&web, caller, &number, (seen.or(body.version), Need::Version), move |_| Command::Classify {
        topic: body.topic.as_str().into(),
        place: body.place.as_str().into(),
        address: body.address.clone(),
    })
    .await
}
