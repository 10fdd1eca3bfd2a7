//! Colour, type, badges, buttons, clocks, lights: the smallest parts.

use lianxin_domain::{Channel, Grade, Kind, Lang, Minutes, Secrecy};
use maud::{Markup, html};

use super::{NOW, specimen, wide};
use crate::ui::lights::{self, Light, Lights};
use crate::ui::{Button, Clock, Icon, Pace, Tone, badge, clock, progress, tiles};

/// The panels of this part.
pub(super) fn specimens(lang: Lang) -> Markup {
    html! {
        (wide(lang.pick("数字", "Figures"), &figures(lang)))
        (specimen(lang.pick("颜色的含义", "What colours mean"), &colours(lang)))
        (specimen(lang.pick("字号", "Type"), &type_scale(lang)))
        (specimen(lang.pick("标记", "Badges"), &badges(lang)))
        (specimen(lang.pick("按钮", "Buttons"), &buttons(lang)))
        (specimen(lang.pick("时限", "Clocks"), &clocks(lang)))
        (specimen(lang.pick("五灯", "Lights"), &all_lights(lang)))
        (wide(lang.pick("图标", "Icons"), &icons()))
    }
}

fn figures(lang: Lang) -> Markup {
    let tile = |label, figure, unit, note, tone| tiles::Tile { label, figure, unit, note, tone, href: None };
    let shown = [
        tile(
            lang.pick("今日受理", "Taken today"),
            "12,486",
            lang.pick("件", ""),
            lang.pick("昨日同时 11,902", "11,902 at this time yesterday"),
            Tone::Neutral,
        ),
        tile(
            lang.pick("排队", "Queue"),
            "4",
            lang.pick("人", ""),
            lang.pick("最长 00:38", "longest 00:38"),
            Tone::Neutral,
        ),
        tile(
            lang.pick("15 秒接通率", "Answered in 15 s"),
            "91.2",
            "%",
            lang.pick("目标 85 %", "target 85 %"),
            Tone::Done,
        ),
        tile(
            lang.pick("待派单", "To dispatch"),
            "37",
            lang.pick("件", ""),
            lang.pick("最早 09:06", "oldest 09:06"),
            Tone::Warning,
        ),
        tile(
            lang.pick("紧急未通电话", "Emergency, not phoned"),
            "1",
            lang.pick("件", ""),
            lang.pick("已等 4 分", "waiting 4 min"),
            Tone::Danger,
        ),
        tile(lang.pick("督办中", "Supervised"), "12", lang.pick("件", ""), "", Tone::Supervised),
    ];
    html! { (tiles::tiles(&shown)) (progress::progress(lang.pick("今日回访", "Call-backs today"), 37, 50, Tone::Brand)) }
}

fn colours(lang: Lang) -> Markup {
    let meaning = |tone| match tone {
        Tone::Neutral => lang.pick("一般", "Nothing special"),
        Tone::Brand => lang.pick("轮到我", "Ours to act on"),
        Tone::Warning => lang.pick("预警", "Warning"),
        Tone::Danger => lang.pick("超时、紧急", "Late, emergency"),
        Tone::Done => lang.pick("已完成", "Done"),
        Tone::Supervised => lang.pick("督办", "Supervised"),
    };
    html! { div.swatches { @for tone in Tone::ALL { div.swatch.(tone.class()) { (meaning(tone)) } } } }
}

fn type_scale(lang: Lang) -> Markup {
    let sample = lang.pick("河西区政府 09:24 剩 42 分", "Hexi District 09:24, 42 min left");
    html! { div { p.type-xxl { (sample) } p.type-xl { (sample) } p.type-l { (sample) } p { (sample) } p.type-s { (sample) } p.quiet { (sample) } } }
}

