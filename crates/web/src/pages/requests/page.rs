//! The list itself: a pure function of what is wanted and what was found.

use lianxin_app::Context;
use lianxin_app::lists::{COUNT_MAX, RequestLine, WORDS_ROWS_MAX};
use lianxin_domain::city::City;
use lianxin_domain::request::Stage;
use lianxin_domain::{Channel, Grade, Kind, Lang};
use maud::{Markup, html};

use super::View;
use super::export::ROWS_MAX as EXPORT_ROWS_MAX;
use super::wanted::{self, BY_NAME, EMERGENCY, OPEN, Wanted};
use crate::pages::parts::{self, Promise, picks};
use crate::ui::field::Choice;
use crate::ui::filters::{Chip, FilterBar, filter_bar};
use crate::ui::live::{Live, live};
use crate::ui::picker::{Pick, Picker};
use crate::ui::table::{Column, Pager, Row, Table, table};
use crate::ui::{Button, Field, Icon, Tone, badge, clock as clocks, layout, states, time};

const AT: &str = "/requests";

/// The whole page.
pub(super) fn page(cx: &Context, wanted: &Wanted, view: &View) -> Markup {
    let lang = cx.lang;
    let listed = list(cx, wanted, view);
    let url = wanted.at(AT);
    // An older page stands still: what is new belongs on the first.
    let listed = if wanted.is_older() {
        html! { div id="requests" { (listed) } }
    } else {
        live(&Live { id: "requests", url: &url, topics: &["requests"] }, &listed)
    };
    html! {
        (layout::page_head(lang.pick("诉求", "Requests"), &html! {}, &actions(lang, wanted)))
        (filters(cx, wanted))
        @if !wanted.ignored.is_empty() { (states::notice(Tone::Warning, &ignored(lang, &wanted.ignored))) }
        (listed)
    }
}

fn actions(lang: Lang, wanted: &Wanted) -> Markup {
    let newest = wanted.at(AT);
    let most = lang.pick(
        format!("同一条件，最多 {} 万件，不含身份信息", EXPORT_ROWS_MAX / 10_000),
        format!("The same list, at most {EXPORT_ROWS_MAX}, without identities"),
    );
    html! {
        @if wanted.is_older() { (Button::quiet(lang.pick("回到最新", "Back to the newest")).icon(Icon::ArrowLeft).href(&newest)) }
        a.btn href=(wanted.at("/requests.csv")) hx-boost="false" download title=(most) data-key="Alt+E" { (Icon::Download) (lang.pick("导出 CSV", "Export CSV")) }
    }
}

fn ignored(lang: Lang, keys: &[&str]) -> String {
    let names: Vec<&str> = keys.iter().map(|key| wanted::name(lang, key)).collect();
    let names = names.join(lang.pick("、", ", "));
    lang.pick(
        format!("以下条件无法识别，没有使用：{names}"),
        format!("Not understood, and therefore not used: {names}"),
    )
}

fn filters(cx: &Context, wanted: &Wanted) -> Markup {
    let lang = cx.lang;
    let toggle = |key: &str, value: &str| {
        let on = wanted.value(key) == value;
        (wanted.with(AT, key, if on { "" } else { value }), on)
    };
    let (open, emergency, overdue) = (toggle("state", OPEN), toggle("grade", EMERGENCY), toggle("overdue", "1"));
    let chip = |text, (href, on)| Chip { text, href, count: None, on };
    let mut chips = vec![
        chip(lang.pick("未办结", "Open"), (open.0.as_str(), open.1)),
        chip(lang.pick("紧急", "Emergency"), (emergency.0.as_str(), emergency.1)),
        chip(lang.pick("超时", "Overdue"), (overdue.0.as_str(), overdue.1)),
    ];
    let by_name = wanted.value("by") == BY_NAME;
    let as_name = wanted.with(AT, "by", if by_name { "" } else { BY_NAME });
    let named = wanted.maybe_name().or(by_name.then(|| wanted.value("q"))).filter(|name| !name.is_empty());
    let text =
        named.map(|name| lang.pick(format!("按姓名找“{name}”"), format!("As a name: “{name}”"))).unwrap_or_default();
    if named.is_some() {
        chips.push(chip(&text, (as_name.as_str(), by_name)));
    }
    if !wanted.is_everything() {
        chips.push(chip(lang.pick("清除条件", "Clear"), (AT, false)));
    }
    let searches = lang.pick("编号、电话、内容", "Number, phone, words");
    filter_bar(
        lang,
        &FilterBar { action: AT, query: wanted.value("q"), searches, chips: &chips, more: more(cx, wanted) },
    )
}

