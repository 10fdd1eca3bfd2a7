//! `/rules/file`: one file as it is written. Whoever may propose changes it here: first it is checked, with every fault at its line and
//! every effect in words, then it is laid before another person.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use lianxin_app::packs::{self, Draft, Effective, MAY_PROPOSE, PackFault, RulesError};
use lianxin_domain::Lang;
use maud::{Markup, html};

use super::change::{in_words, line_by_line};
use super::{READERS, aside, files, page, text};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::{self, Form};
use crate::frame;
use crate::say;
use crate::state::Web;
use crate::ui::{Button, Field, Icon, Tone, layout, states};

/// Longest reason of a change, in characters.
const REASON_CHARS_MAX: usize = 1_000;
/// Numbers beside the text go this far beyond its end, for lines that are being added.
const LINES_BEYOND: usize = 200;

/// What stands in the form, and what was found.
struct Edited<'a> {
    path: &'a str,
    text: &'a str,
    reason: &'a str,
    /// What was found, if it was checked.
    found: Option<Result<&'a Draft, &'a RulesError>>,
}

pub(super) async fn show(State(web): State<Web>, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        who.require(READERS)?;
        let asked = Form::of(form::pairs(query.unwrap_or_default().as_bytes())?);
        let effective = aside(&web.app, packs::shown).await?;
        let (path, like) = (asked.text("path").trim().to_owned(), asked.text("like").trim().to_owned());
        // A new file begins as the copy of another.
        let begins =
            if effective.texts.contains_key(&path) { text(&effective, &path) } else { text(&effective, &like) };
        if begins.is_empty() {
            return Err(Failure::NotFound);
        }
        let edited = Edited { path: &path, text: begins, reason: "", found: None };
        Ok::<_, Failure>(frame::html_response(framed(&who, &effective, &edited)))
    };
    match answer.await {
        Ok(response) => response,
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

pub(super) async fn send(State(web): State<Web>, who: SignedIn, form: Form) -> Response {
    let answer = async {
        who.require(MAY_PROPOSE)?;
        let (path, text) = (form.text("path").trim().to_owned(), form.text("text").to_owned());
        let checked = {
            let (path, text) = (path.clone(), text.clone());
            aside(&web.app, move |app| Ok(packs::draft(app, &path, &text))).await?
        };
        if let Err(RulesError::Store(error)) = checked {
            return Err(error.into());
        }
        let propose = form.text("do") == "propose" && form.given("reason").is_some();
        if let (true, Ok(draft)) = (propose, &checked) {
            let (cx, draft, reason) = (who.cx.clone(), draft.clone(), form.text("reason").to_owned());
            let id = web.write(move |tx| packs::propose(tx, &cx, &draft, &reason)).await?;
            let said = who.lang().pick("已提交，等待另一人决定", "Proposed: another person decides");
            let to = Redirect::to(&format!("/rules/changes/{id}"));
            return Ok((AppendHeaders([(header::SET_COOKIE, Flash::done(said).set_cookie())]), to).into_response());
        }
        let effective = aside(&web.app, packs::shown).await?;
        let status = if checked.is_ok() && form.text("do") != "propose" {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let edited = Edited { path: &path, text: &text, reason: form.text("reason"), found: Some(checked.as_ref()) };
        let back = [("hx-push-url", files::href(&path))];
        Ok::<_, Failure>((status, back, Html(framed(&who, &effective, &edited).into_string())).into_response())
    };
    match answer.await {
        Ok(response) => response,
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

fn framed(who: &SignedIn, effective: &Effective, edited: &Edited<'_>) -> Markup {
    let title = files::name(who.lang(), edited.path);
    frame::page(who, frame::Waiting::default(), &title, &shown(who, effective, edited))
}

fn shown(who: &SignedIn, effective: &Effective, edited: &Edited<'_>) -> Markup {
    let lang = who.lang();
    let may = who.cx.actor.is_one_of(MAY_PROPOSE);
    let new = !effective.texts.contains_key(edited.path);
    let about = html! {
        code { (edited.path) }
        @if new { " · " (lang.pick("新文件", "a new file")) }
        @else if effective.folder.get(edited.path) != effective.texts.get(edited.path) { " · " (lang.pick("含线上已批准的变更", "with approved changes")) }
    };
    let faults = match edited.found {
        Some(Err(RulesError::Faults(faults))) => faults.as_slice(),
        _ => &[],
    };
    html! {
        (layout::page_head(&files::name(lang, edited.path), &about, &page::back(lang)))
        (found(who, edited))
        @if may {
            form.rules-form method="post" action="/rules/file" {
                input type="hidden" name="path" value=(edited.path);
                (written(lang, edited.text, faults, edited.path, true))
                (reason(lang, edited))
                (layout::form_foot(&html! { (lang.pick("提交后由另一位管理员或领导决定；生效日期以文件中写明的为准", "Another administrator or a leader decides; the dates in the file say from when it holds")) }, &html! {
                    (Button::plain(lang.pick("检查并预览", "Check and preview")).icon(Icon::CircleCheck).sends("do", "check"))
                    (Button::primary(lang.pick("提交审批", "Propose")).sends("do", "propose"))
                }))
            }
            @if edited.path.starts_with("policy/") && !new { (next_policy(lang, edited.path)) }
        } @else {
            (written(lang, edited.text, faults, edited.path, false))
        }
    }
}

/// What the check found.
fn found(who: &SignedIn, edited: &Edited<'_>) -> Markup {
    let lang = who.lang();
    match edited.found {
        None => html! {},
        Some(Ok(draft)) => html! {
            @if edited.reason.trim().is_empty() { (states::notice(Tone::Done, lang.pick("检查通过。请写明理由后提交。", "The check went well. Say why, then propose it."))) }
            (in_words(who, draft))
            (line_by_line(lang, &draft.before, &draft.after))
        },
        Some(Err(RulesError::Faults(faults))) => html! {
            div.notice.t-danger role="alert" tabindex="-1" autofocus {
                (Icon::CircleAlert)
                div {
                    p.notice-title { (lang.pick(format!("有 {} 处需要改正", faults.len()), format!("{} things to correct", faults.len()))) }
                    ul { @for fault in faults { li { (told(edited.path, fault)) } } }
                }
            }
        },
        Some(Err(error)) => states::notice(Tone::Danger, &say::rules_error(lang, error)),
    }
}

/// A fault, with a link to its line here or in another file.
fn told(path: &str, fault: &PackFault) -> Markup {
    let place = if fault.file == path { String::new() } else { files::href(&fault.file) };
    html! {
        a href={ (place) "#L" (fault.line) } { @if fault.file != path { (fault.file) ":" } (fault.line) ":" (fault.column) }
        " " (fault.what) "; " (fault.remedy)
    }
}

/// The text with its lines numbered; those with a fault are marked.
fn written(lang: Lang, text: &str, faults: &[PackFault], path: &str, editable: bool) -> Markup {
    let lines = text.lines().count();
    let wrong = |line: usize| faults.iter().any(|fault| fault.file == path && fault.line == line);
    let beyond = if editable { LINES_BEYOND } else { 0 };
    html! {
        div.rules-text {
            ol.rules-lines aria-hidden="true" {
                @for line in 1..=lines + beyond { li.is-wrong[wrong(line)] id={ "L" (line) } { (line) } }
            }
            @if editable {
                textarea.rules-code id="f-text" name="text" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
                    rows=(lines + 3) aria-label=(lang.pick("文件内容（TOML）", "The file (TOML)")) { "\n" (text) }
            } @else { pre.rules-code tabindex="0" { (text) } }
        }
    }
}

fn reason(lang: Lang, edited: &Edited<'_>) -> Markup {
    let missing = matches!(edited.found, Some(Ok(_))) && edited.reason.trim().is_empty();
    let field = Field::area("reason", lang.pick("理由（提交时必填）", "Why (needed to propose)"), 2)
        .value(edited.reason)
        .max_chars(REASON_CHARS_MAX)
        .hint(lang.pick("依据哪份文件、解决什么问题", "The decision behind it, and what it is for"));
    html! { (if missing { field.error(Some(lang.pick("提交前请写明理由", "Say why before you propose it"))) } else { field }) }
}

/// The usual way to a new policy: a copy with its own version and first day.
fn next_policy(lang: Lang, like: &str) -> Markup {
    let content = html! {
        p { (lang.pick("正在施行的办法不宜直接改动期限：在途工单的承诺不变，事后也难以解释。请以本文件为蓝本新建一份，写上新的 version 和 from；旧办法自动止于前一天。", "Periods of a policy in force are better left alone: what was promised stays, and cannot be explained later. Copy the file, give it its own version and first day; the old one ends the day before by itself.")) }
        form.rules-copy method="get" action="/rules/file" {
            input type="hidden" name="like" value=(like);
            (Field::text("path", lang.pick("新文件", "New file")).value("policy/").required().max_chars(80).placeholder("policy/2027-01.toml"))
            (Button::plain(lang.pick("以此为蓝本新建", "Copy into a new file")).icon(Icon::Copy))
        }
    };
    layout::panel(lang.pick("新的办法", "A new policy"), &html! {}, &content)
}
