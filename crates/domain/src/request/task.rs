//! A task: what a person must do now. It waits in a pool and is claimed by one.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, OrderId, TaskId, UnitCode};
use crate::moment::Moment;
use crate::vocabulary;

vocabulary! {
    /// What is to be done.
    TaskKind {
        #[doc = "派单: assess and dispatch"] Dispatch = "dispatch", "派单", "Dispatch";
        #[doc = "必打电话: phone the unit about an emergency"] MustPhone = "must_phone", "电话通知", "Phone the unit";
        #[doc = "审核: review a report"] Review = "review", "审核", "Review";
        #[doc = "回访: call the citizen back"] Callback = "callback", "回访", "Call back";
        #[doc = "退单审核: judge a return"] ReturnReview = "return_review", "退单审核", "Judge the return";
        #[doc = "延期审批: judge an extension"] DelayReview = "delay_review", "延期审批", "Judge the extension";
        #[doc = "协办审核: judge a request for support"] SupportReview = "support_review", "协办审核", "Judge the request for support";
        #[doc = "超职责审核: another reviewer judges an application beyond duty"] UndueReview = "undue_review", "超职责审核", "Judge beyond duty";
        #[doc = "撤诉核实: ask the citizen whether he was pressed"] WithdrawCheck = "withdraw_check", "撤诉核实", "Check the withdrawal";
        #[doc = "无效确认: a supervisor confirms"] InvalidCheck = "invalid_check", "无效确认", "Confirm as invalid";
        #[doc = "申诉审核: judge an appeal"] Appeal = "appeal", "申诉审核", "Judge the appeal";
        #[doc = "督办答复: the unit answers a supervision sheet"] AnswerSheet = "answer_sheet", "答复督办", "Answer the sheet";
        #[doc = "人工告知: a message could not be sent, or must be spoken"] Tell = "tell", "电话告知", "Tell by phone";
    }
}

/// Who may take a task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// The hotline centre; which role follows from the kind.
    Centre,
    /// A unit: it reviews what it passed down.
    Unit(UnitCode),
}

/// What a person must do now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What.
    pub kind: TaskKind,
    /// For which order.
    pub order: Option<OrderId>,
    /// Who may take it.
    pub pool: Pool,
    /// Since when it waits.
    pub opened: Moment,
    /// By when.
    pub due: Option<Moment>,
    /// Not before: the hour that the citizen prefers.
    pub not_before: Option<Moment>,
    /// Who took it, and when.
    pub claimed: Option<(AccountId, Moment)>,
    /// When it was done, or fell away.
    pub done: Option<Moment>,
}
