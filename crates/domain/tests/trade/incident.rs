//! 会商、并单、突发事件: several requests about one matter.

use lianxin_domain::RequestId;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Callback, Command, Intake, Outcome, Ruling, Stage, TaskKind};
use uuid::Uuid;

use crate::common::{Case, city, content, dissatisfied, intake, system};

const MASTER: RequestId = RequestId(Uuid::from_u128(99));

fn merged() -> Case {
    let mut case = Case::registered();
    case.does(Command::Merge { into: MASTER, number: "TJ250303-000099".into(), evidence: "同一处路灯".into() });
    case
}

fn following(outcome: Outcome) -> Case {
    let mut case = merged();
    case.wait(60);
    case.does_by(&system(), Command::Follow { outcome });
    case
}

#[test]
fn merged_it_rests_until_the_master_ends() {
    let case = merged();
    assert_eq!((case.stage(), case.request.dealings.master), (Stage::Merged, Some(MASTER)));
    assert!(case.request.clocks.iter().all(|clock| !clock.is_open()), "nothing of it runs: the master's clocks do");
    assert!(case.request.tasks.iter().all(|task| task.done.is_some()));
}

#[test]
fn every_citizen_gets_his_own_call() {
    let mut case = following(Outcome::CalledBack);
    assert_eq!((case.stage(), case.request.ended), (Stage::AwaitingCallback, None));
    assert!(case.request.clock(ClockKind::Callback, None).is_some());
    case.does(Command::Callback(Callback::Close { survey: content(), explained: None }));
    assert_eq!(case.stage(), Stage::Closed);
}

#[test]
fn who_wanted_no_call_is_closed_with_the_master() {
    let mut case = Case::of(Intake { wants_callback: false, ..intake("路灯不亮") });
    case.does(Command::Merge { into: MASTER, number: "TJ250303-000099".into(), evidence: "同一处".into() });
    case.does_by(&system(), Command::Follow { outcome: Outcome::CalledBack });
    assert_eq!(case.stage(), Stage::Closed);
    assert_eq!(following(Outcome::Answered).stage(), Stage::Closed, "what was answered at once is answered to all");
}

#[test]
fn who_is_not_content_goes_his_own_way() {
    let mut case = following(Outcome::CalledBack);
    let rework =
        Callback::Rework {
            survey: dissatisfied(), orders: Vec::new(), points: vec!["我家门口的还不亮".into()]
        };
    case.does(Command::Callback(rework));
    assert_eq!((case.stage(), case.request.dealings.master), (Stage::Registered, None));
    assert_eq!(case.request.clock(ClockKind::Callback, None), None);
    case.dispatch(&["hexi"]);
    assert_eq!(case.request.survey, Some(dissatisfied()), "what he said is kept");
}

#[test]
fn another_matter_after_all() {
    let mut case = merged();
    case.does(Command::Unmerge { reason: "不是同一路段".into() });
    assert_eq!((case.stage(), case.request.ended), (Stage::Registered, None));
    assert!(case.request.clock(ClockKind::Dispatch, None).is_some());
    assert_eq!(case.request.open_tasks(TaskKind::Dispatch, None).count(), 1);
}

#[test]
fn the_master_weighs_what_it_carries() {
    let mut case = Case::at_work();
    let number = || "TJ250303-000098".to_owned();
    case.does(Command::Absorb { number: number() });
    case.does(Command::Absorb { number: number() });
    assert_eq!(case.request.dealings.weight, 3);
    for weight in [2, 1, 1] {
        case.does(Command::Shed { number: number() });
        assert_eq!(case.request.dealings.weight, weight, "itself at least");
    }
}

#[test]
fn a_master_cannot_be_merged_away() {
    let mut case = Case::registered();
    case.does(Command::Absorb { number: "TJ250303-000098".into() });
    let merge = Command::Merge { into: MASTER, number: "TJ250303-000099".into(), evidence: "同一处".into() };
    assert_eq!(case.refused(merge), Obstacle::IsMaster);
}

#[test]
fn an_incident_takes_what_is_about_it_and_there() {
    let mut case = Case::registered();
    let declare = || Command::DeclareIncident {
        notice: "河西区供水主管爆裂，正在抢修".into(),
        topic: "water".into(),
        place: "hexi".into(),
    };
    case.does(declare());
    assert_eq!(case.refused(declare()), Obstacle::AlreadyAsked);
    let takes = |topic: &str, place: &str| {
        let incident = case.request.running_incident().unwrap();
        incident.takes(&topic.into(), &place.into(), city())
    };
    assert!(takes("water.burst", "hexi.taoyuan") && takes("water", "hexi"));
    assert!(!takes("water.burst", "heping") && !takes("city.lamp", "hexi.taoyuan"));
    case.does(Command::ShareProgress { text: "预计 18 时恢复供水".into() });
    assert_eq!(case.request.dealings.incident.as_ref().unwrap().progress.as_deref(), Some("预计 18 时恢复供水"));
    case.does(Command::EndIncident { reason: "已恢复".into() });
    assert_eq!(case.request.running_incident(), None, "no more are attached");
    case.does(declare());
}

#[test]
fn a_question_of_duty_is_put_and_ruled_once() {
    let mut case = Case::registered();
    let consult =
        || Command::Consult { question: "井盖产权不明".into(), units: vec!["hexi".into(), "cgw".into()] };
    let ruling = |lead: &str| {
        let ruling = Ruling {
            minutes: "由城管委牵头".into(),
            lead: lead.into(),
            supporting: vec!["hexi".into()],
            binding: false,
        };
        Command::Rule { ruling: Box::new(ruling) }
    };
    case.does(consult());
    assert_eq!(case.stage(), Stage::Triage);
    assert_eq!(case.refused(consult()), Obstacle::AlreadyAsked);
    assert_eq!(case.refused(ruling("hexi")), Obstacle::SameUnitTwice);
    case.does(ruling("cgw"));
    assert_eq!(case.refused(ruling("cgw")), Obstacle::NothingAsked);
    case.dispatch(&["cgw", "hexi"]);
}
