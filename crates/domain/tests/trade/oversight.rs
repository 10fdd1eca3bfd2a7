//! 督办、批示: pressing a unit, and answering for it.

use lianxin_domain::access::Role;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, Pool, Stage, TaskKind};

use crate::common::{Case, march, person, sheet};

#[test]
fn a_sheet_has_a_number_a_day_and_a_task_for_the_unit() {
    let mut case = Case::at_work();
    case.supervised("hexi");
    let sheet = &case.request.dealings.sheets[0];
    assert_eq!((sheet.number.as_str(), sheet.due), ("TJ250303-000013-D1", march("06T09:00")));
    assert_eq!(case.clock_of("hexi", ClockKind::Supervision).due, march("06T09:00"));
    let task = case.request.task(case.task(TaskKind::AnswerSheet)).unwrap();
    assert_eq!(task.pool, Pool::Unit("hexi".into()));
    assert!(case.request.dealings.is_supervised());
}

#[test]
fn answered_then_lifted() {
    let mut case = Case::at_work();
    case.supervised("hexi");
    let order = case.order("hexi");
    case.does(Command::AnswerSheet { order, text: "已安排更换".into() });
    assert_eq!(case.request.clock(ClockKind::Supervision, Some(order)), None);
    assert!(case.request.dealings.is_supervised(), "answered is not yet lifted");
    case.does(Command::LiftSheet { order, reason: "已办结".into() });
    assert!(!case.request.dealings.is_supervised());
    case.supervised("hexi");
    assert_eq!(case.request.dealings.sheets[1].number, "TJ250303-000013-D2");
}

#[test]
fn an_approved_order_still_answers_its_sheet() {
    let mut case = Case::reported();
    case.supervised("hexi");
    case.approve("hexi");
    assert_eq!(case.stage(), Stage::AwaitingCallback);
    let order = case.order("hexi");
    case.does(Command::AnswerSheet { order, text: "已办结".into() });
}

#[test]
fn no_answer_climbs_to_the_leader_on_duty() {
    let mut case = Case::at_work();
    case.supervised("hexi");
    let climbed = case.until(march("08T09:00"));
    let of_sheet: Vec<&String> = climbed.iter().filter(|rung| rung.starts_with("supervision")).collect();
    assert_eq!(of_sheet, ["supervision 0", "supervision 1", "supervision !", "supervision 2", "supervision 3"]);
}

#[test]
fn the_gravest_ways_need_a_leaders_word() {
    let mut case = Case::at_work();
    let (order, due) = (case.order("hexi"), march("10T17:30"));
    let team = person(&[Role::Supervision], "center", 5);
    let listed = || Command::Supervise { sheet: Box::new(sheet(order, "listed", due)) };
    assert_eq!(crate::common::obstacle(case.tries_by(&team, listed())), Obstacle::NeedsInstruction);
    let leader = person(&[Role::Leader], "center", 6);
    case.does_by(&leader, Command::Instruct { text: "请市城管委牵头限期解决".into() });
    assert_eq!(case.request.dealings.instructions[0].by, "6 号");
    case.does_by(&team, listed());
}

#[test]
fn urged_by_anybody_but_not_every_minute() {
    let mut case = Case::at_work();
    let urge = || Command::Urge { text: "请尽快".into() };
    case.does(urge());
    case.wait(9);
    assert_eq!(case.refused(urge()), Obstacle::TooOften);
    case.wait(1);
    case.does(urge());
    assert_eq!(case.request.urges, 2);
}
