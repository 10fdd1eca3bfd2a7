//! What followed from an event, in words that a test can list.

use lianxin_domain::request::{Effect, Entry, Request};
use lianxin_domain::{ClockId, TaskId, UnitCode};

/// `+accept` (started), `-dispatch` (stopped), `>handle` (set anew), `task +review`, `task -dispatch`, `seen`; messages are left out.
pub fn said(before: &Request, entry: &Entry) -> Vec<String> {
    let clock = |id: ClockId| before.clocks.iter().find(|clock| clock.id == id).unwrap().kind;
    let task = |id: TaskId| before.tasks.iter().find(|task| task.id == id).unwrap().kind;
    let say = |effect: &Effect| match effect {
        Effect::ClockStarted(running) => Some(format!("+{}", running.kind)),
        Effect::ClockStopped { clock: id } => Some(format!("-{}", clock(*id))),
        Effect::ClockSet(running) => Some(format!(">{}", running.kind)),
        Effect::TaskOpened(task) => Some(format!("task +{}", task.kind)),
        Effect::TaskDone { task: id } => Some(format!("task -{}", task(*id))),
        Effect::Tell(_) => None,
        Effect::SeenBy { units } => {
            Some(format!("seen {}", units.iter().map(UnitCode::as_str).collect::<Vec<_>>().join(" ")))
        }
    };
    entry.effects.iter().filter_map(say).collect()
}

/// Who was told: `new_order sms unit_duty@hexi`; at the centre without a unit.
pub fn told(entries: &[Entry]) -> Vec<String> {
    let messages = entries.iter().flat_map(|entry| &entry.effects).filter_map(|effect| match effect {
        Effect::Tell(message) => Some(message),
        Effect::ClockStarted(_)
        | Effect::ClockStopped { .. }
        | Effect::ClockSet(_)
        | Effect::TaskOpened(_)
        | Effect::TaskDone { .. }
        | Effect::SeenBy { .. } => None,
    });
    let say = |message: &lianxin_domain::request::Message| {
        let unit = message.unit.as_ref().map_or_else(String::new, |unit| format!("@{unit}"));
        format!("{} {} {}{unit}", message.occasion, message.by, message.to)
    };
    messages.map(say).collect()
}
