//! Rules that are changed while the city works: proposed by one, approved by another, in force for all, never silently lost.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lianxin_app::packs::{
    self, Draft, PackReader as _, RulesError, Standing, Texts, decide, draft, propose, take_back, take_over,
};
use lianxin_app::{ActError, App, Context, Rules};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::ProposalSource;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Command, Ruling};
use lianxin_domain::{ChangeId, Grade, Lang};
use lianxin_testkit::{Folder, World, both_engines, help, minutes, person, tianjin_folder};

const POLICY: &str = "policy/2025-01.toml";

/// A pack of its own that a test may write into.
struct Pack(PathBuf);

impl Pack {
    fn of(world: &World) -> Pack {
        let folder = world.directory().join("tianjin");
        copy(&tianjin_folder(), &folder);
        Pack(folder)
    }

    /// A machine on the world's database with this folder.
    fn machine(&self, world: &World) -> App {
        let folder = Folder(self.0.clone());
        let city = folder.read(&Texts::new()).unwrap();
        let rules = Rules::new(Arc::new(city)).of_pack(Arc::new(folder));
        let app = App { rules, ..world.app().clone() };
        take_over(&app).unwrap();
        app
    }

    fn write(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.0.join(file)).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(self.0.join(file), text.replacen(from, to, 1)).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn context(world: &World, app: &App, role: Role, name: &str) -> Context {
    let actor: Actor = person(role, "center", name);
    app.context(world.now(), actor, Lang::Zh)
}

/// The text in force with a passage changed.
fn edited(app: &App, file: &str, from: &str, to: &str) -> Draft {
    let text = packs::shown(app).unwrap().texts[file].clone();
    assert!(text.contains(from), "{file} has no {from}");
    draft(app, file, &text.replacen(from, to, 1)).unwrap()
}

fn proposed(world: &World, app: &App, draft: &Draft) -> ChangeId {
    let (cx, draft) = (context(world, app, Role::Administrator, "甲"), draft.clone());
    app.store.write_blocking(move |tx| propose(tx, &cx, &draft, "缩短签收")).unwrap()
}

fn decided(
    world: &World,
    app: &App,
    by: (Role, &str),
    id: ChangeId,
    as_draft: Option<Draft>,
) -> Result<(), RulesError> {
    let cx = context(world, app, by.0, by.1);
    app.store.write_blocking(move |tx| decide(tx, &cx, id, as_draft.as_ref(), "看过试算"))
}

/// The accept period of an urgent order.
fn accept(app: &App, world: &World) -> String {
    let city = app.city();
    let class = lianxin_domain::city::PeriodClass::Utility;
    let rule = city.period(world.now(), ClockKind::Accept, Grade::Urgent, class).unwrap();
    rule.period.say(Lang::Zh)
}

const FROM: &str = "grade = \"urgent\"\nperiod = \"30 min\"";
const TO: &str = "grade = \"urgent\"\nperiod = \"20 min\"";

both_engines! {
    fn a_change_is_in_force_on_every_machine_once_another_person_has_approved_it(world: &World) {
        let pack = Pack::of(world);
        let (here, there) = (pack.machine(world), pack.machine(world));
        let draft = edited(&here, POLICY, FROM, TO);
        let said: Vec<String> = draft.differences.iter().map(|change| change.say(Lang::Zh)).collect();
        assert_eq!(said, ["政策 2025-01 · 签收时限（急）：30 分钟 → 20 分钟"]);
        let id = proposed(world, &here, &draft);
        assert!(!take_over(&here).unwrap(), "a proposal changes nothing");
        let own = decided(world, &here, (Role::Administrator, "甲"), id, Some(draft.clone()));
        assert!(matches!(own, Err(RulesError::Own)), "{own:?}");
        let auditor = decided(world, &here, (Role::Auditor, "审"), id, Some(draft.clone()));
        assert!(matches!(auditor, Err(RulesError::Role(_))), "{auditor:?}");
        decided(world, &here, (Role::Leader, "乙"), id, Some(draft.clone())).unwrap();
        let again = decided(world, &here, (Role::Administrator, "丙"), id, None);
        assert!(matches!(again, Err(RulesError::Decided)), "{again:?}");
        for machine in [&here, &there] {
            assert_eq!(accept(machine, world), "30 分钟", "until it is taken over");
            assert!(take_over(machine).unwrap());
            assert_eq!(accept(machine, world), "20 分钟");
            assert!(!take_over(machine).unwrap(), "once");
        }
        assert_eq!(here.city().version, there.city().version);
        assert_eq!(accept(&pack.machine(world), world), "20 分钟", "a restart has it too");
        assert_eq!(packs::shown(&here).unwrap().standing[&id], Standing::InForce);
    }

    fn a_folder_that_was_changed_underneath_is_told_and_not_lost(world: &World) {
        let pack = Pack::of(world);
        let app = pack.machine(world);
        let id = proposed(world, &app, &edited(&app, POLICY, FROM, TO));
        decided(world, &app, (Role::Leader, "乙"), id, Some(edited(&app, POLICY, FROM, TO))).unwrap();
        pack.write(POLICY, FROM, "grade = \"urgent\"\nperiod = \"25 min\"");
        let restarted = pack.machine(world);
        assert_eq!(accept(&restarted, world), "25 分钟", "the server starts by the folder");
        assert_eq!(packs::shown(&restarted).unwrap().standing[&id], Standing::Conflict, "and says so");
        // Whoever proposes it anew on the text of now has it again.
        let anew = edited(&restarted, POLICY, "grade = \"urgent\"\nperiod = \"25 min\"", TO);
        let second = proposed(world, &restarted, &anew);
        decided(world, &restarted, (Role::Leader, "乙"), second, Some(anew)).unwrap();
        assert_eq!(accept(&pack.machine(world), world), "20 分钟");
    }

    fn a_change_that_the_rest_of_the_folder_ran_away_from_does_not_stop_the_server(world: &World) {
        let pack = Pack::of(world);
        let app = pack.machine(world);
        let entered = edited(&app, "catalogue.toml", "lead = \"heat-youyilu\"", "lead = \"qxj\"");
        let id = proposed(world, &app, &entered);
        decided(world, &app, (Role::Leader, "乙"), id, Some(entered)).unwrap();
        let other = proposed(world, &app, &edited(&app, POLICY, FROM, TO));
        decided(world, &app, (Role::Leader, "乙"), other, Some(edited(&app, POLICY, FROM, TO))).unwrap();
        // The folder's unit gets another code, which nothing else in the folder names; the change still names the old one.
        pack.write("units/21-central-bodies.toml", "code = \"qxj\"", "code = \"weather\"");
        let restarted = pack.machine(world);
        let standing = packs::shown(&restarted).unwrap().standing;
        assert!(matches!(&standing[&id], Standing::DoesNotFit(faults) if faults[0].file == "catalogue.toml"), "{standing:?}");
        assert_eq!(standing[&other], Standing::InForce, "what has nothing to do with it stays");
        assert_eq!(accept(&restarted, world), "20 分钟");
    }

    fn a_proposal_on_a_text_of_yesterday_is_not_approved(world: &World) {
        let app = Pack::of(world).machine(world);
        let (one, two) = (edited(&app, POLICY, FROM, TO), edited(&app, POLICY, FROM, "grade = \"urgent\"\nperiod = \"10 min\""));
        let (first, second) = (proposed(world, &app, &one), proposed(world, &app, &two));
        decided(world, &app, (Role::Leader, "乙"), first, Some(one)).unwrap();
        let late = decided(world, &app, (Role::Leader, "乙"), second, Some(two));
        assert!(matches!(late, Err(RulesError::Outdated)), "{late:?}");
        let cx = context(world, &app, Role::Administrator, "甲");
        app.store.write_blocking(move |tx| take_back(tx, &cx, second)).unwrap();
        take_over(&app).unwrap();
        assert_eq!(accept(&app, world), "20 分钟");
    }

    fn a_ruling_that_binds_enters_the_catalogue_with_the_request(world: &World) {
        let city = world;
        let cold = city.agent().registers(help("暖气不热").about("heating.cold").at("hexi.youyilu").graded(Grade::Urgent));
        let before = city.app().city().propose(&"heating.cold".into(), Some(&"hexi.youyilu".into()), city.now()).unwrap();
        assert_eq!(before.lead.as_str(), "heat-youyilu");
        city.dispatcher().does(&cold, Command::Consult { question: "谁来办".into(), units: vec!["hexi".into(), "reli".into()] });
        let ruling = |binding| Command::Rule {
            ruling: Box::new(Ruling { minutes: "由区里牵头".into(), lead: "hexi".into(), supporting: vec!["reli".into()], binding }),
        };
        city.dispatcher().does(&cold, ruling(true));
        assert!(take_over(city.app()).unwrap());
        city.wait(minutes(1));
        let after = city.app().city().propose(&"heating.cold".into(), Some(&"hexi.youyilu".into()), city.now()).unwrap();
        assert_eq!((after.lead.as_str(), after.supporting[0].as_str()), ("hexi", "reli"));
        let ProposalSource::Rule { id, basis } = after.rule else { panic!("{after:?}") };
        assert_eq!(id, format!("HS-{}", cold.number));
        assert_eq!(basis.zh, format!("会商决定：诉求 {}（2025-03-03）", cold.number));
        assert!(city.verify().is_ok());
    }

    fn a_ruling_that_the_catalogue_cannot_hold_does_not_happen(world: &World) {
        let cold = world.agent().registers(help("暖气不热").about("heating.cold").at("hexi.youyilu").graded(Grade::Urgent));
        let fixed = App { rules: Rules::new(world.app().city()), ..world.app().clone() };
        world.dispatcher().does(&cold, Command::Consult { question: "谁来办".into(), units: vec!["hexi".into()] });
        let cx = context(world, &fixed, Role::Dispatcher, "派");
        let ruling = Ruling { minutes: "纪要".into(), lead: "hexi".into(), supporting: Vec::new(), binding: true };
        let id = cold.id;
        let done = world.app().store.write_blocking(move |tx| {
            let command = Command::Rule { ruling: Box::new(ruling.clone()) };
            lianxin_app::act(tx, &cx, id, lianxin_app::Expected::Any, command)
        });
        assert!(matches!(done, Err(ActError::Rules(RulesError::Fixed))), "{done:?}");
        assert!(!world.story(&cold).contains(&"ruled"), "neither half of it");
    }
}

/// A new policy as a file of its own, from today on.
fn next_policy(app: &App, recompute: bool) -> Draft {
    let text = packs::shown(app).unwrap().texts[POLICY].clone();
    let text = text.replacen("version = \"2025-01\"", "version = \"2025-03\"", 1);
    let text = text.replacen("from = 2025-01-01", "from = 2025-03-03", 1);
    let text = text.replacen("recompute_running = false", &format!("recompute_running = {recompute}"), 1);
    let (from, to) = ("grade = \"ordinary\"\nperiod = \"2 h\"", "grade = \"ordinary\"\nperiod = \"5 h\"");
    assert!(text.contains(from) && text.contains("2025-03-03"));
    draft(app, "policy/2025-03.toml", &text.replacen(from, to, 1)).unwrap()
}

/// Under which policy, and in how many minutes, the clock to dispatch this request runs.
fn runs(world: &World, filed: &lianxin_testkit::Filed) -> (String, i64) {
    let request = world.request(filed);
    let clock = request.clocks.iter().find(|clock| clock.kind == ClockKind::Dispatch).unwrap();
    (clock.policy.clone(), (clock.due.micros() - clock.started.micros()) / 60_000_000)
}

fn new_policy(world: &World, recompute: bool) -> (lianxin_testkit::Filed, lianxin_testkit::Filed) {
    let app = world.app();
    let before = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
    let next = next_policy(app, recompute);
    let id = proposed(world, app, &next);
    decided(world, app, (Role::Leader, "乙"), id, Some(next)).unwrap();
    assert!(take_over(app).unwrap());
    let cx = app.system_context(world.now());
    let none = lianxin_domain::RequestId(uuid::Uuid::nil());
    // As the engine does it: only a policy that says so moves what runs.
    if app.city().policy(world.now()).recompute_running {
        app.store.write_blocking(move |tx| lianxin_app::sweep::apply_policy(tx, &cx, "2025-01", none)).unwrap();
    }
    (before, world.agent().registers(help("井盖丢失").at("hexi.taoyuan")))
}

both_engines! {
    fn promises_keep_the_policy_under_which_they_were_given(world: &World) {
        let (before, after) = new_policy(world, false);
        assert_eq!(runs(world, &before), ("2025-01".into(), 120));
        assert_eq!(runs(world, &after), ("2025-03".into(), 300));
    }

    fn a_policy_that_says_so_moves_what_runs(world: &World) {
        let (before, after) = new_policy(world, true);
        assert_eq!(runs(world, &before), ("2025-03".into(), 300));
        assert_eq!(runs(world, &after), ("2025-03".into(), 300));
        assert!(world.story(&before).contains(&"policy_applied"));
        assert!(world.verify().is_ok());
    }
}
