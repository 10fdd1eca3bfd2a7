//! `GET /figures/orders`: the very orders behind a number, and what each of them adds to it.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::figures::{self, Figures, ScoreLine, Slice};
use lianxin_app::{Context, StoreError};
use lianxin_domain::request::{Measure, Part};
use lianxin_domain::{Moment, OrderId};
use maud::{Markup, html};

use super::span::Asked;
use super::{READERS, bar};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Icon, badge, layout, states, time};

/// Lines of a page.
const LINES: usize = 100;

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(failure) = who.require(READERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let Some(of) = Measure::from_code(&asked.measure).zip(Slice::from_code(&asked.slice)) else {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    };
    let (cx, wanted, after) = (who.cx.clone(), asked.wanted(&who.cx), cursor(&asked.after));
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            let lines = figures::behind(tx, &cx, &wanted, of, after, LINES + 1)?;
            Ok((lines, figures::figures(tx, &cx, &wanted)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((lines, figures, waiting)) => {
            let title = of.0.name(who.lang());
            frame::html_response(frame::page(&who, waiting, title, &page(&who.cx, &asked, of, &lines, &figures)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn page(
    cx: &Context,
    asked: &Asked,
    (measure, slice): (Measure, Slice),
    lines: &[(ScoreLine, Part)],
    figures: &Figures,
) -> Markup {
    let lang = cx.lang;
    let rate = figures.all.of(measure);
    let total = match slice {
        Slice::All => Some(figures.all.orders),
        Slice::Counted => Some(rate.of),
        Slice::LeftOut(why) => Some(rate.left_out.get(&why).copied().unwrap_or(0)),
        Slice::NoQuestion => Some(rate.no_question),
        // Parts of orders count: how many orders they come from is seen in the list alone.
        Slice::Success | Slice::Failure => None,
    };
    let about = html! {
        (asked.days(cx).say(lang)) " · " (said(cx, slice))
        @if let Some(total) = total { " · " (lang.pick(format!("共 {total} 件"), format!("{total} orders"))) }
        @else { " · " (lang.pick("合计 ", "adding up to ")) (bar::numerator(&rate)) " ÷ " (rate.of) }
    };
    let back = asked.address("/figures", &[]);
    let actions =
        html! { (Button::quiet(lang.pick("返回数据", "Back to the figures")).icon(Icon::ArrowLeft).href(&back)) };
    html! {
        (layout::page_head(measure.name(lang), &about, &actions))
        (list(cx, asked, lines))
    }
}

fn said(cx: &Context, slice: Slice) -> &'static str {
    let lang = cx.lang;
    match slice {
        Slice::All => lang.pick("全部办结", "all that ended"),
        Slice::Counted => lang.pick("计入", "those that count"),
        Slice::Success => lang.pick("计入且达到（含部分）", "successes, in whole or in part"),
        Slice::Failure => lang.pick("计入但未达到", "those that count and are none"),
        Slice::LeftOut(why) => why.name(lang),
        Slice::NoQuestion => lang.pick("无此项", "not applicable"),
    }
}

fn list(cx: &Context, asked: &Asked, lines: &[(ScoreLine, Part)]) -> Markup {
    let lang = cx.lang;
    let columns = [
        Column::tight(lang.pick("编号", "Number")),
        Column::wide(lang.pick("事项", "Matter")),
        Column::tight(lang.pick("主办单位", "Lead")),
        Column::tight(lang.pick("办结", "Ended")),
        Column::tight(lang.pick("计", "Counts")),
    ];
    let rows = lines.iter().take(LINES).map(|(line, part)| Row {
        id: format!("s-{}", line.order),
        href: Some(format!("/requests/{}", line.number)),
        panel: None,
        cells: vec![
            html! { span.num { (line.number) } },
            html! { span title=(line.title) { (line.title) } },
            html! { (parts::unit(&cx.city, &line.unit, lang)) },
            time::time(lang, cx.now, line.ended),
            counts(cx, *part),
        ],
    });
    let older = lines.get(LINES).and(lines.get(LINES - 1)).map(|(last, _)| {
        let after = format!("{}.{}", last.ended.micros(), last.order);
        asked.address("/figures/orders", &[("measure", &asked.measure), ("slice", &asked.slice), ("after", &after)])
    });
    let empty = states::empty(Icon::ClipboardList, lang.pick("没有这样的工单", "There is no such order"), "");
    table(
        lang,
        &Table {
            caption: lang.pick("数字背后的工单", "The orders behind the number"),
            columns: &columns,
            rows: rows.collect(),
            empty,
            pager: Pager { newer: None, older },
        },
    )
}

fn counts(cx: &Context, part: Part) -> Markup {
    match part {
        Part::Counts(hundredths) => {
            let tone = if hundredths > 0 { badge::Tone::Done } else { badge::Tone::Warning };
            badge::badge(tone, &bar::hundredths(i64::from(hundredths)))
        }
        Part::LeftOut(why) => badge::badge(badge::Tone::Neutral, why.name(cx.lang)),
        Part::NoQuestion => badge::badge(badge::Tone::Neutral, "–"),
    }
}

fn cursor(text: &str) -> Option<(Moment, OrderId)> {
    let (ended, order) = text.split_once('.')?;
    Some((Moment(ended.parse().ok()?), order.parse().ok()?))
}
