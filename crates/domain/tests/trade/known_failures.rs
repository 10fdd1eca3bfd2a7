//! How clocks of other systems are known to fail, each shown not to happen to an order here. A test is named after the cause. What
//! the calendar alone can show (Zammad #3180, GLPI #22678 and #6902, osTicket #6739, #6847 and #5213, DIGIT's wall clock) stands in
//! `src/clock/known_failures.rs`.

use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
use lianxin_domain::Grade;
use lianxin_domain::city::{City, Policies};
use lianxin_domain::clock::{ClockKind, Period, SpecialDay};
use lianxin_domain::request::{Command, Event, OrderStage, Request, Running, Stage};

use crate::common::{Case, city, march, system};

fn clock(request: &Request, kind: ClockKind) -> &Running {
    request.clocks.iter().find(|clock| clock.kind == kind).unwrap()
}

/// Zammad #5177: the clock of the last update stands before that of the first contact and hides it.
#[test]
fn one_clock_overrides_another() {
    let mut case = Case::dispatched(&["hexi"]);
    case.accept("hexi");
    let order = case.order("hexi");
    case.does(Command::Progress { order, text: "已派人".into(), files: Vec::new() });
    let (contact, handle) = (case.clock_of("hexi", ClockKind::Contact), case.clock_of("hexi", ClockKind::Handle));
    assert!(contact.is_open() && handle.is_open(), "each promise has a clock of its own");
    assert_eq!(case.request.next_due().unwrap().kind, ClockKind::Contact, "and the nearest is shown");
}

/// Zammad #3140, osTicket #1684: it escalates although the answer was given in time.
#[test]
fn what_was_done_in_time_escalates_all_the_same() {
    let mut case = Case::dispatched(&["hexi"]);
    case.accept("hexi");
    case.contact("hexi");
    let climbed = case.until(march("07T09:00"));
    assert!(climbed.iter().all(|rung| rung.starts_with("handle")), "{climbed:?}");
    assert!(!case.owed("hexi").overdue);
}

/// Zammad #2579: the moment at which it was done is never written, so nobody can say whether that was in time.
#[test]
fn when_it_was_done_is_never_written() {
    let mut case = Case::dispatched(&["hexi"]);
    case.wait(90);
    case.accept("hexi");
    let accept = clock(&case.request, ClockKind::Accept);
    assert_eq!((accept.stopped, accept.due, accept.overdue), (Some(case.now), march("04T17:30"), None));
    let closed = Case::closed();
    assert!(closed.request.clocks.iter().all(|c| c.stopped.is_some() || c.kind == ClockKind::Objection));
}

/// A city like Tianjin with a newer policy, changed.
fn newer(change: impl Fn(&mut lianxin_domain::city::Policy)) -> City {
    let mut other = city().clone();
    let mut policies = other.policies.all().to_vec();
    let mut policy = policies.last().unwrap().clone();
    policy.version = "2025-03b".into();
    policy.from = jiff_date(2025, 3, 4);
    change(&mut policy);
    policies.push(policy);
    other.policies = Policies::new(policies).unwrap();
    other
}

fn jiff_date(year: i16, month: i8, day: i8) -> jiff::civil::Date {
    jiff::civil::date(year, month, day)
}

/// Zammad #4353: a rule that is out of force goes on escalating what runs.
#[test]
fn a_rule_out_of_force_goes_on_escalating() {
    let other = newer(|policy| {
        for rule in policy.periods.iter_mut().filter(|rule| rule.clock == ClockKind::Handle) {
            rule.period = Period::WorkingDays(10);
        }
    });
    let mut case = Case::at_work();
    case.now = march("04T09:00");
    case.tries_in(&other, &system(), Command::ApplyPolicy).unwrap();
    let handle = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!((handle.policy.as_str(), handle.due), ("2025-03b", march("17T17:30")));
    assert_eq!(handle.first_due, march("10T17:30"), "what was promised first is kept");
    let entries = case.entries.len();
    case.tries_in(&other, &system(), Command::ApplyPolicy).unwrap();
    assert_eq!(case.entries.len(), entries, "once is enough");
}

