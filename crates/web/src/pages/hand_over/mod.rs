//! `/hand-over` (交接班): what I have in hand goes to a colleague with a word; what was left for me waits here. A floor supervisor does it
//! for somebody who is not there.

mod page;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use lianxin_app::ActError;
use lianxin_app::hand_over::{self, Done, TakenUp};
use lianxin_domain::Lang;
use lianxin_domain::access::Role;
use lianxin_domain::request::{CommandKind, table};
use serde::Deserialize;
use uuid::Uuid;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::state::Web;

/// The routes of the change of shift.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/hand-over", get(show).post(give))
        .route("/hand-over/{parcel}/take-up", post(take_up))
        .route("/hand-over/{parcel}/put-away", post(put_away))
}

/// Who has tasks in hand.
pub(crate) fn hands() -> &'static [Role] {
    table::who(CommandKind::PassOn)
}

#[derive(Deserialize, Debug)]
struct Whose {
    #[serde(default)]
    of: String,
}

async fn show(State(web): State<Web>, who: SignedIn, Query(whose): Query<Whose>) -> Response {
    if let Err(failure) = who.require(hands()) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, ActError> {
            let of = Some(whose.of.as_str()).filter(|login| !login.trim().is_empty());
            let giver = hand_over::giver(tx, &cx, of)?;
            let shift = page::Shift {
                giver,
                in_hand: hand_over::in_hand(tx, &cx, giver)?,
                parcels: hand_over::parcels(tx, &cx)?,
                colleagues: hand_over::colleagues(tx, &cx)?,
            };
            Ok((shift, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((shift, waiting)) => {
            let title = who.lang().pick("交接班", "Change of shift");
            frame::html_response(frame::page(&who, waiting, title, &page::page(&who.cx, &shift)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

async fn give(State(web): State<Web>, who: SignedIn, headers: HeaderMap, form: Form) -> Response {
    if let Err(failure) = who.require(hands()) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let (of, to) = (form.given("of").map(str::to_owned), form.text("to").to_owned());
    let note = form.text("note").to_owned();
    let done = web
        .write(move |tx| -> Result<Done, ActError> {
            let from = hand_over::giver(tx, &cx, of.as_deref())?;
            hand_over::hand_over(tx, &cx, from, &to, &note)
        })
        .await;
    match done {
        Ok(done) => back(&Flash::done(said(who.lang(), &done))),
        Err(error) => frame::refusal(&web, &who, headers.contains_key("hx-request"), &Failure::Act(error)),
    }
}

/// What went over, and what did not.
fn said(lang: Lang, done: &Done) -> String {
    let mut said = lang.pick(
        format!("已移交任务 {} 件、草稿 {} 份", done.passed, done.drafts),
        format!("Handed over: {} tasks, {} drafts", done.passed, done.drafts),
    );
    if !done.left.is_empty() {
        let left = done.left.join(lang.pick("、", ", "));
        said.push_str(&lang.pick(
            format!("；对方无权办理，仍留原处：{left}"),
            format!("; left, because the other may not do them: {left}"),
        ));
    }
    if done.drafts_left > 0 {
        let left = done.drafts_left;
        said.push_str(&lang.pick(
            format!("；对方不登记诉求，草稿 {left} 份仍留原处"),
            format!("; {left} drafts left, because the other registers nothing"),
        ));
    }
    said
}

async fn take_up(State(web): State<Web>, who: SignedIn, Path(parcel): Path<Uuid>) -> Response {
    let (cx, lang) = (who.cx.clone(), who.lang());
    match web.write(move |tx| hand_over::take_up(tx, &cx, parcel)).await {
        Ok(TakenUp::OnTheDesk) => Redirect::to("/desk").into_response(),
        Ok(TakenUp::DeskInUse) => back(&Flash::refused(lang.pick(
            "您的受理台上还有未完成的登记，请先登记或放弃，再接手这份草稿",
            "There is something on your desk: register it or throw it away first",
        ))),
        Ok(TakenUp::Nothing) => frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound),
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

async fn put_away(State(web): State<Web>, who: SignedIn, Path(parcel): Path<Uuid>) -> Response {
    let cx = who.cx.clone();
    match web.write(move |tx| hand_over::put_away(tx, &cx, parcel)).await {
        Ok(true) => back(&Flash::done(who.lang().pick("交接说明已阅", "The note is put away"))),
        Ok(false) => frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound),
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn back(said: &Flash) -> Response {
    (AppendHeaders([(header::SET_COOKIE, said.set_cookie())]), Redirect::to("/hand-over")).into_response()
}
