//! How the database goes about each list, and how long it takes.

use std::time::Instant;

use anyhow::Result;
use lianxin_app::lists::{self, RequestFilter};
use lianxin_app::{App, Context, StoreError, Tx};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::{Stage, TaskKind};
use lianxin_domain::{Channel, Grade, Kind, Lang, Moment};

use crate::fill::{self, Filled};

/// Lines of a page.
const PAGE: usize = 50;
/// How often each is read; the median counts.
const TIMES: usize = 5;

type Reading = Box<dyn Fn(&mut Tx, &Context) -> Result<usize, StoreError> + Send + Sync>;

struct List {
    name: String,
    actor: Actor,
    read: Reading,
}

/// Prints a line for each list: milliseconds, rows, plan.
pub(crate) fn show(filled: &Filled) -> Result<()> {
    let app = fill::open(&filled.data, filled.url.as_deref(), true)?;
    let now = fill::now();
    println!("{:<44} {:>9} {:>5}  plan", "list", "median ms", "rows");
    for list in all(&app, now) {
        let cx = app.context(now, list.actor, Lang::Zh);
        let (name, read) = (list.name, list.read);
        let (rows, took_ms, plan) = app.store.read_blocking(move |tx| {
            let (rows, plans) = tx.explaining(|tx| read(tx, &cx))?;
            let mut took_ms = Vec::new();
            for _ in 0..TIMES {
                #[expect(clippy::disallowed_methods, reason = "measures")]
                let begun = Instant::now();
                read(tx, &cx)?;
                took_ms.push(begun.elapsed().as_secs_f64() * 1_000.0);
            }
            took_ms.sort_by(f64::total_cmp);
            Ok::<_, StoreError>((rows, took_ms[TIMES / 2], plans.join(" / ").replace('\n', "; ")))
        })?;
        println!("{name:<44} {took_ms:>9.2} {rows:>5}  {plan}");
    }
    app.store.close();
    Ok(())
}

fn person(role: Role, unit: &str) -> Actor {
    Actor { account: None, name: String::new(), roles: vec![role], unit: unit.into(), cleared: false }
}

fn all(app: &App, now: Moment) -> Vec<List> {
    let mut lists = Vec::new();
    for (who, actor) in [("centre", person(Role::Agent, "center")), ("hexi", person(Role::Handler, "hexi"))] {
        for (name, filter) in filters(app, now) {
            let counted = filter.clone();
            lists.push(List {
                name: format!("{who}: {name}"),
                actor: actor.clone(),
                read: Box::new(move |tx, cx| Ok(lists::requests(tx, cx, &filter, PAGE)?.lines.len())),
            });
            lists.push(List {
                name: format!("{who}: count {name}"),
                actor: actor.clone(),
                read: Box::new(
                    move |tx, cx| Ok(usize::try_from(lists::count_requests(tx, cx, &counted)?).unwrap_or(0)),
                ),
            });
        }
    }
    for kind in [TaskKind::Dispatch, TaskKind::MustPhone, TaskKind::Review, TaskKind::Callback] {
        let read: Reading = Box::new(move |tx, cx| Ok(lists::tasks(tx, cx, kind, None, PAGE)?.lines.len()));
        lists.push(List { name: format!("tasks {kind}"), actor: person(Role::Reviewer, "center"), read });
        let read: Reading = Box::new(move |tx, cx| Ok(usize::try_from(lists::count_tasks(tx, cx, kind)?).unwrap_or(0)));
        lists.push(List { name: format!("count tasks {kind}"), actor: person(Role::Reviewer, "center"), read });
    }
    for below in [false, true] {
        let read: Reading = Box::new(move |tx, cx| {
            let units = lists::inbox_units(cx, below);
            Ok(lists::inbox(tx, cx, &units, lists::INBOX, None, PAGE)?.lines.len())
        });
        lists.push(List { name: format!("inbox, below: {below}"), actor: person(Role::Handler, "hexi"), read });
        let read: Reading = Box::new(move |tx, cx| {
            let units = lists::inbox_units(cx, below);
            Ok(lists::count_inbox(tx, cx, &units)?.len())
        });
        lists.push(List { name: format!("count inbox, below: {below}"), actor: person(Role::Handler, "hexi"), read });
    }
    lists
}

fn filters(app: &App, now: Moment) -> Vec<(&'static str, RequestFilter)> {
    let cx = app.system_context(now);
    let none = RequestFilter::default;
    let district = lists::places_within(&cx, &"hexi".into());
    let week_ago = now.plus_seconds(-7 * 24 * 3_600);
    vec![
        ("all", none()),
        ("one state, many rows", RequestFilter { states: vec![Stage::Closed], ..none() }),
        ("one state, few rows", RequestFilter { states: vec![Stage::Handling], ..none() }),
        ("two states", RequestFilter { states: vec![Stage::Closed, Stage::Handling], ..none() }),
        ("rare grade", RequestFilter { grades: vec![Grade::Emergency], ..none() }),
        ("rare channel", RequestFilter { channels: vec![Channel::Visit], ..none() }),
        ("absent channel", RequestFilter { channels: vec![Channel::Transfer], ..none() }),
        ("absent kind", RequestFilter { kinds: vec![Kind::Praise], ..none() }),
        ("topic", RequestFilter { topics: vec!["city.lamp".into()], ..none() }),
        ("one place", RequestFilter { places: vec!["hexi.taoyuan".into()], ..none() }),
        ("district with its streets", RequestFilter { places: district.clone(), ..none() }),
        ("unit", RequestFilter { unit: Some("zjw".into()), ..none() }),
        ("unit without orders", RequestFilter { unit: Some("gjj".into()), ..none() }),
        ("overdue", RequestFilter { overdue: true, ..none() }),
        ("last week", RequestFilter { registered_from: Some(week_ago), ..none() }),
        ("before all", RequestFilter { registered_until: Some(Moment(0)), ..none() }),
        (
            "month long ago",
            RequestFilter {
                registered_from: Some(now.plus_seconds(-200 * 86_400)),
                registered_until: Some(now.plus_seconds(-170 * 86_400)),
                ..none()
            },
        ),
        ("phone", RequestFilter { phone_hash: lists::phone_hash(&cx, "10000000077"), ..none() }),
        ("name", RequestFilter { name_hash: Some(lists::name_hash(&cx, "王静")), ..none() }),
        ("address", RequestFilter { address: Some("没有这个地址".to_owned()), ..none() }),
        ("frequent word", RequestFilter { words: vec!["路灯".to_owned()], ..none() }),
        ("rare word", RequestFilter { words: vec!["没有人这样说".to_owned()], ..none() }),
        (
            "district, topic, state, week",
            RequestFilter {
                places: district,
                topics: vec!["city.lamp".into()],
                states: vec![Stage::Closed],
                registered_from: Some(week_ago),
                ..none()
            },
        ),
        (
            "state, rare grade, absent kind",
            RequestFilter {
                states: vec![Stage::Closed],
                grades: vec![Grade::Emergency],
                kinds: vec![Kind::Praise],
                ..none()
            },
        ),
    ]
}
