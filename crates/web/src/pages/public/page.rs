//! The citizen's page: where it is, what was answered, what he can do, what happened, who looked.

use lianxin_app::Context;
use lianxin_app::public::PublicView;
use lianxin_domain::FileId;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::Entry;
use maud::{Markup, html};

use super::forms::{self, Sent};
use super::{standing, story};
use crate::flash::Flash;
use crate::pages::parts::{self, Promise};
use crate::ui::file_drop::FileLink;
use crate::ui::timeline::{Told, timeline};
use crate::ui::{Button, Icon, badge, clock as clocks, error_summary, layout, states, time};

/// The whole page.
pub(super) fn page(cx: &Context, view: &PublicView, flash: Option<&Flash>, sent: Option<&Sent>) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let about = html! { span.num { (request.number) } " " (parts::stage(lang, request.state.stage())) (badge::grade(lang, request.facts.grade)) };
    let leave = html! {
        lx-print { (Button::plain(lang.pick("打印", "Print")).icon(Icon::Printer).inert()) }
        form method="post" action="/public/leave" { (Button::plain(lang.pick("退出查询", "Leave")).icon(Icon::LogOut)) }
    };
    let replies = story::replies(cx, request, &view.entries);
    let moves = forms::moves(cx, request);
    html! {
        (layout::page_head(&request.facts.title, &about, &leave))
        @if let Some(sent) = sent { (error_summary(lang, &sent.errors)) }
        @else if let Some(flash) = flash { (states::notice(flash.tone, &flash.text)) }
        (standing_card(cx, view))
        (together(cx, view))
        (forms::question(cx, request, sent))
        @if !replies.is_empty() { (replied(cx, &replies)) }
        @let others = forms::others(cx, request, &moves, sent);
        @if !others.0.is_empty() { section.public-acts aria-label=(lang.pick("您可以", "What you can do")) { (others) } }
        (layout::panel(lang.pick("经过", "What happened"), &html! {}, &told(cx, view, &replies)))
        (layout::panel(lang.pick("您反映的内容", "What you told us"), &html! {}, &content(cx, view)))
        (layout::panel(lang.pick("谁看过我的身份", "Who looked at my identity"), &html! {}, &looks(cx, view)))
    }
}

fn standing_card(cx: &Context, view: &PublicView) -> Markup {
    let (lang, request) = (cx.lang, &view.request);
    let now = standing::standing(cx, request);
    let promise = standing::promise(request);
    let mut lines = vec![
        (lang.pick("谁在办", "Who has it"), html! { (now.who) }),
        (lang.pick("从何时", "Since"), html! { (time::time(lang, cx.now, now.since)) }),
    ];
    if let Some(clock) = promise {
        let what = clock.kind.name(lang);
        lines.push((lang.pick("到何时", "Until"), html! { (time::time(lang, cx.now, clock.due)) span.quiet { (lang.pick(format!("（{what}）"), format!(" ({what})"))) } }));
    }
    if let Some(window) = request.clock(ClockKind::Objection, None) {
        lines.push((
            lang.pick("异议期", "You may object"),
            html! { (lang.pick("至 ", "until ")) (time::time(lang, cx.now, window.due)) },
        ));
    }
    if let Some(withdrawal) = &request.dealings.withdrawal {
        lines.push((lang.pick("撤回申请", "Your withdrawal"), html! { (lang.pick("12345 将打电话核实，办理不停 · ", "12345 will call you; it goes on meanwhile · ")) (time::time(lang, cx.now, withdrawal.asked)) }));
    }
    if !now.next.is_empty() {
        lines.push((lang.pick("接下来", "Next"), html! { (now.next) }));
    }
    html! {
        section.card {
            p.lead { (now.sentence) }
            @if let Some(clock) = promise { (parts::clock(cx, &Promise::of(&cx.city, request, clock), clocks::clock_large)) }
            (layout::facts(&lines))
        }
    }
}

