//! The change of shift on both engines: everything goes over, nothing is lost in between, nobody gets what he may not do.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use std::sync::Barrier;
use std::thread;

use lianxin_app::hand_over::{self, Done, Parcel, TakenUp};
use lianxin_app::sign_in::{self, NewAccount};
use lianxin_app::{ActError, drafts, files, idempotency};
use lianxin_domain::access::{Actor, Denied, Role};
use lianxin_domain::request::{Command, Refusal, TaskKind};
use lianxin_domain::{AccountId, TaskId};
use lianxin_testkit::{Desk, Filed, World, both_engines, help, lead, wrongdoing};

/// Somebody with an account, who can be handed something.
fn employ<'w>(city: &'w World, login: &'static str, role: Role, unit: &str) -> Desk<'w> {
    let cx = city.app().system_context(city.now());
    let (name, unit) = (format!("{login}其人"), unit.to_owned());
    let new = NewAccount {
        login: login.to_owned(),
        name: name.clone(),
        password: String::new(),
        roles: vec![role],
        unit: unit.as_str().into(),
        cleared: false,
    };
    let id = city.write(move |tx| {
        assert!(sign_in::add_account(tx, &cx, &new, "")?, "the login was free");
        Ok(tx.account_by_login(login)?.unwrap().id)
    });
    city.desk(Actor { account: Some(id), name, roles: vec![role], unit: unit.as_str().into(), cleared: false })
}

fn account(desk: &Desk<'_>) -> AccountId {
    desk.actor.account.unwrap()
}

fn claims(city: &World, desk: &Desk<'_>, title: &str) -> (Filed, TaskId) {
    let filed = city.agent().registers(help(title).at("hexi.taoyuan"));
    desk.tries_to_claim(&filed, TaskKind::Dispatch).unwrap();
    let task = city.request(&filed).open_tasks(TaskKind::Dispatch, None).next().unwrap().id;
    (filed, task)
}

fn owner(city: &World, (filed, task): &(Filed, TaskId)) -> Option<AccountId> {
    city.request(filed).task(*task).unwrap().claimed.map(|(owner, _)| owner)
}

fn types(city: &World, desk: &Desk<'_>, version: i64, form: &str) -> bool {
    let (cx, me, form) = (city.context(&desk.actor), account(desk), form.to_owned());
    city.write(move |tx| drafts::save(tx, &cx, me, "desk", version, &form))
}

fn on_desk(city: &World, desk: &Desk<'_>) -> Option<String> {
    let (cx, me) = (city.context(&desk.actor), account(desk));
    city.read(move |tx| drafts::load(tx, &cx, me, "desk")).map(|draft| draft.form)
}

fn parcels(city: &World, desk: &Desk<'_>) -> Vec<Parcel> {
    let cx = city.context(&desk.actor);
    city.read(move |tx| hand_over::parcels(tx, &cx))
}

/// `by` hands over what `of` has; himself if nobody is named.
fn hands(city: &World, by: &Desk<'_>, of: Option<&'static str>, to: &'static str) -> Result<Done, ActError> {
    let cx = city.context(&by.actor);
    city.app().store.write_blocking(move |tx| {
        let from = hand_over::giver(tx, &cx, of)?;
        hand_over::hand_over(tx, &cx, from, to, "市民 15 点后再打")
    })
}

fn takes_up(city: &World, desk: &Desk<'_>, parcel: &Parcel) -> TakenUp {
    let (cx, id) = (city.context(&desk.actor), parcel.id);
    city.app().store.write_blocking(move |tx| hand_over::take_up(tx, &cx, id)).unwrap()
}

