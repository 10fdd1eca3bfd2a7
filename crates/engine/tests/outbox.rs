//! Ladders that tell people: messages sent once however often the machine dies, gateways that fail, and who is told in the end.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use lianxin_app::messages::{KeptMessage, my_seats, state, to_tell, unread};
use lianxin_app::outbox::{self, Fate, NoGateway, Sms, SmsError, Step, Text};
use lianxin_app::sign_in::{self, NewAccount};
use lianxin_app::{ActError, StoreError};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::{Audience, DutyPost, Means};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Command, TaskKind};
use lianxin_domain::{Grade, MessageId, Moment, Secrecy};
use lianxin_engine::{Sent, send, sweep};
use lianxin_testkit::{Filed, World, both_engines, help, lead, minutes, person};

fn on_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

/// Keeps what it is given, and answers as it is told.
#[derive(Default)]
struct Gateway {
    given: Mutex<Vec<Text>>,
    refuses: Mutex<Option<SmsError>>,
}

impl Sms for Gateway {
    fn send(&self, text: &Text) -> Result<(), SmsError> {
        if let Some(error) = self.refuses.lock().unwrap().clone() {
            return Err(error);
        }
        self.given.lock().unwrap().push(text.clone());
        Ok(())
    }
}

impl Gateway {
    fn ids(&self) -> Vec<MessageId> {
        self.given.lock().unwrap().iter().map(|text| text.id).collect()
    }
}

fn round(world: &World, sms: &Arc<Gateway>, now: Moment) -> Sent {
    let sms: Arc<dyn Sms> = Arc::<Gateway>::clone(sms);
    on_runtime(send(world.app(), &sms, now)).unwrap()
}

fn messages(world: &World, filed: &Filed) -> Vec<KeptMessage> {
    let id = filed.id;
    world.read(move |tx| tx.messages_of(id))
}

/// The one text message that a dispatched emergency sends to the duty room.
fn told_to_hexi(world: &World) -> Filed {
    let hole = world.agent().registers(help("路面塌陷").at("hexi.taoyuan").graded(Grade::Emergency));
    world.dispatcher().dispatches(&hole, lead("hexi"), []);
    hole
}

fn sms_of(world: &World, filed: &Filed) -> KeptMessage {
    messages(world, filed).into_iter().rfind(|kept| kept.message.by == Means::Sms).unwrap()
}

/// The same person with an account that is on record.
fn with_account(world: &World, actor: Actor) -> Actor {
    let new = NewAccount {
        login: "hexi".into(),
        name: actor.name.clone(),
        password: String::new(),
        roles: actor.roles.clone(),
        unit: actor.unit.clone(),
        cleared: actor.cleared,
    };
    let cx = world.context(&actor);
    let account = world.write(move |tx| {
        sign_in::add_account(tx, &cx, &new, "")?;
        Ok(sign_in::candidate(tx, "hexi")?.unwrap().id)
    });
    Actor { account: Some(account), ..actor }
}

/// What one rung of a clock told, in the order of the ladder: `unit_duty phone`.
fn climbed(world: &World, filed: &Filed, kind: ClockKind) -> Vec<String> {
    let of_kind = messages(world, filed).into_iter().filter_map(|kept| {
        let (_, of, _) = kept.message.clock?;
        (of == kind).then(|| format!("{} {}", kept.message.to, kept.message.by))
    });
    of_kind.collect()
}

