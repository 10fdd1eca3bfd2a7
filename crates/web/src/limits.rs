//! Who may try how often: a bucket of tries for each address, filled again with time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use lianxin_domain::Moment;

/// Most addresses that are remembered; beyond it the fullest buckets are forgotten first.
const ADDRESSES_MAX: usize = 20_000;

/// Tries of one sort.
#[derive(Debug)]
pub struct Bucket {
    burst: f64,
    per_second: f64,
    tries: Mutex<HashMap<IpAddr, (f64, Moment)>>,
}

impl Bucket {
    fn new(burst: f64, per_minute: f64) -> Bucket {
        Bucket { burst, per_second: per_minute / 60.0, tries: Mutex::default() }
    }

    /// Takes one try; `false` = too often.
    pub fn take(&self, from: IpAddr, now: Moment) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= ADDRESSES_MAX && !tries.contains_key(&from) {
            let full = self.burst - 1.0;
            tries.retain(|_, (left, _)| *left < full);
            if tries.len() >= ADDRESSES_MAX {
                tries.clear();
            }
        }
        let (left, since) = tries.entry(from).or_insert((self.burst, now));
        #[expect(
            clippy::cast_precision_loss,
            reason = "the time between two tries; to the microsecond, so that quick tries fill it too"
        )]
        let filled = (now.micros() - since.micros()).max(0) as f64 / 1e6 * self.per_second;
        *left = (*left + filled).min(self.burst);
        *since = now;
        if *left < 1.0 {
            return false;
        }
        *left -= 1.0;
        true
    }
}

/// The limits of a server.
#[derive(Debug)]
pub struct Limits {
    /// Signing in: password guessing from one address.
    pub sign_in: Bucket,
    /// Looking up by number and code: code guessing from one address.
    pub look_up: Bucket,
    /// Writing without an account: supplement, urge, rate.
    pub public_write: Bucket,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            sign_in: Bucket::new(30.0, 20.0),
            look_up: Bucket::new(10.0, 10.0),
            public_write: Bucket::new(10.0, 6.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let bucket = Bucket::new(2.0, 60.0);
        let me = IpAddr::from([127, 0, 0, 1]);
        let start = Moment(0);
        assert!(bucket.take(me, start) && bucket.take(me, start));
        assert!(!bucket.take(me, start));
        assert!(bucket.take(IpAddr::from([127, 0, 0, 2]), start), "others are not affected");
        assert!(bucket.take(me, start.plus_seconds(1)));
        assert!(!bucket.take(me, start.plus_seconds(1)));
    }

    /// Behind one address there may be a whole office: who goes on trying must not keep the bucket empty for the others.
    #[test]
    fn a_bucket_fills_while_it_is_tried() {
        let bucket = Bucket::new(1.0, 60.0);
        let office = IpAddr::from([127, 0, 0, 1]);
        let taken = (0..20).filter(|quarter| bucket.take(office, Moment(quarter * 250_000))).count();
        assert_eq!(taken, 5, "one at once, then one each second");
    }
}
