//! `GET /figures`: the rates of a span, and of each unit one level down.

use axum::extract::{Query, State};
use axum::response::Response;
use lianxin_app::figures::{self, Figures, Rate, Rates, Slice, UnitRates};
use lianxin_app::{Context, StoreError};
use lianxin_domain::city::Scores;
use lianxin_domain::request::Measure;
use maud::{Markup, html};

use super::span::Asked;
use super::{READERS, bar};
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::{Button, Icon, layout, states};

/// The measures of the list by unit.
const BY_UNIT: &[Measure] = &[Measure::Response, Measure::Solved, Measure::Satisfied, Measure::FinalDeadline];

/// The page.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Query(asked): Query<Asked>) -> Response {
    if let Err(failure) = who.require(READERS) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let (cx, wanted) = (who.cx.clone(), asked.wanted(&who.cx));
    let loaded = web
        .read(move |tx| -> Result<_, StoreError> {
            Ok((figures::figures(tx, &cx, &wanted)?, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((figures, waiting)) => {
            let title = who.lang().pick("数据", "Figures");
            frame::html_response(frame::page(&who, waiting, title, &page(&who.cx, &asked, &figures)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Store(error)),
    }
}

fn page(cx: &Context, asked: &Asked, figures: &Figures) -> Markup {
    let lang = cx.lang;
    let rule = &cx.city.policies.version(&figures.policy).unwrap_or_else(|| cx.city.policy(cx.now)).scores;
    let orders = figures.all.orders;
    let about = html! {
        (asked.days(cx).say(lang)) " · "
        a href=(asked.address("/figures/orders", &[("measure", "response"), ("slice", "all")])) {
            (lang.pick(format!("办结的主办工单 {orders} 件"), format!("{orders} lead orders ended")))
        }
        " · " (lang.pick("规则版本 ", "policy ")) (figures.policy)
    };
    html! {
        (layout::page_head(lang.pick("数据", "Figures"), &about, &html! {}))
        (periods(cx, asked))
        (trail(cx, asked))
        @if orders == 0 {
            (states::empty(Icon::ChartColumn, lang.pick("这段时间没有办结的工单", "No order ended in this time"), ""))
        } @else {
            (layout::panel(lang.pick("整体", "All together"), &html! {}, &html! {
                div.rates { @for measure in Measure::ALL.iter().filter(|measure| **measure != Measure::Reached) { (rate(cx, asked, *measure, &figures.all, rule)) } }
                p.quiet { (lang.pick("浅色带为 95% 置信区间（Wilson）：真实比率落在其中。", "The pale band is the 95 % interval (Wilson) in which the true rate lies.")) }
            }))
            (layout::panel(lang.pick("按单位", "By unit"), &html! {}, &by_unit(cx, asked, figures)))
        }
    }
}

/// This month, the last, or day by day.
fn periods(cx: &Context, asked: &Asked) -> Markup {
    let lang = cx.lang;
    let days = asked.days(cx);
    let plain = [("from", ""), ("to", "")];
    let chip = |text: &str, period: &str, on: bool| {
        let with = [plain[0], plain[1], ("period", period)];
        html! { a.chip href=(asked.address("/figures", &with)) aria-current=[on.then_some("true")] { (text) } }
    };
    html! {
        form.filters method="get" action="/figures" {
            div.chips {
                (chip(lang.pick("本月", "This month"), "", !days.named && asked.period != "last"))
                (chip(lang.pick("上月", "Last month"), "last", !days.named && asked.period == "last"))
            }
            input type="hidden" name="unit" value=(asked.unit);
            label.watch-choice { span { (lang.pick("从", "From")) } input.input type="date" name="from" value=(days.first) required; }
            label.watch-choice { span { (lang.pick("到", "to")) } input.input type="date" name="to" value=(days.last) required; }
            button.btn.btn-small type="submit" { (lang.pick("查看", "Show")) }
        }
    }
}

/// The unit that is looked at, with what is above it.
fn trail(cx: &Context, asked: &Asked) -> Markup {
    if asked.unit.is_empty() {
        return html! {};
    }
    let lang = cx.lang;
    let chain = cx.city.units.ancestors(&asked.unit.as_str().into());
    let up = chain.get(1).filter(|above| above.code != cx.city.units.center().code);
    let up = up.map_or("", |above| above.code.as_str());
    html! {
        p.figures-trail {
            (Button::quiet(lang.pick("上一级", "One level up")).icon(Icon::ArrowLeft).href(&asked.address("/figures", &[("unit", up)])))
            @for (n, unit) in chain.iter().rev().enumerate() { @if n > 0 { " › " } (unit.label(lang)) }
        }
    }
}

/// One rate: the figure, the bar, what it is a rate of, and what was left out.
fn rate(cx: &Context, asked: &Asked, measure: Measure, rates: &Rates, rule: &Scores) -> Markup {
    let lang = cx.lang;
    let rate = rates.of(measure);
    html! {
        section.rate id={ "rate-" (measure) } {
            h3 { (bar::name(lang, measure, rule)) }
            p.rate-figure { strong { (bar::percent(&rate)) } span.quiet { (bar::interval(&rate)) } }
            (bar::bar(&rate, None))
            (fraction(cx, asked, measure, &rate))
            @if measure.is_asked() { (reached(cx, asked, rates)) }
        }
    }
}

/// `83.6 ÷ 96`, each a link to the very orders; what was left out, reason by reason.
fn fraction(cx: &Context, asked: &Asked, measure: Measure, rate: &Rate) -> Markup {
    let lang = cx.lang;
    let link =
        |slice: Slice| asked.address("/figures/orders", &[("measure", measure.code()), ("slice", &slice.code())]);
    html! {
        p.rate-of {
            a href=(link(Slice::Success)) { span.num { (bar::numerator(rate)) } } " ÷ "
            a href=(link(Slice::Counted)) { span.num { (rate.of) } } " " (lang.pick("件", "orders"))
        }
        @if !rate.left_out.is_empty() || rate.no_question > 0 {
            p.rate-left.quiet {
                (lang.pick("不计入：", "Left out: "))
                @for (n, (why, count)) in rate.left_out.iter().enumerate() {
                    @if n > 0 { (lang.pick("、", ", ")) }
                    a href=(link(Slice::LeftOut(*why))) { (why.name(lang)) " " span.num { (count) } }
                }
                @if rate.no_question > 0 {
                    @if !rate.left_out.is_empty() { (lang.pick("、", ", ")) }
                    a href=(link(Slice::NoQuestion)) { (lang.pick("无此项", "not applicable")) " " span.num { (rate.no_question) } }
                }
            }
        }
    }
}

/// Beside every rate that rests on answers: how many were asked at all.
fn reached(cx: &Context, asked: &Asked, rates: &Rates) -> Markup {
    let reach = rates.of(Measure::Reached);
    let link = asked.address("/figures/orders", &[("measure", "reached"), ("slice", "counted")]);
    html! {
        p.rate-left.quiet {
            (Measure::Reached.name(cx.lang)) " " (bar::percent(&reach)) " (" a href=(link) { span.num { (bar::numerator(&reach)) "/" (reach.of) } } ")"
        }
    }
}

/// Units in bands: whoever cannot be told from the whole is not ranked.
fn by_unit(cx: &Context, asked: &Asked, figures: &Figures) -> Markup {
    let lang = cx.lang;
    let chosen =
        Measure::from_code(&asked.measure).filter(|measure| BY_UNIT.contains(measure)).unwrap_or(Measure::Satisfied);
    let whole = figures.all.of(chosen);
    let mut units: Vec<&UnitRates> = figures.units.iter().collect();
    let name = |one: &UnitRates| parts::unit(&cx.city, &one.unit, lang).to_owned();
    units.sort_by_cached_key(|one| (one.rates.of(chosen).band(&whole), name(one)));
    html! {
        div.table-box tabindex="0" role="region" aria-label=(lang.pick("按单位", "By unit")) {
            table.table.figures-table {
                thead { tr {
                    th scope="col" { (lang.pick("单位", "Unit")) }
                    th.c-number scope="col" { (lang.pick("工单", "Orders")) }
                    @for measure in BY_UNIT {
                        th scope="col" aria-sort=[(*measure == chosen).then_some("ascending")] {
                            a href=(asked.address("/figures", &[("measure", measure.code())])) { (measure.name(lang)) }
                        }
                    }
                } }
                tbody { @for one in &units { (unit_row(cx, asked, figures, one, chosen)) } }
            }
        }
    }
}

fn unit_row(cx: &Context, asked: &Asked, figures: &Figures, one: &UnitRates, chosen: Measure) -> Markup {
    let lang = cx.lang;
    let name = parts::unit(&cx.city, &one.unit, lang);
    html! {
        tr {
            td.c-wide data-head=(lang.pick("单位", "Unit")) title=(name) {
                @if one.with_below { a href=(asked.address("/figures", &[("unit", one.unit.as_str())])) { (name) } }
                @else { (name) " " span.quiet { (lang.pick("（本级）", "(itself)")) } }
            }
            td.c-number data-head=(lang.pick("工单", "Orders")) { (one.rates.orders) }
            @for measure in BY_UNIT {
                @let (rate, whole) = (one.rates.of(*measure), figures.all.of(*measure));
                td.figures-cell data-head=(measure.name(lang)) {
                    div { span.num { (bar::percent(&rate)) } " " span.quiet { (bar::numerator(&rate)) "/" (rate.of) }
                        @if *measure == chosen { " " (bar::band(lang, rate.band(&whole))) } }
                    (bar::bar(&rate, Some(&whole)))
                }
            }
        }
    }
}
