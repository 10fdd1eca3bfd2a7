//! Doing something to a request that exists: one way for every move of the table.

use lianxin_domain::access::may;
use lianxin_domain::request::{Command, CommandKind, Entry, Refusal, Request, Ruling};
use lianxin_domain::{FileId, OrderId, RequestId};
use lianxin_store::{StoreError, Tx};

use crate::context::Context;
use crate::packs::RulesError;
use crate::record::{RecordError, Recording};
use crate::view;
use crate::{packs, pass_on, ties};

/// What the actor had before his eyes when he decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Any: the move does not depend on what was seen (claim, urge, supplement, a clock).
    Any,
    /// This version of the request.
    Request(i64),
    /// This version of the order; changes of other orders do not matter.
    Order(i64),
}

/// Somebody else was faster: what happened since.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The version that was expected.
    pub expected: i64,
    /// The version there is.
    pub current: i64,
    /// What happened in between, oldest first.
    pub since: Vec<Entry>,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is none, or not for this actor.
    #[error("no such request")]
    NoSuchRequest,
    /// The rules are against it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else was faster.
    #[error("the request has changed since it was read")]
    Conflict(Box<Changed>),
    /// A file is unknown, or belongs to another request or another person.
    #[error("no file {0} for this request")]
    NoSuchFile(FileId),
    /// The identity does not open.
    #[error("the identity cannot be opened")]
    Vault(#[source] crate::vault::VaultError),
    /// What was ruled cannot enter the catalogue.
    #[error(transparent)]
    Rules(RulesError),
    /// Our own fault.
    #[error(transparent)]
    Record(RecordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RecordError> for ActError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Refused(refusal) => ActError::Refused(refusal),
            RecordError::Store(error) => ActError::Store(error),
            RecordError::Replay(_) => ActError::Record(error),
        }
    }
}

impl From<RulesError> for ActError {
    fn from(error: RulesError) -> Self {
        if let RulesError::Store(error) = error { ActError::Store(error) } else { ActError::Rules(error) }
    }
}

/// Does `command` to a request, if the actor may, the rules permit it and nobody was faster.
pub fn act(
    tx: &mut Tx,
    cx: &Context,
    id: RequestId,
    expected: Expected,
    command: Command,
) -> Result<Request, ActError> {
    let request = tx.request_to_change(id)?.ok_or(ActError::NoSuchRequest)?;
    may(&cx.actor, command.kind(), &request, command.order(), &cx.city.units).map_err(out_of_sight)?;
    check_version(tx, cx, &request, expected, command.order())?;
    let command = with_address(cx, &request, command);
    for file in command.files().to_vec() {
        if !tx.attach_file(file, id, cx.actor.account)? {
            return Err(ActError::NoSuchFile(file));
        }
    }
    ties::check_master(tx, cx, &command)?;
    pass_on::check(tx, cx, &request, &command)?;
    let (kind, before, master) = (command.kind(), request.state.stage(), request.dealings.master);
    let binding = binding(&command);
    let events = request.decide(command, cx.situation())?;
    let identity = tx.request_identity(id)?.ok_or(ActError::NoSuchRequest)?;
    let mut recording = Recording::of(cx, request, identity.chain);
    for event in events {
        recording.happen(event)?;
    }
    let followed = ties::Followed::by(&recording.entries, before, master);
    let request = recording.save(tx, None)?;
    followed.carry_on(tx, cx, &request)?;
    if let Some(ruling) = binding {
        packs::enter_ruling(tx, cx, &request, &ruling)?;
    }
    if kind == CommandKind::Classify {
        return ties::attach(tx, cx, request);
    }
    Ok(request)
}

/// What a consultation decides for good.
fn binding(command: &Command) -> Option<Box<Ruling>> {
    if let Command::Rule { ruling } = command { Some(ruling.clone()).filter(|ruling| ruling.binding) } else { None }
}

/// Who classifies a request whose address he may not read leaves the field empty, and means to leave the address as it is.
fn with_address(cx: &Context, request: &Request, mut command: Command) -> Command {
    if let Command::Classify { address, .. } = &mut command
        && address.trim().is_empty()
        && !view::locates(cx, request)
    {
        address.clone_from(&request.facts.address);
    }
    command
}

/// What is out of sight does not exist, for the outside.
fn out_of_sight(denied: lianxin_domain::access::Denied) -> ActError {
    match denied {
        lianxin_domain::access::Denied::OutOfSight => ActError::NoSuchRequest,
        lianxin_domain::access::Denied::Role { .. }
        | lianxin_domain::access::Denied::OtherUnit
        | lianxin_domain::access::Denied::IdentityHidden => ActError::Refused(Refusal::Denied(denied)),
    }
}

fn check_version(
    tx: &mut Tx,
    cx: &Context,
    request: &Request,
    expected: Expected,
    order: Option<OrderId>,
) -> Result<(), ActError> {
    let (expected, current) = match expected {
        Expected::Any => return Ok(()),
        Expected::Request(version) => (version, request.version),
        Expected::Order(version) => {
            let order = order.and_then(|id| request.order(id)).ok_or(ActError::NoSuchRequest)?;
            (version, order.version)
        }
    };
    if expected == current {
        return Ok(());
    }
    let since = view::journal(tx, cx, request)?.into_iter().filter(|kept| kept.no > expected).map(|kept| kept.entry);
    let since = since.filter(|entry| order.is_none_or(|id| entry.event.orders().contains(&id))).collect();
    Err(ActError::Conflict(Box::new(Changed { expected, current, since })))
}