both_engines! {
    /// Taken, made ready, given to the gateway: wherever the machine dies, the message goes out, always with the same id.
    fn a_message_survives_a_death_between_any_two_steps(world: &World) {
        let hole = told_to_hexi(world);
        let (now, sms) = (world.now(), Arc::new(Gateway::default()));
        // Dies with the message in its hands: for a while nobody else takes it.
        let taken = world.write(move |tx| outbox::take(tx, now, 8));
        assert_eq!((taken.len(), taken[0].attempt), (1, 1));
        assert_eq!(round(world, &sms, now.plus_seconds(60)), Sent::default());
        // Dies once it is ready.
        let later = now.plus_seconds(120);
        let taken = world.write(move |tx| outbox::take(tx, later, 8));
        let cx = world.app().system_context(later);
        let held = taken[0].clone();
        let step = world.read(move |tx| outbox::prepare(tx, &cx, &held));
        let Step::Send(ready) = &step else { panic!("{step:?}") };
        assert!(ready.text.text.contains(&hole.number), "{}", ready.text.text);
        // Dies when the gateway has it, and nothing says so.
        sms.send(&ready.text).unwrap();
        let again = later.plus_seconds(120);
        assert_eq!(round(world, &sms, again), Sent { sent: 1, ..Sent::default() });
        let ids: BTreeSet<MessageId> = sms.ids().into_iter().collect();
        assert_eq!((sms.ids().len(), ids.len()), (2, 1), "the gateway knows it again");
        // Settled: nobody takes it any more, and who comes late with it changes nothing.
        assert_eq!(round(world, &sms, again.plus_seconds(3_600)), Sent::default());
        let (cx, late, sent) = (world.app().system_context(again), taken[0].clone(), Err(SmsError::Lasting("late".into())));
        let fate = world.app().store.write_blocking(move |tx| outbox::settle(tx, &cx, &late, &step, &sent)).unwrap();
        assert_eq!(fate, Fate::Moot);
        let kept = sms_of(world, &hole);
        assert_eq!((kept.state.as_str(), kept.error), (state::SENT, None));
        assert_eq!(kept.phone.as_deref(), sms.given.lock().unwrap().first().map(|text| text.phone.as_str()));
        assert!(!world.story(&hole).contains(&"untold"));
    }

    /// A gateway that fails is tried three times; then a person has the task, once, and a keeper of the outbox may send it after all.
    fn what_a_gateway_will_not_take_is_told_by_a_person(world: &World) {
        let hole = told_to_hexi(world);
        let (now, sms) = (world.now(), Arc::new(Gateway::default()));
        *sms.refuses.lock().unwrap() = Some(SmsError::Passing("HTTP 503".into()));
        let later = Sent { later: 1, ..Sent::default() };
        assert_eq!(round(world, &sms, now), later);
        assert_eq!(round(world, &sms, now), Sent::default(), "not at once");
        assert_eq!(round(world, &sms, now.plus_seconds(5)), later);
        assert_eq!(sms_of(world, &hole).state, state::QUEUED);
        assert_eq!(round(world, &sms, now.plus_seconds(25)), Sent { untold: 1, ..Sent::default() });
        let failed = sms_of(world, &hole);
        assert_eq!((failed.state.as_str(), failed.error.as_deref()), (state::FAILED, Some("HTTP 503")));
        let tasks = world.request(&hole).open_tasks(TaskKind::Tell, failed.message.order).count();
        assert_eq!(tasks, 1);

        // Whom to phone now stands beside the task.
        let cx = world.context(&world.floor_supervisor().actor);
        let told = world.read(move |tx| to_tell(tx, &cx, None, 50));
        assert_eq!(told.lines.len(), 1);
        let (kept, whom) = &told.lines[0].messages[0];
        assert_eq!(kept.message.id, failed.message.id);
        assert!(whom.iter().any(|line| line.post == DutyPost::Desk && !line.phone.is_empty()), "{whom:?}");

        // Once more: it fails again, and there is still one task.
        let id = failed.message.id;
        assert!(world.write(move |tx| tx.send_again(id, now.plus_seconds(30))));
        *sms.refuses.lock().unwrap() = Some(SmsError::Lasting("HTTP 422".into()));
        assert_eq!(round(world, &sms, now.plus_seconds(30)).untold, 1);
        assert_eq!(world.story(&hole).iter().filter(|name| **name == "untold").count(), 1);

        let task = told.lines[0].task.id;
        world.floor_supervisor().does(&hole, Command::Told { task, note: "值班员已接听，马上出发".into() });
        let told = sms_of(world, &hole);
        assert_eq!((told.state.as_str(), told.person.as_deref()), (state::SENT, Some("班长")));
        assert!(!world.write(move |tx| tx.send_again(id, now.plus_seconds(60))), "it is told");
        world.verify().unwrap();
    }

    /// The failure, its task and the state of the message are one: a unit that breaks off leaves none of them.
    fn a_failure_is_recorded_whole_or_not_at_all(world: &World) {
        let hole = told_to_hexi(world);
        let now = world.now();
        let taken = world.write(move |tx| outbox::take(tx, now, 8)).remove(0);
        let cx = world.app().system_context(now);
        let broken = world.app().store.write_blocking(move |tx| -> Result<(), ActError> {
            let sent = Err(SmsError::Lasting("no".into()));
            let ready = outbox::prepare(tx, &cx, &taken)?;
            assert_eq!(outbox::settle(tx, &cx, &taken, &ready, &sent)?, Fate::Untold);
            Err(StoreError::Stale.into())
        });
        assert!(broken.is_err());
        assert_eq!(sms_of(world, &hole).state, state::QUEUED);
        assert!(!world.story(&hole).contains(&"untold"));
        assert_eq!(world.request(&hole).open_tasks(TaskKind::Tell, sms_of(world, &hole).message.order).count(), 0);
    }

    /// Without a gateway nobody waits for one: a person tells it, and the next rung is climbed at once.
    fn a_rung_that_reaches_nobody_hurries_the_next(world: &World) {
        let hole = told_to_hexi(world);
        let sms: Arc<dyn Sms> = Arc::new(NoGateway);
        assert_eq!(on_runtime(send(world.app(), &sms, world.now())).unwrap().untold, 1);
        let due = world.request(&hole).clocks.iter().find(|clock| clock.kind == ClockKind::Accept).unwrap().due;
        while climbed(world, &hole, ClockKind::Accept).len() < 2 {
            world.wait(minutes(1));
        }
        assert!(world.now() < due);
        assert_eq!(climbed(world, &hole, ClockKind::Accept), ["owner notice", "unit_duty sms"]);
        assert_eq!(on_runtime(send(world.app(), &sms, world.now())).unwrap().untold, 1);
        // A warning that reached nobody: the heads are told before it is late, though it is not called late.
        on_runtime(sweep(world.app(), world.now())).unwrap();
        let climbed = climbed(world, &hole, ClockKind::Accept);
        assert_eq!(&climbed[2..], ["unit_head sms", "floor_supervisor sms"], "{climbed:?}");
        let clocks = world.request(&hole).clocks;
        assert!(clocks.iter().any(|clock| clock.kind == ClockKind::Accept && clock.overdue.is_none() && clock.is_open()));
        world.verify().unwrap();
    }

    /// What is no longer true is not said.
    fn a_promise_that_was_kept_is_not_warned_of(world: &World) {
        let hole = told_to_hexi(world);
        let sms = Arc::new(Gateway::default());
        while climbed(world, &hole, ClockKind::Accept).len() < 2 {
            world.wait(minutes(1));
        }
        world.handler("hexi").accepts(&hole, "hexi");
        assert_eq!(round(world, &sms, world.now()), Sent { sent: 1, moot: 1, ..Sent::default() });
        assert_eq!(sms_of(world, &hole).state, state::MOOT);
        assert_eq!(sms.given.lock().unwrap().len(), 1, "the order itself is told");
    }

    /// A text message says the number, the matter's kind and what is due; nothing about a person, and not even the kind of a secret.
    fn a_text_message_betrays_nobody(world: &World) {
        let draft = help("张三家塌了").at("hexi.taoyuan").graded(Grade::Emergency).from("张三", "10000000013");
        let hole = world.agent().registers(draft.clone());
        let secret = world.agent().registers(draft.secret(Secrecy::Confidential));
        world.dispatcher().dispatches(&hole, lead("hexi"), []);
        world.dispatcher().cleared().dispatches(&secret, lead("hexi"), []);
        let sms = Arc::new(Gateway::default());
        assert_eq!(round(world, &sms, world.now()).sent, 2);
        let given = sms.given.lock().unwrap().clone();
        let text_of = |filed: &Filed| given.iter().find(|text| text.text.contains(&filed.number)).unwrap().text.clone();
        assert_eq!(text_of(&hole), format!("【12345】{}（紧急求助）新工单，电话通知时限 03-03 09:10。", hole.number));
        assert!(!text_of(&secret).contains("求助"), "{}", text_of(&secret));
        for text in &given {
            assert!(!text.text.contains("张三") && !text.text.contains("10000000013"), "{}", text.text);
            assert!(text.text.chars().count() <= 70, "one message of 70 characters: {}", text.text);
        }
        let request = world.request(&hole);
        let message = sms_of(world, &hole).message;
        let english = outbox::say(&request, &message, &world.app().city(), lianxin_domain::Lang::En);
        assert!(english.starts_with(&format!("[12345] {} (Emergency Help)", hole.number)), "{english}");
    }

    /// Nobody answers the phone: every few minutes the next number, up to the leader on duty.
    fn a_unit_that_does_not_answer_is_climbed_over(world: &World) {
        let hole = world.agent().registers(help("路面塌陷").at("hexi.taoyuan").graded(Grade::Emergency));
        world.dispatcher().dispatches(&hole, lead("hexi.taoyuan"), []);
        let order = world.request(&hole).orders[0].id;
        world.wait(minutes(25));
        let told = climbed(world, &hole, ClockKind::MustPhone);
        assert_eq!(told, ["unit_duty phone", "unit_head phone", "superior phone", "supervision phone", "leader_on_duty phone"]);
        let (city, now) = (world.app().city(), world.now());
        let unit = Some("hexi.taoyuan".into());
        let posts: Vec<DutyPost> =
            [Audience::UnitDuty, Audience::UnitHead, Audience::Superior, Audience::Supervision, Audience::LeaderOnDuty]
                .iter()
                .map(|audience| city.whom(*audience, unit.as_ref(), now)[0].post)
                .collect();
        assert_eq!(
            posts,
            [DutyPost::Desk, DutyPost::Head, DutyPost::Desk, DutyPost::Supervision, DutyPost::Leader],
            "each rung has a line of its own"
        );
        // One call is owed all the while, not one a rung.
        let waits = |world: &World| world.request(&hole).tasks.iter().filter(|task| task.kind == TaskKind::MustPhone && task.done.is_none()).count();
        assert_eq!(waits(world), 1);
        let phone = |answered| Command::Phone {
            order,
            number: "022-0000-0001".into(),
            answered,
            who: if answered { "值班员".into() } else { String::new() },
            promise: "半小时到场".into(),
        };
        world.dispatcher().does(&hole, phone(true));
        assert_eq!(waits(world), 0);
        let before = climbed(world, &hole, ClockKind::MustPhone).len();
        world.wait(minutes(60));
        assert_eq!(climbed(world, &hole, ClockKind::MustPhone).len(), before);
    }

    /// An emergency that nobody takes from the pool is told to the dispatchers, then over their heads.
    fn a_task_that_nobody_claims_climbs(world: &World) {
        let hole = world.agent().registers(help("路面塌陷").at("hexi.taoyuan").graded(Grade::Emergency));
        let reads = |role: Role| {
            let cx = world.context(&person(role, "center", role.code()));
            world.read(move |tx| unread(tx, &cx))
        };
        world.wait(minutes(60));
        let told = climbed(world, &hole, ClockKind::Dispatch);
        assert_eq!(
            told,
            ["dispatchers notice", "dispatchers phone", "floor_supervisor phone", "supervision phone", "leader_on_duty sms"]
        );
        assert_eq!((reads(Role::Dispatcher), reads(Role::Leader), reads(Role::Agent)), (1, 0, 0));
        assert!(world.request(&hole).open_tasks(TaskKind::Tell, None).count() >= 2, "what must be spoken is a task");
        let sms = Arc::new(Gateway::default());
        assert_eq!(round(world, &sms, world.now()).sent, 1);
        let leader = world.app().city().whom(Audience::LeaderOnDuty, None, world.now())[0].phone.clone();
        assert_eq!(sms.given.lock().unwrap()[0].phone, leader);
    }

    /// A notice is read by those who sit where it is put up, if they may see the request at all.
    fn notices_are_read_within_ones_scope(world: &World) {
        let lamp = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        world.dispatcher().dispatches(&lamp, lead("hexi"), []);
        world.dispatcher().supplements(&lamp, "还是不亮");
        let secret = world.agent().registers(help("保密事项").at("hexi.taoyuan").secret(Secrecy::Confidential));
        world.dispatcher().cleared().dispatches(&secret, lead("hexi"), []);
        world.dispatcher().cleared().supplements(&secret, "补充");
        let reads = |actor: &Actor| {
            let cx = world.context(actor);
            let notices = world.read(move |tx| lianxin_app::messages::notices(tx, &cx, None, 50));
            let cx = world.context(actor);
            let unread = world.read(move |tx| unread(tx, &cx));
            (notices.page.lines.iter().map(|kept| kept.number.clone()).collect::<Vec<_>>(), unread, notices)
        };
        let hexi = person(Role::Handler, "hexi", "河西经办人");
        let (numbers, count, _) = reads(&hexi);
        assert_eq!((numbers, count), (vec![lamp.number.clone()], 1), "the secret is not for everybody of the unit");
        let cleared = Actor { cleared: true, ..person(Role::Handler, "hexi", "河西专人") };
        let (numbers, count, notices) = reads(&cleared);
        assert_eq!((numbers, count), (vec![secret.number.clone(), lamp.number.clone()], 2));
        assert_eq!(reads(&person(Role::Handler, "wjw", "卫健委")).1, 0);
        assert_eq!(reads(&world.agent().actor).1, 0);
        // Read up to the newest.
        let newest = notices.page.lines[0].message.id;
        let cleared = with_account(world, cleared);
        let cx = world.context(&cleared);
        assert_eq!(my_seats(&cx)[0], "owner:hexi");
        world.write(move |tx| lianxin_app::messages::mark_read(tx, &cx, newest));
        let (numbers, count, _) = reads(&cleared);
        assert_eq!((numbers.len(), count), (2, 0));
        assert_eq!(reads(&hexi).1, 1, "what one has read another has not");
    }
}

