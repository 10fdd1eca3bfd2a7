//! What people say to each other, as moves of a [`Case`].

use lianxin_domain::access::Actor;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{
    Callback, Command, Entry, Event, Intake, OrderRole, OrderStage, Refusal, RequestState, Running, Stage,
};
use lianxin_domain::{Grade, Minutes, Moment};

use super::{Case, city, delay, dissatisfied, intake, plan, sheet, system, undue};

/// A day of March 2025 in Tianjin: `05T17:30`.
pub fn march(at: &str) -> Moment {
    Moment::parse(&format!("2025-03-{at}:00+08:00")).unwrap()
}

impl Case {
    /// 路面塌陷: an emergency at a street of Hexi.
    pub fn emergency() -> Case {
        Case::of(Intake {
            grade: Grade::Emergency,
            grade_reason: "塌陷".into(),
            topic: Some("city.cover".into()),
            ..intake("路面塌陷")
        })
    }

    /// Which stage the request has come to.
    pub fn stage(&self) -> Stage {
        self.request.state.stage()
    }

    /// Which stage the unit's last order has come to.
    pub fn order_stage(&self, unit: &str) -> OrderStage {
        self.owed(unit).state.stage()
    }

    /// Why a command was refused.
    pub fn refused(&mut self, command: Command) -> Obstacle {
        obstacle(self.tries(command))
    }

    /// The clock of this kind that runs for the unit's last order.
    pub fn clock_of(&self, unit: &str, kind: ClockKind) -> &Running {
        self.request.clock(kind, Some(self.order(unit))).unwrap()
    }

    /// Asks to give the order back, to somebody else.
    pub fn return_asked(&mut self, unit: &str, to: &str) {
        let command = self.asks_return(unit, to);
        self.does(command);
    }

    pub fn asks_return(&self, unit: &str, to: &str) -> Command {
        Command::AskReturn {
            order: self.order(unit),
            reason: "not_our_duty".into(),
            basis: "三定方案".into(),
            suggested: Some(to.into()),
            files: Vec::new(),
        }
    }

    pub fn redispatched(&mut self, from: &str, to: &str) {
        let (order, to) = (self.order(from), self.target(to, OrderRole::Lead));
        self.does(Command::Redispatch { order, to, reason: "改派".into() });
    }

    pub fn recalled(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Recall { order, instead: None, reason: "派错".into() });
    }

    pub fn asks_delay(&mut self, unit: &str, working_days: u16) -> Result<(), Refusal> {
        let order = self.order(unit);
        self.tries(Command::AskDelay { order, ask: Box::new(delay(working_days)) })
    }

    pub fn delay_decided(&mut self, unit: &str, granted_working_days: u16) {
        let order = self.order(unit);
        self.does(Command::DecideDelay { order, granted_working_days, reason: "同意".into() });
    }

    /// More time, asked for and granted.
    pub fn delayed(&mut self, unit: &str, working_days: u16) {
        self.asks_delay(unit, working_days).unwrap();
        self.delay_decided(unit, working_days);
    }

    pub fn pauses(&mut self, unit: &str) -> Result<(), Refusal> {
        let order = self.order(unit);
        self.tries(Command::Pause { order, reason: "等市民提供照片".into() })
    }

    pub fn resumed(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Resume { order, reason: "已提供".into() });
    }

    pub fn parked(&mut self, unit: &str, days: &[i64]) {
        let (order, plan) = (self.order(unit), Box::new(plan(self.now, days)));
        self.does(Command::Park { order, plan });
    }

    pub fn milestone_done(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::MilestoneDone { order, note: "已完成".into() });
    }

    /// A sheet of three days.
    pub fn supervised(&mut self, unit: &str) {
        let sheet = Box::new(sheet(self.order(unit), "single", self.now + Minutes(3 * 24 * 60)));
        self.does(Command::Supervise { sheet });
    }

    pub fn reported_undue(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::ReportUndue { order, report: Box::new(undue()) });
    }

    /// The citizen is reached and not content with this unit.
    pub fn reworked(&mut self, unit: &str) {
        let orders = vec![self.order(unit)];
        self.does(Command::Callback(Callback::Rework {
            survey: dissatisfied(),
            orders,
            points: vec!["没修好".into()],
        }));
    }

    /// Done and approved again by somebody who may.
    pub fn done_by(&mut self, unit: &str, reviewer: &Actor) {
        self.report(unit);
        let order = self.order(unit);
        self.does_by(reviewer, Command::Approve { order });
    }

    pub fn withdraws(&mut self) {
        let citizen = Actor::citizen("center".into());
        self.does_by(&citizen, Command::Withdraw { reason: "自己修好了".into() });
    }

    /// Rings whatever has come due, once, as the engine does; gives the rungs climbed: `accept 0`.
    pub fn ring(&mut self) -> Vec<String> {
        let now = self.now;
        let due = |clock: &&Running| clock.stopped.is_none() && clock.ring.is_some_and(|ring| ring <= now);
        let clocks: Vec<_> = self.request.clocks.iter().filter(due).map(|clock| clock.id).collect();
        let from = self.entries.len();
        for clock in clocks {
            self.does_by(&system(), Command::Ring { clock });
        }
        rungs(&self.entries[from..])
    }

    /// Lets time pass; whatever comes due on the way rings at its moment.
    pub fn until(&mut self, at: Moment) -> Vec<String> {
        let mut rung = Vec::new();
        while let Some(next) = self.next_ring().filter(|next| *next <= at) {
            self.now = self.now.max(next);
            let climbed = self.ring();
            rung.extend(climbed);
        }
        self.now = at;
        rung
    }

    /// The next moment at which anything rings.
    pub fn next_ring(&self) -> Option<Moment> {
        self.request.clocks.iter().filter(|clock| clock.is_open()).filter_map(|clock| clock.ring).min()
    }

    /// The question that the citizen was asked is no state of the order.
    pub fn is_awaiting_citizen(&self) -> bool {
        matches!(self.request.state, RequestState::AwaitingCitizen { .. })
    }
}

/// The guard that stood against it.
pub fn obstacle(tried: Result<(), Refusal>) -> Obstacle {
    match tried {
        Err(Refusal::Guard(obstacle)) => obstacle,
        other => panic!("a guard should have stood against it: {other:?}"),
    }
}

/// The rungs that these entries climbed: `accept 0`; `accept !` where the promise was broken.
pub fn rungs(entries: &[Entry]) -> Vec<String> {
    let mut climbed = Vec::new();
    for entry in entries {
        if let Event::Rung { kind, rung, .. } = &entry.event {
            climbed.push(format!("{kind} {rung}"));
        } else if let Event::Expired { kind, .. } = &entry.event {
            climbed.push(format!("{kind} !"));
        }
    }
    climbed
}

/// The days of the policy are counted on this calendar.
pub fn working_days_after(from: Moment, days: u16) -> Moment {
    city().calendar.due(from, &lianxin_domain::clock::Period::WorkingDays(days)).unwrap().at
}
