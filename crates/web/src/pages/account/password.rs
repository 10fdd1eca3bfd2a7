//! `POST /account/password`: the old password, the new one, the new one again.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use lianxin_app::sign_in::{self, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Tokens};
use lianxin_domain::Lang;

use super::answer;
use super::page::Said;
use crate::caller::{self, From, SESSION_COOKIE, SignedIn};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::pages::sign_in as sign_in_page;
use crate::state::Web;
use crate::ui::FieldError;

pub(super) async fn change(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    From(address): From,
    form: Form,
) -> Response {
    let lang = who.lang();
    if let Some(problem) = problem(lang, form.text("new"), form.text("again")) {
        return refused(&web, &who, problem).await;
    }
    // Counted like signing in, so that an unattended screen cannot be used to guess the password.
    let Some(guess) = web.limits.sign_in.take(address, &who.session.login, who.cx.now) else {
        return refused(&web, &who, FieldError::new("old", Failure::TooOften.say(lang))).await;
    };
    match sign_in_page::password_fits(&web, &who.session.login, form.text("old").to_owned()).await {
        Ok(true) => web.limits.sign_in.was_right(guess),
        Ok(false) => {
            let wrong = FieldError::new("old", lang.pick("原密码不对", "The old password is wrong"));
            return refused(&web, &who, wrong).await;
        }
        Err(failure) => return frame::failure_page(&web, who.look, Some(&who), &failure),
    }
    let session = caller::cookie(&headers, SESSION_COOKIE).unwrap_or_default().to_owned();
    let tokens = if form.ticked("revoke") { Tokens::Revoke } else { Tokens::Keep };
    match set(&web, &who, form.text("new").to_owned(), session, tokens).await {
        Ok(true) => {
            let said = Flash::done(done(lang, tokens));
            (AppendHeaders([(header::SET_COOKIE, said.set_cookie())]), Redirect::to("/account")).into_response()
        }
        Ok(false) => frame::failure_page(&web, who.look, Some(&who), &Failure::NotSignedIn),
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

/// Hashes beside the unit of work: it is slow on purpose.
async fn set(web: &Web, who: &SignedIn, new: String, session: String, tokens: Tokens) -> Result<bool, Failure> {
    let (cx, login, entropy) = (who.cx.clone(), who.session.login.clone(), who.cx.entropy.clone());
    let hashed = tokio::task::spawn_blocking(move || sign_in::hash_password(&new, &entropy)).await;
    // An empty hash would be a password that nobody has.
    let hash = hashed.ok().filter(|hash| !hash.is_empty()).ok_or(Failure::NotFound)?;
    Ok(web.write(move |tx| sign_in::change_password(tx, &cx, &login, &hash, &session, tokens)).await?)
}

fn done(lang: Lang, tokens: Tokens) -> &'static str {
    match tokens {
        Tokens::Revoke => lang.pick(
            "密码已修改，其他设备已退出，接口令牌已吊销",
            "The password is changed; other devices are signed out, API tokens are revoked",
        ),
        Tokens::Keep => lang.pick(
            "密码已修改，其他设备已退出；接口令牌仍有效",
            "The password is changed; other devices are signed out, API tokens go on",
        ),
    }
}

/// What is wrong with a new password.
fn problem(lang: Lang, new: &str, again: &str) -> Option<FieldError> {
    match new.chars().count() {
        ..PASSWORD_CHARS_MIN => Some(FieldError::new(
            "new",
            lang.pick(
                format!("新密码太短，至少 {PASSWORD_CHARS_MIN} 个字符"),
                format!("The new password is too short: at least {PASSWORD_CHARS_MIN} characters"),
            ),
        )),
        chars if chars > PASSWORD_CHARS_MAX => Some(FieldError::new(
            "new",
            lang.pick(
                format!("新密码太长，最多 {PASSWORD_CHARS_MAX} 个字符"),
                format!("The new password is too long: at most {PASSWORD_CHARS_MAX} characters"),
            ),
        )),
        _ if new != again => {
            Some(FieldError::new("again", lang.pick("两次输入的新密码不一致", "The two new passwords differ")))
        }
        _ => None,
    }
}

async fn refused(web: &Web, who: &SignedIn, error: FieldError) -> Response {
    answer(web, who, StatusCode::UNPROCESSABLE_ENTITY, Said { password: vec![error], ..Said::default() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_long_enough_short_enough_and_typed_twice() {
        let wrong = |new: &str, again: &str| problem(Lang::En, new, again).map(|error| error.field);
        assert_eq!(wrong("九个字的密码不够长", "九个字的密码不够长").as_deref(), Some("new"));
        assert_eq!(wrong("十个字的密码就够长了", "十个字的密码就够长了"), None);
        assert_eq!(wrong("long enough", "long enougH").as_deref(), Some("again"));
        let long = "x".repeat(PASSWORD_CHARS_MAX + 1);
        assert_eq!(wrong(&long, &long).as_deref(), Some("new"));
    }
}
