//! Looking at one request.

use lianxin_domain::access::{Scope, Visibility, may, may_reveal};
use lianxin_domain::request::{CommandKind, Entry, Event, Request, table};
use lianxin_domain::{OrderId, RequestId, TaskId};
use lianxin_store::desk::StoredFile;
pub use lianxin_store::journal::Kept;
use lianxin_store::{StoreError, Tx};

use crate::act::ActError;
use crate::context::Context;
use crate::identity::{Masked, masked};
use crate::obstacle::obstacle;

/// A request as an actor sees it.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// The request.
    pub request: Request,
    /// Who asked, masked; `None` where it is hidden from this actor.
    pub person: Option<Masked>,
    /// He may ask for the identity, with a reason.
    pub may_reveal: bool,
    /// The journal, oldest first, with hashes.
    pub journal: Vec<Kept>,
    /// Its files.
    pub files: Vec<StoredFile>,
    /// What this actor may do to the request now.
    pub moves: Vec<CommandKind>,
    /// What this actor may do to each order now.
    pub order_moves: Vec<(OrderId, Vec<CommandKind>)>,
}

/// A request, if it is within the actor's scope.
pub fn visible(tx: &mut Tx, cx: &Context, id: RequestId) -> Result<Request, ActError> {
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    let seen = Visibility { secrecy: request.facts.secrecy, units: &request.units };
    if Scope::of(&cx.actor).allows(seen) { Ok(request) } else { Err(ActError::NoSuchRequest) }
}

/// The id of the request with this number, if it is within the actor's scope.
pub fn id_by_number(tx: &mut Tx, cx: &Context, number: &str) -> Result<Option<RequestId>, StoreError> {
    let Some(id) = tx.request_id_by_number(number)? else { return Ok(None) };
    Ok(tx.request_within(id, &Scope::of(&cx.actor))?.then_some(id))
}

/// The id of the request that a task belongs to, if it is within the actor's scope.
pub fn id_by_task(tx: &mut Tx, cx: &Context, task: TaskId) -> Result<Option<RequestId>, StoreError> {
    let Some(id) = tx.request_id_by_task(task)? else { return Ok(None) };
    Ok(tx.request_within(id, &Scope::of(&cx.actor))?.then_some(id))
}

/// A request with everything that its page shows.
pub fn view(tx: &mut Tx, cx: &Context, id: RequestId) -> Result<RequestView, ActError> {
    let mut request = visible(tx, cx, id)?;
    let person = masked(tx, cx, &request)?;
    let journal = journal(tx, cx, &request)?;
    if !locates(cx, &request) {
        request.facts.address.clear();
    }
    let files = tx.files_of(id)?;
    let moves = moves(cx, &request, None);
    let order_moves =
        request.orders.iter().map(|order| (order.id, self::moves(cx, &request, Some(order.id)))).collect();
    let may_reveal = request.facts.contact.is_some() && may_reveal(&cx.actor, &request).is_ok();
    Ok(RequestView { request, person, may_reveal, journal, files, moves, order_moves })
}

/// What happened to a request, oldest first, as this actor may read it.
pub fn journal(tx: &mut Tx, cx: &Context, request: &Request) -> Result<Vec<Kept>, StoreError> {
    let mut journal = tx.chain(request.id)?;
    if !locates(cx, request) {
        for kept in &mut journal {
            hide_address(&mut kept.entry);
        }
    }
    Ok(journal)
}

/// Whether this actor may read the address of a request that he sees.
pub(crate) fn locates(cx: &Context, request: &Request) -> bool {
    Scope::of(&cx.actor).locates(Visibility { secrecy: request.facts.secrecy, units: &request.units })
}

/// Leaves the address out of an entry.
pub(crate) fn hide_address(entry: &mut Entry) {
    if let Event::Classified { address, .. } = &mut entry.event {
        address.clear();
    } else if let Event::Registered { facts, .. } = &mut entry.event {
        facts.address.clear();
    }
}

/// What an actor may do now, by the table, by his rights and by the guards that no form can mend: a button exists if and only if it
/// stands here.
pub fn moves(cx: &Context, request: &Request, order: Option<OrderId>) -> Vec<CommandKind> {
    let of_order = |kind: &CommandKind| table::on_order(*kind);
    let possible = request.possible(order).into_iter().filter(|kind| of_order(kind) == order.is_some());
    let mut found: Vec<CommandKind> =
        possible.filter(|kind| may(&cx.actor, *kind, request, order, &cx.city.units).is_ok()).collect();
    found.dedup();
    found.retain(|kind| obstacle(cx, request, *kind, order).is_none());
    found
}

/// The entries alone.
pub fn entries(journal: &[Kept]) -> impl Iterator<Item = &Entry> {
    journal.iter().map(|kept| &kept.entry)
}
