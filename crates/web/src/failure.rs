//! What a handler answers when it cannot do what was asked: a page for people, `problem+json` (RFC 9457) for programs.
//! Logged once, here, without personal data.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use lianxin_app::files::FileError;
use lianxin_app::packs::RulesError;
use lianxin_app::sign_in::SignInError;
use lianxin_app::{ActError, StoreError};
use lianxin_domain::Lang;
use lianxin_domain::request::{Entry, Refusal};
use serde::Serialize;

use crate::say;
use crate::ui::FieldError;

/// Why not, before it is known who asks.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A use case said no.
    #[error(transparent)]
    Act(#[from] ActError),
    /// A file was not taken.
    #[error(transparent)]
    File(#[from] FileError),
    /// The rules were not changed.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// Nobody was signed in.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The form or body cannot be read.
    #[error("{1}")]
    Unreadable(StatusCode, String),
    /// Nobody has signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// The token lacks a scope, or the role a right to this page.
    #[error("{0}")]
    Forbidden(String),
    /// Nothing there.
    #[error("no such page")]
    NotFound,
    /// Too often.
    #[error("too many tries")]
    TooOften,
    /// The account has as many live feeds open as it may.
    #[error("too many live feeds")]
    TooManyFeeds,
    /// Came too slowly to be waited for.
    #[error("the body came too slowly")]
    TooSlow,
    /// Nothing came of it in time.
    #[error("there was no answer in time")]
    NoAnswer,
    /// Comes from another site.
    #[error("the form was not sent from this site")]
    Forged,
    /// The idempotency key was used for something else.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// The move depends on what was seen, and the caller did not say what that was.
    #[error("the version that was seen is missing")]
    VersionNeeded,
    /// The address has no such method.
    #[error("no such method")]
    OtherMethod,
}

/// A stable kind of problem: the last part of its `type`, and its status.
impl Failure {
    /// Status, and the stable name that programs tell problems apart by (documented in `/api/docs`).
    pub fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Failure::Act(error) => act_kind(error),
            Failure::Rules(error) => rules_kind(error),
            Failure::File(FileError::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Failure::File(FileError::NoSuchFile) | Failure::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Failure::File(FileError::Disk(_)) => (StatusCode::INSUFFICIENT_STORAGE, "storage"),
            Failure::File(FileError::Store(error))
            | Failure::Store(error)
            | Failure::SignIn(SignInError::Store(error)) => store_kind(error),
            Failure::File(FileError::Empty | FileError::Sort { .. } | FileError::Disguised { .. }) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "file-refused")
            }
            Failure::SignIn(SignInError::Wrong) => (StatusCode::UNAUTHORIZED, "wrong-password"),
            Failure::SignIn(SignInError::Demo) => (StatusCode::FORBIDDEN, "demo-account"),
            Failure::Unreadable(status, _) => (*status, "unreadable"),
            Failure::NotSignedIn => (StatusCode::UNAUTHORIZED, "not-signed-in"),
            Failure::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Failure::TooOften => (StatusCode::TOO_MANY_REQUESTS, "too-often"),
            Failure::TooManyFeeds => (StatusCode::TOO_MANY_REQUESTS, "too-many-feeds"),
            Failure::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too-slow"),
            Failure::NoAnswer => (StatusCode::SERVICE_UNAVAILABLE, "unknown-outcome"),
            Failure::Forged => (StatusCode::FORBIDDEN, "forged"),
            Failure::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "key-reused"),
            Failure::VersionNeeded => (StatusCode::PRECONDITION_REQUIRED, "version-needed"),
            Failure::OtherMethod => (StatusCode::METHOD_NOT_ALLOWED, "other-method"),
        }
    }

    /// One sentence for the reader.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Failure::Act(error) => say::act_error(lang, error),
            Failure::File(error) => say::file_error(lang, error),
            Failure::Rules(error) => say::rules_error(lang, error),
            Failure::SignIn(error) => say::sign_in_error(lang, error),
            Failure::Store(error) => say::store_error(lang, error),
            Failure::Unreadable(_, why) => {
                lang.pick(format!("无法读取提交的内容：{why}"), format!("What was sent cannot be read: {why}"))
            }
            Failure::NotSignedIn => lang.pick("请先登录", "Please sign in first").to_owned(),
            Failure::Forbidden(why) => why.clone(),
            Failure::NotFound => lang.pick("没有这个页面", "There is no such page").to_owned(),
            Failure::TooOften => lang.pick("尝试过于频繁，请一分钟后再试", "Too many tries: wait a minute").to_owned(),
            Failure::TooManyFeeds => lang
                .pick(
                    "同一账号打开的实时页面太多，请关闭几个",
                    "Too many live pages of one account are open: close some of them",
                )
                .to_owned(),
            Failure::TooSlow => lang
                .pick(
                    "网络太慢，内容没有收全，没有保存。请换个网络再试",
                    "It came too slowly to be waited for, and nothing was saved: try again over another network",
                )
                .to_owned(),
            Failure::NoAnswer => lang
                .pick(
                    "系统繁忙，未能及时答复；重做之前请先看看是否已经生效",
                    "There was no answer in time; look whether it was done before repeating it",
                )
                .to_owned(),
            Failure::Forged => lang
                .pick(
                    "该操作不是从本系统页面发出的，已拒绝",
                    "This did not come from a page of this system and was refused",
                )
                .to_owned(),
            Failure::KeyReused => lang
                .pick(
                    "幂等键已用于另一内容，请换一个",
                    "The idempotency key was used for something else: choose another",
                )
                .to_owned(),
            Failure::VersionNeeded => lang
                .pick(
                    "请在 If-Match 或 version 中说明您所见的版本",
                    "Say in `If-Match` or `version` which version you saw",
                )
                .to_owned(),
            Failure::OtherMethod => lang.pick("该地址不支持此方法", "This address has no such method").to_owned(),
        }
    }

    /// What is wrong with each field, for the form.
    pub fn fields(&self, lang: Lang) -> Vec<FieldError> {
        if let Failure::Act(ActError::Refused(Refusal::Invalid(problems))) = self {
            problems.iter().map(|p| say::problem(lang, p)).collect()
        } else {
            Vec::new()
        }
    }

    /// The stable code of what stands against it.
    fn obstacle(&self) -> Option<&'static str> {
        if let Failure::Act(ActError::Refused(Refusal::Guard(obstacle))) = self { Some(obstacle.code()) } else { None }
    }

    /// What happened since, when somebody else was faster.
    pub fn changed_since(&self) -> &[Entry] {
        if let Failure::Act(ActError::Conflict(changed)) = self { &changed.since } else { &[] }
    }

    /// The version there is now, when somebody else was faster.
    pub fn current_version(&self) -> Option<i64> {
        if let Failure::Act(ActError::Conflict(changed)) = self { Some(changed.current) } else { None }
    }

    /// Writes it to the log, once, at the boundary: faults of ours loudly, refusals quietly.
    pub fn log(&self) {
        let (status, kind) = self.kind();
        if status.is_server_error() {
            tracing::error!(kind, error = %chain(self), "failed");
        } else {
            tracing::debug!(kind, "refused");
        }
    }

    /// As `problem+json`.
    pub fn into_problem(self, lang: Lang) -> Response {
        self.log();
        let (status, kind) = self.kind();
        let problem = ProblemJson {
            kind: format!("/api/docs#problem-{kind}"),
            title: kind.replace('-', " "),
            status: status.as_u16(),
            detail: self.say(lang),
            obstacle: self.obstacle(),
            fields: self
                .fields(lang)
                .into_iter()
                .map(|field| FieldProblem { field: field.field, detail: field.text })
                .collect(),
            changed: self
                .changed_since()
                .iter()
                .map(|entry| Change {
                    no: entry.no,
                    at: entry.at.to_string(),
                    event: entry.event.name().to_owned(),
                    by: entry.by.name.clone(),
                })
                .collect(),
        };
        (status, [(header::CONTENT_TYPE, "application/problem+json")], axum::Json(problem).into_response().into_body())
            .into_response()
    }
}

