//! The transition table: every legal move, as data. Anything not listed is refused.
//!
//! The numbers are those of the trade's table (see `docs/order-states.md`, printed from here by a test).
//! [`faults`] proves that every state can be reached, that every state has a way out, and that every end is
//! one on purpose.

use super::command::CommandKind as C;
use super::intake::Field as F;
use super::refusal::Obstacle as G;
use super::state::{OrderStage as O, Stage as R};
use crate::access::Role;
use crate::clock::ClockKind as K;

/// A state of a request or of an order, or the nothing before the first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Before there is anything.
    Nothing,
    /// Of the request.
    Request(R),
    /// Of an order.
    Order(O),
}

/// What a move does to a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockEffect {
    /// It starts.
    Start(K),
    /// What it promised is done.
    Stop(K),
    /// Whatever runs stops: for the order that the move ends, else for the whole request.
    StopAll,
    /// Something of it is set anew: its due moment, a pause, the next rung of its ladder.
    Recompute,
}

/// One legal move.
#[derive(Debug)]
pub struct Move {
    /// The number in the trade's table; 0 for the moves beside it (claim, release, reveal, rate).
    pub no: u8,
    /// Who asks for it, by which command.
    pub command: C,
    /// From any of these …
    pub from: &'static [State],
    /// … to one of these. Empty: the state stays.
    pub to: &'static [State],
    /// Who may.
    pub who: &'static [Role],
    /// Fields that must be given.
    pub needs: &'static [F],
    /// What may stand against it.
    pub guards: &'static [G],
    /// What it does to clocks.
    pub clocks: &'static [ClockEffect],
}

const fn r(stage: R) -> State {
    State::Request(stage)
}
const fn o(stage: O) -> State {
    State::Order(stage)
}

use ClockEffect::{Recompute, Start, Stop, StopAll};
use Role::{
    Agent, CallbackAgent, Citizen, Dispatcher, FloorSupervisor, Handler, Leader, NamedOfficer, Reviewer, Supervision,
    System,
};

const INTAKE: &[Role] = &[Agent, FloorSupervisor, Dispatcher, System];
const DISPATCH: &[Role] = &[Dispatcher, Agent, FloorSupervisor, System];
const UNIT: &[Role] = &[Handler, System];
const REVIEW: &[Role] = &[Reviewer, FloorSupervisor, Supervision, Handler, System];
const JUDGE: &[Role] = &[Dispatcher, Handler];
const REOPEN: &[Role] = &[Citizen, Agent, FloorSupervisor, CallbackAgent];
const CALLBACK: &[Role] = &[CallbackAgent, NamedOfficer, System];
const ANY_DESK: &[Role] = &[Citizen, Agent, FloorSupervisor, Dispatcher, CallbackAgent, Supervision, System];
const CLAIMERS: &[Role] =
    &[Dispatcher, FloorSupervisor, Agent, Reviewer, CallbackAgent, NamedOfficer, Supervision, Handler, Leader];

