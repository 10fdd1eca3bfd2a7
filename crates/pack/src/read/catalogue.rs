//! `catalogue.toml`

use lianxin_domain::city::{CatalogueRule, Subject};

use super::{Reading, lead_rule, note};

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<CatalogueRule> {
    let mut rules = Vec::new();
    let Some(file) = reading.file("catalogue.toml") else { return rules };
    for record in file.tables("rule") {
        let topic = record.text("topic").into();
        let place = record.text_opt("place").map(Into::into);
        let lead = lead_rule(&record.text("lead"));
        let supporting = record.texts("supporting").into_iter().map(|(text, _)| lead_rule(&text)).collect();
        let basis = record.bilingual("basis");
        let from = record.date("from");
        let until = record.date_opt("until");
        let id = record.code("id");
        record.finish();
        let Some(id) = id else { continue };
        note(reading, Subject::Rule(id.clone()), "id", &record);
        rules.push(CatalogueRule { id, topic, place, lead, supporting, basis, from, until });
    }
    file.finish();
    rules
}
