//! Who may try how often: a bucket of tries for each address, login or number, filled again with time. Each server counts for itself.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use lianxin_domain::Moment;

use crate::live::Feeds;
use crate::pace::Pace;

/// Most keys that are remembered, such as addresses; beyond it those that may try as often as anybody are forgotten first.
const KEYS_MAX: usize = 20_000;

/// Tries of one sort, a bucket of them for each key.
#[derive(Debug)]
pub struct Bucket<K> {
    burst: f64,
    per_second: f64,
    tries: Mutex<HashMap<K, (f64, Moment)>>,
}

impl<K: Hash + Eq> Bucket<K> {
    fn new(burst: f64, per_minute: f64) -> Bucket<K> {
        Bucket { burst, per_second: per_minute / 60.0, tries: Mutex::default() }
    }

    /// Takes one try; `false` = too often.
    pub fn take(&self, key: K, now: Moment) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= KEYS_MAX && !tries.contains_key(&key) {
            tries.retain(|_, (left, since)| self.filled(*left, *since, now) < self.burst);
            if tries.len() >= KEYS_MAX {
                tries.clear();
            }
        }
        let (left, since) = tries.entry(key).or_insert((self.burst, now));
        *left = self.filled(*left, *since, now);
        *since = now;
        if *left < 1.0 {
            return false;
        }
        *left -= 1.0;
        true
    }

    /// Gives a try back: it was a right one, and is not counted.
    pub fn give_back(&self, key: &K) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((left, _)) = tries.get_mut(key) {
            *left = (*left + 1.0).min(self.burst);
        }
    }

    fn filled(&self, left: f64, since: Moment, now: Moment) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "the time between two tries; to the microsecond, so that quick tries fill it too"
        )]
        let filled = (now.micros() - since.micros()).max(0) as f64 / 1e6 * self.per_second;
        (left + filled).min(self.burst)
    }
}

/// A text that somebody sent as a key of constant size. Keyed afresh with each start, so that nobody seeks texts that fall together.
type Digest = u64;

/// Tries at secrets, such as the passwords of logins: counted where they come from, and there at what they are tried. Whether there is
/// such a login changes nothing.
#[derive(Debug)]
pub struct Guesses {
    digests: RandomState,
    from: Bucket<IpAddr>,
    at: Bucket<(IpAddr, Digest)>,
    /// At what they are tried, from anywhere.
    anywhere: Option<Bucket<Digest>>,
}

/// A try that was taken, to be given back if it was right.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    from: IpAddr,
    at: Digest,
}

impl Guesses {
    /// Takes one try at something; `None` = too often.
    pub fn take(&self, from: IpAddr, at: &str, now: Moment) -> Option<Guess> {
        let (from, at) = (owner(from), self.digests.hash_one(at.trim()));
        // The narrow bucket first: what it refuses costs the others behind this address nothing.
        let taken = self.at.take((from, at), now)
            && self.from.take(from, now)
            && self.anywhere.as_ref().is_none_or(|anywhere| anywhere.take(at, now));
        taken.then_some(Guess { from, at })
    }

    /// It was right: only wrong ones are counted.
    pub fn was_right(&self, Guess { from, at }: Guess) {
        self.at.give_back(&(from, at));
        self.from.give_back(&from);
        self.anywhere.iter().for_each(|anywhere| anywhere.give_back(&at));
    }
}

/// Who is meant by an address, for limits: of IPv6 everybody has a whole net to himself, and a bucket for each address of it.
fn owner(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(own) => IpAddr::V6(Ipv6Addr::from_bits(own.to_bits() & (u128::MAX << 64))),
        four @ IpAddr::V4(_) => four,
    }
}

/// The limits of a server.
#[derive(Debug)]
pub struct Limits {
    /// Proxies in front of the server, whose word is taken for where a request comes from.
    proxies: Vec<IpAddr>,
    /// Passwords of logins. Not counted at a login from anywhere: anybody who knows it could then lock its owner out.
    pub sign_in: Guesses,
    /// Codes of numbers. A code has six characters and a number is no secret, so that they are counted from anywhere too, and fill
    /// faster than one address may try; who is kept out by others' guesses is helped on the phone.
    pub look_up: Guesses,
    /// Writing without an account: supplement, urge, rate.
    public_write: Bucket<IpAddr>,
    /// Live feeds that are open.
    pub(crate) feeds: Arc<Feeds>,
    /// How slowly somebody may send.
    pub pace: Pace,
    /// How long one live feed lasts. Browsers and programs come back by themselves, to where they were; who has been signed out,
    /// closed or moved to another unit since then is noticed at that moment.
    pub feed_lasts: Duration,
}

impl Limits {
    /// The limits of a server behind these proxies.
    pub fn behind(proxies: Vec<IpAddr>) -> Limits {
        Limits { proxies, ..Limits::default() }
    }

    /// One form from somebody without an account; `false` = too often.
    pub fn public_write(&self, from: IpAddr, now: Moment) -> bool {
        self.public_write.take(owner(from), now)
    }

