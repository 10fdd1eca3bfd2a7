//! Rules of a policy that are neither a period nor a plain number: delays (延期), appeals (申诉), scores (评分).

use jiff::civil::Time;

use super::policy::PeriodClass;
use crate::access::Role;
use crate::clock::{Opening, Period};
use crate::vocabulary;
use crate::words::Bilingual;

/// How far one order may be delayed (延期).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DelayRule {
    /// Only for topics of this class; none: any.
    pub class: Option<PeriodClass>,
    /// How often a unit may be granted a delay of one order; 0: never.
    pub times_max: u8,
    /// The longest single delay in working days.
    pub working_days_max: u16,
}

/// One level at which a unit may appeal a score (申诉), the lowest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppealLevel {
    /// Stable code, such as `district`.
    pub code: String,
    /// 区级初审
    pub name: Bilingual,
    /// Who decides.
    pub role: Role,
    /// How long after the score, or after the decision of the level before, the unit may appeal.
    pub within: Period,
    /// How long the level has to decide; none: the period of the `appeal` clock.
    pub period: Option<Period>,
}

vocabulary! {
    /// Requests that a score leaves out (不计入), by rule and never by hand.
    Exclusion {
        #[doc = "未接通: the citizen was never reached"] Unreached = "unreached", "回访未接通", "Citizen not reached";
        #[doc = "未表态: he did not say"] NoOpinion = "no_opinion", "未表态", "No opinion";
        #[doc = "免回访"] WithoutCallback = "without_callback", "免回访", "Without call-back";
        #[doc = "超职责: found to be nobody's duty"] BeyondDuty = "beyond_duty", "超出职责", "Beyond duty";
        #[doc = "不合理诉求: found to be unreasonable"] Unreasonable = "unreasonable", "不合理诉求", "Unreasonable demand";
        #[doc = "解释到位: cannot be solved by law, and that was explained"] Explained = "explained", "解释到位", "Explained";
        #[doc = "并单: counted once, with the master"] Merged = "merged", "并单", "Merged";
        #[doc = "撤诉"] Withdrawn = "withdrawn", "撤诉", "Withdrawn";
        #[doc = "派单错误: recalled, not the unit's matter"] Recalled = "recalled", "派单撤回", "Recalled";
        #[doc = "挂账: until it is lifted"] Parked = "parked", "挂账", "Parked";
        #[doc = "申诉成立"] AppealUpheld = "appeal_upheld", "申诉剔除", "Removed on appeal";
    }
}

/// How the three rates become one score (三率).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scores {
    /// Weight of the response rate (响应率), in percent; the three add up to 100.
    pub response: u8,
    /// Weight of the rate of solved matters (解决率), in percent.
    pub solved: u8,
    /// Weight of the rate of satisfied citizens (满意率), in percent.
    pub satisfied: u8,
    /// What a partly solved matter (基本解决) counts, in percent of a solved one.
    pub partly_share: u8,
    /// What a fairly satisfied citizen (基本满意) counts, in percent of a satisfied one.
    pub fairly_share: u8,
    /// Which requests are left out.
    pub exclusions: Vec<Exclusion>,
}

impl Scores {
    /// Whether requests of this kind are left out.
    pub fn excludes(&self, exclusion: Exclusion) -> bool {
        self.exclusions.contains(&exclusion)
    }
}

/// The hours of a day, in the city's zone, in which citizens may be called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallHours(pub Opening);

impl CallHours {
    /// Whether a citizen may be called at this time of day.
    pub fn cover(&self, time: Time) -> bool {
        let minute = u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0);
        (self.0.from..self.0.until).contains(&minute)
    }

    /// The time of day from which citizens may be called.
    pub fn opens(&self) -> Time {
        let part = |number: u16| i8::try_from(number).unwrap_or(0);
        Time::new(part(self.0.from / 60), part(self.0.from % 60), 0, 0).unwrap_or(Time::MIN)
    }

    /// As written: `08:30–20:30`.
    pub fn say(&self) -> String {
        let part = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}–{}", part(self.0.from), part(self.0.until))
    }
}
