//! The words in which decisions are given: without a reason to choose, or a question to ask, a person could not go on.

use super::super::City;
use super::super::fault::{Fault, Subject};
use super::super::words::{Answer, Script, script};
use super::check_code;
use crate::words::{Kind, Lang};

pub(super) fn check(city: &City, faults: &mut Vec<Fault>) {
    let mut missing = |field, what, remedy| faults.push(Fault::new(Subject::Reasons, field, what, remedy));
    if city.returns.is_empty() {
        missing("return", "a unit could give no reason to return an order", "add at least one [[return]]");
    }
    if city.undue.is_empty() {
        missing("undue", "a unit could not report a demand beyond its duty", "add at least one [[undue]]");
    }
    if city.supervisions.is_empty() {
        missing("supervision", "supervision could not press anybody", "add at least one [[supervision]]");
    }
    for reason in &city.returns {
        check_code(Subject::Return(reason.code.clone()), &reason.code, faults);
    }
    for class in &city.undue {
        check_code(Subject::Undue(class.code.clone()), &class.code, faults);
    }
    for kind in &city.supervisions {
        let subject = Subject::Supervision(kind.code.clone());
        check_code(subject.clone(), &kind.code, faults);
        if kind.working_days == 0 {
            let what = "the sheet would be due before it is read";
            faults.push(Fault::new(subject, "working_days", what, "use at least 1"));
        }
    }
    check_scripts(city, faults);
}

fn check_scripts(city: &City, faults: &mut Vec<Fault>) {
    let first = city.policies.all().first().map_or(jiff::civil::Date::MIN, |policy| policy.from);
    if let Some(kind) = Kind::ALL.iter().find(|kind| script(&city.scripts, **kind, first).is_none()) {
        let what = format!("no call-back question for {} ({})", kind.code(), kind.name(Lang::Zh));
        let remedy = "add a [[script]] without `kinds`, or one for this kind";
        faults.push(Fault::new(Subject::Scripts, "script", what, remedy));
    }
    for (position, one) in city.scripts.iter().enumerate() {
        let mut fault = |field: &str, what: String, remedy: &str| {
            faults.push(Fault::new(Subject::Script(one.version.clone()), field, what, remedy));
        };
        let same = |other: &&Script| {
            other.from == one.from
                && (other.kinds.iter().any(|kind| one.kinds.contains(kind))
                    || (other.kinds.is_empty() && one.kinds.is_empty()))
        };
        if let Some(other) = city.scripts[..position].iter().find(same) {
            let what = format!("`{}` begins on the same day for the same kinds", other.version);
            fault("from", what, "change `from` or `kinds` of one");
        }
        let asks = |answer: &Answer| one.questions.iter().any(|question| question.answer == *answer);
        if let Some(answer) = Answer::NEEDED.iter().find(|answer| !asks(answer)) {
            let what = format!("no question asks for \"{}\" ({})", answer.code(), answer.name(Lang::Zh));
            fault("questions", what, "add it; without it a call-back decides nothing");
        }
        for (position, question) in one.questions.iter().enumerate() {
            if one.questions[..position].iter().any(|other| other.answer == question.answer) {
                let what = format!("two questions ask for \"{}\"", question.answer.code());
                fault(&format!("questions[{position}].answer"), what, "remove one");
            }
        }
    }
}
