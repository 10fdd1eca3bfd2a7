//! The people of the demonstration: citizens who ask, and those who act. All invented; the phone numbers are of a form that nobody owns.

use lianxin_app::Person;
use lianxin_domain::UnitCode;
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::City;
use lianxin_store::accounts::Account;

use super::dice::Dice;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林",
    "罗", "郑", "梁", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭",
];
const GIVEN: &[&str] = &[
    "桂兰", "建国", "秀英", "志强", "丽华", "海涛", "玉珍", "俊杰", "淑芬", "文博", "雪梅", "国庆", "晓燕", "振东",
    "美玲", "子涵", "永福", "佳宁", "德胜", "春花", "浩然", "凤霞", "明辉", "思雨", "长顺", "婷婷", "占山", "若溪",
];

/// Somebody who asks.
pub(crate) fn citizen(dice: &mut Dice) -> Person {
    let name = format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN));
    // 100 and eight digits: a form that no operator gives out.
    Person { name, phone: format!("100{:08}", dice.between(0, 99_999_999)) }
}

/// Those who act.
pub(crate) struct Cast<'a> {
    city: &'a City,
    accounts: &'a [Account],
}

impl<'a> Cast<'a> {
    /// The accounts of the demonstration, and for every other unit the person on its roster.
    pub(crate) fn new(city: &'a City, accounts: &'a [Account]) -> Cast<'a> {
        Cast { city, accounts }
    }

    /// One of those who hold a role at the centre.
    pub(crate) fn at_centre(&self, role: Role, dice: &mut Dice) -> Actor {
        let holders: Vec<&Account> = self.accounts.iter().filter(|account| account.roles.contains(&role)).collect();
        dice.pick(&holders).map_or_else(|| self.nobody(role), |account| actor(account))
    }

    /// Who handles for a unit: its own account, else that of a unit above it, else the first of its roster.
    pub(crate) fn of_unit(&self, unit: &UnitCode) -> Actor {
        let handles = |account: &&Account| account.roles.contains(&Role::Handler) && account.unit == *unit;
        if let Some(account) = self.accounts.iter().find(handles) {
            return actor(account);
        }
        let name = self.city.units.get(unit).and_then(|unit| unit.roster.first()).map(|duty| duty.person.clone());
        Actor {
            account: None,
            name: name.unwrap_or_else(|| "经办人".to_owned()),
            roles: vec![Role::Handler],
            unit: unit.clone(),
            cleared: false,
        }
    }

    /// A city whose demonstration names nobody for a role gets a person without a name.
    fn nobody(&self, role: Role) -> Actor {
        let name = role.name(lianxin_domain::Lang::Zh).to_owned();
        Actor { account: None, name, roles: vec![role], unit: self.city.units.center().code.clone(), cleared: true }
    }
}

fn actor(account: &Account) -> Actor {
    Actor {
        account: Some(account.id),
        name: account.name.clone(),
        roles: account.roles.clone(),
        unit: account.unit.clone(),
        cleared: account.cleared,
    }
}
