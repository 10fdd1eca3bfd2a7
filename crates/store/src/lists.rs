//! Lists: requests, orders, tasks, clocks that are due. Keyset paging only, one statement a list, and every one
//! of them restricted by the same scope.

use lianxin_domain::access::Scope;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{OrderRole, OrderStage, Pool, Stage, TaskKind};
use lianxin_domain::{
    AccountId, Channel, Grade, Kind, Moment, OrderId, PlaceCode, RequestId, Secrecy, TaskId, TopicCode, UnitCode,
};

use crate::codec::{grade, pool_text, secrecy, turn, word};
use crate::scope::Query;
use crate::walk::Walk;
use crate::{Row, StoreError, Tx, inbox};

/// Most rows of one page.
pub const PAGE_ROWS_MAX: usize = 200;
/// A search by words looks at this many of the newest requests in scope, and says so.
pub const WORDS_ROWS_MAX: i64 = 50_000;
/// Counts stop here: "999+" says enough.
pub const COUNT_MAX: i64 = 1_000;
/// Counts of what waits stop behind this: one more means that there are more, "500+".
pub const WAITING_MAX: i64 = 500;

/// What to list. Empty lists and `None` restrict nothing. The id of a request is drawn at the moment of its registration, so that a
/// list by id is one by time, and a span of time is a span of ids.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each is a column of the request; those that are not are described")]
pub struct RequestFilter {
    pub states: Vec<Stage>,
    pub grades: Vec<Grade>,
    pub kinds: Vec<Kind>,
    pub channels: Vec<Channel>,
    pub topics: Vec<TopicCode>,
    pub places: Vec<PlaceCode>,
    /// Requests of which this unit or one below it owes an order.
    pub unit: Option<UnitCode>,
    pub overdue: bool,
    pub registered_from: Option<Moment>,
    pub registered_until: Option<Moment>,
    /// Keyed hash of a phone.
    pub phone_hash: Option<String>,
    /// Keyed hash of a name.
    pub name_hash: Option<String>,
    /// Words that must all occur in title, demand, account or address.
    pub words: Vec<String>,
    /// The address as it was written.
    pub address: Option<String>,
    /// Continue after this one: the page before ended with it.
    pub before: Option<RequestId>,
}

/// A line of a list of requests.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the columns of a list")]
pub struct RequestLine {
    pub id: RequestId,
    pub number: String,
    pub state: Stage,
    pub kind: Kind,
    pub channel: Channel,
    pub topic: Option<TopicCode>,
    pub place: Option<PlaceCode>,
    pub address: String,
    pub title: String,
    pub grade: Grade,
    pub secrecy: Secrecy,
    pub registered: Moment,
    pub ended: Option<Moment>,
    pub due: Option<Moment>,
    pub due_kind: Option<ClockKind>,
    /// When the clock that is due was started.
    pub due_from: Option<Moment>,
    pub overdue: bool,
    pub urges: i64,
}

const REQUEST_LINE: &str = "r.id, r.number, r.state, r.kind, r.channel, r.topic, r.place, r.address, r.title, r.grade, r.secrecy, \
    r.registered_at, r.ended_at, r.due_at, r.due_kind, r.overdue, r.urges, r.due_from";

fn request_line(row: &Row<'_>) -> Result<RequestLine, StoreError> {
    Ok(RequestLine {
        id: row.get(0)?,
        number: row.get(1)?,
        state: word(row, 2, Stage::from_code)?,
        kind: row.get(3)?,
        channel: row.get(4)?,
        topic: row.get(5)?,
        place: row.get(6)?,
        address: row.get(7)?,
        title: row.get(8)?,
        grade: grade(row, 9)?,
        secrecy: secrecy(row, 10)?,
        registered: row.get(11)?,
        ended: row.get(12)?,
        due: row.get(13)?,
        due_kind: row.get::<Option<String>>(14)?.as_deref().and_then(ClockKind::from_code),
        overdue: row.get(15)?,
        urges: row.get(16)?,
        due_from: row.get(17)?,
    })
}

