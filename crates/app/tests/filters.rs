//! Lists say the same as reading everything and leaving out what was not asked for, on both engines.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use lianxin_app::lists::{self, RequestFilter, RequestLine};
use lianxin_domain::request::Stage;
use lianxin_domain::{Channel, Grade, Kind, UnitCode};
use lianxin_testkit::{Desk, World, both_engines, enquiry, help, lead, minutes, supporting, wrongdoing};

const PAGE: usize = 200;

fn list(desk: &Desk<'_>, city: &World, filter: &RequestFilter) -> Vec<RequestLine> {
    let (cx, filter) = (city.context(&desk.actor), filter.clone());
    city.read(move |tx| Ok(lists::requests(tx, &cx, &filter, PAGE)?.lines))
}

fn count(desk: &Desk<'_>, city: &World, filter: &RequestFilter) -> usize {
    let (cx, filter) = (city.context(&desk.actor), filter.clone());
    usize::try_from(city.read(move |tx| lists::count_requests(tx, &cx, &filter))).unwrap()
}

/// Requests of every sort, some hours apart.
fn settle(city: &World) {
    let places = ["hexi.taoyuan", "hexi", "jinnan", "xiqing.zhongbei"];
    let topics = ["city.lamp", "housing.property", "city.waste"];
    for number in 0..36 {
        let draft = match number % 6 {
            0 => enquiry("公积金怎么提取"),
            1 => wrongdoing("举报违规收费"),
            _ => help("路灯不亮"),
        };
        let draft = draft.at(places[number % 4]).about(topics[number % 3]).but(|intake| {
            intake.address = format!("{}号楼", number % 5);
            intake.channel = [Channel::Phone, Channel::Wechat, Channel::Visit][number % 3];
        });
        let draft = if number % 7 == 0 { draft.graded([Grade::Urgent, Grade::Emergency][number % 2]) } else { draft };
        let draft = draft.from(["赵静", "钱强"][number % 2], ["10000000001", "10000000002"][number % 2]);
        let filed = city.agent().registers(draft);
        if number % 4 != 3 && number % 6 != 1 {
            city.dispatcher().dispatches(&filed, lead(["hexi", "cgw"][number % 2]), [supporting("zjw")]);
        }
        city.wait(minutes(47));
    }
}

/// Each filter alone, with what it should leave.
/// What a line must be like to stand in a filtered list.
type Fits = Box<dyn Fn(&RequestLine) -> bool>;

fn filters(city: &World) -> Vec<(RequestFilter, Fits)> {
    let none = RequestFilter::default;
    let middle = city.now() + minutes(-18 * 47);
    vec![
        (none(), Box::new(|_| true)),
        (RequestFilter { states: vec![Stage::Handling], ..none() }, Box::new(|line| line.state == Stage::Handling)),
        (
            RequestFilter { states: vec![Stage::Handling, Stage::Registered], ..none() },
            Box::new(|line| matches!(line.state, Stage::Handling | Stage::Registered)),
        ),
        (RequestFilter { grades: vec![Grade::Ordinary], ..none() }, Box::new(|line| line.grade == Grade::Ordinary)),
        (
            RequestFilter { grades: vec![Grade::Urgent, Grade::Emergency], ..none() },
            Box::new(|line| line.grade > Grade::Ordinary),
        ),
        (RequestFilter { kinds: vec![Kind::Enquiry], ..none() }, Box::new(|line| line.kind == Kind::Enquiry)),
        (
            RequestFilter { kinds: vec![Kind::Enquiry, Kind::Report], ..none() },
            Box::new(|line| line.kind != Kind::Help),
        ),
        (RequestFilter { channels: vec![Channel::Visit], ..none() }, Box::new(|line| line.channel == Channel::Visit)),
        (
            RequestFilter { topics: vec!["city.lamp".into()], ..none() },
            Box::new(|line| line.topic == Some("city.lamp".into())),
        ),
        (
            RequestFilter { places: vec!["hexi".into(), "hexi.taoyuan".into()], ..none() },
            Box::new(|line| line.place.as_ref().is_some_and(|place| place.as_str().starts_with("hexi"))),
        ),
        (RequestFilter { address: Some("3号楼".to_owned()), ..none() }, Box::new(|line| line.address == "3号楼")),
        (RequestFilter { words: vec!["公积金".to_owned()], ..none() }, Box::new(|line| line.title.contains("公积金"))),
        (RequestFilter { overdue: true, ..none() }, Box::new(|line| line.overdue)),
        (RequestFilter { registered_from: Some(middle), ..none() }, Box::new(move |line| line.registered >= middle)),
        (RequestFilter { registered_until: Some(middle), ..none() }, Box::new(move |line| line.registered < middle)),
    ]
}

