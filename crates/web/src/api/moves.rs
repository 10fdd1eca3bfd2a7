//! The one way in which a program does something: read what it saw, let the rules decide, answer where the request stands now.

use axum::response::{IntoResponse, Response};
use lianxin_app::act::{ActError, Expected, act};
use lianxin_app::{Context, Tx, view};
use lianxin_domain::access::may;
use lianxin_domain::request::{self as r, Command, CommandKind, Refusal, Request};
use lianxin_domain::{OrderId, RequestId, TaskId};
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

/// The operation of the document by which a program makes a move. `None`: there is no program for it, because it is made by the
/// citizen on his own page, by a clock, or by itself.
#[expect(clippy::too_many_lines, reason = "one line a move")]
pub(super) fn operation(kind: CommandKind) -> Option<&'static str> {
    use CommandKind as K;
    match kind {
        K::CitizenReplied => Some("reply"),
        K::AskCitizen => Some("ask"),
        K::SendToTriage => Some("triage"),
        K::ChangeGrade => Some("grade"),
        K::CallbackUnreached | K::CallbackClose | K::CallbackRework => Some("callback"),
        // The citizen's own; the system's own; what follows by itself.
        K::Withdraw
        | K::Rate
        | K::AskLapsed
        | K::Absorb
        | K::Shed
        | K::Follow
        | K::Archive
        | K::Ring
        | K::Untold
        | K::ApplyPolicy
        | K::Draft
        | K::BeginCallback
        | K::CloseWithoutCallback => None,
        K::Register
        | K::Answer
        | K::Refuse
        | K::HandOver
        | K::AskInvalid
        | K::Invalidate
        | K::Classify
        | K::Dispatch
        | K::Consult
        | K::Rule
        | K::Merge
        | K::Unmerge
        | K::DeclareIncident
        | K::ShareProgress
        | K::EndIncident
        | K::Phone
        | K::Accept
        | K::AskReturn
        | K::Redispatch
        | K::RefuseReturn
        | K::Recall
        | K::Contact
        | K::PassDown
        | K::AskSupport
        | K::AddSupport
        | K::RefuseSupport
        | K::AskDelay
        | K::DecideDelay
        | K::Pause
        | K::Resume
        | K::Progress
        | K::Report
        | K::ReportUndue
        | K::DecideUndue
        | K::Approve
        | K::SendBack
        | K::Park
        | K::MilestoneDone
        | K::Unpark
        | K::Urge
        | K::Supervise
        | K::AnswerSheet
        | K::LiftSheet
        | K::Instruct
        | K::Supplement
        | K::CheckWithdraw
        | K::Reopen
        | K::Appeal
        | K::DecideAppeal
        | K::Told
        | K::Claim
        | K::Release
        | K::PassOn
        | K::Reveal => Some(kind.code()),
    }
}

/// The moves of the table that an operation makes.
pub(super) fn made_by(operation: &str) -> impl Iterator<Item = CommandKind> {
    CommandKind::ALL.iter().copied().filter(move |kind| self::operation(*kind) == Some(operation))
}

