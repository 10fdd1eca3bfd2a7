//! Obstacles of the trade: returns, more time, supervision, merging, ends, review.

use lianxin_domain::RequestId;
use lianxin_domain::access::Role;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{AppealClaim, Callback, Command};
use uuid::Uuid;

use super::Met;
use crate::common::{Case, dissatisfied, march, person, sheet, undue, working_days_after};

pub(crate) fn of_returns(met: &Met) {
    let mut case = Case::dispatched(&["hexi"]);
    let order = case.order("hexi");
    case.return_asked("hexi", "cgw");
    case.does(Command::RefuseReturn { order, reason: "属于你单位".into() });
    let again = case.asks_return("hexi", "cgw");
    met.stands(Obstacle::ReturnRefusedBefore, case.tries(again));

    let mut late = Case::dispatched(&["hexi"]);
    late.now = march("04T17:31");
    let ask = late.asks_return("hexi", "cgw");
    met.stands(Obstacle::ReturnTooLate, late.tries(ask));

    let mut emergency = Case::emergency();
    emergency.dispatch(&["hexi"]);
    let ask = emergency.asks_return("hexi", "cgw");
    met.stands(Obstacle::ActFirst, emergency.tries(ask));

    let mut sent_about = Case::dispatched(&["hexi"]);
    for (from, to) in [("hexi", "heping"), ("heping", "nankai"), ("nankai", "hexi")] {
        sent_about.return_asked(from, "cgw");
        sent_about.redispatched(from, to);
    }
    let ask = sent_about.asks_return("hexi", "cgw");
    met.stands(Obstacle::Designated, sent_about.tries(ask));

    let mut asked = Case::at_work();
    let order = asked.order("hexi");
    let none = Command::AddSupport { to: Vec::new(), opinion: String::new() };
    met.stands(Obstacle::NoUnit, asked.tries(none));
    let support = || Command::AskSupport { order, unit: None, reason: "需要城管配合".into() };
    let refuse = || Command::RefuseSupport { order, reason: "不需要".into() };
    met.stands(Obstacle::NothingAsked, asked.tries(refuse()));
    asked.does(support());
    met.stands(Obstacle::AlreadyAsked, asked.tries(support()));
}

pub(crate) fn of_more_time(met: &Met) {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    met.stands(Obstacle::NotPaused, case.tries(Command::Resume { order, reason: String::new() }));
    case.pauses("hexi").unwrap();
    met.stands(Obstacle::AlreadyPaused, case.pauses("hexi"));
    case.resumed("hexi");
    case.pauses("hexi").unwrap();
    case.resumed("hexi");
    met.stands(Obstacle::NoMorePauses, case.pauses("hexi"));
    case.delayed("hexi", 2);
    case.delayed("hexi", 2);
    met.stands(Obstacle::NoMoreDelays, case.asks_delay("hexi", 2));

    let mut late = Case::at_work();
    late.until(working_days_after(late.now, 6));
    met.stands(Obstacle::DelayTooLate, late.asks_delay("hexi", 1));
    met.stands(Obstacle::DelayTooLate, late.pauses("hexi"));

    let mut parked = Case::at_work();
    parked.parked("hexi", &[5]);
    let order = parked.order("hexi");
    met.stands(Obstacle::NoClock, parked.tries(Command::Resume { order, reason: String::new() }));
}

pub(crate) fn of_supervision(met: &Met) {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    let until = working_days_after(case.now, 3);
    let with = |kind: &str| Command::Supervise { sheet: Box::new(sheet(order, kind, until)) };
    met.stands(Obstacle::NoSheet, case.tries(Command::LiftSheet { order, reason: "已办结".into() }));
    let team = person(&[Role::Supervision], "center", 5);
    met.stands(Obstacle::NeedsInstruction, case.tries_by(&team, with("listed")));
    case.does_by(&team, with("single"));
    met.stands(Obstacle::SheetOpen, case.tries_by(&team, with("joint")));
}