fn both(one: &RequestFilter, other: &RequestFilter) -> RequestFilter {
    fn or<T: Clone>(one: &[T], other: &[T]) -> Vec<T> {
        if one.is_empty() { other.to_vec() } else { one.to_vec() }
    }
    RequestFilter {
        states: or(&one.states, &other.states),
        grades: or(&one.grades, &other.grades),
        kinds: or(&one.kinds, &other.kinds),
        channels: or(&one.channels, &other.channels),
        topics: or(&one.topics, &other.topics),
        places: or(&one.places, &other.places),
        unit: one.unit.clone().or(other.unit.clone()),
        overdue: one.overdue || other.overdue,
        registered_from: one.registered_from.or(other.registered_from),
        registered_until: one.registered_until.or(other.registered_until),
        phone_hash: one.phone_hash.clone().or(other.phone_hash.clone()),
        name_hash: one.name_hash.clone().or(other.name_hash.clone()),
        words: or(&one.words, &other.words),
        address: one.address.clone().or(other.address.clone()),
        before: one.before.or(other.before),
    }
}

/// Two filters on the same column do not add up: the first one stands.
fn clash(one: &RequestFilter, other: &RequestFilter) -> bool {
    !one.states.is_empty() && !other.states.is_empty()
        || !one.grades.is_empty() && !other.grades.is_empty()
        || !one.kinds.is_empty() && !other.kinds.is_empty()
}

both_engines! {
    /// Every filter, every pair of filters, for the centre and for a unit: newest first, nothing missing, nothing else.
    fn every_pair_of_filters_leaves_what_both_leave(city: &World) {
        settle(city);
        let filters = filters(city);
        for desk in [city.floor_supervisor(), city.handler("hexi")] {
            let all = list(&desk, city, &RequestFilter::default());
            assert!(all.len() > 5 && all.is_sorted_by(|one, other| one.id > other.id));
            for (number, (one, fits)) in filters.iter().enumerate() {
                for (other, fits_too) in filters.iter().skip(number).filter(|(other, _)| std::ptr::eq(one, other) || !clash(one, other)) {
                    let filter = both(one, other);
                    let expected: Vec<&RequestLine> = all.iter().filter(|line| fits(line) && fits_too(line)).collect();
                    let found = list(&desk, city, &filter);
                    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
                    assert_eq!(count(&desk, city, &filter), expected.len(), "{filter:?}");
                }
            }
        }
    }

    /// A unit, a person, and the page after: what lines do not tell, requests do.
    fn a_unit_and_a_person_are_found(city: &World) {
        settle(city);
        let desk = city.floor_supervisor();
        let all = list(&desk, city, &RequestFilter::default());
        for unit in ["hexi", "cgw", "zjw"] {
            let unit = UnitCode::from(unit);
            let filter = RequestFilter { unit: Some(unit.clone()), ..RequestFilter::default() };
            let found: Vec<_> = list(&desk, city, &filter).iter().map(|line| line.id).collect();
            let concerned = |id| city.read(move |tx| tx.request(id)).unwrap().units.contains(&unit);
            let expected: Vec<_> = all.iter().map(|line| line.id).filter(|id| concerned(*id)).collect();
            assert!(!expected.is_empty());
            assert_eq!(found, expected, "{filter:?}");
        }
        let cx = city.context(&desk.actor);
        let person = RequestFilter { phone_hash: lists::phone_hash(&cx, "10000000002"), ..RequestFilter::default() };
        let found = list(&desk, city, &person);
        assert_eq!(found.len(), 12, "six of his eighteen are reports of wrongdoing, which are not for the floor");
        assert_eq!(list(&desk, city, &RequestFilter { name_hash: Some(lists::name_hash(&cx, "钱强")), ..RequestFilter::default() }), found);
        let after = RequestFilter { before: Some(found[4].id), ..person };
        assert_eq!(list(&desk, city, &after), found[5..]);
        let district = RequestFilter { places: vec!["hexi".into(), "jinnan".into()], ..RequestFilter::default() };
        let found = list(&desk, city, &district);
        assert_eq!(list(&desk, city, &RequestFilter { before: Some(found[3].id), ..district }), found[4..]);
    }
}
