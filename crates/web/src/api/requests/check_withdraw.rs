//! `POST /api/requests/{number}/check-withdraw`: notes what the citizen said when he was asked whether anybody pressed him to withdraw.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Notes what the citizen said when he was asked whether anybody pressed him to withdraw.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "pressed": false, "text": "市民称问题已自行解决" }))]
pub(in crate::api) struct CheckWithdrawBody {
    /// Somebody pressed him: the withdrawal does not hold, the request goes on.
    pressed: bool,
    /// What he said.
    #[schema(max_length = 20_000)]
    text: String,
    /// The version of the request that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// Notes what the citizen said when he was asked whether anybody pressed him to withdraw.
#[utoipa::path(
    post, path = "/api/requests/{number}/check-withdraw", tag = "requests", operation_id = "check_withdraw",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = CheckWithdrawBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn check_withdraw(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<CheckWithdrawBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::CheckWithdraw {
        pressed: body.pressed,
        note: body.text.clone(),
    })
    .await
}
