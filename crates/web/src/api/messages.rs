//! `GET /api/messages`: the notices put up for the caller, newest first.

use axum::extract::State;
use axum::response::IntoResponse;
use lianxin_app::messages::{self, KeptMessage, Notices};
use lianxin_domain::MessageId;
use lianxin_domain::city::Audience;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::Occasion;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::call::{self, Answer, Query, Reads};
use crate::api::words::{self, At};
use crate::failure::Failure;
use crate::state::Web;

/// Lines of a page, if the caller does not say.
const LINES: usize = 50;
/// Most lines of a page.
const LINES_MAX: usize = 200;

/// Which notices.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct MessagesQuery {
    /// Goes on after a page: its `next`.
    before: Option<Uuid>,
    /// Lines of a page, at most 200; 50 if not said.
    limit: Option<usize>,
}

/// A page of notices.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct MessagesJson {
    messages: Vec<NoticeJson>,
    /// How many of all of them the caller has not read; 100 stands for 100 or more.
    unread: i64,
    /// `before` of the next page; null at the end.
    next: Option<Uuid>,
}

/// A notice.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct NoticeJson {
    id: Uuid,
    /// When it was put up.
    at: At,
    #[schema(value_type = words::Occasion)]
    occasion: Occasion,
    /// For whom it is meant; the caller is one of them.
    #[schema(value_type = words::Audience)]
    audience: Audience,
    /// Of which unit; null: of the centre.
    unit: Option<String>,
    /// The number of its request.
    number: String,
    title: String,
    order: Option<Uuid>,
    /// The promise that runs out, if it is about one.
    #[schema(value_type = Option<words::ClockKind>)]
    clock: Option<ClockKind>,
    /// The caller has read it.
    read: bool,
}

fn notice(kept: &KeptMessage, read: Option<MessageId>) -> NoticeJson {
    let message = &kept.message;
    NoticeJson {
        id: message.id.0,
        at: At(kept.queued),
        occasion: message.occasion,
        audience: message.to,
        unit: message.unit.as_ref().map(ToString::to_string),
        number: kept.number.clone(),
        title: kept.title.clone(),
        order: message.order.map(|id| id.0),
        clock: message.clock.map(|(_, kind, _)| kind),
        read: read >= Some(message.id),
    }
}

/// The notices put up for the caller: for his role at the centre, or for his unit, within what he may see.
#[utoipa::path(
    get, path = "/api/messages", tag = "messages", operation_id = "messages",
    params(MessagesQuery),
    responses((status = 200, description = "A page.", body = MessagesJson)),
)]
pub(in crate::api) async fn list(
    State(web): State<Web>,
    Reads(caller): Reads,
    Query(query): Query<MessagesQuery>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let limit = query.limit.unwrap_or(LINES).clamp(1, LINES_MAX);
    let read = move |tx: &mut lianxin_app::Tx| {
        let notices = messages::notices(tx, &cx, query.before.map(MessageId), limit)?;
        Ok((notices, messages::unread(tx, &cx)?))
    };
    let (Notices { page, read }, unread) = web.read(read).await.map_err(|error| refuse(Failure::Store(error)))?;
    let next = page.lines.last().filter(|_| page.more).map(|kept| kept.message.id.0);
    let messages = page.lines.iter().map(|kept| notice(kept, read)).collect();
    Ok(axum::Json(MessagesJson { messages, unread, next }).into_response())
}
