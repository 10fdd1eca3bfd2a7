//! `GET /api/board`: the supervision board, the most dangerous order first.

use axum::extract::State;
use axum::response::IntoResponse;
use lianxin_app::board::{self, BoardRow, Silent, Wanted};
use lianxin_domain::city::{Audience, Means, Rung};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{OrderRole, OrderStage};
use lianxin_domain::{Grade, Moment, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::call::{self, Answer, Query, Reads};
use super::words::{self, At};
use crate::failure::Failure;
use crate::pages::board::WATCHERS;
use crate::state::Web;

/// Which orders.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardQuery {
    /// Of this unit and those below it.
    #[param(example = "hexi")]
    unit: Option<String>,
    /// Of this grade; both if not said.
    #[param(value_type = Option<words::Grade>)]
    grade: Option<Grade>,
    /// Emergencies of which nobody has been phoned yet.
    unphoned: bool,
}

/// The board.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct BoardJson {
    /// When it was read.
    at: At,
    /// Open orders without the filters.
    open: usize,
    /// There are more than are shown, which is 1000.
    more: bool,
    strip: StripJson,
    /// A broken promise first, then what rings next.
    orders: Vec<BoardOrderJson>,
}

/// The figures of the minute.
#[derive(Serialize, ToSchema, Debug)]
struct StripJson {
    /// Requests of the last ten minutes; 1000 means that many or more.
    intake_ten_minutes: i64,
    /// Requests that wait to be dispatched; 501 means more than 500.
    to_dispatch: i64,
    /// Emergencies of which nobody has been phoned yet.
    unphoned: usize,
    /// Orders with a broken promise.
    late: usize,
    /// Units that do not answer, the most silent first, at most five.
    silent: Vec<SilentJson>,
}

/// A unit that does not answer.
#[derive(Serialize, ToSchema, Debug)]
struct SilentJson {
    unit: String,
    /// Calls in vain about orders that are still open.
    unanswered: usize,
    /// Orders that it should have accepted by now.
    unaccepted: usize,
}

/// An order on the board.
#[derive(Serialize, ToSchema, Debug)]
struct BoardOrderJson {
    order: Uuid,
    request: Uuid,
    number: String,
    title: String,
    place: Option<String>,
    #[schema(value_type = words::Grade)]
    grade: Grade,
    unit: String,
    #[schema(value_type = words::OrderRole)]
    role: OrderRole,
    #[schema(value_type = words::OrderStage)]
    state: OrderStage,
    registered: At,
    dispatched: At,
    /// A person at the unit answered the phone.
    phoned: Option<At>,
    accepted: Option<At>,
    contacted: Option<At>,
    reported: Option<At>,
    /// The promise to look at; null while none runs.
    clock: Option<BoardClockJson>,
    /// Nobody has answered the phone yet, and somebody must.
    unphoned: bool,
    /// Under supervision, or instructed by a leader.
    supervised: bool,
    /// How often it was urged.
    urges: i64,
}

/// The promise to look at: the one that was broken first, else the one that rings next.
#[derive(Serialize, ToSchema, Debug)]
struct BoardClockJson {
    #[schema(value_type = words::ClockKind)]
    kind: ClockKind,
    due: At,
    broken: bool,
    /// Who was told last.
    told: Option<ToldJson>,
    /// Who is told next, and when.
    next: Option<ToldJson>,
}

/// A rung.
#[derive(Serialize, ToSchema, Debug)]
struct ToldJson {
    /// When; null for what has been.
    at: Option<At>,
    /// Who, such as `unit_duty`.
    #[schema(value_type = Vec<String>)]
    tell: Vec<Audience>,
    /// How: `notice`, `sms`, `phone`.
    #[schema(value_type = String, example = "phone")]
    by: Means,
}

/// Every open order of the caller's scope that is not ordinary.
#[utoipa::path(
    get, path = "/api/board", tag = "orders", operation_id = "board",
    params(BoardQuery),
    responses((status = 200, description = "The board as it stands.", body = BoardJson)),
)]
pub(super) async fn board(State(web): State<Web>, Reads(caller): Reads, Query(query): Query<BoardQuery>) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    if !cx.actor.is_one_of(WATCHERS) {
        let names: Vec<&str> = WATCHERS.iter().map(|role| role.name(cx.lang)).collect();
        return Err(refuse(Failure::Forbidden(names.join(cx.lang.pick("、", ", ")))));
    }
    let wanted =
        Wanted { unit: query.unit.as_deref().map(UnitCode::from), grade: query.grade, unphoned: query.unphoned };
    let now = cx.now;
    let found = web.read(move |tx| board::board(tx, &cx, &wanted)).await;
    let board = found.map_err(|error| refuse(Failure::Store(error)))?;
    let strip = StripJson {
        intake_ten_minutes: board.strip.intake,
        to_dispatch: board.strip.to_dispatch,
        unphoned: board.strip.unphoned,
        late: board.strip.late,
        silent: board.strip.silent.iter().map(silent).collect(),
    };
    let orders = board.rows.iter().map(order).collect();
    Ok(axum::Json(BoardJson { at: At(now), open: board.open, more: board.more, strip, orders }).into_response())
}

fn silent(one: &Silent) -> SilentJson {
    SilentJson { unit: one.unit.to_string(), unanswered: one.unanswered, unaccepted: one.unaccepted }
}

fn order(row: &BoardRow) -> BoardOrderJson {
    let one = &row.order;
    let told = |at: Option<Moment>, rung: &Rung| ToldJson { at: at.map(At), tell: rung.tell.clone(), by: rung.by };
    BoardOrderJson {
        order: one.order.0,
        request: one.request.0,
        number: one.number.clone(),
        title: one.title.clone(),
        place: one.place.as_ref().map(ToString::to_string),
        grade: one.grade,
        unit: one.unit.to_string(),
        role: one.role,
        state: one.state,
        registered: At(one.registered),
        dispatched: At(one.dispatched),
        phoned: one.phoned.map(At),
        accepted: one.accepted.map(At),
        contacted: one.contacted.map(At),
        reported: one.reported.map(At),
        clock: row.clock.as_ref().map(|clock| BoardClockJson {
            kind: clock.kind,
            due: At(clock.due),
            broken: row.broken,
            told: row.told.as_ref().map(|rung| told(None, rung)),
            next: row.next.as_ref().map(|(at, rung)| told(Some(*at), rung)),
        }),
        unphoned: row.unphoned,
        supervised: row.supervised,
        urges: one.urges,
    }
}
