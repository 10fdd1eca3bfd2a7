//! `POST /api/requests/{number}/rule`: decides a consultation.

use axum::extract::{Path, State};
use lianxin_domain::request::{Command, Ruling};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Decides a consultation.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "会议议定由河西区牵头，水务局配合", "lead": "hexi", "supporting": ["swj"], "binding": true }))]
pub(in crate::api) struct RuleBody {
    /// The minutes.
    #[schema(max_length = 20_000)]
    text: String,
    /// Code of the unit that leads.
    lead: String,
    /// Codes of the units that support.
    #[serde(default)]
    supporting: Vec<String>,
    /// It binds from now on and enters the catalogue, until it is revoked. Topic and place must be settled.
    #[serde(default)]
    binding: bool,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Decides a consultation.
///
/// It does not dispatch: that is done next.
#[utoipa::path(
    post, path = "/api/requests/{number}/rule", tag = "requests", operation_id = "rule",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = RuleBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn rule(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<RuleBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Rule {
        ruling: Box::new(Ruling {
            minutes: body.text.clone(),
            lead: body.lead.as_str().into(),
            supporting: body.supporting.iter().map(|unit| unit.as_str().into()).collect(),
            binding: body.binding,
        }),
    })
    .await
}
