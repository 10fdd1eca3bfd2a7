//! `/account`: who I am here, what I may see, my password, my API tokens, my sessions.

mod page;
mod password;
mod token;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use lianxin_app::StoreError;
use lianxin_app::sign_in;

use crate::caller::{SESSION_COOKIE, SignedIn};
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;
use page::Said;

/// The routes of the account.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account", get(show))
        .route("/account/password", post(password::change))
        .route("/account/tokens", post(token::issue))
        .route("/account/tokens/{hash}/revoke", post(token::revoke))
        .route("/account/sign-out-everywhere", post(sign_out_everywhere))
}

async fn show(State(web): State<Web>, who: SignedIn) -> Response {
    answer(&web, &who, StatusCode::OK, Said::default()).await
}

/// The page, with what has just been said.
async fn answer(web: &Web, who: &SignedIn, status: StatusCode, said: Said) -> Response {
    let (cx, account) = (who.cx.clone(), who.session.account);
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> { Ok((sign_in::tokens(tx, account)?, frame::waiting(tx, &cx)?)) })
        .await;
    match loaded {
        Ok((tokens, waiting)) => {
            let title = who.lang().pick("我的账户", "My account");
            let markup = frame::page(who, waiting, title, &page::page(who, &tokens, &said));
            // The address stays the one that can be loaded again, whichever form was answered.
            (status, [("hx-push-url", "/account")], Html(markup.into_string())).into_response()
        }
        Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Store(error)),
    }
}

/// Ends every session of the account, this one too.
async fn sign_out_everywhere(State(web): State<Web>, who: SignedIn) -> Response {
    let account = who.session.account;
    match web.write(move |tx| sign_in::sign_out_everywhere(tx, account)).await {
        Ok(_) => {
            let gone = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
            (AppendHeaders([(header::SET_COOKIE, gone)]), Redirect::to("/sign-in")).into_response()
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}
