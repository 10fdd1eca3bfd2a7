//! One order on the board: what, where, whose, the five lights, the promise to look at, and who is being told about it.

use lianxin_app::Context;
use lianxin_app::board::BoardRow;
use lianxin_domain::city::{Audience, Rung};
use lianxin_domain::{Grade, UnitCode};
use maud::{Markup, html};

use crate::pages::parts::{self, Promise, Steps};
use crate::ui::{Icon, Lights, badge, clock as clocks, lights as light, time};

/// A line of the board. Enter opens it in the panel, where it can be urged, supervised and instructed.
pub(super) fn line(cx: &Context, row: &BoardRow) -> Markup {
    let order = &row.order;
    html! {
        li.watch-row.(level(row)) id={ "w-" (order.order) } data-row {
            div.watch-what {
                div.watch-line { (marks(cx, row)) }
                a.row-link href={ "/board/" (order.order) } data-panel="watched" title=(order.title) { (order.title) }
                (place(cx, row))
            }
            (who(cx, row))
            (light::lights(cx.lang, &lights(cx, row)))
            div.watch-clock { (clock(cx, row)) (told(cx, row)) }
        }
    }
}

/// The same without links, for a wall that nobody touches.
pub(super) fn on_the_wall(cx: &Context, row: &BoardRow) -> Markup {
    html! {
        li.watch-row.(level(row)) id={ "w-" (row.order.order) } {
            div.watch-what { div.watch-line { (marks(cx, row)) } strong.watch-title { (row.order.title) } (place(cx, row)) }
            (who(cx, row))
            (light::lights(cx.lang, &lights(cx, row)))
            div.watch-clock { (clock(cx, row)) (told(cx, row)) }
        }
    }
}

const fn level(row: &BoardRow) -> &'static str {
    match (row.broken, row.order.grade) {
        (true, _) => "is-broken",
        (false, Grade::Emergency) => "is-emergency",
        (false, Grade::Urgent | Grade::Ordinary) => "is-usual",
    }
}

fn marks(cx: &Context, row: &BoardRow) -> Markup {
    let (lang, order) = (cx.lang, &row.order);
    html! {
        (badge::grade(lang, order.grade))
        span.num { (order.number) }
        @if order.parent.is_some() { (badge::badge(badge::Tone::Neutral, order.role.name(lang))) }
        @if row.supervised { (badge::supervised(lang)) }
        @if row.unphoned { (badge::badge_with(badge::Tone::Danger, Icon::PhoneOff, lang.pick("未接通", "Nobody answered"))) }
        @if order.urges > 0 { (badge::badge_with(badge::Tone::Warning, Icon::Bell, &order.urges.to_string())) }
    }
}

fn place(cx: &Context, row: &BoardRow) -> Markup {
    let place = parts::whereabouts(&cx.city, row.order.place.as_ref(), &row.order.address, cx.lang);
    html! { div.watch-line.quiet { span.ellipsis title=(place) { (Icon::MapPin) " " (place) } } }
}

/// The unit, and who answers there now.
fn who(cx: &Context, row: &BoardRow) -> Markup {
    let unit = &row.order.unit;
    let owner = cx.city.whom(Audience::Owner, Some(unit), cx.now).into_iter().next();
    html! {
        div.watch-who {
            strong.ellipsis title=(parts::unit(&cx.city, unit, cx.lang)) { (parts::unit(&cx.city, unit, cx.lang)) }
            @if let Some(duty) = owner { span.quiet.ellipsis { (duty.person) " " span.num { (duty.phone) } } }
            (parts::order_stage(cx.lang, row.order.state))
        }
    }
}

pub(super) fn lights(cx: &Context, row: &BoardRow) -> Lights {
    let order = &row.order;
    parts::lights_of(
        cx.now,
        &Steps {
            // Only what the centre dispatches is phoned by the centre.
            emergency: order.grade == Grade::Emergency && order.parent.is_none(),
            overdue: row.broken,
            dispatched: (order.registered, order.dispatched),
            phoned: order.phoned,
            accepted: order.accepted,
            contacted: order.contacted,
            reported: order.reported.filter(|_| order.state == lianxin_domain::request::OrderStage::Reported),
        },
    )
}

fn clock(cx: &Context, row: &BoardRow) -> Markup {
    let Some(clock) = &row.clock else { return html! {} };
    let promise = Promise {
        kind: clock.kind,
        started: clock.started,
        due: clock.due,
        stopped: None,
        grade: row.order.grade,
        class: parts::class(&cx.city, row.order.topic.as_ref()),
    };
    parts::clock(cx, &promise, clocks::clock_large)
}

/// Who was told last, and who is next, when.
fn told(cx: &Context, row: &BoardRow) -> Markup {
    let lang = cx.lang;
    html! {
        @if let Some(rung) = &row.told {
            div.watch-line.watch-told { (Icon::Radio) " " span.ellipsis { (lang.pick("已告 ", "told: ")) (names(cx, &row.order.unit, rung)) } }
        }
        @if let Some((at, rung)) = &row.next {
            div.watch-line.quiet { span.ellipsis { (time::time(lang, cx.now, *at)) (lang.pick(" 再告 ", " next: ")) (names(cx, &row.order.unit, rung)) } }
        }
    }
}

/// `单位负责人 王建国 · 电话`.
fn names(cx: &Context, unit: &UnitCode, rung: &Rung) -> Markup {
    let lang = cx.lang;
    html! {
        @for (n, audience) in rung.tell.iter().enumerate() {
            @if n > 0 { (lang.pick("、", ", ")) }
            (audience.name(lang))
            @if let Some(duty) = cx.city.whom(*audience, Some(unit), cx.now).first() { " " (duty.person) }
        }
        " · " (rung.by.name(lang))
    }
}
