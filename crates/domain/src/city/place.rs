//! Places: districts, development zones, streets and towns.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::find::{self, Keys};
use super::unit::DEPTH_MAX;
use crate::ids::PlaceCode;
use crate::vocabulary;
use crate::words::{Bilingual, Lang};

vocabulary! {
    /// What sort of place.
    PlaceKind {
        #[doc = "区"] District = "district", "区", "District";
        #[doc = "街道"] Street = "street", "街道", "Street";
        #[doc = "镇、乡"] Town = "town", "镇", "Town";
        #[doc = "功能区: a development zone"] Zone = "zone", "功能区", "Zone";
    }
}

/// A district or a part of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Stable code: `xiqing`, `xiqing.zhongbei`.
    pub code: PlaceCode,
    /// Official name.
    pub name: Bilingual,
    /// Other names that people use, such as 生态城; found in texts like the name.
    pub aliases: Vec<String>,
    /// Pinyin and initials of each alias.
    pub alias_latin: Vec<String>,
    /// What sort of place.
    pub kind: PlaceKind,
    /// The district it lies in; none for districts.
    pub parent: Option<PlaceCode>,
    /// First letters of the pinyin of the name, lower case.
    pub initials: String,
    /// Pinyin of the name without blanks, lower case.
    pub pinyin: String,
}

impl Place {
    /// The longest of the place's names that occurs in a text.
    fn named_in(&self, text: &str) -> Option<&str> {
        let names = std::iter::once(&self.name.zh).chain(&self.aliases).map(String::as_str);
        names.filter(|name| !name.is_empty() && text.contains(name)).max_by_key(|name| name.chars().count())
    }
}

/// All places of a city.
#[derive(Clone, Debug, Default)]
pub struct Places {
    all: Vec<Place>,
    index: HashMap<PlaceCode, usize>,
}

impl Places {
    /// Indexes places; of two with the same code the first is found.
    pub fn new(all: Vec<Place>) -> Places {
        let mut index = HashMap::with_capacity(all.len());
        for (position, place) in all.iter().enumerate() {
            index.entry(place.code.clone()).or_insert(position);
        }
        Places { all, index }
    }

    /// The place with this code.
    pub fn get(&self, code: &PlaceCode) -> Option<&Place> {
        self.index.get(code).and_then(|position| self.all.get(*position))
    }

    /// Every place in the order of the pack.
    pub fn all(&self) -> &[Place] {
        &self.all
    }

    /// The places directly inside this one.
    pub fn children(&self, code: &PlaceCode) -> Vec<&Place> {
        self.all.iter().filter(|place| place.parent.as_ref() == Some(code)).collect()
    }

    /// The place itself, then the one around it and so on.
    pub fn ancestors(&self, code: &PlaceCode) -> Vec<&Place> {
        let mut chain: Vec<&Place> = Vec::new();
        let mut next = self.get(code);
        while let Some(place) = next {
            if chain.len() >= DEPTH_MAX {
                break;
            }
            chain.push(place);
            next = place.parent.as_ref().and_then(|parent| self.get(parent));
        }
        chain
    }

    /// Whether `place` is `around` or lies in it.
    pub fn is_within(&self, place: &PlaceCode, around: &PlaceCode) -> bool {
        self.ancestors(place).iter().any(|outer| outer.code == *around)
    }

    /// The whole name, outermost first: `西青区中北镇`, `Zhongbei, Xiqing`.
    pub fn full_name(&self, code: &PlaceCode, lang: Lang) -> String {
        let mut names: Vec<&str> = self.ancestors(code).iter().map(|place| place.name.get(lang)).collect();
        match lang {
            Lang::Zh => {
                names.reverse();
                names.concat()
            }
            Lang::En => names.join(", "),
        }
    }

    /// Places by name, alias, pinyin, initials or code, best first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Place> {
        find::search(&self.all, text, limit, |place| Keys {
            code: place.code.as_str(),
            names: [&place.name.zh, &place.name.en].into_iter().chain(&place.aliases).map(String::as_str).collect(),
            latin: [&place.pinyin, &place.initials].into_iter().chain(&place.alias_latin).map(String::as_str).collect(),
        })
    }

    /// The place that a text speaks of: the longest name that occurs, the inner place before the outer.
    /// A name that two districts share counts only for a district that the text names too; otherwise it says nothing.
    pub fn find_in_text(&self, text: &str) -> Option<&Place> {
        let around_occurs = |place: &Place| {
            place
                .parent
                .as_ref()
                .and_then(|parent| self.get(parent))
                .is_some_and(|around| around.named_in(text).is_some())
        };
        let mut hits: Vec<(&str, bool, &Place)> =
            self.all.iter().filter_map(|place| Some((place.named_in(text)?, around_occurs(place), place))).collect();
        hits.sort_by_key(|(name, around, place)| {
            (Reverse(name.chars().count()), Reverse(*around), Reverse(place.parent.is_some()))
        });
        let shared = |name: &str, place: &Place| {
            hits.iter().any(|(other, _, elsewhere)| *other == name && elsewhere.code != place.code)
        };
        hits.iter().find(|(name, around, place)| *around || !shared(name, place)).map(|(_, _, place)| *place)
    }
}
