//! `[[delay]]`, `[[appeal]]` and `[scores]` of a policy.

use lianxin_domain::access::Role;
use lianxin_domain::city::{AppealLevel, DelayRule, Exclusion, PeriodClass, Scores};

use super::policy::period;
use crate::fields::Fields;
use crate::length;

pub(super) fn delays(file: &Fields<'_>) -> Vec<DelayRule> {
    let rule = |record: &Fields<'_>| {
        let rule = DelayRule {
            class: record.word_opt("class", PeriodClass::ALL, PeriodClass::code),
            times_max: record.small("times_max", 0, 20),
            working_days_max: record.number("working_days_max", 0, 250),
        };
        record.finish();
        rule
    };
    file.tables("delay").iter().map(rule).collect()
}

pub(super) fn appeals(file: &Fields<'_>) -> Vec<AppealLevel> {
    let level = |record: &Fields<'_>| {
        let level = AppealLevel {
            code: record.text("level"),
            name: record.bilingual("name"),
            role: record.word("role", Role::ALL, Role::code, Role::Reviewer),
            within: period(record, "within"),
            period: record.has("period").then(|| period(record, "period")),
        };
        record.finish();
        level
    };
    file.tables("appeal").iter().map(level).collect()
}

/// How units are scored; nothing counts if it is missing, which is told.
pub(super) fn scores(file: &Fields<'_>) -> Scores {
    let nothing =
        Scores { response: 0, solved: 0, satisfied: 0, partly_share: 0, fairly_share: 0, exclusions: Vec::new() };
    let Some(table) = file.table_at("scores", "a table [scores]") else {
        file.wrong("scores", "`[scores]` is missing", "add it; see cities/README.md");
        return nothing;
    };
    let scores = Scores {
        response: percent(&table, "response"),
        solved: percent(&table, "solved"),
        satisfied: percent(&table, "satisfied"),
        partly_share: percent(&table, "partly_share"),
        fairly_share: percent(&table, "fairly_share"),
        exclusions: table.words("exclusions", Exclusion::ALL, Exclusion::code),
    };
    table.finish();
    scores
}

/// A share such as `"80%"`; 0 if it is wrong, which is told.
fn percent(table: &Fields<'_>, key: &'static str) -> u8 {
    let text = table.text(key);
    length::percent(&text).unwrap_or_else(|| {
        if !text.is_empty() {
            table.wrong(key, format!("\"{text}\" is no share"), "write \"80%\", at most \"100%\"");
        }
        0
    })
}
