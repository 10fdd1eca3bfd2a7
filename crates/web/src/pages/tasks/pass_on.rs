//! `GET /tasks/{task}/pass-on`: a claimed task goes to another person, with a word about where it stands.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::view::RequestView;
use lianxin_app::{ActError, Context, pass_on};
use lianxin_domain::TaskId;
use lianxin_domain::request::Refusal;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use maud::{Markup, html};

use super::page::load;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::request::page as request_page;
use crate::state::Web;
use crate::ui::field::Choice;
use crate::ui::{Button, Field, Icon, badge, layout, states};

/// The form, with those who may take it.
pub async fn show(State(web): State<Web>, who: SignedIn, Path((id, verb)): Path<(TaskId, String)>) -> Response {
    // Claiming and releasing have no form.
    if verb != "pass-on" {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, ActError> {
            let (view, waiting) = load(tx, &cx, id)?;
            let task = view.request.task(id).ok_or(ActError::Refused(Refusal::NoSuchTask(id)))?;
            let takers = pass_on::takers(tx, &cx, &view.request, task)?;
            Ok((view, takers, waiting))
        })
        .await;
    match loaded {
        Ok((view, takers, waiting)) => {
            let title = who.lang().pick("移交任务", "Pass a task on");
            frame::html_response(frame::page(&who, waiting, title, &draw(&who.cx, &view, id, &takers)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

fn draw(cx: &Context, view: &RequestView, id: TaskId, takers: &[(String, String)]) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let what = request.task(id).map_or("", |task| task.kind.name(lang));
    let names: Vec<String> = takers.iter().map(|(login, name)| format!("{name}（{login}）")).collect();
    let choices = takers.iter().zip(&names).map(|((login, _), name)| Choice { value: login, text: name });
    let choices: Vec<Choice<'_>> =
        std::iter::once(Choice { value: "", text: lang.pick("选择同事", "Choose a colleague") })
            .chain(choices)
            .collect();
    let about = html! { (request_page::number(request)) " " (badge::grade(lang, request.facts.grade)) };
    let form = html! {
        @if takers.is_empty() { (states::empty(Icon::User, lang.pick("没有同事可以接手这项任务", "Nobody else may take this task"), "")) }
        @else {
            form.act method="post" action={ "/tasks/" (id) "/pass-on" } {
                input type="hidden" name="back" value="/tasks";
                (Field::select("to", lang.pick("交给", "To"), &choices).of_form("pass-on").required())
                (Field::area("note", lang.pick("办到哪一步，还要做什么", "Where it stands, and what is left"), 3).of_form("pass-on").required().max_chars(TEXT_CHARS_MAX))
                div.actions { (Button::primary(lang.pick("移交", "Pass on")).key("Mod+Enter")) }
            }
        }
    };
    html! {
        (layout::page_head(&format!("{} · {what} · {}", lang.pick("移交", "Pass on"), request.facts.title), &about, &html! {}))
        (layout::columns(&[layout::panel(lang.pick("移交任务", "Pass the task on"), &html! {}, &form)]))
    }
}
