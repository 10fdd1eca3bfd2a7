//! The form for each move, the same wherever it stands: on the request's page, in an inbox, in a pool.
//!
//! Whether a form is shown is decided by `app::view::moves`; what it must hold is decided by the rules.

use lianxin_app::Context;
use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_app::view::RequestView;
use lianxin_domain::request::intake::{SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use lianxin_domain::request::{CommandKind, Order, Request};
use lianxin_domain::{Grade, Lang};
use maud::{Markup, html};

use super::{callback, report};
use crate::pages::parts::{self, picks};
use crate::ui::field::Choice;
use crate::ui::file_drop::{FileDrop, file_drop};
use crate::ui::picker::Picker;
use crate::ui::place_picker::{PlacePicker, place_picker};
use crate::ui::topic_picker::{TopicPicker, topic_picker};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Button, Field};

/// What may be uploaded, for the browser's dialog; the server looks into the file itself.
pub const ACCEPT: &str = "image/*,video/*,audio/*,.pdf,.docx,.xlsx";

/// The form of a move of the whole request; `None` for moves that nobody asks for by a form.
pub fn request_form(cx: &Context, request: &Request, kind: CommandKind, back: &str) -> Option<Markup> {
    let lang = cx.lang;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few moves have a form; a new one has none until somebody writes it"
    )]
    let (verb, fields) = match kind {
        CommandKind::Answer => (
            "answer",
            area("answer", "answer", lang.pick("答复内容（读给市民听）", "Answer, as read to the citizen"), 4, true),
        ),
        CommandKind::Refuse => ("refuse", refuse_fields(cx)),
        CommandKind::AskCitizen => {
            ("ask", area("ask", "text", lang.pick("请市民补充什么", "What to ask the citizen"), 3, true))
        }
        CommandKind::CitizenReplied => (
            "reply",
            html! { (area("reply", "text", lang.pick("市民的答复", "What the citizen said"), 3, true)) (files(lang)) },
        ),
        CommandKind::Classify => ("classify", classify_fields(cx, request)),
        CommandKind::SendToTriage => {
            ("triage", area("triage", "reason", lang.pick("为什么需要研判", "Why it must be assessed"), 2, true))
        }
        CommandKind::Dispatch => ("dispatch", dispatch_fields(cx, request)),
        CommandKind::Urge => {
            ("urge", area("urge", "text", lang.pick("催办说明（可不填）", "What to say (optional)"), 2, false))
        }
        CommandKind::Supplement => (
            "supplement",
            html! { (area("supplement", "supplement", lang.pick("补充内容", "What to add"), 3, true)) (files(lang)) },
        ),
        CommandKind::ChangeGrade => ("grade", grade_fields(lang, request.facts.grade)),
        CommandKind::CallbackClose => ("callback", callback::fields(cx, request)),
        _ => return None,
    };
    // Adding facts or urging does not depend on what was seen; everything else does.
    let versioned = !matches!(kind, CommandKind::Urge | CommandKind::Supplement);
    let action = format!("/requests/{}/{verb}", request.number);
    Some(form(lang, &action, versioned.then_some(request.version), back, &fields, kind))
}

/// The form of a move of one order; `None` for moves that nobody asks for by a form.
pub fn order_form(cx: &Context, view: &RequestView, order: &Order, kind: CommandKind, back: &str) -> Option<Markup> {
    let (lang, request) = (cx.lang, &view.request);
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "few moves have a form; a new one has none until somebody writes it"
    )]
    let (verb, fields) = match kind {
        CommandKind::Accept => ("accept", html! {}),
        CommandKind::Contact => ("contact", contact_fields(lang)),
        CommandKind::PassDown => ("pass-down", pass_down_fields(cx, order)?),
        CommandKind::Progress => (
            "progress",
            html! { (area("progress", "text", lang.pick("进展（市民可见）", "Progress; the citizen can read it"), 3, true)) (files(lang)) },
        ),
        CommandKind::Report => ("report", report::fields(lang, view, order)),
        CommandKind::Approve => ("approve", html! {}),
        CommandKind::SendBack => ("send-back", report::send_back_fields(lang)),
        CommandKind::Phone if request.facts.grade == Grade::Emergency => ("phone", phone_fields(cx, order)),
        _ => return None,
    };
    let versioned = kind != CommandKind::Phone;
    let action = format!("/requests/{}/orders/{}/{verb}", request.number, order.id);
    Some(form(lang, &action, versioned.then_some(order.version), back, &fields, kind))
}

