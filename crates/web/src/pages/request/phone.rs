//! 紧急必打: whom to phone now about an emergency, with the number; who comes after him and when; and what came of the calls so far.

use lianxin_app::Context;
use lianxin_app::view::RequestView;
use lianxin_domain::city::{Audience, Duty};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::intake::SHORT_CHARS_MAX;
use lianxin_domain::request::{Event, Order, Request, Running};
use lianxin_domain::{Moment, UnitCode};
use maud::{Markup, html};

use super::forms::area;
use crate::pages::parts::{self, Promise};
use crate::ui::{Field, Icon, clock as clocks, time};

/// Who is phoned, one after the other.
const CHAIN: &[Audience] =
    &[Audience::UnitDuty, Audience::UnitHead, Audience::Superior, Audience::Supervision, Audience::LeaderOnDuty];

/// Somebody must be phoned about this order, and nobody has answered yet: the form stands open.
pub(crate) fn is_due(request: &Request, order: &Order) -> bool {
    order.phoned.is_none() && request.clock(ClockKind::MustPhone, Some(order.id)).is_some()
}

/// The form of the call: the person of this minute stands in it.
pub(super) fn fields(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let lang = cx.lang;
    let clock = view.request.clock(ClockKind::MustPhone, Some(order.id));
    let turn = turn(cx, view, clock);
    let now = cx.city.whom(turn, Some(&order.unit), cx.now);
    html! {
        (whom(cx, view, order, turn, &now))
        (Field::tel("phone", lang.pick("拨打的号码", "Number dialled")).of_form("phone").value(now.first().map_or("", |duty| &duty.phone)).required().max_chars(SHORT_CHARS_MAX))
        (Field::check("answered", lang.pick("已有人接听", "Somebody answered")).of_form("phone").checked(true))
        (Field::text("name", lang.pick("接听人", "Who answered")).of_form("phone").max_chars(SHORT_CHARS_MAX))
        (area("phone", "text", lang.pick("对方说了什么、答应何时做什么", "What was said, and what was promised by when"), 2, false))
        (calls(cx, view, order))
    }
}

/// Whose turn it is: whom the last rung named; before the first, the duty room.
fn turn(cx: &Context, view: &RequestView, clock: Option<&Running>) -> Audience {
    let climbed = clock.and_then(|clock| {
        let counting = view.request.counting(clock, &cx.city);
        (0..clock.rung).rev().filter_map(|number| counting.rung(clock, number)).find_map(|rung| {
            // A rung may name several; the furthest up the chain decides.
            CHAIN.iter().rev().copied().find(|audience| rung.tell.contains(audience))
        })
    });
    climbed.unwrap_or(Audience::UnitDuty)
}

/// The chain: who had his turn, whose it is, who comes when.
fn whom(cx: &Context, view: &RequestView, order: &Order, turn: Audience, now: &[&Duty]) -> Markup {
    let lang = cx.lang;
    let clock = view.request.clock(ClockKind::MustPhone, Some(order.id));
    let answered = order.phoned.is_some();
    let here = CHAIN.iter().position(|audience| *audience == turn).unwrap_or(0);
    html! {
        section.phone-now.(if answered { "t-done" } else { "t-danger" }) aria-label=(lang.pick("现在打给谁", "Whom to phone now")) {
            @if let Some(at) = order.phoned {
                p.notice-title { (Icon::PhoneCall) " " (lang.pick("已接通", "Answered")) " " (time::time(lang, cx.now, at)) }
            } @else {
                p.notice-title { (Icon::PhoneOff) " " (lang.pick("还没有人接听，现在打给：", "Nobody has answered yet; phone now:")) }
                @if let Some(clock) = clock { (parts::clock(cx, &Promise::of(&cx.city, &view.request, clock), clocks::clock_large)) }
                ul.duty { @for duty in now { (person(cx, duty)) } }
            }
            ol.phone-chain {
                @for (n, audience) in CHAIN.iter().enumerate() {
                    li aria-current=[(n == here && !answered).then_some("step")] {
                        span { (audience.name(lang)) }
                        (first_of(cx, *audience, &order.unit))
                        @if n > here && let Some(at) = clock.and_then(|clock| reaches(cx, view, clock, *audience)) {
                            span.quiet { (lang.pick("", "from ")) (time::time(lang, cx.now, at)) (lang.pick(" 起", "")) }
                        }
                    }
                }
            }
        }
    }
}

fn person(cx: &Context, duty: &Duty) -> Markup {
    let call = cx.lang.pick(format!("拨打 {}", duty.phone), format!("Call {}", duty.phone));
    html! {
        li {
            (duty.label.get(cx.lang)) " " strong lang="zh" { (duty.person) } " "
            a.btn.btn-small href={ "tel:" (duty.phone) } aria-label=(call) { (Icon::Phone) " " span.num { (duty.phone) } }
        }
    }
}

fn first_of(cx: &Context, audience: Audience, unit: &UnitCode) -> Markup {
    html! {
        @if let Some(duty) = cx.city.whom(audience, Some(unit), cx.now).first() {
            span { span lang="zh" { (duty.person) } " " span.num { (duty.phone) } }
        }
    }
}

/// When the ladder comes to somebody; `None` if it never does, or stands still.
fn reaches(cx: &Context, view: &RequestView, clock: &Running, audience: Audience) -> Option<Moment> {
    let counting = view.request.counting(clock, &cx.city);
    let rung = (clock.rung..u8::MAX)
        .map_while(|number| counting.rung(clock, number))
        .find(|rung| rung.tell.contains(&audience))?;
    counting.reached(clock, &rung).ok().flatten()
}

/// The calls so far, the last first: when, by whom, to which number, who answered, what was promised.
pub(crate) fn calls(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let lang = cx.lang;
    let calls: Vec<Markup> = view
        .journal
        .iter()
        .rev()
        .filter_map(|kept| {
            let Event::Phoned { order: about, number, answered, who, promise } = &kept.entry.event else { return None };
            (*about == order.id).then(|| {
                let (icon, tone) = if *answered { (Icon::PhoneCall, "t-done") } else { (Icon::PhoneMissed, "t-danger") };
                html! {
                    li.phone-call.(tone) {
                        (icon) " " (time::time(lang, cx.now, kept.entry.at)) " " (kept.entry.by.name) " → " span.num { (number) } " "
                        @if *answered { strong { (lang.pick("接听", "answered")) @if !who.is_empty() { (lang.pick("：", ": ")) (who) } } }
                        @else { strong { (lang.pick("无人接听", "no answer")) } }
                        @if !promise.is_empty() { p.told-words { (promise) } }
                    }
                }
            })
        })
        .collect();
    html! {
        @if !calls.is_empty() {
            section.phone-calls aria-label=(lang.pick("通话记录", "Calls so far")) {
                h3 { (lang.pick("通话记录", "Calls so far")) " " span.count { (calls.len()) } }
                ul { @for call in &calls { (call) } }
            }
        }
    }
}