/// A line of a unit's inbox.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the columns of an inbox")]
pub struct OrderLine {
    pub id: OrderId,
    pub request: RequestId,
    pub number: String,
    pub unit: UnitCode,
    pub role: OrderRole,
    pub state: OrderStage,
    pub dispatched: Moment,
    pub accepted: Option<Moment>,
    pub contacted: Option<Moment>,
    pub reported: Option<Moment>,
    pub phoned: Option<Moment>,
    pub due: Option<Moment>,
    pub due_kind: Option<ClockKind>,
    /// When the clock that is due was started.
    pub due_from: Option<Moment>,
    pub overdue: bool,
    pub version: i64,
    pub title: String,
    pub grade: Grade,
    pub kind: Kind,
    pub topic: Option<TopicCode>,
    pub place: Option<PlaceCode>,
    pub address: String,
    pub secrecy: Secrecy,
    pub urges: i64,
}

const ORDER_LINE: &str = "w.id, w.request_id, r.number, w.unit, w.role, w.state, w.dispatched_at, w.accepted_at, w.contacted_at, \
    w.reported_at, w.phoned_at, w.due_at, w.due_kind, w.overdue, w.version, r.title, r.grade, r.kind, r.topic, r.place, r.address, r.secrecy, r.urges, w.due_from";

fn order_line(row: &Row<'_>) -> Result<OrderLine, StoreError> {
    Ok(OrderLine {
        id: row.get(0)?,
        request: row.get(1)?,
        number: row.get(2)?,
        unit: row.get(3)?,
        role: word(row, 4, OrderRole::from_code)?,
        state: word(row, 5, OrderStage::from_code)?,
        dispatched: row.get(6)?,
        accepted: row.get(7)?,
        contacted: row.get(8)?,
        reported: row.get(9)?,
        phoned: row.get(10)?,
        due: row.get(11)?,
        due_kind: row.get::<Option<String>>(12)?.as_deref().and_then(ClockKind::from_code),
        overdue: row.get(13)?,
        version: row.get(14)?,
        title: row.get(15)?,
        grade: grade(row, 16)?,
        kind: row.get(17)?,
        topic: row.get(18)?,
        place: row.get(19)?,
        address: row.get(20)?,
        secrecy: secrecy(row, 21)?,
        urges: row.get(22)?,
        due_from: row.get(23)?,
    })
}

/// A line of a pool of tasks.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the columns of a pool")]
pub struct TaskLine {
    pub id: TaskId,
    pub kind: TaskKind,
    pub order: Option<OrderId>,
    pub opened: Moment,
    pub due: Option<Moment>,
    pub claimed_by: Option<AccountId>,
    pub claimed_name: Option<String>,
    pub claimed_at: Option<Moment>,
    /// The hour that the citizen prefers; nobody is kept from acting before.
    pub not_before: Option<Moment>,
    pub request: RequestLine,
}

/// Where a page of a list by due moment ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DueCursor {
    /// The grade of the last line.
    pub grade: Grade,
    /// Its due moment; `None` sorts last.
    pub due: Option<Moment>,
    /// Its id.
    pub id: uuid::Uuid,
}

impl Tx {
    /// Requests, newest first.
    pub fn list_requests(
        &mut self,
        scope: &Scope,
        filter: &RequestFilter,
        limit: usize,
    ) -> Result<Vec<RequestLine>, StoreError> {
        let (text, params) = Walk::of(scope, filter).list(REQUEST_LINE, scope, page(limit));
        self.query_text(&text, &params, request_line)
    }

