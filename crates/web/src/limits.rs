//! Who may try how often: a bucket of tries for each address, filled again with time.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
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
        let from = owner(from);
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
    /// Signing in: password guessing from one address.
    pub sign_in: Bucket,
    /// Looking up by number and code: code guessing from one address.
    pub look_up: Bucket,
    /// Writing without an account: supplement, urge, rate.
    pub public_write: Bucket,
    /// How long one live feed lasts. Browsers and programs come back by themselves, to where they were; who has been signed out,
    /// closed or moved to another unit since then is noticed at that moment.
    pub feed_lasts: Duration,
}

impl Limits {
    /// The limits of a server behind these proxies.
    pub fn behind(proxies: Vec<IpAddr>) -> Limits {
        Limits { proxies, ..Limits::default() }
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
            sign_in: Bucket::new(30.0, 20.0),
            look_up: Bucket::new(10.0, 10.0),
            public_write: Bucket::new(10.0, 6.0),
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
        let from = |text: &str| bucket.take(text.parse().unwrap(), Moment(0));
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

    /// Behind one address there may be a whole office: who goes on trying must not keep the bucket empty for the others.
    #[test]
    fn a_bucket_fills_while_it_is_tried() {
        let bucket = Bucket::new(1.0, 60.0);
        let office = IpAddr::from([127, 0, 0, 1]);
        let taken = (0..20).filter(|quarter| bucket.take(office, Moment(quarter * 250_000))).count();
        assert_eq!(taken, 5, "one at once, then one each second");
    }
}
