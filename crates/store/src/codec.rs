//! How the domain's values stand in columns, and back.

use lianxin_domain::clock::{ClockKind, Pause, Period};
use lianxin_domain::request::{Extension, Facts, Order, OrderRole, Pool, Request, Running, Task, TaskKind};
use lianxin_domain::{Grade, Moment, Secrecy, UnitCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Row, StoreError};

/// As JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::database("writing JSON", error))
}

/// From JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::database("reading JSON", error))
}

pub(crate) fn rank_of_grade(grade: Grade) -> i64 {
    match grade {
        Grade::Ordinary => 0,
        Grade::Urgent => 1,
        Grade::Emergency => 2,
    }
}

pub(crate) fn rank_of_secrecy(secrecy: Secrecy) -> i64 {
    match secrecy {
        Secrecy::Open => 0,
        Secrecy::IdentityHidden => 1,
        Secrecy::Confidential => 2,
    }
}

pub(crate) fn grade(row: &Row<'_>, index: usize) -> Result<Grade, StoreError> {
    ranked(Grade::ALL, row, index)
}

pub(crate) fn secrecy(row: &Row<'_>, index: usize) -> Result<Secrecy, StoreError> {
    ranked(Secrecy::ALL, row, index)
}

fn ranked<T: Copy>(all: &[T], row: &Row<'_>, index: usize) -> Result<T, StoreError> {
    let rank = row.get::<i64>(index)?;
    let value = usize::try_from(rank).ok().and_then(|rank| all.get(rank)).copied();
    value.ok_or_else(|| StoreError::Column {
        name: format!("number {index}"),
        expected: "a rank",
        found: rank.to_string(),
    })
}

/// A word of a closed vocabulary.
pub(crate) fn word<T>(row: &Row<'_>, index: usize, from_code: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    let code = row.get::<String>(index)?;
    from_code(&code).ok_or_else(|| StoreError::Column {
        name: format!("number {index}"),
        expected: "a known code",
        found: code,
    })
}

fn count(row: &Row<'_>, index: usize) -> Result<u32, StoreError> {
    u32::try_from(row.get::<i64>(index)?).map_err(|error| StoreError::database("reading a count", error))
}

/// Pools as text: `centre`, `unit:hexi`.
pub(crate) fn pool_text(pool: &Pool) -> String {
    match pool {
        Pool::Centre => "centre".to_owned(),
        Pool::Unit(unit) => format!("unit:{unit}"),
    }
}

fn pool(text: &str) -> Pool {
    text.strip_prefix("unit:").map_or(Pool::Centre, |unit| Pool::Unit(UnitCode::from(unit)))
}

/// Reads the columns of `request_columns!`; orders, clocks, tasks and units come from their own tables.
pub(crate) fn read_request(row: &Row<'_>) -> Result<Request, StoreError> {
    let survey: Option<String> = row.get(26)?;
    Ok(Request {
        id: row.get(0)?,
        number: row.get(1)?,
        version: row.get(2)?,
        state: from_json(&row.get::<String>(3)?)?,
        facts: Facts {
            channel: row.get(4)?,
            kind: row.get(5)?,
            topic: row.get(6)?,
            place: row.get(7)?,
            address: row.get(8)?,
            title: row.get(9)?,
            account: row.get(10)?,
            demand: row.get(11)?,
            occurred: row.get(12)?,
            received: row.get(13)?,
            grade: grade(row, 14)?,
            grade_reason: row.get(15)?,
            secrecy: secrecy(row, 16)?,
            wants_callback: row.get(17)?,
            files: from_json(&row.get::<String>(18)?)?,
            contact: row.get(27)?,
            call_window: row.get::<Option<String>>(28)?.as_deref().map(from_json).transpose()?,
        },
        registered: row.get(19)?,
        ended: row.get(20)?,
        overdue: row.get(21)?,
        urges: count(row, 22)?,
        last_urged: row.get(23)?,
        supplements: count(row, 24)?,
        reworks: count(row, 25)?,
        survey: survey.as_deref().map(from_json).transpose()?,
        dealings: from_json(&row.get::<String>(29)?)?,
        orders: Vec::new(),
        clocks: Vec::new(),
        tasks: Vec::new(),
        units: Vec::new(),
    })
}

pub(crate) fn read_order(row: &Row<'_>) -> Result<Order, StoreError> {
    Ok(Order {
        id: row.get(0)?,
        parent: row.get(1)?,
        unit: row.get(2)?,
        role: word(row, 3, OrderRole::from_code)?,
        opinion: row.get(4)?,
        state: from_json(&row.get::<String>(5)?)?,
        dispatched: row.get(6)?,
        accepted: row.get(7)?,
        contacted: row.get(8)?,
        reported: row.get(9)?,
        phoned: row.get(10)?,
        overdue: row.get(11)?,
        version: row.get(12)?,
        dealings: from_json(&row.get::<String>(13)?)?,
    })
}

/// What happened to a clock on its way, as one column: nothing asks for it but the clock itself.
#[derive(Serialize, Deserialize)]
pub(crate) struct Course {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    period: Option<Period>,
    first_due: Moment,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pauses: Vec<Pause>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    extensions: Vec<Extension>,
}

impl Course {
    pub(crate) fn of(clock: &Running) -> Course {
        Course {
            period: clock.period,
            first_due: clock.first_due,
            pauses: clock.pauses.clone(),
            extensions: clock.extensions.clone(),
        }
    }
}

pub(crate) fn read_clock(row: &Row<'_>) -> Result<Running, StoreError> {
    let Course { period, first_due, pauses, extensions } = from_json(&row.get::<String>(8)?)?;
    Ok(Running {
        period,
        first_due,
        pauses,
        extensions,
        rung: u8::try_from(row.get::<i64>(9)?).unwrap_or(u8::MAX),
        ring: row.get(10)?,
        id: row.get(0)?,
        kind: word(row, 1, ClockKind::from_code)?,
        order: row.get(2)?,
        started: row.get(3)?,
        due: row.get(4)?,
        policy: row.get(5)?,
        stopped: row.get(6)?,
        overdue: row.get(7)?,
    })
}

pub(crate) fn read_task(row: &Row<'_>) -> Result<Task, StoreError> {
    let by: Option<lianxin_domain::AccountId> = row.get(6)?;
    let at: Option<lianxin_domain::Moment> = row.get(7)?;
    Ok(Task {
        id: row.get(0)?,
        kind: word(row, 1, TaskKind::from_code)?,
        order: row.get(2)?,
        pool: pool(&row.get::<String>(3)?),
        opened: row.get(4)?,
        due: row.get(5)?,
        claimed: by.zip(at),
        done: row.get(8)?,
        not_before: row.get(9)?,
    })
}
