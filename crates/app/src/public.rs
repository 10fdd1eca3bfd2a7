//! The citizen's side: number and code open one request, and nothing else.

use lianxin_domain::RequestId;
use lianxin_domain::access::Actor;
use lianxin_domain::request::{Entry, Request, parse_number};
use lianxin_store::Tx;
use lianxin_store::desk::StoredFile;
use subtle::ConstantTimeEq;

use crate::act::ActError;
use crate::context::Context;

/// A request as its citizen sees it.
#[derive(Clone, Debug)]
pub struct PublicView {
    /// The request.
    pub request: Request,
    /// Its story.
    pub entries: Vec<Entry>,
    /// Its files; which of them the citizen may read, the page that tells the story decides.
    pub files: Vec<StoredFile>,
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

/// The request and its story. The caller has opened it with [`open`].
pub fn view(tx: &mut Tx, id: RequestId) -> Result<PublicView, ActError> {
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    let entries = tx.chain(id)?.into_iter().map(|kept| kept.entry).collect();
    let files = tx.files_of(id)?;
    Ok(PublicView { request, entries, files })
}

/// The context in which the citizen acts on his own request.
pub fn as_citizen(cx: &Context) -> Context {
    Context { actor: Actor::citizen(cx.city.units.center().code.clone()), ..cx.clone() }
}
