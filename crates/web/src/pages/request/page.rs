//! The page itself: a pure function of the view.

use lianxin_app::Context;
use lianxin_app::identity::Clear;
use lianxin_app::view::RequestView;
use lianxin_app::why::ASKERS;
use lianxin_domain::OrderId;
use lianxin_domain::city::ProposalSource;
use lianxin_domain::request::{CommandKind, Entry, Order, Request};
use maud::{Markup, html};

use super::{dealings, moves, story};
use crate::pages::clock;
use crate::pages::parts;
use crate::ui::field::Choice;
use crate::ui::file_drop::{self, FileLink};
use crate::ui::live::{Live, live_upto};
use crate::ui::order_tree::{OrderNode, order_tree};
use crate::ui::person::{Person, Reveal, person};
use crate::ui::timeline::{Told, timeline};
use crate::ui::{Button, Icon, badge, layout, lights as light, time};

/// The whole page.
pub fn page(cx: &Context, view: &RequestView, clear: Option<&Clear>) -> Markup {
    let request = &view.request;
    let url = format!("/requests/{}", request.number);
    let story = html! { (facts(cx, view, clear)) (told(cx, view, &hrefs(view))) (raw(cx, view)) };
    let state = html! { (standing(cx, view)) (dealings::of_request(cx, view)) (orders(cx, view)) (what_next(cx, view)) (explained(cx, view)) };
    let body = html! { (head(cx, view)) (layout::story_and_state(&story, &state)) };
    alive(view, "request", &url, clear, &body)
}

/// Its number, which leads to the whole story.
pub fn number(request: &Request) -> Markup {
    html! { a.num href={ "/requests/" (request.number) } { (request.number) } }
}

/// A page about one request, which fetches itself again when something happens to it.
pub fn alive(view: &RequestView, id: &str, url: &str, clear: Option<&Clear>, body: &Markup) -> Markup {
    // An identity that is shown in clear must not be fetched away by the next event.
    if clear.is_some() {
        return html! { div.live-part id=(id) { (body) } };
    }
    let topic = format!("request:{}", view.request.id);
    let upto = view.journal.last().map_or(0, |kept| kept.seq);
    live_upto(&Live { id, url, topics: &[&topic] }, upto, body)
}

fn head(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let about = html! {
        span.num { (request.number) } " "
        (badge::grade(lang, request.facts.grade)) (parts::stage(lang, request.state.stage())) (badge::kind(lang, request.facts.kind))
        (badge::channel(lang, request.facts.channel)) (badge::secrecy(lang, request.facts.secrecy))
        @if request.overdue { (badge::badge_with(badge::Tone::Danger, Icon::AlarmClock, lang.pick("曾超时", "Was overdue"))) }
        @if request.dealings.is_supervised() { (badge::supervised(lang)) }
        @if request.urges > 0 { (badge::badge_with(badge::Tone::Warning, Icon::Bell, &lang.pick(format!("催办 {} 次", request.urges), format!("urged {}×", request.urges)))) }
    };
    let why = format!("/requests/{}/why", request.number);
    let actions = html! {
        @if cx.actor.is_one_of(ASKERS) { (Button::quiet(lang.pick("谁能看到，为什么", "Who may, and why")).icon(Icon::CircleHelp).href(&why)) }
        (Button::quiet(lang.pick("返回列表", "Back to the list")).icon(Icon::ArrowLeft).href("/requests"))
    };
    layout::page_head(&request.facts.title, &about, &actions)
}

fn facts(cx: &Context, view: &RequestView, clear: Option<&Clear>) -> Markup {
    let content = html! { (who_asked(cx, view, clear, "")) (content(cx, view)) };
    layout::panel(cx.lang.pick("诉求内容", "The request"), &html! {}, &content)
}

/// What was asked, about what, where and when.
pub fn content(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let facts = &request.facts;
    let mut lines = vec![
        (lang.pick("主题", "Topic"), html! { (parts::topic(&cx.city, facts.topic.as_ref(), lang)) }),
        (
            lang.pick("地点", "Place"),
            html! { (parts::whereabouts(&cx.city, facts.place.as_ref(), &facts.address, lang)) },
        ),
        (lang.pick("登记", "Registered"), html! { (time::time(lang, cx.now, request.registered)) }),
    ];
    if let Some(occurred) = facts.occurred {
        lines.push((lang.pick("发生", "Happened"), time::time(lang, cx.now, occurred)));
    }
    if !facts.grade_reason.is_empty() {
        lines.push((lang.pick("定级理由", "Why this grade"), html! { (facts.grade_reason) }));
    }
    lines.push((lang.pick("诉求", "Demand"), html! { p.prose { (facts.demand) } }));
    if !facts.account.is_empty() {
        lines.push((lang.pick("经过", "Account"), html! { p.prose { (facts.account) } }));
    }
    html! { (layout::facts(&lines)) (files(view, &facts.files)) }
}

