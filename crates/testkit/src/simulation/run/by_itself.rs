//! What happens by itself: clocks ring, messages go out, followers follow, new rules reach what runs; and every evening somebody looks closely.

use lianxin_app::outbox::{self, SmsError, Step};
use lianxin_app::{ActError, Context, StoreError, Tx, sweep, verify};
use lianxin_domain::RequestId;
use lianxin_domain::request::RequestState;

use super::super::checks::{check, check_rungs};
use super::super::lists;
use super::{Done, Run, SWEEP_EVERY};

/// Most pages of clocks that ring at one moment.
const ROUNDS_MAX: usize = 20;
/// Before every id.
const NO_ID: RequestId = RequestId(uuid::Uuid::nil());

impl Run {
    pub(super) fn sweep(&mut self, tx: &mut Tx) -> Done {
        let cx = self.hands.system(self.now);
        let store = |run: &Run, error: StoreError| run.failed(None, "the sweep", &error);
        for round in 0_usize.. {
            let due = sweep::due(tx, self.now).map_err(|error| store(self, error))?;
            if due.is_empty() {
                break;
            }
            for clock in due {
                self.mark(clock.request);
                sweep::ring(tx, &cx, clock).map_err(|error| {
                    self.failed(Some(clock.request), &format!("ringing the {} clock", clock.kind), &error)
                })?;
                self.tally.rings += 1;
                if round > ROUNDS_MAX {
                    let request = tx.request(clock.request).map_err(|error| store(self, error))?;
                    let state = request.and_then(|r| r.clocks.into_iter().find(|c| c.id == clock.clock));
                    return Err(self.fault(
                        Some(clock.request),
                        format!("the {} clock rings again and again: {state:?}", clock.kind),
                    ));
                }
            }
        }
        let next = sweep::next(tx).map_err(|error| store(self, error))?;
        if next.is_some_and(|next| next <= self.now) {
            return Err(self.fault(None, "a clock that is due was not found"));
        }
        while let Some(master) = tx.ended_master().map_err(|error| store(self, error))? {
            for follower in tx.followers(master, sweep::PAGE).map_err(|error| store(self, error))? {
                self.mark(follower);
                self.tally.followed += 1;
            }
            sweep::follow(tx, &cx).map_err(|error| self.failed(Some(master), "following the master", &error))?;
        }
        self.send(tx, &cx)?;
        self.follow_policy(tx, &cx)
    }

    /// The gateway loses some for a while, some for good, and sometimes the sender dies with a message in his hands.
    fn send(&mut self, tx: &mut Tx, cx: &Context) -> Done {
        let failed = |run: &Run, error: &ActError| run.failed(None, "sending", error);
        let taken = outbox::take(tx, self.now, 64).map_err(|error| failed(self, &error.into()))?;
        for taken in taken {
            let step = outbox::prepare(tx, cx, &taken).map_err(|error| failed(self, &error.into()))?;
            let sent = match (&step, self.chance.below(100)) {
                (Step::Send(_), 0..=2) => continue,
                (Step::Send(_), 3..=12) => Err(SmsError::Passing("网关超时".into())),
                (Step::Send(_), 13..=17) => Err(SmsError::Lasting("空号".into())),
                _ => Ok(()),
            };
            self.mark(taken.request);
            outbox::settle(tx, cx, &taken, &step, &sent).map_err(|error| failed(self, &error))?;
            self.tally.messages += 1;
        }
        Ok(())
    }

    fn follow_policy(&mut self, tx: &mut Tx, cx: &Context) -> Done {
        let policy = cx.city.policy(self.now);
        if policy.version == self.policy {
            return Ok(());
        }
        let failed = |run: &Run, error: &ActError| run.failed(None, "applying a policy", error);
        if policy.recompute_running {
            for old in tx.running_policies().map_err(|error| failed(self, &error.into()))? {
                let mut after = NO_ID;
                while old != policy.version
                    && let Some(last) =
                        sweep::apply_policy(tx, cx, &old, after).map_err(|error| failed(self, &error))?
                {
                    after = last;
                }
            }
            for seen in self.seen.values_mut() {
                seen.stale = true;
            }
        }
        self.policy.clone_from(&policy.version);
        self.tally.policies += 1;
        Ok(())
    }

    /// The costly checks, on samples: journal against rows, rungs, lists against rights, counters against lists, ends of what was merged.
    pub(super) fn evening(&mut self, tx: &mut Tx) -> Done {
        for id in std::mem::take(&mut self.touched) {
            verify::check_request(tx, id).map_err(|error| self.failed(Some(id), "verifying", &error))?;
            let chain = tx.chain(id).map_err(|error| self.failed(Some(id), "reading the chain", &error))?;
            check_rungs(chain.iter().map(|kept| &kept.entry)).map_err(|what| self.fault(Some(id), what))?;
            let kept = tx.request(id).map_err(|error| self.failed(Some(id), "looking", &error))?;
            if let Some(request) = kept {
                check(&request).map_err(|what| self.fault(None, format!("{}: {what}", request.number)))?;
                let fired = request
                    .clocks
                    .iter()
                    .all(|clock| clock.ring.is_none_or(|ring| ring > self.now - SWEEP_EVERY) || !clock.is_open());
                if !fired {
                    return Err(self.fault(Some(id), "a clock should have rung"));
                }
            }
            self.tally.verified += 1;
        }
        for id in self.merged.clone() {
            let state = tx.request(id).map_err(|error| self.failed(Some(id), "looking", &error))?;
            let Some(RequestState::Merged { into }) = state.map(|request| request.state) else {
                self.merged.remove(&id);
                continue;
            };
            let master = tx.request(into).map_err(|error| self.failed(Some(into), "looking", &error))?;
            let waits = tx.ended_master().map_err(|error| self.failed(None, "looking", &error))?.is_some();
            if !waits && !master.is_some_and(|master| master.state.stage().is_open()) {
                return Err(self.fault(Some(id), "its master has ended and it waits for ever"));
            }
        }
        lists::check(tx, &self.hands, self.now).map_err(|what| self.fault(None, what))
    }

    /// The whole record: no gap, every chain has its request.
    pub(in crate::simulation) fn last(&mut self, tx: &mut Tx) -> Done {
        self.tally.entries = verify::check_extent(tx).map_err(|error| self.failed(None, "the extent", &error))?;
        verify::check_chains(tx).map_err(|error| self.failed(None, "the chains", &error))?;
        Ok(())
    }
}
