//! Places and units.

use std::collections::HashMap;

use super::super::City;
use super::super::fault::{Fault, Subject};
use super::super::place::PlaceKind;
use super::super::unit::{Unit, UnitKind};
use super::{check_code, in_cycle, unknown};
use crate::ids::PlaceCode;

pub(super) fn check_places(city: &City, faults: &mut Vec<Fault>) {
    let places = &city.places;
    if places.all().is_empty() {
        faults.push(Fault::new(
            Subject::City,
            "places",
            "the city has no places",
            "add at least one district under places/",
        ));
    }
    for place in places.all() {
        let subject = || Subject::Place(place.code.clone());
        check_code(subject(), place.code.as_str(), faults);
        match (&place.parent, place.kind) {
            (Some(parent), _) if places.get(parent).is_none() => {
                faults.push(Fault::new(
                    subject(),
                    "parent",
                    unknown("place", parent.as_str()),
                    city.suggest_place(parent.as_str()),
                ));
            }
            (Some(_), PlaceKind::District) => {
                faults.push(Fault::new(
                    subject(),
                    "parent",
                    "a district lies in no other place",
                    "remove `parent` or change `kind`",
                ));
            }
            (None, PlaceKind::Street | PlaceKind::Town) => {
                let what = "a street or town must lie in a district";
                faults.push(Fault::new(subject(), "kind", what, "add `parent` with the code of the district"));
            }
            (Some(_), PlaceKind::Street | PlaceKind::Town | PlaceKind::Zone)
            | (None, PlaceKind::District | PlaceKind::Zone) => {}
        }
        if in_cycle(place.code.as_str(), |code| places.get(&code.into())?.parent.as_ref().map(PlaceCode::as_str)) {
            faults.push(Fault::new(
                subject(),
                "parent",
                "the place lies inside itself",
                "correct `parent` of one place of the circle",
            ));
        } else if city.units.territorial(&place.code).is_none() {
            let remedy = "give a unit of kind \"street\" or \"district\" this `place`";
            faults.push(Fault::new(subject(), "code", "no unit answers for this place", remedy));
        } else if city.units.district(&place.code).is_none() {
            let what = "no district government stands above the unit of this place";
            let remedy = "give its unit a `parent` of kind \"district\"; orders for the district would go nowhere";
            faults.push(Fault::new(subject(), "code", what, remedy));
        }
    }
}

pub(super) fn check_units(city: &City, faults: &mut Vec<Fault>) {
    let centers: Vec<&Unit> = city.units.all().iter().filter(|unit| unit.kind == UnitKind::Center).collect();
    if centers.is_empty() {
        faults.push(Fault::new(
            Subject::City,
            "units",
            "the city has no hotline centre",
            "add a unit of kind \"center\"",
        ));
    }
    for unit in centers.iter().skip(1) {
        let what = format!("a second hotline centre beside `{}`", centers[0].code);
        faults.push(Fault::new(Subject::Unit(unit.code.clone()), "kind", what, "a city has one; choose another kind"));
    }
    let mut territory: HashMap<&PlaceCode, &Unit> = HashMap::new();
    let mut names: HashMap<&str, &Unit> = HashMap::new();
    for unit in city.units.all() {
        check_unit(city, unit, faults);
        let subject = || Subject::Unit(unit.code.clone());
        if let Some(first) = names.insert(&unit.name.zh, unit) {
            let what = format!("`{}` has the same name", first.code);
            faults.push(Fault::new(subject(), "name", what, "two units must be told apart by name; change one"));
        }
        if let (Some(place), UnitKind::Street | UnitKind::District) = (&unit.place, unit.kind)
            && let Some(first) = territory.insert(place, unit)
        {
            let what = format!("`{}` already answers for `{place}`", first.code);
            faults.push(Fault::new(
                subject(),
                "place",
                what,
                "one unit of kind \"street\" or \"district\" for each place",
            ));
        }
    }
}

fn check_unit(city: &City, unit: &Unit, faults: &mut Vec<Fault>) {
    let subject = || Subject::Unit(unit.code.clone());
    check_code(subject(), unit.code.as_str(), faults);
    if matches!(unit.code.as_str(), "district" | "street") {
        let what = format!("`{}` means the unit of the place wherever a unit is named", unit.code);
        faults.push(Fault::new(subject(), "code", what, "choose another code"));
    }
    if let Some(parent) = &unit.parent {
        if city.units.get(parent).is_none() {
            faults.push(Fault::new(
                subject(),
                "parent",
                unknown("unit", parent.as_str()),
                city.suggest_unit(parent.as_str()),
            ));
        } else if in_cycle(unit.code.as_str(), |code| Some(city.units.get(&code.into())?.parent.as_ref()?.as_str())) {
            faults.push(Fault::new(
                subject(),
                "parent",
                "the unit stands above itself",
                "correct `parent` of one unit of the circle",
            ));
        }
    }
    match &unit.place {
        Some(place) if city.places.get(place).is_none() => {
            faults.push(Fault::new(
                subject(),
                "place",
                unknown("place", place.as_str()),
                city.suggest_place(place.as_str()),
            ));
        }
        None if matches!(unit.kind, UnitKind::Street | UnitKind::District) => {
            faults.push(Fault::new(
                subject(),
                "kind",
                "the unit must answer for a place",
                "add `place` with the code of the place",
            ));
        }
        Some(_) | None => {}
    }
}
