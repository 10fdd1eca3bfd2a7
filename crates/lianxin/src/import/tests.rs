//! Files as they really come, into a city of either engine.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use lianxin_domain::request::{OrderStage, Outcome as Ended, RequestState, Stage};
use lianxin_domain::{Moment, RequestId};
use lianxin_testkit::{World, both_engines};
use uuid::Uuid;

use super::*;

/// A file that goes with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(end: &str, bytes: impl AsRef<[u8]>) -> Scratch {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("lianxin-import-{}-{}.{end}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::write(&path, bytes).unwrap();
        Scratch(path)
    }

    fn rejects(&self) -> PathBuf {
        self.0.with_extension("rejects.csv")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone = (fs::remove_file(&self.0), fs::remove_file(self.rejects()));
    }
}

fn import(world: &World, file: &Scratch) -> Tally {
    try_import(world, file, &[], u64::MAX).unwrap()
}

fn try_import(world: &World, file: &Scratch, map: &[&str], limit: u64) -> Result<Tally> {
    let encoding = decode::detect(&file.0)?;
    let total = Rows::open(&file.0, encoding)?.count_rows()?.min(limit);
    let rows = Rows::open(&file.0, encoding)?;
    let map: Vec<String> = map.iter().map(|pair| (*pair).to_owned()).collect();
    let columns = Columns::of(rows.names(), &map)?;
    let source = Source { name: "市长信箱".into(), kind: Kind::Help, until: world.now() };
    let import = Import { app: world.app().clone(), source: Arc::new(source), columns, limit: total };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(runtime.block_on(import.all(rows, Rejects::new(file.rejects())))?.0)
}

fn requests(world: &World) -> Vec<lianxin_domain::request::Request> {
    let read = |tx: &mut lianxin_app::Tx| {
        let ids = tx.request_ids_after(RequestId(Uuid::nil()), 1_000)?;
        ids.into_iter().map(|id| Ok(tx.request(id)?.unwrap())).collect::<Result<Vec<_>, lianxin_app::StoreError>>()
    };
    world.app().store.read_blocking(read).unwrap()
}

fn counts(tally: &Tally) -> (u64, u64, u64, u64) {
    (tally.read, tally.came_in, tally.already, tally.rejected())
}

const TWO: &str = "id,title,time,text\n1,路灯不亮,2024-05-06 20:00:00,\"河西区桃园街道的路灯\n三盏不亮\"\n2,,2024-05-06 21:30:00,\"井盖响，吵得睡不着。请来人看看。\"\n";

