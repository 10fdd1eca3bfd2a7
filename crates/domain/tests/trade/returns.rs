//! 退单、改派、撤回: an order at the wrong unit.

use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, Intake, OrderRole, OrderStage, Pool, Refusal, Stage, TaskKind};

use crate::common::{Case, city, intake, march, person};
use lianxin_domain::access::{Role, may};
use lianxin_domain::city::Exclusion;

#[test]
fn until_the_close_of_the_next_working_day() {
    let mut case = Case::dispatched(&["hexi"]);
    case.now = march("04T17:30");
    case.return_asked("hexi", "cgw");
    assert_eq!(case.order_stage("hexi"), OrderStage::ReturnAsked);

    let mut late = Case::dispatched(&["hexi"]);
    late.now = march("04T17:31");
    let ask = late.asks_return("hexi", "cgw");
    assert_eq!(late.refused(ask), Obstacle::ReturnTooLate);
}

#[test]
fn a_complex_matter_has_two_days() {
    let complex = || Intake { topic: Some("land.expropriate".into()), ..intake("拆迁补偿") };
    let mut case = Case::of(complex());
    case.dispatch(&["hexi"]);
    case.now = march("05T17:30");
    case.return_asked("hexi", "cgw");

    let mut late = Case::of(complex());
    late.dispatch(&["hexi"]);
    late.now = march("05T17:31");
    let ask = late.asks_return("hexi", "cgw");
    assert_eq!(late.refused(ask), Obstacle::ReturnTooLate);
}

#[test]
fn in_an_emergency_the_first_unit_acts_first() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    let ask = case.asks_return("hexi", "cgw");
    assert_eq!(case.refused(ask.clone()), Obstacle::ActFirst);
    case.contact("hexi");
    case.does(ask);
    assert_eq!(case.order_stage("hexi"), OrderStage::ReturnAsked);
}

#[test]
fn it_needs_a_reason_that_the_city_knows() {
    let mut case = Case::dispatched(&["hexi"]);
    let order = case.order("hexi");
    let ask = |reason: &str, basis: &str, suggested: Option<&str>| Command::AskReturn {
        order,
        reason: reason.into(),
        basis: basis.into(),
        suggested: suggested.map(Into::into),
        files: Vec::new(),
    };
    for wrong in
        [ask("no_wish", "法", Some("cgw")), ask("not_our_duty", "", Some("cgw")), ask("not_our_duty", "法", None)]
    {
        assert!(matches!(case.tries(wrong), Err(Refusal::Invalid(problems)) if problems.len() == 1));
    }
    assert_eq!(case.refused(ask("not_our_duty", "法", Some("hexi"))), Obstacle::SameUnitTwice);
    case.does(ask("duplicate", "", None));
}

#[test]
fn while_it_is_argued_the_handling_clock_runs_on() {
    let mut case = Case::dispatched(&["hexi"]);
    let due = case.clock_of("hexi", ClockKind::Handle).due;
    case.return_asked("hexi", "cgw");
    let order = Some(case.order("hexi"));
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, due);
    assert_eq!(case.request.clock(ClockKind::Accept, order), None, "whether it was accepted in time is moot");
    assert_eq!(case.clock_of("hexi", ClockKind::ReturnReview).due, march("04T17:30"));
    let task = case.request.task(case.task(TaskKind::ReturnReview)).unwrap();
    assert_eq!((task.due, &task.pool), (Some(march("04T17:30")), &Pool::Centre));
}

#[test]
fn refused_once_is_refused_for_good() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    case.return_asked("hexi", "cgw");
    case.wait(30);
    case.does(Command::RefuseReturn { order, reason: "属于你区职责".into() });
    assert_eq!(case.order_stage("hexi"), OrderStage::Handling, "back where it was");
    let ask = case.asks_return("hexi", "cgw");
    assert_eq!(case.refused(ask), Obstacle::ReturnRefusedBefore);
}

