//! The states of a request and of an order. What is orthogonal (grade, secrecy, hard case, supervision,
//! overdue, merged, counted) is never a state.

use serde::{Deserialize, Serialize};

use super::dealings::{DelayAsk, Parking, ReturnAsk};
use crate::moment::Moment;
use crate::vocabulary;

vocabulary! {
    /// Where a request stands (R0–R7 and the ends RX of the transition table).
    Stage {
        #[doc = "R0: being written down; has no number yet"] Draft = "draft", "草稿", "Draft";
        #[doc = "R1: has a number; waits to be dispatched"] Registered = "registered", "已登记", "Registered";
        #[doc = "R2: the citizen was asked for more"] AwaitingCitizen = "awaiting_citizen", "待补充", "Waiting for the citizen";
        #[doc = "R3: a dispatcher or an expert group assesses it"] Triage = "triage", "待研判", "In assessment";
        #[doc = "R4: at least one order is open"] Handling = "handling", "办理中", "Being handled";
        #[doc = "R5: every order is approved; the citizen is to be called"] AwaitingCallback = "awaiting_callback", "待回访", "To be called back";
        #[doc = "R6"] Closed = "closed", "已办结", "Closed";
        #[doc = "R7: sealed"] Archived = "archived", "已归档", "Archived";
        #[doc = "RX 不予受理"] Refused = "refused", "不予受理", "Not accepted";
        #[doc = "RX 转110/119/120"] HandedOver = "handed_over", "已转接", "Handed over";
        #[doc = "RX 并单: lives on in its master"] Merged = "merged", "已并单", "Merged";
        #[doc = "RX 撤诉"] Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        #[doc = "RX 无效/骚扰"] Invalid = "invalid", "无效", "Invalid";
    }
}

vocabulary! {
    /// Where an order stands (O1–O11 and the ends OX of the transition table).
    OrderStage {
        #[doc = "O1: the accept clock runs"] Dispatched = "dispatched", "待签收", "To be accepted";
        #[doc = "O2: the first-contact clock runs"] Accepted = "accepted", "已签收", "Accepted";
        #[doc = "O3"] Handling = "handling", "办理中", "Being handled";
        #[doc = "O4: the handling clock keeps running"] ReturnAsked = "return_asked", "退单待审", "Return asked";
        #[doc = "O5"] DelayAsked = "delay_asked", "延期待审", "Extension asked";
        #[doc = "O6: the review clock runs"] Reported = "reported", "待审核", "To be reviewed";
        #[doc = "O7: the report came back with points"] SentBack = "sent_back", "审核退回", "Sent back";
        #[doc = "O8"] Approved = "approved", "审核通过", "Approved";
        #[doc = "O9: the citizen was not satisfied"] Rework = "rework", "重办", "Rework";
        #[doc = "O10: long-term, with a plan and an owner"] Parked = "parked", "挂账", "Parked";
        #[doc = "O11"] Closed = "closed", "已完结", "Closed";
        #[doc = "OX: another unit took its place"] Replaced = "replaced", "已改派", "Re-dispatched";
        #[doc = "OX: dispatched by mistake"] Recalled = "recalled", "已撤回", "Recalled";
    }
}

vocabulary! {
    /// How a request ended.
    Outcome {
        #[doc = "直接答复"] Answered = "answered", "直接答复", "Answered at once";
        #[doc = "回访后办结: the citizen was reached"] CalledBack = "called_back", "回访办结", "Closed after call-back";
        #[doc = "three attempts in vain; never counted as satisfied"] Unreached = "unreached", "回访未接通", "Closed, not reached";
        #[doc = "匿名、不要求回访，或建议、表扬"] WithoutCallback = "without_callback", "免回访办结", "Closed without call-back";
    }
}

/// The state of a request, with what only this state knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what they are; the states are described in `Stage`")]
pub enum RequestState {
    Draft,
    Registered,
    AwaitingCitizen { question: String, asked: Moment },
    Triage { why: String },
    Handling,
    AwaitingCallback { attempts: u32, tried: Vec<Moment> },
    Closed { at: Moment, outcome: Outcome },
    Archived { at: Moment },
    Refused { reason: String },
    HandedOver { to: String },
    Merged { into: crate::RequestId },
    Withdrawn { reason: String },
    Invalid { reason: String },
}

