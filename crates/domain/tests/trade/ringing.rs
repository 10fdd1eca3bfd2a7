//! 到点: who is told when a promise runs out, each rung once.

use lianxin_domain::city::Means;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Command, Effect, Event, Message, Stage, TaskKind};
use lianxin_domain::{Minutes, Moment};

use crate::common::{Case, march, system};

fn of(kind: &str, climbed: Vec<String>) -> Vec<String> {
    climbed.into_iter().filter(|rung| rung.starts_with(kind)).collect()
}

/// When each rung of this kind was climbed.
fn moments(case: &Case, of: ClockKind) -> Vec<Moment> {
    let rung = |entry: &&lianxin_domain::request::Entry| matches!(entry.event, Event::Rung { kind, .. } if kind == of);
    case.entries.iter().filter(rung).map(|entry| entry.at).collect()
}

/// The last message that a rung sent.
fn last_message(case: &Case) -> Message {
    let effects = case.entries.iter().flat_map(|entry| &entry.effects);
    let messages = effects.filter_map(|effect| if let Effect::Tell(message) = effect { Some(message) } else { None });
    messages.rev().find(|message| message.clock.is_some()).unwrap().clone()
}

fn undelivered(case: &mut Case) {
    let message = Box::new(last_message(case));
    case.does_by(&system(), Command::Untold { message, why: "空号".into() });
}

#[test]
fn each_rung_once_and_in_order() {
    let mut case = Case::dispatched(&["hexi"]);
    let climbed = of("accept", case.until(march("08T09:00")));
    assert_eq!(climbed, ["accept 0", "accept 1", "accept !", "accept 2", "accept 3"]);
    let at = moments(&case, ClockKind::Accept);
    assert_eq!(at[2..], [march("04T17:30"), march("05T17:30")]);
    assert!(at[0] < at[1] && at[1] < at[2]);
    assert_eq!(of("accept", case.until(march("30T09:00"))), Vec::<String>::new(), "the ladder has an end");
}

#[test]
fn days_late_it_still_climbs_every_rung_once() {
    let mut case = Case::dispatched(&["hexi"]);
    case.now = march("08T09:00");
    assert_eq!(of("accept", case.ring()), ["accept 0", "accept 1", "accept !", "accept 2", "accept 3"]);
    assert_eq!(case.ring(), Vec::<String>::new());
    let clock = case.request.clocks.iter().find(|clock| clock.kind == ClockKind::Accept).unwrap();
    assert_eq!(clock.overdue, Some(march("08T09:00")), "when it was noticed; the due moment tells when it was broken");
}

#[test]
fn what_reaches_nobody_goes_on_to_the_next_at_once() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.until(case.now + Minutes(15)); // half of the thirty minutes to contact the citizen
    assert_eq!(last_message(&case).clock.unwrap().1, ClockKind::Contact);
    let tells = |case: &Case| case.request.open_tasks(TaskKind::Tell, Some(case.order("hexi"))).count();
    let before = tells(&case);
    undelivered(&mut case);
    assert_eq!(tells(&case), before + 1, "somebody must say it");
    assert_eq!(of("contact", case.ring()), ["contact 1"]);
}

/// The rung of the due moment may come early; the promise breaks when it breaks.
#[test]
fn a_rung_brought_forward_does_not_swallow_the_due_moment() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.until(case.now + Minutes(15));
    for rung in ["contact 1", "contact 2"] {
        undelivered(&mut case);
        assert_eq!(of("contact", case.ring()), [rung]);
    }
    assert!(!case.owed("hexi").overdue, "nothing is broken yet");
    assert_eq!(of("contact", case.until(march("03T09:29"))), Vec::<String>::new());
    assert_eq!(of("contact", case.until(march("03T09:30"))), ["contact !"]);
    assert!(case.owed("hexi").overdue);
    assert_eq!(of("contact", case.until(march("03T09:45"))), ["contact 3"], "and the rest comes in its time");
}

/// Else it would ring again and again until the promise breaks.
#[test]
fn where_no_rung_is_left_nothing_is_brought_forward() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.until(case.now + Minutes(15));
    // More often than the ladder has rungs.
    for _ in 0..9 {
        undelivered(&mut case);
        case.ring();
    }
    undelivered(&mut case);
    let clock = case.request.clocks.iter().find(|clock| clock.kind == ClockKind::Contact).unwrap();
    assert_eq!(clock.ring, Some(clock.due), "what is left is the promise");
    assert_eq!(of("contact", case.until(march("03T09:30"))), ["contact !"]);
}

