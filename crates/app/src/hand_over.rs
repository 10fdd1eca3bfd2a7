//! 换人不下线: at the change of shift everything that somebody has in hand goes to a colleague, with a word about where it stands. Each
//! task goes by an entry of its journal; what was typed at the desk goes as it was last saved, sealed for its new owner.

use lianxin_domain::access::{Denied, Role, Scope};
use lianxin_domain::request::intake::{Problems, TEXT_CHARS_MAX};
use lianxin_domain::request::{Command, CommandKind, Event, Field, Problem, ProblemKind, Refusal, table};
use lianxin_domain::{AccountId, FileId, Moment, RequestId, TaskId};
pub use lianxin_store::accounts::Account;
use lianxin_store::lists::{PAGE_ROWS_MAX, TaskLine};
use lianxin_store::{StoreError, Tx};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::act::{ActError, Expected, act};
use crate::context::Context;
use crate::drafts;
use crate::idempotency::{self, Remembered};
use crate::lists::Page;
use crate::sign_in::actor_of;

/// Most tasks that go over at once; the rest stays in hand, and goes with the next.
pub const TASKS_MAX: usize = PAGE_ROWS_MAX;
/// Most colleagues to choose from.
const COLLEAGUES_MAX: i64 = 500;
/// Most slots that one person has: his desk, and what was handed to him.
const SLOTS_MAX: i64 = 100;
/// Begins the slots in which waits what was handed over.
const HANDED: &str = "handed:";
/// The fingerprint under which the key of a form is kept that somebody else goes on with.
const GONE_OVER: &str = "handed over";

/// What somebody has in hand.
#[derive(Clone, Debug)]
pub struct InHand {
    /// Tasks that he has claimed, as far as the reader sees them.
    pub tasks: Page<TaskLine>,
    /// What was said when one of them was passed to him.
    pub notes: Vec<Note>,
    /// How many forms he has begun, or was handed.
    pub drafts: usize,
}

/// What was said when a task was passed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Which task.
    pub task: TaskId,
    /// Who passed it on.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Where it stands.
    pub text: String,
}

/// What a colleague has left for somebody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parcel {
    /// Its id.
    pub id: Uuid,
    /// Who left it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What he says.
    pub note: String,
    /// How many tasks came with it.
    pub tasks: usize,
    /// There is a form that was begun, to be taken up.
    pub has_form: bool,
}

/// The same as it is sealed.
#[derive(Clone, Deserialize)]
struct Sealed {
    by: String,
    note: String,
    tasks: usize,
    /// Which slot the form belongs in, and what was typed.
    form: Option<(String, String)>,
}

/// What went over.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Done {
    /// Tasks that are the other's now.
    pub passed: usize,
    /// The requests of tasks that stay, because the other could not have claimed them.
    pub left: Vec<String>,
    /// Forms that are the other's now.
    pub drafts: usize,
    /// Forms that stay, because the other registers nothing.
    pub drafts_left: usize,
}

/// What came of taking a form up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakenUp {
    /// It stands on the desk.
    OnTheDesk,
    /// There is something on the desk already; the parcel stays.
    DeskInUse,
    /// There is no such parcel.
    Nothing,
}

/// Those of the actor's unit to whom something can be handed, or for whom a supervisor can do it.
pub fn colleagues(tx: &mut Tx, cx: &Context) -> Result<Vec<Account>, StoreError> {
    let mut all = tx.colleagues(&cx.actor.unit, COLLEAGUES_MAX)?;
    all.retain(|account| account.roles.iter().any(|role| table::who(CommandKind::PassOn).contains(role)));
    Ok(all)
}

/// Whose things the actor may hand over: his own, and as a floor supervisor those of anybody of his unit.
pub fn giver(tx: &mut Tx, cx: &Context, login: Option<&str>) -> Result<AccountId, ActError> {
    let who = table::who(CommandKind::PassOn);
    let denied = |denied| ActError::Refused(Refusal::Denied(denied));
    let own = cx.actor.account.filter(|_| cx.actor.is_one_of(who));
    let own = own.ok_or_else(|| denied(Denied::Role { kind: CommandKind::PassOn, who }))?;
    let Some(login) = login else { return Ok(own) };
    let account = tx.account_by_login(login.trim())?.ok_or_else(|| nobody(login))?;
    if account.id == own {
        return Ok(own);
    }
    if !cx.actor.is(Role::FloorSupervisor) {
        return Err(denied(Denied::Role { kind: CommandKind::PassOn, who: &[Role::FloorSupervisor] }));
    }
    if account.unit == cx.actor.unit { Ok(account.id) } else { Err(denied(Denied::OtherUnit)) }
}

