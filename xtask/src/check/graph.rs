//! Rules about who may depend on whom, read from `cargo metadata`: normal and build dependencies of the
//! platform that is shipped. Development dependencies are free: a test may know everything.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use anyhow::Context as _;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use super::Finding;

/// The platform that a city runs; other platforms' dependencies (wasm, Windows) say nothing about ours.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Every allowed edge between our crates, with the reason it exists. A crate that is missing on the left knows
/// none of ours; a crate that is missing on the right is known by none (`testkit`, `xtask`).
const EDGES: &[(&str, &str, &str)] = &[
    ("lianxin-store", "lianxin-domain", "rows are read into the domain's types"),
    ("lianxin-pack", "lianxin-domain", "a city pack is checked against, and becomes, the domain's rules"),
    ("lianxin-app", "lianxin-domain", "a use case loads facts and asks the rules"),
    ("lianxin-app", "lianxin-store", "a use case is one unit of work on a transaction"),
    ("lianxin-engine", "lianxin-domain", "timers carry the domain's ids and moments"),
    ("lianxin-engine", "lianxin-store", "jobs and outbox are claimed in units of work"),
    ("lianxin-engine", "lianxin-app", "what runs by itself uses the same use cases as a person"),
    ("lianxin-web", "lianxin-domain", "pages and bodies show the domain's types"),
    ("lianxin-web", "lianxin-app", "a handler calls one use case"),
    ("lianxin-web", "lianxin-engine", "live feeds and health show what the engine does"),
    ("lianxin", "lianxin-domain", "the binary wires everything"),
    ("lianxin", "lianxin-store", "the binary wires everything"),
    ("lianxin", "lianxin-pack", "the binary wires everything"),
    ("lianxin", "lianxin-app", "the binary wires everything"),
    ("lianxin", "lianxin-engine", "the binary wires everything"),
    ("lianxin", "lianxin-web", "the binary wires everything"),
    ("lianxin-bench", "lianxin-domain", "a past is invented by the rules that decide the present"),
    ("lianxin-bench", "lianxin-store", "a database is filled and its plans are asked for without a server"),
    ("lianxin-bench", "lianxin-pack", "the measured city is the reference pack"),
    ("lianxin-bench", "lianxin-app", "what is filled in is recorded as every other change"),
    ("lianxin-bench", "lianxin-engine", "the tick that is measured is the engine's"),
    // The testkit is itself only ever a development dependency: no edge leads to it.
    ("lianxin-testkit", "lianxin-domain", "worlds are built from everything below the web"),
    ("lianxin-testkit", "lianxin-store", "worlds are built from everything below the web"),
    ("lianxin-testkit", "lianxin-pack", "worlds are built from everything below the web"),
    ("lianxin-testkit", "lianxin-app", "worlds are built from everything below the web"),
];

/// How far an absence reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Not at all, not even through another crate.
    Transitive,
    /// Not as a dependency of its own; through the crate below it is fine.
    Direct,
}

/// `(crate, what it must not know, how far, why)`
const ABSENCES: &[(&str, &[&str], Reach, &str)] = &[
    (
        "lianxin-domain",
        &["tokio", "axum", "rusqlite", "postgres", "serde_json", "rand", "toml"],
        Reach::Transitive,
        "rules are values: no input or output, no format, no chance",
    ),
    (
        "lianxin-store",
        &["lianxin-app", "lianxin-web", "lianxin-pack"],
        Reach::Transitive,
        "the store keeps rows and knows no rule that is decided above it",
    ),
    (
        "lianxin-app",
        &["axum", "maud", "hyper", "lianxin-pack", "lianxin-engine", "lianxin-web"],
        Reach::Transitive,
        "a use case is the same from a page, a clock or a phone: it knows no HTTP and no HTML",
    ),
    (
        "lianxin-web",
        &["lianxin-store", "rusqlite", "postgres"],
        Reach::Direct,
        "a handler that can reach SQL will sooner or later decide something there",
    ),
];

const INSTEAD_OF_EDGE: &str = "move the code to the crate that may know both, or pass a value or a trait in from above; \
    if the edge is truly right, add it with its reason to EDGES in xtask/src/check/graph.rs in a commit of its own";
const INSTEAD_OF_ABSENCE: &str = "take the value as an input, or move the code up to the crate that may know it";

/// A package: its name, whether it is ours, where its manifest stands and what it is built from.
#[derive(Debug)]
struct Package {
    name: String,
    manifest: Option<String>,
    needs: BTreeSet<String>,
}

/// Packages by id.
#[derive(Debug)]
pub(crate) struct Graph(BTreeMap<String, Package>);

impl Graph {
    pub(crate) fn of(root: &Path) -> anyhow::Result<Graph> {
        let metadata = MetadataCommand::new()
            .current_dir(root)
            .other_options(vec!["--filter-platform".to_owned(), PLATFORM.to_owned()])
            .exec()
            .context("cargo metadata")?;
        Graph::from_metadata(&metadata)
    }

