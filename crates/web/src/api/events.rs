//! `GET /api/events`: the journal as it happens, for programs. The same feed as the console's, within the caller's scope.

use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::call::{self, Answer, Query, Reads};
use crate::live;
use crate::state::Web;

/// Where to go on.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// The `seq` of the last entry that was heard; `Last-Event-ID` stands above it.
    after: Option<i64>,
}

/// What happens, as server-sent events: `hello` tells the place to resume from, `entry` each change (`seq`, `request`, `number`,
/// `kind`, `orders`, `topics`), `anew` that too much was missed. Resumes without gap with `Last-Event-ID`. An account
/// has at most 20 feeds open; the next is refused (429) until one ends.
#[utoipa::path(
    get, path = "/api/events", tag = "events", operation_id = "events", params(EventsQuery),
    responses((status = 200, description = "An endless stream.", content_type = "text/event-stream", body = String)),
)]
pub(super) async fn listen(
    State(web): State<Web>,
    Reads(caller): Reads,
    headers: HeaderMap,
    Query(query): Query<EventsQuery>,
) -> Answer {
    live::stream(&web, &caller.session, &headers, query.after).await.map_err(call::problem(caller.cx.lang))
}
