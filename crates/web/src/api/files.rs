//! `/api/files`: evidence and attachments. A file is judged by its content, belongs to its uploader until a request names it, and is
//! then seen by whoever sees the request.

use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use lianxin_app::Tx;
use lianxin_app::files::{self, FileError};
use lianxin_domain::FileId;
use utoipa::ToSchema;

use super::call::{self, Answer, Reads, Writes};
use super::model::FileJson;
use crate::caller;
use crate::failure::Failure;
use crate::form;
use crate::state::Web;

/// What citizens send can hold anything: no script of a file runs, wherever it is opened.
const SANDBOX: &str = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

/// One or more files.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form")]
pub(super) struct Upload {
    /// Photos, video, audio, PDF, Word, Excel; at most 20 MB each and 20 of them.
    #[schema(value_type = Vec<String>, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Uploads files; their ids go into a request or a report.
#[utoipa::path(
    post, path = "/api/files", tag = "files", operation_id = "upload",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, description = "Kept.", body = Vec<FileJson>)),
)]
pub(super) async fn upload(State(web): State<Web>, Writes(caller): Writes, request: Request) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Err(refuse(Failure::Unreadable(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type: multipart/form-data".to_owned(),
        )));
    }
    let sent = form::read(request, &web).await.map_err(&refuse)?;
    let keep = move |tx: &mut Tx| -> Result<Vec<FileJson>, FileError> {
        let ids = sent.file_ids(tx, Some(caller.session.account))?;
        if ids.is_empty() {
            return Err(FileError::Empty);
        }
        ids.into_iter().map(|id| files::visible(tx, &caller.cx, id).map(|file| FileJson::from(&file))).collect()
    };
    let kept = web.write(keep).await.map_err(|error| refuse(Failure::File(error)))?;
    Ok((StatusCode::CREATED, axum::Json(kept)).into_response())
}

/// The content of a file.
#[utoipa::path(
    get, path = "/api/files/{id}", tag = "files", operation_id = "download",
    params(("id" = uuid::Uuid, Path, description = "The file's id.")),
    responses((status = 200, description = "The content, sandboxed; photos, video and audio are shown, others are saved.", content_type = "application/octet-stream")),
)]
pub(super) async fn download(State(web): State<Web>, Reads(caller): Reads, Path(id): Path<String>) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let id: FileId = id.parse().map_err(|_| refuse(Failure::File(FileError::NoSuchFile)))?;
    let found = web.read(move |tx| files::visible(tx, &caller.cx, id)).await;
    let file = found.map_err(|error| refuse(Failure::File(error)))?;
    let (store, wanted) = (web.app.files.clone(), file.clone());
    let read = tokio::task::spawn_blocking(move || store.read(&wanted)).await;
    let content = read.map_err(|_| refuse(Failure::NotFound))?.map_err(|error| refuse(Failure::File(error)))?;
    let shown = ["image/", "video/", "audio/"].iter().any(|sort| file.media.starts_with(sort));
    let manner = if shown { "inline" } else { "attachment" };
    let headers: [(HeaderName, String); 3] = [
        (header::CONTENT_TYPE, file.media),
        (header::CONTENT_DISPOSITION, format!("{manner}; filename*=UTF-8''{}", caller::encode(&file.name))),
        (header::CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
    ];
    Ok((headers, content).into_response())
}