    fn from_metadata(metadata: &Metadata) -> anyhow::Result<Graph> {
        let resolve = metadata.resolve.as_ref().context("cargo metadata gave no resolved graph")?;
        let mut packages = BTreeMap::new();
        for node in &resolve.nodes {
            let package = &metadata[&node.id];
            let built = |kind: &DependencyKind| matches!(kind, DependencyKind::Normal | DependencyKind::Build);
            let needs = node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| built(&kind.kind)));
            let ours = metadata.workspace_members.contains(&node.id);
            let manifest =
                package.manifest_path.strip_prefix(&metadata.workspace_root).unwrap_or(&package.manifest_path);
            packages.insert(
                node.id.repr.clone(),
                Package {
                    name: package.name.to_string(),
                    manifest: ours.then(|| manifest.to_string()),
                    needs: needs.map(|dep| dep.pkg.repr.clone()).collect(),
                },
            );
        }
        Ok(Graph(packages))
    }

    /// Names of the crates of this repository.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &str> {
        self.0.values().filter(|package| package.manifest.is_some()).map(|package| package.name.as_str())
    }

    pub(crate) fn check(&self) -> Vec<Finding> {
        let mut findings = self.check_edges();
        for (krate, unknown, reach, why) in ABSENCES {
            findings.extend(self.check_absence(krate, unknown, *reach, why));
        }
        findings
    }

    fn check_edges(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for package in self.0.values() {
            let Some(manifest) = &package.manifest else { continue };
            for needed in package.needs.iter().map(|id| &self.0[id]).filter(|needed| needed.manifest.is_some()) {
                if !EDGES.iter().any(|(from, to, _)| *from == package.name && *to == needed.name) {
                    findings.push(Finding {
                        rule: "edges",
                        place: manifest.clone(),
                        what: format!("new edge: {} depends on {}", package.name, needed.name),
                        why: "a new edge between crates is the gravest change there is: it is never taken back",
                        instead: INSTEAD_OF_EDGE,
                    });
                }
            }
        }
        findings
    }

    fn check_absence(&self, krate: &str, unknown: &[&str], reach: Reach, why: &'static str) -> Vec<Finding> {
        let Some((start, package)) = self.0.iter().find(|(_, p)| p.name == krate && p.manifest.is_some()) else {
            return Vec::new();
        };
        let paths = self.paths_from(start, reach);
        let forbidden = paths.into_iter().filter(|path| path.last().is_some_and(|name| unknown.contains(name)));
        forbidden
            .map(|path| Finding {
                rule: "absence",
                place: package.manifest.clone().unwrap_or_default(),
                what: format!("{krate} must not know {}: {}", path.last().unwrap_or(&""), path.join(" → ")),
                why,
                instead: INSTEAD_OF_ABSENCE,
            })
            .collect()
    }

    /// The shortest path, in names, to each package that is reached from `start`.
    fn paths_from(&self, start: &str, reach: Reach) -> Vec<Vec<&str>> {
        let mut seen = BTreeSet::from([start]);
        let mut waiting = VecDeque::from([(start, vec![self.0[start].name.as_str()])]);
        let mut paths = Vec::new();
        while let Some((id, path)) = waiting.pop_front() {
            for needed in self.0[id].needs.iter().filter(|needed| seen.insert(needed)) {
                let mut longer = path.clone();
                longer.push(&self.0[needed].name);
                paths.push(longer.clone());
                if reach == Reach::Transitive {
                    waiting.push_back((needed, longer));
                }
            }
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A graph from lines such as `a: b c`; names that begin with `lianxin` are ours.
    fn graph(lines: &[&str]) -> Graph {
        let mut packages = BTreeMap::new();
        let mut add = |name: &str, needs: BTreeSet<String>| {
            let manifest = name.starts_with("lianxin").then(|| format!("crates/{name}/Cargo.toml"));
            let package = packages.entry(name.to_owned()).or_insert(Package {
                name: name.to_owned(),
                manifest,
                needs: BTreeSet::new(),
            });
            package.needs.extend(needs);
        };
        for line in lines {
            let (name, needs) = line.split_once(": ").unwrap();
            needs.split(' ').for_each(|needed| add(needed, BTreeSet::new()));
            add(name, needs.split(' ').map(str::to_owned).collect());
        }
        Graph(packages)
    }

    fn whats(lines: &[&str]) -> Vec<String> {
        graph(lines).check().into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn allowed_edges_pass() {
        assert_eq!(
            whats(&["lianxin-store: lianxin-domain rusqlite", "lianxin-app: lianxin-store lianxin-domain"]),
            [""; 0]
        );
    }

    #[test]
    fn a_new_edge_is_a_breach() {
        assert_eq!(whats(&["lianxin-engine: lianxin-pack"]), ["new edge: lianxin-engine depends on lianxin-pack"]);
    }

    #[test]
    fn nobody_ships_the_testkit() {
        assert_eq!(whats(&["lianxin-app: lianxin-testkit"]), ["new edge: lianxin-app depends on lianxin-testkit"]);
    }

    #[test]
    fn an_absence_is_seen_through_other_crates() {
        assert_eq!(
            whats(&["lianxin-domain: jiff uuid", "uuid: rng", "rng: rand"]),
            ["lianxin-domain must not know rand: lianxin-domain → uuid → rng → rand"]
        );
    }

    #[test]
    fn the_web_reaches_the_store_only_through_the_app() {
        let through = ["lianxin-web: lianxin-app", "lianxin-app: lianxin-store", "lianxin-store: postgres"];
        assert_eq!(whats(&through), [""; 0]);
        assert_eq!(whats(&["lianxin-web: postgres"]), ["lianxin-web must not know postgres: lianxin-web → postgres"]);
    }

    #[test]
    fn the_app_knows_no_http() {
        assert_eq!(
            whats(&["lianxin-app: client", "client: hyper"]),
            ["lianxin-app must not know hyper: lianxin-app → client → hyper"]
        );
    }

    #[test]
    fn every_edge_has_a_reason_and_stands_once() {
        let pairs: BTreeSet<_> = EDGES.iter().map(|(from, to, _)| (from, to)).collect();
        assert_eq!(pairs.len(), EDGES.len());
        assert!(EDGES.iter().all(|(_, _, reason)| reason.len() > 10));
    }
}