    /// How many requests the same list has, up to [`COUNT_MAX`].
    pub fn count_requests(&mut self, scope: &Scope, filter: &RequestFilter) -> Result<i64, StoreError> {
        let (text, params) = Walk::of(scope, filter).count(COUNT_MAX);
        let counted = self.query_text(&text, &params, |row| row.get(0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }

    /// Orders of `units` in `states`, the most urgent and the soonest due first.
    pub fn list_orders(
        &mut self,
        scope: &Scope,
        units: &[UnitCode],
        states: &[OrderStage],
        after: Option<DueCursor>,
        limit: usize,
    ) -> Result<Vec<OrderLine>, StoreError> {
        let rows = limit.min(PAGE_ROWS_MAX) + 1;
        let mut lines = Vec::new();
        for units in inbox::spans(units, states) {
            let (text, params) = inbox::list(self.engine(), ORDER_LINE, scope, units, states, after, page(limit));
            lines.extend(self.query_text(&text, &params, order_line)?);
        }
        lines.sort_by_key(|line| (turn(line.grade, line.due), line.id));
        lines.truncate(rows);
        Ok(lines)
    }

    /// How many orders of these units stand in each state, each up to one more than [`WAITING_MAX`].
    pub fn count_orders(
        &mut self,
        scope: &Scope,
        units: &[UnitCode],
        states: &[OrderStage],
    ) -> Result<Vec<(OrderStage, i64)>, StoreError> {
        if states.is_empty() {
            return Ok(Vec::new());
        }
        let (text, params) = inbox::count(scope, units, states, WAITING_MAX + 1);
        self.query_text(&text, &params, |row| Ok((word(row, 0, OrderStage::from_code)?, row.get(1)?)))
    }

    /// Open tasks of a pool, the most urgent and the soonest due first.
    pub fn list_tasks(
        &mut self,
        scope: &Scope,
        kind: TaskKind,
        pool: &Pool,
        after: Option<DueCursor>,
        limit: usize,
    ) -> Result<Vec<TaskLine>, StoreError> {
        let mut query = open_tasks(scope, kind, pool);
        after_cursor(&mut query, "t", after);
        let limit = query.bind(page(limit));
        let columns = task_columns(&mut query, scope);
        let (text, params) = query.select(&columns, TASK_FROM, &format!("ORDER BY t.turn, t.id LIMIT {limit}"));
        self.query_text(&text, &params, task_line)
    }

    /// Open tasks that this person has claimed, the most urgent and the soonest due first.
    pub fn tasks_in_hand(&mut self, scope: &Scope, of: AccountId, limit: usize) -> Result<Vec<TaskLine>, StoreError> {
        let mut query = Query::default();
        query.within(scope);
        let of = query.bind(of);
        query.and(format!("t.claimed_by = {of} AND t.done_at IS NULL AND r.id = t.request_id"));
        let limit = query.bind(page(limit));
        let columns = task_columns(&mut query, scope);
        let (text, params) = query.select(&columns, TASK_FROM, &format!("ORDER BY t.turn, t.id LIMIT {limit}"));
        self.query_text(&text, &params, task_line)
    }

    /// How many open tasks a pool has, up to one more than [`WAITING_MAX`].
    pub fn count_tasks(&mut self, scope: &Scope, kind: TaskKind, pool: &Pool) -> Result<i64, StoreError> {
        let mut query = open_tasks(scope, kind, pool);
        let limit = query.bind(WAITING_MAX + 1);
        let (inner, params) = query.select("1 AS one", "task t CROSS JOIN request r", &format!("LIMIT {limit}"));
        let counted =
            self.query_text(&format!("SELECT COUNT(*) FROM ({inner}) AS counted"), &params, |row| row.get(0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }
}

// CROSS JOIN: SQLite goes from the left to the right, as it is told.
const TASK_FROM: &str = "task t CROSS JOIN request r LEFT JOIN account a ON a.id = t.claimed_by";

fn task_columns(query: &mut Query, scope: &Scope) -> String {
    let line = query.with_address(REQUEST_LINE, scope);
    format!("{line}, t.id, t.kind, t.order_id, t.opened_at, t.due_at, t.claimed_by, a.name, t.claimed_at, t.not_before")
}

fn task_line(row: &Row<'_>) -> Result<TaskLine, StoreError> {
    Ok(TaskLine {
        request: request_line(row)?,
        id: row.get(18)?,
        kind: word(row, 19, TaskKind::from_code)?,
        order: row.get(20)?,
        opened: row.get(21)?,
        due: row.get(22)?,
        claimed_by: row.get(23)?,
        claimed_name: row.get(24)?,
        claimed_at: row.get(25)?,
        not_before: row.get(26)?,
    })
}

fn open_tasks(scope: &Scope, kind: TaskKind, pool: &Pool) -> Query {
    let mut query = Query::default();
    query.within(scope);
    let (kind, pool) = (query.bind(kind.code()), query.bind(pool_text(pool)));
    query.and(format!("t.kind = {kind} AND t.pool = {pool} AND t.done_at IS NULL AND r.id = t.request_id"));
    query
}

/// Goes on behind a line: `table` has `turn` and `id`.
pub(crate) fn after_cursor(query: &mut Query, table: &str, after: Option<DueCursor>) {
    if let Some(cursor) = after {
        let turn = query.bind(turn(cursor.grade, cursor.due));
        let id = query.bind(cursor.id);
        query.and(format!("({table}.turn, {table}.id) > ({turn}, {id})"));
    }
}

fn page(limit: usize) -> i64 {
    i64::try_from(limit.min(PAGE_ROWS_MAX) + 1).unwrap_or(1)
}
