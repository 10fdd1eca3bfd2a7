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
        #[doc = "guard of report and of pauses"] NoContactProof = "no_contact_proof", "没有联系市民的记录或凭证", "no contact with the citizen is on record, nor a file that proves it";
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
        #[doc = "guard of return"] Designated = "designated", "指定办理的工单不能退单", "a designated order cannot be returned";
        #[doc = "guard of return"] ReturnRefusedBefore = "return_refused_before", "退单已被驳回，不能再次申请", "a return was refused before: it cannot be asked for again";
        #[doc = "guard of return"] ReturnTooLate = "return_too_late", "已超过退单时限，应当办理", "the time to return it has passed: it must be handled";
        #[doc = "guard of return"] ActFirst = "act_first", "紧急工单须先处置并联系市民，再申请退单", "an emergency is acted on first: contact the citizen, then argue";
        #[doc = "guard of support"] NoUnit = "no_unit", "请至少选择一个单位", "choose at least one unit";
        #[doc = "guard of what is asked once"] AlreadyAsked = "already_asked", "已经提出，请等待结果", "it has been asked for already: wait for the decision";
        #[doc = "guard of decisions"] NothingAsked = "nothing_asked", "没有待决定的申请", "nothing has been asked for";
        #[doc = "guard of extensions"] NoClock = "no_clock", "没有正在计时的办理时限", "no handling period runs";
        #[doc = "guard of extensions"] DelayTooLate = "delay_too_late", "办理时限已过，不能再申请延期或中止", "the period has run out: it is too late to ask for more time";
        #[doc = "guard of extensions"] NoMoreDelays = "no_more_delays", "延期次数已达上限", "no more extensions are possible";
        #[doc = "guard of pauses"] AlreadyPaused = "already_paused", "已中止计时", "the clock stands still already";
        #[doc = "guard of pauses"] NotPaused = "not_paused", "未中止计时", "the clock is running";
        #[doc = "guard of pauses"] NoMorePauses = "no_more_pauses", "中止次数已达上限", "no more pauses are possible";
        #[doc = "guard of supervision"] SheetOpen = "sheet_open", "该单位已有未解除的督办单", "this unit has an open sheet already";
        #[doc = "guard of supervision"] NoSheet = "no_sheet", "没有未解除的督办单", "there is no open sheet";
        #[doc = "guard of supervision"] NeedsInstruction = "needs_instruction", "该督办方式须有领导批示", "this way of supervising needs a leader's instruction";
        #[doc = "guard of merging"] IntoItself = "into_itself", "不能并入自身", "a request cannot be merged into itself";
        #[doc = "guard of merging"] IsMaster = "is_master", "已有其他诉求并入，不能再并入别的诉求", "others are merged into it: it cannot be merged itself";
        #[doc = "guard of merging"] MasterOver = "master_over", "主单已办结，不能并入", "the master has ended";
        #[doc = "guard of incidents"] NoIncident = "no_incident", "没有进行中的突发事件", "no incident is running";
        #[doc = "guard of withdrawal"] TooLateToWithdraw = "too_late_to_withdraw", "主办单位已办结，不能撤回", "the lead unit's report is approved: it is too late to withdraw";
        #[doc = "guard of objection"] WindowClosed = "window_closed", "已过异议期，请重新提出诉求", "the window to object has closed: please make a new request";
        #[doc = "guard of archiving"] WindowOpen = "window_open", "异议期未满", "the window to object is still open";
        #[doc = "guard of archiving"] AppealWaits = "appeal_waits", "有未审结的申诉", "an appeal is not decided yet";
        #[doc = "guard of appeals"] NotCounted = "not_counted", "该工单不计入考核，无须申诉", "this order is not counted: there is nothing to appeal";
        #[doc = "guard of appeals"] NoMoreAppeals = "no_more_appeals", "已经终核，不能再申诉", "the last instance has decided";
        #[doc = "guard of appeals"] OtherLevel = "other_level", "应由本级审核人审核", "another level judges this appeal";
        #[doc = "guard of beyond duty"] OnlyFirstLevel = "only_first_level", "下派工单请退回上级单位", "what was passed down goes back to the unit above";
        #[doc = "guard of beyond duty"] UndueIsUnsolved = "undue_is_unsolved", "申请超职责时，解决情况应为未解决", "what is beyond duty is not solved";
        #[doc = "guard of review"] SecondReviewer = "second_reviewer", "应由另一名审核人审核", "another reviewer must judge this";
        #[doc = "guard of review"] HigherReviewer = "higher_reviewer", "多次重办，应由上级审核", "it was reworked before: a higher reviewer must judge it";
        #[doc = "guard of call-back"] TriedJustNow = "tried_just_now", "两次回访间隔过短，请换个时段再试", "tried a short while ago: try at another hour";
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
