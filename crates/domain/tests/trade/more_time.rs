//! 延期、中止计时: more time, and time that does not count.

use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, Intake, OrderStage, Refusal, TaskKind};

use crate::common::{Case, intake, march, obstacle};

fn on(topic: &str) -> Case {
    let mut case = Case::of(Intake { topic: Some(topic.into()), ..intake("事项") });
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.contact("hexi");
    case
}

/// (topic, how often, how many working days at once)
#[test]
fn how_much_depends_on_the_class() {
    for (topic, times, most) in [("land.title", 1, 3), ("land.expropriate", 2, 15), ("city.lamp", 2, 10)] {
        let mut case = on(topic);
        assert!(matches!(case.asks_delay("hexi", most + 1), Err(Refusal::Invalid(_))), "{topic}: too long");
        assert!(matches!(case.asks_delay("hexi", 0), Err(Refusal::Invalid(_))), "{topic}: nothing");
        for _ in 0..times {
            case.delayed("hexi", most);
        }
        assert_eq!(obstacle(case.asks_delay("hexi", 1)), Obstacle::NoMoreDelays, "{topic}");
    }
    let mut danger = Case::emergency();
    danger.dispatch(&["hexi"]);
    danger.accept("hexi");
    danger.contact("hexi");
    assert_eq!(obstacle(danger.asks_delay("hexi", 1)), Obstacle::NoMoreDelays, "danger does not wait");
}

#[test]
fn counted_on_from_the_old_day_and_the_first_day_is_kept() {
    let mut case = Case::at_work();
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("10T17:30"));
    case.wait(24 * 60);
    case.asks_delay("hexi", 5).unwrap();
    assert_eq!(case.order_stage("hexi"), OrderStage::DelayAsked);
    case.delay_decided("hexi", 2);
    let clock = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!((clock.first_due, clock.due), (march("10T17:30"), march("12T17:30")), "in part");
    assert_eq!(clock.extensions[0].granted, march("04T09:00"));
    case.asks_delay("hexi", 5).unwrap();
    case.delay_decided("hexi", 0);
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("12T17:30"), "refused: the old day stands");
    assert_eq!((case.order_stage("hexi"), case.owed("hexi").dealings.delays), (OrderStage::Handling, 1));
}

#[test]
fn no_more_is_granted_than_was_asked_for() {
    let mut case = Case::at_work();
    case.asks_delay("hexi", 2).unwrap();
    let order = case.order("hexi");
    let more = Command::DecideDelay { order, granted_working_days: 3, reason: "同意".into() };
    assert!(matches!(case.tries(more), Err(Refusal::Invalid(_))));
}

#[test]
fn what_ran_out_stays_broken() {
    let mut case = Case::at_work();
    case.now = march("10T17:00");
    case.asks_delay("hexi", 2).unwrap();
    case.until(march("10T18:00"));
    let was = case.clock_of("hexi", ClockKind::Handle).overdue;
    assert_eq!(was, Some(march("10T17:30")));
    case.delay_decided("hexi", 2);
    let clock = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!((clock.due, clock.overdue), (march("12T17:30"), was), "granted too late, and still overdue");
    assert!(case.request.overdue && case.owed("hexi").overdue);
    assert_eq!(obstacle(case.asks_delay("hexi", 2)), Obstacle::DelayTooLate);
}

#[test]
fn a_pause_loses_nothing() {
    let mut case = Case::at_work();
    case.now = march("04T10:00");
    case.pauses("hexi").unwrap();
    assert!(case.clock_of("hexi", ClockKind::Handle).is_paused());
    assert_eq!(case.request.order_due(case.order("hexi")), None, "nothing counts down");
    case.now = march("06T10:00");
    case.resumed("hexi");
    let clock = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!(clock.due, march("12T17:30"), "the fourth and the fifth were not counted");
    assert_eq!((clock.first_due, clock.pauses.len()), (march("10T17:30"), 1));
}

#[test]
fn a_pause_within_a_day_costs_no_day() {
    let mut case = Case::at_work();
    case.now = march("04T09:00");
    case.pauses("hexi").unwrap();
    case.wait(180);
    case.resumed("hexi");
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("10T17:30"));
}

#[test]
fn a_pause_ends_by_itself_however_late_that_is_noticed() {
    let mut case = Case::at_work();
    case.now = march("04T10:00");
    case.pauses("hexi").unwrap();
    let mut late = case;
    assert_eq!(late.clock_of("hexi", ClockKind::Handle).ring, Some(march("11T10:00")), "seven days");
    late.now = march("14T10:00");
    late.ring();
    let clock = late.clock_of("hexi", ClockKind::Handle);
    assert_eq!(clock.pauses[0].until, Some(march("11T10:00")), "three days of sleep are no gift");
    assert_eq!(clock.due, march("17T17:30"));
}

#[test]
fn an_extension_does_not_lengthen_the_pause() {
    let mut case = Case::at_work();
    case.asks_delay("hexi", 2).unwrap();
    case.delay_decided("hexi", 2);
    case.pauses("hexi").unwrap();
    let ends = case.clock_of("hexi", ClockKind::Handle).ring;
    case.wait(24 * 60);
    case.asks_delay("hexi", 1).unwrap();
    case.delay_decided("hexi", 1);
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).ring, ends);
}

#[test]
fn what_the_citizen_adds_starts_the_clock_again() {
    let mut case = Case::at_work();
    case.pauses("hexi").unwrap();
    case.wait(60);
    case.does(Command::Supplement { text: "照片已发".into(), files: Vec::new() });
    assert!(!case.clock_of("hexi", ClockKind::Handle).is_paused());
}

#[test]
fn nobody_waits_for_a_question_that_was_not_asked() {
    let mut case = Case::dispatched(&["hexi"]);
    case.accept("hexi");
    assert_eq!(obstacle(case.pauses("hexi")), Obstacle::NoContactProof);
}

#[test]
fn a_part_is_given_no_more_than_the_whole_has() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    let whole = case.clock_of("hexi", ClockKind::Handle).due;
    case.delayed("hexi.taoyuan", 5);
    assert_eq!(case.clock_of("hexi.taoyuan", ClockKind::Handle).due, whole);
    case.pauses("hexi.taoyuan").unwrap();
    case.wait(3 * 24 * 60);
    case.resumed("hexi.taoyuan");
    assert_eq!(case.clock_of("hexi.taoyuan", ClockKind::Handle).due, whole);
}

#[test]
fn the_unit_above_grants_it_to_a_part() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    case.asks_delay("hexi.taoyuan", 1).unwrap();
    let task = case.request.task(case.task(TaskKind::DelayReview)).unwrap();
    assert_eq!(task.pool, lianxin_domain::request::Pool::Unit("hexi".into()));
}
