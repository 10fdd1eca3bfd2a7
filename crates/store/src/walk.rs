//! How a list of requests is walked: along one index, from the newest on, until the page is full.
//!
//! Neither engine finds this by itself. A list of two states would be read whole and sorted, a handler's closed requests would be
//! looked for among those of the whole city. So the text says which index leads: the filter that leaves the fewest rows. The other
//! columns are dressed up as expressions, which no index fits.

use lianxin_domain::access::{Reach, Scope};
use lianxin_domain::{Moment, UnitCode};
use uuid::Uuid;

use crate::Value;
use crate::codec::{key_of, rank_of_grade};
use crate::lists::{RequestFilter, WORDS_ROWS_MAX};
use crate::scope::Query;

/// Values that a list is walked along side by side; more are filtered out on the way.
const BRANCHES_MAX: usize = 64;

/// A column with the values it may have.
struct Column {
    name: &'static str,
    values: Vec<Value>,
    /// What leaves the index alone: text and numbers differ.
    dress: &'static str,
    /// What a partial index demands.
    also: Option<&'static str>,
    /// The column itself and its value, where the index holds a key of it.
    whole: Option<(&'static str, Value)>,
    /// A handful of rows at any time, however many requests there are: before a unit, which has thousands.
    few: bool,
}

/// What leads.
enum Lead {
    /// Nothing: all requests, newest first.
    All,
    /// The requests that concern a unit.
    Unit(UnitCode),
    /// One walk for each value.
    Column(Column),
}

/// A list of requests on its way to a text.
pub(crate) struct Walk {
    query: Query,
    lead: Lead,
    /// The id that is walked along.
    key: &'static str,
    from: &'static str,
}

impl Walk {
    pub(crate) fn of(scope: &Scope, filter: &RequestFilter) -> Walk {
        let mut query = Query::default();
        let mut columns = columns(filter);
        let own = if let Reach::Subtree(unit) = &scope.reach { Some(unit) } else { None };
        let lead = match columns.iter().position(|column| column.few) {
            Some(at) => Lead::Column(columns.remove(at)),
            // An index of its own holds those that are overdue, and the engines see that.
            None if filter.overdue => Lead::All,
            None => match filter.unit.as_ref().or(own) {
                Some(unit) => Lead::Unit(unit.clone()),
                None => match columns.iter().position(Column::leads) {
                    Some(at) => Lead::Column(columns.remove(at)),
                    None => Lead::All,
                },
            },
        };
        match &lead {
            Lead::Unit(unit) => {
                if scope.reach == Reach::Nothing {
                    query.and("1 = 0");
                }
                query.open_to(scope);
                for other in own.into_iter().chain(&filter.unit).filter(|other| *other != unit) {
                    query.concerns(other);
                }
                let unit = query.bind(unit);
                query.and(format!("v.unit = {unit} AND v.request_id = r.id"));
            }
            Lead::All | Lead::Column(_) => {
                query.within(scope);
                filter.unit.iter().for_each(|unit| query.concerns(unit));
            }
        }
        for column in columns {
            match column.whole {
                Some(whole) => query.and_is(whole),
                None => query.and_in(&format!("({}{})", column.name, column.dress), column.values),
            }
        }
        // CROSS JOIN: SQLite goes from the left to the right, as it is told.
        let (key, from) = match lead {
            Lead::Unit(_) => ("v.request_id", "request_unit v CROSS JOIN request r"),
            Lead::All | Lead::Column(_) => ("r.id", "request r"),
        };
        let mut walk = Walk { query, lead, key, from };
        walk.spans(filter);
        walk.words(&filter.words, scope);
        if filter.address.is_some() {
            walk.query.locates(scope).into_iter().for_each(|known| walk.query.and(known));
        }
        walk
    }

    /// The newest `limit`.
    pub(crate) fn list(mut self, line: &str, scope: &Scope, limit: i64) -> (String, Vec<Value>) {
        let line = &self.query.with_address(line, scope);
        let limit = self.query.bind(limit);
        let tail = format!("ORDER BY {} DESC LIMIT {limit}", self.key);
        let Lead::Column(column) = self.lead else { return self.query.select(line, self.from, &tail) };
        column.also.into_iter().for_each(|also| self.query.and(also));
        column.whole.into_iter().for_each(|whole| self.query.and_is(whole));
        let places: Vec<String> = column.values.into_iter().map(|value| self.query.bind(value)).collect();
        if let [place] = places.as_slice() {
            self.query.and(format!("{} = {place}", column.name));
            return self.query.select(line, self.from, &tail);
        }
        let walks = places.iter().map(|place| {
            let walk = self.query.text("r.id", self.from, &format!("AND {} = {place} {tail}", column.name));
            format!("SELECT id FROM ({walk}) AS walk")
        });
        let walks: Vec<String> = walks.collect();
        let text = format!("SELECT {line} FROM request r WHERE r.id IN ({}) {tail}", walks.join(" UNION ALL "));
        (text, self.query.into_params())
    }

