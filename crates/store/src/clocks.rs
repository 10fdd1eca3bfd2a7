//! Clocks that ring, and clocks that run by a policy: what the engine looks for. Both looks cost what they find, not what is open.

use lianxin_domain::clock::ClockKind;
use lianxin_domain::{ClockId, Moment, RequestId};

use crate::codec::word;
use crate::{StoreError, Tx, sql, values};

/// A clock with a rung to climb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RingingClock {
    /// Which.
    pub clock: ClockId,
    /// Of which request.
    pub request: RequestId,
    /// What was promised.
    pub kind: ClockKind,
    /// When the rung was reached.
    pub ring: Moment,
}

sql!(
    RINGING,
    "SELECT id, request_id, kind, ring_at FROM clock WHERE ring_at IS NOT NULL AND ring_at <= $1 ORDER BY ring_at, id LIMIT $2"
);
sql!(NEXT_RING, "SELECT MIN(ring_at) FROM clock WHERE ring_at IS NOT NULL");
sql!(
    BY_OLD_POLICY,
    "SELECT DISTINCT request_id FROM clock WHERE stopped_at IS NULL AND policy = $1 AND request_id > $2 ORDER BY request_id LIMIT $3"
);
sql!(NEXT_POLICY, "SELECT MIN(policy) FROM clock WHERE stopped_at IS NULL AND policy > $1");

impl Tx {
    /// Clocks whose next rung has been reached, the longest ago first.
    pub fn ringing_clocks(&mut self, now: Moment, limit: i64) -> Result<Vec<RingingClock>, StoreError> {
        self.query(&RINGING, &values![now, limit], |row| {
            Ok(RingingClock {
                clock: row.get(0)?,
                request: row.get(1)?,
                kind: word(row, 2, ClockKind::from_code)?,
                ring: row.get(3)?,
            })
        })
    }

    /// When the next clock rings.
    pub fn next_ring(&mut self) -> Result<Option<Moment>, StoreError> {
        Ok(self.query_opt(&NEXT_RING, &[], |row| row.get(0))?.flatten())
    }

    /// Requests with a clock that runs by this policy, in the order of their ids.
    pub fn requests_by_policy(
        &mut self,
        version: &str,
        after: RequestId,
        limit: i64,
    ) -> Result<Vec<RequestId>, StoreError> {
        self.query(&BY_OLD_POLICY, &values![version, after, limit], |row| row.get(0))
    }

    /// The policies that running clocks follow.
    pub fn running_policies(&mut self) -> Result<Vec<String>, StoreError> {
        // From one to the next along the index: what is counted is policies, not clocks.
        let mut found: Vec<String> = Vec::new();
        loop {
            let last = found.last().cloned().unwrap_or_default();
            match self.query_opt(&NEXT_POLICY, &values![last], |row| row.get::<Option<String>>(0))?.flatten() {
                Some(next) => found.push(next),
                None => return Ok(found),
            }
        }
    }
}
