//! `POST /rules/changes/{id}`: approve, refuse, or take back.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use lianxin_app::StoreError;
use lianxin_app::packs::{self, RulesError};
use lianxin_domain::ChangeId;

use super::aside;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::pages::request::act::scripted;
use crate::state::Web;

pub(super) async fn decide(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<ChangeId>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    match carry_out(&web, &who, id, &form).await {
        Ok(said) => {
            let to = Redirect::to(&format!("/rules/changes/{id}"));
            (AppendHeaders([(header::SET_COOKIE, Flash::done(said).set_cookie())]), to).into_response()
        }
        Err(failure) => frame::refusal(&web, &who, scripted(&headers), &failure),
    }
}

async fn carry_out(web: &Web, who: &SignedIn, id: ChangeId, form: &Form) -> Result<&'static str, Failure> {
    let (cx, lang, note) = (who.cx.clone(), who.lang(), form.text("note").to_owned());
    match form.text("do") {
        "take-back" => {
            web.write(move |tx| packs::take_back(tx, &cx, id)).await?;
            Ok(lang.pick("提议已撤回", "The proposal was taken back"))
        }
        "refuse" => {
            web.write(move |tx| packs::decide(tx, &cx, id, None, &note)).await?;
            Ok(lang.pick("已决定：不采纳", "Refused"))
        }
        "approve" => {
            let change = web.read(move |tx| -> Result<_, StoreError> { tx.pack_change(id) }).await?;
            let change = change.ok_or(RulesError::NoSuchChange)?;
            let draft = aside(&web.app, move |app| packs::draft(app, &change.path, &change.after)).await?;
            web.write(move |tx| packs::decide(tx, &cx, id, Some(&draft), &note)).await?;
            // It is durable: should this fail here, the machine takes it over with its next look.
            let taken = lianxin_engine::take_over(&web.app).await;
            if let Err(error) = taken {
                tracing::error!(%error, "approved rules could not be taken over at once");
            }
            Ok(lang.pick("已批准，规则已生效", "Approved: the rules are in force"))
        }
        _ => Err(Failure::NotFound),
    }
}
