//! Stretches in which a clock stands still (中止), and the stretches between them in which it runs.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// A stretch in which a clock stood still (中止): waiting for the citizen. The first moment belongs to it, the last does not.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Pause {
    /// The moment from which nothing runs.
    pub from: Moment,
    /// The moment from which the clock runs again; `None`: it still stands. One that is not after `from` is no pause at all.
    pub until: Option<Moment>,
    /// Why, in the words of the person who stopped it.
    pub reason: String,
}

impl Pause {
    /// The end; the end of time while the pause is open.
    pub(super) fn end(&self) -> Moment {
        self.until.unwrap_or(END_OF_TIME)
    }

    fn holds(&self, at: Moment) -> bool {
        self.from <= at && at < self.end()
    }
}

/// No moment is later.
pub(super) const END_OF_TIME: Moment = Moment(i64::MAX);

/// The pauses of one clock. Their order does not matter, nor whether they overlap; a clock has a handful of them, so each question
/// looks at all rather than keeping a sorted copy.
#[derive(Clone, Copy)]
pub(super) struct Pauses<'a> {
    all: &'a [Pause],
    /// Whether a pause without an end is heeded at all.
    open_too: bool,
}

impl<'a> Pauses<'a> {
    pub(super) const NONE: Pauses<'static> = Pauses { all: &[], open_too: true };

    pub(super) const fn of(all: &'a [Pause]) -> Pauses<'a> {
        Pauses { all, open_too: true }
    }

    /// Without the pause that is still open: what would hold if the clock were to run on from its beginning.
    pub(super) const fn ended(all: &'a [Pause]) -> Pauses<'a> {
        Pauses { all, open_too: false }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.all.is_empty()
    }

    fn heeded(self) -> impl Iterator<Item = &'a Pause> {
        self.all.iter().filter(move |pause| self.open_too || pause.until.is_some())
    }

    /// Whether the clock stands still at this moment.
    pub(super) fn hold(self, at: Moment) -> bool {
        self.heeded().any(|pause| pause.holds(at))
    }

    /// The first stretch at or after `from` in which the clock runs, cut at `until`; `None`: it does not run before `until`.
    pub(super) fn running(self, from: Moment, until: Moment) -> Option<(Moment, Moment)> {
        let mut first = from;
        while let Some(pause) = self.heeded().find(|pause| pause.holds(first)) {
            first = pause.end();
        }
        let next_stop =
            self.heeded().filter(|pause| first < pause.from && pause.from < pause.end()).map(|pause| pause.from).min();
        let last = next_stop.map_or(until, |stop| stop.min(until));
        (first < last).then_some((first, last))
    }

    /// The earliest pause that begins in `from..until` and lasts beyond `start`.
    pub(super) fn first_begun(self, from: Moment, until: Moment, start: Moment) -> Option<&'a Pause> {
        self.heeded()
            .filter(|pause| from <= pause.from && pause.from < until && start.max(pause.from) < pause.end())
            .min_by_key(|pause| pause.from)
    }
}