/// What the request is handled together with: how many, who leads, what everybody is told.
fn together(cx: &Context, view: &PublicView) -> Markup {
    let lang = cx.lang;
    let Some(all) = &view.together else { return html! {} };
    let others = all.others;
    html! {
        section.card.public-together {
            p.lead { (Icon::Layers) " " (lang.pick(format!("与另外 {others} 件同一事项的诉求合并办理"), format!("Handled together with {others} other request(s) about the same matter"))) }
            p { (parts::stage(lang, all.stage)) @if let Some(lead) = &all.lead { " " (lang.pick("主办：", "Lead: ")) (parts::unit(&cx.city, lead, lang)) } }
            @if let Some((notice, progress)) = &all.incident {
                p.prose { (notice) }
                @if let Some(progress) = progress { p.prose { strong { (lang.pick("最新进展：", "Latest: ")) } (progress) } }
            }
            p.quiet { (lang.pick("您的编号、查询码和回访不变。", "Your number, your code and your call-back stay yours.")) }
        }
    }
}

fn replied(cx: &Context, replies: &[(String, String)]) -> Markup {
    let content = html! { @for (unit, text) in replies { div.public-reply { p.quiet { (unit) } p.prose { (text) } } } };
    layout::panel(cx.lang.pick("办理结果", "The reply"), &html! {}, &content)
}

fn told(cx: &Context, view: &PublicView, replies: &[(String, String)]) -> Markup {
    let hrefs: Vec<String> = view.files.iter().map(|file| format!("/public/files/{}", file.id)).collect();
    let links = |ids: &[FileId]| -> Vec<FileLink<'_>> {
        let files = view.files.iter().zip(&hrefs).filter(|(file, _)| ids.contains(&file.id));
        files
            .map(|(file, href)| FileLink {
                href,
                name: &file.name,
                bytes: u64::try_from(file.bytes).unwrap_or(0),
                picture: file.media.starts_with("image/"),
            })
            .collect()
    };
    let told: Vec<(&Entry, story::Sentence, Vec<FileLink<'_>>)> = view
        .entries
        .iter()
        .rev()
        .filter_map(|entry| {
            Some((entry, story::tell(cx, &view.request, &view.entries, entry)?, links(story::files(entry))))
        })
        .collect();
    let sentences: Vec<Told<'_>> = told
        .iter()
        .map(|(entry, told, files)| Told {
            at: entry.at,
            actor: &told.actor,
            sentence: html! { (told.text) },
            // A reply that stands above is not read twice.
            words: told.words.as_deref().filter(|words| replies.iter().all(|(_, reply)| reply.trim() != *words)),
            files,
            icon: told.icon,
            tone: told.tone,
        })
        .collect();
    timeline(cx.lang, cx.now, &sentences)
}

fn content(cx: &Context, view: &PublicView) -> Markup {
    let (lang, facts) = (cx.lang, &view.request.facts);
    let mut lines = vec![
        (lang.pick("类型", "Kind"), html! { (facts.kind.name(lang)) }),
        (lang.pick("登记", "Registered"), time::time(lang, cx.now, view.request.registered)),
        (lang.pick("诉求", "Demand"), html! { p.prose { (facts.demand) } }),
    ];
    if facts.place.is_some() {
        lines.insert(
            1,
            (
                lang.pick("地点", "Place"),
                html! { (parts::whereabouts(&cx.city, facts.place.as_ref(), &facts.address, lang)) },
            ),
        );
    }
    layout::facts(&lines)
}

fn looks(cx: &Context, view: &PublicView) -> Markup {
    let lang = cx.lang;
    let looks: Vec<(&Entry, String, &str)> = view
        .entries
        .iter()
        .rev()
        .filter_map(|entry| story::look(cx, entry).map(|(who, why)| (entry, who, why)))
        .collect();
    html! {
        @if view.request.facts.contact.is_none() { p { (lang.pick("您没有留下姓名和电话，没有身份可看。", "You left neither name nor phone: there is no identity to look at.")) } }
        @else if looks.is_empty() { p { (lang.pick("没有人查看过您的姓名和电话。", "Nobody has looked at your name and phone.")) } }
        @else {
            p.quiet { (lang.pick("姓名和电话平时是遮住的；每次查看都要说明理由并留下记录。", "Name and phone are hidden; each look needs a reason and is recorded.")) }
            ul.looks { @for (entry, who, why) in &looks { li { (Icon::Eye) span { (who) } span { (time::time(lang, cx.now, entry.at)) } span { (lang.pick("理由：", "Reason: ")) (why) } } } }
        }
    }
}
