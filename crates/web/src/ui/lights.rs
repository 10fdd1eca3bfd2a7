//! The five lights of an order: 派单 电话 签收 联系 解决, each with its seconds.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Icon, time};

/// How one step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Light {
    /// Not its turn yet.
    Ahead,
    /// Its turn, since so many seconds.
    Waiting {
        /// Seconds since it became its turn.
        seconds: i64,
    },
    /// Its turn, and late.
    Late {
        /// Seconds since it became its turn.
        seconds: i64,
    },
    /// Done, after so many seconds.
    Done {
        /// Seconds that it took.
        seconds: i64,
    },
    /// Not asked for, such as the telephone for an ordinary order.
    Spared,
}

/// The five steps of an order towards the citizen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lights {
    /// 派单: sent to the unit.
    pub dispatched: Light,
    /// 电话: a person there has answered.
    pub phoned: Light,
    /// 签收: the unit has taken it.
    pub accepted: Light,
    /// 联系: the citizen has been contacted.
    pub contacted: Light,
    /// 解决: the unit has reported it solved.
    pub solved: Light,
}

impl Lights {
    fn steps(&self, lang: Lang) -> [(&'static str, Light); 5] {
        [
            (lang.pick("派单", "Dispatch"), self.dispatched),
            (lang.pick("电话", "Phone"), self.phoned),
            (lang.pick("签收", "Accept"), self.accepted),
            (lang.pick("联系", "Contact"), self.contacted),
            (lang.pick("解决", "Solve"), self.solved),
        ]
    }
}

/// The lights with names and times, for the board and the head of a request.
pub fn lights(lang: Lang, lights: &Lights) -> Markup {
    html! {
        ol.lights aria-label=(lang.pick("办理进度", "Progress")) {
            @for (name, light) in lights.steps(lang) {
                li.light.(class(light)) {
                    (icon(light))
                    span.light-name { (name) }
                    (figure(lang, light))
                }
            }
        }
    }
}

/// The lights alone, for a line of a list; names and times are in the titles.
pub fn lights_small(lang: Lang, lights: &Lights) -> Markup {
    html! {
        ol.lights.lights-small aria-label=(lang.pick("办理进度", "Progress")) {
            @for (name, light) in lights.steps(lang) {
                li.light.(class(light)) title=(said(lang, name, light)) { (icon(light)) span.vh { (said(lang, name, light)) } }
            }
        }
    }
}

const fn class(light: Light) -> &'static str {
    match light {
        Light::Ahead => "is-ahead",
        Light::Waiting { .. } => "is-waiting",
        Light::Late { .. } => "is-late",
        Light::Done { .. } => "is-done",
        Light::Spared => "is-spared",
    }
}

fn icon(light: Light) -> Icon {
    match light {
        Light::Ahead => Icon::Circle,
        Light::Waiting { .. } => Icon::CircleDot,
        Light::Late { .. } => Icon::CircleAlert,
        Light::Done { .. } => Icon::CircleCheck,
        Light::Spared => Icon::Minus,
    }
}

fn figure(lang: Lang, light: Light) -> Markup {
    match light {
        Light::Ahead => html! { span.light-figure { "–" } },
        Light::Spared => html! { span.light-figure { (lang.pick("免", "n/a")) } },
        Light::Done { seconds } => html! { span.light-figure { (time::length(lang, seconds)) } },
        Light::Waiting { seconds } | Light::Late { seconds } => {
            html! { lx-clock.light-figure data-pace="since" data-since=(seconds) { (time::length(lang, seconds)) } }
        }
    }
}

fn said(lang: Lang, name: &str, light: Light) -> String {
    match light {
        Light::Ahead => lang.pick(format!("{name}：未到"), format!("{name}: not yet")),
        Light::Spared => lang.pick(format!("{name}：不需要"), format!("{name}: not asked for")),
        Light::Waiting { seconds } => {
            let length = time::length(lang, seconds);
            lang.pick(format!("{name}：已等 {length}"), format!("{name}: waiting for {length}"))
        }
        Light::Late { seconds } => {
            let length = time::length(lang, seconds);
            lang.pick(format!("{name}：超时，已等 {length}"), format!("{name}: late, waiting for {length}"))
        }
        Light::Done { seconds } => {
            let length = time::length(lang, seconds);
            lang.pick(format!("{name}：用时 {length}"), format!("{name}: took {length}"))
        }
    }
}
