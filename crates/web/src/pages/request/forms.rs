//! The form for each move, the same wherever it stands: on the request's page, in an inbox, in a pool, on a page of its own.
//!
//! Whether a form is shown is decided by `app::view::moves`; what it must hold is decided by the rules.

pub mod common;
mod judge;
mod oversight;
mod together;
mod unit;

use lianxin_app::Context;
use lianxin_app::lists::RequestLine;
use lianxin_app::view::RequestView;
use lianxin_domain::request::intake::SHORT_CHARS_MAX;
use lianxin_domain::request::{CommandKind, Order, Request};
use lianxin_domain::{Grade, Lang};
use maud::{Markup, html};

pub use super::moves::folds;
use super::verbs::verb;
use super::{callback, phone, report};
use crate::pages::parts::{self, picks};
use crate::ui::field::Choice;
use crate::ui::picker::Picker;
use crate::ui::place_picker::{PlacePicker, place_picker};
use crate::ui::topic_picker::{TopicPicker, topic_picker};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Button, Field};
pub use common::ACCEPT;
pub(super) use common::area;
use common::files;

/// The form of a move of the whole request; `None` for moves that nobody asks for by a form.
pub fn request_form(cx: &Context, request: &Request, kind: CommandKind, back: &str) -> Option<Markup> {
    request_form_near(cx, request, &[], kind, back)
}

/// The same, with the requests that it may be merged into.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "moves of an order, and those that nobody asks for by a form; a test knows which have none"
)]
pub fn request_form_near(
    cx: &Context,
    request: &Request,
    near: &[RequestLine],
    kind: CommandKind,
    back: &str,
) -> Option<Markup> {
    let lang = cx.lang;
    let fields = match kind {
        CommandKind::Answer => {
            area("answer", "answer", lang.pick("答复内容（读给市民听）", "Answer, as read to the citizen"), 4, true)
        }
        CommandKind::Refuse => refuse_fields(cx),
        CommandKind::HandOver => together::hand_over(cx),
        CommandKind::AskInvalid => together::ask_invalid(cx),
        CommandKind::Invalidate => judge::invalidate(cx, request),
        CommandKind::AskCitizen => area("ask", "text", lang.pick("请市民补充什么", "What to ask the citizen"), 3, true),
        CommandKind::CitizenReplied => {
            html! { (area("reply", "text", lang.pick("市民的答复", "What the citizen said"), 3, true)) (files(lang)) }
        }
        CommandKind::Classify => classify_fields(cx, request),
        CommandKind::SendToTriage => {
            area("triage", "reason", lang.pick("为什么需要研判", "Why it must be assessed"), 2, true)
        }
        CommandKind::Dispatch => dispatch_fields(cx, request),
        CommandKind::Consult => together::consult(cx),
        CommandKind::Rule => together::rule(cx, request),
        CommandKind::Merge => together::merge(cx, near),
        CommandKind::Unmerge => together::unmerge(cx),
        CommandKind::DeclareIncident => together::declare_incident(cx, request),
        CommandKind::ShareProgress => together::share_progress(cx, request),
        CommandKind::EndIncident => together::end_incident(cx),
        CommandKind::AddSupport => together::add_support(cx, request),
        CommandKind::Urge => area("urge", "text", lang.pick("催办说明（可不填）", "What to say (optional)"), 2, false),
        CommandKind::Instruct => oversight::instruct(cx),
        CommandKind::Supplement => html! {
            (area("supplement", "supplement", lang.pick("补充内容", "What to add"), 3, true)) (files(lang))
        },
        CommandKind::ChangeGrade => grade_fields(lang, request.facts.grade),
        CommandKind::CallbackClose => callback::fields(cx, request),
        CommandKind::CheckWithdraw => judge::check_withdraw(cx, request),
        CommandKind::Reopen => together::reopen(cx),
        _ => return None,
    };
    // Adding facts or urging does not depend on what was seen; everything else does.
    let adds = [CommandKind::Urge, CommandKind::Supplement, CommandKind::Instruct, CommandKind::ShareProgress];
    let action = format!("/requests/{}/{}", request.number, verb(kind)?);
    let version = (!adds.contains(&kind)).then_some(request.version);
    Some(form(lang, &action, version, back, &fields, kind))
}

/// The form of a move of one order; `None` for moves that nobody asks for by a form.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "moves of the request, and those that nobody asks for by a form; a test knows which have none"
)]
pub fn order_form(cx: &Context, view: &RequestView, order: &Order, kind: CommandKind, back: &str) -> Option<Markup> {
    let (lang, request) = (cx.lang, &view.request);
    let fields = match kind {
        CommandKind::Accept | CommandKind::Approve => html! {},
        CommandKind::Contact => contact_fields(lang),
        CommandKind::PassDown => pass_down_fields(cx, order)?,
        CommandKind::Progress => html! {
            (area("progress", "text", lang.pick("进展（市民可见）", "Progress; the citizen can read it"), 3, true)) (files(lang))
        },
        CommandKind::Report => report::fields(lang, view, order),
        CommandKind::ReportUndue => oversight::report_undue(cx, view, order),
        CommandKind::SendBack => report::send_back_fields(lang),
        CommandKind::Phone => phone::fields(cx, view, order),
        CommandKind::AskReturn => unit::ask_return(cx, request, order),
        CommandKind::AskSupport => unit::ask_support(cx),
        CommandKind::AskDelay => unit::ask_delay(cx, request, order),
        CommandKind::Pause => unit::pause(cx, order),
        CommandKind::Resume => unit::resume(cx),
        CommandKind::AnswerSheet => unit::answer_sheet(cx, request, order),
        CommandKind::MilestoneDone => unit::milestone_done(cx, order),
        CommandKind::Appeal => unit::appeal(cx, request, order),
        CommandKind::Redispatch => judge::redispatch(cx, request, order),
        CommandKind::RefuseReturn => judge::refuse_return(cx),
        CommandKind::Recall => judge::recall(cx, request, order),
        CommandKind::RefuseSupport => judge::refuse_support(cx),
        CommandKind::DecideDelay => judge::decide_delay(cx, order),
        CommandKind::DecideUndue => judge::decide_undue(cx, order),
        CommandKind::DecideAppeal => judge::decide_appeal(cx, order),
        CommandKind::Supervise => oversight::supervise(cx, request),
        CommandKind::LiftSheet => oversight::lift_sheet(cx, request, order),
        CommandKind::Park => oversight::park(cx),
        CommandKind::Unpark => oversight::unpark(cx),
        _ => return None,
    };
    let adds = [CommandKind::Phone, CommandKind::AskSupport, CommandKind::AnswerSheet];
    let action = format!("/requests/{}/orders/{}/{}", request.number, order.id, verb(kind)?);
    let version = (!adds.contains(&kind)).then_some(order.version);
    Some(form(lang, &action, version, back, &fields, kind))
}

fn form(lang: Lang, action: &str, version: Option<i64>, back: &str, fields: &Markup, kind: CommandKind) -> Markup {
    let danger = [
        CommandKind::Refuse,
        CommandKind::SendBack,
        CommandKind::Recall,
        CommandKind::HandOver,
        CommandKind::EndIncident,
    ];
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
            div.actions { (if danger.contains(&kind) { Button::danger(text) } else { Button::primary(text) }.key(key)) }
        }
    }
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
