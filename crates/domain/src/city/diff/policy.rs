//! Policies: periods, ladders, limits, delays, appeals, scores.

use super::{Facts, both, list, said, same, yes_no};
use crate::city::City;
use crate::city::fault::Subject;
use crate::city::policy::{Limits, PeriodClass, Policy};
use crate::clock::ClockKind;
use crate::words::{Bilingual, Grade, Lang};

pub(super) fn policies(city: &City, facts: &mut Facts) {
    for policy in city.policies.all() {
        let name = both(&format!("政策 {}", policy.version), &format!("Policy {}", policy.version));
        let about = &mut facts.about(Subject::Policy(policy.version.clone()), name);
        about.fact("title", both("名称", "Title"), policy.title.clone());
        about.plain("from", both("施行日期", "In force from"), policy.from);
        let until = policy.until.map(|day| same(&day.to_string()));
        about.maybe("until", both("截止日期", "In force until"), until);
        let field = both("是否重算在途时限", "Running clocks are counted anew");
        about.fact("recompute_running", field, yes_no(policy.recompute_running));
        periods(policy, about);
        ladders(policy, about);
        limits(&policy.limits, about);
        delays(policy, about);
        appeals(policy, about);
        scores(policy, about);
    }
}

/// `签收时限（紧急、水电气热）`
fn label(clock: ClockKind, zh: &str, en: &str, grade: Option<Grade>, class: Option<PeriodClass>) -> Bilingual {
    said(|lang| {
        let only: Vec<&str> =
            grade.map(|grade| grade.name(lang)).into_iter().chain(class.map(|class| class.name(lang))).collect();
        let what = lang.pick(zh, en);
        match (lang, only.is_empty()) {
            (Lang::Zh, true) => format!("{}{what}", clock.name(lang)),
            (Lang::Zh, false) => format!("{}{what}（{}）", clock.name(lang), only.join("、")),
            (Lang::En, true) => format!("{} {what}", clock.name(lang)),
            (Lang::En, false) => format!("{} {what} ({})", clock.name(lang), only.join(", ")),
        }
    })
}

fn key(kind: &str, clock: ClockKind, grade: Option<Grade>, class: Option<PeriodClass>) -> String {
    let (grade, class) = (grade.map_or("any", Grade::code), class.map_or("any", PeriodClass::code));
    format!("{kind}.{clock}.{grade}.{class}")
}

fn periods(policy: &Policy, about: &mut super::About<'_>) {
    for rule in &policy.periods {
        let (clock, grade, class) = (rule.clock, rule.grade, rule.period_class);
        let field = label(clock, "时限", "period", grade, class);
        about.fact(key("period", clock, grade, class), field, said(|lang| rule.period.say(lang)));
        let field = label(clock, "时限依据", "period rests on", grade, class);
        about.fact(key("period_source", clock, grade, class), field, same(&rule.source));
    }
    for assumed in &policy.assumed {
        let field = both(&format!("无明文规定：{assumed}"), &format!("Stated by no rule: {assumed}"));
        about.fact(format!("assumed.{assumed}"), field, yes_no(true));
    }
}

fn ladders(policy: &Policy, about: &mut super::About<'_>) {
    for ladder in &policy.ladders {
        let field = label(ladder.clock, "提醒阶梯", "ladder", ladder.grade, None);
        let rungs = ladder.rungs.iter().map(|rung| said(|lang| rung.say(lang)));
        about.fact(key("ladder", ladder.clock, ladder.grade, None), field, list(rungs, both("无", "none")));
    }
}