fn form(lang: Lang, action: &str, version: Option<i64>, back: &str, fields: &Markup, kind: CommandKind) -> Markup {
    let danger = matches!(kind, CommandKind::Refuse | CommandKind::SendBack);
    let text = if kind == CommandKind::CallbackClose {
        lang.pick("记录回访", "Record the call-back")
    } else {
        kind.name(lang)
    };
    // Ctrl+Enter sends the form that is being filled in; on a page with one decision, that decision.
    let key = if kind == CommandKind::Accept { "a" } else { "Mod+Enter" };
    html! {
        form.act method="post" action=(action) enctype="multipart/form-data" {
            @if let Some(version) = version { input type="hidden" name="version" value=(version); }
            input type="hidden" name="back" value=(back);
            (fields)
            div.actions { (if danger { Button::danger(text) } else { Button::primary(text) }.key(key)) }
        }
    }
}

/// Forms behind their names, so that the page stays calm; one of them is open at a time. A form without a field is its button.
pub fn folds(lang: Lang, group: &str, open: Option<CommandKind>, forms: &[(CommandKind, Markup)]) -> Markup {
    html! {
        @if !forms.is_empty() {
            div.folds {
                @for (kind, form) in forms {
                    @if is_bare(*kind) { (form) } @else {
                        details.act-fold name=(group) open[open == Some(*kind)] {
                            summary.btn.btn-small data-key=[key(*kind)] {
                                (name(lang, *kind)) @if let Some(key) = key(*kind) { kbd aria-hidden="true" { (key) } }
                            }
                            (form)
                        }
                    }
                }
            }
        }
    }
}

/// A form without a field.
const fn is_bare(kind: CommandKind) -> bool {
    matches!(kind, CommandKind::Accept | CommandKind::Approve)
}

/// What a move is called on its form.
fn name(lang: Lang, kind: CommandKind) -> &'static str {
    if kind == CommandKind::CallbackClose { lang.pick("回访", "Call back") } else { kind.name(lang) }
}

/// The key of a handler's move.
#[expect(clippy::wildcard_enum_match_arm, reason = "five moves have a key")]
const fn key(kind: CommandKind) -> Option<&'static str> {
    match kind {
        CommandKind::Accept => Some("a"),
        CommandKind::Contact => Some("c"),
        CommandKind::PassDown => Some("d"),
        CommandKind::Progress => Some("p"),
        CommandKind::Report => Some("r"),
        _ => None,
    }
}

pub(super) fn area(form: &str, name: &str, label: &str, rows: u8, required: bool) -> Markup {
    let field = Field::area(name, label, rows).of_form(form).max_chars(TEXT_CHARS_MAX);
    if required {
        html! { (field.required()) }
    } else {
        html! { (field) }
    }
}

pub(super) fn files(lang: Lang) -> Markup {
    file_drop(
        lang,
        &FileDrop {
            name: "files",
            label: lang.pick("添加照片、录音或文件", "Add photos, recordings or documents"),
            files_max: 10,
            bytes_max: FILE_BYTES_MAX as u64,
            accept: ACCEPT,
            camera: true,
            error: None,
        },
    )
}

fn refuse_fields(cx: &Context) -> Markup {
    let lang = cx.lang;
    let reasons: Vec<Choice<'_>> =
        cx.city.refusals.iter().map(|reason| Choice { value: &reason.code, text: reason.name.get(lang) }).collect();
    html! {
        (Field::select("reason", lang.pick("不予受理的理由", "Reason"), &reasons).of_form("refuse").required())
        (area("refuse", "answer", lang.pick("向市民的解释和去处", "What the citizen is told, and where to go"), 3, true))
        details.why { summary { (lang.pick("各项理由的解释口径", "Ready explanations")) }
            dl.facts { @for reason in &cx.city.refusals { div { dt { (reason.name.get(lang)) } dd { (reason.explanation.get(lang)) " " (reason.door.get(lang)) } } } }
        }
    }
}