#[test]
fn an_argument_is_an_acceptance_and_wins_no_time() {
    let mut unaccepted = Case::dispatched(&["hexi"]);
    let order = unaccepted.order("hexi");
    unaccepted.return_asked("hexi", "cgw");
    unaccepted.wait(60);
    unaccepted.does(Command::RefuseReturn { order, reason: "应当办理".into() });
    assert_eq!(unaccepted.order_stage("hexi"), OrderStage::Accepted);
    assert_eq!(unaccepted.clock_of("hexi", ClockKind::Contact).started, march("03T10:00"));

    let mut accepted = Case::dispatched(&["hexi"]);
    accepted.accept("hexi");
    let before = accepted.clock_of("hexi", ClockKind::Contact).clone();
    let order = accepted.order("hexi");
    accepted.wait(60);
    accepted.return_asked("hexi", "cgw");
    accepted.wait(60);
    accepted.does(Command::RefuseReturn { order, reason: "应当办理".into() });
    assert_eq!(accepted.clock_of("hexi", ClockKind::Contact), &before, "the same promise runs on");
}

#[test]
fn another_unit_takes_its_place_in_its_role() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    case.return_asked("hexi", "heping");
    case.wait(10);
    case.redispatched("hexi", "heping");
    let (old, new) = (case.owed("hexi"), case.owed("heping"));
    assert_eq!((old.state.stage(), old.dealings.uncounted), (OrderStage::Replaced, Some(Exclusion::Recalled)));
    assert_eq!((new.role, new.dispatched), (OrderRole::Lead, case.now));
    let runs = |unit: &str| case.request.clocks.iter().any(|c| c.is_open() && c.order == Some(case.order(unit)));
    assert!(!runs("hexi") && runs("heping"), "nothing of the old order runs");
    let open = case.request.tasks.iter().filter(|task| task.done.is_none() && task.order == Some(old.id));
    assert_eq!(open.count(), 0);
    assert!(case.request.units.contains(&"heping".into()));
}

#[test]
fn nobody_gets_it_twice_at_once() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    case.return_asked("hexi", "heping");
    let order = case.order("hexi");
    for unit in ["hexi", "cgw"] {
        let to = case.target(unit, OrderRole::Lead);
        let again = Command::Redispatch { order, to, reason: "改派".into() };
        assert_eq!(case.refused(again), Obstacle::SameUnitTwice);
    }
}

/// Three units have argued; the fourth is designated and cannot give it back.
#[test]
fn sent_about_three_times_it_is_designated() {
    let mut case = Case::dispatched(&["hexi"]);
    for (from, to) in [("hexi", "heping"), ("heping", "nankai")] {
        case.return_asked(from, "cgw");
        case.redispatched(from, to);
        assert!(!case.owed(to).dealings.designated);
    }
    case.return_asked("nankai", "cgw");
    case.redispatched("nankai", "hebei");
    assert!(case.owed("hebei").dealings.designated);
    let ask = case.asks_return("hebei", "cgw");
    assert_eq!(case.refused(ask), Obstacle::Designated);
}

#[test]
fn a_recall_is_no_way_around_the_designation() {
    let mut case = Case::dispatched(&["hexi"]);
    for (from, to) in [("hexi", "heping"), ("heping", "nankai")] {
        case.return_asked(from, "cgw");
        case.redispatched(from, to);
    }
    case.recalled("nankai");
    case.dispatch(&["hebei", "cgw"]);
    assert!(case.owed("hebei").dealings.designated);
    assert!(!case.owed("cgw").dealings.designated, "only the lead is designated");
}

