//! Units with their rosters, places, topics, and the catalogue.

use super::{Facts, both, list, said, same};
use crate::city::City;
use crate::city::catalogue::LeadRule;
use crate::city::duty::Duty;
use crate::city::fault::Subject;
use crate::ids::UnitCode;
use crate::words::{Bilingual, Lang};

/// A name with its code: `河西区（hexi）`.
fn with_code(name: &Bilingual, code: &str) -> Bilingual {
    both(&format!("{}（{code}）", name.zh), &format!("{} ({code})", name.en))
}

fn unit(city: &City, code: &UnitCode) -> Bilingual {
    city.units.get(code).map_or_else(|| same(code.as_str()), |unit| with_code(&unit.short, code.as_str()))
}

fn lead(city: &City, rule: &LeadRule) -> Bilingual {
    match rule {
        LeadRule::Unit(code) => unit(city, code),
        LeadRule::District => both("属地区政府", "the district of the place"),
        LeadRule::Street => both("属地街镇", "the street or town of the place"),
    }
}

pub(super) fn units(city: &City, facts: &mut Facts) {
    for one in city.units.all() {
        let name = both(&format!("单位 {}", one.short.zh), &format!("Unit {}", one.short.en));
        let about = &mut facts.about(Subject::Unit(one.code.clone()), name);
        about.fact("name", both("全称", "Name"), one.name.clone());
        about.fact("short", both("简称", "Short name"), one.short.clone());
        about.fact("kind", both("类别", "Kind"), said(|lang| one.kind.name(lang).to_owned()));
        let parent = one.parent.as_ref().map(|parent| unit(city, parent));
        about.maybe("parent", both("上级单位", "Unit above"), parent);
        let place = one.place.as_ref().map(|place| said(|lang| city.places.full_name(place, lang)));
        about.maybe("place", both("属地", "Place"), place);
        about.maybe("calendar", both("工作日历", "Calendar"), one.calendar.as_deref().map(same));
        for (position, duty) in one.roster.iter().enumerate() {
            let number = position + 1;
            let field = both(&format!("值班表第 {number} 行"), &format!("Roster line {number}"));
            about.fact(format!("roster.{position:03}"), field, said(|lang| line(duty, lang)));
        }
    }
}

fn line(duty: &Duty, lang: Lang) -> String {
    let (label, post, shift) = (duty.label.get(lang), duty.post.name(lang), duty.shift.say(lang));
    format!("{label} [{post}] {} {} {shift}", duty.person, duty.phone)
}

pub(super) fn places(city: &City, facts: &mut Facts) {
    for place in city.places.all() {
        let name = both(&format!("地点 {}", place.name.zh), &format!("Place {}", place.name.en));
        let about = &mut facts.about(Subject::Place(place.code.clone()), name);
        about.fact("name", both("名称", "Name"), place.name.clone());
        about.fact("kind", both("类别", "Kind"), said(|lang| place.kind.name(lang).to_owned()));
        let parent = place.parent.as_ref().map(|parent| said(|lang| city.places.full_name(parent, lang)));
        about.maybe("parent", both("所在地", "Lies in"), parent);
        let aliases = (!place.aliases.is_empty()).then(|| same(&place.aliases.join("、")));
        about.maybe("aliases", both("别名", "Other names"), aliases);
    }
}

pub(super) fn topics(city: &City, facts: &mut Facts) {
    for topic in city.topics.all() {
        let path = said(|lang| city.topics.path_name(&topic.code, lang));
        let name = both(&format!("主题 {}", path.zh), &format!("Topic {}", path.en));
        let about = &mut facts.about(Subject::Topic(topic.code.clone()), name);
        about.fact("name", both("名称", "Name"), topic.name.clone());
        about.maybe("lead", both("默认主办", "Usual lead"), topic.lead.as_ref().map(|rule| lead(city, rule)));
        let floor = said(|lang| topic.grade_floor.name(lang).to_owned());
        about.fact("grade_floor", both("最低紧急程度", "Least grade"), floor);
        about.fact("period", both("时限类别", "Class of periods"), said(|lang| topic.period.name(lang).to_owned()));
        about.fact("secrecy", both("保密", "Secrecy"), said(|lang| topic.secrecy.name(lang).to_owned()));
    }
}

pub(super) fn rules(city: &City, facts: &mut Facts) {
    for rule in &city.catalogue.rules {
        let name = both(&format!("派单目录 {}", rule.id), &format!("Catalogue rule {}", rule.id));
        let about = &mut facts.about(Subject::Rule(rule.id.clone()), name);
        about.fact("topic", both("主题", "Topic"), said(|lang| city.topics.path_name(&rule.topic, lang)));
        let place = rule.place.as_ref().map(|place| said(|lang| city.places.full_name(place, lang)));
        about.fact("place", both("地点", "Place"), place.unwrap_or_else(|| both("全市", "everywhere")));
        about.fact("lead", both("主办", "Lead"), lead(city, &rule.lead));
        let supporting = rule.supporting.iter().map(|unit| lead(city, unit));
        about.fact("supporting", both("协办", "Supporting"), list(supporting, both("无", "none")));
        about.fact("basis", both("依据", "Rests on"), rule.basis.clone());
        about.plain("from", both("生效日期", "In force from"), rule.from);
        about.maybe("until", both("失效日期", "In force until"), rule.until.map(|day| same(&day.to_string())));
    }
}
