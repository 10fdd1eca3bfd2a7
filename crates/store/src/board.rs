//! The supervision board: every open order that is not ordinary, with its clocks, in one statement along one index.

use lianxin_domain::access::Scope;
use lianxin_domain::request::{Event, OrderRole, OrderStage, RequestDealings, Running};
use lianxin_domain::{ClockId, Grade, Moment, OrderId, PlaceCode, RequestId, TopicCode, UnitCode};

use crate::codec::{from_json, grade, read_clock, word};
use crate::lists::COUNT_MAX;
use crate::scope::Query;
use crate::walk::first_id;
use crate::{Row, StoreError, Tx, Value};

/// Orders that a board shows at most: a city that has more has another trouble.
pub const BOARD_ORDERS_MAX: usize = 1_000;
/// Rows that are read for them: an order has a handful of clocks.
const ROWS_MAX: i64 = 5_000;
/// Calls that are looked at for one answer.
const CALLS_MAX: i64 = 2_000;

/// The condition of the index `work_order_board`, word for word: both engines must see that it fits.
const ON_BOARD: &str = "w.turn < 2305843009213693952 AND w.state IN \
    ('dispatched','accepted','handling','return_asked','delay_asked','reported','sent_back','rework','parked')";

/// An order on the board.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the columns of a board")]
pub struct BoardOrder {
    pub order: OrderId,
    pub request: RequestId,
    pub number: String,
    pub title: String,
    pub topic: Option<TopicCode>,
    pub place: Option<PlaceCode>,
    pub address: String,
    pub grade: Grade,
    pub registered: Moment,
    pub urges: i64,
    pub parent: Option<OrderId>,
    pub unit: UnitCode,
    pub role: OrderRole,
    pub state: OrderStage,
    pub dispatched: Moment,
    pub accepted: Option<Moment>,
    pub contacted: Option<Moment>,
    pub reported: Option<Moment>,
    pub phoned: Option<Moment>,
    /// A promise was broken once.
    pub overdue: bool,
    pub version: i64,
    /// Sheets and instructions of its request.
    pub dealings: RequestDealings,
    /// What it promises now.
    pub clocks: Vec<Running>,
}

/// The orders of a board.
#[derive(Clone, PartialEq, Debug)]
pub struct BoardOrders {
    /// The gravest and the soonest due first.
    pub orders: Vec<BoardOrder>,
    /// There are more than [`BOARD_ORDERS_MAX`].
    pub more: bool,
}

/// A call to a unit about an emergency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitCall {
    /// About which order.
    pub order: OrderId,
    /// Of which unit.
    pub unit: UnitCode,
    /// A person answered.
    pub answered: bool,
}

impl Tx {
    /// Every open order within the scope that is not ordinary.
    pub fn board(&mut self, scope: &Scope) -> Result<BoardOrders, StoreError> {
        let (text, params) = orders(scope);
        let rows = self.query_text(&text, &params, |row| {
            let clock = row.get::<Option<ClockId>>(0)?.map(|_| read_clock(row)).transpose()?;
            Ok((read(row)?, clock))
        })?;
        let cut = i64::try_from(rows.len()).is_ok_and(|read| read >= ROWS_MAX);
        let mut orders: Vec<BoardOrder> = Vec::new();
        for (order, clock) in rows {
            if orders.last().is_none_or(|last| last.order != order.order) {
                orders.push(order);
            }
            if let Some(last) = orders.last_mut() {
                last.clocks.extend(clock);
            }
        }
        if cut {
            // Some of its clocks may not have been read.
            orders.pop();
        }
        let more = cut || orders.len() > BOARD_ORDERS_MAX;
        orders.truncate(BOARD_ORDERS_MAX);
        Ok(BoardOrders { orders, more })
    }

    /// The calls about emergencies of which no unit has answered one yet.
    pub fn calls_in_vain(&mut self, scope: &Scope) -> Result<Vec<UnitCall>, StoreError> {
        let mut query = Query::default();
        query.within(scope);
        query.and(ON_BOARD);
        query.and("w.phoned_at IS NULL AND r.id = w.request_id AND j.request_id = r.id AND j.kind = 'phoned'");
        let limit = query.bind(CALLS_MAX);
        let from = "work_order w CROSS JOIN request r CROSS JOIN journal j";
        let (text, params) = query.select("w.id, w.unit, j.body", from, &format!("LIMIT {limit}"));
        let calls = self.query_text(&text, &params, |row| {
            let entry: lianxin_domain::request::Entry = from_json(&row.get::<String>(2)?)?;
            let order: OrderId = row.get(0)?;
            let Event::Phoned { order: about, answered, .. } = entry.event else { return Ok(None) };
            Ok((about == order).then_some(UnitCall { order, unit: row.get(1)?, answered }))
        })?;
        Ok(calls.into_iter().flatten().collect())
    }

