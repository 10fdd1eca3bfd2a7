//! `GET /requests/{number}/{verb}` and `GET /requests/{number}/orders/{order}/{verb}`: the form of one move, on a page of its own.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use lianxin_app::lists::{self, RequestFilter, RequestLine};
use lianxin_app::obstacle::obstacle;
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, StoreError, Tx};
use lianxin_domain::OrderId;
use lianxin_domain::request::{CommandKind, Refusal, Stage};
use maud::{Markup, html};
use serde::Deserialize;

use super::{dealings, forms, moves, page, verbs};
use crate::caller::{self, SignedIn};
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts::{self, Promise};
use crate::state::Web;
use crate::ui::{Button, Icon, badge, clock as clocks, layout};

/// Requests that one may be merged into: those about the same topic, the newest.
const NEAR: usize = 12;

/// Where the form leads afterwards.
#[derive(Deserialize, Debug, Default)]
pub(super) struct Whence {
    #[serde(default)]
    back: String,
}

struct Shown {
    view: RequestView,
    near: Vec<RequestLine>,
    kind: CommandKind,
    waiting: Waiting,
}

/// A move of the request.
pub(super) async fn of_request(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, verb)): Path<(String, String)>,
    Query(whence): Query<Whence>,
) -> Response {
    show(web, who, number, None, verb, whence).await
}

/// A move of an order.
pub(super) async fn of_order(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, order, verb)): Path<(String, OrderId, String)>,
    Query(whence): Query<Whence>,
) -> Response {
    show(web, who, number, Some(order), verb, whence).await
}

async fn show(
    web: Web,
    who: SignedIn,
    number: String,
    order: Option<OrderId>,
    verb: String,
    whence: Whence,
) -> Response {
    let cx = who.cx.clone();
    let back = if caller::is_path(&whence.back) { whence.back } else { format!("/requests/{number}") };
    let loaded = web
        .read(move |tx| -> Result<Shown, Failure> {
            let kind = verbs::kind(&verb, order.is_some()).ok_or(Failure::NotFound)?;
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            let view = view::view(tx, &cx, id)?;
            possible(&cx, &view, kind, order)?;
            let near = if kind == CommandKind::Merge { near(tx, &cx, &view)? } else { Vec::new() };
            Ok(Shown { view, near, kind, waiting: frame::waiting(tx, &cx)? })
        })
        .await;
    match loaded {
        Ok(shown) => {
            let title = shown.kind.name(who.lang());
            match draw(&who.cx, &shown, order, &back) {
                Some(main) => frame::html_response(frame::page(&who, shown.waiting, title, &main)),
                None => frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound),
            }
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

/// A form is shown if the move can be made; otherwise why it cannot.
fn possible(cx: &Context, view: &RequestView, kind: CommandKind, order: Option<OrderId>) -> Result<(), Failure> {
    let moves = match order {
        None => view.moves.as_slice(),
        Some(order) => moves::order_moves(view, order),
    };
    if moves.contains(&kind) {
        return Ok(());
    }
    match obstacle(cx, &view.request, kind, order) {
        Some(obstacle) => Err(Failure::Act(ActError::Refused(Refusal::Guard(obstacle)))),
        None => Err(Failure::NotFound),
    }
}

/// Open requests about the same topic.
fn near(tx: &mut Tx, cx: &Context, view: &RequestView) -> Result<Vec<RequestLine>, StoreError> {
    let Some(topic) = view.request.facts.topic.clone() else { return Ok(Vec::new()) };
    let states = vec![Stage::Registered, Stage::AwaitingCitizen, Stage::Triage, Stage::Handling];
    let filter = RequestFilter { states, topics: vec![topic], ..RequestFilter::default() };
    let found = lists::requests(tx, cx, &filter, NEAR + 1)?.lines;
    Ok(found.into_iter().filter(|line| line.id != view.request.id).take(NEAR).collect())
}

fn draw(cx: &Context, shown: &Shown, order: Option<OrderId>, back: &str) -> Option<Markup> {
    let (lang, view) = (cx.lang, &shown.view);
    let request = &view.request;
    let order = order.and_then(|id| request.order(id));
    let form = match order {
        None => forms::request_form_near(cx, request, &shown.near, shown.kind, back)?,
        Some(order) => forms::order_form(cx, view, order, shown.kind, back)?,
    };
    let about = html! {
        (page::number(request)) " " (badge::grade(lang, request.facts.grade))
        @match order {
            None => { (parts::stage(lang, request.state.stage())) }
            Some(order) => { (parts::unit(&cx.city, &order.unit, lang)) " " (parts::order_stage(lang, order.state.stage())) (dealings::marks(cx, request, order)) }
        }
    };
    let leave = html! { (Button::quiet(lang.pick("返回", "Back")).icon(Icon::ArrowLeft).href(back)) };
    let clocks =
        request.clocks.iter().filter(|clock| clock.stopped.is_none() && clock.order == order.map(|order| order.id));
    let context = html! {
        @for clock in clocks { (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock_large)) }
        @if let Some(order) = order { (dealings::of_order(cx, view, order)) }
        (page::content(cx, view))
    };
    Some(html! {
        (layout::page_head(shown.kind.name(lang), &about, &leave))
        (layout::story_and_state(
            &layout::panel(shown.kind.name(lang), &html! {}, &form),
            &layout::panel(&request.facts.title, &html! {}, &context),
        ))
    })
}
