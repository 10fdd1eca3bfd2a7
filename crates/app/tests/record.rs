//! The record: what is changed behind the journal's back is found; what it costs; what of a person is on the disk.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use std::path::Path;

use lianxin_app::app::OpenError;
use lianxin_app::lists::{self, RequestFilter};
use lianxin_app::verify::Difference;
use lianxin_app::{ActError, App, StoreError, Then, Vault, act, idempotency, register};
use lianxin_domain::access::{Denied, Role};
use lianxin_domain::request::{Command, Refusal};
use lianxin_domain::{Lang, Secrecy};
use lianxin_store::desk::Remembered;
use lianxin_testkit::{
    Engine, Filed, World, both_engines, content, help, lead, person, solved, supporting, tianjin, wrongdoing,
};
use uuid::Uuid;

/// Two requests, one of them lived through to the end.
fn lived(city: &World) -> Filed {
    let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp"));
    city.dispatcher().dispatches(&lamp, lead("hexi"), []);
    city.handler("hexi").handles(&lamp, "hexi", solved());
    city.reviewer().approves(&lamp, "hexi");
    city.callback_agent().closes(&lamp, content());
    city.agent().registers(help("井盖松动").at("hexi.machang"));
    assert_eq!(city.verify().unwrap(), 9);
    lamp
}

fn found(city: &World, sql: &'static str) -> Difference {
    city.tampers(sql);
    city.verify().unwrap_err()
}

/// Who is refused because of what he is.
fn denied<T: std::fmt::Debug>(tried: Result<T, ActError>) -> Denied {
    match tried {
        Err(ActError::Refused(Refusal::Denied(denied))) => denied,
        other => panic!("not denied: {other:?}"),
    }
}

