//! Lists of tasks (待办), the same for every pool: who must act soonest stands first.

use lianxin_app::Context;
use lianxin_app::lists::TaskLine;
use lianxin_domain::Lang;
use lianxin_domain::access::Role;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Task, TaskKind};
use maud::{Markup, html};

use crate::pages::parts::{self, Promise};
use crate::ui::table::{Column, Pager, Row, Table, table as draw};
use crate::ui::{Button, Icon, badge, clock as clocks, time};

/// The list; each line leads to where its task is done.
pub fn table(cx: &Context, lines: &[TaskLine], caption: &str, empty: Markup) -> Markup {
    let lang = cx.lang;
    let columns = [
        Column::tight(lang.pick("等级", "Grade")),
        Column::tight(lang.pick("任务", "Task")),
        Column::wide(lang.pick("事项", "Matter")),
        Column::wide(lang.pick("地点", "Place")),
        Column::tight(lang.pick("编号", "Number")),
        Column::tight(lang.pick("认领", "Claimed")),
        Column::tight(lang.pick("时限", "Clock")),
    ];
    let rows = lines
        .iter()
        .map(|line| Row {
            id: format!("t-{}", line.id),
            href: Some(href(line)),
            panel: None,
            cells: vec![
                badge::grade(lang, line.request.grade),
                html! { (line.kind.name(lang)) },
                html! { span title=(line.request.title) { (line.request.title) } },
                place(cx, line),
                html! { span.num { (line.request.number) } },
                claimed(cx, line),
                clock(cx, line),
            ],
        })
        .collect();
    draw(lang, &Table { caption, columns: &columns, rows, empty, pager: Pager::default() })
}

/// Where a task is done.
fn href(line: &TaskLine) -> String {
    match line.kind {
        TaskKind::Dispatch => format!("/pool/{}", line.request.number),
        TaskKind::Review => format!("/review/{}", line.id),
        TaskKind::Callback => format!("/callback/{}", line.id),
        TaskKind::MustPhone
        | TaskKind::ReturnReview
        | TaskKind::DelayReview
        | TaskKind::SupportReview
        | TaskKind::UndueReview
        | TaskKind::WithdrawCheck
        | TaskKind::InvalidCheck
        | TaskKind::Appeal
        | TaskKind::AnswerSheet
        | TaskKind::Tell => format!("/tasks/{}", line.id),
    }
}

fn place(cx: &Context, line: &TaskLine) -> Markup {
    let place = parts::place(&cx.city, line.request.place.as_ref(), cx.lang);
    html! { span title=(place) { (place) } }
}

fn claimed(cx: &Context, line: &TaskLine) -> Markup {
    let lang = cx.lang;
    match (&line.claimed_by, cx.actor.account) {
        (Some(by), Some(me)) if *by == me => {
            badge::badge_with(badge::Tone::Brand, Icon::UserCheck, lang.pick("我", "me"))
        }
        (Some(_), _) => html! { span.quiet { (Icon::User) " " (line.claimed_name.as_deref().unwrap_or_default()) } },
        (None, _) => html! { span.quiet { (lang.pick("待认领", "free")) } },
    }
}

/// Its promise, and the hour before which the citizen does not want to be called.
fn clock(cx: &Context, line: &TaskLine) -> Markup {
    let waits = line.not_before.filter(|from| *from > cx.now);
    html! {
        (promise(cx, line))
        @if let Some(from) = waits { " " span.badge.t-neutral title=(cx.lang.pick("市民方便接听的时间", "The hour that the citizen prefers")) { (Icon::Clock) (cx.lang.pick("不早于 ", "not before ")) (time::time(cx.lang, cx.now, from)) } }
    }
}

fn promise(cx: &Context, line: &TaskLine) -> Markup {
    let Some(due) = line.due else { return time::time(cx.lang, cx.now, line.opened) };
    let kind = match line.kind {
        TaskKind::Dispatch | TaskKind::InvalidCheck | TaskKind::Tell => ClockKind::Dispatch,
        TaskKind::MustPhone => ClockKind::MustPhone,
        TaskKind::Review | TaskKind::UndueReview => ClockKind::Review,
        TaskKind::Callback => ClockKind::Callback,
        TaskKind::ReturnReview => ClockKind::ReturnReview,
        TaskKind::DelayReview => ClockKind::DelayReview,
        TaskKind::SupportReview => ClockKind::SupportReview,
        TaskKind::WithdrawCheck => ClockKind::WithdrawCheck,
        TaskKind::Appeal => ClockKind::Appeal,
        TaskKind::AnswerSheet => ClockKind::Supervision,
    };
    let class = parts::class(&cx.city, line.request.topic.as_ref());
    parts::clock(
        cx,
        &Promise { kind, started: line.opened, due, stopped: None, grade: line.request.grade, class },
        clocks::clock,
    )
}

/// Claim it, release it, pass it on, or who has it.
pub fn claim_or_release(cx: &Context, task: Option<&Task>, back: &str) -> Markup {
    let lang = cx.lang;
    let Some(task) = task.filter(|task| task.done.is_none()) else { return html! {} };
    let post = |verb: &str, button: Markup| {
        html! {
            form method="post" action={ "/tasks/" (task.id) "/" (verb) } { input type="hidden" name="back" value=(back); (button) }
        }
    };
    match task.claimed {
        Some((by, _)) if Some(by) == cx.actor.account => {
            let give =
                post("release", html! { (Button::quiet(lang.pick("释放", "Release")).icon(Icon::Undo2).key("Alt+R")) });
            html! { (pass_on(lang, task)) (give) }
        }
        Some((_, at)) => {
            html! { @if cx.actor.is(Role::FloorSupervisor) { (pass_on(lang, task)) } p.quiet { (Icon::Lock) (lang.pick(" 已被他人认领 ", " claimed by somebody else ")) (time::time(lang, cx.now, at)) } }
        }
        None => post("claim", html! { (Button::plain(lang.pick("认领", "Claim")).icon(Icon::UserCheck).key("Alt+C")) }),
    }
}

/// To the form by which a claimed task goes to somebody else.
fn pass_on(lang: Lang, task: &Task) -> Markup {
    html! { (Button::quiet(lang.pick("移交", "Pass on")).icon(Icon::ArrowRight).href(&format!("/tasks/{}/pass-on", task.id))) }
}
