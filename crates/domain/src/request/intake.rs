//! What is written down when a request comes in, and what is wrong with it.
//!
//! The five elements (五要素: 来电人、时间、地点、起因、经过) are demanded by kind: an enquiry or a word of
//! praise needs no place, everything that is dispatched does.

use serde::{Deserialize, Serialize};

use crate::city::City;
use crate::ids::{ContactId, FileId, PlaceCode, TopicCode};
use crate::moment::{Minutes, Moment};
use crate::vocabulary;
use crate::words::{Channel, Grade, Kind, Secrecy};

/// Longest title, in characters: one line of a list.
pub const TITLE_CHARS_MAX: usize = 100;
/// Longest demand or account, in characters. The longest real message seen has about 10,000.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Longest of the short fields: name, address, reason.
pub const SHORT_CHARS_MAX: usize = 200;
/// Most files on one request or report.
pub const FILES_MAX: usize = 20;
/// How far a clock may run ahead of ours before "in the future" is said.
const CLOCK_SKEW: Minutes = Minutes(5);

vocabulary! {
    /// A field of a form, for errors that stand beside it.
    Field {
        #[doc = "来电人"] Name = "name", "姓名", "Name";
        #[doc = "电话"] Phone = "phone", "电话", "Phone";
        #[doc = "渠道"] Channel = "channel", "渠道", "Channel";
        #[doc = "类型"] Kind = "kind", "类型", "Kind";
        #[doc = "主题"] Topic = "topic", "主题", "Topic";
        #[doc = "地点"] Place = "place", "地点", "Place";
        #[doc = "详细地址"] Address = "address", "详细地址", "Address";
        #[doc = "时间"] Occurred = "occurred", "发生时间", "Time of the matter";
        #[doc = "标题"] Title = "title", "标题", "Title";
        #[doc = "起因、经过"] Account = "account", "经过", "Account";
        #[doc = "诉求"] Demand = "demand", "诉求", "Demand";
        #[doc = "紧急程度"] Grade = "grade", "紧急程度", "Grade";
        #[doc = "理由"] Reason = "reason", "理由", "Reason";
        #[doc = "保密"] Secrecy = "secrecy", "保密", "Secrecy";
        #[doc = "附件"] Files = "files", "附件", "Files";
        #[doc = "答复"] Answer = "answer", "答复内容", "Answer";
        #[doc = "派往"] Units = "units", "派往单位", "Units";
        #[doc = "意见"] Opinion = "opinion", "意见", "Opinion";
        #[doc = "要点"] Points = "points", "退回要点", "Points";
        #[doc = "内部办理情况"] Internal = "internal", "办理情况", "Internal account";
        #[doc = "公开答复"] PublicReply = "public_reply", "公开答复", "Public reply";
        #[doc = "未解决原因"] WhyNot = "why_not", "未解决原因", "Why it is not solved";
        #[doc = "补充"] Supplement = "supplement", "补充内容", "Supplement";
        #[doc = "内容"] Text = "text", "内容", "Text";
        #[doc = "依据"] Basis = "basis", "依据", "Basis";
        #[doc = "天数"] Days = "days", "天数", "Days";
        #[doc = "计划"] Plan = "plan", "计划", "Plan";
        #[doc = "告知市民情况"] Told = "told", "告知市民情况", "What the citizen was told";
        #[doc = "节点"] Milestones = "milestones", "节点", "Milestones";
        #[doc = "方便接听时段"] Window = "window", "方便接听时段", "Hours to call";
    }
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// Must be filled in.
    Missing,
    /// Longer than fits; the limit is in characters.
    TooLong {
        /// The most that fits.
        limit_chars: usize,
    },
    /// More than fit.
    TooMany {
        /// The most that fit.
        limit: usize,
    },
    /// Holds control characters.
    ControlCharacters,
    /// Names something that the city does not have.
    Unknown(String),
    /// A main topic; one of its leaves is needed.
    NotALeaf,
    /// Lies in the future.
    InTheFuture,
    /// Lies before 1949: surely a slip.
    TooLongAgo,
    /// Is not a telephone number.
    NotAPhone,
    /// Lies before what it must follow, or too far after it.
    NotInOrder,
    /// Is lower than the floor of the topic.
    BelowFloor(Grade),
    /// Is lower than what the topic or kind demands.
    LessSecret(Secrecy),
}

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub what: ProblemKind,
}

