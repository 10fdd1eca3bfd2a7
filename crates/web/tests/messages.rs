//! The messages over HTTP: the bell, what is put up for whom, what is told by phone, the outbox.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod site;

use std::sync::Arc;

use axum::http::StatusCode;
use lianxin_app::outbox::{NoGateway, Sms};
use lianxin_domain::Grade;
use lianxin_domain::access::Role;
use lianxin_domain::request::TaskKind;
use lianxin_testkit::{Filed, help, lead};
use site::{Site, text};

fn hole(site: &Site) -> Filed {
    let hole = site.world.agent().registers(help("路面塌陷").at("hexi.taoyuan").graded(Grade::Emergency));
    site.world.dispatcher().dispatches(&hole, lead("hexi"), []);
    hole
}

/// There is no gateway: whatever was to be sent is a task now.
async fn nothing_goes_out(site: &Site) {
    let sms: Arc<dyn Sms> = Arc::new(NoGateway);
    let sent = lianxin_engine::send(site.world.app(), &sms, site.world.now()).await.unwrap();
    assert_eq!(sent.untold, 1, "{sent:?}");
}

#[tokio::test]
async fn the_bell_counts_what_is_unread_and_falls_silent() {
    let site = Site::new().await;
    let hole = hole(&site);
    let (hexi, wjw) = (site.browser("hexi", Role::Handler, "hexi"), site.browser("wjw", Role::Handler, "wjw"));
    assert!(hexi.get("/inbox").await.body.contains("title=\"通知\""), "nothing yet");
    site.world.dispatcher().supplements(&hole, "裂缝变大了");
    let inbox = hexi.get("/inbox").await;
    assert!(inbox.body.contains("1 条未读通知"), "{}", text(&inbox.body));
    assert!(inbox.body.contains("live:notice:owner:hexi from:body"), "it rings by itself");
    assert!(hexi.get("/messages/bell").await.body.contains("1 条未读通知"));

    let list = hexi.get("/messages").await;
    assert!(text(&list.body).contains(&format!("市民补充 未读 {}", hole.number)), "{}", text(&list.body));
    assert!(!wjw.get("/messages").await.body.contains(&hole.number), "another unit's");
    let up_to = list.field("up_to");
    assert_eq!(hexi.post("/messages/read", &[("up_to", &up_to)]).await.location, "/messages");
    let list = hexi.get("/messages").await;
    assert!(list.body.contains(&hole.number) && !text(&list.body).contains("未读"), "{}", text(&list.body));
    assert!(!list.body.contains("name=\"up_to\""));
    // Nobody puts anything up for an administrator.
    assert!(!site.browser("admin", Role::Administrator, "center").get("/account").await.body.contains("/messages"));
}

#[tokio::test]
async fn what_could_not_be_sent_is_told_by_phone() {
    let site = Site::new().await;
    let hole = hole(&site);
    nothing_goes_out(&site).await;
    let banzhang = site.browser("banzhang", Role::FloorSupervisor, "center");
    let list = banzhang.get("/messages/tell").await;
    assert!(list.body.contains("未配置短信网关") && list.body.contains("href=\"tel:"), "{}", text(&list.body));
    let order = site.world.request(&hole).orders[0].id;
    let task = site.world.request(&hole).open_tasks(TaskKind::Tell, Some(order)).next().unwrap().id;
    let told = format!("/messages/tell/{task}");
    assert!(list.body.contains(&format!("action=\"{told}\"")));
    assert_eq!(banzhang.post(&told, &[("note", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hexi = site.browser("hexi", Role::Handler, "hexi");
    assert_eq!(hexi.get("/messages/tell").await.status, StatusCode::FORBIDDEN);
    assert!(hexi.post(&told, &[("note", "我自己知道了")]).await.status.is_client_error());
    assert_eq!(banzhang.post(&told, &[("note", "值班员李某已接听，马上出发")]).await.location, "/messages/tell");
    assert!(site.world.request(&hole).open_tasks(TaskKind::Tell, Some(order)).next().is_none());
    assert!(!banzhang.get("/messages/tell").await.body.contains(&hole.number));
    assert!(banzhang.get("/messages/outbox?state=sent").await.body.contains(&hole.number), "by a person");
}

#[tokio::test]
async fn the_outbox_is_for_those_who_keep_it() {
    let site = Site::new().await;
    let hole = hole(&site);
    let banzhang = site.browser("banzhang", Role::FloorSupervisor, "center");
    assert!(banzhang.get("/messages/outbox?state=queued").await.body.contains(&hole.number));
    nothing_goes_out(&site).await;
    let failed = banzhang.get("/messages/outbox?state=failed").await;
    assert!(failed.body.contains(&hole.number) && failed.body.contains("未配置短信网关"), "{}", text(&failed.body));
    let at = failed.body.find("/messages/outbox/").unwrap();
    let again = failed.body[at..].split('"').next().unwrap().to_owned();
    assert!(again.ends_with("/again"), "{again}");
    let agent = site.browser("huawu", Role::Agent, "center");
    assert_eq!(agent.get("/messages/outbox").await.status, StatusCode::FORBIDDEN);
    assert_eq!(agent.post(&again, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(banzhang.post(&again, &[]).await.location, "/messages/outbox");
    assert!(banzhang.get("/messages/outbox?state=queued").await.body.contains(&hole.number));
}

#[tokio::test]
async fn the_api_gives_the_notices_of_the_caller() {
    let site = Site::new().await;
    let hole = hole(&site);
    site.world.dispatcher().supplements(&hole, "裂缝变大了");
    site.world.dispatcher().supplements(&hole, "有人受伤");
    let hexi = site.browser("hexi", Role::Handler, "hexi");
    let page: serde_json::Value = serde_json::from_str(&hexi.get("/api/messages?limit=1").await.body).unwrap();
    assert_eq!((page["unread"].as_i64(), page["messages"].as_array().unwrap().len()), (Some(2), 1), "{page}");
    let first = &page["messages"][0];
    assert_eq!(
        (&first["occasion"], &first["audience"], &first["read"]),
        (&"supplemented".into(), &"owner".into(), &false.into())
    );
    assert_eq!(first["number"], hole.number);
    let next = page["next"].as_str().unwrap();
    let rest: serde_json::Value =
        serde_json::from_str(&hexi.get(&format!("/api/messages?before={next}")).await.body).unwrap();
    assert_eq!((rest["messages"].as_array().unwrap().len(), &rest["next"]), (1, &serde_json::Value::Null), "{rest}");
    let agent: serde_json::Value =
        serde_json::from_str(&site.browser("huawu", Role::Agent, "center").get("/api/messages").await.body).unwrap();
    assert_eq!(agent["unread"], 0);
}
