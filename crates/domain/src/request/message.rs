//! A message (通知) that somebody must get: who, by which means, about what. It is queued in the transaction that makes it necessary
//! and sent afterwards; one that cannot be delivered becomes a task.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::city::{Audience, Means};
use crate::clock::ClockKind;
use crate::ids::{ClockId, MessageId, OrderId, UnitCode};
use crate::vocabulary;

vocabulary! {
    /// What a message is about.
    Occasion {
        #[doc = "时限预警: part of a period has run"] Warning = "warning", "时限预警", "Warning";
        #[doc = "到期: a period has run out"] Due = "due", "时限到期", "Due";
        #[doc = "逾期: it ran out a while ago"] Late = "late", "逾期未办", "Late";
        #[doc = "新工单"] NewOrder = "new_order", "新工单", "New order";
        #[doc = "撤回、改派: the order is no longer yours"] TakenAway = "taken_away", "工单已撤回", "Order taken away";
        #[doc = "催办"] Urged = "urged", "催办", "Urged";
        #[doc = "督办"] Supervised = "supervised", "督办", "Supervised";
        #[doc = "批示"] Instructed = "instructed", "领导批示", "Instruction";
        #[doc = "补充: the citizen has told more"] Supplemented = "supplemented", "市民补充", "The citizen told more";
        #[doc = "审批结果: a return, an extension, an appeal was decided"] Decided = "decided", "审批结果", "Decision";
        #[doc = "退回、重办"] Again = "again", "退回重办", "To be done again";
        #[doc = "突发事件进展"] Progress = "progress", "事件进展", "Progress";
    }
}

/// A message to be delivered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// About what.
    pub occasion: Occasion,
    /// To whom: resolved to persons when it is sent, because rosters change by the hour.
    pub to: Audience,
    /// Of which unit; `None`: of the centre.
    pub unit: Option<UnitCode>,
    /// By which means.
    pub by: Means,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// The clock that rang, its kind and its rung: a rung that cannot be delivered goes on to the next.
    pub clock: Option<(ClockId, ClockKind, u8)>,
}

impl Message {
    /// Where it is put up as a notice: whoever sits there reads it. Tasks of the centre are told apart by the promise that runs.
    pub fn seat(&self) -> String {
        match (self.to, &self.unit) {
            (Audience::Owner, None) => seat_of_centre(self.clock.map(|(_, kind, _)| kind)),
            (Audience::Owner | Audience::UnitDuty | Audience::UnitHead | Audience::Superior, unit) => {
                format!("{}:{}", self.to, unit.as_ref().map_or("", UnitCode::as_str))
            }
            (Audience::FloorSupervisor | Audience::Dispatchers | Audience::Supervision | Audience::LeaderOnDuty, _) => {
                self.to.code().to_owned()
            }
        }
    }
}

fn seat_of_centre(clock: Option<ClockKind>) -> String {
    format!("{}::{}", Audience::Owner, clock.map_or("", ClockKind::code))
}

/// The seats of somebody with these roles in this unit: what is put up there is for him. `below` are the units under his.
pub fn seats(roles: &[Role], unit: &UnitCode, below: &[UnitCode]) -> Vec<String> {
    let mut seats = Vec::new();
    for role in roles {
        let (audience, clocks): (Option<Audience>, &[ClockKind]) = match role {
            Role::Handler => {
                let of_unit = [Audience::Owner, Audience::UnitDuty, Audience::UnitHead];
                seats.extend(of_unit.iter().map(|audience| format!("{audience}:{unit}")));
                seats.extend(below.iter().map(|unit| format!("{}:{unit}", Audience::Superior)));
                (None, &[])
            }
            Role::FloorSupervisor => (Some(Audience::FloorSupervisor), &[]),
            Role::Dispatcher => (
                Some(Audience::Dispatchers),
                &[ClockKind::Dispatch, ClockKind::MustPhone, ClockKind::ReturnReview, ClockKind::SupportReview],
            ),
            Role::Supervision => (Some(Audience::Supervision), &[]),
            Role::Leader => (Some(Audience::LeaderOnDuty), &[]),
            Role::Reviewer => (None, &[ClockKind::Review, ClockKind::DelayReview, ClockKind::Appeal]),
            Role::CallbackAgent | Role::NamedOfficer => (None, &[ClockKind::Callback, ClockKind::WithdrawCheck]),
            Role::Agent
            | Role::KnowledgeEditor
            | Role::Inspector
            | Role::Analyst
            | Role::Administrator
            | Role::Auditor
            | Role::Citizen
            | Role::System => (None, &[]),
        };
        seats.extend(audience.map(|audience| audience.code().to_owned()));
        seats.extend(clocks.iter().map(|clock| seat_of_centre(Some(*clock))));
    }
    seats.sort();
    seats.dedup();
    seats
}