const OPEN: &[State] = &[r(R::Registered), r(R::AwaitingCitizen), r(R::Triage), r(R::Handling), r(R::AwaitingCallback)];
const ANY_REQUEST: &[State] = &[
    r(R::Registered),
    r(R::AwaitingCitizen),
    r(R::Triage),
    r(R::Handling),
    r(R::AwaitingCallback),
    r(R::Closed),
    r(R::Archived),
    r(R::Refused),
    r(R::HandedOver),
    r(R::Merged),
    r(R::Withdrawn),
    r(R::Invalid),
];
const UNDER_WAY: &[State] = &[
    o(O::Dispatched),
    o(O::Accepted),
    o(O::Handling),
    o(O::ReturnAsked),
    o(O::DelayAsked),
    o(O::Reported),
    o(O::SentBack),
    o(O::Rework),
    o(O::Parked),
];
/// What a sheet may still be answered for: the unit's report may be approved before.
const SHEETED: &[State] = &[
    o(O::Dispatched),
    o(O::Accepted),
    o(O::Handling),
    o(O::ReturnAsked),
    o(O::DelayAsked),
    o(O::Reported),
    o(O::SentBack),
    o(O::Approved),
    o(O::Rework),
    o(O::Parked),
];
const ANY_ORDER: &[State] = &[
    o(O::Dispatched),
    o(O::Accepted),
    o(O::Handling),
    o(O::ReturnAsked),
    o(O::DelayAsked),
    o(O::Reported),
    o(O::SentBack),
    o(O::Approved),
    o(O::Rework),
    o(O::Parked),
    o(O::Closed),
    o(O::Replaced),
    o(O::Recalled),
];
const OPEN_ORDER: &[State] = &[
    o(O::Dispatched),
    o(O::Accepted),
    o(O::Handling),
    o(O::ReturnAsked),
    o(O::DelayAsked),
    o(O::SentBack),
    o(O::Rework),
    o(O::Parked),
];
const AT_WORK: &[State] = &[o(O::Accepted), o(O::Handling), o(O::SentBack), o(O::Rework)];

macro_rules! moves {
    ($($no:literal $command:ident: $from:expr => $to:expr, $who:expr, needs $needs:expr, guards $guards:expr, clocks $clocks:expr;)*) => {
        /// Every legal move.
        pub const TABLE: &[Move] = &[$(Move {
            no: $no, command: C::$command, from: $from, to: $to, who: $who, needs: $needs, guards: $guards, clocks: $clocks,
        },)*];
    };
}

