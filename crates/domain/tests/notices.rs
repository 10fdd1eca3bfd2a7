//! Where a notice is put up, and who sits there: whoever keeps a promise reads that it is running out.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use common::{Case, march};
use lianxin_domain::UnitCode;
use lianxin_domain::access::Role;
use lianxin_domain::city::Audience;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Effect, Message, seats};

fn told(case: &Case, kind: ClockKind) -> Vec<Message> {
    let effects = case.entries.iter().flat_map(|entry| &entry.effects);
    let messages = effects.filter_map(|effect| if let Effect::Tell(message) = effect { Some(message) } else { None });
    messages.filter(|message| message.clock.is_some_and(|(_, of, _)| of == kind)).cloned().collect()
}

fn owner(case: &Case, kind: ClockKind) -> String {
    let messages = told(case, kind);
    messages.iter().find(|message| message.to == Audience::Owner).unwrap().seat()
}

#[test]
fn the_owner_of_a_promise_is_whoever_keeps_it() {
    let mut case = Case::reported();
    case.until(march("20T09:00"));
    assert_eq!(owner(&case, ClockKind::Review), "owner::review", "the centre judges, not the unit that reported");
    assert!(seats(&[Role::Reviewer], &"center".into(), &[]).contains(&owner(&case, ClockKind::Review)));
    assert!(!seats(&[Role::Handler], &"hexi".into(), &[]).contains(&owner(&case, ClockKind::Review)));

    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    for step in [Case::accept, Case::contact, Case::report] {
        step(&mut case, "hexi.taoyuan");
    }
    case.until(march("20T09:00"));
    assert_eq!(owner(&case, ClockKind::Review), "owner:hexi", "a part is judged by the unit that passed it down");
    assert_eq!(owner(&case, ClockKind::Handle), "owner:hexi");
}

#[test]
fn every_promise_of_the_centre_has_somebody_who_reads_of_it() {
    let everybody: Vec<Role> = Role::ALL.to_vec();
    let read = seats(&everybody, &"center".into(), &[]);
    for kind in ClockKind::ALL {
        let of_unit = [
            ClockKind::Accept,
            ClockKind::Contact,
            ClockKind::Handle,
            ClockKind::Milestone,
            ClockKind::Supervision,
            // Of the citizen.
            ClockKind::Objection,
            ClockKind::Supplement,
        ];
        let seat = format!("owner::{kind}");
        assert_eq!(read.contains(&seat), !of_unit.contains(kind), "{seat}");
    }
}

#[test]
fn a_unit_reads_what_climbs_over_those_below_it() {
    let read = seats(&[Role::Handler], &"hexi".into(), &[UnitCode::from("hexi.taoyuan")]);
    assert_eq!(read, ["owner:hexi", "superior:hexi.taoyuan", "unit_duty:hexi", "unit_head:hexi"]);
    assert_eq!(seats(&[Role::Administrator, Role::Auditor], &"center".into(), &[]), Vec::<String>::new());
}
