//! A second city: nothing of Tianjin is built in.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with the test")]

use std::path::Path;

use jiff::civil::DateTime;
use lianxin_domain::city::{City, DutyPost, PeriodClass, ProposalSource};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::{Grade, Moment, Secrecy};

fn city() -> City {
    lianxin_pack::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/xiaocheng")).expect("the pack is sound")
}

fn at(city: &City, local: &str) -> Moment {
    let local: DateTime = local.parse().unwrap();
    Moment::from_timestamp(city.zone.to_timestamp(local).unwrap())
}

/// When the unit must have accepted, in the city's own time.
fn accept_due(city: &City, start: &str, grade: Grade) -> String {
    let start = at(city, start);
    let rule = city.period(start, ClockKind::Accept, grade, PeriodClass::Ordinary).unwrap();
    let due = city.calendar.due(start, &rule.period).unwrap();
    city.zone.to_datetime(due.at.timestamp()).to_string()
}

#[test]
fn periods_run_on_its_own_hours_and_days() {
    let city = city();
    assert_eq!(accept_due(&city, "2025-09-30 18:30", Grade::Emergency), "2025-09-30T18:40:00");
    // 60 min on Tuesday evening; 1 to 3 October free; 180 min on make-up Saturday from 10:00.
    assert_eq!(accept_due(&city, "2025-09-30 18:30", Grade::Ordinary), "2025-10-04T13:00:00");
    assert_eq!(at(&city, "2025-01-01 00:00").to_string(), "2024-12-31T18:00:00Z", "two hours behind Tianjin");
}

#[test]
fn the_most_specific_rule_in_force_decides() {
    let city = city();
    let propose = |topic: &str, place: Option<&str>, on: &str| {
        let place = place.map(Into::into);
        let proposal = city.propose(&topic.into(), place.as_ref(), at(&city, on))?;
        let why = match proposal.rule {
            ProposalSource::Rule { id, .. } => id,
            ProposalSource::TopicDefault { topic } => format!("topic {topic}"),
        };
        let supporting: Vec<String> = proposal.supporting.iter().map(ToString::to_string).collect();
        Some((proposal.lead.to_string(), supporting.join("+"), why))
    };
    let is = |lead: &str, supporting: &str, why: &str| Some((lead.to_owned(), supporting.to_owned(), why.to_owned()));
    assert_eq!(
        propose("water.cut", Some("xi.qiaotou"), "2025-01-01 12:00"),
        is("xi.qiaotou", "xi+water", "XC-2"),
        "topic and street"
    );
    assert_eq!(
        propose("water.cut", Some("xi.chongshan"), "2025-01-01 12:00"),
        is("xi", "water", "XC-1"),
        "wider topic and district"
    );
    assert_eq!(propose("water.cut", Some("xi.chongshan"), "2025-06-30 23:59"), is("xi", "water", "XC-1"), "last day");
    assert_eq!(
        propose("water.cut", Some("xi.chongshan"), "2025-07-01 00:00"),
        is("water", "", "topic water"),
        "no longer in force"
    );
    assert_eq!(propose("water.bill", Some("dong"), "2025-01-01 12:00"), is("water", "", "topic water"));
    assert_eq!(
        propose("street.lamp", Some("dong.qiaotou"), "2025-01-01 12:00"),
        is("dong", "", "topic street.lamp"),
        "no office there: district"
    );
    assert_eq!(propose("street.lamp", None, "2025-01-01 12:00"), None, "nobody without a place");
}

#[test]
fn topics_hand_down_what_they_do_not_say_otherwise() {
    let city = city();
    let topic = |code: &str| city.topics.get(&code.into()).unwrap();
    assert_eq!((topic("water.cut").grade_floor, topic("water.cut").period), (Grade::Urgent, PeriodClass::Utility));
    assert_eq!((topic("water.bill").grade_floor, topic("water.bill").period), (Grade::Ordinary, PeriodClass::Enquiry));
    assert_eq!(topic("street.report").secrecy, Secrecy::IdentityHidden);
}

#[test]
fn day_and_night_desk_change_on_the_hour() {
    let city = city();
    let phones = |when: &str| {
        let unit = city.units.get(&"xi".into()).unwrap();
        let lines = unit.on_duty(at(&city, when), &city.zone);
        let desk = lines.iter().filter(|duty| duty.post == DutyPost::Desk);
        desk.map(|duty| duty.person.clone()).collect::<Vec<_>>()
    };
    assert_eq!(phones("2025-03-03 19:59"), ["甲"]);
    assert_eq!(phones("2025-03-03 20:00"), ["乙"]);
    assert_eq!(phones("2025-03-04 07:59"), ["乙"]);
    assert_eq!(phones("2025-03-04 08:00"), ["甲"]);
}

#[test]
fn a_name_that_two_districts_share_needs_the_district() {
    let city = city();
    let found = |text: &str| city.places.find_in_text(text).map(|place| place.code.to_string());
    assert_eq!(found("西区桥头街道路灯不亮"), Some("xi.qiaotou".into()));
    assert_eq!(found("桥头的路灯，东区那边"), Some("dong.qiaotou".into()));
    assert_eq!(found("桥头街道路灯不亮"), None, "east or west?");
    assert_eq!(found("西区的路灯"), Some("xi".into()));
    assert_eq!(found("重山镇"), Some("xi.chongshan".into()));
    assert_eq!(found("别处"), None);
}

#[test]
fn names_are_read_as_the_city_reads_them() {
    let city = city();
    let found = |text: &str| city.places.search(text, 9).iter().map(|place| place.code.to_string()).collect::<Vec<_>>();
    assert_eq!(found("csz"), ["xi.chongshan"]);
    assert_eq!(found("chong shan"), ["xi.chongshan"]);
    assert_eq!(found("qt"), ["dong.qiaotou", "xi.qiaotou"]);
    assert_eq!(found("").len(), 0);
}
