//! Badges: a word with a shape and a colour that means something. Never colour alone.

use lianxin_domain::{Channel, Grade, Kind, Lang, Secrecy};
use maud::{Markup, html};

use super::Icon;

/// What a colour says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Nothing special.
    Neutral,
    /// Ours to act on; the brand's blue.
    Brand,
    /// Amber: a warning.
    Warning,
    /// Red: late, or 紧急.
    Danger,
    /// Green: done.
    Done,
    /// Violet: supervised.
    Supervised,
}

impl Tone {
    /// Every tone, for the style guide.
    pub const ALL: [Tone; 6] = [Tone::Neutral, Tone::Brand, Tone::Warning, Tone::Danger, Tone::Done, Tone::Supervised];

    /// The class of this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "t-neutral",
            Tone::Brand => "t-brand",
            Tone::Warning => "t-warning",
            Tone::Danger => "t-danger",
            Tone::Done => "t-done",
            Tone::Supervised => "t-supervised",
        }
    }
}

/// A word in a tone, such as the state of an order.
pub fn badge(tone: Tone, text: &str) -> Markup {
    html! { span.badge.(tone.class()) { (text) } }
}

/// A word in a tone with an icon before it.
pub fn badge_with(tone: Tone, icon: Icon, text: &str) -> Markup {
    html! { span.badge.(tone.class()) { (icon) (text) } }
}

/// 普通 / 急 / 紧急. The ordinary grade is quiet, so that the others are seen.
pub fn grade(lang: Lang, grade: Grade) -> Markup {
    match grade {
        Grade::Ordinary => badge(Tone::Neutral, grade.name(lang)),
        Grade::Urgent => badge_with(Tone::Warning, Icon::ChevronsUp, grade.name(lang)),
        Grade::Emergency => html! { span.badge.badge-solid.t-danger { (Icon::Siren) (grade.name(lang)) } },
    }
}

/// 咨询, 求助, 投诉 …
pub fn kind(lang: Lang, kind: Kind) -> Markup {
    html! { span.tag { (kind.name(lang)) } }
}

/// The way a request came in, with its icon.
pub fn channel(lang: Lang, channel: Channel) -> Markup {
    let icon = match channel {
        Channel::Phone => Icon::Phone,
        Channel::Wechat | Channel::Weibo => Icon::MessageSquare,
        Channel::Website | Channel::App => Icon::Globe,
        Channel::Mail => Icon::FileText,
        Channel::Visit => Icon::User,
        Channel::Transfer => Icon::Reply,
        Channel::Import => Icon::Upload,
    };
    html! { span.tag { (icon) (channel.name(lang)) } }
}

/// 隐匿身份 and 保密 with their shields; nothing for an open request.
pub fn secrecy(lang: Lang, secrecy: Secrecy) -> Markup {
    match secrecy {
        Secrecy::Open => html! {},
        Secrecy::IdentityHidden => badge_with(Tone::Neutral, Icon::EyeOff, secrecy.name(lang)),
        Secrecy::Confidential => badge_with(Tone::Danger, Icon::Lock, secrecy.name(lang)),
    }
}

/// 督办: the supervision team follows this.
pub fn supervised(lang: Lang) -> Markup {
    badge_with(Tone::Supervised, Icon::Gavel, lang.pick("督办", "Supervised"))
}

/// Above this a number says no more than that there are many. The lists count what waits just beyond it.
const COUNT_SHOWN_MAX: usize = 500;

/// A number beside a word, such as what waits behind a link; nothing for zero, `500+` for many.
pub fn count(number: usize) -> Markup {
    html! { @if number > 0 { span.count { (number.min(COUNT_SHOWN_MAX)) @if number > COUNT_SHOWN_MAX { "+" } } } }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_count_says_what_was_counted_and_no_more() {
        let shown = [0, 1, 500, 501, 2_004].map(|number| count(number).into_string());
        let [none, one, most, more, many] = shown.each_ref().map(String::as_str);
        assert_eq!(none, "");
        assert_eq!((one, most), ("<span class=\"count\">1</span>", "<span class=\"count\">500</span>"));
        assert_eq!((more, many), ("<span class=\"count\">500+</span>", "<span class=\"count\">500+</span>"));
    }
}
