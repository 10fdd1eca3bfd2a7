//! The life of a request, from the call to the closing, on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use lianxin_app::ActError;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{
    Callback, Command, OrderStage, Outcome, Refusal, Request, RequestState, Solved, Stage, TaskKind,
};
use lianxin_domain::{Grade, Secrecy};
use lianxin_testkit::{
    World, both_engines, content, dissatisfied, enquiry, help, lead, minutes, report, solved, supporting, unsolved,
};

fn stands(world: &World, entries: i64) {
    assert_eq!(world.verify().unwrap(), entries);
}

/// Call-backs tried so far, while it waits for one.
fn attempts(request: &Request) -> Option<u32> {
    if let RequestState::AwaitingCallback { attempts, .. } = &request.state { Some(*attempts) } else { None }
}

fn obstacle<T: std::fmt::Debug>(tried: Result<T, ActError>) -> Obstacle {
    match tried {
        Err(ActError::Refused(Refusal::Guard(obstacle))) => obstacle,
        other => panic!("no guard stood against it: {other:?}"),
    }
}

both_engines! {
    /// Two units, one of which passes a part down; everybody does his part; the citizen is content.
    fn a_request_goes_all_the_way(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").about("city.lamp"));
        assert_eq!(lamp.number, "TJ250303-000013");
        let dispatched = city.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("cgw")]);
        assert_eq!(dispatched.state, RequestState::Handling);
        let (hexi, street) = (city.handler("hexi"), city.handler("hexi.taoyuan"));
        hexi.accepts(&lamp, "hexi");
        hexi.contacts(&lamp, "hexi");
        hexi.passes_down(&lamp, "hexi", "hexi.taoyuan");
        street.accepts(&lamp, "hexi.taoyuan");
        street.progresses(&lamp, "hexi.taoyuan", "维修人员已到现场");
        street.contacts(&lamp, "hexi.taoyuan");
        street.reports(&lamp, "hexi.taoyuan", solved());
        hexi.approves(&lamp, "hexi.taoyuan");
        hexi.reports(&lamp, "hexi", solved());
        city.handler("cgw").handles(&lamp, "cgw", solved());
        city.reviewer().approves(&lamp, "cgw");
        let waiting = city.reviewer().approves(&lamp, "hexi");
        assert_eq!(attempts(&waiting), Some(0));
        city.wait(minutes(45));
        let closed = city.callback_agent().closes(&lamp, content());

        assert_eq!(closed.state, RequestState::Closed { at: city.now(), outcome: Outcome::CalledBack });
        assert_eq!(closed, city.request(&lamp), "what was answered is what is kept");
        assert!(closed.orders.iter().all(|order| order.state.stage() == OrderStage::Closed));
        let runs: Vec<ClockKind> = closed.clocks.iter().filter(|clock| clock.is_open()).map(|clock| clock.kind).collect();
        assert_eq!(runs, [ClockKind::Objection], "the citizen may object; no promise runs on");
        assert!(closed.tasks.iter().all(|task| task.done.is_some()), "nobody has anything to do");
        assert!(!closed.overdue);
        assert_eq!(
            city.story(&lamp),
            [
                "registered", "dispatched", "accepted", "contacted", "passed_down", "accepted", "progressed", "contacted", "reported",
                "approved", "reported", "accepted", "contacted", "reported", "approved", "approved", "callback_begun", "closed",
            ]
        );
        stands(city, 18);
    }

    /// Nobody answers the phone, three times.
    fn who_is_not_reached_does_not_count_as_content(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.dispatcher().dispatches(&lamp, lead("hexi"), []);
        city.handler("hexi").handles(&lamp, "hexi", solved());
        city.reviewer().approves(&lamp, "hexi");
        let caller = city.callback_agent();
        assert_eq!(attempts(&caller.reaches_nobody(&lamp)), Some(1));
        let again = Command::Callback(Callback::Unreached { note: "无人接听".to_owned() });
        assert_eq!(obstacle(caller.tries(&lamp, again)), Obstacle::TriedJustNow, "attempts lie apart");
        city.wait(minutes(4 * 60));
        assert_eq!(attempts(&caller.reaches_nobody(&lamp)), Some(2));
        city.wait(minutes(4 * 60));
        let closed = caller.reaches_nobody(&lamp);
        assert_eq!(closed.state, RequestState::Closed { at: city.now(), outcome: Outcome::Unreached });
        assert_eq!(closed.survey, None);
        assert!(closed.tasks.iter().all(|task| task.done.is_some()), "nobody tries a fourth time");
        stands(city, 11);
    }

    /// The citizen is not satisfied: the unit does it again, and only then it is closed.
    fn what_failed_is_done_again(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("cgw")]);
        for unit in ["hexi", "cgw"] {
            city.handler(unit).handles(&lamp, unit, solved());
            city.reviewer().approves(&lamp, unit);
        }
        let caller = city.callback_agent();
        let closing = Command::Callback(lianxin_domain::request::Callback::Close { survey: dissatisfied(), explained: None });
        assert_eq!(obstacle(caller.tries(&lamp, closing)), Obstacle::NotSatisfied);
        let again = caller.sends_to_rework(&lamp, &["hexi"], dissatisfied());
        assert_eq!((again.state.stage(), again.reworks), (Stage::Handling, 1));
        assert_eq!(again.orders.iter().map(|order| order.state.stage()).collect::<Vec<_>>(), [OrderStage::Rework, OrderStage::Approved]);
        city.handler("hexi").reports(&lamp, "hexi", unsolved());
        city.reviewer().sends_back(&lamp, "hexi", "请说明更换时间");
        city.handler("hexi").reports(&lamp, "hexi", solved());
        city.reviewer().approves(&lamp, "hexi");
        let closed = caller.closes(&lamp, content());
        assert_eq!((closed.state.stage(), closed.reworks, closed.survey), (Stage::Closed, 1, Some(content())));
        stands(city, 18);
    }

    /// A part is done again after everybody had finished: the request does not hang.
    fn a_part_is_done_again(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.dispatcher().dispatches(&lamp, lead("hexi"), []);
        let (hexi, street) = (city.handler("hexi"), city.handler("hexi.taoyuan"));
        hexi.accepts(&lamp, "hexi");
        hexi.passes_down(&lamp, "hexi", "hexi.taoyuan");
        street.handles(&lamp, "hexi.taoyuan", solved());
        hexi.approves(&lamp, "hexi.taoyuan");
        hexi.reports(&lamp, "hexi", solved());
        city.reviewer().approves(&lamp, "hexi");
        city.callback_agent().sends_to_rework(&lamp, &["hexi.taoyuan"], dissatisfied());
        street.reports(&lamp, "hexi.taoyuan", solved());
        let waiting = hexi.approves(&lamp, "hexi.taoyuan");
        assert_eq!(waiting.state.stage(), Stage::AwaitingCallback);
        city.callback_agent().closes(&lamp, content());
        stands(city, 16);
    }

    /// An emergency: a person must answer the phone, whatever the unit does by itself.
    fn an_emergency_is_phoned(city: &World) {
        let pit = city.agent().registers(help("路面塌陷").at("hexi.taoyuan").about("city.cover").graded(Grade::Emergency));
        city.dispatcher().dispatches(&pit, lead("hexi"), [supporting("cgw")]);
        let silent = |city: &World| city.request(&pit).tasks.iter().filter(|t| t.kind == TaskKind::MustPhone && t.done.is_none()).count();
        assert_eq!(silent(city), 2);
        let phone = |unit: &str, answered: bool| Command::Phone {
            order: city.agent().order(&pit, unit),
            number: "022-0000-0001".to_owned(),
            answered,
            who: if answered { "值班员老李".to_owned() } else { String::new() },
            promise: "马上到".to_owned(),
        };
        city.agent().does(&pit, phone("hexi", false));
        assert_eq!(silent(city), 2, "nobody answered");
        city.wait(minutes(2));
        let told = city.agent().does(&pit, phone("hexi", true));
        assert_eq!(silent(city), 1);
        assert_eq!(told.lead().unwrap().phoned, Some(city.now()));
        city.wait(minutes(14));
        let late = city.request(&pit);
        assert!(late.overdue && late.orders.iter().all(|order| order.overdue), "fifteen minutes to accept, day and night");
        let rungs = city.story(&pit).iter().filter(|event| **event == "rung").count();
        // Two acceptances and one telephone were late.
        stands(city, i64::try_from(7 + rungs).unwrap());
    }

    /// The citizen adds something and presses; the second time within ten minutes is once too often.
    fn supplement_and_urge(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        let citizen = city.citizen();
        assert_eq!(citizen.supplements(&lamp, "一共三盏").supplements, 1);
        citizen.tries_to_urge(&lamp).unwrap();
        city.wait(minutes(9));
        assert_eq!(obstacle(citizen.tries_to_urge(&lamp)), Obstacle::TooOften);
        city.wait(minutes(1));
        assert_eq!(citizen.tries_to_urge(&lamp).unwrap().urges, 2);
        stands(city, 4);
    }

    /// The citizen is asked, and answers.
    fn a_question_is_answered(city: &World) {
        let lamp = city.agent().registers(help("灯不亮"));
        let asked = city.agent().asks(&lamp, "请问具体在哪条街？");
        assert_eq!(asked.state.stage(), Stage::AwaitingCitizen);
        let reply = Command::CitizenReplied { text: "桃园街友谊路口".to_owned(), files: Vec::new() };
        let back = city.citizen().does(&lamp, reply);
        assert_eq!((back.state.stage(), back.supplements), (Stage::Registered, 1));
        assert_eq!(back.open_tasks(TaskKind::Dispatch, None).count(), 1);
        stands(city, 3);
    }

    /// The citizen is asked, and does not answer: after three days the request goes on by itself.
    fn a_question_lapses(city: &World) {
        let lamp = city.agent().registers(help("灯不亮"));
        city.agent().asks(&lamp, "请问具体在哪条街？");
        city.wait(minutes(3 * 24 * 60 - 1));
        assert_eq!(city.request(&lamp).state.stage(), Stage::AwaitingCitizen);
        city.wait(minutes(1));
        let back = city.request(&lamp);
        assert_eq!(back.state, RequestState::Registered);
        assert_eq!(city.story(&lamp), ["registered", "citizen_asked", "expired", "ask_lapsed"]);
        assert_eq!(back.open_tasks(TaskKind::Dispatch, None).count(), 1);
        stands(city, 4);
    }

    /// Seven calls of ten end here.
    fn a_question_is_answered_at_once(city: &World) {
        let answer = Command::Answer { answer: "请携带身份证到社区办理。".to_owned(), knowledge: vec!["k-1".to_owned()] };
        let call = city.agent().registers(enquiry("居住证怎么办").and(answer));
        let closed = city.request(&call);
        assert_eq!(closed.state, RequestState::Closed { at: city.now(), outcome: Outcome::Answered });
        assert_eq!(city.story(&call), ["registered", "answered"]);
        stands(city, 2);
    }

    /// Not everything is the city's.
    fn a_request_is_refused(city: &World) {
        let call = city.agent().registers(help("请改判").at("hexi.taoyuan"));
        let refuse = |reason: &str| Command::Refuse { reason: reason.to_owned(), told: "请向法院提出".to_owned() };
        assert!(matches!(city.agent().tries(&call, refuse("just_because")), Err(ActError::Refused(Refusal::Invalid(_)))));
        let refused = city.agent().does(&call, refuse("legal_procedure"));
        assert_eq!(refused.state, RequestState::Refused { reason: "legal_procedure".to_owned() });
        assert!(matches!(city.agent().tries(&call, refuse("legal_procedure")), Err(ActError::Refused(Refusal::NoSuchMove { .. }))));
        stands(city, 2);
    }

    /// Whoever gives no name is not called back.
    fn an_anonymous_request_is_closed_without_a_call(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan").anonymous());
        city.dispatcher().dispatches(&lamp, lead("hexi"), []);
        let hexi = city.handler("hexi");
        hexi.accepts(&lamp, "hexi");
        hexi.reports(&lamp, "hexi", report(Solved::Yes));
        let closed = city.reviewer().approves(&lamp, "hexi");
        assert_eq!(closed.state, RequestState::Closed { at: city.now(), outcome: Outcome::WithoutCallback });
        stands(city, 6);
    }

    /// Clocks run out over a night, a weekend and a holiday, each once.
    fn what_is_late_stays_late(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.wait(minutes(30 * 24 * 60));
        let late = city.request(&lamp);
        assert!(late.overdue);
        let story = city.story(&lamp);
        assert_eq!(story.iter().filter(|event| **event == "expired").count(), 1, "the promise to dispatch is broken once, not daily");
        let rungs = story.iter().filter(|event| **event == "rung").count();
        assert_eq!(rungs, city.app().city().policy(city.now()).ladder(ClockKind::Dispatch, Grade::Ordinary).len(), "each rung once");
        city.dispatcher().dispatches(&lamp, lead("hexi"), []);
        assert!(city.request(&lamp).overdue, "and it is never forgotten");
        stands(city, i64::try_from(3 + rungs).unwrap());
    }

    /// Something confidential is not there for those who are not cleared.
    fn the_confidential_does_not_exist_for_others(city: &World) {
        let secret = city.named_officer().actor;
        let agent = city.agent().cleared();
        let case = agent.registers(help("涉密事项").at("hexi.taoyuan").secret(Secrecy::Confidential));
        assert!(matches!(city.agent().tries(&case, Command::Urge { text: String::new() }), Err(ActError::NoSuchRequest)));
        agent.tries_to_urge(&case).unwrap();
        assert!(city.desk(secret).tries_to_reveal(&case, "核实").is_ok());
        stands(city, 3);
    }
}
