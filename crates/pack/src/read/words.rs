//! `reasons.toml` and `callback.toml`

use lianxin_domain::Kind;
use lianxin_domain::city::{Answer, Exclusion, Question, ReturnReason, Script, Subject, SupervisionKind, UndueClass};

use super::{Reading, note};
use crate::fields::Fields;

/// Reasons to return an order, classes of undue demands, kinds of supervision.
pub(super) fn reasons(reading: &mut Reading<'_>) -> (Vec<ReturnReason>, Vec<UndueClass>, Vec<SupervisionKind>) {
    let (mut returns, mut undue, mut supervisions) = (Vec::new(), Vec::new(), Vec::new());
    let Some(file) = reading.file("reasons.toml") else { return (returns, undue, supervisions) };
    for record in file.tables("return") {
        let (name, needs_basis) = (record.bilingual("name"), record.flag("needs_basis"));
        let needs_unit = record.flag("needs_unit");
        if let Some(code) = coded(reading, &record, Subject::Return) {
            returns.push(ReturnReason { code, name, needs_basis, needs_unit });
        }
    }
    for record in file.tables("undue") {
        let (name, test) = (record.bilingual("name"), record.bilingual("test"));
        let exclusion = record.word("exclusion", Exclusion::ALL, Exclusion::code, Exclusion::BeyondDuty);
        if let Some(code) = coded(reading, &record, Subject::Undue) {
            undue.push(UndueClass { code, name, test, exclusion });
        }
    }
    for record in file.tables("supervision") {
        let (name, needs_leader) = (record.bilingual("name"), record.flag("needs_leader"));
        let working_days = record.number("working_days", 0, 250);
        if let Some(code) = coded(reading, &record, Subject::Supervision) {
            supervisions.push(SupervisionKind { code, name, working_days, needs_leader });
        }
    }
    file.finish();
    note(reading, Subject::Reasons, "return", &file);
    (returns, undue, supervisions)
}

/// Ends a record and notes it under its code; without a code it cannot be spoken of.
fn coded<'a>(reading: &mut Reading<'a>, record: &Fields<'a>, subject: fn(String) -> Subject) -> Option<String> {
    let code = record.code("code");
    record.finish();
    note(reading, subject(code.clone()?), "code", record);
    code
}

pub(super) fn scripts(reading: &mut Reading<'_>) -> Vec<Script> {
    let mut scripts = Vec::new();
    let Some(file) = reading.file("callback.toml") else { return scripts };
    for record in file.tables("script") {
        let from = record.date("from");
        let kinds = record.words("kinds", Kind::ALL, Kind::code);
        let (greeting, farewell) = (record.bilingual("greeting"), record.bilingual("farewell"));
        let questions = record.tables("questions").iter().map(question).collect();
        let version = record.code("version");
        record.finish();
        let Some(version) = version else { continue };
        note(reading, Subject::Script(version.clone()), "version", &record);
        scripts.push(Script { version, from, kinds, greeting, questions, farewell });
    }
    file.finish();
    note(reading, Subject::Scripts, "script", &file);
    scripts
}

fn question(record: &Fields<'_>) -> Question {
    let answer = record.word("answer", Answer::ALL, Answer::code, Answer::Words);
    let question = Question { answer, text: record.bilingual("text") };
    record.finish();
    question
}
