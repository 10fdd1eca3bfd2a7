//! What was argued, ordered and agreed, as JSON: one shape for the request and for its journal.

use lianxin_app::Context;
use lianxin_domain::FileId;
use lianxin_domain::city::Exclusion;
use lianxin_domain::request as r;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::words::{self, At};

/// A unit asks to give an order back.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ReturnAskJson {
    /// Code of the reason, from `GET /api/city/returns`.
    #[schema(example = "not_our_duty")]
    reason: String,
    /// The law, or the list of duties, that it rests on.
    basis: String,
    /// Code of the unit that should act instead.
    unit: Option<String>,
    files: Vec<Uuid>,
}

impl From<&r::ReturnAsk> for ReturnAskJson {
    fn from(ask: &r::ReturnAsk) -> ReturnAskJson {
        ReturnAskJson {
            reason: ask.reason.clone(),
            basis: ask.basis.clone(),
            unit: ask.suggested.as_ref().map(ToString::to_string),
            files: ids(&ask.files),
        }
    }
}

/// A unit asks for more time.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct DelayAskJson {
    /// Working days more.
    days: u16,
    reason: String,
    /// What will be done until when.
    plan: String,
    /// What the citizen was told, and what he said.
    told: String,
}

impl From<&r::DelayAsk> for DelayAskJson {
    fn from(ask: &r::DelayAsk) -> DelayAskJson {
        DelayAskJson {
            days: ask.working_days,
            reason: ask.reason.clone(),
            plan: ask.plan.clone(),
            told: ask.told.clone(),
        }
    }
}

/// The plan of a parked order.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ParkingJson {
    plan: String,
    /// The leader who owns it.
    name: String,
    told: String,
    /// In the order of their days.
    milestones: Vec<MilestoneJson>,
}

/// One step of a plan.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct MilestoneJson {
    due: At,
    what: String,
    /// Null: not done yet.
    done: Option<At>,
}

impl From<&r::Parking> for ParkingJson {
    fn from(plan: &r::Parking) -> ParkingJson {
        let step =
            |one: &r::Milestone| MilestoneJson { due: At(one.due), what: one.what.clone(), done: one.done.map(At) };
        ParkingJson {
            plan: plan.plan.clone(),
            name: plan.owner.clone(),
            told: plan.told.clone(),
            milestones: plan.milestones.iter().map(step).collect(),
        }
    }
}

/// Held to be beyond duty, or unreasonable.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct UndueJson {
    /// Code of the class, from `GET /api/city/undue`.
    #[schema(example = "beyond_duty")]
    reason: String,
    /// The law that it rests on.
    basis: String,
    /// How it was explained to the citizen.
    told: String,
}

impl From<&r::Undue> for UndueJson {
    fn from(undue: &r::Undue) -> UndueJson {
        UndueJson { reason: undue.class.clone(), basis: undue.basis.clone(), told: undue.explanation.clone() }
    }
}

/// An appeal against how an order counts.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct AppealJson {
    /// The level that judges it now, or judged it last: 0 for the first of `appeals` of `GET /api/city/policy`.
    level: u8,
    #[schema(value_type = words::AppealClaim)]
    claim: r::AppealClaim,
    reason: String,
    files: Vec<Uuid>,
    /// Null: not decided yet. True: the order is not counted.
    granted: Option<bool>,
    /// Why it was decided so.
    note: String,
}

impl From<&r::Appeal> for AppealJson {
    fn from(appeal: &r::Appeal) -> AppealJson {
        AppealJson {
            level: appeal.level,
            claim: appeal.claim,
            reason: appeal.reason.clone(),
            files: ids(&appeal.files),
            granted: appeal.granted,
            note: appeal.note.clone(),
        }
    }
}

/// A unit has asked for another one beside it.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct SupportAskJson {
    /// Null: the centre chooses.
    unit: Option<String>,
    reason: String,
}

