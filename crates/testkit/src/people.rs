//! People by their role.

use lianxin_domain::AccountId;
use lianxin_domain::access::{Actor, Role};

/// Somebody with this role in this unit; the same name is the same person with the same account.
pub fn person(role: Role, unit: &str, name: &str) -> Actor {
    Actor {
        account: Some(account_of(name)),
        name: name.to_owned(),
        roles: vec![role],
        unit: unit.into(),
        cleared: false,
    }
}

/// The account of the person with this name.
pub fn account_of(name: &str) -> AccountId {
    // FNV-1a over the name: no two names of a test meet in 128 bits.
    let hash = name.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    AccountId(uuid::Uuid::from_u128(hash))
}