/// Two machines on one PostgreSQL: every message goes out once, every rung is climbed once.
#[test]
fn two_machines_tell_everybody_once() {
    let world = World::new(lianxin_testkit::Engine::Postgres);
    let other = world.another_machine().unwrap();
    let holes: Vec<Filed> = (0..24).map(|_| told_to_hexi(&world)).collect();
    world.sleep(minutes(40));
    let (now, sms) = (world.now(), Arc::new(Gateway::default()));
    let sent: u64 = std::thread::scope(|scope| {
        let machines: Vec<_> = [world.app().clone(), other]
            .into_iter()
            .map(|app| {
                let sms: Arc<dyn Sms> = Arc::<Gateway>::clone(&sms);
                scope.spawn(move || {
                    on_runtime(async {
                        let swept = sweep(&app, now).await.unwrap();
                        assert_eq!(swept.failures, 0);
                        send(&app, &sms, now).await.unwrap().sent
                    })
                })
            })
            .collect();
        machines.into_iter().map(|machine| machine.join().unwrap()).sum()
    });
    // Whoever ended first left the last messages of the other to it.
    let sent = sent + round(&world, &sms, now).sent;
    let ids: BTreeSet<MessageId> = sms.ids().into_iter().collect();
    assert_eq!((ids.len(), sms.ids().len()), (usize::try_from(sent).unwrap(), usize::try_from(sent).unwrap()));
    for hole in &holes {
        let rungs: Vec<_> = messages(&world, hole)
            .iter()
            .filter_map(|kept| kept.message.clock.map(|clock| (clock, kept.message.to)))
            .collect();
        let once: BTreeSet<String> = rungs.iter().map(|rung| format!("{rung:?}")).collect();
        assert_eq!(once.len(), rungs.len(), "no rung twice");
        assert!(rungs.len() > 5);
        let waiting = messages(&world, hole).iter().filter(|kept| kept.state == state::QUEUED).count();
        assert_eq!(waiting, 0);
    }
    world.verify().unwrap();
}
