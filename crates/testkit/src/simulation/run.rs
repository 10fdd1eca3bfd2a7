//! One run: what is due next is taken from an agenda and done, many things in one unit of work.

mod by_itself;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::sync::Arc;

use lianxin_app::{ActError, Context, Expected, Tx, act, register, view};
use lianxin_domain::city::City;
use lianxin_domain::request::{Command, CommandKind, Refusal, Request, RequestState, Stage};
use lianxin_domain::{Minutes, Moment, OrderId, RequestId};

use super::arrivals::{Arrival, Matters};
use super::checks::{check, check_flags};
use super::dice::Dice;
use super::moves::Making;
use super::site::Hands;
use super::{Fault, Tally, cast};

/// Things of one unit of work.
const UNIT_JOBS: usize = 400;
/// How often clocks, messages and followers are looked at.
const SWEEP_EVERY: Minutes = Minutes(10);

/// Something that happens at its time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Job {
    Sweep,
    Arrive(usize),
    Visit(RequestId),
    /// The costly checks.
    Evening,
    /// The server ends and begins again.
    Restart,
    /// Two people have approved other rules.
    Rules(u8),
    End,
}

/// What somebody has before his eyes.
struct Seen {
    request: Request,
    /// Something else has happened to it since.
    stale: bool,
    dice: Dice,
}

pub(super) struct Run {
    pub hands: Hands,
    pub now: Moment,
    pub tally: Tally,
    start: Moment,
    seed: u64,
    matters: Matters,
    arrivals: Vec<Arrival>,
    agenda: BinaryHeap<Reverse<(Moment, Job)>>,
    seen: HashMap<RequestId, Seen>,
    merged: HashSet<RequestId>,
    open: Vec<(RequestId, String)>,
    touched: Vec<RequestId>,
    chance: Dice,
    policy: String,
}

type Done = Result<(), Fault>;

impl Run {
    pub(super) fn new(hands: Hands, seed: u64, start: Moment, arrivals: Vec<Arrival>, end: Moment) -> Run {
        let matters = Matters::of(&hands.city);
        let policy = hands.city.policy(start).version.clone();
        let mut agenda = BinaryHeap::new();
        for (number, arrival) in arrivals.iter().enumerate() {
            agenda.push(Reverse((arrival.at, Job::Arrive(number))));
        }
        agenda.push(Reverse((start, Job::Sweep)));
        agenda.push(Reverse((start + Minutes(20 * 60), Job::Evening)));
        let mut chance = Dice::of(seed, u64::MAX - 1);
        for day in [4, 11, 18, 25] {
            agenda.push(Reverse((start + Minutes(day * 24 * 60 + chance.between(0, 1439)), Job::Restart)));
        }
        agenda.push(Reverse((start + Minutes(9 * 24 * 60 + 700), Job::Rules(1))));
        agenda.push(Reverse((start + Minutes(19 * 24 * 60 + 700), Job::Rules(2))));
        agenda.push(Reverse((end, Job::End)));
        let (tally, now) = (Tally::default(), start);
        let merged = HashSet::new();
        let (open, touched) = (Vec::new(), Vec::new());
        Run {
            hands,
            now,
            tally,
            start,
            seed,
            matters,
            arrivals,
            agenda,
            seen: HashMap::new(),
            merged,
            open,
            touched,
            chance,
            policy,
        }
    }

    /// Does the next things; gives what has to be done outside of a unit of work.
    pub(super) fn unit(&mut self, tx: &mut Tx) -> Result<Option<Job>, Fault> {
        for _ in 0..UNIT_JOBS {
            let Some(Reverse((at, job))) = self.agenda.pop() else { return Ok(Some(Job::End)) };
            self.now = self.now.max(at);
            self.tally.steps += 1;
            match job {
                Job::Sweep => {
                    self.sweep(tx)?;
                    self.agenda.push(Reverse((self.now + SWEEP_EVERY, Job::Sweep)));
                }
                Job::Arrive(number) => self.arrive(tx, number)?,
                Job::Visit(id) => self.visit(tx, id)?,
                Job::Evening => {
                    self.evening(tx)?;
                    self.agenda.push(Reverse((self.now + Minutes(24 * 60), Job::Evening)));
                }
                Job::End => {
                    self.sweep(tx)?;
                    self.evening(tx)?;
                    return Ok(Some(job));
                }
                Job::Restart | Job::Rules(_) => return Ok(Some(job)),
            }
        }
        Ok(None)
    }

    fn day(&self) -> i64 {
        self.now.seconds_since(self.start) / 86_400
    }

    fn fault(&self, id: Option<RequestId>, what: impl Into<String>) -> Fault {
        let of = id.and_then(|id| self.seen.get(&id));
        let about =
            of.map_or(String::new(), |seen| format!("{} ({}): ", seen.request.number, seen.request.state.stage()));
        Fault { step: self.tally.steps, at: self.now, what: format!("{about}{}", what.into()) }
    }

    fn failed(&self, id: Option<RequestId>, doing: &str, error: &impl std::fmt::Debug) -> Fault {
        self.fault(id, format!("{doing}: {error:?}"))
    }