/// Zammad #5624: the clock of the group that had it before runs on after the move.
#[test]
fn the_clock_of_the_unit_before_runs_on() {
    let mut case = Case::dispatched(&["hexi"]);
    case.return_asked("hexi", "heping");
    case.redispatched("hexi", "heping");
    let old = case.order("hexi");
    assert!(case.request.clocks.iter().filter(|clock| clock.order == Some(old)).all(|clock| !clock.is_open()));
    case.until(march("20T09:00"));
    assert!(!case.owed("hexi").overdue && case.owed("heping").overdue);
}

/// Zammad #904: what was merged escalates on its own.
#[test]
fn what_was_merged_escalates() {
    let mut case = Case::registered();
    let into = lianxin_domain::RequestId(uuid::Uuid::from_u128(99));
    case.does(Command::Merge { into, number: "TJ250303-000099".into(), evidence: "同一处".into() });
    assert_eq!(case.until(march("30T09:00")), Vec::<String>::new());
    assert!(!case.request.overdue);
}

/// Zammad #1322: the citizen answers by another way, and the clock that waits for him does not notice.
#[test]
fn an_answer_by_another_way_is_not_noticed() {
    let mut case = Case::at_work();
    case.pauses("hexi").unwrap();
    case.wait(60);
    let citizen = lianxin_domain::access::Actor::citizen("center".into());
    case.does_by(&citizen, Command::Supplement { text: "照片已从网站上传".into(), files: Vec::new() });
    assert!(case.clock_of("hexi", ClockKind::Handle).is_open());
    assert!(!case.clock_of("hexi", ClockKind::Handle).is_paused());
}

/// Zammad #188: after a reopening the old period is taken up again, so it is overdue at once, or what was late is forgotten.
#[test]
fn a_reopened_case_is_late_at_once_or_was_never_late() {
    let mut case = Case::closed();
    case.now = march("09T12:00");
    case.does(Command::Reopen { reason: "又坏了".into() });
    let handle = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!((handle.started, handle.due), (march("09T12:00"), march("14T17:30")), "a promise of its own");
    let first = clock(&case.request, ClockKind::Handle);
    assert_eq!((first.due, first.stopped), (march("10T17:30"), Some(march("03T09:00"))), "the first stays as it was");
}

/// Zammad #534: the calendar changes and nobody counts again.
#[test]
fn a_changed_calendar_is_not_counted_again() {
    let mut case = Case::at_work();
    let now = case.now;
    let mut other = city().clone();
    let name = lianxin_domain::Bilingual { zh: "临时放假".into(), en: "Closed".into() };
    let closed = SpecialDay { date: jiff_date(2025, 3, 10), works: false, name };
    let week = |day| other.calendar.weekday_openings(day).to_vec();
    let week = [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday].map(week);
    let special: Vec<SpecialDay> = other.calendar.special_days().cloned().chain([closed]).collect();
    let years: Vec<_> = other.calendar.years().collect();
    let make_up = other.calendar.make_up_openings().to_vec();
    other.calendar = lianxin_domain::clock::Calendar::new(other.zone.clone(), week, make_up, special, years);
    case.tries_in(&other, &system(), Command::ApplyPolicy).unwrap();
    let handle = case.clock_of("hexi", ClockKind::Handle);
    assert_eq!((handle.due, handle.first_due, handle.started), (march("11T17:30"), march("10T17:30"), now));
    let entries = case.entries.len();
    case.tries_in(&other, &system(), Command::ApplyPolicy).unwrap();
    assert_eq!(case.entries.len(), entries, "counted once");
}

/// Zammad #4432: reminders of working time at midnight or on a Sunday.
#[test]
fn a_reminder_of_working_time_comes_at_night() {
    let mut case = Case::dispatched(&["hexi"]);
    case.accept("hexi");
    case.until(march("20T09:00"));
    let rung = case.entries.iter().filter(|entry| matches!(entry.event, Event::Rung { .. }));
    let mut seen = 0;
    for entry in rung {
        let local = city().zone.to_datetime(entry.at.timestamp());
        let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
        assert!((8 * 60 + 30..=17 * 60 + 30).contains(&minutes), "{local}");
        assert!(city().calendar.is_working_day(local.date()).unwrap(), "{local}");
        seen += 1;
    }
    assert_eq!(seen, 9, "four of the contact, five of the handling");
}

