//! When people call, and what they say: quiet nights, busy mornings, and now and then a pipe that bursts under a whole street.

use lianxin_app::{NewRequest, Person, Then};
use lianxin_domain::city::City;
use lianxin_domain::request::{CallWindow, Command, Intake, OrderRole, Target};
use lianxin_domain::{Channel, Grade, Kind, Moment, OrderId, PlaceCode, Secrecy, TopicCode, UnitCode};

use super::dice::Dice;

/// Days of a run.
pub(super) const DAYS: i64 = 30;
/// How many call in each hour of a day, against each other.
const HOURS: [usize; 24] = [2, 1, 1, 1, 1, 2, 4, 8, 15, 18, 16, 12, 9, 9, 12, 13, 12, 10, 8, 7, 6, 5, 4, 3];
/// Things that hit many at once, in a month.
const BURSTS: usize = 4;
/// How many of a hundred calls come with one.
const IN_BURSTS: usize = 6;

/// One call.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    /// When.
    pub at: Moment,
    /// Which of the bursts it belongs to.
    pub burst: Option<u64>,
    /// Its number among all of the run: what its dice are thrown for.
    pub number: u64,
}

/// The calls of a month, in the order of their coming.
pub(super) fn month(seed: u64, requests: usize, start: Moment) -> Vec<Arrival> {
    let mut dice = Dice::of(seed, u64::MAX);
    let hours: Vec<(i64, usize)> = (0..24).zip(HOURS).collect();
    let moment = |dice: &mut Dice| {
        let day = loop {
            let day = dice.between(0, DAYS - 1);
            // The month begins on a Monday; half of those who would call at a weekend wait.
            if day % 7 < 5 || dice.percent(50) {
                break day;
            }
        };
        let hour = dice.weighted(&hours).unwrap_or(9);
        start.plus_seconds((day * 24 + hour) * 3600 + dice.between(0, 3599))
    };
    let bursts: Vec<Moment> = (0..BURSTS).map(|_| moment(&mut dice)).collect();
    let mut all: Vec<Arrival> = (0..requests)
        .map(|_| {
            let burst = dice.percent(IN_BURSTS).then(|| dice.below(BURSTS));
            let at = match burst {
                Some(burst) => bursts[burst].plus_seconds(dice.between(0, 5_400)),
                None => moment(&mut dice),
            };
            Arrival { at, burst: burst.and_then(|burst| u64::try_from(burst).ok()), number: 0 }
        })
        .collect();
    all.sort_by_key(|arrival| arrival.at);
    for (number, arrival) in (0..).zip(&mut all) {
        arrival.number = number;
    }
    all
}

/// What can be asked about in this city, and who can be sent.
pub(super) struct Matters {
    topics: Vec<(TopicCode, Grade)>,
    places: Vec<PlaceCode>,
    refusals: Vec<String>,
    /// Units that are sent to.
    pub units: Vec<UnitCode>,
}

impl Matters {
    pub(super) fn of(city: &City) -> Matters {
        let centre = &city.units.center().code;
        let units: Vec<UnitCode> =
            city.units.all().iter().map(|unit| unit.code.clone()).filter(|unit| unit != centre).collect();
        // A district with what lies below it: dense enough that pools and inboxes are never empty.
        let near = |code: &UnitCode| code.as_str().starts_with("hexi") || !code.as_str().contains('.');
        Matters {
            topics: city.topics.leaves().map(|topic| (topic.code.clone(), topic.grade_floor)).collect(),
            places: city.places.all().iter().map(|place| place.code.clone()).collect(),
            refusals: city.refusals.iter().map(|reason| reason.code.clone()).collect(),
            units: units.into_iter().filter(near).collect(),
        }
    }

    /// A code of why something is refused.
    pub(super) fn refusal(&self, dice: &mut Dice) -> String {
        dice.pick(&self.refusals).cloned().unwrap_or_default()
    }

    /// A topic without children.
    pub(super) fn topic(&self, dice: &mut Dice) -> TopicCode {
        dice.pick(&self.topics).map_or_else(|| "city.lamp".into(), |(topic, _)| topic.clone())
    }

    /// A place.
    pub(super) fn place(&self, dice: &mut Dice) -> PlaceCode {
        dice.pick(&self.places).cloned().unwrap_or_else(|| "hexi.taoyuan".into())
    }

