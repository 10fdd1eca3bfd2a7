//! What the citizen can do: answer, supplement, urge, rate, withdraw, object. A form stands here if and only if the rules would take it.

use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_app::{Context, view};
use lianxin_domain::Lang;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::request::machine::URGE_APART;
use lianxin_domain::request::{Attitude, CommandKind, Request, RequestState, Solved, Stage};
use maud::{Markup, html};

use crate::form::Form;
use crate::pages::request::forms::ACCEPT;
use crate::ui::field::Choice;
use crate::ui::file_drop::{FileDrop, file_drop};
use crate::ui::{Button, Field, FieldError, Icon, errors, time};

/// Files with one message: as many photos as tell a story.
const FILES_MAX: u32 = 9;

/// What was sent and not taken: it stands in its form again.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// Which form.
    pub verb: String,
    /// What was in it.
    pub form: Form,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// What the citizen can do now.
pub(super) fn moves(cx: &Context, request: &Request) -> Vec<CommandKind> {
    let mut moves = view::moves(cx, request, None);
    let asked = matches!(request.state, RequestState::AwaitingCitizen { .. });
    let may_urge = may_urge_from(request).is_none_or(|from| cx.now >= from);
    // Where a question waits, its answer is the supplement.
    let here = [
        (CommandKind::CitizenReplied, true),
        (CommandKind::Supplement, !asked),
        (CommandKind::Urge, may_urge),
        (CommandKind::Rate, request.survey.is_none()),
        (CommandKind::Withdraw, true),
        (CommandKind::Reopen, true),
    ];
    moves.retain(|kind| here.contains(&(*kind, true)));
    moves
}

/// From when it may be urged again.
fn may_urge_from(request: &Request) -> Option<lianxin_domain::Moment> {
    request.last_urged.map(|last| last + URGE_APART)
}

/// The question that waits for an answer, open on the page.
pub(super) fn question(cx: &Context, request: &Request, sent: Option<&Sent>) -> Markup {
    let RequestState::AwaitingCitizen { question, .. } = &request.state else { return html! {} };
    let lang = cx.lang;
    let fields = html! { (area("reply", "text", lang.pick("您的答复", "Your answer"), sent)) (files(cx)) };
    html! {
        section.card {
            h2 { (lang.pick("请您回答", "A question for you")) }
            blockquote.told-words { (question) }
            (form("reply", &fields, lang.pick("提交答复", "Send the answer")))
        }
    }
}

/// The other things that the citizen can do, each behind its name.
pub(super) fn others(cx: &Context, request: &Request, moves: &[CommandKind], sent: Option<&Sent>) -> Markup {
    let lang = cx.lang;
    let can = |kind| moves.contains(&kind);
    let again = may_urge_from(request).filter(|from| cx.now < *from && request.state.stage().is_open());
    html! {
        @if can(CommandKind::Rate) { (folded("rate", Icon::Star, lang.pick("评价", "Rate"), sent, &form("rate", &rate_fields(cx, request, sent), lang.pick("提交评价", "Send the rating")))) }
        @if can(CommandKind::Supplement) {
            (folded("supplement", Icon::Plus, lang.pick("补充情况", "Add something"), sent, &form("supplement", &html! {
                (area("supplement", "supplement", lang.pick("补充内容", "What to add"), sent)) (files(cx))
            }, lang.pick("提交补充", "Send"))))
        }
        @if can(CommandKind::Urge) {
            (folded("urge", Icon::Bell, lang.pick("催办", "Urge"), sent, &form("urge", &html! {
                (Field::area("text", lang.pick("想说的话（可不填）", "What to say (optional)"), 2).of_form("urge").max_chars(TEXT_CHARS_MAX).value(typed(sent, "urge", "text")).error(wrong(sent, "urge", "text")))
            }, lang.pick("催办", "Urge"))))
        }
        @if can(CommandKind::Reopen) { (folded("reopen", Icon::RotateCcw, reopen_name(lang, request), sent, &form("reopen", &html! {
            (objection(cx, request))
            (area("reopen", "reason", lang.pick("哪里没有办好，或为什么要重新办理", "What is not in order, or why it shall go on"), sent))
        }, lang.pick("提交，重新办理", "Send: do it again")))) }
        @if can(CommandKind::Withdraw) { (folded("withdraw", Icon::Undo2, lang.pick("撤回诉求", "Withdraw"), sent, &form("withdraw", &html! {
            p.quiet { (Icon::Info) " " (withdrawal(lang, request)) }
            (area("withdraw", "reason", lang.pick("为什么撤回", "Why"), sent))
        }, lang.pick("提交撤回", "Withdraw")))) }
        @if let Some(again) = again {
            p.quiet { (Icon::Bell) " " (lang.pick("已催办，可再次催办的时间：", "Urged; it can be urged again from ")) (time::time(lang, cx.now, again)) }
        }
    }
}