/// What `of` has in hand, as far as the actor sees it.
pub fn in_hand(tx: &mut Tx, cx: &Context, of: AccountId) -> Result<InHand, StoreError> {
    let tasks = Page::of(tx.tasks_in_hand(&Scope::of(&cx.actor), of, TASKS_MAX)?, TASKS_MAX);
    let mut notes: Vec<Note> = Vec::new();
    for entry in tx.entries_in_hand(of, "passed_on")? {
        let Event::PassedOn { task, to, note } = entry.event else { continue };
        let shown = tasks.lines.iter().any(|line| line.id == task);
        if to == of && shown {
            notes.retain(|note| note.task != task);
            notes.push(Note { task, by: entry.by.name, at: entry.at, text: note });
        }
    }
    let drafts = tx.draft_slots(of, SLOTS_MAX)?.len();
    Ok(InHand { tasks, notes, drafts })
}

/// What was left for the actor and not put away yet, the oldest first.
pub fn parcels(tx: &mut Tx, cx: &Context) -> Result<Vec<Parcel>, StoreError> {
    let Some(me) = cx.actor.account else { return Ok(Vec::new()) };
    let mut parcels = Vec::new();
    for slot in tx.draft_slots(me, SLOTS_MAX)? {
        let Some(id) = id_of(&slot) else { continue };
        let Some(draft) = drafts::load(tx, cx, me, &slot)? else { continue };
        let Some(sealed) = opened(&draft.form) else { continue };
        let Sealed { by, note, tasks, form } = sealed;
        parcels.push(Parcel { id, by, at: draft.saved, note, tasks, has_form: form.is_some() });
    }
    Ok(parcels)
}

/// Hands everything that `from` has in hand to the person with the login `to`. One unit: all of it goes, or nothing.
pub fn hand_over(tx: &mut Tx, cx: &Context, from: AccountId, to: &str, note: &str) -> Result<Done, ActError> {
    let mut problems = Problems::default();
    problems.text(Field::Text, note, 1, TEXT_CHARS_MAX);
    problems.into_result().map_err(Refusal::Invalid)?;
    let account = tx.account_by_login(to.trim())?.filter(|account| !account.disabled && account.id != from);
    let account = account.ok_or_else(|| nobody(to))?;
    let (to, taker) = (account.id, actor_of(account));
    let mut done = pass_tasks(tx, cx, from, to, note)?;
    let note = Sealed { by: cx.actor.name.clone(), note: note.trim().to_owned(), tasks: done.passed, form: None };
    let registers = taker.is_one_of(table::who(CommandKind::Register));
    let told = pass_drafts(tx, cx, (from, to), &note, registers, &mut done)?;
    if !told {
        put(tx, cx, to, &note)?;
    }
    Ok(done)
}