fn classify_fields(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let (topics, places) = (parts::topic_picks(&cx.city, lang), parts::place_picks(&cx.city, lang));
    let chosen = |code: Option<&str>| code.unwrap_or_default().to_owned();
    let topic = chosen(request.facts.topic.as_ref().map(lianxin_domain::TopicCode::as_str));
    let place = chosen(request.facts.place.as_ref().map(lianxin_domain::PlaceCode::as_str));
    html! {
        (topic_picker(lang, &TopicPicker { name: "topic", topics: &picks(&topics), value: &topic, source: None, suggested_because: None, error: None, required: true }))
        (place_picker(lang, &PlacePicker { name: "place", places: &picks(&places), value: &place, source: None, error: None, required: true }))
        (Field::text("address", lang.pick("详细地址", "Address")).of_form("classify").value(&request.facts.address).max_chars(SHORT_CHARS_MAX))
    }
}

fn dispatch_fields(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let units = parts::unit_picks(&cx.city, lang, None);
    let proposal =
        request.facts.topic.as_ref().and_then(|topic| cx.city.propose(topic, request.facts.place.as_ref(), cx.now));
    let lead = proposal.as_ref().map_or("", |found| found.lead.as_str());
    let support: Vec<&str> =
        proposal.iter().flat_map(|found| found.supporting.iter().map(lianxin_domain::UnitCode::as_str)).collect();
    html! {
        (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "support", units: &picks(&units), lead, support: &support, error: None }))
        @if proposal.is_some() { p.quiet { (lang.pick("已按派单目录填入，可修改", "Filled in from the dispatch catalogue; change it freely")) } }
        (area("dispatch", "opinion", lang.pick("拟办意见", "Opinion for the units"), 3, false))
    }
}

fn grade_fields(lang: Lang, now: Grade) -> Markup {
    let grades: Vec<Choice<'_>> = Grade::ALL
        .iter()
        .filter(|grade| **grade != now)
        .map(|grade| Choice { value: grade.code(), text: grade.name(lang) })
        .collect();
    html! {
        (Field::radios("grade", lang.pick("改为", "Change to"), &grades).of_form("grade").required())
        (Field::text("reason", lang.pick("理由", "Reason")).of_form("grade").required().max_chars(SHORT_CHARS_MAX))
    }
}

fn contact_fields(lang: Lang) -> Markup {
    html! {
        (Field::check("reached", lang.pick("已联系上市民", "The citizen was reached")).of_form("contact").checked(true))
        (area("contact", "text", lang.pick("联系情况", "What was said"), 2, true))
    }
}

/// Only units below one's own may be given a part; who has none below has no such form.
fn pass_down_fields(cx: &Context, order: &Order) -> Option<Markup> {
    let lang = cx.lang;
    let units = parts::unit_picks(&cx.city, lang, Some(&order.unit));
    if units.is_empty() {
        return None;
    }
    let picker = Picker {
        name: "unit",
        label: lang.pick("下派给", "Pass down to"),
        picks: &picks(&units),
        value: "",
        source: None,
        placeholder: lang.pick("选择下级单位，可输拼音首字母", "A unit below yours"),
        hint: None,
        error: None,
        key: None,
        icon: crate::ui::Icon::Building2,
        required: true,
    };
    Some(html! {
        (picker)
        (area("pass-down", "opinion", lang.pick("下派意见", "What to do"), 2, true))
    })
}

fn phone_fields(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let duty = cx.city.units.get(&order.unit).map(|unit| unit.on_duty(cx.now, &cx.city.zone)).unwrap_or_default();
    html! {
        ul.duty { @for duty in &duty { li { (duty.label.get(lang)) " " (duty.person) " " span.num { (duty.phone) } } } }
        (Field::tel("phone", lang.pick("拨打的号码", "Number dialled")).of_form("phone").value(duty.first().map_or("", |duty| &duty.phone)).required().max_chars(SHORT_CHARS_MAX))
        (Field::check("answered", lang.pick("已有人接听", "Somebody answered")).of_form("phone").checked(true))
        (Field::text("name", lang.pick("接听人", "Who answered")).of_form("phone").max_chars(SHORT_CHARS_MAX))
        (area("phone", "text", lang.pick("对方答应了什么", "What was promised"), 2, false))
    }
}
