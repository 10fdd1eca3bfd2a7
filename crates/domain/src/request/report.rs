//! What a unit reports (反馈) and what a citizen says in the call-back (回访).

use serde::{Deserialize, Serialize};

use super::dealings::Undue;
use crate::ids::FileId;
use crate::vocabulary;

vocabulary! {
    /// Is it solved?
    Solved {
        #[doc = "解决"] Yes = "yes", "已解决", "Solved";
        #[doc = "基本解决"] Partly = "partly", "基本解决", "Partly solved";
        #[doc = "未解决"] No = "no", "未解决", "Not solved";
    }
}

vocabulary! {
    /// What a citizen thinks of the result or of the manner.
    Attitude {
        #[doc = "满意"] Satisfied = "satisfied", "满意", "Satisfied";
        #[doc = "基本满意"] Fairly = "fairly", "基本满意", "Fairly satisfied";
        #[doc = "不满意"] Dissatisfied = "dissatisfied", "不满意", "Dissatisfied";
        #[doc = "未表态"] NoOpinion = "no_opinion", "未表态", "No opinion";
    }
}

/// What the unit must say when it reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The demand is true (诉求属实).
    pub is_true: bool,
    /// The citizen was contacted; needs `proof` or a contact recorded before.
    pub contacted: bool,
    /// Solved?
    pub solved: Solved,
    /// Why it is not solved; required unless solved.
    pub why_not: Option<String>,
    /// The account for colleagues (办理情况).
    pub internal: String,
    /// The reply for the citizen (公开答复), a text of its own.
    pub public_reply: String,
    /// Evidence: photos, proof of contact.
    pub files: Vec<FileId>,
    /// The unit holds that it is beyond its duty, or unreasonable: another reviewer judges that.
    #[serde(default)]
    pub undue: Option<Undue>,
}

/// What the citizen said when he was called back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Survey {
    /// Is it solved?
    pub solved: Solved,
    /// With the result.
    pub result: Attitude,
    /// With the manner.
    pub manner: Attitude,
    /// Did the unit really contact him?
    pub contacted: bool,
    /// Does the reply fit what he says (契合度)?
    pub reply_fits: bool,
    /// In his words.
    pub words: String,
}

impl Survey {
    /// He is content, or at least does not say the opposite: the request may be closed.
    pub fn content(&self) -> bool {
        self.result != Attitude::Dissatisfied && self.solved != Solved::No
    }
}
