//! What the rules suggest for what is typed: who should act and by which rule, how urgent it is at least, and what looks alike.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use lianxin_app::lists::{self, RequestFilter, RequestLine};
use lianxin_app::{Context, StoreError, Tx};
use lianxin_domain::city::{Proposal, ProposalSource, Topic};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::Stage;
use lianxin_domain::request::intake::SHORT_CHARS_MAX;
use lianxin_domain::{Grade, Lang, Minutes, PlaceCode, TopicCode};
use maud::{Markup, html};

use super::caller_card::lines;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::form::{self, Form};
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::field::Choice;
use crate::ui::{Button, Field, FieldError, Icon, errors, layout};

/// How far back a request of the same topic at the same place looks alike.
const ALIKE: Minutes = Minutes(14 * 24 * 60);
/// Lines of what looks alike.
const ALIKE_LINES: usize = 5;

/// States of requests that somebody still works on.
const OPEN: &[Stage] =
    &[Stage::Registered, Stage::AwaitingCitizen, Stage::Triage, Stage::Handling, Stage::AwaitingCallback];

/// What the rules suggest.
#[derive(Clone, Debug)]
pub(super) struct Advice {
    topic: Option<Topic>,
    proposal: Option<Proposal>,
    alike: Vec<RequestLine>,
    /// The grade and its reason, as they should stand in the form now.
    pub(super) urgency: Urgency,
}

impl Advice {
    /// For the topic and place that are chosen.
    pub(super) fn load(tx: &mut Tx, cx: &Context, typed: &Form) -> Result<Advice, StoreError> {
        let topic = typed.given("topic").and_then(|code| cx.city.topics.get(&TopicCode::from(code))).cloned();
        let place = typed.given("place").map(PlaceCode::from).filter(|code| cx.city.places.get(code).is_some());
        let proposal = topic.as_ref().and_then(|topic| cx.city.propose(&topic.code, place.as_ref(), cx.now));
        let alike = match (&topic, &place) {
            (Some(topic), Some(place)) => {
                let filter = RequestFilter {
                    states: OPEN.to_vec(),
                    topics: vec![topic.code.clone()],
                    places: vec![place.clone()],
                    registered_from: Some(cx.now - ALIKE),
                    ..RequestFilter::default()
                };
                lists::requests(tx, cx, &filter, ALIKE_LINES)?.lines
            }
            _ => Vec::new(),
        };
        let urgency = Urgency::of(topic.as_ref(), typed);
        Ok(Advice { topic, proposal, alike, urgency })
    }

    /// The unit and the rule, and what looks alike.
    pub(super) fn render(&self, cx: &Context) -> Markup {
        let lang = cx.lang;
        html! {
            (layout::panel(lang.pick("派单建议", "Proposal"), &html! {
                @if let Some(proposal) = &self.proposal { (take_button(lang, proposal, "desk-form")) }
            }, &html! {
                @match (&self.topic, &self.proposal) {
                    (None, _) => p.quiet { (lang.pick("选定主题和地点后，按派单目录给出建议", "Choose topic and place: the catalogue proposes a unit")) },
                    (Some(_), None) => p { (lang.pick("目录中没有适用的规则，请人工判断", "No rule of the catalogue applies: decide by hand")) },
                    (Some(topic), Some(proposal)) => { (proposal_card(cx, proposal)) (self.period(cx, topic)) },
                }
            }))
            @if !self.alike.is_empty() {
                (layout::queue(lang.pick("同地同主题，未办结", "Same place and topic, open"), self.alike.len(), &lines(cx, &self.alike)))
            }
        }
    }

    fn period(&self, cx: &Context, topic: &Topic) -> Markup {
        let rule = cx.city.period(cx.now, ClockKind::Handle, self.urgency.grade, topic.period);
        html! {
            @if let Some(rule) = rule {
                p.quiet { (Icon::Timer) " " (cx.lang.pick("办理时限 ", "Period to handle: ")) (rule.period.say(cx.lang)) }
            }
        }
    }
}