fn pass_tasks(tx: &mut Tx, cx: &Context, from: AccountId, to: AccountId, note: &str) -> Result<Done, ActError> {
    let mut lines = tx.tasks_in_hand(&Scope::of(&cx.actor), from, TASKS_MAX)?;
    lines.truncate(TASKS_MAX);
    // Held in the order of their ids before the first is changed: two who hand over at once never wait for each other in a circle.
    let mut requests: Vec<RequestId> = lines.iter().map(|line| line.request.id).collect();
    requests.sort();
    requests.dedup();
    for request in requests {
        tx.request_to_change(request)?;
    }
    let mut done = Done::default();
    for line in lines {
        // What he has finished or released meanwhile is not his to give.
        let request = tx.request(line.request.id)?;
        let task = request.as_ref().and_then(|request| request.task(line.id)).filter(|task| task.done.is_none());
        if task.and_then(|task| task.claimed).is_none_or(|(owner, _)| owner != from) {
            continue;
        }
        let command = Command::PassOn { task: line.id, to, note: note.trim().to_owned() };
        match act(tx, cx, line.request.id, Expected::Any, command) {
            Ok(_) => done.passed += 1,
            Err(ActError::Refused(_)) => done.left.push(line.request.number),
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// Moves what was typed; says whether the note went along with a form.
fn pass_drafts(
    tx: &mut Tx,
    cx: &Context,
    (from, to): (AccountId, AccountId),
    note: &Sealed,
    registers: bool,
    done: &mut Done,
) -> Result<bool, ActError> {
    let mut told = false;
    for slot in tx.draft_slots(from, SLOTS_MAX)? {
        // What does not open stays where it is, for the engineers; the log says so.
        if drafts::load(tx, cx, from, &slot)?.is_none() {
            continue;
        }
        if !registers {
            done.drafts_left += 1;
            continue;
        }
        let Some(kept) = tx.take_draft(from, &slot)? else { continue };
        let form = cx.vault.open(&kept.sealed, &drafts::place(from, &slot)).map_err(ActError::Vault)?;
        if id_of(&slot).is_some() {
            let Some(sealed) = opened(&form) else { continue };
            hand_files(tx, sealed.form.as_ref().map_or("", |(_, form)| form), from, to)?;
            put(tx, cx, to, &sealed)?;
        } else {
            let Some(form) = gone_over(tx, cx, from, &form)? else { continue };
            hand_files(tx, &form, from, to)?;
            put(tx, cx, to, &Sealed { form: Some((slot, form)), ..note.clone() })?;
            told = true;
        }
        done.drafts += 1;
    }
    Ok(told)
}

/// The form under a key of its own: a page that still shows it cannot register it a second time. `None`: it is registered already.
fn gone_over(tx: &mut Tx, cx: &Context, from: AccountId, form: &str) -> Result<Option<String>, StoreError> {
    let key = form.split('&').find_map(|pair| pair.strip_prefix("key=")).filter(|key| !key.is_empty());
    let Some(key) = key else { return Ok(Some(form.to_owned())) };
    match tx.remembered(from.0, key)? {
        Some(kept) if kept.fingerprint != GONE_OVER => return Ok(None),
        Some(_) => {}
        None => {
            let kept = Remembered { fingerprint: GONE_OVER.to_owned(), status: 409, answer: String::new() };
            idempotency::remember(tx, cx, from.0, key, &kept)?;
        }
    }
    let fresh = format!("key={}", cx.entropy.secret::<12>());
    let pairs = form.split('&').map(|pair| if pair.starts_with("key=") { fresh.as_str() } else { pair });
    Ok(Some(pairs.collect::<Vec<_>>().join("&")))
}

/// Files that wait for the form go with it.
fn hand_files(tx: &mut Tx, form: &str, from: AccountId, to: AccountId) -> Result<(), StoreError> {
    let named = form.split('&').filter_map(|pair| pair.strip_prefix("file_ids=")?.parse::<FileId>().ok());
    for file in named.collect::<Vec<_>>() {
        tx.hand_file(file, from, to)?;
    }
    Ok(())
}

/// Puts the form of a parcel on the actor's desk, if there is room; the parcel is gone then.
pub fn take_up(tx: &mut Tx, cx: &Context, id: Uuid) -> Result<TakenUp, ActError> {
    let Some(me) = cx.actor.account else { return Ok(TakenUp::Nothing) };
    let parcel = drafts::load(tx, cx, me, &slot_of(id))?.and_then(|draft| opened(&draft.form));
    let Some((slot, form)) = parcel.and_then(|sealed| sealed.form) else { return Ok(TakenUp::Nothing) };
    // Version 1 never writes over anything: whoever types there at this moment keeps what he typed.
    if !drafts::save(tx, cx, me, &slot, 1, &form)? {
        return Ok(TakenUp::DeskInUse);
    }
    drafts::discard(tx, me, &slot_of(id))?;
    Ok(TakenUp::OnTheDesk)
}

/// Throws a parcel away that was read; says whether there was one. One with a form is taken up first.
pub fn put_away(tx: &mut Tx, cx: &Context, id: Uuid) -> Result<bool, StoreError> {
    let Some(me) = cx.actor.account else { return Ok(false) };
    let parcel = drafts::load(tx, cx, me, &slot_of(id))?.and_then(|draft| opened(&draft.form));
    let read = parcel.is_some_and(|sealed| sealed.form.is_none());
    if read {
        drafts::discard(tx, me, &slot_of(id))?;
    }
    Ok(read)
}

fn put(tx: &mut Tx, cx: &Context, to: AccountId, sealed: &Sealed) -> Result<(), ActError> {
    let Sealed { by, note, tasks, form } = sealed;
    let text = json!({ "by": by, "note": note, "tasks": tasks, "form": form }).to_string();
    let id: Uuid = cx.id();
    drafts::save(tx, cx, to, &slot_of(id), 1, &text)?;
    Ok(())
}

fn slot_of(id: Uuid) -> String {
    format!("{HANDED}{id}")
}

fn id_of(slot: &str) -> Option<Uuid> {
    slot.strip_prefix(HANDED)?.parse().ok()
}

fn opened(text: &str) -> Option<Sealed> {
    serde_json::from_str(text).map_err(|error| tracing::error!(%error, "a parcel cannot be read")).ok()
}

fn nobody(login: &str) -> ActError {
    Refusal::Invalid(vec![Problem { field: Field::Name, what: ProblemKind::Unknown(login.to_owned()) }]).into()
}
