//! Deciding on what a unit asked for.

use lianxin_app::Context;
use lianxin_domain::request::{Order, OrderState, Request};
use maud::{Markup, html};

use super::common::{area, decision, hinted, one_unit};
use crate::ui::{Field, Icon, Tone, states};

/// Another unit instead of the one that asked to return; the suggested one is filled in.
pub(super) fn redispatch(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    let suggested = if let OrderState::ReturnAsked { ask } = &order.state { ask.suggested.as_ref() } else { None };
    let above = order.parent.and_then(|parent| request.order(parent)).map(|parent| &parent.unit);
    let value = suggested.map_or("", lianxin_domain::UnitCode::as_str);
    html! {
        @if order.parent.is_none() { (designation(cx, request)) }
        (one_unit(cx, lang.pick("改派给", "Send to"), above, value, true))
        (area("redispatch", "reason", lang.pick("改派意见（不填则沿用原意见）", "Opinion for the new unit (empty: as before)"), 2, false))
    }
}

/// Whether the next unit must keep it.
pub(super) fn designation(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let sent = request.dealings.dispatches;
    html! {
        @if request.must_designate(cx.situation()) {
            (states::notice(Tone::Warning, &lang.pick(
                format!("已派发 {sent} 次：这次是指定办理，新单位不能再退单"),
                format!("Sent {sent} times: this is a designation, which the new unit cannot return"),
            )))
        }
    }
}

/// The unit keeps it.
pub(super) fn refuse_return(cx: &Context) -> Markup {
    let lang = cx.lang;
    hinted(
        "refuse-return",
        "reason",
        lang.pick("驳回理由", "Why the unit must act"),
        2,
        lang.pick("驳回后该单位视为已签收，不能再次申请退单", "The unit then has it, and cannot ask again"),
    )
}

/// Called back by mistake of ours, with or without another unit in its place.
pub(super) fn recall(cx: &Context, request: &Request, order: &Order) -> Markup {
    let lang = cx.lang;
    let above = order.parent.and_then(|parent| request.order(parent)).map(|parent| &parent.unit);
    let alone = request.nothing_stands_without(order.id);
    let label = if alone || order.role != lianxin_domain::request::OrderRole::Lead {
        lang.pick("改派给（可不选）", "Send to (optional)")
    } else {
        lang.pick("改派给（主办撤回须另定主办）", "Send to (a lead needs another in its place)")
    };
    html! {
        p.quiet { (Icon::Info) " " (lang.pick("派发有误时撤回；不计入该单位考核", "For our own mistake; it does not count against the unit")) }
        (one_unit(cx, label, above, "", false))
        (area("recall", "reason", lang.pick("撤回理由", "Why"), 2, true))
    }
}

/// It goes on without help.
pub(super) fn refuse_support(cx: &Context) -> Markup {
    area("refuse-support", "reason", cx.lang.pick("不予增派的理由", "Why not"), 2, true)
}

/// Granted in whole or in part, or not.
pub(super) fn decide_delay(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let asked = if let OrderState::DelayAsked { ask } = &order.state { ask.working_days } else { 0 };
    let value = asked.to_string();
    let hint =
        lang.pick(format!("申请 {asked} 个工作日，可以少批"), format!("{asked} were asked for; fewer may be granted"));
    html! {
        (decision("decide-delay", "agreed", lang.pick("决定", "Decision"), lang.pick("同意", "Grant"), lang.pick("不同意", "Refuse")))
        div.when-agreed { (Field::number("days", lang.pick("批准几个工作日", "Working days granted")).of_form("decide-delay").value(&value).hint(&hint).input_mode("numeric")) }
        (Field::area("reason", lang.pick("意见（不同意须写明）", "Why (needed to refuse)"), 2).of_form("decide-delay"))
    }
}

/// Beyond duty or not, with the test that the city pack names for the class.
pub(super) fn decide_undue(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let undue = order.state.report().and_then(|report| report.undue.as_ref());
    let class = undue.and_then(|undue| cx.city.undue_class(&undue.class));
    html! {
        @if let Some(class) = class { p { (Icon::Scale) " " (lang.pick("认定标准：", "The test: ")) (class.test.get(lang)) } }
        (decision("decide-undue", "agreed", lang.pick("决定", "Decision"), lang.pick("认定，不计入考核", "Agreed: not counted"), lang.pick("不认定，退回办理", "Not agreed: sent back")))
        (area("decide-undue", "reason", lang.pick("理由", "Why"), 3, true))
    }
}

/// Whether the order counts.
pub(super) fn decide_appeal(cx: &Context, order: &Order) -> Markup {
    let lang = cx.lang;
    let levels = &cx.city.policy(cx.now).appeals;
    let last = order.dealings.appeal.as_ref().is_some_and(|appeal| usize::from(appeal.level) + 1 >= levels.len());
    html! {
        (decision("decide-appeal", "granted", lang.pick("决定", "Decision"), lang.pick("成立，不计入考核", "Granted: not counted"), lang.pick("不成立", "Not granted")))
        (area("decide-appeal", "reason", lang.pick("理由（申诉单位可见）", "Why; the unit reads it"), 3, true))
        p.quiet { (if last { lang.pick("这是终核，之后不能再申诉", "This is the last instance") } else { lang.pick("不成立的，该单位可以向上一级再申诉", "If not granted, the unit may appeal to the next level") }) }
    }
}

/// What the citizen said when asked whether he was pressed.
pub(super) fn check_withdraw(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    html! {
        @if let Some(withdrawal) = &request.dealings.withdrawal { blockquote.told-words { (withdrawal.reason) } }
        (decision("check-withdraw", "pressed", lang.pick("有没有人要求市民撤回？", "Did anybody press him to withdraw?"),
            lang.pick("有，诉求继续办理", "Yes: it goes on"), lang.pick("没有，自愿撤回", "No: withdrawn of his own will")))
        (area("check-withdraw", "text", lang.pick("市民怎么说", "What he said"), 2, true))
    }
}

/// Invalid or not.
pub(super) fn invalidate(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    html! {
        @if let Some(why) = &request.dealings.invalid { blockquote.told-words { (why) } }
        (decision("invalidate", "agreed", lang.pick("决定", "Decision"), lang.pick("无效，结束", "Invalid: it ends"), lang.pick("有效，继续办理", "Valid: it goes on")))
        (area("invalidate", "reason", lang.pick("理由", "Why"), 2, true))
    }
}
