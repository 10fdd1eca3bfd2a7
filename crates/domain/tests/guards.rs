//! Every obstacle stands in somebody's way once.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;
#[path = "guards/trade.rs"]
mod trade;

use std::cell::RefCell;

use common::{Case, another, anybody, content, dissatisfied, intake, person, report};
use lianxin_domain::access::{Denied, Role};
use lianxin_domain::request::machine::{TARGETS_MAX, URGE_APART};
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Callback, Command, Intake, OrderRole, Refusal, Solved, TaskKind};
use lianxin_domain::{FileId, Grade, Kind};
use uuid::Uuid;

/// Notes which obstacles were met, to see in the end that none was forgotten.
#[derive(Default)]
struct Met(RefCell<Vec<Obstacle>>);

impl Met {
    fn stands(&self, obstacle: Obstacle, tried: Result<(), Refusal>) {
        assert_eq!(tried.unwrap_err(), Refusal::Guard(obstacle));
        self.0.borrow_mut().push(obstacle);
    }
}

fn dispatch(case: &mut Case, to: &[(&str, OrderRole)]) -> Result<(), Refusal> {
    let to = to.iter().map(|(unit, role)| case.target(unit, *role)).collect();
    case.tries(Command::Dispatch { to, opinion: String::new() })
}

#[test]
fn every_obstacle_stands_somewhere() {
    let met = Met::default();
    of_dispatch(&met);
    of_work(&met);
    of_tasks(&met);
    of_the_callback(&met);
    of_the_rest(&met);
    trade::of_returns(&met);
    trade::of_more_time(&met);
    trade::of_supervision(&met);
    trade::of_merging(&met);
    trade::of_endings(&met);
    trade::of_review(&met);
    // The master is a request of its own: whoever merges two looks at it.
    let asked_outside = |obstacle: &&Obstacle| **obstacle == Obstacle::MasterOver;
    let stood = |obstacle: &&Obstacle| met.0.borrow().contains(obstacle) || asked_outside(obstacle);
    let forgotten: Vec<&Obstacle> = Obstacle::ALL.iter().filter(|obstacle| !stood(obstacle)).collect();
    assert_eq!(forgotten, Vec::<&Obstacle>::new());
}

fn of_dispatch(met: &Met) {
    use OrderRole::{Lead, PassedDown, Supporting};
    let mut case = Case::registered();
    met.stands(Obstacle::NoLead, dispatch(&mut case, &[]));
    met.stands(Obstacle::NoLead, dispatch(&mut case, &[("hexi", Supporting)]));
    met.stands(Obstacle::NoLead, dispatch(&mut case, &[("hexi", Lead), ("cgw", Lead)]));
    met.stands(Obstacle::NoLead, dispatch(&mut case, &[("hexi", Lead), ("cgw", PassedDown)]));
    met.stands(Obstacle::SameUnitTwice, dispatch(&mut case, &[("hexi", Lead), ("hexi", Supporting)]));
    let crowd: Vec<(&str, OrderRole)> =
        [("hexi", Lead)].into_iter().chain(vec![("cgw", Supporting); TARGETS_MAX]).collect();
    met.stands(Obstacle::TooManyUnits, dispatch(&mut case, &crowd));
    let mut nowhere = Case::of(Intake { place: None, ..intake("地点不明") });
    met.stands(Obstacle::NoPlace, dispatch(&mut nowhere, &[("hexi", Lead)]));
    dispatch(&mut case, &[("hexi", Lead), ("cgw", Supporting)]).unwrap();
}

