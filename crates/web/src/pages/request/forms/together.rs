//! Several requests, or several units, about one matter: consulting, merging, incidents, support; and ways out.

use lianxin_app::Context;
use lianxin_app::lists::RequestLine;
use lianxin_domain::request::moves::endings::LINES;
use lianxin_domain::request::{Order, Request};
use lianxin_domain::{PlaceCode, TopicCode};
use maud::{Markup, html};

use super::common::{area, hinted, several_units};
use crate::pages::parts::{self, picks};
use crate::ui::field::Choice;
use crate::ui::place_picker::{PlacePicker, place_picker};
use crate::ui::topic_picker::{TopicPicker, topic_picker};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Field, Icon, time};

/// The question for several units (会商).
pub(super) fn consult(cx: &Context) -> Markup {
    let lang = cx.lang;
    html! {
        (area("consult", "text", lang.pick("什么不清楚，要会商什么", "What is not clear"), 3, true))
        (several_units(cx, "consult", lang.pick("请哪些单位会商", "Whom to consult"), &[]))
    }
}

/// What was decided, and whether it binds.
pub(super) fn rule(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let units = parts::unit_picks(&cx.city, lang, None);
    let settled = request.facts.topic.is_some() && request.facts.place.is_some();
    html! {
        @if let Some(consult) = &request.dealings.consult {
            blockquote.told-words { (consult.question) }
            p.quiet { (lang.pick("参加会商：", "Consulted: ")) @for (i, unit) in consult.units.iter().enumerate() { @if i > 0 { (lang.pick("、", ", ")) } (parts::unit(&cx.city, unit, lang)) } }
        }
        (area("rule", "text", lang.pick("会商纪要", "Minutes"), 3, true))
        (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "supporting", units: &picks(&units), lead: "", support: &[], error: None }))
        @if settled {
            (Field::check("binding", lang.pick("今后同类事项照此办理（列入派单目录）", "Binding from now on: it enters the catalogue")).of_form("rule")
                .hint(lang.pick("按本诉求的主题和地点；可以撤销", "For this topic and place; it can be revoked")))
        }
    }
}

/// The master: chosen from those about the same topic, or typed.
pub(super) fn merge(cx: &Context, near: &[RequestLine]) -> Markup {
    let lang = cx.lang;
    html! {
        @if !near.is_empty() {
            fieldset.field { legend.label { (lang.pick("同一主题、正在办理的诉求", "Open requests on the same topic")) }
                div.choices { @for line in near {
                    label.check {
                        input type="radio" name="number" value=(line.number);
                        span {
                            span.num { (line.number) } " " (line.title)
                            span.quiet { " · " (parts::place(&cx.city, line.place.as_ref(), lang)) " · " (time::time(lang, cx.now, line.registered)) }
                        }
                    }
                } }
            }
        }
        (Field::text("number", lang.pick("或输入主单编号", "Or the master's number")).of_form("merge").placeholder(&format!("{}250303-000018", cx.city.code)))
        (hinted("merge", "reason", lang.pick("为什么是同一件事", "Why it is one matter"), 2,
            lang.pick("市民保留自己的编号和回访；考核只计主单一件", "The citizen keeps his number and his call-back; it counts once, with the master")))
    }
}

/// An incident (突发事件): what fits topic and place is merged by itself.
pub(super) fn declare_incident(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let (topics, places) = (parts::topic_picks(&cx.city, lang), parts::place_picks(&cx.city, lang));
    let topic = request.facts.topic.as_ref().map_or("", TopicCode::as_str);
    let place = request.facts.place.as_ref().map_or("", PlaceCode::as_str);
    html! {
        (hinted("declare-incident", "text", lang.pick("统一口径（所有来电人都听到、读到）", "What everybody is told"), 3,
            lang.pick("之后登记的同一主题、同一地点的诉求自动并入本单", "New requests on this topic at this place are merged by themselves")))
        (topic_picker(lang, &TopicPicker { name: "topic", topics: &picks(&topics), value: topic, source: None, suggested_because: None, error: None, required: true }))
        (place_picker(lang, &PlacePicker { name: "place", places: &picks(&places), value: place, source: None, error: None, required: true }))
    }
}

/// One progress for all.
pub(super) fn share_progress(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let hint = lang.pick(
        format!("本单和并入的共 {} 件的市民都会看到", request.dealings.weight),
        format!("The citizens of all {} requests read it", request.dealings.weight),
    );
    hinted("share-progress", "text", lang.pick("进展", "Progress"), 3, &hint)
}

/// No more are attached.
pub(super) fn end_incident(cx: &Context) -> Markup {
    area("end-incident", "reason", cx.lang.pick("事件怎样结束", "How it ended"), 2, true)
}

/// It was another matter.
pub(super) fn unmerge(cx: &Context) -> Markup {
    area("unmerge", "reason", cx.lang.pick("为什么不是同一件事", "Why it is another matter"), 2, true)
}

/// Units that join; what was asked for is filled in.
pub(super) fn add_support(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let asked = |order: &Order| order.dealings.support.clone();
    let wanted: Vec<(Option<lianxin_domain::UnitCode>, String)> = request.orders.iter().filter_map(asked).collect();
    let chosen: Vec<&str> =
        wanted.iter().filter_map(|(unit, _)| unit.as_ref()).map(lianxin_domain::UnitCode::as_str).collect();
    html! {
        (several_units(cx, "add-support", lang.pick("增派哪些协办单位", "Which units shall help"), &chosen))
        (area("add-support", "opinion", lang.pick("协办意见", "Opinion for them"), 2, false))
    }
}

/// Police, fire, ambulance, traffic police.
pub(super) fn hand_over(cx: &Context) -> Markup {
    let lang = cx.lang;
    let lines: Vec<Choice<'_>> = LINES.iter().map(|line| Choice { value: line, text: line }).collect();
    html! {
        (Field::radios("phone", lang.pick("转给", "To"), &lines).of_form("hand-over").required())
        (hinted("hand-over", "reason", lang.pick("告知对方的情况", "What they were told"), 2,
            lang.pick("先电话转接，再在此记录；12345 不再办理", "Put the call through first; 12345 then does no more")))
    }
}

/// A supervisor is asked.
pub(super) fn ask_invalid(cx: &Context) -> Markup {
    let lang = cx.lang;
    html! {
        p.quiet { (Icon::Info) " " (lang.pick("由班长确认后生效", "A floor supervisor confirms it")) }
        (area("ask-invalid", "reason", lang.pick("为什么无效（骚扰、无诉求、空号……）", "Why: nuisance, no demand …"), 2, true))
    }
}

/// Opened again for the citizen.
pub(super) fn reopen(cx: &Context) -> Markup {
    area("reopen", "reason", cx.lang.pick("市民的异议", "What the citizen objects to"), 3, true)
}
