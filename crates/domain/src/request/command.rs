//! What somebody wants to happen.

use super::dealings::{AppealClaim, DelayAsk, Parking, Ruling, Sheet};
use super::intake::Facts;
use super::message::Message;
use super::order::OrderRole;
use super::report::{Report, Survey};
use super::state::Outcome;
use crate::ids::{AccountId, ClockId, FileId, OrderId, PlaceCode, RequestId, TaskId, TopicCode, UnitCode};
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
        #[doc = "6 申请判定无效"] AskInvalid = "ask_invalid", "申请判定无效", "Ask to mark invalid";
        #[doc = "6 无效/骚扰: confirmed or not, by a supervisor"] Invalidate = "invalidate", "判定无效", "Mark invalid";
        #[doc = "7 请市民补充"] AskCitizen = "ask_citizen", "请市民补充", "Ask the citizen";
        #[doc = "7 市民已补充"] CitizenReplied = "citizen_replied", "市民答复", "Citizen replied";
        #[doc = "7 到期继续"] AskLapsed = "ask_lapsed", "补充到期", "Question lapsed";
        #[doc = "8 归类: topic and place are settled"] Classify = "classify", "归类", "Classify";
        #[doc = "8 转研判"] SendToTriage = "send_to_triage", "转研判", "Send to assessment";
        #[doc = "9, 10 派单"] Dispatch = "dispatch", "派单", "Dispatch";
        #[doc = "11 会商"] Consult = "consult", "会商", "Consult";
        #[doc = "11 会商决定: may bind from now on"] Rule = "rule", "会商决定", "Decide the consultation";
        #[doc = "12 并单"] Merge = "merge", "并单", "Merge";
        #[doc = "12 拆分并单"] Unmerge = "unmerge", "撤销并单", "Unmerge";
        #[doc = "12 并入: the master takes a request in"] Absorb = "absorb", "并入", "Take in";
        #[doc = "12 拆出: the master lets a request go"] Shed = "shed", "拆出", "Let go";
        #[doc = "12 随主单: the master has ended, each citizen gets his own call-back"] Follow = "follow", "随主单办结", "Follow the master";
        #[doc = "12 突发事件"] DeclareIncident = "declare_incident", "宣布突发事件", "Declare an incident";
        #[doc = "12 事件进展"] ShareProgress = "share_progress", "发布事件进展", "Progress for all";
        #[doc = "12 结束事件"] EndIncident = "end_incident", "结束突发事件", "End the incident";
        #[doc = "13 电话通知"] Phone = "phone", "电话通知", "Phone the unit";
        #[doc = "14 签收"] Accept = "accept", "签收", "Accept";
        #[doc = "15 退单"] AskReturn = "ask_return", "申请退单", "Ask to return";
        #[doc = "16 改派"] Redispatch = "redispatch", "改派", "Re-dispatch";
        #[doc = "17 驳回退单"] RefuseReturn = "refuse_return", "驳回退单", "Refuse the return";
        #[doc = "18 撤回"] Recall = "recall", "撤回", "Recall";
        #[doc = "19 联系市民"] Contact = "contact", "联系市民", "Contact the citizen";
        #[doc = "20 下派"] PassDown = "pass_down", "下派", "Pass down";
        #[doc = "21 申请会办"] AskSupport = "ask_support", "申请协办", "Ask for support";
        #[doc = "21 增派协办"] AddSupport = "add_support", "增派协办", "Add supporting units";
        #[doc = "21 不予增派"] RefuseSupport = "refuse_support", "不予增派", "Refuse support";
        #[doc = "22 申请延期"] AskDelay = "ask_delay", "申请延期", "Ask for an extension";
        #[doc = "22 审批延期"] DecideDelay = "decide_delay", "审批延期", "Decide on the extension";
        #[doc = "22 中止计时: waiting for the citizen"] Pause = "pause", "中止计时", "Stop the clock";
        #[doc = "22 恢复计时"] Resume = "resume", "恢复计时", "Let the clock run";
        #[doc = "23 过程反馈"] Progress = "progress", "过程反馈", "Interim progress";
        #[doc = "24, 27 反馈"] Report = "report", "反馈", "Report";
        #[doc = "25 超职责/不合理"] ReportUndue = "report_undue", "申请超职责", "Report beyond duty";
        #[doc = "25 超职责审核"] DecideUndue = "decide_undue", "审核超职责", "Judge beyond duty";
        #[doc = "26 审核通过"] Approve = "approve", "审核通过", "Approve";
        #[doc = "26 审核退回"] SendBack = "send_back", "审核退回", "Send back";
        #[doc = "28 转回访"] BeginCallback = "begin_callback", "转回访", "Begin the call-back";
        #[doc = "29 免回访办结"] CloseWithoutCallback = "close_without_callback", "免回访办结", "Close without call-back";
        #[doc = "30 回访未接通"] CallbackUnreached = "callback_unreached", "回访未接通", "Call-back: not reached";
        #[doc = "31, 33 回访办结"] CallbackClose = "callback_close", "回访办结", "Call back and close";
        #[doc = "32 重办"] CallbackRework = "callback_rework", "退回重办", "Send to rework";
        #[doc = "34 挂账"] Park = "park", "挂账", "Park";
        #[doc = "34 节点完成"] MilestoneDone = "milestone_done", "完成节点", "Milestone done";
        #[doc = "34 恢复办理"] Unpark = "unpark", "恢复办理", "Resume";
        #[doc = "35 催办"] Urge = "urge", "催办", "Urge";
        #[doc = "36 督办"] Supervise = "supervise", "督办", "Supervise";
        #[doc = "36 答复督办"] AnswerSheet = "answer_sheet", "答复督办", "Answer the sheet";
        #[doc = "36 解除督办"] LiftSheet = "lift_sheet", "解除督办", "Lift the sheet";
        #[doc = "36 批示"] Instruct = "instruct", "批示", "Instruct";
        #[doc = "37 调整紧急程度"] ChangeGrade = "change_grade", "调整紧急程度", "Change the grade";
        #[doc = "38 补充"] Supplement = "supplement", "补充", "Supplement";
        #[doc = "39 撤诉"] Withdraw = "withdraw", "撤回诉求", "Withdraw";
        #[doc = "39 核实撤诉: nobody pressed him"] CheckWithdraw = "check_withdraw", "核实撤诉", "Check the withdrawal";
        #[doc = "40 重新打开"] Reopen = "reopen", "提出异议", "Reopen";
        #[doc = "41 归档"] Archive = "archive", "归档", "Archive";
        #[doc = "42 申诉"] Appeal = "appeal", "考核申诉", "Appeal the score";
        #[doc = "42 申诉审核"] DecideAppeal = "decide_appeal", "审核申诉", "Judge the appeal";
        #[doc = "43 到点: a rung of a clock's ladder is reached"] Ring = "ring", "到点", "Ring";
        #[doc = "43 无法送达: a message could not be delivered"] Untold = "untold", "无法送达", "Not delivered";
        #[doc = "43 已告知: somebody told it by phone"] Told = "told", "电话告知", "Told by phone";
        #[doc = "执行新规: a new policy moves what runs"] ApplyPolicy = "apply_policy", "执行新规", "Apply the policy";
        #[doc = "评价"] Rate = "rate", "评价", "Rate";
        #[doc = "认领"] Claim = "claim", "认领", "Claim";
        #[doc = "释放"] Release = "release", "释放", "Release";
        #[doc = "移交: 换人不下线"] PassOn = "pass_on", "移交", "Pass on";
        #[doc = "查看身份"] Reveal = "reveal", "查看身份", "Reveal the identity";
    }
}

