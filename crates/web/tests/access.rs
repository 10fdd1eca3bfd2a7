//! Every page with everybody: nothing of a request that the rules hide stands on any of them, and nothing can be done to it. And the two
//! pages of access: why somebody may, and the change of shift.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod site;

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::to_bytes;
use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_app::files;
use lianxin_domain::access::{Actor, Role, Scope, Visibility};
use lianxin_domain::request::{CommandKind, Request, TaskKind};
use lianxin_domain::{FileId, Secrecy};
use lianxin_testkit::{Filed, World, help, lead, person, wrongdoing};
use site::{Answer, Browser, Site};

/// What one request has that no page may show to whom it is hidden from.
struct Secret {
    request: Request,
    filed: Filed,
    marks: Vec<String>,
    file: FileId,
}

/// Requests of three units and of none, of every secrecy, each with words of its own.
fn fill(city: &World) -> Vec<Secret> {
    let clerk = city.desk(Actor { cleared: true, ..person(Role::Dispatcher, "center", "派单员") });
    let mut secrets = Vec::new();
    for (n, unit) in [Some("hexi"), Some("hexi.taoyuan"), Some("cgw"), None].into_iter().enumerate() {
        for (m, secrecy) in Secrecy::ALL.iter().enumerate() {
            let number = n * 10 + m;
            let marks = [
                format!("事由{number:03}号"),
                format!("经过{number:03}号"),
                format!("王某{number:03}"),
                format!("1380000{number:04}"),
            ];
            let kept = city.app().files.keep("灯.png", b"\x89PNG\r\n\x1a\n0123456789").unwrap();
            let (cx, account) = (city.context(&clerk.actor), clerk.actor.account);
            let file = city.write(move |tx| files::add(tx, &cx, account, &kept));
            let draft = help(&marks[0]).from(&marks[2], &marks[3]).secret(*secrecy).at("hexi.taoyuan").with(&[file]);
            let filed = clerk.registers(draft.but(|intake| intake.account.clone_from(&marks[1])));
            if let Some(unit) = unit {
                clerk.dispatches(&filed, lead(unit), []);
            }
            secrets.push(Secret { request: city.request(&filed), filed, marks: marks.to_vec(), file });
        }
    }
    secrets
}

/// Everybody who signs in: one of each role at the centre, and handlers of three units.
fn everybody(site: &Site) -> Vec<(Actor, Browser<'_>)> {
    let nobody = [Role::Handler, Role::Citizen, Role::System];
    let centre = Role::ALL.iter().filter(|role| !nobody.contains(role)).map(|role| (*role, "center"));
    let handlers = ["hexi", "hexi.taoyuan", "cgw"].map(|unit| (Role::Handler, unit));
    let all = centre.chain(handlers);
    all.map(|(role, unit)| {
        let login = format!("{role}-{}", unit.replace('.', "-"));
        (person(role, unit, &login), site.browser(&login, role, unit))
    })
    .collect()
}

fn sees(actor: &Actor, request: &Request) -> bool {
    Scope::of(actor).allows(Visibility { secrecy: request.facts.secrecy, units: &request.units })
}

/// Every address that the sources of the pages name, with whether it can be read and written to. A new page is probed by being there.
fn routes() -> Vec<(String, bool, bool)> {
    fn walk(at: &Path, routes: &mut Vec<(String, bool, bool)>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, routes);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for rest in text.split(".route(").skip(1) {
                    let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
                    let (address, handlers) = rest.split_once('"').unwrap();
                    let handlers = handlers.split('\n').next().unwrap();
                    routes.push((address.to_owned(), handlers.contains("get("), handlers.contains("post(")));
                }
            }
        }
    }
    let mut routes = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), &mut routes);
    // Two pools that make their addresses from their names.
    routes
        .extend(["/review", "/review/{task}", "/callback", "/callback/{task}"].map(|at| (at.to_owned(), true, false)));
    assert!(
        routes.len() > 30 && routes.iter().filter(|route| route.1).count() > 20,
        "the routes are found: {routes:?}"
    );
    routes
}

/// The address with this request in the place of whatever it names.
fn about(address: &str, secret: &Secret) -> Option<String> {
    let request = &secret.request;
    let order = request.orders.first().map(|order| order.id.to_string());
    let task = request.tasks.first().map(|task| task.id.to_string());
    let mut at = address.replace("{number}", &request.number);
    if at.contains("{order}") {
        at = at.replace("{order}", &order?);
    }
    if at.contains("{task}") {
        at = at.replace("{task}", &task?);
    }
    at = at.replace("{id}", &secret.file.to_string());
    (!at.contains('{') || at.contains("{verb}")).then_some(at)
}

fn tells(body: &str, secret: &Secret) -> Option<String> {
    secret.marks.iter().find(|mark| body.contains(mark.as_str())).cloned()
}

