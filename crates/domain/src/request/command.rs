//! What somebody wants to happen.

use super::intake::Facts;
use super::order::OrderRole;
use super::report::{Report, Survey};
use crate::ids::{ClockId, FileId, OrderId, PlaceCode, TaskId, TopicCode, UnitCode};
use crate::vocabulary;
use crate::words::Grade;

/// One unit to dispatch to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The new order's id.
    pub order: OrderId,
    /// Who shall act.
    pub unit: UnitCode,
    /// Lead or supporting.
    pub role: OrderRole,
}

/// What the call-back found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callback {
    /// Nobody answered.
    Unreached {
        /// What happened: no answer, engaged, number out of use.
        note: String,
    },
    /// Reached: the request is closed.
    Close {
        /// What he said.
        survey: Survey,
        /// Not content, but explained: unsolvable by law or beyond the city's duty. Needs a reason.
        explained: Option<String>,
    },
    /// Reached and not content: these orders are done again.
    Rework {
        /// What he said.
        survey: Survey,
        /// Which orders.
        orders: Vec<OrderId>,
        /// What failed.
        points: Vec<String>,
    },
}

vocabulary! {
    /// The moves of the transition table that a person, a citizen or a clock can ask for.
    CommandKind {
        #[doc = "1 起草"] Draft = "draft", "起草", "Draft";
        #[doc = "2 直接答复"] Answer = "answer", "直接答复", "Answer at once";
        #[doc = "3 登记"] Register = "register", "登记", "Register";
        #[doc = "4 不予受理"] Refuse = "refuse", "不予受理", "Refuse";
        #[doc = "5 转110/119/120"] HandOver = "hand_over", "转接", "Hand over";
        #[doc = "6 无效/骚扰"] Invalidate = "invalidate", "判定无效", "Mark invalid";
        #[doc = "7 请市民补充"] AskCitizen = "ask_citizen", "请市民补充", "Ask the citizen";
        #[doc = "7 市民已补充"] CitizenReplied = "citizen_replied", "市民答复", "Citizen replied";
        #[doc = "7 到期继续"] AskLapsed = "ask_lapsed", "补充到期", "Question lapsed";
        #[doc = "8 归类: topic and place are settled"] Classify = "classify", "归类", "Classify";
        #[doc = "8 转研判"] SendToTriage = "send_to_triage", "转研判", "Send to assessment";
        #[doc = "9, 10 派单"] Dispatch = "dispatch", "派单", "Dispatch";
        #[doc = "11 会商"] Consult = "consult", "会商", "Consult";
        #[doc = "12 并单"] Merge = "merge", "并单", "Merge";
        #[doc = "12 拆分并单"] Unmerge = "unmerge", "撤销并单", "Unmerge";
        #[doc = "13 电话通知"] Phone = "phone", "电话通知", "Phone the unit";
        #[doc = "14 签收"] Accept = "accept", "签收", "Accept";
        #[doc = "15 退单"] AskReturn = "ask_return", "申请退单", "Ask to return";
        #[doc = "16 改派"] Redispatch = "redispatch", "改派", "Re-dispatch";
        #[doc = "17 驳回退单"] RefuseReturn = "refuse_return", "驳回退单", "Refuse the return";
        #[doc = "18 撤回"] Recall = "recall", "撤回", "Recall";
        #[doc = "19 联系市民"] Contact = "contact", "联系市民", "Contact the citizen";
        #[doc = "20 下派"] PassDown = "pass_down", "下派", "Pass down";
        #[doc = "21 申请会办"] AskSupport = "ask_support", "申请协办", "Ask for support";
        #[doc = "22 申请延期"] AskDelay = "ask_delay", "申请延期", "Ask for an extension";
        #[doc = "22 审批延期"] DecideDelay = "decide_delay", "审批延期", "Decide on the extension";
        #[doc = "23 过程反馈"] Progress = "progress", "过程反馈", "Interim progress";
        #[doc = "24, 27 反馈"] Report = "report", "反馈", "Report";
        #[doc = "25 超职责/不合理"] ReportUndue = "report_undue", "申请超职责", "Report beyond duty";
        #[doc = "26 审核通过"] Approve = "approve", "审核通过", "Approve";
        #[doc = "26 审核退回"] SendBack = "send_back", "审核退回", "Send back";
        #[doc = "28 转回访"] BeginCallback = "begin_callback", "转回访", "Begin the call-back";
        #[doc = "29 免回访办结"] CloseWithoutCallback = "close_without_callback", "免回访办结", "Close without call-back";
        #[doc = "30 回访未接通"] CallbackUnreached = "callback_unreached", "回访未接通", "Call-back: not reached";
        #[doc = "31, 33 回访办结"] CallbackClose = "callback_close", "回访办结", "Call back and close";
        #[doc = "32 重办"] CallbackRework = "callback_rework", "退回重办", "Send to rework";
        #[doc = "34 挂账"] Park = "park", "挂账", "Park";
        #[doc = "34 恢复办理"] Unpark = "unpark", "恢复办理", "Resume";
        #[doc = "35 催办"] Urge = "urge", "催办", "Urge";
        #[doc = "36 督办"] Supervise = "supervise", "督办", "Supervise";
        #[doc = "37 调整紧急程度"] ChangeGrade = "change_grade", "调整紧急程度", "Change the grade";
        #[doc = "38 补充"] Supplement = "supplement", "补充", "Supplement";
        #[doc = "39 撤诉"] Withdraw = "withdraw", "撤回诉求", "Withdraw";
        #[doc = "40 重新打开"] Reopen = "reopen", "提出异议", "Reopen";
        #[doc = "41 归档"] Archive = "archive", "归档", "Archive";
        #[doc = "42 申诉"] Appeal = "appeal", "考核申诉", "Appeal the score";
        #[doc = "43 超时"] Expire = "expire", "超时", "Run out";
        #[doc = "评价"] Rate = "rate", "评价", "Rate";
        #[doc = "认领"] Claim = "claim", "认领", "Claim";
        #[doc = "释放"] Release = "release", "释放", "Release";
        #[doc = "查看身份"] Reveal = "reveal", "查看身份", "Reveal the identity";
    }
}

