//! The rules of a city that need no pack: finding, proposing, choosing a period, and what `validate` catches.

use jiff::civil::{Time, Weekday, date, time};

use super::find::nearest;
use super::sample::{city, duty, name, period, place, policy, rule, topic, unit};
use super::*;
use crate::clock::sample::at;
use crate::moment::Minutes;
use crate::words::Lang;

/// `subject field: what; remedy` of every fault.
fn faults(city: &City) -> Vec<String> {
    city.validate()
        .into_iter()
        .map(|fault| format!("{:?} {}: {}", fault.subject, fault.field, fault.wrong.what))
        .collect()
}

fn with_units(change: impl FnOnce(&mut Vec<Unit>)) -> City {
    let mut city = city();
    let mut units = city.units.all().to_vec();
    change(&mut units);
    city.units = Units::new(units, &city.places);
    city
}

#[test]
fn the_sample_is_sound() {
    assert_eq!(faults(&city()), Vec::<String>::new());
}

#[test]
fn a_chain_of_units_ends_below_the_centre() {
    let city = city();
    let chain =
        |code: &str| city.units.ancestors(&code.into()).iter().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
    assert_eq!(chain("hexi.wjw"), ["hexi.wjw", "hexi"]);
    assert_eq!(chain("center"), ["center"]);
    assert_eq!(chain("nobody"), Vec::<String>::new());
    assert_eq!(city.units.children(&"hexi".into()).len(), 1);
    assert!(city.units.is_within(&"hexi.wjw".into(), &"hexi".into()));
    assert!(!city.units.is_within(&"hexi".into(), &"center".into()), "the centre stands beside, not above");
    assert_eq!(
        city.units.territorial(&"hexi.taoyuan".into()).map(|unit| unit.code.as_str()),
        Some("hexi"),
        "no office there"
    );
}

#[test]
fn a_circle_of_units_ends_all_the_same_and_is_told() {
    let city = with_units(|units| {
        units.push(unit("a", "甲", UnitKind::Department, Some("b"), None));
        units.push(unit("b", "乙", UnitKind::Department, Some("a"), None));
        units.push(unit("c", "丙", UnitKind::Department, Some("a"), None));
    });
    assert!(city.units.ancestors(&"a".into()).len() <= 8);
    let told = faults(&city);
    assert_eq!(told.len(), 2, "only the members: {told:?}");
    assert_eq!(told[0], "Unit(UnitCode(a)) parent: the unit stands above itself");
}

#[test]
fn a_rule_without_a_place_to_resolve_gives_way() {
    let city = city();
    let lead = |topic: &str, place: Option<&str>| {
        let proposal = city.propose(&topic.into(), place.map(Into::into).as_ref(), at("2022-04-05 09:24"))?;
        Some((proposal.lead.to_string(), matches!(proposal.rule, ProposalSource::Rule { .. })))
    };
    assert_eq!(lead("health.medical", Some("hexi.taoyuan")), Some(("hexi".into(), true)));
    assert_eq!(lead("health.medical", None), Some(("wjw".into(), false)), "the wider topic's own unit");
    assert_eq!(lead("health.transfer", None), Some(("wjw".into(), false)), "its own lead needs a place");
    assert_eq!(lead("unknown", Some("hexi")), None);
}

#[test]
fn a_rule_holds_on_its_first_and_last_day() {
    let rule = CatalogueRule { until: Some(date(2020, 2, 29)), ..rule("R", "health", None, LeadRule::District) };
    let in_force = |day| rule.in_force(day);
    assert_eq!(
        [date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 29), date(2020, 3, 1)].map(in_force),
        [false, true, true, false]
    );
}

