//! 转接、无效、撤诉、异议、归档、申诉: ways out of a request, and back in.

use lianxin_domain::access::{Actor, Role, may, may_take};
use lianxin_domain::city::Exclusion;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{AppealClaim, Command, CommandKind, OrderStage, Refusal, Stage, TaskKind};

use crate::common::{Case, city, march, obstacle, person};

fn officer(role: Role) -> Actor {
    person(&[role], "center", 30 + role as u128)
}

fn appeals(case: &mut Case) -> Result<(), Refusal> {
    let order = case.order("hexi");
    let reason = "市民评价与事实不符".into();
    case.tries(Command::Appeal { order, claim: AppealClaim::Satisfaction, reason, files: Vec::new() })
}

fn decides(case: &mut Case, role: Role, granted: bool) -> Result<(), Refusal> {
    let order = case.order("hexi");
    case.tries_by(&officer(role), Command::DecideAppeal { order, granted, reason: "核对录音".into() })
}

#[test]
fn before_anybody_acts_a_withdrawal_holds_at_once() {
    let mut case = Case::registered();
    case.withdraws();
    assert_eq!((case.stage(), case.request.ended), (Stage::Withdrawn, Some(case.now)));
    let mut recalled = Case::dispatched(&["hexi"]);
    recalled.recalled("hexi");
    recalled.withdraws();
    assert_eq!(recalled.stage(), Stage::Withdrawn, "no unit has it any more");
}

#[test]
fn afterwards_the_citizen_is_asked_whether_anybody_pressed_him() {
    let mut case = Case::at_work();
    case.withdraws();
    assert_eq!(case.stage(), Stage::Handling);
    let again = Command::Withdraw { reason: "不用了".into() };
    assert_eq!(case.refused(again), Obstacle::AlreadyAsked);
    assert!(case.request.clock(ClockKind::WithdrawCheck, None).is_some());
    case.does(Command::CheckWithdraw { pressed: true, note: "街道要求撤诉".into() });
    assert_eq!((case.stage(), &case.request.dealings.withdrawal), (Stage::Handling, &None));
    case.withdraws();
    case.does(Command::CheckWithdraw { pressed: false, note: "确已修好".into() });
    assert_eq!((case.stage(), case.order_stage("hexi")), (Stage::Withdrawn, OrderStage::Recalled));
    assert_eq!(case.owed("hexi").dealings.uncounted, Some(Exclusion::Withdrawn));
}

#[test]
fn the_question_can_be_asked_wherever_the_request_has_come_to() {
    let mut case = Case::dispatched(&["hexi"]);
    case.withdraws();
    case.recalled("hexi");
    assert_eq!(case.stage(), Stage::Triage);
    case.does(Command::CheckWithdraw { pressed: false, note: "自愿".into() });
    assert_eq!(case.stage(), Stage::Withdrawn);
}

#[test]
fn an_end_forgets_a_withdrawal_that_nobody_checked() {
    let mut case = Case::reported();
    case.withdraws();
    case.approve("hexi");
    case.does(Command::Callback(lianxin_domain::request::Callback::Close {
        survey: crate::common::content(),
        explained: None,
    }));
    case.does(Command::Reopen { reason: "又坏了".into() });
    case.withdraws();
}

#[test]
fn withdrawn_is_opened_again_at_any_time() {
    let mut case = Case::registered();
    case.withdraws();
    case.wait(90 * 24 * 60);
    case.does(Command::Reopen { reason: "没有修好".into() });
    assert_eq!((case.stage(), case.request.ended), (Stage::Registered, None));
    assert_eq!(case.request.open_tasks(TaskKind::Dispatch, None).count(), 1);
}

#[test]
fn an_objection_in_the_window_is_rework_and_after_it_a_new_request() {
    let mut case = Case::closed();
    assert_eq!(case.request.clock(ClockKind::Objection, None).unwrap().due, march("10T09:00"), "seven days");
    case.now = march("10T09:00");
    case.does(Command::Reopen { reason: "第二天又不亮".into() });
    assert_eq!(
        (case.stage(), case.order_stage("hexi"), case.request.reworks),
        (Stage::Handling, OrderStage::Rework, 1)
    );
    assert_eq!(case.request.dealings.reopened, 1);

    // The window is over by its day, even if nobody has archived it yet.
    let mut late = Case::closed();
    late.now = march("10T09:01");
    let reopen = Command::Reopen { reason: "第二天又不亮".into() };
    assert_eq!(late.refused(reopen.clone()), Obstacle::WindowClosed);
    late.ring();
    assert_eq!(late.stage(), Stage::Archived);
    assert!(matches!(late.tries(reopen), Err(Refusal::NoSuchMove { .. })));
}

#[test]
fn nobody_is_blamed_for_the_end_of_the_window() {
    let mut case = Case::closed();
    case.until(march("11T09:00"));
    assert_eq!(case.stage(), Stage::Archived);
    assert!(!case.request.overdue);
    assert_eq!(case.next_ring(), None, "sealed: nothing rings any more");
}

