//! Whatever people do, in whatever order: the journal replays to the request, and nobody's promise is lost.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use common::{Case, another, anybody, city, commands, dissatisfied, intake, report};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::table::{self, ClockEffect, State};
use lianxin_domain::request::{
    Callback, Command, CommandKind, Effect, Entry, Event, Intake, OrderRole, Outcome, Refusal, Request, Solved, Stage,
    TaskKind,
};
use lianxin_domain::{ContactId, Grade, Kind, OrderId, TaskId};
use proptest::prelude::*;
use uuid::Uuid;

/// A throw of the dice for each step: which command, whose order, who, how long after the one before.
type Throw = (u16, u16, bool, i64);

fn requests() -> impl Strategy<Value = Intake> {
    let topics = prop_oneof![Just(None), Just(Some("city.lamp")), Just(Some("water.burst")), Just(Some("city.cover"))];
    (topics, any::<bool>(), any::<bool>(), any::<bool>(), 0..Kind::ALL.len(), 0..Grade::ALL.len()).prop_map(
        |(topic, placed, named, wants_callback, kind, grade)| Intake {
            topic: topic.map(Into::into),
            place: placed.then(|| "hexi.taoyuan".into()),
            contact: named.then(|| ContactId(Uuid::from_u128(7))),
            wants_callback,
            kind: Kind::ALL[kind],
            grade: Grade::ALL[grade],
            grade_reason: "情况".into(),
            ..intake("任意")
        },
    )
}

/// Everything that could be asked for now, sensible or not.
fn candidates(case: &mut Case, pick: usize) -> Vec<Command> {
    let nothing = Uuid::from_u128(404);
    let orders: Vec<OrderId> = case.request.orders.iter().map(|order| order.id).collect();
    let order = |skip: usize| orders.get((pick + skip) % orders.len().max(1)).copied().unwrap_or(OrderId(nothing));
    let tasks: Vec<TaskId> = case.request.tasks.iter().rev().take(4).map(|task| task.id).collect();
    let task = tasks.get(pick % tasks.len().max(1)).copied().unwrap_or(TaskId(nothing));
    let (one, two) = (order(0), order(1));
    let mut all = commands(one, two, task, task);
    // Those that open orders follow below, with ids of their own.
    all.retain(|command| !matches!(command.kind(), CommandKind::Dispatch | CommandKind::PassDown));
    let unit = case.request.order(one).map_or("hexi".into(), |order| order.unit.clone());
    let below = city().units.children(&unit);
    if let Some(child) = below.get(pick % below.len().max(1)) {
        let child = child.code.clone();
        let to = case.target(child.as_str(), OrderRole::PassedDown);
        all.push(Command::PassDown { order: one, to, opinion: "请处置".into() });
    }
    let to = [("hexi", OrderRole::Lead), ("xiqing", OrderRole::Supporting)]
        .map(|(unit, role)| case.target(unit, role))
        .to_vec();
    all.push(Command::Dispatch { to, opinion: String::new() });
    let twice =
        Callback::Rework { survey: dissatisfied(), orders: vec![one, two, one], points: vec!["没有来".into()] };
    all.push(Command::Callback(twice));
    all.push(Command::Report { order: one, report: Box::new(report(Solved::Partly)) });
    all.push(Command::ChangeGrade { grade: Grade::ALL[pick % 3], reason: "变化".into() });
    all.push(Command::Classify { topic: "city.cover".into(), place: "hexi".into(), address: String::new() });
    all
}

/// What brings a request on its way.
const ONWARD: &[CommandKind] = &[
    CommandKind::Dispatch,
    CommandKind::Accept,
    CommandKind::Contact,
    CommandKind::PassDown,
    CommandKind::Report,
    CommandKind::Approve,
    CommandKind::CallbackUnreached,
    CommandKind::CallbackRework,
];

/// Mostly what the table permits, and of that mostly what leads on, so that requests get somewhere; sometimes anything at all.
fn choose(case: &mut Case, (which, pick, _, _): Throw) -> Command {
    let mut all = candidates(case, usize::from(pick));
    if which % 8 != 0 {
        let request = &case.request;
        all.retain(|command| request.possible(command.order()).contains(&command.kind()));
    }
    if which % 8 > 2 && all.iter().any(|command| ONWARD.contains(&command.kind())) {
        all.retain(|command| ONWARD.contains(&command.kind()));
    }
    if all.is_empty() {
        Command::Urge { text: String::new() }
    } else {
        all.swap_remove(usize::from(which / 8) % all.len())
    }
}

/// Rings what has come due, as the sweep does.
fn ring(case: &mut Case) {
    let now = case.now;
    let due: Vec<_> = case
        .request
        .clocks
        .iter()
        .filter(|c| c.stopped.is_none() && c.overdue.is_none() && c.due <= now)
        .cloned()
        .collect();
    let system = Actor::system("center".into());
    for clock in due {
        if case.request.state.stage().is_open() {
            case.does_by(&system, Command::Expire { clock: clock.id });
        }
        if clock.kind == ClockKind::Supplement && case.request.state.stage() == Stage::AwaitingCitizen {
            case.does_by(&system, Command::AskLapsed);
        }
    }
}

