//! `/api/drafts/{slot}`: a form that is being filled in, kept with every pause of the typist. Each person has his own slots.

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use lianxin_app::drafts::{self, DRAFT_BYTES_MAX};
use serde::Serialize;
use utoipa::ToSchema;

use super::call::{self, Answer, Reads, Writes};
use super::words::At;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::form;
use crate::state::Web;

/// Longest name of a slot.
const SLOT_CHARS_MAX: usize = 80;
/// The version that the next save must name.
const VERSION: HeaderName = HeaderName::from_static("x-draft-version");

/// A draft as it was saved last.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct DraftJson {
    /// What the next save must name.
    version: i64,
    saved: At,
    /// The form, url-encoded.
    #[schema(example = "title=%E6%9A%96%E6%B0%94%E4%B8%8D%E7%83%AD")]
    form: String,
}

/// The form, url-encoded; `version` is the one that it was filled from.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; any other fields may stand beside it")]
pub(super) struct DraftForm {
    /// 0 for the first save.
    version: i64,
}

/// A name that stands in an address as it is.
fn slot(name: &str) -> Result<&str, Failure> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let fits = !name.is_empty() && name.len() <= SLOT_CHARS_MAX && name.chars().all(plain);
    if fits {
        Ok(name)
    } else {
        Err(Failure::Unreadable(StatusCode::BAD_REQUEST, format!("slot: 1 to {SLOT_CHARS_MAX} of a-z 0-9 - _ . :")))
    }
}

/// The draft in a slot.
#[utoipa::path(
    get, path = "/api/drafts/{slot}", tag = "drafts", operation_id = "load_draft",
    params(("slot" = String, Path, description = "Name of the slot.", example = "intake")),
    responses((status = 200, description = "The draft.", body = DraftJson)),
)]
pub(super) async fn load(State(web): State<Web>, Reads(caller): Reads, Path(name): Path<String>) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let slot = slot(&name).map_err(&refuse)?.to_owned();
    let found = web.read(move |tx| drafts::load(tx, &caller.cx, caller.session.account, &slot)).await;
    let draft = found.map_err(|error| refuse(Failure::Store(error)))?.ok_or_else(|| refuse(Failure::NotFound))?;
    let version = draft.version.to_string();
    Ok((
        [(VERSION, version)],
        axum::Json(DraftJson { version: draft.version, saved: At(draft.saved), form: draft.form }),
    )
        .into_response())
}

/// Saves a form, unless somebody has saved since the version it was filled from: then 409.
#[utoipa::path(
    put, path = "/api/drafts/{slot}", tag = "drafts", operation_id = "save_draft",
    params(("slot" = String, Path, description = "Name of the slot.", example = "intake")),
    request_body(content = DraftForm, content_type = "application/x-www-form-urlencoded", description = "At most 512 kB."),
    responses((status = 204, description = "Saved; `x-draft-version` is the new version.")),
)]
pub(super) async fn put(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(name): Path<String>,
    request: Request,
) -> Answer {
    save(web, caller, name, request).await
}

/// The same, for those who cannot `PUT`.
#[utoipa::path(
    post, path = "/api/drafts/{slot}", tag = "drafts", operation_id = "post_draft",
    params(("slot" = String, Path, description = "Name of the slot.", example = "intake")),
    request_body(content = DraftForm, content_type = "application/x-www-form-urlencoded", description = "At most 512 kB."),
    responses((status = 204, description = "Saved; `x-draft-version` is the new version.")),
)]
pub(super) async fn post(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(name): Path<String>,
    request: Request,
) -> Answer {
    save(web, caller, name, request).await
}

async fn save(web: Web, caller: Caller, name: String, request: Request) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let slot = slot(&name).map_err(&refuse)?.to_owned();
    let (version, form) = read(request).await.map_err(&refuse)?;
    let next = version.saturating_add(1);
    let saved = web.write(move |tx| drafts::save(tx, &caller.cx, caller.session.account, &slot, next, &form)).await;
    match saved {
        Ok(true) => Ok((StatusCode::NO_CONTENT, [(VERSION, next.to_string())]).into_response()),
        Ok(false) => Err(refuse(Failure::Store(lianxin_app::StoreError::Stale))),
        Err(error) => Err(refuse(Failure::Store(error))),
    }
}

/// The version that a form was filled from, and the form without it.
async fn read(request: Request) -> Result<(i64, String), Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::Unreadable(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type: application/x-www-form-urlencoded".to_owned(),
        ));
    }
    let bytes = to_bytes(request.into_body(), DRAFT_BYTES_MAX)
        .await
        .map_err(|_| Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, format!("> {} kB", DRAFT_BYTES_MAX / 1024)))?;
    let version =
        form::pairs(&bytes)?.into_iter().find(|(name, _)| name == "version").and_then(|(_, value)| value.parse().ok());
    let version = version.filter(|version| *version >= 0).ok_or(Failure::VersionNeeded)?;
    let text = String::from_utf8_lossy(&bytes);
    let rest: Vec<&str> = text.split('&').filter(|pair| !pair.starts_with("version=")).collect();
    Ok((version, rest.join("&")))
}

/// Forgets a draft.
#[utoipa::path(
    delete, path = "/api/drafts/{slot}", tag = "drafts", operation_id = "discard_draft",
    params(("slot" = String, Path, description = "Name of the slot.", example = "intake")),
    responses((status = 204, description = "Forgotten, or never there.")),
)]
pub(super) async fn discard(State(web): State<Web>, Writes(caller): Writes, Path(name): Path<String>) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let slot = slot(&name).map_err(&refuse)?.to_owned();
    let done = web.write(move |tx| drafts::discard(tx, caller.session.account, &slot)).await;
    done.map(|()| StatusCode::NO_CONTENT.into_response()).map_err(|error| refuse(Failure::Store(error)))
}
