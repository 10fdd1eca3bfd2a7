//! `GET /inbox/{order}`: one order with the form for its next step already open; loaded into the side panel, or a page of its own.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::identity::Clear;
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, Tx};
use lianxin_domain::OrderId;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{CommandKind, Order, OrderStage, Running};
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts::{self, Promise};
use crate::pages::request::{dealings, moves, page as request_page};
use crate::state::Web;
use crate::ui::{Button, Icon, badge, clock as clocks, layout, lights as light};

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Path(order): Path<OrderId>) -> Response {
    if let Err(failure) = who.require(frame::INBOX) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    match web.read(move |tx| load(tx, &cx, order)).await {
        Ok((view, waiting)) => {
            let main = page(&who.cx, &view, order, None);
            frame::html_response(frame::page(&who, waiting, &view.request.number, &main))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, order: OrderId) -> Result<(RequestView, Waiting), ActError> {
    let id = tx.request_id_by_order(order)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

/// The order: what is asked, by when, and the next step; with the identity if it was just shown.
pub(crate) fn page(cx: &Context, view: &RequestView, id: OrderId, clear: Option<&Clear>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let Some(order) = request.order(id) else { return html! {} };
    let about = html! {
        span.num { (request.number) } " " (badge::grade(lang, request.facts.grade)) (parts::order_stage(lang, order.state.stage()))
        (badge::badge(badge::Tone::Neutral, order.role.name(lang))) (dealings::marks(cx, request, order))
    };
    let href = format!("/requests/{}", request.number);
    let open = Button::quiet(lang.pick("完整经过", "Whole story")).icon(Icon::History).href(&href);
    let body = html! {
        (layout::page_head(&request.facts.title, &about, &html! { (open) }))
        div.order {
            div.order-clocks {
                @for clock in request.clocks.iter().filter(|clock| clock.order == Some(id) && clock.stopped.is_none()) {
                    (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock_large))
                }
            }
            (light::lights(lang, &parts::lights(cx, request, order)))
            (dealings::of_order(cx, view, order))
            (request_page::who_asked(cx, view, clear, &format!("?order={id}")))
            (request_page::content(cx, view))
            @if !order.opinion.is_empty() { div { p.quiet { (lang.pick("派单意见", "Opinion of the dispatcher")) } blockquote.told-words { (order.opinion) } } }
            (steps(cx, view, order))
        }
    };
    request_page::alive(view, "order-page", &format!("/inbox/{id}"), clear, &body)
}

/// The next step is open, the others are behind their names and behind “more”. Each leads back here, to the step after it.
fn steps(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    moves::of_order(cx, view, order, "step", next_step(view, order), &format!("/inbox/{}", order.id))
}

fn next_step(view: &RequestView, order: &Order) -> Option<CommandKind> {
    let paused = view.request.clock(ClockKind::Handle, Some(order.id)).is_some_and(Running::is_paused);
    match order.state.stage() {
        _ if paused => Some(CommandKind::Resume),
        OrderStage::Dispatched => Some(CommandKind::Accept),
        OrderStage::Accepted if order.contacted.is_none() => Some(CommandKind::Contact),
        OrderStage::Accepted | OrderStage::Handling | OrderStage::SentBack | OrderStage::Rework => {
            Some(CommandKind::Report)
        }
        OrderStage::Parked => Some(CommandKind::MilestoneDone),
        OrderStage::ReturnAsked
        | OrderStage::DelayAsked
        | OrderStage::Reported
        | OrderStage::Approved
        | OrderStage::Closed
        | OrderStage::Replaced
        | OrderStage::Recalled => None,
    }
}
