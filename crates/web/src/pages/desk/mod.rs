//! `/desk`: one screen for one conversation. Left who calls and what is known of him, in the middle what he says, right what the
//! rules suggest. What is typed is kept each second and survives browser and server.

mod advice;
mod caller_card;
mod draft;
mod fields;
mod intake;
mod outcome;
mod page;
mod register;
mod registered;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post, put};
use lianxin_app::{Context, StoreError, Tx, drafts};
use lianxin_domain::AccountId;
use serde::Deserialize;

pub(crate) use advice::proposal_card;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::{self, Form};
use crate::frame::{self, Waiting};
use crate::state::Web;
use page::Desk;

/// Where the draft of the desk is kept: one for each person.
const SLOT: &str = "desk";

/// The routes of the desk.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/desk", get(show).post(register::submit))
        .route("/desk/registered", get(registered::show))
        .route("/desk/draft", put(draft::save))
        .route("/desk/draft/discard", post(draft::discard))
        .route("/desk/proposal", get(advice::fragment))
        .route("/desk/caller", get(caller_card::fragment))
        .route("/desk/refusal", get(outcome::fragment))
}

/// The call that opened the desk.
#[derive(Deserialize, Debug, Default)]
struct Call {
    #[serde(default)]
    phone: String,
}

/// Everything that the desk shows around what is typed, read in one unit.
#[derive(Clone, Debug)]
struct Around {
    waiting: Waiting,
    history: caller_card::History,
    advice: advice::Advice,
}

impl Around {
    fn load(tx: &mut Tx, cx: &Context, typed: &Form) -> Result<Around, StoreError> {
        Ok(Around {
            waiting: frame::waiting(tx, cx)?,
            history: caller_card::History::load(tx, cx, typed)?,
            advice: advice::Advice::load(tx, cx, typed)?,
        })
    }
}

/// The desk, empty or as it was left.
async fn show(State(web): State<Web>, who: SignedIn, Query(call): Query<Call>) -> Response {
    if let Err(failure) = who.require(frame::DESK) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, account, phone) = (who.cx.clone(), who.session.account, call.phone.trim().to_owned());
    let key = fresh_key(&cx);
    let loaded = web
        .read(move |tx| -> Result<_, Failure> {
            let draft = drafts::load(tx, &cx, account, SLOT)?;
            let typed = match &draft {
                Some(draft) => Form::of(form::pairs(draft.form.as_bytes())?),
                None => fields::fresh(&key, &phone),
            };
            let around = Around::load(tx, &cx, &typed)?;
            Ok((draft, typed, around, phone.clone()))
        })
        .await;
    match loaded {
        Ok((draft, typed, around, phone)) => {
            let other_call =
                Some(phone).filter(|phone| draft.is_some() && !phone.is_empty() && typed.text("phone") != phone);
            let desk = Desk {
                who: &who,
                typed: &typed,
                around: &around,
                draft: draft.as_ref().map(|draft| (draft.version, draft.saved)),
                restored: draft.is_some(),
                other_call: other_call.as_deref(),
                errors: &[],
                refused: None,
            };
            frame::html_response(desk.render())
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

/// A key under which a form is registered once, however often it is sent.
fn fresh_key(cx: &Context) -> String {
    cx.entropy.secret::<12>()
}

/// Where the number and code of a registered form are sealed for the person who registered it.
fn sealed_for(account: AccountId, key: &str) -> String {
    format!("registered:{account}:{key}")
}
