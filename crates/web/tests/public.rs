//! The citizen's pages over HTTP: who opens what, what he reads, and what he must never read.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod site;

use axum::http::{StatusCode, header};
use insta::assert_snapshot;
use lianxin_app::files;
use lianxin_domain::FileId;
use lianxin_domain::request::{Command, Stage};
use lianxin_testkit::{Desk, Filed, dissatisfied, enquiry, help, lead, minutes, solved, supporting};
use site::{Answer, Browser, Site};

/// The browser of the citizen, with his request open.
async fn citizen<'s>(site: &'s Site, filed: &Filed) -> Browser<'s> {
    let mut browser = site.visitor();
    let answer = browser.post("/public", &[("number", &filed.number), ("code", &filed.code)]).await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/public/request"));
    browser.keep(&answer);
    browser
}

fn lamp(site: &Site) -> Filed {
    site.world.agent().registers(
        help("路灯不亮")
            .about("city.lamp")
            .at("hexi.youyilu")
            .but(|intake| "内部记录的经过".clone_into(&mut intake.account)),
    )
}

/// Where the request stands, as it is read aloud.
fn standing(page: &Answer) -> String {
    page.between("class=\"lead\">", "</p>")
}

/// The story, newest first.
fn story(page: &Answer) -> String {
    let all = &page.body[page.body.find("<ol class=\"timeline\">").unwrap()..page.body.find("</ol>").unwrap()];
    all.split("<li").skip(1).map(|told| site::text(&format!("<{told}"))).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_wrong_number_and_a_wrong_code_get_the_same_answer() {
    let site = Site::new().await;
    let (filed, other) = (lamp(&site), lamp(&site));
    let browser = site.visitor();
    let wrong_code = browser.post("/public", &[("number", &filed.number), ("code", &other.code)]).await;
    let wrong_number = browser.post("/public", &[("number", "TJ250303-999999"), ("code", &filed.code)]).await;
    let said = |answer: &Answer| {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
        answer.between("role=\"alert\" tabindex=\"-1\" autofocus>", "</div>")
    };
    assert_snapshot!(said(&wrong_code), @"编号或查询码不正确。请核对登记时告知您的编号和 6 位查询码，或拨打 12345");
    assert_eq!(said(&wrong_number), said(&wrong_code));
    assert!(!wrong_code.body.contains(&other.code), "the code is not written back");
}

#[tokio::test]
async fn who_guesses_codes_is_slowed_down() {
    let site = Site::new().await;
    let filed = lamp(&site);
    let browser = site.visitor();
    let mut tries = Vec::new();
    for _ in 0..12 {
        tries.push(browser.post("/public", &[("number", &filed.number), ("code", "AAAAAA")]).await.status.as_u16());
    }
    assert_eq!(tries[..5], [422; 5]);
    assert_eq!(tries[5..], [429; 7]);
    site.world.wait(minutes(1));
    citizen(&site, &filed).await;
}

#[tokio::test]
async fn number_and_code_open_one_request_for_half_an_hour() {
    let site = Site::new().await;
    let filed = lamp(&site);
    // As it is read over the phone and typed on one.
    let (number, code) = (filed.number.to_lowercase().replace('-', " "), format!(" {} ", filed.code.to_lowercase()));
    let mut browser = site.visitor();
    let answer = browser.post("/public", &[("number", &number), ("code", &code)]).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; Path=/public; HttpOnly; SameSite=Strict; Max-Age=1800"), "{cookie}");
    browser.keep(&answer);
    assert_eq!(browser.get("/public/request").await.status, StatusCode::OK);
    site.world.wait(minutes(29));
    let page = browser.get("/public/request").await;
    browser.keep(&page);
    site.world.wait(minutes(29));
    assert_eq!(browser.get("/public/request").await.status, StatusCode::OK, "looking keeps it open");
    site.world.wait(minutes(31));
    let gone = browser.get("/public/request").await;
    assert_eq!((gone.status, gone.location.as_str()), (StatusCode::SEE_OTHER, "/public"));
    assert_eq!(browser.post("/public/request/urge", &[]).await.location, "/public");
}

#[tokio::test]
async fn leaving_closes_it() {
    let site = Site::new().await;
    let mut browser = citizen(&site, &lamp(&site)).await;
    let left = browser.post("/public/leave", &[]).await;
    browser.keep(&left);
    assert_eq!(browser.get("/public/request").await.location, "/public");
}

#[tokio::test]
async fn a_cookie_cannot_be_made_up() {
    let site = Site::new().await;
    let mut browser = citizen(&site, &lamp(&site)).await;
    let mut forged = browser.get("/public/request").await;
    forged.headers.insert(header::SET_COOKIE, format!("lx_public={}; Path=/public", "00".repeat(60)).parse().unwrap());
    browser.keep(&forged);
    assert_eq!(browser.get("/public/request").await.location, "/public");
}

#[tokio::test]
async fn each_step_is_said_in_one_sentence() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = lamp(&site);
    let browser = citizen(&site, &filed).await;
    let mut said = vec![standing(&browser.get("/public/request").await)];
    city.dispatcher().dispatches(&filed, lead("hexi"), [supporting("cgw")]);
    said.push(standing(&browser.get("/public/request").await));
    let hexi = city.handler("hexi");
    hexi.accepts(&filed, "hexi");
    hexi.contacts(&filed, "hexi");
    said.push(standing(&browser.get("/public/request").await));
    hexi.reports(&filed, "hexi", solved());
    said.push(standing(&browser.get("/public/request").await));
    city.reviewer().approves(&filed, "hexi");
    said.push(standing(&browser.get("/public/request").await));
    city.handler("cgw").handles(&filed, "cgw", solved());
    city.reviewer().approves(&filed, "cgw");
    said.push(standing(&browser.get("/public/request").await));
    city.callback_agent().sends_to_rework(&filed, &["hexi"], dissatisfied());
    said.push(standing(&browser.get("/public/request").await));
    assert_snapshot!(said.join("\n"), @r"
    您的诉求已登记，12345 正在派给承办单位。
    河西区人民政府已收到派单，等待签收；天津市城市管理委员会协助。
    河西区人民政府正在办理；天津市城市管理委员会协助。
    河西区人民政府已提交办理结果，正在审核；天津市城市管理委员会协助。
    河西区人民政府已办理，等待协办单位完成；天津市城市管理委员会协助。
    承办单位已经办理，12345 将打电话回访您。
    河西区人民政府正在重新办理；天津市城市管理委员会协助。
    ");
}

#[tokio::test]
async fn the_story_tells_units_and_never_people_or_what_is_internal() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = lamp(&site);
    city.dispatcher().dispatches(&filed, lead("hexi"), []);
    let hexi = city.handler("hexi");
    hexi.accepts(&filed, "hexi");
    hexi.contacts(&filed, "hexi");
    hexi.passes_down(&filed, "hexi", "hexi.youyilu");
    hexi.progresses(&filed, "hexi", "灯具已经订好，明天更换");
    city.handler("hexi.youyilu").handles(&filed, "hexi.youyilu", solved());
    hexi.approves(&filed, "hexi.youyilu");
    hexi.reports(&filed, "hexi", solved());
    let browser = citizen(&site, &filed).await;
    let waiting = browser.get("/public/request").await;
    assert!(!waiting.body.contains(&solved().public_reply), "a reply that nobody has approved is not yet one");
    city.reviewer().sends_back(&filed, "hexi", "照片不清楚");
    hexi.reports(&filed, "hexi", solved());
    city.reviewer().approves(&filed, "hexi");
    city.agent().tries_to_reveal(&filed, "核实身份").unwrap();
    let page = browser.get("/public/request").await;
    assert_snapshot!(story(&page), @r"
    将打电话回访，听取您的意见 12345 09:00
    办理结果已通过审核 河西区人民政府 09:00
    提交了办理结果，等待审核 河西区人民政府 09:00
    审核没有通过，继续办理 河西区人民政府 09:00
    提交了办理结果，等待审核 河西区人民政府 09:00
    完成了承担的部分 河西区友谊路街道办事处 09:00
    提交了办理结果，等待审核 河西区友谊路街道办事处 09:00
    联系了您 河西区友谊路街道办事处 09:00
    已签收 河西区友谊路街道办事处 09:00
    办理进展 河西区人民政府 09:00 灯具已经订好，明天更换
    安排河西区友谊路街道办事处办理 河西区人民政府 09:00
    联系了您 河西区人民政府 09:00
    已签收 河西区人民政府 09:00
    派给河西区人民政府（主办） 12345 09:00
    反映诉求（电话），已登记 您 09:00
    ");
    assert_eq!(page.body.matches(&solved().public_reply).count(), 1, "the reply is read once");
    for inside in [
        "经办人",
        "内部记录的经过",
        &solved().internal,
        "照片不清楚",
        "请现场处置",
        "请尽快办理并反馈",
        "已与市民通话",
        "赵静",
        "10000000001",
    ] {
        assert!(!page.body.contains(inside), "{inside}");
    }
    assert_snapshot!(page.between("<ul class=\"looks\">", "</ul>"), @"天津市便民专线服务中心 · 话务员 09:00 理由：核实身份");
}

#[tokio::test]
async fn what_can_be_done_has_a_form_and_nothing_else_has() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = lamp(&site);
    let browser = citizen(&site, &filed).await;
    let forms = |page: &Answer| {
        let verbs = ["reply", "supplement", "urge", "rate"];
        verbs
            .into_iter()
            .filter(|verb| page.body.contains(&format!("action=\"/public/request/{verb}\"")))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(forms(&browser.get("/public/request").await), "supplement urge");

    let urged = browser.post("/public/request/urge", &[("text", "家里有老人")]).await;
    assert_eq!((urged.status, urged.location.as_str()), (StatusCode::SEE_OTHER, "/public/request"));
    assert_eq!(forms(&browser.get("/public/request").await), "supplement", "not twice within ten minutes");
    let again = browser.post("/public/request/urge", &[("text", "快一点")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("催办过于频繁"));

    city.agent().asks(&filed, "哪一盏灯？");
    let asked = browser.get("/public/request").await;
    assert_eq!(forms(&asked), "reply");
    assert!(asked.body.contains("哪一盏灯？"));
    browser.post("/public/request/reply", &[("text", "桥头第三盏")]).await;
    assert_eq!(city.request(&filed).state.stage(), Stage::Registered);

    city.agent().does(&filed, Command::Answer { answer: "今晚就修".to_owned(), knowledge: Vec::new() });
    assert_eq!(forms(&browser.get("/public/request").await), "rate");
    let rated = browser
        .post(
            "/public/request/rate",
            &[("solved", "yes"), ("result", "satisfied"), ("manner", "satisfied"), ("words", "谢谢")],
        )
        .await;
    assert_eq!(rated.status, StatusCode::SEE_OTHER);
    let page = browser.get("/public/request").await;
    assert_eq!(forms(&page), "");
    assert_snapshot!(story(&page), @r"
    评价：满意 您 09:00 谢谢
    答复了您 12345 09:00
    答复了问题 您 09:00 桥头第三盏
    请您补充 12345 09:00 哪一盏灯？
    催办 您 09:00 家里有老人
    反映诉求（电话），已登记 您 09:00
    ");
}

#[tokio::test]
async fn what_was_refused_stands_in_its_form_again() {
    let site = Site::new().await;
    let filed = lamp(&site);
    let browser = citizen(&site, &filed).await;
    let empty = browser.post("/public/request/supplement", &[("supplement", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(empty.errors(), ["supplement-supplement: 请填写补充内容"]);
    let long = "长".repeat(20_001);
    let refused = browser.post("/public/request/supplement", &[("supplement", &long)]).await;
    assert_eq!(refused.field("supplement"), long);
    assert!(refused.body.contains("<details class=\"public-act\" open>"));
    assert_eq!(browser.post("/public/request/dispatch", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.world.story(&filed), ["registered"]);
}

/// A photograph that somebody uploaded.
fn photo(site: &Site, by: &Desk<'_>) -> FileId {
    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
    let checked = site.world.app().files.keep("灯.png", &png).unwrap();
    let cx = site.world.app().system_context(site.world.now());
    let uploader = by.actor.account;
    site.world.write(move |tx| files::add(tx, &cx, uploader, &checked))
}

#[tokio::test]
async fn a_citizen_reads_the_files_of_his_story_and_no_others() {
    let site = Site::new().await;
    let city = &site.world;
    let (filed, neighbour) = (lamp(&site), lamp(&site));
    city.dispatcher().dispatches(&filed, lead("hexi"), []);
    city.handler("hexi").accepts(&filed, "hexi");
    city.handler("hexi").contacts(&filed, "hexi");
    let unit = city.handler("hexi");
    let (progress, proof, own, foreign) =
        (photo(&site, &unit), photo(&site, &unit), photo(&site, &city.citizen()), photo(&site, &city.citizen()));
    let order = city.agent().order(&filed, "hexi");
    city.handler("hexi").does(&filed, Command::Progress { order, text: "现场".to_owned(), files: vec![progress] });
    let mut report = solved();
    report.files = vec![proof];
    city.handler("hexi").reports(&filed, "hexi", report);
    city.citizen().does(&filed, Command::Supplement { text: "请看".to_owned(), files: vec![own] });
    city.citizen().does(&neighbour, Command::Supplement { text: "请看".to_owned(), files: vec![foreign] });
    let browser = citizen(&site, &filed).await;
    let mut seen = Vec::new();
    for file in [progress, own, proof, foreign] {
        seen.push(browser.bytes(&format!("/public/files/{file}"), &[]).await.0.as_u16());
    }
    assert_eq!(seen, [200, 200, 404, 404]);
    assert_eq!(site.visitor().get(&format!("/public/files/{own}")).await.location, "/public");
}

#[tokio::test]
async fn the_answer_given_at_once_stands_first() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(enquiry("医保怎么转"));
    site.world
        .agent()
        .does(&filed, Command::Answer { answer: "请带身份证到街道办理".to_owned(), knowledge: Vec::new() });
    let page = citizen(&site, &filed).await.get("/public/request").await;
    assert_snapshot!(standing(&page), @"您的诉求已办结（直接答复）。");
    assert_eq!(page.body.matches("请带身份证到街道办理").count(), 1);
}
