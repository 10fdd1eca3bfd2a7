//! What is argued, ordered and agreed about a request or an order beside its state: returns, extensions, long-term plans, appeals,
//! supervision, consultation, merging. Kept as one value each, because no list asks for it.

use serde::{Deserialize, Serialize};

use super::state::OrderStage;
use crate::city::Exclusion;
use crate::ids::{AccountId, FileId, OrderId, PlaceCode, RequestId, TopicCode, UnitCode};
use crate::moment::Moment;
use crate::vocabulary;

/// A unit asks to give an order back (退单).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReturnAsk {
    /// Code of the reason, from the policy.
    pub reason: String,
    /// The law, or the list of duties, that it rests on.
    pub basis: String,
    /// Who should act instead.
    pub suggested: Option<UnitCode>,
    /// Evidence.
    pub files: Vec<FileId>,
    /// Where the order stood when it was asked.
    pub from: OrderStage,
}

/// A unit asks for more time (延期).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DelayAsk {
    /// How many working days more.
    pub working_days: u16,
    /// Why.
    pub reason: String,
    /// What will be done until when.
    pub plan: String,
    /// What the citizen was told, and what he said.
    pub told: String,
}

/// The plan of a parked order (挂账).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Parking {
    /// What will be done.
    pub plan: String,
    /// The leader who owns it, by name and office.
    pub owner: String,
    /// What the citizen was told.
    pub told: String,
    /// The steps, by day.
    pub milestones: Vec<Milestone>,
}

impl Parking {
    /// The first step that is not done.
    pub fn next(&self) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.done.is_none())
    }
}

/// One step of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Milestone {
    /// By when.
    pub due: Moment,
    /// What.
    pub what: String,
    /// When it was done.
    pub done: Option<Moment>,
}

/// The unit holds that the demand is beyond its duty, or unreasonable (超职责、不合理).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Undue {
    /// Code of the class, from the policy.
    pub class: String,
    /// The law that it rests on.
    pub basis: String,
    /// How it was explained to the citizen.
    pub explanation: String,
}

vocabulary! {
    /// What an appeal is about.
    AppealClaim {
        #[doc = "满意度"] Satisfaction = "satisfaction", "满意度", "Satisfaction";
        #[doc = "解决"] Solved = "solved", "解决情况", "Solved or not";
        #[doc = "按时"] Timeliness = "timeliness", "办理时限", "Timeliness";
    }
}

/// A unit's appeal against how an order counts (考核申诉).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Appeal {
    /// The level that judges it now, or judged it last: an index into the policy's levels.
    pub level: u8,
    /// About what.
    pub claim: AppealClaim,
    /// Why.
    pub reason: String,
    /// Evidence.
    pub files: Vec<FileId>,
    /// `None`: not decided yet. `true`: the order is not counted.
    pub granted: Option<bool>,
    /// Why it was decided so.
    pub note: String,
}

/// What an order has been through.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderDealings {
    /// Designated (指定): it cannot be returned.
    pub designated: bool,
    /// A return was refused: it cannot be asked for again.
    pub return_refused: bool,
    /// Extensions granted.
    pub delays: u8,
    /// How often its clock stood still.
    pub pauses: u8,
    /// The unit that was asked for in support, and why; until it is decided.
    pub support: Option<(Option<UnitCode>, String)>,
    /// Who has judged a report of this order: an application beyond duty needs somebody else.
    pub judged_by: Vec<AccountId>,
    /// Not counted against the unit, and why. Set by rules, never by hand.
    pub uncounted: Option<Exclusion>,
    /// The appeal.
    pub appeal: Option<Appeal>,
}

/// A supervision sheet (督办单): a demand to one unit, with a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// Its number, such as `DB250303-0001`.
    pub number: String,
    /// Code of the way, from the city pack: 单办, 联合 …
    pub kind: String,
    /// The order whose unit must answer.
    pub order: OrderId,
    /// What is demanded.
    pub demand: String,
    /// When it was issued.
    pub issued: Moment,
    /// By when it must be answered.
    pub due: Moment,
    /// What the unit answered.
    pub answer: Option<String>,
    /// Why it was lifted.
    pub lifted: Option<String>,
}

/// A leader's written instruction (批示).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instruction {
    /// When.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

/// A consultation (会商) on who must act.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consult {
    /// What is not clear.
    pub question: String,
    /// Who was invited.
    pub units: Vec<UnitCode>,
    /// What was decided.
    pub ruling: Option<Ruling>,
}

/// What a consultation decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ruling {
    /// The minutes.
    pub minutes: String,
    /// Who leads.
    pub lead: UnitCode,
    /// Who supports.
    pub supporting: Vec<UnitCode>,
    /// It binds from now on, and enters the catalogue, until it is revoked.
    pub binding: bool,
}

/// One event that hits many (突发事件): what fits it is merged by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Incident {
    /// What everybody is told (口径).
    pub notice: String,
    /// New requests on this topic, or below it …
    pub topic: TopicCode,
    /// … at this place, or within it.
    pub place: PlaceCode,
    /// When it was declared.
    pub declared: Moment,
    /// The last progress for all.
    pub progress: Option<String>,
    /// When it ended: no more are attached.
    pub ended: Option<Moment>,
}

/// The citizen wants to withdraw: until somebody has asked him whether he was pressed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
    /// When.
    pub asked: Moment,
}

/// What a request has been through.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestDealings {
    /// How many requests it stands for: itself and all merged into it.
    pub weight: u32,
    /// How often it was sent to a unit on the first level, re-dispatches included.
    pub dispatches: u32,
    /// The incident that it is the master of.
    pub incident: Option<Incident>,
    /// The consultation.
    pub consult: Option<Consult>,
    /// Supervision sheets, in the order of issue.
    pub sheets: Vec<Sheet>,
    /// Leaders' instructions.
    pub instructions: Vec<Instruction>,
    /// The withdrawal that is being checked.
    pub withdrawal: Option<Withdrawal>,
    /// Somebody wants it marked invalid, and why; a supervisor must confirm.
    pub invalid: Option<String>,
    /// How often it was opened again after its end.
    pub reopened: u32,
    /// The master it was merged into last: for the citizen's page after it has gone its own way.
    pub master: Option<RequestId>,
}

impl Default for RequestDealings {
    fn default() -> Self {
        RequestDealings {
            weight: 1,
            dispatches: 0,
            incident: None,
            consult: None,
            sheets: Vec::new(),
            instructions: Vec::new(),
            withdrawal: None,
            invalid: None,
            reopened: 0,
            master: None,
        }
    }
}

impl RequestDealings {
    /// The sheet of an order that is not lifted yet.
    pub fn open_sheet(&self, order: OrderId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.order == order && sheet.lifted.is_none())
    }

    /// Whether anything of it is under supervision (督办).
    pub fn is_supervised(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.lifted.is_none()) || !self.instructions.is_empty()
    }
}
