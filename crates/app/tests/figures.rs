//! Figures are what the list behind them says, on both engines; and nobody who was not reached counts as satisfied.

use lianxin_app::figures::{self, Band, Figures, Slice, Wanted};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::Exclusion;
use lianxin_domain::request::{Attitude, Callback, Command, Measure, Part, Solved, Survey};
use lianxin_domain::{Lang, Minutes};
use lianxin_testkit::{Filed, World, both_engines, content, dissatisfied, help, lead, minutes, person, solved};

const DAY: i64 = 24 * 60;

fn wanted(city: &World, unit: Option<&str>) -> Wanted {
    let span = Minutes(40 * DAY);
    Wanted { from: city.now() - span, until: city.now() + span, unit: unit.map(Into::into) }
}

fn counted(city: &World, actor: &Actor, wanted: &Wanted) -> Figures {
    let (cx, wanted) = (city.app().context(city.now(), actor.clone(), Lang::Zh), wanted.clone());
    city.read(move |tx| figures::figures(tx, &cx, &wanted))
}

fn behind(city: &World, actor: &Actor, wanted: &Wanted, of: (Measure, Slice)) -> Vec<(String, Part)> {
    let (cx, wanted) = (city.app().context(city.now(), actor.clone(), Lang::Zh), wanted.clone());
    let lines = city.read(move |tx| figures::behind(tx, &cx, &wanted, of, None, 1_000));
    lines.into_iter().map(|(line, part)| (line.number, part)).collect()
}

fn leader() -> Actor {
    person(Role::Leader, "center", "领导")
}

/// A request on its way to the call-back.
fn reported(city: &World, unit: &str) -> Filed {
    let filed = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp"));
    city.dispatcher().dispatches(&filed, lead(unit), []);
    city.handler(unit).handles(&filed, unit, solved());
    city.reviewer().approves(&filed, unit);
    filed
}

fn unreached(city: &World, unit: &str) -> Filed {
    let filed = reported(city, unit);
    for _ in 0..3 {
        city.callback_agent().reaches_nobody(&filed);
        city.wait(minutes(4 * 60));
    }
    filed
}

/// Ends of every sort.
fn fill(city: &World) {
    for unit in ["hexi", "hexi", "hexi.taoyuan", "cgw"] {
        let filed = reported(city, unit);
        city.callback_agent().closes(&filed, content());
    }
    let half = Survey { solved: Solved::Partly, result: Attitude::Fairly, ..content() };
    city.callback_agent().closes(&reported(city, "cgw"), half);
    let silent = Survey { result: Attitude::NoOpinion, ..content() };
    city.callback_agent().closes(&reported(city, "hexi"), silent);
    unreached(city, "hexi");
    let explained = reported(city, "cgw");
    let close =
        Callback::Close { survey: dissatisfied(), explained: Some("已当面解释，法规不允许".to_owned()) };
    city.callback_agent().does(&explained, Command::Callback(close));
}

both_engines! {
    /// Every number is as long as the list behind it, for everybody, in every unit.
    fn every_number_is_the_list_behind_it(city: &World) {
        fill(city);
        let people = [leader(), person(Role::Handler, "hexi", "区"), person(Role::Handler, "cgw", "局"), person(Role::Agent, "center", "坐席")];
        for actor in &people {
            for unit in [None, Some("hexi"), Some("hexi.taoyuan"), Some("cgw")] {
                let wanted = wanted(city, unit);
                let figures = counted(city, actor, &wanted);
                for measure in Measure::ALL {
                    let rate = figures.all.of(*measure);
                    let list = |slice| behind(city, actor, &wanted, (*measure, slice));
                    let long = |slice| i64::try_from(list(slice).len()).unwrap_or(0);
                    let parts: i64 = list(Slice::Counted).iter().map(|(_, part)| if let Part::Counts(n) = part { i64::from(*n) } else { 0 }).sum();
                    assert_eq!((rate.hundredths, rate.of), (parts, long(Slice::Counted)), "{measure} of {unit:?}");
                    assert_eq!(long(Slice::Success) + long(Slice::Failure), rate.of);
                    assert_eq!(long(Slice::NoQuestion), rate.no_question);
                    for why in Exclusion::ALL {
                        assert_eq!(long(Slice::LeftOut(*why)), rate.left_out.get(why).copied().unwrap_or(0), "{measure} {why}");
                    }
                    let left: i64 = rate.left_out.values().sum();
                    assert_eq!(rate.of + left + rate.no_question, figures.all.orders, "{measure}: nothing is lost");
                }
                let orders: i64 = figures.units.iter().map(|one| one.rates.orders).sum();
                assert_eq!(orders, figures.all.orders, "the units are the whole");
            }
        }
    }

    /// By the rule of the city, each left out for its reason.
    fn what_is_left_out_is_named(city: &World) {
        fill(city);
        let figures = counted(city, &leader(), &wanted(city, None));
        assert_eq!(figures.all.orders, 8);
        let satisfied = figures.all.of(Measure::Satisfied);
        assert_eq!(satisfied.of, 5);
        let left: Vec<(Exclusion, i64)> = satisfied.left_out.into_iter().collect();
        assert_eq!(left, [(Exclusion::Unreached, 1), (Exclusion::NoOpinion, 1), (Exclusion::Explained, 1)]);
        let reached = figures.all.of(Measure::Reached);
        assert_eq!((reached.hundredths, reached.of), (600, 7), "of those that count");
        let response = figures.all.of(Measure::Response);
        assert_eq!((response.hundredths, response.of), (700, 7));
        assert!(figures.units.iter().all(|one| one.rates.of(Measure::Satisfied).band(&figures.all.of(Measure::Satisfied)) == Band::TooFew));
    }

    /// What was opened again counts for nothing until it ends again.
    fn what_is_opened_again_does_not_count(city: &World) {
        let filed = reported(city, "hexi");
        city.callback_agent().closes(&filed, content());
        assert_eq!(counted(city, &leader(), &wanted(city, None)).all.orders, 1);
        city.citizen().does(&filed, Command::Reopen { reason: "又不亮了".to_owned() });
        assert_eq!(counted(city, &leader(), &wanted(city, None)).all.orders, 0);
        city.handler("hexi").reports(&filed, "hexi", solved());
        city.reviewer().approves(&filed, "hexi");
        let done = city.callback_agent().closes(&filed, content());
        assert_eq!(done.reworks, 1);
        let figures = counted(city, &leader(), &wanted(city, None));
        assert_eq!((figures.all.orders, figures.all.of(Measure::Satisfied).hundredths), (1, 100));
    }

    /// A span is a span: what ended before or after is not in it.
    fn only_what_ended_in_the_span_counts(city: &World) {
        city.callback_agent().closes(&reported(city, "hexi"), content());
        let before = Wanted { from: city.now() - minutes(DAY), until: city.now(), unit: None };
        assert_eq!(counted(city, &leader(), &before).all.orders, 0, "the end is not included");
        let from = Wanted { from: city.now(), until: city.now() + minutes(1), unit: None };
        assert_eq!(counted(city, &leader(), &from).all.orders, 1, "the beginning is");
    }
}
