//! A month of a city, made up from a seed: calls by night and day, people of every role who do whatever they may, some of it twice,
//! late or on the grounds of what is no longer so; clocks, lost messages, restarts, and rules that change while people work.
//!
//! What must hold is checked after every step on the request at hand, and every evening on samples of everything. A run depends on
//! nothing but its [`Plan`]: whatever fails can be run again, with fewer calls.

mod arrivals;
mod cast;
mod checks;
mod dice;
mod lists;
mod moves;
mod run;
mod site;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use lianxin_app::{App, StoreError, Tx};
use lianxin_domain::request::CommandKind;
use lianxin_domain::{Minutes, Moment};

use run::{Job, Run};
use site::{Hands, Room};

/// Monday 3 March 2025, midnight: a month with a holiday at its end.
const START: &str = "2025-03-03T00:00:00+08:00";
/// Most runs that look for a smaller failure.
const SHRINKS_MAX: usize = 14;

/// What is run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Says everything.
    pub seed: u64,
    /// Calls of the month.
    pub requests: usize,
    /// Those of them that come in: all, or fewer to find out what a failure needs.
    pub taken: Range<usize>,
}

/// What was lived through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "counters")]
pub struct Tally {
    pub steps: u64,
    pub requests: u64,
    pub moves: u64,
    /// Somebody was told why not.
    pub refused: u64,
    /// Nobody was there.
    pub away: u64,
    pub doubled: u64,
    pub rings: u64,
    pub messages: u64,
    pub followed: u64,
    pub policies: u64,
    pub restarts: u64,
    /// Chains that were replayed to their rows.
    pub verified: u64,
    pub entries: i64,
    /// How often each move was made.
    pub kinds: BTreeMap<CommandKind, u64>,
}

/// What should never be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// At which step of the run.
    pub step: u64,
    /// When, by the run's clock.
    pub at: Moment,
    /// What.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {}, {}: {}", self.step, self.at, self.what)
    }
}

impl Plan {
    /// A whole month.
    pub fn month(seed: u64, requests: usize) -> Plan {
        Plan { seed, requests, taken: 0..requests }
    }

    /// Reads what [`Plan`] prints: `seed/requests/from..until`.
    pub fn parse(text: &str) -> Option<Plan> {
        let mut parts = text.split('/');
        let (seed, requests) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (from, until) = parts.next()?.split_once("..")?;
        Some(Plan { seed, requests, taken: from.parse().ok()?..until.parse().ok()? })
    }

    /// Lives through it.
    pub fn run(&self) -> Result<Tally, Fault> {
        let start = Moment::parse(START).unwrap_or(Moment(0));
        let room = Room::new();
        let mut arrivals = arrivals::month(self.seed, self.requests, start);
        arrivals.truncate(self.taken.end);
        arrivals.drain(..self.taken.start.min(arrivals.len()));
        let mut app = room.open(self.seed, site::at_first(), start);
        let end = start + Minutes(arrivals::DAYS * 24 * 60);
        let run = Run::new(Hands::of(&app), self.seed, start, arrivals, end);
        let shared = Arc::new(Mutex::new(run));
        loop {
            let outside = unit(&app, &shared, Run::unit)?;
            let mut run = shared.lock().unwrap_or_else(PoisonError::into_inner);
            match outside {
                Some(Job::End) => break,
                Some(Job::Rules(number)) => {
                    app.rules.change(site::stricter(&run.city(), run.now, number, number == 1));
                    run.go_on(Hands::of(&app));
                }
                Some(Job::Restart) => {
                    let (city, now) = (run.city(), run.now);
                    run.tally.restarts += 1;
                    let seed = self.seed ^ (run.tally.restarts << 32);
                    app.store.close();
                    app = room.open(seed, city, now);
                    run.go_on(Hands::of(&app));
                }
                Some(Job::Sweep | Job::Arrive(_) | Job::Visit(_) | Job::Evening) | None => {}
            }
        }
        unit(&app, &shared, Run::last)?;
        app.store.close();
        let run = shared.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(run.tally.clone())
    }

    /// The smallest plan found that fails as well, with its fault.
    pub fn shrink(&self, fault: Fault) -> (Plan, Fault) {
        let (mut plan, mut fault) = (self.clone(), fault);
        let mut tries = 0;
        let mut attempt = |plan: &Plan| {
            tries += 1;
            if tries > SHRINKS_MAX { None } else { plan.run().err() }
        };
        // First what came after, then what came before.
        let mut step = plan.taken.len() / 2;
        while step > 0 {
            let shorter =
                Plan { taken: plan.taken.start..plan.taken.end - step.min(plan.taken.len() - 1), ..plan.clone() };
            let later =
                Plan { taken: plan.taken.start + step.min(plan.taken.len() - 1)..plan.taken.end, ..plan.clone() };
            if let Some(found) = attempt(&shorter) {
                (plan, fault) = (shorter, found);
            } else if let Some(found) = attempt(&later) {
                (plan, fault) = (later, found);
            }
            step = (step / 2).min(plan.taken.len() / 2);
        }
        (plan, fault)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}..{}", self.seed, self.requests, self.taken.start, self.taken.end)
    }
}

/// Many things in one unit of work. A fault does not take back what came before: it can be looked at.
fn unit<T: Send + 'static>(
    app: &App,
    run: &Arc<Mutex<Run>>,
    body: impl Fn(&mut Run, &mut Tx) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let here = Arc::clone(run);
    let done = app.store.write_blocking(move |tx| {
        let mut run = here.lock().unwrap_or_else(PoisonError::into_inner);
        Ok::<_, StoreError>(body(&mut run, tx))
    });
    done.unwrap_or_else(|error| {
        let run = run.lock().unwrap_or_else(PoisonError::into_inner);
        Err(Fault { step: run.tally.steps, at: run.now, what: format!("the unit of work: {error:?}") })
    })
}
