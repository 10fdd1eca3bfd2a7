//! A very small city for tests: one district, one street, two topics, one policy.

use jiff::civil::date;

use super::{
    Catalogue, CatalogueRule, City, DemoAccount, Duty, LeadRule, Limits, PeriodClass, PeriodRule, Place, PlaceKind,
    Places, Policies, Policy, Shift, Topic, Topics, Unit, UnitKind, Units,
};
use crate::clock::sample::{tianjin, zone};
use crate::clock::{ClockKind, Period};
use crate::moment::Minutes;
use crate::words::{Bilingual, Grade, Secrecy};

pub(super) fn name(zh: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: zh.into() }
}

pub(super) fn duty(phone: &str, shift: Shift) -> Duty {
    Duty { label: name("值班室"), person: "值班员".into(), phone: phone.into(), shift }
}

pub(super) fn unit(code: &str, zh: &str, kind: UnitKind, parent: Option<&str>, place: Option<&str>) -> Unit {
    Unit {
        code: code.into(),
        name: name(zh),
        short: name(zh),
        kind,
        parent: parent.map(Into::into),
        place: place.map(Into::into),
        roster: vec![duty("022-0000-0001", Shift::AllDay)],
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

pub(super) fn policy(version: &str, from: jiff::civil::Date, until: Option<jiff::civil::Date>) -> Policy {
    Policy {
        version: version.into(),
        title: name("办法"),
        from,
        until,
        assumed: Vec::new(),
        periods: ClockKind::ALL.iter().map(|clock| period(*clock, None, None, 60)).collect(),
        limits: Limits {
            return_within: Period::WorkingDays(1),
            return_within_complex: Period::WorkingDays(2),
            dispatches_before_designation: 3,
            delays_max: 2,
            delay_working_days_max: 10,
            callback_attempts_max: 3,
            callback_attempts_apart: Minutes(240),
            reworks_before_supervision: 2,
            objection_days: 7,
            warn_percent: vec![50, 80, 100],
            must_phone_ladder: vec![Minutes(3), Minutes(5)],
            wrap_up_seconds: 30,
        },
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
        policies: Policies::new(vec![policy("p", date(2021, 1, 1), None)]).unwrap(),
        calendar: tianjin(),
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