/// The body of a problem (RFC 9457).
#[derive(Serialize, utoipa::ToSchema, Debug)]
pub struct ProblemJson {
    /// Stable address of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// One sentence in the caller's language (`Accept-Language`).
    pub detail: String,
    /// What stands against the move, where the kind is `refused` for a reason of its own (`Obstacle`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<&'static str>,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// What happened since the version that was expected, when somebody else was faster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Change>,
}

/// What is wrong with one field.
#[derive(Serialize, utoipa::ToSchema, Debug)]
pub struct FieldProblem {
    /// The field.
    pub field: String,
    /// What is wrong and what to do.
    pub detail: String,
}

/// One entry that was not seen.
#[derive(Serialize, utoipa::ToSchema, Debug)]
pub struct Change {
    /// Its number in the request's journal.
    pub no: i64,
    /// When (RFC 3339).
    pub at: String,
    /// What happened.
    pub event: String,
    /// Who did it.
    pub by: String,
}

fn act_kind(error: &ActError) -> (StatusCode, &'static str) {
    match error {
        ActError::NoSuchRequest | ActError::Refused(Refusal::NoSuchOrder(_) | Refusal::NoSuchTask(_)) => {
            (StatusCode::NOT_FOUND, "not-found")
        }
        ActError::Conflict(_) => (StatusCode::CONFLICT, "changed"),
        ActError::NoSuchFile(_) => (StatusCode::UNPROCESSABLE_ENTITY, "file-refused"),
        ActError::Refused(Refusal::Denied(_)) => (StatusCode::FORBIDDEN, "forbidden"),
        ActError::Refused(Refusal::Invalid(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        ActError::Refused(
            Refusal::NoSuchMove { .. } | Refusal::Guard(_) | Refusal::NoSuchUnit(_) | Refusal::NoDue(_),
        ) => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
        ActError::Rules(error) => rules_kind(error),
        ActError::Vault(_) | ActError::Record(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        ActError::Store(error) => store_kind(error),
    }
}

fn rules_kind(error: &RulesError) -> (StatusCode, &'static str) {
    match error {
        RulesError::Role(_) | RulesError::Own => (StatusCode::FORBIDDEN, "forbidden"),
        RulesError::NoSuchChange => (StatusCode::NOT_FOUND, "not-found"),
        RulesError::Decided | RulesError::Outdated => (StatusCode::CONFLICT, "changed"),
        RulesError::Fixed
        | RulesError::Unchanged
        | RulesError::NoReason
        | RulesError::TooLong
        | RulesError::Faults(_) => (StatusCode::UNPROCESSABLE_ENTITY, "rules-refused"),
        RulesError::Store(error) => store_kind(error),
    }
}

fn store_kind(error: &StoreError) -> (StatusCode, &'static str) {
    match error {
        StoreError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        StoreError::Full(_) => (StatusCode::INSUFFICIENT_STORAGE, "storage"),
        StoreError::BadText => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        StoreError::Stale | StoreError::Unique { .. } => (StatusCode::CONFLICT, "changed"),
        StoreError::Unknown(_) => (StatusCode::SERVICE_UNAVAILABLE, "unknown-outcome"),
        StoreError::Panicked(_)
        | StoreError::Database { .. }
        | StoreError::Column { .. }
        | StoreError::Migration { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
    }
}

/// An error with everything that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
