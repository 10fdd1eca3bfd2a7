//! What a person reads of the messages: the notices put up for him, those that somebody must tell by phone, and the outbox.

use lianxin_domain::access::{Role, Scope};
use lianxin_domain::city::Duty;
use lianxin_domain::request::{TaskKind, seats};
use lianxin_domain::{MessageId, TaskId, UnitCode};
pub use lianxin_store::messages::{KeptMessage, state};
use lianxin_store::{StoreError, Tx};

use crate::act::ActError;
use crate::context::Context;
use crate::lists::{self, DueCursor, Page, TaskLine};

/// Unread notices are counted up to here.
pub const UNREAD_MAX: i64 = 100;
/// Who tells by phone what could not be sent.
pub const TELLERS: &[Role] = &[Role::Agent, Role::Dispatcher, Role::FloorSupervisor, Role::Supervision];
/// Who looks after the outbox.
pub const KEEPERS: &[Role] = &[Role::FloorSupervisor, Role::Supervision];

/// Where this actor sits: what is put up there is for him.
pub fn my_seats(cx: &Context) -> Vec<String> {
    let (units, own) = (&cx.city.units, &cx.actor.unit);
    let below = units.all().iter().filter(|unit| unit.parent.as_ref() == Some(own));
    let below: Vec<UnitCode> = below.map(|unit| unit.code.clone()).collect();
    seats(&cx.actor.roles, own, &below)
}

/// Notices for this actor with the last one that he has read.
#[derive(Clone, PartialEq, Debug)]
pub struct Notices {
    /// Newest first.
    pub page: Page<KeptMessage>,
    /// Up to here he has read them.
    pub read: Option<MessageId>,
}

/// What is put up for this actor, newest first.
pub fn notices(tx: &mut Tx, cx: &Context, before: Option<MessageId>, limit: usize) -> Result<Notices, StoreError> {
    let read = read_up_to(tx, cx)?;
    let rows = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let lines = tx.notices(&Scope::of(&cx.actor), &my_seats(cx), before, rows)?;
    Ok(Notices { page: Page::of(lines, limit), read })
}

/// How many of them he has not read, up to [`UNREAD_MAX`].
pub fn unread(tx: &mut Tx, cx: &Context) -> Result<i64, StoreError> {
    let read = read_up_to(tx, cx)?;
    tx.count_notices(&Scope::of(&cx.actor), &my_seats(cx), read, UNREAD_MAX)
}

fn read_up_to(tx: &mut Tx, cx: &Context) -> Result<Option<MessageId>, StoreError> {
    cx.actor.account.map_or(Ok(None), |account| tx.notices_read(account))
}

/// He has read everything up to this one.
pub fn mark_read(tx: &mut Tx, cx: &Context, up_to: MessageId) -> Result<(), StoreError> {
    cx.actor.account.map_or(Ok(()), |account| tx.read_notices(account, up_to))
}

/// What must be told by phone.
#[derive(Clone, Debug)]
pub struct ToTell {
    /// The task.
    pub task: TaskLine,
    /// What it is about: each with the lines to phone now, in calling order.
    pub messages: Vec<(KeptMessage, Vec<Duty>)>,
}

/// Tasks to tell something by phone, the most urgent first, with whom to phone by the roster of this minute.
pub fn to_tell(tx: &mut Tx, cx: &Context, after: Option<DueCursor>, limit: usize) -> Result<Page<ToTell>, StoreError> {
    let tasks = lists::tasks(tx, cx, TaskKind::Tell, after, limit)?;
    let mut lines = Vec::with_capacity(tasks.lines.len());
    for task in tasks.lines {
        let kept = tx.messages_of(task.request.id)?;
        let about = kept.into_iter().filter(|kept| kept.is_of_task(task.opened, task.order));
        let messages = about.map(|kept| {
            let whom = cx.city.whom(kept.message.to, kept.message.unit.as_ref(), cx.now);
            let whom = whom.into_iter().cloned().collect();
            (kept, whom)
        });
        let messages = messages.collect();
        lines.push(ToTell { task, messages });
    }
    Ok(Page { lines, more: tasks.more })
}

/// The outbox: what was sent, waits, is told by hand or failed; newest first.
pub fn outbox(
    tx: &mut Tx,
    cx: &Context,
    state: Option<&str>,
    before: Option<MessageId>,
    limit: usize,
) -> Result<Page<KeptMessage>, StoreError> {
    let rows = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    Ok(Page::of(tx.messages_in(&Scope::of(&cx.actor), state, before, rows)?, limit))
}

/// Queues a message that failed once more; `false` if there is no such one.
pub fn send_again(tx: &mut Tx, cx: &Context, id: MessageId) -> Result<bool, StoreError> {
    tx.send_again(id, cx.now)
}

/// The request of a task to tell something.
pub fn request_of(tx: &mut Tx, task: TaskId) -> Result<lianxin_domain::RequestId, ActError> {
    tx.request_id_by_task(task)?.ok_or(ActError::NoSuchRequest)
}
