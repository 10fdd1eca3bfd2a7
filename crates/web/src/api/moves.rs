//! The one way in which a program does something: read what it saw, let the rules decide, answer where the request stands now.

use axum::response::{IntoResponse, Response};
use lianxin_app::act::{ActError, Expected, act};
use lianxin_app::{Context, view};
use lianxin_domain::TaskId;
use lianxin_domain::request::{self as r, Command, CommandKind, Request};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::call::{self, Answer, Seen};
use super::words::{self, At};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::state::Web;

/// Where a request stands after a move. The `ETag` is its version.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct Moved {
    #[schema(example = "TJ250303-000018")]
    pub(super) number: String,
    pub(super) version: i64,
    #[schema(value_type = words::Stage)]
    pub(super) state: r::Stage,
    /// The next promise.
    pub(super) due: Option<At>,
    pub(super) orders: Vec<MovedOrder>,
}

/// Where an order stands.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct MovedOrder {
    id: Uuid,
    version: i64,
    unit: String,
    #[schema(value_type = words::OrderRole)]
    role: r::OrderRole,
    #[schema(value_type = words::OrderStage)]
    state: r::OrderStage,
}

impl From<&Request> for Moved {
    fn from(request: &Request) -> Moved {
        let order = |order: &r::Order| MovedOrder {
            id: order.id.0,
            version: order.version,
            unit: order.unit.to_string(),
            role: order.role,
            state: order.state.stage(),
        };
        Moved {
            number: request.number.clone(),
            version: request.version,
            state: request.state.stage(),
            due: request.next_due().map(|clock| At(clock.due)),
            orders: request.orders.iter().map(order).collect(),
        }
    }
}

/// Whether a move of the table has a route here: not those of the citizen's page and of clocks.
pub(super) fn is_routed(kind: CommandKind) -> bool {
    use CommandKind as K;
    kind.can_be_asked()
        && !matches!(kind, K::Register | K::Rate)
        && lianxin_domain::request::table::who(kind) != [lianxin_domain::access::Role::System]
}

/// Whether a move depends on what was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Need {
    /// A decision: without a version it is refused with 428.
    Version,
    /// Adds to the record, whatever else happened.
    Nothing,
}

/// Which version must stand for a move to be made.
fn version(seen: Seen, need: Need) -> Result<Option<i64>, Failure> {
    match (seen, need) {
        (Seen::Version(version), _) => Ok(Some(version)),
        (Seen::Whatever, _) | (Seen::Unsaid, Need::Nothing) => Ok(None),
        (Seen::Unsaid, Need::Version) => Err(Failure::VersionNeeded),
    }
}

/// Does something to a request.
pub(super) async fn on_request(
    web: &Web,
    caller: Caller,
    number: &str,
    (seen, need): (Seen, Need),
    make: impl Fn(&Context) -> Command + Send + 'static,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let expected = version(seen, need).map_err(&refuse)?.map_or(Expected::Any, Expected::Request);
    carry_out(web, caller.cx, number, expected, make).await.map_err(refuse)
}

/// Does something to an order of a request.
pub(super) async fn on_order(
    web: &Web,
    caller: Caller,
    (number, order): (&str, &str),
    (seen, need): (Seen, Need),
    make: impl Fn(&Context, lianxin_domain::OrderId) -> Command + Send + 'static,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let expected = version(seen, need).map_err(&refuse)?.map_or(Expected::Any, Expected::Order);
    let order = call::order(order).map_err(&refuse)?;
    carry_out(web, caller.cx, number, expected, move |cx| make(cx, order)).await.map_err(refuse)
}

async fn carry_out(
    web: &Web,
    cx: Context,
    number: &str,
    expected: Expected,
    make: impl Fn(&Context) -> Command + Send + 'static,
) -> Result<Response, Failure> {
    let number = call::number(&cx.city.code, number)?;
    let request = web
        .write(move |tx| {
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            act(tx, &cx, id, expected, make(&cx))
        })
        .await?;
    Ok(moved(&request))
}

/// Does something to a task, whichever request it belongs to.
pub(super) async fn on_task(
    web: &Web,
    caller: Caller,
    task: &str,
    make: impl Fn(TaskId) -> Command + Send + 'static,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let task: TaskId = task.parse().map_err(|_| refuse(Failure::Act(ActError::NoSuchRequest)))?;
    let done = web
        .write(move |tx| {
            let id = tx.request_id_by_task(task)?.ok_or(ActError::NoSuchRequest)?;
            act(tx, &cx, id, Expected::Any, make(task))
        })
        .await;
    done.map(|request| moved(&request)).map_err(|error| refuse(Failure::Act(error)))
}

fn moved(request: &Request) -> Response {
    ([call::etag(request.version)], axum::Json(Moved::from(request))).into_response()
}
