//! What the citizens of the demonstration ask for: texts of our own, in the file beside.

use serde::Deserialize;

use lianxin_domain::city::{City, Topic};
use lianxin_domain::{Grade, Kind, Secrecy};

const TEXT: &str = include_str!("situations.toml");

/// One thing that happens in a city, varied by place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Situation {
    /// The topic's code.
    pub topic: String,
    /// What sort of request.
    pub kind: Kind,
    /// How urgent, if more than ordinary or than the topic's floor.
    #[serde(default = "ordinary")]
    pub grade: Grade,
    /// Why it is urgent.
    #[serde(default)]
    pub because: String,
    /// One line; `{where}` is the estate or street.
    pub title: String,
    /// What happened.
    pub account: String,
    /// What is wanted.
    pub demand: String,
    /// What the citizen is told in the end.
    pub reply: String,
    /// The code of the reason for which it is refused.
    #[serde(default)]
    pub refusal: Option<String>,
    /// An agent can answer it at once.
    #[serde(default)]
    pub at_once: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    situation: Vec<Situation>,
}

fn ordinary() -> Grade {
    Grade::Ordinary
}

/// All of them.
pub(crate) fn read() -> Result<Vec<Situation>, toml::de::Error> {
    Ok(toml::from_str::<File>(TEXT)?.situation)
}

/// Those that this city knows. A city that has other topics than those of the file gets a matter, a question and a refusal for each
/// of its own that is left without.
pub(crate) fn of(city: &City, situations: &[Situation]) -> Vec<Situation> {
    let known = situations.iter().filter(|situation| city.topics.get(&situation.topic.as_str().into()).is_some());
    let mut all: Vec<Situation> = known.cloned().collect();
    if all.len() < situations.len() {
        let bare: Vec<&Topic> =
            city.topics.leaves().filter(|topic| all.iter().all(|known| known.topic != topic.code.as_str())).collect();
        all.extend(bare.into_iter().flat_map(|topic| made_up(city, topic)));
    }
    all
}

/// What may happen with a topic of which nothing is known but its name.
fn made_up(city: &City, topic: &Topic) -> Vec<Situation> {
    let name = &topic.name.zh;
    let matter = Situation {
        topic: topic.code.to_string(),
        kind: if topic.secrecy == Secrecy::Open { Kind::Help } else { Kind::Report },
        grade: Grade::Ordinary,
        because: String::new(),
        title: format!("{{where}}反映{name}问题"),
        account: format!("{{where}}这几天一直有{name}方面的问题，邻居们也遇到了。"),
        demand: "请派人核实并处理。".to_owned(),
        reply: "已到现场核实并处理，情况已经恢复正常。".to_owned(),
        refusal: None,
        at_once: false,
    };
    let question = Situation {
        kind: Kind::Enquiry,
        title: format!("{name}的事该找谁"),
        account: format!("想了解{name}方面怎么办理，需要带什么材料。"),
        demand: "想知道办理的地点、时间和材料。".to_owned(),
        reply: "请携带身份证到所在街道办事处办理，工作时间都可以。".to_owned(),
        at_once: true,
        ..matter.clone()
    };
    let refused = city.refusals.first().map(|reason| Situation {
        title: format!("{name}，没有说明具体情况"),
        refusal: Some(reason.code.clone()),
        ..matter.clone()
    });
    [matter, question].into_iter().chain(refused).collect()
}
