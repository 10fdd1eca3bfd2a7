//! Why a clock is due when it is: the calculation behind each clock of a request, folded, without script.

use lianxin_app::Context;
use lianxin_domain::request::{Request, Running, explain};
use maud::{Markup, html};

use crate::pages::parts::{self, Promise};
use crate::ui::{clock as clocks, layout};

/// A clock, large, with its calculation folded under it.
pub fn with_why(cx: &Context, request: &Request, clock: &Running) -> Markup {
    html! {
        div.clock-why {
            (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock_large))
            (layout::why(cx.lang.pick("为什么这时到期", "Why it is due then"), &lines(cx, request, clock)))
        }
    }
}

/// The same as small as a line of the tree of orders takes it.
pub fn of_order(cx: &Context, request: &Request, clock: &Running) -> Markup {
    html! {
        (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock))
        (layout::why(cx.lang.pick("为什么", "Why"), &lines(cx, request, clock)))
    }
}

/// Every clock of a request, those that have stopped too, each with its calculation folded.
pub fn all(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    html! {
        @for clock in &request.clocks {
            details.why {
                summary {
                    (clock.kind.name(lang)) @if let Some(unit) = unit(cx, request, clock) { " · " (unit) }
                    @if clock.stopped.is_some() { " · " (lang.pick("已完成", "done")) }
                    @if clock.overdue.is_some() { " · " (lang.pick("曾超时", "ran out")) }
                }
                div.why-body { (lines(cx, request, clock)) }
            }
        }
    }
}

fn unit<'a>(cx: &'a Context, request: &'a Request, clock: &Running) -> Option<&'a str> {
    let order = clock.order.and_then(|id| request.order(id))?;
    Some(parts::unit(&cx.city, &order.unit, cx.lang))
}

/// The calculation, one step a line; the steps of the count stand in under the rule that they follow.
fn lines(cx: &Context, request: &Request, clock: &Running) -> Markup {
    let lines = explain(request, clock, &cx.city).lines(cx.lang);
    html! {
        ol.steps { @for line in &lines { li.(if line.starts_with(' ') { "is-step" } else { "is-line" }) { (line.trim_start()) } } }
    }
}
