//! What every use case is told: the time, who acts, the city, the keys, and where ids come from.

use std::fmt;
use std::sync::Arc;

use lianxin_domain::access::Actor;
use lianxin_domain::city::City;
use lianxin_domain::request::machine::Situation;
use lianxin_domain::{Lang, Moment};
use uuid::Uuid;

use crate::vault::Vault;

/// Where randomness comes from: the system in the binary, a seeded generator in tests.
#[derive(Clone)]
pub struct Entropy(Arc<Fill>);

/// Fills a buffer with fresh bytes.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Entropy {
    /// From a function that fills a buffer.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Entropy(Arc::new(fill))
    }

    /// Fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0)(&mut bytes);
        bytes
    }

    /// An id that sorts by time (UUID version 7).
    pub fn id(&self, now: Moment) -> Uuid {
        let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
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