moves! {
     1 Draft:               &[State::Nothing] => &[r(R::Draft)], INTAKE, needs &[F::Channel], guards &[], clocks &[];
     2 Answer:              &[r(R::Draft), r(R::Registered)] => &[r(R::Closed)], INTAKE, needs &[F::Title, F::Demand, F::Answer], guards &[G::KindNotAnswerable], clocks &[StopAll, Start(K::Objection)];
     3 Register:            &[r(R::Draft)] => &[r(R::Registered)], INTAKE, needs &[F::Channel, F::Kind, F::Title, F::Demand, F::Grade, F::Reason], guards &[G::BelowFloor], clocks &[Start(K::Dispatch)];
     4 Refuse:              &[r(R::Draft), r(R::Registered), r(R::Triage)] => &[r(R::Refused)], INTAKE, needs &[F::Reason, F::Answer], guards &[], clocks &[StopAll];
     5 HandOver:            &[r(R::Draft), r(R::Registered), r(R::Triage)] => &[r(R::HandedOver)], INTAKE, needs &[F::Reason], guards &[], clocks &[StopAll];
     6 AskInvalid:          &[r(R::Registered), r(R::AwaitingCitizen), r(R::Triage)] => &[], INTAKE, needs &[F::Reason], guards &[G::AlreadyAsked], clocks &[];
     6 Invalidate:          &[r(R::Draft), r(R::Registered), r(R::AwaitingCitizen), r(R::Triage)] => &[r(R::Invalid)], &[FloorSupervisor], needs &[F::Reason], guards &[G::NothingAsked], clocks &[StopAll];
     7 AskCitizen:          &[r(R::Registered), r(R::Triage)] => &[r(R::AwaitingCitizen)], INTAKE, needs &[F::Text], guards &[], clocks &[Stop(K::Dispatch), Start(K::Supplement)];
     7 CitizenReplied:      &[r(R::AwaitingCitizen)] => &[r(R::Registered)], ANY_DESK, needs &[F::Text], guards &[], clocks &[Stop(K::Supplement), Start(K::Dispatch)];
     7 AskLapsed:           &[r(R::AwaitingCitizen)] => &[r(R::Registered)], &[System], needs &[], guards &[], clocks &[Stop(K::Supplement), Start(K::Dispatch)];
     8 Classify:            &[r(R::Registered), r(R::Triage)] => &[], INTAKE, needs &[F::Topic, F::Place], guards &[G::ClaimedByOther], clocks &[Recompute];
     8 SendToTriage:        &[r(R::Registered)] => &[r(R::Triage)], INTAKE, needs &[F::Reason], guards &[G::ClaimedByOther], clocks &[];
     9 Dispatch:            &[r(R::Registered), r(R::Triage)] => &[r(R::Handling), o(O::Dispatched)], DISPATCH, needs &[F::Units, F::Place], guards &[G::NoLead, G::SameUnitTwice, G::NoPlace, G::TooManyUnits, G::ClaimedByOther], clocks &[Stop(K::Dispatch), Start(K::Accept), Start(K::Handle), Start(K::MustPhone)];
    11 Consult:             &[r(R::Registered), r(R::Triage)] => &[r(R::Triage)], &[Dispatcher, Supervision], needs &[F::Text, F::Units], guards &[G::AlreadyAsked, G::NoUnit, G::ClaimedByOther], clocks &[];
    11 Rule:                &[r(R::Triage)] => &[], &[Dispatcher, Supervision], needs &[F::Text, F::Units], guards &[G::NothingAsked, G::NoPlace], clocks &[];
    12 Merge:               &[r(R::Registered), r(R::Triage)] => &[r(R::Merged)], &[Dispatcher, System], needs &[F::Reason], guards &[G::IntoItself, G::IsMaster, G::MasterOver, G::ClaimedByOther], clocks &[StopAll];
    12 Absorb:              &[r(R::Registered), r(R::AwaitingCitizen), r(R::Triage), r(R::Handling)] => &[], &[System], needs &[], guards &[], clocks &[];
    12 Shed:                ANY_REQUEST => &[], &[System], needs &[], guards &[], clocks &[];
    12 Follow:              &[r(R::Merged)] => &[r(R::AwaitingCallback), r(R::Closed)], &[System], needs &[], guards &[], clocks &[Start(K::Callback)];
    12 DeclareIncident:     &[r(R::Registered), r(R::Triage), r(R::Handling)] => &[], &[Dispatcher, FloorSupervisor, Supervision], needs &[F::Text, F::Topic, F::Place], guards &[G::AlreadyAsked], clocks &[];
    12 ShareProgress:       OPEN => &[], &[Dispatcher, FloorSupervisor, Supervision], needs &[F::Text], guards &[G::NoIncident], clocks &[];
    12 EndIncident:         OPEN => &[], &[Dispatcher, FloorSupervisor, Supervision], needs &[F::Reason], guards &[G::NoIncident], clocks &[];
    12 Unmerge:             &[r(R::Merged)] => &[r(R::Registered)], &[Dispatcher, System], needs &[F::Reason], guards &[], clocks &[Stop(K::Callback), Start(K::Dispatch)];
    13 Phone:               OPEN_ORDER => &[], &[Agent, Dispatcher, FloorSupervisor, Supervision, System], needs &[F::Phone, F::Text], guards &[G::NotEmergency], clocks &[Stop(K::MustPhone)];
    14 Accept:              &[o(O::Dispatched)] => &[o(O::Accepted)], UNIT, needs &[], guards &[], clocks &[Stop(K::Accept), Start(K::Contact)];
    15 AskReturn:           &[o(O::Dispatched), o(O::Accepted), o(O::Handling)] => &[o(O::ReturnAsked)], UNIT, needs &[F::Reason, F::Basis], guards &[G::Designated, G::ReturnRefusedBefore, G::ReturnTooLate, G::ActFirst, G::PartsOpen], clocks &[Stop(K::Accept), Start(K::ReturnReview)];
    16 Redispatch:          &[o(O::ReturnAsked)] => &[o(O::Replaced), o(O::Dispatched)], JUDGE, needs &[F::Units], guards &[G::SameUnitTwice, G::NotBelow, G::ClaimedByOther], clocks &[StopAll, Start(K::Accept), Start(K::Handle), Start(K::MustPhone)];
    17 RefuseReturn:        &[o(O::ReturnAsked)] => &[o(O::Accepted), o(O::Handling)], JUDGE, needs &[F::Reason], guards &[G::ClaimedByOther], clocks &[Stop(K::ReturnReview), Start(K::Contact)];
    18 Recall:              &[o(O::Dispatched), o(O::Accepted), o(O::Handling)] => &[o(O::Recalled), o(O::Dispatched), r(R::Triage)], JUDGE, needs &[F::Reason], guards &[G::NoLead, G::PartsOpen, G::SameUnitTwice, G::NotBelow], clocks &[StopAll, Start(K::Accept), Start(K::Handle), Start(K::MustPhone), Start(K::Dispatch)];
    19 Contact:             AT_WORK => &[o(O::Handling), o(O::SentBack), o(O::Rework)], UNIT, needs &[F::Text], guards &[], clocks &[Stop(K::Contact)];
    20 PassDown:            AT_WORK => &[o(O::Handling), o(O::SentBack), o(O::Rework)], UNIT, needs &[F::Units, F::Opinion], guards &[G::NotBelow, G::SameUnitTwice, G::TooManyUnits], clocks &[Start(K::Accept), Start(K::Handle)];
    21 AskSupport:          AT_WORK => &[], UNIT, needs &[F::Reason], guards &[G::AlreadyAsked, G::SameUnitTwice], clocks &[Start(K::SupportReview)];
    21 AddSupport:          &[r(R::Handling)] => &[o(O::Dispatched)], &[Dispatcher, Supervision], needs &[F::Units], guards &[G::NoUnit, G::SameUnitTwice, G::TooManyUnits], clocks &[Stop(K::SupportReview), Start(K::Accept), Start(K::Handle), Start(K::MustPhone)];
    21 RefuseSupport:       OPEN_ORDER => &[], &[Dispatcher, Supervision], needs &[F::Reason], guards &[G::NothingAsked, G::ClaimedByOther], clocks &[Stop(K::SupportReview)];
    22 AskDelay:            &[o(O::Handling)] => &[o(O::DelayAsked)], UNIT, needs &[F::Days, F::Reason, F::Plan, F::Told], guards &[G::NoClock, G::DelayTooLate, G::NoMoreDelays], clocks &[Start(K::DelayReview)];
    22 DecideDelay:         &[o(O::DelayAsked)] => &[o(O::Handling)], &[Reviewer, Handler], needs &[F::Days], guards &[G::NothingAsked, G::ClaimedByOther], clocks &[Stop(K::DelayReview), Recompute];
    22 Pause:               AT_WORK => &[], UNIT, needs &[F::Reason], guards &[G::NoClock, G::AlreadyPaused, G::NoMorePauses, G::NoContactProof, G::DelayTooLate], clocks &[Recompute];
    22 Resume:              OPEN_ORDER => &[], UNIT, needs &[], guards &[G::NoClock, G::NotPaused], clocks &[Recompute];
    23 Progress:            AT_WORK => &[o(O::Handling), o(O::SentBack), o(O::Rework)], UNIT, needs &[F::Text], guards &[], clocks &[];
    24 Report:              AT_WORK => &[o(O::Reported)], UNIT, needs &[F::Internal, F::PublicReply], guards &[G::PartsOpen, G::NoContactProof], clocks &[Stop(K::MustPhone), Stop(K::Contact), Stop(K::Handle), Stop(K::SupportReview), Start(K::Review)];
    25 ReportUndue:         AT_WORK => &[o(O::Reported)], UNIT, needs &[F::Reason, F::Basis, F::Told, F::Internal, F::PublicReply], guards &[G::PartsOpen, G::OnlyFirstLevel, G::UndueIsUnsolved], clocks &[Stop(K::MustPhone), Stop(K::Contact), Stop(K::Handle), Stop(K::SupportReview), Start(K::Review)];
    25 DecideUndue:         &[o(O::Reported)] => &[o(O::Approved), o(O::SentBack)], &[Supervision], needs &[F::Reason], guards &[G::NothingAsked, G::SecondReviewer, G::ClaimedByOther], clocks &[Stop(K::Review), Start(K::Handle)];
    26 Approve:             &[o(O::Reported)] => &[o(O::Approved)], REVIEW, needs &[], guards &[G::SecondReviewer, G::HigherReviewer, G::ClaimedByOther], clocks &[Stop(K::Review)];
    26 SendBack:            &[o(O::Reported)] => &[o(O::SentBack)], REVIEW, needs &[F::Points], guards &[G::SecondReviewer, G::HigherReviewer, G::ClaimedByOther], clocks &[Stop(K::Review), Start(K::Handle)];
    28 BeginCallback:       &[r(R::Handling)] => &[r(R::AwaitingCallback)], &[System], needs &[], guards &[], clocks &[Start(K::Callback)];
    29 CloseWithoutCallback: &[r(R::Handling), o(O::Approved)] => &[r(R::Closed), o(O::Closed)], &[System], needs &[], guards &[], clocks &[StopAll, Start(K::Objection)];
    30 CallbackUnreached:   &[r(R::AwaitingCallback), o(O::Approved)] => &[r(R::AwaitingCallback), r(R::Closed), o(O::Closed)], CALLBACK, needs &[F::Text], guards &[G::TriedJustNow, G::ClaimedByOther], clocks &[StopAll, Start(K::Objection)];
    31 CallbackClose:       &[r(R::AwaitingCallback), o(O::Approved)] => &[r(R::Closed), o(O::Closed)], CALLBACK, needs &[], guards &[G::NotSatisfied, G::ClaimedByOther], clocks &[StopAll, Start(K::Objection)];
    32 CallbackRework:      &[r(R::AwaitingCallback), o(O::Approved)] => &[r(R::Handling), r(R::Registered), o(O::Rework)], CALLBACK, needs &[F::Points], guards &[G::NothingToRework, G::ClaimedByOther], clocks &[Stop(K::Callback), Start(K::Handle)];
    34 Park:                &[o(O::Handling), o(O::Rework)] => &[o(O::Parked)], &[Supervision], needs &[F::Plan, F::Name, F::Milestones, F::Told], guards &[G::PartsOpen], clocks &[Stop(K::Handle), Stop(K::Contact), Start(K::Milestone)];
    34 MilestoneDone:       &[o(O::Parked)] => &[], &[Supervision, Handler], needs &[F::Text], guards &[G::NothingAsked], clocks &[Stop(K::Milestone), Start(K::Milestone)];
    34 Unpark:              &[o(O::Parked)] => &[o(O::Handling)], &[Supervision], needs &[F::Reason], guards &[], clocks &[Stop(K::Milestone), Start(K::Handle)];
    35 Urge:                OPEN => &[], ANY_DESK, needs &[], guards &[G::TooOften], clocks &[];
    36 Supervise:           UNDER_WAY => &[], &[Supervision, Leader], needs &[F::Kind, F::Demand, F::Days], guards &[G::SheetOpen, G::NeedsInstruction], clocks &[Start(K::Supervision)];
    36 AnswerSheet:         SHEETED => &[], UNIT, needs &[F::Text], guards &[G::NoSheet], clocks &[Stop(K::Supervision)];
    36 LiftSheet:           ANY_ORDER => &[], &[Supervision], needs &[F::Reason], guards &[G::NoSheet], clocks &[Stop(K::Supervision)];
    36 Instruct:            OPEN => &[], &[Leader], needs &[F::Text], guards &[G::TooOften], clocks &[];
    37 ChangeGrade:         OPEN => &[], &[Agent, Dispatcher, FloorSupervisor, Supervision], needs &[F::Grade, F::Reason], guards &[G::SameGrade, G::BelowFloor], clocks &[Recompute, Start(K::MustPhone), Stop(K::MustPhone)];
    38 Supplement:          OPEN => &[], ANY_DESK, needs &[F::Supplement], guards &[], clocks &[];
    39 Withdraw:            &[r(R::Registered), r(R::AwaitingCitizen), r(R::Triage), r(R::Handling)] => &[r(R::Withdrawn), o(O::Recalled)], &[Citizen], needs &[F::Reason], guards &[G::AlreadyAsked, G::TooLateToWithdraw, G::NoIdentity], clocks &[StopAll, Start(K::WithdrawCheck)];
    39 CheckWithdraw:       OPEN => &[r(R::Withdrawn), o(O::Recalled)], CALLBACK, needs &[F::Text], guards &[G::NothingAsked, G::ClaimedByOther], clocks &[StopAll, Stop(K::WithdrawCheck)];
    39 Reopen:              &[r(R::Withdrawn)] => &[r(R::Registered)], REOPEN, needs &[F::Reason], guards &[], clocks &[StopAll, Start(K::Dispatch)];
    40 Reopen:              &[r(R::Closed), o(O::Closed)] => &[r(R::Handling), r(R::Registered), o(O::Rework)], REOPEN, needs &[F::Reason], guards &[G::WindowClosed], clocks &[StopAll, Start(K::Handle), Start(K::Dispatch)];
    41 Archive:             &[r(R::Closed)] => &[r(R::Archived)], &[System], needs &[], guards &[G::AppealWaits, G::WindowOpen], clocks &[];
    42 Appeal:              &[o(O::Closed)] => &[], UNIT, needs &[F::Reason], guards &[G::NotCounted, G::AlreadyAsked, G::NoMoreAppeals, G::WindowClosed], clocks &[Stop(K::Objection), Start(K::Appeal)];
    42 DecideAppeal:        &[o(O::Closed)] => &[r(R::Archived)], &[Handler, Reviewer, Supervision, Leader], needs &[F::Reason], guards &[G::NothingAsked, G::OtherLevel, G::ClaimedByOther], clocks &[Stop(K::Appeal), Start(K::Objection)];
    43 Ring:                ANY_REQUEST => &[], &[System], needs &[], guards &[], clocks &[Recompute, Stop(K::Objection)];
    43 Untold:              ANY_REQUEST => &[], &[System], needs &[F::Reason], guards &[], clocks &[Recompute];
    43 Told:                ANY_REQUEST => &[], &[Agent, Dispatcher, FloorSupervisor, Supervision], needs &[F::Text], guards &[G::NothingAsked, G::TaskDone, G::ClaimedByOther], clocks &[];
     0 ApplyPolicy:         OPEN => &[], &[System], needs &[], guards &[], clocks &[Recompute];
     0 Rate:                &[r(R::Closed)] => &[], &[Citizen], needs &[], guards &[G::AlreadyRated], clocks &[];
     0 Claim:               ANY_REQUEST => &[], CLAIMERS, needs &[], guards &[G::ClaimedByOther, G::TaskDone], clocks &[];
     0 Release:             ANY_REQUEST => &[], CLAIMERS, needs &[], guards &[G::NotYours, G::TaskDone], clocks &[];
     0 PassOn:              ANY_REQUEST => &[], CLAIMERS, needs &[F::Text], guards &[G::NotYours, G::TaskDone], clocks &[];
     0 Reveal:              ANY_REQUEST => &[], &[Agent, FloorSupervisor, Dispatcher, Supervision, CallbackAgent, Handler, NamedOfficer], needs &[F::Reason], guards &[G::NoIdentity], clocks &[];
}