#[tokio::test]
async fn no_page_shows_what_the_rules_hide() {
    let site = Site::new().await;
    let secrets = fill(&site.world);
    let routes = routes();
    let (mut hidden, mut shown) = (0, BTreeSet::new());
    for (actor, browser) in everybody(&site) {
        let mut asked = BTreeSet::new();
        for (address, ..) in routes.iter().filter(|route| route.1) {
            for secret in &secrets {
                let Some(path) = about(address, secret).filter(|path| asked.insert(path.clone())) else { continue };
                let (status, _, body) = browser.bytes(&path, &[]).await;
                let body = String::from_utf8_lossy(&body);
                assert!(!status.is_server_error(), "{path} for {}: {status}", actor.name);
                for other in &secrets {
                    let Some(mark) = tells(&body, other) else { continue };
                    assert!(sees(&actor, &other.request), "{path} tells {} {mark}", actor.name);
                    let clear = mark.starts_with("王某") || mark.starts_with("138");
                    assert!(!clear, "{path} tells {} who asked, without a reason", actor.name);
                    shown.insert(address.clone());
                }
                let own = address.contains('{') && !sees(&actor, &secret.request);
                // An administrator is told about anybody's rights, and nothing of the request.
                let told = address.ends_with("/why") && actor.is(Role::Administrator);
                if own && !told {
                    assert!(!status.is_success(), "{path} for {}: {status}", actor.name);
                    hidden += 1;
                }
            }
        }
    }
    assert!(hidden > 300, "{hidden} were refused");
    for page in
        ["/requests", "/requests/{number}", "/pool", "/pool/{number}", "/inbox", "/inbox/{order}", "/requests.csv"]
    {
        assert!(shown.contains(page), "{page} shows what is allowed: {shown:?}");
    }
}

