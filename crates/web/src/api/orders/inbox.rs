//! `GET /api/inbox`: what the caller's unit owes, the most urgent and the soonest due first.

use axum::extract::State;
use axum::response::IntoResponse;
use lianxin_app::lists::{self, DueCursor, INBOX, OrderLine, PAGE_ROWS_MAX};
use lianxin_domain as d;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{OrderRole, OrderStage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::call::{self, Answer, Query, Reads};
use crate::api::requests::list::several;
use crate::api::tasks::list::{cursor, cursor_text};
use crate::api::words::{self, At};
use crate::failure::Failure;
use crate::state::Web;

/// Lines of a page, if the caller does not say.
const LINES: usize = 50;

/// Which orders.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct InboxQuery {
    /// States, separated by commas; all that are owed if not said.
    #[param(example = "dispatched,accepted")]
    state: Option<String>,
    /// With the orders of the units below.
    below: bool,
    /// Goes on after a page: its `next`.
    after: Option<String>,
    /// Lines of a page, at most 200; 50 if not said.
    limit: Option<usize>,
}

/// A page of orders.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct InboxJson {
    orders: Vec<InboxLine>,
    /// `after` of the next page; null at the end.
    next: Option<String>,
}

/// An order with what a list shows of its request.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct InboxLine {
    id: Uuid,
    version: i64,
    number: String,
    title: String,
    unit: String,
    #[schema(value_type = words::OrderRole)]
    role: OrderRole,
    #[schema(value_type = words::OrderStage)]
    state: OrderStage,
    #[schema(value_type = words::Grade)]
    grade: d::Grade,
    #[schema(value_type = words::Kind)]
    kind: d::Kind,
    topic: Option<String>,
    place: Option<String>,
    address: String,
    dispatched: At,
    due: Option<At>,
    #[schema(value_type = Option<words::ClockKind>)]
    due_kind: Option<ClockKind>,
    overdue: bool,
    urges: i64,
}

impl From<&OrderLine> for InboxLine {
    fn from(line: &OrderLine) -> InboxLine {
        InboxLine {
            id: line.id.0,
            version: line.version,
            number: line.number.clone(),
            title: line.title.clone(),
            unit: line.unit.to_string(),
            role: line.role,
            state: line.state,
            grade: line.grade,
            kind: line.kind,
            topic: line.topic.as_ref().map(ToString::to_string),
            place: line.place.as_ref().map(ToString::to_string),
            address: line.address.clone(),
            dispatched: At(line.dispatched),
            due: line.due.map(At),
            due_kind: line.due_kind,
            overdue: line.overdue,
            urges: line.urges,
        }
    }
}

/// What the caller's unit owes.
#[utoipa::path(
    get, path = "/api/inbox", tag = "orders", operation_id = "inbox",
    params(InboxQuery),
    responses((status = 200, description = "A page.", body = InboxJson)),
)]
pub(in crate::api) async fn inbox(
    State(web): State<Web>,
    Reads(caller): Reads,
    Query(query): Query<InboxQuery>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let after = cursor(query.after.as_deref()).map_err(&refuse)?;
    let states = several(query.state.as_deref(), "state", OrderStage::from_code).map_err(&refuse)?;
    let states = if states.is_empty() { INBOX.to_vec() } else { states };
    let limit = query.limit.unwrap_or(LINES).clamp(1, PAGE_ROWS_MAX);
    let read = move |tx: &mut lianxin_app::Tx| {
        let units = lists::inbox_units(&cx, query.below);
        lists::inbox(tx, &cx, &units, &states, after, limit)
    };
    let page = web.read(read).await.map_err(|error| refuse(Failure::Store(error)))?;
    let last = page.lines.last().filter(|_| page.more);
    let next = last.map(|line| cursor_text(DueCursor { grade: line.grade, due: line.due, id: line.id.0 }));
    Ok(axum::Json(InboxJson { orders: page.lines.iter().map(InboxLine::from).collect(), next }).into_response())
}
