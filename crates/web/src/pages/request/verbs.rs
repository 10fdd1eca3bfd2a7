//! The moves by their names in addresses (the same as in the API), and where each stands on a page: the next steps are forms at once,
//! the others wait behind “more”, ordered by what they are about.

use lianxin_domain::Lang;
use lianxin_domain::request::{CommandKind as K, table};

/// What the moves that are not the next step are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// The citizen: asking, adding, urging for him.
    Citizen,
    /// More time, or time that does not count.
    Time,
    /// Other units: who helps, who has it.
    Units,
    /// Several requests about one matter.
    Together,
    /// Supervising, instructing, parking, grading.
    Oversight,
    /// Ways out.
    End,
}

impl Group {
    /// In the order in which they are shown.
    pub const ALL: [Group; 6] =
        [Group::Citizen, Group::Time, Group::Units, Group::Together, Group::Oversight, Group::End];

    /// Its heading.
    pub const fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Group::Citizen => ("市民", "Citizen"),
            Group::Time => ("时限", "Time"),
            Group::Units => ("单位", "Units"),
            Group::Together => ("合并与会商", "Together"),
            Group::Oversight => ("督促", "Oversight"),
            Group::End => ("结束与申诉", "Ending"),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// Every move that a form asks for: its name in an address, and its group; `None`: a next step, shown as a form at once.
const VERBS: &[(K, &str, Option<Group>)] = &[
    // Of the request.
    (K::Classify, "classify", None),
    (K::Dispatch, "dispatch", None),
    (K::CitizenReplied, "reply", None),
    (K::CallbackClose, "callback", None),
    (K::CheckWithdraw, "check-withdraw", None),
    (K::Rule, "rule", Some(Group::Together)),
    (K::Answer, "answer", Some(Group::End)),
    (K::Refuse, "refuse", Some(Group::End)),
    (K::HandOver, "hand-over", Some(Group::End)),
    (K::AskInvalid, "ask-invalid", Some(Group::End)),
    (K::Invalidate, "invalidate", Some(Group::End)),
    (K::Reopen, "reopen", Some(Group::End)),
    (K::AskCitizen, "ask", Some(Group::Citizen)),
    (K::Supplement, "supplement", Some(Group::Citizen)),
    (K::Urge, "urge", Some(Group::Citizen)),
    (K::SendToTriage, "triage", Some(Group::Together)),
    (K::Consult, "consult", Some(Group::Together)),
    (K::Merge, "merge", Some(Group::Together)),
    (K::Unmerge, "unmerge", Some(Group::Together)),
    (K::DeclareIncident, "declare-incident", Some(Group::Together)),
    (K::ShareProgress, "share-progress", Some(Group::Together)),
    (K::EndIncident, "end-incident", Some(Group::Together)),
    (K::AddSupport, "add-support", Some(Group::Units)),
    (K::Instruct, "instruct", Some(Group::Oversight)),
    (K::ChangeGrade, "grade", Some(Group::Oversight)),
    // Of an order.
    (K::Accept, "accept", None),
    (K::Contact, "contact", None),
    (K::Progress, "progress", None),
    (K::Report, "report", None),
    (K::PassDown, "pass-down", None),
    (K::Resume, "resume", None),
    (K::AnswerSheet, "answer-sheet", None),
    (K::MilestoneDone, "milestone-done", None),
    (K::Approve, "approve", None),
    (K::SendBack, "send-back", None),
    (K::DecideUndue, "decide-undue", None),
    (K::DecideDelay, "decide-delay", None),
    (K::Redispatch, "redispatch", Some(Group::Units)),
    (K::RefuseReturn, "refuse-return", None),
    (K::RefuseSupport, "refuse-support", None),
    (K::DecideAppeal, "decide-appeal", None),
    (K::Phone, "phone", None),
    (K::AskDelay, "ask-delay", Some(Group::Time)),
    (K::Pause, "pause", Some(Group::Time)),
    (K::AskReturn, "ask-return", Some(Group::Units)),
    (K::AskSupport, "ask-support", Some(Group::Units)),
    (K::Recall, "recall", Some(Group::Units)),
    (K::Supervise, "supervise", Some(Group::Oversight)),
    (K::LiftSheet, "lift-sheet", Some(Group::Oversight)),
    (K::Park, "park", Some(Group::Oversight)),
    (K::Unpark, "unpark", Some(Group::Oversight)),
    (K::ReportUndue, "report-undue", Some(Group::End)),
    (K::Appeal, "appeal", Some(Group::End)),
];

/// The name of a move in an address; `None` for what is asked for by no form.
pub fn verb(kind: K) -> Option<&'static str> {
    VERBS.iter().find(|(known, ..)| *known == kind).map(|(_, verb, _)| *verb)
}

/// The move with this name, of an order or of the request.
pub fn kind(verb: &str, of_order: bool) -> Option<K> {
    VERBS.iter().find(|(kind, known, _)| *known == verb && table::on_order(*kind) == of_order).map(|(kind, ..)| *kind)
}

/// Where a move stands; `None`: it is a next step.
pub fn group(kind: K) -> Option<Group> {
    VERBS.iter().find(|(known, ..)| *known == kind).and_then(|(.., group)| *group)
}

#[cfg(test)]
mod tests {
    use lianxin_domain::access::Role;

    use super::*;

    #[test]
    fn every_move_that_a_person_can_ask_for_has_a_form() {
        // Beside the forms: the desk registers, lists claim, a card reveals, the citizen's page withdraws and rates; tasks are told and
        // passed on. The other outcomes of a call-back are in its one form.
        let elsewhere = [
            K::Register,
            K::Claim,
            K::Release,
            K::PassOn,
            K::Told,
            K::Reveal,
            K::Withdraw,
            K::Rate,
            K::CallbackUnreached,
            K::CallbackRework,
        ];
        // What one request does to another follows by itself.
        let follows = [K::Absorb, K::Shed];
        for kind in K::ALL.iter().filter(|kind| kind.can_be_asked() && table::who(**kind) != [Role::System]) {
            let known = verb(*kind).is_some() || elsewhere.contains(kind) || follows.contains(kind);
            assert!(known, "no form for {kind}");
        }
    }

    #[test]
    fn a_name_leads_to_its_move() {
        for (expected, verb, _) in VERBS {
            assert_eq!(kind(verb, table::on_order(*expected)), Some(*expected), "{verb}");
        }
    }
}
