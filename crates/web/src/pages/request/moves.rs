//! Where the moves stand: the next steps as forms behind their names, the others as links behind “more”, in groups by what they are
//! about. A link leads to the form on a page of its own (in a side panel: into the panel), so that a page with many orders stays light.

use lianxin_app::Context;
use lianxin_app::view::RequestView;
use lianxin_domain::request::{CommandKind, Order};
use lianxin_domain::{Grade, Lang, OrderId};
use maud::{Markup, html};

use super::forms;
use super::verbs::{self, Group};
use crate::caller::encode;
use crate::ui::Icon;

/// What may be done to one order now. `open` is the step that stands unfolded; `back` is where the forms lead afterwards.
pub fn of_order(
    cx: &Context,
    view: &RequestView,
    order: &Order,
    name: &str,
    open: Option<CommandKind>,
    back: &str,
) -> Markup {
    let kinds = order_moves(view, order.id);
    let emergency = view.request.facts.grade == Grade::Emergency;
    let steps =
        kinds.iter().filter(|kind| verbs::group(**kind).is_none() && (**kind != CommandKind::Phone || emergency));
    let steps = steps.filter_map(|kind| forms::order_form(cx, view, order, *kind, back).map(|form| (*kind, form)));
    let steps: Vec<(CommandKind, Markup)> = steps.collect();
    let at = format!("/requests/{}/orders/{}", view.request.number, order.id);
    html! { (folds(cx.lang, name, open, &steps)) (more(cx.lang, kinds, &at, back)) }
}

/// What may be done to the request now.
pub fn of_request(cx: &Context, view: &RequestView, name: &str, open: Option<CommandKind>, back: &str) -> Markup {
    let steps = view.moves.iter().filter(|kind| verbs::group(**kind).is_none());
    let steps = steps.filter_map(|kind| forms::request_form(cx, &view.request, *kind, back).map(|form| (*kind, form)));
    let steps: Vec<(CommandKind, Markup)> = steps.collect();
    let at = format!("/requests/{}", view.request.number);
    // Where nothing is the next step there is nothing to be kept calm for.
    html! { (folds(cx.lang, name, open, &steps)) (groups(cx.lang, &view.moves, &at, back, steps.is_empty())) }
}

/// What may be done to an order now.
pub fn order_moves(view: &RequestView, order: OrderId) -> &[CommandKind] {
    view.order_moves.iter().find(|(id, _)| *id == order).map_or(&[][..], |(_, moves)| moves.as_slice())
}

/// The moves that are not the next step, behind “more”.
pub fn more(lang: Lang, kinds: &[CommandKind], at: &str, back: &str) -> Markup {
    groups(lang, kinds, at, back, false)
}

fn groups(lang: Lang, kinds: &[CommandKind], at: &str, back: &str, open: bool) -> Markup {
    let of = |group: Group| kinds.iter().copied().filter(move |kind| verbs::group(*kind) == Some(group));
    let groups: Vec<(Group, Vec<CommandKind>)> = Group::ALL
        .iter()
        .map(|group| (*group, of(*group).collect::<Vec<_>>()))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect();
    html! {
        @if !groups.is_empty() {
            details.more-moves open[open] {
                summary.btn.btn-small.btn-quiet { (Icon::Ellipsis) (lang.pick("更多", "More")) }
                dl.move-groups { @for (group, kinds) in &groups {
                    div { dt { (group.name(lang)) } dd { @for kind in kinds {
                        @if let Some(verb) = verbs::verb(*kind) {
                            a.btn.btn-small href={ (at) "/" (verb) "?back=" (encode(back)) } { (kind.name(lang)) }
                        }
                    } } }
                } }
            }
        }
    }
}

/// Forms behind their names, so that the page stays calm; one of them is open at a time. A form without a field is its button.
pub fn folds(lang: Lang, group: &str, open: Option<CommandKind>, forms: &[(CommandKind, Markup)]) -> Markup {
    html! {
        @if !forms.is_empty() {
            div.folds {
                @for (kind, form) in forms {
                    @if is_bare(*kind) { (form) } @else {
                        details.act-fold name=(group) open[open == Some(*kind)] {
                            summary.btn.btn-small data-key=[key(*kind)] {
                                (name(lang, *kind)) @if let Some(key) = key(*kind) { kbd aria-hidden="true" { (key) } }
                            }
                            (form)
                        }
                    }
                }
            }
        }
    }
}

/// A form without a field.
const fn is_bare(kind: CommandKind) -> bool {
    matches!(kind, CommandKind::Accept | CommandKind::Approve)
}

/// What a move is called on its form.
fn name(lang: Lang, kind: CommandKind) -> &'static str {
    if kind == CommandKind::CallbackClose { lang.pick("回访", "Call back") } else { kind.name(lang) }
}

/// The key of a move of those who handle, and of those who watch them.
#[expect(clippy::wildcard_enum_match_arm, reason = "few moves have a key")]
const fn key(kind: CommandKind) -> Option<&'static str> {
    match kind {
        CommandKind::Accept => Some("a"),
        CommandKind::Contact => Some("c"),
        CommandKind::PassDown => Some("d"),
        CommandKind::Progress => Some("p"),
        CommandKind::Report => Some("r"),
        CommandKind::Urge => Some("u"),
        CommandKind::Supervise => Some("s"),
        CommandKind::Instruct => Some("i"),
        _ => None,
    }
}
