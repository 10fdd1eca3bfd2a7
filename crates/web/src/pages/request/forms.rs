//! The form for each move, the same wherever it stands: on the request's page, in an inbox, in a pool.
//!
//! Whether a form is shown is decided by `app::view::moves`; what it must hold is decided by the rules.

use lianxin_app::Context;
use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_domain::request::intake::{SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use lianxin_domain::request::{Attitude, CommandKind, Order, OrderStage, Request, Solved};
use lianxin_domain::{Grade, Lang};
use maud::{Markup, html};

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
    let (verb, fields) = match kind {
        CommandKind::Answer => ("answer", area("answer", "answer", lang.pick("答复内容（读给市民听）", "Answer, as read to the citizen"), 4, true)),
        CommandKind::Refuse => ("refuse", refuse_fields(cx)),
        CommandKind::AskCitizen => ("ask", area("ask", "text", lang.pick("请市民补充什么", "What to ask the citizen"), 3, true)),
        CommandKind::CitizenReplied => ("reply", html! { (area("reply", "text", lang.pick("市民的答复", "What the citizen said"), 3, true)) (files(lang)) }),
        CommandKind::Classify => ("classify", classify_fields(cx, request)),
        CommandKind::SendToTriage => ("triage", area("triage", "reason", lang.pick("为什么需要研判", "Why it must be assessed"), 2, true)),
        CommandKind::Dispatch => ("dispatch", dispatch_fields(cx, request)),
        CommandKind::Urge => ("urge", area("urge", "text", lang.pick("催办说明（可不填）", "What to say (optional)"), 2, false)),
        CommandKind::Supplement => ("supplement", html! { (area("supplement", "supplement", lang.pick("补充内容", "What to add"), 3, true)) (files(lang)) }),
        CommandKind::ChangeGrade => ("grade", grade_fields(lang, request.facts.grade)),
        CommandKind::CallbackClose => ("callback", callback_fields(cx, request)),
        _ => return None,
    };
    // Adding facts or urging does not depend on what was seen; everything else does.
    let versioned = !matches!(kind, CommandKind::Urge | CommandKind::Supplement);
    let action = format!("/requests/{}/{verb}", request.number);
    Some(form(lang, &action, versioned.then_some(request.version), back, &fields, kind))
}

/// The form of a move of one order; `None` for moves that nobody asks for by a form.
pub fn order_form(cx: &Context, request: &Request, order: &Order, kind: CommandKind, back: &str) -> Option<Markup> {
    let lang = cx.lang;
    let (verb, fields) = match kind {
        CommandKind::Accept => ("accept", html! {}),
        CommandKind::Contact => ("contact", contact_fields(lang)),
        CommandKind::PassDown => ("pass-down", pass_down_fields(cx, order)?),
        CommandKind::Progress => ("progress", html! { (area("progress", "text", lang.pick("进展（市民可见）", "Progress; the citizen can read it"), 3, true)) (files(lang)) }),
        CommandKind::Report => ("report", report_fields(lang, order)),
        CommandKind::Approve => ("approve", html! {}),
        CommandKind::SendBack => ("send-back", area("send-back", "points", lang.pick("退回要点，一行一条", "Points to mend, one a line"), 4, true)),
        CommandKind::Phone if request.facts.grade == Grade::Emergency => ("phone", phone_fields(cx, order)),
        _ => return None,
    };
    let versioned = kind != CommandKind::Phone;
    let action = format!("/requests/{}/orders/{}/{verb}", request.number, order.id);
    Some(form(lang, &action, versioned.then_some(order.version), back, &fields, kind))
}

fn form(lang: Lang, action: &str, version: Option<i64>, back: &str, fields: &Markup, kind: CommandKind) -> Markup {
    let danger = matches!(kind, CommandKind::Refuse | CommandKind::SendBack);
    let text = if kind == CommandKind::CallbackClose { lang.pick("记录回访", "Record the call-back") } else { kind.name(lang) };
    html! {
        form.act method="post" action=(action) enctype="multipart/form-data" {
            @if let Some(version) = version { input type="hidden" name="version" value=(version); }
            input type="hidden" name="back" value=(back);
            (fields)
            div.actions { @if danger { (Button::danger(text)) } @else { (Button::primary(text)) } }
        }
    }
}

fn area(form: &str, name: &str, label: &str, rows: u8, required: bool) -> Markup {
    let field = Field::area(name, label, rows).of_form(form).max_chars(TEXT_CHARS_MAX);
    if required { html! { (field.required()) } } else { html! { (field) } }
}

fn files(lang: Lang) -> Markup {
    file_drop(lang, &FileDrop {
        name: "files",
        label: lang.pick("添加照片、录音或文件", "Add photos, recordings or documents"),
        files_max: 10,
        bytes_max: FILE_BYTES_MAX as u64,
        accept: ACCEPT,
        camera: false,
        error: None,
    })
}

fn refuse_fields(cx: &Context) -> Markup {
    let lang = cx.lang;
    let reasons: Vec<Choice<'_>> = cx.city.refusals.iter().map(|reason| Choice { value: &reason.code, text: reason.name.get(lang) }).collect();
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
    let proposal = request.facts.topic.as_ref().and_then(|topic| cx.city.propose(topic, request.facts.place.as_ref(), cx.now));
    let lead = proposal.as_ref().map_or("", |found| found.lead.as_str());
    let support: Vec<&str> = proposal.iter().flat_map(|found| found.supporting.iter().map(lianxin_domain::UnitCode::as_str)).collect();
    html! {
        (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "support", units: &picks(&units), lead, support: &support, error: None }))
        @if proposal.is_some() { p.quiet { (lang.pick("已按派单目录填入，可修改", "Filled in from the dispatch catalogue; change it freely")) } }
        (area("dispatch", "opinion", lang.pick("拟办意见", "Opinion for the units"), 3, false))
    }
}

