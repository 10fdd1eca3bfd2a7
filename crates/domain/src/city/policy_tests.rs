//! Which rung, roster, calendar and script applies, and which policies nobody could go on under.

use jiff::civil::{Time, Weekday, date, time};

use super::sample::{city, ladder, post_duty, rule, script, topic};
use super::*;
use crate::access::Role;
use crate::clock::sample::at;
use crate::clock::{Opening, Period};
use crate::moment::Minutes;
use crate::words::Lang;

/// What is wrong with the sample after a change to its policy: `field: what`.
fn faults_of_policy(change: impl FnOnce(&mut Policy)) -> Vec<String> {
    let mut city = city();
    let mut policy = city.policies.all()[0].clone();
    change(&mut policy);
    city.policies = Policies::new(vec![policy]).unwrap();
    faults(&city)
}

fn faults(city: &City) -> Vec<String> {
    city.validate().into_iter().map(|fault| format!("{}: {}", fault.field, fault.wrong.what)).collect()
}

fn with_unit(code: &str, change: impl FnOnce(&mut Unit)) -> City {
    let mut city = city();
    let mut units = city.units.all().to_vec();
    change(units.iter_mut().find(|unit| unit.code.as_str() == code).unwrap());
    city.units = Units::new(units, &city.places);
    city
}

/// The numbers dialled for an audience.
fn phones(city: &City, audience: Audience, unit: Option<&str>, when: &str) -> Vec<String> {
    let unit = unit.map(UnitCode::from);
    city.whom(audience, unit.as_ref(), at(when)).iter().map(|duty| duty.phone.clone()).collect()
}

#[test]
fn the_ladder_of_the_grade_goes_before_that_of_all() {
    let mut policy = city().policies.all()[0].clone();
    let mut own = ladder(ClockKind::Accept, Some(Grade::Emergency));
    own.rungs.remove(0);
    policy.ladders.push(own);
    assert_eq!(policy.ladder(ClockKind::Accept, Grade::Emergency).len(), 2);
    assert_eq!(policy.ladder(ClockKind::Accept, Grade::Urgent).len(), 3);
    assert_eq!(policy.ladder(ClockKind::Objection, Grade::Urgent), []);
}

#[test]
fn rungs_in_words() {
    let rungs = ladder(ClockKind::Accept, None).rungs;
    let said = |lang| rungs.iter().map(|rung| rung.say(lang)).collect::<Vec<_>>();
    assert_eq!(said(Lang::Zh), ["50% 站内提醒 责任人", "到期 短信 单位负责人", "逾期 30 分钟 电话 督办专组"]);
    assert_eq!(said(Lang::En)[2], "30 min overdue Phone call Supervision team");
}

#[test]
fn each_audience_has_its_own_phone() {
    let city = city();
    let phones = |audience, unit| phones(&city, audience, unit, "2022-04-05 10:00");
    assert_eq!(phones(Audience::UnitDuty, Some("hexi.wjw")), ["hexi.wjw-desk"]);
    assert_eq!(phones(Audience::UnitHead, Some("hexi.wjw")), ["hexi.wjw-head"]);
    assert_eq!(phones(Audience::Superior, Some("hexi.wjw")), ["hexi-desk"]);
    assert_eq!(phones(Audience::Superior, Some("hexi")), ["center-desk"], "only the centre stands above");
    assert_eq!(phones(Audience::Supervision, Some("hexi")), ["center-supervision"]);
    assert_eq!(phones(Audience::LeaderOnDuty, None), ["center-leader"]);
    assert_eq!(phones(Audience::Owner, None), ["center-desk"], "the centre's own work");
    assert_eq!(phones(Audience::FloorSupervisor, Some("hexi")), ["center-desk"]);
}

