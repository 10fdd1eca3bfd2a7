//! How a call is read: who, with which scope, which version he saw, which body. Every refusal is `problem+json`.

use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use lianxin_app::ActError;
use lianxin_domain::request::parse_number;
use lianxin_domain::{Lang, OrderId};
use serde::de::DeserializeOwned;

use crate::caller::{Caller, language};
use crate::failure::Failure;
use crate::form::FIELDS_BYTES_MAX;
use crate::state::Web;

/// What a handler gives: an answer, or a problem that is already one.
pub(super) type Answer = Result<Response, Response>;

macro_rules! scopes {
    ($($(#[doc = $doc:literal])* $name:ident = $scope:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub(super) struct $name(pub(super) Caller);

        impl FromRequestParts<Web> for $name {
            type Rejection = Response;

            async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
                let caller = Caller::from_request_parts(parts, web).await?;
                let lang = caller.cx.lang;
                caller.require_scope($scope).map_err(|failure| failure.into_problem(lang))?;
                Ok($name(caller))
            }
        }
    )*};
}

scopes! {
    /// A caller who may read.
    Reads = "read";
    /// A caller who may change something.
    Writes = "write";
    /// A caller who may ask for an identity.
    Reveals = "reveal";
    /// A caller who may take data out.
    Exports = "export";
}

/// A JSON body. An empty body is an empty object, so that a move without fields needs none.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Web> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Response> {
        let lang = language(request.headers());
        let (value, _) = read(request).await.map_err(|failure| failure.into_problem(lang))?;
        Ok(Body(value))
    }
}

/// Reads a JSON body; gives its text too, which an idempotency key is tied to.
pub(super) async fn read<T: DeserializeOwned>(request: Request) -> Result<(T, String), Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default().to_owned());
    let bytes = to_bytes(request.into_body(), FIELDS_BYTES_MAX)
        .await
        .map_err(|_| Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, format!("> {} kB", FIELDS_BYTES_MAX / 1024)))?;
    if bytes.is_empty() && kind.is_none() {
        return Ok((parse(b"{}")?, String::new()));
    }
    let sort = kind.unwrap_or_default();
    if sort.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(Failure::Unreadable(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type: application/json".to_owned(),
        ));
    }
    Ok((parse(&bytes)?, String::from_utf8_lossy(&bytes).into_owned()))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes).map_err(|error| Failure::Unreadable(StatusCode::BAD_REQUEST, error.to_string()))
}

/// The query of an address; names that are not known are refused, so that a slip does not widen a list.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Query<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Response> {
        let refused = |error: &dyn ToString| {
            Failure::Unreadable(StatusCode::BAD_REQUEST, error.to_string()).into_problem(language(&parts.headers))
        };
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|query| Query(query.0))
            .map_err(|error| refused(&error.body_text()))
    }
}

/// What the caller saw when he decided: `If-Match`, by which an overtaken move is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Seen {
    /// Not said.
    Unsaid,
    /// `*`: whatever there is.
    Whatever,
    /// This version.
    Version(i64),
}

impl Seen {
    fn of(headers: &HeaderMap) -> Result<Seen, Failure> {
        let Some(value) = headers.get(header::IF_MATCH) else { return Ok(Seen::Unsaid) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Seen::Whatever);
        }
        let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).and_then(|text| text.parse().ok());
        version
            .map(Seen::Version)
            .ok_or_else(|| Failure::Unreadable(StatusCode::BAD_REQUEST, "If-Match: \"version\"".to_owned()))
    }

    /// The header, or the `version` of the body.
    pub(super) fn or(self, body: Option<i64>) -> Seen {
        match (self, body) {
            (Seen::Unsaid, Some(version)) => Seen::Version(version),
            (seen, _) => seen,
        }
    }
}

impl FromRequestParts<Web> for Seen {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Response> {
        Seen::of(&parts.headers).map_err(|failure| failure.into_problem(language(&parts.headers)))
    }
}

/// A number as it is kept, from one as it was typed; what is none names no request.
pub(super) fn number(code: &str, typed: &str) -> Result<String, Failure> {
    parse_number(code, typed).ok_or(Failure::Act(ActError::NoSuchRequest))
}

/// An order's id; what is none names no order.
pub(super) fn order(text: &str) -> Result<OrderId, Failure> {
    text.parse().map_err(|_| Failure::Act(ActError::NoSuchRequest))
}

/// The `ETag` of a version.
pub(super) fn etag(version: i64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// Turns a failure into the answer.
pub(super) fn problem(lang: Lang) -> impl Fn(Failure) -> Response {
    move |failure| failure.into_problem(lang)
}

/// A route that knows no such method.
pub(super) async fn other_method(uri: Uri, headers: HeaderMap) -> Response {
    tracing::debug!(path = uri.path(), "no such method");
    Failure::OtherMethod.into_problem(language(&headers))
}