both_engines! {
    /// Twice is once; and a file that was cut off goes on where it stopped.
    fn an_import_is_idempotent_and_goes_on(world: &World) {
        let file = Scratch::new("csv", TWO);
        assert_eq!(counts(&try_import(world, &file, &[], 1).unwrap()), (1, 1, 0, 0));
        assert_eq!(counts(&import(world, &file)), (2, 1, 1, 0));
        assert_eq!(counts(&import(world, &file)), (2, 0, 2, 0));
        let all = requests(world);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].facts.title, "路灯不亮");
        assert_eq!(all[0].facts.demand, "河西区桃园街道的路灯\n三盏不亮");
        assert_eq!(all[0].facts.place.as_ref().unwrap().as_str(), "hexi.taoyuan");
        assert_eq!(all[0].registered, Moment::parse("2024-05-06T20:00:00+08:00").unwrap(), "a time without zone is the city's");
        assert_eq!(all[1].facts.title, "井盖响，吵得睡不着", "made of the first sentence");
        assert_eq!((all[1].facts.place.clone(), all[1].state.stage()), (None, Stage::Registered));
    }

    /// A finished request is closed at its times; nothing that the source does not say is invented.
    fn a_finished_request_is_closed_at_its_times(world: &World) {
        let text = "id,time,text,reply,reply_time\n7,2024-05-06 09:00:00,河西区桃园街道路灯不亮,已更换灯泡,2024-05-08 10:00:00\n8,2024-05-06 09:00:00,公园开到几点,八点,2024-05-06 10:00:00\n";
        let file = Scratch::new("csv", text);
        let tally = import(world, &file);
        assert_eq!((tally.came_in, tally.finished, tally.placed), (2, 2, 1));
        let all = requests(world);
        let handled = all.iter().find(|request| request.facts.place.is_some()).unwrap();
        let at = Moment::parse("2024-05-08T10:00:00+08:00").unwrap();
        assert_eq!(handled.state, RequestState::Closed { at, outcome: Ended::WithoutCallback });
        let order = handled.lead().unwrap();
        assert_eq!((order.unit.as_str(), order.state.stage(), order.contacted), ("hexi", OrderStage::Closed, None));
        assert_eq!(order.state.report().unwrap().public_reply, "已更换灯泡");
        assert_eq!(handled.survey, None);
        // Nobody knows where it was, so nobody is said to have been sent there.
        let answered = all.iter().find(|request| request.facts.place.is_none()).unwrap();
        assert!(matches!(answered.state, RequestState::Closed { outcome: Ended::Answered, .. }), "{:?}", answered.state);
        let chain = world.app().store.read_blocking({ let id = handled.id; move |tx| tx.chain(id) }).unwrap();
        assert!(chain.iter().all(|kept| kept.entry.by.name == "导入：市长信箱" && kept.entry.at <= at));
    }

    /// Every row that does not come in is there again, with its reason, and spoils no other.
    fn rejects_say_why(world: &World) {
        let text = "id,time,text,reply,reply_time\n\
            1,2024-05-06 09:00:00,好的一行,,\n\
            1,2024-05-06 09:00:00,同一个编号,,\n\
            ,2024-05-06 09:00:00,没有编号,,\n\
            2,昨天,时间不对,,\n\
            3,2099-01-01 00:00:00,未来,,\n\
            4,,没有时间,,\n\
            5,2024-05-06 09:00:00,,,\n\
            6,2024-05-06 09:00:00,先答后问,早就答了,2024-05-05 09:00:00\n\
            7,2024-05-06 09:00:00,答复没有时间,答了,\n\
            8,2024-05-06 09:00:00,有时间没有答复,,2024-05-07 09:00:00\n\
            9,2024-05-06 09:00:00,少一列,\n\
            10,1940-01-01 00:00:00,很久以前,,\n\
            11,2024-05-06 10:00:00,也是好的一行,,\n\
            12,2016-05-06 10:00:00,河西区桃园街道路灯不亮,修好了,2016-05-07 10:00:00\n";
        let file = Scratch::new("csv", text);
        let tally = import(world, &file);
        assert_eq!(counts(&tally), (14, 2, 0, 12));
        let told = fs::read_to_string(file.rejects()).unwrap();
        let mut lines: Vec<(u64, String)> = Vec::new();
        for record in csv::ReaderBuilder::new().flexible(true).from_reader(told.as_bytes()).records() {
            let record = record.unwrap();
            lines.push((record[0].parse().unwrap(), record[2].to_owned()));
        }
        lines.sort();
        let found: Vec<(u64, &str)> = lines.iter().map(|(line, reason)| (*line, reason.as_str())).collect();
        assert_eq!(found, [
            (3, "An id that stood in the file before"),
            (4, "No id"),
            (5, "A time that cannot be read"),
            (6, "A time in the future"),
            (7, "No time"),
            (8, "No text"),
            (9, "Answered before it was asked"),
            (10, "A reply without its time"),
            (11, "The time of a reply without the reply"),
            (12, "Not a row of this file"),
            (13, "The rules are against it"),
            (15, "A date that the working calendar does not cover"),
        ]);
        assert!(told.contains("编号重复") && told.contains("先答后问"), "{told}");
    }
}

fn city() -> World {
    World::new(lianxin_testkit::Engine::Sqlite)
}

#[test]
fn letters_of_the_national_standard_and_byte_order_marks_are_understood() {
    let world = city();
    let (national, _, odd) = encoding_rs::GB18030.encode(TWO);
    assert!(!odd);
    let file = Scratch::new("csv", national);
    assert_eq!(decode::detect(&file.0).unwrap(), decode::Encoding::Gb18030);
    assert_eq!(import(&world, &file).came_in, 2);
    let marked = [b"\xEF\xBB\xBF", TWO.as_bytes()].concat();
    let file = Scratch::new("csv", marked);
    assert_eq!(decode::detect(&file.0).unwrap(), decode::Encoding::Utf8);
    assert_eq!(import(&world, &file).already, 2, "the mark is no part of the first name");
    assert_eq!(requests(&world)[0].facts.title, "路灯不亮");
}

