//! Pressing a unit, and plans for what takes long: supervision sheets, instructions, parking, and reports beyond duty.

use lianxin_app::Context;
use lianxin_app::view::RequestView;
use lianxin_domain::access::Role;
use lianxin_domain::request::intake::SHORT_CHARS_MAX;
use lianxin_domain::request::{Order, Request};
use maud::{Markup, html};

use super::super::command::STEPS;
use super::common::{area, files, hinted};
use crate::ui::field::Choice;
use crate::ui::{Field, Icon};

/// A sheet (督办单): which way, what is demanded, in how many days. Ways that need a leader are there when one has instructed.
pub(super) fn supervise(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let ordered = !request.dealings.instructions.is_empty() || cx.actor.is(Role::Leader);
    let kinds = cx.city.supervisions.iter().filter(|kind| ordered || !kind.needs_leader);
    let kinds: Vec<Choice<'_>> = kinds.map(|kind| Choice { value: &kind.code, text: kind.name.get(lang) }).collect();
    let usual: Vec<String> =
        cx.city.supervisions.iter().map(|kind| format!("{} {}", kind.name.get(lang), kind.working_days)).collect();
    let hint = lang.pick(
        format!("不填按惯例：{}（个工作日）", usual.join("，")),
        format!("Empty: as usual, in working days: {}", usual.join(", ")),
    );
    html! {
        (Field::radios("kind", lang.pick("督办方式", "In which way"), &kinds).of_form("supervise").required())
        @if !ordered && cx.city.supervisions.iter().any(|kind| kind.needs_leader) {
            p.quiet { (Icon::Info) " " (lang.pick("其他方式须有领导批示", "Other ways need a leader's instruction")) }
        }
        (area("supervise", "demand", lang.pick("督办要求", "What is demanded"), 3, true))
        (Field::number("days", lang.pick("几个工作日内答复", "Answer within how many working days")).of_form("supervise").hint(&hint).input_mode("numeric"))
    }
}

/// The demand is met.
pub(super) fn lift_sheet(cx: &Context, request: &Request, order: &Order) -> Markup {
    html! {
        @if let Some(sheet) = request.dealings.open_sheet(order.id) {
            blockquote.told-words { (sheet.demand) }
            @if let Some(answer) = &sheet.answer { blockquote.told-words { (answer) } }
        }
        (area("lift-sheet", "reason", cx.lang.pick("为什么解除", "Why it is lifted"), 2, true))
    }
}

/// A leader's words (批示).
pub(super) fn instruct(cx: &Context) -> Markup {
    let lang = cx.lang;
    hinted(
        "instruct",
        "text",
        lang.pick("批示", "Instruction"),
        3,
        lang.pick("督办专组和承办单位负责人会立即收到", "Supervision and the heads of the units are told at once"),
    )
}

/// A plan for what takes long (挂账): steps by day, each not far from the one before.
pub(super) fn park(cx: &Context) -> Markup {
    let lang = cx.lang;
    let limits = &cx.city.policy(cx.now).limits;
    let (apart, most) = (limits.park_milestone_days_max, limits.park_days_max);
    html! {
        (area("park", "plan", lang.pick("办理计划", "The plan"), 3, true))
        (Field::text("name", lang.pick("责任领导（姓名、职务）", "The leader who owns it (name, office)")).of_form("park").required().max_chars(SHORT_CHARS_MAX))
        (Field::area("told", lang.pick("怎样告知市民，市民怎么说", "What the citizen was told, and what he said"), 2).of_form("park"))
        fieldset.field { legend.label { (lang.pick("节点", "Milestones")) span.required aria-hidden="true" { "*" } }
            p.field-hint { (lang.pick(format!("按先后填写；相邻不超过 {apart} 天，全部不超过 {most} 天"), format!("In order; at most {apart} days apart and {most} in all"))) }
            ol.milestones { @for n in 1..=STEPS {
                @let (due, what) = (format!("due-{n}"), format!("what-{n}"));
                li {
                    (Field::date(&due, &lang.pick(format!("第 {n} 步完成日"), format!("Day of step {n}"))).of_form("park").bare())
                    (Field::text(&what, &lang.pick(format!("第 {n} 步"), format!("Step {n}"))).of_form("park").bare().placeholder(lang.pick("做到哪一步", "What is done by then")).max_chars(SHORT_CHARS_MAX))
                }
            } }
        }
    }
}

/// Back to work.
pub(super) fn unpark(cx: &Context) -> Markup {
    area("unpark", "reason", cx.lang.pick("为什么恢复办理", "Why it goes on now"), 2, true)
}

/// A report that says why it cannot be done (超职责、不合理): its class, the law, and how that was explained to the citizen.
pub(super) fn report_undue(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let lang = cx.lang;
    let last = super::super::report::last_report(view, order);
    let text = |get: fn(&lianxin_domain::request::Report) -> &str| last.map_or("", get);
    let classes: Vec<Choice<'_>> =
        cx.city.undue.iter().map(|class| Choice { value: &class.code, text: class.name.get(lang) }).collect();
    let truth = [
        Choice { value: "yes", text: lang.pick("属实", "True") },
        Choice { value: "no", text: lang.pick("不属实", "Not true") },
    ];
    html! {
        p.quiet { (Icon::Info) " " (lang.pick("由没有审核过本工单的督办员认定；认定后不计入考核", "Judged by somebody of supervision who has not judged this order; if agreed, it is not counted")) }
        (Field::radios("reason", lang.pick("类别", "Class"), &classes).of_form("report-undue").required())
        dl.facts { @for class in &cx.city.undue { div { dt { (class.name.get(lang)) } dd.quiet { (class.test.get(lang)) } } } }
        (area("report-undue", "basis", lang.pick("法律依据", "The law"), 2, true))
        (area("report-undue", "told", lang.pick("怎样向市民解释，市民怎么说", "How it was explained to the citizen"), 2, true))
        (Field::radios("is_true", lang.pick("诉求是否属实", "Is the demand true?"), &truth).of_form("report-undue").value("yes").required())
        (Field::check("contacted", lang.pick("已联系市民", "The citizen was contacted")).of_form("report-undue").checked(order.contacted.is_some()))
        (area("report-undue", "why_not", lang.pick("未解决原因", "Why it is not solved"), 2, true))
        (Field::area("public_reply", lang.pick("公开答复（市民可见，勿写姓名电话）", "Public reply: no names, no phones"), 3).of_form("report-undue").value(text(|r| &r.public_reply)).required())
        (Field::area("internal", lang.pick("办理情况（内部）", "Internal account"), 2).of_form("report-undue").value(text(|r| &r.internal)).required())
        (files(lang))
    }
}
