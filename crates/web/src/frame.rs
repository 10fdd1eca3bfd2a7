//! The frame of a page: where this person may go, how much waits there, and what is shown when something fails.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use lianxin_app::{Context, StoreError, Tx, lists, messages};
use lianxin_domain::access::Role;
use lianxin_domain::request::{OrderStage, TaskKind};
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::guard;
use crate::pages;
use crate::pages::{hand_over, tasks};
use crate::state::Web;
use crate::ui::{
    Button, Icon, Look, NavItem, PublicShell, Shell, UserMenu, public_shell::public_shell, shell::shell, states, time,
};

/// Roles that use a page of the centre.
pub const DESK: &[Role] = &[Role::Agent, Role::FloorSupervisor, Role::Dispatcher];
/// Who works in the dispatch pool.
pub const POOL: &[Role] = &[Role::Dispatcher, Role::FloorSupervisor];
/// Who works in an inbox.
pub const INBOX: &[Role] = &[Role::Handler];
/// Who reviews: the centre's reviewers, those above them what was reworked before, and units what they passed down.
pub const REVIEW: &[Role] = &[Role::Reviewer, Role::FloorSupervisor, Role::Supervision, Role::Handler];
/// Who calls back.
pub const CALLBACK: &[Role] = &[Role::CallbackAgent, Role::NamedOfficer];
/// Who reads requests.
pub const READERS: &[Role] = &[
    Role::Agent,
    Role::FloorSupervisor,
    Role::Dispatcher,
    Role::Supervision,
    Role::Handler,
    Role::Reviewer,
    Role::CallbackAgent,
    Role::Inspector,
    Role::Analyst,
    Role::Leader,
    Role::Auditor,
    Role::NamedOfficer,
];

/// How much waits in each place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Waiting {
    /// To dispatch.
    pub pool: i64,
    /// Orders that the unit owes.
    pub inbox: i64,
    /// Reports to review.
    pub review: i64,
    /// Citizens to call back.
    pub callback: i64,
    /// Notices that he has not read.
    pub notices: i64,
    /// Other tasks: to judge, to check, to phone.
    pub tasks: i64,
}

/// Counts what waits for this actor, and only where he may go.
pub fn waiting(tx: &mut Tx, cx: &Context) -> Result<Waiting, StoreError> {
    let mut waiting = Waiting { notices: messages::unread(tx, cx)?, ..Waiting::default() };
    if cx.actor.is_one_of(POOL) {
        waiting.pool = lists::count_tasks(tx, cx, TaskKind::Dispatch)?;
    }
    if cx.actor.is_one_of(INBOX) {
        let units = lists::inbox_units(cx, false);
        waiting.inbox = lists::count_inbox(tx, cx, &units)?
            .iter()
            .filter(|(state, _)| *state != OrderStage::Reported)
            .map(|(_, n)| n)
            .sum();
    }
    if cx.actor.is_one_of(REVIEW) {
        waiting.review = lists::count_tasks(tx, cx, TaskKind::Review)?;
    }
    if cx.actor.is_one_of(CALLBACK) {
        waiting.callback = lists::count_tasks(tx, cx, TaskKind::Callback)?;
    }
    let beside = [TaskKind::Dispatch, TaskKind::Review, TaskKind::Callback];
    for kind in tasks::kinds(cx).into_iter().filter(|kind| !beside.contains(kind)) {
        waiting.tasks += lists::count_tasks(tx, cx, kind)?;
    }
    Ok(waiting)
}

/// A whole page around `main`.
pub fn page(who: &SignedIn, waiting: Waiting, title: &str, main: &Markup) -> Markup {
    let lang = who.lang();
    let nav = nav(who, waiting);
    let actor = &who.cx.actor;
    let unit = who.cx.city.units.get(&actor.unit).map_or("", |unit| unit.label(lang));
    let roles: Vec<&str> = actor.roles.iter().map(|role| role.name(lang)).collect();
    let role = format!("{unit} · {}", roles.join(lang.pick("、", ", ")));
    shell(
        &Shell {
            look: who.look,
            title,
            path: who.uri.path(),
            nav: &nav,
            user: Some(UserMenu { name: &actor.name, role: &role, relieved: actor.is_one_of(hand_over::hands()) }),
            strip: pages::messages::bell(&who.cx, waiting.notices),
            live: Some("/live"),
        },
        &html! {
            div id="said" { @if let Some(flash) = &who.flash { (states::notice(flash.tone, &flash.text)) } }
            (main)
        },
    )
}

