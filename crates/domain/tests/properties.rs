//! Whatever people do, in whatever order: the journal replays to the request, and nobody's promise is lost.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

#[path = "properties/checks.rs"]
mod checks;
mod common;

use std::collections::{BTreeMap, BTreeSet};

use checks::{check_flags, check_rungs, check_whole};
use common::{
    About, Case, another, anybody, check_row, city, clock_effects, commands, dissatisfied, intake, report, row,
    undelivered,
};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::table::{self, ClockEffect};
use lianxin_domain::request::{
    AppealClaim, Callback, Command, CommandKind, Entry, Intake, Message, OrderRole, OrderStage, Outcome, Refusal,
    Request, Solved, Stage,
};
use lianxin_domain::{ClockId, ContactId, Grade, Kind, OrderId, TaskId};
use proptest::prelude::*;
use uuid::Uuid;

/// A throw of the dice for each step: which command, whose order, who, how many minutes after the one before.
type Throw = (u16, u16, bool, i64);

/// Mostly minutes and hours, sometimes days: long enough for every ladder to end.
fn throws(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Throw>> {
    let wait = prop_oneof![12 => 0..120_i64, 4 => 120..600_i64, 1 => 600..20_000_i64];
    prop::collection::vec((any::<u16>(), any::<u16>(), any::<bool>(), wait), length)
}

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
    let clocks = &case.request.clocks;
    let clock = clocks.get(pick % clocks.len().max(1)).map_or(ClockId(nothing), |clock| clock.id);
    let about = About { order: one, reworkable: two, free: task, mine: task, tell: task, clock, now: case.now };
    let mut all = commands(about);
    // Those that open orders follow below, with ids of their own.
    all.retain(|command| {
        !matches!(
            command.kind(),
            CommandKind::Dispatch
                | CommandKind::PassDown
                | CommandKind::AddSupport
                | CommandKind::Redispatch
                | CommandKind::Recall
        )
    });
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
    // One in place of another: a neighbour of the same rank.
    let parent = case.request.order(one).and_then(|order| order.parent).and_then(|id| case.request.order(id));
    let near = parent.map(|parent| city().units.children(&parent.unit)).unwrap_or_default();
    let other = near.get((pick / 7) % near.len().max(1)).map_or("nankai", |unit| unit.code.as_str());
    let instead = [OrderRole::Lead, OrderRole::Lead].map(|role| case.target(other, role));
    let [first, second] = instead;
    all.push(Command::Redispatch { order: one, to: first, reason: "改派".into() });
    all.push(Command::Recall {
        order: one, instead: pick.is_multiple_of(2).then_some(second), reason: "派错".into()
    });
    let to = vec![case.target(["heping", "cgw"][pick % 2], OrderRole::Supporting)];
    all.push(Command::AddSupport { to, opinion: String::new() });
    all.push(Command::DecideDelay { order: one, granted_working_days: 0, reason: "不同意".into() });
    all.push(Command::DecideUndue { order: one, agreed: false, reason: "应当办理".into() });
    all.push(Command::DecideAppeal { order: one, granted: false, reason: "证据不足".into() });
    all.push(Command::CheckWithdraw { pressed: true, note: "有人要求撤诉".into() });
    all.push(Command::Invalidate { agreed: false, reason: "有诉求".into() });
    all.push(Command::Follow { outcome: Outcome::Answered });
    if let Some((clock, kind, rung)) = case.request.clocks.last().map(|clock| (clock.id, clock.kind, clock.rung)) {
        let message = Message { clock: Some((clock, kind, rung.saturating_sub(1))), ..undelivered(None) };
        all.push(Command::Untold { message: Box::new(message), why: "空号".into() });
    }
    let twice =
        Callback::Rework { survey: dissatisfied(), orders: vec![two, one, two], points: vec!["没有来".into()] };
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
    CommandKind::CallbackClose,
    CommandKind::DecideDelay,
    CommandKind::RefuseReturn,
    CommandKind::Redispatch,
    CommandKind::MilestoneDone,
    CommandKind::Follow,
];

/// Mostly what the table permits, and of that mostly what leads on, so that requests get somewhere; sometimes anything at all.
fn choose(case: &mut Case, (which, pick, _, _): Throw) -> Command {
    let mut all = candidates(case, usize::from(pick));
    if !which.is_multiple_of(8) {
        let request = &case.request;
        all.retain(|command| request.possible(command.order()).contains(&command.kind()));
    }
    if which % 8 > 3 && all.iter().any(|command| ONWARD.contains(&command.kind())) {
        all.retain(|command| ONWARD.contains(&command.kind()));
    }
    if all.is_empty() {
        Command::Urge { text: String::new() }
    } else {
        all.swap_remove(usize::from(which / 8) % all.len())
    }
}

/// Lives through it; hands each step to the witness.
fn live(intake: Intake, throws: &[Throw], mut witness: impl FnMut(&Request, &Entry)) -> Result<Request, TestCaseError> {
    let mut case = Case::of(intake);
    check_whole(&case)?;
    for throw in throws {
        case.now = case.now + lianxin_domain::Minutes(throw.3);
        let (mut before, from) = (case.request.clone(), case.entries.len());
        // A pause whose end is noticed late may leave a due moment in the past: that rings in the next round.
        case.ring();
        case.ring();
        prop_assert!(case.ring().is_empty(), "what rang does not ring again");
        let command = choose(&mut case, *throw);
        let who = Actor {
            roles: [anybody().roles, vec![Role::Agent]].concat(),
            ..if throw.2 { another() } else { anybody() }
        };
        let untouched = case.request.clone();
        match case.tries_by(&who, command) {
            Ok(()) => {}
            Err(Refusal::NoDue(why)) => prop_assert!(false, "{why}"),
            Err(_) => prop_assert_eq!(&untouched, &case.request, "what is refused changes nothing"),
        }
        for entry in &case.entries[from..] {
            let mut after = before.clone();
            after.apply(entry).unwrap();
            check_row(&before, entry, &after).map_err(TestCaseError::fail)?;
            check_flags(&before, &after)?;
            witness(&before, entry);
            before = after;
        }
        check_whole(&case)?;
    }
    check_rungs(&case.entries)?;
    Ok(case.request)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_whatever_people_do(intake in requests(), throws in throws(1..60)) {
        live(intake, &throws, |_, _| {})?;
    }
}