/// What it is called to have it done again.
fn reopen_name(lang: Lang, request: &Request) -> &'static str {
    if request.state.stage() == Stage::Withdrawn {
        lang.pick("不撤回了，继续办理", "Go on with it after all")
    } else {
        lang.pick("提出异议", "Object")
    }
}

/// Until when he may object.
fn objection(cx: &Context, request: &Request) -> Markup {
    let until = request.clock(ClockKind::Objection, None);
    html! {
        @if let Some(until) = until {
            p.quiet { (Icon::Calendar) " " (cx.lang.pick("异议期至 ", "You may object until ")) (time::time(cx.lang, cx.now, until.due)) (cx.lang.pick("，之后请重新提出诉求", "; later, please make a new request")) }
        }
    }
}

/// What will happen to his wish.
fn withdrawal(lang: Lang, request: &Request) -> &'static str {
    if request.orders.is_empty() {
        lang.pick(
            "还没有派给承办单位，提交后立即撤回；以后随时可以在这里要求继续办理。",
            "No unit has it yet: it is withdrawn at once. You may have it done after all at any time, here.",
        )
    } else {
        lang.pick(
            "承办单位已经在办。12345 会先打电话问您是否自愿撤回；没有人可以要求您撤回。问过您之前，办理不停。",
            "A unit is at work. 12345 first calls you and asks whether you were pressed; nobody may ask you to withdraw. Until then it goes on.",
        )
    }
}

fn folded(verb: &str, icon: Icon, name: &str, sent: Option<&Sent>, form: &Markup) -> Markup {
    html! { details.public-act open[sent.is_some_and(|sent| sent.verb == verb)] { summary.btn { (icon) (name) } (form) } }
}

fn form(verb: &str, fields: &Markup, send: &str) -> Markup {
    html! {
        form.form method="post" action={ "/public/request/" (verb) } enctype="multipart/form-data" {
            (fields)
            div.actions { (Button::primary(send)) }
        }
    }
}

fn typed<'a>(sent: Option<&'a Sent>, verb: &str, field: &str) -> &'a str {
    sent.filter(|sent| sent.verb == verb).map_or("", |sent| sent.form.text(field))
}

fn wrong<'a>(sent: Option<&'a Sent>, verb: &str, field: &str) -> Option<&'a str> {
    sent.filter(|sent| sent.verb == verb).and_then(|sent| errors::of(&sent.errors, &format!("{verb}-{field}")))
}

fn area<'a>(verb: &'a str, name: &'a str, label: &'a str, sent: Option<&'a Sent>) -> Field<'a> {
    Field::area(name, label, 4)
        .of_form(verb)
        .max_chars(TEXT_CHARS_MAX)
        .required()
        .value(typed(sent, verb, name))
        .error(wrong(sent, verb, name))
}

fn files(cx: &Context) -> Markup {
    let bytes_max = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    let label = cx.lang.pick("添加照片或文件（可不加）", "Add photos or documents (optional)");
    file_drop(
        cx.lang,
        &FileDrop { name: "files", label, files_max: FILES_MAX, bytes_max, accept: ACCEPT, camera: false, error: None },
    )
}

fn rate_fields(cx: &Context, request: &Request, sent: Option<&Sent>) -> Markup {
    let lang = cx.lang;
    let attitudes: Vec<Choice<'_>> =
        Attitude::ALL.iter().map(|a| Choice { value: a.code(), text: a.name(lang) }).collect();
    let solved: Vec<Choice<'_>> = Solved::ALL.iter().map(|s| Choice { value: s.code(), text: s.name(lang) }).collect();
    let was = |field| typed(sent, "rate", field);
    html! {
        (Field::radios("solved", lang.pick("问题解决了吗？", "Is it solved?"), &solved).of_form("rate").required().value(was("solved")))
        (Field::radios("result", lang.pick("对办理结果满意吗？", "Are you satisfied with the result?"), &attitudes).of_form("rate").required().value(was("result")))
        (Field::radios("manner", lang.pick("对工作人员态度满意吗？", "Are you satisfied with the manner?"), &attitudes).of_form("rate").required().value(was("manner")))
        @if !request.orders.is_empty() {
            (Field::check("contacted", lang.pick("承办单位联系过我", "The unit contacted me")).of_form("rate").checked(was("contacted") == "on"))
            (Field::check("reply_fits", lang.pick("答复与实际情况一致", "The reply fits what really happened")).of_form("rate").checked(was("reply_fits") == "on"))
        }
        (Field::area("words", lang.pick("想说的话（可不填）", "In your words (optional)"), 3).of_form("rate").max_chars(TEXT_CHARS_MAX).value(was("words")).error(wrong(sent, "rate", "words")))
    }
}
