//! The one way to change anything that has a history: evolve, save the rows, append the journal, in one unit.

use lianxin_domain::RequestId;
use lianxin_domain::request::aggregate::Stamp;
use lianxin_domain::request::consequences::consequences;
use lianxin_domain::request::evolve::ReplayError;
use lianxin_domain::request::{Effect, Entry, Event, Message, Refusal, Request, table};
use lianxin_store::journal::{Appended, body};
use lianxin_store::requests::Sealed;
use lianxin_store::{StoreError, Tx};
use sha2::{Digest, Sha256};

use crate::context::Context;

/// The hash before the first entry of a chain.
pub const CHAIN_START: &str = "";

/// What can go wrong between a decision and its record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// No consequence could be drawn: no due moment.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The events do not fit the request: a fault of ours.
    #[error("the events do not fit the request")]
    Replay(#[from] ReplayError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The hash of an entry: over the hash before, the request, and the entry's text.
pub fn link(before: &str, request: RequestId, body: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update([0]);
    hash.update(request.0.as_bytes());
    hash.update(body.as_bytes());
    hex::encode(hash.finalize())
}

/// A request being changed: events are applied one by one, each with its consequences, then kept at once.
pub struct Recording<'a> {
    cx: &'a Context,
    before: Option<Request>,
    chain: String,
    pub(crate) entries: Vec<Appended>,
    /// The request as the events so far leave it.
    pub request: Request,
}

impl<'a> Recording<'a> {
    /// Begins a new request with its registration.
    pub fn begin(cx: &'a Context, id: RequestId, registered: Event) -> Result<Self, RecordError> {
        // Its clocks depend on grade and topic, so the bare request stands first and the effects follow.
        let bare = Request::begin(id, &entry(cx, 1, registered.clone(), Vec::new()))?;
        let mut ids = || cx.entropy.id(cx.now);
        let effects = consequences(&bare, &registered, &cx.city, cx.now, &mut ids)?;
        let first = entry(cx, 1, registered, effects);
        let request = Request::begin(id, &first)?;
        let mut recording = Recording { cx, before: None, chain: CHAIN_START.to_owned(), entries: Vec::new(), request };
        recording.keep(first)?;
        Ok(recording)
    }

    /// Goes on with a request as it was loaded, with the hash of its last entry.
    pub fn of(cx: &'a Context, request: Request, chain: String) -> Self {
        Recording { cx, before: Some(request.clone()), chain, entries: Vec::new(), request }
    }

    /// Goes on at another moment or for somebody else: for a life that is recorded in one go, after the fact.
    pub fn turn_to(&mut self, cx: &'a Context) {
        self.cx = cx;
    }

    /// Lets an event happen, and what follows from it.
    pub fn happen(&mut self, event: Event) -> Result<(), RecordError> {
        let cx = self.cx;
        let mut ids = || cx.entropy.id(cx.now);
        let effects = consequences(&self.request, &event, &cx.city, cx.now, &mut ids)?;
        let next = entry(cx, self.request.version + 1, event, effects);
        self.request.apply(&next)?;
        self.keep(next)
    }

    fn keep(&mut self, next: Entry) -> Result<(), RecordError> {
        let text = body(&next)?;
        self.chain = link(&self.chain, self.request.id, &text);
        self.entries.push(Appended { request: self.request.id, entry: next, body: text, hash: self.chain.clone() });
        Ok(())
    }

    /// Writes rows and journal. `sealed` goes with a new request.
    pub fn save(self, tx: &mut Tx, sealed: Option<&Sealed>) -> Result<Request, RecordError> {
        if self.entries.is_empty() {
            return Ok(self.request);
        }
        match &self.before {
            Some(before) => tx.update_request(before, &self.request, &self.chain)?,
            None => tx.insert_request(&self.request, &self.chain, sealed.unwrap_or(&Sealed::default()))?,
        }
        let told = self.entries.iter().flat_map(|appended| &appended.entry.effects);
        let messages: Vec<Message> = told
            .filter_map(|effect| if let Effect::Tell(message) = effect { Some(message.clone()) } else { None })
            .collect();
        tx.queue_messages(self.request.id, self.cx.now, &messages)?;
        tx.append(&self.entries)?;
        Ok(self.request)
    }
}

fn entry(cx: &Context, no: i64, event: Event, effects: Vec<Effect>) -> Entry {
    let by = Stamp::of(&cx.actor, who(&event));
    Entry { no, at: cx.now, by, event, effects }
}

