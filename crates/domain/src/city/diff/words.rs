//! Reasons, scripts, and the days and hours of the calendars.

use jiff::civil::Weekday;

use super::{About, Facts, both, list, said, same, yes_no};
use crate::city::City;
use crate::city::fault::Subject;
use crate::clock::{Calendar, Coverage, Opening};
use crate::words::Bilingual;

const DAYS: [(&str, &str); 7] = [
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
];

/// The name of a day of the week.
pub(in crate::city) fn weekday(day: Weekday) -> Bilingual {
    let position = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    let (zh, en) = DAYS[position % 7];
    both(zh, en)
}

pub(super) fn reasons(city: &City, facts: &mut Facts) {
    let titled =
        |zh: &str, en: &str, name: &Bilingual| both(&format!("{zh} {}", name.zh), &format!("{en} {}", name.en));
    for reason in &city.refusals {
        let subject = Subject::Refusal(reason.code.clone());
        let about = &mut facts.about(subject, titled("不予受理理由", "Reason for refusal", &reason.name));
        about.fact("name", both("名称", "Name"), reason.name.clone());
        about.fact("explanation", both("告知内容", "What the citizen is told"), reason.explanation.clone());
        about.fact("door", both("正确途径", "The right door"), reason.door.clone());
        let field = both("有异议须班长确认", "Disputed: supervisor confirms");
        about.fact("disputed", field, yes_no(reason.disputed_needs_supervisor));
    }
    for reason in &city.returns {
        let subject = Subject::Return(reason.code.clone());
        let about = &mut facts.about(subject, titled("退单理由", "Reason for a return", &reason.name));
        about.fact("name", both("名称", "Name"), reason.name.clone());
        about.fact("needs_basis", both("须写明依据", "Needs a basis"), yes_no(reason.needs_basis));
        about.fact("needs_unit", both("须建议承办单位", "Needs the right unit"), yes_no(reason.needs_unit));
    }
    for class in &city.undue {
        let subject = Subject::Undue(class.code.clone());
        let about = &mut facts.about(subject, titled("超职责或不合理", "Undue demand", &class.name));
        about.fact("name", both("名称", "Name"), class.name.clone());
        about.fact("test", both("审核要点", "What the reviewer must see"), class.test.clone());
        let exclusion = said(|lang| class.exclusion.name(lang).to_owned());
        about.fact("exclusion", both("评分处理", "In the scores"), exclusion);
    }
    for kind in &city.supervisions {
        let subject = Subject::Supervision(kind.code.clone());
        let about = &mut facts.about(subject, titled("督办方式", "Kind of supervision", &kind.name));
        about.fact("name", both("名称", "Name"), kind.name.clone());
        about.plain("working_days", both("答复时限（工作日）", "Working days to answer"), kind.working_days);
        about.fact("needs_leader", both("须领导批示", "Needs a leader"), yes_no(kind.needs_leader));
    }
}

pub(super) fn scripts(city: &City, facts: &mut Facts) {
    for script in &city.scripts {
        let name = both(&format!("回访话术 {}", script.version), &format!("Call-back script {}", script.version));
        let about = &mut facts.about(Subject::Script(script.version.clone()), name);
        about.plain("from", both("启用日期", "In use from"), script.from);
        let kinds = script.kinds.iter().map(|kind| said(|lang| kind.name(lang).to_owned()));
        about.fact("kinds", both("适用类型", "For"), list(kinds, both("各类", "all kinds")));
        about.fact("greeting", both("开场白", "First words"), script.greeting.clone());
        about.fact("farewell", both("结束语", "Last words"), script.farewell.clone());
        for question in &script.questions {
            let answer = question.answer;
            let field = said(|lang| format!("{} {}", lang.pick("提问", "Question:"), answer.name(lang)));
            about.fact(format!("question.{answer}"), field, question.text.clone());
        }
        let order = script.questions.iter().map(|question| said(|lang| question.answer.name(lang).to_owned()));
        about.fact("questions", both("提问顺序", "Order of questions"), list(order, both("无", "none")));
    }
}

pub(super) fn calendars(city: &City, facts: &mut Facts) {
    let about = &mut facts.about(Subject::Calendar, both("工作日历", "Calendar"));
    hours(&city.calendar, about);
    for day in city.calendar.special_days() {
        let kind = if day.works { both("调休上班", "make-up day") } else { both("放假", "free") };
        let value = both(&format!("{} {}", kind.zh, day.name.zh), &format!("{} {}", kind.en, day.name.en));
        let date = day.date.to_string();
        about.fact(format!("day.{date}"), same(&date), value);
    }
    for (year, coverage) in city.calendar.years() {
        let value = match coverage {
            Coverage::Official => both("已公布", "announced"),
            Coverage::Assumed => both("未公布，按周推定", "not announced, by the week"),
        };
        about.fact(format!("year.{year}"), both(&format!("{year} 年安排"), &format!("Year {year}")), value);
    }
    for own in &city.unit_calendars {
        let name = both(&format!("单位日历 {}", own.name.zh), &format!("Calendar of units {}", own.name.en));
        let about = &mut facts.about(Subject::UnitCalendar(own.code.clone()), name);
        about.fact("name", both("名称", "Name"), own.name.clone());
        about.fact("holidays", both("节假日休息", "Free on holidays"), yes_no(own.holidays));
        hours(&own.calendar, about);
    }
}

fn hours(calendar: &Calendar, about: &mut About<'_>) {
    for (position, day) in Weekday::Monday.cycle_forward().take(7).enumerate() {
        about.fact(format!("week.{position}"), weekday(day), openings(calendar.weekday_openings(day)));
    }
    about.fact("week.make_up", both("调休日", "Make-up days"), openings(calendar.make_up_openings()));
}

fn openings(openings: &[Opening]) -> Bilingual {
    let part = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let stretch = |opening: &Opening| same(&format!("{}–{}", part(opening.from), part(opening.until)));
    list(openings.iter().map(stretch), both("休息", "closed"))
}
