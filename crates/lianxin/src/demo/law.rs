//! The demonstration's disputes: returns, extensions, pauses, long-term plans, supervision, withdrawals.

use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::City;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Command, DelayAsk, Milestone, Parking, Request, Sheet};
use lianxin_domain::{Grade, Moment};

use super::cast::Cast;
use super::dice::Dice;
use super::fate::Step;

const BASES: &[&str] =
    &["该路段由产权单位自行养护，见移交清单第 12 项", "“三定”规定未列此项职责", "属物业服务合同约定范围"];
const PLANS: &[&str] = &["配件已订购，到货后两日内安装", "待错峰施工许可批复后进场", "已列入本月维修计划，分段施工"];
const TOLD: &[&str] = &["已电话说明，市民表示理解", "已当面说明进度，市民希望尽快", "已短信和电话告知，市民同意"];
const PAUSES: &[&str] = &["等待市民提供购买凭证", "等待市民约定入户时间", "等待市民补充现场照片"];
const DEMANDS: &[&str] =
    &["查明未按时办理的原因，当日到场处置并报结果", "主要负责同志牵头，三日内提出解决方案", "核实市民反映，限期整改"];
const WITHDRAWALS: &[&str] = &["已经自己解决", "与单位协商好了", "不想再追究了"];

/// Whether a step is one of these.
pub(super) fn is_one(step: Step) -> bool {
    matches!(
        step,
        Step::AskReturn
            | Step::RefuseReturn
            | Step::AskDelay
            | Step::GrantDelay
            | Step::Pause
            | Step::Park
            | Step::Supervise
            | Step::Withdraw
    )
}

/// Who does it, and what exactly; `None` if it does not fit this request.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other steps stand in `stage`")]
pub(super) fn command(
    cast: &Cast<'_>,
    city: &City,
    request: &Request,
    step: Step,
    at: Moment,
    dice: &mut Dice,
) -> Option<(Actor, Command)> {
    let lead = request.lead()?;
    let (order, handler) = (lead.id, cast.of_unit(&lead.unit));
    let word = |dice: &mut Dice, words: &'static [&'static str]| dice.word(words).to_owned();
    Some(match step {
        Step::AskReturn => {
            let reason = city.returns.iter().find(|reason| !reason.needs_unit)?.code.clone();
            let basis = word(dice, BASES);
            (handler, Command::AskReturn { order, reason, basis, suggested: None, files: Vec::new() })
        }
        Step::RefuseReturn => {
            let reason = "经核，属该单位职责，请按职责办理".to_owned();
            (cast.at_centre(Role::Dispatcher, dice), Command::RefuseReturn { order, reason })
        }
        Step::AskDelay => {
            // What is urgent is not put off.
            (request.facts.grade == Grade::Ordinary).then_some(())?;
            city.policy(at).delay(request.period_class(city)).filter(|rule| rule.times_max > 0)?;
            let reason = "需采购专用配件".to_owned();
            let ask = DelayAsk { working_days: 2, reason, plan: word(dice, PLANS), told: word(dice, TOLD) };
            (handler, Command::AskDelay { order, ask: Box::new(ask) })
        }
        Step::GrantDelay => {
            let command =
                Command::DecideDelay { order, granted_working_days: 2, reason: "同意，请抓紧".to_owned() };
            (cast.at_centre(Role::Reviewer, dice), command)
        }
        Step::Pause => {
            request.clock(ClockKind::Handle, Some(order)).filter(|clock| clock.due > at)?;
            (handler, Command::Pause { order, reason: word(dice, PAUSES) })
        }
        Step::Park => {
            // Three steps, as far apart as this city allows, a month at most.
            let limits = &city.policy(at).limits;
            let apart = i64::from(limits.park_milestone_days_max.min(limits.park_days_max / 3).min(30));
            (apart > 0).then_some(())?;
            let step = |number: i64, what: &str| Milestone {
                due: at.plus_seconds(number * apart * 24 * 60 * 60),
                what: what.to_owned(),
                done: None,
            };
            let plan = Parking {
                plan: word(dice, PLANS),
                owner: "张明 副局长".to_owned(),
                told: word(dice, TOLD),
                milestones: vec![step(1, "完成现场勘查和方案"), step(2, "施工队进场"), step(3, "完工验收")],
            };
            (cast.at_centre(Role::Supervision, dice), Command::Park { order, plan: Box::new(plan) })
        }
        Step::Supervise => {
            let kind = city.supervisions.iter().find(|kind| !kind.needs_leader)?.code.clone();
            let due = at.plus_seconds(3 * 24 * 60 * 60);
            let (number, demand) = (String::new(), word(dice, DEMANDS));
            let sheet = Sheet { number, kind, order, demand, issued: at, due, answer: None, lifted: None };
            (cast.at_centre(Role::Supervision, dice), Command::Supervise { sheet: Box::new(sheet) })
        }
        Step::Withdraw => {
            request.facts.contact?;
            let citizen = Actor::citizen(city.units.center().code.clone());
            (citizen, Command::Withdraw { reason: word(dice, WITHDRAWALS) })
        }
        _ => return None,
    })
}
