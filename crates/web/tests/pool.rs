//! The pool over HTTP: what waits, who holds it, and how it is sent on.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod site;

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::Grade;
use lianxin_domain::access::Role;
use lianxin_domain::request::{Command, Stage, TaskKind};
use lianxin_testkit::{Filed, help, minutes};
use site::{Browser, Site};

fn paidan<'s>(site: &'s Site, login: &str) -> Browser<'s> {
    site.browser(login, Role::Dispatcher, "center")
}

fn task(site: &Site, filed: &Filed) -> String {
    site.world.request(filed).open_tasks(TaskKind::Dispatch, None).next().unwrap().id.to_string()
}

#[tokio::test]
async fn danger_stands_first_then_what_is_due_soonest() {
    let site = Site::new().await;
    let desk = site.world.agent();
    let first = desk.registers(help("路灯不亮"));
    site.world.wait(minutes(1));
    let second = desk.registers(help("垃圾未清运"));
    let danger = desk.registers(help("燃气泄漏").graded(Grade::Emergency));
    let page = paidan(&site, "paidan").get("/pool").await;
    let at = |filed: &Filed| page.body.find(&filed.number).unwrap();
    assert!(at(&danger) < at(&first) && at(&first) < at(&second));
    assert_snapshot!(page.between("page-about\">", "</div>"), @"待派 3");
}

#[tokio::test]
async fn an_empty_pool_says_so() {
    let site = Site::new().await;
    let page = paidan(&site, "paidan").get("/pool").await;
    assert!(page.body.contains("没有等待派单的诉求"));
}

#[tokio::test]
async fn of_two_who_claim_one_gets_it_and_the_other_is_told() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(help("路灯不亮").about("city.lamp").at("hexi.youyilu"));
    let (one, two) = (paidan(&site, "齐卫东"), paidan(&site, "柴雨薇"));
    let claim = format!("/tasks/{}/claim", task(&site, &filed));
    assert_eq!(one.post(&claim, &[("back", "/pool")]).await.location, "/pool");
    let refused = two.post(&claim, &[("back", "/pool")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("已被他人认领"), "{}", site::text(&refused.body));

    let list = two.get("/pool").await;
    assert!(list.between("held-by\">", "</td>").contains("齐卫东"));
    assert!(!list.body.contains(&claim), "no button that the server would refuse");
    let item = two.get(&format!("/pool/{}", filed.number)).await;
    assert!(item.body.contains("齐卫东 已认领"));
    assert!(!item.body.contains(&format!("/requests/{}/dispatch", filed.number)), "no form either");

    let release = format!("/tasks/{}/release", task(&site, &filed));
    assert_eq!(one.post(&release, &[("back", "/pool")]).await.status, StatusCode::SEE_OTHER);
    assert!(two.get("/pool").await.body.contains(&claim));
}

#[tokio::test]
async fn the_proposal_stands_with_its_rule_and_fills_the_form() {
    let site = Site::new().await;
    let filed =
        site.world.agent().registers(help("楼道煤气味").about("gas.leak").at("hexi.youyilu").graded(Grade::Emergency));
    let dispatcher = paidan(&site, "paidan");
    let path = format!("/pool/{}", filed.number);
    let item = dispatcher.get(&path).await;
    assert_snapshot!(item.between("pool-proposal\">", "</div>"), @"主办 河西区燃气抢修站 协办 天津能源集团燃气板块 协办 河西区人民政府 依据 TJ-026 《天津市燃气管理条例》");
    let (lead, support) = (item.chosen("lead"), item.chosen("support"));
    let mut fields: Vec<(&str, &str)> = vec![("back", &path), ("lead", &lead[0]), ("opinion", "立即到场")];
    let version = item.field("version");
    fields.push(("version", &version));
    fields.extend(support.iter().map(|unit| ("support", unit.as_str())));
    let sent = dispatcher.post(&format!("/requests/{}/dispatch", filed.number), &fields).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
    let request = site.world.request(&filed);
    assert_eq!((request.state.stage(), request.orders.len()), (Stage::Handling, 1 + support.len()));
    assert!(dispatcher.get(&path).await.body.contains("已派往"));
}

#[tokio::test]
async fn what_came_without_topic_and_place_is_settled_first() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(help("请问找谁"));
    let dispatcher = paidan(&site, "paidan");
    let path = format!("/pool/{}", filed.number);
    let before = dispatcher.get(&path).await;
    assert!(before.body.contains("先确定主题和地点"));
    assert!(!before.body.contains(&format!("/requests/{}/dispatch", filed.number)));
    let version = before.field("version");
    let settled = [
        ("back", path.as_str()),
        ("version", &version),
        ("topic", "gas.leak"),
        ("place", "hexi.youyilu"),
        ("address", "友谊路 1 号"),
    ];
    assert_eq!(
        dispatcher.post(&format!("/requests/{}/classify", filed.number), &settled).await.status,
        StatusCode::SEE_OTHER
    );
    let after = dispatcher.get(&path).await;
    assert!(after.body.contains(&format!("/requests/{}/dispatch", filed.number)));
    assert_eq!(site.world.request(&filed).facts.grade, Grade::Emergency, "the floor of the topic holds at once");
}

#[tokio::test]
async fn whoever_acts_on_an_old_page_is_told_what_happened_since() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(help("路灯不亮").about("city.lamp").at("hexi.youyilu"));
    let (one, two) = (paidan(&site, "齐卫东"), paidan(&site, "柴雨薇"));
    let path = format!("/pool/{}", filed.number);
    let version = two.get(&path).await.field("version");
    let dispatch = format!("/requests/{}/dispatch", filed.number);
    let fields = [("back", path.as_str()), ("version", &version), ("lead", "hexi")];
    assert_eq!(one.post(&dispatch, &fields).await.status, StatusCode::SEE_OTHER);
    let late = two.post(&dispatch, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(site.world.request(&filed).orders.len(), 1);
}

#[tokio::test]
async fn a_list_costs_the_same_however_long_it_is() {
    let site = Site::new().await;
    let desk = site.world.agent();
    for _ in 0..60 {
        desk.registers(help("路灯不亮"));
    }
    let dispatcher = paidan(&site, "paidan");
    let page = dispatcher.get("/pool").await;
    let rows = page.body.matches("<tr id=\"task-").count();
    assert_eq!(rows, 50);
    let older = page.body.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let rest = dispatcher.get(&older).await;
    assert_eq!(rest.body.matches("<tr id=\"task-").count(), 10);
}

#[tokio::test]
async fn a_request_that_left_the_pool_shows_where_it_is() {
    let site = Site::new().await;
    let desk = site.world.agent();
    let filed =
        desk.registers(help("路灯不亮").and(Command::Answer { answer: "已修".to_owned(), knowledge: Vec::new() }));
    let item = paidan(&site, "paidan").get(&format!("/pool/{}", filed.number)).await;
    assert!(item.body.contains("这一件已不在派单池中"));
}

#[tokio::test]
async fn the_pool_is_for_dispatchers() {
    let site = Site::new().await;
    assert_eq!(site.browser("zuoxi", Role::Agent, "center").get("/pool").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.browser("banzhang", Role::FloorSupervisor, "center").get("/pool").await.status, StatusCode::OK);
}
