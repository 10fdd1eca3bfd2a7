//! The request that a citizen has opened: its id, sealed in a cookie for a short while. The code stands nowhere. Looking keeps it open,
//! until the visit ends; leaving ends the visit for every copy of the cookie.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use lianxin_app::public::Visit;
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
    /// Since it was looked up.
    visit: Visit,
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
            if !web.limits.public_write(address, now) {
                return Err(frame::failure_page(web, look, None, &Failure::TooOften));
            }
        }
        let cx = public::as_citizen(&web.public_context(look.lang));
        let Some(visit) = visit(&cx, &parts.headers) else { return Err(ended(look.lang)) };
        match web.read(move |tx| visit.is_open(tx, now)).await {
            Ok(true) => Ok(Opened { id: visit.request, visit, cx, look, flash: Flash::from_headers(&parts.headers) }),
            Ok(false) => Err(ended(look.lang)),
            Err(error) => Err(frame::failure_page(web, look, None, &Failure::Store(error))),
        }
    }
}

/// The `Set-Cookie` header that opens a request from now on.
pub(super) fn cookie(web: &Web, cx: &Context, visit: Visit) -> String {
    let until = (cx.now + OPEN).min(visit.ends);
    let Visit { session, request, ends } = visit;
    let told = format!("{request} {session} {} {}", until.micros(), ends.micros());
    let sealed = cx.vault.seal(&told, PLACE, &cx.entropy);
    let secure = if web.https { "; Secure" } else { "" };
    let seconds = (until.micros() - cx.now.micros()).max(0) / 1_000_000;
    format!("{COOKIE}={sealed}; Path=/public; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// The `Set-Cookie` header that closes it.
pub(super) const CLOSED: &str = "lx_public=; Path=/public; HttpOnly; SameSite=Strict; Max-Age=0";

/// Lets the request stay open for another while.
pub(super) fn keep_open(response: &mut Response, web: &Web, opened: &Opened) {
    if let Ok(value) = HeaderValue::from_str(&cookie(web, &opened.cx, opened.visit)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The visit of these headers, if it was looked at a short while ago. Whether the citizen has left, the database knows.
pub(super) fn visit(cx: &Context, headers: &HeaderMap) -> Option<Visit> {
    let text = cx.vault.open(caller::cookie(headers, COOKIE)?, PLACE).ok()?;
    let mut parts = text.split(' ');
    let (request, session) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let mut moment = || parts.next()?.parse().ok().map(Moment);
    let (until, ends) = (moment()?, moment()?);
    (cx.now < until).then_some(Visit { session, request, ends })
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
