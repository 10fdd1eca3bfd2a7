//! The desk over HTTP: what an agent types becomes one request, and is never lost.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod site;

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::access::Role;
use lianxin_domain::request::{Command, OrderRole, Stage};
use lianxin_domain::{Channel, Grade, Secrecy};
use lianxin_testkit::{Filed, help, minutes, wrongdoing};
use site::{Answer, Browser, Site};

/// A water cut at Youyi Road, as it is typed.
const WATER: &[(&str, &str)] = &[
    ("phone", "10000000021"),
    ("name", "王芳"),
    ("channel", "phone"),
    ("kind", "help"),
    ("topic", "water.cut"),
    ("place", "hexi.youyilu"),
    ("address", "友谊路 12 号"),
    ("title", "停水一天"),
    ("account", "昨晚起停水"),
    ("demand", "尽快来水"),
    ("grade", "urgent"),
    ("reason", "老人独居"),
    ("secrecy", "open"),
    ("wants_callback", "on"),
];

/// `WATER` with some fields set or taken out (empty).
fn water<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = WATER.iter().copied().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes.iter().copied()).collect()
}

/// Number and code as they are read aloud.
async fn told(agent: &Browser<'_>, answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{:?} {}", answer.errors(), site::text(&answer.body));
    let page = agent.get(&answer.location).await;
    assert_eq!(page.status, StatusCode::OK);
    let word = |class: &str| page.between(class, "</dd>").split(' ').find(|word| word.len() > 5).unwrap().to_owned();
    (word("registered-number\">"), word("registered-code\">"))
}

fn filed(site: &Site, number: &str) -> Filed {
    let wanted = number.to_owned();
    let id = site.world.read(move |tx| tx.request_id_by_number(&wanted)).unwrap();
    Filed { id, number: number.to_owned(), code: String::new() }
}

#[tokio::test]
async fn a_call_becomes_a_request_that_is_dispatched_at_once() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let answer = agent
        .post(
            "/desk",
            &water(&[("do", "dispatch"), ("key", "k1"), ("lead", "hexi"), ("support", "wjw"), ("opinion", "请尽快")]),
        )
        .await;
    let (number, code) = told(&agent, &answer).await;
    assert!(number.starts_with("TJ250303-"), "{number}");
    assert_eq!(code.len(), 6);

    let request = site.world.request(&filed(&site, &number));
    assert_eq!(request.state.stage(), Stage::Handling);
    assert_eq!(
        (request.facts.channel, request.facts.grade, request.facts.secrecy),
        (Channel::Phone, Grade::Urgent, Secrecy::Open)
    );
    let orders: Vec<(&str, OrderRole, &str)> =
        request.orders.iter().map(|order| (order.unit.as_str(), order.role, order.opinion.as_str())).collect();
    assert_eq!(orders, [("hexi", OrderRole::Lead, "请尽快"), ("wjw", OrderRole::Supporting, "请尽快")]);
}

#[tokio::test]
async fn each_button_leads_where_it_says() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let ways = [
        ("pool", vec![], Stage::Registered),
        ("answer", vec![("answer", "今晚八点前恢复供水")], Stage::Closed),
        ("ask", vec![("question", "请告诉我们楼号")], Stage::AwaitingCitizen),
        ("refuse", vec![("refusal", "outside_city")], Stage::Refused),
    ];
    for (n, (button, more, stage)) in ways.into_iter().enumerate() {
        let key = format!("k{n}");
        let changes: Vec<(&str, &str)> = [("do", button), ("key", key.as_str())].into_iter().chain(more).collect();
        let (number, _) = told(&agent, &agent.post("/desk", &water(&changes)).await).await;
        assert_eq!(site.world.request(&filed(&site, &number)).state.stage(), stage, "{button}");
    }
}

#[tokio::test]
async fn a_refusal_tells_the_ready_explanation_and_the_right_door() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let (number, _) = told(
        &agent,
        &agent.post("/desk", &water(&[("do", "refuse"), ("key", "k"), ("refusal", "outside_city")])).await,
    )
    .await;
    let chain = site.world.chain(&filed(&site, &number));
    let lianxin_domain::request::Event::Refused { told, .. } = &chain[1].entry.event else {
        panic!("{:?}", chain[1].entry.event)
    };
    assert_snapshot!(told, @"您反映的事项不在天津市行政区域内，本市各单位没有管辖权，无法为您办理。请拨打事发地区号加 12345，由当地热线受理。");
    let fragment = agent.get("/desk/refusal?refusal=outside_city").await;
    assert!(fragment.body.contains(told.as_str()));
}

