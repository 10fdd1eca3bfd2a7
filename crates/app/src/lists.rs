//! Lists within the actor's scope: requests, the inbox of a unit, pools of tasks.

use lianxin_domain::access::{Role, Scope};
use lianxin_domain::request::intake::normal_phone;
use lianxin_domain::request::{OrderStage, Pool, TaskKind, parse_number};
use lianxin_domain::{PlaceCode, Secrecy, UnitCode};
use lianxin_store::{StoreError, Tx};

pub use lianxin_store::lists::{
    COUNT_MAX, DueCursor, OrderLine, PAGE_ROWS_MAX, RequestFilter, RequestLine, TaskLine, WAITING_MAX, WORDS_ROWS_MAX,
};

use crate::context::Context;

/// One page of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// There are more behind the last line.
    pub more: bool,
}

impl<T> Page<T> {
    /// The store reads one line more than asked for, to know whether there is one.
    pub(crate) fn of(mut lines: Vec<T>, limit: usize) -> Page<T> {
        let more = lines.len() > limit;
        lines.truncate(limit);
        Page { lines, more }
    }
}

/// What somebody typed into the search field: a number, a phone, or words (a name is tried too).
pub fn search_filter(cx: &Context, typed: &str, filter: &mut RequestFilter) -> Option<String> {
    let typed = typed.trim();
    if let Some(number) = parse_number(&cx.city.code, typed) {
        return Some(number);
    }
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    match normal_phone(typed).filter(|_| digits >= 7) {
        Some(phone) => filter.phone_hash = Some(cx.vault.hash("phone", &phone)),
        None => filter.words = typed.split_whitespace().take(8).map(str::to_owned).collect(),
    }
    None
}

/// The keyed hash to search a name with.
pub fn name_hash(cx: &Context, name: &str) -> String {
    cx.vault.hash("name", name.trim())
}

/// The keyed hash to search a phone with; `None` if it is none.
pub fn phone_hash(cx: &Context, phone: &str) -> Option<String> {
    normal_phone(phone).map(|phone| cx.vault.hash("phone", &phone))
}

/// The place and everything within it, for a filter.
pub fn places_within(cx: &Context, place: &PlaceCode) -> Vec<PlaceCode> {
    let within = cx.city.places.all().iter().filter(|other| cx.city.places.is_within(&other.code, place));
    within.map(|other| other.code.clone()).collect()
}

/// Requests, newest first.
pub fn requests(
    tx: &mut Tx,
    cx: &Context,
    filter: &RequestFilter,
    limit: usize,
) -> Result<Page<RequestLine>, StoreError> {
    let limit = limit.min(PAGE_ROWS_MAX);
    Ok(Page::of(tx.list_requests(&scope_for(cx, filter), filter, limit)?, limit))
}

/// How many, up to [`COUNT_MAX`].
pub fn count_requests(tx: &mut Tx, cx: &Context, filter: &RequestFilter) -> Result<i64, StoreError> {
    tx.count_requests(&scope_for(cx, filter), filter)
}

/// Who searches for a person finds only requests whose identity he could ask for: a hit would tell who reported.
fn scope_for(cx: &Context, filter: &RequestFilter) -> Scope {
    let scope = Scope::of(&cx.actor);
    let by_person = filter.phone_hash.is_some() || filter.name_hash.is_some();
    if by_person && !cx.actor.is(Role::NamedOfficer) { Scope { up_to: Secrecy::Open, ..scope } } else { scope }
}

/// The states in which a unit owes something, and the one in which it waits for the review.
pub const INBOX: &[OrderStage] = &[
    OrderStage::Dispatched,
    OrderStage::Accepted,
    OrderStage::Handling,
    OrderStage::ReturnAsked,
    OrderStage::DelayAsked,
    OrderStage::SentBack,
    OrderStage::Rework,
    OrderStage::Parked,
    OrderStage::Reported,
];

/// The units whose inbox an actor reads: his own, with those below it if asked for.
pub fn inbox_units(cx: &Context, with_below: bool) -> Vec<UnitCode> {
    let own = &cx.actor.unit;
    if with_below {
        let within = cx.city.units.all().iter().filter(|unit| cx.city.units.is_within(&unit.code, own));
        within.map(|unit| unit.code.clone()).collect()
    } else {
        vec![own.clone()]
    }
}

/// The orders that units owe, the most urgent and the soonest due first.
pub fn inbox(
    tx: &mut Tx,
    cx: &Context,
    units: &[UnitCode],
    states: &[OrderStage],
    after: Option<DueCursor>,
    limit: usize,
) -> Result<Page<OrderLine>, StoreError> {
    if units.is_empty() {
        return Ok(Page { lines: Vec::new(), more: false });
    }
    let limit = limit.min(PAGE_ROWS_MAX);
    Ok(Page::of(tx.list_orders(&Scope::of(&cx.actor), units, states, after, limit)?, limit))
}

/// How many orders stand in each state of the inbox, each up to one more than [`WAITING_MAX`].
pub fn count_inbox(tx: &mut Tx, cx: &Context, units: &[UnitCode]) -> Result<Vec<(OrderStage, i64)>, StoreError> {
    if units.is_empty() { Ok(Vec::new()) } else { tx.count_orders(&Scope::of(&cx.actor), units, INBOX) }
}

/// The pool of a kind of task that an actor works in: the centre's, or his unit's.
pub fn pool_of(cx: &Context) -> Pool {
    let handler_only = cx.actor.is(Role::Handler) && cx.actor.unit != cx.city.units.center().code;
    if handler_only { Pool::Unit(cx.actor.unit.clone()) } else { Pool::Centre }
}

/// Open tasks of the actor's pool, the most urgent and the soonest due first.
pub fn tasks(
    tx: &mut Tx,
    cx: &Context,
    kind: TaskKind,
    after: Option<DueCursor>,
    limit: usize,
) -> Result<Page<TaskLine>, StoreError> {
    let limit = limit.min(PAGE_ROWS_MAX);
    Ok(Page::of(tx.list_tasks(&Scope::of(&cx.actor), kind, &pool_of(cx), after, limit)?, limit))
}

/// How many, up to one more than [`WAITING_MAX`].
pub fn count_tasks(tx: &mut Tx, cx: &Context, kind: TaskKind) -> Result<i64, StoreError> {
    tx.count_tasks(&Scope::of(&cx.actor), kind, &pool_of(cx))
}
