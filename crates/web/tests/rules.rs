//! The rules in the console: read by few, proposed by one, decided by another, tried on the requests of last month.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod site;

use axum::http::StatusCode;
use lianxin_domain::access::Role;
use lianxin_testkit::{help, lead, minutes};
use site::{Answer, Browser, Site, text};

const POLICY: &str = "/rules/file?path=policy%2F2025-01.toml";
const FROM: &str = "clock = \"accept\"\ngrade = \"ordinary\"\nperiod = \"1 working day\"";
const TO: &str = "clock = \"accept\"\ngrade = \"ordinary\"\nperiod = \"2 min\"";

/// The text in the form, as a browser reads it.
fn written(answer: &Answer) -> String {
    let start = answer.body.find("<textarea").unwrap();
    let start = answer.body[start..].find('>').unwrap() + start + 1;
    let end = answer.body[start..].find("</textarea>").unwrap() + start;
    let text = answer.body[start..end].trim_start_matches('\n');
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

async fn changed(browser: &Browser<'_>, from: &str, to: &str) -> String {
    let text = written(&browser.get(POLICY).await);
    assert!(text.contains(from), "no {from}");
    text.replacen(from, to, 1)
}

async fn send(browser: &Browser<'_>, text: &str, reason: &str, what: &str) -> Answer {
    let path = "policy/2025-01.toml";
    browser.post("/rules/file", &[("path", path), ("text", text), ("reason", reason), ("do", what)]).await
}

#[tokio::test]
async fn two_people_change_a_period_and_the_next_order_follows_it() {
    let site = Site::new().await;
    let (first, second) =
        (site.browser("guanli", Role::Administrator, "center"), site.browser("guanli2", Role::Administrator, "center"));
    let auditor = site.browser("shenji", Role::Auditor, "center");
    let lamp = site.world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
    site.world.dispatcher().dispatches(&lamp, lead("hexi"), []);
    site.world.wait(minutes(30));

    let new = changed(&first, FROM, TO).await;
    let checked = send(&first, &new.replace('\n', "\r\n"), "", "check").await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(
        text(&checked.body).contains("政策 2025-01 · 签收时限（普通）：1 个工作日 → 2 分钟"),
        "{}",
        text(&checked.body)
    );
    assert!(checked.body.contains("直接改动了正在施行的办法"));
    let nameless = send(&first, &new, " ", "propose").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody would know why");
    let sent = send(&first, &new, "市里要求", "propose").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", text(&sent.body));
    let change = sent.location.clone();

    let mine = first.get(&change).await;
    assert!(mine.body.contains("撤回提议") && !mine.body.contains("批准并生效"));
    let own = first.post(&change, &[("do", "approve"), ("note", "好")]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody approves his own");
    assert!(!auditor.get(&change).await.body.contains("批准并生效"), "who audits only reads");
    assert_eq!(auditor.post(&change, &[("do", "approve"), ("note", "好")]).await.status, StatusCode::FORBIDDEN);

    let tried = second.get(&format!("{change}/trial")).await;
    assert!(text(&tried.body).contains("已试算 1 件诉求"), "{}", text(&tried.body));
    let theirs = second.get(&change).await;
    assert!(theirs.body.contains("批准并生效"));
    assert!(theirs.body.contains("is-gone") && theirs.body.contains("is-new"), "line by line");
    let silent = second.post(&change, &[("do", "approve"), ("note", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let approved = second.post(&change, &[("do", "approve"), ("note", "同意")]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", text(&approved.body));
    let rule = site.world.app().city().policy(site.world.now()).clone();
    let accept = rule.periods.iter().find(|rule| rule.period.say(lianxin_domain::Lang::Zh) == "2 分钟");
    assert!(accept.is_some(), "in force at once");
    let overview = auditor.get("/rules").await;
    assert!(overview.body.contains("已生效") && overview.body.contains("同意") && overview.body.contains("市里要求"));
}

#[tokio::test]
async fn a_policy_that_leaves_no_way_out_is_refused_at_its_line() {
    let site = Site::new().await;
    let browser = site.browser("guanli", Role::Administrator, "center");
    let new = changed(&browser, "clock = \"objection\"", "clock = \"objektion\"").await;
    let refused = send(&browser, &new, "试", "propose").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = new.lines().position(|line| line.contains("objektion")).unwrap() + 1;
    assert!(refused.body.contains(&format!("href=\"#L{line}\"")), "{}", text(&refused.body));
    assert!(refused.body.contains(&format!("class=\"is-wrong\" id=\"L{line}\"")), "the line is marked");
    assert_eq!(written(&refused), new, "what was typed stays");
    let same = changed(&browser, FROM, FROM).await;
    assert!(send(&browser, &same, "试", "check").await.body.contains("没有变化"));
    let elsewhere = [("path", "../../etc/passwd"), ("text", "x"), ("reason", "x"), ("do", "propose")];
    assert_eq!(browser.post("/rules/file", &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_works_with_citizens_does_not_read_the_files() {
    let site = Site::new().await;
    for (login, role, unit) in
        [("a", Role::Agent, "center"), ("b", Role::Handler, "hexi"), ("c", Role::Dispatcher, "center")]
    {
        let browser = site.browser(login, role, unit);
        for path in ["/rules", POLICY] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{login} {path}");
        }
        assert_eq!(send(&browser, "x", "x", "propose").await.status, StatusCode::FORBIDDEN);
    }
    let auditor = site.browser("shenji", Role::Auditor, "center");
    assert!(!auditor.get(POLICY).await.body.contains("<textarea"), "read, not written");
    assert_eq!(send(&auditor, "x", "x", "propose").await.status, StatusCode::FORBIDDEN);
}
