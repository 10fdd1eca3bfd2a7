//! Promises and tasks as JSON.

use lianxin_domain::Lang;
use lianxin_domain::clock::{ClockKind, Pause};
use lianxin_domain::request::{Extension, Pool, Running, Task, TaskKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::words::{self, At};

/// One promise.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ClockJson {
    id: Uuid,
    #[schema(value_type = words::ClockKind)]
    kind: ClockKind,
    /// Null: the request's own.
    order: Option<Uuid>,
    started: At,
    /// How long it was given, in words; null: the day was given (a milestone, a supervision sheet).
    #[schema(example = "2 个工作日")]
    period: Option<String>,
    /// While it stands still: when it was due when it stopped.
    due: At,
    /// When it was due at first: an extension or a pause moves `due` and never this.
    first_due: At,
    /// Null while it runs.
    stopped: Option<At>,
    /// When it ran out.
    overdue: Option<At>,
    /// When it stood still; open while it still does.
    pauses: Vec<PauseJson>,
    /// What it was given more.
    extensions: Vec<ExtensionJson>,
    /// The next rung of its ladder, from 0 (`GET /api/city/ladders`).
    rung: u8,
    /// When that is reached; null: nothing more rings.
    ring: Option<At>,
    /// Version of the policy that says so.
    policy: String,
}

/// A stretch in which a clock stood still.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct PauseJson {
    from: At,
    /// Null: it still stands.
    until: Option<At>,
    reason: String,
}

/// More time for a clock.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ExtensionJson {
    /// How much, in words.
    #[schema(example = "3 个工作日")]
    by: String,
    granted: At,
    reason: String,
}

/// What a person must do.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct TaskJson {
    id: Uuid,
    #[schema(value_type = words::TaskKind)]
    kind: TaskKind,
    order: Option<Uuid>,
    /// Code of the unit whose people may take it; null: the centre's.
    unit: Option<String>,
    opened: At,
    due: Option<At>,
    /// Not before: the hour at which the citizen can be called.
    not_before: Option<At>,
    /// The account that took it.
    claimed_by: Option<Uuid>,
    claimed: Option<At>,
    done: Option<At>,
}

/// A clock in the reader's language.
pub(super) fn clock(clock: &Running, lang: Lang) -> ClockJson {
    let pause = |one: &Pause| PauseJson { from: At(one.from), until: one.until.map(At), reason: one.reason.clone() };
    let extension =
        |one: &Extension| ExtensionJson { by: one.by.say(lang), granted: At(one.granted), reason: one.reason.clone() };
    ClockJson {
        id: clock.id.0,
        kind: clock.kind,
        order: clock.order.map(|id| id.0),
        started: At(clock.started),
        period: clock.period.map(|period| period.say(lang)),
        due: At(clock.due),
        first_due: At(clock.first_due),
        stopped: clock.stopped.map(At),
        overdue: clock.overdue.map(At),
        pauses: clock.pauses.iter().map(pause).collect(),
        extensions: clock.extensions.iter().map(extension).collect(),
        rung: clock.rung,
        ring: clock.ring.map(At),
        policy: clock.policy.clone(),
    }
}

impl From<&Task> for TaskJson {
    fn from(task: &Task) -> TaskJson {
        TaskJson {
            id: task.id.0,
            kind: task.kind,
            order: task.order.map(|id| id.0),
            unit: if let Pool::Unit(unit) = &task.pool { Some(unit.to_string()) } else { None },
            opened: At(task.opened),
            due: task.due.map(At),
            not_before: task.not_before.map(At),
            claimed_by: task.claimed.map(|(by, _)| by.0),
            claimed: task.claimed.map(|(_, at)| At(at)),
            done: task.done.map(At),
        }
    }
}
