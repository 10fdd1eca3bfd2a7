//! The closed vocabularies of the trade, each with its Chinese and English name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The language of a reader.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The one of two texts that this reader reads.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// A name in both languages of the console.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Bilingual {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Bilingual {
    /// The name in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// Defines a closed vocabulary: variant, stable code (database, API), Chinese, English.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $code:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[doc = $doc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The stable code used in the database and in the API.
            pub const fn code(self) -> &'static str { match self { $($name::$variant => $code,)* } }
            /// The value with this code.
            pub fn from_code(code: &str) -> Option<Self> { match code { $($code => Some($name::$variant),)* _ => None } }
            /// 中文 or English name.
            pub fn name(self, lang: $crate::words::Lang) -> &'static str { match self { $($name::$variant => lang.pick($zh, $en),)* } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
    };
}

vocabulary! {
    /// How urgent (紧急程度). Decides the periods, the order of every list and whether a person must be phoned.
    Grade {
        #[doc = "普通"] Ordinary = "ordinary", "普通", "Ordinary";
        #[doc = "急: water, power, gas, heat"] Urgent = "urgent", "急", "Urgent";
        #[doc = "紧急: danger to life or property"] Emergency = "emergency", "紧急", "Emergency";
    }
}

vocabulary! {
    /// What sort of thing is asked (诉求类型); the six of DB12/T 1438.
    Kind {
        #[doc = "咨询"] Enquiry = "enquiry", "咨询", "Enquiry";
        #[doc = "求助"] Help = "help", "求助", "Help";
        #[doc = "投诉"] Complaint = "complaint", "投诉", "Complaint";
        #[doc = "举报: hides the identity by default"] Report = "report", "举报", "Report of wrongdoing";
        #[doc = "建议"] Suggestion = "suggestion", "建议", "Suggestion";
        #[doc = "表扬"] Praise = "praise", "表扬", "Praise";
    }
}

vocabulary! {
    /// The way a request came in (渠道).
    Channel {
        #[doc = "电话"] Phone = "phone", "电话", "Phone";
        #[doc = "微信"] Wechat = "wechat", "微信", "WeChat";
        #[doc = "微博"] Weibo = "weibo", "微博", "Weibo";
        #[doc = "网站"] Website = "website", "网站", "Website";
        #[doc = "APP"] App = "app", "APP", "App";
        #[doc = "信箱"] Mail = "mail", "信箱", "Mail";
        #[doc = "来访"] Visit = "visit", "来访", "Visit";
        #[doc = "转办: from another system or hotline"] Transfer = "transfer", "转来", "Transferred";
        #[doc = "导入: from a file"] Import = "import", "导入", "Import";
    }
}

vocabulary! {
    /// How far a request is closed to view (保密). Orthogonal to its state.
    Secrecy {
        #[doc = "公开办理: who may see the request may ask for the identity, with a reason"] Open = "open", "一般", "Open";
        #[doc = "隐匿身份: units see the matter; the identity only named officers"] IdentityHidden = "identity_hidden", "隐匿身份", "Identity hidden";
        #[doc = "保密: only cleared officers see that it exists"] Confidential = "confidential", "保密", "Confidential";
    }
}

/// Something with a length limit was too long; the unit is characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong {
    /// The most that fits.
    pub limit_chars: usize,
    /// What was given.
    pub given_chars: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} characters given, {} fit", self.given_chars, self.limit_chars)
    }
}
