//! The whole calculation of a clock for a person: what started it, by which rule, how it was counted day by day, what moved it, and
//! who is told when.

use jiff::tz::TimeZone;

use super::aggregate::Request;
use super::command::CommandKind;
use super::order::{Extension, Running};
use super::rings::{Counting, since};
use super::table::{ClockEffect, TABLE};
use crate::city::{City, PeriodRule, Policy, Rung};
use crate::clock::{ClockKind, Pause, Period, Step};
use crate::ids::UnitCode;
use crate::moment::Moment;
use crate::words::{Bilingual, Lang};

/// How a clock came to be due when it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Explanation {
    /// What is promised.
    pub kind: ClockKind,
    /// The unit that promised it; `None`: the centre.
    pub unit: Option<(UnitCode, Bilingual)>,
    /// When it started.
    pub started: Moment,
    /// The moves that start such a clock; one only where it is known which it was.
    pub started_by: Vec<CommandKind>,
    /// The rule for its length.
    pub rule: Rule,
    /// Its own period, then each extension, counted step by step; empty if the day was given.
    pub stretches: Vec<Stretch>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// When it was due at first.
    pub first_due: Moment,
    /// When it is due. While it stands still: when it was due when it stopped.
    pub due: Moment,
    /// It is part of something that is due earlier than the count alone would give.
    pub with_the_whole: bool,
    /// It stands still.
    pub paused: bool,
    /// When it ran out.
    pub overdue: Option<Moment>,
    /// When what was promised was done.
    pub stopped: Option<Moment>,
    /// Some day on the way belongs to a year whose holidays are not known.
    pub assumed_days: bool,
    /// Who is told when.
    pub ladder: Vec<Told>,
    zone: TimeZone,
}

/// The rule for the length of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// How long; `None`: the day was given.
    pub period: Option<Period>,
    /// What the rule rests on, as the policy says; `None` if the policy has no such rule any more, or the day was given.
    pub source: Option<String>,
    /// The version of the policy.
    pub policy: String,
    /// No official rule states it.
    pub assumed: bool,
}

/// One stretch of the count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// From here …
    pub from: Moment,
    /// … this long …
    pub period: Period,
    /// … by these steps …
    pub steps: Vec<Step>,
    /// … until here; `None` while it stands still.
    pub due: Option<Moment>,
    /// Why more was given; `None` for the period itself.
    pub extension: Option<Extension>,
}

/// One rung of the ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// When by the rule, whom, how.
    pub rung: Rung,
    /// When; `None` while the clock stands still.
    pub at: Option<Moment>,
    /// It lies behind: climbed, or passed over because the due moment was moved beyond it.
    pub passed: bool,
}

/// Explains a clock of a request by the rules of its own policy.
pub fn explain(request: &Request, clock: &Running, city: &City) -> Explanation {
    let counting = request.counting(clock, city);
    let policy = city.policies.version(&clock.policy).unwrap_or_else(|| city.policy(clock.started));
    let (stretches, assumed_days) = stretches(&counting, clock);
    let counted = stretches.last().and_then(|stretch| stretch.due);
    let unit = counting.unit.and_then(|code| city.units.get(code));
    Explanation {
        kind: clock.kind,
        unit: unit.map(|unit| (unit.code.clone(), unit.short.clone())),
        started: clock.started,
        started_by: started_by(request, clock),
        rule: rule(request, clock, city, policy),
        with_the_whole: counted.is_some_and(|counted| clock.due < counted),
        stretches,
        pauses: clock.pauses.clone(),
        first_due: clock.first_due,
        due: clock.due,
        paused: clock.is_paused(),
        overdue: clock.overdue,
        stopped: clock.stopped,
        assumed_days,
        ladder: ladder(&counting, clock),
        zone: city.zone.clone(),
    }
}

fn started_by(request: &Request, clock: &Running) -> Vec<CommandKind> {
    let order = clock.order.and_then(|id| request.order(id));
    let begins = matches!(clock.kind, ClockKind::Accept | ClockKind::Handle | ClockKind::MustPhone);
    if let Some(order) = order.filter(|order| begins && order.dispatched == clock.started) {
        return vec![if order.parent.is_some() { CommandKind::PassDown } else { CommandKind::Dispatch }];
    }
    starts(clock.kind)
}

/// The moves that start a clock, by the table.
pub fn starts(kind: ClockKind) -> Vec<CommandKind> {
    moves_with(ClockEffect::Start(kind))
}

/// The moves that stop a clock because what it promised is done, by the table. Whatever ends an order or a request stops it too.
pub fn stops(kind: ClockKind) -> Vec<CommandKind> {
    moves_with(ClockEffect::Stop(kind))
}

fn moves_with(effect: ClockEffect) -> Vec<CommandKind> {
    let mut moves: Vec<CommandKind> =
        TABLE.iter().filter(|row| row.clocks.contains(&effect)).map(|row| row.command).collect();
    moves.dedup();
    moves
}

fn rule(request: &Request, clock: &Running, city: &City, policy: &Policy) -> Rule {
    let by_policy = policy.period(clock.kind, request.facts.grade, request.period_class(city));
    let same = |rule: &&PeriodRule| Some(rule.period) == clock.period;
    let level = policy.appeals.iter().find(|level| level.period == clock.period || Some(level.within) == clock.period);
    let of_level = level.filter(|_| matches!(clock.kind, ClockKind::Appeal | ClockKind::Objection));
    let source = by_policy.filter(same).map(|rule| rule.source.clone());
    Rule {
        period: clock.period,
        source: source.or_else(|| of_level.map(|level| level.name.zh.clone())),
        policy: policy.version.clone(),
        assumed: policy.is_assumed(clock.kind),
    }
}

