//! `GET /api/requests/{number}/clocks`: every clock of a request with the whole calculation.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use lianxin_app::{ActError, view};
use lianxin_domain::Lang;
use lianxin_domain::city::{Audience, City, Means};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Explanation, Request, Running, explain};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{self, Answer, Reads};
use crate::api::words::{self, At};
use crate::failure::Failure;
use crate::state::Web;

/// A clock and how it came to be due when it is.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ClockWhyJson {
    /// The clock.
    id: Uuid,
    /// What is promised.
    #[schema(value_type = words::ClockKind)]
    kind: ClockKind,
    /// The order it belongs to; null for the request's own.
    order: Option<Uuid>,
    /// The unit that promised it; null: the centre.
    unit: Option<String>,
    /// When it started.
    started: At,
    /// When it was due at first; extensions move `due` and never this.
    first_due: At,
    /// When it is due. While it stands still: when it was due when it stopped.
    due: At,
    /// It stands still.
    paused: bool,
    /// When it ran out.
    overdue: Option<At>,
    /// When what was promised was done.
    stopped: Option<At>,
    /// The version of the policy that gave its length.
    policy: String,
    /// What the length rests on; null if the day was given.
    source: Option<String>,
    /// No official rule states the length.
    assumed: bool,
    /// Who is told when.
    ladder: Vec<RungJson>,
    /// The calculation in the caller's language, one step a line; indented lines are steps of the count.
    lines: Vec<String>,
}

/// One rung of the ladder.
#[derive(Serialize, ToSchema, Debug)]
struct RungJson {
    /// When; null while the clock stands still.
    at: Option<At>,
    /// It lies behind.
    passed: bool,
    /// Who is told.
    #[schema(value_type = Vec<String>, example = json!(["unit_duty", "unit_head"]))]
    tell: Vec<Audience>,
    /// How: `notice`, `sms`, `phone`.
    #[schema(value_type = String, example = "phone")]
    by: Means,
}

/// Every clock of a request with its calculation: what started it, the rule, the count day by day, what moved it, who is told when.
#[utoipa::path(
    get, path = "/api/requests/{number}/clocks", tag = "requests", operation_id = "clocks",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018")),
    responses((status = 200, description = "Every clock, in the order of their start.", body = Vec<ClockWhyJson>)),
)]
pub(in crate::api) async fn clocks(State(web): State<Web>, Reads(caller): Reads, Path(number): Path<String>) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let number = call::number(&cx.city.code, &number).map_err(&refuse)?;
    let asked = cx.clone();
    let found = web
        .read(move |tx| {
            let id = view::id_by_number(tx, &asked, &number)?.ok_or(ActError::NoSuchRequest)?;
            view::visible(tx, &asked, id)
        })
        .await;
    let request = found.map_err(|error| refuse(Failure::Act(error)))?;
    let clocks: Vec<ClockWhyJson> =
        request.clocks.iter().map(|clock| explained(&request, clock, &cx.city, cx.lang)).collect();
    Ok(axum::Json(clocks).into_response())
}

fn explained(request: &Request, clock: &Running, city: &City, lang: Lang) -> ClockWhyJson {
    let why: Explanation = explain(request, clock, city);
    let lines = why.lines(lang);
    ClockWhyJson {
        id: clock.id.0,
        kind: clock.kind,
        order: clock.order.map(|order| order.0),
        unit: why.unit.map(|(code, _)| code.to_string()),
        started: At(why.started),
        first_due: At(why.first_due),
        due: At(why.due),
        paused: why.paused,
        overdue: why.overdue.map(At),
        stopped: why.stopped.map(At),
        policy: why.rule.policy,
        source: why.rule.source,
        assumed: why.rule.assumed,
        ladder: why
            .ladder
            .into_iter()
            .map(|told| RungJson { at: told.at.map(At), passed: told.passed, tell: told.rung.tell, by: told.rung.by })
            .collect(),
        lines,
    }
}
