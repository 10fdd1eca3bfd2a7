//! What is sent.

use serde_json::{Value, json};

use crate::fill::Dice;

/// A request that goes to two units at once.
pub(crate) fn dispatched(dice: &mut Dice) -> Value {
    let house = dice.between(1, 9_999);
    json!({
        "channel": "phone", "kind": "help", "title": format!("福至里{house}号楼前路灯不亮"),
        "account": "小区门口到主路一段的路灯已经连续五天不亮，晚上下班和接孩子的人很多，路面又不平，前天有位老人在这里摔倒。",
        "demand": "请尽快派人修好路灯，并告知什么时候能亮。",
        "topic": "city.lamp", "place": "hexi.taoyuan", "address": format!("福至里{house}号楼"),
        "person": { "name": "赵静", "phone": format!("100{:08}", dice.between(0, 99_999_999)) },
        "then": { "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }, { "unit": "cgw", "role": "supporting" }], "opinion": "请核实处理" },
    })
}

/// A request that waits in the pool.
pub(crate) fn waiting(dice: &mut Dice) -> Value {
    let mut body = dispatched(dice);
    body["then"] = json!({ "do": "pool" });
    body
}

/// A report of a unit.
pub(crate) fn report(version: i64) -> Value {
    json!({
        "is_true": true, "contacted": true, "solved": "yes", "internal": "已派维修人员到现场，更换灯头两只，测试正常。",
        "public_reply": "您反映的路灯已修复，感谢您的监督。", "version": version,
    })
}

/// What a content citizen says.
pub(crate) fn closing(version: i64) -> Value {
    json!({
        "outcome": "close", "version": version,
        "survey": { "solved": "yes", "result": "satisfied", "manner": "satisfied", "contacted": true, "reply_fits": true, "words": "很快就修好了" },
    })
}
