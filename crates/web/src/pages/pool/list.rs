//! The list: open dispatch tasks by danger and due moment, with their clocks and who holds them.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::lists::{self, DueCursor, Page, TaskLine};
use lianxin_app::{Context, StoreError};
use lianxin_domain::access::Role;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::TaskKind;
use lianxin_domain::{Grade, Moment};
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts::{self, Promise};
use crate::pages::tasks::{self, Counts};
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::side_panel::side_panel;
use crate::ui::table::{Column, table};
use crate::ui::{Button, Icon, Pager, Row, Table, Tone, badge, clock, layout, states, time};

/// Lines of one page: what a dispatcher sees without scrolling twice.
const LINES: usize = 50;
/// The panel in which a line opens.
pub(super) const PANEL: &str = "pool-panel";

/// Where the page before ended.
#[derive(Deserialize, Debug, Default)]
pub(super) struct After {
    after: Option<String>,
}

/// The pool.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(after): Query<After>) -> Response {
    if let Err(failure) = who.require(frame::POOL) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, cursor) = (who.cx.clone(), after.after.as_deref().and_then(parse));
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((
                lists::tasks(tx, &cx, TaskKind::Dispatch, cursor, LINES)?,
                tasks::counts(tx, &cx)?,
                frame::waiting(tx, &cx)?,
            ))
        })
        .await;
    match loaded {
        Ok((page, counts, waiting)) => {
            let main = draw(&who, &page, &counts, waiting.pool, cursor.is_some());
            frame::html_response(frame::page(&who, waiting, who.lang().pick("派单池", "Dispatch"), &main))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn draw(who: &SignedIn, page: &Page<TaskLine>, counts: &Counts, waiting: i64, later: bool) -> Markup {
    let (lang, cx) = (who.lang(), &who.cx);
    let about = html! {
        (lang.pick("待派 ", "Waiting ")) span.num { (waiting) }
        @let mine = page.lines.iter().filter(|line| line.claimed_by == cx.actor.account).count();
        @if mine > 0 { " · " (lang.pick("我认领的 ", "mine ")) span.num { (mine) } }
    };
    let url = who.uri.path_and_query().map_or("/pool", |path| path.as_str());
    html! {
        (layout::page_head(lang.pick("派单池", "Dispatch"), &about, &html! {}))
        (tasks::bar(cx, counts, Some(TaskKind::Dispatch), false))
        (live(&Live { id: "pool", url, topics: &["pool"] }, &html! {
            (table(lang, &Table {
                caption: lang.pick("待派单的诉求", "Requests to dispatch"),
                columns: &[
                    Column::tight(lang.pick("时限", "Due")), Column::tight(lang.pick("紧急程度", "Grade")), Column::wide(lang.pick("诉求", "Request")),
                    Column::tight(lang.pick("主题", "Topic")), Column::tight(lang.pick("地点", "Place")), Column::tight(lang.pick("认领", "Held by")),
                ],
                rows: page.lines.iter().map(|line| row(cx, line, url)).collect(),
                empty: states::empty(Icon::CircleCheck, lang.pick("没有等待派单的诉求", "Nothing waits to be dispatched"), lang.pick("新登记的诉求会自动出现在这里", "New requests appear here by themselves")),
                pager: Pager { newer: later.then(|| "/pool".to_owned()), older: page.lines.last().filter(|_| page.more).map(|line| format!("/pool?after={}", text(line))) },
            }))
        }))
        (side_panel(lang, PANEL, lang.pick("派单", "Dispatch")))
    }
}

fn row(cx: &Context, line: &TaskLine, back: &str) -> Row {
    let (lang, request) = (cx.lang, &line.request);
    let due = line.due.map(|due| Promise {
        kind: ClockKind::Dispatch,
        started: line.opened,
        due,
        stopped: None,
        grade: request.grade,
        class: parts::class(&cx.city, request.topic.as_ref()),
    });
    let what = html! {
        span.num.quiet { (request.number) } " "
        span title=(request.title) { (request.title) } " "
        (badge::channel(lang, request.channel)) (badge::secrecy(lang, request.secrecy))
        @if request.urges > 0 { (badge(Tone::Warning, &lang.pick(format!("催办 {} 次", request.urges), format!("urged {}×", request.urges)))) }
    };
    Row {
        id: format!("task-{}", line.id),
        href: Some(format!("/pool/{}", request.number)),
        panel: Some(PANEL),
        cells: vec![
            due.map_or(html! { "—" }, |due| parts::clock(cx, &due, clock::clock)),
            badge::grade(lang, request.grade),
            what,
            topic(cx, line),
            html! { (parts::place(&cx.city, request.place.as_ref(), lang)) },
            held(cx, line, back),
        ],
    }
}

/// The topic alone; its path as the title.
fn topic(cx: &Context, line: &TaskLine) -> Markup {
    let code = line.request.topic.as_ref();
    html! {
        @if let Some(topic) = code.and_then(|code| cx.city.topics.get(code)) {
            span title=(parts::topic(&cx.city, code, cx.lang)) { (topic.name.get(cx.lang)) }
        } @else {
            span.quiet { (parts::topic(&cx.city, code, cx.lang)) }
        }
    }
}

/// Who holds it since when, with the button that the rules permit: claim what is free, give back what is one's own (a floor
/// supervisor also what another holds).
fn held(cx: &Context, line: &TaskLine, back: &str) -> Markup {
    let lang = cx.lang;
    let mine = line.claimed_by.is_some() && line.claimed_by == cx.actor.account;
    html! {
        span.held-by {
            @match &line.claimed_by {
                None => (claim(line, "claim", lang.pick("认领", "Claim"), back)),
                Some(_) => {
                    @let name = if mine { lang.pick("我", "me") } else { line.claimed_name.as_deref().unwrap_or_default() };
                    span.held-name { (Icon::User) (name) }
                    @if let Some(at) = line.claimed_at { span.quiet { (time::moment(lang, cx.now, at)) } }
                    @if mine || cx.actor.is(Role::FloorSupervisor) { (claim(line, "release", lang.pick("释放", "Release"), back)) }
                },
            }
        }
    }
}

fn claim(line: &TaskLine, verb: &str, text: &str, back: &str) -> Markup {
    html! {
        form method="post" action={ "/tasks/" (line.id) "/" (verb) } {
            input type="hidden" name="back" value=(back);
            (Button::plain(text).small().key(if verb == "claim" { "c" } else { "x" }))
        }
    }
}

/// `emergency.1649121840000000.<id>`
fn text(line: &TaskLine) -> String {
    format!("{}.{}.{}", line.request.grade, line.due.map_or(-1, Moment::micros), line.id)
}

fn parse(text: &str) -> Option<DueCursor> {
    let mut parts = text.splitn(3, '.');
    let grade = Grade::from_code(parts.next()?)?;
    let due = parts.next()?.parse::<i64>().ok()?;
    Some(DueCursor { grade, due: (due >= 0).then_some(Moment(due)), id: parts.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_or_refused() {
        let read = parse("urgent.1649121840000000.01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        assert_eq!((read.grade, read.due), (Grade::Urgent, Some(Moment(1_649_121_840_000_000))));
        assert_eq!(parse("urgent.-1.01890a5d-ac96-774b-bcce-b302099a8057").unwrap().due, None);
        assert_eq!(parse("urgent.1"), None);
        assert_eq!(parse("dire.1.01890a5d-ac96-774b-bcce-b302099a8057"), None);
    }
}