    /// How many, up to `limit`.
    pub(crate) fn count(mut self, limit: i64) -> (String, Vec<Value>) {
        let limit = self.query.bind(limit);
        if let Lead::Column(column) = self.lead {
            column.also.into_iter().for_each(|also| self.query.and(also));
            column.whole.into_iter().for_each(|whole| self.query.and_is(whole));
            self.query.and_in(column.name, column.values);
        }
        let (inner, params) = self.query.select("1 AS one", self.from, &format!("LIMIT {limit}"));
        (format!("SELECT COUNT(*) FROM ({inner}) AS counted"), params)
    }

    fn spans(&mut self, filter: &RequestFilter) {
        let Walk { query, key, .. } = self;
        if let Some(before) = filter.before {
            let before = query.bind(before);
            query.and(format!("{key} < {before}"));
        }
        if let Some(from) = filter.registered_from {
            let (first, from) = (query.bind(first_id(from, 0)), query.bind(from));
            query.and(format!("{key} >= {first} AND r.registered_at >= {from}"));
        }
        if let Some(until) = filter.registered_until {
            let (beyond, until) = (query.bind(first_id(until, 1)), query.bind(until));
            query.and(format!("{key} < {beyond} AND r.registered_at < {until}"));
        }
        if filter.overdue {
            query.and("r.overdue");
        }
    }

    fn words(&mut self, words: &[String], scope: &Scope) {
        let Walk { query, key, .. } = self;
        if words.is_empty() {
            return;
        }
        let address = match query.locates(scope) {
            None => "r.address".to_owned(),
            Some(known) => format!("CASE WHEN {known} THEN r.address ELSE '' END"),
        };
        // Bounded: without an index of words, a rare word would read the whole table.
        query.and(format!(
            "{key} >= COALESCE((SELECT id FROM request ORDER BY id DESC LIMIT 1 OFFSET {WORDS_ROWS_MAX}), (SELECT id FROM request ORDER BY id LIMIT 1))"
        ));
        for word in words {
            let pattern = query.bind(format!("%{}%", escaped(word)));
            // LOWER, because LIKE alone tells capitals apart on PostgreSQL and not on SQLite. Most words have none.
            let cased = word.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase());
            let like = |column: &&str| {
                if cased {
                    format!("LOWER({column}) LIKE LOWER({pattern}) ESCAPE '!'")
                } else {
                    format!("{column} LIKE {pattern} ESCAPE '!'")
                }
            };
            let like: Vec<String> = ["r.title", "r.demand", "r.account", address.as_str()].iter().map(like).collect();
            query.and(format!("({})", like.join(" OR ")));
        }
    }
}

impl Column {
    /// Has an index for these values, and not too many of them.
    fn leads(&self) -> bool {
        self.values.len() <= BRANCHES_MAX
            && !matches!(self.name, "r.address" | "r.phone_hash" | "r.name_hash")
            && (self.name != "r.grade" || self.also.is_some())
    }
}

/// The columns that are restricted, the one that leaves the fewest rows first.
fn columns(filter: &RequestFilter) -> Vec<Column> {
    fn text<V: Into<Value>>(name: &'static str, values: impl IntoIterator<Item = V>) -> Column {
        Column {
            name,
            values: values.into_iter().map(Into::into).collect(),
            dress: " || ''",
            also: None,
            whole: None,
            few: false,
        }
    }
    fn keyed(key: &'static str, column: &'static str, value: Option<&str>) -> Column {
        match value.and_then(key_of) {
            Some(hash) => Column { few: true, whole: value.map(|value| (column, value.into())), ..text(key, [hash]) },
            None => text(column, value),
        }
    }
    let ranks: Vec<i64> = filter.grades.iter().map(|grade| rank_of_grade(*grade)).collect();
    let above_ordinary = ranks.iter().all(|rank| *rank > 0);
    // What is open is as much as the city works on, and does not grow with the years.
    let open = filter.states.iter().all(|stage| stage.is_open());
    let states = filter.states.iter().map(|state| state.code());
    let all = [
        keyed("r.phone_key", "r.phone_hash", filter.phone_hash.as_deref()),
        keyed("r.address_key", "r.address", filter.address.as_deref()),
        keyed("r.name_key", "r.name_hash", filter.name_hash.as_deref()),
        text("r.place", &filter.places),
        text("r.topic", &filter.topics),
        Column { dress: " + 0", also: above_ordinary.then_some("r.grade > 0"), ..text("r.grade", ranks) },
        Column { few: open, ..text("r.state", states) },
        text("r.channel", filter.channels.iter().copied()),
        text("r.kind", filter.kinds.iter().copied()),
    ];
    all.into_iter().filter(|column| !column.values.is_empty()).collect()
}

/// The lowest id that is drawn `later_ms` milliseconds after the one of this moment.
pub(crate) fn first_id(at: Moment, later_ms: u64) -> Uuid {
    const MILLIS_MAX: u64 = (1 << 48) - 1;
    let millis = u64::try_from(at.micros() / 1_000).unwrap_or(0).saturating_add(later_ms).min(MILLIS_MAX);
    Uuid::from_u128(u128::from(millis) << 80)
}

/// A word as a pattern that means itself.
fn escaped(word: &str) -> String {
    word.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
