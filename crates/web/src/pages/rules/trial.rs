//! `/rules/changes/{id}/trial`: what the proposal would have done to the requests of the last month. Each look goes a stretch further, so
//! that neither the reader nor the database is kept waiting; the page looks again by itself.

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use lianxin_app::StoreError;
use lianxin_app::packs::{self, RulesError, Trial, Tried};
use lianxin_domain::request::dry_run::{DryRun, Example};
use lianxin_domain::{ChangeId, Lang, Minutes};
use maud::{Markup, html};

use super::{READERS, aside, files};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;
use crate::ui::{Button, Column, Icon, Pager, Row, Table, Tone, badge, layout, progress, states, table, time};

/// The span of time that is tried.
const SPAN: Minutes = Minutes(30 * 24 * 60);
/// Pages of one look.
const PAGES: usize = 5;

pub(super) async fn show(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<ChangeId>,
    RawQuery(query): RawQuery,
) -> Response {
    if query.as_deref() == Some("anew") {
        web.app.rules.trials.forget(id);
    }
    match advance(&web, &who, id).await {
        Ok((path, tried)) => {
            let title = who.lang().pick("试算", "Dry run");
            let main = markup(&who, id, &path, &tried.trial);
            frame::html_response(frame::page(&who, frame::Waiting::default(), title, &main))
        }
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}

async fn advance(web: &Web, who: &SignedIn, id: ChangeId) -> Result<(String, Tried), Failure> {
    who.require(READERS)?;
    let change = web.read(move |tx| -> Result<_, StoreError> { tx.pack_change(id) }).await?;
    let change = change.ok_or(RulesError::NoSuchChange)?;
    let path = change.path.clone();
    let begun = web.app.rules.trials.of(id);
    let mut tried = if let Some(tried) = begun {
        tried
    } else {
        let draft = aside(&web.app, move |app| packs::draft(app, &change.path, &change.after)).await?;
        Tried { now: draft.now, then: draft.then, trial: Trial::over((who.cx.now - SPAN, who.cx.now)) }
    };
    for _ in 0..PAGES {
        if tried.trial.done {
            break;
        }
        let mut going = tried.clone();
        tried = web
            .read(move |tx| -> Result<_, StoreError> {
                going.trial.step(tx, &going.now, &going.then)?;
                Ok(going.clone())
            })
            .await?;
    }
    web.app.rules.trials.keep(id, tried.clone());
    Ok((path, tried))
}

/// On the page of the change: the way here.
pub(super) fn invitation(lang: Lang, id: ChangeId) -> Markup {
    let content = html! {
        p { (lang.pick("用最近 30 天登记的诉求试算：按现行规则与按新规则，各有多少时限会逾期。不改动任何数据。", "Counts the requests of the last 30 days by either set of rules, and tells what would have been late. Nothing is changed.")) }
        div.actions { (Button::plain(lang.pick("试算", "Dry run")).icon(Icon::ChartColumn).href(&format!("/rules/changes/{id}/trial"))) }
    };
    layout::panel(lang.pick("试算：上个月会怎样", "Dry run: what of last month?"), &html! {}, &content)
}

fn markup(who: &SignedIn, id: ChangeId, path: &str, trial: &Trial) -> Markup {
    let lang = who.lang();
    let here = format!("/rules/changes/{id}/trial");
    let about =
        html! { (files::name(lang, path)) " · " (lang.pick("最近 30 天登记的诉求", "requests of the last 30 days")) };
    let back = html! {
        (Button::quiet(lang.pick("回到变更", "Back to the change")).icon(Icon::ArrowLeft).href(&format!("/rules/changes/{id}")))
        @if trial.done { (Button::plain(lang.pick("重新试算", "Run again")).href(&format!("{here}?anew"))) }
    };
    html! {
        (layout::page_head(lang.pick("试算", "Dry run"), &about, &back))
        @if trial.done {
            p { (lang.pick(format!("已试算 {} 件诉求。", trial.requests), format!("{} requests were tried.", trial.requests)))
                @if trial.run.skipped > 0 { (lang.pick(format!("另有 {} 个时限无法比较（中止中，或日历未公布）。", trial.run.skipped), format!(" {} clocks cannot be compared (they stand still, or the calendar ends).", trial.run.skipped))) } }
        } @else {
            div hx-get=(here) hx-trigger="load delay:200ms" hx-target="#main" hx-select="#main" hx-swap="outerHTML" {
                (progress::progress(lang.pick("试算进度", "Progress"), trial.percent(), 100, Tone::Brand))
                p.quiet { (lang.pick(format!("已试算 {} 件诉求……", trial.requests), format!("{} requests so far …", trial.requests))) }
                noscript { meta http-equiv="refresh" content="1"; p { a href=(here) { (lang.pick("继续试算", "Go on")) } } }
            }
        }
        (rows(lang, &trial.run))
        (examples(who, &trial.run))
    }
}

fn rows(lang: Lang, run: &DryRun) -> Markup {
    let columns = [
        Column::wide(lang.pick("时限", "Clock")),
        Column::tight(lang.pick("紧急程度", "Grade")),
        Column::number(lang.pick("个数", "Clocks")),
        Column::number(lang.pick("现行规则下逾期", "Late now")),
        Column::number(lang.pick("新规则下逾期", "Late then")),
        Column::number(lang.pick("相差", "Change")),
    ];
    let row = |((kind, grade), tally): (&(_, _), &lianxin_domain::request::dry_run::Tally)| {
        let (kind, grade): (lianxin_domain::clock::ClockKind, lianxin_domain::Grade) = (*kind, *grade);
        let (now, then) = (tally.late_now, tally.late_then);
        let change = match then.cmp(&now) {
            std::cmp::Ordering::Less => html! { (badge::badge(Tone::Done, &format!("−{}", now - then))) },
            std::cmp::Ordering::Equal => html! { "0" },
            std::cmp::Ordering::Greater => html! { (badge::badge(Tone::Danger, &format!("+{}", then - now))) },
        };
        let cells = vec![
            html! { (kind.name(lang)) },
            html! { (badge::grade(lang, grade)) },
            html! { (tally.clocks) },
            html! { (now) },
            html! { (then) },
            change,
        ];
        Row { id: String::new(), href: None, panel: None, cells }
    };
    let of = Table {
        caption: lang.pick("逾期对比", "What would be late"),
        columns: &columns,
        rows: run.rows.iter().map(row).collect(),
        empty: states::empty(Icon::Clock, lang.pick("这段时间没有可比较的时限", "Nothing to compare in this time"), ""),
        pager: Pager::default(),
    };
    html! { div.rules-block { (table::table(lang, &of)) } }
}

fn examples(who: &SignedIn, run: &DryRun) -> Markup {
    let (lang, now) = (who.lang(), who.cx.now);
    let reads = who.cx.actor.is_one_of(frame::READERS);
    let late = |late: bool| if late { lang.pick("逾期", "late") } else { lang.pick("按时", "in time") };
    let line = |example: &Example| {
        html! {
            li {
                @if reads { a href={ "/requests/" (example.number) } { (example.number) } } @else { code { (example.number) } }
                " " (example.kind.name(lang)) "：" (time::time(lang, now, example.due_now)) " " (late(example.late_now))
                " → " (time::time(lang, now, example.due_then)) " " strong { (late(example.late_then)) }
            }
        }
    };
    html! {
        @if !run.examples.is_empty() {
            (layout::panel(lang.pick("举例", "Examples"), &html! {}, &html! { ul.rules-changes { @for example in &run.examples { (line(example)) } } }))
        }
    }
}
