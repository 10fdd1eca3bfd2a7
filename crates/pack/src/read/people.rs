//! `refusals.toml` and `demo.toml`

use lianxin_domain::Secrecy;
use lianxin_domain::city::{DemoAccount, RefusalReason, Subject};

use super::{Reading, note};

pub(super) fn refusals(reading: &mut Reading<'_>) -> Vec<RefusalReason> {
    let mut reasons = Vec::new();
    let Some(file) = reading.file("refusals.toml") else { return reasons };
    for record in file.tables("reason") {
        let name = record.bilingual("name");
        let explanation = record.bilingual("explanation");
        let door = record.bilingual("door");
        let disputed_needs_supervisor = record.flag("disputed_needs_supervisor");
        let code = record.code("code");
        record.finish();
        let Some(code) = code else { continue };
        note(reading, Subject::Refusal(code.clone()), "code", &record);
        reasons.push(RefusalReason { code, name, explanation, door, disputed_needs_supervisor });
    }
    file.finish();
    reasons
}

pub(super) fn accounts(reading: &mut Reading<'_>) -> Vec<DemoAccount> {
    let mut accounts = Vec::new();
    let Some(file) = reading.file("demo.toml") else { return accounts };
    for record in file.tables("account") {
        let name = record.bilingual("name");
        let role = record.text("role");
        let unit = record.text("unit").into();
        let clearance = record.word_opt("clearance", Secrecy::ALL, Secrecy::code).unwrap_or(Secrecy::Open);
        let login = record.code("login");
        record.finish();
        let Some(login) = login else { continue };
        note(reading, Subject::Account(login.clone()), "login", &record);
        accounts.push(DemoAccount { login, name, role, unit, clearance });
    }
    file.finish();
    accounts
}
