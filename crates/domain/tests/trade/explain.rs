//! Why it is due when it is, in words; and what other rules would make of it.

use lianxin_domain::city::{City, Policies};
use lianxin_domain::clock::{ClockKind, Period};
use lianxin_domain::request::{Command, CommandKind, DryRun, Request, dry_run, explain};
use lianxin_domain::{Grade, Lang, Minutes};

use crate::common::{Case, city, march};

fn lines(case: &Case, unit: &str, kind: ClockKind, lang: Lang) -> Vec<String> {
    explain(&case.request, case.clock_of(unit, kind), city()).lines(lang)
}

#[test]
fn every_step_of_the_count() {
    let case = Case::dispatched(&["hexi"]);
    let said = lines(&case, "hexi", ClockKind::Handle, Lang::Zh);
    assert_eq!(said[0], "办理（河西区政府）：2025-03-03 09:00 起算（派单）");
    assert!(said[1].starts_with("期限：5 个工作日（办法 2025-01；参照惯例；参照北京市"), "{}", said[1]);
    assert_eq!(
        said[2..11],
        [
            "  2025-03-03（周一）：收到当日不计",
            "  2025-03-04（周二）：第 1 个工作日，共 5 个",
            "  2025-03-05（周三）：第 2 个工作日，共 5 个",
            "  2025-03-06（周四）：第 3 个工作日，共 5 个",
            "  2025-03-07（周五）：第 4 个工作日，共 5 个",
            "  2025-03-08（周六，周末）：不计",
            "  2025-03-09（周日，周末）：不计",
            "  2025-03-10（周一）：第 5 个工作日，共 5 个",
            "  2025-03-10 17:30 下班时截止",
        ]
    );
    assert_eq!(said[11], "到期 2025-03-10 17:30");
    assert_eq!(said.len(), 12 + 5, "and five rungs");
    assert_eq!(said[14], "· 2025-03-10 17:30 到期 短信 单位值班室、单位负责人");
}

#[test]
fn a_rule_that_is_stated_is_not_called_assumed() {
    let case = Case::dispatched(&["hexi"]);
    let accept = explain(&case.request, case.clock_of("hexi", ClockKind::Accept), city());
    assert!(!accept.rule.assumed && accept.rule.source.unwrap().contains("实施细则"));
    let english = lines(&case, "hexi", ClockKind::Accept, Lang::En);
    assert!(english[0].ends_with("from 2025-03-03 09:00 (Dispatch)"), "{}", english[0]);
}

#[test]
fn pauses_and_extensions_with_the_old_day_and_the_new() {
    let mut case = Case::at_work();
    case.delayed("hexi", 2);
    case.now = march("11T10:00");
    case.pauses("hexi").unwrap();
    let still = explain(&case.request, case.clock_of("hexi", ClockKind::Handle), city());
    assert!(still.paused && still.stretches[1].due.is_none());
    assert!(still.lines(Lang::Zh).iter().any(|line| line.starts_with("中止计时")));
    assert!(still.ladder.iter().all(|told| told.at.is_none()));
    case.now = march("12T10:00");
    case.resumed("hexi");
    let said = lines(&case, "hexi", ClockKind::Handle, Lang::Zh);
    let has = |words: &str| said.iter().any(|line| line.contains(words));
    assert!(has("延期 2 个工作日（2025-03-03 09:00 批准，同意）：2025-03-10 17:30 → 2025-03-13 17:30"), "{said:#?}");
    assert!(has("等市民提供照片"), "why it stood still");
    assert!(has("到期 2025-03-13 17:30（最初 2025-03-10 17:30）"));
}

#[test]
fn what_has_rung_is_marked() {
    let mut case = Case::dispatched(&["hexi"]);
    case.until(march("04T18:00"));
    let explained = explain(&case.request, case.clock_of("hexi", ClockKind::Accept), city());
    let passed: Vec<bool> = explained.ladder.iter().map(|told| told.passed).collect();
    assert_eq!(passed, [true, true, true, false]);
    assert_eq!(explained.overdue, Some(march("04T17:30")));
    assert_eq!(explained.ladder[3].at, Some(march("05T17:30")));
    assert!(explained.lines(Lang::En).contains(&"Overdue since 2025-03-04 17:30".to_owned()));
}