#[test]
fn who_is_not_there_is_stood_in_for() {
    let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
    let day = Shift::Weekly(vec![WeeklyInterval { days: week, from: time(8, 0, 0, 0), until: time(20, 0, 0, 0) }]);
    let desk_by_day =
        vec![post_duty(DutyPost::Desk, "desk", day.clone()), post_duty(DutyPost::Head, "head", Shift::AllDay)];
    let city = with_unit("hexi.wjw", |unit| unit.roster = desk_by_day);
    assert_eq!(phones(&city, Audience::UnitDuty, Some("hexi.wjw"), "2022-04-05 10:00"), ["desk"]);
    assert_eq!(phones(&city, Audience::UnitDuty, Some("hexi.wjw"), "2022-04-05 20:00"), ["head"], "whoever answers");
    let no_head = with_unit("hexi.wjw", |unit| unit.roster = vec![post_duty(DutyPost::Desk, "desk", Shift::AllDay)]);
    assert_eq!(phones(&no_head, Audience::UnitHead, Some("hexi.wjw"), "2022-04-05 10:00"), ["hexi-head"]);
    let nobody = with_unit("hexi.wjw", |unit| unit.roster = vec![post_duty(DutyPost::Desk, "desk", day)]);
    assert_eq!(phones(&nobody, Audience::UnitDuty, Some("hexi.wjw"), "2022-04-05 23:00"), ["hexi-desk"]);
    assert_eq!(phones(&city, Audience::UnitDuty, Some("gone"), "2022-04-05 10:00"), ["center-desk"]);
}

#[test]
fn the_centre_and_every_lead_have_somebody_who_decides() {
    let only_desk = |code| with_unit(code, |unit| unit.roster = vec![post_duty(DutyPost::Desk, "1", Shift::AllDay)]);
    assert_eq!(
        faults(&only_desk("center")),
        [
            "roster: no supervision (督办专组) can be phoned from Monday 00:00",
            "roster: no leader (值班领导) can be phoned from Monday 00:00"
        ]
    );
    assert_eq!(faults(&only_desk("wjw")), ["roster: no head (负责人) can be phoned from Monday 00:00"]);
    assert_eq!(faults(&only_desk("hexi.wjw")), Vec::<String>::new(), "leads nothing, and the district has a head");
}

#[test]
fn the_calendar_of_the_nearest_unit_counts() {
    let mut city = with_unit("hexi", |unit| unit.calendar = Some("day_and_night".into()));
    assert_eq!(faults(&city), ["calendar: there is no calendar `day_and_night`"]);
    let all_day = vec![Opening::new(0, 1440).unwrap()];
    let years = city.calendar.years().collect::<Vec<_>>();
    let week = std::array::from_fn(|_| all_day.clone());
    let calendar = Calendar::new(city.zone.clone(), week, Vec::new(), [], years);
    let name = super::sample::name("全天候");
    city.unit_calendars.push(UnitCalendar { code: "day_and_night".into(), name, holidays: false, calendar });
    assert_eq!(faults(&city), Vec::<String>::new());
    let due = |unit: Option<&str>| {
        let calendar = city.calendar_of(unit.map(UnitCode::from).as_ref());
        calendar.due(at("2022-01-31 22:00"), &Period::WorkingMinutes(180)).unwrap().at
    };
    assert_eq!(due(Some("hexi.wjw")), at("2022-02-01 01:00"), "through New Year's night");
    assert_eq!(due(Some("wjw")), at("2022-02-07 11:30"), "after the festival");
    assert_eq!(due(None), due(Some("wjw")));
    let unused = with_unit("hexi", |_| {});
    city.units = unused.units;
    assert_eq!(faults(&city), ["week: no unit works by the calendar `day_and_night`"]);
}

#[test]
fn the_script_of_the_kind_and_of_the_day() {
    let mut city = city();
    city.scripts.push(script("later", date(2022, 1, 1), Vec::new()));
    city.scripts.push(script("praise", date(2023, 1, 1), vec![Kind::Praise]));
    let version = |kind, when| city.script(kind, at(when)).unwrap().version.clone();
    assert_eq!(version(Kind::Help, "2021-12-31 23:59"), "s");
    assert_eq!(version(Kind::Help, "2022-01-01 00:00"), "later");
    assert_eq!(version(Kind::Help, "2020-01-01 00:00"), "s", "before the first: the first");
    assert_eq!(version(Kind::Praise, "2022-06-01 00:00"), "later", "its own has not begun");
    assert_eq!(version(Kind::Praise, "2023-06-01 00:00"), "praise");
    assert_eq!(version(Kind::Complaint, "2023-06-01 00:00"), "later");
}

#[test]
fn delays_and_hours_follow_their_rules() {
    let mut policy = city().policies.all()[0].clone();
    policy.delays.push(DelayRule { class: Some(PeriodClass::Danger), times_max: 0, working_days_max: 0 });
    assert_eq!(policy.delay(PeriodClass::Danger).map(|rule| rule.times_max), Some(0));
    assert_eq!(policy.delay(PeriodClass::Utility).map(|rule| rule.times_max), Some(2));
    let cover = |hour, minute| policy.limits.callback_hours.cover(time(hour, minute, 0, 0));
    assert!(
        !cover(8, 29)
            && cover(8, 30)
            && cover(20, 29)
            && !cover(20, 30)
            && !policy.limits.callback_hours.cover(Time::MIN)
    );
    policy.periods.retain(|rule| rule.clock != ClockKind::Objection);
    assert_eq!(policy.objection_days(), 0);
    policy.periods.push(super::sample::period(ClockKind::Objection, None, None, 7 * 1440));
    assert_eq!(policy.objection_days(), 7);
}

