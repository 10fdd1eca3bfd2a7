//! The text of an inbox: one walk along the index for each unit and state, together until the page is full, so that a page costs the
//! same with ten orders as with fifty thousand.
//!
//! Two texts: SQLite merges the walks and goes no further in any than the page needs, but knows no LATERAL; PostgreSQL would plan each
//! part of a UNION anew for every page, which is dearer than reading a page of each walk.

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
    let line = query.with_address(line, scope);
    let states: Vec<String> = states.iter().map(|state| query.bind(state.code())).collect();
    let units: Vec<String> = units.iter().map(|unit| query.bind(unit)).collect();
    let limit = query.bind(limit);
    let walk = |which: &str| query.text("w.id AS id, w.turn AS turn", "work_order w CROSS JOIN request r", which);
    let page = match engine {
        Engine::Sqlite => {
            let pairs = units.iter().flat_map(|unit| states.iter().map(move |state| (unit, state)));
            let walks: Vec<String> =
                pairs.map(|(unit, state)| walk(&format!("AND w.unit = {unit} AND w.state = {state}"))).collect();
            walks.join(" UNION ALL ")
        }
        Engine::Postgres => {
            let each = walk(&format!(
                "AND w.unit = units.unit AND w.state = states.state ORDER BY w.turn, w.id LIMIT {limit}"
            ));
            let (units, states) = (units.join("),("), states.join("),("));
            format!(
                "SELECT walk.id AS id, walk.turn AS turn FROM (VALUES ({units})) AS units (unit) CROSS JOIN (VALUES ({states})) AS states (state) \
                 CROSS JOIN LATERAL ({each}) AS walk"
            )
        }
    };
    let page = format!("{page} ORDER BY turn, id LIMIT {limit}");
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
