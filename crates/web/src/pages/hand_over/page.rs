//! The page: what was left for me, what I have in hand, and the form that hands it over.

use lianxin_app::Context;
use lianxin_app::hand_over::{Account, InHand, Note, Parcel, TASKS_MAX};
use lianxin_app::lists::TaskLine;
use lianxin_domain::AccountId;
use lianxin_domain::access::Role;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use maud::{Markup, html};

use crate::ui::field::Choice;
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Field, Icon, badge, layout, states, time};

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    /// Whose things are handed over: the reader's, or somebody's who is not there.
    pub giver: AccountId,
    /// What he has in hand.
    pub in_hand: InHand,
    /// What was left for the reader.
    pub parcels: Vec<Parcel>,
    /// To whom it can go.
    pub colleagues: Vec<Account>,
}

pub(super) fn page(cx: &Context, shift: &Shift) -> Markup {
    let lang = cx.lang;
    let absent = Some(shift.giver) != cx.actor.account;
    let giver = shift.colleagues.iter().find(|account| account.id == shift.giver);
    let name = giver.filter(|_| absent).map_or(cx.actor.name.as_str(), |account| account.name.as_str());
    let about = html! { (lang.pick("换人不下线：任务和草稿连同说明一起交给接班人", "Tasks and drafts go to whoever relieves you, with a word about where they stand")) };
    html! {
        (layout::page_head(lang.pick("交接班", "Change of shift"), &about, &html! {}))
        @if !absent && !shift.parcels.is_empty() { (left_for_me(cx, &shift.parcels)) }
        (in_hand(cx, &shift.in_hand, name))
        (give(cx, shift, giver.filter(|_| absent)))
        @if cx.actor.is(Role::FloorSupervisor) { (for_somebody(cx, shift)) }
    }
}

fn left_for_me(cx: &Context, parcels: &[Parcel]) -> Markup {
    let lang = cx.lang;
    let content = html! {
        ul.tokens {
            @for parcel in parcels {
                li {
                    div {
                        p { strong { (parcel.by) } " " (time::time(lang, cx.now, parcel.at)) " "
                            span.quiet { (lang.pick(format!("任务 {} 件", parcel.tasks), format!("{} tasks", parcel.tasks))) } }
                        p.prose { (parcel.note) }
                    }
                    @if parcel.has_form {
                        form method="post" action={ "/hand-over/" (parcel.id) "/take-up" } { (Button::primary(lang.pick("接手草稿", "Take up the draft")).icon(Icon::UserCheck)) }
                    } @else {
                        form method="post" action={ "/hand-over/" (parcel.id) "/put-away" } { (Button::plain(lang.pick("已阅", "Read")).icon(Icon::Check)) }
                    }
                }
            }
        }
    };
    layout::queue(lang.pick("交给我的", "Left for me"), parcels.len(), &content)
}

fn in_hand(cx: &Context, in_hand: &InHand, name: &str) -> Markup {
    let lang = cx.lang;
    let columns = [
        Column::tight(lang.pick("等级", "Grade")),
        Column::tight(lang.pick("任务", "Task")),
        Column::wide(lang.pick("事项", "Matter")),
        Column::tight(lang.pick("编号", "Number")),
        Column::tight(lang.pick("到期", "Due")),
        Column::wide(lang.pick("交接说明", "What was said")),
    ];
    let rows = in_hand.tasks.lines.iter().map(|line| row(cx, line, &in_hand.notes)).collect();
    let empty = states::empty(Icon::CircleCheck, lang.pick("没有认领的任务", "No claimed tasks"), "");
    let title = lang.pick(format!("{name}手上的"), format!("In hand: {name}"));
    let content = html! {
        (table(lang, &Table { caption: &title, columns: &columns, rows, empty, pager: Pager::default() }))
        @if in_hand.tasks.more { p.quiet { (lang.pick(format!("一次移交前 {TASKS_MAX} 件，其余请再移交一次"), format!("The first {TASKS_MAX} go at once; hand over again for the rest"))) } }
        @if in_hand.drafts > 0 { p { (Icon::FileText) " " (lang.pick(format!("未完成的登记和交接 {} 份", in_hand.drafts), format!("{} drafts and notes", in_hand.drafts))) } }
    };
    layout::queue(&title, in_hand.tasks.lines.len(), &content)
}

fn row(cx: &Context, line: &TaskLine, notes: &[Note]) -> Row {
    let lang = cx.lang;
    let note = notes.iter().find(|note| note.task == line.id);
    Row {
        id: format!("t-{}", line.id),
        href: Some(format!("/requests/{}", line.request.number)),
        panel: None,
        cells: vec![
            badge::grade(lang, line.request.grade),
            html! { (line.kind.name(lang)) },
            html! { span title=(line.request.title) { (line.request.title) } },
            html! { span.num { (line.request.number) } },
            html! { @if let Some(due) = line.due { (time::time(lang, cx.now, due)) } },
            html! { @if let Some(note) = note { span title=(note.text) { (note.by) "：" (note.text) } } },
        ],
    }
}

fn give(cx: &Context, shift: &Shift, absent: Option<&Account>) -> Markup {
    let lang = cx.lang;
    let others: Vec<(String, String)> = shift
        .colleagues
        .iter()
        .filter(|account| account.id != shift.giver)
        .map(|account| {
            let roles: Vec<&str> = account.roles.iter().map(|role| role.name(lang)).collect();
            (account.login.clone(), format!("{} · {}", account.name, roles.join(lang.pick("、", ", "))))
        })
        .collect();
    let mut choices = vec![Choice { value: "", text: lang.pick("选择接班人", "Who takes over") }];
    choices.extend(others.iter().map(|(login, text)| Choice { value: login, text }));
    let what =
        lang.pick("说明：办到哪一步、答应了什么、几点回电", "Where it stands, what was promised, when to call back");
    let content = html! {
        form.fields.narrow method="post" action="/hand-over" {
            @if let Some(absent) = absent { input type="hidden" name="of" value=(absent.login); }
            (Field::select("to", lang.pick("接班人", "To"), &choices).required())
            (Field::area("note", lang.pick("交接说明", "Note"), 4).required().max_chars(TEXT_CHARS_MAX).hint(what))
            (Button::primary(lang.pick("全部移交", "Hand everything over")).icon(Icon::UserCheck).key("Alt+H"))
        }
    };
    let title = match absent {
        Some(absent) => lang.pick(format!("代{}移交", absent.name), format!("Hand over for {}", absent.name)),
        None => lang.pick("移交", "Hand over").to_owned(),
    };
    layout::panel(&title, &html! {}, &content)
}

/// A floor supervisor does it for who has left without a word.
fn for_somebody(cx: &Context, shift: &Shift) -> Markup {
    let lang = cx.lang;
    let giver = shift.colleagues.iter().find(|account| account.id == shift.giver).map_or("", |account| &account.login);
    let choices: Vec<Choice<'_>> =
        shift.colleagues.iter().map(|account| Choice { value: &account.login, text: &account.name }).collect();
    let content = html! {
        form.fields.narrow method="get" action="/hand-over" {
            (Field::select("of", lang.pick("谁不在岗", "Who is not there"), &choices).value(giver))
            (Button::plain(lang.pick("查看其手上的任务", "Show what he has in hand")))
        }
    };
    layout::panel(lang.pick("代不在岗的同事移交", "For somebody who is not there"), &html! {}, &content)
}
