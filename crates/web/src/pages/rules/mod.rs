//! `/rules`: the rules in force as they are written, and how they are changed: proposed by one, seen with all its effects and decided by
//! another. Everything works without script.

mod change;
mod decide;
mod edit;
mod files;
mod page;
mod trial;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use lianxin_app::packs::{self, Effective, MAY_READ, RulesError};
use lianxin_app::{App, StoreError};
use lianxin_domain::access::Role;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// Who reads the rules here.
pub const READERS: &[Role] = MAY_READ;
/// Changes that the page tells, newest first.
const HISTORY: i64 = 100;

/// The routes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/rules", get(show))
        .route("/rules/file", get(edit::show).post(edit::send))
        .route("/rules/changes/{id}", get(change::show).post(decide::decide))
        .route("/rules/changes/{id}/trial", get(trial::show))
}

async fn show(State(web): State<Web>, who: SignedIn) -> Response {
    let answer = async {
        who.require(READERS)?;
        let effective = aside(&web.app, packs::shown).await?;
        let cx = who.cx.clone();
        let (changes, waiting) = web
            .read(move |tx| -> Result<_, StoreError> { Ok((tx.pack_changes(HISTORY)?, frame::waiting(tx, &cx)?)) })
            .await?;
        Ok::<_, Failure>((effective, changes, waiting))
    };
    match answer.await {
        Ok((effective, changes, waiting)) => {
            let title = who.lang().pick("规则", "Rules");
            frame::html_response(frame::page(&who, waiting, title, &page::page(&who, &effective, &changes)))
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

/// Does what reads the folder of the pack, aside, where it keeps no other page waiting.
async fn aside<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> Result<T, RulesError> + Send + 'static,
) -> Result<T, Failure> {
    let app = app.clone();
    let done = tokio::task::spawn_blocking(move || work(&app)).await;
    let done = done.map_err(|error| StoreError::Panicked(error.to_string()))?;
    done.map_err(Failure::Rules)
}

/// A file's text in force; empty if there is none.
fn text<'a>(effective: &'a Effective, path: &str) -> &'a str {
    effective.texts.get(path).map_or("", String::as_str)
}