fn grade_fields(lang: Lang, now: Grade) -> Markup {
    let grades: Vec<Choice<'_>> = Grade::ALL.iter().filter(|grade| **grade != now).map(|grade| Choice { value: grade.code(), text: grade.name(lang) }).collect();
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

fn report_fields(lang: Lang, order: &Order) -> Markup {
    let last = order.state.report();
    let solved: Vec<Choice<'_>> = Solved::ALL.iter().map(|s| Choice { value: s.code(), text: s.name(lang) }).collect();
    let truth = [Choice { value: "yes", text: lang.pick("属实", "True") }, Choice { value: "no", text: lang.pick("不属实", "Not true") }];
    let text = |get: fn(&lianxin_domain::request::Report) -> &str| last.map_or("", get);
    html! {
        @if let OrderStage::SentBack | OrderStage::Rework = order.state.stage() { (points_to_mend(lang, order)) }
        (Field::radios("is_true", lang.pick("诉求是否属实", "Is the demand true?"), &truth).of_form("report").value("yes").required())
        (Field::check("contacted", lang.pick("已联系市民", "The citizen was contacted")).of_form("report").checked(order.contacted.is_some())
            .hint(lang.pick("“已解决”需有联系记录或联系证明附件", "“Solved” needs a recorded contact, or a file that proves it")))
        (Field::radios("solved", lang.pick("是否解决", "Is it solved?"), &solved).of_form("report").required())
        (Field::area("why_not", lang.pick("未解决原因（未完全解决时必填）", "Why not (unless solved)"), 2).of_form("report").max_chars(TEXT_CHARS_MAX))
        (Field::area("internal", lang.pick("办理情况（内部）", "Internal account"), 3).of_form("report").value(text(|r| &r.internal)).required().max_chars(TEXT_CHARS_MAX))
        (Field::area("public_reply", lang.pick("公开答复（市民可见，勿写姓名电话）", "Public reply: no names, no phones"), 4).of_form("report").value(text(|r| &r.public_reply)).required().max_chars(TEXT_CHARS_MAX))
        (files(lang))
    }
}

fn points_to_mend(lang: Lang, order: &Order) -> Markup {
    use lianxin_domain::request::OrderState;
    let points = match &order.state {
        OrderState::SentBack { points } | OrderState::Rework { points } => points.as_slice(),
        _ => &[],
    };
    html! { div.notice.t-warning { div { p.notice-title { (lang.pick("需要改正", "To mend")) } ul { @for point in points { li { (point) } } } } } }
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

fn callback_fields(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let solved: Vec<Choice<'_>> = Solved::ALL.iter().map(|s| Choice { value: s.code(), text: s.name(lang) }).collect();
    let attitudes: Vec<Choice<'_>> = Attitude::ALL.iter().map(|a| Choice { value: a.code(), text: a.name(lang) }).collect();
    let outcomes = [
        Choice { value: "close", text: lang.pick("接通，办结", "Reached: close") },
        Choice { value: "rework", text: lang.pick("接通，退回重办", "Reached: rework") },
        Choice { value: "unreached", text: lang.pick("未接通", "Not reached") },
    ];
    html! {
        (Field::radios("outcome", lang.pick("回访结果", "Outcome"), &outcomes).of_form("callback").required())
        (Field::radios("solved", lang.pick("问题解决了吗？", "Is it solved?"), &solved).of_form("callback"))
        (Field::radios("result", lang.pick("对办理结果满意吗？", "Satisfied with the result?"), &attitudes).of_form("callback"))
        (Field::radios("manner", lang.pick("对工作人员态度满意吗？", "Satisfied with the manner?"), &attitudes).of_form("callback"))
        (Field::check("contacted", lang.pick("承办单位确实联系过市民", "The unit really contacted him")).of_form("callback"))
        (Field::check("reply_fits", lang.pick("答复与市民说法一致", "The reply fits what he says")).of_form("callback"))
        (Field::area("words", lang.pick("市民原话", "In his words"), 2).of_form("callback").max_chars(TEXT_CHARS_MAX))
        (Field::text("note", lang.pick("未接通情况（未接通时填）", "If not reached: what happened")).of_form("callback").max_chars(SHORT_CHARS_MAX))
        (Field::text("explained", lang.pick("解释到位的理由（不满意仍办结时填）", "If closed although not satisfied: why")).of_form("callback").max_chars(SHORT_CHARS_MAX))
        (Field::area("points", lang.pick("重办要点，一行一条（退回重办时填）", "If rework: what failed, one a line"), 2).of_form("callback").max_chars(TEXT_CHARS_MAX))
        fieldset.choices { legend { (lang.pick("重办哪些工单", "Orders to rework")) }
            @for order in request.top_orders().filter(|order| order.state.stage() == OrderStage::Approved) {
                label.choice { input type="checkbox" name="orders" value=(order.id) checked[request.lead().is_some_and(|lead| lead.id == order.id)]; (parts::unit(&cx.city, &order.unit, lang)) }
            }
        }
    }
}