/// What takes too many right moves in a row for chance.
fn lives_that_the_dice_miss() -> Vec<Case> {
    let mut recalled = Case::dispatched(&["hexi"]);
    recalled.recalled("hexi");
    let mut unreached = Case::awaiting_callback();
    for _ in 0..3 {
        unreached.does(Command::Callback(Callback::Unreached { note: "无人接听".into() }));
        unreached.wait(240);
    }
    let mut undue = Case::at_work();
    let order = undue.order("hexi");
    undue.does(Command::AskSupport { order, unit: None, reason: "管线属他方".into() });
    undue.reported_undue("hexi");
    let mut parked = Case::dispatched(&["hexi"]);
    parked.accept("hexi");
    let order = parked.order("hexi");
    parked.does(Command::Progress { order, text: "已勘查".into(), files: Vec::new() });
    parked.parked("hexi", &[5]);
    parked.does(Command::Unpark { order, reason: "配件已到".into() });
    let mut merged = Case::registered();
    let into = lianxin_domain::RequestId(Uuid::from_u128(99));
    merged.does(Command::Merge { into, number: "TJ250303-000099".into(), evidence: "同一处".into() });
    merged.does_by(&common::system(), Command::Follow { outcome: Outcome::CalledBack });
    let points = vec!["还不亮".into()];
    merged.does(Command::Callback(Callback::Rework { survey: dissatisfied(), orders: Vec::new(), points }));
    let mut appealed = Case::closed();
    let order = appealed.order("hexi");
    let ask = || Command::Appeal { order, claim: AppealClaim::Solved, reason: "理由".into(), files: Vec::new() };
    appealed.does(ask());
    appealed.does(Command::DecideAppeal { order, granted: false, reason: "证据不足".into() });
    appealed.does(ask());
    vec![recalled, unreached, undue, parked, merged, appealed]
}

/// The dice of the property above reach every stage that can be reached and most rows of the table, or it would prove little.
#[test]
fn the_dice_reach_everything() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = (requests(), throws(60..61));
    let (mut stages, mut orders, mut rows) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut seen: BTreeMap<CommandKind, Vec<ClockEffect>> = BTreeMap::new();
    for _ in 0..500 {
        let (intake, throws) = strategy.new_tree(&mut runner).unwrap().current();
        let last = live(intake, &throws, |before, entry| {
            stages.insert(before.state.stage());
            orders.extend(before.orders.iter().map(|order| order.state.stage()));
            rows.insert(row(&entry.event));
            seen.entry(row(&entry.event)).or_default().extend(clock_effects(before, entry));
        });
        stages.insert(last.unwrap().state.stage());
    }
    let missing: Vec<_> = Stage::ALL.iter().filter(|stage| !stages.contains(stage)).collect();
    assert_eq!(missing, [&Stage::Draft]);
    let missing: Vec<_> = OrderStage::ALL.iter().filter(|stage| !orders.contains(stage)).collect();
    assert_eq!(missing, Vec::<&OrderStage>::new());
    for case in lives_that_the_dice_miss() {
        let mut before = Request::begin(case.request.id, &case.entries[0]).unwrap();
        for entry in &case.entries[1..] {
            seen.entry(row(&entry.event)).or_default().extend(clock_effects(&before, entry));
            before.apply(entry).unwrap();
        }
    }
    let rare = [CommandKind::Draft, CommandKind::Register, CommandKind::ApplyPolicy];
    let missing: Vec<_> = CommandKind::ALL.iter().filter(|kind| !rows.contains(kind) && !rare.contains(kind)).collect();
    assert_eq!(missing, Vec::<&CommandKind>::new());
    // What the table says of clocks happens, too. These say it of a move that is the beginning of another one, which is seen there.
    let told_elsewhere = [
        (CommandKind::Register, ClockEffect::Start(ClockKind::Dispatch)),
        (CommandKind::DecideUndue, ClockEffect::Start(ClockKind::Handle)),
        (CommandKind::Follow, ClockEffect::Start(ClockKind::Callback)),
        (CommandKind::ApplyPolicy, ClockEffect::Recompute),
        // In Tianjin the time to dispatch follows the grade alone; elsewhere it may follow the topic.
        (CommandKind::Classify, ClockEffect::Recompute),
    ];
    let mut never = Vec::new();
    for rule in table::TABLE {
        let seen = seen.get(&rule.command).map_or(&[][..], Vec::as_slice);
        for effect in rule.clocks.iter().filter(|effect| !told_elsewhere.contains(&(rule.command, **effect))) {
            let stops = |seen: &ClockEffect| *effect == ClockEffect::StopAll && matches!(seen, ClockEffect::Stop(_));
            let happens = seen.iter().any(|seen| seen == effect || stops(seen));
            if !happens {
                never.push(format!("{} {effect:?}", rule.command));
            }
        }
    }
    assert_eq!(never, Vec::<String>::new(), "the table says more than happens");
}
