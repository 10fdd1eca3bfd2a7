//! The call-back (回访): citizens who are to be asked whether it is solved.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use lianxin_app::identity::Clear;
use lianxin_app::lists::{self, Page, TaskLine};
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context, StoreError, Tx};
use lianxin_domain::TaskId;
use lianxin_domain::request::{CommandKind, RequestState, TaskKind};
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts;
use crate::pages::request::{forms, page as request_page};
use crate::pages::tasks;
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::{Icon, badge, layout, states};

/// Most call-backs on the page; they are worked off from the top.
const ROWS: usize = 100;

/// The routes of the call-back.
pub fn routes() -> Router<Web> {
    Router::new().route("/callback", get(list)).route("/callback/{task}", get(detail))
}

async fn list(State(web): State<Web>, who: SignedIn) -> Response {
    if let Err(failure) = who.require(frame::CALLBACK) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((lists::tasks(tx, &cx, TaskKind::Callback, None, ROWS)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((tasks, waiting)) => {
            let title = who.lang().pick("回访", "Call back");
            frame::html_response(frame::page(&who, waiting, title, &list_page(&who.cx, &tasks, waiting.callback)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn list_page(cx: &Context, tasks: &Page<TaskLine>, waiting: i64) -> Markup {
    let lang = cx.lang;
    let empty = states::empty(Icon::CircleCheck, lang.pick("没有待回访的市民", "Nobody waits to be called back"), "");
    let about = html! { (lang.pick(format!("{waiting} 件待回访"), format!("{waiting} to call back"))) };
    html! {
        (layout::page_head(lang.pick("回访", "Call back"), &about, &html! {}))
        (live(&Live { id: "callback", url: "/callback", topics: &["callback"] }, &tasks::table(cx, &tasks.lines, "/callback", lang.pick("待回访", "To call back"), empty)))
    }
}

async fn detail(State(web): State<Web>, who: SignedIn, Path(task): Path<TaskId>) -> Response {
    if let Err(failure) = who.require(frame::CALLBACK) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    match web.read(move |tx| load(tx, &cx, task)).await {
        Ok((view, waiting)) => {
            let main = detail_page(&who.cx, &view, task, None);
            frame::html_response(frame::page(&who, waiting, &view.request.number, &main))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, task: TaskId) -> Result<(RequestView, Waiting), ActError> {
    let id = tx.request_id_by_task(task)?.ok_or(ActError::NoSuchRequest)?;
    Ok((view::view(tx, cx, id)?, frame::waiting(tx, cx)?))
}

/// Whom to call, what was done, and what he says; with the identity if it was just shown.
pub(crate) fn detail_page(cx: &Context, view: &RequestView, id: TaskId, clear: Option<&Clear>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let task = request.task(id);
    let about = html! { span.num { (request.number) } " " (badge::grade(lang, request.facts.grade)) (parts::stage(lang, request.state.stage())) (attempts(cx, view)) };
    let demand = layout::panel(
        lang.pick("诉求与办理", "Demand and handling"),
        &html! {},
        &html! {
            (request_page::who_asked(cx, view, clear, &format!("?task={id}")))
            (request_page::content(cx, view))
            @for order in request.top_orders() {
                h3 { (parts::unit(&cx.city, &order.unit, lang)) }
                @if let Some(report) = order.state.report() { blockquote.told-words { (report.public_reply) } }
            }
        },
    );
    let form = view
        .moves
        .contains(&CommandKind::CallbackClose)
        .then(|| forms::request_form(cx, request, CommandKind::CallbackClose, "/callback"))
        .flatten();
    let ask = layout::panel(
        lang.pick("回访记录", "Call-back"),
        &html! {},
        &html! {
            (script(cx))
            @match form { Some(form) => { (form) } None => { p.quiet { (lang.pick("现在不能回访", "It cannot be called back now")) } } }
        },
    );
    html! {
        (layout::page_head(&request.facts.title, &about, &tasks::claim_or_release(cx, task, &format!("/callback/{id}"))))
        (layout::columns(&[demand, ask]))
    }
}

fn attempts(cx: &Context, view: &RequestView) -> Markup {
    let lang = cx.lang;
    let most = u32::from(cx.city.policy(cx.now).limits.callback_attempts_max);
    let RequestState::AwaitingCallback { attempts } = view.request.state else { return html! {} };
    let text = lang.pick(format!("已拨 {attempts} 次，共 {most} 次"), format!("attempt {} of {most}", attempts + 1));
    html! { (badge::badge(badge::Tone::Neutral, &text)) }
}

/// What is said first; the words are the same for everybody.
fn script(cx: &Context) -> Markup {
    let city = cx.city.name.get(cx.lang);
    let text = cx.lang.pick(
        format!("您好，这里是{city} 12345 热线。您反映的问题承办单位已答复，想请您评价：问题解决了吗？工作人员联系过您吗？"),
        format!("Good day, this is {city}'s 12345 hotline. The unit has answered your request: is it solved, and did somebody contact you?"),
    );
    html! { p.notice.t-brand { (text) } }
}
