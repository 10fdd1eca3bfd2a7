//! `GET /board/wall`: the board for a screen on the wall. Twice the size, dark, without pointer; more than fits is shown page by page.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::board::{self, Board};
use lianxin_app::{Context, StoreError};
use maud::{Markup, html};

use super::{Asked, WATCHERS, page, row};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::state::Web;
use crate::ui::{Icon, Look, Theme, layout, states};

/// Rows that fit on a screen of 1920 × 1080.
const ROWS: usize = 4;

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(failure) = who.require(WATCHERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, wanted) = (who.cx.clone(), asked.wanted());
    match web.read(move |tx| -> Result<_, StoreError> { board::board(tx, &cx, &wanted) }).await {
        Ok(board) => {
            let dark = SignedIn { look: Look { theme: Theme::Dark, ..who.look }, ..who };
            let title = dark.lang().pick("督办看板", "Board");
            frame::html_response(frame::page(&dark, Waiting::default(), title, &screen(&dark.cx, &asked, &board)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn screen(cx: &Context, asked: &Asked, board: &Board) -> Markup {
    let lang = cx.lang;
    let pages = board.rows.len().div_ceil(ROWS).max(1);
    // The last page may have gone since the one before was drawn.
    let here = asked.page % pages;
    let next = (here + 1) % pages;
    let address = asked.address("/board/wall");
    let url = format!("{address}{}page=", if address.contains('?') { '&' } else { '?' });
    let shown = board.rows.iter().skip(here * ROWS).take(ROWS);
    let content = html! {
        header.wall-head {
            h1 { (lang.pick("督办看板", "Board")) }
            span.num { (crate::ui::time::hour_minute(cx.now)) }
            @if pages > 1 { span.num { (here + 1) " / " (pages) } }
        }
        (page::strip(cx, board))
        @if board.rows.is_empty() { (states::empty(Icon::CircleCheck, lang.pick("没有未完结的紧急、急工单", "No emergency or urgent order is open"), "")) }
        ul.watch { @for one in shown { (row::on_the_wall(cx, one)) } }
    };
    // It turns by itself to the page behind; what happens meanwhile refreshes the page that is shown.
    layout::wall(&html! {
        div.live-part.wall-board id="wall" hx-get={ (url) (next) } hx-trigger="every 12s" hx-select="#wall" hx-target="this" hx-swap="outerMorph" {
            div.wall-page id="wall-page" hx-get={ (url) (here) } hx-trigger="live:board from:body, live:anew from:body" hx-select="#wall-page" hx-target="this" hx-swap="outerMorph" {
                (content)
            }
        }
    })
}
