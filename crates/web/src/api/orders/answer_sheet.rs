//! `POST /api/requests/{number}/orders/{order}/answer-sheet`: answers the open supervision sheet of an order.

use axum::extract::{Path, State};
use lianxin_domain::request::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Answers the open supervision sheet of an order.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "两次维修均为外网故障，现已更换，已当面说明" }))]
pub(in crate::api) struct AnswerSheetBody {
    /// The answer.
    #[schema(max_length = 20_000)]
    text: String,
}

/// Answers the open supervision sheet of an order.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/answer-sheet", tag = "orders", operation_id = "answer_sheet",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = AnswerSheetBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn answer_sheet(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<AnswerSheetBody>,
) -> Answer {
    let seen = (seen, Need::Nothing);
    moves::on_order(&web, caller, (&number, &order), seen, move |_, order| Command::AnswerSheet {
        order,
        text: body.text.clone(),
    })
    .await
}