fn stretches(counting: &Counting<'_>, clock: &Running) -> (Vec<Stretch>, bool) {
    let Some(period) = clock.period else { return (Vec::new(), false) };
    let more = clock.extensions.iter().map(|extension| (extension.by, Some(extension.clone())));
    let (mut all, mut assumed, mut from) = (Vec::new(), false, clock.started);
    for (period, extension) in std::iter::once((period, None)).chain(more) {
        // A calendar that ends too early has nothing to say; the clock keeps the moment that was found when it could.
        let Ok((due, steps)) = counting.calendar().explain_with(from, &period, &since(&clock.pauses, from)) else {
            break;
        };
        assumed |= due.is_some_and(|due| due.assumed);
        let due = due.map(|due| due.at);
        all.push(Stretch { from, period, steps, due, extension });
        let Some(due) = due else { break };
        from = due;
    }
    (all, assumed)
}

fn ladder(counting: &Counting<'_>, clock: &Running) -> Vec<Told> {
    let rungs = (0..=u8::MAX).map_while(|number| Some((number, counting.rung(clock, number)?)));
    let told = |(number, rung): (u8, Rung)| Told {
        at: counting.reached(clock, &rung).ok().flatten(),
        passed: number < clock.rung,
        rung,
    };
    rungs.map(told).collect()
}

impl Explanation {
    /// The calculation in words, one step a line.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![self.first_line(lang), self.rule.say(lang)];
        for stretch in &self.stretches {
            if let Some(more) = &stretch.extension {
                lines.push(self.extension_line(stretch, more, lang));
            }
            lines.extend(stretch.steps.iter().map(|step| format!("  {}", step.say(lang))));
        }
        lines.push(self.due_line(lang));
        if self.with_the_whole {
            lines.push(lang.pick("随上级工单到期，不晚于上级时限", "due with the order it is part of").to_owned());
        }
        if self.assumed_days {
            let words =
                lang.pick("途经年份的放假安排尚未公布，按周推算", "holidays of a year on the way are not known yet");
            lines.push(words.to_owned());
        }
        if let Some(at) = self.overdue {
            lines.push(format!("{} {}", lang.pick("已超时：", "Overdue since"), self.stamp(at)));
        }
        if let Some(at) = self.stopped {
            lines.push(format!("{} {}", lang.pick("已完成：", "Done"), self.stamp(at)));
        }
        lines.extend(self.ladder.iter().map(|told| self.rung_line(told, lang)));
        lines
    }

    fn first_line(&self, lang: Lang) -> String {
        let by: Vec<&str> = self.started_by.iter().map(|kind| kind.name(lang)).collect();
        let by = by.join(lang.pick("／", " / "));
        let who = self.unit.as_ref().map_or(lang.pick("热线中心", "the centre"), |(_, name)| name.get(lang));
        let (kind, at) = (self.kind.name(lang), self.stamp(self.started));
        lang.pick(format!("{kind}（{who}）：{at} 起算（{by}）"), format!("{kind} ({who}): from {at} ({by})"))
    }

    fn extension_line(&self, stretch: &Stretch, more: &Extension, lang: Lang) -> String {
        let (by, granted, from) = (more.by.say(lang), self.stamp(more.granted), self.stamp(stretch.from));
        let until = stretch.due.map_or_else(String::new, |due| self.stamp(due));
        let reason = &more.reason;
        lang.pick(
            format!("延期 {by}（{granted} 批准，{reason}）：{from} → {until}"),
            format!("Extended by {by} (granted {granted}, {reason}): {from} → {until}"),
        )
    }

    fn due_line(&self, lang: Lang) -> String {
        let due = self.stamp(self.due);
        let mut line = if self.paused {
            lang.pick(format!("中止计时；停表时的到期时间 {due}"), format!("Stands still; it was due {due}"))
        } else {
            lang.pick(format!("到期 {due}"), format!("Due {due}"))
        };
        if self.first_due != self.due {
            let first = self.stamp(self.first_due);
            line.push_str(&lang.pick(format!("（最初 {first}）"), format!(" (at first {first})")));
        }
        line
    }

    fn rung_line(&self, told: &Told, lang: Lang) -> String {
        let mark = if told.passed { "✓" } else { "·" };
        let at = told.at.map_or_else(|| lang.pick("（中止）", "(stands still)").to_owned(), |at| self.stamp(at));
        format!("{mark} {at} {}", told.rung.say(lang))
    }

    fn stamp(&self, at: Moment) -> String {
        self.zone.to_datetime(at.timestamp()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

impl Rule {
    fn say(&self, lang: Lang) -> String {
        let Some(period) = self.period else {
            return lang.pick("期限：按计划或督办单上的日期", "Period: the day of the plan or of the sheet").to_owned();
        };
        let source = self.source.as_deref().unwrap_or(lang.pick("现行办法中已无此项", "no longer in the policy"));
        let assumed = if self.assumed { lang.pick("；参照惯例", "; assumed") } else { "" };
        let (period, policy) = (period.say(lang), &self.policy);
        lang.pick(
            format!("期限：{period}（办法 {policy}{assumed}；{source}）"),
            format!("Period: {period} (policy {policy}{assumed}; {source})"),
        )
    }
}