/// Whether a move on a request that exists can be made here.
pub(super) fn is_routed(kind: CommandKind) -> bool {
    kind != CommandKind::Register && operation(kind).is_some()
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
fn expected((seen, need): (Seen, Need)) -> Result<Option<i64>, Failure> {
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
    seen: (Seen, Need),
    make: impl Fn(&Context) -> Command + Send + 'static,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let expected = expected(seen).map_err(&refuse)?.map_or(Expected::Any, Expected::Request);
    carry_out(web, caller.cx, number, expected, move |_, cx, _| Ok(make(cx))).await.map_err(refuse)
}

/// The same for one move, where more must be found on record before it is known what is to be done. Who may not make the move
/// does not learn what is found.
pub(super) async fn on_request_found(
    web: &Web,
    caller: Caller,
    (number, kind): (&str, CommandKind),
    seen: (Seen, Need),
    make: impl Fn(&mut Tx, &Context) -> Result<Command, ActError> + Send + 'static,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let expected = expected(seen).map_err(&refuse)?.map_or(Expected::Any, Expected::Request);
    let make = move |tx: &mut Tx, cx: &Context, id: RequestId| {
        permitted(tx, cx, id, kind)?;
        make(tx, cx)
    };
    carry_out(web, caller.cx, number, expected, make).await.map_err(refuse)
}

/// Does something to an order of a request.
pub(super) async fn on_order(
    web: &Web,
    caller: Caller,
    order: (&str, &str),
    seen: (Seen, Need),
    make: impl Fn(&Context, OrderId) -> Command + Send + 'static,
) -> Answer {
    on_order_found(web, caller, order, seen, move |cx, order| Ok(make(cx, order))).await
}

/// The same, where what is to be done may not be computable.
pub(super) async fn on_order_found(
    web: &Web,
    caller: Caller,
    (number, order): (&str, &str),
    seen: (Seen, Need),
    make: impl Fn(&Context, OrderId) -> Result<Command, ActError> + Send + 'static,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let expected = expected(seen).map_err(&refuse)?.map_or(Expected::Any, Expected::Order);
    let order = call::order(order).map_err(&refuse)?;
    carry_out(web, caller.cx, number, expected, move |_, cx, _| make(cx, order)).await.map_err(refuse)
}

async fn carry_out(
    web: &Web,
    cx: Context,
    number: &str,
    expected: Expected,
    make: impl Fn(&mut Tx, &Context, RequestId) -> Result<Command, ActError> + Send + 'static,
) -> Result<Response, Failure> {
    let number = call::number(&cx.city.code, number)?;
    let request = web
        .write(move |tx| {
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            let command = make(tx, &cx, id)?;
            act(tx, &cx, id, expected, command)
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
    carry_out_task(web, caller, task, move |_, _, _, task| Ok(make(task))).await
}

/// The same for one move, where more must be found on record before it is known what is to be done. Who may not make the move
/// does not learn what is found.
pub(super) async fn on_task_found(
    web: &Web,
    caller: Caller,
    (task, kind): (&str, CommandKind),
    make: impl Fn(&mut Tx, TaskId) -> Result<Command, ActError> + Send + 'static,
) -> Answer {
    let make = move |tx: &mut Tx, cx: &Context, id: RequestId, task: TaskId| {
        permitted(tx, cx, id, kind)?;
        make(tx, task)
    };
    carry_out_task(web, caller, task, make).await
}

async fn carry_out_task(
    web: &Web,
    caller: Caller,
    task: &str,
    make: impl Fn(&mut Tx, &Context, RequestId, TaskId) -> Result<Command, ActError> + Send + 'static,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let task: TaskId = task.parse().map_err(|_| refuse(Failure::Act(ActError::NoSuchRequest)))?;
    let done = web
        .write(move |tx| {
            let id = view::id_by_task(tx, &cx, task)?.ok_or(ActError::NoSuchRequest)?;
            let command = make(tx, &cx, id, task)?;
            act(tx, &cx, id, Expected::Any, command)
        })
        .await;
    done.map(|request| moved(&request)).map_err(|error| refuse(Failure::Act(error)))
}

/// Whether the caller may make this move on the request at all.
fn permitted(tx: &mut Tx, cx: &Context, id: RequestId, kind: CommandKind) -> Result<(), ActError> {
    let request = view::visible(tx, cx, id)?;
    may(&cx.actor, kind, &request, None, &cx.city.units).map_err(|denied| Refusal::Denied(denied).into())
}

fn moved(request: &Request) -> Response {
    ([call::etag(request.version)], axum::Json(Moved::from(request))).into_response()
}

#[cfg(test)]
mod tests {
    use lianxin_domain::access::Role;
    use lianxin_domain::request::table;

    use super::*;

    /// Whoever adds a move for people must give programs a way to make it.
    #[test]
    fn every_move_that_an_account_may_make_has_a_route() {
        let document = serde_json::to_value(crate::api::document()).expect("it is JSON");
        let items = document["paths"].as_object().expect("paths").values();
        let operations: Vec<&str> = items
            .flat_map(|item| item.as_object().expect("methods").values())
            .filter_map(|operation| operation["operationId"].as_str())
            .collect();
        for kind in CommandKind::ALL.iter().copied() {
            let by_people = table::who(kind).iter().any(|role| !matches!(role, Role::System | Role::Citizen));
            assert_eq!(operation(kind).is_some(), by_people && kind.can_be_asked(), "{kind}");
            if let Some(name) = operation(kind) {
                assert!(operations.contains(&name), "{kind} has no route");
            }
        }
    }
}
