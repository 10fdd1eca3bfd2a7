//! What an order and a request have been through, shown where they stand: deadlines before and after, pauses, what was asked and
//! decided, sheets, instructions, merging.

use lianxin_app::Context;
use lianxin_app::view::RequestView;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Event, Order, OrderState, Request, Running, Sheet};
use maud::{Markup, html};

use super::page::files;
use crate::pages::parts::{self, Promise};
use crate::ui::{Icon, badge, clock as clocks, layout, time};

/// Marks of an order: designated, supervised, returned, not counted.
pub fn marks(cx: &Context, request: &Request, order: &Order) -> Markup {
    let (lang, been) = (cx.lang, &order.dealings);
    let sheet = request.dealings.open_sheet(order.id);
    html! {
        @if been.designated { (badge::badge_with(badge::Tone::Warning, Icon::Lock, lang.pick("指定办理", "Designated"))) }
        @if sheet.is_some() { (badge::supervised(lang)) }
        @if been.return_refused { (badge::badge(badge::Tone::Warning, lang.pick("退单已驳回", "Return refused"))) }
        @if let Some(why) = been.uncounted {
            (badge::badge_with(badge::Tone::Neutral, Icon::Scale, &lang.pick(format!("不计入考核：{}", why.name(lang)), format!("Not counted: {}", why.name(lang)))))
        }
        @if order.overdue { (badge::badge_with(badge::Tone::Danger, Icon::AlarmClock, lang.pick("曾超时", "Was overdue"))) }
    }
}

/// What an order has been through, and what waits to be decided.
pub fn of_order(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let request = &view.request;
    let handle =
        request.clocks.iter().rev().find(|clock| clock.kind == ClockKind::Handle && clock.order == Some(order.id));
    let mut lines = Vec::new();
    if let Some(clock) = handle {
        deadline(cx, clock, &mut lines);
    }
    asked(cx, view, order, &mut lines);
    if let Some(appeal) = &order.dealings.appeal {
        let lang = cx.lang;
        let level =
            cx.city.policy(cx.now).appeals.get(usize::from(appeal.level)).map_or("", |level| level.name.get(lang));
        let stands = match appeal.granted {
            None => lang.pick("待审核", "to be judged"),
            Some(true) => lang.pick("成立", "granted"),
            Some(false) => lang.pick("不成立", "not granted"),
        };
        lines.push((
            lang.pick("考核申诉", "Appeal"),
            html! {
                (level) " · " (appeal.claim.name(lang)) " · " strong { (stands) }
                p.prose { (appeal.reason) } (files(view, &appeal.files))
                @if !appeal.note.is_empty() { p.quiet { (appeal.note) } }
            },
        ));
    }
    html! { @if !lines.is_empty() { div.dealings { (layout::facts(&lines)) } } }
}

