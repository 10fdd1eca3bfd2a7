//! The access predicate as SQL. It must say the same as `Scope::allows`; a property test holds them together.

use lianxin_domain::UnitCode;
use lianxin_domain::access::{Reach, Scope};

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
        let unit = self.bind(unit);
        self.and(format!("EXISTS (SELECT 1 FROM request_unit u WHERE u.unit = {unit} AND u.request_id = r.id)"));
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
