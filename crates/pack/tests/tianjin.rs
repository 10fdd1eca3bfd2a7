//! The reference city: it loads, every request finds a unit and a deadline, and the scenes of 2022 come out as they were.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with the test")]

use std::collections::HashSet;
use std::path::Path;

use lianxin_domain::city::{
    Audience, City, Duty, DutyPost, Exclusion, Means, PeriodClass, PlaceKind, ProposalSource, RungAt, UnitKind,
    is_reserved_number,
};
use lianxin_domain::clock::{ClockKind, Coverage, Period};
use lianxin_domain::{Grade, Kind, Lang, Minutes, Moment, Secrecy};

fn city() -> City {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin");
    lianxin_pack::load(&dir).unwrap_or_else(|errors| panic!("{errors}"))
}

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

#[test]
fn the_city_is_as_large_as_it_should_be() {
    let city = city();
    let districts = city.places.all().iter().filter(|place| place.kind == PlaceKind::District);
    assert_eq!(districts.clone().count(), 16);
    for district in districts {
        assert!(city.places.children(&district.code).len() >= 4, "{}", district.code);
    }
    assert_eq!(city.places.children(&"xiqing".into()).len(), 11);
    assert_eq!(city.places.children(&"hexi".into()).len(), 14);
    assert_eq!(city.topics.roots().count(), 25);
    assert!(city.topics.leaves().count() >= 130);
    assert!(city.catalogue.rules.len() >= 40);
    assert_eq!(city.refusals.len(), 9);
    let of_kind = |kind| city.units.all().iter().filter(|unit| unit.kind == kind).count();
    assert!(of_kind(UnitKind::CityBody) + of_kind(UnitKind::Enterprise) >= 60);
    assert_eq!((city.units.center().code.as_str(), of_kind(UnitKind::Center)), ("center", 1));
    assert_eq!(city.version.len(), 16);
}

#[test]
fn every_topic_at_every_place_finds_a_unit() {
    let city = city();
    let now = at("2025-11-20T10:00:00+08:00");
    for topic in city.topics.leaves() {
        for place in city.places.all() {
            let proposal = city.propose(&topic.code, Some(&place.code), now);
            let proposal = proposal.unwrap_or_else(|| panic!("nobody acts on {} at {}", topic.code, place.code));
            assert!(!proposal.supporting.contains(&proposal.lead));
            assert!(city.units.get(&proposal.lead).is_some());
        }
    }
}

#[test]
fn every_street_answers_for_itself() {
    let city = city();
    for place in city.places.all() {
        let unit = city.units.territorial(&place.code).unwrap();
        assert_eq!(unit.place.as_ref(), Some(&place.code));
        assert_eq!(city.units.district(&place.code).unwrap().kind, UnitKind::District);
    }
    let ancestors = city.units.ancestors(&"xiqing.zhongbei".into());
    assert_eq!(ancestors.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["xiqing.zhongbei", "xiqing"]);
    assert!(city.units.is_within(&"hexi.wjw".into(), &"hexi".into()));
    assert!(!city.units.is_within(&"hexi".into(), &"hexi.wjw".into()));
    assert_eq!(city.units.district(&"binhai.ecocity".into()).unwrap().code.as_str(), "binhai.ecocity");
}

#[test]
fn the_scenes_of_2022_go_where_they_went() {
    let city = city();
    let scene = |topic: &str, place: &str| {
        let proposal = city.propose(&topic.into(), Some(&place.into()), at("2022-04-05T09:24:00+08:00")).unwrap();
        assert!(matches!(proposal.rule, ProposalSource::Rule { .. }), "{topic} at {place} has a rule");
        let mut units = vec![proposal.lead.to_string()];
        units.extend(proposal.supporting.iter().map(ToString::to_string));
        units
    };
    assert_eq!(scene("health.covid_medical", "hexi.taoyuan"), ["hexi", "wjw"], "the girl who needed surgery");
    assert_eq!(scene("commerce.supply", "xiqing.zhongbei"), ["xiqing", "sww", "wjw"], "bread, water, quilts");
    assert_eq!(scene("commerce.supply", "jinnan"), ["jinnan", "sww", "wjw"], "the message from Weibo");
    assert_eq!(
        scene("heating.cold", "xiqing.zhongbei"),
        ["heat-zhongbei", "xiqing.zhongbei"],
        "straight to the station"
    );
    assert_eq!(scene("heating.cold", "xiqing.dasi"), ["reli", "cgw"], "no station there");
}

