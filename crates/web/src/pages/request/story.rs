//! The journal as sentences: what happened, told to colleagues.

use lianxin_app::Context;
use lianxin_domain::request::{Event, OrderRole, Request};
use lianxin_domain::{FileId, Lang};
use maud::{Markup, html};

use crate::pages::parts;
use crate::ui::{Icon, Tone};

/// One entry, told.
#[derive(Debug)]
pub struct Sentence {
    /// What happened.
    pub sentence: Markup,
    /// What was said or written.
    pub words: Option<String>,
    /// Its icon.
    pub icon: Icon,
    /// Its tone.
    pub tone: Tone,
}

/// What an event is called, in two or three words.
pub fn name(lang: Lang, event: &Event) -> &'static str {
    match event {
        Event::Registered { .. } => lang.pick("登记", "registered"),
        Event::Answered { .. } => lang.pick("直接答复", "answered at once"),
        Event::Refused { .. } => lang.pick("不予受理", "not accepted"),
        Event::CitizenAsked { .. } => lang.pick("请市民补充", "asked the citizen"),
        Event::CitizenReplied { .. } => lang.pick("市民补充", "citizen replied"),
        Event::AskLapsed => lang.pick("补充到期", "question lapsed"),
        Event::Classified { .. } => lang.pick("归类", "classified"),
        Event::SentToTriage { .. } => lang.pick("转研判", "sent to assessment"),
        Event::Dispatched { .. } => lang.pick("派单", "dispatched"),
        Event::Phoned { .. } => lang.pick("电话通知", "phoned the unit"),
        Event::Accepted { .. } => lang.pick("签收", "accepted"),
        Event::Contacted { .. } => lang.pick("联系市民", "contacted the citizen"),
        Event::PassedDown { .. } => lang.pick("下派", "passed down"),
        Event::Progressed { .. } => lang.pick("过程反馈", "interim progress"),
        Event::Reported { .. } => lang.pick("反馈", "reported"),
        Event::Approved { .. } => lang.pick("审核通过", "approved"),
        Event::SentBack { .. } => lang.pick("审核退回", "sent back"),
        Event::CallbackBegun => lang.pick("转回访", "to be called back"),
        Event::CallbackUnreached { .. } => lang.pick("回访未接通", "call-back not reached"),
        Event::Closed { .. } => lang.pick("办结", "closed"),
        Event::Reworked { .. } => lang.pick("退回重办", "sent to rework"),
        Event::Urged { .. } => lang.pick("催办", "urged"),
        Event::Supplemented { .. } => lang.pick("补充", "supplemented"),
        Event::GradeChanged { .. } => lang.pick("调整紧急程度", "grade changed"),
        Event::Rated { .. } => lang.pick("评价", "rated"),
        Event::Claimed { .. } => lang.pick("认领任务", "claimed a task"),
        Event::Released { .. } => lang.pick("释放任务", "released a task"),
        Event::Revealed { .. } => lang.pick("查看身份", "looked at the identity"),
        Event::Expired { .. } => lang.pick("超时", "ran out of time"),
    }
}

