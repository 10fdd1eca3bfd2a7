//! The words in which decisions are given: reasons for a return (退单理由), classes of undue demands (超职责、不合理),
//! kinds of supervision (督办方式), and the script of the call-back (回访话术).

use jiff::civil::Date;

use crate::vocabulary;
use crate::words::{Bilingual, Kind};

/// A reason for which a unit may ask to return an order (退单).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnReason {
    /// Stable code, such as `not_our_duty`.
    pub code: String,
    /// The reason in a few words.
    pub name: Bilingual,
    /// The unit must quote the law or duty list it rests on.
    pub needs_basis: bool,
    /// The unit must name the unit that it thinks is right.
    pub needs_unit: bool,
}

/// A class of demands that a unit need not fulfil, once a reviewer agrees.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UndueClass {
    /// Stable code, such as `beyond_duty`.
    pub code: String,
    /// 超出职责
    pub name: Bilingual,
    /// What a reviewer must be able to see before he agrees.
    pub test: Bilingual,
    /// How such a request is left out of the scores.
    pub exclusion: super::Exclusion,
}

/// A way to press a unit (督办方式): 单办, 联合督办, 领导批示, 挂牌督办.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SupervisionKind {
    /// Stable code, such as `single`.
    pub code: String,
    /// 单办督办
    pub name: Bilingual,
    /// Days that the sheet usually gives for the answer, in working days.
    pub working_days: u16,
    /// A leader must have ordered it.
    pub needs_leader: bool,
}

vocabulary! {
    /// What a question of the call-back asks for.
    Answer {
        #[doc = "是否解决: solved, partly, not"] Solved = "solved", "解决情况", "Solved?";
        #[doc = "对结果的满意度"] Result = "result", "结果满意度", "Satisfied with the result";
        #[doc = "对态度的满意度"] Manner = "manner", "态度满意度", "Satisfied with the manner";
        #[doc = "是否联系过"] Contacted = "contacted", "是否联系", "Was he contacted";
        #[doc = "答复是否相符"] ReplyFits = "reply_fits", "答复是否相符", "Does the reply fit";
        #[doc = "市民原话"] Words = "words", "市民原话", "In his words";
    }
}

impl Answer {
    /// The answers without which a call-back decides nothing.
    pub const NEEDED: &'static [Answer] = &[Answer::Solved, Answer::Result, Answer::Manner];
}

/// One question of a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// What it asks for.
    pub answer: Answer,
    /// As it is spoken.
    pub text: Bilingual,
}

/// What the call-back agent says (回访话术), in one version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Script {
    /// Its name in every call-back that followed it, such as `2025-01`.
    pub version: String,
    /// First day in use; it gives way to a later one for the same kinds.
    pub from: Date,
    /// Only for these kinds; empty: for all that have none of their own.
    pub kinds: Vec<Kind>,
    /// The first words.
    pub greeting: Bilingual,
    /// In the order of the call.
    pub questions: Vec<Question>,
    /// The last words.
    pub farewell: Bilingual,
}

/// The script for a kind on a day: one of its own before one for all, the latest that has begun. Before the first: the first.
pub(super) fn script(all: &[Script], kind: Kind, on: Date) -> Option<&Script> {
    let own = |script: &&Script| script.kinds.contains(&kind);
    let general = |script: &&Script| script.kinds.is_empty();
    let begun = |script: &&Script| script.from <= on;
    let latest_own = all.iter().filter(own).filter(begun).max_by_key(|script| script.from);
    latest_own
        .or_else(|| all.iter().filter(general).filter(begun).max_by_key(|script| script.from))
        .or_else(|| all.iter().filter(|script| own(script) || general(script)).min_by_key(|script| script.from))
}