fn badges(lang: Lang) -> Markup {
    html! {
        div.row { @for grade in Grade::ALL { (badge::grade(lang, *grade)) } (badge::supervised(lang)) }
        div.row {
            (badge::badge(Tone::Brand, lang.pick("待签收", "To accept")))
            (badge::badge(Tone::Neutral, lang.pick("办理中", "In hand")))
            (badge::badge(Tone::Warning, lang.pick("退单待审", "Return asked")))
            (badge::badge(Tone::Done, lang.pick("已办结", "Closed")))
            (badge::badge_with(Tone::Danger, Icon::AlarmClock, lang.pick("超时", "Late")))
            @for secrecy in Secrecy::ALL { (badge::secrecy(lang, *secrecy)) }
        }
        div.row { @for kind in Kind::ALL { (badge::kind(lang, *kind)) } }
        div.row { @for channel in Channel::ALL { (badge::channel(lang, *channel)) } }
    }
}

fn buttons(lang: Lang) -> Markup {
    html! {
        div.row {
            (Button::primary(lang.pick("派单", "Dispatch")).icon(Icon::Send).key("Mod+Enter").inert())
            (Button::plain(lang.pick("直接答复", "Answer")).key("Mod+Shift+Enter").inert())
            (Button::quiet(lang.pick("转接", "Transfer")).icon(Icon::PhoneForwarded).inert())
            (Button::danger(lang.pick("不予受理", "Refuse")).inert())
        }
        div.row {
            (Button::plain(lang.pick("采纳", "Take")).small().key("Alt+1").inert())
            (Button::quiet(lang.pick("静音", "Mute")).icon_only(Icon::MicOff).inert())
            (Button::plain(lang.pick("审核通过", "Approve")).refused(lang.pick("自己办的件由别人审核", "Your own work is reviewed by others")))
            (Button::plain(lang.pick("下载", "Download")).href("#main").icon(Icon::Download))
        }
    }
}

fn clocks(lang: Lang) -> Markup {
    let explain = lang.pick(
        "紧急件签收时限 15 分钟，自然时间（政策第 4 版）",
        "Emergency orders are accepted within 15 minutes, day and night (policy 4)",
    );
    let of = |left_minutes: i64, pace| Clock {
        label: lang.pick("办理", "Handle"),
        due: NOW + Minutes(left_minutes),
        left_seconds: left_minutes * 60,
        total_seconds: 7200,
        pace,
        explain,
    };
    let states = [
        (lang.pick("充裕", "Plenty"), of(102, Pace::Running)),
        (lang.pick("预警", "Warning"), of(18, Pace::Running)),
        (lang.pick("超时", "Late"), of(-65, Pace::Running)),
        (lang.pick("休息", "Resting"), of(90, Pace::Resting { until: NOW + Minutes(1416) })),
        (lang.pick("停表", "Stopped"), of(42, Pace::Paused)),
        (lang.pick("按时", "Kept"), of(20, Pace::Met { at: NOW - Minutes(20) })),
        (lang.pick("迟", "Broken"), of(-7, Pace::Missed { at: NOW - Minutes(3) })),
    ];
    html! {
        dl.facts { @for (name, state) in &states { div { dt { (name) } dd { (clock::clock(lang, NOW, state)) } } } }
        (clock::clock_large(lang, NOW, &states[1].1))
    }
}

fn all_lights(lang: Lang) -> Markup {
    let urgent = Lights {
        dispatched: Light::Done { seconds: 42 },
        phoned: Light::Done { seconds: 97 },
        accepted: Light::Late { seconds: 1260 },
        contacted: Light::Waiting { seconds: 1260 },
        solved: Light::Ahead,
    };
    let ordinary = Lights {
        phoned: Light::Spared,
        accepted: Light::Done { seconds: 1500 },
        contacted: Light::Done { seconds: 5400 },
        ..urgent
    };
    let done = Lights { solved: Light::Done { seconds: 12_000 }, ..ordinary };
    html! {
        @for each in [urgent, ordinary, done] { (lights::lights(lang, &each)) }
        div.row { @for each in [urgent, ordinary, done] { (lights::lights_small(lang, &each)) } }
    }
}

fn icons() -> Markup {
    html! { ul.icons { @for icon in Icon::ALL { li { (icon) (icon.id()) } } } }
}
