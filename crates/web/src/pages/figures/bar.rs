//! A rate as it is drawn: a bar with the point, the interval in which the true rate lies, and the rate of the whole as a line. Whole
//! percents only: the interval says how little the next digit would mean.

use lianxin_app::figures::{Band, Rate};
use lianxin_domain::Lang;
use lianxin_domain::city::Scores;
use lianxin_domain::request::Measure;
use maud::{Markup, html};

use crate::ui::Icon;

/// The bar. `whole`: the rate that it is compared with.
pub(super) fn bar(rate: &Rate, whole: Option<&Rate>) -> Markup {
    let Some((percent, (low, high))) = rate.percent().zip(rate.interval()) else { return html! {} };
    let place = |x: f64| format!("{x:.1}");
    html! {
        svg.rate-bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.rate-track x="0" y="3" width="100" height="4" {}
            rect.rate-done x="0" y="3" width=(place(percent)) height="4" {}
            rect.rate-interval x=(place(low)) y="1" width=(place((high - low).max(0.4))) height="8" {}
            rect.rate-point x=(place((percent - 0.3).max(0.0))) y="0" width="0.6" height="10" {}
            @if let Some(whole) = whole.and_then(Rate::percent) { rect.rate-whole x=(place(whole)) y="0" width="0.35" height="10" {} }
        }
    }
}

/// `87 %`, or a dash if nothing counts.
pub(super) fn percent(rate: &Rate) -> String {
    rate.percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent:.0} %"))
}

/// `81–92 %`
pub(super) fn interval(rate: &Rate) -> String {
    rate.interval().map_or_else(String::new, |(low, high)| format!("{low:.0}–{high:.0} %"))
}

/// What counts: `83`, or `83.4` where parts of an order count.
pub(super) fn numerator(rate: &Rate) -> String {
    hundredths(rate.hundredths)
}

/// `1`, `0.6`.
pub(super) fn hundredths(of: i64) -> String {
    let (whole, rest) = (of / 100, of % 100);
    match (rest, rest % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// How a unit stands to the whole, as far as can be told.
pub(super) fn band(lang: Lang, band: Band) -> Markup {
    let (class, icon, text) = match band {
        Band::Above => ("t-done", Icon::ChevronsUp, lang.pick("高于整体", "above")),
        Band::Same => ("t-neutral", Icon::Minus, lang.pick("与整体无可辨差别", "no telling")),
        Band::Below => ("t-warning", Icon::ChevronDown, lang.pick("低于整体", "below")),
        Band::TooFew => ("t-neutral", Icon::Ellipsis, lang.pick("样本太少", "too few")),
    };
    html! { span.badge.(class) { (icon) (text) } }
}

/// The name of a measure with its formula, which shows on hover and on focus.
pub(super) fn name(lang: Lang, measure: Measure, rule: &Scores) -> Markup {
    let (id, text) = (format!("formula-{measure}"), formula(lang, measure, rule));
    html! {
        span.formula {
            button.formula-name type="button" aria-describedby=(id) { (measure.name(lang)) " " (Icon::Info) }
            span.formula-text role="tooltip" id=(id) { (text) }
        }
    }
}

/// What is divided by what.
fn formula(lang: Lang, measure: Measure, rule: &Scores) -> String {
    let (partly, fairly) = (rule.partly_share, rule.fairly_share);
    let whole = lang.pick("计入的主办工单", "the lead orders that count");
    let text = match measure {
        Measure::Response => lang.pick(
            "在时限内签收并联系市民的工单".to_owned(),
            "orders accepted, and the citizen contacted, in time".to_owned(),
        ),
        Measure::Solved => lang.pick(
            format!("市民回访答“已解决”的工单 + “基本解决”×{partly}%"),
            format!("orders that the citizen calls solved + {partly} % of those partly solved"),
        ),
        Measure::Satisfied => lang.pick(
            format!("对结果“满意”的工单 + “基本满意”×{fairly}%"),
            format!("orders with whose result the citizen is satisfied + {fairly} % of those fairly satisfied"),
        ),
        Measure::Manner => lang.pick(
            format!("对态度“满意”的工单 + “基本满意”×{fairly}%"),
            format!("orders with whose manner the citizen is satisfied + {fairly} % of those fairly satisfied"),
        ),
        Measure::Contacted => lang.pick(
            "市民确认承办单位联系过本人的工单".to_owned(),
            "orders about which the citizen says that the unit contacted him".to_owned(),
        ),
        Measure::ReplyFits => lang.pick(
            "市民确认答复与实际相符的工单".to_owned(),
            "orders whose reply, says the citizen, is what was done".to_owned(),
        ),
        Measure::FirstDeadline => lang.pick(
            "在最初时限内反馈的工单（不算延期、中止）".to_owned(),
            "orders reported by the deadline first given, without extensions and pauses".to_owned(),
        ),
        Measure::FinalDeadline => lang.pick(
            "在批准后的时限内反馈的工单".to_owned(),
            "orders reported by the deadline as approved in the end".to_owned(),
        ),
        Measure::Reached => lang.pick("回访接通的工单".to_owned(), "orders whose citizen was reached".to_owned()),
    };
    let note = if measure.is_asked() {
        lang.pick(
            "未接通、未表态的不算满意，按规则不计入",
            "; who was not reached, or did not say, never counts as satisfied",
        )
    } else {
        ""
    };
    lang.pick(format!("{text} ÷ {whole}。{note}"), format!("{text} ÷ {whole}{note}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_orders_are_written_as_short_as_they_are() {
        assert_eq!([8_300, 8_360, 60, 8_305].map(hundredths), ["83", "83.6", "0.6", "83.05"]);
    }
}
