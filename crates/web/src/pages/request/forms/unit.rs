//! What a unit asks for, and what it answers: returning, support, more time, time that does not count, a sheet, an appeal.

use lianxin_app::Context;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{AppealClaim, Order, Request};
use maud::{Markup, html};

use super::common::{area, files, hinted, one_unit};
use crate::pages::parts;
use crate::ui::field::Choice;
use crate::ui::{Field, Icon, time};

/// Returning (退单): why, by which basis, who should act instead, and until when it is possible.
pub(super) fn ask_return(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    let none = Choice { value: "", text: lang.pick("选择理由", "Choose a reason") };
    let reasons = cx.city.returns.iter().map(|reason| Choice { value: &reason.code, text: reason.name.get(lang) });
    let reasons: Vec<Choice<'_>> = std::iter::once(none).chain(reasons).collect();
    html! {
        @if let Ok(until) = request.return_until(order, cx.situation()) {
            p.quiet { (Icon::Clock) " " (lang.pick("退单截止 ", "Possible until ")) (time::time(lang, cx.now, until)) (lang.pick("；办理时限照常计算，驳回后不能再次申请", "; the handling period goes on, and what is refused once cannot be asked for again")) }
        }
        (Field::select("reason", lang.pick("退单理由", "Reason"), &reasons).of_form("ask-return").required())
        (Field::area("basis", lang.pick("依据（法规、三定方案、权责清单条款）", "Basis: law or list of duties, with its clause"), 3).of_form("ask-return")
            .hint(lang.pick("理由涉及职责的必须填写依据并建议单位", "Where it is about duties, basis and unit are needed")))
        (one_unit(cx, lang.pick("建议承办单位", "Who should act instead"), None, "", false))
        (files(lang))
    }
}

/// Support (协办).
pub(super) fn ask_support(cx: &Context) -> Markup {
    let lang = cx.lang;
    html! {
        (one_unit(cx, lang.pick("希望哪个单位协办（可不选）", "Which unit should help (optional)"), None, "", false))
        (area("ask-support", "reason", lang.pick("为什么需要协办", "Why help is needed"), 3, true))
    }
}

/// More time (延期): by how much, why, until when what is done, and what the citizen was told.
pub(super) fn ask_delay(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    let clock = request.clock(ClockKind::Handle, Some(order.id));
    let class = parts::class(&cx.city, request.facts.topic.as_ref());
    let rule = cx.city.policy(clock.map_or(cx.now, |clock| clock.started)).delay(class);
    let (most, times) = rule.map_or((0, 0), |rule| (rule.working_days_max, rule.times_max));
    let left = times.saturating_sub(order.dealings.delays);
    let hint = lang.pick(
        format!("最多 {most} 个工作日；本工单还可申请 {left} 次"),
        format!("At most {most} working days; {left} more time(s) for this order"),
    );
    html! {
        @if let Some(clock) = clock { p.quiet { (Icon::Clock) " " (lang.pick("现办理截止 ", "Due now: ")) (time::time(lang, cx.now, clock.due)) } }
        (Field::number("days", lang.pick("延长几个工作日", "How many working days more")).of_form("ask-delay").required().hint(&hint).input_mode("numeric"))
        (area("ask-delay", "reason", lang.pick("为什么不能按期办结", "Why it cannot be done in time"), 2, true))
        (area("ask-delay", "plan", lang.pick("计划：到什么时候做到哪一步", "Plan: what will be done until when"), 2, true))
        (Field::area("told", lang.pick("怎样告知市民，市民怎么说", "What the citizen was told, and what he said"), 2).of_form("ask-delay"))
    }
}

/// The clock stands still while the citizen is asked (中止).
pub(super) fn pause(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let limits = &cx.city.policy(cx.now).limits;
    let left = limits.pauses_max.saturating_sub(order.dealings.pauses);
    let days = limits.pause_days_max;
    let hint = lang.pick(
        format!("还可中止 {left} 次，每次最多 {days} 天；市民补充后自动恢复，到期也自动恢复"),
        format!("{left} more pause(s) of at most {days} days; it ends by itself when the citizen answers, or then"),
    );
    html! { (hinted("pause", "reason", lang.pick("需要市民补充或配合什么", "What the citizen is asked for"), 2, &hint)) }
}

/// It runs again.
pub(super) fn resume(cx: &Context) -> Markup {
    area("resume", "reason", cx.lang.pick("说明（可不填）", "Why (optional)"), 2, false)
}

/// The answer to a sheet (答复督办), under what it demands.
pub(super) fn answer_sheet(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    html! {
        @if let Some(sheet) = request.dealings.open_sheet(order.id) {
            blockquote.told-words { (sheet.demand) }
            p.quiet { span.num { (sheet.number) } " · " (lang.pick("答复截止 ", "answer due ")) (time::time(lang, cx.now, sheet.due)) }
        }
        (area("answer-sheet", "text", lang.pick("答复：做了什么、结果如何", "What was done, and with what result"), 4, true))
    }
}

/// The next step of the plan.
pub(super) fn milestone_done(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let next = if let lianxin_domain::request::OrderState::Parked { plan } = &order.state { plan.next() } else { None };
    html! {
        @if let Some(next) = next { p { (Icon::Calendar) " " (next.what) " · " (time::time(lang, cx.now, next.due)) } }
        (area("milestone-done", "text", lang.pick("完成情况（市民可见）", "What was done; the citizen can read it"), 2, true))
    }
}

/// An appeal against how the order counts (考核申诉), at the next level.
pub(super) fn appeal(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    let claims: Vec<Choice<'_>> =
        AppealClaim::ALL.iter().map(|claim| Choice { value: claim.code(), text: claim.name(lang) }).collect();
    let next = order.dealings.appeal.as_ref().map_or(0, |appeal| usize::from(appeal.level) + 1);
    let levels = &cx.city.policy(cx.now).appeals;
    let level = levels.get(next);
    html! {
        @if let Some(level) = level {
            p.quiet {
                (Icon::Scale) " " (lang.pick("由 ", "Judged by: ")) (level.name.get(lang))
                (lang.pick(format!("（第 {} 级，共 {} 级）", next + 1, levels.len()), format!(" (level {} of {})", next + 1, levels.len())))
                @if let (0, Some(ended)) = (next, request.ended) {
                    @if let Ok(until) = cx.city.calendar.due(ended, &level.within) { (lang.pick("，申诉截止 ", "; possible until ")) (time::time(lang, cx.now, until.at)) }
                }
            }
        }
        @if let Some(before) = &order.dealings.appeal { blockquote.told-words { (before.note) } }
        (Field::radios("claim", lang.pick("申诉什么", "About what"), &claims).of_form("appeal").required())
        (area("appeal", "reason", lang.pick("理由", "Why"), 4, true))
        (files(lang))
    }
}
