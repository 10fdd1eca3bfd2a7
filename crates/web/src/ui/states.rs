//! The states of a page that are not its content: empty, loading, failed, offline, no right. Each says what to do.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Icon, Tone, toast};

/// Nothing here, which is good or at least explained: `没有等你的事；今天办结 12 件`.
pub fn empty(icon: Icon, title: &str, more: &str) -> Markup {
    html! { div.state { span.state-icon { (icon) } p.state-title { (title) } @if !more.is_empty() { p.quiet { (more) } } } }
}

/// Lines that stand where content will be. Shown by the console after 300 ms, not before.
pub fn skeleton(lang: Lang, lines: usize) -> Markup {
    html! {
        div.skeleton role="status" aria-busy="true" {
            span.vh { (lang.pick("正在读取", "Loading")) }
            @for _ in 0..lines { span.skeleton-line aria-hidden="true" {} }
        }
    }
}

/// What failed, what to do, and the number by which an engineer finds it.
pub fn failed(lang: Lang, what: &str, to_do: &str, number: &str) -> Markup {
    html! {
        div.state.t-danger role="alert" {
            span.state-icon { (Icon::CircleX) }
            p.state-title { (what) }
            p.quiet { (to_do) }
            p.quiet { (lang.pick("报障编号 ", "Reference ")) code.num { (number) } }
        }
    }
}

/// No connection: what is typed is kept here and will be sent.
pub fn offline(lang: Lang) -> Markup {
    html! {
        div.notice.t-warning role="status" {
            (Icon::CloudOff)
            p { (lang.pick("网络断开。填写的内容已存在本机，恢复后自动发送。", "Offline. What you type is saved here and will be sent.")) }
        }
    }
}

/// Not for this reader, and who can help.
pub fn no_right(lang: Lang, what: &str, ask: &str) -> Markup {
    html! {
        div.state {
            span.state-icon { (Icon::Lock) }
            p.state-title { (what) }
            p.quiet { (lang.pick("需要时请找：", "If you need it, ask ")) (ask) }
        }
    }
}

/// A line above content that says something about it.
pub fn notice(tone: Tone, text: &str) -> Markup {
    html! { div.notice.(tone.class()) { (toast::icon(tone)) p { (text) } } }
}
