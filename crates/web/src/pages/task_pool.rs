//! A pool of tasks, worked off one by one: its list and the page of each. The review and the call-back are such pools.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use lianxin_app::identity::Clear;
use lianxin_app::lists::{self, Page, TaskLine};
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, StoreError, Tx};
use lianxin_domain::access::Role;
use lianxin_domain::request::TaskKind;
use lianxin_domain::{Lang, TaskId};
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::request::page::alive;
use crate::pages::tasks::{self, Counts};
use crate::state::Web;
use crate::ui::layout;
use crate::ui::live::{Live, live};

/// Most tasks on a list; they are worked off from the top.
const ROWS: usize = 100;

/// What one pool has of its own.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// Who may enter.
    pub roles: &'static [Role],
    /// Which tasks wait here.
    pub kind: TaskKind,
    /// The name of its address and of its topic in the feed, such as `review`.
    pub name: &'static str,
    /// How many wait.
    pub waiting: fn(Waiting) -> i64,
    /// Its title, what its list is called, and `3 件待审核`.
    pub words: fn(Lang, i64) -> Words,
    /// When nothing waits.
    pub empty: fn(Lang) -> Markup,
    /// The page of one task; with the identity if it was just shown.
    pub detail: fn(&Context, &RequestView, TaskId, Option<&Clear>) -> Markup,
}

/// What is written on a list.
#[derive(Clone, Debug)]
pub struct Words {
    /// The page.
    pub title: &'static str,
    /// The table.
    pub caption: &'static str,
    /// How many wait.
    pub about: String,
}

impl Pool {
    /// `/{name}` and `/{name}/{task}`.
    pub fn routes(self) -> Router<Web> {
        let list = move |State(web): State<Web>, who: SignedIn| async move { self.list(&web, &who).await };
        let one = move |State(web): State<Web>, who: SignedIn, Path(task): Path<TaskId>| async move {
            self.one(&web, &who, task).await
        };
        let at = self.at();
        Router::new().route(&at, get(list)).route(&format!("{at}/{{task}}"), get(one))
    }

    fn at(self) -> String {
        format!("/{}", self.name)
    }

    async fn list(self, web: &Web, who: &SignedIn) -> Response {
        if let Err(failure) = who.require(self.roles) {
            return frame::failure_page(web, who.look, Some(who), &failure);
        }
        let cx = who.cx.clone();
        let loaded = web
            .read(move |tx| -> Result<_, StoreError> {
                Ok((lists::tasks(tx, &cx, self.kind, None, ROWS)?, tasks::counts(tx, &cx)?, frame::waiting(tx, &cx)?))
            })
            .await;
        match loaded {
            Ok((tasks, counts, waiting)) => {
                let words = (self.words)(who.lang(), (self.waiting)(waiting));
                let main = self.list_page(&who.cx, &tasks, &counts, &words);
                frame::html_response(frame::page(who, waiting, words.title, &main))
            }
            Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Store(error)),
        }
    }

    fn list_page(self, cx: &Context, tasks: &Page<TaskLine>, counts: &Counts, words: &Words) -> Markup {
        let at = self.at();
        let table = tasks::table(cx, &tasks.lines, words.caption, (self.empty)(cx.lang));
        html! {
            (layout::page_head(words.title, &html! { (words.about) }, &html! {}))
            (tasks::bar(cx, counts, Some(self.kind), false))
            (live(&Live { id: self.name, url: &at, topics: &[self.name] }, &table))
        }
    }

    async fn one(self, web: &Web, who: &SignedIn, task: TaskId) -> Response {
        if let Err(failure) = who.require(self.roles) {
            return frame::failure_page(web, who.look, Some(who), &failure);
        }
        let cx = who.cx.clone();
        match web.read(move |tx| load(tx, &cx, task)).await {
            Ok((view, waiting)) => {
                let main = self.one_page(&who.cx, &view, task, None);
                frame::html_response(frame::page(who, waiting, &view.request.number, &main))
            }
            Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Act(error)),
        }
    }

    /// The page of one task, which follows what happens to its request.
    pub fn one_page(self, cx: &Context, view: &RequestView, task: TaskId, clear: Option<&Clear>) -> Markup {
        let body = (self.detail)(cx, view, task, clear);
        alive(view, &format!("{}-task", self.name), &format!("{}/{task}", self.at()), clear, &body)
    }
}

fn load(tx: &mut Tx, cx: &Context, task: TaskId) -> Result<(RequestView, Waiting), ActError> {
    let id = view::id_by_task(tx, cx, task)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}
