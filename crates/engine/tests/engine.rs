//! The engine on both stores, with a clock that is moved by hand.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use lianxin_app::files;
use lianxin_domain::Moment;
use lianxin_domain::access::{Actor, Role, Scope};
use lianxin_domain::request::Command;
use lianxin_engine::{
    Feed, FeedError, Live, Metrics, Now, Page, REPLAY_ENTRIES_MAX, Swept, Tasks, start, sweep, sweep_uploads,
};
use lianxin_testkit::{World, both_engines, help, lead, minutes, person, supporting};

/// No answer within this time is none.
const PATIENCE: Duration = Duration::from_secs(20);

fn on_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

/// A clock moved by hand.
fn clock(at: Moment) -> (Arc<AtomicI64>, Now) {
    let hand = Arc::new(AtomicI64::new(at.micros()));
    let seen = Arc::clone(&hand);
    (hand, Arc::new(move || Moment(seen.load(Ordering::SeqCst))))
}

async fn next(subscription: &mut lianxin_engine::Subscription) -> Arc<Live> {
    tokio::time::timeout(PATIENCE, subscription.next())
        .await
        .expect("something is told in time")
        .expect("the feed is open")
}

async fn feed(world: &World, tasks: &Tasks) -> Feed {
    let (_, now) = clock(world.now());
    start(world.app(), &now, &Arc::new(Metrics::default()), tasks).await.unwrap()
}

