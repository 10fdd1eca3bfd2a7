//! `GET /api/city/policy`

use axum::response::IntoResponse;
use lianxin_domain::access::Role;
use lianxin_domain::city::{Exclusion, Limits, PeriodClass};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::{Grade, Lang};
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
    limits: LimitsJson,
    /// How far an order may be delayed; a rule for the class of the topic stands before the one for all.
    delays: Vec<DelayJson>,
    /// Where a unit may appeal, the lowest level first.
    appeals: Vec<AppealLevelJson>,
    scores: ScoresJson,
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

/// Numbers that bound what may be done.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct LimitsJson {
    /// A unit may ask to return an order within this time after dispatch, in words.
    #[schema(example = "1 个工作日")]
    return_within: String,
    /// The same for complex matters.
    return_within_complex: String,
    /// After so many dispatches of one request the next is a designation.
    dispatches_before_designation: u8,
    /// How often one order may stand still.
    pauses_max: u8,
    /// The longest pause, in natural days.
    pause_days_max: u16,
    /// The longest time for which an order may be parked, in natural days.
    park_days_max: u16,
    /// The longest time between two milestones, in natural days.
    park_milestone_days_max: u16,
    /// Attempts to reach the citizen before he counts as not reached.
    callback_attempts_max: u8,
    /// Least minutes between two attempts.
    callback_attempts_apart_minutes: i64,
    /// When citizens may be called.
    #[schema(example = "08:30–20:30")]
    callback_hours: String,
    /// After so many reworks a higher reviewer judges the next report; 0: never.
    reworks_before_higher_reviewer: u8,
    /// After so many reworks the next goes to supervision; 0: never.
    reworks_before_supervision: u8,
}

impl LimitsJson {
    fn of(limits: &Limits, lang: Lang) -> LimitsJson {
        LimitsJson {
            return_within: limits.return_within.say(lang),
            return_within_complex: limits.return_within_complex.say(lang),
            dispatches_before_designation: limits.dispatches_before_designation,
            pauses_max: limits.pauses_max,
            pause_days_max: limits.pause_days_max,
            park_days_max: limits.park_days_max,
            park_milestone_days_max: limits.park_milestone_days_max,
            callback_attempts_max: limits.callback_attempts_max,
            callback_attempts_apart_minutes: limits.callback_attempts_apart.0,
            callback_hours: limits.callback_hours.say(),
            reworks_before_higher_reviewer: limits.reworks_before_higher_reviewer,
            reworks_before_supervision: limits.reworks_before_supervision,
        }
    }
}

/// How far an order may be delayed.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct DelayJson {
    /// Only for topics of this class; null: any.
    #[schema(value_type = Option<words::PeriodClass>)]
    class: Option<PeriodClass>,
    /// How often; 0: never.
    times_max: u8,
    /// The longest single delay, in working days.
    days_max: u16,
}

/// One level of appeal.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct AppealLevelJson {
    #[schema(example = "district")]
    code: String,
    name: String,
    /// Who decides.
    #[schema(value_type = words::Role)]
    role: Role,
    /// How long after the score, or after the level before, the unit may appeal; in words.
    #[schema(example = "2 个工作日")]
    within: String,
    /// How long the level has to decide, in words; null: as `periods` says for `appeal`.
    period: Option<String>,
}

/// How the three rates become one score.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ScoresJson {
    /// Weight of the response rate, in percent.
    response: u8,
    /// Weight of the rate of solved matters, in percent.
    solved: u8,
    /// Weight of the rate of satisfied citizens, in percent.
    satisfied: u8,
    /// What a partly solved matter counts, in percent of a solved one.
    partly_share: u8,
    /// What a fairly satisfied citizen counts, in percent of a satisfied one.
    fairly_share: u8,
    /// What is left out.
    #[schema(value_type = Vec<words::Exclusion>)]
    exclusions: Vec<Exclusion>,
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
        class: rule.period_class.map(PeriodClass::code),
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
        limits: LimitsJson::of(&policy.limits, lang),
        delays: policy
            .delays
            .iter()
            .map(|rule| DelayJson { class: rule.class, times_max: rule.times_max, days_max: rule.working_days_max })
            .collect(),
        appeals: policy
            .appeals
            .iter()
            .map(|level| AppealLevelJson {
                code: level.code.clone(),
                name: level.name.get(lang).to_owned(),
                role: level.role,
                within: level.within.say(lang),
                period: level.period.map(|period| period.say(lang)),
            })
            .collect(),
        scores: ScoresJson {
            response: policy.scores.response,
            solved: policy.scores.solved,
            satisfied: policy.scores.satisfied,
            partly_share: policy.scores.partly_share,
            fairly_share: policy.scores.fairly_share,
            exclusions: policy.scores.exclusions.clone(),
        },
        objection_days: policy.objection_days(),
    };
    Ok(axum::Json(answer).into_response())
}
