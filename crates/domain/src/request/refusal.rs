//! Why a command is refused. Every refusal says what is wrong and what would be right.

use super::command::CommandKind;
use super::intake::Problem;
use crate::access::Denied;
use crate::ids::{OrderId, TaskId, UnitCode};
use crate::vocabulary;

vocabulary! {
    /// The obstacle, in words for a person.
    Obstacle {
        #[doc = "guard of dispatch"] NoLead = "no_lead", "必须且只能有一个主办单位", "exactly one lead unit is needed";
        #[doc = "guard of dispatch"] SameUnitTwice = "same_unit_twice", "同一单位不能重复派发", "the same unit is named twice";
        #[doc = "guard of dispatch"] NoPlace = "no_place", "缺少地点，不能派单", "a request without a place cannot be dispatched";
        #[doc = "limit"] TooManyUnits = "too_many_units", "承办单位过多", "too many units at once";
        #[doc = "guard of pass down"] NotBelow = "not_below", "只能下派给本单位的下级", "only units below one's own may be given a part";
        #[doc = "guard of report"] PartsOpen = "parts_open", "下派的工单尚未全部办结", "parts passed down are still open";
        #[doc = "guard of report"] NoContactProof = "no_contact_proof", "未联系市民，不能反馈“已解决”", "solved needs a recorded contact with the citizen or a file that proves it";
        #[doc = "guard of claim"] ClaimedByOther = "claimed_by_other", "已被他人认领", "somebody else has claimed it";
        #[doc = "guard of claim"] TaskDone = "task_done", "该任务已处理完毕", "the task is already done";
        #[doc = "guard of release"] NotYours = "not_yours", "不是您认领的任务", "it is not claimed by you";
        #[doc = "guard of call-back"] NotSatisfied = "not_satisfied", "市民不满意，不能直接办结，请退回重办", "the citizen is not satisfied: send it to rework, or record that it cannot be solved";
        #[doc = "guard of call-back"] NothingToRework = "nothing_to_rework", "请选择需要重办的工单", "choose at least one order to rework";
        #[doc = "guard of the phone call"] NotEmergency = "not_emergency", "仅紧急工单需要电话通知", "only an emergency order is phoned";
        #[doc = "guard of the grade"] BelowFloor = "below_floor", "低于该主题的最低紧急程度，需班长确认", "below the floor of the topic: a floor supervisor must confirm";
        #[doc = "guard of the grade"] SameGrade = "same_grade", "紧急程度未变", "the grade is already that";
        #[doc = "limit"] TooOften = "too_often", "催办过于频繁，请稍后再试", "urged a short while ago; please wait";
        #[doc = "guard of rating"] AlreadyRated = "already_rated", "已经评价过", "it has been rated already";
        #[doc = "guard of reveal"] NoIdentity = "no_identity", "该诉求为匿名", "the request is anonymous";
        #[doc = "guard of answer"] KindNotAnswerable = "kind_not_answerable", "该类诉求应派单办理，不能直接答复办结", "a report of wrongdoing is dispatched, not answered at once";
    }
}

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// No such move in the transition table.
    #[error("{command} is not possible from {from}; possible now: {}", .possible.iter().map(|c| c.code()).collect::<Vec<_>>().join(", "))]
    NoSuchMove {
        /// What was asked.
        command: CommandKind,
        /// The state it was asked in (its code).
        from: &'static str,
        /// What the table permits from here.
        possible: Vec<CommandKind>,
    },
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Fields are missing or wrong.
    #[error("{} field(s) need attention", .0.len())]
    Invalid(Vec<Problem>),
    /// A guard stands against it.
    #[error("{}", .0.name(crate::Lang::En))]
    Guard(Obstacle),
    /// No such order in this request.
    #[error("no order {0} in this request")]
    NoSuchOrder(OrderId),
    /// No such task in this request.
    #[error("no task {0} in this request")]
    NoSuchTask(TaskId),
    /// No such unit in the city.
    #[error("no unit {0}")]
    NoSuchUnit(UnitCode),
    /// The policy or calendar gives no due moment.
    #[error("no due moment: {0}")]
    NoDue(String),
}