#[test]
fn nobody_is_called_at_night() {
    let city = city();
    let from = |when: &str| city.may_call_from(at(when));
    assert_eq!(from("2022-04-05 10:07"), at("2022-04-05 10:07"));
    assert_eq!(from("2022-04-05 03:00"), at("2022-04-05 08:30"));
    assert_eq!(from("2022-04-05 20:30"), at("2022-04-06 08:30"));
    assert_eq!(from("2022-12-31 23:59"), at("2023-01-01 08:30"));
}

#[test]
fn a_promise_without_a_period_or_with_one_that_is_never_used() {
    let without = |clock: ClockKind| faults_of_policy(|policy| policy.periods.retain(|rule| rule.clock != clock));
    for clock in ClockKind::ALL.iter().filter(|clock| clock.has_period()) {
        let told = without(*clock);
        assert!(told[0].starts_with(&format!("period: no {clock} period for grade ordinary")), "{told:?}");
    }
    let extra = super::sample::period(ClockKind::Milestone, None, None, 60);
    let told = faults_of_policy(|policy| policy.periods.push(extra));
    assert_eq!(told, ["period[14]: a milestone carries its own day, so a period would never be used"]);
}

#[test]
fn a_ladder_that_is_missing_or_says_nothing_in_time() {
    for clock in ClockKind::ALL {
        let told = faults_of_policy(|policy| policy.ladders.retain(|ladder| ladder.clock != *clock));
        let owed = !matches!(clock, ClockKind::Objection | ClockKind::Supplement);
        assert_eq!(told.len(), usize::from(owed), "{clock}: {told:?}");
    }
    let rungs = |change: fn(&mut Vec<Rung>)| faults_of_policy(|policy| change(&mut policy.ladders[1].rungs));
    assert_eq!(rungs(|rungs| drop(rungs.remove(1))), ["ladder[1].rungs: nobody is told when the accept clock is due"]);
    assert_eq!(
        rungs(|rungs| drop(rungs.pop())),
        ["ladder[1].rungs: the accept ladder of grade urgent ends before anybody who can act for the unit"]
    );
    assert_eq!(
        rungs(|rungs| rungs.swap(0, 1)),
        ["ladder[1].rungs[1].at: the rung `50%` does not come after `when due`"]
    );
    assert_eq!(rungs(|rungs| rungs[0].tell.clear()), ["ladder[1].rungs[0].tell: the rung tells nobody"]);
    assert_eq!(
        rungs(|rungs| rungs[0].at = RungAt::Share(100)),
        ["ladder[1].rungs[0].at: 100% is no share before the end"]
    );
    assert_eq!(
        rungs(|rungs| {
            let last = Rung { at: RungAt::After(Period::WorkingDays(1)), ..rungs[2].clone() };
            rungs.push(last);
        }),
        ["ladder[1].rungs[3].at: natural and working time in one ladder cannot be put in order"]
    );
    assert_eq!(
        rungs(|rungs| rungs[2].at = RungAt::After(Period::Natural(Minutes(0)))),
        ["ladder[1].rungs[2].at: the rung is no time after the end"]
    );
    let twice = faults_of_policy(|policy| policy.ladders.push(ladder(ClockKind::Accept, None)));
    assert_eq!(twice, ["ladder[14]: two accept ladders for the same grade"]);
    let ordinary = faults_of_policy(|policy| {
        let mut own = ladder(ClockKind::Accept, Some(Grade::Ordinary));
        own.rungs.pop();
        policy.ladders.push(own);
    });
    assert_eq!(ordinary, Vec::<String>::new(), "an ordinary matter may stay with the unit");
}

