//! `POST /desk`: registers what was typed, once, whatever happens to the answer on its way back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lianxin_app::files::FileError;
use lianxin_app::idempotency::{self, Key, Remembered};
use lianxin_app::{ActError, Context, NewRequest, StoreError, Tx, drafts, register};
use lianxin_domain::{AccountId, Moment};

use super::intake::{self, Act};
use super::page::Desk;
use super::{Around, SLOT, advice, fields, sealed_for};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::Form;
use crate::frame;
use crate::state::Web;
use crate::ui::FieldError;

/// What came of a form.
enum Done {
    /// Registered now, or by the same form before.
    Registered,
    /// The same form was sent before with another content.
    SentBefore,
}

/// Registers, or brings the form back with what is wrong beside its fields.
pub(super) async fn submit(State(web): State<Web>, who: SignedIn, form: Form) -> Response {
    if let Err(failure) = who.require(frame::DESK) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, sent) = (who.cx.clone(), form.clone());
    // Uploads are kept before anything is judged, so that a form that comes back has them still.
    let files = match web.write(move |tx| sent.file_ids(tx, cx.actor.account)).await {
        Ok(files) => files,
        Err(error) => return file_refused(&web, &who, &form, error).await,
    };
    let ids: Vec<String> = files.iter().map(ToString::to_string).collect();
    let kept: Vec<(&str, &str)> = ids.iter().map(|id| ("file_ids", id.as_str())).collect();
    let typed = fields::with(&form, &kept);
    let Some(act) = Act::from_code(form.text("do")) else {
        return advised(&web, &who, &typed, form.text("do") == "take").await;
    };
    let new = match intake::read(&who.cx, &typed, act, files) {
        Ok(new) => new,
        Err(wrong) => return again(&web, &who, &typed, &wrong, None, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let key = typed.given("key").map_or_else(|| super::fresh_key(&who.cx), str::to_owned);
    let fingerprint = who
        .cx
        .vault
        .hash("desk", &format!("{} {}", form.text("do"), fields::encoded(&fields::with(&form, &[("file_ids", "")]))));
    let (cx, account, under) = (who.cx.clone(), who.session.account, key.clone());
    match web.write(move |tx| once(tx, &cx, account, &under, &fingerprint, &new)).await {
        // Somebody pressed twice at the same moment: the other press has registered it.
        Ok(Done::Registered) | Err(ActError::Store(StoreError::Unique { .. })) => {
            Redirect::to(&format!("/desk/registered?key={key}")).into_response()
        }
        Ok(Done::SentBefore) => {
            let lang = who.lang();
            let said = lang.pick(
                "这份表单已经登记过一次。若要修改，请打开已登记的诉求；若是另一件事，请按“下一件”重新填写。",
                "This form was registered before. To change it, open the request; for another matter begin anew.",
            );
            again(&web, &who, &typed, &[], Some(said.to_owned()), StatusCode::CONFLICT).await
        }
        Err(error) => {
            let wrong = intake::errors(who.lang(), act, &error).unwrap_or_default();
            let failure = Failure::Act(error);
            failure.log();
            let said = wrong.is_empty().then(|| failure.say(who.lang()));
            again(&web, &who, &typed, &wrong, said, failure.kind().0).await
        }
    }
}

/// One unit: the request, the answer for whoever sends the same form again, and the end of the draft.
fn once(
    tx: &mut Tx,
    cx: &Context,
    account: AccountId,
    key: &str,
    fingerprint: &str,
    new: &NewRequest,
) -> Result<Done, ActError> {
    match idempotency::look(tx, account.0, key, fingerprint)? {
        Key::Known(_) => return Ok(Done::Registered),
        Key::Reused => return Ok(Done::SentBefore),
        Key::New => {}
    }
    let registered = register(tx, cx, new.clone())?;
    let told = format!("{} {}", registered.request.number, registered.code);
    let answer = cx.vault.seal(&told, &sealed_for(account, key), &cx.entropy);
    idempotency::remember(
        tx,
        cx,
        account.0,
        key,
        &Remembered { fingerprint: fingerprint.to_owned(), status: 303, answer },
    )?;
    drafts::discard(tx, account, SLOT)?;
    Ok(Done::Registered)
}

/// Without script: the same page with the suggestions for what is typed, and the proposal taken if asked for.
async fn advised(web: &Web, who: &SignedIn, typed: &Form, take: bool) -> Response {
    let proposal = if take { advice::taken(&who.cx, typed) } else { None };
    let typed = match &proposal {
        Some(proposal) => {
            let mut units = vec![("lead", proposal.lead.as_str())];
            units.extend(proposal.supporting.iter().map(|unit| ("support", unit.as_str())));
            fields::with(typed, &units)
        }
        None => typed.clone(),
    };
    show(web, who, &typed, &[], None, StatusCode::OK, false).await
}

/// A file was not taken: everything else stays as it was typed.
async fn file_refused(web: &Web, who: &SignedIn, form: &Form, error: FileError) -> Response {
    let failure = Failure::File(error);
    failure.log();
    let wrong = [FieldError::new("files", failure.say(who.lang()))];
    again(web, who, form, &wrong, None, failure.kind().0).await
}

/// The form with its errors, and everything that was typed.
async fn again(
    web: &Web,
    who: &SignedIn,
    typed: &Form,
    wrong: &[FieldError],
    said: Option<String>,
    status: StatusCode,
) -> Response {
    show(web, who, typed, wrong, said, status, true).await
}

/// Keeps what was typed as the draft and shows it.
async fn show(
    web: &Web,
    who: &SignedIn,
    typed: &Form,
    wrong: &[FieldError],
    said: Option<String>,
    status: StatusCode,
    as_typed: bool,
) -> Response {
    let (cx, account, kept) = (who.cx.clone(), who.session.account, typed.clone());
    let loaded = web
        .write(move |tx| -> Result<(Around, (i64, Moment)), StoreError> {
            let version = drafts::load(tx, &cx, account, SLOT)?.map_or(0, |draft| draft.version) + 1;
            drafts::save(tx, &cx, account, SLOT, version, &fields::encoded(&kept))?;
            Ok((Around::load(tx, &cx, &kept)?, (version, cx.now)))
        })
        .await;
    match loaded {
        Ok((mut around, draft)) => {
            if as_typed {
                around.advice.urgency = around.advice.urgency.as_typed(typed);
            }
            let desk = Desk {
                who,
                typed,
                around: &around,
                draft: Some(draft),
                restored: false,
                other_call: None,
                errors: wrong,
                refused: said.as_deref(),
            };
            (status, frame::html_response(desk.render())).into_response()
        }
        Err(error) => frame::failure_page(web, who.look, Some(who), &Failure::Store(error)),
    }
}
