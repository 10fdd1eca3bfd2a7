//! Figures (三率): how orders ended, as shares with what they are shares of, what was left out and why, and how sure one may be.
//!
//! They are counted from rows that are written with the requests themselves, by the rule of the policy in force at the end of the span.

use std::collections::BTreeMap;

use lianxin_domain::access::{Reach, Scope};
use lianxin_domain::city::{Exclusion, Scores};
use lianxin_domain::request::{Marks, Measure, Part};
use lianxin_domain::{Minutes, Moment, OrderId, UnitCode};
use lianxin_store::figures::{Span, Tally};
use lianxin_store::{StoreError, Tx};

pub use lianxin_store::figures::ScoreLine;

use crate::context::Context;

/// The width of a 95 % interval in standard deviations.
const Z: f64 = 1.959_963_984_540_054;
/// Fewer orders than this say nothing about a unit.
pub const TELLING_ORDERS: i64 = 5;

/// Which orders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Requests that ended not before …
    pub from: Moment,
    /// … and before this.
    pub until: Moment,
    /// Of this unit and those below it; `None`: everything within the reader's scope.
    pub unit: Option<UnitCode>,
}

/// A share.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rate {
    /// What counts for it, in hundredths of an order: half a success may count 60.
    pub hundredths: i64,
    /// Orders that count.
    pub of: i64,
    /// Orders that are left out by rule.
    pub left_out: BTreeMap<Exclusion, i64>,
    /// Orders of which it cannot be asked: nothing of that was promised.
    pub no_question: i64,
}

/// How a rate stands to the whole's. No more can be told than the intervals tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Band {
    /// Surely below.
    Below,
    /// No difference that can be told.
    Same,
    /// Surely above.
    Above,
    /// Too few orders.
    TooFew,
}

/// The rates of one unit, or of all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rates {
    /// Orders of the lead that have ended.
    pub orders: i64,
    /// By measure.
    pub rates: BTreeMap<Measure, Rate>,
}

/// One line of the list by unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitRates {
    /// Which.
    pub unit: UnitCode,
    /// With all below it; otherwise the unit alone.
    pub with_below: bool,
    /// Its rates.
    pub rates: Rates,
}

/// The figures of a span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figures {
    /// All together.
    pub all: Rates,
    /// By unit, one level down.
    pub units: Vec<UnitRates>,
    /// The version of the policy whose rule was used.
    pub policy: String,
}

/// Which of the orders behind a rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slice {
    /// All that have ended.
    All,
    /// Those that count.
    Counted,
    /// Those that count as a success, in whole or in part.
    Success,
    /// Those that count and are none.
    Failure,
    /// Those that are left out for this reason.
    LeftOut(Exclusion),
    /// Those of which it cannot be asked.
    NoQuestion,
}

impl Slice {
    /// Whether an order that adds this belongs to it.
    pub fn holds(self, part: Part) -> bool {
        match self {
            Slice::All => true,
            Slice::Counted => matches!(part, Part::Counts(_)),
            Slice::Success => matches!(part, Part::Counts(hundredths) if hundredths > 0),
            Slice::Failure => part == Part::Counts(0),
            Slice::LeftOut(why) => part == Part::LeftOut(why),
            Slice::NoQuestion => part == Part::NoQuestion,
        }
    }

    /// As an address has it: `counted`, `left_out.unreached`.
    pub fn code(self) -> String {
        match self {
            Slice::All => "all".to_owned(),
            Slice::Counted => "counted".to_owned(),
            Slice::Success => "success".to_owned(),
            Slice::Failure => "failure".to_owned(),
            Slice::LeftOut(why) => format!("left_out.{why}"),
            Slice::NoQuestion => "no_question".to_owned(),
        }
    }

    /// Reads [`Slice::code`].
    pub fn from_code(code: &str) -> Option<Slice> {
        match code.split_once('.') {
            Some(("left_out", why)) => Exclusion::from_code(why).map(Slice::LeftOut),
            Some(_) => None,
            None => [Slice::All, Slice::Counted, Slice::Success, Slice::Failure, Slice::NoQuestion]
                .into_iter()
                .find(|slice| slice.code() == code),
        }
    }
}

impl Rate {
    fn add(&mut self, part: Part, count: i64) {
        match part {
            Part::Counts(hundredths) => {
                self.hundredths += i64::from(hundredths) * count;
                self.of += count;
            }
            Part::LeftOut(why) => *self.left_out.entry(why).or_default() += count,
            Part::NoQuestion => self.no_question += count,
        }
    }

    /// In percent; `None` if nothing counts.
    pub fn percent(&self) -> Option<f64> {
        (self.of > 0).then(|| real(self.hundredths) / real(self.of))
    }

    /// Between which percentages the true rate lies, at 95 %, after Wilson. Half a success is taken for half a draw.
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (n, p) = (real(self.of), self.percent()? / 100.0);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let (middle, scale) = (p + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
        let within = |share: f64| (share / scale * 100.0).clamp(0.0, 100.0);
        Some((within(middle - spread), within(middle + spread)))
    }

    /// How it stands to the rate of the whole.
    pub fn band(&self, whole: &Rate) -> Band {
        match (self.interval(), whole.percent()) {
            (Some((low, high)), Some(whole)) if self.of >= TELLING_ORDERS => {
                if low > whole {
                    Band::Above
                } else if high < whole {
                    Band::Below
                } else {
                    Band::Same
                }
            }
            _ => Band::TooFew,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "orders of a city: far below 2^53")]
fn real(count: i64) -> f64 {
    count as f64
}

impl Rates {
    fn add(&mut self, marks: &Marks, count: i64, rule: &Scores) {
        self.orders += count;
        for measure in Measure::ALL {
            self.rates.entry(*measure).or_default().add(marks.part(*measure, rule), count);
        }
    }

