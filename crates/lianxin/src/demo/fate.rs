//! How far each request of the demonstration has come, and at which pace.

use lianxin_domain::Grade;

use super::dice::Dice;

/// One thing that happens to a request: the move of the transition table with this name, by whoever makes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Register,
    Answer,
    Refuse,
    ClaimDispatch,
    Triage,
    Ask,
    Reply,
    Dispatch,
    Phone,
    Accept,
    Contact,
    PassDown,
    PartAccept,
    PartContact,
    PartReport,
    PartApprove,
    Progress,
    Report,
    ClaimReview,
    SendBack,
    Approve,
    Unreached,
    Rework,
    ClaimCallback,
    Close,
    Rate,
    Urge,
    Supplement,
    AskReturn,
    RefuseReturn,
    AskDelay,
    GrantDelay,
    Pause,
    Park,
    Supervise,
    Withdraw,
}

/// Which situations a fate befalls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Suits {
    /// Those for which somebody must act.
    Work,
    /// Questions that an agent answers at once.
    Question,
    /// What is not the city's to do.
    Refusal,
}

/// A course of things, for so many requests.
pub(crate) struct Fate {
    /// How many.
    pub count: usize,
    /// Which.
    pub suits: Suits,
    /// What has happened after the registration.
    pub steps: &'static [Step],
    /// What it waits for now; `None`: it has ended, some days ago.
    pub waits_for: Option<Step>,
}

macro_rules! fates {
    ($($count:literal $suits:ident [$($step:ident)*] $waits:expr;)*) => {
        &[$(Fate { count: $count, suits: Suits::$suits, steps: &[$(Step::$step),*], waits_for: $waits },)*]
    };
}

/// Every course. A request that is no emergency passes over the phone call, an anonymous one over everything that needs the citizen.
pub(crate) const FATES: &[Fate] = fates! {
    30 Work [] Some(Step::Dispatch);
     6 Work [ClaimDispatch] Some(Step::Dispatch);
     8 Work [Triage] Some(Step::Dispatch);
     7 Work [Ask] Some(Step::Reply);
     4 Work [Ask Reply] Some(Step::Dispatch);
    18 Work [Dispatch] Some(Step::Accept);
    14 Work [Dispatch Phone] Some(Step::Accept);
    26 Work [Dispatch Phone Accept] Some(Step::Contact);
    22 Work [Dispatch Phone Accept Contact] Some(Step::Report);
    14 Work [Dispatch Phone Accept Contact Progress] Some(Step::Report);
     8 Work [Dispatch Phone Accept Contact Progress Urge] Some(Step::Report);
     6 Work [Dispatch Phone Accept Contact Supplement] Some(Step::Report);
    10 Work [Dispatch Phone Accept Contact PassDown] Some(Step::PartAccept);
    10 Work [Dispatch Phone Accept Contact PassDown PartAccept] Some(Step::PartReport);
     5 Work [Dispatch Phone Accept Contact PassDown PartAccept PartContact PartReport] Some(Step::PartApprove);
    20 Work [Dispatch Phone Accept Contact Report] Some(Step::Approve);
     5 Work [Dispatch Phone Accept Contact Report ClaimReview] Some(Step::Approve);
     8 Work [Dispatch Phone Accept Contact Report SendBack] Some(Step::Report);
    22 Work [Dispatch Phone Accept Contact Progress Report Approve] Some(Step::Close);
     3 Work [Dispatch Phone Accept Contact Report Approve ClaimCallback] Some(Step::Close);
     6 Work [Dispatch Phone Accept Contact Report Approve Unreached] Some(Step::Close);
     8 Work [Dispatch Phone Accept Contact Report Approve Rework] Some(Step::Report);
    30 Work [Dispatch Phone Accept Contact Report Approve Close] None;
    10 Work [Dispatch Phone Accept Contact Progress Report Approve Close] None;
     6 Work [Dispatch Phone Accept Contact PassDown PartAccept PartContact PartReport PartApprove Report Approve Close] None;
     5 Work [Dispatch Phone Accept Contact Report Approve Rework Contact Report Approve Close] None;
     2 Work [Dispatch Phone Accept Contact Report Approve Unreached Unreached Unreached] None;
     2 Work [Dispatch Phone Accept Contact Report Approve Unreached Unreached Unreached Rate] None;
     5 Work [Dispatch Phone Accept Contact AskReturn] Some(Step::RefuseReturn);
     4 Work [Dispatch Phone Accept Contact AskReturn RefuseReturn] Some(Step::Report);
     5 Work [Dispatch Phone Accept Contact AskDelay] Some(Step::GrantDelay);
     4 Work [Dispatch Phone Accept Contact AskDelay GrantDelay] Some(Step::Report);
     4 Work [Dispatch Phone Accept Contact Pause] Some(Step::Report);
     3 Work [Dispatch Phone Accept Contact Progress Park] Some(Step::Supplement);
     6 Work [Dispatch Phone Accept Contact Urge Supervise] Some(Step::Report);
     3 Work [Dispatch Phone Accept Contact Withdraw] Some(Step::Close);
    14 Question [Answer] None;
     8 Question [Answer Rate] None;
     6 Question [] Some(Step::Dispatch);
     7 Refusal [Refuse] None;
};

