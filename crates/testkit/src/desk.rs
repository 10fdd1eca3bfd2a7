//! What people do. `does` and the verbs built on it must go well; `tries` says why not.

use lianxin_app::{ActError, Expected, Registered, act, identity, register};
use lianxin_domain::access::Actor;
use lianxin_domain::request::{Callback, Command, OrderRole, Report, Request, Survey, Target, TaskKind};
use lianxin_domain::{Grade, OrderId, UnitCode};

use crate::words::Draft;
use crate::world::{Filed, World};

/// Somebody at work.
#[derive(Clone)]
pub struct Desk<'w> {
    world: &'w World,
    /// Who.
    pub actor: Actor,
}

impl<'w> Desk<'w> {
    pub(crate) fn new(world: &'w World, actor: Actor) -> Self {
        Desk { world, actor }
    }

    /// The same person, cleared for confidential requests.
    #[must_use]
    pub fn cleared(mut self) -> Self {
        self.actor.cleared = true;
        self
    }

    /// Hands a request in.
    pub fn registers(&self, draft: Draft) -> Filed {
        let Registered { request, code } = self.must(self.tries_to_register(draft));
        Filed { id: request.id, number: request.number, code }
    }

    /// Tries to hand a request in.
    pub fn tries_to_register(&self, draft: Draft) -> Result<Registered, ActError> {
        let cx = self.world.context(&self.actor);
        let new = draft.told(cx.now);
        self.world.app().store.write_blocking(move |tx| register(tx, &cx, new.clone()))
    }

    /// Does something, whatever he had seen before.
    pub fn does(&self, filed: &Filed, command: Command) -> Request {
        self.must(self.tries(filed, command))
    }

    /// Tries to do something, whatever he had seen before.
    pub fn tries(&self, filed: &Filed, command: Command) -> Result<Request, ActError> {
        self.tries_having_seen(filed, Expected::Any, command)
    }

    /// Tries to do something on the grounds of what he saw.
    pub fn tries_having_seen(&self, filed: &Filed, seen: Expected, command: Command) -> Result<Request, ActError> {
        let (cx, id) = (self.world.context(&self.actor), filed.id);
        self.world.app().store.write_blocking(move |tx| act(tx, &cx, id, seen, command.clone()))
    }

    fn must<T>(&self, done: Result<T, ActError>) -> T {
        done.unwrap_or_else(|error| panic!("{} could not: {error:?}", self.actor.name))
    }

    /// A target with an order id of its own.
    pub fn target(&self, (unit, role): (UnitCode, OrderRole)) -> Target {
        Target { order: self.world.context(&self.actor).id(), unit, role }
    }

    /// The order that a unit owes last.
    pub fn order(&self, filed: &Filed, unit: &str) -> OrderId {
        let request = self.world.request(filed);
        let order = request.orders.iter().rev().find(|order| order.unit.as_str() == unit);
        order.unwrap_or_else(|| panic!("{unit} owes no order")).id
    }

    /// 派单
    pub fn dispatches<const N: usize>(
        &self,
        filed: &Filed,
        lead: (UnitCode, OrderRole),
        others: [(UnitCode, OrderRole); N],
    ) -> Request {
        let to = std::iter::once(lead).chain(others).map(|target| self.target(target)).collect();
        self.does(filed, Command::Dispatch { to, opinion: "请尽快办理并反馈".to_owned() })
    }

    /// 签收
    pub fn accepts(&self, filed: &Filed, unit: &str) -> Request {
        self.does(filed, Command::Accept { order: self.order(filed, unit) })
    }

    /// 联系市民: reached.
    pub fn contacts(&self, filed: &Filed, unit: &str) -> Request {
        self.does(
            filed,
            Command::Contact { order: self.order(filed, unit), reached: true, note: "已与市民通话".to_owned() },
        )
    }

    /// 下派
    pub fn passes_down(&self, filed: &Filed, from: &str, to: &str) -> Request {
        let to = self.target((to.into(), OrderRole::PassedDown));
        self.does(filed, Command::PassDown { order: self.order(filed, from), to, opinion: "请现场处置".to_owned() })
    }

    /// 过程反馈
    pub fn progresses(&self, filed: &Filed, unit: &str, text: &str) -> Request {
        self.does(filed, Command::Progress { order: self.order(filed, unit), text: text.to_owned(), files: Vec::new() })
    }

    /// 反馈
    pub fn reports(&self, filed: &Filed, unit: &str, report: Report) -> Request {
        self.does(filed, Command::Report { order: self.order(filed, unit), report: Box::new(report) })
    }

    /// 审核通过
    pub fn approves(&self, filed: &Filed, unit: &str) -> Request {
        self.does(filed, Command::Approve { order: self.order(filed, unit) })
    }

    /// 审核退回
    pub fn sends_back(&self, filed: &Filed, unit: &str, point: &str) -> Request {
        self.does(filed, Command::SendBack { order: self.order(filed, unit), points: vec![point.to_owned()] })
    }

    /// 签收、联系、反馈 in one go.
    pub fn handles(&self, filed: &Filed, unit: &str, report: Report) -> Request {
        self.accepts(filed, unit);
        self.contacts(filed, unit);
        self.reports(filed, unit, report)
    }

    /// 回访未接通
    pub fn reaches_nobody(&self, filed: &Filed) -> Request {
        self.does(filed, Command::Callback(Callback::Unreached { note: "无人接听".to_owned() }))
    }

    /// 回访办结
    pub fn closes(&self, filed: &Filed, survey: Survey) -> Request {
        self.does(filed, Command::Callback(Callback::Close { survey, explained: None }))
    }

    /// 退回重办
    pub fn sends_to_rework(&self, filed: &Filed, units: &[&str], survey: Survey) -> Request {
        let orders = units.iter().map(|unit| self.order(filed, unit)).collect();
        self.does(filed, Command::Callback(Callback::Rework { survey, orders, points: vec!["没有解决".to_owned()] }))
    }

    /// 催办
    pub fn tries_to_urge(&self, filed: &Filed) -> Result<Request, ActError> {
        self.tries(filed, Command::Urge { text: "请快一点".to_owned() })
    }

    /// 补充
    pub fn supplements(&self, filed: &Filed, text: &str) -> Request {
        self.does(filed, Command::Supplement { text: text.to_owned(), files: Vec::new() })
    }

    /// 请市民补充
    pub fn asks(&self, filed: &Filed, question: &str) -> Request {
        self.does(filed, Command::AskCitizen { question: question.to_owned() })
    }

    /// 调整紧急程度
    pub fn grades(&self, filed: &Filed, grade: Grade) -> Request {
        self.does(filed, Command::ChangeGrade { grade, reason: "情况变化".to_owned() })
    }

    /// 认领 the first open task of this kind.
    pub fn tries_to_claim(&self, filed: &Filed, kind: TaskKind) -> Result<Request, ActError> {
        let request = self.world.request(filed);
        let task = request.tasks.iter().find(|task| task.kind == kind && task.done.is_none());
        let task = task.unwrap_or_else(|| panic!("no {kind} task is open")).id;
        self.tries(filed, Command::Claim { task })
    }

    /// 查看身份
    pub fn tries_to_reveal(&self, filed: &Filed, reason: &str) -> Result<identity::Clear, ActError> {
        let (cx, id, reason) = (self.world.context(&self.actor), filed.id, reason.to_owned());
        self.world.app().store.write_blocking(move |tx| identity::reveal(tx, &cx, id, reason.clone()))
    }
}
