//! What is put up for me, newest first, and what of it I have not read.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::messages::{self, KeptMessage, Notices};
use lianxin_app::{Context, StoreError};
use maud::{Markup, html};

use super::{Before, LINES, failed, occasion, page, to_whom};
use crate::caller::SignedIn;
use crate::frame;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Icon, Tone, badge, states, time};

/// `GET /messages`
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(at): Query<Before>) -> Response {
    let (cx, before) = (who.cx.clone(), at.before);
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((messages::notices(tx, &cx, before, LINES)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((notices, waiting)) => {
            let lang = who.lang();
            let newest = notices.page.lines.first().map(|kept| kept.message.id).filter(|id| notices.read < Some(*id));
            let mark = html! {
                @if let (Some(newest), None) = (newest, before) {
                    form method="post" action="/messages/read" {
                        input type="hidden" name="up_to" value=(newest);
                        (Button::plain(lang.pick("全部标为已读", "Mark all as read")).icon(Icon::CheckCheck).key("Alt+R"))
                    }
                }
            };
            // Only the newest page changes by itself: whoever reads what was, reads on undisturbed.
            let topics: Vec<String> =
                messages::my_seats(&who.cx).iter().map(|seat| lianxin_engine::notice_topic(seat)).collect();
            let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
            let list = list(&who.cx, &notices, before.is_some());
            let list = match before {
                None => live(&Live { id: "notices", url: "/messages", topics: &topics }, &html! { (mark) (list) }),
                Some(_) => list,
            };
            page(&who, waiting, "/messages", &html! {}, &list)
        }
        Err(error) => failed(&web, &who, error),
    }
}

fn list(cx: &Context, notices: &Notices, later: bool) -> Markup {
    let (lang, lines) = (cx.lang, &notices.page.lines);
    let older = lines.last().filter(|_| notices.page.more).map(|kept| format!("/messages?before={}", kept.message.id));
    table(
        lang,
        &Table {
            caption: lang.pick("我的通知", "Notices for me"),
            columns: &[
                Column::tight(lang.pick("时间", "When")),
                Column::tight(lang.pick("事由", "About")),
                Column::wide(lang.pick("诉求", "Request")),
                Column::wide(lang.pick("对象", "For")),
            ],
            rows: lines.iter().map(|kept| row(cx, notices, kept)).collect(),
            empty: states::empty(
                Icon::Bell,
                lang.pick("没有通知", "No notices"),
                lang.pick("时限预警、催办、补充等会出现在这里", "Warnings, urgings, additions appear here"),
            ),
            pager: Pager { newer: later.then(|| "/messages".to_owned()), older },
        },
    )
}

fn row(cx: &Context, notices: &Notices, kept: &KeptMessage) -> Row {
    let lang = cx.lang;
    let unread = notices.read < Some(kept.message.id);
    Row {
        id: format!("m-{}", kept.message.id),
        href: Some(format!("/requests/{}", kept.number)),
        panel: None,
        cells: vec![
            time::time(lang, cx.now, kept.queued),
            html! { (occasion(lang, kept)) @if unread { " " (badge::badge(Tone::Brand, lang.pick("未读", "new"))) } },
            html! { span.num.quiet { (kept.number) } " " span title=(kept.title) { (kept.title) } },
            html! { (to_whom(cx, kept)) },
        ],
    }
}
