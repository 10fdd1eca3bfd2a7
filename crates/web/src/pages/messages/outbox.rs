//! The outbox: every text message and call, where it stands, to whom it went, and why it failed.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::messages::{self, KeptMessage, state};
use lianxin_app::{Context, StoreError};
use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Before, LINES, failed, occasion, page, to_whom};
use crate::caller::SignedIn;
use crate::frame;
use crate::state::Web;
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Icon, Tone, badge, layout, states, time};

/// `GET /messages/outbox?state=failed`
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(at): Query<Before>) -> Response {
    if let Err(failure) = who.require(messages::KEEPERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let wanted = state::ALL.into_iter().find(|state| *state == at.state);
    let (cx, before) = (who.cx.clone(), at.before);
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((messages::outbox(tx, &cx, wanted, before, LINES)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((kept, waiting)) => {
            let list = html! {
                (states_of(who.lang(), wanted))
                (list(&who.cx, &kept.lines, kept.more, wanted, before.is_some()))
            };
            page(&who, waiting, "/messages/outbox", &html! {}, &list)
        }
        Err(error) => failed(&web, &who, error),
    }
}

fn name(lang: Lang, state: &str) -> &'static str {
    match state {
        state::QUEUED => lang.pick("排队", "Queued"),
        state::SENT => lang.pick("已告知", "Sent"),
        state::BY_HAND => lang.pick("待人工", "By hand"),
        state::FAILED => lang.pick("失败", "Failed"),
        _ => lang.pick("无需发送", "Not needed"),
    }
}

fn address(wanted: Option<&str>) -> String {
    wanted.map_or_else(|| "/messages/outbox".to_owned(), |state| format!("/messages/outbox?state={state}"))
}

fn states_of(lang: Lang, wanted: Option<&'static str>) -> Markup {
    let all: Vec<(Option<&str>, String)> =
        std::iter::once(None).chain(state::ALL.into_iter().map(Some)).map(|state| (state, address(state))).collect();
    let tabs: Vec<(&str, &str, bool)> = all
        .iter()
        .map(|(state, href)| {
            (state.map_or(lang.pick("全部", "All"), |state| name(lang, state)), href.as_str(), *state == wanted)
        })
        .collect();
    layout::tabs(lang.pick("状态", "State"), &tabs)
}

fn list(cx: &Context, lines: &[KeptMessage], more: bool, wanted: Option<&str>, later: bool) -> Markup {
    let (lang, here) = (cx.lang, address(wanted));
    let sign = if wanted.is_some() { '&' } else { '?' };
    let older = lines.last().filter(|_| more).map(|kept| format!("{here}{sign}before={}", kept.message.id));
    table(
        lang,
        &Table {
            caption: lang.pick("发送记录", "Outbox"),
            columns: &[
                Column::tight(lang.pick("时间", "When")),
                Column::tight(lang.pick("状态", "State")),
                Column::tight(lang.pick("事由", "About")),
                Column::wide(lang.pick("诉求", "Request")),
                Column::wide(lang.pick("对象", "To")),
                Column::tight(lang.pick("次数", "Tries")),
                Column::tight(""),
            ],
            rows: lines.iter().map(|kept| row(cx, kept)).collect(),
            empty: states::empty(Icon::Send, lang.pick("没有记录", "Nothing here"), ""),
            pager: Pager { newer: later.then_some(here), older },
        },
    )
}

fn row(cx: &Context, kept: &KeptMessage) -> Row {
    let lang = cx.lang;
    let tone = match kept.state.as_str() {
        state::FAILED => Tone::Danger,
        state::BY_HAND => Tone::Warning,
        state::SENT => Tone::Done,
        _ => Tone::Neutral,
    };
    let reached = match (&kept.person, &kept.phone) {
        (Some(person), Some(phone)) => format!("{person} {phone}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    let again = html! {
        @if kept.state == state::FAILED {
            form method="post" action={ "/messages/outbox/" (kept.message.id) "/again" } {
                (Button::plain(lang.pick("重发", "Send again")).small().icon(Icon::RotateCcw))
            }
        }
    };
    Row {
        id: format!("m-{}", kept.message.id),
        href: Some(format!("/requests/{}", kept.number)),
        panel: None,
        cells: vec![
            time::time(lang, cx.now, kept.queued),
            html! { (badge::badge(tone, name(lang, &kept.state))) " " span.tag { (kept.message.by.name(lang)) } },
            occasion(lang, kept),
            html! {
                span.num.quiet { (kept.number) } " " span title=(kept.title) { (kept.title) }
                @if let Some(error) = &kept.error { " " span.quiet title=(error) { (error) } }
            },
            html! { (to_whom(cx, kept)) @if !reached.is_empty() { br; span.quiet { (reached) } } },
            html! { span.num { (kept.attempts) } },
            again,
        ],
    }
}
