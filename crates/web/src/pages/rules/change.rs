//! `/rules/changes/{id}`: what a proposal would do, for the person who decides: in words, line by line, and on the requests of last month.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::StoreError;
use lianxin_app::packs::{self, Draft, Line, MAY_DECIDE, PackChange, RulesError, Standing, compare, state};
use lianxin_domain::city::Subject;
use lianxin_domain::{ChangeId, Lang};
use maud::{Markup, html};

use super::{READERS, aside, files, page};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::say;
use crate::state::Web;
use crate::ui::{Button, Field, Icon, Tone, badge, layout, states, time};

/// Longest note of a decision, in characters.
const NOTE_CHARS_MAX: usize = 1_000;
/// Unchanged lines that are shown around what has changed.
const AROUND: usize = 3;

/// A change as the page shows it.
struct Shown {
    change: PackChange,
    standing: Option<Standing>,
    /// What it would do now, while it waits.
    draft: Option<Result<Draft, RulesError>>,
    waiting: Waiting,
}

pub(super) async fn show(State(web): State<Web>, who: SignedIn, Path(id): Path<ChangeId>) -> Response {
    match load(&web, &who, id).await {
        Ok(shown) => {
            let title = files::name(who.lang(), &shown.change.path);
            frame::html_response(frame::page(&who, shown.waiting, &title, &markup(&who, &shown)))
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

async fn load(web: &Web, who: &SignedIn, id: ChangeId) -> Result<Shown, Failure> {
    who.require(READERS)?;
    let cx = who.cx.clone();
    let read = web.read(move |tx| -> Result<_, StoreError> { Ok((tx.pack_change(id)?, frame::waiting(tx, &cx)?)) });
    let (change, waiting) = read.await?;
    let change = change.ok_or(RulesError::NoSuchChange)?;
    let (path, after, open) = (change.path.clone(), change.after.clone(), change.state == state::PROPOSED);
    let (standing, draft) = aside(&web.app, move |app| {
        let standing = packs::shown(app)?.standing.remove(&id);
        Ok((standing, open.then(|| packs::draft(app, &path, &after))))
    })
    .await?;
    Ok(Shown { change, standing, draft, waiting })
}

fn markup(who: &SignedIn, shown: &Shown) -> Markup {
    let (lang, now, change) = (who.lang(), who.cx.now, &shown.change);
    let about = html! {
        code { (change.path) } " · " (change.proposed_name) (lang.pick(" 提出于 ", " proposed it ")) (time::time(lang, now, change.proposed))
        " " (page::standing(lang, change, shown.standing.as_ref()))
    };
    let again = html! { (page::back(lang)) (Button::plain(lang.pick("看现行文本", "The text in force")).href(&files::href(&change.path))) };
    html! {
        (layout::page_head(&files::name(lang, &change.path), &about, &again))
        (layout::panel(lang.pick("理由", "Why"), &html! {}, &html! { p.prose { (change.reason) } (decided(who, shown)) }))
        @match &shown.draft {
            Some(Ok(draft)) if draft.before == change.before => {
                (in_words(who, draft))
                (line_by_line(lang, &change.before, &change.after))
                (super::trial::invitation(lang, change.id))
                (decision(who, change))
            }
            Some(Ok(_)) => { (outdated(who, change)) (line_by_line(lang, &change.before, &change.after)) (decision(who, change)) }
            Some(Err(error)) => {
                (states::notice(Tone::Danger, &say::rules_error(lang, error)))
                (line_by_line(lang, &change.before, &change.after))
                (decision(who, change))
            }
            None => (line_by_line(lang, &change.before, &change.after)),
        }
    }
}

fn decided(who: &SignedIn, shown: &Shown) -> Markup {
    let (lang, change) = (who.lang(), &shown.change);
    html! {
        @if let (Some(name), Some(at)) = (&change.decided_name, change.decided) {
            p.quiet { (name) (lang.pick(" 决定于 ", " decided it ")) (time::time(lang, who.cx.now, at)) @if let Some(note) = &change.note { "：" (note) } }
        }
        @if let Some(Standing::DoesNotFit(faults)) = &shown.standing { ul { @for fault in faults { li { code { (fault) } } } } }
    }
}

fn outdated(who: &SignedIn, change: &PackChange) -> Markup {
    let lang = who.lang();
    html! {
        div.notice.t-warning {
            (Icon::CircleAlert)
            div {
                p.notice-title { (lang.pick("这份提议所依据的文本已经变化，不能批准", "The text that this rests on has changed: it cannot be approved")) }
                p { a href=(files::href(&change.path)) { (lang.pick("按现行文本重新提出", "Propose it anew on the text of now")) } }
            }
        }
    }
}

/// What would differ, one sentence each.
pub(super) fn in_words(who: &SignedIn, draft: &Draft) -> Markup {
    let lang = who.lang();
    let today = draft.now.calendar.date_of(who.cx.now);
    let runs = |subject: &Subject| {
        let Subject::Policy(version) = subject else { return false };
        let both = [&draft.now, &draft.then]
            .map(|city| city.policies.version(version).is_some_and(|policy| policy.from <= today));
        both == [true, true]
    };
    let anew = draft.then.policies.all().iter().any(|policy| {
        policy.recompute_running && draft.now.policies.version(&policy.version).is_none_or(|old| !old.recompute_running)
    });
    let content = html! {
        @if draft.differences.is_empty() { p.quiet { (lang.pick("规则内容没有变化，只有文字或注释不同。", "What the rules say does not change: only wording or comments do.")) } }
        ul.rules-changes { @for change in &draft.differences { li { (change.say(lang)) } } }
        @if draft.differences.iter().any(|change| runs(&change.subject)) {
            (states::notice(Tone::Warning, lang.pick("直接改动了正在施行的办法：此前已开始的时限不变，之后开始的按新内容计算。", "A policy in force is changed in place: clocks that run keep their due moment, new ones follow the new text.")))
        }
        @if anew { (states::notice(Tone::Warning, lang.pick("生效后将重算在途时限（recompute_running）。", "Running clocks will be counted anew once it is in force (recompute_running)."))) }
    };
    let title = lang.pick(
        format!("会有什么不同（{}）", draft.differences.len()),
        format!("What would differ ({})", draft.differences.len()),
    );
    layout::panel(&title, &html! {}, &content)
}

/// The two texts line by line; far from any change nothing is shown.
pub(super) fn line_by_line(lang: Lang, before: &str, after: &str) -> Markup {
    let lines = compare(before, after);
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Same(..))).map(|(at, _)| at).collect();
    let near = |at: usize| {
        let next = changed.partition_point(|changed| *changed < at);
        let close = |other: Option<&usize>| other.is_some_and(|other| other.abs_diff(at) <= AROUND);
        close(changed.get(next)) || close(next.checked_sub(1).and_then(|before| changed.get(before)))
    };
    let shown: Vec<(usize, &Line<'_>)> = lines.iter().enumerate().filter(|(at, _)| near(*at)).collect();
    let content = html! {
        div.rules-diff role="table" tabindex="0" aria-label=(lang.pick("逐行对照", "Line by line")) {
            @for (position, (at, line)) in shown.iter().enumerate() {
                @if position > 0 && shown[position - 1].0 + 1 < *at { div.rules-gap { "⋯" } }
                (one_line(line))
            }
        }
    };
    html! { details.why.rules-why open { summary { (lang.pick("逐行对照", "Line by line")) } div.why-body { (content) } } }
}

fn one_line(line: &Line<'_>) -> Markup {
    let (class, mark, old, new, text) = match line {
        Line::Same(old, new, text) => ("", " ", Some(old), Some(new), text),
        Line::Gone(old, text) => ("is-gone", "−", Some(old), None, text),
        Line::New(new, text) => ("is-new", "+", None, Some(new), text),
    };
    let number = |number: Option<&usize>| number.map_or_else(String::new, ToString::to_string);
    html! { div.rules-line.(class) role="row" { span.n { (number(old)) } span.n { (number(new)) } span.m { (mark) } code { (text) } } }
}

fn decision(who: &SignedIn, change: &PackChange) -> Markup {
    let lang = who.lang();
    let mine = Some(change.proposed_by) == who.cx.actor.account;
    let action = format!("/rules/changes/{}", change.id);
    let content = if mine {
        html! {
            p { (lang.pick("这是您提出的变更，由另一位管理员或领导决定。", "You proposed this: another administrator or a leader decides.")) }
            form method="post" action=(action) { (Button::danger(lang.pick("撤回提议", "Take it back")).sends("do", "take-back")) }
        }
    } else if who.cx.actor.is_one_of(MAY_DECIDE) {
        html! {
            form.fields method="post" action=(action) {
                (Field::area("note", lang.pick("意见", "Note"), 2).required().max_chars(NOTE_CHARS_MAX))
                div.actions {
                    (Button::primary(lang.pick("批准并生效", "Approve")).icon(Icon::Check).sends("do", "approve"))
                    (Button::danger(lang.pick("不采纳", "Refuse")).sends("do", "refuse"))
                }
            }
        }
    } else {
        html! { p.quiet { (badge::badge(Tone::Warning, lang.pick("等待另一位管理员或领导决定", "another administrator or a leader decides"))) } }
    };
    layout::panel(lang.pick("决定", "Decision"), &html! {}, &content)
}