/// The states from which nothing leads on, each with the reason that this is meant.
pub const ENDS: &[(State, &str)] = &[
    (r(R::Archived), "sealed; what is still wrong becomes a new request"),
    (r(R::Refused), "the citizen was told why and where to go; new facts make a new request"),
    (r(R::HandedOver), "110, 119 or 120 has it; their return opens a new request"),
    (r(R::Invalid), "no demand that anybody could act on; a supervisor confirmed it"),
    (o(O::Replaced), "another unit's order took its place"),
    (o(O::Recalled), "dispatched by mistake; not counted against the unit"),
];

/// Who may do this, by any of its rows.
pub fn who(command: C) -> &'static [Role] {
    TABLE.iter().find(|row| row.command == command).map_or(&[], |row| row.who)
}

/// The row for a command from a state.
pub fn find(command: C, from: State) -> Option<&'static Move> {
    TABLE.iter().find(|row| row.command == command && row.from.contains(&from))
}

/// The commands that the table permits from a state, of those that can be asked for.
pub fn possible(from: State) -> Vec<C> {
    let rows = TABLE.iter().filter(|row| row.from.contains(&from) && row.command.can_be_asked() && row.who != [System]);
    rows.map(|row| row.command).collect()
}

/// Whether a command speaks of one order, rather than of the whole request.
pub fn on_order(command: C) -> bool {
    TABLE
        .iter()
        .filter(|row| row.command == command)
        .all(|row| row.from.iter().all(|from| matches!(from, State::Order(_))))
}

