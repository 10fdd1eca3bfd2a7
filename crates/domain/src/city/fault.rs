//! What can be wrong with a city, apart from where it is written.

use crate::ids::{PlaceCode, TopicCode, UnitCode};

/// The thing that a fault is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// The city as a whole.
    City,
    /// A unit.
    Unit(UnitCode),
    /// A place.
    Place(PlaceCode),
    /// A topic.
    Topic(TopicCode),
    /// A rule of the catalogue.
    Rule(String),
    /// A policy.
    Policy(String),
    /// A reason for refusal.
    Refusal(String),
    /// The calendar.
    Calendar,
    /// An account of the demonstration.
    Account(String),
}

/// Something wrong with a city.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What it is about.
    pub subject: Subject,
    /// The field, as named in the pack.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub wrong: Wrong,
}

/// What is wrong; the text says what to do about it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{what}; {remedy}")]
pub struct Wrong {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Fault {
    pub(super) fn new(
        subject: Subject,
        field: &'static str,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Fault {
        Fault { subject, field, wrong: Wrong::new(what, remedy) }
    }
}

impl Wrong {
    /// What is wrong, and what to do.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), remedy: remedy.into() }
    }
}