/// Files of a request by their ids.
pub fn files(view: &RequestView, ids: &[lianxin_domain::FileId]) -> Markup {
    let hrefs = hrefs(view);
    file_drop::files(&file_links(view, &hrefs, ids))
}

fn hrefs(view: &RequestView) -> Vec<String> {
    view.files.iter().map(|file| format!("/files/{}", file.id)).collect()
}

/// Who asked: masked with the form to reveal, or in clear, to be called. `at` is the query that leads a look at the identity back
/// to the page it is asked from.
pub fn who_asked(cx: &Context, view: &RequestView, clear: Option<&Clear>, at: &str) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    if request.facts.contact.is_none() {
        return html! { p.quiet { (Icon::User) " " (lang.pick("匿名", "Anonymous")) } };
    }
    let hidden = lang.pick("身份已隐匿", "Identity hidden").to_owned();
    let (name, phone) = match (clear, &view.person) {
        (Some(clear), _) => (clear.name.clone().unwrap_or_default(), clear.phone.clone().unwrap_or_default()),
        (None, Some(masked)) => (masked.name.clone().unwrap_or_default(), masked.phone.clone().unwrap_or_default()),
        (None, None) => (hidden, String::new()),
    };
    let reasons = [
        lang.pick("联系市民办理", "To contact the citizen"),
        lang.pick("回访", "To call back"),
        lang.pick("核实身份", "To verify the identity"),
        lang.pick("督办核查", "To supervise"),
    ];
    let choices: Vec<Choice<'_>> = reasons.iter().map(|text| Choice { value: text, text }).collect();
    let action = format!("/requests/{}/identity{at}", request.number);
    let reveal = (view.may_reveal && clear.is_none()).then_some(Reveal { action: &action, reasons: &choices });
    let note =
        if clear.is_some() { lang.pick("本次查看已记入流水", "This look has been recorded") } else { "" };
    let phone_in_clear = clear.and_then(|clear| clear.phone.as_deref());
    html! {
        (person(lang, &Person { name: &name, phone: &phone, note, reveal }))
        @if let Some(phone) = phone_in_clear {
            (Button::plain(&lang.pick(format!("拨打 {phone}"), format!("Call {phone}"))).icon(Icon::Phone).href(&format!("tel:{phone}")))
        }
    }
}

