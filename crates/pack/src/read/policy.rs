//! `policy/*.toml`

use lianxin_domain::city::{Limits, PeriodClass, PeriodRule, Policy, Subject};
use lianxin_domain::clock::{ClockKind, Period};
use lianxin_domain::{Grade, Minutes};

use super::{Reading, note};
use crate::fields::Fields;
use crate::length::{self, PERIOD_FORMS};

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Policy> {
    let mut policies = Vec::new();
    for file in reading.folder("policy") {
        let title = file.bilingual("title");
        let (from, until) = (file.date("from"), file.date_opt("until"));
        let assumed = assumed(&file);
        let periods = file.tables("period").iter().map(rule).collect();
        let limits = limits(&file);
        let version = file.code("version");
        file.finish();
        let Some(version) = version else { continue };
        note(reading, Subject::Policy(version.clone()), "version", &file);
        policies.push(Policy { version, title, from, until, assumed, periods, limits });
    }
    policies
}

/// `period.<clock>` or `limits.<field>`.
fn assumed(file: &Fields<'_>) -> Vec<String> {
    let limits = file.table_at("limits", "a table [limits]");
    let known = |text: &str| match text.split_once('.') {
        Some(("period", clock)) => ClockKind::from_code(clock).is_some(),
        Some(("limits", field)) => limits.as_ref().is_none_or(|limits| limits.spans().contains_key(field)),
        _ => false,
    };
    let mut fields = Vec::new();
    for (text, span) in file.texts("assumed") {
        if !known(&text) {
            let remedy = "write \"period.handle\" for the periods of a clock or \"limits.delays_max\" for a limit";
            file.errors().at(file.source(), &span, format!("there is no field `{text}`"), remedy);
        }
        fields.push(text);
    }
    fields
}

/// Reads a length of time; one minute if it is wrong, which is told.
fn period(record: &Fields<'_>, key: &'static str) -> Period {
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

fn limits(file: &Fields<'_>) -> Limits {
    let Some(table) = file.table_at("limits", "a table [limits]") else {
        file.wrong("limits", "`[limits]` is missing", "add it; see cities/README.md");
        return Limits {
            return_within: Period::WorkingDays(1),
            return_within_complex: Period::WorkingDays(1),
            dispatches_before_designation: 1,
            delays_max: 0,
            delay_working_days_max: 0,
            callback_attempts_max: 1,
            callback_attempts_apart: Minutes(0),
            reworks_before_supervision: 0,
            objection_days: 0,
            warn_percent: vec![100],
            must_phone_ladder: vec![Minutes(1)],
            wrap_up_seconds: 0,
        };
    };
    // All of these are read with an upper bound of 255 or less, so nothing is cut.
    let small = |number: u16| u8::try_from(number).unwrap_or(u8::MAX);
    let limits = Limits {
        return_within: period(&table, "return_within"),
        return_within_complex: period(&table, "return_within_complex"),
        dispatches_before_designation: small(table.number("dispatches_before_designation", 1, 20)),
        delays_max: small(table.number("delays_max", 0, 20)),
        delay_working_days_max: table.number("delay_working_days_max", 0, 250),
        callback_attempts_max: small(table.number("callback_attempts_max", 1, 20)),
        callback_attempts_apart: Minutes(i64::from(table.number("callback_attempts_apart_minutes", 0, 10_080))),
        reworks_before_supervision: small(table.number("reworks_before_supervision", 0, 20)),
        objection_days: table.number("objection_days", 0, 365),
        warn_percent: table.numbers("warn_percent", 1, 100).into_iter().map(small).collect(),
        must_phone_ladder: table
            .numbers("must_phone_ladder_minutes", 1, 1440)
            .into_iter()
            .map(|step| Minutes(i64::from(step)))
            .collect(),
        wrap_up_seconds: table.number("wrap_up_seconds", 1, 3600),
    };
    table.finish();
    limits
}
