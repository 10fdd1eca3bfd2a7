//! `/requests/{number}/why`: why somebody may see a request, and make each move of it, told by the rules themselves.

mod page;
mod words;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use axum::routing::get;
use lianxin_app::ActError;
use lianxin_app::why::{ASKERS, people, why};
use lianxin_domain::Lang;
use lianxin_domain::request::parse_number;
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::{SignedIn, encode};
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;
use crate::ui::{Button, Field, Icon, layout};

/// The route of this page.
pub fn routes() -> Router<Web> {
    Router::new().route("/why", get(find)).route("/requests/{number}/why", get(show))
}

#[derive(Deserialize, Debug)]
struct Number {
    #[serde(default)]
    number: String,
}

/// From a number that was typed to its page.
async fn find(who: SignedIn, Query(Number { number }): Query<Number>) -> Redirect {
    let number = parse_number(&who.cx.city.code, &number).unwrap_or(number);
    Redirect::to(&format!("/requests/{}/why", encode(number.trim()).replace('/', "%2F")))
}

/// The field in which the number is typed; administrators open no request from which they could ask.
pub(crate) fn field(lang: Lang) -> Markup {
    let content = html! {
        form.fields.narrow method="get" action="/why" {
            (Field::search("number", lang.pick("诉求编号", "Number of a request")).required().max_chars(40)
                .hint(lang.pick("查询某人能否看到、能否办理一件诉求，以及依据", "Whether somebody may see a request or act on it, and why")))
            (Button::plain(lang.pick("查看权限", "Ask")).icon(Icon::CircleHelp))
        }
    };
    layout::panel(lang.pick("权限说明", "Who may, and why"), &html! {}, &content)
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