/// The conditions behind "more": open as soon as one of them is set.
fn more(cx: &Context, wanted: &Wanted) -> Markup {
    let lang = cx.lang;
    let (count, field) = (wanted.more(), |key| wanted::name(lang, key));
    let all = Choice { value: "", text: lang.pick("全部", "All") };
    let states: Vec<Choice<'_>> =
        [all.clone(), Choice { value: OPEN, text: lang.pick("未办结（全部）", "Open (all)") }]
            .into_iter()
            .chain(
                Stage::ALL
                    .iter()
                    .filter(|stage| **stage != Stage::Draft)
                    .map(|stage| Choice { value: stage.code(), text: stage.name(lang) }),
            )
            .collect();
    let grades: Vec<Choice<'_>> = [all.clone()]
        .into_iter()
        .chain(Grade::ALL.iter().rev().map(|grade| Choice { value: grade.code(), text: grade.name(lang) }))
        .collect();
    let kinds: Vec<Choice<'_>> = [all.clone()]
        .into_iter()
        .chain(Kind::ALL.iter().map(|kind| Choice { value: kind.code(), text: kind.name(lang) }))
        .collect();
    let channels: Vec<Choice<'_>> = [all]
        .into_iter()
        .chain(Channel::ALL.iter().map(|channel| Choice { value: channel.code(), text: channel.name(lang) }))
        .collect();
    html! {
        @if wanted.filter.overdue { input type="hidden" name="overdue" value="1"; }
        details.filter-more open[count > 0] {
            summary.btn { (Icon::Filter) (lang.pick("更多条件", "More")) (badge::count(count)) }
            div.filter-grid {
                (Field::select("state", field("state"), &states).value(wanted.value("state")))
                (Field::select("grade", field("grade"), &grades).value(wanted.value("grade")))
                (Field::select("kind", field("kind"), &kinds).value(wanted.value("kind")))
                (Field::select("channel", field("channel"), &channels).value(wanted.value("channel")))
                (Field::date("from", field("from")).value(wanted.value("from")))
                (Field::date("until", field("until")).value(wanted.value("until")))
                (pickers(cx, wanted))
                div.actions { (Button::primary(lang.pick("筛选", "Filter"))) }
            }
        }
    }
}

fn pickers(cx: &Context, wanted: &Wanted) -> Markup {
    let (lang, city) = (cx.lang, &cx.city);
    let any = lang.pick("不限", "Any");
    let picker = |name: &'static str, picks: &[Pick<'_>], icon| {
        let picker = Picker {
            name,
            label: wanted::name(lang, name),
            picks,
            value: wanted.value(name),
            source: None,
            placeholder: any,
            hint: None,
            error: None,
            key: None,
            required: false,
            icon,
        };
        html! { (picker) }
    };
    let keys: Vec<String> =
        city.topics.all().iter().map(|topic| format!("{} {}", topic.pinyin, topic.initials)).collect();
    let topics: Vec<Pick<'_>> = city
        .topics
        .all()
        .iter()
        .zip(&keys)
        .map(|(topic, keys)| Pick {
            code: topic.code.as_str(),
            name: topic.name.get(lang),
            path: above(city, topic, lang),
            keys,
        })
        .collect();
    let units = parts::unit_picks(city, lang, None);
    html! {
        (picker("topic", &topics, Icon::Tag))
        (picker("place", &picks(&parts::place_picks(city, lang)), Icon::MapPin))
        (picker("unit", &picks(&units), Icon::Building2))
    }
}

fn above<'a>(city: &'a City, topic: &lianxin_domain::city::Topic, lang: Lang) -> &'a str {
    topic.parent.as_ref().and_then(|parent| city.topics.get(parent)).map_or("", |parent| parent.name.get(lang))
}

