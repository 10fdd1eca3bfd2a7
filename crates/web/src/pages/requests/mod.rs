//! The list of requests (诉求): filter, search, page, and the same list as a file.

mod export;
mod page;
mod wanted;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use lianxin_app::lists::{self, Page, RequestLine};
use lianxin_app::{Context, StoreError, Tx, view};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::{self, Form};
use crate::frame::{self, Waiting};
use crate::state::Web;
use wanted::Wanted;

/// Lines of a page.
const ROWS: usize = 50;

/// The routes of the list.
pub fn routes() -> Router<Web> {
    Router::new().route("/requests", get(show)).route("/requests.csv", get(export::csv))
}

/// A page of the list.
struct View {
    page: Page<RequestLine>,
    /// Up to `COUNT_MAX`.
    count: i64,
}

enum Loaded {
    /// The number that was typed exists and may be seen.
    Straight(String),
    List(View, Waiting),
}

async fn show(State(web): State<Web>, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let wanted = match admitted(&who, query) {
        Ok(wanted) => wanted,
        Err(failure) => return frame::failure_page(&web, who.look, Some(&who), &failure),
    };
    let (cx, asked) = (who.cx.clone(), wanted.clone());
    match web.read(move |tx| load(tx, &cx, &asked)).await {
        Ok(Loaded::Straight(number)) => Redirect::to(&format!("/requests/{number}")).into_response(),
        Ok(Loaded::List(view, waiting)) => {
            let title = who.lang().pick("诉求", "Requests");
            frame::html_response(frame::page(&who, waiting, title, &page::page(&who.cx, &wanted, &view)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

/// What is wanted, of somebody who may read requests at all.
fn admitted(who: &SignedIn, query: Option<String>) -> Result<Wanted, Failure> {
    who.require(frame::READERS)?;
    let pairs = form::pairs(query.unwrap_or_default().as_bytes())?;
    Ok(Wanted::read(&who.cx, Form::of(pairs)))
}

fn load(tx: &mut Tx, cx: &Context, wanted: &Wanted) -> Result<Loaded, StoreError> {
    if let Some(number) = &wanted.number {
        if view::id_by_number(tx, cx, number)?.is_some() {
            return Ok(Loaded::Straight(number.clone()));
        }
        let nothing = View { page: Page { lines: Vec::new(), more: false }, count: 0 };
        return Ok(Loaded::List(nothing, frame::waiting(tx, cx)?));
    }
    let page = lists::requests(tx, cx, &wanted.filter, ROWS)?;
    let count = lists::count_requests(tx, cx, &wanted.filter)?;
    Ok(Loaded::List(View { page, count }, frame::waiting(tx, cx)?))
}
