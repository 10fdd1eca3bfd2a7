//! The page: a person is named, and every condition stands with its answer.

use lianxin_app::Context;
use lianxin_app::why::{About, Account, Answer, Right};
use lianxin_domain::access::Role;
use maud::{Markup, html};

use super::words;
use crate::pages::parts;
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Icon, Tone, badge, layout, states};

pub(super) fn page(cx: &Context, about: &About, people: &[Account]) -> Markup {
    let lang = cx.lang;
    let head = html! {
        span.num { (about.number) } " " (parts::stage(lang, about.state)) (badge::secrecy(lang, about.secrecy))
        @if let Some(title) = &about.title { " " (title) }
    };
    let back = format!("/requests/{}", about.number);
    let back = html! {
        @if about.title.is_some() {
            (Button::quiet(lang.pick("返回诉求", "Back to the request")).icon(Icon::ArrowLeft).href(&back))
        }
    };
    html! {
        (layout::page_head(lang.pick("谁能看到、谁能办理，为什么", "Who may see it, who may act, and why"), &head, &back))
        (ask(cx, about, people))
        @match &about.answer {
            Some(answer) => { (answered(cx, answer)) }
            None => { (states::empty(Icon::CircleHelp, lang.pick("请选择一个人", "Name a person"), lang.pick("逐条列出他能或不能的依据", "Every right is told with its ground"))) }
        }
    }
}

fn ask(cx: &Context, about: &About, people: &[Account]) -> Markup {
    let lang = cx.lang;
    let asked =
        about.answer.as_ref().map(|answer| answer.login.as_str()).or(about.unknown.as_deref()).unwrap_or_default();
    let wrong = about.unknown.is_some();
    let content = html! {
        form.fields.narrow method="get" action={ "/requests/" (about.number) "/why" } {
            div.field.(if wrong { "is-wrong" } else { "is-fine" }) {
                label.label for="f-who" { (lang.pick("登录名", "Login")) }
                input.input id="f-who" name="who" value=(asked) list="people" required autocomplete="off" aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[wrong.then_some("f-who-error")];
                datalist id="people" {
                    @for person in people {
                        option value=(person.login) { (person.name) " · " (parts::unit(&cx.city, &person.unit, lang)) " · " (roles(cx, &person.roles)) }
                    }
                }
                @if wrong { p.field-error id="f-who-error" { (Icon::CircleAlert) (lang.pick("没有这个登录名", "Nobody has this login")) } }
            }
            (Button::primary(lang.pick("说明", "Explain")).icon(Icon::CircleHelp))
        }
    };
    layout::panel(lang.pick("问谁", "Whom about"), &html! {}, &content)
}

fn roles(cx: &Context, roles: &[Role]) -> String {
    roles.iter().map(|role| role.name(cx.lang)).collect::<Vec<_>>().join(cx.lang.pick("、", ", "))
}

fn answered(cx: &Context, answer: &Answer) -> Markup {
    let lang = cx.lang;
    let person = &answer.person;
    let verdict = if answer.sees.at_all() {
        badge::badge_with(Tone::Done, Icon::Eye, lang.pick("能看到", "Sees it"))
    } else {
        badge::badge_with(Tone::Danger, Icon::EyeOff, lang.pick("看不到", "Does not see it"))
    };
    let sight = html! {
        p {
            strong { (person.name) } " " span.quiet { (parts::unit(&cx.city, &person.unit, lang)) " · " (roles(cx, &person.roles)) } " " (verdict)
        }
        ul.grounds {
            @if answer.disabled { (line(false, lang.pick("账户已停用，不能登录", "The account is closed: nobody signs in with it"))) }
            @for because in &answer.sees.because { (line(because.speaks_for(), &words::because(cx, because))) }
            @if answer.sees.at_all() {
                (line(answer.sees.address, words::address(lang, answer.sees.address)))
                (line(answer.sees.identity.is_ok(), &words::identity(lang, &answer.sees.identity)))
            }
        }
    };
    html! {
        (layout::panel(lang.pick("能否看到", "Sight"), &html! {}, &sight))
        (rights(cx, lang.pick("对这件诉求", "Of the request"), &answer.rights))
        @for (n, order) in answer.orders.iter().enumerate() {
            @let number = lang.pick(format!("第 {} 张工单", n + 1), format!("Order {}", n + 1));
            @let unit = order.unit.as_ref().map_or(String::new(), |unit| format!(" · {}", parts::unit(&cx.city, unit, lang)));
            (rights(cx, &format!("{number}{unit} · {}", order.state.name(lang)), &order.rights))
        }
    }
}

fn line(holds: bool, says: &str) -> Markup {
    html! { li { @if holds { (Icon::CircleCheck) } @else { (Icon::CircleX) } " " (says) } }
}

/// Those that he may make first; the others folded behind.
fn rights(cx: &Context, title: &str, all: &[Right]) -> Markup {
    let lang = cx.lang;
    let (may, not): (Vec<&Right>, Vec<&Right>) = all.iter().partition(|right| right.ground.is_ok());
    let none = states::empty(Icon::Lock, lang.pick("一项也不能", "None at all"), "");
    let content = html! {
        (list(cx, title, &may, none))
        @if !not.is_empty() {
            @let more = lang.pick(format!("不能的 {} 项及原因", not.len()), format!("{} that he may not, and why", not.len()));
            (layout::why(&more, &list(cx, &more, &not, html! {})))
        }
    };
    layout::panel(title, &html! {}, &content)
}

fn list(cx: &Context, caption: &str, rights: &[&Right], empty: Markup) -> Markup {
    let lang = cx.lang;
    let columns = [
        Column::tight(lang.pick("事项", "Move")),
        Column::wide(lang.pick("依据", "Ground")),
        Column::tight(lang.pick("当前状态", "State now")),
    ];
    let rows = rights.iter().map(|right| Row {
        id: String::new(),
        href: None,
        panel: None,
        cells: vec![
            html! { (right.kind.name(lang)) },
            html! { (words::ground(cx, right)) },
            html! { span.quiet { (if right.possible { lang.pick("可办", "open to it") } else { lang.pick("当前状态不可办", "not from this state") }) } },
        ],
    });
    table(lang, &Table { caption, columns: &columns, rows: rows.collect(), empty, pager: Pager::default() })
}
