//! A plausible command for every kind of move.

use lianxin_domain::access::{Actor, may_take};
use lianxin_domain::city::City;
use lianxin_domain::request::{
    AppealClaim, Callback, Command, CommandKind, DelayAsk, Milestone, Order, OrderRole, OrderStage, Parking, Report,
    Request, Ruling, Sheet, Solved, Survey, Target, Task, TaskKind, Undue,
};
use lianxin_domain::{Grade, Minutes, Moment, OrderId, RequestId, TaskId, UnitCode};

use super::arrivals::Matters;
use super::dice::Dice;
use crate::words::{content, dissatisfied, report, solved};

/// What a command is made of.
pub(super) struct Making<'a> {
    pub dice: &'a mut Dice,
    pub matters: &'a Matters,
    pub city: &'a City,
    pub request: &'a Request,
    pub actor: &'a Actor,
    pub now: Moment,
    /// Another open request, to merge into.
    pub other: Option<(RequestId, String)>,
    pub ids: &'a mut dyn FnMut() -> OrderId,
}

fn text() -> String {
    "经核实，情况属实".to_owned()
}

const DAY: i64 = 24 * 60;

impl Making<'_> {
    /// A command of this kind; `None`: there is nothing sensible to ask for.
    #[expect(clippy::too_many_lines, reason = "one arm a move")]
    pub(super) fn command(&mut self, kind: CommandKind, order: Option<OrderId>) -> Option<Command> {
        use CommandKind as C;
        let request = self.request;
        Some(match kind {
            C::Answer => Command::Answer { answer: text(), knowledge: Vec::new() },
            C::Refuse => Command::Refuse { reason: self.matters.refusal(self.dice), told: text() },
            C::HandOver => Command::HandOver { to: "110".into(), reason: text() },
            C::AskInvalid => Command::AskInvalid { reason: text() },
            C::Invalidate => Command::Invalidate { agreed: self.dice.percent(20), reason: text() },
            C::AskCitizen => Command::AskCitizen { question: text() },
            C::CitizenReplied => Command::CitizenReplied { text: text(), files: Vec::new() },
            C::Classify => Command::Classify {
                topic: self.matters.topic(self.dice),
                place: self.matters.place(self.dice),
                address: String::new(),
            },
            C::SendToTriage => Command::SendToTriage { why: text() },
            C::Dispatch => Command::Dispatch { to: self.matters.targets(self.dice, &mut self.ids), opinion: text() },
            C::Consult => Command::Consult { question: text(), units: vec![self.matters.unit(self.dice)] },
            C::Rule => Command::Rule { ruling: Box::new(self.ruling()) },
            C::Merge => {
                let (into, number) = self.other.take()?;
                Command::Merge { into, number, evidence: text() }
            }
            C::Unmerge => Command::Unmerge { reason: text() },
            C::DeclareIncident => Command::DeclareIncident {
                notice: text(),
                topic: request.facts.topic.clone()?,
                place: request.facts.place.clone()?,
            },
            C::ShareProgress => Command::ShareProgress { text: text() },
            C::EndIncident => Command::EndIncident { reason: text() },
            C::Phone => {
                let answered = self.dice.percent(70);
                let who = if answered { "值班员".to_owned() } else { String::new() };
                Command::Phone { order: order?, number: "022-0000-0001".into(), answered, who, promise: text() }
            }
            C::Accept => Command::Accept { order: order? },
            C::AskReturn => Command::AskReturn {
                order: order?,
                reason: self.dice.pick(&self.city.returns)?.code.clone(),
                basis: text(),
                suggested: Some(self.other_unit(order?)?),
                files: Vec::new(),
            },
            C::Redispatch => Command::Redispatch { order: order?, to: self.instead(order?)?, reason: text() },
            C::RefuseReturn => Command::RefuseReturn { order: order?, reason: text() },
            C::Recall => {
                let instead = if self.dice.percent(50) { self.instead(order?) } else { None };
                Command::Recall { order: order?, instead, reason: text() }
            }
            C::Contact => Command::Contact { order: order?, reached: self.dice.percent(80), note: text() },
            C::PassDown => {
                let below = self.city.units.children(&request.order(order?)?.unit);
                let unit = self.dice.pick(&below)?.code.clone();
                let to = Target { order: (self.ids)(), unit, role: OrderRole::PassedDown };
                Command::PassDown { order: order?, to, opinion: text() }
            }
            C::AskSupport => Command::AskSupport { order: order?, unit: self.other_unit(order?), reason: text() },
            C::AddSupport => {
                let unit = self.matters.unit(self.dice);
                let to = vec![Target { order: (self.ids)(), unit, role: OrderRole::Supporting }];
                Command::AddSupport { to, opinion: text() }
            }
            C::RefuseSupport => Command::RefuseSupport { order: order?, reason: text() },
            C::AskDelay => Command::AskDelay { order: order?, ask: Box::new(self.delay()?) },
            C::DecideDelay => self.decide_delay(request.order(order?)?),
            C::Pause => Command::Pause { order: order?, reason: text() },
            C::Resume => Command::Resume { order: order?, reason: text() },
            C::Progress => Command::Progress { order: order?, text: text(), files: Vec::new() },
            C::Report => Command::Report { order: order?, report: Box::new(self.report(request.order(order?)?)) },
            C::ReportUndue => {
                let class = self.dice.pick(&self.city.undue)?.code.clone();
                let undue = Undue { class, basis: text(), explanation: text() };
                let report = Report { undue: Some(undue), ..report(Solved::No) };
                Command::ReportUndue { order: order?, report: Box::new(report) }
            }
            C::DecideUndue => Command::DecideUndue { order: order?, agreed: self.dice.percent(50), reason: text() },
            C::Approve => Command::Approve { order: order? },
            C::SendBack => Command::SendBack { order: order?, points: vec![text()] },
            C::CallbackUnreached => Command::Callback(Callback::Unreached { note: text() }),
            C::CallbackClose => {
                let explained = self.dice.percent(10);
                let survey = if explained { dissatisfied() } else { content() };
                Command::Callback(Callback::Close { survey, explained: explained.then(text) })
            }
            C::CallbackRework => self.rework(),
            C::Park => Command::Park { order: order?, plan: Box::new(self.plan()) },
            C::MilestoneDone => Command::MilestoneDone { order: order?, note: text() },
            C::Unpark => Command::Unpark { order: order?, reason: text() },
            C::Urge => Command::Urge { text: text() },
            C::Supervise => Command::Supervise { sheet: Box::new(self.sheet(order?)?) },
            C::AnswerSheet => Command::AnswerSheet { order: order?, text: text() },
            C::LiftSheet => Command::LiftSheet { order: order?, reason: text() },
            C::Instruct => Command::Instruct { text: text() },
            C::ChangeGrade => Command::ChangeGrade { grade: *self.dice.pick(Grade::ALL)?, reason: text() },
            C::Supplement => Command::Supplement { text: text(), files: Vec::new() },
            C::Withdraw => Command::Withdraw { reason: text() },
            C::CheckWithdraw => Command::CheckWithdraw { pressed: self.dice.percent(30), note: text() },
            C::Reopen => Command::Reopen { reason: text() },
            C::Appeal => Command::Appeal {
                order: order?,
                claim: *self.dice.pick(AppealClaim::ALL)?,
                reason: text(),
                files: Vec::new(),
            },
            C::DecideAppeal => Command::DecideAppeal { order: order?, granted: self.dice.percent(40), reason: text() },
            C::Rate => Command::Rate { survey: Survey { words: text(), ..content() } },
            C::Claim => Command::Claim { task: self.task(None)? },
            C::Release => Command::Release { task: self.task(Some(true))? },
            C::Told => {
                let task = request.tasks.iter().find(|task| task.kind == TaskKind::Tell && task.done.is_none())?;
                Command::Told { task: task.id, note: text() }
            }
            C::Reveal => Command::Reveal { reason: text() },
            // Goes to an account on record; the people of a run have none.
            C::PassOn
            | C::Draft
            | C::Register
            | C::AskLapsed
            | C::Absorb
            | C::Shed
            | C::Follow
            | C::BeginCallback
            | C::CloseWithoutCallback
            | C::Archive
            | C::Ring
            | C::Untold
            | C::ApplyPolicy => return None,
        })
    }

    fn ruling(&mut self) -> Ruling {
        let (lead, beside) = (self.matters.unit(self.dice), self.matters.unit(self.dice));
        let supporting = if lead == beside { Vec::new() } else { vec![beside] };
        Ruling { minutes: text(), lead, supporting, binding: false }
    }

    fn other_unit(&mut self, order: OrderId) -> Option<UnitCode> {
        let unit = self.matters.unit(self.dice);
        (unit != self.request.order(order)?.unit).then_some(unit)
    }

    /// A unit that may take the place of this order's: beside it below the same parent, or anywhere.
    fn instead(&mut self, order: OrderId) -> Option<Target> {
        let order = self.request.order(order)?;
        let parent = order.parent.and_then(|parent| self.request.order(parent));
        let unit = match parent {
            Some(parent) => self.dice.pick(&self.city.units.children(&parent.unit))?.code.clone(),
            None => self.matters.unit(self.dice),
        };
        Some(Target { order: (self.ids)(), unit, role: order.role })
    }

    fn delay(&mut self) -> Option<DelayAsk> {
        let rule = self.city.policy(self.now).delay(self.request.period_class(self.city))?;
        let working_days = u16::try_from(self.dice.between(1, i64::from(rule.working_days_max.max(1)))).ok()?;
        Some(DelayAsk { working_days, reason: text(), plan: text(), told: text() })
    }

    fn decide_delay(&mut self, order: &Order) -> Command {
        use lianxin_domain::request::OrderState;
        let asked = if let OrderState::DelayAsked { ask } = &order.state { ask.working_days } else { 1 };
        let granted = u16::try_from(self.dice.between(0, i64::from(asked))).unwrap_or(0);
        Command::DecideDelay { order: order.id, granted_working_days: granted, reason: text() }
    }

    fn report(&mut self, order: &Order) -> Report {
        match self.dice.below(10) {
            0 => report(Solved::No),
            1 | 2 => report(Solved::Partly),
            _ if order.contacted.is_none() && self.request.facts.contact.is_some() => report(Solved::Partly),
            _ => solved(),
        }
    }

    fn rework(&mut self) -> Command {
        let again = |order: &&Order| order.state.stage() == OrderStage::Approved;
        let mut orders: Vec<OrderId> = self.request.orders.iter().filter(again).map(|order| order.id).collect();
        if orders.len() > 1 && self.dice.percent(50) {
            orders.truncate(1);
        }
        Command::Callback(Callback::Rework { survey: dissatisfied(), orders, points: vec![text()] })
    }

    fn plan(&mut self) -> Parking {
        let mut due = self.now;
        let milestones = (0..self.dice.between(1, 3))
            .map(|_| {
                due = due + Minutes(self.dice.between(1, 12) * DAY);
                Milestone { due, what: text(), done: None }
            })
            .collect();
        Parking { plan: text(), owner: "张区长".into(), told: text(), milestones }
    }

    fn sheet(&mut self, order: OrderId) -> Option<Sheet> {
        let kind = self.dice.pick(&self.city.supervisions)?.code.clone();
        let due = self.now + Minutes(self.dice.between(1, 5) * DAY);
        let number = String::new();
        Some(Sheet { number, kind, order, demand: text(), issued: self.now, due, answer: None, lifted: None })
    }

    /// An open task: of anybody, or one that is claimed.
    fn task(&mut self, claimed: Option<bool>) -> Option<TaskId> {
        // Which task he may take is said by the task, not by the move.
        let wanted = |task: &Task| match claimed {
            Some(claimed) => task.claimed.is_some() == claimed,
            None => may_take(self.actor, task, &self.city.units).is_ok(),
        };
        let open = self.request.tasks.iter().filter(|task| task.done.is_none() && wanted(task));
        let open: Vec<TaskId> = open.map(|task| task.id).collect();
        self.dice.pick(&open).copied()
    }
}
