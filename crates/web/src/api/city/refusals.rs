//! `GET /api/city/refusals`

use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Reads};

/// A lawful reason to refuse.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct RefusalJson {
    #[schema(example = "court_or_petition")]
    code: String,
    name: String,
    /// What the citizen is told.
    explanation: String,
    /// The right door.
    door: String,
    /// When the citizen disagrees, a floor supervisor must confirm.
    disputed_needs_supervisor: bool,
}

/// Why a request may be refused.
#[utoipa::path(
    get, path = "/api/city/refusals", tag = "city", operation_id = "refusals",
    responses((status = 200, description = "In the order shown.", body = Vec<RefusalJson>)),
)]
pub(in crate::api) async fn refusals(Reads(caller): Reads) -> Answer {
    let lang = caller.cx.lang;
    let reasons = caller.cx.city.refusals.iter().map(|reason| RefusalJson {
        code: reason.code.clone(),
        name: reason.name.get(lang).to_owned(),
        explanation: reason.explanation.get(lang).to_owned(),
        door: reason.door.get(lang).to_owned(),
        disputed_needs_supervisor: reason.disputed_needs_supervisor,
    });
    Ok(axum::Json(reasons.collect::<Vec<_>>()).into_response())
}