#[tokio::test]
async fn nothing_is_done_to_what_the_rules_hide() {
    let site = Site::new().await;
    let secrets = fill(&site.world);
    let verbs: Vec<String> = CommandKind::ALL.iter().map(|kind| kind.code().replace('_', "-")).collect();
    let verbs: Vec<&str> =
        verbs.iter().map(String::as_str).chain(["ask", "reply", "triage", "grade", "callback"]).collect();
    let fields = [
        ("text", "越权"),
        ("reason", "越权"),
        ("note", "越权"),
        ("answer", "越权"),
        ("opinion", "越权"),
        ("lead", "wjw"),
        ("units", "wjw"),
        ("unit", "wjw"),
        ("topic", "city.lamp"),
        ("place", "hexi.taoyuan"),
        ("grade", "emergency"),
        ("supplement", "越权"),
        ("to", "dispatcher-center"),
    ];
    let routes = routes();
    let mut refused = 0;
    for (actor, browser) in everybody(&site) {
        let hidden: Vec<&Secret> = secrets.iter().filter(|secret| !sees(&actor, &secret.request)).collect();
        // Two of them: one that another unit has, one that nobody has or few may know of.
        for secret in hidden.first().into_iter().chain(hidden.last()) {
            for (address, ..) in
                routes.iter().filter(|route| route.2 && route.0.contains('{') && !route.0.contains("/public"))
            {
                let Some(path) = about(address, secret) else { continue };
                for verb in if path.contains("{verb}") { &verbs[..] } else { &["-"] } {
                    let path = path.replace("{verb}", verb);
                    let answer = browser.post(&path, &fields).await;
                    assert!(answer.status.is_client_error(), "{path} by {}: {}", actor.name, answer.status);
                    assert_eq!(tells(&answer.body, secret), None, "{path} by {}", actor.name);
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 500, "{refused} were refused");
    for secret in &secrets {
        assert_eq!(site.world.request(&secret.filed), secret.request, "{} is as it was", secret.filed.number);
    }
}

#[tokio::test]
async fn the_feed_tells_of_nothing_hidden_and_of_everything_else() {
    let site = Site::new().await;
    let secrets = fill(&site.world);
    for (role, unit) in
        [(Role::Agent, "center"), (Role::Administrator, "center"), (Role::Handler, "hexi"), (Role::Handler, "cgw")]
    {
        let actor = person(role, unit, "某人");
        let browser = site.browser(&format!("{role}-{unit}"), role, unit);
        let feed = browser.open("/live?after=0").await;
        let told = String::from_utf8(to_bytes(feed.into_body(), 1024 * 1024).await.unwrap().to_vec()).unwrap();
        for secret in &secrets {
            let heard = told.contains(&secret.request.id.to_string()) && told.contains(&secret.request.number);
            assert_eq!(heard, sees(&actor, &secret.request), "{} for {role} of {unit}", secret.request.number);
        }
    }
}

#[tokio::test]
async fn a_right_is_told_with_its_ground() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = city.agent().registers(wrongdoing("队长收钱").at("hexi.taoyuan"));
    city.dispatcher().dispatches(&filed, lead("hexi"), []);
    for (login, role, unit) in [
        ("zuoxi", Role::Agent, "center"),
        ("hexi", Role::Handler, "hexi"),
        ("cgw", Role::Handler, "cgw"),
        ("jubao", Role::NamedOfficer, "center"),
    ] {
        site.browser(login, role, unit);
    }
    let auditor = site.browser("shenji", Role::Auditor, "center");
    let path = format!("/requests/{}/why", filed.number);
    let sight = |page: &Answer| page.between("<ul class=\"grounds\">", "</ul>");
    let mut told = Vec::new();
    for login in ["zuoxi", "hexi", "cgw", "jubao"] {
        told.push(format!("{login}: {}", sight(&auditor.get(&format!("{path}?who={login}")).await)));
    }
    assert_snapshot!(told.join("\n"), @"
    zuoxi: 话务员查看全市诉求 密级“隐匿身份”在其可见范围内 看不到详细地址：隐匿身份的诉求，地址仅限举报专办员和承办单位 不能查看身份：身份仅限举报专办员
    hexi: 河西区人民政府或其下级承担工单：河西区人民政府 密级“隐匿身份”在其可见范围内 能看到详细地址 不能查看身份：身份仅限举报专办员
    cgw: 天津市城市管理委员会及其下级都没有承担这件诉求的工单 密级“隐匿身份”在其可见范围内
    jubao: 举报专办员查看全市诉求 密级“隐匿身份”在其可见范围内 能看到详细地址 可说明理由后查看身份，查看会记入流水，本人可见
    ");
    let page = auditor.get(&format!("{path}?who=hexi")).await;
    assert!(page.body.contains("工单由河西区人民政府或其下级承办") && page.body.contains("队长收钱"));
    assert!(auditor.get(&format!("{path}?who=niemand")).await.body.contains("没有这个登录名"));

    let administrator = site.browser("guanli", Role::Administrator, "center");
    let page = administrator.get(&format!("{path}?who=hexi")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("队长收钱") && page.body.contains("能看到"));
    assert!(administrator.get("/account").await.body.contains("action=\"/why\""));
    let typed = administrator.get(&format!("/why?number={}", filed.number.to_lowercase())).await;
    assert_eq!((typed.status, typed.location), (StatusCode::SEE_OTHER, path.clone()));
    for (login, role) in [("zuoxi2", Role::Agent), ("lingdao", Role::Leader)] {
        assert_eq!(site.browser(login, role, "center").get(&path).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(auditor.get("/requests/TJ250303-999999/why").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_shift_is_handed_over_by_plain_forms() {
    let site = Site::new().await;
    let city = &site.world;
    let filed = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
    let (one, two) =
        (site.browser("paidan1", Role::Dispatcher, "center"), site.browser("paidan2", Role::Dispatcher, "center"));
    let task = city.request(&filed).open_tasks(TaskKind::Dispatch, None).next().unwrap().id;
    one.post(&format!("/tasks/{task}/claim"), &[("back", "/pool")]).await;
    assert_eq!(
        one.put("/desk/draft", &[("key", "abc"), ("title", "漏水"), ("version", "0")]).await.status,
        StatusCode::NO_CONTENT
    );
    let page = one.get("/hand-over").await;
    assert!(
        page.body.contains(&filed.number)
            && page.body.contains("paidan2 · 派单员")
            && !page.body.contains("value=\"paidan1\"")
    );

    let unsaid = one.post("/hand-over", &[("to", "paidan2"), ("note", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = one.post("/hand-over", &[("to", "paidan2"), ("note", "已约 15 点再打")]).await;
    assert_eq!((given.status, given.location.as_str()), (StatusCode::SEE_OTHER, "/hand-over"));
    assert!(!one.get("/hand-over").await.body.contains(&filed.number));

    let taken = two.get("/hand-over").await;
    assert!(taken.body.contains(&filed.number));
    assert_eq!(taken.body.matches("已约 15 点再打").count(), 3, "with the parcel, and in the list, where it is cut");
    let take_up = taken.body.split("action=\"/hand-over/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let up = two.post(&format!("/hand-over/{take_up}"), &[]).await;
    assert_eq!(up.location, "/desk");
    assert_eq!(two.get("/desk").await.field("title"), "漏水");
    assert_eq!(two.post(&format!("/hand-over/{take_up}"), &[]).await.status, StatusCode::NOT_FOUND);

    // For somebody who is not there: a floor supervisor, nobody else.
    assert_eq!(one.get("/hand-over?of=paidan2").await.status, StatusCode::FORBIDDEN);
    let head = site.browser("banzhang", Role::FloorSupervisor, "center");
    assert!(head.get("/hand-over?of=paidan2").await.body.contains(&filed.number));
    let for_two = [("of", "paidan2"), ("to", "paidan1"), ("note", "病假")];
    assert_eq!(head.post("/hand-over", &for_two).await.status, StatusCode::SEE_OTHER);
    assert!(one.get("/hand-over").await.body.contains(&filed.number));
    assert_eq!(site.browser("shenji", Role::Auditor, "center").get("/hand-over").await.status, StatusCode::FORBIDDEN);
}