fn list(cx: &Context, wanted: &Wanted, view: &View) -> Markup {
    let lang = cx.lang;
    let columns = [
        Column::tight(lang.pick("等级", "Grade")),
        Column::wide(lang.pick("事项", "Matter")),
        Column::tight(lang.pick("状态", "State")),
        Column::tight(lang.pick("主题", "Topic")),
        Column::tight(lang.pick("地点", "Place")),
        Column::tight(lang.pick("编号", "Number")),
        Column::tight(lang.pick("登记", "Registered")),
        Column::tight(lang.pick("时限", "Clock")),
    ];
    let rows = view.page.lines.iter().map(|line| row(cx, line)).collect();
    let older =
        view.page.lines.last().filter(|_| view.page.more).map(|last| wanted.with(AT, "before", &last.id.to_string()));
    let caption = lang.pick("诉求，最新的在前", "Requests, newest first");
    html! {
        p.quiet.list-count role="status" { (how_many(lang, wanted, view)) }
        (table(lang, &Table { caption, columns: &columns, rows, empty: empty(lang, wanted), pager: Pager { newer: None, older } }))
    }
}

/// Never more exact than was counted.
fn how_many(lang: Lang, wanted: &Wanted, view: &View) -> String {
    let figure = if view.count >= COUNT_MAX { format!("{}+", COUNT_MAX - 1) } else { view.count.to_string() };
    let within = if wanted.filter.words.is_empty() {
        String::new()
    } else {
        lang.pick(
            format!("（按内容只查找最近登记的 {} 万件）", WORDS_ROWS_MAX / 10_000),
            format!(" (words are searched in the newest {WORDS_ROWS_MAX} only)"),
        )
    };
    lang.pick(format!("{figure} 件{within}"), format!("{figure} requests{within}"))
}

fn empty(lang: Lang, wanted: &Wanted) -> Markup {
    if let Some(number) = &wanted.number {
        let title = lang.pick(format!("没有编号为 {number} 的诉求"), format!("There is no request {number}"));
        return states::empty(
            Icon::Search,
            &title,
            lang.pick("或者它不在您的权限范围内", "or it is outside what you may see"),
        );
    }
    if wanted.is_everything() {
        return states::empty(
            Icon::Inbox,
            lang.pick("还没有诉求", "There is no request yet"),
            lang.pick("登记后会自动出现在这里", "New ones appear here by themselves"),
        );
    }
    let more = if wanted.filter.phone_hash.is_some() || wanted.filter.name_hash.is_some() {
        lang.pick(
            "按姓名或电话查找，不含隐匿身份和保密的诉求",
            "A search for a person leaves out requests whose identity is hidden",
        )
    } else {
        lang.pick("可以减少条件再试", "Try fewer conditions")
    };
    states::empty(Icon::Search, lang.pick("没有符合条件的诉求", "Nothing fits these conditions"), more)
}

fn row(cx: &Context, line: &RequestLine) -> Row {
    let lang = cx.lang;
    let (topic, place) = (
        parts::topic(&cx.city, line.topic.as_ref(), lang),
        parts::whereabouts(&cx.city, line.place.as_ref(), &line.address, lang),
    );
    let short = line
        .topic
        .as_ref()
        .and_then(|code| cx.city.topics.get(code))
        .map_or(topic.as_str(), |topic| topic.name.get(lang));
    Row {
        id: format!("r-{}", line.id),
        href: Some(format!("/requests/{}", line.number)),
        panel: None,
        cells: vec![
            badge::grade(lang, line.grade),
            html! { span title=(line.title) { (line.title) } },
            html! {
                (parts::stage(lang, line.state))
                @if line.urges > 0 { (badge::badge_with(Tone::Warning, Icon::Bell, &line.urges.to_string())) }
                (badge::secrecy(lang, line.secrecy))
            },
            html! { span title=(topic) { (short) } },
            html! { span title=(place) { (parts::place(&cx.city, line.place.as_ref(), lang)) } },
            html! { span.num { (line.number) } },
            time::time(lang, cx.now, line.registered),
            clock(cx, line),
        ],
    }
}

/// The promise that runs out next; of what has ended, when, and whether a promise was broken.
fn clock(cx: &Context, line: &RequestLine) -> Markup {
    let lang = cx.lang;
    let broken = || html! { @if line.overdue { (badge::badge_with(Tone::Danger, Icon::AlarmClock, lang.pick("曾超时", "was late"))) " " } };
    match (line.due_kind.zip(line.due), line.ended) {
        (Some((kind, due)), _) => {
            let class = parts::class(&cx.city, line.topic.as_ref());
            let promise = Promise {
                kind,
                started: line.due_from.unwrap_or(line.registered),
                due,
                stopped: None,
                grade: line.grade,
                class,
            };
            parts::clock(cx, &promise, clocks::clock)
        }
        (None, Some(ended)) => html! { (broken()) span.quiet { (Icon::Check) " " (time::time(lang, cx.now, ended)) } },
        (None, None) => broken(),
    }
}
