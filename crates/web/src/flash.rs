//! A word that is said once, on the next page: what was done, or why not. Travels in a cookie, so that it works without script.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::caller::{cookie, encode};
use crate::ui::Tone;

/// The cookie.
pub const COOKIE: &str = "lx-flash";
/// Longest word, in characters.
const CHARS_MAX: usize = 300;

/// What is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flash {
    /// Whether it went well.
    pub tone: Tone,
    /// What happened.
    pub text: String,
}

impl Flash {
    /// It was done.
    pub fn done(text: impl Into<String>) -> Flash {
        Flash { tone: Tone::Done, text: text.into() }
    }

    /// It was not.
    pub fn refused(text: impl Into<String>) -> Flash {
        Flash { tone: Tone::Danger, text: text.into() }
    }

    /// The `Set-Cookie` header.
    pub fn set_cookie(&self) -> String {
        let text: String = self.text.chars().take(CHARS_MAX).collect();
        let tone = if self.tone == Tone::Done { "done" } else { "refused" };
        format!("{COOKIE}={tone}.{}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax", encode(&text))
    }

    /// What the last answer left to say.
    pub fn from_headers(headers: &HeaderMap) -> Option<Flash> {
        let (tone, text) = cookie(headers, COOKIE)?.split_once('.')?;
        let text = crate::form::decode(text).ok()?;
        Some(if tone == "done" { Flash::done(text) } else { Flash::refused(text) })
    }
}

/// Forgets what has been said, on the answer that showed it.
pub fn forget(headers: &mut HeaderMap) {
    headers
        .append(header::SET_COOKIE, HeaderValue::from_static("lx-flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_its_cookie() {
        let flash = Flash::refused("该任务已被他人认领; a=b");
        let cookie = flash.set_cookie();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie.split(';').next().unwrap()).unwrap());
        assert_eq!(Flash::from_headers(&headers), Some(flash));
    }
}
