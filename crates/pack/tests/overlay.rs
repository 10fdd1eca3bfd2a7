//! A pack with some of its files replaced by other texts, and the place of every fault that would leave somebody stuck.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use lianxin_domain::city::City;
use lianxin_domain::{Grade, Lang};

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/xiaocheng")
}

/// Xiaocheng with these passages changed: file, text that must be there, what it becomes.
fn changed(changes: &[(&str, &str, &str)]) -> BTreeMap<String, String> {
    let mut instead: BTreeMap<String, String> = BTreeMap::new();
    let texts = lianxin_pack::file_texts(&dir()).unwrap();
    for (file, from, to) in changes {
        let text = instead.entry((*file).to_owned()).or_insert_with(|| texts[*file].clone());
        assert!(text.contains(from), "{file} has no `{from}`");
        *text = text.replacen(from, to, 1);
    }
    instead
}

fn load(changes: &[(&str, &str, &str)]) -> City {
    lianxin_pack::load_with(&dir(), &changed(changes)).unwrap_or_else(|errors| panic!("{errors}"))
}

fn told_of(changes: &[(&str, &str, &str)]) -> String {
    lianxin_pack::load_with(&dir(), &changed(changes)).expect_err("the pack is broken").to_string()
}

const POLICY: &str = "policy/one.toml";

#[test]
fn the_texts_are_those_of_the_files() {
    let texts = lianxin_pack::file_texts(&dir()).unwrap();
    assert!(texts.keys().map(String::as_str).eq([
        "calendar/2025.toml",
        "calendar/hours.toml",
        "calendar/works.hours.toml",
        "callback.toml",
        "catalogue.toml",
        "city.toml",
        "demo.toml",
        "places/all.toml",
        "policy/one.toml",
        "reasons.toml",
        "refusals.toml",
        "topics.toml",
        "units/all.toml",
    ]));
    assert_eq!(texts["units/all.toml"], fs::read_to_string(dir().join("units/all.toml")).unwrap());
    let nowhere = lianxin_pack::file_texts(Path::new("/nowhere/at/all")).expect_err("there is nothing");
    assert!(nowhere.all().iter().any(|error| error.file == "city.toml"));
}

#[test]
fn the_same_texts_are_the_same_city() {
    let plain = lianxin_pack::load(&dir()).unwrap();
    let whole = lianxin_pack::load_with(&dir(), &lianxin_pack::file_texts(&dir()).unwrap()).unwrap();
    assert_eq!(plain.version, whole.version);
    assert_eq!(City::diff(&plain, &whole), []);
}

#[test]
fn another_text_is_another_version_and_says_what_differs() {
    let plain = lianxin_pack::load(&dir()).unwrap();
    let other = load(&[(POLICY, "period = \"20 min\"", "period = \"25 min\"")]);
    assert_ne!(plain.version, other.version);
    let lines: Vec<String> = City::diff(&plain, &other).iter().map(|change| change.say(Lang::Zh)).collect();
    assert_eq!(lines, ["政策 one · 签收时限（急）：20 分钟 → 25 分钟"]);
    assert_eq!(lianxin_pack::load(&dir()).unwrap().version, plain.version, "nothing was written");
}

#[test]
fn a_file_can_be_added() {
    let mut instead = changed(&[(POLICY, "from = 2024-01-01", "from = 2024-01-01\nuntil = 2025-12-31")]);
    let next = instead[POLICY].replace("version = \"one\"", "version = \"two\"");
    let next = next.replace("from = 2024-01-01\nuntil = 2025-12-31", "from = 2026-01-01");
    instead.insert("policy/two.toml".to_owned(), next);
    let city = lianxin_pack::load_with(&dir(), &instead).unwrap_or_else(|errors| panic!("{errors}"));
    let versions: Vec<&str> = city.policies.all().iter().map(|policy| policy.version.as_str()).collect();
    assert_eq!(versions, ["one", "two"]);
}

#[test]
fn only_files_of_a_pack_can_be_given() {
    for name in ["../city.toml", "policy/../../x.toml", "policy/.toml", "notes.toml", "policy/a/b.toml", "/etc/x.toml"]
    {
        let instead = BTreeMap::from([(name.to_owned(), String::new())]);
        let told = lianxin_pack::load_with(&dir(), &instead).expect_err(name).to_string();
        assert!(told.starts_with(&format!("{name}:1:1: no file of a pack has this name")), "{told}");
    }
}

