//! `POST /account/tokens`, `POST /account/tokens/{hash}/revoke`: keys for programs, each with a name and what it may do.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use lianxin_app::StoreError;
use lianxin_app::sign_in::{self, SCOPES, TOKENS_MAX};
use lianxin_domain::{Lang, Moment};

use super::answer;
use super::page::{Said, TOKEN_NAME_CHARS_MAX};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::state::Web;
use crate::ui::FieldError;

/// What was asked for.
struct Wish {
    name: String,
    scopes: Vec<String>,
    expires: Option<Moment>,
}

pub(super) async fn issue(State(web): State<Web>, who: SignedIn, form: Form) -> Response {
    let lang = who.lang();
    let wish = match read(lang, who.cx.now, &form) {
        Ok(wish) => wish,
        Err(error) => return refused(&web, &who, error).await,
    };
    let (cx, account) = (who.cx.clone(), who.session.account);
    let issued = web
        .write(move |tx| -> Result<Option<String>, StoreError> {
            if sign_in::tokens(tx, account)?.len() >= TOKENS_MAX {
                return Ok(None);
            }
            sign_in::issue_token(tx, &cx, account, &wish.name, &wish.scopes, wish.expires).map(Some)
        })
        .await;
    match issued {
        Ok(Some(secret)) => answer(&web, &who, StatusCode::OK, Said { secret: Some(secret), ..Said::default() }).await,
        Ok(None) => {
            let text = lang.pick(
                format!("最多 {TOKENS_MAX} 个令牌，请先吊销不用的"),
                format!("At most {TOKENS_MAX} tokens: revoke one that is not used"),
            );
            refused(&web, &who, FieldError::new("name", text)).await
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

pub(super) async fn revoke(State(web): State<Web>, who: SignedIn, Path(hash): Path<String>) -> Response {
    let account = who.session.account;
    match web.write(move |tx| sign_in::revoke_token(tx, account, &hash)).await {
        Ok(true) => {
            let said = Flash::done(who.lang().pick("令牌已吊销，立即失效", "The token is revoked and no longer works"));
            (AppendHeaders([(header::SET_COOKIE, said.set_cookie())]), Redirect::to("/account")).into_response()
        }
        Ok(false) => frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound),
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn read(lang: Lang, now: Moment, form: &Form) -> Result<Wish, FieldError> {
    let name = form
        .given("name")
        .filter(|name| name.chars().count() <= TOKEN_NAME_CHARS_MAX && !name.chars().any(char::is_control));
    let name = name.ok_or_else(|| {
        FieldError::new(
            "name",
            lang.pick(
                format!("请给令牌起名，最多 {TOKEN_NAME_CHARS_MAX} 个字"),
                format!("Name the token, in at most {TOKEN_NAME_CHARS_MAX} characters"),
            ),
        )
    })?;
    let scopes: Vec<String> = SCOPES
        .iter()
        .filter(|scope| form.all("scopes").any(|wanted| wanted == **scope))
        .map(|scope| (*scope).to_owned())
        .collect();
    if scopes.is_empty() {
        return Err(FieldError::new("scopes", lang.pick("请至少选择一项权限", "Choose at least one scope")));
    }
    // A day is meant to its end, in the city's time.
    let expires = form.given("expires").map(|day| Moment::parse(&format!("{day}T23:59:59+08:00"))).transpose();
    let expires = expires.ok().filter(|end| end.is_none_or(|end| end > now));
    let expires = expires.ok_or_else(|| {
        FieldError::new("expires", lang.pick("请选择今天以后的日期", "Choose a day that is not past"))
    })?;
    Ok(Wish { name: name.to_owned(), scopes, expires })
}

async fn refused(web: &Web, who: &SignedIn, error: FieldError) -> Response {
    answer(web, who, StatusCode::UNPROCESSABLE_ENTITY, Said { token: vec![error], ..Said::default() }).await
}
