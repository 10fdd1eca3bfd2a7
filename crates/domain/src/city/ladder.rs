//! Ladders (提醒阶梯): who is told, and how, while a promise runs out and after it is broken.

use std::cmp::Ordering;

use crate::clock::{ClockKind, Period};
use crate::vocabulary;
use crate::words::{Grade, Lang};

vocabulary! {
    /// Who is told that a promise is running out.
    Audience {
        #[doc = "责任人: the person whose task it is"] Owner = "owner", "责任人", "The person in charge";
        #[doc = "单位值班: the duty room of the unit"] UnitDuty = "unit_duty", "单位值班室", "Duty room of the unit";
        #[doc = "单位负责人"] UnitHead = "unit_head", "单位负责人", "Head of the unit";
        #[doc = "上级单位值班: the duty room of the unit above"] Superior = "superior", "上级单位值班室", "Duty room of the unit above";
        #[doc = "班长"] FloorSupervisor = "floor_supervisor", "班长", "Floor supervisor";
        #[doc = "派单员"] Dispatchers = "dispatchers", "派单员", "Dispatchers";
        #[doc = "督办专组"] Supervision = "supervision", "督办专组", "Supervision team";
        #[doc = "值班领导"] LeaderOnDuty = "leader_on_duty", "值班领导", "Leader on duty";
    }
}

vocabulary! {
    /// How somebody is told.
    Means {
        #[doc = "站内提醒"] Notice = "notice", "站内提醒", "Notice";
        #[doc = "短信"] Sms = "sms", "短信", "Text message";
        #[doc = "电话: a person must speak to a person"] Phone = "phone", "电话", "Phone call";
    }
}

/// When a rung is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(tag = "when", content = "by", rename_all = "snake_case")]
pub enum RungAt {
    /// After this share of the period, in percent, 1 to 99.
    Share(u8),
    /// When the promise is due.
    Due,
    /// So long after it was due.
    After(Period),
}

impl RungAt {
    /// In words: `50%`, `到期`, `逾期 10 分钟`.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            RungAt::Share(percent) => format!("{percent}%"),
            RungAt::Due => lang.pick("到期", "when due").to_owned(),
            RungAt::After(period) => match lang {
                Lang::Zh => format!("逾期 {}", period.say(lang)),
                Lang::En => format!("{} overdue", period.say(lang)),
            },
        }
    }

    /// Which of two is reached first. `None`: lengths that are counted in different ways cannot be compared.
    pub fn compare(&self, other: &RungAt) -> Option<Ordering> {
        match (self, other) {
            (RungAt::Share(a), RungAt::Share(b)) => Some(a.cmp(b)),
            (RungAt::After(a), RungAt::After(b)) => compare_lengths(a, b),
            _ => Some(self.phase().cmp(&other.phase())),
        }
    }

    const fn phase(&self) -> u8 {
        match self {
            RungAt::Share(_) => 0,
            RungAt::Due => 1,
            RungAt::After(_) => 2,
        }
    }
}

fn compare_lengths(a: &Period, b: &Period) -> Option<Ordering> {
    match (a, b) {
        (Period::Natural(a), Period::Natural(b)) => Some(a.cmp(b)),
        (Period::WorkingMinutes(a), Period::WorkingMinutes(b)) => Some(a.cmp(b)),
        (Period::WorkingDays(a), Period::WorkingDays(b)) => Some(a.cmp(b)),
        (Period::Natural(_) | Period::WorkingMinutes(_) | Period::WorkingDays(_), _) => None,
    }
}

/// One rung: at this time these are told in this way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rung {
    /// When.
    pub at: RungAt,
    /// Who; never empty in a checked city.
    pub tell: Vec<Audience>,
    /// How.
    pub by: Means,
}

impl Rung {
    /// In words: `80% 短信 单位值班室`.
    pub fn say(&self, lang: Lang) -> String {
        let tell: Vec<&str> = self.tell.iter().map(|audience| audience.name(lang)).collect();
        format!("{} {} {}", self.at.say(lang), self.by.name(lang), tell.join(lang.pick("、", ", ")))
    }
}

/// The rungs of a promise, in the order of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder {
    /// For which promise.
    pub clock: ClockKind,
    /// Only for this grade; none: any.
    pub grade: Option<Grade>,
    /// In the order of time.
    pub rungs: Vec<Rung>,
}

/// Whether a promise needs a ladder: it is kept by somebody of the platform. The citizen, for whom the others wait, is not pressed.
pub const fn needs_ladder(clock: ClockKind) -> bool {
    !matches!(clock, ClockKind::Objection | ClockKind::Supplement)
}
