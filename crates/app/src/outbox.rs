//! Text messages (短信): what they say, to whom, and what follows when one cannot be sent: a person tells it by phone, and the next
//! rung of the ladder does not wait.
//!
//! A message is taken, made ready, sent and settled, in this order, and the machine may die between any two steps: what was taken and not
//! settled is taken again later, and bears the same id, by which the gateway knows it.

use lianxin_domain::city::City;
use lianxin_domain::request::{Command, Message, Occasion, Request};
use lianxin_domain::{Lang, MessageId, Moment, Secrecy};
pub use lianxin_store::messages::Taken;
use lianxin_store::messages::{Settled, state};
use lianxin_store::{StoreError, Tx};

use crate::act::{ActError, Expected, act};
use crate::context::Context;

/// Most tries of one message.
const TRIES: i64 = 3;
/// Seconds after the first and the second try: an emergency cannot wait long for a gateway.
const PAUSES_SECONDS: [i64; 2] = [5, 20];
/// Seconds for which a message belongs to whoever took it; longer than any gateway is waited for.
const HELD_SECONDS: i64 = 90;
/// What of a gateway's answer is kept, in characters.
const ERROR_CHARS_MAX: usize = 300;

/// Sends text messages: a gateway of the city, or a folder that another program empties.
pub trait Sms: Send + Sync {
    /// Hands a message over. It may come a second time with the same id, and must then not be sent twice.
    fn send(&self, text: &Text) -> Result<(), SmsError>;
}

/// What is handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The same for each try of the same message.
    pub id: MessageId,
    /// The number, as in the roster.
    pub phone: String,
    /// What it says.
    pub text: String,
}

/// Why a message was not handed over.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SmsError {
    /// It may work in a while.
    #[error("{0}")]
    Passing(String),
    /// It will not work.
    #[error("{0}")]
    Lasting(String),
}

/// No gateway: every message is told by a person.
#[derive(Clone, Copy, Debug)]
pub struct NoGateway;

impl Sms for NoGateway {
    fn send(&self, _: &Text) -> Result<(), SmsError> {
        Err(SmsError::Lasting("未配置短信网关（no SMS gateway is configured）".to_owned()))
    }
}

/// A message with whom it goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ready {
    /// Who, by the roster of this minute.
    pub person: String,
    /// What is handed over.
    pub text: Text,
}

/// What is to be done with a message that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// It is sent.
    Send(Ready),
    /// What it says is no longer true: the promise was kept, the order taken away, the request ended.
    Moot,
    /// There is nobody to send it to.
    Nobody,
}

/// What came of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// The gateway has it.
    Sent,
    /// It is tried again.
    Later,
    /// A person has the task to tell it.
    Untold,
    /// Nobody needs to be told any more, or somebody else has settled it.
    Moot,
}

/// Takes messages that are to be sent now; they are ours for a while.
pub fn take(tx: &mut Tx, now: Moment, limit: i64) -> Result<Vec<Taken>, StoreError> {
    tx.take_messages(now, now.plus_seconds(HELD_SECONDS), limit)
}

/// Resolves whom it goes to now, and what it says.
pub fn prepare(tx: &mut Tx, cx: &Context, taken: &Taken) -> Result<Step, StoreError> {
    let Some(request) = tx.request(taken.request)? else { return Ok(Step::Moot) };
    let message = &taken.message;
    if is_moot(&request, message) {
        return Ok(Step::Moot);
    }
    let Some(line) = cx.city.whom(message.to, message.unit.as_ref(), cx.now).first().copied() else {
        return Ok(Step::Nobody);
    };
    let text = Text { id: message.id, phone: line.phone.clone(), text: say(&request, message, &cx.city, cx.lang) };
    Ok(Step::Send(Ready { person: line.person.clone(), text }))
}