/// Who should act and why.
pub(crate) fn proposal_card(cx: &Context, proposal: &Proposal) -> Markup {
    let (lang, city) = (cx.lang, &cx.city);
    html! {
        ul.proposal {
            li { span.role.role-lead { (lang.pick("主办", "Lead")) } " " (parts::unit(city, &proposal.lead, lang)) }
            @for unit in &proposal.supporting { li { span.role.role-support { (lang.pick("协办", "Support")) } " " (parts::unit(city, unit, lang)) } }
        }
        p.quiet {
            @match &proposal.rule {
                ProposalSource::Rule { id, basis } => { (lang.pick("依据 ", "By ")) code.num { (id) } " " (basis.get(lang)) },
                ProposalSource::TopicDefault { topic } => { (lang.pick("目录无专门规则，按主题“", "No rule of its own; the usual unit of “")) (parts::topic(city, Some(topic), lang)) (lang.pick("”的常办单位", "”")) },
            }
        }
    }
}

/// Takes the proposal into the unit picker of a form, by one key.
fn take_button(lang: Lang, proposal: &Proposal, form: &str) -> Markup {
    let support = proposal.supporting.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    html! {
        lx-take data-lead=(proposal.lead) data-support=(support) {
            (Button::plain(lang.pick("采纳", "Take")).icon(Icon::Check).key("Alt+1").small().sends("do", "take").of_form(form))
        }
    }
}

/// The proposal as the form would carry it; for readers without script.
pub(super) fn taken(cx: &Context, typed: &Form) -> Option<Proposal> {
    let topic = TopicCode::from(typed.given("topic")?);
    let place = typed.given("place").map(PlaceCode::from);
    cx.city.propose(&topic, place.as_ref(), cx.now)
}

/// A grade with its reason, and what of it was filled in by the topic's floor rather than by a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Urgency {
    pub(super) grade: Grade,
    pub(super) reason: String,
    /// What the floor fills in.
    pub(super) floor: Grade,
    /// The reason that the floor fills in; empty if it says nothing.
    pub(super) floor_reason: String,
}

impl Urgency {
    /// What a person chose stays; what was filled in follows the topic; nothing stands below the floor by oversight.
    fn of(topic: Option<&Topic>, typed: &Form) -> Urgency {
        let grade_of = |name: &str| Grade::from_code(typed.text(name)).unwrap_or(Grade::Ordinary);
        let (chosen, filled) = (grade_of("grade"), grade_of("auto_grade"));
        let floor = topic.map_or(Grade::Ordinary, |topic| topic.grade_floor);
        // Goes on record and to the units, so it is Chinese whatever the agent reads.
        let floor_reason = topic
            .filter(|_| floor > Grade::Ordinary)
            .map_or(String::new(), |topic| format!("主题“{}”至少为“{}”", topic.name.zh, floor.name(Lang::Zh)));
        let grade = if chosen == filled { floor } else { chosen.max(floor) };
        let typed_reason = typed.text("reason");
        let own = !typed_reason.trim().is_empty() && typed_reason != typed.text("auto_reason");
        let reason = if own {
            typed_reason.to_owned()
        } else if grade == floor {
            floor_reason.clone()
        } else {
            String::new()
        };
        Urgency { grade, reason, floor, floor_reason }
    }

    /// As it was typed, whatever the floor says: for a form that came back with its errors.
    pub(super) fn as_typed(&self, typed: &Form) -> Urgency {
        Urgency {
            grade: Grade::from_code(typed.text("grade")).unwrap_or(self.grade),
            reason: typed.text("reason").to_owned(),
            ..self.clone()
        }
    }

