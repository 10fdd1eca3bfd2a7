//! A rule entered into a catalogue: comments stay, what decided the same ends, and the whole is still a pack.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use lianxin_domain::Bilingual;
use lianxin_domain::city::{CatalogueRule, City, LeadRule};

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin")
}

fn rule(id: &str, from: Date) -> CatalogueRule {
    CatalogueRule {
        id: id.to_owned(),
        topic: "heating.cold".into(),
        place: Some("hexi.youyilu".into()),
        lead: LeadRule::Unit("hexi".into()),
        supporting: vec![LeadRule::Unit("reli".into())],
        basis: Bilingual { zh: "会商 \"纪要\"".to_owned(), en: "Ruling".to_owned() },
        from,
        until: None,
    }
}

fn read(catalogue: &str) -> City {
    let instead = BTreeMap::from([("catalogue.toml".to_owned(), catalogue.to_owned())]);
    lianxin_pack::load_with(&dir(), &instead).unwrap_or_else(|errors| panic!("{errors}"))
}

fn of_place(city: &City) -> Vec<String> {
    let here = |rule: &&CatalogueRule| rule.topic == "heating.cold".into() && rule.place == Some("hexi.youyilu".into());
    let say = |rule: &CatalogueRule| {
        format!("{} {}..{}", rule.id, rule.from, rule.until.map_or_else(String::new, |until| until.to_string()))
    };
    city.catalogue.rules.iter().filter(here).map(say).collect()
}

#[test]
fn what_decided_the_same_ends_the_day_before() {
    let text = lianxin_pack::file_texts(&dir()).unwrap()["catalogue.toml"].clone();
    let entered = lianxin_pack::enter_rule(&text, &rule("HS-1", date(2026, 3, 2)));
    let city = read(&entered);
    assert_eq!(of_place(&city), ["TJ-012 2017-01-01..2026-03-01", "HS-1 2026-03-02.."]);
    let entry = city.catalogue.rules.last().unwrap();
    assert_eq!(*entry, rule("HS-1", date(2026, 3, 2)), "as it was given");
    assert!(entered.starts_with(text.lines().next().unwrap()), "comments stay");
    let lines = |text: &str| text.lines().count();
    assert_eq!(lines(&entered), lines(&text) + 10, "a blank line, eight of the rule, one `until`");
}

#[test]
fn a_second_ruling_takes_the_place_of_the_first() {
    let text = lianxin_pack::file_texts(&dir()).unwrap()["catalogue.toml"].clone();
    let day = date(2026, 3, 2);
    let once = lianxin_pack::enter_rule(&text, &rule("HS-1", day));
    let same_day = lianxin_pack::enter_rule(&once, &rule("HS-2", day));
    assert_eq!(of_place(&read(&same_day)), ["TJ-012 2017-01-01..2026-03-01", "HS-2 2026-03-02.."]);
    let later = lianxin_pack::enter_rule(&once, &rule("HS-3", date(2026, 4, 1)));
    let told = ["TJ-012 2017-01-01..2026-03-01", "HS-1 2026-03-02..2026-03-31", "HS-3 2026-04-01.."];
    assert_eq!(of_place(&read(&later)), told);
}

#[test]
fn a_catalogue_written_on_one_line_each() {
    let text =
        "rule = [\n  { id = \"a\", topic = \"heating.cold\", place = \"hexi.youyilu\", from = 2020-01-01 },\n]\n";
    let entered = lianxin_pack::enter_rule(text, &rule("HS-1", date(2026, 3, 2)));
    assert!(entered.contains("from = 2020-01-01, until = 2026-03-01 }"), "{entered}");
}