/// Tells an event of a request.
pub fn tell(cx: &Context, request: &Request, event: &Event) -> Sentence {
    let lang = cx.lang;
    let (icon, tone) = look(event);
    let mut words = words(lang, event).filter(|text| !text.trim().is_empty());
    let sentence = match event {
        Event::Registered { number, .. } => html! { (name(lang, event)) " " span.num { (number) } },
        Event::Refused { reason, .. } => {
            let reason = cx.city.refusal(reason).map_or(reason.as_str(), |known| known.name.get(lang));
            html! { (name(lang, event)) "：" (reason) }
        }
        Event::Classified { topic, place, address, .. } => html! {
            (name(lang, event)) "：" (parts::topic(&cx.city, Some(topic), lang)) " · " (parts::whereabouts(&cx.city, Some(place), address, lang))
        },
        Event::Dispatched { orders, .. } => {
            words = orders.first().map(|order| order.opinion.clone()).filter(|text| !text.is_empty());
            html! {
                (lang.pick("派单给 ", "Dispatched to "))
                @for (i, order) in orders.iter().enumerate() {
                    @if i > 0 { (lang.pick("、", ", ")) }
                    (parts::unit(&cx.city, &order.unit, lang)) "（" (order.role.name(lang)) "）"
                }
            }
        }
        Event::PassedDown { order, .. } => {
            words = Some(order.opinion.clone()).filter(|text| !text.is_empty());
            html! { (lang.pick("下派给 ", "Passed down to ")) (parts::unit(&cx.city, &order.unit, lang)) }
        }
        Event::Phoned { answered, who, .. } => html! {
            (of_order(cx, request, event))
            @if *answered { (lang.pick("电话已接通，接听人：", "Phone answered by: ")) (who) } @else { (lang.pick("电话无人接听", "Phone not answered")) }
        },
        Event::Contacted { reached, .. } => html! {
            (of_order(cx, request, event))
            @if *reached { (lang.pick("已联系市民", "Contacted the citizen")) } @else { (lang.pick("联系市民未果", "Could not reach the citizen")) }
        },
        Event::Reported { report, .. } => {
            html! { (of_order(cx, request, event)) (lang.pick("反馈：", "Reported: ")) (report.solved.name(lang)) }
        }
        Event::Closed { outcome, survey, .. } => html! {
            (outcome.name(lang))
            @if let Some(survey) = survey { " · " (survey.solved.name(lang)) " · " (survey.result.name(lang)) }
        },
        Event::GradeChanged { from, to, .. } => {
            html! { (name(lang, event)) "：" (from.name(lang)) " → " (to.name(lang)) }
        }
        Event::Rated { survey } => {
            html! { (lang.pick("市民评价：", "The citizen rated: ")) (survey.result.name(lang)) }
        }
        Event::Expired { kind, .. } => {
            html! { (of_order(cx, request, event)) (kind.name(lang)) (lang.pick("超时", " ran out of time")) }
        }
        Event::Answered { .. }
        | Event::CitizenAsked { .. }
        | Event::CitizenReplied { .. }
        | Event::AskLapsed
        | Event::SentToTriage { .. }
        | Event::Accepted { .. }
        | Event::Progressed { .. }
        | Event::Approved { .. }
        | Event::SentBack { .. }
        | Event::CallbackBegun
        | Event::CallbackUnreached { .. }
        | Event::Reworked { .. }
        | Event::Urged { .. }
        | Event::Supplemented { .. }
        | Event::Claimed { .. }
        | Event::Released { .. }
        | Event::Revealed { .. } => html! { (of_order(cx, request, event)) (name(lang, event)) },
    };
    Sentence { sentence, words, icon, tone }
}

/// The unit whose order an event is about, where there is more than one.
fn of_order(cx: &Context, request: &Request, event: &Event) -> Markup {
    let several = request.orders.len() > 1;
    let order = event.orders().first().and_then(|id| request.order(*id)).filter(|_| several);
    html! { @if let Some(order) = order { @if order.role != OrderRole::Lead || several { (parts::unit(&cx.city, &order.unit, cx.lang)) " " } } }
}