fn of_work(met: &Met) {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    let down = |case: &mut Case, unit: &str| {
        let to = case.target(unit, OrderRole::PassedDown);
        case.tries(Command::PassDown { order, to, opinion: "请处置".into() })
    };
    for unit in ["hexi", "xiqing.zhongbei", "cgw"] {
        met.stands(Obstacle::NotBelow, down(&mut case, unit));
    }
    down(&mut case, "hexi.taoyuan").unwrap();
    met.stands(Obstacle::SameUnitTwice, down(&mut case, "hexi.taoyuan"));
    let solved = || Command::Report { order, report: Box::new(report(Solved::Yes)) };
    met.stands(Obstacle::PartsOpen, case.tries(solved()));

    let mut silent = Case::dispatched(&["hexi"]);
    silent.accept("hexi");
    let order = silent.order("hexi");
    let tells = |solved: Solved, files: Vec<FileId>| {
        let report = lianxin_domain::request::Report { files, ..report(solved) };
        Command::Report { order, report: Box::new(report) }
    };
    met.stands(Obstacle::NoContactProof, silent.tries(tells(Solved::Yes, Vec::new())));
    silent.does(Command::Contact { order, reached: false, note: "无人接听".into() });
    met.stands(Obstacle::NoContactProof, silent.tries(tells(Solved::Yes, Vec::new())));
    silent.does(tells(Solved::Yes, vec![FileId(Uuid::nil())]));

    let mut ordinary = Case::dispatched(&["hexi"]);
    let order = ordinary.order("hexi");
    let phone = Command::Phone {
        order,
        number: "022-0000-0001".into(),
        answered: true,
        who: "老李".into(),
        promise: String::new(),
    };
    met.stands(Obstacle::NotEmergency, ordinary.tries(phone));
}

fn of_tasks(met: &Met) {
    let mut case = Case::registered();
    let task = case.task(TaskKind::Dispatch);
    let (claim, release) = (|| Command::Claim { task }, || Command::Release { task });
    met.stands(Obstacle::NotYours, case.tries(release()));
    case.does(claim());
    let version = case.request.version;
    case.does(claim());
    assert_eq!(case.request.version, version, "claiming one's own task again is no news");
    met.stands(Obstacle::ClaimedByOther, case.tries_by(&another(), claim()));
    let colleague = person(&[Role::Dispatcher], "center", 2);
    met.stands(Obstacle::NotYours, case.tries_by(&colleague, release()));
    for command in [
        Command::SendToTriage { why: "复杂".into() },
        Command::Answer { answer: "话".into(), knowledge: Vec::new() },
        Command::Refuse { reason: "outside_city".into(), told: "话".into() },
        Command::Classify { topic: "city.lamp".into(), place: "hexi".into(), address: String::new() },
    ] {
        met.stands(Obstacle::ClaimedByOther, case.tries_by(&another(), command));
    }
    let supervisor = person(&[Role::FloorSupervisor], "center", 3);
    case.does_by(&supervisor, release());
    assert_eq!(case.request.task(task).unwrap().claimed, None, "a floor supervisor frees what somebody left behind");
    let nobody = common::system();
    met.stands(Obstacle::NotYours, case.tries_by(&nobody, claim()));
    case.dispatch(&["hexi"]);
    met.stands(Obstacle::TaskDone, case.tries(claim()));
    met.stands(Obstacle::TaskDone, case.tries(release()));
}