#[test]
fn the_grade_stands_before_the_class() {
    let mut policy = policy("p", date(2021, 1, 1), None);
    policy.periods = vec![
        period(ClockKind::Handle, None, None, 1),
        period(ClockKind::Handle, None, Some(PeriodClass::Complex), 2),
        period(ClockKind::Handle, Some(Grade::Urgent), None, 3),
        period(ClockKind::Handle, Some(Grade::Urgent), Some(PeriodClass::Complex), 4),
    ];
    let minutes = |grade, class| policy.period(ClockKind::Handle, grade, class).map(|rule| rule.period);
    let natural = |n| Some(crate::clock::Period::Natural(Minutes(n)));
    assert_eq!(minutes(Grade::Ordinary, PeriodClass::Ordinary), natural(1));
    assert_eq!(minutes(Grade::Ordinary, PeriodClass::Complex), natural(2));
    assert_eq!(minutes(Grade::Urgent, PeriodClass::Enquiry), natural(3));
    assert_eq!(minutes(Grade::Urgent, PeriodClass::Complex), natural(4));
    assert_eq!(policy.period(ClockKind::Accept, Grade::Urgent, PeriodClass::Complex), None);
}

#[test]
fn policies_follow_each_other_without_gap_or_overlap() {
    let told = |first_until, second_from| {
        let mut city = city();
        let all = vec![policy("b", second_from, None), policy("a", date(2021, 1, 1), first_until)];
        city.policies = Policies::new(all).unwrap();
        faults(&city)
    };
    assert_eq!(told(Some(date(2022, 12, 31)), date(2023, 1, 1)), Vec::<String>::new());
    assert_eq!(
        told(Some(date(2022, 12, 30)), date(2023, 1, 1)),
        ["Policy(\"b\") from: no policy holds from 2022-12-31 to the day before 2023-01-01"]
    );
    assert_eq!(told(None, date(2023, 1, 1)), Vec::<String>::new(), "open: until the next one begins");
    assert_eq!(told(None, date(2021, 1, 1)), ["Policy(\"a\") from: it begins on 2021-01-01 while `b` still holds"]);
    assert_eq!(
        told(Some(date(2023, 1, 1)), date(2023, 1, 1)),
        ["Policy(\"b\") from: it begins on 2023-01-01 while `a` still holds"]
    );
    assert_eq!(Policies::new(Vec::new()), Err(NoPolicy));
}

#[test]
fn hours_past_midnight_belong_to_the_day_they_begin() {
    let night = WeeklyInterval { days: vec![Weekday::Friday], from: time(20, 0, 0, 0), until: time(8, 0, 0, 0) };
    let covers = |weekday, hour, minute| night.covers(weekday, time(hour, minute, 0, 0));
    assert!(covers(Weekday::Friday, 20, 0) && covers(Weekday::Saturday, 7, 59));
    assert!(!covers(Weekday::Saturday, 8, 0) && !covers(Weekday::Saturday, 20, 0) && !covers(Weekday::Friday, 7, 0));
}

#[test]
fn an_hour_without_anybody_is_told() {
    let all_week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
    let hours = |from: Time, until: Time| Shift::Weekly(vec![WeeklyInterval { days: all_week.clone(), from, until }]);
    let told = |roster: Vec<Duty>| faults(&with_units(|units| units[2].roster = roster));
    let (morning, evening, midnight) = (time(8, 0, 0, 0), time(20, 0, 0, 0), Time::midnight());
    assert_eq!(
        told(vec![duty("1", hours(morning, evening)), duty("2", hours(evening, morning))]),
        Vec::<String>::new()
    );
    assert_eq!(
        told(vec![duty("1", hours(morning, evening)), duty("2", hours(midnight, morning))]),
        ["Unit(UnitCode(hexi.wjw)) roster: nobody can be phoned from Monday 20:00"]
    );
    assert_eq!(told(Vec::new()), ["Unit(UnitCode(hexi.wjw)) roster: nobody can be phoned"]);
}

#[test]
fn the_centre_is_one() {
    let none = with_units(|units| units[0].kind = UnitKind::CityBody);
    assert_eq!(faults(&none), ["City units: the city has no hotline centre"]);
    let two = with_units(|units| units[3].kind = UnitKind::Center);
    assert_eq!(
        faults(&two),
        [
            "Unit(UnitCode(wjw)) kind: a second hotline centre beside `center`",
            "Topic(TopicCode(health)) lead: the hotline centre cannot act on a matter itself"
        ]
    );
}

