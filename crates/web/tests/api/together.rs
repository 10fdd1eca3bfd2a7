//! 并单、突发事件、督办、批示: several requests about one matter, and pressing a unit.

use insta::assert_snapshot;
use lianxin_domain::access::Role;
use serde_json::json;

use crate::program::Server;
use crate::story::Story;

#[tokio::test]
async fn two_requests_about_one_matter_are_merged_and_part_again() {
    let server = Server::new().await;
    let (dispatcher, unit) = (server.dispatcher(), server.handler("hexi"));
    let master = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    let mut story = Story::waiting(&dispatcher, &json!({ "title": "同楼也不热" })).await;
    let own = story.number.clone();
    story.does(&dispatcher, "merge", &json!({ "number": own, "reason": "自己" })).await;
    story.does(&dispatcher, "merge", &json!({ "number": "TJ250303-999999", "reason": "没有这件" })).await;
    story.does(&unit, "merge", &json!({ "number": master.number, "reason": "无权" })).await;
    story.does(&dispatcher, "merge", &json!({ "number": master.number.to_lowercase(), "reason": "同一栋楼" })).await;
    story.sees(&dispatcher, "/master").await;
    story.does(&dispatcher, "merge", &json!({ "number": master.number, "reason": "再并一次" })).await;
    assert_eq!(master.show(&unit).await["weight"], 2);
    story.does(&dispatcher, "unmerge", &json!({ "reason": "" })).await;
    story.does(&dispatcher, "unmerge", &json!({ "reason": "户内阀门问题" })).await;
    story.sees(&dispatcher, "/master").await;
    assert_eq!(master.show(&unit).await["weight"], 1);
    assert_snapshot!(story.told(), @r#"
    merge: 422 refused into_itself: a request cannot be merged into itself
    merge: 404 not-found: There is no such request, or it is outside your scope
    merge: 404 not-found: There is no such request, or it is outside your scope
    merge: 200 {"due":null,"number":"TJ250303-000021","orders":[],"state":"merged","version":2}
        /master: "TJ250303-000013"
    merge: 422 refused: “Merge” is not possible while it is “Merged”. Possible now: Unmerge, Told by phone, Claim, Release, Pass on, Reveal the identity
    unmerge: 422 invalid: Reason is missing
    unmerge: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000021","orders":[],"state":"registered","version":3}
        /master: null
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn an_incident_takes_in_what_fits() {
    let server = Server::new().await;
    let dispatcher = server.dispatcher();
    let mut story = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    let incident = json!({ "text": "桃园街主管爆裂，今晚恢复", "topic": "heating.cold", "place": "hexi.taoyuan" });
    story.does(&dispatcher, "share-progress", &json!({ "text": "没有事件" })).await;
    story.does(&dispatcher, "end-incident", &json!({ "reason": "没有事件" })).await;
    story.does(&dispatcher, "declare-incident", &json!({ "text": "x", "topic": "no.such", "place": "hexi" })).await;
    story.does(&dispatcher, "declare-incident", &incident).await;
    story.does(&dispatcher, "declare-incident", &incident).await;
    let next = Story::waiting(&dispatcher, &json!({ "title": "我家也不热" })).await;
    let seen = next.show(&dispatcher).await;
    assert_eq!((seen["state"].as_str(), seen["master"].as_str()), (Some("merged"), Some(story.number.as_str())));
    story.does(&dispatcher, "share-progress", &json!({ "text": "正在注水升温" })).await;
    story.does(&dispatcher, "end-incident", &json!({ "reason": "" })).await;
    story.does(&dispatcher, "end-incident", &json!({ "reason": "已恢复供热" })).await;
    story.sees(&dispatcher, "/incident").await;
    story.sees(&dispatcher, "/weight").await;
    let later = Story::waiting(&dispatcher, &json!({ "title": "又不热了" })).await;
    assert_eq!(later.show(&dispatcher).await["state"], "registered");
    assert_snapshot!(story.told(), @r#"
    share-progress: 422 refused no_incident: no incident is running
    end-incident: 422 refused no_incident: no incident is running
    declare-incident: 422 invalid: Topic “no.such” is not known in this city: choose from the list
    declare-incident: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":3}
    declare-incident: 422 refused already_asked: it has been asked for already: wait for the decision
    share-progress: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":5}
    end-incident: 422 invalid: Reason is missing
    end-incident: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":6}
        /incident: {"declared":"2025-03-03T01:00:00Z","ended":"2025-03-03T01:00:00Z","place":"hexi.taoyuan","progress":"正在注水升温","text":"桃园街主管爆裂，今晚恢复","topic":"heating.cold"}
        /weight: 2
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn a_unit_is_pressed_and_answers() {
    let server = Server::new().await;
    let (agent, unit) = (server.agent(), server.handler("hexi"));
    let (supervision, leader) = (server.at_centre(Role::Supervision), server.at_centre(Role::Leader));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    let demand = |kind: &str| json!({ "kind": kind, "demand": "查明原因并当面说明" });
    story.acts(&unit, "answer-sheet", &json!({ "text": "没有督办单" })).await;
    story.acts(&supervision, "lift-sheet", &json!({ "reason": "没有督办单" })).await;
    story.acts(&supervision, "supervise", &demand("no_such_kind")).await;
    story.acts(&supervision, "supervise", &demand("leader")).await;
    story.acts(&supervision, "supervise", &json!({ "kind": "single", "demand": "x", "days": 0 })).await;
    story.does(&leader, "instruct", &json!({ "text": "" })).await;
    story.does(&leader, "instruct", &json!({ "text": "请今日内恢复供热" })).await;
    story.sees(&unit, "/instructions").await;
    story.acts(&supervision, "supervise", &demand("leader")).await;
    story.acts(&supervision, "supervise", &demand("single")).await;
    story.sees(&unit, "/sheets").await;
    story.acts(&unit, "answer-sheet", &json!({ "text": "已更换外网阀门" })).await;
    story.acts(&supervision, "lift-sheet", &json!({ "reason": "已整改" })).await;
    story.sees(&unit, "/sheets/0/lifted").await;
    story.sees(&unit, "/supervised").await;
    assert_snapshot!(story.told(), @r#"
    answer-sheet: 422 refused no_sheet: there is no open sheet
    lift-sheet: 422 refused no_sheet: there is no open sheet
    supervise: 422 invalid: Kind “no_such_kind” is not known in this city: choose from the list
    supervise: 422 refused needs_instruction: this way of supervising needs a leader's instruction
    supervise: 422 invalid: Days is missing
    instruct: 422 invalid: Text is missing
    instruct: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":3}
        /instructions: [{"at":"2025-03-03T01:00:00Z","by":"leader","text":"请今日内恢复供热"}]
    supervise: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":4}],"state":"handling","version":4}
    supervise: 422 refused sheet_open: this unit has an open sheet already
        /sheets: [{"answer":null,"demand":"查明原因并当面说明","due":"2025-03-06T09:30:00Z","issued":"2025-03-03T01:00:00Z","kind":"leader","lifted":null,"number":"TJ250303-000013-D1"}]
    answer-sheet: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":5}],"state":"handling","version":5}
    lift-sheet: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":6}],"state":"handling","version":6}
        /sheets/0/lifted: "已整改"
        /supervised: true
    "#);
    let journal = supervision.get(&format!("/api/requests/{}/journal", story.number)).await.json();
    let sheet = journal.as_array().unwrap().iter().find(|entry| entry["event"] == "supervised").unwrap();
    assert!(sheet["said"]["sheet"]["due"].is_string(), "the journal says moments as everybody writes them: {sheet:#}");
    server.world.verify().unwrap();
}