fn files_under(directory: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap().flatten() {
        if entry.path().is_dir() {
            bytes.extend(files_under(&entry.path()));
        } else {
            bytes.extend(std::fs::read(entry.path()).unwrap());
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

both_engines! {
    fn a_changed_entry_is_found(city: &World) {
        lived(city);
        let difference = found(city, "UPDATE journal SET body = REPLACE(body, '通话', '没空') WHERE seq = 4");
        assert!(matches!(difference, Difference::Hash { no: 4, seq: 4, .. }), "{difference}");
    }

    fn an_entry_with_a_new_hash_is_found(city: &World) {
        lived(city);
        let difference = found(city, "UPDATE journal SET hash = 'ab' WHERE seq = 9");
        assert!(matches!(difference, Difference::Hash { no: 1, seq: 9, .. }), "{difference}");
    }

    fn a_removed_entry_is_found(city: &World) {
        lived(city);
        let difference = found(city, "DELETE FROM journal WHERE seq = 4");
        assert!(matches!(difference, Difference::Gap { count: 8, first: 1, last: 9, head: 9 }), "{difference}");
    }

    /// Whoever removes an entry and closes the gap has broken the chain.
    fn a_removed_entry_is_found_even_renumbered(city: &World) {
        lived(city);
        city.tampers("DELETE FROM journal WHERE seq = 9");
        city.tampers("DELETE FROM journal WHERE seq = 4");
        city.tampers("UPDATE journal SET seq = 4 WHERE seq = 5");
        city.tampers("UPDATE journal SET seq = 5 WHERE seq = 6");
        city.tampers("UPDATE journal SET seq = 6 WHERE seq = 7");
        city.tampers("UPDATE journal SET seq = 7 WHERE seq = 8");
        let difference = found(city, "UPDATE counter SET value = 7 WHERE name = 'journal'");
        assert!(matches!(difference, Difference::Hash { no: 5, seq: 4, .. }), "{difference}");
    }

    /// The last entry of a chain removed, with counter and all.
    fn a_cut_tail_is_found(city: &World) {
        lived(city);
        city.tampers("DELETE FROM journal WHERE seq = 9");
        city.tampers("UPDATE journal SET seq = 9 WHERE seq = 8");
        city.tampers("UPDATE journal SET seq = 8 WHERE seq = 9");
        city.tampers("DELETE FROM journal WHERE seq = 8");
        let difference = found(city, "UPDATE counter SET value = 7 WHERE name = 'journal'");
        assert!(matches!(difference, Difference::Tail { .. }), "{difference}");
    }

    fn a_gap_is_found(city: &World) {
        lived(city);
        let difference = found(city, "UPDATE journal SET seq = 10 WHERE seq = 9");
        assert!(matches!(difference, Difference::Gap { count: 9, last: 10, head: 9, .. }), "{difference}");
        let difference = found(city, "UPDATE counter SET value = 10 WHERE name = 'journal'");
        assert!(matches!(difference, Difference::Gap { count: 9, last: 10, head: 10, .. }), "{difference}");
    }

    /// Each kind of row changed by hand: told which field, what it says and what it should.
    fn a_changed_row_is_found(city: &World) {
        lived(city);
        let changes = [
            ("UPDATE request SET title = '路灯已修' WHERE number = 'TJ250303-000013'", "facts"),
            ("UPDATE request SET overdue = TRUE WHERE number = 'TJ250303-000013'", "overdue"),
            ("UPDATE request SET survey = NULL WHERE number = 'TJ250303-000013'", "survey"),
            ("UPDATE request SET ended_at = ended_at + 1 WHERE number = 'TJ250303-000013'", "ended"),
            ("UPDATE work_order SET contacted_at = contacted_at - 1 WHERE contacted_at IS NOT NULL", "orders"),
            ("UPDATE clock SET due_at = due_at + 60000000 WHERE kind = 'handle'", "clocks"),
            ("UPDATE task SET claimed_at = 1, claimed_by = id WHERE kind = 'review'", "tasks"),
            ("UPDATE request SET number = 'TJ250303-000099' WHERE number = 'TJ250303-000013'", "number"),
            ("DELETE FROM request_unit", "units"),
        ];
        // From the last to be compared to the first, so that each is the first thing to be found.
        let rank = |field: &str| ["units", "number", "facts", "ended", "orders", "clocks", "tasks", "overdue", "survey"].iter().position(|f| *f == field);
        let mut changes = changes.to_vec();
        changes.sort_by_key(|(_, field)| std::cmp::Reverse(rank(field)));
        for (sql, field) in changes {
            let difference = found(city, sql);
            assert!(matches!(&difference, Difference::Row { field: said, .. } if *said == field), "{field}: {difference}");
        }
    }

    /// Creating, dispatching to two units and remembering the answer.
    fn few_statements_write(city: &World) {
        let (agent, now) = (city.agent(), city.now());
        let to = vec![agent.target(lead("hexi")), agent.target(supporting("cgw"))];
        let new = help("路灯不亮").at("hexi.taoyuan").and(Command::Dispatch { to, opinion: String::new() }).told(now);
        assert!(matches!(new.then, Then::Do(_)));
        let cx = city.context(&agent.actor);
        let statements = city.app().store.write_blocking(move |tx| {
            let key = idempotency::look(tx, Uuid::nil(), "key", "print")?;
            assert_eq!(key, idempotency::Key::New);
            let done = register(tx, &cx, new.clone())?;
            let kept = Remembered { fingerprint: "print".to_owned(), status: 201, answer: done.request.number };
            idempotency::remember(tx, &cx, Uuid::nil(), "key", &kept)?;
            Ok::<_, ActError>(tx.statements())
        });
        let statements = statements.unwrap();
        assert!(statements <= 10, "{statements} statements");
    }

    /// Five to read the request, one to find the end of its chain, five to write.
    fn few_statements_change(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("cgw")]);
        let hexi = city.handler("hexi");
        let (cx, order) = (city.context(&hexi.actor), hexi.order(&lamp, "hexi"));
        let statements = city.app().store.write_blocking(move |tx| {
            act(tx, &cx, lamp.id, lianxin_app::Expected::Any, Command::Accept { order })?;
            Ok::<_, ActError>(tx.statements())
        });
        let statements = statements.unwrap();
        assert!(statements <= 11, "{statements} statements");
    }

    /// A list costs the same whatever its length.
    fn few_statements_list(city: &World) {
        for number in 0..60 {
            let call = city.agent().registers(help(&format!("第 {number} 件")).at("hexi.taoyuan"));
            city.dispatcher().dispatches(&call, lead("hexi"), []);
        }
        let (leader, handler) = (city.context(&city.agent().actor), city.context(&city.handler("hexi").actor));
        let (lines, more, statements) = city.read(move |tx| {
            let page = lists::requests(tx, &leader, &RequestFilter::default(), 50)?;
            lists::count_requests(tx, &leader, &RequestFilter::default())?;
            Ok((page.lines.len(), page.more, tx.statements()))
        });
        assert_eq!((lines, more), (50, true));
        assert!(statements <= 4, "{statements} statements");
        let (lines, statements) = city.read(move |tx| {
            let units = lists::inbox_units(&handler, true);
            let page = lists::inbox(tx, &handler, &units, lists::INBOX, None, 50)?;
            lists::count_inbox(tx, &handler, &units)?;
            Ok((page.lines.len(), tx.statements()))
        });
        assert_eq!(lines, 50);
        assert!(statements <= 4, "{statements} statements");
    }

    /// Who reported wrongdoing is for named officers only; units see the matter.
    fn who_reported_stays_hidden(city: &World) {
        let case = city.agent().registers(wrongdoing("有人倾倒垃圾").at("hexi.taoyuan").from("钱多多", "10000000009"));
        assert_eq!(city.request(&case).facts.secrecy, Secrecy::IdentityHidden);
        city.dispatcher().dispatches(&case, lead("hexi"), []);
        let sees = |actor| {
            let (cx, id) = (city.context(&actor), case.id);
            city.app().store.read_blocking(move |tx| lianxin_app::view::view(tx, &cx, id)).unwrap()
        };
        for desk in [city.agent(), city.handler("hexi"), city.dispatcher(), city.callback_agent()] {
            let view = sees(desk.actor.clone());
            assert_eq!((view.person, view.may_reveal), (None, false), "{}", desk.actor.name);
            assert_eq!(denied(desk.tries_to_reveal(&case, "好奇")), Denied::IdentityHidden);
            let straight = desk.tries(&case, Command::Reveal { reason: "好奇".to_owned() });
            assert_eq!(denied(straight), Denied::IdentityHidden, "nor does the bare move go through");
        }
        let officer = city.named_officer();
        let masked = sees(officer.actor.clone()).person.unwrap();
        assert_eq!((masked.name.as_deref(), masked.phone.as_deref()), (Some("钱**"), Some("100****0009")));
        let clear = officer.tries_to_reveal(&case, "核实线索").unwrap();
        assert_eq!((clear.name.as_deref(), clear.phone.as_deref()), (Some("钱多多"), Some("10000000009")));
        assert_eq!(city.story(&case), ["registered", "dispatched", "revealed"], "one looked, and it is written down");
    }

    /// A look at an identity is written down with who looked and why.
    fn a_look_is_journalled(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").from("孙小果", "10000000008"));
        let agent = city.agent();
        assert!(matches!(agent.tries_to_reveal(&lamp, " "), Err(ActError::Refused(Refusal::Invalid(_)))), "not without a reason");
        agent.tries_to_reveal(&lamp, "核实地址").unwrap();
        let last = city.chain(&lamp).pop().unwrap().entry;
        let reason = lianxin_domain::request::Event::Revealed { reason: "核实地址".to_owned() };
        assert_eq!((last.by.account, last.by.role, last.event), (agent.actor.account, Role::Agent, reason));
        // A unit that owes nothing does not even learn that there is a request.
        assert!(matches!(city.handler("cgw").tries_to_reveal(&lamp, "核实"), Err(ActError::NoSuchRequest)));
        let analyst = city.desk(person(Role::Analyst, "center", "分析员"));
        assert_eq!(denied(analyst.tries_to_reveal(&lamp, "统计")), Denied::IdentityHidden);
        let nobody = city.agent().registers(help("匿名").anonymous());
        assert!(agent.tries_to_reveal(&nobody, "核实").is_err());
        assert_eq!(city.verify().unwrap(), 3);
    }

    /// The wrong key file is noticed before anything is written with it; so is another city's database.
    fn the_wrong_key_is_refused(city: &World) {
        let with = |app: App| app.open().map(drop);
        let other_key = App { vault: Vault::new(&[8; 32]).into(), ..city.app().clone() };
        assert!(matches!(with(other_key), Err(OpenError::WrongKey)));
        let mut elsewhere = (*tianjin()).clone();
        "chongqing".clone_into(&mut elsewhere.key);
        let other_city = App { rules: lianxin_app::Rules::new(elsewhere.into()), ..city.app().clone() };
        assert!(matches!(with(other_city), Err(OpenError::OtherCity { there, given }) if (there.as_str(), given.as_str()) == ("tianjin", "chongqing")));
        with(city.app().clone()).unwrap();
    }

    /// Names and phones are found by keyed hash, without being opened.
    fn a_phone_is_found_without_being_opened(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").from("周周", "+86 100-0000-0007"));
        city.agent().registers(help("别人的事").from("吴吴", "10000000006"));
        let cx = city.context(&city.agent().actor);
        let search = |filter: RequestFilter| {
            let cx = cx.clone();
            city.read(move |tx| lists::requests(tx, &cx, &filter, 10)).lines.into_iter().map(|line| line.number).collect::<Vec<_>>()
        };
        let mut by_phone = RequestFilter::default();
        assert_eq!(lists::search_filter(&cx, "100 0000 0007", &mut by_phone), None);
        let number = std::slice::from_ref(&lamp.number);
        assert_eq!(search(by_phone), number);
        let by_name = RequestFilter { name_hash: Some(lists::name_hash(&cx, " 周周 ")), ..RequestFilter::default() };
        assert_eq!(search(by_name), number);
        let typed = lamp.number.to_lowercase();
        assert_eq!(lists::search_filter(&cx, &typed, &mut RequestFilter::default()).as_ref(), Some(&lamp.number));
        let cx = city.app().context(city.now(), city.handler("cgw").actor, Lang::Zh);
        assert_eq!(city.read(move |tx| lists::count_requests(tx, &cx, &RequestFilter::default())), 0, "and only by those who see it");
    }
}

/// Whoever takes the disk has no names and no phones, in the database, its log, or the uploads.
#[test]
fn nobody_is_on_the_disk() {
    let city = World::new(Engine::Sqlite);
    let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").from("诸葛无名", "10055556666"));
    city.agent().tries_to_reveal(&lamp, "核实").unwrap();
    let cx = city.context(&city.agent().actor);
    let account = city.agent().actor.account.unwrap();
    city.write(move |tx| lianxin_app::drafts::save(tx, &cx, account, "new", 1, "name=诸葛无名&phone=10055556666"));
    let bytes = files_under(city.directory());
    assert!(holds(&bytes, "路灯不亮"), "the matter is there, so this looks where it should");
    for secret in ["诸葛无名", "10055556666", "5555666", &lamp.code] {
        assert!(!holds(&bytes, secret), "{secret} is on the disk");
    }
}

/// A store error keeps its cause.
#[test]
fn a_statement_that_fails_takes_the_unit_with_it() {
    let city = World::new(Engine::Sqlite);
    let tried = city.app().store.write_blocking(|tx| tx.query_text("SELECT nothing FROM nowhere", &[], |_| Ok(())));
    assert!(matches!(tried, Err(StoreError::Database { .. })));
    assert_eq!(city.verify().unwrap(), 0);
}
