//! `POST /api/requests/{number}/merge`: merges a request into another one about the same matter.

use axum::extract::{Path, State};
use lianxin_app::{ActError, Context, Tx, view};
use lianxin_domain::RequestId;
use lianxin_domain::request::{Command, CommandKind, parse_number};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Merges a request into another one about the same matter.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": "TJ250303-000026", "reason": "同一小区同日停暖" }))]
pub(in crate::api) struct MergeBody {
    /// The master's number.
    #[schema(example = "TJ250303-000026")]
    number: String,
    /// Why it is the same matter.
    #[schema(max_length = 20_000)]
    reason: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// The request that it is merged into, by its number as typed.
fn master(tx: &mut Tx, cx: &Context, typed: &str) -> Result<(RequestId, String), ActError> {
    let number = parse_number(&cx.city.code, typed).ok_or(ActError::NoSuchRequest)?;
    let id = view::id_by_number(tx, cx, &number)?.ok_or(ActError::NoSuchRequest)?;
    Ok((id, number))
}

/// Merges a request into another one about the same matter.
///
/// Number, notices and call-back stay the citizen's own; the units work on the master alone. The master must be open and visible to the caller.
#[utoipa::path(
    post, path = "/api/requests/{number}/merge", tag = "requests", operation_id = "merge",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = MergeBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn merge(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<MergeBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request_found(&web, caller, (&number, CommandKind::Merge), seen, move |tx, cx| {
        let (into, number) = master(tx, cx, &body.number)?;
        Ok(Command::Merge { into, number, evidence: body.reason.clone() })
    })
    .await
}
