//! What people say: requests, reports, answers in a call-back.

use lianxin_app::{NewRequest, Person, Then};
use lianxin_domain::request::{Attitude, Command, Intake, OrderRole, Report, Solved, Survey};
use lianxin_domain::{Channel, FileId, Grade, Kind, Minutes, Moment, Secrecy, UnitCode};

/// A length of time.
pub fn minutes(minutes: i64) -> Minutes {
    Minutes(minutes)
}

/// A request as somebody tells it; what he does not say is filled in when it is registered.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who asks.
    pub person: Person,
    /// What.
    pub intake: Intake,
    /// What happens to it at once.
    pub then: Then,
}

fn draft(kind: Kind, title: &str) -> Draft {
    let intake = Intake {
        channel: Channel::Phone,
        contact: None,
        kind,
        topic: None,
        place: None,
        address: String::new(),
        occurred: None,
        // Long ago enough for every test; `registers` puts the time of the call here.
        received: Moment(0),
        title: title.to_owned(),
        account: String::new(),
        demand: title.to_owned(),
        grade: Grade::Ordinary,
        grade_reason: String::new(),
        secrecy: Secrecy::Open,
        wants_callback: true,
        call_window: None,
        files: Vec::new(),
    };
    let person = Person { name: "赵静".to_owned(), phone: "10000000001".to_owned() };
    Draft { person, intake, then: Then::Pool }
}

/// Somebody asks for help.
pub fn help(title: &str) -> Draft {
    draft(Kind::Help, title)
}

/// Somebody asks a question.
pub fn enquiry(title: &str) -> Draft {
    draft(Kind::Enquiry, title)
}

/// Somebody reports wrongdoing.
pub fn wrongdoing(title: &str) -> Draft {
    draft(Kind::Report, title)
}

impl Draft {
    /// Where.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.intake.place = Some(place.into());
        self
    }

    /// About what.
    #[must_use]
    pub fn about(mut self, topic: &str) -> Self {
        self.intake.topic = Some(topic.into());
        self
    }

    /// How urgent; anything but ordinary comes with a reason.
    #[must_use]
    pub fn graded(mut self, grade: Grade) -> Self {
        self.intake.grade = grade;
        "电话中听到的情况".clone_into(&mut self.intake.grade_reason);
        self
    }

    /// Who asks.
    #[must_use]
    pub fn from(mut self, name: &str, phone: &str) -> Self {
        self.person = Person { name: name.to_owned(), phone: phone.to_owned() };
        self
    }

    /// Nobody knows who asks.
    #[must_use]
    pub fn anonymous(self) -> Self {
        self.from("", "")
    }

    /// How closed to view.
    #[must_use]
    pub fn secret(mut self, secrecy: Secrecy) -> Self {
        self.intake.secrecy = secrecy;
        self
    }

    /// With these files.
    #[must_use]
    pub fn with(mut self, files: &[FileId]) -> Self {
        self.intake.files = files.to_vec();
        self
    }

    /// Anything else of the form.
    #[must_use]
    pub fn but(mut self, change: impl FnOnce(&mut Intake)) -> Self {
        change(&mut self.intake);
        self
    }

    /// What happens to it at once.
    #[must_use]
    pub fn and(mut self, command: Command) -> Self {
        self.then = Then::Do(command);
        self
    }

    /// As it is handed in at `now`.
    pub fn told(mut self, now: Moment) -> NewRequest {
        if self.intake.received == Moment(0) {
            self.intake.received = now;
        }
        NewRequest { person: self.person, intake: self.intake, then: self.then }
    }
}

/// 主办
pub fn lead(unit: &str) -> (UnitCode, OrderRole) {
    (unit.into(), OrderRole::Lead)
}

/// 协办
pub fn supporting(unit: &str) -> (UnitCode, OrderRole) {
    (unit.into(), OrderRole::Supporting)
}

/// A report with this result.
pub fn report(result: Solved) -> Report {
    Report {
        is_true: true,
        contacted: true,
        solved: result,
        why_not: (result != Solved::Yes).then(|| "配件下周到货".to_owned()),
        internal: "已派维修人员到现场，更换灯头两只。".to_owned(),
        public_reply: "您反映的路灯已修复，感谢您的监督。".to_owned(),
        files: Vec::new(),
        undue: None,
    }
}

/// It is done.
pub fn solved() -> Report {
    report(Solved::Yes)
}

/// It could not be done.
pub fn unsolved() -> Report {
    report(Solved::No)
}

/// The citizen is content.
pub fn content() -> Survey {
    Survey {
        solved: Solved::Yes,
        result: Attitude::Satisfied,
        manner: Attitude::Satisfied,
        contacted: true,
        reply_fits: true,
        words: "很快就来人了".to_owned(),
    }
}

/// The citizen is not.
pub fn dissatisfied() -> Survey {
    Survey {
        solved: Solved::No,
        result: Attitude::Dissatisfied,
        manner: Attitude::Fairly,
        contacted: false,
        reply_fits: false,
        words: "没有人来过".to_owned(),
    }
}
