//! Who asked: masked everywhere, shown by a logged reveal with a reason.

use lianxin_domain::RequestId;
use lianxin_domain::access::may_reveal;
use lianxin_domain::request::{Command, Refusal, Request};
use lianxin_store::Tx;
use lianxin_store::requests::Identity;

use crate::act::{ActError, Expected, act};
use crate::context::Context;
use crate::register::{name_place, phone_place};
use crate::vault::VaultError;

/// A person as everybody sees him: `张**`, `138****6021`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Masked {
    /// The first character of the name.
    pub name: Option<String>,
    /// The first three and the last four digits.
    pub phone: Option<String>,
}

/// A person in clear.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clear {
    /// The name.
    pub name: Option<String>,
    /// The phone.
    pub phone: Option<String>,
}

/// Masks a name: the first character stays.
pub fn mask_name(name: &str) -> String {
    let mut rest = name.chars();
    let first: String = rest.next().into_iter().collect();
    format!("{first}{}", "*".repeat(rest.count().clamp(1, 2)))
}

/// Masks a phone: three in front and four at the end stay, never more than half.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let (head, tail) = if digits.len() >= 10 { (3, 4) } else { (1, 1) };
    let hidden = digits.len().saturating_sub(head + tail).max(1);
    let front: String = digits.iter().take(head).collect();
    let back: String = digits.iter().skip(digits.len().saturating_sub(tail).max(head)).collect();
    format!("{front}{}{back}", "*".repeat(hidden))
}

/// Opens the seals of a request's identity.
pub(crate) fn open(cx: &Context, id: RequestId, identity: &Identity) -> Result<Clear, VaultError> {
    let open =
        |sealed: &Option<String>, place: &str| sealed.as_ref().map(|sealed| cx.vault.open(sealed, place)).transpose();
    Ok(Clear { name: open(&identity.name, &name_place(id))?, phone: open(&identity.phone, &phone_place(id))? })
}

/// The identity as this actor sees it without a reason: masked, or nothing where it is for named officers only.
pub fn masked(tx: &mut Tx, cx: &Context, request: &Request) -> Result<Option<Masked>, ActError> {
    if may_reveal(&cx.actor, request).is_err() && request.facts.secrecy != lianxin_domain::Secrecy::Open {
        return Ok(None);
    }
    let Some(identity) = tx.request_identity(request.id)? else { return Ok(None) };
    // A page is shown all the same; that the seal does not open is for the engineers to hear.
    let clear = open(cx, request.id, &identity).unwrap_or_else(|error| {
        tracing::error!(request = %request.id, %error, "an identity does not open");
        Clear::default()
    });
    Ok(Some(Masked { name: clear.name.as_deref().map(mask_name), phone: clear.phone.as_deref().map(mask_phone) }))
}

/// Shows the identity, and writes down who looked and why.
pub fn reveal(tx: &mut Tx, cx: &Context, id: RequestId, reason: String) -> Result<Clear, ActError> {
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    may_reveal(&cx.actor, &request).map_err(|denied| match denied {
        lianxin_domain::access::Denied::OutOfSight => ActError::NoSuchRequest,
        lianxin_domain::access::Denied::Role { .. }
        | lianxin_domain::access::Denied::OtherUnit
        | lianxin_domain::access::Denied::IdentityHidden => ActError::Refused(Refusal::Denied(denied)),
    })?;
    act(tx, cx, id, Expected::Any, Command::Reveal { reason })?;
    let identity = tx.request_identity(id)?.ok_or(ActError::NoSuchRequest)?;
    open(cx, id, &identity).map_err(ActError::Vault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_masked() {
        assert_eq!(mask_name("张三"), "张*");
        assert_eq!(mask_name("欧阳小明"), "欧**");
        assert_eq!(mask_name("张"), "张*");
        assert_eq!(mask_phone("10012345678"), "100****5678");
        assert_eq!(mask_phone("02200000001"), "022****0001");
        assert_eq!(mask_phone("110"), "1*0");
        assert_eq!(mask_phone("12345"), "1***5");
    }
}
