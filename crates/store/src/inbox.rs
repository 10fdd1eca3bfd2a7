//! The text of an inbox: one walk along the index for each unit and state, merged by turn until the page is full.
//!
//! Each walk ends as soon as nothing of it is wanted any more, so that a page costs the same with ten orders as with fifty thousand.

use lianxin_domain::UnitCode;
use lianxin_domain::access::Scope;
use lianxin_domain::request::OrderStage;

use crate::lists::{DueCursor, after_cursor};
use crate::scope::Query;
use crate::{Engine, Value};

/// Walks of one statement. SQLite takes 500 parts of a UNION.
const WALKS_MAX: usize = 256;

/// The units of one statement each: so many that their walks fit.
pub(crate) fn spans<'a>(units: &'a [UnitCode], states: &[OrderStage]) -> impl Iterator<Item = &'a [UnitCode]> {
    // Without a state there is nothing to walk along.
    let units = if states.is_empty() { &[] } else { units };
    units.chunks((WALKS_MAX / states.len().max(1)).max(1))
}

/// The first `limit` orders of these units in these states, with the columns of `line` from `w` and `r`. Neither list is empty.
pub(crate) fn list(
    engine: Engine,
    line: &str,
    scope: &Scope,
    units: &[UnitCode],
    states: &[OrderStage],
    after: Option<DueCursor>,
    limit: i64,
) -> (String, Vec<Value>) {
    let mut query = Query::default();
    query.and("r.id = w.request_id");
    query.within(scope);
    after_cursor(&mut query, "w", after);
    let states: Vec<String> = states.iter().map(|state| query.bind(state.code())).collect();
    let units: Vec<String> = units.iter().map(|unit| query.bind(unit)).collect();
    let limit = query.bind(limit);
    let pairs = units.iter().flat_map(|unit| states.iter().map(move |state| (unit, state)));
    let walks: Vec<String> = pairs
        .map(|(unit, state)| {
            // CROSS JOIN: SQLite goes from the left to the right, as it is told.
            let which = format!("AND w.unit = {unit} AND w.state = {state}");
            let walk = |tail: &str| query.text("w.id AS id, w.turn AS turn", "work_order w CROSS JOIN request r", tail);
            // SQLite merges parts by itself; PostgreSQL only those that come in order, and it must be told that these shall.
            match engine {
                Engine::Sqlite => walk(&which),
                Engine::Postgres => {
                    let ordered = walk(&format!("{which} ORDER BY turn, id LIMIT {limit}"));
                    format!("SELECT id, turn FROM ({ordered}) AS walk")
                }
            }
        })
        .collect();
    let page = format!("{} ORDER BY turn, id LIMIT {limit}", walks.join(" UNION ALL "));
    let text = format!(
        "SELECT {line} FROM ({page}) AS page CROSS JOIN work_order w CROSS JOIN request r \
         WHERE w.id = page.id AND r.id = w.request_id ORDER BY page.turn, page.id"
    );
    (text, query.into_params())
}

/// How many orders of these units stand in each of these states, each up to `limit`.
pub(crate) fn count(scope: &Scope, units: &[UnitCode], states: &[OrderStage], limit: i64) -> (String, Vec<Value>) {
    let mut query = Query::default();
    query.and("r.id = w.request_id");
    query.within(scope);
    query.and_in("w.unit", units);
    let limit = query.bind(limit);
    let states: Vec<String> = states.iter().map(|state| query.bind(state.code())).collect();
    let counts: Vec<String> = states
        .iter()
        .map(|state| {
            let found = query.text(
                "1 AS one",
                "work_order w CROSS JOIN request r",
                &format!("AND w.state = {state} LIMIT {limit}"),
            );
            format!("SELECT {state} AS state, COUNT(*) AS orders FROM ({found}) AS found")
        })
        .collect();
    (counts.join(" UNION ALL "), query.into_params())
}
