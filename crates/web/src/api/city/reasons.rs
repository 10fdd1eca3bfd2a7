//! `GET /api/city/returns`, `/api/city/undue`, `/api/city/supervisions`: the words in which decisions are given.

use axum::response::IntoResponse;
use lianxin_domain::city::Exclusion;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Reads};
use crate::api::words;

/// A reason for which a unit may ask to return an order.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ReturnJson {
    #[schema(example = "not_our_duty")]
    code: String,
    name: String,
    /// The law or duty list must be quoted (`basis`).
    needs_basis: bool,
    /// The right unit must be named (`unit`).
    needs_unit: bool,
}

/// Why a unit may ask to return an order.
#[utoipa::path(
    get, path = "/api/city/returns", tag = "city", operation_id = "returns",
    responses((status = 200, description = "In the order shown.", body = Vec<ReturnJson>)),
)]
pub(in crate::api) async fn returns(Reads(caller): Reads) -> Answer {
    let lang = caller.cx.lang;
    let reasons = caller.cx.city.returns.iter().map(|reason| ReturnJson {
        code: reason.code.clone(),
        name: reason.name.get(lang).to_owned(),
        needs_basis: reason.needs_basis,
        needs_unit: reason.needs_unit,
    });
    Ok(axum::Json(reasons.collect::<Vec<_>>()).into_response())
}

/// A class of demands that a unit need not fulfil, once somebody else agrees.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct UndueClassJson {
    #[schema(example = "beyond_duty")]
    code: String,
    name: String,
    /// What must be seen before anybody agrees.
    test: String,
    /// How such an order is left out of the scores.
    #[schema(value_type = words::Exclusion)]
    exclusion: Exclusion,
}

/// Which demands a unit need not fulfil.
#[utoipa::path(
    get, path = "/api/city/undue", tag = "city", operation_id = "undue",
    responses((status = 200, description = "In the order shown.", body = Vec<UndueClassJson>)),
)]
pub(in crate::api) async fn undue(Reads(caller): Reads) -> Answer {
    let lang = caller.cx.lang;
    let classes = caller.cx.city.undue.iter().map(|class| UndueClassJson {
        code: class.code.clone(),
        name: class.name.get(lang).to_owned(),
        test: class.test.get(lang).to_owned(),
        exclusion: class.exclusion,
    });
    Ok(axum::Json(classes.collect::<Vec<_>>()).into_response())
}

/// A way to press a unit.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct SupervisionJson {
    #[schema(example = "single")]
    code: String,
    name: String,
    /// Working days that a sheet usually gives for the answer.
    days: u16,
    /// A leader must have ordered it.
    needs_leader: bool,
}

/// Ways to press a unit.
#[utoipa::path(
    get, path = "/api/city/supervisions", tag = "city", operation_id = "supervisions",
    responses((status = 200, description = "The mildest first.", body = Vec<SupervisionJson>)),
)]
pub(in crate::api) async fn supervisions(Reads(caller): Reads) -> Answer {
    let lang = caller.cx.lang;
    let kinds = caller.cx.city.supervisions.iter().map(|kind| SupervisionJson {
        code: kind.code.clone(),
        name: kind.name.get(lang).to_owned(),
        days: kind.working_days,
        needs_leader: kind.needs_leader,
    });
    Ok(axum::Json(kinds.collect::<Vec<_>>()).into_response())
}