#[test]
fn what_reaches_nobody_does_not_end_a_pause() {
    let mut case = Case::at_work();
    assert_eq!(of("handle", case.until(march("10T12:00"))), ["handle 0", "handle 1"]);
    let order = case.order("hexi");
    case.does(Command::Pause { order, reason: "等待检验报告".into() });
    undelivered(&mut case);
    case.ring();
    assert!(case.request.clock(ClockKind::Handle, Some(order)).unwrap().is_paused());
}

#[test]
fn an_extension_begins_the_ladder_again() {
    let mut case = Case::at_work();
    assert_eq!(of("handle", case.until(march("10T12:00"))), ["handle 0", "handle 1"]);
    case.delayed("hexi", 2);
    assert_eq!(of("handle", case.until(march("10T18:00"))), Vec::<String>::new(), "the old day is no day any more");
    let again = of("handle", case.until(march("15T09:00")));
    assert_eq!(again, ["handle 0", "handle 1", "handle !", "handle 2", "handle 3", "handle 4"]);
}

#[test]
fn an_emergency_is_phoned_up_the_ladder() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    let climbed = of("must_phone", case.until(march("03T09:40")));
    assert_eq!(
        climbed,
        ["must_phone 0", "must_phone 1", "must_phone !", "must_phone 2", "must_phone 3", "must_phone 4"]
    );
    let minutes: Vec<i64> =
        moments(&case, ClockKind::MustPhone).iter().map(|at| at.seconds_since(march("03T09:00")) / 60).collect();
    assert_eq!(minutes, [3, 6, 10, 15, 20]);
    assert_eq!(case.request.open_tasks(TaskKind::MustPhone, Some(case.order("hexi"))).count(), 1, "one call waits");
}

#[test]
fn whoever_answers_ends_the_ladder() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.until(march("03T09:04"));
    let order = case.order("hexi");
    case.does(Command::Phone {
        order,
        number: "022-0000-0001".into(),
        answered: true,
        who: "老李".into(),
        promise: "十分钟到".into(),
    });
    assert_eq!(of("must_phone", case.until(march("03T10:00"))), Vec::<String>::new());
}

#[test]
fn a_call_to_be_made_is_a_task() {
    let mut case = Case::emergency();
    case.dispatch(&["hexi"]);
    case.until(march("03T09:25"));
    let message = last_message(&case);
    let order = case.order("hexi");
    assert_eq!((message.by, message.order), (Means::Phone, Some(order)));
    let task = case.task(TaskKind::Tell);
    case.does(Command::Told { task, note: "督办组已通知区政府".into() });
    assert!(case.request.task(task).unwrap().done.is_some());
}

#[test]
fn what_is_closed_rings_no_more() {
    let mut case = Case::closed();
    assert_eq!(case.until(march("10T08:59")), Vec::<String>::new());
    assert_eq!(case.stage(), Stage::Closed);
}

#[test]
fn the_delay_of_a_reviewer_is_not_the_units() {
    let mut case = Case::reported();
    let climbed = of("review", case.until(march("06T09:00")));
    assert_eq!(climbed, ["review 0", "review 1", "review !", "review 2", "review 3"]);
    assert!(case.request.overdue && !case.owed("hexi").overdue);
}

#[test]
fn a_question_that_nobody_answers_holds_nothing_for_ever() {
    let mut case = Case::registered();
    case.does(Command::AskCitizen { question: "哪一盏？".into() });
    case.until(march("06T09:00"));
    assert_eq!(case.stage(), Stage::Registered);
    assert!(!case.request.overdue, "nobody is to blame");
    assert!(case.request.clock(ClockKind::Dispatch, None).is_some());
}

#[test]
fn an_edit_that_moves_nothing_passes_over_no_rung() {
    let mut case = Case::dispatched(&["hexi"]);
    case.until(march("04T18:00"));
    case.now = march("05T17:40"); // the last rung was reached ten minutes ago and nobody has looked yet
    case.does(Command::ChangeGrade { grade: lianxin_domain::Grade::Urgent, reason: "影响出行".into() });
    case.does(Command::ChangeGrade { grade: lianxin_domain::Grade::Ordinary, reason: "误判".into() });
    assert!(case.request.overdue, "what was broken stays broken");
    let mut triage = Case::registered();
    triage.now = march("03T12:01");
    triage.ring();
    assert_eq!(triage.request.clock(ClockKind::Dispatch, None).unwrap().rung, 4);
    let mut late = Case::registered();
    late.until(march("03T11:30"));
    late.now = march("03T12:01");
    late.does(Command::Classify { topic: "city.lamp".into(), place: "hexi".into(), address: String::new() });
    assert_eq!(late.ring(), ["dispatch 3"]);
}
