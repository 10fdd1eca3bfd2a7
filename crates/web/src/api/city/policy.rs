//! `GET /api/city/policy`

use axum::response::IntoResponse;
use lianxin_domain::Grade;
use lianxin_domain::clock::ClockKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Reads};
use crate::api::words;

/// The policy in force now.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct PolicyJson {
    /// Its name in every clock that follows it.
    version: String,
    title: String,
    /// First day in force.
    #[schema(example = "2025-01-01")]
    from: String,
    /// Last day in force; null: open.
    until: Option<String>,
    periods: Vec<PeriodJson>,
    callback_attempts_max: u8,
    reworks_before_supervision: u8,
    /// Days after closing in which the citizen may object.
    objection_days: u16,
}

/// How long one promise has.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct PeriodJson {
    #[schema(value_type = words::ClockKind)]
    clock: ClockKind,
    /// Only for this grade; null: any.
    #[schema(value_type = Option<words::Grade>)]
    grade: Option<Grade>,
    /// Only for topics of this class; null: any.
    #[schema(example = "utility")]
    class: Option<&'static str>,
    /// In words.
    #[schema(example = "2 个工作日")]
    period: String,
    /// The rule it rests on.
    source: String,
    /// No official rule states it.
    assumed: bool,
}

/// Periods and limits in force now, each with the rule it rests on.
#[utoipa::path(
    get, path = "/api/city/policy", tag = "city", operation_id = "policy",
    responses((status = 200, description = "The policy.", body = PolicyJson)),
)]
pub(in crate::api) async fn policy(Reads(caller): Reads) -> Answer {
    let (cx, lang) = (&caller.cx, caller.cx.lang);
    let policy = cx.city.policy(cx.now);
    let periods = policy.periods.iter().map(|rule| PeriodJson {
        clock: rule.clock,
        grade: rule.grade,
        class: rule.period_class.map(lianxin_domain::city::PeriodClass::code),
        period: rule.period.say(lang),
        source: rule.source.clone(),
        assumed: policy.is_assumed(rule.clock),
    });
    let answer = PolicyJson {
        version: policy.version.clone(),
        title: policy.title.get(lang).to_owned(),
        from: policy.from.to_string(),
        until: policy.until.map(|day| day.to_string()),
        periods: periods.collect(),
        callback_attempts_max: policy.limits.callback_attempts_max,
        reworks_before_supervision: policy.limits.reworks_before_supervision,
        objection_days: policy.objection_days(),
    };
    Ok(axum::Json(answer).into_response())
}
