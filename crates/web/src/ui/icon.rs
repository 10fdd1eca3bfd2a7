//! The icons: one set (Lucide), drawn from one sprite file.

use maud::{Markup, Render, html};

use crate::assets;

macro_rules! icons {
    ($($name:ident = $id:literal,)*) => {
        /// An icon of the sprite. Always beside a word or with a name of its own: an icon alone says nothing to a screen reader.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Icon {
            $(#[doc = $id] $name,)*
        }

        impl Icon {
            /// Every icon, for the style guide.
            pub const ALL: &'static [Icon] = &[$(Icon::$name,)*];

            /// The name in the sprite.
            pub const fn id(self) -> &'static str {
                match self { $(Icon::$name => $id,)* }
            }
        }
    };
}

// `console/src/icons.txt` lists the same names; a test keeps the two equal.
icons! {
    ALargeSmall = "a-large-small",
    AlarmClock = "alarm-clock",
    Archive = "archive",
    ArrowLeft = "arrow-left",
    ArrowRight = "arrow-right",
    BadgeCheck = "badge-check",
    Bell = "bell",
    BookOpen = "book-open",
    Building2 = "building-2",
    Calendar = "calendar",
    ChartColumn = "chart-column",
    Check = "check",
    CheckCheck = "check-check",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronsUp = "chevrons-up",
    Circle = "circle",
    CircleAlert = "circle-alert",
    CircleCheck = "circle-check",
    CircleDot = "circle-dot",
    CircleHelp = "circle-help",
    CircleX = "circle-x",
    ClipboardList = "clipboard-list",
    Clock = "clock",
    CloudOff = "cloud-off",
    Contrast = "contrast",
    Copy = "copy",
    Download = "download",
    Ellipsis = "ellipsis",
    Eye = "eye",
    EyeOff = "eye-off",
    FileText = "file-text",
    Filter = "filter",
    Flag = "flag",
    Gavel = "gavel",
    GitMerge = "git-merge",
    Globe = "globe",
    Headphones = "headphones",
    HeartHandshake = "heart-handshake",
    History = "history",
    House = "house",
    Image = "image",
    Inbox = "inbox",
    Info = "info",
    KeyRound = "key-round",
    Keyboard = "keyboard",
    Languages = "languages",
    Layers = "layers",
    List = "list",
    Lock = "lock",
    LogOut = "log-out",
    MapPin = "map-pin",
    Menu = "menu",
    MessageSquare = "message-square",
    Mic = "mic",
    MicOff = "mic-off",
    Minus = "minus",
    Moon = "moon",
    Network = "network",
    OctagonAlert = "octagon-alert",
    Paperclip = "paperclip",
    Pause = "pause",
    Pencil = "pencil",
    Phone = "phone",
    PhoneCall = "phone-call",
    PhoneForwarded = "phone-forwarded",
    PhoneIncoming = "phone-incoming",
    PhoneMissed = "phone-missed",
    PhoneOff = "phone-off",
    Play = "play",
    Plus = "plus",
    Printer = "printer",
    Radio = "radio",
    RefreshCw = "refresh-cw",
    Reply = "reply",
    RotateCcw = "rotate-ccw",
    Save = "save",
    Scale = "scale",
    Search = "search",
    Send = "send",
    Settings = "settings",
    Shield = "shield",
    ShieldAlert = "shield-alert",
    ShieldCheck = "shield-check",
    Siren = "siren",
    Split = "split",
    Square = "square",
    Star = "star",
    Sun = "sun",
    SunMoon = "sun-moon",
    Tag = "tag",
    ThumbsUp = "thumbs-up",
    Timer = "timer",
    Trash2 = "trash-2",
    TriangleAlert = "triangle-alert",
    Undo2 = "undo-2",
    Upload = "upload",
    User = "user",
    UserCheck = "user-check",
    Users = "users",
    Wifi = "wifi",
    WifiOff = "wifi-off",
    X = "x",
    Zap = "zap",
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.i aria-hidden="true" focusable="false" { use href={ (assets::url("icons.svg")) "#" (self.id()) } {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sprite_holds_exactly_these_icons() {
        let mut listed: Vec<&str> = include_str!("../../../../console/src/icons.txt").split_whitespace().collect();
        listed.sort_unstable();
        let known: Vec<&str> = Icon::ALL.iter().map(|icon| icon.id()).collect();
        assert_eq!(listed, known);
    }
}
