//! Lists, stories, trees: how what happened is shown.

use lianxin_domain::request::OrderRole;
use lianxin_domain::{Grade, Kind, Lang, Minutes};
use maud::{Markup, html};

use super::{NOW, specimen, wide};
use crate::ui::filters::{Chip, FilterBar, filter_bar};
use crate::ui::lights::{Light, Lights, lights_small};
use crate::ui::order_tree::{OrderNode, order_tree};
use crate::ui::timeline::{Told, timeline};
use crate::ui::{Clock, Column, Icon, Pace, Pager, Row, Table, Tone, badge, clock, copy, layout, table};

/// The panels of this part.
pub(super) fn specimens(lang: Lang) -> Markup {
    html! {
        (wide(lang.pick("列表", "List"), &html! { (bar(lang)) (list(lang)) }))
        (specimen(lang.pick("经过", "Story"), &story(lang)))
        (specimen(lang.pick("工单", "Orders"), &html! { (orders(lang)) (facts(lang)) }))
    }
}

/// A clock of the examples: minutes left of minutes in all.
pub(super) fn running(lang: Lang, left: i64, total: i64) -> Clock<'static> {
    Clock {
        label: lang.pick("办理", "Handle"),
        due: NOW + Minutes(left),
        left_seconds: left * 60,
        total_seconds: total * 60,
        pace: Pace::Running,
        explain: lang.pick("急件 24 小时，自然时间（政策第 4 版）", "Urgent: 24 hours, day and night (policy 4)"),
    }
}

fn bar(lang: Lang) -> Markup {
    let chips = [
        Chip { text: lang.pick("全部", "All"), href: "#main", count: Some(214), on: false },
        Chip { text: lang.pick("紧急", "Emergency"), href: "#main", count: Some(3), on: true },
        Chip { text: lang.pick("已超时", "Late"), href: "#main", count: Some(7), on: false },
        Chip { text: lang.pick("督办", "Supervised"), href: "#main", count: Some(12), on: false },
    ];
    filter_bar(
        lang,
        &FilterBar {
            action: "/design",
            query: "",
            searches: lang.pick("编号、电话后四位、内容", "Number, last digits, words"),
            chips: &chips,
            more: html! {},
        },
    )
}

#[expect(clippy::too_many_lines, reason = "a specimen is a list of examples")]
fn list(lang: Lang) -> Markup {
    let lights = |accepted| Lights {
        dispatched: Light::Done { seconds: 42 },
        phoned: Light::Done { seconds: 97 },
        accepted,
        contacted: Light::Ahead,
        solved: Light::Ahead,
    };
    let (late, waiting, done) =
        (Light::Late { seconds: 1260 }, Light::Waiting { seconds: 300 }, Light::Done { seconds: 500 });
    let rows = [
        (
            Grade::Emergency,
            "TJ220405-00187",
            lang.pick(
                "孩子手术后在隔离病房，家长要求陪护",
                "A child after surgery is in isolation; the parents ask to stay",
            ),
            lang.pick("河西区 天津医院", "Hexi, Tianjin Hospital"),
            late,
            -6,
            15,
        ),
        (
            Grade::Urgent,
            "TJ220405-00179",
            lang.pick("整栋楼暖气不热，有老人和婴儿", "No heat in the whole building, old people and babies"),
            lang.pick("西青区 中北镇", "Xiqing, Zhongbei"),
            waiting,
            18,
            120,
        ),
        (
            Grade::Ordinary,
            "TJ220405-00142",
            lang.pick("路灯不亮已三天", "A street lamp has been out for three days"),
            lang.pick("河北区 王串场街道", "Hebei, Wangchuanchang"),
            done,
            2900,
            4320,
        ),
    ];
    let rows = rows.map(|(grade, number, matter, place, light, left, total)| Row {
        id: format!("row-{number}"),
        href: Some(format!("/design?request={number}")),
        panel: None,
        cells: vec![
            badge::grade(lang, grade),
            html! { span.num { (number) } },
            html! { span title=(matter) { (matter) } },
            html! { (place) },
            lights_small(lang, &lights(light)),
            clock::clock(lang, NOW, &running(lang, left, total)),
        ],
    });
    let columns = [
        Column::tight(lang.pick("等级", "Grade")),
        Column::tight(lang.pick("编号", "Number")),
        Column::wide(lang.pick("诉求", "Matter")),
        Column::tight(lang.pick("地点", "Place")),
        Column::tight(lang.pick("五灯", "Lights")),
        Column::tight(lang.pick("时限", "Time left")),
    ];
    table::table(
        lang,
        &Table {
            caption: lang.pick("待办诉求", "Requests in hand"),
            columns: &columns,
            rows: rows.into(),
            empty: html! {},
            pager: Pager { newer: None, older: Some("#main".to_owned()) },
        },
    )
}

