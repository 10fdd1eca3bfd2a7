//! What is written down when a request comes in: every problem is found, all of them at once, beside its field.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use common::{city, intake, monday};
use lianxin_domain::request::intake::{FILES_MAX, SHORT_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use lianxin_domain::request::{CallWindow, Facts, Field, Intake, Problem, ProblemKind};
use lianxin_domain::{FileId, Grade, Kind, Minutes, Moment, Secrecy};
use uuid::Uuid;

/// What somebody writes wrong.
type Slip = fn(&mut Intake);

fn check(change: impl FnOnce(&mut Intake)) -> Result<Facts, Vec<Problem>> {
    let mut intake = intake("路灯不亮");
    change(&mut intake);
    intake.check(city(), monday(), false)
}

fn problem(change: impl FnOnce(&mut Intake)) -> (Field, ProblemKind) {
    let mut found = check(change).unwrap_err();
    assert_eq!(found.len(), 1, "{found:?}");
    let Problem { field, what } = found.remove(0);
    (field, what)
}

#[test]
fn every_problem_is_found_beside_its_field() {
    use ProblemKind::{
        BelowFloor, ControlCharacters, InTheFuture, Missing, NotALeaf, NotInOrder, TooLong, TooLongAgo, TooMany,
        Unknown,
    };
    let long = |chars: usize| "长".repeat(chars + 1);
    let cases: [(Field, ProblemKind, Slip); 10] = [
        (Field::Title, Missing, |it| it.title = " \t".into()),
        (Field::Demand, Missing, |it| it.demand.clear()),
        (Field::Demand, ControlCharacters, |it| it.demand = "灯\u{7}".into()),
        (Field::Reason, Missing, |it| it.grade = Grade::Urgent),
        (Field::Place, Unknown("hexi.nowhere".into()), |it| it.place = Some("hexi.nowhere".into())),
        (Field::Topic, Unknown("no.such".into()), |it| it.topic = Some("no.such".into())),
        (Field::Topic, NotALeaf, |it| it.topic = Some("city".into())),
        (Field::Grade, BelowFloor(Grade::Emergency), |it| it.topic = Some("city.cover".into())),
        (Field::Window, NotInOrder, |it| it.call_window = Some(CallWindow { from: 1200, until: 1080 })),
        (Field::Files, TooMany { limit: FILES_MAX }, |it| it.files = vec![FileId(Uuid::nil()); FILES_MAX + 1]),
    ];
    for (field, what, change) in cases {
        assert_eq!(problem(change), (field, what));
    }
    assert_eq!(
        problem(|it| it.title = long(TITLE_CHARS_MAX)),
        (Field::Title, TooLong { limit_chars: TITLE_CHARS_MAX })
    );
    assert_eq!(
        problem(|it| it.demand = long(TEXT_CHARS_MAX)),
        (Field::Demand, TooLong { limit_chars: TEXT_CHARS_MAX })
    );
    assert_eq!(
        problem(|it| it.account = long(TEXT_CHARS_MAX)),
        (Field::Account, TooLong { limit_chars: TEXT_CHARS_MAX })
    );
    assert_eq!(
        problem(|it| it.address = long(SHORT_CHARS_MAX)),
        (Field::Address, TooLong { limit_chars: SHORT_CHARS_MAX })
    );
    assert_eq!(
        problem(|it| it.grade_reason = long(SHORT_CHARS_MAX)),
        (Field::Reason, TooLong { limit_chars: SHORT_CHARS_MAX })
    );
    assert_eq!(problem(|it| it.occurred = Some(monday() + Minutes(6))), (Field::Occurred, InTheFuture));
    assert_eq!(
        problem(|it| it.occurred = Some(Moment::parse("1948-12-31T00:00:00Z").unwrap())),
        (Field::Occurred, TooLongAgo)
    );
    assert_eq!(problem(|it| it.received = monday() + Minutes(6)), (Field::Occurred, InTheFuture));
}

#[test]
fn all_problems_are_told_at_once() {
    let found = check(|it| {
        it.title.clear();
        it.demand.clear();
        it.place = Some("nowhere".into());
        it.topic = Some("city".into());
    });
    let fields: Vec<Field> = found.unwrap_err().iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::Title, Field::Demand, Field::Place, Field::Topic]);
}

#[test]
fn what_is_at_the_limit_fits() {
    let facts = check(|it| {
        it.title = "长".repeat(TITLE_CHARS_MAX);
        it.demand = format!("  {}\n", "长".repeat(TEXT_CHARS_MAX));
        it.files = vec![FileId(Uuid::nil()); FILES_MAX];
        it.occurred = Some(monday() + Minutes(5));
    });
    assert_eq!(facts.unwrap().demand.chars().count(), TEXT_CHARS_MAX, "blanks at the ends are not kept");
}

#[test]
fn a_floor_supervisor_may_go_below_the_floor() {
    let mut undercut = intake("井盖");
    undercut.topic = Some("city.cover".into());
    assert!(undercut.clone().check(city(), monday(), false).is_err());
    assert_eq!(undercut.check(city(), monday(), true).unwrap().grade, Grade::Ordinary);
}

#[test]
fn secrecy_only_rises() {
    let secrecy = |change: fn(&mut Intake)| check(change).unwrap().secrecy;
    assert_eq!(secrecy(|_| {}), Secrecy::Open);
    assert_eq!(
        secrecy(|it| it.kind = Kind::Report),
        Secrecy::IdentityHidden,
        "a report of wrongdoing hides who reported"
    );
    let sealed = |it: &mut Intake| (it.kind, it.secrecy) = (Kind::Report, Secrecy::Confidential);
    assert_eq!(secrecy(sealed), Secrecy::Confidential);
}
