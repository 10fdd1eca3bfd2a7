//! 重办: the second time somebody higher judges, the third time it is supervised.

use lianxin_domain::access::{Actor, Role};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::machine::Situation;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, OrderStage, Stage, TaskKind};

use crate::common::{Case, city, march, obstacle, person};

fn officer(role: Role) -> Actor {
    person(&[role], "center", 50 + role as u128)
}

/// Who may approve the report that lies there now, of the three ranks.
fn may_approve(case: &Case) -> Vec<Role> {
    let ranks = [Role::Reviewer, Role::FloorSupervisor, Role::Supervision];
    let order = case.order("hexi");
    let may = |role: &Role| {
        let actor = officer(*role);
        let at = Situation { actor: &actor, city: city(), now: case.now };
        case.request.decide(Command::Approve { order }, at).is_ok()
    };
    ranks.into_iter().filter(may).collect()
}

#[test]
fn each_time_somebody_higher() {
    let mut case = Case::reported();
    assert_eq!(may_approve(&case), [Role::Reviewer, Role::FloorSupervisor, Role::Supervision]);
    case.approve("hexi");
    case.reworked("hexi");
    case.report("hexi");
    assert_eq!(may_approve(&case), [Role::Reviewer, Role::FloorSupervisor, Role::Supervision]);
    case.approve("hexi");
    case.reworked("hexi");
    assert_eq!((case.request.reworks, case.request.dealings.sheets.len()), (2, 0));
    case.report("hexi");
    assert_eq!(may_approve(&case), [Role::FloorSupervisor, Role::Supervision]);
    case.approve("hexi");
    case.reworked("hexi");
    assert_eq!((case.request.reworks, case.request.dealings.sheets.len()), (3, 1), "with a sheet");
    case.report("hexi");
    assert_eq!(may_approve(&case), [Role::Supervision]);
    let order = case.order("hexi");
    let back = Command::SendBack { order, points: vec!["没有照片".into()] };
    assert_eq!(obstacle(case.tries_by(&officer(Role::FloorSupervisor), back.clone())), Obstacle::HigherReviewer);
    case.does_by(&officer(Role::Supervision), back);
}

#[test]
fn the_sheet_says_what_was_wrong_and_has_a_day() {
    let mut case = Case::awaiting_callback();
    for _ in 0..2 {
        case.reworked("hexi");
        case.report("hexi");
        case.approve("hexi");
    }
    case.reworked("hexi");
    let sheet = &case.request.dealings.sheets[0];
    assert_eq!((sheet.demand.as_str(), sheet.due), ("第 3 次重办：没修好", march("06T17:30")));
    assert_eq!(case.clock_of("hexi", ClockKind::Supervision).due, sheet.due);
    assert_eq!(case.request.open_tasks(TaskKind::AnswerSheet, Some(case.order("hexi"))).count(), 1);
}

#[test]
fn a_fourth_rework_needs_no_second_sheet() {
    let mut case = Case::awaiting_callback();
    for _ in 0..4 {
        case.reworked("hexi");
        case.report("hexi");
        case.approve("hexi");
    }
    assert_eq!(case.request.dealings.sheets.len(), 1, "the first is not lifted yet");
}

#[test]
fn a_new_period_from_the_day_of_the_call() {
    let mut case = Case::awaiting_callback();
    case.wait(24 * 60);
    case.reworked("hexi");
    assert_eq!((case.stage(), case.order_stage("hexi")), (Stage::Handling, OrderStage::Rework));
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("11T17:30"));
}

/// The whole comes first, so that its new end bounds the part.
#[test]
fn a_part_done_again_with_its_whole_is_due_with_it() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    case.report("hexi.taoyuan");
    case.approve("hexi.taoyuan");
    case.report("hexi");
    case.approve("hexi");
    let orders = vec![case.order("hexi.taoyuan"), case.order("hexi")];
    let survey = crate::common::dissatisfied();
    let points = vec!["没修好".into()];
    case.does(Command::Callback(lianxin_domain::request::Callback::Rework { survey, orders, points }));
    let due = |unit: &str| case.clock_of(unit, ClockKind::Handle).due;
    assert!(due("hexi.taoyuan") <= due("hexi"));
    let kinds: Vec<_> = case.request.clocks.iter().rev().take(2).map(|clock| clock.order).collect();
    assert_eq!(kinds, [Some(case.order("hexi.taoyuan")), Some(case.order("hexi"))], "the whole first");
}