fn told(cx: &Context, view: &RequestView, hrefs: &[String]) -> Markup {
    let lang = cx.lang;
    let told: Vec<(&Entry, story::Sentence, String, Vec<FileLink<'_>>)> = view
        .journal
        .iter()
        .rev()
        .map(|kept| {
            let entry = &kept.entry;
            let files = file_links(view, hrefs, story::files(&entry.event));
            (entry, story::tell(cx, &view.request, &entry.event), actor(cx, entry), files)
        })
        .collect();
    let sentences: Vec<Told<'_>> = told
        .iter()
        .map(|(entry, told, actor, files)| Told {
            at: entry.at,
            actor,
            sentence: told.sentence.clone(),
            words: told.words.as_deref(),
            files,
            icon: told.icon,
            tone: told.tone,
        })
        .collect();
    layout::panel(lang.pick("经过", "The story"), &html! {}, &timeline(lang, cx.now, &sentences))
}

/// `王敏 · 河西区政府`; the system and the citizen have no name here.
fn actor(cx: &Context, entry: &Entry) -> String {
    let lang = cx.lang;
    if entry.by.account.is_none() {
        return entry.by.role.name(lang).to_owned();
    }
    let unit = cx.city.units.get(&entry.by.unit).map_or("", |unit| unit.label(lang));
    format!("{} · {unit} {}", entry.by.name, entry.by.role.name(lang))
}

fn file_links<'a>(view: &'a RequestView, hrefs: &'a [String], ids: &[lianxin_domain::FileId]) -> Vec<FileLink<'a>> {
    let files = view.files.iter().zip(hrefs).filter(|(file, _)| ids.contains(&file.id));
    files
        .map(|(file, href)| FileLink {
            href,
            name: &file.name,
            bytes: u64::try_from(file.bytes).unwrap_or(0),
            picture: file.media.starts_with("image/"),
        })
        .collect()
}

fn raw(cx: &Context, view: &RequestView) -> Markup {
    let lang = cx.lang;
    let body = html! {
        table.raw { thead { tr { th { "#" } th { (lang.pick("总序", "Seq")) } th { (lang.pick("内容", "Body")) } th { (lang.pick("哈希", "Hash")) } } }
            tbody { @for kept in &view.journal { tr { td.num { (kept.no) } td.num { (kept.seq) } td { code { (kept.body) } } td { code title=(kept.hash) { (kept.hash.get(..12).unwrap_or_default()) "…" } } } } }
        }
    };
    layout::why(lang.pick("流水原文与哈希链", "The journal as it is kept, with its hashes"), &body)
}

fn standing(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let open = request.clocks.iter().filter(|clock| clock.stopped.is_none() && clock.order.is_none());
    let content = html! {
        @if let Some(lead) = request.lead() { (light::lights(lang, &parts::lights(cx, request, lead))) }
        @for one in open { (clock::with_why(cx, request, one)) }
        @for task in request.tasks.iter().filter(|task| task.done.is_none()) {
            p { (Icon::CircleDot) " " (task.kind.name(lang)) " · "
                @match task.claimed { Some((_, at)) => { (lang.pick("已认领 ", "claimed ")) (time::time(lang, cx.now, at)) } None => { (lang.pick("待认领", "waits to be claimed")) } }
            }
        }
        @if !request.state.stage().is_open() { @if let Some(ended) = request.ended { p { (parts::stage(lang, request.state.stage())) " " (time::time(lang, cx.now, ended)) } } }
        @if let Some(survey) = &request.survey { p { (lang.pick("市民：", "Citizen: ")) (survey.solved.name(lang)) " · " (survey.result.name(lang)) } }
    };
    layout::panel(lang.pick("现在", "Now"), &html! {}, &content)
}

fn orders(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    if request.orders.is_empty() {
        return html! {};
    }
    layout::panel(lang.pick("工单", "Orders"), &html! {}, &order_tree(lang, &nodes(cx, view, None)))
}

fn nodes<'a>(cx: &'a Context, view: &'a RequestView, parent: Option<OrderId>) -> Vec<OrderNode<'a>> {
    let (lang, request) = (cx.lang, &view.request);
    let below = request.orders.iter().filter(|order| order.parent == parent);
    below
        .map(|order| OrderNode {
            role: order.role,
            unit: parts::unit(&cx.city, &order.unit, lang),
            state: parts::order_stage(lang, order.state.stage()),
            clock: html! { @if let Some(clock) = request.order_due(order.id) { (clock::of_order(cx, request, clock)) } },
            actions: order_actions(cx, view, order),
            parts: nodes(cx, view, Some(order.id)),
        })
        .collect()
}

fn order_actions(cx: &Context, view: &RequestView, order: &Order) -> Markup {
    let open = super::phone::is_due(&view.request, order).then_some(CommandKind::Phone);
    let back = format!("/requests/{}", view.request.number);
    html! {
        div.order-marks { (dealings::marks(cx, &view.request, order)) }
        (dealings::of_order(cx, view, order))
        (moves::of_order(cx, view, order, "move", open, &back))
    }
}

fn what_next(cx: &Context, view: &RequestView) -> Markup {
    let lang = cx.lang;
    let back = format!("/requests/{}", view.request.number);
    let forms = moves::of_request(cx, view, "move", None, &back);
    if forms.0.is_empty() {
        return html! {};
    }
    layout::panel(lang.pick("您现在可以", "What you may do now"), &html! {}, &forms)
}

/// Who may do what next, why this unit, and by which rule the clocks run.
fn explained(cx: &Context, view: &RequestView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let mut possible = request.possible(None);
    possible.dedup();
    let who = html! {
        dl.facts { @for kind in &possible {
            div { dt { (kind.name(lang)) } dd { @for (i, role) in lianxin_domain::request::table::who(*kind).iter().enumerate() { @if i > 0 { (lang.pick("、", ", ")) } (role.name(lang)) } } }
        } }
    };
    let clocks = clock::all(cx, request);
    html! {
        @if !possible.is_empty() { (layout::why(lang.pick("下一步可以由谁做什么", "Who may do what next"), &who)) }
        (layout::why(lang.pick("时限怎么算的", "How the clocks were computed"), &clocks))
        @if let Some(proposal) = request.facts.topic.as_ref().and_then(|topic| cx.city.propose(topic, request.facts.place.as_ref(), request.registered)) {
            (layout::why(lang.pick("派单目录怎么说", "What the dispatch catalogue says"), &html! {
                p { (parts::unit(&cx.city, &proposal.lead, lang)) @for unit in &proposal.supporting { (lang.pick("、", ", ")) (parts::unit(&cx.city, unit, lang)) } }
                p.quiet { (source(cx, &proposal.rule)) }
            }))
        }
    }
}

fn source(cx: &Context, source: &ProposalSource) -> String {
    let lang = cx.lang;
    match source {
        ProposalSource::Rule { id, basis } => {
            lang.pick(format!("目录 {id}：{}", basis.zh), format!("Rule {id}: {}", basis.en))
        }
        ProposalSource::TopicDefault { topic } => {
            let topic = cx.city.topics.path_name(topic, lang);
            lang.pick(format!("主题“{topic}”的默认主办"), format!("Default lead of the topic “{topic}”"))
        }
    }
}