    /// The rate of a measure.
    pub fn of(&self, measure: Measure) -> Rate {
        self.rates.get(&measure).cloned().unwrap_or_default()
    }
}

/// The figures of a span, for whoever looks.
pub fn figures(tx: &mut Tx, cx: &Context, wanted: &Wanted) -> Result<Figures, StoreError> {
    let policy = cx.city.policy(wanted.until - Minutes(1));
    let span = span(cx, wanted);
    let tallies = tx.tallies(&Scope::of(&cx.actor), &span)?;
    let mut all = Rates::default();
    let mut units: BTreeMap<(UnitCode, bool), Rates> = BTreeMap::new();
    for Tally { unit, marks, count } in &tallies {
        all.add(marks, *count, &policy.scores);
        units.entry(line_of(cx, wanted, unit)).or_default().add(marks, *count, &policy.scores);
    }
    let units = units.into_iter().map(|((unit, with_below), rates)| UnitRates { unit, with_below, rates });
    Ok(Figures { all, units: units.collect(), policy: policy.version.clone() })
}

/// The orders behind a figure, the last that ended first. The same rule that counted them chooses them.
pub fn behind(
    tx: &mut Tx,
    cx: &Context,
    wanted: &Wanted,
    (measure, slice): (Measure, Slice),
    after: Option<(Moment, OrderId)>,
    limit: usize,
) -> Result<Vec<(ScoreLine, Part)>, StoreError> {
    let rule = &cx.city.policy(wanted.until - Minutes(1)).scores;
    let span = span(cx, wanted);
    let fits = |marks: &Marks| slice.holds(marks.part(measure, rule));
    let lines = tx.scores(&Scope::of(&cx.actor), &span, after, limit, fits)?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let part = line.marks.part(measure, rule);
            (line, part)
        })
        .collect())
}

/// The line of the list that an order of this unit belongs to: the unit below the one that is looked at, with all below it; or that itself.
fn line_of(cx: &Context, wanted: &Wanted, unit: &UnitCode) -> (UnitCode, bool) {
    let top = wanted.unit.as_ref().unwrap_or(&cx.city.units.center().code);
    let chain = cx.city.units.ancestors(unit);
    match chain.iter().position(|above| above.code == *top) {
        Some(0) => (unit.clone(), false),
        Some(at) => (chain[at - 1].code.clone(), true),
        // Nothing above it is the centre: the root of its own tree.
        None => (chain.last().map_or_else(|| unit.clone(), |root| root.code.clone()), true),
    }
}

/// Only the reader's own part of the tree is counted for him: he sees every one of those orders.
fn span(cx: &Context, wanted: &Wanted) -> Span {
    let tree = |top: &UnitCode| -> Vec<UnitCode> {
        let within = cx.city.units.all().iter().filter(|unit| cx.city.units.is_within(&unit.code, top));
        within.map(|unit| unit.code.clone()).collect()
    };
    let asked = wanted.unit.as_ref().filter(|unit| **unit != cx.city.units.center().code).map(tree);
    let units = match Scope::of(&cx.actor).reach {
        Reach::Nothing => Some(Vec::new()),
        Reach::All => asked,
        Reach::Subtree(own) => {
            let own = tree(&own);
            Some(match asked {
                Some(asked) => asked.into_iter().filter(|unit| own.contains(unit)).collect(),
                None => own,
            })
        }
    };
    Span { from: wanted.from, until: wanted.until, units }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(hundredths: i64, of: i64) -> Rate {
        Rate { hundredths, of, ..Rate::default() }
    }

    #[test]
    fn intervals_are_wilsons() {
        let said = |rate: &Rate| rate.interval().map(|(low, high)| (format!("{low:.2}"), format!("{high:.2}")));
        let interval = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
        // Published examples: 8 of 10, 0 of 10, 10 of 10.
        assert_eq!(said(&rate(800, 10)), interval("49.02", "94.33"));
        assert_eq!(said(&rate(0, 10)), interval("0.00", "27.75"));
        assert_eq!(said(&rate(1_000, 10)), interval("72.25", "100.00"));
        assert_eq!(said(&rate(0, 0)), None, "nothing is known of nothing");
    }

    #[test]
    fn a_unit_is_only_ranked_when_the_difference_can_be_told() {
        let whole = rate(90_000, 1_000);
        assert_eq!(rate(8_500, 100).band(&whole), Band::Same, "85 of 100 may well be 90 %");
        assert_eq!(rate(75_000, 1_000).band(&whole), Band::Below);
        assert_eq!(rate(99_000, 1_000).band(&whole), Band::Above);
        assert_eq!(rate(0, 4).band(&whole), Band::TooFew);
    }

    #[test]
    fn slices_part_what_has_ended() {
        let parts = [
            Part::Counts(0),
            Part::Counts(60),
            Part::Counts(100),
            Part::LeftOut(Exclusion::Unreached),
            Part::NoQuestion,
        ];
        for part in parts {
            let counted = [Slice::Success, Slice::Failure];
            assert_eq!(Slice::Counted.holds(part), counted.iter().any(|slice| slice.holds(part)));
            let whole = [Slice::Counted, Slice::LeftOut(Exclusion::Unreached), Slice::NoQuestion];
            assert_eq!(whole.iter().filter(|slice| slice.holds(part)).count(), 1, "{part:?}");
        }
        for slice in [Slice::All, Slice::Failure, Slice::LeftOut(Exclusion::Parked), Slice::NoQuestion] {
            assert_eq!(Slice::from_code(&slice.code()), Some(slice));
        }
    }
}
