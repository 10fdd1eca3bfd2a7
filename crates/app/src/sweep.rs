//! What runs by itself over requests: clocks that ring, merged requests whose master has ended, clocks that a new policy moves.

use lianxin_domain::request::{Command, Refusal, RequestState};
use lianxin_domain::{Moment, RequestId};
pub use lianxin_store::clocks::RingingClock;
use lianxin_store::{StoreError, Tx};

use crate::act::{ActError, Expected, act};
use crate::context::Context;

/// Most clocks of one sweep: the next follows at once.
pub const SWEEP_CLOCKS_MAX: i64 = 500;
/// Most requests that follow their master, or a new policy, in one unit of work: short enough that nobody at a desk waits for it.
pub const PAGE: i64 = 25;

/// Clocks with a rung to climb.
pub fn due(tx: &mut Tx, now: Moment) -> Result<Vec<RingingClock>, StoreError> {
    tx.ringing_clocks(now, SWEEP_CLOCKS_MAX)
}

/// When the next clock rings.
pub fn next(tx: &mut Tx) -> Result<Option<Moment>, StoreError> {
    tx.next_ring()
}

/// Climbs the rungs that one clock has reached, each once: a second call finds nothing to do.
pub fn ring(tx: &mut Tx, cx: &Context, due: RingingClock) -> Result<(), ActError> {
    act(tx, cx, due.request, Expected::Any, Command::Ring { clock: due.clock }).map(drop)
}

/// Lets some of the requests merged into a master that has ended go on to their own call-back, or their own way if the master came
/// to nothing. `false`: no master is left whose followers wait.
pub fn follow(tx: &mut Tx, cx: &Context) -> Result<bool, ActError> {
    let Some(master) = tx.ended_master()? else { return Ok(false) };
    let state = tx.request(master)?.map(|request| request.state);
    let followers = tx.followers(master, PAGE)?;
    for follower in &followers {
        let command = match &state {
            Some(RequestState::Closed { outcome, .. }) => Command::Follow { outcome: *outcome },
            _ => Command::Unmerge { reason: "主单未办理".into() },
        };
        act(tx, cx, *follower, Expected::Any, command)?;
    }
    if followers.is_empty() {
        tx.forget_ended_master(master)?;
    }
    Ok(true)
}

/// Moves the running clocks of some requests that still follow the policy `old`; gives the last of them, `None` at the end.
pub fn apply_policy(tx: &mut Tx, cx: &Context, old: &str, after: RequestId) -> Result<Option<RequestId>, ActError> {
    let requests = tx.requests_by_policy(old, after, PAGE)?;
    for request in &requests {
        match act(tx, cx, *request, Expected::Any, Command::ApplyPolicy) {
            // An ended request keeps what was promised when it ended: the window to object, the appeal.
            Ok(_) | Err(ActError::Refused(Refusal::NoSuchMove { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(requests.last().copied())
}
