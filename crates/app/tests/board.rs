//! The board shows every open order that is not ordinary, to whoever may see it, the most dangerous first; on both engines.

use lianxin_app::board::{self, Board, Wanted};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::Audience;
use lianxin_domain::request::Command;
use lianxin_domain::{Grade, Lang};
use lianxin_testkit::{Filed, World, both_engines, help, lead, minutes, person, solved, supporting};

fn board(city: &World, actor: &Actor, wanted: &Wanted) -> Board {
    let (cx, wanted) = (city.app().context(city.now(), actor.clone(), Lang::Zh), wanted.clone());
    city.read(move |tx| board::board(tx, &cx, &wanted))
}

fn all(city: &World) -> Board {
    board(city, &person(Role::Supervision, "center", "督办员"), &Wanted::default())
}

fn pit(city: &World, grade: Grade, unit: &str) -> Filed {
    let filed = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp").graded(grade));
    city.dispatcher().dispatches(&filed, lead(unit), []);
    filed
}

fn numbers(board: &Board) -> Vec<&str> {
    board.rows.iter().map(|row| row.order.number.as_str()).collect()
}

fn rings(city: &World, filed: &Filed, unit: &str, answered: bool) {
    let order = city.dispatcher().order(filed, unit);
    let (number, who, promise) = ("022-12345678".to_owned(), "王建国".to_owned(), "马上到场".to_owned());
    let who = if answered { who } else { String::new() };
    city.dispatcher().does(filed, Command::Phone { order, number, answered, who, promise });
}

both_engines! {
    /// Ordinary ones are not watched; what has ended is not either.
    fn what_is_open_and_not_ordinary_is_watched(city: &World) {
        let usual = pit(city, Grade::Ordinary, "hexi");
        let urgent = pit(city, Grade::Urgent, "hexi");
        let done = pit(city, Grade::Urgent, "cgw");
        city.handler("cgw").handles(&done, "cgw", solved());
        assert_eq!(all(city).rows.len(), 2, "a report that waits for its review is still open");
        city.reviewer().approves(&done, "cgw");
        assert_eq!(numbers(&all(city)), [urgent.number.as_str()]);
        city.floor_supervisor().grades(&usual, Grade::Emergency);
        assert_eq!(numbers(&all(city)), [usual.number.as_str(), urgent.number.as_str()], "graver from now on");
    }

    /// A broken promise stands before everything that only rings soon.
    fn the_most_dangerous_stands_first(city: &World) {
        let early = pit(city, Grade::Urgent, "hexi");
        city.wait(minutes(60 * 26));
        let late = pit(city, Grade::Emergency, "cgw");
        let found = all(city);
        assert_eq!(numbers(&found), [early.number.as_str(), late.number.as_str()]);
        assert!(found.rows[0].broken && !found.rows[1].broken);
        assert_eq!(found.strip.late, 1);
        assert!(found.rows[0].told.is_some(), "somebody has been told: {:?}", found.rows[0].clock);
        let next = found.rows[1].next.as_ref().map(|(at, rung)| (*at > city.now(), rung.tell.clone()));
        assert_eq!(next, Some((true, vec![Audience::UnitDuty])), "the duty room is phoned first");
    }

    /// An emergency of which nobody was phoned; a unit that does not answer is named until it does.
    fn who_does_not_answer_is_named(city: &World) {
        let pit = pit(city, Grade::Emergency, "hexi");
        rings(city, &pit, "hexi", false);
        city.wait(minutes(2));
        rings(city, &pit, "hexi", false);
        let found = all(city);
        assert_eq!(found.strip.unphoned, 1);
        let silent: Vec<(&str, usize)> = found.strip.silent.iter().map(|one| (one.unit.as_str(), one.unanswered)).collect();
        assert_eq!(silent, [("hexi", 2)]);
        let unphoned = Wanted { unphoned: true, ..Wanted::default() };
        let watcher = person(Role::Supervision, "center", "督办员");
        assert_eq!(board(city, &watcher, &unphoned).rows.len(), 1);
        rings(city, &pit, "hexi", true);
        let found = all(city);
        assert_eq!((found.strip.unphoned, found.strip.silent.len(), found.rows.len()), (0, 0, 1));
        assert_eq!(board(city, &watcher, &unphoned).rows.len(), 0);
    }

    /// Filters narrow; scope hides.
    fn everybody_sees_his_own_part(city: &World) {
        let pit = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp").graded(Grade::Emergency));
        city.dispatcher().dispatches(&pit, lead("hexi"), [supporting("cgw")]);
        let street = person(Role::Handler, "hexi.taoyuan", "街道");
        let district = person(Role::Handler, "hexi", "区");
        let other = person(Role::Handler, "xiqing", "别区");
        let rows = |actor: &Actor, unit: Option<&str>| {
            let wanted = Wanted { unit: unit.map(Into::into), ..Wanted::default() };
            board(city, actor, &wanted).rows.len()
        };
        assert_eq!((rows(&district, None), rows(&street, None), rows(&other, None)), (2, 0, 0));
        let watcher = person(Role::Supervision, "center", "督办员");
        assert_eq!((rows(&watcher, None), rows(&watcher, Some("hexi")), rows(&watcher, Some("xiqing"))), (2, 1, 0));
    }
}
