//! Looking: one request, lists, tasks, the inbox, the city, the export, the feed.

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::access::Role;
use serde_json::json;

use crate::program::{ALL, Server, but, cold_flat, dispatched};

#[tokio::test]
async fn a_request_is_shown_with_everything_that_belongs_to_it() {
    let server = Server::new().await;
    let (number, _) = dispatched(&server.agent(), "hexi").await;
    assert_snapshot!(server.handler("hexi").get(&format!("/api/requests/{number}")).await, @r#"
    200 OK
    content-type: application/json
    etag: "2"

    {
      "account": "从昨晚起室温只有 14 度",
      "address": "某某里 12 号楼",
      "call_window": null,
      "channel": "phone",
      "clocks": [
        {
          "due": "2025-03-03T01:15:00Z",
          "extensions": [],
          "first_due": "2025-03-03T01:15:00Z",
          "id": "01955984-5680-7011-91a9-5883cf19a467",
          "kind": "dispatch",
          "order": null,
          "overdue": null,
          "pauses": [],
          "period": "15 min",
          "policy": "2025-01",
          "ring": null,
          "rung": 0,
          "started": "2025-03-03T01:00:00Z",
          "stopped": "2025-03-03T01:00:00Z"
        },
        {
          "due": "2025-03-03T01:30:00Z",
          "extensions": [],
          "first_due": "2025-03-03T01:30:00Z",
          "id": "01955984-5680-7011-91a9-5885504fc282",
          "kind": "accept",
          "order": "01955984-5680-7011-91a9-588277420a30",
          "overdue": null,
          "pauses": [],
          "period": "30 min",
          "policy": "2025-01",
          "ring": "2025-03-03T01:15:00Z",
          "rung": 0,
          "started": "2025-03-03T01:00:00Z",
          "stopped": null
        },
        {
          "due": "2025-03-04T01:00:00Z",
          "extensions": [],
          "first_due": "2025-03-04T01:00:00Z",
          "id": "01955984-5680-7011-91a9-58859020b507",
          "kind": "handle",
          "order": "01955984-5680-7011-91a9-588277420a30",
          "overdue": null,
          "pauses": [],
          "period": "1 days, nights and holidays included",
          "policy": "2025-01",
          "ring": "2025-03-03T13:00:00Z",
          "rung": 0,
          "started": "2025-03-03T01:00:00Z",
          "stopped": null
        }
      ],
      "consult": null,
      "demand": "尽快恢复供热",
      "dispatches": 1,
      "ended": null,
      "files": [],
      "grade": "urgent",
      "grade_reason": "供热",
      "id": "01955984-5680-7011-91a9-58834abcda2f",
      "incident": null,
      "instructions": [],
      "invalid": null,
      "journal": [
        {
          "at": "2025-03-03T01:00:00Z",
          "by": {
            "name": "agent",
            "role": "agent",
            "unit": "center"
          },
          "event": "registered",
          "hash": "00c597d1b71389d31efdfcb3eea9c4a503b35c8948f7869797db2a14caac8ac8",
          "no": 1,
          "said": {
            "grade": "urgent",
            "kind": "help",
            "number": "TJ250303-000013",
            "place": "hexi.taoyuan",
            "topic": "heating.cold"
          },
          "seq": 1
        },
        {
          "at": "2025-03-03T01:00:00Z",
          "by": {
            "name": "agent",
            "role": "agent",
            "unit": "center"
          },
          "event": "dispatched",
          "hash": "699ecdda71b6ba3c736ebfb10a57a3f426adf2c01fb588439831df879c5cfe71",
          "no": 2,
          "said": {
            "grade": "urgent",
            "opinion": "请尽快处理",
            "to": [
              {
                "designated": false,
                "order": "01955984-5680-7011-91a9-588277420a30",
                "role": "lead",
                "unit": "hexi"
              }
            ]
          },
          "seq": 2
        }
      ],
      "kind": "help",
      "master": null,
      "may_reveal": true,
      "moves": [
        "claim",
        "release",
        "pass_on",
        "reveal"
      ],
      "number": "TJ250303-000013",
      "occurred": null,
      "orders": [
        {
          "accepted": null,
          "appeal": null,
          "contacted": null,
          "delay_ask": null,
          "delays": 0,
          "designated": false,
          "dispatched": "2025-03-03T01:00:00Z",
          "id": "01955984-5680-7011-91a9-588277420a30",
          "moves": [
            "accept",
            "ask_return"
          ],
          "opinion": "请尽快处理",
          "overdue": false,
          "parent": null,
          "parking": null,
          "pauses": 0,
          "phoned": null,
          "points": [],
          "report": null,
          "reported": null,
          "return_ask": null,
          "return_refused": false,
          "return_until": "2025-03-04T09:30:00Z",
          "role": "lead",
          "state": "dispatched",
          "support_ask": null,
          "uncounted": null,
          "unit": "hexi",
          "unit_name": "Hexi Government",
          "version": 2
        }
      ],
      "overdue": false,
      "person": {
        "name": "赵*",
        "phone": "100****0001"
      },
      "place": "hexi.taoyuan",
      "received": "2025-03-03T01:00:00Z",
      "registered": "2025-03-03T01:00:00Z",
      "reopened": 0,
      "reworks": 0,
      "secrecy": "open",
      "sheets": [],
      "state": "handling",
      "supervised": false,
      "supplements": 0,
      "tasks": [
        {
          "claimed": null,
          "claimed_by": null,
          "done": "2025-03-03T01:00:00Z",
          "due": "2025-03-03T01:15:00Z",
          "id": "01955984-5680-7011-91a9-58849a1b4fb7",
          "kind": "dispatch",
          "not_before": null,
          "opened": "2025-03-03T01:00:00Z",
          "order": null,
          "unit": null
        }
      ],
      "title": "暖气不热",
      "topic": "heating.cold",
      "tried": [],
      "urges": 0,
      "version": 2,
      "wants_callback": true,
      "weight": 1,
      "withdrawal": null
    }
    "#);
}

#[tokio::test]
async fn the_journal_tells_who_did_what() {
    let server = Server::new().await;
    let agent = server.agent();
    let number = agent.post("/api/requests", &cold_flat()).await.at("/number");
    agent.post(&format!("/api/requests/{number}/urge"), &json!({ "text": "再次来电" })).await;
    assert_snapshot!(agent.get(&format!("/api/requests/{number}/journal")).await, @r#"
    200 OK
    content-type: application/json

    [
      {
        "at": "2025-03-03T01:00:00Z",
        "by": {
          "name": "agent",
          "role": "agent",
          "unit": "center"
        },
        "event": "registered",
        "hash": "66c78ce18e6b4a3bd4342426fc098c8fdaf716070c659c49219183db43462838",
        "no": 1,
        "said": {
          "grade": "urgent",
          "kind": "help",
          "number": "TJ250303-000013",
          "place": "hexi.taoyuan",
          "topic": "heating.cold"
        },
        "seq": 1
      },
      {
        "at": "2025-03-03T01:00:00Z",
        "by": {
          "name": "agent",
          "role": "agent",
          "unit": "center"
        },
        "event": "urged",
        "hash": "2da449057eccde5922b48110b2992bda565ff63a85c52fc3c4240213b8398740",
        "no": 2,
        "said": {
          "text": "再次来电"
        },
        "seq": 2
      }
    ]
    "#);
}

#[tokio::test]
async fn lists_are_filtered_and_read_page_by_page() {
    let server = Server::new().await;
    let agent = server.agent();
    for n in 0..5 {
        agent.post("/api/requests", &but(cold_flat(), &json!({ "title": format!("第 {n} 件") }))).await;
        // Within one millisecond there is no newer and older.
        server.world.sleep(lianxin_testkit::minutes(1));
    }
    let other = agent
        .post("/api/requests", &but(cold_flat(), &json!({ "title": "询问", "kind": "enquiry", "grade": "emergency" })))
        .await;
    let titles = async |query: &str| {
        let page = agent.get(&format!("/api/requests?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{page}");
        let titles: Vec<String> = page.json()["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["title"].as_str().unwrap().to_owned())
            .collect();
        (titles.join(" "), page.json()["next"].as_str().map(str::to_owned))
    };
    let (first, next) = titles("limit=4").await;
    let (rest, end) = titles(&format!("limit=4&before={}", next.unwrap())).await;
    assert_eq!((first.as_str(), rest.as_str(), end), ("询问 第 4 件 第 3 件 第 2 件", "第 1 件 第 0 件", None));
    assert_eq!(titles("kind=enquiry").await.0, "询问");
    assert_eq!(titles("grade=emergency,ordinary").await.0, "询问");
    assert_eq!(titles("topic=heating&place=hexi&limit=1").await.0, "询问");
    assert_eq!(titles("place=heping").await.0, "");
    assert_eq!(titles(&format!("q={}", other.at("/number"))).await.0, "询问");
    assert_eq!(
        titles(&format!("q={}&kind=help", other.at("/number"))).await.0,
        "",
        "a number does not widen the filter"
    );
    assert_eq!(titles("q=10000000001&limit=1").await.0, "询问", "by phone");
    assert_eq!(titles("q=%E7%AC%AC%203").await.0, "第 3 件", "by words");
    assert_eq!(titles("until=2025-03-03T00:00:00Z").await.0, "");
    assert_eq!(agent.get("/api/requests?count=true&limit=1").await.number("/count"), 6);

    let mut wrong = Vec::new();
    for query in [
        "state=lost",
        "statee=closed",
        "limit=many",
        "from=gestern",
        "topic=no.such",
        "place=elsewhere",
        "unit=nobody",
        "before=1",
    ] {
        let answer = agent.get(&format!("/api/requests?{query}")).await;
        wrong.push(format!("{query}: {} {}", answer.status.as_u16(), answer.problem()));
    }
    assert_snapshot!(wrong.join("\n"), @r"
    state=lost: 400 unreadable
    statee=closed: 400 unreadable
    limit=many: 400 unreadable
    from=gestern: 400 unreadable
    topic=no.such: 422 invalid
    place=elsewhere: 422 invalid
    unit=nobody: 422 invalid
    before=1: 400 unreadable
    ");
}

#[tokio::test]
async fn a_unit_reads_its_inbox_and_a_dispatcher_the_pool() {
    let server = Server::new().await;
    let agent = server.agent();
    dispatched(&agent, "hexi").await;
    agent.post("/api/requests", &cold_flat()).await;
    assert_snapshot!(server.handler("hexi").get("/api/inbox").await, @r#"
    200 OK
    content-type: application/json

    {
      "next": null,
      "orders": [
        {
          "address": "某某里 12 号楼",
          "dispatched": "2025-03-03T01:00:00Z",
          "due": "2025-03-03T01:30:00Z",
          "due_kind": "accept",
          "grade": "urgent",
          "id": "01955984-5680-7011-91a9-588277420a30",
          "kind": "help",
          "number": "TJ250303-000013",
          "overdue": false,
          "place": "hexi.taoyuan",
          "role": "lead",
          "state": "dispatched",
          "title": "暖气不热",
          "topic": "heating.cold",
          "unit": "hexi",
          "urges": 0,
          "version": 2
        }
      ]
    }
    "#);
    assert_snapshot!(server.dispatcher().get("/api/tasks?kind=dispatch").await, @r#"
    200 OK
    content-type: application/json

    {
      "next": null,
      "tasks": [
        {
          "claimed": null,
          "claimed_by": null,
          "claimed_name": null,
          "due": "2025-03-03T01:15:00Z",
          "id": "01955984-5680-7011-91a9-58881e1bfcda",
          "kind": "dispatch",
          "opened": "2025-03-03T01:00:00Z",
          "order": null,
          "request": {
            "address": "某某里 12 号楼",
            "channel": "phone",
            "due": "2025-03-03T01:15:00Z",
            "due_kind": "dispatch",
            "ended": null,
            "grade": "urgent",
            "id": "01955984-5680-7011-91a9-5886b61ad5c2",
            "kind": "help",
            "number": "TJ250303-000021",
            "overdue": false,
            "place": "hexi.taoyuan",
            "registered": "2025-03-03T01:00:00Z",
            "secrecy": "open",
            "state": "registered",
            "title": "暖气不热",
            "topic": "heating.cold",
            "urges": 0
          }
        }
      ]
    }
    "#);
    let hexi = server.program("hexi-2", &[Role::Handler], "hexi", ALL);
    dispatched(&agent, "hexi").await;
    let first = hexi.get("/api/inbox?limit=1").await;
    let second = hexi.get(&format!("/api/inbox?limit=1&after={}", first.at("/next"))).await;
    assert_ne!(first.at("/orders/0/id"), second.at("/orders/0/id"));
    assert!(second.json()["next"].is_null(), "{second}");
    assert_eq!(hexi.get("/api/inbox?after=nowhere").await.problem(), "unreadable");
}

#[tokio::test]
async fn the_pickers_find_by_initials() {
    let server = Server::new().await;
    let agent = server.agent();
    assert_snapshot!(agent.get("/api/city/units?q=hxq&limit=1").await, @r#"
    200 OK
    content-type: application/json

    [
      {
        "code": "hexi",
        "keys": "hxqzf hxqrmzf hexiquzhengfu hexiqurenminzhengfu",
        "name": "Hexi District People's Government",
        "path": ""
      }
    ]
    "#);
    assert_snapshot!(agent.get("/api/city/places?q=hexi&limit=1").await, @r#"
    200 OK
    content-type: application/json

    [
      {
        "code": "hexi",
        "keys": "hxq hexiqu hexi hx",
        "name": "Hexi District",
        "path": ""
      }
    ]
    "#);
    assert_snapshot!(agent.get("/api/city/topics?q=heating.cold&limit=1").await, @r#"
    200 OK
    content-type: application/json

    [
      {
        "code": "heating.cold",
        "grade_floor": "urgent",
        "keys": "wdbdb wendubudabiao",
        "name": "Not warm enough",
        "path": "Heating"
      }
    ]
    "#);
    assert_snapshot!(agent.get("/api/catalogue?topic=heating.cold&place=hexi.taoyuan").await, @r#"
    200 OK
    content-type: application/json

    {
      "proposal": {
        "because": "Tianjin Regulations on Heating",
        "lead": {
          "code": "reli",
          "name": "Tianjin Energy Group, Heating"
        },
        "rule": "TJ-024",
        "supporting": [
          {
            "code": "cgw",
            "name": "City Management Commission"
          }
        ]
      }
    }
    "#);
    assert_eq!(agent.get("/api/catalogue?topic=no.such").await.problem(), "invalid");
    assert!(
        agent.get("/api/city/units").await.json().as_array().unwrap().len() > 100,
        "without a word it is everything"
    );
    assert!(!agent.get("/api/city/refusals").await.json().as_array().unwrap().is_empty());
    assert!(!agent.get("/api/city/policy").await.json()["periods"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_caller_is_told_who_he_is() {
    let server = Server::new().await;
    let me = server.program("reader", &[Role::Analyst], "center", &["read"]).get("/api/me").await;
    let mut said = me.json();
    let version = said["city"]["version"].take();
    assert_eq!(version.as_str().unwrap(), server.world.app().city().version);
    assert_snapshot!(format!("{} {said:#}", me.status), @r#"
    200 OK {
      "account": "01955984-5680-7011-91a9-58821122edf8",
      "city": {
        "code": "TJ",
        "hotline": "12345",
        "name": "Tianjin",
        "version": null
      },
      "cleared": false,
      "expires": null,
      "login": "reader",
      "name": "reader",
      "roles": [
        "analyst"
      ],
      "scopes": [
        "read"
      ],
      "unit": "center",
      "unit_name": "Hotline Centre"
    }
    "#);
}

#[tokio::test]
async fn a_draft_is_kept_until_somebody_else_saves() {
    let server = Server::new().await;
    let agent = server.agent();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let save = async |version: &str| {
        agent
            .send(
                "PUT",
                "/api/drafts/intake",
                &form,
                format!("title=%E6%9A%96%E6%B0%94&version={version}").into_bytes(),
            )
            .await
    };
    assert_snapshot!(save("0").await, @r"
    204 No Content
    x-draft-version: 1
    ");
    assert_snapshot!(agent.get("/api/drafts/intake").await, @r#"
    200 OK
    content-type: application/json
    x-draft-version: 1

    {
      "form": "title=%E6%9A%96%E6%B0%94",
      "saved": "2025-03-03T01:00:00Z",
      "version": 1
    }
    "#);
    assert_snapshot!(save("0").await, @r#"
    409 Conflict
    content-type: application/problem+json

    {
      "detail": "Somebody else was faster: reload and try again",
      "status": 409,
      "title": "changed",
      "type": "/api/docs#problem-changed"
    }
    "#);
    assert_eq!(save("1").await.header("x-draft-version"), "2");
    assert_eq!(save("").await.problem(), "version-needed");
    assert_eq!(server.dispatcher().get("/api/drafts/intake").await.problem(), "not-found", "each has his own");
    assert_eq!(agent.send("PUT", "/api/drafts/a%2Fb", &form, b"version=0".to_vec()).await.problem(), "unreadable");
    let large = format!("version=2&demand={}", "x".repeat(512 * 1024)).into_bytes();
    assert_eq!(agent.send("PUT", "/api/drafts/intake", &form, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(agent.send("DELETE", "/api/drafts/intake", &[], Vec::new()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(agent.get("/api/drafts/intake").await.problem(), "not-found");
}