    /// How many requests within the scope came in since a moment, up to [`COUNT_MAX`].
    pub fn intake_since(&mut self, scope: &Scope, since: Moment) -> Result<i64, StoreError> {
        let mut query = Query::default();
        query.within(scope);
        let first = query.bind(first_id(since, 0));
        query.and(format!("r.id >= {first}"));
        let limit = query.bind(COUNT_MAX);
        let (inner, params) = query.select("1 AS one", "request r", &format!("LIMIT {limit}"));
        let counted =
            self.query_text(&format!("SELECT COUNT(*) FROM ({inner}) AS counted"), &params, |row| row.get(0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }
}

/// The statement of the board. CROSS JOIN: SQLite goes from the left to the right, as it is told.
fn orders(scope: &Scope) -> (String, Vec<Value>) {
    let mut query = Query::default();
    query.within(scope);
    query.and(ON_BOARD);
    query.and("r.id = w.request_id");
    let limit = query.bind(ROWS_MAX);
    let columns = "c.id, c.kind, c.order_id, c.started_at, c.due_at, c.policy, c.stopped_at, c.overdue_at, c.course, c.rung, c.ring_at, \
         w.id, w.request_id, r.number, r.title, r.topic, r.place, r.address, r.grade, r.registered_at, r.urges, w.parent_id, w.unit, \
         w.role, w.state, w.dispatched_at, w.accepted_at, w.contacted_at, w.reported_at, w.phoned_at, w.overdue, w.version, r.dealings";
    let from = "work_order w CROSS JOIN request r \
         LEFT JOIN clock c ON c.request_id = w.request_id AND c.order_id = w.id AND c.stopped_at IS NULL";
    query.select(columns, from, &format!("ORDER BY w.turn, w.id, c.id LIMIT {limit}"))
}

fn read(row: &Row<'_>) -> Result<BoardOrder, StoreError> {
    Ok(BoardOrder {
        order: row.get(11)?,
        request: row.get(12)?,
        number: row.get(13)?,
        title: row.get(14)?,
        topic: row.get(15)?,
        place: row.get(16)?,
        address: row.get(17)?,
        grade: grade(row, 18)?,
        registered: row.get(19)?,
        urges: row.get(20)?,
        parent: row.get(21)?,
        unit: row.get(22)?,
        role: word(row, 23, OrderRole::from_code)?,
        state: word(row, 24, OrderStage::from_code)?,
        dispatched: row.get(25)?,
        accepted: row.get(26)?,
        contacted: row.get(27)?,
        reported: row.get(28)?,
        phoned: row.get(29)?,
        overdue: row.get(30)?,
        version: row.get(31)?,
        dealings: from_json(&row.get::<String>(32)?)?,
        clocks: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use lianxin_domain::access::{Actor, Reach};

    use super::*;
    use crate::{SqliteOptions, Store};

    #[test]
    fn the_board_reads_its_own_index_and_nothing_is_sorted_but_clocks() {
        let store = Store::sqlite_scratch(SqliteOptions::new(Moment(1))).unwrap();
        for reach in [Reach::All, Reach::Subtree("hexi".into())] {
            let scope = Scope { reach, ..Scope::of(&Actor::citizen("center".into())) };
            let plan: Vec<String> = store
                .read_blocking(move |tx| {
                    let (text, params) = orders(&scope);
                    tx.query_text(&format!("EXPLAIN QUERY PLAN {text}"), &params, |row| row.get(3))
                })
                .unwrap();
            let plan = plan.join("; ");
            assert!(plan.contains("USING INDEX work_order_board"), "{plan}");
            assert!(plan.contains("USING INDEX clock_by_request"), "{plan}");
            assert!(!plan.contains("SCAN r") && !plan.contains("SCAN c"), "{plan}");
        }
    }
}