    fn arrive(&mut self, tx: &mut Tx, number: usize) -> Done {
        let arrival = self.arrivals[number].clone();
        let mut dice = Dice::of(self.seed, arrival.number);
        let cx = self.hands.context(cast::at_centre(lianxin_domain::access::Role::Agent, dice.below(4)), self.now);
        let new = self.matters.call(&mut dice, &arrival, self.now, || cx.id());
        let registered = register(tx, &cx, new).map_err(|error| self.failed(None, "registering", &error))?;
        self.tally.requests += 1;
        self.saw(registered.request, dice)
    }

    /// Somebody has done something and sees what came of it.
    fn saw(&mut self, request: Request, dice: Dice) -> Done {
        let id = request.id;
        if let Err(what) = check(&request) {
            return Err(self.fault(Some(id), what));
        }
        let stage = request.state.stage();
        if let RequestState::Merged { into } = request.state {
            // By hand, or because an incident is running.
            self.merged.insert(id);
            self.mark(into);
        } else {
            self.merged.remove(&id);
        }
        let merges = request.dealings.weight > 1 || stage == Stage::Handling || self.chance.percent(10);
        if stage.is_open() && stage != Stage::AwaitingCallback && merges {
            self.open.push((id, request.number.clone()));
            if self.open.len() > 64 {
                let at = self.chance.below(64);
                self.open.swap_remove(at);
            }
        }
        let mut dice = dice;
        if let Some(wait) = wait(&mut dice, stage) {
            let at = self.awake(&mut dice, self.now + wait);
            self.agenda.push(Reverse((at, Job::Visit(id))));
            self.seen.insert(id, Seen { request, stale: false, dice });
        } else if stage == Stage::Merged {
            self.seen.insert(id, Seen { request, stale: false, dice });
        } else {
            self.seen.remove(&id);
        }
        if self.chance.percent(2) {
            self.touched.push(id);
        }
        Ok(())
    }

    /// At night most people sleep.
    fn awake(&self, dice: &mut Dice, at: Moment) -> Moment {
        let hour = at.seconds_since(self.start).rem_euclid(86_400) / 3_600;
        let night = !(7..22).contains(&hour) && !dice.percent(15);
        if night { at + Minutes(((31 - hour) % 24) * 60 + dice.between(0, 120)) } else { at }
    }

    fn visit(&mut self, tx: &mut Tx, id: RequestId) -> Done {
        let Some(mut seen) = self.seen.remove(&id) else { return Ok(()) };
        // Most look before they act; the others act on what they saw.
        if seen.stale && seen.dice.percent(80) {
            let fresh = tx.request(id).map_err(|error| self.failed(Some(id), "looking", &error))?;
            let Some(fresh) = fresh else { return Err(self.fault(None, format!("{} is gone", seen.request.number))) };
            if let Err(what) = check(&fresh).and_then(|()| check_flags(&seen.request, &fresh)) {
                return Err(self.fault(None, format!("{}: {what}", fresh.number)));
            }
            (seen.request, seen.stale) = (fresh, false);
        }
        let Seen { mut request, stale, mut dice } = seen;
        if let Some(after) = self.step(tx, &request, stale, &mut dice)? {
            if let Err(what) = check_flags(&request, &after) {
                return Err(self.fault(None, format!("{}: {what}", after.number)));
            }
            request = after;
        } else if stale {
            // He was told that things have changed, and looks.
            request =
                tx.request(id).map_err(|error| self.failed(Some(id), "looking again", &error))?.unwrap_or(request);
        }
        self.saw(request, dice)
    }

    /// One move of somebody; `None`: nothing came of it.
    fn step(&mut self, tx: &mut Tx, request: &Request, stale: bool, dice: &mut Dice) -> Result<Option<Request>, Fault> {
        let Some((kind, order)) = choose(dice, request) else { return Ok(None) };
        let city = Arc::clone(&self.hands.city);
        let day = self.day();
        let Some(actor) = cast::somebody(dice, &city, request, kind, order, day) else {
            self.tally.away += 1;
            return Ok(None);
        };
        let cx = self.hands.context(actor, self.now);
        let offered = view::moves(&cx, request, order).contains(&kind);
        let other = self.chance.pick(&self.open).cloned().filter(|(other, _)| *other != request.id);
        let mut ids = || cx.id::<OrderId>();
        let making = &mut Making {
            dice,
            matters: &self.matters,
            city: &city,
            request,
            actor: &cx.actor,
            now: self.now,
            other,
            ids: &mut ids,
        };
        let Some(command) = making.command(kind, order) else { return Ok(None) };
        // A command may speak of a version; what needs none takes any.
        let expected = match order.and_then(|id| request.order(id)) {
            Some(order) if dice.percent(70) => Expected::Order(order.version),
            _ if dice.percent(80) => Expected::Request(request.version),
            _ => Expected::Any,
        };
        let tried = act(tx, &cx, request.id, expected, command.clone());
        // What one request does to another, and what the rules do to many, is seen by looking only.
        let stale = stale || (tried.is_err() && self.has_moved(tx, request)?);
        let what = || format!("{} by {} ({:?})", kind, cx.actor.name, cx.actor.unit);
        match tried {
            Ok(after) => {
                if !offered && !stale {
                    return Err(self.fault(None, format!("{}: {} was not offered, but done", request.number, what())));
                }
                self.tally.moves += 1;
                *self.tally.kinds.entry(kind).or_default() += 1;
                self.touches_others(&command, request, &after);
                if dice.percent(3) {
                    self.again(tx, &cx, expected, command, &after)?;
                }
                Ok(Some(after))
            }
            Err(error) if expectable(&error, kind, offered, stale) => {
                self.tally.refused += 1;
                Ok(None)
            }
            Err(error) => Err(self.fault(None, format!("{}: {}: {error:?}; {command:?}", request.number, what()))),
        }
    }

