//! Instants and lengths of time. The domain is told what time it is; it never asks.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A length of time in whole minutes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Debug)]
#[serde(transparent)]
pub struct Minutes(pub i64);

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_MINUTE: i64 = 60 * MICROS_PER_SECOND;

impl Moment {
    /// Microseconds since the epoch, UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The moment of a jiff timestamp.
    pub fn from_timestamp(at: jiff::Timestamp) -> Self {
        Moment(at.as_microsecond())
    }

    /// As a jiff timestamp; moments beyond jiff's range stop at its ends.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// Reads RFC 3339, such as `2022-04-05T09:24:00+08:00`.
    pub fn parse(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(Moment::from_timestamp)
    }

    /// Whole seconds from `earlier` to here; negative if `earlier` is later.
    pub const fn seconds_since(self, earlier: Moment) -> i64 {
        (self.0 - earlier.0) / MICROS_PER_SECOND
    }

    /// This moment moved by seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }
}

impl Add<Minutes> for Moment {
    type Output = Moment;
    fn add(self, length: Minutes) -> Moment {
        Moment(self.0.saturating_add(length.0.saturating_mul(MICROS_PER_MINUTE)))
    }
}

impl Sub<Minutes> for Moment {
    type Output = Moment;
    fn sub(self, length: Minutes) -> Moment {
        self + Minutes(-length.0)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}
