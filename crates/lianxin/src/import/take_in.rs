//! One row comes in: registered at its time, and, if it was finished, dispatched, accepted, reported and closed at its times.
//!
//! What the source does not say is not invented: no contact, no call-back, and "solved" is left open.

use lianxin_app::{ActError, App, Context, Expected, NewRequest, Person, StoreError, Then, Tx, act, register};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::{Command, Intake, OrderRole, Refusal, Report, Request, Solved, Target};
use lianxin_domain::{Channel, Grade, Kind, Lang, Moment, OrderId, Secrecy, UnitCode};

use std::sync::Arc;

use super::draft::{Draft, Finished};
use super::reject::{Reason, Reject};

/// Where rows come from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its name.
    pub(crate) name: String,
    /// What sort of request a row is that does not say it.
    pub(crate) kind: Kind,
    /// When the import began: nothing can have happened later.
    pub(crate) until: Moment,
}

/// What came of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// It is a request now.
    CameIn {
        /// It was finished at its source.
        finished: bool,
        /// A place was found.
        placed: bool,
    },
    /// It came in before.
    AlreadyThere,
}

/// Why it did not come in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TakeInError {
    /// Because of the row.
    #[error("{}", .0.detail)]
    Rejected(Reject),
    /// Because of the database: the import must stop.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ActError> for TakeInError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Store(error) => TakeInError::Store(error),
            ActError::Refused(Refusal::NoDue(why)) => TakeInError::Rejected(Reject::new(Reason::NoCalendar, why)),
            ActError::Refused(refusal) => TakeInError::Rejected(Reject::new(Reason::Refused, told(&refusal))),
            ActError::NoSuchRequest
            | ActError::Conflict(_)
            | ActError::NoSuchFile(_)
            | ActError::Vault(_)
            | ActError::Rules(_)
            | ActError::Record(_) => TakeInError::Rejected(Reject::new(Reason::Refused, error.to_string())),
        }
    }
}

fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(problems) => {
            let each = problems.iter().map(|problem| format!("{}: {:?}", problem.field, problem.what));
            each.collect::<Vec<_>>().join("; ")
        }
        Refusal::NoSuchMove { .. }
        | Refusal::Denied(_)
        | Refusal::Guard(_)
        | Refusal::NoSuchOrder(_)
        | Refusal::NoSuchTask(_)
        | Refusal::NoSuchUnit(_)
        | Refusal::NoDue(_) => refusal.to_string(),
    }
}

/// Takes one row in, in one unit of work.
pub(crate) async fn take_in(app: &App, source: Arc<Source>, draft: Draft) -> Result<Outcome, TakeInError> {
    let app_there = app.clone();
    app.store.write(move |tx| unit(tx, &app_there, &source, &draft)).await
}

fn unit(tx: &mut Tx, app: &App, source: &Source, draft: &Draft) -> Result<Outcome, TakeInError> {
    if tx.imported(&source.name, &draft.id)?.is_some() {
        return Ok(Outcome::AlreadyThere);
    }
    let cx = context(app, source, draft.time);
    let person = Person { name: draft.name.clone(), phone: draft.phone.clone() };
    let new = NewRequest { person, intake: intake(app, source, draft), then: Then::Pool };
    let request = register(tx, &cx, new)?.request;
    tx.mark_imported(&source.name, &draft.id, request.id)?;
    let placed = request.facts.place.is_some();
    if let Some(finished) = &draft.finished {
        finish(tx, app, source, draft, finished, &request)?;
    }
    Ok(Outcome::CameIn { finished: draft.finished.is_some(), placed })
}

fn context(app: &App, source: &Source, at: Moment) -> Context {
    let unit = app.city().units.center().code.clone();
    let actor =
        Actor {
            account: None, name: format!("导入：{}", source.name), roles: vec![Role::System], unit, cleared: true
        };
    app.context(at, actor, Lang::Zh)
}

fn intake(app: &App, source: &Source, draft: &Draft) -> Intake {
    let city = app.city();
    let floor = draft
        .topic
        .as_ref()
        .and_then(|topic| city.topics.get(topic))
        .map_or(Grade::Ordinary, |topic| topic.grade_floor);
    let category = draft.category.as_ref().map(|category| format!("；来源分类：{category}")).unwrap_or_default();
    Intake {
        channel: Channel::Import,
        contact: None,
        kind: draft.kind,
        topic: draft.topic.clone(),
        place: draft.place.clone(),
        address: draft.address.clone(),
        occurred: None,
        received: draft.time,
        title: draft.title.clone(),
        account: format!("来源：{}，编号 {}{category}", source.name, draft.id),
        demand: draft.text.clone(),
        grade: floor,
        grade_reason: if floor == Grade::Ordinary {
            String::new()
        } else {
            "该主题的最低紧急程度".to_owned()
        },
        secrecy: Secrecy::Open,
        wants_callback: false,
        call_window: None,
        files: Vec::new(),
    }
}

fn finish(
    tx: &mut Tx,
    app: &App,
    source: &Source,
    draft: &Draft,
    finished: &Finished,
    request: &Request,
) -> Result<(), TakeInError> {
    let (asked, answered) = (context(app, source, draft.time), context(app, source, finished.at));
    let mut go = |cx: &Context, command| act(tx, cx, request.id, Expected::Any, command);
    let Some(unit) = lead(app, draft) else {
        // Nobody knows where it was, so nobody can be said to have been sent there: the reply stands for itself.
        go(&answered, Command::Answer { answer: finished.reply.clone(), knowledge: Vec::new() })?;
        return Ok(());
    };
    let order: OrderId = asked.id();
    let to = vec![Target { order, unit, role: OrderRole::Lead }];
    go(&asked, Command::Dispatch { to, opinion: format!("导入：{}", source.name) })?;
    go(&asked, Command::Accept { order })?;
    let report = Report {
        is_true: true,
        contacted: false,
        solved: Solved::Partly,
        why_not: Some("来源只记载已答复，未记载是否解决".to_owned()),
        internal: format!("导入自{}，原系统已办结", source.name),
        public_reply: finished.reply.clone(),
        files: Vec::new(),
        undue: None,
    };
    go(&answered, Command::Report { order, report: Box::new(report) })?;
    go(&answered, Command::Approve { order })?;
    Ok(())
}

/// Who answered: the unit that the source names, else the one that the catalogue proposes, else the one of the place.
fn lead(app: &App, draft: &Draft) -> Option<UnitCode> {
    let city = &app.city();
    let place = draft.place.as_ref()?;
    let proposed = || city.propose(draft.topic.as_ref()?, Some(place), draft.time).map(|proposal| proposal.lead);
    let unit = draft.unit.clone().or_else(proposed).filter(|unit| *unit != city.units.center().code);
    unit.or_else(|| city.units.district(place).or_else(|| city.units.territorial(place)).map(|unit| unit.code.clone()))
}