/// Hours of the day in which the citizen can be called, in minutes after midnight in the city's zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallWindow {
    /// The first minute.
    pub from: u16,
    /// The minute after the last; later than `from`, at most 1,440.
    pub until: u16,
}

impl CallWindow {
    /// A window that is one.
    pub fn is_valid(self) -> bool {
        self.from < self.until && self.until <= 1440
    }
}

/// What came in, not yet checked.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the fields are those of `Facts` and of the form")]
pub struct Intake {
    pub channel: Channel,
    pub contact: Option<ContactId>,
    pub kind: Kind,
    pub topic: Option<TopicCode>,
    pub place: Option<PlaceCode>,
    pub address: String,
    pub occurred: Option<Moment>,
    pub received: Moment,
    pub title: String,
    pub account: String,
    pub demand: String,
    pub grade: Grade,
    pub grade_reason: String,
    pub secrecy: Secrecy,
    pub wants_callback: bool,
    pub call_window: Option<CallWindow>,
    pub files: Vec<FileId>,
}

/// What is known of a request: checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// The way it came in.
    pub channel: Channel,
    /// Who asked; `None` = anonymous.
    pub contact: Option<ContactId>,
    /// What sort of thing.
    pub kind: Kind,
    /// About what; `None` only until it is assessed.
    pub topic: Option<TopicCode>,
    /// Where; `None` only until it is assessed.
    pub place: Option<PlaceCode>,
    /// The address in the citizen's words.
    pub address: String,
    /// When the matter happened, if it has a time.
    pub occurred: Option<Moment>,
    /// When the citizen told us.
    pub received: Moment,
    /// One line.
    pub title: String,
    /// Cause and course (起因、经过).
    pub account: String,
    /// What he wants (诉求).
    pub demand: String,
    /// How urgent.
    pub grade: Grade,
    /// Why this grade.
    pub grade_reason: String,
    /// How closed to view.
    pub secrecy: Secrecy,
    /// Wants to be called back.
    pub wants_callback: bool,
    /// When he can be called; `None`: any hour of the call-back.
    #[serde(default)]
    pub call_window: Option<CallWindow>,
    /// Attachments.
    pub files: Vec<FileId>,
}

impl Intake {
    /// Checks every field and reports all problems at once. `may_undercut` = a floor supervisor confirms a
    /// grade below the topic's floor.
    pub fn check(self, city: &City, now: Moment, may_undercut: bool) -> Result<Facts, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.text(Field::Title, &self.title, 1, TITLE_CHARS_MAX);
        problems.text(Field::Demand, &self.demand, 1, TEXT_CHARS_MAX);
        problems.text(Field::Account, &self.account, 0, TEXT_CHARS_MAX);
        problems.text(Field::Address, &self.address, 0, SHORT_CHARS_MAX);
        problems.text(Field::Reason, &self.grade_reason, usize::from(self.grade != Grade::Ordinary), SHORT_CHARS_MAX);
        if self.files.len() > FILES_MAX {
            problems.add(Field::Files, ProblemKind::TooMany { limit: FILES_MAX });
        }
        if self.call_window.is_some_and(|window| !window.is_valid()) {
            problems.add(Field::Window, ProblemKind::NotInOrder);
        }
        problems.past(Field::Occurred, self.occurred, now);
        problems.past(Field::Occurred, Some(self.received), now);
        if let Some(place) = self.place.as_ref().filter(|place| city.places.get(place).is_none()) {
            problems.add(Field::Place, ProblemKind::Unknown(place.to_string()));
        }
        let mut secrecy = self.secrecy;
        if self.kind == Kind::Report {
            secrecy = secrecy.max(Secrecy::IdentityHidden);
        }
        if let Some(code) = &self.topic {
            match city.topics.get(code) {
                None => problems.add(Field::Topic, ProblemKind::Unknown(code.to_string())),
                Some(_) if !city.topics.children(code).is_empty() => problems.add(Field::Topic, ProblemKind::NotALeaf),
                Some(topic) => {
                    if self.grade < topic.grade_floor && !may_undercut {
                        problems.add(Field::Grade, ProblemKind::BelowFloor(topic.grade_floor));
                    }
                    secrecy = secrecy.max(topic.secrecy);
                }
            }
        }
        problems.into_result()?;
        Ok(Facts {
            channel: self.channel,
            contact: self.contact,
            kind: self.kind,
            topic: self.topic,
            place: self.place,
            address: self.address.trim().into(),
            occurred: self.occurred,
            received: self.received,
            title: self.title.trim().into(),
            account: self.account.trim().into(),
            demand: self.demand.trim().into(),
            grade: self.grade,
            grade_reason: self.grade_reason.trim().into(),
            secrecy,
            wants_callback: self.wants_callback,
            call_window: self.call_window,
            files: self.files,
        })
    }
}

