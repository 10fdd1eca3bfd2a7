//! What a person reads when two cities are compared.

use jiff::civil::date;

use super::sample::{city, name, policy, post_duty, rule, topic};
use super::*;
use crate::clock::sample::tianjin;
use crate::clock::{Period, SpecialDay};
use crate::moment::Minutes;
use crate::words::Lang;

/// The lines of a change to the sample.
fn lines(lang: Lang, change: impl FnOnce(&mut City)) -> Vec<String> {
    let mut new = city();
    change(&mut new);
    City::diff(&city(), &new).iter().map(|change| change.say(lang)).collect()
}

fn policy_lines(lang: Lang, change: impl FnOnce(&mut Policy)) -> Vec<String> {
    lines(lang, |city| {
        let mut changed = policy("p", date(2021, 1, 1), None);
        change(&mut changed);
        city.policies = Policies::new(vec![changed]).unwrap();
    })
}

#[test]
fn a_city_does_not_differ_from_itself() {
    assert_eq!(City::diff(&city(), &city()), []);
    assert_eq!(lines(Lang::Zh, |city| city.version = "1".into()), Vec::<String>::new(), "the hash says nothing");
}

#[test]
fn periods_and_limits() {
    let change = |policy: &mut Policy| {
        policy.periods[1].period = Period::WorkingDays(2);
        policy.limits.callback_attempts_max = 5;
    };
    assert_eq!(
        policy_lines(Lang::Zh, change),
        ["政策 p · 回访次数上限：3 → 5", "政策 p · 签收时限：1 小时 → 2 个工作日"]
    );
    assert_eq!(
        policy_lines(Lang::En, change),
        ["Policy p · Call-back attempts: 3 → 5", "Policy p · Accept period: 1 h → 2 working days"]
    );
}

#[test]
fn a_period_that_is_new_has_no_before() {
    let own = super::sample::period(ClockKind::Accept, Some(Grade::Emergency), Some(PeriodClass::Utility), 15);
    let told = policy_lines(Lang::Zh, |policy| policy.periods.push(own));
    assert_eq!(
        told,
        [
            "政策 p · 签收时限（紧急、水电气热）：（无） → 15 分钟",
            "政策 p · 签收时限依据（紧急、水电气热）：（无） → 规定"
        ]
    );
}

#[test]
fn ladders_delays_appeals_and_scores() {
    let told = policy_lines(Lang::Zh, |policy| {
        policy.ladders[0].rungs[2].at = RungAt::After(Period::Natural(Minutes(10)));
        policy.delays[0].times_max = 1;
        policy.appeals[0].period = Some(Period::WorkingDays(5));
        policy.scores.fairly_share = 60;
        policy.recompute_running = true;
    });
    assert_eq!(
        told,
        [
            "政策 p · 申诉第 1 级：复核，审核员审核；3 个工作日内提出，申诉时限内决定 → 复核，审核员审核；3 个工作日内提出，5 个工作日内决定",
            "政策 p · 延期上限（各类）：2 次，每次 10 个工作日 → 1 次，每次 10 个工作日",
            "政策 p · 派单提醒阶梯：50% 站内提醒 责任人；到期 短信 单位负责人；逾期 30 分钟 电话 督办专组 → 50% 站内提醒 责任人；到期 短信 单位负责人；逾期 10 分钟 电话 督办专组",
            "政策 p · 是否重算在途时限：否 → 是",
            "政策 p · 基本满意折算：80% → 60%",
        ]
    );
}

#[test]
fn topics_and_the_catalogue() {
    let change = |city: &mut City| {
        let mut topics = city.topics.all().to_vec();
        topics[1].grade_floor = Grade::Urgent;
        topics[2].lead = Some(LeadRule::Unit("wjw".into()));
        city.topics = Topics::new(topics);
        city.catalogue.rules[0].lead = LeadRule::District;
        city.catalogue.rules[0].until = Some(date(2025, 6, 30));
    };
    assert_eq!(
        lines(Lang::Zh, change),
        [
            "主题 卫生健康 › 就医 · 最低紧急程度：普通 → 急",
            "主题 卫生健康 › 转运 · 默认主办：属地区政府 → 市卫健委（wjw）",
            "派单目录 R1 · 主办：属地街镇 → 属地区政府",
            "派单目录 R1 · 失效日期：（无） → 2025-06-30",
        ]
    );
    let added = lines(Lang::En, |city| {
        let mut topics = city.topics.all().to_vec();
        topics.push(topic("x", "新", None, Some(LeadRule::Street)));
        city.topics = Topics::new(topics);
    });
    assert_eq!(added.len(), 5, "{added:?}");
    assert!(added.contains(&"Topic 新 · Usual lead: (none) → the street or town of the place".to_owned()));
    let gone = lines(Lang::Zh, |city| city.catalogue.rules = vec![rule("R9", "health", None, LeadRule::Street)]);
    assert!(gone.contains(&"派单目录 R1 · 主办：属地街镇 → （无）".to_owned()), "{gone:?}");
}

#[test]
fn rosters_days_and_words() {
    let told = lines(Lang::Zh, |city| {
        let mut units = city.units.all().to_vec();
        units[3].roster[1] = post_duty(DutyPost::Head, "022-0000-0009", Shift::AllDay);
        units[3].calendar = Some("stations".into());
        city.units = Units::new(units, &city.places);
        city.returns[0].needs_basis = false;
        city.scripts[0].questions[0].text = name("解决了吗？");
    });
    assert_eq!(
        told,
        [
            "单位 市卫健委 · 工作日历：（无） → stations",
            "单位 市卫健委 · 值班表第 2 行：负责人 [负责人] 值班员 wjw-head 全天 → 负责人 [负责人] 值班员 022-0000-0009 全天",
            "退单理由 非本单位职责 · 须写明依据：是 → 否",
            "回访话术 s · 提问 解决情况：请问？ → 解决了吗？",
        ]
    );
    let told = lines(Lang::En, |city| {
        let old = tianjin();
        let festival = Bilingual { zh: "国庆节".into(), en: "National Day".into() };
        let extra = SpecialDay { date: date(2025, 10, 9), works: false, name: festival };
        let week = std::array::from_fn(|day| {
            let weekday = jiff::civil::Weekday::from_monday_zero_offset(i8::try_from(day).unwrap()).unwrap();
            old.weekday_openings(weekday).to_vec()
        });
        let special: Vec<SpecialDay> = old.special_days().cloned().chain([extra]).collect();
        city.calendar = Calendar::new(city.zone.clone(), week, Vec::new(), special, old.years());
    });
    assert_eq!(
        told,
        [
            "Calendar · 2025-10-09: (none) → free National Day",
            "Calendar · Make-up days: 08:30–12:00; 13:30–17:30 → closed"
        ]
    );
}