/// A supervision sheet.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct SheetJson {
    #[schema(example = "TJ250303-000018-D1")]
    number: String,
    /// Code of the way, from `GET /api/city/supervisions`.
    kind: String,
    /// The order whose unit must answer.
    order: Uuid,
    demand: String,
    issued: At,
    due: At,
    answer: Option<String>,
    /// Why it was lifted; null while it is open.
    lifted: Option<String>,
}

impl From<&r::Sheet> for SheetJson {
    fn from(sheet: &r::Sheet) -> SheetJson {
        SheetJson {
            number: sheet.number.clone(),
            kind: sheet.kind.clone(),
            order: sheet.order.0,
            demand: sheet.demand.clone(),
            issued: At(sheet.issued),
            due: At(sheet.due),
            answer: sheet.answer.clone(),
            lifted: sheet.lifted.clone(),
        }
    }
}

/// A leader's instruction.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct InstructionJson {
    at: At,
    /// By whom.
    by: String,
    text: String,
}

/// A consultation on who must act.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ConsultJson {
    /// What is not clear.
    text: String,
    /// Codes of the units that were asked.
    units: Vec<String>,
    /// Null: not decided yet.
    ruling: Option<RulingJson>,
}

/// What a consultation decided.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct RulingJson {
    /// The minutes.
    text: String,
    lead: String,
    supporting: Vec<String>,
    /// It binds from now on, and has entered the catalogue.
    binding: bool,
}

impl From<&r::Ruling> for RulingJson {
    fn from(ruling: &r::Ruling) -> RulingJson {
        RulingJson {
            text: ruling.minutes.clone(),
            lead: ruling.lead.to_string(),
            supporting: ruling.supporting.iter().map(ToString::to_string).collect(),
            binding: ruling.binding,
        }
    }
}

/// One event that hits many.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct IncidentJson {
    /// What everybody is told.
    text: String,
    topic: String,
    place: String,
    declared: At,
    /// The last progress for all.
    progress: Option<String>,
    /// Null while new requests are attached.
    ended: Option<At>,
}

impl From<&r::Incident> for IncidentJson {
    fn from(incident: &r::Incident) -> IncidentJson {
        IncidentJson {
            text: incident.notice.clone(),
            topic: incident.topic.to_string(),
            place: incident.place.to_string(),
            declared: At(incident.declared),
            progress: incident.progress.clone(),
            ended: incident.ended.map(At),
        }
    }
}

/// The citizen wants to withdraw; he is asked first whether anybody pressed him.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct WithdrawalJson {
    reason: String,
    asked: At,
}

/// What a request has been through.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct DealingsJson {
    /// How many requests it stands for: itself and all merged into it.
    weight: u32,
    /// The number of the master that it is merged into now; null: none.
    #[schema(example = "TJ250303-000026")]
    master: Option<String>,
    /// How often it was sent to a unit of the first level, re-dispatches included.
    dispatches: u32,
    /// How often it was opened again after its end.
    reopened: u32,
    /// Something of it is under supervision: an open sheet, or a leader's instruction.
    supervised: bool,
    /// The incident that it is the master of.
    incident: Option<IncidentJson>,
    consult: Option<ConsultJson>,
    /// In the order of issue; their clocks are of the kind `supervision`.
    sheets: Vec<SheetJson>,
    instructions: Vec<InstructionJson>,
    withdrawal: Option<WithdrawalJson>,
    /// Why somebody wants it marked invalid; null: nobody does.
    invalid: Option<String>,
    /// When the citizen was called in vain.
    tried: Vec<At>,
}

