//! The rules' answers in sentences.

use lianxin_app::Context;
use lianxin_app::why::{Right, who};
use lianxin_domain::Lang;
use lianxin_domain::access::{Because, Denied, Grant};

use crate::pages::parts;

/// A condition of the predicate.
pub(super) fn because(cx: &Context, because: &Because) -> String {
    let lang = cx.lang;
    let unit = |code| parts::unit(&cx.city, code, lang);
    match because {
        Because::ReadsAll(role) => {
            let role = role.name(lang);
            lang.pick(format!("{role}查看全市诉求"), format!("A {role} reads every request of the city"))
        }
        Because::Owes { unit: own, through } => {
            let (own, owe) = (unit(own), through.iter().map(unit).collect::<Vec<_>>().join(lang.pick("、", ", ")));
            lang.pick(
                format!("{own}或其下级承担工单：{owe}"),
                format!("{own}, or a unit below it, owes an order: {owe}"),
            )
        }
        Because::OwesNothing(own) => {
            let own = unit(own);
            lang.pick(
                format!("{own}及其下级都没有承担这件诉求的工单"),
                format!("Neither {own} nor a unit below it owes an order of this request"),
            )
        }
        Because::NoReader => lang.pick("所任角色都不查看诉求", "None of the roles held reads requests").to_owned(),
        Because::Cleared(secrecy) => {
            let secrecy = secrecy.name(lang);
            lang.pick(
                format!("密级“{secrecy}”在其可见范围内"),
                format!("The secrecy “{secrecy}” is within what he is cleared for"),
            )
        }
        Because::NotCleared(secrecy) => {
            let secrecy = secrecy.name(lang);
            lang.pick(
                format!("密级“{secrecy}”仅限涉密人员，其不是"),
                format!("The secrecy “{secrecy}” is for cleared people, which he is not"),
            )
        }
    }
}

/// Whether he reads the address.
pub(super) fn address(lang: Lang, reads: bool) -> &'static str {
    if reads {
        lang.pick("能看到详细地址", "Reads the address")
    } else {
        lang.pick(
            "看不到详细地址：隐匿身份的诉求，地址仅限举报专办员和承办单位",
            "Does not read the address: of a request that hides who asked, it is for named officers and the units that must go there",
        )
    }
}

/// Whether he may ask who asked.
pub(super) fn identity(lang: Lang, may: &Result<(), Denied>) -> String {
    match may {
        Ok(()) => lang
            .pick(
                "可说明理由后查看身份，查看会记入流水，本人可见",
                "May ask who asked, with a reason; the look is journalled and the citizen sees it",
            )
            .to_owned(),
        Err(denied) => {
            let why = refused(lang, denied);
            lang.pick(format!("不能查看身份：{why}"), format!("May not ask who asked: {why}"))
        }
    }
}

/// What lets somebody make a move, or what stands against it.
pub(super) fn ground(cx: &Context, right: &Right) -> String {
    let lang = cx.lang;
    let unit = |code| parts::unit(&cx.city, code, lang);
    match &right.ground {
        Ok(Grant::OwnRequest) => lang.pick("本人的诉求", "His own request").to_owned(),
        Ok(Grant::Role(role)) => {
            let role = role.name(lang);
            lang.pick(format!("以{role}身份"), format!("As {role}"))
        }
        Ok(Grant::Unit(own)) => {
            let own = unit(own);
            lang.pick(format!("工单由{own}或其下级承办"), format!("The order is {own}'s, or of a unit below it"))
        }
        Ok(Grant::Above(own)) => {
            let own = unit(own);
            lang.pick(format!("工单由{own}或其下级下派"), format!("{own}, or a unit below it, passed the order down"))
        }
        Err(denied) => refused(lang, denied),
    }
}

fn refused(lang: Lang, denied: &Denied) -> String {
    match denied {
        Denied::OutOfSight => lang.pick("看不到这件诉求", "Does not see the request").to_owned(),
        Denied::Role { kind, .. } => {
            let who: Vec<&str> = who(*kind).iter().map(|role| role.name(lang)).collect();
            let who = who.join(lang.pick("、", ", "));
            lang.pick(format!("由{who}办理"), format!("Done by: {who}"))
        }
        Denied::OtherUnit => lang.pick("是其他单位的工单", "The order belongs to another unit").to_owned(),
        Denied::IdentityHidden => lang.pick("身份仅限举报专办员", "The identity is for named officers").to_owned(),
    }
}
