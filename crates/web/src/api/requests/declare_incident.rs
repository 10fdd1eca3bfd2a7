//! `POST /api/requests/{number}/declare-incident`: declares an incident: new requests that fit topic and place are merged into this one.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Declares an incident: new requests that fit topic and place are merged into this one.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "桃园街主管道爆裂，预计今日 22 时恢复供热", "topic": "heating.cold", "place": "hexi.taoyuan" }))]
pub(in crate::api) struct DeclareIncidentBody {
    /// What everybody is told; at most 2000 characters.
    #[schema(max_length = 2_000)]
    text: String,
    /// Code of the topic; a main topic takes all below it.
    topic: String,
    /// Code of the place; all within it belong.
    place: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Declares an incident: new requests that fit topic and place are merged into this one.
#[utoipa::path(
    post, path = "/api/requests/{number}/declare-incident", tag = "requests", operation_id = "declare_incident",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = DeclareIncidentBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn declare_incident(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<DeclareIncidentBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::DeclareIncident {
        notice: body.text.clone(),
        topic: body.topic.as_str().into(),
        place: body.place.as_str().into(),
    })
    .await
}
