//! `/public`: number and code. Posted, so that the code never stands in an address, a history or a log.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse as _, Response};
use lianxin_app::ActError;
use lianxin_app::public::{self, Visit};
use lianxin_app::register::CODE_CHARACTERS;
use maud::{Markup, html};
use serde::Deserialize;

use super::opened;
use crate::caller::{self, From};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Fields;
use crate::frame;
use crate::state::Web;
use crate::ui::{Button, Field, FieldError, Icon, Look, errors, layout, states};

/// Longest number that is read, in characters: with blanks and hyphens between.
const NUMBER_CHARS_MAX: usize = 40;

/// A link in a message may bring the number, never the code.
#[derive(Deserialize, Debug, Default)]
pub(super) struct Known {
    #[serde(default)]
    number: String,
}

pub(super) async fn form(
    State(web): State<Web>,
    headers: HeaderMap,
    Query(Known { number }): Query<Known>,
) -> Response {
    let look = caller::look(&headers);
    let flash = Flash::from_headers(&headers);
    Html(page(&web, look, &number, flash.as_ref(), &[]).into_string()).into_response()
}

/// Opens the request. A wrong number and a wrong code get the same answer.
pub(super) async fn open(
    State(web): State<Web>,
    headers: HeaderMap,
    From(address): From,
    Fields(form): Fields,
) -> Response {
    let look = caller::look(&headers);
    let (number, code) = (form.text("number").trim().to_owned(), form.text("code").to_owned());
    let cx = public::as_citizen(&web.public_context(look.lang));
    let Some(guess) = web.limits.look_up.take(address, &public::counted(&cx, &number), cx.now) else {
        return refused(&web, look, &number, &Failure::TooOften);
    };
    let (within, wanted) = (cx.clone(), number.clone());
    match web.read(move |tx| public::open(tx, &within, &wanted, &code)).await {
        Ok(id) => {
            web.limits.look_up.was_right(guess);
            let visit = Visit::begin(&cx, id);
            let headers = [
                (header::SET_COOKIE, opened::cookie(&web, &cx, visit)),
                (header::LOCATION, "/public/request".to_owned()),
            ];
            (StatusCode::SEE_OTHER, AppendHeaders(headers)).into_response()
        }
        Err(error) => refused(&web, look, &number, &Failure::Act(error)),
    }
}

/// Closes the request: here, and for every copy of the cookie.
pub(super) async fn leave(State(web): State<Web>, headers: HeaderMap) -> Response {
    let look = caller::look(&headers);
    if let Some(visit) = opened::visit(&web.public_context(look.lang), &headers)
        && let Err(error) = web.write(move |tx| visit.leave(tx)).await
    {
        return frame::failure_page(&web, look, None, &Failure::Store(error));
    }
    let said = Flash::done(look.lang.pick("已退出查询", "You have left the request"));
    let headers = [
        (header::SET_COOKIE, opened::CLOSED.to_owned()),
        (header::SET_COOKIE, said.set_cookie()),
        (header::LOCATION, "/public".to_owned()),
    ];
    (StatusCode::SEE_OTHER, AppendHeaders(headers)).into_response()
}

fn refused(web: &Web, look: Look, number: &str, failure: &Failure) -> Response {
    failure.log();
    let wrong = look.lang.pick(
        "编号或查询码不正确。请核对登记时告知您的编号和 6 位查询码，或拨打 12345",
        "Number or code is wrong. Compare them with what you were told, or call 12345",
    );
    let (status, text) = if let Failure::Act(ActError::NoSuchRequest) = failure {
        (StatusCode::UNPROCESSABLE_ENTITY, wrong.to_owned())
    } else {
        (failure.kind().0, failure.say(look.lang))
    };
    let errors = [FieldError::new("number", text)];
    (status, Html(page(web, look, number, None, &errors).into_string())).into_response()
}

fn page(web: &Web, look: Look, number: &str, flash: Option<&Flash>, wrong: &[FieldError]) -> Markup {
    let lang = look.lang;
    let title = lang.pick("查询办理进度", "Look up a request");
    let example = format!("{}250303-00018", web.app.city().code);
    let main = html! {
        (layout::page_head(title, &html! {}, &html! {}))
        @if let Some(flash) = flash { (states::notice(flash.tone, &flash.text)) }
        section.card {
            @if !wrong.is_empty() { (summary(wrong)) }
            form.form method="post" action="/public" {
                (Field::text("number", lang.pick("诉求编号", "Number of the request")).value(number).required().autocomplete("off")
                    .max_chars(NUMBER_CHARS_MAX).error(errors::of(wrong, "number"))
                    .hint(&lang.pick(format!("以 {} 开头，例如 {example}…", web.app.city().code), format!("Begins with {}, such as {example}…", web.app.city().code))))
                (Field::text("code", lang.pick("查询码", "Code")).required().autocomplete("off").max_chars(CODE_CHARACTERS * 3)
                    .hint(lang.pick("登记时告知您的 6 位字母和数字，不分大小写", "The six letters and digits that you were told; upper or lower case")))
                div.actions { (Button::primary(lang.pick("查询", "Look up")).icon(Icon::Search)) }
            }
        }
        p.quiet { (lang.pick("没有编号或查询码？请拨打 12345，工作人员会帮您查询。", "No number or code? Call 12345 and we will look it up for you.")) }
    };
    frame::public_page(web, look, "/public", title, &main)
}

/// One thing was wrong, and it is not said which of the two.
fn summary(wrong: &[FieldError]) -> Markup {
    html! {
        div.notice.t-danger role="alert" tabindex="-1" autofocus {
            (Icon::CircleAlert)
            @for error in wrong { p { (error.text) } }
        }
    }
}
