//! `GET /inbox`: three columns by what is owed, and a quiet strip of what waits for the review.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::lists::{self, OrderLine, Page};
use lianxin_app::{Context, StoreError, Tx};
use lianxin_domain::request::{OrderRole, OrderStage};
use lianxin_domain::{Grade, Lang};
use maud::{Markup, html};
use serde::Deserialize;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame::{self, Waiting};
use crate::pages::parts::{self, Promise, Steps};
use crate::state::Web;
use crate::ui::live::{Live, live};
use crate::ui::{Button, Icon, badge, clock as clocks, layout, lights as light, side_panel, states};

/// Orders of one column; the rest is behind its link.
const COLUMN_ROWS: usize = 60;
const TO_ACCEPT: &[OrderStage] = &[OrderStage::Dispatched];
const TO_HANDLE: &[OrderStage] =
    &[OrderStage::Accepted, OrderStage::ReturnAsked, OrderStage::DelayAsked, OrderStage::Parked];
const TO_REPORT: &[OrderStage] = &[OrderStage::Handling, OrderStage::SentBack, OrderStage::Rework];
const IN_REVIEW: &[OrderStage] = &[OrderStage::Reported];

/// Whose orders.
#[derive(Deserialize, Debug, Default)]
pub(super) struct Which {
    /// With the units below.
    #[serde(default)]
    below: String,
}

struct View {
    below: bool,
    columns: [Page<OrderLine>; 4],
    counts: Vec<(OrderStage, i64)>,
}

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(which): Query<Which>) -> Response {
    if let Err(failure) = who.require(frame::INBOX) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let below = which.below == "1";
    match web.read(move |tx| load(tx, &cx, below)).await {
        Ok((view, waiting)) => {
            let title = who.lang().pick("承办工单", "Orders");
            frame::html_response(frame::page(&who, waiting, title, &page(&who.cx, &view)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn load(tx: &mut Tx, cx: &Context, below: bool) -> Result<(View, Waiting), StoreError> {
    let units = lists::inbox_units(cx, below);
    let mut column = |states| lists::inbox(tx, cx, &units, states, None, COLUMN_ROWS);
    let columns = [column(TO_ACCEPT)?, column(TO_HANDLE)?, column(TO_REPORT)?, column(IN_REVIEW)?];
    let counts = lists::count_inbox(tx, cx, &units)?;
    let waiting = frame::waiting(tx, cx)?;
    Ok((View { below, columns, counts }, waiting))
}

fn page(cx: &Context, view: &View) -> Markup {
    let lang = cx.lang;
    let title = lang.pick("承办工单", "Orders");
    let unit = parts::unit(&cx.city, &cx.actor.unit, lang);
    let (href, text) = if view.below {
        ("/inbox", lang.pick("只看本单位", "Only this unit"))
    } else {
        ("/inbox?below=1", lang.pick("含下级单位", "With units below"))
    };
    let actions = html! { (Button::quiet(text).icon(Icon::Network).href(href)) };
    let heads = [
        (lang.pick("待签收", "To accept"), TO_ACCEPT),
        (lang.pick("待联系", "To contact"), TO_HANDLE),
        (lang.pick("办理中", "In hand"), TO_REPORT),
        (lang.pick("待审核", "In review"), IN_REVIEW),
    ];
    let columns: Vec<Markup> =
        heads.iter().zip(&view.columns).map(|((name, states), page)| column(cx, view, name, states, page)).collect();
    html! {
        (layout::page_head(title, &html! { (unit) }, &actions))
        (live(&Live { id: "inbox", url: url(view.below), topics: &["inbox"] }, &html! { div.board data-list { @for column in &columns { (column) } } }))
        (side_panel::side_panel(lang, "order", lang.pick("工单", "Order")))
    }
}

/// The address of this list.
const fn url(with_units_below: bool) -> &'static str {
    if with_units_below { "/inbox?below=1" } else { "/inbox" }
}

fn column(cx: &Context, view: &View, name: &str, states: &[OrderStage], page: &Page<OrderLine>) -> Markup {
    let lang = cx.lang;
    let count: i64 = view.counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, n)| n).sum();
    let content = html! {
        @if page.lines.is_empty() { (states::empty(Icon::CircleCheck, lang.pick("没有待办", "Nothing waits here"), "")) }
        @if !page.lines.is_empty() { ul.cards { @for line in &page.lines { (card(cx, view.below, line)) } } }
        @if page.more { p.quiet { (lang.pick(format!("只显示最紧急的 {COLUMN_ROWS} 件"), format!("Only the {COLUMN_ROWS} most urgent are shown"))) } }
    };
    layout::queue(name, usize::try_from(count).unwrap_or(0), &content)
}

fn card(cx: &Context, with_unit: bool, line: &OrderLine) -> Markup {
    let lang = cx.lang;
    let whereabouts = parts::whereabouts(&cx.city, line.place.as_ref(), &line.address, lang);
    let emergency = line.grade == Grade::Emergency;
    html! {
        li.order-card.(if emergency { "is-emergency" } else { "is-usual" }) id={ "o-" (line.id) } data-row {
            div.card-line.card-head {
                (badge::grade(lang, line.grade))
                @if line.role != OrderRole::Lead { (badge::badge(badge::Tone::Neutral, line.role.name(lang))) }
                @if matches!(line.state, OrderStage::SentBack | OrderStage::Rework | OrderStage::Accepted | OrderStage::ReturnAsked | OrderStage::DelayAsked | OrderStage::Parked) { (parts::order_stage(lang, line.state)) }
                @if line.urges > 0 { (badge::badge_with(badge::Tone::Warning, Icon::Bell, &line.urges.to_string())) }
                span.card-clock { (clock(cx, line)) }
            }
            a.row-link href={ "/inbox/" (line.id) } data-panel="order" title=(line.title) { (line.title) }
            @if with_unit { div.card-line.quiet { span.ellipsis { (Icon::Building2) " " (parts::unit(&cx.city, &line.unit, lang)) } } }
            div.card-line.quiet {
                span.ellipsis title=(whereabouts) { (Icon::MapPin) " " (whereabouts) }
                (light::lights_small(lang, &parts::lights_of(cx.now, &steps(line))))
                @if line.state == OrderStage::Dispatched { (accept(lang, with_unit, line)) }
            }
        }
    }
}

/// The next step of a new order is always the same, so it stands on the card.
fn accept(lang: Lang, with_units_below: bool, line: &OrderLine) -> Markup {
    html! {
        form method="post" action={ "/requests/" (line.number) "/orders/" (line.id) "/accept" } {
            input type="hidden" name="version" value=(line.version);
            input type="hidden" name="back" value=(url(with_units_below));
            (Button::plain(lang.pick("签收", "Accept")).small().key("a"))
        }
    }
}

fn clock(cx: &Context, line: &OrderLine) -> Markup {
    let Some((kind, due)) = line.due_kind.zip(line.due) else { return html! {} };
    let class = parts::class(&cx.city, line.topic.as_ref());
    let promise = Promise {
        kind,
        started: line.due_from.unwrap_or(line.dispatched),
        due,
        stopped: None,
        grade: line.grade,
        class,
    };
    parts::clock(cx, &promise, clocks::clock)
}

fn steps(line: &OrderLine) -> Steps {
    Steps {
        emergency: line.grade == Grade::Emergency,
        overdue: line.overdue,
        dispatched: (line.dispatched, line.dispatched),
        phoned: line.phoned,
        accepted: line.accepted,
        contacted: line.contacted,
        reported: line.reported.filter(|_| line.state == OrderStage::Reported),
    }
}
