//! 退单、改派、撤回、协办: an order at the wrong unit, and units that join.

use insta::assert_snapshot;
use lianxin_domain::access::Role;
use serde_json::json;

use crate::program::Server;
use crate::story::Story;

#[tokio::test]
async fn an_order_goes_about_until_it_is_designated() {
    let server = Server::new().await;
    let dispatcher = server.dispatcher();
    let (hexi, heping, nankai) = (server.handler("hexi"), server.handler("heping"), server.handler("nankai"));
    let mut story = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    story.sees(&hexi, "/orders/0/return_until").await;
    story.acts(&hexi, "ask-return", &json!({ "reason": "no_such_reason" })).await;
    story.acts(&hexi, "ask-return", &json!({ "reason": "not_our_duty", "unit": "heping" })).await;
    story.acts(&hexi, "ask-return", &json!({ "reason": "not_our_place", "unit": "heping" })).await;
    story.sees(&hexi, "/orders/0/return_ask").await;
    story.acts(&dispatcher, "redispatch", &json!({ "unit": "hexi" })).await;
    story.acts(&dispatcher, "redispatch", &json!({ "unit": "heping", "reason": "属和平区" })).await;
    story.turn_to(&dispatcher, "heping").await;
    story.acts(&heping, "ask-return", &json!({ "reason": "not_our_place", "unit": "nankai" })).await;
    story.acts(&dispatcher, "redispatch", &json!({ "unit": "nankai" })).await;
    story.turn_to(&dispatcher, "nankai").await;
    story.acts(&nankai, "ask-return", &json!({ "reason": "not_our_place", "unit": "hexi" })).await;
    story.acts(&dispatcher, "redispatch", &json!({ "unit": "hexi", "reason": "指定河西区办理" })).await;
    story.turn_to(&dispatcher, "hexi").await;
    story.sees(&hexi, "/orders/3/designated").await;
    story.acts(&hexi, "ask-return", &json!({ "reason": "not_our_place", "unit": "heping" })).await;
    story.acts(&dispatcher, "recall", &json!({ "reason": "派单有误", "unit": "hexi" })).await;
    story.acts(&dispatcher, "recall", &json!({ "reason": "派单有误", "unit": "heping" })).await;
    assert_snapshot!(story.told(), @r#"
        /orders/0/return_until: "2025-03-04T09:30:00Z"
    ask-return: 422 invalid: Reason “no_such_reason” is not known in this city: choose from the list
    ask-return: 422 invalid: Basis is missing
    ask-return: 200 {"due":"2025-03-03T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"return_asked","unit":"hexi","version":3}],"state":"handling","version":3}
        /orders/0/return_ask: {"basis":"","files":[],"reason":"not_our_place","unit":"heping"}
    redispatch: 422 refused same_unit_twice: the same unit is named twice
    redispatch: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"dispatched","unit":"heping","version":4}],"state":"handling","version":4}
    ask-return: 200 {"due":"2025-03-03T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"return_asked","unit":"heping","version":5}],"state":"handling","version":5}
    redispatch: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"replaced","unit":"heping","version":6},{"role":"lead","state":"dispatched","unit":"nankai","version":6}],"state":"handling","version":6}
    ask-return: 200 {"due":"2025-03-03T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"replaced","unit":"heping","version":6},{"role":"lead","state":"return_asked","unit":"nankai","version":7}],"state":"handling","version":7}
    redispatch: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"replaced","unit":"heping","version":6},{"role":"lead","state":"replaced","unit":"nankai","version":8},{"role":"lead","state":"dispatched","unit":"hexi","version":8}],"state":"handling","version":8}
        /orders/3/designated: true
    ask-return: 422 refused designated: a designated order cannot be returned
    recall: 422 refused same_unit_twice: the same unit is named twice
    recall: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"replaced","unit":"hexi","version":4},{"role":"lead","state":"replaced","unit":"heping","version":6},{"role":"lead","state":"replaced","unit":"nankai","version":8},{"role":"lead","state":"recalled","unit":"hexi","version":9},{"role":"lead","state":"dispatched","unit":"heping","version":9}],"state":"handling","version":9}
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn a_return_that_is_refused_is_not_asked_for_again() {
    let server = Server::new().await;
    let (dispatcher, unit) = (server.dispatcher(), server.handler("hexi"));
    let mut story = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    story.acts(&dispatcher, "refuse-return", &json!({ "reason": "没有申请" })).await;
    story.acts(&unit, "ask-return", &json!({ "reason": "not_our_place", "unit": "heping" })).await;
    story.acts(&unit, "refuse-return", &json!({ "reason": "自己驳回" })).await;
    story.acts(&dispatcher, "refuse-return", &json!({ "reason": "" })).await;
    story.acts(&dispatcher, "refuse-return", &json!({ "reason": "属河西区桃园街" })).await;
    story.sees(&unit, "/orders/0/return_refused").await;
    story.acts(&unit, "ask-return", &json!({ "reason": "not_our_place", "unit": "heping" })).await;
    story.acts(&dispatcher, "recall", &json!({ "reason": "" })).await;
    story.acts(&dispatcher, "recall", &json!({ "reason": "市民改口，属重复派单" })).await;
    story.sees(&dispatcher, "/orders/0/uncounted").await;
    assert_snapshot!(story.told(), @r#"
    refuse-return: 422 refused: “Refuse the return” is not possible while it is “To be accepted”. Possible now: Phone the unit, Accept, Ask to return, Recall, Refuse support, Let the clock run, Supervise, Answer the sheet, Lift the sheet
    ask-return: 200 {"due":"2025-03-03T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"return_asked","unit":"hexi","version":3}],"state":"handling","version":3}
    refuse-return: 403 forbidden: This order belongs to another unit
    refuse-return: 422 invalid: Reason is missing
    refuse-return: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":4}],"state":"handling","version":4}
        /orders/0/return_refused: true
    ask-return: 422 refused return_refused_before: a return was refused before: it cannot be asked for again
    recall: 422 invalid: Reason is missing
    recall: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"recalled","unit":"hexi","version":5}],"state":"triage","version":5}
        /orders/0/uncounted: "recalled"
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn another_unit_joins() {
    let server = Server::new().await;
    let (dispatcher, unit) = (server.dispatcher(), server.handler("hexi"));
    let mut story = Story::dispatched(&dispatcher, "hexi", &json!({})).await;
    story.acts(&unit, "accept", &json!({})).await;
    story.acts(&dispatcher, "refuse-support", &json!({ "reason": "没有申请" })).await;
    story.acts(&unit, "ask-support", &json!({ "unit": "no-such-unit", "reason": "需要配合" })).await;
    story.acts(&unit, "ask-support", &json!({ "unit": "wjw", "reason": "有老人受寒" })).await;
    story.sees(&unit, "/orders/0/support_ask").await;
    story.acts(&unit, "ask-support", &json!({ "reason": "再要一个" })).await;
    story.acts(&dispatcher, "refuse-support", &json!({ "reason": "请先由街道处置" })).await;
    story.does(&dispatcher, "add-support", &json!({ "units": [] })).await;
    story.does(&dispatcher, "add-support", &json!({ "units": ["wjw"], "opinion": "请到场巡诊" })).await;
    story.does(&dispatcher, "add-support", &json!({ "units": ["wjw"] })).await;
    story.does(&unit, "add-support", &json!({ "units": ["swj"] })).await;
    assert_snapshot!(story.told(), @r#"
    accept: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":3}],"state":"handling","version":3}
    refuse-support: 422 refused nothing_asked: nothing has been asked for
    ask-support: 422 refused: There is no unit “no-such-unit”: choose from the list
    ask-support: 200 {"due":"2025-03-03T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":4}],"state":"handling","version":4}
        /orders/0/support_ask: {"reason":"有老人受寒","unit":"wjw"}
    ask-support: 422 refused already_asked: it has been asked for already: wait for the decision
    refuse-support: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":5}],"state":"handling","version":5}
    add-support: 422 refused no_unit: choose at least one unit
    add-support: 200 {"due":"2025-03-03T01:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":5},{"role":"supporting","state":"dispatched","unit":"wjw","version":6}],"state":"handling","version":6}
    add-support: 422 refused same_unit_twice: the same unit is named twice
    add-support: 403 forbidden: “Add supporting units” is done by: Dispatcher, Supervision
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn it_is_settled_who_must_act() {
    let server = Server::new().await;
    let (dispatcher, supervision) = (server.dispatcher(), server.at_centre(Role::Supervision));
    let mut story = Story::waiting(&dispatcher, &json!({})).await;
    let ruling = json!({ "text": "由河西区牵头", "lead": "hexi", "supporting": ["swj"], "binding": true });
    story.does(&dispatcher, "rule", &ruling).await;
    story.does(&dispatcher, "consult", &json!({ "text": "由谁清运", "units": [] })).await;
    story.does(&dispatcher, "consult", &json!({ "text": "由谁清运", "units": ["hexi", "swj"] })).await;
    story.does(&supervision, "consult", &json!({ "text": "再问一次", "units": ["hexi"] })).await;
    story.does(&supervision, "rule", &json!({ "text": "由河西区牵头", "lead": "hexi", "supporting": ["hexi"] })).await;
    story.does(&supervision, "rule", &ruling).await;
    story.sees(&dispatcher, "/consult").await;
    story.does(&supervision, "rule", &ruling).await;
    assert_snapshot!(story.told(), @r#"
    rule: 422 refused: “Decide the consultation” is not possible while it is “Registered”. Possible now: Answer at once, Refuse, Hand over, Ask to mark invalid, Mark invalid, Ask the citizen, Classify, Send to assessment, Dispatch, Consult, Merge, Declare an incident, Progress for all, End the incident, Urge, Instruct, Change the grade, Supplement, Withdraw, Check the withdrawal, Told by phone, Claim, Release, Pass on, Reveal the identity
    consult: 422 refused no_unit: choose at least one unit
    consult: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"triage","version":2}
    consult: 422 refused already_asked: it has been asked for already: wait for the decision
    rule: 422 refused same_unit_twice: the same unit is named twice
    rule: 200 {"due":"2025-03-03T01:15:00Z","number":"TJ250303-000013","orders":[],"state":"triage","version":3}
        /consult: {"ruling":{"binding":true,"lead":"hexi","supporting":["swj"],"text":"由河西区牵头"},"text":"由谁清运","units":["hexi","swj"]}
    rule: 422 refused nothing_asked: nothing has been asked for
    "#);
    server.world.verify().unwrap();
}