    /// Somebody else has been there since this was read.
    fn has_moved(&self, tx: &mut Tx, seen: &Request) -> Result<bool, Fault> {
        let now = tx.request(seen.id).map_err(|error| self.failed(Some(seen.id), "looking", &error))?;
        Ok(now.is_none_or(|now| now.version != seen.version))
    }

    /// What one request does to another is seen by those who look at the other.
    fn touches_others(&mut self, command: &Command, before: &Request, after: &Request) {
        if let Command::Merge { into, .. } = command {
            self.mark(*into);
        }
        for master in [before.dealings.master, after.dealings.master].into_iter().flatten() {
            self.mark(master);
        }
    }

    fn mark(&mut self, id: RequestId) {
        if let Some(seen) = self.seen.get_mut(&id) {
            seen.stale = true;
        }
    }

    /// The second click of a double click, on the grounds of what was seen before the first.
    fn again(&mut self, tx: &mut Tx, cx: &Context, expected: Expected, command: Command, after: &Request) -> Done {
        if expected == Expected::Any {
            return Ok(());
        }
        self.tally.doubled += 1;
        let (kind, said) = (command.kind(), format!("{command:?}"));
        match act(tx, cx, after.id, expected, command) {
            // Nothing had happened the first time either.
            Ok(same) if same.version == after.version => Ok(()),
            // Rights may have gone with the first click.
            Err(ActError::Conflict(_) | ActError::NoSuchRequest | ActError::Refused(Refusal::Denied(_))) => Ok(()),
            other => Err(self.fault(None, format!("{}: {kind} twice gave {other:?}; {said}", after.number))),
        }
    }

    /// Goes on with the server and the rules that there are now.
    pub(super) fn go_on(&mut self, hands: Hands) {
        self.hands = hands;
    }

    pub(super) fn city(&self) -> Arc<City> {
        Arc::clone(&self.hands.city)
    }
}

/// How long until somebody turns to it again; `None`: nobody does.
fn wait(dice: &mut Dice, stage: Stage) -> Option<Minutes> {
    if !stage.is_open() {
        // An objection, an appeal, a rating; a merged request that goes its own way.
        let again = matches!(stage, Stage::Closed | Stage::Withdrawn | Stage::Merged) && dice.percent(20);
        return again.then(|| Minutes(dice.between(60, 9 * 24 * 60)));
    }
    Some(Minutes(match dice.below(100) {
        0..=44 => dice.between(3, 60),
        45..=84 => dice.between(60, 600),
        85..=96 => dice.between(600, 2_400),
        _ => dice.between(2_400, 12_000),
    }))
}

/// A move that the table permits, of the request or of one of its orders.
fn choose(dice: &mut Dice, request: &Request) -> Option<(CommandKind, Option<OrderId>)> {
    let whole = request.possible(None).into_iter().map(|kind| (kind, None));
    let of_orders = request
        .orders
        .iter()
        .flat_map(|order| request.possible(Some(order.id)).into_iter().map(move |kind| (kind, Some(order.id))));
    let on =
        |kind: CommandKind, order: Option<OrderId>| lianxin_domain::request::table::on_order(kind) == order.is_some();
    let all: Vec<_> = whole
        .chain(of_orders)
        .filter(|(kind, order)| on(*kind, *order))
        .map(|(kind, order)| ((kind, order), cast::weight(kind, request, order)))
        .collect();
    dice.weighted(&all)
}

/// Whether somebody may be told this: a rule stands against it, or he was not up to date.
fn expectable(error: &ActError, kind: CommandKind, offered: bool, stale: bool) -> bool {
    match error {
        ActError::Refused(Refusal::Guard(_)) => true,
        ActError::Refused(Refusal::Denied(_)) => !offered || stale,
        // Or what he would merge into is none of his business.
        ActError::NoSuchRequest => !offered || stale || kind == CommandKind::Merge,
        ActError::Conflict(_)
        | ActError::Refused(Refusal::NoSuchMove { .. } | Refusal::NoSuchOrder(_) | Refusal::NoSuchTask(_)) => stale,
        ActError::Refused(Refusal::Invalid(_) | Refusal::NoSuchUnit(_) | Refusal::NoDue(_))
        | ActError::NoSuchFile(_)
        | ActError::Vault(_)
        | ActError::Rules(_)
        | ActError::Record(_)
        | ActError::Store(_) => false,
    }
}
