//! `POST /account/password`: the old password, the new one, the new one again.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use lianxin_app::sign_in::{self, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordChange, SignInError};
use lianxin_domain::Lang;

use super::answer;
use super::page::Said;
use crate::caller::{self, SESSION_COOKIE, SignedIn};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::say;
use crate::state::Web;
use crate::ui::FieldError;

pub(super) async fn change(State(web): State<Web>, who: SignedIn, headers: HeaderMap, form: Form) -> Response {
    let lang = who.lang();
    if let Some(problem) = problem(lang, form.text("new"), form.text("again")) {
        return refused(&web, &who, problem).await;
    }
    let session = caller::cookie(&headers, SESSION_COOKIE).unwrap_or_default().to_owned();
    match attempt(&web, &who, form.text("old").to_owned(), form.text("new").to_owned(), session).await {
        Ok(PasswordChange::Done) => {
            let said = Flash::done(
                lang.pick("密码已修改，其他设备已退出", "The password is changed; other devices are signed out"),
            );
            (AppendHeaders([(header::SET_COOKIE, said.set_cookie())]), Redirect::to("/account")).into_response()
        }
        Ok(PasswordChange::Wrong) => {
            refused(&web, &who, FieldError::new("old", lang.pick("原密码不对", "The old password is wrong"))).await
        }
        Ok(PasswordChange::Locked(until)) => {
            refused(&web, &who, FieldError::new("old", say::sign_in_error(lang, &SignInError::Locked(until)))).await
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

/// Compares and hashes beside the units of work: both are slow on purpose.
async fn attempt(
    web: &Web,
    who: &SignedIn,
    old: String,
    new: String,
    session: String,
) -> Result<PasswordChange, Failure> {
    let (cx, login) = (who.cx.clone(), who.session.login.clone());
    let known = {
        let (cx, login) = (cx.clone(), login.clone());
        web.read(move |tx| sign_in::candidate(tx, &cx, &login)).await
    };
    let hash = match known {
        Ok(account) => account.password,
        Err(SignInError::Locked(until)) => return Ok(PasswordChange::Locked(until)),
        Err(SignInError::Wrong) => return Ok(PasswordChange::Wrong),
        Err(SignInError::Store(error)) => return Err(Failure::Store(error)),
    };
    let entropy = cx.entropy.clone();
    let hashed = tokio::task::spawn_blocking(move || {
        let right = old.chars().count() <= PASSWORD_CHARS_MAX && sign_in::password_fits(&old, &hash);
        (right, if right { sign_in::hash_password(&new, &entropy) } else { String::new() })
    });
    let (right, new_hash) = hashed.await.unwrap_or_default();
    Ok(web.write(move |tx| sign_in::change_password(tx, &cx, &login, right, &new_hash, &session)).await?)
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
