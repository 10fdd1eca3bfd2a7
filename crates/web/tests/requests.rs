//! The list of requests over HTTP: its conditions, its pages, its file; and files of requests.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod site;

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use lianxin_app::files;
use lianxin_domain::access::Role;
use lianxin_domain::request::Command;
use lianxin_domain::{FileId, Grade, Secrecy};
use lianxin_testkit::{Draft, Filed, enquiry, help, lead, minutes, wrongdoing};
use site::{Answer, Browser, Site};

fn agent(site: &Site) -> Browser<'_> {
    site.browser("zuoxi", Role::Agent, "center")
}

fn lamp() -> Draft {
    help("路灯不亮").about("city.lamp").at("hexi.youyilu")
}

/// The titles that are listed, in order.
fn titles(page: &Answer) -> Vec<String> {
    page.body
        .split("class=\"row-link\"")
        .skip(1)
        .map(|rest| site::text(&format!("<{}", rest.split("</a>").next().unwrap())))
        .collect()
}

#[tokio::test]
async fn each_condition_leaves_out_what_it_says() {
    let site = Site::new().await;
    let city = &site.world;
    city.agent().registers(enquiry("医保怎么转"));
    city.wait(minutes(1));
    let gas = city.agent().registers(help("燃气泄漏").about("gas.leak").at("hexi.youyilu").graded(Grade::Emergency));
    city.wait(minutes(26 * 60));
    let answered = city.agent().registers(lamp().but(|intake| "友谊路 12 号".clone_into(&mut intake.address)));
    city.agent().does(&answered, Command::Answer { answer: "今晚修".to_owned(), knowledge: Vec::new() });
    city.dispatcher().dispatches(&gas, lead("hexi"), []);
    let browser = agent(&site);
    let mut found = Vec::new();
    for query in [
        "",
        "state=open",
        "state=closed",
        "grade=emergency",
        "kind=enquiry",
        "channel=weibo",
        "topic=city.lamp",
        "topic=gas",
        "place=hexi",
        "unit=hexi",
        "overdue=1",
        "from=2025-03-04",
        "until=2025-03-03",
        "from=2025-03-03&until=2025-03-04",
        "q=友谊路",
        "q=友谊路+12",
        "q=10000000001",
        "q=赵静&by=name",
        "q=赵静",
    ] {
        let page = browser
            .get(&format!(
                "/requests?{}",
                query.replace("友谊路", "%E5%8F%8B%E8%B0%8A%E8%B7%AF").replace("赵静", "%E8%B5%B5%E9%9D%99")
            ))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        found.push(format!("{query}: {}", titles(&page).join("、")).trim_end().to_owned());
    }
    assert_snapshot!(found.join("\n"), @r"
    : 路灯不亮、燃气泄漏、医保怎么转
    state=open: 燃气泄漏、医保怎么转
    state=closed: 路灯不亮
    grade=emergency: 燃气泄漏
    kind=enquiry: 医保怎么转
    channel=weibo:
    topic=city.lamp: 路灯不亮
    topic=gas: 燃气泄漏
    place=hexi: 路灯不亮、燃气泄漏
    unit=hexi: 燃气泄漏
    overdue=1: 燃气泄漏、医保怎么转
    from=2025-03-04: 路灯不亮
    until=2025-03-03: 燃气泄漏、医保怎么转
    from=2025-03-03&until=2025-03-04: 路灯不亮、燃气泄漏、医保怎么转
    q=友谊路: 路灯不亮
    q=友谊路+12: 路灯不亮
    q=10000000001: 路灯不亮、燃气泄漏、医保怎么转
    q=赵静&by=name: 路灯不亮、燃气泄漏、医保怎么转
    q=赵静:
    ");
}

#[tokio::test]
async fn what_is_not_understood_is_said() {
    let site = Site::new().await;
    site.world.agent().registers(lamp());
    let browser = agent(&site);
    let page = browser.get("/requests?state=nonsense&from=yesterday&topic=none").await;
    assert_eq!(titles(&page).len(), 1);
    assert!(page.body.contains("以下条件无法识别，没有使用：状态、主题、登记自"), "{}", site::text(&page.body));
    assert_eq!(
        browser.get("/requests.csv?state=nonsense").await.status,
        StatusCode::BAD_REQUEST,
        "a file says it by being none"
    );
}

#[tokio::test]
async fn a_number_leads_straight_to_its_request() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(lamp());
    let browser = agent(&site);
    let typed = filed.number.to_lowercase().replace('-', "");
    let answer = browser.get(&format!("/requests?q={typed}")).await;
    assert_eq!((answer.status, answer.location), (StatusCode::SEE_OTHER, format!("/requests/{}", filed.number)));
    let foreign = site.browser("heping", Role::Handler, "heping").get(&format!("/requests?q={typed}")).await;
    assert_eq!(foreign.status, StatusCode::OK);
    assert!(foreign.body.contains(&format!("没有编号为 {} 的诉求", filed.number)));
}

