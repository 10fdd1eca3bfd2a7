//! `policy/*.toml`

use lianxin_domain::city::{CallHours, Limits, PeriodClass, PeriodRule, Policy, Subject};
use lianxin_domain::clock::{ClockKind, Opening, Period};
use lianxin_domain::{Grade, Minutes};

use super::{Reading, ladder, note, rules};
use crate::fields::Fields;
use crate::length::{self, PERIOD_FORMS};

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Policy> {
    let mut policies = Vec::new();
    for file in reading.folder("policy") {
        let title = file.bilingual("title");
        let (from, until) = (file.date("from"), file.date_opt("until"));
        let assumed = assumed(&file);
        let periods = file.tables("period").iter().map(rule).collect();
        let ladders = ladder::read(&file);
        let limits = limits(&file);
        let (delays, appeals, scores) = (rules::delays(&file), rules::appeals(&file), rules::scores(&file));
        let recompute_running = file.flag("recompute_running");
        let version = file.code("version");
        file.finish();
        let Some(version) = version else { continue };
        note(reading, Subject::Policy(version.clone()), "version", &file);
        policies.push(Policy {
            version,
            title,
            from,
            until,
            assumed,
            periods,
            ladders,
            limits,
            delays,
            appeals,
            scores,
            recompute_running,
        });
    }
    policies
}

/// What no official rule states: `period.<clock>`, `ladder.<clock>`, `limits.<field>`, or a whole part.
fn assumed(file: &Fields<'_>) -> Vec<String> {
    let limits = file.table_at("limits", "a table [limits]");
    let known = |text: &str| match text.split_once('.') {
        Some(("period" | "ladder", clock)) => ClockKind::from_code(clock).is_some(),
        Some(("limits", field)) => limits.as_ref().is_none_or(|limits| limits.spans().contains_key(field)),
        None => matches!(text, "delay" | "appeal" | "scores"),
        Some(_) => false,
    };
    let mut fields = Vec::new();
    for (text, span) in file.texts("assumed") {
        if !known(&text) {
            let remedy = "write \"period.handle\" or \"ladder.handle\" for a clock, \"limits.pauses_max\" for a limit, or \"delay\", \"appeal\", \"scores\"";
            file.errors().at(file.source(), &span, format!("there is no field `{text}`"), remedy);
        }
        fields.push(text);
    }
    fields
}

/// Reads a length of time; one minute if it is wrong, which is told.
pub(super) fn period(record: &Fields<'_>, key: &'static str) -> Period {
    let text = record.text(key);
    length::period(&text).unwrap_or_else(|| {
        if !text.is_empty() {
            record.wrong(key, format!("\"{text}\" is no length of time"), PERIOD_FORMS);
        }
        Period::Natural(Minutes(1))
    })
}

fn rule(record: &Fields<'_>) -> PeriodRule {
    let rule = PeriodRule {
        clock: record.word("clock", ClockKind::ALL, ClockKind::code, ClockKind::Dispatch),
        grade: record.word_opt("grade", Grade::ALL, Grade::code),
        period_class: record.word_opt("class", PeriodClass::ALL, PeriodClass::code),
        period: period(record, "period"),
        source: record.text("source"),
    };
    record.finish();
    rule
}

/// The limits; those of one who may do next to nothing if they are missing, which is told.
fn limits(file: &Fields<'_>) -> Limits {
    let Some(table) = file.table_at("limits", "a table [limits]") else {
        file.wrong("limits", "`[limits]` is missing", "add it; see cities/README.md");
        return Limits {
            return_within: Period::WorkingDays(1),
            return_within_complex: Period::WorkingDays(1),
            dispatches_before_designation: 1,
            pauses_max: 1,
            pause_days_max: 1,
            park_days_max: 1,
            park_milestone_days_max: 1,
            callback_attempts_max: 1,
            callback_attempts_apart: Minutes(0),
            callback_hours: whole_day(),
            reworks_before_higher_reviewer: 0,
            reworks_before_supervision: 0,
            wrap_up_seconds: 0,
        };
    };
    // The bounds keep out slips of the pen; what makes sense together is the city's to judge.
    let limits = Limits {
        return_within: period(&table, "return_within"),
        return_within_complex: period(&table, "return_within_complex"),
        dispatches_before_designation: table.small("dispatches_before_designation", 0, 20),
        pauses_max: table.small("pauses_max", 0, 20),
        pause_days_max: table.number("pause_days_max", 0, 365),
        park_days_max: table.number("park_days_max", 0, 3650),
        park_milestone_days_max: table.number("park_milestone_days_max", 0, 3650),
        callback_attempts_max: table.small("callback_attempts_max", 0, 20),
        callback_attempts_apart: Minutes(i64::from(table.number("callback_attempts_apart_minutes", 0, 10_080))),
        callback_hours: call_hours(&table),
        reworks_before_higher_reviewer: table.small("reworks_before_higher_reviewer", 0, 20),
        reworks_before_supervision: table.small("reworks_before_supervision", 0, 20),
        wrap_up_seconds: table.number("wrap_up_seconds", 1, 3600),
    };
    table.finish();
    limits
}

/// The whole day, in place of hours that are wrong or missing, which is told.
const fn whole_day() -> CallHours {
    CallHours(Opening { from: 0, until: 24 * 60 })
}

fn call_hours(table: &Fields<'_>) -> CallHours {
    let text = table.text("callback_hours");
    length::opening(&text).map_or_else(
        || {
            if !text.is_empty() {
                let what = format!("\"{text}\" are no hours of one day");
                table.wrong("callback_hours", what, "write \"08:30-20:30\", the earlier first");
            }
            whole_day()
        },
        CallHours,
    )
}
