//! What clocks do: mark what has run out, and go on where the citizen did not answer.

use lianxin_domain::Moment;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::Command;
use lianxin_store::lists::DueClock;
use lianxin_store::{StoreError, Tx};

use crate::act::{ActError, Expected, act};
use crate::context::Context;

/// Most clocks of one sweep: the next follows at once.
pub const SWEEP_CLOCKS_MAX: i64 = 500;

/// Clocks that have run out and are not marked yet.
pub fn due(tx: &mut Tx, now: Moment) -> Result<Vec<DueClock>, StoreError> {
    tx.due_clocks(now, SWEEP_CLOCKS_MAX)
}

/// When the next clock rings.
pub fn next(tx: &mut Tx) -> Result<Option<Moment>, StoreError> {
    tx.next_due()
}

/// Marks one clock as run out, once: a second call finds nothing to do.
pub fn expire(tx: &mut Tx, cx: &Context, due: DueClock) -> Result<(), ActError> {
    let request = act(tx, cx, due.request, Expected::Any, Command::Expire { clock: due.clock })?;
    // A question that the citizen did not answer does not hold the request for ever.
    if due.kind == ClockKind::Supplement && request.state.stage() == lianxin_domain::request::Stage::AwaitingCitizen {
        act(tx, cx, due.request, Expected::Any, Command::AskLapsed)?;
    }
    Ok(())
}
