//! `[[ladder]]` of a policy.

use lianxin_domain::Grade;
use lianxin_domain::city::{Audience, Ladder, Means, Rung, RungAt};
use lianxin_domain::clock::ClockKind;

use crate::fields::Fields;
use crate::length;

pub(super) fn read(file: &Fields<'_>) -> Vec<Ladder> {
    file.tables("ladder").iter().map(ladder).collect()
}

fn ladder(record: &Fields<'_>) -> Ladder {
    let ladder = Ladder {
        clock: record.word("clock", ClockKind::ALL, ClockKind::code, ClockKind::Dispatch),
        grade: record.word_opt("grade", Grade::ALL, Grade::code),
        rungs: record.tables("rungs").iter().map(rung).collect(),
    };
    record.finish();
    ladder
}

/// One rung; at the end if its time is wrong, which is told.
fn rung(record: &Fields<'_>) -> Rung {
    let text = record.text("at");
    let at = length::rung(&text).unwrap_or_else(|| {
        if !text.is_empty() {
            let what = format!("\"{text}\" is no time of a ladder");
            record.wrong("at", what, "write \"50%\", \"due\" or \"due + 10 min\"");
        }
        RungAt::Due
    });
    let tell = record.words("tell", Audience::ALL, Audience::code);
    let by = record.word("by", Means::ALL, Means::code, Means::Notice);
    record.finish();
    Rung { at, tell, by }
}