/// The row of the table that an event is an instance of.
fn row(event: &Event) -> CommandKind {
    match event {
        Event::Approved { .. } => CommandKind::Approve,
        Event::CallbackBegun => CommandKind::BeginCallback,
        Event::CallbackUnreached { .. } | Event::Closed { outcome: Outcome::Unreached, .. } => {
            CommandKind::CallbackUnreached
        }
        Event::Closed { outcome: Outcome::WithoutCallback, .. } => CommandKind::CloseWithoutCallback,
        Event::Closed { .. } => CommandKind::CallbackClose,
        Event::Reworked { .. } => CommandKind::CallbackRework,
        Event::Registered { .. } => CommandKind::Register,
        Event::Answered { .. } => CommandKind::Answer,
        Event::Refused { .. } => CommandKind::Refuse,
        Event::CitizenAsked { .. } => CommandKind::AskCitizen,
        Event::CitizenReplied { .. } => CommandKind::CitizenReplied,
        Event::AskLapsed => CommandKind::AskLapsed,
        Event::Classified { .. } => CommandKind::Classify,
        Event::SentToTriage { .. } => CommandKind::SendToTriage,
        Event::Dispatched { .. } => CommandKind::Dispatch,
        Event::Phoned { .. } => CommandKind::Phone,
        Event::Accepted { .. } => CommandKind::Accept,
        Event::Contacted { .. } => CommandKind::Contact,
        Event::PassedDown { .. } => CommandKind::PassDown,
        Event::Progressed { .. } => CommandKind::Progress,
        Event::Reported { .. } => CommandKind::Report,
        Event::SentBack { .. } => CommandKind::SendBack,
        Event::Urged { .. } => CommandKind::Urge,
        Event::Supplemented { .. } => CommandKind::Supplement,
        Event::GradeChanged { .. } => CommandKind::ChangeGrade,
        Event::Rated { .. } => CommandKind::Rate,
        Event::Claimed { .. } => CommandKind::Claim,
        Event::Released { .. } => CommandKind::Release,
        Event::Revealed { .. } => CommandKind::Reveal,
        Event::Expired { .. } => CommandKind::Expire,
    }
}

/// States and clocks move as the table says, and no further.
fn check_row(before: &Request, entry: &Entry, after: &Request) -> Result<(), TestCaseError> {
    let kind = row(&entry.event);
    let rows: Vec<_> = table::TABLE.iter().filter(|row| row.command == kind).collect();
    let allowed = |to: State| rows.iter().any(|row| row.to.contains(&to));
    if before.state.stage() != after.state.stage() {
        prop_assert!(allowed(State::Request(after.state.stage())), "{kind} led to {:?}", after.state);
    }
    for order in &after.orders {
        let stage = order.state.stage();
        if before.order(order.id).map(|old| old.state.stage()) != Some(stage) && kind != CommandKind::PassDown {
            prop_assert!(allowed(State::Order(stage)), "{kind} led to {:?}", order.state);
        }
    }
    let clock = |id| before.clocks.iter().find(|clock| clock.id == id).map(|clock| clock.kind);
    for effect in &entry.effects {
        let effect = match effect {
            Effect::ClockStarted(running) => ClockEffect::Start(running.kind),
            Effect::ClockStopped { clock: id } => ClockEffect::Stop(clock(*id).unwrap()),
            Effect::ClockMoved { .. } => ClockEffect::Recompute,
            Effect::TaskOpened(_) | Effect::TaskDone { .. } | Effect::SeenBy { .. } => continue,
        };
        prop_assert!(
            rows.iter().any(|row| row.clocks.contains(&effect)),
            "{kind} did {effect:?}, which the table does not say"
        );
    }
    Ok(())
}

/// A task can be done: the table permits the move that does it.
fn doable(request: &Request, kind: TaskKind, order: Option<OrderId>) -> bool {
    let kind = match kind {
        TaskKind::Dispatch => CommandKind::Dispatch,
        TaskKind::MustPhone => CommandKind::Phone,
        TaskKind::Review => CommandKind::Approve,
        TaskKind::Callback => CommandKind::CallbackClose,
    };
    request.possible(order).contains(&kind) && (kind != CommandKind::Phone || request.facts.grade == Grade::Emergency)
}