fn limits(limits: &Limits, about: &mut super::About<'_>) {
    let mut length = |key: &str, zh: &str, en: &str, period: crate::clock::Period| {
        about.fact(format!("limits.{key}"), both(zh, en), said(|lang| period.say(lang)));
    };
    length("return_within", "退单期限", "Return within", limits.return_within);
    length("return_within_complex", "疑难事项退单期限", "Return within, complex matters", limits.return_within_complex);
    let numbers = [
        (
            "dispatches_before_designation",
            "派单几次后指定承办",
            "Dispatches before designation",
            u16::from(limits.dispatches_before_designation),
        ),
        ("pauses_max", "中止次数上限", "Most pauses", u16::from(limits.pauses_max)),
        ("pause_days_max", "单次中止最长（天）", "Longest pause (days)", limits.pause_days_max),
        ("park_days_max", "挂账最长（天）", "Longest parking (days)", limits.park_days_max),
        (
            "park_milestone_days_max",
            "挂账节点最长间隔（天）",
            "Longest way to a milestone (days)",
            limits.park_milestone_days_max,
        ),
        ("callback_attempts_max", "回访次数上限", "Call-back attempts", u16::from(limits.callback_attempts_max)),
        (
            "reworks_before_higher_reviewer",
            "重办几次后升级审核",
            "Reworks before a higher reviewer",
            u16::from(limits.reworks_before_higher_reviewer),
        ),
        (
            "reworks_before_supervision",
            "重办几次后转督办",
            "Reworks before supervision",
            u16::from(limits.reworks_before_supervision),
        ),
        ("wrap_up_seconds", "话后整理（秒）", "Wrap-up (seconds)", limits.wrap_up_seconds),
    ];
    for (key, zh, en, number) in numbers {
        about.plain(&format!("limits.{key}"), both(zh, en), number);
    }
    let apart = limits.callback_attempts_apart.0;
    about.plain("limits.callback_attempts_apart", both("回访间隔（分钟）", "Minutes between attempts"), apart);
    about.plain("limits.callback_hours", both("回访时段", "Call-back hours"), limits.callback_hours.say());
}

fn delays(policy: &Policy, about: &mut super::About<'_>) {
    for rule in &policy.delays {
        let class = said(|lang| rule.class.map_or(lang.pick("各类", "any class"), |class| class.name(lang)).to_owned());
        let field = both(&format!("延期上限（{}）", class.zh), &format!("Most delay ({})", class.en));
        let (times, days) = (rule.times_max, rule.working_days_max);
        let value =
            both(&format!("{times} 次，每次 {days} 个工作日"), &format!("{times} times, {days} working days each"));
        about.fact(format!("delay.{}", rule.class.map_or("any", PeriodClass::code)), field, value);
    }
}

fn appeals(policy: &Policy, about: &mut super::About<'_>) {
    for (position, level) in policy.appeals.iter().enumerate() {
        let field = both(&format!("申诉第 {} 级", position + 1), &format!("Appeal level {}", position + 1));
        let value = said(|lang| {
            let (name, role, within) = (level.name.get(lang), level.role.name(lang), level.within.say(lang));
            let decides = level
                .period
                .map_or_else(|| lang.pick("申诉时限", "the period of appeals").to_owned(), |period| period.say(lang));
            match lang {
                Lang::Zh => format!("{name}，{role}审核；{within}内提出，{decides}内决定"),
                Lang::En => format!("{name}, decided by {role}; asked within {within}, decided within {decides}"),
            }
        });
        about.fact(format!("appeal.{position}"), field, value);
    }
}

fn scores(policy: &Policy, about: &mut super::About<'_>) {
    let scores = &policy.scores;
    let shares = [
        ("response", "响应率权重", "Weight of response", scores.response),
        ("solved", "解决率权重", "Weight of solved", scores.solved),
        ("satisfied", "满意率权重", "Weight of satisfied", scores.satisfied),
        ("partly_share", "基本解决折算", "Partly solved counts", scores.partly_share),
        ("fairly_share", "基本满意折算", "Fairly satisfied counts", scores.fairly_share),
    ];
    for (key, zh, en, percent) in shares {
        about.plain(&format!("scores.{key}"), both(zh, en), format!("{percent}%"));
    }
    let exclusions = scores.exclusions.iter().map(|exclusion| said(|lang| exclusion.name(lang).to_owned()));
    about.fact("scores.exclusions", both("不计入评分", "Left out of scores"), list(exclusions, both("无", "none")));
}
