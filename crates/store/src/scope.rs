//! The access predicate as SQL. It must say the same as `Scope::allows` and `Scope::locates`; property tests hold them together.

use lianxin_domain::access::{Reach, Scope};
use lianxin_domain::{Secrecy, UnitCode};

use crate::Value;
use crate::codec::rank_of_secrecy;

/// A query that is put together from parts. Values go in as parameters only.
#[derive(Debug, Default)]
pub(crate) struct Query {
    conditions: Vec<String>,
    params: Vec<Value>,
}

impl Query {
    /// Keeps a value; gives its place, such as `$3`.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Adds a condition that must hold.
    pub(crate) fn and(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// `column IN (…)`, nothing for no values given.
    pub(crate) fn and_in<V: Into<Value>>(&mut self, column: &str, values: impl IntoIterator<Item = V>) {
        let places: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        if !places.is_empty() {
            self.and(format!("{column} IN ({})", places.join(",")));
        }
    }

    /// `column = …`.
    pub(crate) fn and_is(&mut self, (column, value): (&str, Value)) {
        let value = self.bind(value);
        self.and(format!("{column} = {value}"));
    }

    /// Restricts the request with alias `r` to a scope.
    pub(crate) fn within(&mut self, scope: &Scope) {
        match &scope.reach {
            Reach::Nothing => self.and("1 = 0"),
            Reach::All => {}
            Reach::Subtree(unit) => {
                self.concerns(unit);
            }
        }
        self.open_to(scope);
    }

    /// Restricts the request with alias `r` to the secrecy of a scope, for a list that is walked along the scope's unit.
    pub(crate) fn open_to(&mut self, scope: &Scope) {
        let up_to = self.bind(rank_of_secrecy(scope.up_to));
        self.and(format!("r.secrecy <= {up_to}"));
    }

    /// Restricts the request with alias `r` to those of which this unit or one below it owes an order.
    pub(crate) fn concerns(&mut self, unit: &UnitCode) {
        let owed = self.owed_by(unit);
        self.and(owed);
    }

    /// Where the address of the request with alias `r` may be known; `None` where all that is within the scope may be.
    pub(crate) fn locates(&mut self, scope: &Scope) -> Option<String> {
        let everything =
            scope.named || matches!(&scope.reach, Reach::Subtree(unit) if Some(unit) == scope.handles_for.as_ref());
        if everything {
            return None;
        }
        let open = format!("r.secrecy = {}", rank_of_secrecy(Secrecy::Open));
        Some(match &scope.handles_for {
            None => open,
            Some(unit) => format!("({open} OR {})", self.owed_by(unit)),
        })
    }

    /// These columns, of which the address is empty where it may not be known.
    pub(crate) fn with_address(&mut self, columns: &str, scope: &Scope) -> String {
        match self.locates(scope) {
            None => columns.to_owned(),
            Some(known) => columns.replace("r.address", &format!("CASE WHEN {known} THEN r.address ELSE '' END")),
        }
    }

    fn owed_by(&mut self, unit: &UnitCode) -> String {
        let unit = self.bind(unit);
        format!("EXISTS (SELECT 1 FROM request_unit u WHERE u.unit = {unit} AND u.request_id = r.id)")
    }

    /// `SELECT {columns} FROM {from} … {tail}` with its parameters.
    pub(crate) fn select(self, columns: &str, from: &str, tail: &str) -> (String, Vec<Value>) {
        (self.text(columns, from, tail), self.params)
    }

    /// The text alone, for a query that is put together from several.
    pub(crate) fn text(&self, columns: &str, from: &str, tail: &str) -> String {
        let conditions = if self.conditions.is_empty() { "1 = 1".to_owned() } else { self.conditions.join(" AND ") };
        format!("SELECT {columns} FROM {from} WHERE {conditions} {tail}")
    }

    /// The parameters.
    pub(crate) fn into_params(self) -> Vec<Value> {
        self.params
    }
}
