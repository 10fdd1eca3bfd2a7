//! What a pack's author reads: every mistake with its place and what to do, all at once.
//!
//! Each test takes the sound pack of Xiaocheng and breaks it.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with the test")]

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;

/// A change to a copy of the pack.
enum Break {
    /// In a file, this text (which must be there) becomes that.
    Text(&'static str, &'static str, &'static str),
    /// A file becomes these bytes.
    Bytes(&'static str, &'static [u8]),
    /// A file disappears.
    Gone(&'static str),
}
use Break::{Bytes, Gone, Text};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Breaks a copy of Xiaocheng named after the test and gives what the reader says.
fn broken(name: &str, breaks: &[Break]) -> String {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("packs").join(name);
    if dir.exists() {
        fs::remove_dir_all(&dir).unwrap();
    }
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/xiaocheng"), &dir);
    for change in breaks {
        match change {
            Text(file, from, to) => {
                let text = fs::read_to_string(dir.join(file)).unwrap();
                assert!(text.contains(from), "{file} has no `{from}`");
                fs::write(dir.join(file), text.replacen(from, to, 1)).unwrap();
            }
            Bytes(file, bytes) => fs::write(dir.join(file), bytes).unwrap(),
            Gone(file) => fs::remove_file(dir.join(file)).unwrap(),
        }
    }
    lianxin_pack::load(&dir).expect_err("the pack is broken").to_string()
}

#[test]
fn a_wrong_type() {
    let told = broken(
        "wrong_type",
        &[
            Text("city.toml", "code = \"XC\"", "code = 12"),
            Text("calendar/2025.toml", "from = 2025-10-01", "from = \"2025-10-01\""),
        ],
    );
    assert_snapshot!(told, @r#"
    calendar/2025.toml:6:8: `from` is a string, not a date without quotes, such as 2022-01-08; write a date without quotes, such as 2022-01-08
    city.toml:3:8: `code` is an integer, not a text in quotes; write a text in quotes
    2 things are wrong
    "#);
}

#[test]
fn an_unknown_key_with_the_nearest_known() {
    assert_snapshot!(broken("unknown_key", &[Text("city.toml", "hotline =", "hotlin =")]), @r#"
    city.toml:1:1: `hotline` is missing; add it
    city.toml:5:1: unknown key `hotlin`; did you mean `hotline`?
    2 things are wrong
    "#);
}

#[test]
fn a_word_that_is_not_in_the_list() {
    let told = broken(
        "word",
        &[
            Text("places/all.toml", "kind = \"town\"", "kind = \"twon\""),
            Text("demo.toml", "role = \"agent\"", "role = \"agnet\""),
        ],
    );
    assert_snapshot!(told, @r#"
    demo.toml:4:8: there is no role `agnet`; did you mean `agent`?
    places/all.toml:6:76: `kind` cannot be "twon"; did you mean "town"?
    2 things are wrong
    "#);
}

#[test]
fn unknown_codes_with_the_nearest_known() {
    let told = broken(
        "unknown_codes",
        &[
            Text("catalogue.toml", "supporting = [\"water\"]", "supporting = [\"watr\"]"),
            Text("catalogue.toml", "topic = \"water.cut\"", "topic = \"water.cutt\""),
            Text("catalogue.toml", "place = \"xi.qiaotou\"", "place = \"xi.qiaoto\""),
            Text("topics.toml", "lead = \"water\"", "lead = \"somebody-else\""),
            Text("demo.toml", "unit = \"center\"", "unit = \"centre\""),
        ],
    );
    assert_snapshot!(told, @r#"
    catalogue.toml:6:14: there is no unit `watr`; did you mean `water`?
    catalogue.toml:13:9: there is no topic `water.cutt`; did you mean `water.cut`?
    catalogue.toml:14:9: there is no place `xi.qiaoto`; did you mean `xi.qiaotou`?
    demo.toml:5:8: there is no unit `centre`; did you mean `center`?
    topics.toml:6:8: there is no unit `somebody-else`; add it under units/ or correct the code
    5 things are wrong
    "#);
}

#[test]
fn a_code_that_stands_twice() {
    let told = broken(
        "twice",
        &[
            Text("units/all.toml", "code = \"water\"", "code = \"dong\""),
            Text("catalogue.toml", "id = \"XC-2\"", "id = \"XC-1\""),
        ],
    );
    assert_snapshot!(told, @r#"
    catalogue.toml:6:14: there is no unit `water`; add it under units/ or correct the code
    catalogue.toml:12:6: this `id` stands already in catalogue.toml:2; every code is used once; change or remove one
    topics.toml:6:8: there is no unit `water`; add it under units/ or correct the code
    units/all.toml:43:8: this `code` stands already in units/all.toml:12; every code is used once; change or remove one
    4 things are wrong
    "#);
}

#[test]
fn units_in_a_circle() {
    let told =
        broken("circle", &[Text("units/all.toml", "place = \"xi\"\n", "place = \"xi\"\nparent = \"xi.qiaotou\"\n")]);
    assert_snapshot!(told, @r#"
    units/all.toml:28:10: the unit stands above itself; correct `parent` of one unit of the circle
    units/all.toml:39:10: the unit stands above itself; correct `parent` of one unit of the circle
    2 things are wrong
    "#);
}

#[test]
fn a_topic_on_which_nobody_acts() {
    assert_snapshot!(broken("nobody", &[Text("topics.toml", ", lead = \"street\"", "")]), @r#"
    topics.toml:16:3: no unit would act on this topic; add `lead` here or to the wider topic: a unit, "district" or "street"
    1 thing is wrong
    "#);
}

#[test]
fn policies_that_overlap_or_leave_a_gap() {
    let second = include_str!("packs/xiaocheng/policy/one.toml")
        .replace("version = \"one\"", "version = \"two\"")
        .replace("2024-01-01", "2025-07-01");
    let second: &'static str = Box::leak(second.into_boxed_str());
    let late = Text("policy/one.toml", "from = 2024-01-01", "from = 2024-01-01\nuntil = 2025-07-01");
    assert_snapshot!(broken("overlap", &[Bytes("policy/two.toml", second.as_bytes()), late]), @r#"
    policy/two.toml:3:8: it begins on 2025-07-01 while `one` still holds; end `one` with `until` on the day before
    1 thing is wrong
    "#);
    let ended = Text("policy/one.toml", "from = 2024-01-01", "from = 2024-01-01\nuntil = 2025-05-31");
    assert_snapshot!(broken("gap", &[Bytes("policy/two.toml", second.as_bytes()), ended]), @r#"
    policy/two.toml:3:8: no policy holds from 2025-06-01 to the day before 2025-07-01; begin on 2025-06-01 or let `one` last longer
    1 thing is wrong
    "#);
}

#[test]
fn a_grade_without_an_accept_period() {
    let without = Text(
        "policy/one.toml",
        "  { clock = \"accept\", grade = \"urgent\", period = \"20 min\", source = \"第二条\" },\n",
        "",
    );
    assert_snapshot!(broken("no_accept", &[without]), @r#"
    policy/one.toml:5:10: no accept period for grade urgent and class enquiry (签收); add a [[period]] with clock = "accept" and this grade, or one without `grade`
    1 thing is wrong
    "#);
}

#[test]
fn a_length_of_time_that_is_none() {
    let told = broken(
        "length",
        &[
            Text("policy/one.toml", "period = \"1 h\"", "period = \"one hour\""),
            Text("policy/one.toml", "pauses_max = 1", "pauses_max = 300"),
            Text("policy/one.toml", "at = \"75%\"", "at = \"75\""),
        ],
    );
    assert_snapshot!(told, @r#"
    policy/one.toml:6:34: "one hour" is no length of time; write "15 min", "2 h", "7 days" (clock time), "90 working min" or "1 working day"
    policy/one.toml:32:41: "75" is no time of a ladder; write "50%", "due" or "due + 10 min"
    policy/one.toml:64:14: a whole number from 0 to 20 is wanted here; write it in digits without quotes
    3 things are wrong
    "#);
}

#[test]
fn a_calendar_with_a_gap_and_impossible_days() {
    let told = broken(
        "calendar",
        &[
            Text("calendar/hours.toml", "assumed_years = [2024,", "assumed_years = [2023,"),
            Text("calendar/hours.toml", "mon = [\"10:00-14:00\"", "mon = [\"14:00-10:00\""),
            Text("calendar/2025.toml", "make_up = [2025-10-04]", "make_up = [2025-10-06]"),
        ],
    );
    assert_snapshot!(told, @r#"
    calendar/hours.toml:1:1: 2025-10-06 is a working day anyway (Monday); a make-up day is a usual day off; correct the date
    calendar/hours.toml:1:1: the calendar has a gap between 2023 and 2025; add calendar/<year>.toml for each year between, or name it in `assumed_years`
    calendar/hours.toml:4:8: "14:00-10:00" are no office hours of one day; write "08:30-12:00", the earlier first, at most until 24:00
    3 things are wrong
    "#);
}

#[test]
fn days_that_cannot_be() {
    let told = broken(
        "days",
        &[
            Text("calendar/2025.toml", "make_up = [2025-10-04]", "make_up = [2025-10-06]"),
            Text("calendar/hours.toml", "[\"10:00-14:00\", \"15:30-19:30\"]", "[\"10:00-14:00\", \"13:30-19:30\"]"),
        ],
    );
    assert_snapshot!(told, @r#"
    calendar/hours.toml:1:1: 2025-10-06 is a working day anyway (Monday); a make-up day is a usual day off; correct the date
    calendar/hours.toml:3:1: office hours overlap or stand in the wrong order; write them in order, each beginning after the one before ends
    2 things are wrong
    "#);
    assert_snapshot!(broken("elsewhere", &[Text("calendar/2025.toml", "2025-10-04", "2036-10-04")]), @r#"
    calendar/2025.toml:8:11: 2036-10-04 does not belong to 2025; put it into the file of its year
    calendar/hours.toml:1:1: 2036-10-04 lies in a year that the calendar does not cover; add calendar/<year>.toml or correct the date
    2 things are wrong
    "#);
    assert_snapshot!(broken("twice_arranged", &[Text("calendar/2025.toml", "2025-10-04", "2025-10-03")]), @r#"
    calendar/2025.toml:8:11: 2025-10-03 is arranged twice; a day is free or a working day, for one festival
    calendar/hours.toml:1:1: 2025-10-03 is a working day anyway (Friday); a make-up day is a usual day off; correct the date
    2 things are wrong
    "#);
}

#[test]
fn a_number_that_could_be_somebodys() {
    let told = broken(
        "phone",
        &[
            Text("units/all.toml", "0999-0000-0002", "0999-1234567"),
            Text("units/all.toml", "10000000001", "13800000001"),
        ],
    );
    assert_snapshot!(told, @r#"
    units/all.toml:17:8: "0999-1234567" could be somebody's number; this pack has `reserved_numbers = true`: write 0AA-0000-NNNN for desks, 100NNNNNNNN for mobiles
    units/all.toml:29:62: "13800000001" could be somebody's number; this pack has `reserved_numbers = true`: write 0AA-0000-NNNN for desks, 100NNNNNNNN for mobiles
    2 things are wrong
    "#);
}

const XI_HEAD: &str =
    "  { post = \"head\", label = { zh = \"区长\", en = \"Head\" }, person = \"己\", phone = \"10000000006\" },\n";

#[test]
fn a_unit_that_nobody_can_phone() {
    let told = broken(
        "unreachable",
        &[
            Text("units/all.toml", "desk = \"0999-0000-0003\"\n", ""),
            Text("units/all.toml", "hours = \"20:00-08:00\"", "hours = \"20:00-07:30\""),
            Text("units/all.toml", XI_HEAD, ""),
        ],
    );
    assert_snapshot!(told, @r#"
    units/all.toml:28:10: no head (负责人) can be phoned from Monday 00:00; add a line with post = "head" to `roster`
    units/all.toml:28:10: nobody can be phoned from Monday 07:30; an emergency may come at any hour: add a line without `shift`, or fill the gap
    units/all.toml:33:1: nobody can be phoned; add `desk` or a `roster` with at least one phone
    3 things are wrong
    "#);
}

#[test]
fn a_street_without_an_office_and_a_district_without_a_government() {
    let told =
        broken("orphan", &[Text("units/all.toml", "kind = \"district\"\nplace = \"dong\"", "kind = \"city_body\"")]);
    assert_snapshot!(told, @r#"
    places/all.toml:2:12: no unit answers for this place; give a unit of kind "street" or "district" this `place`
    places/all.toml:3:12: no unit answers for this place; give a unit of kind "street" or "district" this `place`
    2 things are wrong
    "#);
}

#[test]
fn a_file_in_another_encoding() {
    assert_snapshot!(broken("encoding", &[Bytes("demo.toml", b"[[account]]\nlogin = \"\xbc\xd7\"\n")]), @r#"
    demo.toml:2:10: the file is not UTF-8 from here on; save it again as UTF-8 (not GBK)
    1 thing is wrong
    "#);
}

#[test]
fn files_that_are_missing() {
    assert_snapshot!(broken("missing", &[Gone("refusals.toml"), Gone("places/all.toml"), Gone("policy/one.toml")]), @r#"
    places/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    policy/:1:1: a city needs at least one policy; add a file with `version`, `from` and the periods
    policy/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    refusals.toml:1:1: the file is missing; add it; see cities/README.md
    4 things are wrong
    "#);
}

#[test]
fn something_that_is_not_toml() {
    assert_snapshot!(broken("syntax", &[Text("demo.toml", "login = \"jia\"", "login = \"jia")]), @r#"
    demo.toml:2:13: not TOML: invalid basic string, expected `"`; see toml.io for how it is written
    1 thing is wrong
    "#);
}

#[test]
fn a_zone_nobody_has() {
    assert_snapshot!(broken("zone", &[Text("city.toml", "Asia/Urumqi", "Asia/Atlantis")]), @r#"
    city.toml:6:8: there is no time zone "Asia/Atlantis"; use a name of the tz database, such as "Asia/Shanghai"
    1 thing is wrong
    "#);
}

#[test]
fn a_rule_that_is_decided_twice() {
    let told = broken(
        "ambiguous",
        &[
            Text(
                "catalogue.toml",
                "topic = \"water.cut\"\nplace = \"xi.qiaotou\"",
                "topic = \"water\"\nplace = \"xi\"",
            ),
            Text("catalogue.toml", "supporting = [\"district\", \"water\"]", "supporting = [\"street\"]"),
        ],
    );
    assert_snapshot!(told, @r#"
    catalogue.toml:13:9: rule `XC-1` decides the same topic and place on the same days; end one with `until` before the other begins, or remove one
    catalogue.toml:16:14: the lead cannot support itself; remove it from `supporting`
    2 things are wrong
    "#);
}

#[test]
fn no_folder_at_all() {
    let told = lianxin_pack::load(Path::new("/nowhere/at/all")).expect_err("there is nothing").to_string();
    assert_snapshot!(told, @r#"
    calendar/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    callback.toml:1:1: the file is missing; add it; see cities/README.md
    catalogue.toml:1:1: the file is missing; add it; see cities/README.md
    city.toml:1:1: the file is missing; add it; see cities/README.md
    places/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    policy/:1:1: a city needs at least one policy; add a file with `version`, `from` and the periods
    policy/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    reasons.toml:1:1: the file is missing; add it; see cities/README.md
    refusals.toml:1:1: the file is missing; add it; see cities/README.md
    topics.toml:1:1: the file is missing; add it; see cities/README.md
    units/:1:1: there is no .toml file in this folder; add at least one; see cities/README.md
    11 things are wrong
    "#);
}
