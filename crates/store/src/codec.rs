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

/// Place in a queue: the graver first, then the sooner due; what is due at no moment comes last. One number, so that an index holds
/// the order and a page goes on behind the last line of the one before.
pub(crate) fn turn(grade: Grade, due: Option<Moment>) -> i64 {
    // In microseconds 36,000 years: room for every moment, and for three grades in 63 bits.
    const SPAN: i64 = 1 << 60;
    let due = due.map_or(SPAN - 1, |due| due.micros().clamp(0, SPAN - 2));
    (2 - rank_of_grade(grade)) * SPAN + due
}

/// What an index holds in place of a long text; nothing for no text. Texts may share a key, so whoever searches compares them too.
pub(crate) fn key_of(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| i64::from_be_bytes(fnv(text.as_bytes()).to_be_bytes()))
}

/// FNV-1a of 64 bits: the same on every machine and for ever, which a hasher of the standard library does not promise.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_follow_grade_then_due_moment() {
        let due = [Some(Moment(-5)), Some(Moment(1)), Some(Moment(1_700_000_000_000_000)), None];
        let turns: Vec<i64> = Grade::ALL.iter().rev().flat_map(|grade| due.map(|due| turn(*grade, due))).collect();
        assert!(turns.is_sorted_by(|a, b| a < b), "{turns:?}");
        assert!(turn(Grade::Ordinary, None) >= turn(Grade::Ordinary, Some(Moment(i64::MAX))));
    }

    #[test]
    fn a_key_is_the_same_for_ever() {
        assert_eq!(key_of(""), None);
        assert_eq!(key_of("a"), Some(-5_808_556_873_153_909_620), "0xaf63dc4c8601ec8c, of the published vectors");
        assert_ne!(key_of("福至里1号楼"), key_of("福至里2号楼"));
    }
}
