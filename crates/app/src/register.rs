//! A request comes in: registered, and with the same keystroke answered, refused, asked back, or dispatched.

use lianxin_domain::access::{Denied, Role};
use lianxin_domain::request::intake::{Problems, SHORT_CHARS_MAX, normal_phone};
use lianxin_domain::request::{
    Command, CommandKind, Event, Field, Intake, ProblemKind, Refusal, Request, number_of, table,
};
use lianxin_domain::{ContactId, RequestId};
use lianxin_store::Tx;
use lianxin_store::requests::Sealed;

use crate::act::ActError;
use crate::context::Context;
use crate::record::Recording;
use crate::ties;

/// Length of the code with which a citizen looks his request up.
pub const CODE_CHARACTERS: usize = 6;

/// Who asks; both empty = anonymous.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// As he gave it.
    pub name: String,
    /// As he gave it, or as the call came.
    pub phone: String,
}

/// What happens to it at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// It waits in the pool.
    Pool,
    /// A move of the table follows: answer, refuse, ask the citizen, assess, dispatch.
    Do(Command),
}

/// What comes in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRequest {
    /// Who asks.
    pub person: Person,
    /// What; `contact` is filled in here.
    pub intake: Intake,
    /// What happens at once.
    pub then: Then,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registered {
    /// The request.
    pub request: Request,
    /// The code for the citizen, told once.
    pub code: String,
}

/// Registers a request.
pub fn register(tx: &mut Tx, cx: &Context, new: NewRequest) -> Result<Registered, ActError> {
    let who = table::who(CommandKind::Register);
    if !cx.actor.is_one_of(who) && !cx.actor.is(Role::Citizen) {
        return Err(Refusal::Denied(Denied::Role { kind: CommandKind::Register, who }).into());
    }
    let NewRequest { person, mut intake, then } = new;
    let id: RequestId = cx.id();
    let phone = check_person(&person)?;
    let anonymous = person.name.trim().is_empty() && phone.is_none();
    intake.contact = (!anonymous).then(|| cx.id::<ContactId>());
    let files = intake.files.clone();
    let facts = intake.check(&cx.city, cx.now, cx.actor.is(Role::FloorSupervisor)).map_err(Refusal::Invalid)?;

    let day = cx.city.calendar.date_of(cx.now);
    let serial = tx.next_serial(&day.strftime("%y%m%d").to_string())?;
    let number = number_of(&cx.city.code, day, serial);
    let code = cx.entropy.code(CODE_CHARACTERS);
    let sealed = seal(cx, id, person.name.trim(), phone.as_deref(), &code);

    let mut recording = Recording::begin(cx, id, Event::Registered { number, facts: Box::new(facts) })?;
    let waits = matches!(then, Then::Pool);
    if let Then::Do(command) = then {
        let kind = command.kind();
        if !cx.actor.is_one_of(table::who(kind)) {
            return Err(Refusal::Denied(Denied::Role { kind, who: table::who(kind) }).into());
        }
        for event in recording.request.decide(command, cx.situation())? {
            recording.happen(event)?;
        }
    }
    let request = recording.save(tx, Some(&sealed))?;
    for file in files {
        if !tx.attach_file(file, id, cx.actor.account)? {
            return Err(ActError::NoSuchFile(file));
        }
    }
    let request = if waits { ties::attach(tx, cx, request)? } else { request };
    Ok(Registered { request, code })
}

fn check_person(person: &Person) -> Result<Option<String>, ActError> {
    let mut problems = Problems::default();
    problems.text(Field::Name, &person.name, 0, SHORT_CHARS_MAX);
    let typed = person.phone.trim();
    let phone = normal_phone(typed);
    if !typed.is_empty() && phone.is_none() {
        problems.add(Field::Phone, ProblemKind::NotAPhone);
    }
    problems.into_result().map_err(Refusal::Invalid)?;
    Ok(phone)
}

/// Seals who asks, and the hash of his code. `phone` is as [`normal_phone`] gives it.
pub fn seal(cx: &Context, id: RequestId, name: &str, phone: Option<&str>, code: &str) -> Sealed {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let name = given(name);
    Sealed {
        name: name.as_deref().map(|name| cx.vault.seal(name, &name_place(id), &cx.entropy)),
        name_hash: name.as_deref().map(|name| cx.vault.hash("name", name)),
        phone: phone.map(|phone| cx.vault.seal(phone, &phone_place(id), &cx.entropy)),
        phone_hash: phone.map(|phone| cx.vault.hash("phone", phone)),
        code_hash: cx.vault.hash("code", code),
    }
}

/// What a name is sealed for.
pub(crate) fn name_place(id: RequestId) -> String {
    format!("name:{id}")
}

/// What a phone is sealed for.
pub(crate) fn phone_place(id: RequestId) -> String {
    format!("phone:{id}")
}
