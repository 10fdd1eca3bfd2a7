//! What every use case is told: the time, who acts, the city, the keys, and where ids come from.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use lianxin_domain::access::Actor;
use lianxin_domain::city::City;
use lianxin_domain::request::machine::Situation;
use lianxin_domain::{Lang, Moment};
use uuid::Uuid;

use crate::app::Rules;
use crate::vault::Vault;

/// Where randomness comes from: the system in the binary, a seeded generator in tests.
#[derive(Clone)]
pub struct Entropy {
    fill: Arc<Fill>,
    last: Arc<Mutex<[Last; MILLIS_KEPT]>>,
}

/// The random part of an id: the bits of UUID version 7 behind the milliseconds.
const TAIL_BITS: u32 = 74;
/// Those of them behind the variant.
const LOW_BITS: u128 = (1 << 62) - 1;
/// The last millisecond that an id can bear, in the year 10889.
const MILLIS_MAX: u64 = (1 << 48) - 1;
const VERSION: u128 = 7 << 76;
const VARIANT: u128 = 2 << 62;
/// Milliseconds whose last id is remembered: units that wait for each other have read the clock less than this apart, mostly.
const MILLIS_KEPT: usize = 64;

/// The last id that was drawn for a millisecond.
#[derive(Clone, Copy, Default)]
struct Last {
    millis: u64,
    tail: u128,
}

/// Fills a buffer with fresh bytes.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Entropy {
    /// From a function that fills a buffer.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Entropy { fill: Arc::new(fill), last: Arc::new(Mutex::new([Last::default(); MILLIS_KEPT])) }
    }

    /// Fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.fill)(&mut bytes);
        bytes
    }

    /// An id that sorts by time (UUID version 7), and behind every other that was drawn here for the same millisecond. It always bears
    /// the millisecond it is asked for, because a span of time is a span of ids.
    pub fn id(&self, now: Moment) -> Uuid {
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0).min(MILLIS_MAX);
        let fresh = Uuid::from_bytes(self.drawn()).as_u128();
        let tail = self.behind_last(millis, (fresh >> 64 & 0xfff) << 62 | fresh & LOW_BITS);
        Uuid::from_u128(u128::from(millis) << 80 | VERSION | (tail >> 62) << 64 | VARIANT | tail & LOW_BITS)
    }

    /// Six zeros and ten fresh bytes.
    fn drawn(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        (self.fill)(&mut bytes[6..]);
        bytes
    }

    /// `fresh` for the first id of a millisecond; for each further one the last with a random step, so that ids cannot be counted.
    fn behind_last(&self, millis: u64, fresh: u128) -> u128 {
        let at = usize::try_from(millis % MILLIS_KEPT as u64).unwrap_or(0);
        // A thread that panicked here has left a whole value behind: there is nothing between that could fail.
        let mut all = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut all[at];
        let step = (fresh & u128::from(u32::MAX)) + 1;
        let behind = Some(last.tail + step).filter(|tail| last.millis == millis && tail >> TAIL_BITS == 0);
        *last = Last { millis, tail: behind.unwrap_or(fresh) };
        last.tail
    }

    /// A secret of `N` random bytes as hex.
    pub fn secret<const N: usize>(&self) -> String {
        hex::encode(self.bytes::<N>())
    }

    /// Characters that cannot be taken for each other when read over the phone.
    pub fn code(&self, characters: usize) -> String {
        const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        (0..characters).map(|_| char::from(ALPHABET[usize::from(self.bytes::<1>()[0] % 32)])).collect()
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}

/// What every use case is told.
#[derive(Clone, Debug)]
pub struct Context {
    /// The time, read once at the edge.
    pub now: Moment,
    /// Who acts.
    pub actor: Actor,
    /// The city's rules.
    pub city: Arc<City>,
    /// Where they come from, for what changes them.
    pub rules: Rules,
    /// The keys.
    pub vault: Arc<Vault>,
    /// Where ids and secrets come from.
    pub entropy: Entropy,
    /// The reader's language.
    pub lang: Lang,
}

impl Context {
    /// The same, with another actor: what follows by itself.
    #[must_use]
    pub fn as_system(&self) -> Context {
        Context { actor: Actor::system(self.city.units.center().code.clone()), ..self.clone() }
    }

    /// For `Request::decide`.
    pub fn situation(&self) -> Situation<'_> {
        Situation { actor: &self.actor, city: &self.city, now: self.now }
    }

    /// A fresh id that sorts by time.
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.entropy.id(self.now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entropy() -> Entropy {
        let state = Mutex::new(1_u64);
        Entropy::new(move |bytes| {
            for byte in bytes {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = state.to_be_bytes()[0];
            }
        })
    }

    #[test]
    fn ids_of_one_millisecond_come_in_order() {
        let entropy = entropy();
        // Two moments in turn: whoever read the clock first may draw later.
        let (early, late) = (Moment(1_700_000_000_000_000), Moment(1_700_000_000_001_999));
        let ids: Vec<(Uuid, Uuid)> = (0..1_000).map(|_| (entropy.id(early), entropy.id(late))).collect();
        assert!(ids.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
        assert!(ids.iter().all(|(a, b)| a < &ids[0].1 && b > &ids[999].0), "and never leave their millisecond");
        let steps: std::collections::BTreeSet<u128> =
            ids.windows(2).map(|w| w[1].0.as_u128() - w[0].0.as_u128()).collect();
        assert!(steps.len() > 990, "the next one cannot be guessed");
    }

    #[test]
    fn an_id_is_a_uuid_of_version_seven() {
        let first = entropy().id(Moment(1_700_000_000_000_000));
        let (drawn, millis): ([u8; 10], _) = (entropy().bytes(), 1_700_000_000_000);
        assert_eq!(first, uuid::Builder::from_unix_timestamp_millis(millis, &drawn).into_uuid());
        assert_eq!((first.get_version_num(), first.get_variant()), (7, uuid::Variant::RFC4122));
        let full = Entropy::new(|bytes| bytes.fill(0xff));
        let ids = [full.id(Moment(0)), full.id(Moment(0))];
        assert!(
            ids.iter().all(|id| id.get_version_num() == 7 && id.as_u128() >> 80 == 0),
            "no carry into the millisecond"
        );
    }
}