#[test]
fn limits_that_leave_no_way_out() {
    let limits = |change: fn(&mut Limits)| faults_of_policy(|policy| change(&mut policy.limits));
    assert_eq!(
        limits(|limits| limits.callback_attempts_max = 0),
        ["limits.callback_attempts_max: `callback_attempts_max` is 0, so nobody could go on from there"]
    );
    assert_eq!(
        limits(|limits| (limits.pauses_max, limits.pause_days_max) = (0, 0)).len(),
        2,
        "the citizen could not be asked"
    );
    assert_eq!(
        limits(|limits| limits.park_milestone_days_max = 999),
        ["limits.park_milestone_days_max: a milestone would lie after the end of the parking"]
    );
    assert_eq!(
        limits(|limits| limits.reworks_before_supervision = 0),
        ["limits.reworks_before_supervision: supervision would come before the higher reviewer"]
    );
    assert_eq!(
        limits(|limits| limits.return_within = Period::WorkingDays(0)),
        ["limits.return_within: the time to return an order has no length"]
    );
}

#[test]
fn delays_appeals_and_scores_that_say_nothing() {
    assert_eq!(
        faults_of_policy(|policy| policy.delays.clear()),
        ["delay: nothing is said about delays of class enquiry"]
    );
    assert_eq!(
        faults_of_policy(|policy| policy.delays[0].working_days_max = 0),
        ["delay[0].working_days_max: delays are allowed but have no length"]
    );
    assert_eq!(faults_of_policy(|policy| policy.appeals.clear()), ["appeal: a score could not be appealed"]);
    assert_eq!(
        faults_of_policy(|policy| {
            let again = AppealLevel { role: Role::Citizen, ..policy.appeals[0].clone() };
            policy.appeals.push(again);
        }),
        ["appeal[1].level: the level `center` stands twice", "appeal[1].role: citizen cannot decide an appeal"]
    );
    assert_eq!(
        faults_of_policy(|policy| policy.scores.response = 40),
        ["scores: the weights add up to 110, not to 100"]
    );
}

#[test]
fn nothing_to_choose_from_and_nothing_to_ask() {
    let told = |change: fn(&mut City)| {
        let mut city = city();
        change(&mut city);
        faults(&city)
    };
    assert_eq!(told(|city| city.returns.clear()), ["return: a unit could give no reason to return an order"]);
    assert_eq!(told(|city| city.undue.clear()), ["undue: a unit could not report a demand beyond its duty"]);
    assert_eq!(told(|city| city.supervisions.clear()), ["supervision: supervision could not press anybody"]);
    assert_eq!(
        told(|city| city.supervisions[0].working_days = 0),
        ["working_days: the sheet would be due before it is read"]
    );
    assert_eq!(told(|city| city.scripts.clear()), ["script: no call-back question for enquiry (咨询)"]);
    assert_eq!(
        told(|city| city.scripts[0].kinds = vec![Kind::Enquiry]),
        ["script: no call-back question for help (求助)"]
    );
    assert_eq!(
        told(|city| drop(city.scripts[0].questions.remove(0))),
        ["questions: no question asks for \"solved\" (解决情况)"]
    );
    assert_eq!(
        told(|city| {
            let again = city.scripts[0].questions[0].clone();
            city.scripts[0].questions.push(again);
        }),
        ["questions[3].answer: two questions ask for \"solved\""]
    );
    assert_eq!(
        told(|city| city.scripts.push(script("t", date(2021, 1, 1), Vec::new()))),
        ["from: `s` begins on the same day for the same kinds"]
    );
}

#[test]
fn a_matter_that_would_go_nowhere() {
    let mut city = city();
    city.topics = Topics::new(vec![topic("a", "甲", None, Some(LeadRule::Unit("center".into())))]);
    city.catalogue.rules = vec![rule("R1", "a", None, LeadRule::Unit("center".into()))];
    let center = "the hotline centre cannot act on a matter itself";
    assert_eq!(faults(&city), [format!("lead: {center}"), format!("lead: {center}")], "topic and catalogue");
    city.topics = Topics::new(vec![topic("a", "甲", None, None)]);
    let until = |id: &str, from, until| CatalogueRule { from, until, ..rule(id, "a", None, LeadRule::District) };
    city.catalogue.rules =
        vec![until("R1", date(2020, 1, 1), Some(date(2022, 6, 30))), until("R2", date(2022, 7, 2), None)];
    let hole = "lead: no unit would act on this topic from 2022-07-01: the catalogue has a hole";
    assert_eq!(faults(&city), [hole]);
    city.catalogue.rules[1].from = date(2022, 7, 1);
    assert_eq!(faults(&city), Vec::<String>::new());
    city.catalogue.rules.pop();
    assert_eq!(faults(&city), [hole]);
}