#[test]
fn accept_periods_are_those_of_the_rules() {
    let city = city();
    let now = at("2025-01-28T23:50:00+08:00");
    let accept = |grade| city.period(now, ClockKind::Accept, grade, PeriodClass::Ordinary).unwrap();
    assert_eq!(accept(Grade::Emergency).period, Period::Natural(Minutes(15)));
    assert_eq!(accept(Grade::Urgent).period, Period::Natural(Minutes(30)));
    assert_eq!(accept(Grade::Ordinary).period, Period::WorkingDays(1));
    for grade in Grade::ALL {
        assert!(accept(*grade).source.starts_with("《天津市政务服务便民热线管理办法实施细则》（2024-12-30）"));
    }
    assert!(!city.policy(now).is_assumed(ClockKind::Accept));
    assert!(city.policy(now).is_assumed(ClockKind::Handle));
    let due = |grade| city.calendar.due(now, &accept(grade).period).unwrap().at;
    assert_eq!(due(Grade::Emergency), at("2025-01-29T00:05:00+08:00"), "the first minutes of the New Year");
    assert_eq!(due(Grade::Ordinary), at("2025-02-05T17:30:00+08:00"), "28 January to 4 February are free");
}

#[test]
fn policies_change_at_midnight_of_the_city() {
    let city = city();
    assert_eq!(city.policy(at("2024-12-31T23:59:59+08:00")).version, "2017-01");
    assert_eq!(city.policy(at("2025-01-01T00:00:00+08:00")).version, "2025-01");
    assert_eq!(city.policy(at("2011-01-01T00:00:00+08:00")).version, "2017-01", "before the first: the first");
    let before = city.policies.version("2017-01").unwrap();
    for clock in ClockKind::ALL.iter().filter(|clock| clock.has_period()) {
        assert!(before.is_assumed(*clock), "{clock}");
    }
}

#[test]
fn handling_follows_grade_first_then_class() {
    let city = city();
    let handle =
        |grade, class| city.period(at("2025-06-01T00:00:00+08:00"), ClockKind::Handle, grade, class).unwrap().period;
    assert_eq!(handle(Grade::Emergency, PeriodClass::Complex), Period::Natural(Minutes(120)));
    assert_eq!(handle(Grade::Urgent, PeriodClass::Utility), Period::Natural(Minutes(1440)));
    assert_eq!(handle(Grade::Ordinary, PeriodClass::Enquiry), Period::WorkingDays(1));
    assert_eq!(handle(Grade::Ordinary, PeriodClass::Complex), Period::WorkingDays(15));
    assert_eq!(handle(Grade::Ordinary, PeriodClass::Ordinary), Period::WorkingDays(5));
}

#[test]
fn the_calendar_has_every_arranged_day() {
    let calendar = city().calendar;
    let (make_up, free): (Vec<_>, Vec<_>) = calendar.special_days().partition(|day| day.works);
    assert_eq!((free.len(), make_up.len()), (149, 33), "the State Council's arrangements of 2022 to 2026");
    let working_days = |year: i16| {
        let days =
            jiff::civil::date(year, 1, 1).series(jiff::Span::new().days(1)).take_while(|date| date.year() == year);
        days.filter(|date| calendar.is_working_day(*date).unwrap()).count()
    };
    assert_eq!([2022, 2023, 2024, 2025, 2026].map(working_days), [249, 249, 251, 248, 248]);
    let years: Vec<_> =
        calendar.years().filter(|(_, coverage)| *coverage == Coverage::Assumed).map(|(year, _)| year).collect();
    assert_eq!(years, [2017, 2018, 2019, 2020, 2021, 2027]);
}

