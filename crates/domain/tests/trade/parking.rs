//! 挂账: what cannot be done soon.

use lianxin_domain::Minutes;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Command, Field, OrderStage, Parking, Refusal};

use crate::common::{Case, march, plan};

fn problems(case: &mut Case, plan: Parking) -> Vec<Field> {
    let order = case.order("hexi");
    match case.tries(Command::Park { order, plan: Box::new(plan) }) {
        Err(Refusal::Invalid(problems)) => problems.iter().map(|problem| problem.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_has_a_plan_an_owner_and_days_that_are_not_far_apart() {
    let mut case = Case::at_work();
    let now = case.now;
    let with = |change: fn(&mut Parking)| {
        let mut changed = plan(now, &[5, 20]);
        change(&mut changed);
        changed
    };
    assert_eq!(problems(&mut case, with(|plan| plan.plan.clear())), [Field::Plan]);
    assert_eq!(problems(&mut case, with(|plan| plan.owner.clear())), [Field::Name]);
    assert_eq!(problems(&mut case, with(|plan| plan.told.clear())), [Field::Told]);
    assert_eq!(problems(&mut case, with(|plan| plan.milestones.clear())), [Field::Milestones]);
    assert_eq!(problems(&mut case, plan(now, &[5, 3])), [Field::Milestones], "in order");
    assert_eq!(problems(&mut case, plan(now, &[31])), [Field::Milestones], "thirty days at most");
    let long: Vec<i64> = (1..=7).map(|step| step * 30).collect();
    assert_eq!(problems(&mut case, plan(now, &long)), [Field::Milestones], "half a year at most");
}

#[test]
fn the_handling_clock_stops_and_the_milestones_are_watched() {
    let mut case = Case::at_work();
    case.parked("hexi", &[5, 20]);
    let order = case.order("hexi");
    assert_eq!(case.order_stage("hexi"), OrderStage::Parked);
    assert_eq!(case.request.clock(ClockKind::Handle, Some(order)), None);
    assert_eq!(case.clock_of("hexi", ClockKind::Milestone).due, march("08T09:00"));
    let climbed = case.until(march("10T09:00"));
    assert_eq!(climbed, ["milestone 0", "milestone !", "milestone 1"]);
    assert!(case.owed("hexi").overdue, "a milestone is a promise too");
    case.milestone_done("hexi");
    assert_eq!(case.clock_of("hexi", ClockKind::Milestone).due, march("23T09:00"));
}

/// Nothing would ever ring for it again, and nobody would look.
#[test]
fn the_last_milestone_brings_it_back_to_work() {
    let mut case = Case::at_work();
    case.parked("hexi", &[5, 20]);
    case.milestone_done("hexi");
    assert_eq!(case.order_stage("hexi"), OrderStage::Parked);
    case.milestone_done("hexi");
    assert_eq!(case.order_stage("hexi"), OrderStage::Handling);
    assert!(case.clock_of("hexi", ClockKind::Handle).due > case.now);
}

#[test]
fn supervision_takes_it_up_again_before_the_end() {
    let mut case = Case::at_work();
    case.parked("hexi", &[5]);
    case.now = case.now + Minutes(60);
    let order = case.order("hexi");
    case.does(Command::Unpark { order, reason: "配件已到".into() });
    assert_eq!(case.request.clock(ClockKind::Milestone, Some(order)), None);
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("10T17:30"));
    case.report("hexi");
}
