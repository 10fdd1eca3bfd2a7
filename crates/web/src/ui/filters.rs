//! The filter bar above a list: a plain GET form, so that every view of a list has an address.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Icon, badge};

/// A filter that is on or off.
#[derive(Clone, Debug)]
pub struct Chip<'a> {
    /// What it lets through.
    pub text: &'a str,
    /// The address of the list with this filter changed.
    pub href: &'a str,
    /// How many it lets through, if known.
    pub count: Option<usize>,
    /// On now.
    pub on: bool,
}

/// A filter bar.
#[derive(Clone, Debug)]
pub struct FilterBar<'a> {
    /// The address of the list.
    pub action: &'a str,
    /// What is searched for now.
    pub query: &'a str,
    /// What can be searched for, such as `编号、电话后四位、内容`.
    pub searches: &'a str,
    /// The filters that one click changes.
    pub chips: &'a [Chip<'a>],
    /// Further fields of the form, such as dates.
    pub more: Markup,
}

/// Search, chips and further fields in one line; `/` leads to the search.
pub fn filter_bar(lang: Lang, of: &FilterBar<'_>) -> Markup {
    html! {
        form.filters method="get" action=(of.action) role="search" {
            label.search {
                (Icon::Search)
                span.vh { (lang.pick("搜索", "Search")) }
                input.input type="search" name="q" value=(of.query) placeholder=(of.searches) data-key="/" autocomplete="off";
            }
            div.chips {
                @for chip in of.chips {
                    a.chip href=(chip.href) aria-current=[chip.on.then_some("true")] {
                        (chip.text) @if let Some(count) = chip.count { (badge::count(count)) }
                    }
                }
            }
            (of.more)
            noscript { button.btn.btn-small type="submit" { (lang.pick("筛选", "Filter")) } }
        }
    }
}
