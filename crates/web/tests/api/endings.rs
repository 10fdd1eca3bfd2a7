//! 转接、无效、撤诉、异议、申诉: ways out of a request, and back in; tasks that change hands.

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::MessageId;
use lianxin_domain::access::Role;
use lianxin_domain::city::{Audience, Means};
use lianxin_domain::request::{Command, Message, Occasion};
use serde_json::json;

use crate::program::{ALL, Server};
use crate::story::Story;

#[tokio::test]
async fn another_line_takes_it_over() {
    let server = Server::new().await;
    let agent = server.agent();
    let mut story = Story::waiting(&agent, &json!({})).await;
    story.does(&agent, "hand-over", &json!({ "phone": "114", "reason": "问号码" })).await;
    story.does(&agent, "hand-over", &json!({ "phone": "119", "reason": "楼道冒烟" })).await;
    story.does(&agent, "hand-over", &json!({ "phone": "119", "reason": "再转一次" })).await;
    assert_snapshot!(story.told(), @r#"
    hand-over: 422 invalid: Phone “114” is not known in this city: choose from the list
    hand-over: 200 {"due":null,"number":"TJ250303-000013","orders":[],"state":"handed_over","version":2}
    hand-over: 422 refused: “Hand over” is not possible while it is “Handed over”. Possible now: Told by phone, Claim, Release, Pass on, Reveal the identity
    "#);
    let at_once = json!({ "then": { "do": "hand_over", "phone": "110", "reason": "有人斗殴" } });
    assert_eq!(Story::waiting(&agent, &at_once).await.show(&agent).await["state"], "handed_over");
}

#[tokio::test]
async fn a_supervisor_confirms_what_is_invalid() {
    let server = Server::new().await;
    let (agent, supervisor) = (server.agent(), server.at_centre(Role::FloorSupervisor));
    let mut story = Story::waiting(&agent, &json!({})).await;
    story.does(&supervisor, "invalidate", &json!({ "agreed": false, "reason": "没有申请" })).await;
    story.does(&agent, "ask-invalid", &json!({ "reason": "" })).await;
    story.does(&agent, "ask-invalid", &json!({ "reason": "仅辱骂" })).await;
    story.sees(&agent, "/invalid").await;
    story.does(&agent, "ask-invalid", &json!({ "reason": "又一次" })).await;
    story.does(&agent, "invalidate", &json!({ "agreed": true, "reason": "自己确认" })).await;
    story.does(&supervisor, "invalidate", &json!({ "agreed": false, "reason": "有诉求" })).await;
    story.does(&agent, "ask-invalid", &json!({ "reason": "再听录音" })).await;
    story.does(&supervisor, "invalidate", &json!({ "agreed": true, "reason": "确无诉求" })).await;
    assert_snapshot!(story.told(), @r#"
    invalidate: 422 refused nothing_asked: nothing has been asked for
    ask-invalid: 422 invalid: Reason is missing
    ask-invalid: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":2}
        /invalid: "仅辱骂"
    ask-invalid: 422 refused already_asked: it has been asked for already: wait for the decision
    invalidate: 403 forbidden: “Mark invalid” is done by: Floor supervisor
    invalidate: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":3}
    ask-invalid: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":4}
    invalidate: 200 {"due":null,"number":"TJ250303-000013","orders":[],"state":"invalid","version":5}
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn nobody_is_pressed_to_withdraw() {
    let server = Server::new().await;
    let (agent, caller) = (server.agent(), server.at_centre(Role::CallbackAgent));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.does(&caller, "check-withdraw", &json!({ "pressed": false, "text": "没有申请" })).await;
    let filed = story.filed(&agent).await;
    let withdraws = || server.world.citizen().does(&filed, Command::Withdraw { reason: "不想再等".to_owned() });
    withdraws();
    story.sees(&agent, "/withdrawal").await;
    story.does(&caller, "check-withdraw", &json!({ "pressed": true, "text": "" })).await;
    story.does(&caller, "check-withdraw", &json!({ "pressed": true, "text": "物业要求撤诉" })).await;
    withdraws();
    story.does(&agent, "check-withdraw", &json!({ "pressed": false, "text": "无权" })).await;
    story.does(&caller, "check-withdraw", &json!({ "pressed": false, "text": "已自行解决" })).await;
    story.does(&agent, "reopen", &json!({ "reason": "" })).await;
    story.does(&agent, "reopen", &json!({ "reason": "又不热了" })).await;
    story.sees(&agent, "/reopened").await;
    story.does(&agent, "reopen", &json!({ "reason": "再开一次" })).await;
    assert_snapshot!(story.told(), @r#"
    check-withdraw: 422 refused nothing_asked: nothing has been asked for
        /withdrawal: {"asked":"2025-03-03T01:00:00Z","reason":"不想再等"}
    check-withdraw: 422 invalid: Text is missing
    check-withdraw: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":4}
    check-withdraw: 403 forbidden: “Check the withdrawal” is done by: Call-back agent, Named officer
    check-withdraw: 200 {"due":null,"number":"TJ250303-000013","orders":[{"role":"lead","state":"recalled","unit":"hexi","version":2}],"state":"withdrawn","version":6}
    reopen: 422 invalid: Reason is missing
    reopen: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"recalled","unit":"hexi","version":2}],"state":"registered","version":7}
        /reopened: 1
    reopen: 422 refused: “Reopen” is not possible while it is “Registered”. Possible now: Answer at once, Refuse, Hand over, Ask to mark invalid, Mark invalid, Ask the citizen, Classify, Send to assessment, Dispatch, Consult, Merge, Declare an incident, Progress for all, End the incident, Urge, Instruct, Change the grade, Supplement, Withdraw, Check the withdrawal, Told by phone, Claim, Release, Pass on, Reveal the identity
    "#);
    let by_program = server.program("posing", &[Role::Citizen], "center", ALL);
    let tries = story.does(&by_program, "withdraw", &json!({ "reason": "x" })).await;
    assert_eq!(tries.status, StatusCode::NOT_FOUND, "only the citizen withdraws, on his own page");
    server.world.verify().unwrap();
}

#[tokio::test]
async fn a_unit_appeals_from_level_to_level() {
    let server = Server::new().await;
    let (agent, unit) = (server.agent(), server.handler("hexi"));
    let (reviewer, caller) = (server.at_centre(Role::Reviewer), server.at_centre(Role::CallbackAgent));
    let (supervision, leader) = (server.at_centre(Role::Supervision), server.at_centre(Role::Leader));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.acts(&unit, "appeal", &json!({ "claim": "satisfaction", "reason": "尚未办结" })).await;
    let before = story.told();
    story.closed(&unit, &reviewer, &caller).await;
    story.acts(&reviewer, "decide-appeal", &json!({ "granted": true, "reason": "没有申诉" })).await;
    story.acts(&unit, "appeal", &json!({ "claim": "satisfaction", "reason": "" })).await;
    let claim = json!({ "claim": "satisfaction", "reason": "不满意的是另一事项" });
    for judge in [&reviewer, &supervision] {
        story.acts(&unit, "appeal", &claim).await;
        story.acts(&unit, "appeal", &claim).await;
        story.acts(&leader, "decide-appeal", &json!({ "granted": true, "reason": "越级" })).await;
        story.acts(judge, "decide-appeal", &json!({ "granted": false, "reason": "录音为本事项" })).await;
    }
    story.acts(&unit, "appeal", &claim).await;
    story.sees(&unit, "/orders/0/appeal").await;
    story.acts(&leader, "decide-appeal", &json!({ "granted": true, "reason": "确系另一事项" })).await;
    story.sees(&unit, "/orders/0/uncounted").await;
    story.acts(&unit, "appeal", &claim).await;
    story.does(&agent, "reopen", &json!({ "reason": "市民异议" })).await;
    assert_snapshot!(format!("{before}\n{}", story.told()), @r#"
    appeal: 422 refused: “Appeal the score” is not possible while it is “To be accepted”. Possible now: Phone the unit, Accept, Ask to return, Recall, Refuse support, Let the clock run, Supervise, Answer the sheet, Lift the sheet
    decide-appeal: 422 refused nothing_asked: nothing has been asked for
    appeal: 422 invalid: Reason is missing
    appeal: 200 {"due":"2025-03-10T09:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":9}],"state":"closed","version":9}
    appeal: 422 refused already_asked: it has been asked for already: wait for the decision
    decide-appeal: 422 refused other_level: another level judges this appeal
    decide-appeal: 200 {"due":null,"number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":10}],"state":"closed","version":10}
    appeal: 200 {"due":"2025-03-10T09:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":11}],"state":"closed","version":11}
    appeal: 422 refused already_asked: it has been asked for already: wait for the decision
    decide-appeal: 422 refused other_level: another level judges this appeal
    decide-appeal: 200 {"due":null,"number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":12}],"state":"closed","version":12}
    appeal: 200 {"due":"2025-03-17T09:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":13}],"state":"closed","version":13}
        /orders/0/appeal: {"claim":"satisfaction","files":[],"granted":null,"level":2,"note":"","reason":"不满意的是另一事项"}
    decide-appeal: 200 {"due":null,"number":"TJ250303-000013","orders":[{"role":"lead","state":"closed","unit":"hexi","version":14}],"state":"closed","version":14}
        /orders/0/uncounted: "appeal_upheld"
    appeal: 422 refused not_counted: this order is not counted: there is nothing to appeal
    reopen: 200 {"due":"2025-03-04T01:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"rework","unit":"hexi","version":15}],"state":"handling","version":15}
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn a_task_goes_on_to_a_colleague() {
    let server = Server::new().await;
    let (dispatcher, agent) = (server.dispatcher(), server.agent());
    let second = server.program("second", &[Role::Dispatcher], "center", ALL);
    let mut story = Story::waiting(&agent, &json!({})).await;
    let to = |login: &str| json!({ "to": login, "text": "已核实地址，待派" });
    story.takes(&dispatcher, "dispatch", "pass-on", &to("second")).await;
    story.takes(&dispatcher, "dispatch", "claim", &json!({})).await;
    story.takes(&second, "dispatch", "pass-on", &to("second")).await;
    story.takes(&dispatcher, "dispatch", "pass-on", &to("nobody")).await;
    story.takes(&dispatcher, "dispatch", "pass-on", &json!({ "to": "second", "text": "" })).await;
    story.takes(&dispatcher, "dispatch", "pass-on", &to("second")).await;
    story.takes(&dispatcher, "dispatch", "release", &json!({})).await;
    story.takes(&second, "dispatch", "told", &json!({ "text": "不是告知任务" })).await;
    story.takes(&second, "dispatch", "release", &json!({})).await;
    assert_snapshot!(story.told(), @r#"
    pass-on: 422 refused not_yours: it is not claimed by you
    claim: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":2}
    pass-on: 422 refused not_yours: it is not claimed by you
    pass-on: 422 invalid: “nobody” cannot take this task
    pass-on: 422 invalid: Text is missing
    pass-on: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":3}
    release: 422 refused not_yours: it is not claimed by you
    told: 422 refused nothing_asked: nothing has been asked for
    release: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"registered","version":4}
    "#);
    let unit = server.handler("hexi");
    story.takes(&dispatcher, "dispatch", "claim", &json!({})).await;
    let answer = story.takes(&dispatcher, "dispatch", "pass-on", &to("hexi-handler")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "who could not do it does not get it: {answer}");
    let stranger = story.takes(&dispatcher, "dispatch", "release", &json!({})).await;
    assert_eq!(stranger.status, StatusCode::OK);
    drop(unit);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn what_no_message_could_tell_is_told_by_phone() {
    let server = Server::new().await;
    let dispatcher = server.dispatcher();
    let second = server.program("second", &[Role::Dispatcher], "center", ALL);
    let mut story = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    let filed = story.filed(&dispatcher).await;
    let message = Message {
        id: MessageId(uuid::Uuid::from_u128(1)),
        occasion: Occasion::NewOrder,
        to: Audience::UnitDuty,
        unit: Some("hexi".into()),
        by: Means::Sms,
        order: server.world.request(&filed).orders.first().map(|order| order.id),
        clock: None,
    };
    server
        .world
        .system()
        .does(&filed, Command::Untold { message: Box::new(message), why: "短信网关无应答".to_owned() });
    story.takes(&second, "tell", "claim", &json!({})).await;
    story.takes(&dispatcher, "tell", "told", &json!({ "text": "已告知" })).await;
    story.takes(&second, "tell", "told", &json!({ "text": "" })).await;
    story.takes(&second, "tell", "told", &json!({ "text": "值班员李某已接，立即安排" })).await;
    story.takes(&second, "tell", "told", &json!({ "text": "再告知一次" })).await;
    assert_snapshot!(story.told(), @r#"
    claim: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":4}
    told: 422 refused claimed_by_other: somebody else has claimed it
    told: 422 invalid: Text is missing
    told: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"dispatched","unit":"hexi","version":2}],"state":"handling","version":5}
    told: 422 refused task_done: the task is already done
    "#);
    server.world.verify().unwrap();
}
