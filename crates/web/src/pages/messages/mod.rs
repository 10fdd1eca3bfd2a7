//! Messages (通知): the bell and what is put up for me, what must be told by phone, and the outbox.

mod notices;
mod outbox;
mod tell;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use lianxin_app::messages::{self, KeptMessage, UNREAD_MAX};
use lianxin_app::{ActError, Context, Expected, StoreError, act};
use lianxin_domain::request::{Command, Occasion};
use lianxin_domain::{Lang, MessageId, TaskId};
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Fields;
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::{Icon, Tone, badge, layout};

/// Lines of a page.
const LINES: usize = 50;

/// The routes of the messages.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/messages", get(notices::show))
        .route("/messages/bell", get(show_bell))
        .route("/messages/read", post(read))
        .route("/messages/tell", get(tell::show))
        .route("/messages/tell/{task}", post(told))
        .route("/messages/outbox", get(outbox::show))
        .route("/messages/outbox/{message}/again", post(send_again))
}

/// Where a page goes on.
#[derive(Deserialize, Debug, Default)]
pub(super) struct Before {
    before: Option<MessageId>,
    #[serde(default)]
    state: String,
}

/// The bell with the number of unread notices; it rings by itself. For those for whom nothing is ever put up there is none.
pub fn bell(cx: &Context, unread: i64) -> Markup {
    let lang = cx.lang;
    let topics: Vec<String> = messages::my_seats(cx).iter().map(|seat| lianxin_engine::notice_topic(seat)).collect();
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    if topics.is_empty() {
        return html! { div id="bell" {} };
    }
    let words = match unread {
        0 => lang.pick("通知", "Notices").to_owned(),
        UNREAD_MAX.. => {
            lang.pick(format!("{UNREAD_MAX} 条以上未读通知"), format!("{UNREAD_MAX} unread notices or more"))
        }
        n => lang.pick(format!("{n} 条未读通知"), format!("{n} unread notices")),
    };
    live(
        &Live { id: "bell", url: "/messages/bell", topics: &topics },
        &html! {
            a.btn.btn-quiet href="/messages" title=(words) {
                (Icon::Bell) span.vh { (words) }
                @if unread > 0 { span.badge.badge-solid.t-danger aria-hidden="true" { @if unread >= UNREAD_MAX { (UNREAD_MAX - 1) "+" } @else { (unread) } } }
            }
        },
    )
}

async fn show_bell(State(web): State<Web>, who: SignedIn) -> Response {
    let cx = who.cx.clone();
    match web.read(move |tx| messages::unread(tx, &cx)).await {
        Ok(unread) => frame::html_response(bell(&who.cx, unread)),
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

/// He has read everything up to the newest that he was shown.
async fn read(State(web): State<Web>, who: SignedIn, Fields(form): Fields) -> Response {
    let Ok(up_to) = form.text("up_to").parse::<MessageId>() else {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    };
    let cx = who.cx.clone();
    match web.write(move |tx| messages::mark_read(tx, &cx, up_to)).await {
        Ok(()) => back("/messages", &Flash::done(who.lang().pick("已标为已读", "Marked as read"))),
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

/// Somebody was told by phone.
async fn told(
    State(web): State<Web>,
    who: SignedIn,
    Path(task): Path<TaskId>,
    headers: HeaderMap,
    Fields(form): Fields,
) -> Response {
    let (cx, note) = (who.cx.clone(), form.text("note").trim().to_owned());
    let done = web
        .write(move |tx| {
            let id = messages::request_of(tx, task)?;
            act(tx, &cx, id, Expected::Any, Command::Told { task, note: note.clone() }).map(|request| request.number)
        })
        .await;
    match done {
        Ok(number) => back(
            "/messages/tell",
            &Flash::done(who.lang().pick(format!("{number}：已记录告知"), format!("{number}: recorded as told"))),
        ),
        Err(error) => frame::refusal(&web, &who, headers.contains_key("hx-request"), &Failure::Act(error)),
    }
}

/// A message that failed is sent once more.
async fn send_again(State(web): State<Web>, who: SignedIn, Path(message): Path<MessageId>) -> Response {
    if let Err(failure) = who.require(messages::KEEPERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, lang) = (who.cx.clone(), who.lang());
    match web.write(move |tx| messages::send_again(tx, &cx, message)).await {
        Ok(true) => back("/messages/outbox", &Flash::done(lang.pick("已重新排队发送", "Queued once more"))),
        Ok(false) => {
            let why = lang.pick("这条短信已不在失败状态", "This message is no longer a failed one");
            back("/messages/outbox", &Flash::refused(why))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn back(to: &str, said: &Flash) -> Response {
    (StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, said.set_cookie()), (header::LOCATION, to.to_owned())]))
        .into_response()
}

/// The page around one of the three lists.
fn page(who: &SignedIn, waiting: frame::Waiting, here: &str, actions: &Markup, list: &Markup) -> Response {
    let (lang, actor) = (who.lang(), &who.cx.actor);
    let all = [
        (lang.pick("我的通知", "For me"), "/messages", true),
        (lang.pick("待电话告知", "To tell by phone"), "/messages/tell", actor.is_one_of(messages::TELLERS)),
        (lang.pick("发送记录", "Outbox"), "/messages/outbox", actor.is_one_of(messages::KEEPERS)),
    ];
    let tabs: Vec<(&str, &str, bool)> =
        all.into_iter().filter(|(.., mine)| *mine).map(|(text, href, _)| (text, href, href == here)).collect();
    let title = lang.pick("通知", "Messages");
    let main = html! {
        (layout::page_head(title, &html! {}, actions))
        @if tabs.len() > 1 { (layout::tabs(title, &tabs)) }
        (list)
    };
    frame::html_response(frame::page(who, waiting, title, &main))
}

fn failed(web: &Web, who: &SignedIn, error: StoreError) -> Response {
    frame::failure_page(web, who.look, Some(who), &Failure::Act(ActError::Store(error)))
}

/// What a message is about: `逾期未办 · 签收`.
fn occasion(lang: Lang, kept: &KeptMessage) -> Markup {
    let message = &kept.message;
    let tone = match message.occasion {
        Occasion::Due | Occasion::Late => Tone::Danger,
        Occasion::Warning | Occasion::Urged | Occasion::Again => Tone::Warning,
        Occasion::Supervised | Occasion::Instructed => Tone::Supervised,
        Occasion::NewOrder | Occasion::TakenAway | Occasion::Supplemented | Occasion::Decided | Occasion::Progress => {
            Tone::Brand
        }
    };
    html! {
        (badge::badge(tone, message.occasion.name(lang)))
        @if let Some((_, clock, _)) = message.clock { " " span.tag { (clock.name(lang)) } }
    }
}

/// For whom: `单位值班室 · 河西区`.
fn to_whom(cx: &Context, kept: &KeptMessage) -> String {
    let audience = kept.message.to.name(cx.lang);
    match &kept.message.unit {
        Some(unit) => format!("{audience} · {}", parts::unit(&cx.city, unit, cx.lang)),
        None => audience.to_owned(),
    }
}