#[test]
fn faults_of_a_given_text_have_its_lines() {
    assert_snapshot!(told_of(&[(POLICY, "from = 2024-01-01", "# one line more\nfrom = 2024-01-01\nfrmo = 1")]), @r#"
    policy/one.toml:5:1: unknown key `frmo`; did you mean `from`?
    1 thing is wrong
    "#);
}

#[test]
fn promises_without_a_period_or_a_ladder() {
    let told = told_of(&[
        (POLICY, "  { clock = \"objection\", period = \"5 days\", source = \"第十一条\" },\n", ""),
        (POLICY, "{ clock = \"handle\", rungs", "{ clock = \"handle\", grade = \"urgent\", rungs"),
    ]);
    assert_snapshot!(told, @r#"
    policy/one.toml:5:10: no objection period for grade emergency and class enquiry (异议期); add a [[period]] with clock = "objection" and this grade, or one without `grade`
    policy/one.toml:5:10: no objection period for grade ordinary and class enquiry (异议期); add a [[period]] with clock = "objection" and this grade, or one without `grade`
    policy/one.toml:5:10: no objection period for grade urgent and class enquiry (异议期); add a [[period]] with clock = "objection" and this grade, or one without `grade`
    policy/one.toml:30:10: nobody is told when the handle clock of grade ordinary runs out (办理); add a [[ladder]] with clock = "handle" and this grade, or one without `grade`
    4 things are wrong
    "#);
}

#[test]
fn ladders_that_do_not_help() {
    let told = told_of(&[
        (
            POLICY,
            "{ at = \"60%\", tell = [\"unit_head\"], by = \"phone\" }",
            "{ at = \"60%\", tell = [], by = \"phone\" }",
        ),
        (POLICY, "    { at = \"due + 5 min\", tell = [\"leader_on_duty\"], by = \"phone\" },\n", ""),
        (POLICY, "{ at = \"50%\", tell = [\"unit_duty\"]", "{ at = \"due + 1 h\", tell = [\"unit_duty\"]"),
    ]);
    assert_snapshot!(told, @r#"
    policy/one.toml:44:35: the must_phone ladder of grade urgent ends before anybody who can act for the unit; end it with "supervision" or "leader_on_duty"
    policy/one.toml:45:26: the rung tells nobody; name at least one audience
    policy/one.toml:50:12: the rung `when due` does not come after `1 h overdue`; write the rungs in the order of time
    3 things are wrong
    "#);
}

#[test]
fn words_of_a_ladder_that_nobody_knows() {
    let told = told_of(&[
        (POLICY, "tell = [\"superior\"]", "tell = [\"superier\"]"),
        (POLICY, "tell = [\"unit_head\", \"supervision\"], by = \"phone\"", "tell = [\"unit_head\"], by = \"fax\""),
        (POLICY, "\"ladder.appeal\"", "\"ladder.apeal\""),
    ]);
    assert_snapshot!(told, @r#"
    policy/one.toml:4:31: there is no field `ladder.apeal`; write "period.handle" or "ladder.handle" for a clock, "limits.pauses_max" for a limit, or "delay", "appeal", "scores"
    policy/one.toml:46:27: `tell` cannot hold "superier"; did you mean "superior"?
    policy/one.toml:51:46: `by` cannot be "fax"; use one of: notice, sms, phone
    3 things are wrong
    "#);
}

#[test]
fn limits_that_leave_nobody_a_way() {
    let told = told_of(&[
        (POLICY, "callback_attempts_max = 2", "callback_attempts_max = 0"),
        (POLICY, "park_milestone_days_max = 20", "park_milestone_days_max = 200"),
        (POLICY, "times_max = 1, working_days_max = 5", "times_max = 1, working_days_max = 0"),
        (POLICY, "satisfied = \"20%\"", "satisfied = \"30%\""),
        (POLICY, "role = \"supervision\"", "role = \"citizen\""),
    ]);
    assert_snapshot!(told, @r#"
    policy/one.toml:26:39: delays are allowed but have no length; use a number above 0, or times_max = 0
    policy/one.toml:29:83: citizen cannot decide an appeal; name the role of a person, such as "reviewer"
    policy/one.toml:67:27: a milestone would lie after the end of the parking; use at most `park_days_max`
    policy/one.toml:68:25: `callback_attempts_max` is 0, so nobody could go on from there; use the number of the rule, at least 1
    policy/one.toml:75:1: the weights add up to 110, not to 100; correct `response`, `solved` or `satisfied`
    5 things are wrong
    "#);
    let hours = (POLICY, "callback_hours = \"10:00-19:30\"", "callback_hours = \"19:30-10:00\"");
    assert_snapshot!(told_of(&[hours, (POLICY, "fairly_share = \"60%\"", "fairly_share = 0.6")]), @r#"
    policy/one.toml:70:18: "19:30-10:00" are no hours of one day; write "08:30-20:30", the earlier first
    policy/one.toml:80:16: `fairly_share` is a float, not a text in quotes; write a text in quotes
    2 things are wrong
    "#);
}

#[test]
fn nothing_to_choose_from_and_nothing_to_ask() {
    let told = told_of(&[
        (
            "reasons.toml",
            "[[return]]\ncode = \"not_ours\"\nname = { zh = \"不归我管\", en = \"Not ours\" }\nneeds_basis = true\n",
            "",
        ),
        ("reasons.toml", "working_days = 2", "working_days = 0"),
        ("callback.toml", "  { answer = \"solved\", text = { zh = \"解决了吗？\", en = \"Is it solved?\" } },\n", ""),
        ("callback.toml", "from = 2024-01-01\n", "from = 2024-01-01\nkinds = [\"help\"]\n"),
    ]);
    assert_snapshot!(told, @r#"
    callback.toml:1:1: no call-back question for enquiry (咨询); add a [[script]] without `kinds`, or one for this kind
    callback.toml:6:13: no question asks for "solved" (解决情况); add it; without it a call-back decides nothing
    reasons.toml:1:1: a unit could give no reason to return an order; add at least one [[return]]
    reasons.toml:11:16: the sheet would be due before it is read; use at least 1
    4 things are wrong
    "#);
}

#[test]
fn a_matter_that_would_go_nowhere() {
    let told = told_of(&[
        ("topics.toml", "lead = \"water\"\n", ""),
        ("topics.toml", "lead = \"district\", ", "lead = \"center\", "),
        ("catalogue.toml", "topic = \"water\"\nplace = \"xi\"\n", "topic = \"water\"\n"),
        ("catalogue.toml", "supporting = [\"district\", \"water\"]", "supporting = [\"district\", \"center\"]"),
    ]);
    assert_snapshot!(told, @r#"
    catalogue.toml:15:14: the hotline centre cannot act on a matter itself; name the unit that acts, "district" or "street"
    topics.toml:7:3: no unit would act on this topic from 2025-07-01: the catalogue has a hole; add `lead` here or to the wider topic: a unit, "district" or "street"
    topics.toml:8:3: no unit would act on this topic from 2025-07-01: the catalogue has a hole; add `lead` here or to the wider topic: a unit, "district" or "street"
    topics.toml:16:67: the hotline centre cannot act on a matter itself; name the unit that acts, "district" or "street"
    4 things are wrong
    "#);
}

#[test]
fn rosters_and_calendars_that_do_not_hold() {
    let told = told_of(&[
        ("units/all.toml", "{ post = \"leader\"", "{ post = \"head\""),
        ("units/all.toml", "{ post = \"head\", label = { zh = \"经理\"", "{ post = \"hed\", label = { zh = \"经理\""),
    ]);
    assert_snapshot!(told, @r#"
    units/all.toml:6:10: no leader (值班领导) can be phoned from Monday 00:00; add a line with post = "leader" to `roster`
    units/all.toml:49:12: `post` cannot be "hed"; did you mean "head"?
    2 things are wrong
    "#);
    assert_snapshot!(told_of(&[("units/all.toml", "calendar = \"works\"", "calendar = \"work\"")]), @r#"
    calendar/works.hours.toml:3:1: no unit works by the calendar `works`; name it as `calendar` of a unit, or remove the file
    units/all.toml:47:12: there is no calendar `work`; did you mean `works`?
    2 things are wrong
    "#);
    let hours = ("calendar/works.hours.toml", "mon = [\"08:00-20:00\"]", "mon = [\"08:00-20:00\", \"19:00-21:00\"]");
    assert_snapshot!(told_of(&[hours]), @r#"
    calendar/works.hours.toml:3:1: office hours overlap or stand in the wrong order; write them in order, each beginning after the one before ends
    1 thing is wrong
    "#);
}

#[test]
fn the_waterworks_keep_their_own_hours() {
    let city = load(&[]);
    let at = |local: &str| {
        let local: jiff::civil::DateTime = local.parse().unwrap();
        lianxin_domain::Moment::from_timestamp(city.zone.to_timestamp(local).unwrap())
    };
    let due = |unit: Option<&str>| {
        let calendar = city.calendar_of(unit.map(Into::into).as_ref());
        let period = lianxin_domain::clock::Period::WorkingMinutes(120);
        city.zone.to_datetime(calendar.due(at("2025-10-04 09:00"), &period).unwrap().at.timestamp()).to_string()
    };
    assert_eq!(due(Some("water")), "2025-10-04T11:00:00", "make-up Saturday, from 8 o'clock");
    assert_eq!(due(Some("xi")), "2025-10-04T12:00:00", "the city's, from 10 o'clock");
    assert_eq!(due(None), "2025-10-04T12:00:00");
    assert_eq!(
        city.policy(at("2025-10-04 09:00")).ladder(lianxin_domain::clock::ClockKind::Accept, Grade::Urgent).len(),
        3
    );
}