impl CommandKind {
    /// Whether there is a [`Command`] for it. The table knows every move of the trade; those that cannot be asked for yet are
    /// named to nobody: a person who is told of one would be refused. A test holds this list to the commands.
    pub fn can_be_asked(self) -> bool {
        use CommandKind as K;
        match self {
            K::Draft
            | K::HandOver
            | K::Invalidate
            | K::Consult
            | K::Merge
            | K::Unmerge
            | K::AskReturn
            | K::Redispatch
            | K::RefuseReturn
            | K::Recall
            | K::AskSupport
            | K::AskDelay
            | K::DecideDelay
            | K::ReportUndue
            | K::BeginCallback
            | K::CloseWithoutCallback
            | K::Park
            | K::Unpark
            | K::Supervise
            | K::Withdraw
            | K::Reopen
            | K::Archive
            | K::Appeal => false,
            K::Answer
            | K::Register
            | K::Refuse
            | K::AskCitizen
            | K::CitizenReplied
            | K::AskLapsed
            | K::Classify
            | K::SendToTriage
            | K::Dispatch
            | K::Phone
            | K::Accept
            | K::Contact
            | K::PassDown
            | K::Progress
            | K::Report
            | K::Approve
            | K::SendBack
            | K::CallbackUnreached
            | K::CallbackClose
            | K::CallbackRework
            | K::Urge
            | K::ChangeGrade
            | K::Supplement
            | K::Expire
            | K::Rate
            | K::Claim
            | K::Release
            | K::Reveal => true,
        }
    }

    /// Judges another unit's work, so the owner of the order may not do it himself.
    pub fn reviews(self) -> bool {
        self == CommandKind::Approve || self == CommandKind::SendBack
    }
}

