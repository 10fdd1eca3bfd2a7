//! States, panels, people, and the public page.

use lianxin_domain::{Lang, Minutes};
use maud::{Markup, html};

use super::{NOW, data, specimen};
use crate::ui::field::Choice;
use crate::ui::person::{Person, Reveal, person};
use crate::ui::timeline::{Told, timeline};
use crate::ui::{Button, Icon, Tone, badge, clock, layout, side_panel, states, toast};

/// The panels of this part.
pub(super) fn specimens(lang: Lang) -> Markup {
    html! {
        (specimen(lang.pick("人", "People"), &people(lang)))
        (specimen(lang.pick("提示", "Notices and toasts"), &notices(lang)))
        (specimen(lang.pick("空、读取中", "Empty and loading"), &html! {
            (states::empty(Icon::CheckCheck, lang.pick("没有等你的事", "Nothing waits for you"), lang.pick("今天办结 12 件", "12 done today")))
            (states::skeleton(lang, 4))
        }))
        (specimen(lang.pick("出错、无权", "Failed and not allowed"), &html! {
            (states::failed(lang, lang.pick("派单没有成功", "The dispatch failed"), lang.pick("内容还在，请再试一次；仍不行请报编号。", "Nothing is lost. Try again; if it fails again, tell us the reference."), "E-7F3A-0912"))
            (states::no_right(lang, lang.pick("这件是保密件", "This request is confidential"), lang.pick("督办组 陈静（8012）", "Supervision, Chen Jing (8012)")))
        }))
        (specimen(lang.pick("侧栏", "Side panel"), &side_panel::side_panel_open(lang, "panel", lang.pick("签收", "Accept"), &html! {
            (clock::clock_large(lang, NOW, &data::running(lang, 9, 15)))
            p { (lang.pick("整栋楼暖气不热，有老人和婴儿。", "No heat in the whole building, old people and babies.")) }
            div.actions { (Button::primary(lang.pick("签收", "Accept")).key("a").inert()) (Button::plain(lang.pick("申请退单", "Ask to return")).inert()) }
        })))
    }
}

fn people(lang: Lang) -> Markup {
    let reasons = [
        Choice { value: "contact", text: lang.pick("联系来电人", "To contact the caller") },
        Choice { value: "visit", text: lang.pick("上门", "To visit") },
    ];
    let reveal = Reveal { action: "/design", reasons: &reasons };
    let masked = Person {
        name: lang.pick("王**", "Wang **"),
        phone: "138****6021",
        note: lang.pick("河北廊坊 · 3 次来电", "Langfang, Hebei · 3 calls"),
        reveal: Some(reveal),
    };
    let seen = Person {
        name: lang.pick("李秀英", "Li Xiuying"),
        phone: "13900001234",
        note: lang.pick("已显示，记入流水", "Revealed; recorded"),
        reveal: None,
    };
    html! { (person(lang, &masked)) (person(lang, &seen)) }
}

fn notices(lang: Lang) -> Markup {
    html! {
        (states::offline(lang))
        (states::notice(Tone::Brand, lang.pick("政策有更新：跨省转运就医流程，4月4日起", "A policy has changed: transfers between provinces, from 4 April")))
        (toast::toast(Tone::Done, lang.pick("已派单给河西区政府", "Dispatched to Hexi District")))
        (toast::toast(Tone::Danger, lang.pick("网络断开，没有发出去", "Offline; nothing was sent")))
    }
}

/// The public page of the example.
pub(super) fn public_request(lang: Lang) -> Markup {
    let told = |minutes_ago, actor, sentence: &str, words, icon, tone| Told {
        at: NOW - Minutes(minutes_ago),
        actor,
        sentence: html! { (sentence) },
        words,
        files: &[],
        icon,
        tone,
    };
    let story = [
        told(
            2,
            lang.pick("河西区政府", "Hexi District"),
            lang.pick("已和医院商定", "Agreed with the hospital"),
            Some(lang.pick(
                "一位家长核酸阴性后可以陪护，今天上午办好。",
                "One parent may stay after a negative test. It will be settled this morning.",
            )),
            Icon::Reply,
            Tone::Done,
        ),
        told(
            23,
            lang.pick("12345", "12345"),
            lang.pick("已电话通知河西区政府", "Hexi District was told by phone"),
            None,
            Icon::PhoneCall,
            Tone::Neutral,
        ),
        told(
            27,
            lang.pick("您", "You"),
            lang.pick("来电反映", "Called"),
            Some(lang.pick(
                "孩子手术后在隔离病房，要求陪护。",
                "My child is in the isolation ward after surgery. We ask to stay with her.",
            )),
            Icon::PhoneIncoming,
            Tone::Brand,
        ),
    ];
    html! {
        (layout::page_head("TJ220405-00187", &html! { (badge::badge(Tone::Brand, lang.pick("办理中", "In hand"))) }, &html! {}))
        section.card {
            p.lead { (lang.pick("河西区政府正在办理，由它主办，市卫健委协助。接下来会有人给您打电话。", "Hexi District has it in hand and leads; the Health Commission helps. Next, somebody will call you.")) }
            (clock::clock_large(lang, NOW, &data::running(lang, 42, 120)))
            div.actions {
                (Button::primary(lang.pick("补充情况", "Add something")).href("#main"))
                (Button::plain(lang.pick("催一催", "Urge")).href("#main"))
                (Button::plain(lang.pick("撤回", "Withdraw")).href("#main"))
            }
        }
        (layout::panel(lang.pick("经过", "What happened"), &html! {}, &timeline(lang, NOW, &story)))
        (layout::panel(lang.pick("谁看过我的身份", "Who looked at my identity"), &html! {}, &html! {
            p { (lang.pick("河西区政府值班员，09:02，为联系您。", "The duty officer of Hexi District, 09:02, to contact you.")) }
        }))
    }
}