/// The roles in which an event can be brought about, for the stamp.
#[expect(clippy::too_many_lines, reason = "one line an event")]
fn who(event: &Event) -> &'static [lianxin_domain::access::Role] {
    use lianxin_domain::request::CommandKind as C;
    let command = match event {
        Event::Registered { .. } => C::Register,
        Event::Answered { .. } => C::Answer,
        Event::Refused { .. } => C::Refuse,
        Event::HandedOver { .. } => C::HandOver,
        Event::InvalidAsked { .. } => C::AskInvalid,
        Event::InvalidDenied { .. } | Event::Invalidated { .. } => C::Invalidate,
        Event::CitizenAsked { .. } => C::AskCitizen,
        Event::CitizenReplied { .. } => C::CitizenReplied,
        Event::AskLapsed => C::AskLapsed,
        Event::Classified { .. } => C::Classify,
        Event::SentToTriage { .. } => C::SendToTriage,
        Event::Dispatched { .. } => C::Dispatch,
        Event::Consulted { .. } => C::Consult,
        Event::Ruled { .. } => C::Rule,
        Event::Merged { .. } => C::Merge,
        Event::Unmerged { .. } => C::Unmerge,
        Event::Absorbed { .. } => C::Absorb,
        Event::Shed { .. } => C::Shed,
        Event::Followed { .. } => C::Follow,
        Event::IncidentDeclared { .. } => C::DeclareIncident,
        Event::ProgressShared { .. } => C::ShareProgress,
        Event::IncidentEnded { .. } => C::EndIncident,
        Event::Phoned { .. } => C::Phone,
        Event::Accepted { .. } => C::Accept,
        Event::ReturnAsked { .. } => C::AskReturn,
        Event::Redispatched { .. } => C::Redispatch,
        Event::ReturnRefused { .. } => C::RefuseReturn,
        Event::Recalled { .. } => C::Recall,
        Event::Contacted { .. } => C::Contact,
        Event::PassedDown { .. } => C::PassDown,
        Event::SupportAsked { .. } => C::AskSupport,
        Event::SupportAdded { .. } => C::AddSupport,
        Event::SupportRefused { .. } => C::RefuseSupport,
        Event::DelayAsked { .. } => C::AskDelay,
        Event::DelayGranted { .. } | Event::DelayRefused { .. } => C::DecideDelay,
        Event::Paused { .. } => C::Pause,
        Event::Resumed { .. } => C::Resume,
        Event::Progressed { .. } => C::Progress,
        Event::Reported { .. } => C::Report,
        Event::UndueAgreed { .. } => C::DecideUndue,
        Event::Approved { .. } | Event::CallbackBegun => C::Approve,
        Event::SentBack { .. } => C::SendBack,
        Event::CallbackUnreached { .. } => C::CallbackUnreached,
        Event::Closed { .. } => C::CallbackClose,
        Event::Reworked { .. } => C::CallbackRework,
        Event::Parked { .. } => C::Park,
        Event::MilestoneDone { .. } => C::MilestoneDone,
        Event::Unparked { .. } => C::Unpark,
        Event::Urged { .. } => C::Urge,
        Event::Supervised { .. } => C::Supervise,
        Event::SheetAnswered { .. } => C::AnswerSheet,
        Event::SheetLifted { .. } => C::LiftSheet,
        Event::Instructed { .. } => C::Instruct,
        Event::Supplemented { .. } => C::Supplement,
        Event::GradeChanged { .. } => C::ChangeGrade,
        Event::WithdrawAsked { .. } => C::Withdraw,
        // A withdrawal before anybody acted is the citizen's own.
        Event::Withdrawn { note, .. } if note.is_empty() => C::Withdraw,
        Event::WithdrawStopped { .. } | Event::Withdrawn { .. } => C::CheckWithdraw,
        Event::Reopened { .. } => C::Reopen,
        Event::Archived => C::Archive,
        Event::AppealAsked { .. } => C::Appeal,
        Event::AppealDecided { .. } => C::DecideAppeal,
        Event::Rated { .. } => C::Rate,
        Event::Claimed { .. } => C::Claim,
        Event::Released { .. } => C::Release,
        Event::PassedOn { .. } => C::PassOn,
        Event::Revealed { .. } => C::Reveal,
        Event::Expired { .. } | Event::Rung { .. } => C::Ring,
        Event::Untold { .. } => C::Untold,
        Event::Told { .. } => C::Told,
        Event::PolicyApplied { .. } => C::ApplyPolicy,
    };
    table::who(command)
}