fn check_whole(case: &Case) -> Result<(), TestCaseError> {
    let request = &case.request;
    let running: Vec<_> = request.clocks.iter().filter(|clock| clock.stopped.is_none()).collect();
    for (i, clock) in running.iter().enumerate() {
        let twin = running[..i].iter().any(|other| (other.kind, other.order) == (clock.kind, clock.order));
        prop_assert!(!twin, "two {} clocks run for {:?}", clock.kind, clock.order);
    }
    let open: Vec<_> = request.tasks.iter().filter(|task| task.done.is_none()).collect();
    for (i, task) in open.iter().enumerate() {
        let twin = open[..i].iter().any(|other| (other.kind, other.order) == (task.kind, task.order));
        prop_assert!(!twin, "two {} tasks wait for {:?}", task.kind, task.order);
        prop_assert!(doable(request, task.kind, task.order), "nobody can do the {} task", task.kind);
    }
    let at_work = request.orders.iter().any(|order| order.state.stage().is_open());
    if request.state.stage().is_open() {
        let asked = running.iter().any(|clock| clock.kind == ClockKind::Supplement);
        prop_assert!(
            !open.is_empty() || at_work || asked,
            "nobody has anything to do, and {} goes on for ever",
            request.state.stage()
        );
        prop_assert!(!running.is_empty(), "no promise runs");
        prop_assert_eq!(request.ended, None);
    } else {
        prop_assert!(open.is_empty() && running.is_empty() && !at_work, "it ended, and something goes on");
        prop_assert!(request.ended.is_some());
    }
    for order in &request.orders {
        let clock = |kind: ClockKind, of: OrderId| {
            running.iter().find(|c| c.kind == kind && c.order == Some(of)).map(|c| (c.started, c.due))
        };
        if order.state.stage().is_open() {
            let owed = clock(ClockKind::Handle, order.id).or(clock(ClockKind::Review, order.id));
            prop_assert!(owed.is_some(), "{} has no end", order.state.stage());
        }
        for kind in [ClockKind::Accept, ClockKind::Handle] {
            let whole = order.parent.and_then(|parent| clock(ClockKind::Handle, parent));
            if let (Some((_, whole)), Some((started, part))) = (whole, clock(kind, order.id)) {
                prop_assert!(part <= whole.max(started), "a part may not take longer than the whole");
            }
        }
        let above = city().units.ancestors(&order.unit);
        prop_assert!(
            above.iter().all(|unit| request.units.contains(&unit.code)),
            "{} and those above it see it",
            order.unit
        );
        prop_assert!(order.version <= request.version);
    }
    prop_assert_eq!(request.version, i64::try_from(case.entries.len()).unwrap());
    prop_assert!(request.overdue || request.orders.iter().all(|order| !order.overdue));
    Ok(())
}

/// Lives through it; gives how it ended.
fn live(intake: Intake, throws: Vec<Throw>) -> Result<Request, TestCaseError> {
    let mut case = Case::of(intake);
    check_whole(&case)?;
    for throw in throws {
        case.now = case.now + lianxin_domain::Minutes(throw.3);
        ring(&mut case);
        let command = choose(&mut case, throw);
        let who = Actor {
            roles: [anybody().roles, vec![Role::Agent]].concat(),
            ..if throw.2 { another() } else { anybody() }
        };
        let (mut before, from) = (case.request.clone(), case.entries.len());
        match case.tries_by(&who, command) {
            Ok(()) => {}
            Err(Refusal::NoDue(why)) => prop_assert!(false, "{why}"),
            Err(_) => prop_assert_eq!(&before, &case.request, "what is refused changes nothing"),
        }
        for entry in &case.entries[from..] {
            let mut after = before.clone();
            after.apply(entry).unwrap();
            check_row(&before, entry, &after)?;
            before = after;
        }
        check_whole(&case)?;
    }
    Ok(case.request)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_whatever_people_do(
        intake in requests(),
        throws in prop::collection::vec((any::<u16>(), any::<u16>(), any::<bool>(), 0..600_i64), 1..60),
    ) {
        live(intake, throws)?;
    }
}

/// The dice of the property above reach every stage that can be reached, or it would prove little.
#[test]
fn the_dice_reach_everything() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let throws = prop::collection::vec((any::<u16>(), any::<u16>(), any::<bool>(), 0..600_i64), 60);
    let strategy = (requests(), throws);
    let mut reached = Vec::new();
    for _ in 0..150 {
        let (intake, throws) = strategy.new_tree(&mut runner).unwrap().current();
        for length in [2, 6, 12, 60] {
            reached.push(live(intake.clone(), throws[..length].to_vec()).unwrap());
        }
    }
    for stage in [
        Stage::Registered,
        Stage::AwaitingCitizen,
        Stage::Triage,
        Stage::Handling,
        Stage::AwaitingCallback,
        Stage::Closed,
        Stage::Refused,
    ] {
        assert!(reached.iter().any(|request| request.state.stage() == stage), "{stage} is never reached");
    }
    let deep = |request: &&Request| request.reworks > 0 && request.orders.iter().any(|order| order.parent.is_some());
    assert!(reached.iter().any(|request| deep(&request)), "parts and reworks meet");
}
