//! Tasks (待办): every kind that a person may take, in one list with filters, and the page of those that have no pool of their own.

mod list;
pub mod page;
pub mod pass_on;
mod table;

use axum::Router;
use axum::routing::get;
use lianxin_app::lists;
use lianxin_app::{Context, StoreError, Tx};
use lianxin_domain::TaskId;
use lianxin_domain::access::may_take;
use lianxin_domain::request::{Pool, Task, TaskKind};
use maud::{Markup, html};
use uuid::Uuid;

use crate::state::Web;
use crate::ui::badge;

pub use table::{claim_or_release, table};

/// The routes of the tasks. What is done to one of them stands at `/tasks/{task}/{verb}`, with
/// the other acts.
pub fn routes() -> Router<Web> {
    Router::new().route("/tasks", get(list::show)).route("/tasks/{task}", get(page::show))
}

/// Kinds that come into the pool of a unit.
const OF_UNITS: &[TaskKind] =
    &[TaskKind::Review, TaskKind::ReturnReview, TaskKind::DelayReview, TaskKind::Appeal, TaskKind::AnswerSheet];

/// How many tasks of each kind wait in the actor's pool.
pub type Counts = Vec<(TaskKind, i64)>;

/// The kinds of tasks that an actor may take.
pub fn kinds(cx: &Context) -> Vec<TaskKind> {
    let pool = lists::pool_of(cx);
    let may = |kind: TaskKind| {
        let task = Task {
            id: TaskId(Uuid::nil()),
            kind,
            order: None,
            pool: pool.clone(),
            opened: cx.now,
            due: None,
            not_before: None,
            claimed: None,
            done: None,
        };
        may_take(&cx.actor, &task, &cx.city.units).is_ok()
    };
    let here = |kind: &TaskKind| matches!(pool, Pool::Centre) || OF_UNITS.contains(kind);
    TaskKind::ALL.iter().copied().filter(here).filter(|kind| may(*kind)).collect()
}

/// Counts what waits, by kind.
pub fn counts(tx: &mut Tx, cx: &Context) -> Result<Counts, StoreError> {
    kinds(cx).into_iter().map(|kind| Ok((kind, lists::count_tasks(tx, cx, kind)?))).collect()
}

/// The kinds as filters, each with its number; on every list of tasks, so that nothing waits unseen behind another list.
pub fn bar(cx: &Context, counts: &Counts, here: Option<TaskKind>, mine: bool) -> Markup {
    let lang = cx.lang;
    let shown = |n: i64| usize::try_from(n).unwrap_or(0);
    if counts.len() < 2 {
        return html! {};
    }
    html! {
        nav.task-kinds.chips aria-label=(lang.pick("任务类型", "Kinds of tasks")) {
            a.chip href="/tasks" aria-current=[(here.is_none() && !mine).then_some("true")] { (lang.pick("全部待办", "All")) }
            @for (kind, n) in counts {
                a.chip href=(address(*kind)) aria-current=[(here == Some(*kind)).then_some("true")] { (kind.name(lang)) (badge::count(shown(*n))) }
            }
            a.chip href="/tasks?mine=1" aria-current=[mine.then_some("true")] { (lang.pick("我认领的", "Mine")) }
        }
    }
}

/// The list of one kind.
fn address(kind: TaskKind) -> String {
    match kind {
        TaskKind::Dispatch => "/pool".to_owned(),
        TaskKind::Review => "/review".to_owned(),
        TaskKind::Callback => "/callback".to_owned(),
        TaskKind::MustPhone
        | TaskKind::ReturnReview
        | TaskKind::DelayReview
        | TaskKind::SupportReview
        | TaskKind::UndueReview
        | TaskKind::WithdrawCheck
        | TaskKind::InvalidCheck
        | TaskKind::Appeal
        | TaskKind::AnswerSheet
        | TaskKind::Tell => format!("/tasks?kind={kind}"),
    }
}