/// Collects problems, so that a person sees all of them at once.
#[derive(Default, Debug)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes one.
    pub fn add(&mut self, field: Field, what: ProblemKind) {
        self.0.push(Problem { field, what });
    }

    /// A text between `least` and `most` characters (blanks at the ends do not count), free of control
    /// characters other than line breaks and tabs.
    pub fn text(&mut self, field: Field, text: &str, least: usize, most: usize) {
        let chars = text.trim().chars().count();
        if chars < least {
            self.add(field, ProblemKind::Missing);
        } else if chars > most {
            self.add(field, ProblemKind::TooLong { limit_chars: most });
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.add(field, ProblemKind::ControlCharacters);
        }
    }

    /// A moment that has already come.
    pub fn past(&mut self, field: Field, at: Option<Moment>, now: Moment) {
        const YEAR_1949: Moment = Moment(-662_688_000_000_000);
        match at {
            Some(at) if at > now + CLOCK_SKEW => self.add(field, ProblemKind::InTheFuture),
            Some(at) if at < YEAR_1949 => self.add(field, ProblemKind::TooLongAgo),
            Some(_) | None => {}
        }
    }

    /// All of them, or none.
    pub fn into_result(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// Brings a telephone number into the form it is stored and searched in: digits, an optional leading `+`.
/// `None` if it cannot be one.
pub fn normal_phone(typed: &str) -> Option<String> {
    let mut phone = String::with_capacity(typed.len());
    for c in typed.trim().chars() {
        match c {
            '0'..='9' => phone.push(c),
            '０'..='９' => phone.push(char::from_u32(u32::from(c) - 0xFEE0)?),
            '+' if phone.is_empty() => phone.push('+'),
            ' ' | '-' | '－' | '(' | ')' | '（' | '）' | '\u{3000}' => {}
            _ => return None,
        }
    }
    if let Some(rest) = phone.strip_prefix("+86") {
        phone = rest.into();
    }
    (3..=20).contains(&phone.trim_start_matches('+').len()).then_some(phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_brought_into_one_form() {
        assert_eq!(normal_phone(" +86 100-0000-0001 ").as_deref(), Some("10000000001"));
        assert_eq!(normal_phone("（０２２）0000-0001").as_deref(), Some("02200000001"));
        assert_eq!(normal_phone("12a"), None);
        assert_eq!(normal_phone(""), None);
        assert_eq!(normal_phone("1234567890123456789012"), None);
    }

    #[test]
    fn every_problem_of_a_text_is_named() {
        let mut problems = Problems::default();
        problems.text(Field::Title, "  ", 1, 5);
        problems.text(Field::Demand, "太长太长太长", 1, 5);
        problems.text(Field::Address, "a\u{0}b", 0, 5);
        let found = problems.into_result().unwrap_err();
        assert_eq!(found.iter().map(|p| p.field).collect::<Vec<_>>(), [Field::Title, Field::Demand, Field::Address]);
    }
}
