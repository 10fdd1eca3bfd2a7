//! A very small city for tests: one district, one street, two topics, one policy.

use jiff::civil::date;

use super::{
    Answer, AppealLevel, Audience, CallHours, Catalogue, CatalogueRule, City, DelayRule, DemoAccount, Duty, DutyPost,
    Exclusion, Ladder, LeadRule, Limits, Means, PeriodClass, PeriodRule, Place, PlaceKind, Places, Policies, Policy,
    Question, ReturnReason, Rung, RungAt, Scores, Script, Shift, SupervisionKind, Topic, Topics, UndueClass, Unit,
    UnitKind, Units, needs_ladder,
};
use crate::access::Role;
use crate::clock::sample::{tianjin, zone};
use crate::clock::{ClockKind, Opening, Period};
use crate::moment::Minutes;
use crate::words::{Bilingual, Grade, Kind, Lang, Secrecy};

pub(super) fn name(zh: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: zh.into() }
}

pub(super) fn duty(phone: &str, shift: Shift) -> Duty {
    post_duty(DutyPost::Desk, phone, shift)
}

pub(super) fn post_duty(post: DutyPost, phone: &str, shift: Shift) -> Duty {
    Duty { post, label: name(post.name(Lang::Zh)), person: "值班员".into(), phone: phone.into(), shift }
}

pub(super) fn unit(code: &str, zh: &str, kind: UnitKind, parent: Option<&str>, place: Option<&str>) -> Unit {
    let posts: &[DutyPost] = if kind == UnitKind::Center {
        &[DutyPost::Desk, DutyPost::Supervision, DutyPost::Leader]
    } else {
        &[DutyPost::Desk, DutyPost::Head]
    };
    let roster = posts.iter().map(|post| post_duty(*post, &format!("{code}-{post}"), Shift::AllDay)).collect();
    Unit {
        code: code.into(),
        name: name(zh),
        short: name(zh),
        kind,
        parent: parent.map(Into::into),
        place: place.map(Into::into),
        calendar: None,
        roster,
        initials: String::new(),
        pinyin: String::new(),
        short_initials: String::new(),
        short_pinyin: String::new(),
    }
}

pub(super) fn place(code: &str, zh: &str, kind: PlaceKind, parent: Option<&str>) -> Place {
    let (initials, pinyin) = (String::new(), String::new());
    let parent = parent.map(Into::into);
    Place {
        code: code.into(),
        name: name(zh),
        aliases: Vec::new(),
        alias_latin: Vec::new(),
        kind,
        parent,
        initials,
        pinyin,
    }
}

pub(super) fn topic(code: &str, zh: &str, parent: Option<&str>, lead: Option<LeadRule>) -> Topic {
    Topic {
        code: code.into(),
        parent: parent.map(Into::into),
        name: name(zh),
        grade_floor: Grade::Ordinary,
        period: PeriodClass::Ordinary,
        secrecy: Secrecy::Open,
        lead,
        initials: String::new(),
        pinyin: String::new(),
    }
}

pub(super) fn rule(id: &str, topic: &str, place: Option<&str>, lead: LeadRule) -> CatalogueRule {
    let place = place.map(Into::into);
    let (from, until) = (date(2020, 1, 1), None);
    CatalogueRule {
        id: id.into(),
        topic: topic.into(),
        place,
        lead,
        supporting: Vec::new(),
        basis: name("职责"),
        from,
        until,
    }
}

pub(super) fn period(clock: ClockKind, grade: Option<Grade>, class: Option<PeriodClass>, minutes: i64) -> PeriodRule {
    PeriodRule { clock, grade, period_class: class, period: Period::Natural(Minutes(minutes)), source: "规定".into() }
}

pub(super) fn ladder(clock: ClockKind, grade: Option<Grade>) -> Ladder {
    let rung = |at, audience, by| Rung { at, tell: vec![audience], by };
    let rungs = vec![
        rung(RungAt::Share(50), Audience::Owner, Means::Notice),
        rung(RungAt::Due, Audience::UnitHead, Means::Sms),
        rung(RungAt::After(Period::Natural(Minutes(30))), Audience::Supervision, Means::Phone),
    ];
    Ladder { clock, grade, rungs }
}

