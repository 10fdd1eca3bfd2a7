//! When something is due: the kinds of promise, the lengths of time they use, and the calendar that counts them.
//!
//! What is *not* here: which length applies (that is policy, `city::Policy`), who owns a clock, what happens when it rings.
//!
//! The rules of counting are those of the Civil Code (《民法典》第二百零一条至第二百零三条):
//! - A period in **minutes of natural time** starts at the very moment and runs through nights, weekends and holidays.
//! - A period in **working minutes** runs only while the city's offices are open. A start outside the hours waits for the next opening.
//! - A period in **working days** does not count the day of receipt (开始的当日不计入), whatever hour or kind of day it was;
//!   the next working day is day 1, and the period ends at the close of business of the n-th
//!   (有业务时间的，停止业务活动的时间为截止时间). So a request of Saturday noon and one of Friday midnight are both due on Monday evening.
//!
//! While the citizen is asked for more, a clock **stands still** (中止, `Pause`): what had run stays run, nothing runs in the pause.
//! Minutes resume where they stopped. A working day counts if the clock runs in the last moment before it closes, so a pause that ends
//! before the close costs no day, and one that begins at the close costs none either.

mod calendar;
mod count;
mod day;
mod due;
mod pause;
mod share;
mod step;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod known_failures;
#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod sample;

pub use calendar::{Calendar, CalendarError, Coverage};
pub use day::{Day, DayKind, Opening, SpecialDay};
pub use due::Due;
pub use pause::Pause;
pub use step::Step;

use crate::moment::Minutes;
use crate::vocabulary;
use crate::words::Lang;

/// Calendars count in microseconds, policies in minutes.
const MICROS_PER_MINUTE: i64 = 60_000_000;

vocabulary! {
    /// A promise that the platform makes (时限). Each has its own period, owner and ladder.
    ClockKind {
        #[doc = "派单: registered, to be sent to a unit; the dispatcher's"] Dispatch = "dispatch", "派单", "Dispatch";
        #[doc = "签收: sent, to be accepted; the unit's"] Accept = "accept", "签收", "Accept";
        #[doc = "联系: accepted, the citizen to be contacted; the unit's"] Contact = "contact", "联系", "First contact";
        #[doc = "办理: to be handled and reported; the unit's"] Handle = "handle", "办理", "Handle";
        #[doc = "审核: reported, to be reviewed; the reviewer's"] Review = "review", "审核", "Review";
        #[doc = "回访: handled, the citizen to be called back; the call-back agent's"] Callback = "callback", "回访", "Call back";
        #[doc = "补充: waiting for the citizen to tell more; nobody's fault"] Supplement = "supplement", "待补充", "Waiting for the citizen";
        #[doc = "必打电话: an emergency order was dispatched, a person must answer; the centre's"] MustPhone = "must_phone", "电话通知", "Phone the unit";
        #[doc = "退单审核: a return was asked for; the dispatcher's"] ReturnReview = "return_review", "退单审核", "Review the return";
        #[doc = "延期审批: an extension was asked for; the reviewer's"] DelayReview = "delay_review", "延期审批", "Review the extension";
        #[doc = "协办申请: another unit was asked for; the dispatcher's"] SupportReview = "support_review", "协办审核", "Review the request for support";
        #[doc = "撤诉核实: the citizen wants to withdraw; the call-back agent asks whether anybody pressed him"] WithdrawCheck = "withdraw_check", "撤诉核实", "Check the withdrawal";
        #[doc = "申诉审核: the unit appeals a score; the level's reviewer's"] Appeal = "appeal", "申诉审核", "Review the appeal";
        #[doc = "异议期: closed, the citizen may object; when it ends the request is archived"] Objection = "objection", "异议期", "Objection window";
        #[doc = "挂账节点: the next milestone of a parked order; the named owner's. Its day is in the plan"] Milestone = "milestone", "挂账节点", "Milestone";
        #[doc = "督办期限: a supervision sheet waits for its answer. Its day is on the sheet"] Supervision = "supervision", "督办", "Supervision";
    }
}

impl ClockKind {
    /// Whether the unit of the order has promised it. The others are kept by whoever judges, phones or calls: their delay is not the
    /// unit's.
    pub const fn is_the_units(self) -> bool {
        matches!(
            self,
            ClockKind::Accept | ClockKind::Contact | ClockKind::Handle | ClockKind::Milestone | ClockKind::Supervision
        )
    }

    /// Whether a policy gives the period; the others carry their day with them.
    pub const fn has_period(self) -> bool {
        !matches!(self, ClockKind::Milestone | ClockKind::Supervision)
    }
}

/// A length of time together with the way it is counted. Always positive; `Calendar::due` refuses others.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(tag = "count", content = "length", rename_all = "snake_case")]
pub enum Period {
    /// Clock time, day and night (自然时间).
    Natural(Minutes),
    /// Minutes while the offices are open (工作时间).
    WorkingMinutes(i64),
    /// Whole working days after the day of receipt (工作日).
    WorkingDays(u16),
}

impl Period {
    /// The length in words: `15 分钟`, `2 个工作日`.
    pub fn say(&self, lang: Lang) -> String {
        match *self {
            Period::Natural(Minutes(n)) if n % 1440 == 0 => {
                format!("{} {}", n / 1440, lang.pick("天", "days, nights and holidays included"))
            }
            Period::Natural(Minutes(n)) if n % 60 == 0 => format!("{} {}", n / 60, lang.pick("小时", "h")),
            Period::Natural(Minutes(n)) => format!("{n} {}", lang.pick("分钟", "min")),
            Period::WorkingMinutes(n) if n % 60 == 0 => {
                format!("{} {}", n / 60, lang.pick("个工作小时", "working hours"))
            }
            Period::WorkingMinutes(n) => format!("{n} {}", lang.pick("个工作分钟", "working minutes")),
            Period::WorkingDays(1) => lang.pick("1 个工作日", "1 working day").to_owned(),
            Period::WorkingDays(n) => format!("{n} {}", lang.pick("个工作日", "working days")),
        }
    }

    /// Whether the period has a length at all.
    pub const fn is_positive(&self) -> bool {
        match *self {
            Period::Natural(Minutes(n)) | Period::WorkingMinutes(n) => n > 0,
            Period::WorkingDays(n) => n > 0,
        }
    }
}