#[test]
fn a_part_is_due_with_its_whole() {
    let mut case = Case::at_work();
    case.now = march("07T09:00");
    case.pass_down("hexi", "hexi.taoyuan");
    let part = explain(&case.request, case.clock_of("hexi.taoyuan", ClockKind::Handle), city());
    assert!(part.with_the_whole);
    assert_eq!((part.due, part.started_by), (march("10T17:30"), vec![CommandKind::PassDown]));
    assert!(part.stretches[0].due > Some(part.due));
}

#[test]
fn a_given_day_needs_no_count() {
    let mut case = Case::at_work();
    case.supervised("hexi");
    let sheet = explain(&case.request, case.clock_of("hexi", ClockKind::Supervision), city());
    assert_eq!((sheet.rule.period, sheet.stretches.len()), (None, 0));
    assert_eq!(sheet.started_by, [CommandKind::Supervise]);
    assert!(sheet.lines(Lang::Zh)[1].contains("督办单"));
}

/// What is explained is what is promised: for every clock of a busy request.
#[test]
fn the_count_that_is_shown_gives_the_due_moment() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    case.delayed("hexi", 3);
    case.report("hexi.taoyuan");
    for clock in &case.request.clocks {
        let explained = explain(&case.request, clock, city());
        let counted = explained.stretches.last().and_then(|stretch| stretch.due);
        assert_eq!(counted.map(|due| due.min(clock.due)), Some(clock.due), "{}", clock.kind);
        assert_eq!(explained.with_the_whole, counted != Some(clock.due), "{}", clock.kind);
    }
}

/// The same city, but ordinary matters are handled in so many working days.
fn handling_in(days: u16) -> City {
    let mut other = city().clone();
    let mut policies = other.policies.all().to_vec();
    for rule in &mut policies.last_mut().unwrap().periods {
        if rule.clock == ClockKind::Handle && rule.grade.is_none() && rule.period_class.is_none() {
            rule.period = Period::WorkingDays(days);
        }
    }
    other.policies = Policies::new(policies).unwrap();
    other
}

fn run(requests: &[Request], days: u16) -> DryRun {
    dry_run(requests.iter(), city(), &handling_in(days))
}

#[test]
fn a_dry_run_says_who_would_be_late() {
    let mut quick = Case::at_work();
    quick.now = march("05T10:00");
    quick.report("hexi");
    let mut slow = Case::at_work();
    slow.now = march("07T10:00");
    slow.report("hexi");
    let mut broken = Case::at_work();
    broken.until(march("10T18:00"));
    let requests = [quick.request, slow.request, broken.request];
    let same = run(&requests, 5);
    let handle = (ClockKind::Handle, Grade::Ordinary);
    assert_eq!((same.rows[&handle].clocks, same.rows[&handle].late_now, same.rows[&handle].late_then), (3, 1, 1));
    assert_eq!(same.examples, Vec::new());
    let stricter = run(&requests, 3);
    assert_eq!((stricter.rows[&handle].late_now, stricter.rows[&handle].late_then), (1, 2));
    assert_eq!(stricter.examples.len(), 3);
    let turned = &stricter.examples[0];
    assert_eq!((turned.late_now, turned.late_then), (false, true), "what turns comes first");
    assert_eq!((turned.due_now, turned.due_then), (march("10T17:30"), march("06T17:30")));
    let milder = run(&requests, 8);
    assert_eq!(milder.rows[&handle].late_then, 0, "undone at its old day, and not yet due by the new");
}

#[test]
fn parts_follow_their_whole_and_windows_are_nobodys() {
    let mut case = Case::at_work();
    case.pass_down("hexi", "hexi.taoyuan");
    let given = run(std::slice::from_ref(&case.request), 2);
    let dues: Vec<_> = given.examples.iter().map(|example| example.due_then).collect();
    assert_eq!(dues, [march("05T17:30"), march("05T17:30")]);
    let closed = Case::closed();
    assert!(run(&[closed.request], 2).rows.keys().all(|(kind, _)| *kind != ClockKind::Objection));
    case.pauses("hexi").unwrap();
    assert_eq!(run(std::slice::from_ref(&case.request), 2).skipped, 1, "what stands still cannot be said");
    let many: Vec<Request> = (0..30).map(|_| Case::at_work().request).collect();
    assert_eq!(run(&many, 2).examples.len(), 20);
    case.does(Command::Supplement { text: "照片".into(), files: Vec::new() });
    assert_eq!(case.now, march("03T09:00") + Minutes(0));
}
