//! The call-back (回访): citizens who are to be asked whether it is solved.

use axum::Router;
use lianxin_app::Context;
use lianxin_app::identity::Clear;
use lianxin_app::obstacle::obstacle;
use lianxin_app::view::RequestView;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{CommandKind, RequestState, Task, TaskKind};
use lianxin_domain::{Moment, TaskId};
use maud::{Markup, html};

use crate::frame;
use crate::pages::parts;
use crate::pages::request::{forms, page as request_page};
use crate::pages::task_pool::{Pool, Words};
use crate::pages::tasks;
use crate::state::Web;
use crate::ui::{Icon, badge, layout, states, time};

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
            (hours(cx, view, task))
            (script(cx, view))
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

/// When the citizen wants to be called, when he was tried, and why an attempt is too early.
fn hours(cx: &Context, view: &RequestView, task: Option<&Task>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let limits = &cx.city.policy(cx.now).limits;
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let window = request.facts.call_window.map(|window| format!("{}–{}", clock(window.from), clock(window.until)));
    let tried: &[Moment] = if let RequestState::AwaitingCallback { tried, .. } = &request.state { tried } else { &[] };
    let early =
        obstacle(cx, request, CommandKind::CallbackUnreached, None).filter(|why| *why == Obstacle::TriedJustNow);
    let waits = task.and_then(|task| task.not_before).filter(|from| *from > cx.now);
    html! {
        (layout::facts(&[
            (lang.pick("方便接听", "Call him"), html! { (window.unwrap_or_else(|| lang.pick("未指定", "no wish").to_owned())) span.quiet { " · " (lang.pick("规定时段 ", "by rule ")) (limits.callback_hours.say()) } }),
            (lang.pick("已拨打", "Tried"), html! { @if tried.is_empty() { (lang.pick("还没有", "not yet")) } @for (i, at) in tried.iter().enumerate() { @if i > 0 { (lang.pick("、", ", ")) } (time::time(lang, cx.now, *at)) } }),
        ]))
        @if let Some(from) = waits { p.notice.t-warning { (Icon::Clock) (lang.pick("请在此之后拨打：", "Please call after ")) (time::time(lang, cx.now, from)) } }
        @if let (Some(why), Some(last)) = (early, tried.last()) {
            p.notice.t-warning { (Icon::Clock) (why.name(lang)) " · " (lang.pick("可再记未接通的时间：", "another attempt counts from ")) (time::time(lang, cx.now, *last + limits.callback_attempts_apart)) }
        }
    }
}

/// What is said first and last, as the city wants it said.
fn script(cx: &Context, view: &RequestView) -> Markup {
    let Some(script) = cx.city.script(view.request.facts.kind, cx.now) else { return html! {} };
    html! {
        div.notice.t-brand { (Icon::MessageSquare) div {
            p { (script.greeting.get(cx.lang)) }
            p.quiet { (cx.lang.pick("结束语：", "At the end: ")) (script.farewell.get(cx.lang)) " · " (cx.lang.pick("话术版本 ", "script ")) (script.version) }
        } }
    }
}
