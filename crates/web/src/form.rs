//! Reads a form, urlencoded or multipart, with its files already looked at and on disk.

use std::collections::HashMap;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::Response;
use lianxin_app::Tx;
use lianxin_app::files::{self, FILE_BYTES_MAX, FileError};
use lianxin_domain::request::intake::FILES_MAX;
use lianxin_domain::{AccountId, FileId, Lang};

use crate::caller;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// Largest form with its files, in bytes.
pub const FORM_BYTES_MAX: usize = 2 * FILE_BYTES_MAX + 1024 * 1024;
/// Largest form without files, in bytes: every text at its limit, percent-encoded.
pub const FIELDS_BYTES_MAX: usize = 1024 * 1024;

/// A form as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: HashMap<String, Vec<String>>,
    /// Files that came with it. They wait for the request that takes them; what waits for long is thrown away.
    uploads: Vec<FileId>,
}

impl Form {
    /// From pairs, such as a query string's.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Form {
        let mut form = Form::default();
        for (name, value) in pairs {
            form.fields.entry(name).or_default().push(value);
        }
        form
    }

    /// The value of a field; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The value of a field, trimmed; `None` if empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Every value of a field, empty ones left out.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.get(name).into_iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "on" | "true" | "1" | "yes")
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).trim().parse().ok()
    }

    /// Lines of a text field, empty ones left out.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.text(name).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    /// Files: those that came with the form, and those uploaded before and named by id in `file_ids`.
    pub fn file_ids(&self, tx: &mut Tx, account: Option<AccountId>) -> Result<Vec<FileId>, FileError> {
        let mut ids: Vec<FileId> = self.all("file_ids").filter_map(|id| id.parse().ok()).collect();
        for upload in &self.uploads {
            files::adopt(tx, *upload, account)?;
            ids.push(*upload);
        }
        Ok(ids)
    }
}

/// A form without files: all that is read from somebody who has not said yet who he is.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Form);

impl FromRequest<Web> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let look = caller::look(request.headers());
        read_fields(request).await.map(Fields).map_err(|failure| frame::failure_page(web, look, None, &failure))
    }
}

impl FromRequest<Web> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Response> {
        let look = caller::look(request.headers());
        read(request, web).await.map_err(|failure| frame::failure_page(web, look, None, &failure))
    }
}

/// Reads the form of a request.
pub async fn read(request: Request, web: &Web) -> Result<Form, Failure> {
    read_with(request, web, FILES_MAX).await
}

/// Reads the form of a request that takes no files, however it is encoded.
pub(crate) async fn read_without_files(request: Request, web: &Web) -> Result<Form, Failure> {
    read_with(request, web, 0).await
}

async fn read_with(request: Request, web: &Web, files_max: usize) -> Result<Form, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let multipart = Multipart::from_request(request, &())
            .await
            .map_err(|error| Failure::Unreadable(error.status(), error.body_text()))?;
        return read_multipart(multipart, web, files_max).await;
    }
    read_fields(request).await
}

async fn read_fields(request: Request) -> Result<Form, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/") {
        return Err(Failure::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no files here".to_owned()));
    }
    // No more than this is ever held, whatever the length that was announced.
    let too_large = |_| Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, format!("> {} kB", FIELDS_BYTES_MAX / 1024));
    let bytes = to_bytes(request.into_body(), FIELDS_BYTES_MAX).await.map_err(too_large)?;
    Ok(Form::of(pairs(&bytes)?))
}

async fn read_multipart(mut multipart: Multipart, web: &Web, files_max: usize) -> Result<Form, Failure> {
    let mut form = Form::default();
    while let Some(field) =
        multipart.next_field().await.map_err(|error| Failure::Unreadable(error.status(), error.body_text()))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        // Before it is read: what is one file too many is not even held.
        if file_name.as_deref().is_some_and(|name| !name.is_empty()) && form.uploads.len() >= files_max {
            return Err(Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, format!("> {files_max} files")));
        }
        let bytes = field.bytes().await.map_err(|error| Failure::Unreadable(error.status(), error.body_text()))?;
        match file_name {
            // A file field that was left empty is sent as a nameless empty file.
            Some(file_name) if file_name.is_empty() && bytes.is_empty() => {}
            Some(_) if form.uploads.len() >= files_max => {
                return Err(Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, format!("> {files_max} files")));
            }
            Some(file_name) => form.uploads.push(keep(web, file_name, bytes).await?),
            None => form.fields.entry(name).or_default().push(utf8(&bytes)?),
        }
    }
    Ok(form)
}

/// Keeps a file, and notes at once that it waits: whatever becomes of the form, nothing lies on the disk that nobody knows of. Goes on
/// to its end even if the sender leaves.
async fn keep(web: &Web, name: String, content: Bytes) -> Result<FileId, Failure> {
    let (app, cx) = (web.app.clone(), web.public_context(Lang::Zh));
    let keep = move || {
        let checked = app.files.keep(&name, &content)?;
        Ok::<_, FileError>(app.store.write_blocking(move |tx| files::add(tx, &cx, None, &checked))?)
    };
    let kept = tokio::task::spawn_blocking(keep).await;
    kept.map_err(|_| Failure::NotFound)?.map_err(Failure::File)
}

/// Reads `a=1&b=2`.
pub fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let text = utf8(bytes)?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// Undoes the encoding of one name or value.
pub(crate) fn decode(text: &str) -> Result<String, Failure> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap_or(b'x'), rest.next().unwrap_or(b'x')];
                let digits = std::str::from_utf8(&digits).unwrap_or("xx");
                bytes.push(u8::from_str_radix(digits, 16).map_err(|_| not_text())?);
            }
            other => bytes.push(other),
        }
    }
    utf8(&bytes)
}

fn utf8(bytes: &[u8]) -> Result<String, Failure> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| not_text())
}

fn not_text() -> Failure {
    Failure::Unreadable(StatusCode::BAD_REQUEST, "not UTF-8".to_owned())
}