/// How long a step usually takes after the one before, in minutes, from and to. The upper end is near what the policy promises.
pub(crate) fn pace(step: Step, grade: Grade) -> (i64, i64) {
    let [ordinary, urgent, emergency] = match step {
        Step::Register | Step::Answer | Step::Refuse => [(0, 0), (0, 0), (0, 0)],
        Step::ClaimDispatch => [(2, 30), (1, 5), (1, 2)],
        Step::Triage => [(5, 50), (2, 7), (1, 2)],
        Step::Dispatch => [(8, 100), (3, 13), (1, 4)],
        Step::Ask => [(10, 90), (3, 12), (1, 3)],
        Step::Reply => [(60, 2_000), (30, 600), (5, 60)],
        Step::Phone => [(0, 0), (0, 0), (1, 4)],
        Step::Accept | Step::PartAccept => [(20, 420), (4, 26), (2, 12)],
        Step::Contact | Step::PartContact => [(20, 400), (8, 100), (4, 25)],
        Step::PassDown => [(15, 180), (5, 40), (2, 8)],
        Step::Progress => [(200, 1_500), (60, 400), (15, 50)],
        Step::Urge | Step::Supplement => [(300, 2_000), (60, 300), (10, 40)],
        Step::Report | Step::PartReport => [(400, 3_000), (90, 900), (20, 70)],
        Step::ClaimReview => [(10, 200), (5, 40), (1, 5)],
        Step::SendBack | Step::Approve | Step::PartApprove => [(20, 400), (8, 100), (3, 25)],
        Step::Unreached => [(250, 700), (245, 400), (241, 300)],
        Step::ClaimCallback => [(30, 600), (20, 300), (5, 30)],
        Step::Close | Step::Rework => [(60, 1_400), (40, 900), (15, 100)],
        Step::Rate => [(30, 2_000), (30, 900), (10, 300)],
        Step::AskReturn | Step::AskDelay | Step::Pause => [(20, 120), (8, 30), (4, 12)],
        Step::RefuseReturn | Step::GrantDelay => [(30, 240), (10, 50), (4, 15)],
        Step::Park | Step::Supervise | Step::Withdraw => [(100, 900), (30, 200), (10, 30)],
    };
    match grade {
        Grade::Ordinary => ordinary,
        Grade::Urgent => urgent,
        Grade::Emergency => emergency,
    }
}

/// How long it has waited for the next step: mostly less than is promised, now and then more.
pub(crate) fn waited(next: Option<Step>, grade: Grade, dice: &mut Dice) -> i64 {
    let Some(next) = next else { return dice.between(300, 24 * 24 * 60) };
    let (_, usual) = pace(next, grade);
    if dice.percent(14) { dice.between(usual * 2, usual * 5) } else { dice.between(1, usual.max(2)) }
}
