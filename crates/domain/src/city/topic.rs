//! Topics (主题): what requests are about. Two levels in Tianjin, any number here.

use std::collections::HashMap;

use super::catalogue::LeadRule;
use super::find::{self, Keys};
use super::policy::PeriodClass;
use super::unit::DEPTH_MAX;
use crate::ids::TopicCode;
use crate::words::{Bilingual, Grade, Lang, Secrecy};

/// What a request is about, with everything that follows from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Stable code: `heating`, `heating.cold`.
    pub code: TopicCode,
    /// The wider topic; none for the first level.
    pub parent: Option<TopicCode>,
    /// Its name.
    pub name: Bilingual,
    /// Not less urgent than this without a floor supervisor.
    pub grade_floor: Grade,
    /// Which periods apply.
    pub period: PeriodClass,
    /// How closed a request is by default.
    pub secrecy: Secrecy,
    /// Who leads when no rule of the catalogue fits.
    pub lead: Option<LeadRule>,
    /// First letters of the pinyin of the name, lower case.
    pub initials: String,
    /// Pinyin of the name without blanks, lower case.
    pub pinyin: String,
}

/// The tree of topics.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    all: Vec<Topic>,
    index: HashMap<TopicCode, usize>,
    children: HashMap<TopicCode, Vec<usize>>,
}

impl Topics {
    /// Indexes topics; of two with the same code the first is found.
    pub fn new(all: Vec<Topic>) -> Topics {
        let mut index = HashMap::with_capacity(all.len());
        let mut children: HashMap<TopicCode, Vec<usize>> = HashMap::new();
        for (position, topic) in all.iter().enumerate() {
            index.entry(topic.code.clone()).or_insert(position);
            if let Some(parent) = &topic.parent {
                children.entry(parent.clone()).or_default().push(position);
            }
        }
        Topics { all, index, children }
    }

    /// The topic with this code.
    pub fn get(&self, code: &TopicCode) -> Option<&Topic> {
        self.index.get(code).and_then(|position| self.all.get(*position))
    }

    /// Every topic in the order of the pack.
    pub fn all(&self) -> &[Topic] {
        &self.all
    }

    /// The first level.
    pub fn roots(&self) -> impl Iterator<Item = &Topic> {
        self.all.iter().filter(|topic| topic.parent.is_none())
    }

    /// The topics directly under this one.
    pub fn children(&self, code: &TopicCode) -> Vec<&Topic> {
        self.children.get(code).into_iter().flatten().filter_map(|position| self.all.get(*position)).collect()
    }

    /// The topics that a request can have: those without narrower ones.
    pub fn leaves(&self) -> impl Iterator<Item = &Topic> {
        self.all.iter().filter(|topic| !self.children.contains_key(&topic.code))
    }

    /// The topic itself, then the wider ones.
    pub fn ancestors(&self, code: &TopicCode) -> Vec<&Topic> {
        let mut chain: Vec<&Topic> = Vec::new();
        let mut next = self.get(code);
        while let Some(topic) = next {
            if chain.len() >= DEPTH_MAX {
                break;
            }
            chain.push(topic);
            next = topic.parent.as_ref().and_then(|parent| self.get(parent));
        }
        chain
    }

    /// The whole path: `卫生健康 › 就医`. The code itself if the topic is unknown.
    pub fn path_name(&self, code: &TopicCode, lang: Lang) -> String {
        let mut names: Vec<&str> = self.ancestors(code).iter().map(|topic| topic.name.get(lang)).collect();
        if names.is_empty() {
            return code.to_string();
        }
        names.reverse();
        names.join(" › ")
    }

    /// Topics a request can have, by name, pinyin, initials or code, best first. A first-level name finds its leaves.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Topic> {
        let own = find::search(&self.all, text, self.all.len(), |topic| Keys {
            code: topic.code.as_str(),
            names: vec![&topic.name.zh, &topic.name.en],
            latin: vec![&topic.pinyin, &topic.initials],
        });
        let mut hits: Vec<&Topic> = Vec::new();
        for topic in own {
            let leaves = if self.children.contains_key(&topic.code) { self.children(&topic.code) } else { vec![topic] };
            for leaf in leaves {
                if !hits.iter().any(|hit| hit.code == leaf.code) {
                    hits.push(leaf);
                }
            }
        }
        hits.truncate(limit);
        hits
    }
}