both_engines! {
    /// A clock rings once, whoever looks and however often.
    fn a_clock_rings_once_even_after_a_restart(world: &World) {
        let lamp = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        let late = world.now() + minutes(24 * 60);
        let swept = on_runtime(sweep(world.app(), late)).unwrap();
        assert_eq!(swept, Swept { expired: 1, failures: 0 });
        assert!(world.request(&lamp).overdue);
        assert_eq!(on_runtime(sweep(world.app(), late)).unwrap(), Swept::default());
        // Another process, with nothing in memory, finds nothing either.
        assert_eq!(on_runtime(sweep(&world.app().clone(), late + minutes(60))).unwrap(), Swept::default());
    }

    /// Hundreds are due at once: all of them ring, in one sweep.
    fn a_backlog_is_swept_whole(world: &World) {
        for _ in 0..30 {
            world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        }
        let swept = on_runtime(sweep(world.app(), world.now() + minutes(24 * 60))).unwrap();
        assert_eq!(swept, Swept { expired: 30, failures: 0 });
    }

    /// The running engine marks a clock when its time comes, and the feed tells it.
    fn a_running_engine_rings_and_tells(world: &World) {
        let lamp = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        on_runtime(async {
            let (hand, now) = clock(world.now());
            let (tasks, metrics) = (Tasks::default(), Arc::new(Metrics::default()));
            let feed = start(world.app(), &now, &metrics, &tasks).await.unwrap();
            let mut heard = feed.subscribe(None).await.unwrap();
            hand.store((world.now() + minutes(24 * 60)).micros(), Ordering::SeqCst);
            // Something is written: the engine looks at its clocks.
            world.agent().registers(help("井盖响").at("hexi.taoyuan"));
            let mut rung = Vec::new();
            while rung.is_empty() {
                let live = next(&mut heard).await;
                rung.extend((live.kind == "expired" && live.request == lamp.id).then_some(live));
            }
            assert_eq!(rung[0].number, lamp.number);
            assert_eq!(tasks.stop(PATIENCE).await, Vec::<&str>::new());
            assert!(metrics.read().expired >= 1, "{:?}", metrics.read());
        });
    }

    /// Who comes back hears what he missed and then what happens, each entry once and in order, while others write.
    fn the_feed_resumes_without_gap_under_writers(world: &World) {
        let first = world.agent().registers(help("第一件").at("hexi.taoyuan"));
        on_runtime(async {
            let tasks = Tasks::default();
            let feed = feed(world, &tasks).await;
            let from = feed.position();
            let total: i64 = 80;
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| for _ in 0..total / 4 {
                        world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
                    });
                }
                // Subscribing in the midst of it, from before it began.
                scope.spawn(|| on_runtime(async {
                    let mut heard = feed.subscribe(Some(from)).await.unwrap();
                    let mut seqs = Vec::new();
                    while seqs.len() < usize::try_from(total).unwrap() {
                        seqs.push(next(&mut heard).await.seq);
                    }
                    assert_eq!(seqs, (from + 1..=from + total).collect::<Vec<_>>());
                }));
            });
            assert!(from >= 1, "{} stands before", first.number);
            tasks.stop(PATIENCE).await;
        });
    }

    /// Too far behind, or ahead of a journal that was restored: load the page anew.
    fn who_is_too_far_off_must_load_anew(world: &World) {
        let lamp = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        for _ in 0..REPLAY_ENTRIES_MAX {
            world.dispatcher().supplements(&lamp, "还是不亮");
        }
        on_runtime(async {
            let tasks = Tasks::default();
            let feed = feed(world, &tasks).await;
            assert!(matches!(feed.subscribe(Some(0)).await.err(), Some(FeedError::Lagged)));
            assert!(matches!(feed.subscribe(Some(feed.position() + 1)).await.err(), Some(FeedError::Lagged)));
            assert!(feed.subscribe(Some(1)).await.is_ok(), "exactly as many as are told again");
            tasks.stop(PATIENCE).await;
        });
    }

    /// The feed says who may hear, and which pages show it.
    fn an_entry_knows_its_pages_and_its_readers(world: &World) {
        let lamp = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        on_runtime(async {
            let tasks = Tasks::default();
            let feed = feed(world, &tasks).await;
            let mut heard = feed.subscribe(None).await.unwrap();
            world.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("wjw")]);
            let live = next(&mut heard).await;
            assert_eq!((live.kind, live.orders.len()), ("dispatched", 2));
            assert_eq!(live.pages, [Page::Pool, Page::Inbox, Page::Requests, Page::Board]);
            assert_eq!(live.topics().last(), Some(&format!("request:{}", lamp.id)));
            let hears = |unit: &str| live.allows(&Scope::of(&person(Role::Handler, unit, "经办人")));
            assert_eq!((hears("hexi"), hears("wjw"), hears("jinnan")), (true, true, false));
            tasks.stop(PATIENCE).await;
            let closed = tokio::time::timeout(PATIENCE, heard.next()).await.unwrap();
            assert!(matches!(closed, Err(FeedError::Closed)), "{closed:?}");
        });
    }

    /// What has been hidden since is not told again to those who may not see it any more.
    fn a_feed_that_is_resumed_judges_by_the_secrecy_of_now(world: &World) {
        let filed = world.agent().registers(help("家里的事").about("city.lamp").at("hexi.taoyuan"));
        world.tampers("UPDATE request SET secrecy = 2");
        on_runtime(async {
            let tasks = Tasks::default();
            let feed = feed(world, &tasks).await;
            let mut heard = feed.subscribe(Some(0)).await.unwrap();
            let live = next(&mut heard).await;
            assert_eq!((live.kind, live.request), ("registered", filed.id));
            let agent = person(Role::Agent, "center", "话务员");
            assert!(!live.allows(&Scope::of(&agent)), "the agent is not cleared");
            assert!(live.allows(&Scope::of(&Actor { cleared: true, ..agent })));
            tasks.stop(PATIENCE).await;
        });
    }

    /// Uploads that no form took go after a day, and their contents where nobody else has them.
    fn uploads_that_nobody_took_are_swept(world: &World) {
        let upload = |content: &[u8]| {
            let kept = world.app().files.keep("灯.png", content).unwrap();
            let (cx, account) = (world.context(&world.agent().actor), world.agent().actor.account);
            world.write(move |tx| files::add(tx, &cx, account, &kept))
        };
        let (both, alone): (&[u8], &[u8]) = (b"\x89PNG\r\n\x1a\n0123456789", b"\x89PNG\r\n\x1a\n9876543210");
        let (taken, copy, left) = (upload(both), upload(both), upload(alone));
        let filed = world.agent().registers(help("路灯不亮"));
        world.agent().does(&filed, Command::Supplement { text: "请看".to_owned(), files: vec![taken] });
        let of = |id| world.read(move |tx| tx.file(id));
        let contents: Vec<_> = [taken, left].map(|id| of(id).unwrap()).into();
        let sweep = |later| on_runtime(sweep_uploads(world.app(), world.now() + minutes(later))).unwrap();
        assert_eq!(sweep(24 * 60), (0, 0), "a day has not passed");
        // The hand of the test's clock does not move the disk's: both contents were written in the world's past.
        let written = UNIX_EPOCH + Duration::from_micros(u64::try_from(world.now().micros()).unwrap());
        for file in walk(world.app().files.directory()) {
            std::fs::File::options().append(true).open(file).unwrap().set_modified(written).unwrap();
        }
        assert_eq!(sweep(24 * 60 + 1), (2, 1));
        assert!(of(taken).is_some() && of(copy).is_none() && of(left).is_none());
        assert!(world.app().files.read(&contents[0]).is_ok(), "the request has it still");
        assert!(world.app().files.read(&contents[1]).is_err());
        assert_eq!(sweep(24 * 60 + 1), (0, 0));
        // One that was written a moment ago may be about to be noted.
        let again = upload(alone);
        world.tampers("UPDATE file SET uploaded_at = 0 WHERE request_id IS NULL");
        assert_eq!(sweep(24 * 60 + 1), (1, 0));
        assert!(of(again).is_none() && world.app().files.read(&contents[1]).is_ok());
    }
}

/// Every file below a directory.
fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