/// The first deadline and the one that holds, and when the clock stood still.
fn deadline(cx: &Context, clock: &Running, lines: &mut Vec<(&'static str, Markup)>) {
    let lang = cx.lang;
    if clock.first_due != clock.due {
        lines.push((lang.pick("办理时限", "Deadline"), html! {
            (lang.pick("原 ", "first ")) s { (time::time(lang, cx.now, clock.first_due)) } " → " strong { (time::time(lang, cx.now, clock.due)) }
        }));
    }
    if !clock.extensions.is_empty() {
        lines.push((lang.pick("延期", "Extensions"), html! {
            ul { @for extension in &clock.extensions {
                li { (extension.by.say(lang)) " · " (time::time(lang, cx.now, extension.granted)) @if !extension.reason.is_empty() { " · " (extension.reason) } }
            } }
        }));
    }
    if !clock.pauses.is_empty() {
        lines.push((lang.pick("中止", "Pauses"), html! {
            ul { @for pause in &clock.pauses {
                li {
                    (time::time(lang, cx.now, pause.from)) " – "
                    @match pause.until { Some(until) => { (time::time(lang, cx.now, until)) } None => { strong { (lang.pick("现在中止中", "stands still now")) } } }
                    " · " (pause.reason)
                }
            } }
        }));
    }
}

/// What a unit asked for and nobody has decided yet, or the plan that it follows.
fn asked(cx: &Context, view: &RequestView, order: &Order, lines: &mut Vec<(&'static str, Markup)>) {
    let lang = cx.lang;
    if let Some((unit, reason)) = &order.dealings.support {
        lines.push((
            lang.pick("申请协办", "Asks for help"),
            html! {
                @if let Some(unit) = unit { (parts::unit(&cx.city, unit, lang)) " · " } (reason)
            },
        ));
    }
    if let OrderState::ReturnAsked { ask } = &order.state {
        let reason = cx.city.return_reason(&ask.reason).map_or(ask.reason.as_str(), |reason| reason.name.get(lang));
        lines.push((lang.pick("申请退单", "Asks to return"), html! {
            strong { (reason) } @if !ask.basis.is_empty() { p.prose { (ask.basis) } }
            @if let Some(unit) = &ask.suggested { p { (lang.pick("建议：", "Suggests: ")) (parts::unit(&cx.city, unit, lang)) } }
            (files(view, &ask.files))
        }));
    }
    if let OrderState::DelayAsked { ask } = &order.state {
        let days = ask.working_days;
        lines.push((
            lang.pick("申请延期", "Asks for time"),
            html! {
                strong { (lang.pick(format!("{days} 个工作日"), format!("{days} working day(s)"))) } " · " (ask.reason)
                p.prose { (lang.pick("计划：", "Plan: ")) (ask.plan) }
                @if !ask.told.is_empty() { p.prose { (lang.pick("告知市民：", "The citizen was told: ")) (ask.told) } }
            },
        ));
    }
    if let OrderState::Parked { plan } = &order.state {
        lines.push((lang.pick("挂账计划", "The plan"), html! {
            p.prose { (plan.plan) } p { (lang.pick("责任人：", "Owner: ")) strong { (plan.owner) } }
            ol.steps { @for step in &plan.milestones {
                li { (if step.done.is_some() { Icon::CircleCheck } else { Icon::Circle }) " " (step.what) " · "
                    @match step.done { Some(done) => { (lang.pick("已完成 ", "done ")) (time::time(lang, cx.now, done)) } None => { (time::time(lang, cx.now, step.due)) } } }
            } }
        }));
    }
    if let Some(undue) = order.state.report().and_then(|report| report.undue.as_ref()) {
        let class = cx.city.undue_class(&undue.class).map_or(undue.class.as_str(), |class| class.name.get(lang));
        lines.push((lang.pick("申请超职责", "Beyond duty"), html! {
            strong { (class) } p.prose { (undue.basis) } p.prose { (lang.pick("向市民的解释：", "Explained to the citizen: ")) (undue.explanation) }
        }));
    }
}

/// What the request as a whole has been through; nothing for most.
pub fn of_request(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let been = &request.dealings;
    let mut lines = together(cx, view);
    if !been.sheets.is_empty() {
        lines.push((
            lang.pick("督办单", "Sheets"),
            html! { ul.sheets { @for sheet in &been.sheets { (one_sheet(cx, request, sheet)) } } },
        ));
    }
    if !been.instructions.is_empty() {
        lines.push((lang.pick("领导批示", "Instructions"), html! {
            ul { @for word in &been.instructions { li { (word.text) span.quiet { " · " (word.by) " " (time::time(lang, cx.now, word.at)) } } } }
        }));
    }
    if let Some(consult) = &been.consult {
        lines.push((lang.pick("会商", "Consultation"), html! {
            p { (consult.question) }
            p.quiet { @for (i, unit) in consult.units.iter().enumerate() { @if i > 0 { (lang.pick("、", ", ")) } (parts::unit(&cx.city, unit, lang)) } }
            @match &consult.ruling {
                None => { (badge::badge(badge::Tone::Warning, lang.pick("待决定", "Not decided"))) }
                Some(ruling) => p {
                    (lang.pick("主办 ", "Lead: ")) strong { (parts::unit(&cx.city, &ruling.lead, lang)) }
                    @if ruling.binding { " " (badge::badge(badge::Tone::Brand, lang.pick("今后照此办理", "Binding"))) }
                },
            }
        }));
    }
    if let Some(withdrawal) = &been.withdrawal {
        lines.push((
            lang.pick("市民申请撤回", "Wants to withdraw"),
            html! { (withdrawal.reason) " · " (time::time(lang, cx.now, withdrawal.asked)) },
        ));
    }
    if let Some(why) = &been.invalid {
        lines.push((lang.pick("申请判定无效", "Asked as invalid"), html! { (why) }));
    }
    if been.dispatches > 1 {
        let times = been.dispatches;
        let word = if request.must_designate(cx.situation()) {
            lang.pick("，下次为指定办理", "; the next is a designation")
        } else {
            ""
        };
        lines.push((
            lang.pick("派发次数", "Sent"),
            html! { (lang.pick(format!("{times} 次{word}"), format!("{times} times{word}"))) },
        ));
    }
    if request.reworks > 0 {
        lines.push((
            lang.pick("重办", "Reworks"),
            html! { (lang.pick(format!("{} 次", request.reworks), format!("{}×", request.reworks))) },
        ));
    }
    if lines.is_empty() {
        return html! {};
    }
    layout::panel(lang.pick("督办、合并与会商", "Oversight and merging"), &html! {}, &layout::facts(&lines))
}

fn together(cx: &Context, view: &RequestView) -> Vec<(&'static str, Markup)> {
    let (lang, been) = (cx.lang, &view.request.dealings);
    let mut lines = Vec::new();
    if let Some(number) = master(view) {
        lines.push((lang.pick("主单", "Master"), html! { a.num href={ "/requests/" (number) } { (number) } }));
    }
    if been.weight > 1 {
        let (weight, merged) = (been.weight, followers(view));
        lines.push((
            lang.pick("合并", "Merged in"),
            html! {
                (lang.pick(format!("共 {weight} 件"), format!("{weight} requests")))
                @if !merged.is_empty() { details { summary { (lang.pick("并入的诉求", "Which")) }
                    ul.merged { @for number in &merged { li { a.num href={ "/requests/" (number) } { (number) } } } }
                } }
            },
        ));
    }
    if let Some(incident) = &been.incident {
        lines.push((lang.pick("突发事件", "Incident"), html! {
            p { strong { (incident.notice) } }
            p.quiet { (parts::topic(&cx.city, Some(&incident.topic), lang)) " · " (parts::place(&cx.city, Some(&incident.place), lang)) " · " (time::time(lang, cx.now, incident.declared)) }
            @if let Some(progress) = &incident.progress { p.prose { (lang.pick("进展：", "Progress: ")) (progress) } }
            @if let Some(ended) = incident.ended { p.quiet { (lang.pick("已结束 ", "Ended ")) (time::time(lang, cx.now, ended)) } }
        }));
    }
    lines
}

fn one_sheet(cx: &Context, request: &Request, sheet: &Sheet) -> Markup {
    let lang = cx.lang;
    let kind = cx.city.supervision_kind(&sheet.kind).map_or(sheet.kind.as_str(), |kind| kind.name.get(lang));
    let unit = request.order(sheet.order).map_or("", |order| parts::unit(&cx.city, &order.unit, lang));
    let runs = |clock: &&Running| {
        clock.kind == ClockKind::Supervision && clock.order == Some(sheet.order) && clock.stopped.is_none()
    };
    let clock = request.clocks.iter().find(runs).filter(|_| sheet.answer.is_none() && sheet.lifted.is_none());
    html! {
        li {
            span.num { (sheet.number) } " " strong { (kind) } " → " (unit)
            @if let Some(clock) = clock { (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock)) }
            @else { span.quiet { " · " (time::time(lang, cx.now, sheet.due)) } }
            p { (sheet.demand) }
            @if let Some(answer) = &sheet.answer { p.quiet { (lang.pick("答复：", "Answer: ")) (answer) } }
            @if let Some(why) = &sheet.lifted { p.quiet { (lang.pick("已解除：", "Lifted: ")) (why) } }
        }
    }
}

/// The number of the master that the request was merged into, while it is.
fn master(view: &RequestView) -> Option<&str> {
    view.request.dealings.master?;
    view.journal.iter().rev().find_map(|kept| {
        let Event::Merged { number, .. } = &kept.entry.event else { return None };
        Some(number.as_str())
    })
}

/// The numbers of those that were merged in and have not left.
fn followers(view: &RequestView) -> Vec<&str> {
    let mut numbers: Vec<&str> = Vec::new();
    for kept in &view.journal {
        if let Event::Absorbed { number } = &kept.entry.event {
            numbers.push(number);
        } else if let Event::Shed { number } = &kept.entry.event {
            numbers.retain(|known| known != number);
        }
    }
    numbers
}
