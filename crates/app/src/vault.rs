//! Personal data at rest: sealed with a key from a file, searched by keyed hashes beside.
//!
//! One master key; each use has a key of its own derived from it, so that a hash can never serve as a key.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::context::Entropy;

const NONCE_BYTES: usize = 24;

/// Why a seal cannot be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VaultError {
    /// Not the form of a seal.
    #[error("the sealed text is damaged")]
    Damaged,
    /// Another key, or another place than it was sealed for.
    #[error("the seal does not open with this key")]
    WrongKey,
    /// The key in the file is not 64 hexadecimal digits.
    #[error("a key is 64 hexadecimal digits")]
    BadKey,
}

/// Seals, opens and hashes.
pub struct Vault {
    cipher: XChaCha20Poly1305,
    search: [u8; 32],
    check: String,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// With a master key of 32 bytes.
    pub fn new(master: &[u8; 32]) -> Vault {
        let cipher = XChaCha20Poly1305::new(&Key::from(mac(master, b"lianxin seal 1")));
        let search = mac(master, b"lianxin search 1");
        let check = hex::encode(mac(master, b"lianxin check 1"));
        Vault { cipher, search, check }
    }

    /// With a master key as it stands in its file.
    pub fn from_hex(text: &str) -> Result<Vault, VaultError> {
        let bytes = hex::decode(text.trim()).map_err(|_| VaultError::BadKey)?;
        let master: [u8; 32] = bytes.try_into().map_err(|_| VaultError::BadKey)?;
        Ok(Vault::new(&master))
    }

    /// Says which key this is, without telling the key: kept in the database, so that a wrong key file is noticed at the start.
    pub fn check(&self) -> &str {
        &self.check
    }

    /// Seals a text for one place, such as `phone:<request>`; it opens nowhere else.
    pub fn seal(&self, plain: &str, place: &str, entropy: &Entropy) -> String {
        let nonce: [u8; NONCE_BYTES] = entropy.bytes();
        let payload = Payload { msg: plain.as_bytes(), aad: place.as_bytes() };
        // Encryption fails only for texts of more than 256 GB, which the limits of the forms exclude.
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        hex::encode([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, sealed: &str, place: &str) -> Result<String, VaultError> {
        let bytes = hex::decode(sealed).map_err(|_| VaultError::Damaged)?;
        let (nonce, cipher) = bytes.split_at_checked(NONCE_BYTES).ok_or(VaultError::Damaged)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| VaultError::Damaged)?;
        let payload = Payload { msg: cipher, aad: place.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| VaultError::WrongKey)?;
        String::from_utf8(plain).map_err(|_| VaultError::Damaged)
    }

    /// A keyed hash of 128 bits for search and comparison; the same text in another place has another hash.
    pub fn hash(&self, place: &str, text: &str) -> String {
        hex::encode(&mac(&self.search, [place.as_bytes(), &[0], text.as_bytes()].concat().as_slice())[..16])
    }
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // HMAC fills a short key up to the block with zeros (RFC 2104); done here, nothing can fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entropy() -> Entropy {
        Entropy::new(|bytes| bytes.fill(7))
    }

    #[test]
    fn opens_only_with_the_key_and_the_place_it_was_sealed_for() {
        let vault = Vault::new(&[1; 32]);
        let sealed = vault.seal("10000000001", "phone:1", &entropy());
        assert!(!sealed.contains("10000000001"));
        assert_eq!(vault.open(&sealed, "phone:1").as_deref(), Ok("10000000001"));
        assert_eq!(vault.open(&sealed, "phone:2"), Err(VaultError::WrongKey));
        assert_eq!(Vault::new(&[2; 32]).open(&sealed, "phone:1"), Err(VaultError::WrongKey));
        assert_eq!(vault.open("zz", "phone:1"), Err(VaultError::Damaged));
        assert_eq!(vault.open("00", "phone:1"), Err(VaultError::Damaged));
    }

    #[test]
    fn hashes_differ_by_key_and_place() {
        let vault = Vault::new(&[1; 32]);
        assert_eq!(vault.hash("phone", "1"), vault.hash("phone", "1"));
        assert_ne!(vault.hash("phone", "1"), vault.hash("name", "1"));
        assert_ne!(vault.hash("phone", "1"), Vault::new(&[2; 32]).hash("phone", "1"));
        assert_ne!(vault.check(), Vault::new(&[2; 32]).check());
    }

    #[test]
    fn a_key_file_that_is_none_is_refused() {
        assert_eq!(Vault::from_hex("abc").map(|_| ()), Err(VaultError::BadKey));
        assert!(Vault::from_hex(&format!("{}\n", "0a".repeat(32))).is_ok());
    }
}
