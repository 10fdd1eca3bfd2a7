//! Every promise: what starts and stops it, how long it is and who is told, by the newest policy of Tianjin.

#![expect(clippy::unwrap_used, reason = "writing to a text does not fail, and the city has a policy")]

use std::fmt::Write as _;

use lianxin_domain::Lang::{En, Zh};
use lianxin_domain::city::{Ladder, PeriodRule, Policy};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::CommandKind;
use lianxin_domain::request::explain::{starts, stops};
use lianxin_domain::request::rings::is_nobodys;

use crate::common::city;

pub(crate) fn document() -> String {
    let policy = city().policies.all().last().unwrap();
    let mut page = String::from(
        "# Clocks\n\n\
         <!-- Printed from the transition table and cities/tianjin/policy by a test; change them, then run ./dev docs. -->\n\n\
         What starts and stops a clock stands in the table of moves; whatever ends an order or a request stops every clock of it as well.\n\
         How long it runs and who is told is policy: data of the city, with the rule that each number rests on. ◇ marks what no official\n\
         rule known here states. How days and hours are counted: `crates/domain/src/clock`.\n\n",
    );
    writeln!(page, "Policy **{}**: {} · {}, from {}.\n", policy.version, policy.title.zh, policy.title.en, policy.from)
        .unwrap();
    overview(&mut page);
    for kind in ClockKind::ALL {
        clock(&mut page, policy, *kind);
    }
    page
}

fn names(moves: &[CommandKind]) -> String {
    let names = moves.iter().map(|kind| format!("{} {}", kind.name(Zh), kind.name(En)));
    names.collect::<Vec<_>>().join("; ")
}

fn overview(page: &mut String) {
    page.push_str("| clock 时限 | whose | starts with | is stopped by |\n|---|---|---|---|\n");
    for kind in ClockKind::ALL {
        let whose = if is_nobodys(*kind) {
            "市民的时间 the citizen's time: nobody is blamed"
        } else if kind.is_the_units() {
            "承办单位 the unit"
        } else {
            "热线中心或上级单位 the centre, or the unit above"
        };
        let (from, to) = (names(&starts(*kind)), names(&stops(*kind)));
        writeln!(page, "| {} {} | {whose} | {from} | {to} |", kind.name(Zh), kind.name(En)).unwrap();
    }
}

fn clock(page: &mut String, policy: &Policy, kind: ClockKind) {
    writeln!(page, "\n## {} {}\n", kind.name(Zh), kind.name(En)).unwrap();
    let periods: Vec<&PeriodRule> = policy.periods.iter().filter(|rule| rule.clock == kind).collect();
    if periods.is_empty() {
        page.push_str("The day is given: by the plan of a parked order, or by the supervision sheet.\n");
    } else {
        let mark = if policy.is_assumed(kind) { " ◇" } else { "" };
        page.push_str("| for | period | rests on |\n|---|---|---|\n");
        for rule in periods {
            let grade = rule.grade.map(|grade| format!("{} {}", grade.name(Zh), grade.name(En)));
            let class = rule.period_class.map(|class| format!("{} {}", class.name(Zh), class.name(En)));
            let only: Vec<String> = grade.into_iter().chain(class).collect();
            let only = if only.is_empty() { "其余 all others".to_owned() } else { only.join(", ") };
            let period = &rule.period;
            writeln!(page, "| {only} | {} {}{mark} | {} |", period.say(Zh), period.say(En), rule.source).unwrap();
        }
    }
    let ladders: Vec<&Ladder> = policy.ladders.iter().filter(|ladder| ladder.clock == kind).collect();
    let assumed = policy.assumed.iter().any(|field| *field == format!("ladder.{kind}"));
    let mark = if assumed { " ◇" } else { "" };
    for ladder in ladders {
        let grade =
            ladder.grade.map_or("其余 all others".to_owned(), |it| format!("{} {}", it.name(Zh), it.name(En)));
        writeln!(page, "\nWho is told{mark} ({grade}):\n").unwrap();
        for (number, rung) in ladder.rungs.iter().enumerate() {
            writeln!(page, "{}. {} · {}", number + 1, rung.say(Zh), rung.say(En)).unwrap();
        }
    }
    if is_nobodys(kind) {
        page.push_str("\nNobody is told: when it ends, the request goes on by itself.\n");
    }
}

/// Every promise has a beginning and an end in the table, and every one that a policy must time has a period.
#[test]
fn no_clock_is_without_a_beginning_an_end_or_a_length() {
    let policy = city().policies.all().last().unwrap();
    for kind in ClockKind::ALL {
        assert!(!starts(*kind).is_empty(), "nothing starts {kind}");
        assert!(!stops(*kind).is_empty(), "nothing stops {kind}");
        assert_eq!(policy.periods.iter().any(|rule| rule.clock == *kind), kind.has_period(), "{kind}");
    }
}