#[tokio::test]
async fn everything_wrong_is_said_at_once_beside_its_field_and_nothing_is_lost() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let empty = [
        ("do", "dispatch"),
        ("key", "k"),
        ("channel", "phone"),
        ("kind", "help"),
        ("grade", "urgent"),
        ("account", "写了一半的经过"),
    ];
    let answer = agent.post("/desk", &empty).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_snapshot!(answer.errors().join("\n"), @"
    phone: 请填写电话，或勾选“匿名”
    title: 请填写标题
    demand: 请填写诉求
    reason: 请填写理由
    place: 派单需要地点，请选择
    lead: 请选择主办单位，或按 Alt+1 采纳建议
    ");
    assert_eq!(answer.field("account"), "写了一半的经过");

    let again = agent.get("/desk").await;
    assert_eq!(again.field("account"), "写了一半的经过", "what came back with errors is the draft");
}

#[tokio::test]
async fn below_the_floor_of_the_topic_only_a_floor_supervisor_may_go() {
    let site = Site::new().await;
    let low = water(&[("do", "pool"), ("key", "k"), ("grade", "ordinary"), ("reason", "")]);
    let refused = site.browser("zuoxi", Role::Agent, "center").post("/desk", &low).await;
    assert_snapshot!(refused.errors().join("\n"), @"grade: 该主题最低为“急”，降低需班长确认");
    let allowed = site.browser("banzhang", Role::FloorSupervisor, "center").post("/desk", &low).await;
    assert_eq!(allowed.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_request() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let form = water(&[("do", "pool"), ("key", "once")]);
    let first = told(&agent, &agent.post("/desk", &form).await).await;
    let second = told(&agent, &agent.post("/desk", &form).await).await;
    assert_eq!(first, second);

    let other = agent.post("/desk", &water(&[("do", "pool"), ("key", "once"), ("title", "另一件事")])).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(other.field("title"), "另一件事");
    let count = site.world.read(|tx| tx.query_text("SELECT COUNT(*) FROM request", &[], |row| row.get::<i64>(0)));
    assert_eq!(count, [1]);
}

#[tokio::test]
async fn number_and_code_are_told_to_nobody_else() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let registered = agent.post("/desk", &water(&[("do", "pool"), ("key", "mine")])).await;
    let other = site.browser("zuoxi2", Role::Agent, "center");
    assert_eq!(other.get(&registered.location).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_is_anonymous_by_oversight() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let nobody = [("do", "pool"), ("key", "k"), ("phone", ""), ("name", "")];
    assert_snapshot!(agent.post("/desk", &water(&nobody)).await.errors().join("\n"), @"phone: 请填写电话，或勾选“匿名”");
    // Ticked, what was typed before is left out.
    let (number, _) =
        told(&agent, &agent.post("/desk", &water(&[("do", "pool"), ("key", "k"), ("anonymous", "on")])).await).await;
    assert_eq!(site.world.request(&filed(&site, &number)).facts.contact, None);
}

#[tokio::test]
async fn a_draft_comes_back_with_its_second_until_it_is_sent_or_thrown_away() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let saved = agent.put("/desk/draft", &water(&[("version", "0"), ("title", "写到一半")])).await;
    assert_eq!((saved.status, saved.headers["x-draft-version"].to_str().unwrap()), (StatusCode::NO_CONTENT, "1"));
    site.world.wait(minutes(3));
    let back = agent.get("/desk").await;
    assert_eq!(back.field("title"), "写到一半");
    assert_snapshot!(back.between("desk-restored\" role=\"status\">", "</div>"), @"已恢复 09:00:00 的草稿 放弃草稿");

    assert_eq!(agent.put("/desk/draft", &[("version", "0"), ("title", "旧窗口")]).await.status, StatusCode::CONFLICT);
    assert_eq!(
        site.browser("zuoxi2", Role::Agent, "center").get("/desk").await.field("title"),
        "",
        "drafts are each agent's own"
    );

    assert_eq!(
        agent.post("/desk/draft/discard", &[("phone", "10000000022")]).await.location,
        "/desk?phone=10000000022"
    );
    let fresh = agent.get("/desk?phone=10000000022").await;
    assert_eq!((fresh.field("title"), fresh.field("phone")), (String::new(), "10000000022".to_owned()));
}

