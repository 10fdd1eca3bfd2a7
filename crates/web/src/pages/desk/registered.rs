//! `GET /desk/registered?key=`: number and code, large, to be read aloud. Shown again on reload, to the person who registered.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::{ActError, view};
use lianxin_domain::request::{Request, RequestState, Stage};
use maud::{Markup, html};
use serde::Deserialize;

use super::sealed_for;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts::{self, Promise};
use crate::state::Web;
use crate::ui::{Button, Icon, clock, copy};

/// Which form.
#[derive(Deserialize, Debug)]
pub(super) struct Of {
    key: String,
}

/// Shows what was registered.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(of): Query<Of>) -> Response {
    let (cx, account) = (who.cx.clone(), who.session.account);
    let loaded = web
        .read(move |tx| -> Result<_, Failure> {
            let kept = tx.remembered(account.0, &of.key)?.ok_or(Failure::NotFound)?;
            let told = cx
                .vault
                .open(&kept.answer, &sealed_for(account, &of.key))
                .map_err(|error| Failure::Act(ActError::Vault(error)))?;
            let (number, code) = told.split_once(' ').ok_or(Failure::NotFound)?;
            // Confidential, and the agent not cleared: he registered it, and does not see it any more. He still reads out the number.
            let request = match view::id_by_number(tx, &cx, number)? {
                Some(id) => Some(view::visible(tx, &cx, id)?),
                None => None,
            };
            Ok((number.to_owned(), code.to_owned(), request, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((number, code, request, waiting)) => {
            let title = who.lang().pick("已登记", "Registered");
            frame::html_response(frame::page(&who, waiting, title, &page(&who, &number, &code, request.as_ref())))
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

fn page(who: &SignedIn, number: &str, code: &str, request: Option<&Request>) -> Markup {
    let lang = who.lang();
    html! {
        section.panel.registered {
            h1 { (Icon::CircleCheck) (lang.pick("已登记，请读给来电人", "Registered: read this to the caller")) }
            dl.registered-told {
                div { dt { (lang.pick("诉求编号", "Number")) } dd.registered-number { (copy::copy(lang, number)) } }
                div { dt { (lang.pick("查询码", "Code")) } dd.registered-code { (copy::copy(lang, code)) } }
            }
            p.quiet { (lang.pick("凭编号和查询码可随时查询进度、补充、催办和评价。", "With both the caller can follow the request, add to it, urge and rate it.")) }
            @if let Some(request) = request { (outcome(who, request)) }
            div.actions {
                a.btn.btn-primary href="/desk" data-key="Alt+N" autofocus { (lang.pick("下一件", "Next request")) kbd aria-hidden="true" { "Alt N" } }
                @if request.is_some() { (Button::plain(lang.pick("打开诉求", "Open the request")).href(&format!("/requests/{number}")).key("Alt+O")) }
            }
        }
    }
}

/// What happens next, in one line.
fn outcome(who: &SignedIn, request: &Request) -> Markup {
    let (lang, cx) = (who.lang(), &who.cx);
    let units: Vec<&str> = request.top_orders().map(|order| parts::unit(&cx.city, &order.unit, lang)).collect();
    let next = request.next_due().map(|due| parts::clock(cx, &Promise::of(&cx.city, request, due), clock::clock_large));
    html! {
        p.registered-next {
            (parts::stage(lang, request.state.stage())) " "
            @if !units.is_empty() { (lang.pick("已派往 ", "Sent to ")) (units.join(lang.pick("、", ", "))) }
            @if let RequestState::AwaitingCitizen { question, .. } = &request.state { (lang.pick("等待市民补充：", "Waiting for the citizen: ")) (question) }
            @if request.state.stage() == Stage::Registered { (lang.pick("等待派单员派单", "Waits for a dispatcher")) }
            @if let Some(next) = next { " " (next) }
        }
    }
}