impl CommandKind {
    /// Whether somebody asks for it. The others follow by themselves: a draft is kept by the desk before there is a request, and
    /// an approval goes on to the call-back or to the end.
    pub fn can_be_asked(self) -> bool {
        !matches!(self, CommandKind::Draft | CommandKind::BeginCallback | CommandKind::CloseWithoutCallback)
    }

    /// Judges what a unit has done or asked for, so the unit of the order may not do it itself: for what was passed down the unit
    /// above judges, for the rest the centre.
    pub fn judges(self) -> bool {
        matches!(
            self,
            CommandKind::Approve
                | CommandKind::SendBack
                | CommandKind::Redispatch
                | CommandKind::RefuseReturn
                | CommandKind::Recall
                | CommandKind::DecideDelay
        )
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
    HandOver { to: String, reason: String },
    AskInvalid { reason: String },
    Invalidate { agreed: bool, reason: String },
    AskCitizen { question: String },
    CitizenReplied { text: String, files: Vec<FileId> },
    AskLapsed,
    Classify { topic: TopicCode, place: PlaceCode, address: String },
    SendToTriage { why: String },
    Dispatch { to: Vec<Target>, opinion: String },
    Consult { question: String, units: Vec<UnitCode> },
    Rule { ruling: Box<Ruling> },
    Merge { into: RequestId, number: String, evidence: String },
    Unmerge { reason: String },
    Absorb { number: String },
    Shed { number: String },
    Follow { outcome: Outcome },
    DeclareIncident { notice: String, topic: TopicCode, place: PlaceCode },
    ShareProgress { text: String },
    EndIncident { reason: String },
    Phone { order: OrderId, number: String, answered: bool, who: String, promise: String },
    Accept { order: OrderId },
    AskReturn { order: OrderId, reason: String, basis: String, suggested: Option<UnitCode>, files: Vec<FileId> },
    Redispatch { order: OrderId, to: Target, reason: String },
    RefuseReturn { order: OrderId, reason: String },
    Recall { order: OrderId, instead: Option<Target>, reason: String },
    Contact { order: OrderId, reached: bool, note: String },
    PassDown { order: OrderId, to: Target, opinion: String },
    AskSupport { order: OrderId, unit: Option<UnitCode>, reason: String },
    AddSupport { to: Vec<Target>, opinion: String },
    RefuseSupport { order: OrderId, reason: String },
    AskDelay { order: OrderId, ask: Box<DelayAsk> },
    DecideDelay { order: OrderId, granted_working_days: u16, reason: String },
    Pause { order: OrderId, reason: String },
    Resume { order: OrderId, reason: String },
    Progress { order: OrderId, text: String, files: Vec<FileId> },
    Report { order: OrderId, report: Box<Report> },
    ReportUndue { order: OrderId, report: Box<Report> },
    DecideUndue { order: OrderId, agreed: bool, reason: String },
    Approve { order: OrderId },
    SendBack { order: OrderId, points: Vec<String> },
    Callback(Callback),
    Park { order: OrderId, plan: Box<Parking> },
    MilestoneDone { order: OrderId, note: String },
    Unpark { order: OrderId, reason: String },
    Urge { text: String },
    Supervise { sheet: Box<Sheet> },
    AnswerSheet { order: OrderId, text: String },
    LiftSheet { order: OrderId, reason: String },
    Instruct { text: String },
    Supplement { text: String, files: Vec<FileId> },
    ChangeGrade { grade: Grade, reason: String },
    Withdraw { reason: String },
    CheckWithdraw { pressed: bool, note: String },
    Reopen { reason: String },
    Archive,
    Appeal { order: OrderId, claim: AppealClaim, reason: String, files: Vec<FileId> },
    DecideAppeal { order: OrderId, granted: bool, reason: String },
    Rate { survey: Survey },
    Claim { task: TaskId },
    Release { task: TaskId },
    PassOn { task: TaskId, to: AccountId, note: String },
    Reveal { reason: String },
    Ring { clock: ClockId },
    Untold { message: Box<Message>, why: String },
    Told { task: TaskId, note: String },
    ApplyPolicy,
}

macro_rules! kinds {
    ($($variant:ident),* $(,)?) => {
        impl Command {
            /// Which move of the table it asks for.
            pub fn kind(&self) -> CommandKind {
                match self {
                    Command::Callback(Callback::Unreached { .. }) => CommandKind::CallbackUnreached,
                    Command::Callback(Callback::Close { .. }) => CommandKind::CallbackClose,
                    Command::Callback(Callback::Rework { .. }) => CommandKind::CallbackRework,
                    $(Command::$variant { .. } => CommandKind::$variant,)*
                }
            }
        }
    };
}

kinds! {
    Register, Answer, Refuse, HandOver, AskInvalid, Invalidate, AskCitizen, CitizenReplied, AskLapsed, Classify, SendToTriage, Dispatch,
    Consult, Rule, Merge, Unmerge, Absorb, Shed, Follow, DeclareIncident, ShareProgress, EndIncident, Phone, Accept, AskReturn,
    Redispatch, RefuseReturn, Recall, Contact, PassDown, AskSupport, AddSupport, RefuseSupport, AskDelay, DecideDelay, Pause, Resume,
    Progress, Report, ReportUndue, DecideUndue, Approve, SendBack, Park, MilestoneDone, Unpark, Urge, Supervise, AnswerSheet, LiftSheet,
    Instruct, Supplement, ChangeGrade, Withdraw, CheckWithdraw, Reopen, Archive, Appeal, DecideAppeal, Rate, Claim, Release, PassOn,
    Reveal, Ring, Untold, Told, ApplyPolicy,
}

impl Command {
    /// The order it speaks of, if it speaks of one.
    #[expect(clippy::too_many_lines, reason = "every command is named, so that a new one is thought of")]
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Command::Phone { order, .. }
            | Command::Accept { order }
            | Command::AskReturn { order, .. }
            | Command::Redispatch { order, .. }
            | Command::RefuseReturn { order, .. }
            | Command::Recall { order, .. }
            | Command::Contact { order, .. }
            | Command::PassDown { order, .. }
            | Command::AskSupport { order, .. }
            | Command::RefuseSupport { order, .. }
            | Command::AskDelay { order, .. }
            | Command::DecideDelay { order, .. }
            | Command::Pause { order, .. }
            | Command::Resume { order, .. }
            | Command::Progress { order, .. }
            | Command::Report { order, .. }
            | Command::ReportUndue { order, .. }
            | Command::DecideUndue { order, .. }
            | Command::Approve { order }
            | Command::SendBack { order, .. }
            | Command::Park { order, .. }
            | Command::MilestoneDone { order, .. }
            | Command::Unpark { order, .. }
            | Command::AnswerSheet { order, .. }
            | Command::LiftSheet { order, .. }
            | Command::Appeal { order, .. }
            | Command::DecideAppeal { order, .. } => Some(*order),
            Command::Supervise { sheet } => Some(sheet.order),
            Command::Register { .. }
            | Command::Answer { .. }
            | Command::Refuse { .. }
            | Command::HandOver { .. }
            | Command::AskInvalid { .. }
            | Command::Invalidate { .. }
            | Command::AskCitizen { .. }
            | Command::CitizenReplied { .. }
            | Command::AskLapsed
            | Command::Classify { .. }
            | Command::SendToTriage { .. }
            | Command::Dispatch { .. }
            | Command::Consult { .. }
            | Command::Rule { .. }
            | Command::Merge { .. }
            | Command::Unmerge { .. }
            | Command::Absorb { .. }
            | Command::Shed { .. }
            | Command::Follow { .. }
            | Command::DeclareIncident { .. }
            | Command::ShareProgress { .. }
            | Command::EndIncident { .. }
            | Command::AddSupport { .. }
            | Command::Callback(_)
            | Command::Urge { .. }
            | Command::Instruct { .. }
            | Command::Supplement { .. }
            | Command::ChangeGrade { .. }
            | Command::Withdraw { .. }
            | Command::CheckWithdraw { .. }
            | Command::Reopen { .. }
            | Command::Archive
            | Command::Rate { .. }
            | Command::Claim { .. }
            | Command::Release { .. }
            | Command::PassOn { .. }
            | Command::Reveal { .. }
            | Command::Ring { .. }
            | Command::Untold { .. }
            | Command::Told { .. }
            | Command::ApplyPolicy => None,
        }
    }

    /// The files that it brings along.
    #[expect(clippy::wildcard_enum_match_arm, reason = "most commands bring none")]
    pub fn files(&self) -> &[FileId] {
        match self {
            Command::CitizenReplied { files, .. }
            | Command::Progress { files, .. }
            | Command::Supplement { files, .. }
            | Command::AskReturn { files, .. }
            | Command::Appeal { files, .. } => files,
            Command::Report { report, .. } | Command::ReportUndue { report, .. } => &report.files,
            Command::Register { facts } => &facts.files,
            _ => &[],
        }
    }
}
