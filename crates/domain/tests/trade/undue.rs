//! 超职责、不合理诉求: judged by somebody else than the reports.

use lianxin_domain::access::Role;
use lianxin_domain::city::Exclusion;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, Field, OrderStage, Refusal, Report, Stage, TaskKind};

use crate::common::{Case, obstacle, person, undue};

fn decide(case: &Case, agreed: bool) -> Command {
    Command::DecideUndue { order: case.order("hexi"), agreed, reason: "职责清单未列".into() }
}

#[test]
fn it_says_the_class_the_law_and_how_it_was_explained() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    let tries = |case: &mut Case, change: fn(&mut lianxin_domain::request::Undue)| {
        let mut said = undue();
        said.undue.as_mut().map(change);
        match case.tries(Command::ReportUndue { order, report: Box::new(said) }) {
            Err(Refusal::Invalid(problems)) => problems[0].field,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(tries(&mut case, |it| it.class = "unknown".into()), Field::Reason);
    assert_eq!(tries(&mut case, |it| it.basis.clear()), Field::Basis);
    assert_eq!(tries(&mut case, |it| it.explanation.clear()), Field::Told);
    let plain = Report { undue: None, ..undue() };
    assert!(matches!(case.tries(Command::ReportUndue { order, report: Box::new(plain) }), Err(Refusal::Invalid(_))));
    let hidden = Command::Report { order, report: Box::new(undue()) };
    assert_eq!(case.refused(hidden), Obstacle::NothingAsked, "not by the way of an ordinary report");
}

#[test]
fn an_ordinary_review_cannot_decide_it() {
    let mut case = Case::at_work();
    case.reported_undue("hexi");
    let order = case.order("hexi");
    assert_eq!(case.refused(Command::Approve { order }), Obstacle::SecondReviewer);
    let back = Command::SendBack { order, points: vec!["不同意".into()] };
    assert_eq!(case.refused(back), Obstacle::SecondReviewer);
    assert_eq!(case.request.open_tasks(TaskKind::Review, Some(order)).count(), 0);
    assert_eq!(case.request.open_tasks(TaskKind::UndueReview, Some(order)).count(), 1);
}

#[test]
fn agreed_it_is_not_counted_and_the_citizen_is_called() {
    let mut case = Case::at_work();
    case.reported_undue("hexi");
    let agree = decide(&case, true);
    case.does(agree);
    assert_eq!(case.owed("hexi").dealings.uncounted, Some(Exclusion::BeyondDuty));
    assert_eq!((case.order_stage("hexi"), case.stage()), (OrderStage::Approved, Stage::AwaitingCallback));
}

#[test]
fn not_agreed_it_is_to_be_done() {
    let mut case = Case::at_work();
    case.reported_undue("hexi");
    let refuse = decide(&case, false);
    case.does(refuse);
    assert_eq!((case.order_stage("hexi"), case.owed("hexi").dealings.uncounted), (OrderStage::SentBack, None));
    case.report("hexi");
    case.approve("hexi");
}

#[test]
fn whoever_judged_a_report_of_it_before_is_not_asked_again() {
    let first = person(&[Role::Reviewer, Role::Supervision], "center", 41);
    let second = person(&[Role::Supervision], "center", 42);
    let mut case = Case::reported();
    let order = case.order("hexi");
    case.does_by(&first, Command::SendBack { order, points: vec!["补照片".into()] });
    case.reported_undue("hexi");
    let agree = decide(&case, true);
    assert_eq!(obstacle(case.tries_by(&first, agree.clone())), Obstacle::SecondReviewer);
    case.does_by(&second, agree);
}
