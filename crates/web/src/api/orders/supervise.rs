//! `POST /api/requests/{number}/orders/{order}/supervise`: issues a supervision sheet to the unit of an order.

use axum::extract::{Path, State};
use lianxin_app::{ActError, Context};
use lianxin_domain::Moment;
use lianxin_domain::clock::Period;
use lianxin_domain::request::{Command, Field, Problem, ProblemKind, Refusal, Sheet};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::state::Web;

/// Issues a supervision sheet to the unit of an order.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "single", "demand": "查明多次重办的原因，当面向市民说明", "days": 3 }))]
pub(in crate::api) struct SuperviseBody {
    /// Code of the way, from `GET /api/city/supervisions`.
    kind: String,
    /// What is demanded.
    #[schema(max_length = 20_000)]
    demand: String,
    /// Working days for the answer, counted from today; what is usual for this way, if not said.
    #[schema(minimum = 1)]
    days: Option<u16>,
    /// The version of the order that the decision rests on; instead of `If-Match`.
    #[serde(default)]
    version: Option<i64>,
}

/// By when it must be answered.
fn due(cx: &Context, body: &SuperviseBody) -> Result<Moment, ActError> {
    let usual = cx.city.supervision_kind(&body.kind).map_or(1, |kind| kind.working_days.max(1));
    let days = body.days.unwrap_or(usual);
    if days == 0 {
        let missing = Problem { field: Field::Days, what: ProblemKind::Missing };
        return Err(Refusal::Invalid(vec![missing]).into());
    }
    let due = cx.city.calendar.due(cx.now, &Period::WorkingDays(days));
    due.map(|due| due.at).map_err(|error| Refusal::NoDue(error.to_string()).into())
}

/// Issues a supervision sheet to the unit of an order.
///
/// One open sheet a unit. Some ways need a leader's instruction first.
#[utoipa::path(
    post, path = "/api/requests/{number}/orders/{order}/supervise", tag = "orders", operation_id = "supervise",
    params(("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"), ("order" = Uuid, Path, description = "The order's id."), ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")),
    request_body = SuperviseBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn supervise(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path((number, order)): Path<(String, String)>,
    seen: Seen,
    Body(body): Body<SuperviseBody>,
) -> Answer {
    let seen = (seen.or(body.version), Need::Version);
    moves::on_order_found(&web, caller, (&number, &order), seen, move |cx, order| {
        let due = due(cx, &body)?;
        let (kind, demand) = (body.kind.clone(), body.demand.clone());
        let number = String::new(); // the request counts its sheets itself
        let sheet = Sheet { number, kind, order, demand, issued: cx.now, due, answer: None, lifted: None };
        Ok(Command::Supervise { sheet: Box::new(sheet) })
    })
    .await
}
