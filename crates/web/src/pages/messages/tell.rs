//! What must be told by phone: whom to call by the roster of this minute, the number, and what was said.

use axum::extract::State;
use axum::response::Response;
use lianxin_app::messages::{self, KeptMessage, ToTell};
use lianxin_app::{Context, StoreError};
use lianxin_domain::access::Role;
use lianxin_domain::city::{Duty, Means};
use maud::{Markup, html};

use super::{LINES, failed, occasion, page, to_whom};
use crate::caller::SignedIn;
use crate::frame;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::{Button, Field, Icon, badge, layout, states, time};

/// Characters of a note that fit the field; the rules allow more.
const NOTE_CHARS: usize = 500;

/// `GET /messages/tell`
pub(super) async fn show(State(web): State<Web>, who: SignedIn) -> Response {
    if let Err(failure) = who.require(messages::TELLERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((messages::to_tell(tx, &cx, None, LINES)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((tasks, waiting)) => {
            let list = list(&who.cx, &tasks.lines);
            let list = live(&Live { id: "to-tell", url: "/messages/tell", topics: &["messages"] }, &list);
            page(&who, waiting, "/messages/tell", &html! {}, &list)
        }
        Err(error) => failed(&web, &who, error),
    }
}

fn list(cx: &Context, tasks: &[ToTell]) -> Markup {
    let lang = cx.lang;
    html! {
        @for task in tasks { (one(cx, task)) }
        @if tasks.is_empty() {
            (states::empty(
                Icon::CircleCheck,
                lang.pick("没有需要电话告知的事项", "Nothing has to be told by phone"),
                lang.pick("短信发送失败、或规则要求通话的提醒会出现在这里", "Text messages that failed and calls that the rules ask for appear here"),
            ))
        }
    }
}

fn one(cx: &Context, of: &ToTell) -> Markup {
    let (lang, task) = (cx.lang, &of.task);
    let (mine, taken) = (task.claimed_by == cx.actor.account, task.claimed_by.is_some());
    let title = format!("{} {}", task.request.number, task.request.title);
    let actions = html! {
        (badge::grade(lang, task.request.grade))
        (time::time(lang, cx.now, task.opened))
        a.btn.btn-quiet.btn-small href={ "/requests/" (task.request.number) } { (Icon::FileText) (lang.pick("查看", "Open")) }
        @if !taken { (claim(task.id, "claim", lang.pick("认领", "Claim"))) }
        @else if mine { (claim(task.id, "release", lang.pick("释放", "Release"))) }
    };
    layout::panel(
        &title,
        &actions,
        &html! {
            @for (kept, whom) in &of.messages { (about(cx, kept, whom)) }
            @if of.messages.is_empty() {
                p.quiet { (lang.pick("短信此后已发出；确认对方知悉即可。", "The text message went out since; make sure that it was read.")) }
            }
            @if taken && !mine && !cx.actor.is(Role::System) {
                p.quiet { (Icon::Lock) " " (lang.pick("已认领：", "Claimed by ")) (task.claimed_name.as_deref().unwrap_or_default()) }
            } @else {
                form.stack method="post" action={ "/messages/tell/" (task.id) } {
                    (Field::area("note", lang.pick("告知情况（谁接听、怎么说）", "Told: who answered, what was said"), 2).max_chars(NOTE_CHARS).required())
                    (layout::form_foot(&html! {}, &html! { (Button::primary(lang.pick("已告知", "Told")).icon(Icon::PhoneCall)) }))
                }
            }
        },
    )
}

fn about(cx: &Context, kept: &KeptMessage, whom: &[Duty]) -> Markup {
    let lang = cx.lang;
    let why = match (&kept.error, kept.message.by) {
        (Some(error), _) => {
            html! { (Icon::TriangleAlert) " " (lang.pick("短信未发出：", "The text message was not sent: ")) (error) }
        }
        (None, Means::Phone) => html! { (lang.pick("规则要求通话告知", "The rules ask for a call")) },
        (None, Means::Sms | Means::Notice) => html! {},
    };
    html! {
        p { (occasion(lang, kept)) " " strong { (to_whom(cx, kept)) } }
        p.quiet { (why) }
        ol.plain {
            @for line in whom {
                li {
                    a.btn.btn-small href={ "tel:" (line.phone) } { (Icon::Phone) span.num { (line.phone) } }
                    " " (line.person) " " span.quiet { (line.label.get(lang)) " · " (line.post.name(lang)) }
                }
            }
        }
    }
}

fn claim(task: lianxin_domain::TaskId, verb: &str, text: &str) -> Markup {
    html! {
        form method="post" action={ "/tasks/" (task) "/" (verb) } {
            input type="hidden" name="back" value="/messages/tell";
            (Button::plain(text).small())
        }
    }
}