#[test]
fn the_archive_waits_for_an_appeal() {
    let mut case = Case::closed();
    case.now = march("06T09:00");
    appeals(&mut case).unwrap();
    case.until(march("12T09:00"));
    assert_eq!(case.stage(), Stage::Closed, "the window is over, the appeal is not");
    assert_eq!(case.refused(Command::Archive), Obstacle::AppealWaits);
    decides(&mut case, Role::Reviewer, true).unwrap();
    assert_eq!(case.owed("hexi").dealings.uncounted, Some(Exclusion::AppealUpheld));
    assert_eq!(case.stage(), Stage::Archived, "what it held up happens now");
}

#[test]
fn three_levels_judge_an_appeal_one_after_the_other() {
    let mut case = Case::closed();
    case.now = march("06T09:00");
    for (level, role) in [Role::Reviewer, Role::Supervision, Role::Leader].into_iter().enumerate() {
        appeals(&mut case).unwrap();
        assert_eq!(usize::from(case.owed("hexi").dealings.appeal.as_ref().unwrap().level), level);
        let other = if role == Role::Leader { Role::Reviewer } else { Role::Leader };
        assert_eq!(obstacle(decides(&mut case, other, false)), Obstacle::OtherLevel);
        case.until(case.now + lianxin_domain::Minutes(5 * 24 * 60));
        assert_eq!(case.stage(), Stage::Closed);
        let (task, units) = (case.request.task(case.task(TaskKind::Appeal)).unwrap(), &city().units);
        assert_eq!(may_take(&officer(role), task, units), Ok(()), "{role} may take it from the pool");
        assert_eq!(may(&officer(role), CommandKind::DecideAppeal, &case.request, task.order, units), Ok(()));
        decides(&mut case, role, false).unwrap();
    }
    assert_eq!(case.stage(), Stage::Archived, "the last word is spoken");
    assert_eq!(case.owed("hexi").dealings.uncounted, None);
}

#[test]
fn the_last_level_has_ten_days() {
    let mut case = Case::closed();
    for role in [Role::Reviewer, Role::Supervision] {
        appeals(&mut case).unwrap();
        assert_eq!(case.clock_of("hexi", ClockKind::Appeal).due, march("10T17:30"));
        decides(&mut case, role, false).unwrap();
    }
    appeals(&mut case).unwrap();
    assert_eq!(case.clock_of("hexi", ClockKind::Appeal).due, march("17T17:30"));
}

#[test]
fn who_does_not_go_on_in_time_has_accepted_it() {
    let mut case = Case::closed();
    appeals(&mut case).unwrap();
    case.now = march("11T09:00");
    case.ring();
    decides(&mut case, Role::Reviewer, false).unwrap();
    assert_eq!(case.stage(), Stage::Closed, "the unit may go on to the next level for three days");
    assert_eq!(case.refused(Command::Reopen { reason: "不满意".into() }), Obstacle::WindowClosed, "not the citizen");
    case.now = march("14T17:31");
    assert_eq!(obstacle(appeals(&mut case)), Obstacle::WindowClosed);
    case.ring();
    assert_eq!(case.stage(), Stage::Archived);
}

#[test]
fn a_reopened_request_is_judged_anew() {
    let mut case = Case::closed();
    appeals(&mut case).unwrap();
    case.does(Command::Reopen { reason: "又坏了".into() });
    assert_eq!(case.owed("hexi").dealings.appeal, None, "it was about an end that is none");
    let order = case.order("hexi");
    assert_eq!(case.request.open_tasks(TaskKind::Appeal, Some(order)).count(), 0);
    assert_eq!(case.request.clock(ClockKind::Appeal, Some(order)), None);
    case.report("hexi");
    case.approve("hexi");
    case.does(Command::Callback(lianxin_domain::request::Callback::Close {
        survey: crate::common::content(),
        explained: None,
    }));
    appeals(&mut case).unwrap();
}

#[test]
fn handed_over_to_one_of_four_lines() {
    let hand_over = |to: &str| Command::HandOver { to: to.into(), reason: "有人受伤".into() };
    let mut case = Case::registered();
    assert!(matches!(case.tries(hand_over("12315")), Err(Refusal::Invalid(_))));
    for line in ["110", "119", "120", "122"] {
        let mut case = Case::registered();
        case.does(hand_over(line));
        assert_eq!((case.stage(), case.next_ring()), (Stage::HandedOver, None));
    }
}

#[test]
fn invalid_only_if_a_supervisor_says_so() {
    let mut case = Case::registered();
    let judge = |agreed| Command::Invalidate { agreed, reason: "骚扰电话".into() };
    assert_eq!(case.refused(judge(false)), Obstacle::NothingAsked);
    let ask = || Command::AskInvalid { reason: "无诉求".into() };
    case.does(ask());
    assert_eq!(case.refused(ask()), Obstacle::AlreadyAsked);
    case.does(judge(false));
    assert_eq!(case.request.open_tasks(TaskKind::InvalidCheck, None).count(), 0);
    case.does(ask());
    case.does(Command::SendToTriage { why: "听录音".into() });
    case.does(judge(true));
    assert_eq!((case.stage(), case.next_ring()), (Stage::Invalid, None));
}

#[test]
fn whoever_dispatches_it_has_found_a_demand() {
    let mut case = Case::registered();
    case.does(Command::AskInvalid { reason: "听不清".into() });
    case.dispatch(&["hexi"]);
    assert_eq!(case.request.open_tasks(TaskKind::InvalidCheck, None).count(), 0, "nobody could do it any more");
    assert_eq!(case.request.dealings.invalid, None);
}