#[test]
fn a_character_cut_by_the_end_of_a_read_is_whole() {
    // An odd number of bytes in front, so that the three bytes of a character fall on both sides of every read.
    let (national, _, _) = encoding_rs::GB18030.encode("连心");
    for front in 0..4 {
        let front = "a".repeat(front);
        let text = format!("{front}{}", "连心".repeat(30_000));
        let file = Scratch::new("csv", &text);
        assert_eq!(decode::detect(&file.0).unwrap(), decode::Encoding::Utf8);
        let file = Scratch::new("csv", [front.as_bytes(), &national.repeat(30_000)].concat());
        assert_eq!(decode::detect(&file.0).unwrap(), decode::Encoding::Gb18030);
        let mut read = String::new();
        std::io::Read::read_to_string(&mut decode::text(&file.0, decode::Encoding::Gb18030).unwrap(), &mut read)
            .unwrap();
        assert!(read == text);
    }
}

#[test]
fn what_is_neither_is_refused_with_its_place() {
    let file = Scratch::new("csv", b"id,time\n\xFF\xFF\xFF\n");
    let told = decode::detect(&file.0).unwrap_err().to_string();
    assert!(told.contains("neither UTF-8 nor GB18030"), "{told}");
}

#[test]
fn json_lines_come_in_as_well() {
    let world = city();
    let file = Scratch::new(
        "jsonl",
        "{\"id\": 1, \"time\": \"2024-05-06T09:00:00+08:00\", \"text\": \"路灯不亮\", \"likes\": [1]}\n\nnot json\n",
    );
    let tally = import(&world, &file);
    assert_eq!(counts(&tally), (2, 1, 0, 1));
    assert_eq!(tally.rejected.keys().copied().collect::<Vec<_>>(), [Reason::BadRow]);
}

#[test]
fn columns_are_known_by_usual_names_or_named() {
    let world = city();
    let file = Scratch::new("csv", "编号,登记时间,诉求内容,联系电话,备注\nA1,2024/5/6 9:05,路灯不亮,10000000001,x\n");
    assert_eq!(import(&world, &file).came_in, 1);
    assert!(requests(&world)[0].facts.contact.is_some());
    let file = Scratch::new("csv", "no,when,what\nB1,2024-05-06,井盖响\n");
    let told = try_import(&world, &file, &[], 9).unwrap_err().to_string();
    assert!(told.contains("--map id=COLUMN"), "{told}");
    assert_eq!(try_import(&world, &file, &["id=no", "time=when", "text=what"], 9).unwrap().came_in, 1);
    let told = try_import(&world, &file, &["id=number"], 9).unwrap_err().to_string();
    assert!(told.contains("the file has no column number; it has: no, when, what"), "{told}");
    assert!(try_import(&world, &file, &["nummer=no"], 9).unwrap_err().to_string().contains("there is no field nummer"));
}

#[test]
fn a_title_too_long_for_a_line_stands_whole_in_the_text() {
    let world = city();
    let title = "长".repeat(150);
    let file = Scratch::new("csv", format!("id,title,time,text\n1,{title},2024-05-06,正文\n"));
    assert_eq!(import(&world, &file).came_in, 1);
    let facts = &requests(&world)[0].facts;
    assert_eq!(facts.title.chars().count(), 100);
    assert_eq!(facts.demand, format!("{title}\n正文"));
}

#[test]
fn a_category_and_an_address_are_a_text_where_there_is_no_other() {
    let world = city();
    let file = Scratch::new(
        "csv",
        "id,first_seen,category,location,lat,lon\nst1,2024-05-06T08:00:00,Ampel,Albstraße 85,48.7,9.1\n",
    );
    assert_eq!(import(&world, &file).came_in, 1);
    let facts = &requests(&world)[0].facts;
    assert_eq!((facts.title.as_str(), facts.address.as_str()), ("Ampel，Albstraße 85", "Albstraße 85"));
    assert!(facts.account.contains("来源分类：Ampel"), "{}", facts.account);
}