fn nav(who: &SignedIn, waiting: Waiting) -> Vec<NavItem<'static>> {
    let lang = who.lang();
    let actor = &who.cx.actor;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let all = [
        (DESK, lang.pick("受理台", "Desk"), "/desk", Icon::Phone, 0),
        (POOL, lang.pick("派单池", "Dispatch"), "/pool", Icon::Inbox, waiting.pool),
        (INBOX, lang.pick("工单", "Orders"), "/inbox", Icon::Inbox, waiting.inbox),
        (REVIEW, lang.pick("审核", "Review"), "/review", Icon::CircleCheck, waiting.review),
        (CALLBACK, lang.pick("回访", "Call back"), "/callback", Icon::Phone, waiting.callback),
        (crate::pages::board::WATCHERS, lang.pick("看板", "Board"), "/board", Icon::Siren, 0),
        (crate::pages::figures::READERS, lang.pick("数据", "Figures"), "/figures", Icon::ChartColumn, 0),
        (READERS, lang.pick("诉求", "Requests"), "/requests", Icon::Search, 0),
        (crate::pages::rules::READERS, lang.pick("规则", "Rules"), "/rules", Icon::BookOpen, 0),
    ];
    let mine = all.into_iter().filter(|(roles, ..)| actor.is_one_of(roles));
    let mut items: Vec<NavItem<'static>> =
        mine.map(|(_, text, href, icon, n)| NavItem { text, href, icon, waiting: count(n) }).collect();
    if tasks::kinds(&who.cx).len() > 1 {
        let last = items.len().saturating_sub(1);
        let (text, waiting) = (lang.pick("待办", "Tasks"), count(waiting.tasks));
        items.insert(last, NavItem { text, href: "/tasks", icon: Icon::ClipboardList, waiting });
    }
    items
}

/// A public page around `main`.
pub fn public_page(web: &Web, look: Look, path: &str, title: &str, main: &Markup) -> Markup {
    let city = web.app.city();
    let city = city.name.get(look.lang);
    let nav = [(look.lang.pick("查询办理进度", "Look up a request"), "/public")];
    public_shell(&PublicShell { look, title, city, path, nav: &nav, script: true }, main)
}

/// The page that is shown when something fails.
pub fn failure_page(web: &Web, look: Look, who: Option<&SignedIn>, failure: &Failure) -> Response {
    failure.log();
    let (status, _) = failure.kind();
    let lang = look.lang;
    let title = match status {
        StatusCode::NOT_FOUND => lang.pick("没有找到", "Not found"),
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => lang.pick("没有权限", "Not allowed"),
        StatusCode::CONFLICT => lang.pick("已有变化", "It has changed"),
        _ if status.is_server_error() => lang.pick("系统出错", "Something broke"),
        _ => lang.pick("无法完成", "This could not be done"),
    };
    let (text, href) = match who {
        Some(_) => (lang.pick("回到我的工作", "Back to my work"), "/"),
        None => (lang.pick("查询办理进度", "Look up a request"), "/public"),
    };
    let main = html! {
        (states::failed(lang, title, &failure.say(lang), &guard::number()))
        p.state-way { (Button::plain(text).href(href)) }
    };
    let markup = match who {
        Some(who) => page(who, Waiting::default(), title, &main),
        None => public_page(web, look, "", title, &main),
    };
    (status, Html(markup.into_string())).into_response()
}

/// The answer to an act that was refused: put above the page by the console's script, so that what was typed stays where it is;
/// a page of its own without script, from which Back leads to the form as it was.
pub fn refusal(web: &Web, who: &SignedIn, scripted: bool, failure: &Failure) -> Response {
    if !scripted {
        return failure_page(web, who.look, Some(who), failure);
    }
    failure.log();
    let lang = who.lang();
    let markup = html! {
        div id="said" {
            div.notice.t-danger role="alert" tabindex="-1" autofocus {
                (Icon::CircleAlert)
                div {
                    p.notice-title { (failure.say(lang)) }
                    @if !failure.fields(lang).is_empty() { ul { @for field in failure.fields(lang) { li { (field.text) } } } }
                    @for entry in failure.changed_since() {
                        p { (time::moment(lang, who.cx.now, entry.at)) " " (entry.by.name) " " (crate::pages::request::story::name(lang, &entry.event)) }
                    }
                    // Whoever has read what changed may send the same form again: it then builds on what is now.
                    @if let Some(version) = failure.current_version() { lx-seen data-action=(who.uri.path()) data-version=(version) {} }
                }
            }
        }
    };
    let steer =
        [("hx-retarget", "#said"), ("hx-reselect", "#said"), ("hx-reswap", "outerHTML"), ("hx-push-url", "false")];
    (failure.kind().0, steer, Html(markup.into_string())).into_response()
}

/// Markup as an answer.
pub fn html_response(markup: Markup) -> Response {
    Html(markup.into_string()).into_response()
}
