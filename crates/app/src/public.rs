//! The citizen's side: number and code open one request, and nothing else.

use lianxin_domain::access::Actor;
use lianxin_domain::request::{Command, Entry, Refusal, Request, RequestState, Stage, parse_number};
use lianxin_domain::{Minutes, Moment, RequestId, Secrecy, UnitCode};
use lianxin_store::desk::StoredFile;
use lianxin_store::{StoreError, Tx};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::act::ActError;
use crate::context::Context;

/// How long number and code are good for once they were typed: then they are asked for again, whatever was done meanwhile.
pub const VISIT: Minutes = Minutes(4 * 60);

/// A request as its citizen sees it.
#[derive(Clone, Debug)]
pub struct PublicView {
    /// The request.
    pub request: Request,
    /// Its story.
    pub entries: Vec<Entry>,
    /// Its files; which of them the citizen may read, the page that tells the story decides.
    pub files: Vec<StoredFile>,
    /// What his request is handled together with.
    pub together: Option<Together>,
}

/// The matter that several requests are about, as each of their citizens may know it: nothing of who else asked.
#[derive(Clone, Debug)]
pub struct Together {
    /// How many others.
    pub others: u32,
    /// Where the one stands that stands for all.
    pub stage: Stage,
    /// The unit that leads.
    pub lead: Option<UnitCode>,
    /// What everybody is told of the incident, and the last progress.
    pub incident: Option<(String, Option<String>)>,
}

impl Together {
    fn of(master: &Request) -> Together {
        let incident = master.dealings.incident.as_ref();
        Together {
            others: master.dealings.weight.saturating_sub(1),
            stage: master.state.stage(),
            // Who acts on what is confidential is told to nobody by another's request.
            lead: master.lead().filter(|_| master.facts.secrecy < Secrecy::Confidential).map(|lead| lead.unit.clone()),
            incident: incident.map(|incident| (incident.notice.clone(), incident.progress.clone())),
        }
    }
}

/// The number as it is counted against guessing: however it is written, and whether or not there is such a request.
pub fn counted(cx: &Context, number: &str) -> String {
    parse_number(&cx.city.code, number).unwrap_or_default()
}

/// Opens a request by number and code. A wrong number and a wrong code get the same answer.
pub fn open(tx: &mut Tx, cx: &Context, number: &str, code: &str) -> Result<RequestId, ActError> {
    let number = parse_number(&cx.city.code, number).ok_or(ActError::NoSuchRequest)?;
    let id = tx.request_id_by_number(&number)?.ok_or(ActError::NoSuchRequest)?;
    let identity = tx.request_identity(id)?.ok_or(ActError::NoSuchRequest)?;
    let code: String = code.trim().to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let given = cx.vault.hash("code", &code);
    if bool::from(given.as_bytes().ct_eq(identity.code_hash.as_bytes())) {
        Ok(id)
    } else {
        Err(ActError::NoSuchRequest)
    }
}

/// What a citizen opened at one look-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Names it.
    pub session: Uuid,
    /// The request.
    pub request: RequestId,
    /// However much is looked at and written, it ends here.
    pub ends: Moment,
}

impl Visit {
    /// Begins now.
    pub fn begin(cx: &Context, request: RequestId) -> Visit {
        Visit { session: cx.id(), request, ends: cx.now + VISIT }
    }

    /// The citizen has not left, and its time is not over.
    pub fn is_open(&self, tx: &mut Tx, now: Moment) -> Result<bool, StoreError> {
        Ok(now < self.ends && !tx.is_public_closed(self.session)?)
    }

    /// The citizen leaves: no copy of the cookie opens anything any more.
    pub fn leave(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.close_public(self.session, self.ends)
    }
}

/// The request and its story. The caller has opened it with [`open`].
pub fn view(tx: &mut Tx, id: RequestId) -> Result<PublicView, ActError> {
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    let entries = tx.chain(id)?.into_iter().map(|kept| kept.entry).collect();
    let files = tx.files_of(id)?;
    let together = if let RequestState::Merged { into } = &request.state {
        tx.request(*into)?.as_ref().map(Together::of)
    } else {
        (request.dealings.weight > 1).then(|| Together::of(&request))
    };
    Ok(PublicView { request, entries, files, together })
}

/// Whether the rules would take this command now, whatever it says: to be asked before anything of it is read.
pub fn may(tx: &mut Tx, cx: &Context, id: RequestId, command: Command) -> Result<(), ActError> {
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    match request.decide(command, cx.situation()) {
        // What is in it is not known yet.
        Ok(_) | Err(Refusal::Invalid(_)) => Ok(()),
        Err(refusal) => Err(ActError::Refused(refusal)),
    }
}

/// The context in which the citizen acts on his own request.
pub fn as_citizen(cx: &Context) -> Context {
    Context { actor: Actor::citizen(cx.city.units.center().code.clone()), ..cx.clone() }
}
