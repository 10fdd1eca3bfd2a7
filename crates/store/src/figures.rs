//! What the figures are counted from: one row for each order of the lead whose request has ended, written with the request itself.
//!
//! What is *not* here: what counts and what is left out. The policy says that, when the figures are read.

use lianxin_domain::access::Scope;
use lianxin_domain::request::{Marks, Request, Score};
use lianxin_domain::{Moment, OrderId, RequestId, UnitCode};

use crate::codec::rank_of_secrecy;
use crate::scope::Query;
use crate::{StoreError, Tx, Value, sql, sql_rows, values};

/// Lines that are read at a time while those that fit are looked for.
const READ_LINES: i64 = 1_000;

sql_rows!(
    PUT_SCORES, columns: 6,
    "INSERT INTO score (order_id, request_id, unit, secrecy, ended_at, marks) VALUES",
    then: "ON CONFLICT (order_id) DO UPDATE SET secrecy = excluded.secrecy, ended_at = excluded.ended_at, marks = excluded.marks"
);
sql!(DROP_SCORES, "DELETE FROM score WHERE request_id = $1");

/// Which orders: those of these units whose requests ended in this span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// Not before.
    pub from: Moment,
    /// Before.
    pub until: Moment,
    /// Of these units; `None`: of all.
    pub units: Option<Vec<UnitCode>>,
}

/// How many orders of a unit have the same marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// Whose.
    pub unit: UnitCode,
    /// What they count for.
    pub marks: Marks,
    /// How many.
    pub count: i64,
}

/// One order behind a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of a list")]
pub struct ScoreLine {
    pub order: OrderId,
    pub request: RequestId,
    pub number: String,
    pub title: String,
    pub unit: UnitCode,
    pub ended: Moment,
    pub marks: Marks,
}

impl Tx {
    /// Keeps what an ended request counts for; what was opened again counts for nothing until it ends again.
    pub(crate) fn put_scores(&mut self, before: Option<&Request>, after: &Request) -> Result<(), StoreError> {
        if after.ended.is_none() {
            if before.is_some_and(|before| before.ended.is_some()) {
                self.execute(&DROP_SCORES, &values![after.id])?;
            }
            return Ok(());
        }
        let scores = Score::of(after);
        if before.is_some_and(|before| before.ended == after.ended && Score::of(before) == scores) {
            return Ok(());
        }
        let (secrecy, ended) = (rank_of_secrecy(after.facts.secrecy), after.ended);
        let row = |score: Score| values![score.order, after.id, &score.unit, secrecy, ended, score.marks.code()];
        let rows: Vec<Vec<Value>> = scores.into_iter().map(row).collect();
        self.execute_rows(&PUT_SCORES, &rows).map(drop)
    }

    /// Equal orders counted, by unit. Reads an index alone: as many entries as orders of the lead have ended in the span.
    pub fn tallies(&mut self, scope: &Scope, span: &Span) -> Result<Vec<Tally>, StoreError> {
        let query = within(scope, span);
        let (text, params) = query.select("s.unit, s.marks, COUNT(*)", "score s", "GROUP BY s.unit, s.marks");
        self.query_text(&text, &params, |row| {
            Ok(Tally { unit: row.get(0)?, marks: Marks::from_code(row.get(1)?), count: row.get(2)? })
        })
    }

    /// The orders of one unit for which `fits` holds, the last that ended first, up to `limit`, behind a line.
    pub fn scores(
        &mut self,
        scope: &Scope,
        span: &Span,
        after: Option<(Moment, OrderId)>,
        limit: usize,
        fits: impl Fn(&Marks) -> bool,
    ) -> Result<Vec<ScoreLine>, StoreError> {
        let (mut found, mut after) = (Vec::new(), after);
        loop {
            let mut query = within(scope, span);
            query.and("r.id = s.request_id");
            if let Some((ended, order)) = after {
                let (ended, order) = (query.bind(ended), query.bind(order));
                query.and(format!("(s.ended_at, s.order_id) < ({ended}, {order})"));
            }
            let lines = query.bind(READ_LINES);
            let (text, params) = query.select(
                "s.order_id, s.request_id, r.number, r.title, s.unit, s.ended_at, s.marks",
                "score s CROSS JOIN request r",
                &format!("ORDER BY s.ended_at DESC, s.order_id DESC LIMIT {lines}"),
            );
            let read = self.query_text(&text, &params, |row| {
                Ok(ScoreLine {
                    order: row.get(0)?,
                    request: row.get(1)?,
                    number: row.get(2)?,
                    title: row.get(3)?,
                    unit: row.get(4)?,
                    ended: row.get(5)?,
                    marks: Marks::from_code(row.get(6)?),
                })
            })?;
            let is_last = i64::try_from(read.len()).is_ok_and(|read| read < READ_LINES);
            after = read.last().map(|line| (line.ended, line.order));
            found.extend(read.into_iter().filter(|line| fits(&line.marks)));
            if is_last || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }
}

/// A handler sees the orders of his own part of the tree: each of them lies within his scope.
fn within(scope: &Scope, span: &Span) -> Query {
    let mut query = Query::default();
    let up_to = query.bind(rank_of_secrecy(scope.up_to));
    let (from, until) = (query.bind(span.from), query.bind(span.until));
    query.and(format!("s.ended_at >= {from} AND s.ended_at < {until} AND s.secrecy <= {up_to}"));
    match span.units.as_deref() {
        // An empty list restricts nothing elsewhere; here it is nobody.
        Some([]) => query.and("1 = 0"),
        Some(units) => query.and_in("s.unit", units),
        None => {}
    }
    query
}