    /// The address that asks. Each proxy adds to `X-Forwarded-For` whom it was asked by, so that the list is read from its end, for as
    /// long as a proxy of ours speaks; what stands before that anybody may have written.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let said: Vec<&str> = said.flat_map(|line| line.split(',')).map(str::trim).collect();
        let mut client = peer.to_canonical();
        for before in said.into_iter().rev() {
            let Ok(before) = before.parse::<IpAddr>() else { break };
            if !self.proxies.contains(&client) {
                break;
            }
            client = before.to_canonical();
        }
        client
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            proxies: Vec::new(),
            sign_in: Guesses {
                digests: RandomState::new(),
                from: Bucket::new(30.0, 20.0),
                at: Bucket::new(5.0, 1.0),
                anywhere: None,
            },
            look_up: Guesses {
                digests: RandomState::new(),
                from: Bucket::new(10.0, 10.0),
                at: Bucket::new(5.0, 1.0),
                anywhere: Some(Bucket::new(20.0, 2.0)),
            },
            public_write: Bucket::new(10.0, 6.0),
            feeds: Arc::default(),
            pace: Pace::default(),
            feed_lasts: Duration::from_mins(10),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

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

    #[test]
    fn who_has_a_net_has_one_bucket() {
        let bucket = Bucket::new(1.0, 60.0);
        let from = |text: &str| bucket.take(owner(text.parse().unwrap()), Moment(0));
        assert!(from("2001:db8::1") && !from("2001:db8::ffff:2"), "the same net");
        assert!(from("2001:db8:0:1::1"), "the net beside it");
        assert!(from("192.0.2.1") && !from("::ffff:192.0.2.1"), "the same address, written in two ways");
    }

    #[test]
    fn only_proxies_of_ours_say_who_asks() {
        let of = |proxies: &[&str], peer: &str, said: &[&str]| {
            let limits = Limits::behind(proxies.iter().map(|proxy| proxy.parse().unwrap()).collect());
            let headers = said.iter().map(|said| (HeaderName::from_static("x-forwarded-for"), said.parse().unwrap()));
            limits.client(peer.parse().unwrap(), &headers.collect()).to_string()
        };
        let (ours, second) = ("127.0.0.1", "10.0.0.2");
        assert_eq!(of(&[], ours, &["192.0.2.7"]), ours, "no proxy is known");
        assert_eq!(of(&[ours], ours, &["192.0.2.7"]), "192.0.2.7");
        assert_eq!(of(&[ours], "::ffff:127.0.0.1", &["192.0.2.7"]), "192.0.2.7", "the peer of a socket for both");
        assert_eq!(
            of(&[ours], ours, &["198.51.100.1, 192.0.2.7"]),
            "192.0.2.7",
            "what the client wrote is not believed"
        );
        assert_eq!(of(&[ours], ours, &["198.51.100.1", "192.0.2.7"]), "192.0.2.7");
        assert_eq!(
            of(&[ours, second], ours, &["192.0.2.7, 10.0.0.2"]),
            "192.0.2.7",
            "two proxies, one behind the other"
        );
        assert_eq!(of(&[ours], "192.0.2.9", &["198.51.100.1"]), "192.0.2.9", "past the proxy");
        assert_eq!(of(&[ours], ours, &[]), ours);
        assert_eq!(of(&[ours], ours, &["unknown"]), ours);
    }

    /// However many addresses somebody has, those whose tries are counted are not forgotten for them.
    #[test]
    fn who_may_try_as_often_as_anybody_is_forgotten_first() {
        let bucket = Bucket::new(1.0, 60.0);
        assert!((0..KEYS_MAX).all(|key| bucket.take(key, Moment(0))));
        let later = Moment(0).plus_seconds(1);
        assert!(bucket.take(KEYS_MAX, later) && !bucket.take(KEYS_MAX, later));
        assert_eq!(bucket.tries.lock().unwrap().len(), 1, "the others are full again");
    }

    #[test]
    fn wrong_passwords_of_one_address_keep_nobody_else_out() {
        let limits = Limits::default();
        let (attacker, agent) = (IpAddr::from([192, 0, 2, 66]), IpAddr::from([192, 0, 2, 7]));
        let tries = |from, login: &str| limits.sign_in.take(from, login, Moment(0)).is_some();
        assert_eq!((0..9).filter(|_| tries(attacker, "zuoxi1")).count(), 5);
        assert!(tries(agent, "zuoxi1"), "the agent, from where she is");
        assert!(tries(attacker, "zuoxi2"), "another, behind the same address");
        assert_eq!((0..99).filter(|at| tries(attacker, &format!("login{at}"))).count(), 24, "30 of one address in all");
    }

    #[test]
    fn right_tries_are_not_counted() {
        let limits = Limits::default();
        let office = IpAddr::from([192, 0, 2, 1]);
        for agent in 0..500 {
            let guess = limits.sign_in.take(office, &format!("zuoxi{agent}"), Moment(0)).unwrap();
            limits.sign_in.was_right(guess);
        }
    }

    #[test]
    fn codes_of_one_number_are_counted_from_everywhere() {
        let limits = Limits::default();
        let from = |last| IpAddr::from([192, 0, 2, last]);
        let tries =
            |last, number, later| limits.look_up.take(from(last), number, Moment(0).plus_seconds(later)).is_some();
        let (one, other) = ("TJ250303-000018", "TJ250303-000019");
        assert_eq!((0..9).filter(|_| tries(0, one, 0)).count(), 5, "of one address");
        assert_eq!((1..100).filter(|last| tries(*last, one, 0)).count(), 15, "20 in all");
        assert!(tries(200, other, 0), "another number");
        // One address alone keeps nobody out for long.
        assert_eq!((0..600).filter(|second| tries(0, one, *second)).count(), 9);
        assert!(tries(201, one, 600), "and later");
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
