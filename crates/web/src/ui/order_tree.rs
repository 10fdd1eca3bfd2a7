//! The orders of a request as a tree: who leads, who supports, what was passed down.

use lianxin_domain::Lang;
use lianxin_domain::request::OrderRole;
use maud::{Markup, html};

/// An order and the parts that were passed down from it.
#[derive(Clone, Debug)]
pub struct OrderNode<'a> {
    /// What the unit is for the request.
    pub role: OrderRole,
    /// The full name of its unit.
    pub unit: &'a str,
    /// Its state, as a badge.
    pub state: Markup,
    /// The clock that runs on it, drawn.
    pub clock: Markup,
    /// What this reader may do with it.
    pub actions: Markup,
    /// What was passed down.
    pub parts: Vec<OrderNode<'a>>,
}

/// The tree, as nested lists.
pub fn order_tree(lang: Lang, orders: &[OrderNode<'_>]) -> Markup {
    html! {
        ul.tree {
            @for order in orders {
                li {
                    div.tree-row {
                        span.role.(if order.role == OrderRole::Lead { "role-lead" } else { "role-support" }) { (order.role.name(lang)) }
                        strong.tree-unit title=(order.unit) { (order.unit) }
                        (order.state)
                        (order.clock)
                    }
                    (order.actions)
                    @if !order.parts.is_empty() { (order_tree(lang, &order.parts)) }
                }
            }
        }
    }
}
