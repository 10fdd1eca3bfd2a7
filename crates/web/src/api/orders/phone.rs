//! `POST /api/requests/{number}/orders/{order}/phone`: notes a call to the unit about an emergency.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Notes a call to the unit about an emergency.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "phone": "022-0000-0001", "answered": true, "name": "值班员", "text": "立即派人" }))]
pub(in crate::api) struct PhoneBody {
    /// The number that was dialled.
    phone: String,
    /// Somebody answered.
    answered: bool,
    /// Who answered.
    #[serde(default)]
    name: String,
    /// What he promised.
    #[serde(default)]
    text: String,
}

/// Notes a call to the unit about an emergency.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/phone", tag = "orders", operation_id = "phone",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = PhoneBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn phone(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<PhoneBody>,
) -> Answer {
    moves::on_order(&web, caller, (&number, &order), (seen, Need::Nothing), move |_, order| Command::Phone {
        order,
        number: body.phone.clone(),
        answered: body.answered,
        who: body.name.clone(),
        promise: body.text.clone(),
    })
    .await
}
