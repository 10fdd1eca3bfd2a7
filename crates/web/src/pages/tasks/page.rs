//! `GET /tasks/{task}`: one task with what was asked, and the forms that decide it, the first of them open.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::identity::Clear;
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, Tx};
use lianxin_domain::TaskId;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::request::{CommandKind, Order, Task, TaskKind};
use maud::{Markup, html};

use super::{claim_or_release, kinds};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts::{self, Promise};
use crate::pages::request::{dealings, forms, moves, page as request_page};
use crate::state::Web;
use crate::ui::{Button, Field, Icon, badge, clock as clocks, layout, states, time};

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Path(task): Path<TaskId>) -> Response {
    if kinds(&who.cx).is_empty() {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    }
    let cx = who.cx.clone();
    match web.read(move |tx| load(tx, &cx, task)).await {
        Ok((view, waiting)) => {
            let main = page(&who.cx, &view, task, None);
            frame::html_response(frame::page(&who, waiting, &view.request.number, &main))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

pub(super) fn load(tx: &mut Tx, cx: &Context, task: TaskId) -> Result<(RequestView, Waiting), ActError> {
    let id = view::id_by_task(tx, cx, task)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

/// The moves by which a task is done, the likeliest first.
fn decisions(kind: TaskKind) -> &'static [CommandKind] {
    match kind {
        TaskKind::Dispatch => &[CommandKind::Dispatch],
        TaskKind::MustPhone => &[CommandKind::Phone],
        TaskKind::Review => &[CommandKind::Approve, CommandKind::SendBack],
        TaskKind::Callback => &[CommandKind::CallbackClose],
        TaskKind::ReturnReview => &[CommandKind::Redispatch, CommandKind::RefuseReturn],
        TaskKind::DelayReview => &[CommandKind::DecideDelay],
        TaskKind::SupportReview => &[CommandKind::AddSupport, CommandKind::RefuseSupport],
        TaskKind::UndueReview => &[CommandKind::DecideUndue],
        TaskKind::WithdrawCheck => &[CommandKind::CheckWithdraw],
        TaskKind::InvalidCheck => &[CommandKind::Invalidate],
        TaskKind::Appeal => &[CommandKind::DecideAppeal],
        TaskKind::AnswerSheet => &[CommandKind::AnswerSheet],
        TaskKind::Tell => &[],
    }
}

/// The task; with the identity if it was just shown.
pub fn page(cx: &Context, view: &RequestView, id: TaskId, clear: Option<&Clear>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let Some(task) = request.task(id) else { return html! {} };
    let order = task.order.and_then(|order| request.order(order));
    let about = html! {
        (request_page::number(request)) " " (badge::grade(lang, request.facts.grade)) (parts::stage(lang, request.state.stage()))
        @if let Some(order) = order { (parts::unit(&cx.city, &order.unit, lang)) " " (dealings::marks(cx, request, order)) }
    };
    let asked = html! {
        @if let Some(due) = task.due { p { (lang.pick("审批截止 ", "To be decided by ")) (time::time(lang, cx.now, due)) } }
        @if let Some(order) = order {
            @for clock in request.clocks.iter().filter(|clock| clock.order == Some(order.id) && clock.stopped.is_none()) {
                (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock))
            }
            (dealings::of_order(cx, view, order))
        }
        @if task.kind == TaskKind::WithdrawCheck { (request_page::who_asked(cx, view, clear, &format!("?task={id}"))) }
        (request_page::content(cx, view))
    };
    let body = html! {
        (layout::page_head(&format!("{} · {}", task.kind.name(lang), request.facts.title), &about, &claim_or_release(cx, Some(task), &format!("/tasks/{id}"))))
        (layout::columns(&[
            html! { (layout::panel(lang.pick("申请与诉求", "What is asked"), &html! {}, &asked)) (dealings::of_request(cx, view)) },
            layout::panel(lang.pick("处理", "Decide"), &html! {}, &decide(cx, view, task, order)),
        ]))
    };
    request_page::alive(view, "task-page", &format!("/tasks/{id}"), clear, &body)
}

/// The forms, the first open; where none can be sent, why.
fn decide(cx: &Context, view: &RequestView, task: &Task, order: Option<&Order>) -> Markup {
    let lang = cx.lang;
    if task.done.is_some() {
        return states::empty(Icon::CircleCheck, lang.pick("该任务已处理完毕", "This task is done"), "");
    }
    if task.kind == TaskKind::Tell {
        return told(cx, task, order);
    }
    let back = "/tasks";
    let form = |kind: CommandKind| match order {
        Some(order) if moves::order_moves(view, order.id).contains(&kind) => {
            forms::order_form(cx, view, order, kind, back)
        }
        _ if view.moves.contains(&kind) => forms::request_form(cx, &view.request, kind, back),
        _ => None,
    };
    let found: Vec<(CommandKind, Markup)> =
        decisions(task.kind).iter().filter_map(|kind| form(*kind).map(|form| (*kind, form))).collect();
    if found.is_empty() {
        let stands = decisions(task.kind)
            .iter()
            .find_map(|kind| lianxin_app::obstacle::obstacle(cx, &view.request, *kind, order.map(|order| order.id)));
        let why = stands
            .map_or(lang.pick("您现在不能处理这项任务", "You cannot do this now"), |why| why.name(lang));
        return html! { p.quiet { (Icon::Lock) " " (why) } };
    }
    let first = found.first().map(|(kind, _)| *kind);
    moves::folds(lang, "decision", first, &found)
}

/// Whom to tell by phone, and that it was done.
fn told(cx: &Context, task: &Task, order: Option<&Order>) -> Markup {
    let lang = cx.lang;
    let lines = cx.city.whom(lianxin_domain::city::Audience::UnitDuty, order.map(|order| &order.unit), cx.now);
    html! {
        ul.duty { @for duty in &lines { li { (duty.label.get(lang)) " " (duty.person) " " a.num href={ "tel:" (duty.phone) } { (duty.phone) } } } }
        form.act method="post" action={ "/tasks/" (task.id) "/told" } {
            input type="hidden" name="back" value="/tasks";
            (Field::area("note", lang.pick("告诉了谁，对方怎么说", "Who was told, and what he said"), 2).of_form("told").required().max_chars(TEXT_CHARS_MAX))
            div.actions { (Button::primary(CommandKind::Told.name(lang)).key("Mod+Enter")) }
        }
    }
}