#[tokio::test]
async fn older_pages_follow_by_key() {
    let site = Site::new().await;
    for n in 0..53 {
        site.world.agent().registers(help(&format!("第{n}件")));
        site.world.sleep(minutes(1));
    }
    let browser = agent(&site);
    let first = browser.get("/requests?kind=help").await;
    assert_eq!((titles(&first).len(), titles(&first)[0].as_str()), (50, "第52件"));
    assert!(first.body.contains("hx-get=\"/requests?kind=help\""), "the first page is live");
    let older =
        first.body.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let second = browser.get(&older).await;
    assert_eq!(titles(&second), ["第2件", "第1件", "第0件"]);
    assert!(!second.body.contains("rel=\"next\""));
    assert!(!second.body.contains("live:requests"), "an older page stands still");
}

#[tokio::test]
async fn who_searches_for_a_person_does_not_learn_who_reported() {
    let site = Site::new().await;
    site.world.agent().registers(lamp().from("钱进", "10000000077"));
    site.world.agent().registers(wrongdoing("队长收钱").at("hexi.youyilu").from("钱进", "10000000077"));
    site.world.agent().registers(help("家事").from("钱进", "10000000077").secret(Secrecy::IdentityHidden));
    let browser = agent(&site);
    assert_eq!(titles(&browser.get("/requests").await).len(), 3);
    assert_eq!(titles(&browser.get("/requests?q=10000000077").await), ["路灯不亮"]);
    assert_eq!(titles(&browser.get("/requests?q=%E9%92%B1%E8%BF%9B&by=name").await), ["路灯不亮"]);
    let officer = site.browser("jubao", Role::NamedOfficer, "center");
    assert_eq!(titles(&officer.get("/requests?q=10000000077").await).len(), 3);
}

#[tokio::test]
async fn a_unit_lists_what_it_owes_and_an_administrator_nothing() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(lamp());
    site.world.agent().registers(help("别处的事"));
    site.world.dispatcher().dispatches(&filed, lead("hexi"), []);
    assert_eq!(titles(&site.browser("hexi", Role::Handler, "hexi").get("/requests").await), ["路灯不亮"]);
    let refused = site.browser("guanli", Role::Administrator, "center").get("/requests").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("这个页面供"));
}

#[tokio::test]
async fn nothing_says_so() {
    let site = Site::new().await;
    let browser = agent(&site);
    assert!(browser.get("/requests").await.body.contains("还没有诉求"));
    assert!(browser.get("/requests?grade=urgent").await.body.contains("没有符合条件的诉求"));
    assert!(browser.get("/requests?q=%E7%81%AF").await.body.contains("按内容只查找最近登记的 5 万件"));
}