pub(crate) fn of_merging(met: &Met) {
    let merge = |into: u128| Command::Merge {
        into: RequestId(Uuid::from_u128(into)),
        number: "TJ250303-000099".into(),
        evidence: "同一处路灯".into(),
    };
    let mut case = Case::registered();
    met.stands(Obstacle::IntoItself, case.tries(merge(1)));
    met.stands(Obstacle::NoIncident, case.tries(Command::EndIncident { reason: "已恢复".into() }));
    case.does(Command::Absorb { number: "TJ250303-000098".into() });
    met.stands(Obstacle::IsMaster, case.tries(merge(99)));
}

pub(crate) fn of_endings(met: &Met) {
    let withdraw = || Command::Withdraw { reason: "不需要了".into() };
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    for unit in ["hexi", "cgw"] {
        case.accept(unit);
        case.contact(unit);
    }
    case.report("hexi");
    case.approve("hexi");
    met.stands(Obstacle::TooLateToWithdraw, case.tries(withdraw()));

    let mut closed = Case::closed();
    met.stands(Obstacle::WindowOpen, closed.tries(Command::Archive));
    let order = closed.order("hexi");
    let appeal = || Command::Appeal {
        order,
        claim: AppealClaim::Satisfaction,
        reason: "市民评价与事实不符".into(),
        files: Vec::new(),
    };
    let decide = || Command::DecideAppeal { order, granted: false, reason: "证据不足".into() };
    closed.does(appeal());
    met.stands(Obstacle::AppealWaits, closed.tries(Command::Archive));
    let level = |roles: &[Role]| person(roles, "center", 6);
    met.stands(Obstacle::OtherLevel, closed.tries_by(&level(&[Role::Leader]), decide()));
    for role in [Role::Reviewer, Role::Supervision, Role::Leader] {
        closed.does_by(&level(&[role]), decide());
        if role != Role::Leader {
            closed.does(appeal());
        }
    }
    met.stands(Obstacle::NoMoreAppeals, closed.tries(appeal()));

    let mut late = Case::closed();
    let order = late.order("hexi");
    late.now = working_days_after(late.now, 4);
    let appeal = Command::Appeal { order, claim: AppealClaim::Solved, reason: "理由".into(), files: Vec::new() };
    met.stands(Obstacle::WindowClosed, late.tries(appeal));

    let mut explained = Case::awaiting_callback();
    let order = explained.order("hexi");
    let why = Some("依法不能办理".into());
    explained.does(Command::Callback(Callback::Close { survey: dissatisfied(), explained: why }));
    let appeal = Command::Appeal { order, claim: AppealClaim::Solved, reason: "理由".into(), files: Vec::new() };
    met.stands(Obstacle::NotCounted, explained.tries(appeal));
}

pub(crate) fn of_review(met: &Met) {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    let part = case.order("hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    let beyond = || Command::ReportUndue { order: part, report: Box::new(undue()) };
    met.stands(Obstacle::OnlyFirstLevel, case.tries(beyond()));

    let mut solved = Case::at_work();
    let order = solved.order("hexi");
    let mut report = undue();
    report.solved = lianxin_domain::request::Solved::Yes;
    met.stands(Obstacle::UndueIsUnsolved, solved.tries(Command::ReportUndue { order, report: Box::new(report) }));
    solved.reported_undue("hexi");
    met.stands(Obstacle::SecondReviewer, solved.tries(Command::Approve { order }));

    let mut again = Case::awaiting_callback();
    again.reworked("hexi");
    again.report("hexi");
    again.approve("hexi");
    again.reworked("hexi");
    again.report("hexi");
    let order = again.order("hexi");
    let reviewer = person(&[Role::Reviewer], "center", 8);
    met.stands(Obstacle::HigherReviewer, again.tries_by(&reviewer, Command::Approve { order }));

    let mut called = Case::awaiting_callback();
    let nobody = || Command::Callback(Callback::Unreached { note: "无人接听".into() });
    called.does(nobody());
    called.wait(239);
    met.stands(Obstacle::TriedJustNow, called.tries(nobody()));
}