fn words(lang: Lang, event: &Event) -> Option<String> {
    match event {
        Event::Answered { answer, .. } => Some(answer.clone()),
        Event::Refused { told, .. } => Some(told.clone()),
        Event::CitizenAsked { question } => Some(question.clone()),
        Event::SentToTriage { why } => Some(why.clone()),
        Event::Phoned { promise, number, .. } => Some(format!("{number} {promise}")),
        Event::Contacted { note, .. } | Event::CallbackUnreached { note } => Some(note.clone()),
        Event::CitizenReplied { text, .. }
        | Event::Progressed { text, .. }
        | Event::Supplemented { text, .. }
        | Event::Urged { text } => Some(text.clone()),
        Event::Reported { report, .. } => Some(lang.pick(
            format!("公开答复：{}\n办理情况：{}", report.public_reply, report.internal),
            format!("Public reply: {}\nInternal: {}", report.public_reply, report.internal),
        )),
        Event::SentBack { points, .. } | Event::Reworked { points, .. } => Some(points.join("\n")),
        Event::Closed { explained, survey, .. } => {
            explained.clone().or_else(|| survey.as_ref().map(|survey| survey.words.clone()))
        }
        Event::GradeChanged { reason, .. } | Event::Revealed { reason } => Some(reason.clone()),
        Event::Rated { survey } => Some(survey.words.clone()),
        Event::Registered { .. }
        | Event::AskLapsed
        | Event::Classified { .. }
        | Event::Dispatched { .. }
        | Event::Accepted { .. }
        | Event::PassedDown { .. }
        | Event::Approved { .. }
        | Event::CallbackBegun
        | Event::Claimed { .. }
        | Event::Released { .. }
        | Event::Expired { .. } => None,
    }
}

/// The files that came with an event.
#[expect(clippy::wildcard_enum_match_arm, reason = "few events bring files")]
pub fn files(event: &Event) -> &[FileId] {
    match event {
        Event::Registered { facts, .. } => &facts.files,
        Event::CitizenReplied { files, .. } | Event::Progressed { files, .. } | Event::Supplemented { files, .. } => {
            files
        }
        Event::Reported { report, .. } => &report.files,
        _ => &[],
    }
}

fn look(event: &Event) -> (Icon, Tone) {
    match event {
        Event::Registered { .. } => (Icon::FileText, Tone::Neutral),
        Event::Answered { .. } => (Icon::MessageSquare, Tone::Done),
        Event::Refused { .. } => (Icon::CircleX, Tone::Neutral),
        Event::CitizenAsked { .. } | Event::AskLapsed => (Icon::CircleHelp, Tone::Warning),
        Event::CitizenReplied { .. } | Event::Supplemented { .. } => (Icon::Plus, Tone::Neutral),
        Event::Classified { .. } => (Icon::Tag, Tone::Neutral),
        Event::SentToTriage { .. } => (Icon::Scale, Tone::Neutral),
        Event::Dispatched { .. } => (Icon::Send, Tone::Brand),
        Event::PassedDown { .. } => (Icon::Split, Tone::Brand),
        Event::Phoned { answered: true, .. } => (Icon::PhoneCall, Tone::Done),
        Event::Phoned { answered: false, .. } => (Icon::PhoneMissed, Tone::Danger),
        Event::Accepted { .. } => (Icon::UserCheck, Tone::Brand),
        Event::Contacted { reached: true, .. } => (Icon::Phone, Tone::Brand),
        Event::Contacted { reached: false, .. } | Event::CallbackUnreached { .. } => (Icon::PhoneMissed, Tone::Warning),
        Event::Progressed { .. } => (Icon::Pencil, Tone::Brand),
        Event::Reported { .. } => (Icon::ClipboardList, Tone::Brand),
        Event::Approved { .. } => (Icon::CircleCheck, Tone::Done),
        Event::SentBack { .. } | Event::Reworked { .. } => (Icon::Undo2, Tone::Warning),
        Event::CallbackBegun => (Icon::PhoneForwarded, Tone::Brand),
        Event::Closed { .. } => (Icon::CheckCheck, Tone::Done),
        Event::Urged { .. } => (Icon::Bell, Tone::Warning),
        Event::GradeChanged { .. } => (Icon::Flag, Tone::Warning),
        Event::Rated { .. } => (Icon::Star, Tone::Neutral),
        Event::Claimed { .. } | Event::Released { .. } => (Icon::User, Tone::Neutral),
        Event::Revealed { .. } => (Icon::Eye, Tone::Warning),
        Event::Expired { .. } => (Icon::AlarmClock, Tone::Danger),
    }
}
