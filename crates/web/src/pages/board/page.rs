//! `GET /board`: the strip, the filters and the rows. Changes come in place; while the pointer is over the rows they wait.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::board::{self, BOARD_ORDERS_MAX, Board, INTAKE_MINUTES};
use lianxin_app::lists::{COUNT_MAX, WAITING_MAX};
use lianxin_app::{Context, StoreError};
use lianxin_domain::{Grade, UnitCode};
use maud::{Markup, html};

use super::{Asked, WATCHERS, row};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::tiles::{Tile, tiles};
use crate::ui::{Button, Icon, Tone, layout, side_panel, states};

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(failure) = who.require(WATCHERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, wanted) = (who.cx.clone(), asked.wanted());
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> { Ok((board::board(tx, &cx, &wanted)?, frame::waiting(tx, &cx)?)) })
        .await;
    match loaded {
        Ok((board, waiting)) => {
            let title = who.lang().pick("督办看板", "Board");
            frame::html_response(frame::page(&who, waiting, title, &page(&who.cx, &asked, &board)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn page(cx: &Context, asked: &Asked, board: &Board) -> Markup {
    let lang = cx.lang;
    let about = lang.pick(
        format!("未完结的紧急、急工单 {} 件", board.open),
        format!("{} open orders, emergency and urgent", board.open),
    );
    let wall_at = asked.address("/board/wall");
    let wall = Button::quiet(lang.pick("大屏", "Wall")).icon(Icon::Zap).href(&wall_at);
    let url = asked.address("/board");
    let parts = html! { (strip(cx, board)) (filters(cx, asked, board)) (rows(cx, asked, board)) };
    html! {
        (layout::page_head(lang.pick("督办看板", "Board"), &html! { (about) }, &html! { (wall) }))
        (live(&Live { id: "watch", url: &url, topics: &["board", "pool"] }, &parts))
        (side_panel::side_panel(lang, "watched", lang.pick("工单", "Order")))
    }
}

/// The figures of the minute.
pub(super) fn strip(cx: &Context, board: &Board) -> Markup {
    let (lang, strip) = (cx.lang, &board.strip);
    let intake =
        if strip.intake >= COUNT_MAX { format!("{}+", COUNT_MAX / INTAKE_MINUTES) } else { tenths(strip.intake) };
    let waiting =
        if strip.to_dispatch > WAITING_MAX { format!("{WAITING_MAX}+") } else { strip.to_dispatch.to_string() };
    let (unphoned, late) = (strip.unphoned.to_string(), strip.late.to_string());
    let tone = |n: usize, tone| if n > 0 { tone } else { Tone::Neutral };
    let silent: usize = strip.silent.len();
    let silent_figure = silent.to_string();
    let note = lang.pick(format!("近 {INTAKE_MINUTES} 分钟平均"), format!("over the last {INTAKE_MINUTES} min"));
    let tile = |label, figure, unit, note, tone, href| Tile { label, figure, unit, note, tone, href };
    html! {
        (tiles(&[
            tile(lang.pick("每分钟受理", "In per minute"), &intake, lang.pick("件", ""), &note, Tone::Neutral, None),
            tile(lang.pick("待派", "To dispatch"), &waiting, lang.pick("件", ""), "", Tone::Neutral, None),
            tile(lang.pick("未接通电话", "Not phoned"), &unphoned, lang.pick("件", ""), "", tone(strip.unphoned, Tone::Danger), Some("/board?unphoned=1")),
            tile(lang.pick("已超时", "Late"), &late, lang.pick("件", ""), "", tone(strip.late, Tone::Danger), None),
            tile(lang.pick("不应答单位", "Units that do not answer"), &silent_figure, lang.pick("个", ""), "", tone(silent, Tone::Warning), None),
        ]))
        @if silent > 0 {
            ul.watch-silent aria-label=(lang.pick("不应答的单位", "Units that do not answer")) {
                @for one in &strip.silent {
                    li {
                        a href={ "/board?unit=" (crate::caller::encode(one.unit.as_str())) } { (parts::unit(&cx.city, &one.unit, lang)) }
                        @if one.unanswered > 0 { span.num { (Icon::PhoneMissed) " " (lang.pick(format!("未接 {}", one.unanswered), format!("{} unanswered", one.unanswered))) } }
                        @if one.unaccepted > 0 { span.num { (Icon::AlarmClock) " " (lang.pick(format!("超时未签收 {}", one.unaccepted), format!("{} not accepted", one.unaccepted))) } }
                    }
                }
            }
        }
    }
}

/// So many in ten minutes, by the minute: `3.7`.
fn tenths(in_ten: i64) -> String {
    format!("{}.{}", in_ten / INTAKE_MINUTES, in_ten % INTAKE_MINUTES)
}

const _: () = assert!(INTAKE_MINUTES == 10, "tenths are drawn");

fn filters(cx: &Context, asked: &Asked, board: &Board) -> Markup {
    let lang = cx.lang;
    let chip = |text: &str, on: bool, changed: Asked| {
        html! { a.chip href=(changed.address("/board")) aria-current=[on.then_some("true")] { (text) } }
    };
    let grade = |code: &str| Asked { grade: code.to_owned(), ..asked.clone() };
    let grades = [Grade::Emergency, Grade::Urgent];
    let other = if asked.unphoned == "1" { "" } else { "1" };
    html! {
        form.filters method="get" action="/board" {
            div.chips {
                (chip(lang.pick("全部", "All"), asked.grade.is_empty(), grade("")))
                @for one in grades { (chip(one.name(lang), asked.grade == one.code(), grade(one.code()))) }
                (chip(lang.pick("只看未接通", "Not phoned only"), asked.unphoned == "1", Asked { unphoned: other.to_owned(), ..asked.clone() }))
            }
            input type="hidden" name="grade" value=(asked.grade);
            input type="hidden" name="unphoned" value=(asked.unphoned);
            (choice("district", lang.pick("区、市级单位", "District or body"), lang.pick("全部", "All"), &asked.district, &districts(cx, board)))
            (choice("unit", lang.pick("承办单位", "Unit"), lang.pick("全部", "All"), &asked.unit, &units(cx, asked, board)))
            button.btn.btn-small type="submit" { (lang.pick("筛选", "Filter")) }
        }
    }
}

fn choice(name: &str, label: &str, all: &str, chosen: &str, choices: &[(UnitCode, String)]) -> Markup {
    html! {
        label.watch-choice {
            span { (label) }
            select.input name=(name) {
                option value="" { (all) }
                @for (code, text) in choices { option value=(code) selected[code.as_str() == chosen] { (text) } }
            }
        }
    }
}

/// The unit right under the centre that each unit of the board belongs to.
fn districts(cx: &Context, board: &Board) -> Vec<(UnitCode, String)> {
    let centre = &cx.city.units.center().code;
    let top = |code: &UnitCode| {
        let chain = cx.city.units.ancestors(code);
        chain.into_iter().rfind(|unit| unit.code != *centre).map(|unit| unit.code.clone())
    };
    let mut tops: Vec<UnitCode> = board.units.iter().filter_map(top).collect();
    tops.sort();
    tops.dedup();
    named(cx, tops)
}

fn units(cx: &Context, asked: &Asked, board: &Board) -> Vec<(UnitCode, String)> {
    let district = UnitCode::from(asked.district.as_str());
    let within = |code: &&UnitCode| asked.district.is_empty() || cx.city.units.is_within(code, &district);
    named(cx, board.units.iter().filter(within).cloned().collect())
}

fn named(cx: &Context, codes: Vec<UnitCode>) -> Vec<(UnitCode, String)> {
    let name = |code: UnitCode| {
        let name = parts::unit(&cx.city, &code, cx.lang).to_owned();
        (code, name)
    };
    codes.into_iter().map(name).collect()
}

fn rows(cx: &Context, asked: &Asked, board: &Board) -> Markup {
    let lang = cx.lang;
    if board.rows.is_empty() {
        let filtered = asked.address("/board") != "/board";
        let text = if filtered {
            lang.pick("没有符合条件的工单", "No order fits these filters")
        } else {
            lang.pick("没有未完结的紧急、急工单", "No emergency or urgent order is open")
        };
        return states::empty(Icon::CircleCheck, text, "");
    }
    html! {
        ul.watch data-list aria-label=(lang.pick("工单，最危险的在前", "Orders, the most dangerous first")) {
            @for one in &board.rows { (row::line(cx, one)) }
        }
        @if board.more { p.quiet { (lang.pick(format!("只显示最紧急的 {BOARD_ORDERS_MAX} 件"), format!("Only the {BOARD_ORDERS_MAX} most urgent are shown"))) } }
    }
}