/// The story of the example, as insiders see it.
fn story(lang: Lang) -> Markup {
    let told = |minutes_ago, actor, sentence: &str, words, icon, tone| Told {
        at: NOW - Minutes(minutes_ago),
        actor,
        sentence: html! { (sentence) },
        words,
        files: &[],
        icon,
        tone,
    };
    timeline(
        lang,
        NOW,
        &[
            told(27, lang.pick("坐席 0317", "Seat 0317"), lang.pick("电话受理", "Taken by phone"),
                Some(lang.pick("孩子今早手术，术后在隔离病房，医院不让家长进去。孩子四岁，一直在哭。", "My child had surgery this morning and is in the isolation ward. We are not let in. She is four and has not stopped crying.")),
                Icon::PhoneIncoming, Tone::Brand),
            told(26, lang.pick("系统", "System"), lang.pick("定为紧急：手术、未成年人", "Graded emergency: surgery, a minor"), None, Icon::Siren, Tone::Danger),
            told(25, lang.pick("坐席 0317", "Seat 0317"), lang.pick("派单给河西区政府（主办）、市卫健委（协办）", "Dispatched to Hexi District (lead) and the Health Commission (supporting)"), None, Icon::Send, Tone::Neutral),
            told(23, lang.pick("坐席 0317", "Seat 0317"), lang.pick("已电话通知河西区政府值班员刘**", "Phoned the duty officer of Hexi District, Liu **"), None, Icon::PhoneCall, Tone::Done),
            told(6, lang.pick("督办组 陈静", "Supervision, Chen Jing"), lang.pick("督办：要求 10 分钟内回复", "Supervised: answer within 10 minutes"), None, Icon::Gavel, Tone::Supervised),
        ],
    )
}

fn orders(lang: Lang) -> Markup {
    let node = |unit, role, state, clock, parts| OrderNode { unit, role, state, clock, actions: html! {}, parts };
    let clock = |left, total| html! { (clock::clock(lang, NOW, &running(lang, left, total))) };
    let to_accept = badge::badge(Tone::Brand, lang.pick("待签收", "To accept"));
    let station = node(
        lang.pick("友谊路街道办事处", "Youyilu Sub-district"),
        OrderRole::PassedDown,
        to_accept,
        clock(9, 15),
        vec![],
    );
    let in_hand = badge::badge(Tone::Neutral, lang.pick("办理中", "In hand"));
    let reported = badge::badge(Tone::Done, lang.pick("已反馈", "Reported"));
    order_tree(
        lang,
        &[
            node(lang.pick("河西区政府", "Hexi District"), OrderRole::Lead, in_hand, clock(42, 120), vec![station]),
            node(lang.pick("市卫生健康委员会", "Health Commission"), OrderRole::Supporting, reported, html! {}, vec![]),
        ],
    )
}

fn facts(lang: Lang) -> Markup {
    let number = copy::copy(lang, "TJ220405-00187");
    let why = layout::why(
        lang.pick("为什么是紧急？", "Why an emergency?"),
        &html! { (lang.pick("命中“手术”“未成年人”两条；规则第 12 版，2022年4月1日起。", "Two rules apply, surgery and a minor; version 12, from 1 April 2022.")) },
    );
    html! {
        (layout::facts(&[
            (lang.pick("编号", "Number"), number),
            (lang.pick("类型", "Kind"), badge::kind(lang, Kind::Help)),
            (lang.pick("等级", "Grade"), html! { (badge::grade(lang, Grade::Emergency)) (why) }),
        ]))
    }
}
