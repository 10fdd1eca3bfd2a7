//! What is known of who calls and of where it happens: open requests first, the last five, and what stands out.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use lianxin_app::lists::{self, RequestFilter, RequestLine};
use lianxin_app::{Context, StoreError, Tx};
use lianxin_domain::Secrecy;
use lianxin_domain::access::Role;
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::{self, Form};
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::{Icon, Tone, badge, time};

/// Requests of one caller that are looked at; who calls more often is known by name.
const LOOKED_AT: usize = 50;
/// Lines shown of each.
const SHOWN: usize = 5;
/// From so many calls on it is said.
const OFTEN: usize = 3;

/// What happened before.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// A telephone number was given and can be one.
    asked: bool,
    of_caller: Vec<RequestLine>,
    of_address: Vec<RequestLine>,
}

impl History {
    /// Reads what is known of the number and the address that were typed.
    pub(super) fn load(tx: &mut Tx, cx: &Context, typed: &Form) -> Result<History, StoreError> {
        let hash = lists::phone_hash(cx, typed.text("phone"));
        let asked = hash.is_some();
        let of_caller = match hash {
            Some(hash) => known(tx, cx, &RequestFilter { phone_hash: Some(hash), ..RequestFilter::default() })?,
            None => Vec::new(),
        };
        let of_address = match typed.given("address") {
            Some(address) => {
                known(tx, cx, &RequestFilter { address: Some(address.to_owned()), ..RequestFilter::default() })?
            }
            None => Vec::new(),
        };
        let elsewhere = of_address.into_iter().filter(|line| !of_caller.iter().any(|own| own.id == line.id)).collect();
        Ok(History { asked, of_caller, of_address: elsewhere })
    }

    /// The lists, or a word about why there are none.
    pub(super) fn render(&self, cx: &Context) -> Markup {
        let lang = cx.lang;
        html! {
            (self.flags(cx))
            @if self.of_caller.is_empty() {
                p.quiet {
                    (if self.asked { lang.pick("第一次来电，没有历史诉求", "First call: nothing known") } else { lang.pick("输入号码后显示历史诉求", "What is known shows once a number is typed") })
                }
            } @else { (lines(cx, &self.of_caller)) }
            @if !self.of_address.is_empty() {
                h3.desk-sub { (Icon::MapPin) (lang.pick("同一地址", "Same address")) " " (badge::count(self.of_address.len())) }
                (lines(cx, &self.of_address))
            }
        }
    }

    fn flags(&self, cx: &Context) -> Markup {
        let lang = cx.lang;
        let open = self.of_caller.iter().filter(|line| line.state.is_open()).count();
        let late = self.of_caller.iter().any(|line| line.overdue && line.state.is_open());
        let urged: i64 = self.of_caller.iter().map(|line| line.urges).sum();
        let calls = self.of_caller.len();
        html! {
            @if calls > 0 {
                p.desk-flags {
                    @if open > 0 { (badge(Tone::Brand, &lang.pick(format!("未办结 {open}"), format!("{open} open")))) }
                    @if late { (badge(Tone::Danger, lang.pick("有超时", "Overdue"))) }
                    @if urged > 0 { (badge(Tone::Warning, &lang.pick(format!("催办 {urged} 次"), format!("Urged {urged}×")))) }
                    @if calls >= OFTEN { (badge(Tone::Neutral, &lang.pick(format!("{calls} 件诉求"), format!("{calls} requests")))) }
                }
            }
        }
    }
}

/// Open ones first, then the newest. Whose identity is hidden is not shown by his number: the number would tell who reported.
fn known(tx: &mut Tx, cx: &Context, filter: &RequestFilter) -> Result<Vec<RequestLine>, StoreError> {
    let named = cx.actor.is(Role::NamedOfficer);
    let mut lines = lists::requests(tx, cx, filter, LOOKED_AT)?.lines;
    lines.retain(|line| named || line.secrecy == Secrecy::Open);
    lines.sort_by_key(|line| !line.state.is_open());
    Ok(lines)
}

/// The first few as links, the number of the rest.
pub(super) fn lines(cx: &Context, lines: &[RequestLine]) -> Markup {
    let lang = cx.lang;
    html! {
        ul.desk-lines {
            @for line in lines.iter().take(SHOWN) {
                li {
                    a.desk-line href={ "/requests/" (line.number) } target="_blank" rel="noopener" title=(line.title) {
                        span.desk-line-head { span.num { (line.number) } (parts::stage(lang, line.state)) @if line.overdue { (badge(Tone::Danger, lang.pick("超时", "Late"))) } }
                        span.desk-line-title { (line.title) }
                        span.quiet { (time::moment(lang, cx.now, line.registered)) " · " (parts::topic(&cx.city, line.topic.as_ref(), lang)) }
                    }
                }
            }
        }
        @if lines.len() > SHOWN { p.quiet { (lang.pick(format!("另有 {} 件", lines.len() - SHOWN), format!("{} more", lines.len() - SHOWN))) } }
    }
}

/// `GET /desk/caller?phone=&address=`: the history while the call goes on.
pub(super) async fn fragment(State(web): State<Web>, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let loaded = async {
        who.require(frame::DESK)?;
        let typed = Form::of(form::pairs(query.unwrap_or_default().as_bytes())?);
        let cx = who.cx.clone();
        web.read(move |tx| History::load(tx, &cx, &typed)).await.map_err(Failure::Store)
    };
    match loaded.await {
        Ok(history) => history.render(&who.cx).into_response(),
        Err(failure) => failure.into_problem(who.lang()),
    }
}