#[test]
fn a_part_goes_back_to_the_unit_above() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    case.return_asked("hexi.taoyuan", "hexi.machang");
    let task = case.request.task(case.task(TaskKind::ReturnReview)).unwrap().clone();
    assert_eq!(task.pool, Pool::Unit("hexi".into()));
    let part = case.order("hexi.taoyuan");
    let judge = |actor: &lianxin_domain::access::Actor, case: &Case| {
        may(actor, lianxin_domain::request::CommandKind::Redispatch, &case.request, Some(part), &city().units).is_ok()
    };
    assert!(judge(&person(&[Role::Handler], "hexi", 5), &case));
    assert!(!judge(&person(&[Role::Dispatcher], "center", 5), &case), "the centre did not pass it down");
    assert!(!judge(&person(&[Role::Handler], "hexi.taoyuan", 5), &case), "nobody judges himself");

    let elsewhere = case.target("heping", OrderRole::PassedDown);
    let wrong = Command::Redispatch { order: part, to: elsewhere, reason: String::new() };
    assert_eq!(case.refused(wrong), Obstacle::NotBelow);
    case.redispatched("hexi.taoyuan", "hexi.machang");
    let instead = case.owed("hexi.machang");
    assert_eq!((instead.role, instead.parent), (OrderRole::PassedDown, Some(case.order("hexi"))));
    assert!(case.clock_of("hexi.machang", ClockKind::Handle).due <= case.clock_of("hexi", ClockKind::Handle).due);
}

#[test]
fn what_was_passed_down_is_called_back_first() {
    let mut case = Case::dispatched(&["hexi"]);
    case.accept("hexi");
    case.pass_down("hexi", "hexi.taoyuan");
    let ask = case.asks_return("hexi", "cgw");
    assert_eq!(case.refused(ask.clone()), Obstacle::PartsOpen);
    case.recalled("hexi.taoyuan");
    case.does(ask);
}

#[test]
fn the_lead_recalled_alone_brings_the_request_back_to_the_dispatcher() {
    let mut case = Case::dispatched(&["hexi"]);
    case.recalled("hexi");
    assert_eq!((case.stage(), case.order_stage("hexi")), (Stage::Triage, OrderStage::Recalled));
    assert_eq!(case.request.clock(ClockKind::Dispatch, None).unwrap().due, march("03T11:00"));
    case.dispatch(&["heping"]);
    assert_eq!(case.stage(), Stage::Handling);
    assert_eq!(case.request.dealings.dispatches, 2);
}

#[test]
fn the_lead_is_not_recalled_from_under_the_others() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    let order = case.order("hexi");
    let recall = |instead| Command::Recall { order, instead, reason: "派错".into() };
    assert_eq!(case.refused(recall(None)), Obstacle::NoLead);
    let instead = Some(case.target("heping", OrderRole::Supporting));
    case.does(recall(instead));
    assert_eq!(case.owed("heping").role, OrderRole::Lead, "it takes the place of the lead");
}

#[test]
fn recalling_the_last_that_was_missing_brings_the_callback() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    case.accept("hexi");
    case.contact("hexi");
    case.report("hexi");
    case.approve("hexi");
    assert_eq!(case.stage(), Stage::Handling);
    case.recalled("cgw");
    assert_eq!(case.stage(), Stage::AwaitingCallback);
}

#[test]
fn support_is_asked_for_and_decided() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    let ask =
        |unit: Option<&str>| Command::AskSupport {
            order, unit: unit.map(Into::into), reason: "需要断电配合".into()
        };
    case.does(ask(Some("cgw")));
    let to = vec![case.target("cgw", OrderRole::Lead)];
    case.does(Command::AddSupport { to, opinion: "配合".into() });
    assert_eq!(case.owed("cgw").role, OrderRole::Supporting);
    assert_eq!(
        (case.request.clock(ClockKind::SupportReview, Some(order)), &case.owed("hexi").dealings.support),
        (None, &None)
    );
    case.does(ask(None));
    case.parked("hexi", &[5]);
    case.does(Command::RefuseSupport { order, reason: "已挂账".into() });
    assert_eq!(case.request.open_tasks(TaskKind::SupportReview, Some(order)).count(), 0);
}

#[test]
fn a_report_needs_no_support_any_more() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    case.does(Command::AskSupport { order, unit: None, reason: "人手不足".into() });
    case.report("hexi");
    assert_eq!(case.request.open_tasks(TaskKind::SupportReview, Some(order)).count(), 0);
    assert_eq!(case.owed("hexi").dealings.support, None);
}