pub(super) fn script(version: &str, from: jiff::civil::Date, kinds: Vec<Kind>) -> Script {
    let questions = Answer::NEEDED.iter().map(|answer| Question { answer: *answer, text: name("请问？") }).collect();
    Script { version: version.into(), from, kinds, greeting: name("您好"), questions, farewell: name("再见") }
}

pub(super) fn policy(version: &str, from: jiff::civil::Date, until: Option<jiff::civil::Date>) -> Policy {
    Policy {
        version: version.into(),
        title: name("办法"),
        from,
        until,
        assumed: Vec::new(),
        periods: ClockKind::ALL
            .iter()
            .filter(|clock| clock.has_period())
            .map(|clock| period(*clock, None, None, 60))
            .collect(),
        limits: Limits {
            return_within: Period::WorkingDays(1),
            return_within_complex: Period::WorkingDays(2),
            dispatches_before_designation: 3,
            pauses_max: 2,
            pause_days_max: 7,
            park_days_max: 180,
            park_milestone_days_max: 30,
            callback_attempts_max: 3,
            callback_attempts_apart: Minutes(240),
            callback_hours: CallHours(Opening::new(510, 1230).unwrap()),
            reworks_before_higher_reviewer: 1,
            reworks_before_supervision: 2,
            wrap_up_seconds: 30,
        },
        ladders: ClockKind::ALL
            .iter()
            .filter(|clock| needs_ladder(**clock))
            .map(|clock| ladder(*clock, None))
            .collect(),
        delays: vec![DelayRule { class: None, times_max: 2, working_days_max: 10 }],
        appeals: vec![AppealLevel {
            code: "center".into(),
            name: name("复核"),
            role: Role::Reviewer,
            within: Period::WorkingDays(3),
            period: None,
        }],
        scores: Scores {
            response: 30,
            solved: 35,
            satisfied: 35,
            partly_share: 80,
            fairly_share: 80,
            exclusions: vec![Exclusion::Unreached],
        },
        recompute_running: false,
    }
}

/// A sound city.
pub(super) fn city() -> City {
    let places = Places::new(vec![
        place("hexi", "河西区", PlaceKind::District, None),
        place("hexi.taoyuan", "桃园街道", PlaceKind::Street, Some("hexi")),
    ]);
    let units = vec![
        unit("center", "热线中心", UnitKind::Center, None, None),
        unit("hexi", "河西区人民政府", UnitKind::District, Some("center"), Some("hexi")),
        unit("hexi.wjw", "河西区卫健委", UnitKind::Department, Some("hexi"), None),
        unit("wjw", "市卫健委", UnitKind::CityBody, None, None),
    ];
    let topics = vec![
        topic("health", "卫生健康", None, Some(LeadRule::Unit("wjw".into()))),
        topic("health.medical", "就医", Some("health"), None),
        topic("health.transfer", "转运", Some("health"), Some(LeadRule::District)),
    ];
    City {
        code: "TJ".into(),
        key: "sample".into(),
        name: name("天津市"),
        hotline: "12345".into(),
        zone: zone(),
        units: Units::new(units, &places),
        places,
        topics: Topics::new(topics),
        catalogue: Catalogue { rules: vec![rule("R1", "health", Some("hexi"), LeadRule::Street)] },
        refusals: Vec::new(),
        returns: vec![ReturnReason {
            code: "duty".into(),
            name: name("非本单位职责"),
            needs_basis: true,
            needs_unit: true,
        }],
        undue: vec![UndueClass {
            code: "beyond".into(),
            name: name("超出职责"),
            test: name("有依据"),
            exclusion: Exclusion::BeyondDuty,
        }],
        supervisions: vec![SupervisionKind {
            code: "single".into(),
            name: name("单办"),
            working_days: 3,
            needs_leader: false,
        }],
        scripts: vec![script("s", date(2021, 1, 1), Vec::new())],
        policies: Policies::new(vec![policy("p", date(2021, 1, 1), None)]).unwrap(),
        calendar: tianjin(),
        unit_calendars: Vec::new(),
        version: "0".into(),
        reserved_numbers: true,
        demo: vec![DemoAccount {
            login: "a".into(),
            name: name("甲"),
            role: "agent".into(),
            unit: "center".into(),
            clearance: Secrecy::Open,
        }],
    }
}
