//! Who may take over a task from a colleague (移交).

use lianxin_domain::access::{Actor, may, may_take};
use lianxin_domain::request::{Command, CommandKind, Field, Problem, ProblemKind, Refusal, Request, Task};
use lianxin_domain::{AccountId, TaskId};
use lianxin_store::{StoreError, Tx};

use crate::act::ActError;
use crate::context::Context;
use crate::sign_in::actor_of;

/// Accounts that are looked through for those who may take a task over: all of a large city's.
const ACCOUNTS_MAX: i64 = 5_000;

/// The account with this login, which a task shall go to.
pub fn receiver(tx: &mut Tx, login: &str) -> Result<AccountId, ActError> {
    let found = tx.account_by_login(login.trim())?.filter(|account| !account.disabled);
    found.map(|account| account.id).ok_or_else(|| nobody(login))
}

/// A task goes only to somebody who could have claimed it: anybody else would only keep it from those who can.
pub(crate) fn check(tx: &mut Tx, cx: &Context, request: &Request, command: &Command) -> Result<(), ActError> {
    let Command::PassOn { task: id, to, .. } = command else { return Ok(()) };
    let id: TaskId = *id;
    let Some(task) = request.task(id) else { return Err(Refusal::NoSuchTask(id).into()) };
    let account = tx.account(*to)?.filter(|account| !account.disabled).ok_or_else(|| nobody(&to.to_string()))?;
    let login = account.login.clone();
    let taker = actor_of(account);
    if could(cx, request, task, &taker) { Ok(()) } else { Err(nobody(&login)) }
}

/// Who could take it, as login and name; the actor himself is left out.
pub fn takers(tx: &mut Tx, cx: &Context, request: &Request, task: &Task) -> Result<Vec<(String, String)>, StoreError> {
    let others = tx.accounts(ACCOUNTS_MAX)?.into_iter();
    let others = others.filter(|other| !other.disabled && Some(other.id) != cx.actor.account);
    let named = others.map(|other| (other.login.clone(), other.name.clone(), actor_of(other)));
    let able = named.filter(|(.., taker)| could(cx, request, task, taker));
    Ok(able.map(|(login, name, _)| (login, name)).collect())
}

fn could(cx: &Context, request: &Request, task: &Task, taker: &Actor) -> bool {
    let units = &cx.city.units;
    may(taker, CommandKind::Claim, request, task.order, units).is_ok() && may_take(taker, task, units).is_ok()
}

fn nobody(login: &str) -> ActError {
    Refusal::Invalid(vec![Problem { field: Field::Name, what: ProblemKind::Unknown(login.to_owned()) }]).into()
}