both_engines! {
    /// Tasks by an entry of their journals, the form as it was last typed, the note with it.
    fn everything_in_hand_goes_over(city: &World) {
        let (one, two) = (employ(city, "paidan1", Role::Dispatcher, "center"), employ(city, "paidan2", Role::Dispatcher, "center"));
        let held: Vec<_> = ["路灯不亮", "井盖松动"].iter().map(|title| claims(city, &one, title)).collect();
        assert!(types(city, &one, 3, "key=aaaa&title=%E6%BC%8F%E6%B0%B4&version=3"));
        let done = hands(city, &one, None, "paidan2").unwrap();
        assert_eq!(done, Done { passed: 2, drafts: 1, ..Done::default() });
        for task in &held {
            assert_eq!(owner(city, task), two.actor.account);
            assert_eq!(city.story(&task.0).last(), Some(&"passed_on"));
        }
        let (cx, of) = (city.context(&two.actor), account(&two));
        let notes = city.read(move |tx| hand_over::in_hand(tx, &cx, of)).notes;
        assert!(notes.len() == 2 && notes.iter().all(|note| note.by == "paidan1其人" && note.text == "市民 15 点后再打"), "{notes:?}");
        assert_eq!(on_desk(city, &one), None);
        let left = parcels(city, &two);
        assert!(left.len() == 1 && left[0].has_form && left[0].tasks == 2 && left[0].note == "市民 15 点后再打", "{left:?}");
        assert_eq!(takes_up(city, &two, &left[0]), TakenUp::OnTheDesk);
        let form = on_desk(city, &two).unwrap();
        assert!(form.contains("title=%E6%BC%8F%E6%B0%B4") && !form.contains("key=aaaa"), "{form}");
        assert_eq!((parcels(city, &two), takes_up(city, &two, &left[0])), (Vec::new(), TakenUp::Nothing));
        // A page that still shows the form cannot register it a second time.
        let me = account(&one);
        let key = city.read(move |tx| idempotency::look(tx, me.0, "aaaa", "the same form"));
        assert_eq!(key, idempotency::Key::Reused);
        city.verify().unwrap();
    }

    /// Whoever has something on his desk keeps it, and the parcel waits.
    fn a_full_desk_is_not_written_over(city: &World) {
        let (one, two) = (employ(city, "zuoxi1", Role::Agent, "center"), employ(city, "zuoxi2", Role::Agent, "center"));
        types(city, &one, 9, "key=a&title=one");
        types(city, &two, 1, "key=b&title=two");
        hands(city, &one, None, "zuoxi2").unwrap();
        let left = parcels(city, &two);
        assert_eq!(takes_up(city, &two, &left[0]), TakenUp::DeskInUse);
        assert_eq!((on_desk(city, &two).unwrap().as_str(), parcels(city, &two)), ("key=b&title=two", left.clone()));
        // What he was handed goes on to the next, with his own.
        let three = employ(city, "zuoxi3", Role::Agent, "center");
        assert_eq!(hands(city, &two, None, "zuoxi3").unwrap().drafts, 2);
        assert_eq!((parcels(city, &three).len(), parcels(city, &two).len()), (2, 0));
    }

    /// The photographs of an unfinished form are the next person's to send.
    fn files_go_with_their_form(city: &World) {
        let (one, two) = (employ(city, "zuoxi1", Role::Agent, "center"), employ(city, "zuoxi2", Role::Agent, "center"));
        let kept = city.app().files.keep("灯.png", b"\x89PNG\r\n\x1a\n0123456789").unwrap();
        let (cx, me) = (city.context(&one.actor), one.actor.account);
        let file = city.write(move |tx| files::add(tx, &cx, me, &kept));
        types(city, &one, 1, &format!("key=a&title=one&file_ids={file}"));
        hands(city, &one, None, "zuoxi2").unwrap();
        assert!(matches!(one.tries_to_register(help("路灯不亮").with(&[file])), Err(ActError::NoSuchFile(_))));
        two.registers(help("路灯不亮").with(&[file]));
    }

    /// What the other could not have claimed stays, and is named; so does a form that he could not register.
    fn nobody_gets_what_he_may_not_do(city: &World) {
        let one = employ(city, "paidan1", Role::Dispatcher, "center");
        employ(city, "shenhe", Role::Reviewer, "center");
        let held = claims(city, &one, "路灯不亮");
        types(city, &one, 1, "key=a&title=one");
        let done = hands(city, &one, None, "shenhe").unwrap();
        assert_eq!(done, Done { left: vec![held.0.number.clone()], drafts_left: 1, ..Done::default() });
        assert_eq!((owner(city, &held), on_desk(city, &one).is_some()), (one.actor.account, true));
        for nobody in ["paidan1", "niemand", ""] {
            assert!(matches!(hands(city, &one, None, nobody), Err(ActError::Refused(Refusal::Invalid(_)))), "{nobody}");
        }
    }

    /// A floor supervisor does it for who is not there; nobody else does, and not for another unit.
    fn a_supervisor_does_it_for_the_absent(city: &World) {
        let (one, two) = (employ(city, "paidan1", Role::Dispatcher, "center"), employ(city, "paidan2", Role::Dispatcher, "center"));
        let (head, handler) = (employ(city, "banzhang", Role::FloorSupervisor, "center"), employ(city, "hexi", Role::Handler, "hexi"));
        let held = claims(city, &one, "路灯不亮");
        let denied = |done: Result<Done, ActError>| matches!(done, Err(ActError::Refused(Refusal::Denied(Denied::Role { .. } | Denied::OtherUnit))));
        assert!(denied(hands(city, &two, Some("paidan1"), "paidan2")) && denied(hands(city, &handler, Some("paidan1"), "hexi")));
        assert!(denied(hands(city, &head, Some("hexi"), "paidan2")));
        assert_eq!(owner(city, &held), one.actor.account);
        assert_eq!(hands(city, &head, Some("paidan1"), "paidan2").unwrap().passed, 1);
        assert_eq!(owner(city, &held), two.actor.account);
    }

    /// What the supervisor may not see, he does not move either.
    fn what_is_out_of_sight_stays(city: &World) {
        let one = employ(city, "paidan1", Role::Dispatcher, "center").cleared();
        let head = employ(city, "banzhang", Role::FloorSupervisor, "center");
        employ(city, "paidan2", Role::Dispatcher, "center");
        let secret = city.desk(one.actor.clone()).registers(wrongdoing("队长收钱").at("hexi.taoyuan").secret(lianxin_domain::Secrecy::Confidential));
        one.tries_to_claim(&secret, TaskKind::Dispatch).unwrap();
        assert_eq!(hands(city, &head, Some("paidan1"), "paidan2").unwrap(), Done::default());
        let task = city.request(&secret).open_tasks(TaskKind::Dispatch, None).next().unwrap().claimed.unwrap();
        assert_eq!(Some(task.0), one.actor.account);
    }

    /// Both sides at once: he goes on typing and dispatching while it goes over. Each task is done or the other's, the last saved
    /// form is with one of the two, and two who hand over to each other both come to an end.
    fn nothing_is_lost_in_between(city: &World) {
        let (one, two) = (employ(city, "paidan1", Role::Dispatcher, "center"), employ(city, "paidan2", Role::Dispatcher, "center"));
        let held: Vec<_> = (0..12).map(|n| claims(city, &one, &format!("第 {n} 件"))).collect();
        let back: Vec<_> = (0..4).map(|n| claims(city, &two, &format!("另 {n} 件"))).collect();
        let start = Barrier::new(4);
        let last = thread::scope(|scope| {
            let typing = scope.spawn(|| {
                start.wait();
                (1..=30).filter(|version| types(city, &one, *version, &format!("title={version}"))).max()
            });
            scope.spawn(|| {
                start.wait();
                for (filed, _) in held.iter().rev().take(6) {
                    let to = vec![one.target(lead("hexi"))];
                    // Refused once it is the other's.
                    drop(one.tries(filed, Command::Dispatch { to, opinion: String::new() }));
                }
            });
            scope.spawn(|| {
                start.wait();
                hands(city, &two, None, "paidan1").unwrap();
            });
            start.wait();
            hands(city, &one, None, "paidan2").unwrap();
            typing.join().unwrap().unwrap()
        });
        let owners = [one.actor.account, two.actor.account];
        for task in held.iter().chain(&back) {
            let done = city.request(&task.0).task(task.1).unwrap().done.is_some();
            assert!(done || owners.contains(&owner(city, task)), "{} has no owner", task.0.number);
        }
        // Once more, when nobody types and the other is idle: whatever came back or was saved since goes over now.
        hands(city, &one, None, "paidan2").unwrap();
        for task in held.iter().chain(&back) {
            let done = city.request(&task.0).task(task.1).unwrap().done.is_some();
            assert!(done || owner(city, task) == two.actor.account, "{} is with the wrong one", task.0.number);
        }
        let mut forms = Vec::new();
        for parcel in parcels(city, &two).iter().chain(&parcels(city, &one)).filter(|parcel| parcel.has_form) {
            let taker = if parcels(city, &two).contains(parcel) { &two } else { &one };
            assert_eq!(takes_up(city, taker, parcel), TakenUp::OnTheDesk);
            forms.push(on_desk(city, taker).unwrap());
            let me = account(taker);
            city.write(move |tx| drafts::discard(tx, me, "desk"));
        }
        assert!(forms.contains(&format!("title={last}")), "the last saved, {last}, is in {forms:?}");
        city.verify().unwrap();
    }
}
