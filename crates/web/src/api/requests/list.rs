//! `GET /api/requests`: requests within the caller's scope, newest first.

use axum::extract::State;
use axum::response::IntoResponse;
use lianxin_app::lists::{self, COUNT_MAX, PAGE_ROWS_MAX, Page, RequestFilter, RequestLine};
use lianxin_app::{ActError, Context, Tx, view};
use lianxin_domain::request::{Field, Problem, ProblemKind, Refusal, Stage};
use lianxin_domain::{Channel, Grade, Kind, PlaceCode, RequestId, TopicCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::call::{self, Answer, Query, Reads};
use crate::api::model::LineJson;
use crate::api::words::At;
use crate::failure::Failure;
use crate::state::Web;

/// Lines of a page, if the caller does not say.
const LINES: usize = 50;

/// What to list. Several values are separated by commas.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ListQuery {
    /// A number, a phone, or words that must all occur.
    q: Option<String>,
    /// States.
    #[param(example = "registered,triage")]
    state: Option<String>,
    /// Grades.
    #[param(example = "urgent,emergency")]
    grade: Option<String>,
    /// Kinds.
    kind: Option<String>,
    /// Channels.
    channel: Option<String>,
    /// A topic, with everything under it.
    topic: Option<String>,
    /// A place, with everything inside.
    place: Option<String>,
    /// A unit: requests of which it or one below it owes an order.
    unit: Option<String>,
    /// Only those that broke a promise.
    overdue: bool,
    /// Registered not before.
    #[param(value_type = Option<String>, example = "2025-03-01T00:00:00+08:00")]
    from: Option<At>,
    /// Registered before.
    #[param(value_type = Option<String>, example = "2025-04-01T00:00:00+08:00")]
    until: Option<At>,
    /// Goes on after a page: its `next`.
    before: Option<Uuid>,
    /// Lines of a page, at most 200; 50 if not said.
    limit: Option<usize>,
    /// Counts them too, up to 1000.
    count: bool,
}

/// A page of requests.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ListJson {
    requests: Vec<LineJson>,
    /// `before` of the next page; null at the end.
    next: Option<Uuid>,
    /// How many there are, if asked for; 1000 means that many or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 1000)]
    count: Option<i64>,
}

const _: () = assert!(COUNT_MAX == 1_000 && PAGE_ROWS_MAX == 200, "the documentation names the limits");

impl ListQuery {
    /// The filter, and the number if that is what was searched for.
    pub(in crate::api) fn filter(&self, cx: &Context) -> Result<(RequestFilter, Option<String>), Failure> {
        let mut filter = RequestFilter {
            states: several(self.state.as_deref(), "state", Stage::from_code)?,
            grades: several(self.grade.as_deref(), "grade", Grade::from_code)?,
            kinds: several(self.kind.as_deref(), "kind", Kind::from_code)?,
            channels: several(self.channel.as_deref(), "channel", Channel::from_code)?,
            unit: self
                .unit
                .as_deref()
                .map(|code| known(cx.city.units.get(&code.into()), Field::Units, code).map(|unit| unit.code.clone()))
                .transpose()?,
            overdue: self.overdue,
            registered_from: self.from.map(|at| at.0),
            registered_until: self.until.map(|at| at.0),
            before: self.before.map(RequestId),
            ..RequestFilter::default()
        };
        if let Some(code) = &self.topic {
            let topic = TopicCode::from(code.as_str());
            known(cx.city.topics.get(&topic), Field::Topic, code)?;
            let within = cx
                .city
                .topics
                .all()
                .iter()
                .filter(|other| cx.city.topics.ancestors(&other.code).iter().any(|above| above.code == topic));
            filter.topics = within.map(|topic| topic.code.clone()).collect();
        }
        if let Some(code) = &self.place {
            let place = PlaceCode::from(code.as_str());
            known(cx.city.places.get(&place), Field::Place, code)?;
            filter.places = lists::places_within(cx, &place);
        }
        let number = self
            .q
            .as_deref()
            .filter(|typed| !typed.trim().is_empty())
            .and_then(|typed| lists::search_filter(cx, typed, &mut filter));
        Ok((filter, number))
    }
}

/// The words of a list, or which of them is none.
pub(in crate::api) fn several<T>(
    list: Option<&str>,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Failure> {
    let words = list.unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    let wrong = |word: &str| Failure::Unreadable(axum::http::StatusCode::BAD_REQUEST, format!("{name}: `{word}`"));
    words.map(|word| read(word).ok_or_else(|| wrong(word))).collect()
}

/// What the city has, or that it has not.
pub(in crate::api) fn known<T>(found: Option<T>, field: Field, code: &str) -> Result<T, Failure> {
    let unknown = || {
        Failure::Act(ActError::Refused(Refusal::Invalid(vec![Problem {
            field,
            what: ProblemKind::Unknown(code.to_owned()),
        }])))
    };
    found.ok_or_else(unknown)
}

/// One page; a number finds its one request, if the rest of the filter allows it.
pub(in crate::api) fn page(
    tx: &mut Tx,
    cx: &Context,
    filter: &RequestFilter,
    number: Option<&str>,
    limit: usize,
) -> Result<Page<RequestLine>, Failure> {
    let Some(number) = number else { return Ok(lists::requests(tx, cx, filter, limit)?) };
    let none = Page { lines: Vec::new(), more: false };
    let Some(id) = view::id_by_number(tx, cx, number)? else { return Ok(none) };
    if filter.before.is_some_and(|before| id >= before) {
        return Ok(none);
    }
    // Ids are ordered: the newest before the next id is this one, unless the filter is against it.
    let next = RequestId(Uuid::from_u128(id.0.as_u128().saturating_add(1)));
    let found = lists::requests(tx, cx, &RequestFilter { before: Some(next), ..filter.clone() }, 1)?;
    Ok(Page { lines: found.lines.into_iter().filter(|line| line.id == id).collect(), more: false })
}

/// Requests within the caller's scope, newest first.
#[utoipa::path(
    get, path = "/api/requests", tag = "requests", operation_id = "list",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = ListJson)),
)]
pub(in crate::api) async fn list(
    State(web): State<Web>,
    Reads(caller): Reads,
    Query(query): Query<ListQuery>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let (filter, number) = query.filter(&cx).map_err(&refuse)?;
    let limit = query.limit.unwrap_or(LINES).clamp(1, PAGE_ROWS_MAX);
    let read = move |tx: &mut Tx| -> Result<_, Failure> {
        let page = page(tx, &cx, &filter, number.as_deref(), limit)?;
        let count = match (query.count, &number) {
            (false, _) => None,
            (true, Some(_)) => Some(i64::try_from(page.lines.len()).unwrap_or(0)),
            (true, None) => Some(lists::count_requests(tx, &cx, &RequestFilter { before: None, ..filter.clone() })?),
        };
        Ok((page, count))
    };
    let (page, count) = web.read(read).await.map_err(refuse)?;
    let next = page.lines.last().filter(|_| page.more).map(|line| line.id.0);
    Ok(axum::Json(ListJson { requests: page.lines.iter().map(LineJson::from).collect(), next, count }).into_response())
}
