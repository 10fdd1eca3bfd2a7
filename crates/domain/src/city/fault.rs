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
    /// The calendar of the city.
    Calendar,
    /// A calendar that units may name.
    UnitCalendar(String),
    /// The list of reasons and classes as a whole.
    Reasons,
    /// A reason to return an order.
    Return(String),
    /// A class of undue demands.
    Undue(String),
    /// A way to press a unit.
    Supervision(String),
    /// The call-back scripts as a whole.
    Scripts,
    /// A version of the call-back script.
    Script(String),
    /// An account of the demonstration.
    Account(String),
}

/// Something wrong with a city.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What it is about.
    pub subject: Subject,
    /// The field, as named in the pack, with dots and positions (from 0) for what lies inside: `ladder[2].rungs[0]`.
    pub field: String,
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
        field: impl Into<String>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Fault {
        Fault { subject, field: field.into(), wrong: Wrong::new(what, remedy) }
    }
}

impl Wrong {
    /// What is wrong, and what to do.
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), remedy: remedy.into() }
    }
}