    /// The grade with its reason. `afresh` replaces what stands on the page.
    pub(super) fn render(&self, lang: Lang, wrong: &[FieldError], afresh: bool) -> Markup {
        let choices: Vec<Choice<'_>> =
            Grade::ALL.iter().map(|grade| Choice { value: grade.code(), text: grade.name(lang) }).collect();
        let source = lang.pick("由主题确定", "set by the topic");
        let mut grade = Field::radios("grade", lang.pick("紧急程度", "Grade"), &choices)
            .value(self.grade.code())
            .error(errors::of(wrong, "grade"))
            .key("Alt+G");
        let mut reason = Field::text("reason", lang.pick("紧急理由", "Why urgent"))
            .value(&self.reason)
            .error(errors::of(wrong, "reason"))
            .max_chars(SHORT_CHARS_MAX);
        if self.floor > Grade::Ordinary && self.grade == self.floor {
            grade = grade.source(source);
        }
        if !self.floor_reason.is_empty() && self.reason == self.floor_reason {
            reason = reason.source(source);
        }
        html! {
            div.desk-urgency id="desk-urgency" hx-swap-oob=[afresh.then_some("outerHTML")] {
                (grade)
                (reason)
                input type="hidden" name="auto_grade" value=(self.floor.code());
                input type="hidden" name="auto_reason" value=(self.floor_reason);
            }
        }
    }
}

/// `GET /desk/proposal?topic=&place=…`: the suggestions while topic and place change, with the grade filled in.
pub(super) async fn fragment(State(web): State<Web>, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let loaded = async {
        who.require(frame::DESK)?;
        let typed = Form::of(form::pairs(query.unwrap_or_default().as_bytes())?);
        let cx = who.cx.clone();
        web.read(move |tx| Advice::load(tx, &cx, &typed)).await.map_err(Failure::Store)
    };
    match loaded.await {
        Ok(advice) => html! { (advice.render(&who.cx)) (advice.urgency.render(who.lang(), &[], true)) }.into_response(),
        Err(failure) => failure.into_problem(who.lang()),
    }
}

/// 保密 and 举报 in one line beside the choice.
pub(super) fn secrecy_note(lang: Lang, advice: &Advice) -> Option<&'static str> {
    let topic = advice.topic.as_ref()?;
    (topic.secrecy > lianxin_domain::Secrecy::Open)
        .then(|| lang.pick("该主题默认隐匿身份", "This topic hides the identity"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lianxin_domain::city::PeriodClass;
    use lianxin_domain::{Bilingual, Secrecy};

    fn topic(floor: Grade) -> Topic {
        Topic {
            code: TopicCode::from("water.cut"),
            parent: None,
            name: Bilingual { zh: "停水".into(), en: "Water cut".into() },
            grade_floor: floor,
            period: PeriodClass::Utility,
            secrecy: Secrecy::Open,
            lead: None,
            initials: "ts".into(),
            pinyin: "tingshui".into(),
        }
    }

    fn urgency(floor: Grade, fields: &[(&str, &str)]) -> Urgency {
        let form = Form::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Urgency::of(Some(&topic(floor)), &form)
    }

    #[test]
    fn the_floor_of_the_topic_is_filled_in_with_its_reason() {
        let urgency = urgency(Grade::Urgent, &[("grade", "ordinary"), ("auto_grade", "ordinary")]);
        assert_eq!((urgency.grade, urgency.reason.as_str()), (Grade::Urgent, "主题“停水”至少为“急”"));
    }

    #[test]
    fn what_was_filled_in_follows_the_next_topic() {
        let before = [
            ("grade", "urgent"),
            ("auto_grade", "urgent"),
            ("reason", "主题“停气”至少为“急”"),
            ("auto_reason", "主题“停气”至少为“急”"),
        ];
        let urgency = urgency(Grade::Ordinary, &before);
        assert_eq!((urgency.grade, urgency.reason.as_str()), (Grade::Ordinary, ""));
    }

    #[test]
    fn what_a_person_chose_stays_unless_it_is_below_the_floor() {
        let chosen = [("grade", "emergency"), ("auto_grade", "ordinary"), ("reason", "孩子被困")];
        assert_eq!(urgency(Grade::Urgent, &chosen).grade, Grade::Emergency);
        assert_eq!(urgency(Grade::Urgent, &chosen).reason, "孩子被困");
        let below = [("grade", "urgent"), ("auto_grade", "ordinary"), ("reason", "老人独居")];
        assert_eq!(urgency(Grade::Emergency, &below).grade, Grade::Emergency);
    }
}
