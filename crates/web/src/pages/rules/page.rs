//! The overview: what waits for a decision, what has lost its ground, every file, and what was changed by whom, when and why.

use lianxin_app::packs::{Effective, MAY_PROPOSE, PackChange, Standing, state};
use lianxin_domain::Lang;
use maud::{Markup, html};

use super::files;
use crate::caller::SignedIn;
use crate::ui::{Button, Icon, Tone, badge, layout, states, time};

pub(super) fn page(who: &SignedIn, effective: &Effective, changes: &[PackChange]) -> Markup {
    let lang = who.lang();
    let city = &effective.city;
    let policy = city.policy(who.cx.now);
    let about = html! {
        (city.name.get(lang)) " · " (lang.pick("现行办法 ", "policy in force ")) strong { (policy.version) }
        " (" (policy.from) (lang.pick(" 起", " on")) ") · " (lang.pick("规则版本 ", "rules ")) code.num { (city.version) }
    };
    html! {
        (layout::page_head(lang.pick("规则", "Rules"), &about, &html! {}))
        (trouble(who, effective, changes))
        (waiting(who, changes))
        (all_files(who, effective))
        (history(who, effective, changes))
    }
}

/// Approved changes that are not in force, unless a later change of the same file is.
fn trouble(who: &SignedIn, effective: &Effective, changes: &[PackChange]) -> Markup {
    let lang = who.lang();
    let lost = |change: &&PackChange| {
        let standing = |change: &PackChange| effective.standing.get(&change.id);
        let mended = |other: &PackChange| {
            other.path == change.path
                && other.decided > change.decided
                && standing(other).is_some_and(|standing| !standing.is_trouble())
        };
        standing(change).is_some_and(Standing::is_trouble) && !changes.iter().any(mended)
    };
    let lost: Vec<&PackChange> = changes.iter().filter(lost).collect();
    html! {
        @if !lost.is_empty() {
            div.notice.t-danger role="alert" {
                (Icon::CircleAlert)
                div {
                    p.notice-title { (lang.pick("以下变更已获批准，但没有生效", "These changes were approved and are not in force")) }
                    p { (lang.pick("城市包文件夹在批准之后被改动，变更所依据的文本已不在。请重新提出。", "The folder of the pack was changed after they were approved: the text that they rest on is gone. Propose them anew.")) }
                    ul {
                        @for change in lost {
                            li {
                                a href={ "/rules/changes/" (change.id) } { (files::name(lang, &change.path)) } " · " (change.reason)
                                @if let Some(Standing::DoesNotFit(faults)) = effective.standing.get(&change.id) { @for fault in faults { br; code { (fault) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn waiting(who: &SignedIn, changes: &[PackChange]) -> Markup {
    let lang = who.lang();
    let open: Vec<&PackChange> = changes.iter().filter(|change| change.state == state::PROPOSED).collect();
    let content = html! {
        @if open.is_empty() {
            (states::empty(Icon::CircleCheck, lang.pick("没有待决定的变更", "Nothing waits for a decision"), ""))
        } @else {
            ul.rules-list { @for change in &open { (line(who, change, &html! {
                @if Some(change.proposed_by) == who.cx.actor.account { (badge::badge(Tone::Neutral, lang.pick("我提出的", "mine"))) }
                @else { (badge::badge(Tone::Warning, lang.pick("待决定", "to decide"))) }
            })) } }
        }
    };
    layout::queue(lang.pick("待决定的变更", "Waiting for a decision"), open.len(), &content)
}

fn line(who: &SignedIn, change: &PackChange, mark: &Markup) -> Markup {
    let (lang, now) = (who.lang(), who.cx.now);
    html! {
        li {
            p { a href={ "/rules/changes/" (change.id) } { strong { (files::name(lang, &change.path)) } } " " (mark) }
            p { (change.reason) }
            p.quiet {
                (change.proposed_name) (lang.pick(" 提出于 ", " proposed it ")) (time::time(lang, now, change.proposed))
                @if let (Some(name), Some(at)) = (&change.decided_name, change.decided) {
                    " · " (name) " " (time::time(lang, now, at)) @if let Some(note) = &change.note { "：" (note) }
                }
            }
        }
    }
}

fn all_files(who: &SignedIn, effective: &Effective) -> Markup {
    let lang = who.lang();
    let changed = |path: &str| effective.texts.get(path) != effective.folder.get(path);
    let content = html! {
        div.rules-groups {
            @for (group, files) in files::grouped(&effective.texts.keys()) {
                section {
                    h3 { (group.name(lang)) }
                    p.quiet { (group.about(lang)) }
                    ul {
                        @for path in files {
                            li {
                                a href=(files::href(path)) { (path) }
                                @if changed(path) { " " (badge::badge(Tone::Brand, lang.pick("线上已改", "changed here"))) }
                            }
                        }
                    }
                }
            }
        }
    };
    let about = if who.cx.actor.is_one_of(MAY_PROPOSE) {
        lang.pick("打开文件即可修改并提交审批", "Open a file to change it")
    } else {
        ""
    };
    layout::panel(lang.pick("全部规则", "All rules"), &html! { span.quiet { (about) } }, &content)
}

fn history(who: &SignedIn, effective: &Effective, changes: &[PackChange]) -> Markup {
    let lang = who.lang();
    let decided: Vec<&PackChange> = changes.iter().filter(|change| change.state != state::PROPOSED).collect();
    let content = html! {
        @if decided.is_empty() {
            (states::empty(Icon::History, lang.pick("还没有变更", "Nothing was changed yet"), ""))
        } @else {
            ul.rules-list { @for change in decided { (line(who, change, &standing(lang, change, effective.standing.get(&change.id)))) } }
        }
    };
    layout::panel(lang.pick("变更记录", "History"), &html! {}, &content)
}

/// Where a change stands, as a badge.
pub(super) fn standing(lang: Lang, change: &PackChange, standing: Option<&Standing>) -> Markup {
    match (change.state.as_str(), standing) {
        (state::PROPOSED, _) => badge::badge(Tone::Warning, lang.pick("待决定", "to decide")),
        (state::APPROVED, Some(Standing::InForce)) => badge::badge(Tone::Done, lang.pick("已生效", "in force")),
        (state::APPROVED, Some(Standing::Saved)) => {
            badge::badge(Tone::Done, lang.pick("已并入城市包", "saved in the pack"))
        }
        (state::APPROVED, Some(Standing::Conflict | Standing::DoesNotFit(_))) => {
            badge::badge(Tone::Danger, lang.pick("未生效：文件夹已改动", "not in force: the folder was changed"))
        }
        (state::APPROVED, None) => badge::badge(Tone::Neutral, lang.pick("已批准", "approved")),
        _ => badge::badge(Tone::Neutral, lang.pick("未采纳", "refused")),
    }
}

/// The way back to the overview.
pub(super) fn back(lang: Lang) -> Markup {
    html! { (Button::quiet(lang.pick("全部规则", "All rules")).icon(Icon::ArrowLeft).href("/rules")) }
}
