//! Whether a city makes sense: every reference leads somewhere, every promise has a length, every unit can be phoned.
//!
//! What is *not* here: where a thing is written, and two things with one code (both are the reader's to tell).

mod calendar;
mod catalogue;
mod ladder;
mod policy;
mod roster;
mod territory;
mod topics;
mod words;

use super::City;
use super::fault::{Fault, Subject};
use super::find::nearest;
use crate::access::Role;

impl City {
    /// Everything that is wrong with the city, in the order of its parts. Empty: it may serve.
    pub fn validate(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check_head(&mut faults);
        territory::check_places(self, &mut faults);
        territory::check_units(self, &mut faults);
        roster::check(self, &mut faults);
        topics::check(self, &mut faults);
        catalogue::check(self, &mut faults);
        policy::check(self, &mut faults);
        words::check(self, &mut faults);
        calendar::check(self, &mut faults);
        self.check_accounts(&mut faults);
        faults
    }

    fn check_head(&self, faults: &mut Vec<Fault>) {
        let mut fault =
            |field: &str, what: String, remedy: &str| faults.push(Fault::new(Subject::City, field, what, remedy));
        if !(1..=4).contains(&self.code.len()) || !self.code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            fault(
                "code",
                format!("`{}` cannot begin a request number", self.code),
                "use one to four capital letters, such as \"TJ\"",
            );
        }
        if self.hotline.is_empty() || !self.hotline.bytes().all(|byte| byte.is_ascii_digit()) {
            fault("hotline", format!("`{}` is no number to dial", self.hotline), "use digits only, such as \"12345\"");
        }
    }

    fn check_accounts(&self, faults: &mut Vec<Fault>) {
        for account in &self.demo {
            let subject = || Subject::Account(account.login.clone());
            if self.units.get(&account.unit).is_none() {
                faults.push(Fault::new(
                    subject(),
                    "unit",
                    unknown("unit", account.unit.as_str()),
                    self.suggest_unit(account.unit.as_str()),
                ));
            }
            let person = |role: &Role| !matches!(role, Role::Citizen | Role::System);
            if !Role::from_code(&account.role).is_some_and(|role| person(&role)) {
                let roles: Vec<&str> = Role::ALL.iter().filter(|role| person(role)).map(|role| role.code()).collect();
                let remedy =
                    suggest(&account.role, roles.iter().copied(), &format!("the roles are {}", roles.join(", ")));
                faults.push(Fault::new(subject(), "role", unknown("role", &account.role), remedy));
            }
        }
    }

    fn suggest_unit(&self, code: &str) -> String {
        suggest(code, self.units.all().iter().map(|unit| unit.code.as_str()), "add it under units/ or correct the code")
    }

    fn suggest_place(&self, code: &str) -> String {
        suggest(
            code,
            self.places.all().iter().map(|place| place.code.as_str()),
            "add it under places/ or correct the code",
        )
    }
}

fn unknown(what: &str, code: &str) -> String {
    format!("there is no {what} `{code}`")
}

/// What to do about an unknown code: the nearest known one, else the general advice.
fn suggest<'a>(code: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    nearest(code, known).map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// Codes stand in addresses, files and numbers: lower-case letters, digits, and `.`, `-`, `_` between them.
fn check_code(subject: Subject, code: &str, faults: &mut Vec<Fault>) {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_');
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let bytes = code.as_bytes();
    if !edge(bytes.first()) || !edge(bytes.last()) || !bytes.iter().all(|byte| inside(*byte)) {
        let remedy = "use lower-case letters and digits with `.`, `-` or `_` between them";
        faults.push(Fault::new(subject, "code", format!("`{code}` is no code"), remedy));
    }
}

/// Whether following `parent` from a thing comes back to it. A chain that runs into a circle further up is not part of it.
fn in_cycle<'a>(start: &'a str, parent: impl Fn(&str) -> Option<&'a str>) -> bool {
    let mut seen = vec![start];
    while let Some(above) = seen.last().and_then(|code| parent(code)) {
        if seen.contains(&above) {
            return above == start;
        }
        seen.push(above);
    }
    false
}
