//! A list as a table: each row is a link, pages are turned by key, never by number.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Icon;

/// How a column is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Set {
    /// As wide as its content, on one line.
    Tight,
    /// Takes the room that is left, cut with an ellipsis; the cell should carry a title.
    Wide,
    /// Figures, set right.
    Number,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its head; empty for a column that explains itself, such as lights.
    pub head: &'a str,
    /// How it is set.
    pub set: Set,
}

impl<'a> Column<'a> {
    /// As wide as its content.
    pub const fn tight(head: &'a str) -> Self {
        Column { head, set: Set::Tight }
    }
    /// Takes the room that is left.
    pub const fn wide(head: &'a str) -> Self {
        Column { head, set: Set::Wide }
    }
    /// Figures.
    pub const fn number(head: &'a str) -> Self {
        Column { head, set: Set::Number }
    }
}

/// A row. The first wide cell carries the link.
#[derive(Clone, Debug)]
pub struct Row {
    /// A stable id, so that a live change finds its place; empty for none.
    pub id: String,
    /// Where Enter and a click lead.
    pub href: Option<String>,
    /// Loads the address into the side panel with this id instead of leaving the list.
    pub panel: Option<&'static str>,
    /// One for each column.
    pub cells: Vec<Markup>,
}

/// The neighbours of this page of the list.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// The page before, if there is one.
    pub newer: Option<String>,
    /// The page after, if there is one.
    pub older: Option<String>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// What the list is; heard by screen readers.
    pub caption: &'a str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Its rows.
    pub rows: Vec<Row>,
    /// Shown instead when there are none.
    pub empty: Markup,
    /// Its neighbours.
    pub pager: Pager,
}

/// The table; `j` `k` move, Enter opens. On a phone each row becomes a card.
pub fn table(lang: Lang, of: &Table<'_>) -> Markup {
    if of.rows.is_empty() {
        return html! { (of.empty) (pager(lang, &of.pager)) };
    }
    html! {
        div.table-box tabindex="0" role="region" aria-label=(of.caption) {
            table.table data-list {
                caption.vh { (of.caption) }
                thead { tr { @for column in of.columns { th.(class(column.set)) scope="col" { (column.head) } } } }
                tbody { @for row in &of.rows { (draw_row(of.columns, row)) } }
            }
        }
        (pager(lang, &of.pager))
    }
}

fn draw_row(columns: &[Column<'_>], row: &Row) -> Markup {
    let link_at = columns.iter().position(|column| column.set == Set::Wide).unwrap_or(0);
    html! {
        tr id=[Some(&row.id).filter(|id| !id.is_empty())] data-row[row.href.is_some()] {
            @for (n, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
                td.(class(column.set)) data-head=(column.head) {
                    @if let (true, Some(href)) = (n == link_at, &row.href) {
                        a.row-link href=(href) data-panel=[row.panel] { (cell) }
                    } @else { (cell) }
                }
            }
        }
    }
}

const fn class(set: Set) -> &'static str {
    match set {
        Set::Tight => "c-tight",
        Set::Wide => "c-wide",
        Set::Number => "c-number",
    }
}

fn pager(lang: Lang, pager: &Pager) -> Markup {
    html! {
        @if pager.newer.is_some() || pager.older.is_some() {
            nav.pager aria-label=(lang.pick("翻页", "Pages")) {
                @if let Some(href) = &pager.newer { a.btn.btn-small rel="prev" href=(href) { (Icon::ChevronLeft) (lang.pick("上一页", "Previous")) } }
                @if let Some(href) = &pager.older { a.btn.btn-small rel="next" href=(href) { (lang.pick("下一页", "Next")) (Icon::ChevronRight) } }
            }
        }
    }
}