#[tokio::test]
async fn registering_ends_the_draft() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    agent.put("/desk/draft", &water(&[("version", "0")])).await;
    told(&agent, &agent.post("/desk", &water(&[("do", "pool"), ("key", "k")])).await).await;
    assert_eq!(agent.get("/desk").await.field("title"), "");
}

#[tokio::test]
async fn a_draft_is_not_swallowed_by_the_sign_in_page() {
    let site = Site::new().await;
    let mut stranger = site.browser("zuoxi", Role::Agent, "center");
    stranger.forget();
    assert_eq!(stranger.put("/desk/draft", &water(&[("version", "0")])).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_proposal_names_unit_and_rule_and_raises_the_grade() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let advice = agent
        .get("/desk/proposal?topic=gas.leak&place=hexi.youyilu&grade=ordinary&auto_grade=ordinary&reason=&auto_reason=")
        .await;
    assert_snapshot!(advice.between("<ul class=\"proposal\">", "<p class=\"quiet\"><svg"), @"主办 河西区燃气抢修站 协办 天津能源集团燃气板块 协办 河西区人民政府 依据 TJ-026 《天津市燃气管理条例》");
    assert!(advice.body.contains("hx-swap-oob=\"outerHTML\""));
    assert_snapshot!(advice.field("reason"), @"主题“燃气泄漏”至少为“紧急”");
    assert_snapshot!(advice.field("auto_grade"), @"emergency");
}

#[tokio::test]
async fn what_is_known_of_a_caller_shows_open_requests_first_and_no_hidden_ones() {
    let site = Site::new().await;
    let desk = site.world.agent();
    let closed = desk.registers(
        help("路灯不亮")
            .and(Command::Answer { answer: "已修复".to_owned(), knowledge: Vec::new() })
            .from("王芳", "10000000021"),
    );
    let open = desk.registers(help("停水一天").from("王芳", "10000000021"));
    let hidden = desk.registers(wrongdoing("举报黑作坊").from("王芳", "10000000021"));
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let known = agent.get("/desk/caller?phone=100-0000-0021").await;
    let at = |filed: &Filed| known.body.find(&filed.number);
    assert!(at(&open).unwrap() < at(&closed).unwrap());
    assert_eq!(at(&hidden), None, "a number must not tell who reported");
}

#[tokio::test]
async fn what_looks_alike_is_the_same_topic_at_the_same_place_still_open() {
    let site = Site::new().await;
    let desk = site.world.agent();
    let same = desk.registers(help("停水").about("water.cut").at("hexi.youyilu").graded(Grade::Urgent));
    let elsewhere = desk.registers(help("停水").about("water.cut").at("hexi.taoyuan").graded(Grade::Urgent));
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let advice = agent.get("/desk/proposal?topic=water.cut&place=hexi.youyilu").await;
    assert!(advice.body.contains(&same.number));
    assert!(!advice.body.contains(&elsewhere.number));
    site.world.wait(minutes(15 * 24 * 60));
    let agent = site.browser("zuoxi3", Role::Agent, "center");
    assert!(!agent.get("/desk/proposal?topic=water.cut&place=hexi.youyilu").await.body.contains(&same.number));
}

#[tokio::test]
async fn without_script_the_proposal_is_taken_by_the_server() {
    let site = Site::new().await;
    let agent = site.browser("zuoxi", Role::Agent, "center");
    let page = agent
        .post("/desk", &water(&[("do", "take"), ("key", "k"), ("topic", "gas.leak"), ("grade", "emergency")]))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.chosen("lead").len(), 1);
    assert!(!page.chosen("support").contains(&page.chosen("lead")[0]));
    assert_snapshot!(format!("{:?} {:?}", page.chosen("lead"), page.chosen("support")), @r#"["gas-hexi"] ["hexi", "ranqi"]"#);
}

#[tokio::test]
async fn the_desk_is_for_those_who_take_calls() {
    let site = Site::new().await;
    assert_eq!(site.browser("hexi", Role::Handler, "hexi").get("/desk").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.browser("paidan", Role::Dispatcher, "center").get("/desk").await.status, StatusCode::OK);
}
