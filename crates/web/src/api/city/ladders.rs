//! `GET /api/city/ladders`

use axum::response::IntoResponse;
use lianxin_domain::Grade;
use lianxin_domain::city::{Audience, Means};
use lianxin_domain::clock::ClockKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Reads};
use crate::api::words;

/// Who is told while a promise runs out, and after it is broken.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct LadderJson {
    #[schema(value_type = words::ClockKind)]
    clock: ClockKind,
    /// Only for this grade; null: for every grade without one of its own.
    #[schema(value_type = Option<words::Grade>)]
    grade: Option<Grade>,
    /// In the order of time: the first is number 0 (`rung` of a clock).
    rungs: Vec<RungJson>,
}

/// One rung.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct RungJson {
    /// When, in words: a share of the period, when due, or so long after.
    #[schema(example = "80%")]
    at: String,
    #[schema(value_type = Vec<words::Audience>)]
    tell: Vec<Audience>,
    #[schema(value_type = words::Means)]
    by: Means,
}

/// The ladders in force now.
#[utoipa::path(
    get, path = "/api/city/ladders", tag = "city", operation_id = "ladders",
    responses((status = 200, description = "In the order of the pack.", body = Vec<LadderJson>)),
)]
pub(in crate::api) async fn ladders(Reads(caller): Reads) -> Answer {
    let (cx, lang) = (&caller.cx, caller.cx.lang);
    let ladders = cx.city.policy(cx.now).ladders.iter().map(|ladder| LadderJson {
        clock: ladder.clock,
        grade: ladder.grade,
        rungs: ladder
            .rungs
            .iter()
            .map(|rung| RungJson { at: rung.at.say(lang), tell: rung.tell.clone(), by: rung.by })
            .collect(),
    });
    Ok(axum::Json(ladders.collect::<Vec<_>>()).into_response())
}
