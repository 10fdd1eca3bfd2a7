//! What approved changes make of the folder's texts, and which of them the folder has run away from.

use std::collections::BTreeMap;
use std::fmt;

use lianxin_domain::ChangeId;
use lianxin_store::pack_changes::PackChange;

use super::{PackFault, Texts};

/// What became of an approved change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is part of the rules, itself or under a later change of the same file.
    InForce,
    /// The folder says the same: somebody has saved it there.
    Saved,
    /// The folder's file is not the one that it changed.
    Conflict,
    /// The rest of the pack was changed so that it makes no city any more.
    DoesNotFit(Vec<PackFault>),
}

impl Standing {
    /// Approved, and yet not in force: somebody must look at it.
    pub fn is_trouble(&self) -> bool {
        matches!(self, Standing::Conflict | Standing::DoesNotFit(_))
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Standing::InForce => f.write_str("it is in force"),
            Standing::Saved => f.write_str("the folder says the same"),
            Standing::Conflict => f.write_str("the file in the folder is no longer the one that it changed"),
            Standing::DoesNotFit(faults) => {
                f.write_str("the folder was changed, and does not fit it any more")?;
                faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
            }
        }
    }
}

/// Approved changes over a folder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layers {
    /// The files that read otherwise than in the folder.
    pub instead: Texts,
    /// What became of each change.
    pub standing: BTreeMap<ChangeId, Standing>,
}

/// Lays changes, in the order of approval, over the texts of a folder. A file that is not there is empty.
pub fn layers(folder: &Texts, changes: &[PackChange]) -> Layers {
    let mut layers = Layers::default();
    let mut by_file: BTreeMap<&str, Vec<&PackChange>> = BTreeMap::new();
    for change in changes {
        by_file.entry(&change.path).or_default().push(change);
    }
    for (path, changes) in by_file {
        let there = folder.get(path).map_or("", String::as_str);
        let text = climb(there, &changes, &mut layers.standing);
        if text != there {
            layers.instead.insert(path.to_owned(), text.to_owned());
        }
    }
    layers
}

/// From the folder's text up through the changes of one file.
fn climb<'a>(there: &'a str, changes: &[&'a PackChange], standing: &mut BTreeMap<ChangeId, Standing>) -> &'a str {
    // What the folder says may be what some change made of it: those before have been saved with it.
    let saved = changes.iter().rposition(|change| change.after == there).map(|at| at + 1);
    let start = saved.or_else(|| changes.iter().position(|change| change.before == there));
    let (before, rest) = changes.split_at(start.unwrap_or(changes.len()));
    let passed = if saved.is_some() { Standing::Saved } else { Standing::Conflict };
    for change in before {
        standing.insert(change.id, passed.clone());
    }
    let mut text = there;
    for change in rest {
        let fits = change.before == text;
        if fits {
            text = &change.after;
        }
        standing.insert(change.id, if fits { Standing::InForce } else { Standing::Conflict });
    }
    text
}

#[cfg(test)]
mod tests {
    use lianxin_domain::{AccountId, Moment};
    use lianxin_store::pack_changes::state;
    use uuid::Uuid;

    use super::*;

    fn change(number: u128, path: &str, before: &str, after: &str) -> PackChange {
        PackChange {
            id: ChangeId(Uuid::from_u128(number)),
            path: path.into(),
            before: before.into(),
            after: after.into(),
            reason: "试".into(),
            state: state::APPROVED.into(),
            proposed_by: AccountId(Uuid::nil()),
            proposed_name: "甲".into(),
            proposed: Moment(0),
            decided_by: None,
            decided_name: None,
            decided: None,
            note: None,
        }
    }

    /// The text in force of the one file, and how each change stands.
    fn laid(there: &str, changes: &[(&str, &str)]) -> (String, Vec<Standing>) {
        let folder = Texts::from([("a".to_owned(), there.to_owned())]);
        let number = |(n, (before, after)): (usize, &(&str, &str))| change(n as u128 + 1, "a", before, after);
        let changes: Vec<PackChange> = changes.iter().enumerate().map(number).collect();
        let layers = layers(&folder, &changes);
        let text = layers.instead.get("a").map_or(there, String::as_str).to_owned();
        (text, layers.standing.into_values().collect())
    }

    #[test]
    fn changes_lie_over_each_other_in_the_order_of_approval() {
        use Standing::{Conflict, InForce, Saved};
        let chain = [("1", "2"), ("2", "3")];
        assert_eq!(laid("1", &chain), ("3".into(), vec![InForce, InForce]));
        assert_eq!(laid("2", &chain), ("3".into(), vec![Saved, InForce]), "somebody saved the first");
        assert_eq!(laid("3", &chain), ("3".into(), vec![Saved, Saved]));
        assert_eq!(laid("x", &chain), ("x".into(), vec![Conflict, Conflict]), "nothing is taken on trust");
        let mended = [("1", "2"), ("x", "y")];
        assert_eq!(laid("x", &mended), ("y".into(), vec![Conflict, InForce]), "and somebody proposed anew");
    }

    #[test]
    fn what_was_taken_back_stays_taken_back() {
        use Standing::{InForce, Saved};
        let there_and_back = [("1", "2"), ("2", "1")];
        assert_eq!(laid("1", &there_and_back), ("1".into(), vec![Saved, Saved]));
        assert_eq!(laid("2", &there_and_back), ("1".into(), vec![Saved, InForce]));
        let again = [("1", "2"), ("2", "1"), ("1", "3")];
        assert_eq!(laid("1", &again).0, "3");
    }

    #[test]
    fn a_file_that_is_not_there_is_empty() {
        let layers = layers(&Texts::new(), &[change(1, "policy/new.toml", "", "text")]);
        assert_eq!(layers.instead["policy/new.toml"], "text");
    }
}
