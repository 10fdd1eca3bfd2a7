//! The review (审核): reports that wait to be judged, by the centre, or by the unit that passed a part down.

use axum::Router;
use lianxin_app::Context;
use lianxin_app::identity::Clear;
use lianxin_app::obstacle::obstacle;
use lianxin_app::view::RequestView;
use lianxin_domain::TaskId;
use lianxin_domain::request::{CommandKind, Order, TaskKind};
use maud::{Markup, html};

use crate::frame;
use crate::pages::parts;
use crate::pages::request::{dealings, forms, moves, page as request_page};
use crate::pages::task_pool::{Pool, Words};
use crate::pages::tasks;
use crate::state::Web;
use crate::ui::{Icon, badge, layout, states, time};

const POOL: Pool = Pool {
    roles: frame::REVIEW,
    kind: TaskKind::Review,
    name: "review",
    waiting: |waiting| waiting.review,
    words: |lang, n| Words {
        title: lang.pick("审核", "Review"),
        caption: lang.pick("待审核的反馈", "Reports to review"),
        about: lang.pick(format!("{n} 件待审核"), format!("{n} to review")),
    },
    empty: |lang| {
        states::empty(
            Icon::CircleCheck,
            lang.pick("没有待审核的反馈", "No report waits for review"),
            lang.pick("新的反馈会自动出现", "New ones appear by themselves"),
        )
    },
    detail: detail_page,
};

/// The routes of the review.
pub fn routes() -> Router<Web> {
    POOL.routes()
}

fn detail_page(cx: &Context, view: &RequestView, id: TaskId, _clear: Option<&Clear>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let task = request.task(id);
    let Some(order) = task.and_then(|task| task.order).and_then(|id| request.order(id)) else {
        return states::empty(Icon::CircleCheck, lang.pick("该任务已处理完毕", "This task is done"), "");
    };
    let about = html! { (request_page::number(request)) " " (badge::grade(lang, request.facts.grade)) (parts::order_stage(lang, order.state.stage())) (dealings::marks(cx, request, order)) };
    let demand =
        layout::panel(lang.pick("市民的诉求", "What the citizen asked"), &html! {}, &request_page::content(cx, view));
    let reply = layout::panel(
        parts::unit(&cx.city, &order.unit, lang),
        &html! {},
        &html! { (report(cx, view, order)) (decide(cx, view, order)) },
    );
    html! {
        (layout::page_head(&request.facts.title, &about, &tasks::claim_or_release(cx, task, &format!("/review/{id}"))))
        (layout::columns(&[demand, reply]))
    }
}

/// The report beside the demand: what is claimed, and what proves it.
fn report(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let lang = cx.lang;
    let Some(report) = order.state.report() else {
        return html! { p.quiet { (lang.pick("尚无反馈", "No report yet")) } };
    };
    let yes = |it: bool| lang.pick(if it { "是" } else { "否" }, if it { "yes" } else { "no" });
    let contact = match order.contacted {
        Some(at) => html! { (lang.pick("已联系，", "recorded, ")) (time::time(lang, cx.now, at)) },
        None if report.contacted => html! { (lang.pick("单位自述已联系，无联系记录", "claimed, but not recorded")) },
        None => html! { (lang.pick("没有联系市民", "the citizen was not contacted")) },
    };
    html! {
        (layout::facts(&[
            (lang.pick("诉求属实", "True"), html! { (yes(report.is_true)) }),
            (lang.pick("联系市民", "Contact"), contact),
            (lang.pick("是否解决", "Solved"), html! { (report.solved.name(lang)) @if let Some(why) = &report.why_not { " · " (why) } }),
            (lang.pick("公开答复", "Public reply"), html! { p.prose { (report.public_reply) } }),
            (lang.pick("办理情况", "Internal"), html! { p.prose { (report.internal) } }),
        ]))
        (request_page::files(view, &report.files))
        p.quiet { (lang.pick("核对：答复了所问的问题？有联系证明？引用的依据正确？语气得当？公开答复里没有个人信息？", "Check: does it answer what was asked? Is the contact proven? Is the law right? Is the tone right? No personal data in the public text?")) }
    }
}

fn decide(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let lang = cx.lang;
    let judging = moves::order_moves(view, order.id).iter();
    let judging = judging.filter(|kind| matches!(kind, CommandKind::Approve | CommandKind::SendBack));
    let found: Vec<(CommandKind, Markup)> = judging
        .filter_map(|kind| forms::order_form(cx, view, order, *kind, "/review").map(|form| (*kind, form)))
        .collect();
    if let (true, Some(why)) = (found.is_empty(), obstacle(cx, &view.request, CommandKind::Approve, Some(order.id))) {
        return states::notice(badge::Tone::Warning, why.name(lang));
    }
    let times = view.request.reworks;
    html! {
        @if times > 0 { (states::notice(badge::Tone::Warning, &lang.pick(format!("已重办 {times} 次，请对照上次的要点"), format!("Reworked {times}×: compare with what failed before")))) }
        div.decision { (moves::folds(lang, "decision", None, &found)) }
    }
}
