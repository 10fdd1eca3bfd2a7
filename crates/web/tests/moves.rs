//! The moves on the pages: whatever a page offers leads to a form that can be sent, and what stands against a move is said.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod site;

use axum::http::StatusCode;
use lianxin_domain::access::Role;
use lianxin_domain::request::{Command, DelayAsk, TaskKind};
use lianxin_testkit::{Draft, Filed, content, help, lead, minutes, solved};
use site::{Browser, Site};

fn lamp() -> Draft {
    help("路灯不亮").about("city.lamp").at("hexi.youyilu")
}

/// Somebody of every sort that acts on requests.
fn people(site: &Site) -> Vec<Browser<'_>> {
    let of = [
        (Role::Agent, "center"),
        (Role::FloorSupervisor, "center"),
        (Role::Dispatcher, "center"),
        (Role::Supervision, "center"),
        (Role::Reviewer, "center"),
        (Role::CallbackAgent, "center"),
        (Role::Leader, "center"),
        (Role::Handler, "hexi"),
    ];
    of.into_iter().map(|(role, unit)| site.browser(role.code(), role, unit)).collect()
}

/// Where the page of a request leads for its moves: links behind “more”, and forms.
fn offers(page: &str) -> Vec<String> {
    let links = page.split("class=\"btn btn-small\" href=\"").skip(1);
    let forms = page.split("class=\"act\" method=\"post\" action=\"").skip(1);
    let address = |rest: &str| rest.split(['"', '?']).next().unwrap().to_owned();
    links.chain(forms).map(address).filter(|address| address.starts_with("/requests/")).collect()
}

/// Every move that a page offers has a form of its own, which goes to the same address.
async fn every_offer_has_its_form(browsers: &[Browser<'_>], filed: &Filed, at_least: usize) {
    let mut found = 0;
    for browser in browsers {
        let page = browser.get(&format!("/requests/{}", filed.number)).await;
        for address in offers(&page.body) {
            let form = browser.get(&address).await;
            assert_eq!(form.status, StatusCode::OK, "{address}");
            assert!(form.body.contains(&format!("action=\"{address}\"")), "{address} holds its form");
            found += 1;
        }
    }
    assert!(found >= at_least, "{found} moves are offered to all of them");
}

#[tokio::test]
async fn whatever_is_offered_has_a_form() {
    let site = Site::new().await;
    let city = &site.world;
    let browsers = people(&site);
    let filed = city.agent().registers(lamp());
    every_offer_has_its_form(&browsers, &filed, 15).await;
    city.dispatcher().dispatches(&filed, lead("hexi"), []);
    every_offer_has_its_form(&browsers, &filed, 15).await;
    let unit = city.handler("hexi");
    unit.accepts(&filed, "hexi");
    unit.contacts(&filed, "hexi");
    every_offer_has_its_form(&browsers, &filed, 15).await;
    let order = unit.order(&filed, "hexi");
    let text = || "等配件".to_owned();
    let ask = DelayAsk { working_days: 2, reason: text(), plan: text(), told: text() };
    unit.does(&filed, Command::AskDelay { order, ask: Box::new(ask) });
    every_offer_has_its_form(&browsers, &filed, 8).await;
    city.reviewer().does(&filed, Command::DecideDelay { order, granted_working_days: 0, reason: "不同意".to_owned() });
    unit.does(&filed, Command::Pause { order, reason: "等市民".to_owned() });
    every_offer_has_its_form(&browsers, &filed, 8).await;
    unit.does(&filed, Command::Resume { order, reason: String::new() });
    unit.reports(&filed, "hexi", solved());
    every_offer_has_its_form(&browsers, &filed, 8).await;
    city.reviewer().approves(&filed, "hexi");
    every_offer_has_its_form(&browsers, &filed, 3).await;
    city.callback_agent().closes(&filed, content());
    every_offer_has_its_form(&browsers, &filed, 3).await;
}

#[tokio::test]
async fn what_cannot_be_is_not_offered_and_says_why() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = city.agent().registers(lamp());
    city.dispatcher().dispatches(&filed, lead("hexi"), []);
    let unit = site.browser("hexi", Role::Handler, "hexi");
    let order = city.handler("hexi").order(&filed, "hexi");
    let at = format!("/requests/{}/orders/{order}/ask-return", filed.number);
    assert!(unit.get(&format!("/requests/{}", filed.number)).await.body.contains(&at));
    city.wait(minutes(3 * 24 * 60));
    // The first session has ended meanwhile.
    let unit = site.browser("hexi2", Role::Handler, "hexi");
    let page = unit.get(&format!("/requests/{}", filed.number)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains(&at));
    let late = unit.get(&at).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("已超过退单时限，应当办理"), "{}", site::text(&late.body));
    assert_eq!(unit.get(&at.replace("ask-return", "fly")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn everybody_sees_his_kinds_of_tasks_and_no_others() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(lamp());
    site.world.agent().does(&filed, Command::AskInvalid { reason: "骚扰".to_owned() });
    let supervisor = site.browser("banzhang", Role::FloorSupervisor, "center");
    let list = supervisor.get("/tasks?kind=invalid_check").await;
    assert!(list.body.contains("路灯不亮"));
    let task = site.world.request(&filed).open_tasks(TaskKind::InvalidCheck, None).next().unwrap().id;
    let page = supervisor.get(&format!("/tasks/{task}")).await;
    assert!(page.body.contains(&format!("/requests/{}/invalidate", filed.number)));
    let dispatcher = site.browser("paidan", Role::Dispatcher, "center");
    assert!(!dispatcher.get("/tasks").await.body.contains("无效确认"));
    let page = dispatcher.get(&format!("/tasks/{task}")).await;
    assert!(!page.body.contains(&format!("/requests/{}/invalidate", filed.number)), "no form that would be refused");
    assert_eq!(site.browser("fenxi", Role::Analyst, "center").get("/tasks").await.status, StatusCode::NOT_FOUND);
}