/// The dealings of a request; `master` is the number of the one it is merged into.
pub(super) fn of_request(request: &r::Request, master: Option<&str>) -> DealingsJson {
    let dealings = &request.dealings;
    let consult = |consult: &r::Consult| ConsultJson {
        text: consult.question.clone(),
        units: consult.units.iter().map(ToString::to_string).collect(),
        ruling: consult.ruling.as_ref().map(RulingJson::from),
    };
    let instruction =
        |one: &r::Instruction| InstructionJson { at: At(one.at), by: one.by.clone(), text: one.text.clone() };
    let withdrawal = |one: &r::Withdrawal| WithdrawalJson { reason: one.reason.clone(), asked: At(one.asked) };
    let tried =
        if let r::RequestState::AwaitingCallback { tried, .. } = &request.state { tried.as_slice() } else { &[] };
    DealingsJson {
        weight: dealings.weight,
        master: master.filter(|_| request.state.stage() == r::Stage::Merged).map(ToOwned::to_owned),
        dispatches: dealings.dispatches,
        reopened: dealings.reopened,
        supervised: dealings.is_supervised(),
        incident: dealings.incident.as_ref().map(IncidentJson::from),
        consult: dealings.consult.as_ref().map(consult),
        sheets: dealings.sheets.iter().map(SheetJson::from).collect(),
        instructions: dealings.instructions.iter().map(instruction).collect(),
        withdrawal: dealings.withdrawal.as_ref().map(withdrawal),
        invalid: dealings.invalid.clone(),
        tried: tried.iter().copied().map(At).collect(),
    }
}

/// What an order has been through.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct OrderDealingsJson {
    /// Designated: it cannot be returned.
    designated: bool,
    /// Until when it may be returned, by the policy in force when it was dispatched; null where that cannot be counted.
    return_until: Option<At>,
    /// A return was refused: it cannot be asked for again.
    return_refused: bool,
    /// The return that is being judged.
    return_ask: Option<ReturnAskJson>,
    /// Extensions granted.
    delays: u8,
    /// The extension that is being judged.
    delay_ask: Option<DelayAskJson>,
    /// How often its clock stood still.
    pauses: u8,
    /// The support that is being judged.
    support_ask: Option<SupportAskJson>,
    /// The plan, while it is parked.
    parking: Option<ParkingJson>,
    /// Why it is not counted against the unit; null: it is.
    #[schema(value_type = Option<words::Exclusion>)]
    uncounted: Option<Exclusion>,
    appeal: Option<AppealJson>,
}

/// The dealings of an order.
pub(super) fn of_order(order: &r::Order, request: &r::Request, cx: &Context) -> OrderDealingsJson {
    let dealings = &order.dealings;
    let (return_ask, delay_ask, parking) = match &order.state {
        r::OrderState::ReturnAsked { ask } => (Some(ReturnAskJson::from(&**ask)), None, None),
        r::OrderState::DelayAsked { ask } => (None, Some(DelayAskJson::from(&**ask)), None),
        r::OrderState::Parked { plan } => (None, None, Some(ParkingJson::from(&**plan))),
        r::OrderState::Dispatched
        | r::OrderState::Accepted { .. }
        | r::OrderState::Handling
        | r::OrderState::Reported { .. }
        | r::OrderState::SentBack { .. }
        | r::OrderState::Approved { .. }
        | r::OrderState::Rework { .. }
        | r::OrderState::Closed { .. }
        | r::OrderState::Replaced
        | r::OrderState::Recalled => (None, None, None),
    };
    OrderDealingsJson {
        designated: dealings.designated,
        return_until: request.return_until(order, cx.situation()).ok().map(At),
        return_refused: dealings.return_refused,
        return_ask,
        delays: dealings.delays,
        delay_ask,
        pauses: dealings.pauses,
        support_ask: dealings.support.as_ref().map(|(unit, reason)| SupportAskJson {
            unit: unit.as_ref().map(ToString::to_string),
            reason: reason.clone(),
        }),
        parking,
        uncounted: dealings.uncounted,
        appeal: dealings.appeal.as_ref().map(AppealJson::from),
    }
}

fn ids(files: &[FileId]) -> Vec<Uuid> {
    files.iter().map(|id| id.0).collect()
}
