//! The request that a citizen has opened: its id, sealed in a cookie for a short while. The code stands nowhere.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use lianxin_app::{Context, public};
use lianxin_domain::{Lang, Minutes, Moment, RequestId};

use crate::caller::{self, From};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::frame;
use crate::state::Web;
use crate::ui::Look;

/// The cookie.
const COOKIE: &str = "lx_public";
/// How long a request stays open after the last look at it: long enough to write a supplement, short enough for a shared computer.
const OPEN: Minutes = Minutes(30);
/// What the cookie is sealed for.
const PLACE: &str = "public";

/// The request that a citizen has opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// Which.
    pub id: RequestId,
    /// The context in which he acts on it.
    pub cx: Context,
    /// How he wants the pages.
    pub look: Look,
    /// What the last answer left to say.
    pub flash: Option<Flash>,
}

impl FromRequestParts<Web> for Opened {
    type Rejection = Response;

    /// Before anything of the body is read: whoever has not opened a request, or writes too often, sends nothing.
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let look = caller::look(&parts.headers);
        let now = web.moment();
        if parts.method != Method::GET {
            let Ok(From(address)) = From::from_request_parts(parts, web).await;
            if !web.limits.public_write.take(address, now) {
                return Err(frame::failure_page(web, look, None, &Failure::TooOften));
            }
        }
        let cx = public::as_citizen(&web.public_context(look.lang));
        match read(&cx, &parts.headers) {
            Some(id) => Ok(Opened { id, cx, look, flash: Flash::from_headers(&parts.headers) }),
            None => Err(ended(look.lang)),
        }
    }
}

/// The `Set-Cookie` header that opens a request from now on.
pub(super) fn cookie(web: &Web, cx: &Context, id: RequestId) -> String {
    let until = cx.now + OPEN;
    let sealed = cx.vault.seal(&format!("{id} {}", until.micros()), PLACE, &cx.entropy);
    let secure = if web.https { "; Secure" } else { "" };
    format!("{COOKIE}={sealed}; Path=/public; HttpOnly; SameSite=Strict; Max-Age={}{secure}", OPEN.0 * 60)
}

/// The `Set-Cookie` header that closes it.
pub(super) const CLOSED: &str = "lx_public=; Path=/public; HttpOnly; SameSite=Strict; Max-Age=0";

/// Lets the request stay open for another while.
pub(super) fn keep_open(response: &mut Response, web: &Web, opened: &Opened) {
    if let Ok(value) = HeaderValue::from_str(&cookie(web, &opened.cx, opened.id)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn read(cx: &Context, headers: &HeaderMap) -> Option<RequestId> {
    let text = cx.vault.open(caller::cookie(headers, COOKIE)?, PLACE).ok()?;
    let (id, until) = text.split_once(' ')?;
    let until = Moment(until.parse().ok()?);
    (cx.now < until).then(|| id.parse().ok()).flatten()
}

fn ended(lang: Lang) -> Response {
    let said = Flash::refused(lang.pick(
        "请输入编号和查询码。如果刚才正在填写，查询成功后用浏览器的“后退”可以找回填写的内容",
        "Enter number and code. If you were writing something, the browser's Back finds it again afterwards",
    ));
    (
        StatusCode::SEE_OTHER,
        AppendHeaders([(header::SET_COOKIE, said.set_cookie()), (header::LOCATION, "/public".to_owned())]),
    )
        .into_response()
}
