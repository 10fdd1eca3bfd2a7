//! Chance that falls the same way every time: the demonstration is the same city for everybody.

use std::sync::Mutex;
use std::sync::PoisonError;

use lianxin_app::Entropy;

/// A small generator (`SplitMix64`). Not for secrets.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// With a seed.
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).unsigned_abs() + 1;
        low.saturating_add_unsigned(self.next() % width)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.next() % 100 < share
    }

    /// One of them; `None` of nothing.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.next() % u64::try_from(all.len().max(1)).unwrap_or(1)).unwrap_or(0);
        all.get(at)
    }

    /// One of some words.
    pub(crate) fn word(&mut self, all: &[&'static str]) -> &'static str {
        self.pick(all).copied().unwrap_or_default()
    }

    /// As a source of ids and codes.
    pub(crate) fn entropy(self) -> Entropy {
        let dice = Mutex::new(self);
        Entropy::new(move |bytes| {
            let mut dice = dice.lock().unwrap_or_else(PoisonError::into_inner);
            for byte in bytes {
                *byte = dice.next().to_le_bytes()[0];
            }
        })
    }
}
