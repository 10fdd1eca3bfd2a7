//! The board, whom to phone, why a clock is due, and the figures, over HTTP.

mod site;

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::Grade;
use lianxin_domain::access::Role;
use lianxin_domain::request::Command;
use lianxin_testkit::{Filed, content, help, lead, minutes, solved};
use serde_json::Value;
use site::{Answer, Browser, Site, text};

fn watcher(site: &Site) -> Browser<'_> {
    site.browser("duban", Role::Supervision, "center")
}

fn emergency(site: &Site, unit: &str) -> Filed {
    let lamp = help("路灯不亮").at("hexi.taoyuan").about("city.lamp").graded(Grade::Emergency);
    let filed = site.world.agent().registers(lamp);
    site.world.dispatcher().dispatches(&filed, lead(unit), []);
    filed
}

fn order(site: &Site, filed: &Filed) -> String {
    site.world.request(filed).orders[0].id.to_string()
}

fn closed(site: &Site, unit: &str) -> Filed {
    let filed = site.world.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp"));
    site.world.dispatcher().dispatches(&filed, lead(unit), []);
    site.world.handler(unit).handles(&filed, unit, solved());
    site.world.reviewer().approves(&filed, unit);
    site.world.callback_agent().closes(&filed, content());
    filed
}

fn rows(page: &Answer) -> usize {
    page.body.matches("class=\"watch-row").count()
}

#[tokio::test]
async fn the_board_shows_lights_owner_and_who_is_told() {
    let site = Site::new().await;
    let pit = emergency(&site, "hexi");
    site.world.wait(minutes(4));
    let page = watcher(&site).get("/board").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(rows(&page), 1);
    let row = page.between(&format!("id=\"w-{}\"", order(&site, &pit)), "</li></ul>");
    for part in ["路灯不亮", "河西区人民政府", "派单", "电话 4 分", "签收 4 分", "未接通", "已告", "再告"]
    {
        assert!(row.contains(part), "{part} in {row}");
    }
}

#[tokio::test]
async fn filters_keep_their_address_and_an_empty_board_says_so() {
    let site = Site::new().await;
    emergency(&site, "hexi");
    let browser = watcher(&site);
    assert_eq!(rows(&browser.get("/board?district=hexi&grade=emergency&unphoned=1").await), 1);
    assert_eq!(rows(&browser.get("/board?grade=urgent").await), 0);
    let other = browser.get("/board?unit=xiqing").await;
    assert_eq!(rows(&other), 0);
    assert!(other.body.contains("没有符合条件的工单"));
    assert!(other.body.contains("hx-get=\"/board?unit=xiqing\""), "it refreshes as it was filtered");
}