#[test]
fn no_number_is_anybodys_and_no_number_stands_twice() {
    let city = city();
    let mut seen = HashSet::new();
    for duty in city.units.all().iter().flat_map(|unit| &unit.roster) {
        assert!(is_reserved_number(&duty.phone), "{}", duty.phone);
        assert!(seen.insert(&duty.phone), "{} stands twice", duty.phone);
    }
    let on_call = |unit: &str, when: &str| city.units.get(&unit.into()).unwrap().on_duty(at(when), &city.zone).len();
    assert_eq!(on_call("hexi", "2022-04-05T10:00:00+08:00"), 4, "Tuesday morning: the liaison too");
    assert_eq!(on_call("hexi", "2022-04-05T22:00:00+08:00"), 3);
}

#[test]
fn people_find_things_as_they_type() {
    let city = city();
    let units = |text: &str| city.units.search(text, 3).iter().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
    assert_eq!(units("hxqrmzf")[0], "hexi");
    assert_eq!(units("hxqzf")[0], "hexi");
    assert_eq!(units("市卫健委")[0], "wjw");
    assert_eq!(units("swjw")[0], "wjw");
    assert_eq!(units("baodiqu")[0], "baodi");
    let topics =
        |text: &str| city.topics.search(text, 3).iter().map(|topic| topic.code.to_string()).collect::<Vec<_>>();
    assert_eq!(topics("停水")[0], "water.cut");
    assert_eq!(topics("tq")[0], "gas.cut");
    assert_eq!(topics("供热"), ["heating.cold", "heating.leak", "heating.fee"], "a first-level name finds its topics");
    assert_eq!(city.topics.path_name(&"health.medical".into(), Lang::Zh), "卫生健康 › 就医");
    let places = |text: &str| city.places.search(text, 1).first().map(|place| place.code.to_string());
    assert_eq!(places("中北").as_deref(), Some("xiqing.zhongbei"));
    assert_eq!(places("stc").as_deref(), Some("binhai.ecocity"));
    assert_eq!(city.places.full_name(&"xiqing.zhongbei".into(), Lang::Zh), "西青区中北镇");
}

#[test]
fn places_are_read_from_what_people_write() {
    let city = city();
    let found = |text: &str| city.places.find_in_text(text).map(|place| place.code.to_string());
    assert_eq!(found("西青区中北镇某小区暖气不热").as_deref(), Some("xiqing.zhongbei"));
    assert_eq!(found("我在河西区天津医院").as_deref(), Some("hexi"));
    assert_eq!(found("滨海新区海滨街道路灯不亮").as_deref(), Some("binhai.haibin"));
    assert_eq!(found("海滨街道路灯不亮"), None, "宝坻 has one too");
    assert_eq!(found("生态城停车难").as_deref(), Some("binhai.ecocity"));
    assert_eq!(found("没有说地方"), None);
}

#[test]
fn reports_hide_who_reported() {
    let city = city();
    for topic in city.topics.leaves().filter(|topic| topic.name.zh.ends_with("举报")) {
        assert_ne!(topic.secrecy, Secrecy::Open, "{}", topic.code);
    }
    assert_eq!(city.topics.get(&"gas.leak".into()).unwrap().grade_floor, Grade::Emergency);
    assert!(
        city.demo.iter().any(|account| account.role == "named_officer" && account.clearance == Secrecy::Confidential)
    );
}