    /// A unit that can be sent to.
    pub(super) fn unit(&self, dice: &mut Dice) -> UnitCode {
        dice.pick(&self.units).cloned().unwrap_or_else(|| "hexi".into())
    }

    /// One lead, sometimes with others beside it.
    pub(super) fn targets(&self, dice: &mut Dice, mut id: impl FnMut() -> OrderId) -> Vec<Target> {
        let mut to = vec![Target { order: id(), unit: self.unit(dice), role: OrderRole::Lead }];
        while dice.percent(22) && to.len() < 4 {
            let unit = self.unit(dice);
            if to.iter().all(|target| target.unit != unit) {
                to.push(Target { order: id(), unit, role: OrderRole::Supporting });
            }
        }
        to
    }

    /// What somebody says, and what is done with it at once.
    pub(super) fn call(
        &self,
        dice: &mut Dice,
        arrival: &Arrival,
        now: Moment,
        id: impl FnMut() -> OrderId,
    ) -> NewRequest {
        const KINDS: &[(Kind, usize)] = &[
            (Kind::Enquiry, 40),
            (Kind::Help, 30),
            (Kind::Complaint, 20),
            (Kind::Report, 5),
            (Kind::Suggestion, 3),
            (Kind::Praise, 2),
        ];
        const GRADES: &[(Grade, usize)] = &[(Grade::Ordinary, 90), (Grade::Urgent, 7), (Grade::Emergency, 3)];
        let mut place = (!dice.percent(8)).then(|| self.place(dice));
        let mut topic = (!dice.percent(10)).then(|| dice.pick(&self.topics).cloned()).flatten();
        if let Some(burst) = arrival.burst {
            // All of a burst are about the same thing at the same place.
            let mut same = Dice::of(burst, 17);
            (topic, place) = (same.pick(&self.topics).cloned(), Some(self.place(&mut same)));
        }
        let kind = if arrival.burst.is_some() { Kind::Help } else { dice.weighted(KINDS).unwrap_or(Kind::Help) };
        let floor = topic.as_ref().map_or(Grade::Ordinary, |(_, floor)| *floor);
        let grade = dice.weighted(GRADES).unwrap_or(Grade::Ordinary).max(floor);
        let anonymous = dice.percent(8);
        let then = self.then(dice, kind, arrival.burst.is_some(), place.is_some(), id);
        NewRequest {
            person: if anonymous {
                Person::default()
            } else {
                Person { name: "赵静".into(), phone: format!("100{:08}", dice.below(99_999)) }
            },
            intake: Intake {
                channel: *dice.pick(Channel::ALL).unwrap_or(&Channel::Phone),
                contact: None,
                kind,
                topic: topic.map(|(topic, _)| topic),
                place,
                address: if dice.percent(50) { String::new() } else { "福至里 7 号楼".into() },
                occurred: None,
                received: now,
                title: format!("第 {} 件", arrival.number),
                account: String::new(),
                demand: "请尽快处理".into(),
                grade,
                grade_reason: "电话中听到的情况".into(),
                secrecy: if dice.percent(2) { Secrecy::Confidential } else { Secrecy::Open },
                wants_callback: !dice.percent(15),
                call_window: dice.percent(5).then_some(CallWindow { from: 600, until: 720 }),
                files: Vec::new(),
            },
            then,
        }
    }

    fn then(&self, dice: &mut Dice, kind: Kind, burst: bool, placed: bool, id: impl FnMut() -> OrderId) -> Then {
        let text = || "已在电话中说明".to_owned();
        // Seven calls of ten end where they begin.
        match dice.below(100) {
            0..=69 if kind != Kind::Report && !burst => {
                Then::Do(Command::Answer { answer: text(), knowledge: Vec::new() })
            }
            70 => Then::Do(Command::Refuse { reason: self.refusal(dice), told: text() }),
            71 => Then::Do(Command::HandOver { to: "110".into(), reason: text() }),
            72 => Then::Do(Command::AskCitizen { question: "请问具体在哪里？".into() }),
            73..=82 if placed => Then::Do(Command::Dispatch { to: self.targets(dice, id), opinion: text() }),
            _ => Then::Pool,
        }
    }
}