#[test]
fn two_units_for_one_place_and_two_of_one_name_are_told() {
    let city = with_units(|units| units.push(unit("hexi2", "河西区人民政府", UnitKind::District, None, Some("hexi"))));
    assert_eq!(
        faults(&city),
        [
            "Unit(UnitCode(hexi2)) name: `hexi` has the same name",
            "Unit(UnitCode(hexi2)) place: `hexi` already answers for `hexi`"
        ]
    );
}

#[test]
fn a_place_outside_any_district_is_told() {
    let mut city = city();
    let mut places = city.places.all().to_vec();
    places.push(place("lost", "无名街道", PlaceKind::Street, None));
    city.places = Places::new(places);
    city.units = Units::new(city.units.all().to_vec(), &city.places);
    assert_eq!(
        faults(&city),
        [
            "Place(PlaceCode(lost)) kind: a street or town must lie in a district",
            "Place(PlaceCode(lost)) code: no unit answers for this place"
        ]
    );
}

#[test]
fn a_leaf_without_any_unit_is_told_unless_a_rule_covers_the_city() {
    let mut city = city();
    city.topics = Topics::new(vec![topic("a", "甲", None, None), topic("a.b", "乙", Some("a"), None)]);
    city.catalogue.rules = vec![rule("R1", "a", Some("hexi"), LeadRule::District)];
    assert_eq!(faults(&city), ["Topic(TopicCode(a.b)) lead: no unit would act on this topic"]);
    city.catalogue.rules.push(rule("R2", "a", None, LeadRule::District));
    assert_eq!(faults(&city), Vec::<String>::new());
}

#[test]
fn numbers_nobody_can_own() {
    for reserved in ["022-0000-1101", "0999-0000-0001", "10020260001"] {
        assert!(is_reserved_number(reserved), "{reserved}");
    }
    for real in
        ["022-2345-1101", "12345", "13800000000", "1002026000", "022-0000-110", "22-0000-1101", "022-0000-1101-1", ""]
    {
        assert!(!is_reserved_number(real), "{real}");
    }
}

#[test]
fn the_nearest_word() {
    let known = ["agent", "leader", "xi.qiaotou"];
    let near = |text| nearest(text, known);
    assert_eq!(near("agnet"), Some("agent"), "two neighbours swapped");
    assert_eq!(near("xi.qiaoto"), Some("xi.qiaotou"));
    assert_eq!(near("lead"), None, "too far");
    assert_eq!(near(""), None);
}

#[test]
fn the_better_match_comes_first() {
    let city = with_units(|units| {
        units.push(Unit {
            short: name("卫健"),
            short_initials: "wj".into(),
            ..unit("x", "卫健培训中心", UnitKind::CityBody, None, None)
        });
    });
    let found =
        |text: &str, limit| city.units.search(text, limit).iter().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
    assert_eq!(found("wjw", 9), ["wjw", "hexi.wjw"], "the code itself, then what contains it");
    assert_eq!(found("WJ", 9), ["x", "wjw", "hexi.wjw"], "the initials, then codes");
    assert_eq!(found("卫健", 9), ["x", "hexi.wjw", "wjw"], "the name, then names that contain it");
    assert_eq!(found("卫健", 1), ["x"]);
    assert_eq!(found("  ", 9), Vec::<String>::new());
}

#[test]
fn a_topic_is_named_with_its_path() {
    let city = city();
    assert_eq!(city.topics.path_name(&"health.medical".into(), Lang::Zh), "卫生健康 › 就医");
    assert_eq!(city.topics.path_name(&"gone".into(), Lang::Zh), "gone");
    assert_eq!(
        city.topics.leaves().map(|topic| topic.code.as_str()).collect::<Vec<_>>(),
        ["health.medical", "health.transfer"]
    );
}
