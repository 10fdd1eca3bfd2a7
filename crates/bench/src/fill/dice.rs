//! Chance that is the same on every run.

use std::sync::atomic::{AtomicU64, Ordering};

use lianxin_app::Entropy;

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// `SplitMix64`.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// From `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = most.abs_diff(least) + 1;
        least.saturating_add_unsigned(self.next() % width)
    }

    pub(crate) fn percent(&mut self, chance: i64) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of them; `all` is not empty.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next() % all.len() as u64).unwrap_or(0);
        &all[at]
    }
}

/// Ids and secrets from a seed.
pub(crate) fn entropy(seed: u64) -> Entropy {
    let state = AtomicU64::new(mixed(seed));
    Entropy::new(move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let drawn = mixed(state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP)).to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    })
}

fn mixed(state: u64) -> u64 {
    let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
