//! What one request does to another: merging, going separate ways again, following the master to its end.

use lianxin_domain::access::{Scope, Visibility};
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, CommandKind, Event, Refusal, Request, RequestState, Stage, table};
use lianxin_domain::{RequestId, TaskId};
use lianxin_store::Tx;
use lianxin_store::journal::Appended;

use crate::act::{ActError, Expected, act};
use crate::context::Context;

/// What a change of one request asks of others.
#[derive(Default)]
pub(crate) struct Followed {
    merged_into: Option<RequestId>,
    left: Option<RequestId>,
    told: Option<TaskId>,
    ended: bool,
}

impl Followed {
    /// Read from what happened. `before` and `master` are where the request stood.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of all events only these tie two requests")]
    pub(crate) fn by(entries: &[Appended], before: Stage, master: Option<RequestId>) -> Followed {
        let mut followed = Followed::default();
        for appended in entries {
            match &appended.entry.event {
                Event::Merged { into, .. } => followed.merged_into = Some(*into),
                Event::Unmerged { .. } => followed.left = master,
                Event::Told { task, .. } => followed.told = Some(*task),
                _ => {}
            }
        }
        followed.ended = before.is_open();
        followed
    }

    /// Does it, in the same unit of work: both sides stand in their own journals.
    pub(crate) fn carry_on(self, tx: &mut Tx, cx: &Context, request: &Request) -> Result<(), ActError> {
        // What a person has told is no longer to be told.
        if let Some(task) = self.told.and_then(|id| request.task(id)) {
            tx.message_told(request.id, task.opened, task.order, &cx.actor.name, cx.now)?;
        }
        let number = request.number.clone();
        if let Some(master) = self.merged_into {
            act(tx, &cx.as_system(), master, Expected::Any, Command::Absorb { number })?;
        } else if let Some(master) = self.left {
            act(tx, &cx.as_system(), master, Expected::Any, Command::Shed { number })?;
        } else if self.ended && !request.state.stage().is_open() && request.dealings.weight > 1 {
            tx.remember_ended_master(request.id)?;
        }
        Ok(())
    }
}

/// A request is merged only into one that the actor sees and that is still open.
pub(crate) fn check_master(tx: &mut Tx, cx: &Context, command: &Command) -> Result<(), ActError> {
    let Command::Merge { into, .. } = command else { return Ok(()) };
    let master = tx.request(*into)?.ok_or(ActError::NoSuchRequest)?;
    let seen = Visibility { secrecy: master.facts.secrecy, units: &master.units };
    if !Scope::of(&cx.actor).allows(seen) {
        return Err(ActError::NoSuchRequest);
    }
    let open = table::find(CommandKind::Absorb, table::State::Request(master.state.stage())).is_some();
    if open { Ok(()) } else { Err(Refusal::Guard(Obstacle::MasterOver).into()) }
}

/// Merges a request that waits for a dispatcher into the incident that it belongs to, if one is running.
pub(crate) fn attach(tx: &mut Tx, cx: &Context, request: Request) -> Result<Request, ActError> {
    let waits = matches!(request.state, RequestState::Registered | RequestState::Triage { .. });
    let (Some(topic), Some(place)) = (&request.facts.topic, &request.facts.place) else { return Ok(request) };
    if !waits || request.dealings.weight > 1 {
        return Ok(request);
    }
    for id in tx.running_incidents()? {
        let Some(master) = tx.request(id)?.filter(|master| master.id != request.id) else { continue };
        // What only few may know of is merged by a person, not by a rule.
        let as_open = request.facts.secrecy <= master.facts.secrecy;
        if as_open && master.running_incident().is_some_and(|incident| incident.takes(topic, place, &cx.city)) {
            let evidence = cx.lang.pick("突发事件：同一主题、同一地点", "Incident: same topic, same place").to_owned();
            let command = Command::Merge { into: id, number: master.number, evidence };
            return act(tx, &cx.as_system(), request.id, Expected::Any, command);
        }
    }
    Ok(request)
}