/// Zammad #3523: what the overview shows as escalated and what was escalated differ.
#[test]
fn the_overview_and_the_ladder_disagree() {
    let mut case = Case::dispatched(&["hexi"]);
    case.until(march("04T17:29"));
    assert!(!case.owed("hexi").overdue && !case.request.overdue);
    case.until(march("04T17:30"));
    let flags = [case.owed("hexi").overdue, case.request.overdue];
    let expired = case.entries.iter().filter(|entry| matches!(entry.event, Event::Expired { .. })).count();
    let clocks = case.request.clocks.iter().filter(|clock| clock.overdue.is_some()).count();
    assert_eq!((flags, expired, clocks), ([true, true], 1, 1), "one event sets them all");
}

/// DIGIT (b): a comment or an edit sets the clock back.
#[test]
fn every_comment_sets_the_clock_back() {
    let mut case = Case::at_work();
    let before = case.clock_of("hexi", ClockKind::Handle).clone();
    let order = case.order("hexi");
    for hour in 1..6 {
        case.now = march(&format!("04T1{hour}:00"));
        case.does(Command::Progress { order, text: "处理中".into(), files: Vec::new() });
        case.does(Command::Urge { text: "快".into() });
        case.does(Command::Supplement { text: "补充".into(), files: Vec::new() });
    }
    assert_eq!(case.clock_of("hexi", ClockKind::Handle), &before);
}

/// DIGIT (c): what nobody has picked up is passed over.
#[test]
fn what_nobody_picked_up_never_escalates() {
    let mut case = Case::registered();
    let climbed = case.until(march("03T13:00"));
    assert_eq!(climbed, ["dispatch 0", "dispatch 1", "dispatch !", "dispatch 2", "dispatch 3"]);
}

/// DIGIT (a): the newest hundred are looked at, so the oldest, which are late, never. Here each clock carries the moment at which it
/// rings, so whoever sweeps asks for the earliest and needs no page.
#[test]
fn the_oldest_is_never_looked_at() {
    let mut old = Case::dispatched(&["hexi"]);
    let mut new = Case::registered();
    new.now = march("20T09:00");
    assert!(old.next_ring() < Some(new.now));
    old.now = march("20T09:00");
    assert!(old.ring().contains(&"handle 4".to_owned()), "two weeks late, and nothing is left out");
}

/// DIGIT (d): the levels run on the wall clock. Here a weekend is no delay of an ordinary matter, and is one of an emergency.
#[test]
fn a_weekend_breaks_an_ordinary_promise() {
    let mut friday = Case::registered();
    friday.now = march("07T17:00");
    friday.dispatch(&["hexi"]);
    assert!(friday.until(march("10T08:30")).iter().all(|rung| !rung.ends_with('!') || rung.starts_with("dispatch")));
    let mut emergency = Case::emergency();
    emergency.now = march("08T23:00");
    emergency.dispatch(&["hexi"]);
    assert!(emergency.until(march("08T23:15")).contains(&"accept !".to_owned()));
}

/// DIGIT: the window to object counts from the last change, so a comment lengthens it.
#[test]
fn a_comment_lengthens_the_window_to_object() {
    let mut case = Case::closed();
    let before = case.request.clock(ClockKind::Objection, None).unwrap().due;
    case.wait(24 * 60);
    case.does(Command::Reveal { reason: "核实".into() });
    assert_eq!(case.request.clock(ClockKind::Objection, None).unwrap().due, before);
}

/// osTicket #3034: a status cannot stop the clock. GLPI #6902: the pause is lost when the period changes.
#[test]
fn a_changed_grade_loses_the_pause() {
    let mut case = Case::at_work();
    case.now = march("03T10:00");
    case.pauses("hexi").unwrap();
    case.now = march("03T14:00");
    case.resumed("hexi");
    case.does(Command::ChangeGrade { grade: Grade::Urgent, reason: "停水".into() });
    assert_eq!(case.clock_of("hexi", ClockKind::Handle).due, march("04T13:00"), "24 hours and the four of the pause");
    assert_eq!((case.stage(), case.order_stage("hexi")), (Stage::Handling, OrderStage::Handling));
}