impl RequestState {
    /// The state without its facts: what the table speaks of.
    pub fn stage(&self) -> Stage {
        match self {
            RequestState::Draft => Stage::Draft,
            RequestState::Registered => Stage::Registered,
            RequestState::AwaitingCitizen { .. } => Stage::AwaitingCitizen,
            RequestState::Triage { .. } => Stage::Triage,
            RequestState::Handling => Stage::Handling,
            RequestState::AwaitingCallback { .. } => Stage::AwaitingCallback,
            RequestState::Closed { .. } => Stage::Closed,
            RequestState::Archived { .. } => Stage::Archived,
            RequestState::Refused { .. } => Stage::Refused,
            RequestState::HandedOver { .. } => Stage::HandedOver,
            RequestState::Merged { .. } => Stage::Merged,
            RequestState::Withdrawn { .. } => Stage::Withdrawn,
            RequestState::Invalid { .. } => Stage::Invalid,
        }
    }
}

impl Stage {
    /// Somebody still owes the citizen something.
    pub fn is_open(self) -> bool {
        match self {
            Stage::Draft
            | Stage::Registered
            | Stage::AwaitingCitizen
            | Stage::Triage
            | Stage::Handling
            | Stage::AwaitingCallback => true,
            Stage::Closed
            | Stage::Archived
            | Stage::Refused
            | Stage::HandedOver
            | Stage::Merged
            | Stage::Withdrawn
            | Stage::Invalid => false,
        }
    }
}

/// The state of an order, with what only this state knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what they are; the states are described in `OrderStage`")]
pub enum OrderState {
    Dispatched,
    Accepted { at: Moment },
    Handling,
    ReturnAsked { ask: Box<ReturnAsk> },
    DelayAsked { ask: Box<DelayAsk> },
    Reported { report: Box<super::Report> },
    SentBack { points: Vec<String> },
    Approved { report: Box<super::Report> },
    Rework { points: Vec<String> },
    Parked { plan: Box<Parking> },
    Closed { report: Box<super::Report> },
    Replaced,
    Recalled,
}

impl OrderState {
    /// The state without its facts: what the table speaks of.
    pub fn stage(&self) -> OrderStage {
        match self {
            OrderState::Dispatched => OrderStage::Dispatched,
            OrderState::Accepted { .. } => OrderStage::Accepted,
            OrderState::Handling => OrderStage::Handling,
            OrderState::ReturnAsked { .. } => OrderStage::ReturnAsked,
            OrderState::DelayAsked { .. } => OrderStage::DelayAsked,
            OrderState::Reported { .. } => OrderStage::Reported,
            OrderState::SentBack { .. } => OrderStage::SentBack,
            OrderState::Approved { .. } => OrderStage::Approved,
            OrderState::Rework { .. } => OrderStage::Rework,
            OrderState::Parked { .. } => OrderStage::Parked,
            OrderState::Closed { .. } => OrderStage::Closed,
            OrderState::Replaced => OrderStage::Replaced,
            OrderState::Recalled => OrderStage::Recalled,
        }
    }

    /// The last report, if the order has come that far.
    pub fn report(&self) -> Option<&super::Report> {
        match self {
            OrderState::Reported { report } | OrderState::Approved { report } | OrderState::Closed { report } => {
                Some(report)
            }
            OrderState::Dispatched
            | OrderState::Accepted { .. }
            | OrderState::Handling
            | OrderState::ReturnAsked { .. }
            | OrderState::DelayAsked { .. }
            | OrderState::SentBack { .. }
            | OrderState::Rework { .. }
            | OrderState::Parked { .. }
            | OrderState::Replaced
            | OrderState::Recalled => None,
        }
    }
}

impl OrderStage {
    /// The unit has it, or has done it: it was not taken away again.
    pub fn stands(self) -> bool {
        self != OrderStage::Replaced && self != OrderStage::Recalled
    }

    /// The unit still owes something.
    pub fn is_open(self) -> bool {
        match self {
            OrderStage::Dispatched
            | OrderStage::Accepted
            | OrderStage::Handling
            | OrderStage::ReturnAsked
            | OrderStage::DelayAsked
            | OrderStage::Reported
            | OrderStage::SentBack
            | OrderStage::Rework
            | OrderStage::Parked => true,
            OrderStage::Approved | OrderStage::Closed | OrderStage::Replaced | OrderStage::Recalled => false,
        }
    }
}