/// Settles what was tried: in one unit, whatever follows.
pub fn settle(
    tx: &mut Tx,
    cx: &Context,
    taken: &Taken,
    step: &Step,
    sent: &Result<(), SmsError>,
) -> Result<Fate, ActError> {
    let (ready, why) = match (step, sent) {
        (Step::Moot, _) => return moot(tx, cx, taken),
        (Step::Send(ready), Ok(())) => {
            let settled = settled(state::SENT, Some(ready), None);
            let ours = tx.settle_message(taken.message.id, &settled, cx.now)?;
            return Ok(if ours { Fate::Sent } else { Fate::Moot });
        }
        (Step::Send(_), Err(SmsError::Passing(why))) if taken.attempt < TRIES => {
            let pause = PAUSES_SECONDS[usize::from(taken.attempt > 1)];
            tx.retry_message(taken.message.id, cx.now.plus_seconds(pause), &short(why))?;
            return Ok(Fate::Later);
        }
        (Step::Send(ready), Err(SmsError::Passing(why) | SmsError::Lasting(why))) => (Some(ready), short(why)),
        (Step::Nobody, _) => (None, "值班表上没有可告知的人（nobody is on the roster）".to_owned()),
    };
    let request = tx.request_to_change(taken.request)?.ok_or(ActError::NoSuchRequest)?;
    if is_moot(&request, &taken.message) {
        return moot(tx, cx, taken);
    }
    let ours = tx.settle_message(taken.message.id, &settled(state::FAILED, ready, Some(why.clone())), cx.now)?;
    if !ours {
        return Ok(Fate::Moot);
    }
    // What failed once more has its task already.
    if !taken.failed_before {
        let command = Command::Untold { message: Box::new(taken.message.clone()), why };
        act(tx, &cx.as_system(), taken.request, Expected::Any, command)?;
    }
    Ok(Fate::Untold)
}

fn moot(tx: &mut Tx, cx: &Context, taken: &Taken) -> Result<Fate, ActError> {
    tx.settle_message(taken.message.id, &settled(state::MOOT, None, None), cx.now)?;
    Ok(Fate::Moot)
}

fn settled(state: &'static str, ready: Option<&Ready>, error: Option<String>) -> Settled {
    Settled {
        state,
        person: ready.map(|ready| ready.person.clone()),
        phone: ready.map(|ready| ready.text.phone.clone()),
        error,
    }
}

fn short(why: &str) -> String {
    let why: String = why.chars().filter(|c| !c.is_control()).take(ERROR_CHARS_MAX).collect();
    if why.trim().is_empty() { "短信网关拒收（the gateway refused）".to_owned() } else { why }
}

/// Whether nobody needs to hear it any more.
fn is_moot(request: &Request, message: &Message) -> bool {
    if let Some((id, ..)) = message.clock {
        return !request.clocks.iter().any(|clock| clock.id == id && clock.is_open());
    }
    let ended = |id| request.order(id).is_none_or(|order| !order.state.stage().is_open());
    message.order.is_some_and(ended) || !request.state.stage().is_open()
}

/// What a message says: the number, what sort of matter, what is due when. Nothing about a person, nothing that was said.
pub fn say(request: &Request, message: &Message, city: &City, lang: Lang) -> String {
    let clock = match (message.clock, message.order) {
        (Some((id, ..)), _) => request.clocks.iter().find(|clock| clock.id == id),
        (None, Some(order)) => request.order_due(order),
        (None, None) => request.next_due(),
    };
    let facts = &request.facts;
    // A confidential matter is not even named.
    let kind = if facts.secrecy == Secrecy::Confidential { "" } else { facts.kind.name(lang) };
    let matter = lang.pick(
        format!("【12345】{}（{}{kind}）", request.number, facts.grade.name(lang)),
        format!("[12345] {} ({} {kind}) ", request.number, facts.grade.name(lang)).replace(" )", ")"),
    );
    let Some(clock) = clock else {
        return matter
            + &lang.pick(format!("{}。", message.occasion.name(lang)), format!("{}.", message.occasion.name(lang)));
    };
    let (promise, due) = (clock.kind.name(lang), city.zone.to_datetime(clock.due.timestamp()).strftime("%m-%d %H:%M"));
    let occasion = message.occasion.name(lang);
    matter
        + &match message.occasion {
            Occasion::Warning => lang.pick(
                format!("{promise}时限 {due} 到期，请抓紧办理。"),
                format!("{promise}: due {due}. Please act in time."),
            ),
            Occasion::Due => lang.pick(
                format!("{promise}时限 {due} 已到，请立即办理。"),
                format!("{promise}: was due {due}. Please act now."),
            ),
            Occasion::Late => lang.pick(
                format!("{promise}已逾期（时限 {due}），请立即办理。"),
                format!("{promise}: late since {due}. Please act now."),
            ),
            Occasion::NewOrder
            | Occasion::TakenAway
            | Occasion::Urged
            | Occasion::Supervised
            | Occasion::Instructed
            | Occasion::Supplemented
            | Occasion::Decided
            | Occasion::Again
            | Occasion::Progress => {
                lang.pick(format!("{occasion}，{promise}时限 {due}。"), format!("{occasion}; {promise}: due {due}."))
            }
        }
}
