//! Who acts.

use crate::ids::{AccountId, UnitCode};
use crate::vocabulary;

vocabulary! {
    /// What a person is there for (角色). A person may hold several.
    Role {
        #[doc = "话务员"] Agent = "agent", "话务员", "Agent";
        #[doc = "班长"] FloorSupervisor = "floor_supervisor", "班长", "Floor supervisor";
        #[doc = "派单员"] Dispatcher = "dispatcher", "派单员", "Dispatcher";
        #[doc = "督办专组"] Supervision = "supervision", "督办员", "Supervision";
        #[doc = "承办单位经办人"] Handler = "handler", "承办人", "Handler";
        #[doc = "审核员"] Reviewer = "reviewer", "审核员", "Reviewer";
        #[doc = "回访员"] CallbackAgent = "callback_agent", "回访员", "Call-back agent";
        #[doc = "知识管理员"] KnowledgeEditor = "knowledge_editor", "知识管理员", "Knowledge editor";
        #[doc = "质检员"] Inspector = "inspector", "质检员", "Quality inspector";
        #[doc = "分析员"] Analyst = "analyst", "分析员", "Analyst";
        #[doc = "系统管理员: runs the system, reads no requests"] Administrator = "administrator", "系统管理员", "Administrator";
        #[doc = "领导"] Leader = "leader", "领导", "Leader";
        #[doc = "监察审计: reads only"] Auditor = "auditor", "监察审计", "Audit";
        #[doc = "举报专办: the named officers who may learn who reported"] NamedOfficer = "named_officer", "举报专办员", "Named officer";
        #[doc = "市民: who asked, known by number and code"] Citizen = "citizen", "市民", "Citizen";
        #[doc = "系统: a clock or an import"] System = "system", "系统", "System";
    }
}

/// The person, citizen or clock that acts, as far as the rules need to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// `None` for a citizen and for the system.
    pub account: Option<AccountId>,
    /// The name as colleagues read it.
    pub name: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// The unit that he works for.
    pub unit: UnitCode,
    /// Cleared for confidential requests.
    pub cleared: bool,
}

impl Actor {
    /// What runs by itself: clocks, imports.
    pub fn system(centre: UnitCode) -> Self {
        Actor { account: None, name: "系统".into(), roles: vec![Role::System], unit: centre, cleared: true }
    }

    /// A citizen who has shown the number and the code of a request.
    pub fn citizen(centre: UnitCode) -> Self {
        Actor { account: None, name: "市民".into(), roles: vec![Role::Citizen], unit: centre, cleared: false }
    }

    /// Holds this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Holds one of these roles.
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// The first of `roles` that he holds: the capacity in which he acts.
    pub fn capacity(&self, roles: &[Role]) -> Option<Role> {
        roles.iter().copied().find(|role| self.roles.contains(role))
    }
}