/// What somebody wants to happen, with what the move demands.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "one variant a move; `CommandKind` describes them and the table says what each field is for"
)]
pub enum Command {
    Register { facts: Box<Facts> },
    Answer { answer: String, knowledge: Vec<String> },
    Refuse { reason: String, told: String },
    AskCitizen { question: String },
    CitizenReplied { text: String, files: Vec<FileId> },
    AskLapsed,
    Classify { topic: TopicCode, place: PlaceCode, address: String },
    SendToTriage { why: String },
    Dispatch { to: Vec<Target>, opinion: String },
    Phone { order: OrderId, number: String, answered: bool, who: String, promise: String },
    Accept { order: OrderId },
    Contact { order: OrderId, reached: bool, note: String },
    PassDown { order: OrderId, to: Target, opinion: String },
    Progress { order: OrderId, text: String, files: Vec<FileId> },
    Report { order: OrderId, report: Box<Report> },
    Approve { order: OrderId },
    SendBack { order: OrderId, points: Vec<String> },
    Callback(Callback),
    Urge { text: String },
    Supplement { text: String, files: Vec<FileId> },
    ChangeGrade { grade: Grade, reason: String },
    Rate { survey: Survey },
    Claim { task: TaskId },
    Release { task: TaskId },
    Reveal { reason: String },
    Expire { clock: ClockId },
}

impl Command {
    /// Which move of the table it asks for.
    pub fn kind(&self) -> CommandKind {
        match self {
            Command::Register { .. } => CommandKind::Register,
            Command::Answer { .. } => CommandKind::Answer,
            Command::Refuse { .. } => CommandKind::Refuse,
            Command::AskCitizen { .. } => CommandKind::AskCitizen,
            Command::CitizenReplied { .. } => CommandKind::CitizenReplied,
            Command::AskLapsed => CommandKind::AskLapsed,
            Command::Classify { .. } => CommandKind::Classify,
            Command::SendToTriage { .. } => CommandKind::SendToTriage,
            Command::Dispatch { .. } => CommandKind::Dispatch,
            Command::Phone { .. } => CommandKind::Phone,
            Command::Accept { .. } => CommandKind::Accept,
            Command::Contact { .. } => CommandKind::Contact,
            Command::PassDown { .. } => CommandKind::PassDown,
            Command::Progress { .. } => CommandKind::Progress,
            Command::Report { .. } => CommandKind::Report,
            Command::Approve { .. } => CommandKind::Approve,
            Command::SendBack { .. } => CommandKind::SendBack,
            Command::Callback(Callback::Unreached { .. }) => CommandKind::CallbackUnreached,
            Command::Callback(Callback::Close { .. }) => CommandKind::CallbackClose,
            Command::Callback(Callback::Rework { .. }) => CommandKind::CallbackRework,
            Command::Urge { .. } => CommandKind::Urge,
            Command::Supplement { .. } => CommandKind::Supplement,
            Command::ChangeGrade { .. } => CommandKind::ChangeGrade,
            Command::Rate { .. } => CommandKind::Rate,
            Command::Claim { .. } => CommandKind::Claim,
            Command::Release { .. } => CommandKind::Release,
            Command::Reveal { .. } => CommandKind::Reveal,
            Command::Expire { .. } => CommandKind::Expire,
        }
    }

    /// The order it speaks of, if it speaks of one.
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Command::Phone { order, .. }
            | Command::Accept { order }
            | Command::Contact { order, .. }
            | Command::PassDown { order, .. }
            | Command::Progress { order, .. }
            | Command::Report { order, .. }
            | Command::Approve { order }
            | Command::SendBack { order, .. } => Some(*order),
            Command::Register { .. }
            | Command::Answer { .. }
            | Command::Refuse { .. }
            | Command::AskCitizen { .. }
            | Command::CitizenReplied { .. }
            | Command::AskLapsed
            | Command::Classify { .. }
            | Command::SendToTriage { .. }
            | Command::Dispatch { .. }
            | Command::Callback(_)
            | Command::Urge { .. }
            | Command::Supplement { .. }
            | Command::ChangeGrade { .. }
            | Command::Rate { .. }
            | Command::Claim { .. }
            | Command::Release { .. }
            | Command::Reveal { .. }
            | Command::Expire { .. } => None,
        }
    }
}
