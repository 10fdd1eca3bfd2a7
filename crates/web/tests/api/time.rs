//! 延期、中止、挂账、超职责: more time, time that does not count, and what cannot be done.

use insta::assert_snapshot;
use lianxin_domain::access::Role;
use lianxin_testkit::minutes;
use serde_json::{Value, json};

use crate::program::{ALL, Server};
use crate::story::Story;

fn delay(days: u16) -> Value {
    json!({ "days": days, "reason": "需开挖更换主管", "plan": "三日内恢复", "told": "已电话告知，市民同意" })
}

#[tokio::test]
async fn a_unit_asks_for_more_time() {
    let server = Server::new().await;
    let (agent, unit, reviewer) = (server.agent(), server.handler("hexi"), server.at_centre(Role::Reviewer));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.under_way(&unit).await;
    story.told();
    story.acts(&reviewer, "decide-delay", &json!({ "days": 1 })).await;
    story.acts(&unit, "ask-delay", &delay(99)).await;
    story.acts(&unit, "ask-delay", &json!({ "days": 0, "reason": "", "plan": "" })).await;
    story.acts(&unit, "ask-delay", &delay(3)).await;
    story.sees(&unit, "/orders/0/delay_ask").await;
    story.acts(&reviewer, "decide-delay", &json!({ "days": 4 })).await;
    story.acts(&reviewer, "decide-delay", &json!({ "days": 0 })).await;
    story.acts(&reviewer, "decide-delay", &json!({ "days": 2, "reason": "先恢复供热" })).await;
    story.sees(&unit, "/orders/0/delays").await;
    story.sees_clock(&unit, "handle", &["period", "first_due", "due", "extensions"]).await;
    story.acts(&unit, "ask-delay", &delay(1)).await;
    story.acts(&reviewer, "decide-delay", &json!({ "days": 0, "reason": "已给过时间" })).await;
    assert_snapshot!(story.told(), @r#"
    decide-delay: 422 refused: “Decide on the extension” is not possible while it is “Being handled”. Possible now: Phone the unit, Ask to return, Recall, Contact the citizen, Pass down, Ask for support, Refuse support, Ask for an extension, Stop the clock, Let the clock run, Interim progress, Report, Report beyond duty, Park, Supervise, Answer the sheet, Lift the sheet
    ask-delay: 422 invalid: Days: at most 10
    ask-delay: 422 invalid: Days is missing, Reason is missing, Plan is missing, What the citizen was told is missing
    ask-delay: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"delay_asked","unit":"hexi","version":5}],"state":"handling","version":5}
        /orders/0/delay_ask: {"days":3,"plan":"三日内恢复","reason":"需开挖更换主管","told":"已电话告知，市民同意"}
    decide-delay: 422 invalid: Days: at most 3
    decide-delay: 422 invalid: Reason is missing
    decide-delay: 200 {"due":"2025-03-06T09:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":6}],"state":"handling","version":6}
        /orders/0/delays: 1
        clock handle: period "1 days, nights and holidays included", first_due "2025-03-04T01:00:00Z", due "2025-03-06T09:30:00Z", extensions [{"by":"2 working days","granted":"2025-03-03T01:00:00Z","reason":"先恢复供热"}]
    ask-delay: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"delay_asked","unit":"hexi","version":7}],"state":"handling","version":7}
    decide-delay: 200 {"due":"2025-03-06T09:30:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":8}],"state":"handling","version":8}
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn the_clock_stands_still_while_the_citizen_is_awaited() {
    let server = Server::new().await;
    let (agent, unit) = (server.agent(), server.handler("hexi"));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.acts(&unit, "accept", &json!({})).await;
    story.acts(&unit, "pause", &json!({ "reason": "等待合同" })).await;
    story.acts(&unit, "contact", &json!({ "reached": true, "text": "已联系" })).await;
    story.acts(&unit, "resume", &json!({})).await;
    story.acts(&unit, "pause", &json!({ "reason": "" })).await;
    story.acts(&unit, "pause", &json!({ "reason": "等待合同" })).await;
    story.acts(&unit, "pause", &json!({ "reason": "仍在等待" })).await;
    story.sees_clock(&unit, "handle", &["due", "pauses", "ring"]).await;
    server.world.wait(minutes(60));
    story.acts(&unit, "resume", &json!({ "reason": "合同已收到" })).await;
    story.sees(&unit, "/orders/0/pauses").await;
    story.sees_clock(&unit, "handle", &["first_due", "due", "pauses"]).await;
    assert_snapshot!(story.told(), @r#"
    accept: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"accepted","unit":"hexi","version":3}],"state":"handling","version":3}
    pause: 422 refused no_contact_proof: no contact with the citizen is on record, nor a file that proves it
    contact: 200 {"due":"2025-03-04T01:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":4}],"state":"handling","version":4}
    resume: 422 refused not_paused: the clock is running
    pause: 422 invalid: Reason is missing
    pause: 200 {"due":null,"number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":5}],"state":"handling","version":5}
    pause: 422 refused already_paused: the clock stands still already
        clock handle: due "2025-03-04T01:00:00Z", pauses [{"from":"2025-03-03T01:00:00Z","reason":"等待合同","until":null}], ring "2025-03-10T01:00:00Z"
    resume: 200 {"due":"2025-03-04T02:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":6}],"state":"handling","version":6}
        /orders/0/pauses: 1
        clock handle: first_due "2025-03-04T01:00:00Z", due "2025-03-04T02:00:00Z", pauses [{"from":"2025-03-03T01:00:00Z","reason":"等待合同","until":"2025-03-03T02:00:00Z"}]
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn what_cannot_be_done_soon_is_parked_with_milestones() {
    let server = Server::new().await;
    let (agent, unit, supervision) = (server.agent(), server.handler("hexi"), server.at_centre(Role::Supervision));
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.under_way(&unit).await;
    story.told();
    let plan = |first: &str, last: &str| {
        json!({
            "plan": "纳入老旧管网改造", "name": "王建国 区住建委副主任", "told": "已告知，市民理解",
            "milestones": [{ "due": first, "what": "完成设计" }, { "due": last, "what": "完成施工" }],
        })
    };
    story.acts(&supervision, "milestone-done", &json!({ "text": "还没有挂账" })).await;
    story.acts(&supervision, "park", &plan("2025-05-01T18:00:00+08:00", "2025-04-01T18:00:00+08:00")).await;
    story.acts(&supervision, "park", &plan("2025-03-20T18:00:00+08:00", "2025-04-10T18:00:00+08:00")).await;
    story.sees(&unit, "/orders/0/parking").await;
    story.sees_clock(&unit, "milestone", &["period", "due"]).await;
    story.acts(&unit, "milestone-done", &json!({ "text": "" })).await;
    story.acts(&unit, "milestone-done", &json!({ "text": "设计已公示" })).await;
    story.sees(&unit, "/orders/0/parking/milestones/0/done").await;
    story.acts(&supervision, "unpark", &json!({ "reason": "" })).await;
    story.acts(&supervision, "unpark", &json!({ "reason": "提前完工" })).await;
    story.acts(&supervision, "unpark", &json!({ "reason": "又一次" })).await;
    assert_snapshot!(story.told(), @r#"
    milestone-done: 422 refused: “Milestone done” is not possible while it is “Being handled”. Possible now: Phone the unit, Ask to return, Recall, Contact the citizen, Pass down, Ask for support, Refuse support, Ask for an extension, Stop the clock, Let the clock run, Interim progress, Report, Report beyond duty, Park, Supervise, Answer the sheet, Lift the sheet
    park: 422 invalid: Milestones: out of order, or too far apart, Milestones: out of order, or too far apart
    park: 200 {"due":"2025-03-20T10:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"parked","unit":"hexi","version":5}],"state":"handling","version":5}
        /orders/0/parking: {"milestones":[{"done":null,"due":"2025-03-20T10:00:00Z","what":"完成设计"},{"done":null,"due":"2025-04-10T10:00:00Z","what":"完成施工"}],"name":"王建国 区住建委副主任","plan":"纳入老旧管网改造","told":"已告知，市民理解"}
        clock milestone: period null, due "2025-03-20T10:00:00Z"
    milestone-done: 422 invalid: Text is missing
    milestone-done: 200 {"due":"2025-04-10T10:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"parked","unit":"hexi","version":6}],"state":"handling","version":6}
        /orders/0/parking/milestones/0/done: "2025-03-03T01:00:00Z"
    unpark: 422 invalid: Reason is missing
    unpark: 200 {"due":"2025-03-04T01:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"handling","unit":"hexi","version":7}],"state":"handling","version":7}
    unpark: 422 refused: “Resume” is not possible while it is “Being handled”. Possible now: Phone the unit, Ask to return, Recall, Contact the citizen, Pass down, Ask for support, Refuse support, Ask for an extension, Stop the clock, Let the clock run, Interim progress, Report, Report beyond duty, Park, Supervise, Answer the sheet, Lift the sheet
    "#);
    server.world.verify().unwrap();
}

#[tokio::test]
async fn what_is_beyond_duty_is_judged_by_somebody_else() {
    let server = Server::new().await;
    let (agent, unit, supervision) = (server.agent(), server.handler("hexi"), server.at_centre(Role::Supervision));
    let second = server.program("second", &[Role::Supervision], "center", ALL);
    let mut story = Story::dispatched(&agent, "hexi", &json!({})).await;
    story.under_way(&unit).await;
    story.told();
    let report = |reason: &str| {
        json!({
            "is_true": true, "contacted": true, "why_not": "业主共有", "internal": "已核实产权", "public_reply": "属业主共有部分。",
            "reason": reason, "basis": "《民法典》第二百八十一条", "told": "已当面解释",
        })
    };
    story.acts(&supervision, "decide-undue", &json!({ "agreed": true, "reason": "没有申请" })).await;
    story.acts(&unit, "report-undue", &report("no_such_class")).await;
    story.acts(&unit, "report-undue", &report("beyond_duty")).await;
    story.sees(&unit, "/orders/0/report/undue").await;
    story.acts(&supervision, "approve", &json!({})).await;
    story.acts(&supervision, "decide-undue", &json!({ "agreed": false, "reason": "请补充解释" })).await;
    story.acts(&unit, "report-undue", &report("beyond_duty")).await;
    story.acts(&supervision, "decide-undue", &json!({ "agreed": true, "reason": "产权清楚" })).await;
    story.acts(&second, "decide-undue", &json!({ "agreed": true, "reason": "产权清楚" })).await;
    story.sees(&unit, "/orders/0/uncounted").await;
    assert_snapshot!(story.told(), @r#"
    decide-undue: 422 refused: “Judge beyond duty” is not possible while it is “Being handled”. Possible now: Phone the unit, Ask to return, Recall, Contact the citizen, Pass down, Ask for support, Refuse support, Ask for an extension, Stop the clock, Let the clock run, Interim progress, Report, Report beyond duty, Park, Supervise, Answer the sheet, Lift the sheet
    report-undue: 422 invalid: Reason “no_such_class” is not known in this city: choose from the list
    report-undue: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"reported","unit":"hexi","version":5}],"state":"handling","version":5}
        /orders/0/report/undue: {"basis":"《民法典》第二百八十一条","reason":"beyond_duty","told":"已当面解释"}
    approve: 422 refused second_reviewer: another reviewer must judge this
    decide-undue: 200 {"due":"2025-03-04T01:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"sent_back","unit":"hexi","version":6}],"state":"handling","version":6}
    report-undue: 200 {"due":"2025-03-03T03:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"reported","unit":"hexi","version":7}],"state":"handling","version":7}
    decide-undue: 422 refused second_reviewer: another reviewer must judge this
    decide-undue: 200 {"due":"2025-03-04T01:00:00Z","number":"TJ250303-000013","orders":[{"role":"lead","state":"approved","unit":"hexi","version":8}],"state":"awaiting_callback","version":9}
        /orders/0/uncounted: "beyond_duty"
    "#);
    server.world.verify().unwrap();
}