/// Whoever could not do a task may not take it away from those who can.
#[test]
fn a_task_is_taken_from_ones_own_pool() {
    let handler = |unit: &str| person(&[Role::Handler], unit, 9);
    let at_centre = |role: Role| person(&[role], "center", 9);
    let mut case = Case::registered();
    let takes = |case: &mut Case, actor: &lianxin_domain::access::Actor, kind: TaskKind| {
        let task = case.task(kind);
        let taken = case.tries_by(actor, Command::Claim { task });
        if taken.is_ok() {
            case.does_by(actor, Command::Release { task });
        }
        taken.map_err(|refusal| matches!(refusal, Refusal::Denied(Denied::Role { .. } | Denied::OtherUnit)))
    };
    assert_eq!(takes(&mut case, &handler("hexi"), TaskKind::Dispatch), Err(true));
    assert_eq!(takes(&mut case, &at_centre(Role::CallbackAgent), TaskKind::Dispatch), Err(true));
    assert_eq!(takes(&mut case, &at_centre(Role::Agent), TaskKind::Dispatch), Ok(()));

    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.pass_down("hexi", "hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    case.report("hexi.taoyuan");
    assert_eq!(
        takes(&mut case, &at_centre(Role::Reviewer), TaskKind::Review),
        Err(true),
        "the unit that passed it down reviews it"
    );
    assert_eq!(takes(&mut case, &handler("cgw"), TaskKind::Review), Err(true));
    assert_eq!(takes(&mut case, &handler("hexi.taoyuan"), TaskKind::Review), Err(true), "nobody reviews himself");
    assert_eq!(takes(&mut case, &handler("hexi"), TaskKind::Review), Ok(()));

    case.approve("hexi.taoyuan");
    case.report("hexi");
    assert_eq!(takes(&mut case, &handler("hexi"), TaskKind::Review), Err(true));
    assert_eq!(takes(&mut case, &at_centre(Role::Reviewer), TaskKind::Review), Ok(()));
    case.approve("hexi");
    assert_eq!(takes(&mut case, &at_centre(Role::Dispatcher), TaskKind::Callback), Err(true));
    assert_eq!(takes(&mut case, &at_centre(Role::CallbackAgent), TaskKind::Callback), Ok(()));
}

fn of_the_callback(met: &Met) {
    let mut case = Case::awaiting_callback();
    let close = |explained: Option<&str>| {
        Command::Callback(Callback::Close { survey: dissatisfied(), explained: explained.map(Into::into) })
    };
    met.stands(Obstacle::NotSatisfied, case.tries(close(None)));
    met.stands(Obstacle::NotSatisfied, case.tries(close(Some("  "))));
    let rework = Callback::Rework { survey: dissatisfied(), orders: Vec::new(), points: vec!["没有来".into()] };
    met.stands(Obstacle::NothingToRework, case.tries(Command::Callback(rework)));
    let task = case.task(TaskKind::Callback);
    case.does_by(&another(), Command::Claim { task });
    let call = Command::Callback(Callback::Close { survey: content(), explained: None });
    met.stands(Obstacle::ClaimedByOther, case.tries_by(&anybody(), call));
    case.does_by(&another(), close(Some("依法不能办理，已当面解释")));
}

fn of_the_rest(met: &Met) {
    let mut case = Case::registered();
    let urge = || Command::Urge { text: String::new() };
    case.does(urge());
    case.wait(URGE_APART.0 - 1);
    met.stands(Obstacle::TooOften, case.tries(urge()));
    case.wait(1);
    case.does(urge());

    let grade = |grade: Grade| Command::ChangeGrade { grade, reason: "情况变化".into() };
    met.stands(Obstacle::SameGrade, case.tries(grade(Grade::Ordinary)));
    let mut water = Case::of(Intake {
        topic: Some("water.burst".into()),
        grade: Grade::Urgent,
        grade_reason: "爆管".into(),
        ..intake("爆管")
    });
    let dispatcher = person(&[Role::Dispatcher], "center", 4);
    met.stands(Obstacle::BelowFloor, water.tries_by(&dispatcher, grade(Grade::Ordinary)));
    water.does_by(&person(&[Role::FloorSupervisor], "center", 3), grade(Grade::Ordinary));

    met.stands(Obstacle::AlreadyRated, {
        let mut rated = Case::closed();
        rated.tries(Command::Rate { survey: content() })
    });
    let mut nobody = Case::of(Intake { contact: None, ..intake("匿名") });
    met.stands(Obstacle::NoIdentity, nobody.tries(Command::Reveal { reason: "核实".into() }));
    let mut wrong = Case::of(Intake { kind: Kind::Report, ..intake("举报") });
    met.stands(
        Obstacle::KindNotAnswerable,
        wrong.tries(Command::Answer { answer: "话".into(), knowledge: Vec::new() }),
    );
}