#[tokio::test]
async fn the_file_holds_the_same_list_and_no_identity() {
    let site = Site::new().await;
    let hidden = |draft: Draft| draft.but(|intake| "友谊路 12 号".clone_into(&mut intake.address));
    site.world.agent().registers(hidden(help("=1+1\"一\"").about("city.lamp").at("hexi.youyilu")));
    site.world.wait(minutes(1));
    site.world.agent().registers(hidden(wrongdoing("队长收钱").at("hexi.youyilu")));
    site.world.agent().registers(enquiry("不在此列"));
    let file = agent(&site).get("/requests.csv?place=hexi").await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"requests-2025-03-03.csv\"");
    assert!(file.body.starts_with('\u{feff}') && file.body.ends_with("\r\n"));
    assert_snapshot!(file.body.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
    "编号","状态","紧急程度","类型","渠道","主题","地点","详细地址","标题","登记时间","办结时间","到期时间","曾超时","催办次数"
    "TJ250303-000021","已登记","普通","举报","电话","主题未定","河西区友谊路街道","","队长收钱","2025-03-03 09:01:00","","2025-03-03 11:01:00","否","0"
    "TJ250303-000013","已登记","普通","求助","电话","城市管理 › 路灯照明","河西区友谊路街道","友谊路 12 号","'=1+1""一""","2025-03-03 09:00:00","","2025-03-03 11:00:00","否","0"
    "#);
}

#[tokio::test]
async fn a_long_file_comes_in_pages_without_gap_or_double() {
    let site = Site::new().await;
    for n in 0..405 {
        site.world.agent().registers(help(&format!("第{n}件")));
        site.world.sleep(minutes(1));
    }
    let file = agent(&site).get("/requests.csv").await;
    let rows: Vec<&str> = file.body.lines().skip(1).collect();
    let wanted: Vec<String> = (0..405).rev().map(|n| format!("\"第{n}件\"")).collect();
    assert_eq!(rows.len(), 405);
    assert!(rows.iter().zip(&wanted).all(|(row, title)| row.contains(title)));
}

/// A file that belongs to a request.
fn attached(site: &Site, filed: &Filed, name: &str, content: &[u8]) -> FileId {
    let checked = site.world.app().files.keep(name, content).unwrap();
    let cx = site.world.app().system_context(site.world.now());
    let uploader = site.world.agent().actor.account;
    let file = site.world.write(move |tx| files::add(tx, &cx, uploader, &checked));
    site.world.agent().does(filed, Command::Supplement { text: "附件".to_owned(), files: vec![file] });
    file
}

#[tokio::test]
async fn a_file_is_shown_to_whom_its_request_is_and_may_do_nothing() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(lamp());
    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
    let photo = attached(&site, &filed, "现场 1.png", &png);
    let pdf = attached(&site, &filed, "通知.pdf", b"%PDF-1.7 nothing");
    let browser = agent(&site);
    let shown = browser.bytes(&format!("/files/{photo}"), &[]).await;
    assert_eq!((shown.0, shown.2.as_slice()), (StatusCode::OK, png.as_slice()));
    let header = |name: header::HeaderName| shown.1[name].to_str().unwrap().to_owned();
    assert_eq!(header(header::CONTENT_TYPE), "image/png");
    assert_eq!(header(header::CONTENT_DISPOSITION), "inline; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%201.png");
    assert!(header(header::CONTENT_SECURITY_POLICY).ends_with("; sandbox"));
    assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(header(header::CACHE_CONTROL), "private, no-cache");

    let known = browser.bytes(&format!("/files/{photo}"), &[("if-none-match", &header(header::ETAG))]).await;
    assert_eq!((known.0, known.2.len()), (StatusCode::NOT_MODIFIED, 0));
    let part = browser.bytes(&format!("/files/{pdf}"), &[("range", "bytes=1-3")]).await;
    assert_eq!((part.0, part.2.as_slice()), (StatusCode::PARTIAL_CONTENT, b"PDF".as_slice()));
    assert_eq!(part.1[header::CONTENT_RANGE], "bytes 1-3/16");

    let foreign = site.browser("heping", Role::Handler, "heping");
    assert_eq!(foreign.get(&format!("/files/{photo}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign.get("/files/nonsense").await.status, StatusCode::NOT_FOUND);
}
