//! `GET /board/{order}`: one order of the board with what the reader may do about it; loaded into the side panel, or a page of its own.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, Tx};
use lianxin_domain::OrderId;
use lianxin_domain::request::{CommandKind, Order};
use maud::{Markup, html};

use super::WATCHERS;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts::{self, Promise};
use crate::pages::request::{forms, page as request_page, phone};
use crate::state::Web;
use crate::ui::{Button, Icon, badge, clock as clocks, layout, lights as light};

/// What is done from here, in the order in which it is needed.
const OF_ORDER: &[CommandKind] = &[CommandKind::Phone, CommandKind::Supervise, CommandKind::LiftSheet];
const OF_REQUEST: &[CommandKind] = &[CommandKind::Urge, CommandKind::Instruct, CommandKind::ChangeGrade];

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Path(order): Path<OrderId>) -> Response {
    if let Err(failure) = who.require(WATCHERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    match web.read(move |tx| load(tx, &cx, order)).await {
        Ok((view, waiting)) => {
            let main = page(&who.cx, &view, order);
            frame::html_response(frame::page(&who, waiting, &view.request.number, &main))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, order: OrderId) -> Result<(RequestView, Waiting), ActError> {
    let id = tx.request_id_by_order(order)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

fn page(cx: &Context, view: &RequestView, id: OrderId) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let Some(order) = request.order(id) else { return html! {} };
    let unit = parts::unit(&cx.city, &order.unit, lang);
    let about = html! {
        span.num { (request.number) } " " (badge::grade(lang, request.facts.grade)) (parts::order_stage(lang, order.state.stage()))
        " " (unit)
    };
    let href = format!("/requests/{}", request.number);
    let open = Button::quiet(lang.pick("打开诉求", "Open the request")).icon(Icon::History).href(&href).key("o");
    let body = html! {
        (layout::page_head(&request.facts.title, &about, &html! { (open) }))
        div.order {
            div.order-clocks {
                @for clock in request.clocks.iter().filter(|clock| clock.order == Some(id) && clock.is_open()) {
                    (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock_large))
                }
            }
            (light::lights(lang, &parts::lights(cx, request, order)))
            (actions(cx, view, order))
            @if !may_phone(view, order) { (phone::calls(cx, view, order)) }
            (request_page::content(cx, view))
        }
    };
    request_page::alive(view, "watched-order", &format!("/board/{id}"), None, &body)
}

/// The form of the call shows the calls so far by itself.
fn may_phone(view: &RequestView, order: &Order) -> bool {
    view.order_moves.iter().any(|(id, moves)| *id == order.id && moves.contains(&CommandKind::Phone))
}

/// The moves that this reader may make, each behind its name and its key.
fn actions(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let back = format!("/board/{}", order.id);
    let of_order = view.order_moves.iter().find(|(id, _)| *id == order.id).map_or(&[][..], |(_, moves)| moves);
    let of_order = OF_ORDER
        .iter()
        .filter(|kind| of_order.contains(kind))
        .filter_map(|kind| Some((*kind, forms::order_form(cx, view, order, *kind, &back)?)));
    let of_request = OF_REQUEST
        .iter()
        .filter(|kind| view.moves.contains(kind))
        .filter_map(|kind| Some((*kind, forms::request_form(cx, &view.request, *kind, &back)?)));
    let open = phone::is_due(&view.request, order).then_some(CommandKind::Phone);
    forms::folds(cx.lang, "watch", open, &of_order.chain(of_request).collect::<Vec<_>>())
}
