//! The call-back (回访): citizens who are to be asked whether it is solved.

use axum::Router;
use lianxin_app::Context;
use lianxin_app::identity::Clear;
use lianxin_app::view::RequestView;
use lianxin_domain::TaskId;
use lianxin_domain::request::{CommandKind, RequestState, TaskKind};
use maud::{Markup, html};

use crate::frame;
use crate::pages::parts;
use crate::pages::request::{forms, page as request_page};
use crate::pages::task_pool::{Pool, Words};
use crate::pages::tasks;
use crate::state::Web;
use crate::ui::{Icon, badge, layout, states};

/// The pool of those who are to be called.
pub(crate) const POOL: Pool = Pool {
    roles: frame::CALLBACK,
    kind: TaskKind::Callback,
    name: "callback",
    waiting: |waiting| waiting.callback,
    words: |lang, n| Words {
        title: lang.pick("回访", "Call back"),
        caption: lang.pick("待回访", "To call back"),
        about: lang.pick(format!("{n} 件待回访"), format!("{n} to call back")),
    },
    empty: |lang| states::empty(Icon::CircleCheck, lang.pick("没有待回访的市民", "Nobody waits to be called back"), ""),
    detail: detail_page,
};

/// The routes of the call-back.
pub fn routes() -> Router<Web> {
    POOL.routes()
}

/// Whom to call, what was done, and what he says; with the identity if it was just shown.
fn detail_page(cx: &Context, view: &RequestView, id: TaskId, clear: Option<&Clear>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let task = request.task(id);
    let about = html! { (request_page::number(request)) " " (badge::grade(lang, request.facts.grade)) (parts::stage(lang, request.state.stage())) (attempts(cx, view)) };
    let demand = layout::panel(
        lang.pick("诉求与办理", "Demand and handling"),
        &html! {},
        &html! {
            (request_page::who_asked(cx, view, clear, &format!("?task={id}")))
            (request_page::content(cx, view))
            @for order in request.top_orders() {
                h3 { (parts::unit(&cx.city, &order.unit, lang)) }
                @if let Some(report) = order.state.report() { blockquote.told-words { (report.public_reply) } }
            }
        },
    );
    let form = view
        .moves
        .contains(&CommandKind::CallbackClose)
        .then(|| forms::request_form(cx, request, CommandKind::CallbackClose, "/callback"))
        .flatten();
    let ask = layout::panel(
        lang.pick("回访记录", "Call-back"),
        &html! {},
        &html! {
            (script(cx))
            @match form { Some(form) => { (form) } None => { p.quiet { (lang.pick("现在不能回访", "It cannot be called back now")) } } }
        },
    );
    html! {
        (layout::page_head(&request.facts.title, &about, &tasks::claim_or_release(cx, task, &format!("/callback/{id}"))))
        (layout::columns(&[demand, ask]))
    }
}

fn attempts(cx: &Context, view: &RequestView) -> Markup {
    let lang = cx.lang;
    let most = u32::from(cx.city.policy(cx.now).limits.callback_attempts_max);
    let RequestState::AwaitingCallback { attempts, .. } = view.request.state else { return html! {} };
    let text =
        lang.pick(format!("第 {} 次回访，最多 {most} 次", attempts + 1), format!("attempt {} of {most}", attempts + 1));
    html! { (badge::badge(badge::Tone::Neutral, &text)) }
}

/// What is said first; the words are the same for everybody.
fn script(cx: &Context) -> Markup {
    let city = cx.city.name.get(cx.lang);
    let text = cx.lang.pick(
        format!("您好，这里是{city} 12345 热线。您反映的问题承办单位已答复，想请您评价：问题解决了吗？工作人员联系过您吗？"),
        format!("Good day, this is {city}'s 12345 hotline. The unit has answered your request: is it solved, and did somebody contact you?"),
    );
    html! { p.notice.t-brand { (text) } }
}
