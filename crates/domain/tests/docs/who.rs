//! Role × move × request, as answered by the policy itself.

use std::fmt::Write as _;

use lianxin_domain::Lang::{En, Zh};
use lianxin_domain::access::{Actor, Role, Scope, Visibility, may, may_reveal};
use lianxin_domain::request::{CommandKind, Request, table};
use lianxin_domain::{OrderId, Secrecy};

use crate::common::{Case, city, intake, person};

/// A request of Hexi with a part passed down to the street of Taoyuan.
fn request(secrecy: Secrecy) -> (Request, [OrderId; 2]) {
    let mut case = Case::of(lianxin_domain::request::Intake { secrecy, ..intake("路灯不亮") });
    case.dispatch(&["hexi"]);
    case.accept("hexi");
    case.pass_down("hexi", "hexi.taoyuan");
    let orders = [case.order("hexi"), case.order("hexi.taoyuan")];
    (case.request, orders)
}

/// Roles at the centre, then handlers by where they stand to the orders.
fn people() -> Vec<(String, Actor)> {
    let centre = Role::ALL.iter().filter(|role| **role != Role::Handler).map(|role| {
        let actor = if *role == Role::Citizen {
            Actor::citizen("center".into())
        } else if *role == Role::System {
            Actor::system("center".into())
        } else {
            person(&[*role], "center", 1)
        };
        (format!("{} {}", role.name(Zh), role.name(En)), actor)
    });
    let places = [
        ("hexi", "承办人：主办单位 Handler: the lead unit"),
        ("hexi.taoyuan", "承办人：下派单位 Handler: the unit below"),
        ("hexi.machang", "承办人：同区另一街道 Handler: a neighbour below"),
        ("cgw", "承办人：无关单位 Handler: another unit"),
    ];
    let units = places.map(|(unit, says)| (says.to_owned(), person(&[Role::Handler], unit, 1)));
    centre.chain(units).collect()
}

pub(crate) fn document() -> String {
    let mut page = String::from(
        "# Who may do what\n\n\
         <!-- Asked of crates/domain/src/access by a test; change the policy, then run ./dev docs. -->\n\n\
         The request was dispatched to Hexi (河西区), which passed a part down to its street Taoyuan (桃园街道). Whether the *state* permits a\n\
         move is another question: [order-states.md](order-states.md).\n\n",
    );
    seen(&mut page);
    on_request(&mut page);
    on_orders(&mut page);
    page
}

fn seen(page: &mut String) {
    page.push_str("## Who sees it, and who may ask who asked\n\n● sees it · ◉ sees it and may reveal the identity, with a reason that is journalled · blank: for him it does not exist\n\n| |");
    let levels = Secrecy::ALL.iter().flat_map(|secrecy| [(*secrecy, false), (*secrecy, true)]);
    let levels: Vec<(Secrecy, bool)> = levels.collect();
    for (secrecy, cleared) in &levels {
        let clearance = if *cleared { "，涉密人员 cleared" } else { "" };
        write!(page, " {} {}{clearance} |", secrecy.name(Zh), secrecy.name(En)).unwrap_or_default();
    }
    page.push_str("\n|---|");
    page.push_str(&":-:|".repeat(levels.len()));
    page.push('\n');
    for (name, actor) in people() {
        write!(page, "| {name} |").unwrap_or_default();
        for (secrecy, cleared) in &levels {
            let (request, _) = request(*secrecy);
            let actor = Actor { cleared: *cleared || actor.cleared, ..actor.clone() };
            let visible =
                Scope::of(&actor).allows(Visibility { secrecy: request.facts.secrecy, units: &request.units });
            let mark = match (visible, may_reveal(&actor, &request).is_ok()) {
                (true, true) => "◉",
                (true, false) => "●",
                (false, false) => "",
                (false, true) => "reveals what he cannot see!",
            };
            write!(page, " {mark} |").unwrap_or_default();
        }
        page.push('\n');
    }
    page.push_str("\nA citizen lists nothing; number and code open his own request to him.\n");
}

fn on_request(page: &mut String) {
    page.push_str("\n## Moves of a request\n\n● may · blank: may not. Open request, nobody cleared.\n\n");
    let (request, _) = request(Secrecy::Open);
    let kinds: Vec<CommandKind> = CommandKind::ALL
        .iter()
        .copied()
        .filter(|kind| !table::on_order(*kind) && *kind != CommandKind::Draft)
        .collect();
    matrix(page, &kinds, |actor, kind| may(actor, kind, &request, None, &city().units).is_ok().then_some("●"));
}

fn on_orders(page: &mut String) {
    page.push_str("\n## Moves of an order\n\n● of both orders · ▲ of the lead's order only · ▽ of the part passed down only · blank: of neither.\n\n");
    let (request, [lead, part]) = request(Secrecy::Open);
    let kinds: Vec<CommandKind> = CommandKind::ALL.iter().copied().filter(|kind| table::on_order(*kind)).collect();
    matrix(page, &kinds, |actor, kind| {
        let on = |order: OrderId| may(actor, kind, &request, Some(order), &city().units).is_ok();
        match (on(lead), on(part)) {
            (true, true) => Some("●"),
            (true, false) => Some("▲"),
            (false, true) => Some("▽"),
            (false, false) => None,
        }
    });
}

fn matrix(page: &mut String, kinds: &[CommandKind], mark: impl Fn(&Actor, CommandKind) -> Option<&'static str>) {
    let people: Vec<_> =
        people().into_iter().filter(|(_, actor)| kinds.iter().any(|kind| mark(actor, *kind).is_some())).collect();
    let names: Vec<&str> = people.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(page, "| | {} |\n|---|{}", names.join(" | "), ":-:|".repeat(names.len())).unwrap_or_default();
    for kind in kinds {
        let marks: Vec<&str> = people.iter().map(|(_, actor)| mark(actor, *kind).unwrap_or_default()).collect();
        writeln!(page, "| {} {} | {} |", kind.name(Zh), kind.name(En), marks.join(" | ")).unwrap_or_default();
    }
    let nobody: Vec<String> =
        self::people().into_iter().map(|(name, _)| name).filter(|name| !names.contains(&name.as_str())).collect();
    writeln!(page, "\nNone of it: {}.", nobody.join("; ")).unwrap_or_default();
}
