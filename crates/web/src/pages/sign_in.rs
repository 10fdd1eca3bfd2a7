//! `/sign-in`, `/sign-out`.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use lianxin_app::sign_in::{self, Attempt, PASSWORD_CHARS_MAX, SignInError};
use lianxin_domain::Lang;
use lianxin_domain::access::Role;
use lianxin_domain::city::City;
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::{self, From, SESSION_COOKIE};
use crate::failure::Failure;
use crate::form::Fields;
use crate::pages::home::home_of;
use crate::state::Web;
use crate::ui::{Button, Field, FieldError, Look, Shell, error_summary, shell::shell};

/// Where to go afterwards.
#[derive(Deserialize, Debug, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// An account of the demo, to be signed in with by one click.
struct Demo<'a> {
    login: &'a str,
    name: &'a str,
    role: String,
}

/// The form.
pub async fn show(State(web): State<Web>, headers: HeaderMap, Query(Next { next }): Query<Next>) -> Response {
    let look = caller::look(&headers);
    answer(StatusCode::OK, &page(&web, look, "", &next, None))
}

/// Signs in.
pub async fn sign_in(
    State(web): State<Web>,
    headers: HeaderMap,
    From(address): From,
    Fields(form): Fields,
) -> Response {
    let look = caller::look(&headers);
    let (login, password, next) =
        (form.text("login").trim().to_owned(), form.text("password").to_owned(), form.text("next").to_owned());
    let Some(guess) = web.limits.sign_in.take(address, &login, web.moment()) else {
        return refused(&web, look, &login, &next, &Failure::TooOften);
    };
    match attempt(&web, look.lang, &login, password).await {
        Ok(Attempt::Opened(opened)) => {
            web.limits.sign_in.was_right(guess);
            let secure = if web.https { "; Secure" } else { "" };
            let cookie = format!(
                "{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}",
                opened.token,
                sign_in::SESSION.0 * 60
            );
            let to = if is_path(&next) { next } else { home_of(&opened.session.actor).to_owned() };
            (StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, cookie), (header::LOCATION, to)]))
                .into_response()
        }
        Ok(Attempt::Wrong) => refused(&web, look, &login, &next, &Failure::SignIn(SignInError::Wrong)),
        Ok(Attempt::Demo) => {
            tracing::warn!(
                login,
                "an account of the demonstration was refused: its password is published; `lianxin account password` sets another"
            );
            refused(&web, look, &login, &next, &Failure::SignIn(SignInError::Demo))
        }
        Err(failure) => refused(&web, look, &login, &next, &failure),
    }
}

/// Looks the account up, compares the password beside the units of work (it is slow on purpose), and opens the session.
async fn attempt(web: &Web, lang: Lang, login: &str, password: String) -> Result<Attempt, Failure> {
    let right = password_fits(web, login, password).await?;
    let (cx, login, demo) = (web.public_context(lang), login.to_owned(), web.demo_password.is_some());
    Ok(web.write(move |tx| sign_in::finish(tx, &cx, &login, right, demo)).await?)
}

/// Whether this is the password of a login. One that there is not, or that is closed, takes as long as a wrong password.
pub(super) async fn password_fits(web: &Web, login: &str, password: String) -> Result<bool, Failure> {
    let login = login.to_owned();
    let account = web.read(move |tx| sign_in::candidate(tx, &login)).await?;
    let hash = account.map_or_else(|| ABSENT.to_owned(), |account| account.password);
    // A password that is too long is none, and is compared with as little as the others.
    let password = if password.chars().count() <= PASSWORD_CHARS_MAX { password } else { String::new() };
    Ok(tokio::task::spawn_blocking(move || sign_in::password_fits(&password, &hash)).await.unwrap_or(false))
}

/// A hash that no password fits.
const ABSENT: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Signs out.
pub async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> Response {
    if let Some(token) = caller::cookie(&headers, SESSION_COOKIE).map(str::to_owned) {
        let cx = web.public_context(Lang::Zh);
        if let Err(error) = web.write(move |tx| sign_in::sign_out(tx, &cx, &token)).await {
            Failure::Store(error).log();
        }
    }
    let gone = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    (AppendHeaders([(header::SET_COOKIE, gone)]), Redirect::to("/sign-in")).into_response()
}

fn refused(web: &Web, look: Look, login: &str, next: &str, failure: &Failure) -> Response {
    failure.log();
    answer(failure.kind().0, &page(web, look, login, next, Some(&failure.say(look.lang))))
}

fn answer(status: StatusCode, markup: &Markup) -> Response {
    (status, Html(markup.0.clone())).into_response()
}

fn page(web: &Web, look: Look, login: &str, next: &str, error: Option<&str>) -> Markup {
    let lang = look.lang;
    let city = web.app.city();
    let demo = demo_accounts(&city, lang);
    let title = lang.pick("登录", "Sign in");
    let errors: Vec<FieldError> = error.map(|text| FieldError::new("login", text)).into_iter().collect();
    let main = html! {
        div.sign-in {
            section.card {
                h1 { (web.app.city().name.get(lang)) (lang.pick(" 12345 工作台", " 12345 workplace")) }
                (error_summary(lang, &errors))
                form method="post" action="/sign-in" hx-boost="false" {
                    input type="hidden" name="next" value=(next);
                    (Field::text("login", lang.pick("账号", "Login")).value(login).required().autocomplete("username").max_chars(100))
                    (Field::password("password", lang.pick("密码", "Password")).required().autocomplete("current-password").max_chars(PASSWORD_CHARS_MAX))
                    (Button::primary(title))
                }
                p.quiet { a href="/public" { (lang.pick("我是市民，查询办理进度", "I am a citizen: look up my request")) } }
            }
            @if let Some(password) = web.demo_password.as_deref() {
                section.card {
                    h2 { (lang.pick("演示账号", "Demo accounts")) }
                    p.quiet { (lang.pick("点击即可登录，密码均为 ", "One click signs in; every password is ")) code { (password) } }
                    div.demo-accounts {
                        @for account in &demo {
                            form method="post" action="/sign-in" hx-boost="false" {
                                input type="hidden" name="login" value=(account.login);
                                input type="hidden" name="password" value=(password);
                                input type="hidden" name="next" value=(next);
                                button.demo-account { strong { (account.name) } span.quiet { (account.role) } code { (account.login) } }
                            }
                        }
                    }
                }
            }
        }
    };
    shell(&Shell { look, title, path: "/sign-in", nav: &[], user: None, strip: html! {}, live: None }, &main)
}

fn demo_accounts(city: &City, lang: Lang) -> Vec<Demo<'_>> {
    let accounts = city.demo.iter();
    accounts
        .map(|account| {
            let unit = city.units.get(&account.unit).map_or("", |unit| unit.label(lang));
            let role = Role::from_code(&account.role).map_or("", |role| role.name(lang));
            Demo { login: &account.login, name: account.name.get(lang), role: format!("{role} · {unit}") }
        })
        .collect()
}

/// A path of this site that is worth going to after signing in.
fn is_path(next: &str) -> bool {
    caller::is_path(next) && !next.starts_with("/sign-")
}
