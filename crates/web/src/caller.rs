//! Who asks: a session cookie on pages, a bearer token or a session on the API.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use lianxin_app::Context;
use lianxin_app::sign_in::{self, Session};
use lianxin_domain::Lang;
use lianxin_domain::access::Role;

use crate::failure::Failure;
use crate::flash::Flash;
use crate::state::Web;
use crate::ui::Look;

/// The session cookie.
pub const SESSION_COOKIE: &str = "lx_session";

/// A person who has signed in, on a page.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The context in which he acts.
    pub cx: Context,
    /// His session.
    pub session: Session,
    /// How he wants the pages.
    pub look: Look,
    /// The path and query he is at.
    pub uri: Uri,
    /// What the last answer left to say.
    pub flash: Option<Flash>,
}

impl SignedIn {
    /// His language.
    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    /// Refuses the page to everybody who holds none of `roles`.
    pub fn require(&self, roles: &[Role]) -> Result<(), Failure> {
        if self.cx.actor.is_one_of(roles) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.name(self.lang())).collect();
        let names = names.join(self.lang().pick("、", ", "));
        Err(Failure::Forbidden(
            self.lang().pick(format!("这个页面供{names}使用"), format!("This page is for: {names}")),
        ))
    }
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let look = look(&parts.headers);
        match session(web, &parts.headers).await {
            Ok(Some(session)) => {
                let cx = web.context(session.actor.clone(), look.lang);
                Ok(SignedIn { cx, session, look, uri: parts.uri.clone(), flash: Flash::from_headers(&parts.headers) })
            }
            Ok(None) => {
                let back = parts.uri.path_and_query().map_or("/", |path| path.as_str());
                Err(Redirect::to(&format!("/sign-in?next={}", encode(back))).into_response())
            }
            Err(failure) => Err(crate::frame::failure_page(web, look, None, &failure)),
        }
    }
}

/// A caller of the API: a token with scopes, or the session of the console.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The context in which he acts.
    pub cx: Context,
    /// His session or token.
    pub session: Session,
}

impl Caller {
    /// Refuses a token that lacks a scope: `read`, `write`, `reveal`.
    pub fn require_scope(&self, scope: &str) -> Result<(), Failure> {
        match &self.session.scopes {
            None => Ok(()),
            Some(scopes) if scopes.iter().any(|held| held == scope) => Ok(()),
            Some(_) => Err(Failure::Forbidden(
                self.cx.lang.pick(format!("令牌缺少 {scope} 权限范围"), format!("the token lacks the scope `{scope}`")),
            )),
        }
    }
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let lang = language(&parts.headers);
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let found = match bearer {
            Some(token) => {
                let (token, cx) = (token.trim().to_owned(), web.public_context(lang));
                web.read(move |tx| sign_in::token(tx, &cx, &token)).await.map_err(Failure::Store)
            }
            None => session(web, &parts.headers).await,
        };
        match found.map(|found| found.filter(|session| web.admits(session))) {
            Ok(Some(session)) => Ok(Caller { cx: web.context(session.actor.clone(), lang), session }),
            Ok(None) => Err(Failure::NotSignedIn.into_problem(lang)),
            Err(failure) => Err(failure.into_problem(lang)),
        }
    }
}

/// The address that asks, for limits.
#[derive(Clone, Copy, Debug)]
pub struct From(pub IpAddr);

impl FromRequestParts<Web> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(From(web.limits.client(peer.unwrap_or(IpAddr::from([127, 0, 0, 1])), &parts.headers)))
    }
}

/// The session of these headers, if there is one.
pub async fn session(web: &Web, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
    let Some(token) = cookie(headers, SESSION_COOKIE).map(str::to_owned) else { return Ok(None) };
    let cx = web.public_context(Lang::Zh);
    let found = web.read(move |tx| sign_in::session(tx, &cx, &token)).await.map_err(Failure::Store)?;
    Ok(found.filter(|session| web.admits(session)))
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// How the reader wants the pages; the language falls back to `Accept-Language`.
pub fn look(headers: &HeaderMap) -> Look {
    match cookie(headers, crate::ui::look::COOKIE) {
        Some(text) => Look::parse(text),
        None => Look { lang: language(headers), ..Look::default() },
    }
}

/// The language of a reader without a look: English only for those whose first language it is.
pub fn language(headers: &HeaderMap) -> Lang {
    if let Some(text) = cookie(headers, crate::ui::look::COOKIE) {
        return Look::parse(text).lang;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.trim_start().to_ascii_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}

/// A path of this site: following it never leads to another one. Browsers read `\` as `/`, and leave control characters out before they
/// read an address at all, so that `/<tab>/evil.example` is one of another site.
pub fn is_path(address: &str) -> bool {
    address.starts_with('/') && !address[1..].starts_with(['/', '\\']) && !address.chars().any(char::is_control)
}

/// Percent-encodes everything but letters and digits.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").ok(); // writing to a String cannot fail
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_followed() {
        for path in ["/", "/inbox?q=1", "/requests/TJ250303-000018", "/requests?q=路灯"] {
            assert!(is_path(path), "{path}");
        }
        for other in [
            "",
            "inbox",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a\r\nb",
        ] {
            assert!(!is_path(other), "{other:?}");
        }
    }
}
