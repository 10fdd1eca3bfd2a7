//! The orders of a request as a tree: who leads, who supports, what was passed down.

use lianxin_domain::{Lang, Moment};
use maud::{Markup, html};

use super::{Clock, clock};

/// An order and the parts that were passed down from it.
#[derive(Clone, Debug)]
pub struct OrderNode<'a> {
    /// Its number.
    pub number: &'a str,
    /// Where it can be seen, if this reader may.
    pub href: Option<&'a str>,
    /// The full name of its unit.
    pub unit: &'a str,
    /// 主办 rather than 协办.
    pub leads: bool,
    /// Its state, as a badge.
    pub state: Markup,
    /// The clock that runs on it.
    pub clock: Option<Clock<'a>>,
    /// What was passed down.
    pub parts: Vec<OrderNode<'a>>,
}

/// The tree, as nested lists.
pub fn order_tree(lang: Lang, now: Moment, orders: &[OrderNode<'_>]) -> Markup {
    html! {
        ul.tree {
            @for order in orders {
                li {
                    div.tree-row {
                        span.role.(if order.leads { "role-lead" } else { "role-support" }) {
                            @if order.leads { (lang.pick("主办", "Lead")) } @else { (lang.pick("协办", "Support")) }
                        }
                        strong.tree-unit title=(order.unit) { (order.unit) }
                        (order.state)
                        @if let Some(running) = &order.clock { (clock::clock(lang, now, running)) }
                        @if let Some(href) = order.href { a.num.tree-number href=(href) { (order.number) } }
                        @else { span.num.quiet.tree-number { (order.number) } }
                    }
                    @if !order.parts.is_empty() { (order_tree(lang, now, &order.parts)) }
                }
            }
        }
    }
}
