//! Units (承办单位): who must act, from the centre down to a heating station.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::duty::{self, Duty};
use super::find::{self, Keys};
use super::place::Places;
use crate::ids::{PlaceCode, UnitCode};
use crate::moment::Moment;
use crate::vocabulary;
use crate::words::{Bilingual, Lang};

/// Deeper chains of units are a mistake of the pack, not an organisation.
pub(super) const DEPTH_MAX: usize = 8;

vocabulary! {
    /// What sort of unit.
    UnitKind {
        #[doc = "热线中心: runs the hotline; exactly one"] Center = "center", "热线中心", "Hotline centre";
        #[doc = "区政府: a district government or the committee of a development zone"] District = "district", "区政府", "District";
        #[doc = "市级部门"] CityBody = "city_body", "市级部门", "City body";
        #[doc = "公共企业: water, power, gas, heat, transport …"] Enterprise = "enterprise", "公共服务企业", "Public enterprise";
        #[doc = "区级部门: a department of a district"] Department = "department", "区级部门", "District department";
        #[doc = "街镇: the office of a street or town"] Street = "street", "街镇", "Street or town";
        #[doc = "站点: a station that acts on the spot"] Station = "station", "站点", "Station";
    }
}

/// A unit that can be sent an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Stable code.
    pub code: UnitCode,
    /// Official name.
    pub name: Bilingual,
    /// Name for lists.
    pub short: Bilingual,
    /// What sort of unit.
    pub kind: UnitKind,
    /// The unit above; none for those directly under the city.
    pub parent: Option<UnitCode>,
    /// The place that it answers for.
    pub place: Option<PlaceCode>,
    /// The calendar of its own on which its orders are counted; none: that of the unit above, else the city's.
    pub calendar: Option<String>,
    /// Whom to phone, in calling order.
    pub roster: Vec<Duty>,
    /// First letters of the pinyin of the name, lower case: `hxqrmzf`.
    pub initials: String,
    /// The pinyin of the name without blanks, lower case: `hexiqurenminzhengfu`.
    pub pinyin: String,
    /// First letters of the short name: `hxqzf`.
    pub short_initials: String,
    /// The pinyin of the short name: `hexiquzhengfu`.
    pub short_pinyin: String,
}

impl Unit {
    /// Whom to phone at a moment, in calling order.
    pub fn on_duty(&self, at: Moment, zone: &TimeZone) -> Vec<&Duty> {
        duty::on_duty(&self.roster, at, zone)
    }

    /// The name for lists in `lang`.
    pub fn label(&self, lang: Lang) -> &str {
        self.short.get(lang)
    }
}

/// All units of a city.
#[derive(Clone, Debug, Default)]
pub struct Units {
    all: Vec<Unit>,
    index: HashMap<UnitCode, usize>,
    children: HashMap<UnitCode, Vec<usize>>,
    /// For each place the unit that answers for it, its own or that of the place around it.
    territorial: HashMap<PlaceCode, usize>,
    center: usize,
}

impl Units {
    /// Indexes units; of two with the same code the first is found. `places` tells which place lies in which.
    pub fn new(all: Vec<Unit>, places: &Places) -> Units {
        let mut index = HashMap::with_capacity(all.len());
        let mut children: HashMap<UnitCode, Vec<usize>> = HashMap::new();
        let mut own: HashMap<&PlaceCode, usize> = HashMap::new();
        for (position, unit) in all.iter().enumerate() {
            index.entry(unit.code.clone()).or_insert(position);
            if let Some(parent) = &unit.parent {
                children.entry(parent.clone()).or_default().push(position);
            }
            if let (Some(place), UnitKind::Street | UnitKind::District) = (&unit.place, unit.kind) {
                own.entry(place).or_insert(position);
            }
        }
        let territorial = places
            .all()
            .iter()
            .filter_map(|place| {
                let unit = places.ancestors(&place.code).into_iter().find_map(|near| own.get(&near.code))?;
                Some((place.code.clone(), *unit))
            })
            .collect();
        let center = all.iter().position(|unit| unit.kind == UnitKind::Center).unwrap_or(0);
        Units { all, index, children, territorial, center }
    }

    /// The unit with this code.
    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.index.get(code).and_then(|position| self.all.get(*position))
    }

    /// Every unit in the order of the pack.
    pub fn all(&self) -> &[Unit] {
        &self.all
    }

    /// The units directly under this one, in the order of the pack.
    pub fn children(&self, code: &UnitCode) -> Vec<&Unit> {
        self.children.get(code).into_iter().flatten().filter_map(|position| self.all.get(*position)).collect()
    }

    /// The unit itself, then the one above it and so on; a centre ends the chain and is not part of it, unless asked for itself.
    pub fn ancestors(&self, code: &UnitCode) -> Vec<&Unit> {
        let mut chain: Vec<&Unit> = Vec::new();
        let mut next = self.get(code);
        while let Some(unit) = next {
            if chain.len() >= DEPTH_MAX || (unit.kind == UnitKind::Center && !chain.is_empty()) {
                break;
            }
            chain.push(unit);
            next = unit.parent.as_ref().and_then(|parent| self.get(parent));
        }
        chain
    }

    /// Whether `unit` is `ancestor` or stands below it.
    pub fn is_within(&self, unit: &UnitCode, ancestor: &UnitCode) -> bool {
        self.ancestors(unit).iter().any(|above| above.code == *ancestor)
    }

    /// Units by name, short name, pinyin, initials or code, best first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Unit> {
        find::search(&self.all, text, limit, |unit| Keys {
            code: unit.code.as_str(),
            names: vec![&unit.name.zh, &unit.short.zh, &unit.name.en, &unit.short.en],
            latin: vec![&unit.pinyin, &unit.initials, &unit.short_pinyin, &unit.short_initials],
        })
    }

    /// The hotline centre. A checked city has exactly one.
    ///
    /// # Panics
    /// If there is no unit at all, which `City::validate` refuses.
    pub fn center(&self) -> &Unit {
        &self.all[self.center]
    }

    /// The nearest unit that answers for a place: its street office, else its district or zone.
    pub fn territorial(&self, place: &PlaceCode) -> Option<&Unit> {
        self.territorial.get(place).and_then(|position| self.all.get(*position))
    }

    /// The district government or zone committee that answers for a place.
    pub fn district(&self, place: &PlaceCode) -> Option<&Unit> {
        let nearest = self.territorial(place)?;
        self.ancestors(&nearest.code).into_iter().find(|unit| unit.kind == UnitKind::District)
    }
}
