//! `topics.toml`: topics inside topics.

use lianxin_domain::city::{LeadRule, PeriodClass, Subject, Topic};
use lianxin_domain::{Grade, Secrecy};

use super::{Reading, lead_rule, note, pinyin_of};
use crate::fields::Fields;

/// Deeper trees than this are nobody's.
const DEPTH_MAX: usize = 5;

/// What a topic hands down to those inside it.
#[derive(Clone, Copy)]
struct Inherited {
    grade_floor: Grade,
    period: PeriodClass,
    secrecy: Secrecy,
}

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<Topic> {
    let mut topics = Vec::new();
    if let Some(file) = reading.file("topics.toml") {
        let first = Inherited { grade_floor: Grade::Ordinary, period: PeriodClass::Ordinary, secrecy: Secrecy::Open };
        read_level(reading, file.tables("topic"), None, first, &mut topics);
        file.finish();
    }
    topics
}

fn read_level<'a>(
    reading: &mut Reading<'a>,
    records: Vec<Fields<'a>>,
    parent: Option<&str>,
    given: Inherited,
    topics: &mut Vec<Topic>,
) {
    for record in records {
        let name = record.bilingual("name");
        let (pinyin, initials) = pinyin_of(reading, &record, &name);
        let own = Inherited {
            grade_floor: record.word_opt("grade_floor", Grade::ALL, Grade::code).unwrap_or(given.grade_floor),
            period: record.word_opt("period", PeriodClass::ALL, PeriodClass::code).unwrap_or(given.period),
            secrecy: record.word_opt("secrecy", Secrecy::ALL, Secrecy::code).unwrap_or(given.secrecy),
        };
        let lead: Option<LeadRule> = record.text_opt("lead").map(|text| lead_rule(&text));
        let code = record.code("code");
        let inside = record.tables("topics");
        record.finish();
        let Some(code) = code else { continue };
        let code = parent.map_or_else(|| code.clone(), |parent| format!("{parent}.{code}"));
        note(reading, Subject::Topic(code.as_str().into()), "code", &record);
        let Inherited { grade_floor, period, secrecy } = own;
        let parent = parent.map(Into::into);
        topics.push(Topic {
            code: code.as_str().into(),
            parent,
            name,
            grade_floor,
            period,
            secrecy,
            lead,
            initials,
            pinyin,
        });
        if !inside.is_empty() && code.matches('.').count() + 1 >= DEPTH_MAX {
            record.wrong("topics", format!("topics may stand {DEPTH_MAX} deep"), "make the tree flatter");
        } else {
            read_level(reading, inside, Some(&code), own, topics);
        }
    }
}
