//! `/requests/{number}/why`: why somebody may see a request, and make each move of it, told by the rules themselves.

mod page;
mod words;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use lianxin_app::ActError;
pub use lianxin_app::why::ASKERS;
use lianxin_app::why::{people, why};
use serde::Deserialize;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// The route of this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/requests/{number}/why", get(show))
}

#[derive(Deserialize, Debug)]
struct Asked {
    #[serde(default)]
    who: String,
}

async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    if let Err(failure) = who.require(ASKERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, ActError> {
            let login = Some(asked.who.trim()).filter(|login| !login.is_empty());
            Ok((why(tx, &cx, &number, login)?, people(tx)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((about, people, waiting)) => {
            let title = who.lang().pick("权限说明", "Who may see this, and why");
            frame::html_response(frame::page(&who, waiting, title, &page::page(&who.cx, &about, &people)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}