#[tokio::test]
async fn the_board_is_for_those_who_watch_and_shows_each_his_part() {
    let site = Site::new().await;
    let pit = emergency(&site, "hexi");
    assert_eq!(site.browser("zuoxi", Role::Agent, "center").get("/board").await.status, StatusCode::FORBIDDEN);
    let other = site.browser("xiqing", Role::Handler, "xiqing");
    assert_eq!(rows(&other.get("/board").await), 0);
    let address = format!("/board/{}", order(&site, &pit));
    assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(watcher(&site).get(&address).await.status, StatusCode::OK);
    assert_eq!(site.visitor().get("/board").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_wall_is_dark_and_turns_its_pages() {
    let site = Site::new().await;
    for _ in 0..7 {
        emergency(&site, "hexi");
    }
    let browser = watcher(&site);
    let first = browser.get("/board/wall").await;
    assert!(first.body.contains("data-theme=\"dark\""));
    assert!(first.body.contains("/board/wall?page=1") && first.body.contains("1 / 2"));
    let second = browser.get("/board/wall?page=1").await;
    assert_eq!((rows(&first), rows(&second)), (4, 3));
    assert!(!first.body.contains("row-link"), "nobody points at a wall");
    let beyond = browser.get("/board/wall?page=9").await;
    assert_eq!(beyond.status, StatusCode::OK, "pages may have gone since");
}

#[tokio::test]
async fn the_board_as_json() {
    let site = Site::new().await;
    let pit = emergency(&site, "hexi");
    let answer = watcher(&site).get("/api/board").await;
    let board: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(board["orders"][0]["number"], Value::String(pit.number.clone()));
    assert_eq!(board["orders"][0]["clock"]["next"]["tell"][0], "unit_duty");
    assert_eq!((&board["open"], &board["strip"]["unphoned"]), (&Value::from(1), &Value::from(1)));
    let refused = site.browser("zuoxi", Role::Agent, "center").get("/api/board").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(watcher(&site).get("/api/board?nothing=1").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn whom_to_phone_now_follows_the_rungs_and_calls_are_kept() {
    let site = Site::new().await;
    let pit = emergency(&site, "hexi");
    let dispatcher = site.browser("paidan", Role::Dispatcher, "center");
    let address = format!("/board/{}", order(&site, &pit));
    let turn = |page: &Answer| page.between("aria-current=\"step\">", "</li>");
    let first = dispatcher.get(&address).await;
    assert!(first.body.contains("还没有人接听"));
    assert!(turn(&first).starts_with("单位值班室"), "{}", turn(&first));
    site.world.wait(minutes(7));
    let second = dispatcher.get(&address).await;
    assert!(turn(&second).starts_with("单位负责人"), "{}", turn(&second));
    assert_ne!(first.field("phone"), second.field("phone"), "another person, another number");

    let order = site.world.dispatcher().order(&pit, "hexi");
    let call = |answered: bool| Command::Phone {
        order,
        number: "022-81234567".to_owned(),
        answered,
        who: if answered { "王建国".to_owned() } else { String::new() },
        promise: if answered { "二十分钟内到场".to_owned() } else { String::new() },
    };
    site.world.dispatcher().does(&pit, call(false));
    let tried = dispatcher.get(&address).await;
    assert!(tried.body.contains("无人接听") && tried.body.contains("还没有人接听"));
    site.world.dispatcher().does(&pit, call(true));
    let answered = dispatcher.get(&address).await;
    assert!(!answered.body.contains("还没有人接听"));
    assert!(answered.body.contains("二十分钟内到场"), "{}", text(&answered.body));
}

#[tokio::test]
async fn every_clock_says_why_it_is_due() {
    let site = Site::new().await;
    let pit = emergency(&site, "hexi");
    let browser = watcher(&site);
    let page = browser.get(&format!("/requests/{}", pit.number)).await;
    let why = page.between("class=\"steps\">", "</ol>");
    assert!(why.contains("起算") && why.contains("期限") && why.contains("到期"), "{why}");
    let answer = browser.get(&format!("/api/requests/{}/clocks", pit.number)).await;
    let clocks: Value = serde_json::from_str(&answer.body).unwrap();
    let kinds: Vec<&str> = clocks.as_array().unwrap().iter().map(|clock| clock["kind"].as_str().unwrap()).collect();
    assert_snapshot!(kinds.join(" "), @"dispatch accept handle must_phone");
    let accept = &clocks[1];
    assert_eq!(accept["unit"], "hexi");
    assert!(accept["lines"].as_array().unwrap().len() >= 3 && !accept["ladder"].as_array().unwrap().is_empty());
    let foreign = site.browser("xiqing", Role::Handler, "xiqing");
    assert_eq!(foreign.get(&format!("/api/requests/{}/clocks", pit.number)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_figure_leads_to_the_very_requests() {
    let site = Site::new().await;
    let filed = [closed(&site, "hexi"), closed(&site, "hexi"), closed(&site, "cgw")];
    let leader = site.browser("lingdao", Role::Leader, "center");
    let page = leader.get("/figures").await;
    assert_snapshot!(page.between("class=\"page-about\">", "</div>"), @"2025年3月 · 办结的主办工单 3 件 · 规则版本 2025-01");
    assert_snapshot!(page.between("id=\"rate-satisfied\">", "</section>"), @"满意率（结果） 对结果“满意”的工单 + “基本满意”×80% ÷ 计入的主办工单。未接通、未表态的不算满意，按规则不计入 100 % 44–100 % 3 ÷ 3 件 回访接通率 100 % ( 3/3 )");
    let behind = leader.get("/figures/orders?measure=satisfied&slice=counted").await;
    assert!(filed.iter().all(|one| behind.body.contains(&one.number)));
    assert!(behind.between("class=\"page-about\">", "</div>").ends_with("共 3 件"));
    let of_unit = leader.get("/figures/orders?measure=satisfied&slice=counted&unit=cgw").await;
    let shown: Vec<bool> = filed.iter().map(|one| of_unit.body.contains(&one.number)).collect();
    assert_eq!(shown, [false, false, true]);
    assert!(leader.get("/figures?period=last").await.body.contains("这段时间没有办结的工单"));
    assert!(leader.get("/figures?from=2025-03-01&to=2025-03-31").await.body.contains("2025-03-01 – 2025-03-31"));
    assert_eq!(leader.get("/figures/orders?measure=nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn figures_are_for_readers_and_of_their_own_part() {
    let site = Site::new().await;
    let theirs = closed(&site, "cgw");
    assert_eq!(site.browser("zuoxi", Role::Agent, "center").get("/figures").await.status, StatusCode::FORBIDDEN);
    let hexi = site.browser("hexi", Role::Handler, "hexi");
    assert!(hexi.get("/figures").await.body.contains("这段时间没有办结的工单"));
    for unit in ["", "&unit=cgw", "&unit=center"] {
        let list = hexi.get(&format!("/figures/orders?measure=solved&slice=all{unit}")).await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(!list.body.contains(&theirs.number), "{unit}");
    }
}
