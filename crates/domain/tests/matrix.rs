//! Role × move × request, as the rights and the table answer together, printed so that a change shows in a review. `UPDATE=1` writes
//! the page; otherwise it is compared.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use std::fmt::Write as _;
use std::path::Path;

use common::{Case, city, intake, person};
use lianxin_domain::Lang::{En, Zh};
use lianxin_domain::access::{Actor, Role, may, sees};
use lianxin_domain::request::{Command, CommandKind, Intake, Request, table};
use lianxin_domain::{RequestId, Secrecy};
use uuid::Uuid;

/// One request of each sort that rights tell apart, with its letter.
fn requests() -> Vec<(char, &'static str, Request)> {
    let of_hexi = |secrecy: Secrecy| {
        let mut case = Case::of(Intake { secrecy, ..intake("路灯不亮") });
        case.dispatch(&["hexi"]);
        case.accept("hexi");
        case.pass_down("hexi", "hexi.taoyuan");
        case.request
    };
    let merged = || {
        let mut case = Case::registered();
        let (into, number) = (RequestId(Uuid::from_u128(9)), "TJ250303-000021".into());
        case.does(Command::Merge { into, number, evidence: "同一盏灯".into() });
        case.request
    };
    vec![
        ('A', "河西区主办，桃园街道下派 Hexi leads, a part passed down to Taoyuan", of_hexi(Secrecy::Open)),
        ('B', "已登记，未派单 registered, not dispatched", Case::registered().request),
        ('C', "城管委承办 of another unit", Case::dispatched(&["cgw"]).request),
        ('D', "同 A，隐匿身份 as A, identity hidden", of_hexi(Secrecy::IdentityHidden)),
        ('E', "同 A，保密 as A, confidential", of_hexi(Secrecy::Confidential)),
        ('F', "已并单 merged into another", merged()),
        ('G', "待回访 awaiting call-back", Case::awaiting_callback().request),
        ('H', "已办结 closed", Case::closed().request),
    ]
}

/// One of each role at the centre, handlers by where they stand to A, and two who are cleared.
fn people() -> Vec<(String, Actor)> {
    let nobody = [Role::Handler, Role::Citizen, Role::System];
    let centre = Role::ALL.iter().filter(|role| !nobody.contains(role));
    let mut people: Vec<(String, Actor)> =
        centre.map(|role| (format!("{} {}", role.name(Zh), role.name(En)), person(&[*role], "center", 1))).collect();
    let cleared = |actor: Actor| Actor { cleared: true, ..actor };
    let handler = |unit: &str| person(&[Role::Handler], unit, 1);
    people.extend([
        ("派单员，涉密 Dispatcher, cleared".into(), cleared(person(&[Role::Dispatcher], "center", 1))),
        ("河西区承办人 Handler of Hexi".into(), handler("hexi")),
        ("河西区承办人，涉密 Handler of Hexi, cleared".into(), cleared(handler("hexi"))),
        ("桃园街道承办人 Handler of Taoyuan".into(), handler("hexi.taoyuan")),
        ("马场街道承办人 Handler of Machang".into(), handler("hexi.machang")),
        ("城管委承办人 Handler of cgw".into(), handler("cgw")),
    ]);
    people
}

/// Whether the state permits a move, and whether this person may make it, of the request or of any of its orders.
fn possible(actor: Option<&Actor>, kind: CommandKind, request: &Request) -> bool {
    let allowed = |order| actor.is_none_or(|actor| may(actor, kind, request, order, &city().units).is_ok());
    if table::on_order(kind) {
        let mut orders = request.orders.iter().map(|order| Some(order.id));
        orders.any(|order| request.possible(order).contains(&kind) && allowed(order))
    } else {
        request.possible(None).contains(&kind) && allowed(None)
    }
}

fn document() -> String {
    let (requests, people) = (requests(), people());
    let mut page = String::from(
        "# Who may do what to which request\n\n\
         <!-- Asked of the rights and of the table by crates/domain/tests/matrix.rs; change the policy, then run ./dev docs. -->\n\n\
         [who-may-what.md](who-may-what.md) has the rights alone; here the state of the request speaks too. A letter is a request:\n\n",
    );
    for (letter, says, _) in &requests {
        writeln!(page, "- **{letter}** {says}").unwrap();
    }
    page.push_str(
        "\n## What they see\n\n\
         Letters: sees it · `+address`: reads its address · `+identity`: may ask who asked, with a reason that is journalled.\n\n\
         | | sees | +address | +identity |\n|---|---|---|---|\n",
    );
    for (name, actor) in &people {
        let told: Vec<_> = requests.iter().map(|(letter, _, r)| (*letter, sees(actor, r, &city().units))).collect();
        let seen: String = told.iter().filter(|(_, told)| told.at_all()).map(|(letter, _)| letter).collect();
        let address: String = told.iter().filter(|(_, told)| told.address).map(|(letter, _)| letter).collect();
        let identity: String =
            told.iter().filter(|(_, told)| told.identity.is_ok()).map(|(letter, _)| letter).collect();
        writeln!(page, "| {name} | {seen} | {address} | {identity} |").unwrap();
    }
    page.push_str(
        "\n## What they do\n\nThe first column: where the state permits the move at all. ● there everywhere · letters: there · blank: nowhere.\n",
    );
    let kinds = CommandKind::ALL.iter().copied().filter(|kind| kind.can_be_asked());
    let kinds: Vec<(CommandKind, String)> = kinds
        .map(|kind| {
            (kind, requests.iter().filter(|(_, _, r)| possible(None, kind, r)).map(|(letter, ..)| letter).collect())
        })
        .filter(|(_, letters): &(CommandKind, String)| !letters.is_empty())
        .collect();
    for (name, actor) in &people {
        let lines: Vec<String> = kinds
            .iter()
            .filter_map(|(kind, all)| {
                let mine: String = requests
                    .iter()
                    .filter(|(_, _, r)| possible(Some(actor), *kind, r))
                    .map(|(letter, ..)| letter)
                    .collect();
                let mark = if mine == *all { "●" } else { &mine };
                (!mine.is_empty()).then(|| format!("| {} {} | {all} | {mark} |", kind.name(Zh), kind.name(En)))
            })
            .collect();
        if lines.is_empty() {
            writeln!(page, "\n### {name}\n\nNothing.").unwrap();
        } else {
            writeln!(page, "\n### {name}\n\n| | state | may |\n|---|---|---|\n{}", lines.join("\n")).unwrap();
        }
    }
    page
}

#[test]
fn who_may_do_what_to_which_request() {
    let (path, says) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/who-may-what-to-which.md"), document());
    #[expect(clippy::disallowed_methods, reason = "a person asks for the document to be written, not a program")]
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(&path, &says).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(says.lines()).find(|(kept, says)| kept != says);
    assert_eq!(differs, None, "it says, it should say; run ./dev docs and look at the difference");
    assert_eq!(kept.len(), says.len(), "run ./dev docs and look at the difference");
}