#[test]
fn an_emergency_that_nobody_answers_for_climbs() {
    let city = city();
    let start = at("2025-01-28T23:50:00+08:00");
    let period = city.period(start, ClockKind::MustPhone, Grade::Emergency, PeriodClass::Danger).unwrap().period;
    let Period::Natural(Minutes(length)) = period else { panic!("counted day and night") };
    let unit = "hexi.taoyuan".into();
    let rungs = city.policy(start).ladder(ClockKind::MustPhone, Grade::Emergency);
    let called = rungs.iter().map(|rung| {
        let minute = match rung.at {
            RungAt::Share(percent) => length * i64::from(percent) / 100,
            RungAt::Due => length,
            RungAt::After(Period::Natural(Minutes(after))) => length + after,
            RungAt::After(other) => panic!("{other:?}"),
        };
        assert_eq!(rung.by, Means::Phone);
        let now = start + Minutes(minute);
        let duty = city.whom(rung.tell[0], Some(&unit), now)[0];
        (minute, rung.tell[0], duty.post)
    });
    assert_eq!(
        called.collect::<Vec<_>>(),
        [
            (3, Audience::UnitDuty, DutyPost::Desk),
            (6, Audience::UnitHead, DutyPost::Head),
            (10, Audience::Superior, DutyPost::Desk),
            (15, Audience::Supervision, DutyPost::Supervision),
            (20, Audience::LeaderOnDuty, DutyPost::Leader),
        ]
    );
    let superior = city.whom(Audience::Superior, Some(&unit), start)[0];
    assert_eq!(superior.phone, city.units.get(&"hexi".into()).unwrap().roster[0].phone);
}

#[test]
fn every_unit_is_reached_at_every_rung_in_the_dead_of_night() {
    let city = city();
    let night = at("2025-01-29T03:00:00+08:00");
    for unit in city.units.all() {
        for audience in Audience::ALL {
            assert!(!city.whom(*audience, Some(&unit.code), night).is_empty(), "{audience} of {}", unit.code);
        }
        let ours = |duty: &&Duty| unit.kind == UnitKind::Center || duty.post != DutyPost::Supervision;
        assert!(city.whom(Audience::UnitHead, Some(&unit.code), night).iter().all(ours));
    }
}

#[test]
fn stations_work_through_the_festival() {
    let city = city();
    let start = at("2025-01-28T22:00:00+08:00");
    let due = |unit: &str, period| city.calendar_of(Some(&unit.into())).due(start, &period).unwrap().at;
    assert_eq!(due("heat-zhongbei", Period::WorkingMinutes(240)), at("2025-01-29T02:00:00+08:00"));
    assert_eq!(due("heat-zhongbei", Period::WorkingDays(1)), at("2025-01-30T00:00:00+08:00"), "the whole next day");
    assert_eq!(
        due("reli", Period::WorkingDays(1)),
        at("2025-02-05T17:30:00+08:00"),
        "the enterprise keeps office hours"
    );
    let own = city.units.all().iter().filter(|unit| unit.calendar.is_some());
    assert!(own.clone().all(|unit| unit.kind == UnitKind::Station) && own.count() == 14);
}

#[test]
fn what_is_said_and_chosen_is_data() {
    let city = city();
    let now = at("2025-06-01T10:00:00+08:00");
    let version = |kind| city.script(kind, now).unwrap().version.as_str();
    assert_eq!(version(Kind::Report), "2017-report");
    assert_eq!(version(Kind::Enquiry), "2017-enquiry");
    assert_eq!(version(Kind::Complaint), "2017-general");
    assert!(city.return_reason("not_our_duty").unwrap().needs_basis);
    assert_eq!(city.undue_class("excessive").unwrap().exclusion, Exclusion::Unreasonable);
    assert!(city.supervision_kind("leader").unwrap().needs_leader);
    let policy = city.policy(now);
    assert_eq!(policy.objection_days(), 7);
    assert_eq!(policy.delay(PeriodClass::Danger).unwrap().times_max, 0);
    assert_eq!(policy.delay(PeriodClass::Utility).unwrap().working_days_max, 10);
    let levels: Vec<&str> = policy.appeals.iter().map(|level| level.code.as_str()).collect();
    assert_eq!(levels, ["district", "center", "city"]);
    assert!(policy.scores.excludes(Exclusion::Merged) && !policy.recompute_running);
}
