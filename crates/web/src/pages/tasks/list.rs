//! `GET /tasks`: everything that this person may take, the most urgent and the soonest due first; by kind, or only what he has claimed.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::lists::{self, TaskLine};
use lianxin_app::{Context, StoreError, Tx};
use lianxin_domain::Moment;
use lianxin_domain::access::Scope;
use lianxin_domain::request::TaskKind;
use maud::html;
use serde::Deserialize;

use super::{Counts, bar, counts, kinds, table};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::{Icon, layout, states};

/// Most tasks on a list; they are worked off from the top.
const ROWS: usize = 100;

/// Which tasks.
#[derive(Deserialize, Debug, Default)]
pub(super) struct Which {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    mine: String,
}

/// The list.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(which): Query<Which>) -> Response {
    let may = kinds(&who.cx);
    if may.is_empty() {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    }
    let (kind, mine) = (TaskKind::from_code(&which.kind).filter(|kind| may.contains(kind)), which.mine == "1");
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((load(tx, &cx, kind, mine)?, counts(tx, &cx)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((lines, counts, waiting)) => {
            let title = who.lang().pick("待办", "Tasks");
            frame::html_response(frame::page(&who, waiting, title, &draw(&who, &lines, &counts, kind, mine)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, kind: Option<TaskKind>, mine: bool) -> Result<Vec<TaskLine>, StoreError> {
    if mine {
        let Some(me) = cx.actor.account else { return Ok(Vec::new()) };
        return tx.tasks_in_hand(&Scope::of(&cx.actor), me, ROWS);
    }
    let mut lines = Vec::new();
    for kind in kind.map_or_else(|| kinds(cx), |kind| vec![kind]) {
        lines.extend(lists::tasks(tx, cx, kind, None, ROWS)?.lines);
    }
    // As each list is sorted by itself: the more urgent first, then what is due first; what has no day comes last.
    lines.sort_by_key(|line| (std::cmp::Reverse(line.request.grade), line.due.unwrap_or(Moment(i64::MAX)), line.id));
    lines.truncate(ROWS);
    Ok(lines)
}

fn draw(who: &SignedIn, lines: &[TaskLine], counts: &Counts, kind: Option<TaskKind>, mine: bool) -> maud::Markup {
    let (lang, cx) = (who.lang(), &who.cx);
    let total: i64 = counts.iter().map(|(_, n)| n).sum();
    let about = html! { (lang.pick(format!("{total} 件待办"), format!("{total} to do"))) };
    let url = who.uri.path_and_query().map_or("/tasks", |path| path.as_str());
    let empty = states::empty(
        Icon::CircleCheck,
        lang.pick("没有待办", "Nothing waits"),
        lang.pick("新的任务会自动出现", "New tasks appear by themselves"),
    );
    let caption = kind.map_or(lang.pick("待办任务", "Tasks"), |kind| kind.name(lang));
    html! {
        (layout::page_head(lang.pick("待办", "Tasks"), &about, &html! {}))
        (bar(cx, counts, kind, mine))
        (live(&Live { id: "tasks", url, topics: &["pool", "review", "callback", "inbox"] }, &table(cx, lines, caption, empty)))
    }
}