/// Every state there is.
pub fn states() -> Vec<State> {
    R::ALL.iter().map(|s| r(*s)).chain(O::ALL.iter().map(|s| o(*s))).collect()
}

/// What is wrong with a table: unreachable states, states without a way out, ends that are none, moves
/// that nobody may make. The shipped table has no fault; a test says so.
pub fn faults(moves: &[Move], ends: &[(State, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut reached = vec![State::Nothing];
    loop {
        let before = reached.len();
        for row in moves {
            let open = row.from.iter().any(|from| reached.contains(from));
            for to in row.to.iter().filter(|_| open) {
                if !reached.contains(to) {
                    reached.push(*to);
                }
            }
        }
        if reached.len() == before {
            break;
        }
    }
    for state in states() {
        let leaves = moves.iter().any(|row| row.from.contains(&state) && row.to.iter().any(|to| *to != state));
        let end = ends.iter().any(|(end, _)| *end == state);
        if !reached.contains(&state) {
            faults.push(format!("{state:?} cannot be reached"));
        }
        match (leaves, end) {
            (false, false) => faults.push(format!("{state:?} has no way out and is not a declared end")),
            (true, true) => faults.push(format!("{state:?} is declared an end but has a way out")),
            (true, false) | (false, true) => {}
        }
    }
    for row in moves {
        if row.who.is_empty() {
            faults.push(format!("{} (row {}) may be made by nobody", row.command, row.no));
        }
        if row.from.is_empty() {
            faults.push(format!("{} (row {}) starts nowhere", row.command, row.no));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_fault() {
        assert_eq!(faults(TABLE, ENDS), Vec::<String>::new());
    }

    #[test]
    fn faults_are_found() {
        let half: Vec<Move> = vec![Move {
            no: 1,
            command: C::Draft,
            from: &[State::Nothing],
            to: const { &[r(R::Draft)] },
            who: &[],
            needs: &[],
            guards: &[],
            clocks: &[],
        }];
        let found = faults(&half, ENDS);
        assert!(found.iter().any(|f| f.contains("Draft) has no way out")), "{found:?}");
        assert!(found.iter().any(|f| f.contains("Handling) cannot be reached")), "{found:?}");
        assert!(found.iter().any(|f| f.contains("may be made by nobody")), "{found:?}");
    }

    #[test]
    fn every_row_of_the_trade_is_there() {
        // 10 (by a dispatcher) is row 9 with another actor; 27 (the corrected report) is row 24 from "sent back";
        // 33 (explained) is row 31 with a reason.
        let missing: Vec<u8> =
            (1..=43).filter(|no| ![10, 27, 33].contains(no) && !TABLE.iter().any(|row| row.no == *no)).collect();
        assert_eq!(missing, Vec::<u8>::new());
    }

    #[test]
    fn every_command_has_a_row() {
        for command in C::ALL {
            assert!(TABLE.iter().any(|row| row.command == *command), "{command} has no row");
        }
    }

    #[test]
    fn a_command_is_open_to_the_same_people_from_everywhere() {
        for row in TABLE {
            assert_eq!(row.who, who(row.command), "row {} of {}", row.no, row.command);
        }
    }
}
