//! Nothing in the repository knows the machine it was written on or the host a package came from.

use super::Finding;
use super::sources::Source;

/// Put together here so that this file does not break its own rule.
const MACHINE: &[&str] = &[
    concat!("/wo", "rk/main"),
    concat!("/wo", "rk/shared"),
    concat!("/wo", "rk/."),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
];

const HOSTS: &[&str] = &[
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "npmmirror.com"),
    concat!("registry.", "yarnpkg.com"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("deb.", "debian.org"),
];

pub(crate) fn check(file: &Source) -> Vec<Finding> {
    let machine = MACHINE.iter().flat_map(|text| file.text.match_indices(text)).map(|(at, text)| Finding {
        rule: "machine-path",
        place: file.place(at),
        what: format!("`{text}`"),
        why: "a path of one machine is wrong on every other",
        instead: "say the path from the repository's root, or take it as an argument",
    });
    let hosts = HOSTS.iter().flat_map(|text| file.text.match_indices(text)).map(|(at, text)| Finding {
        rule: "registry-host",
        place: file.place(at),
        what: format!("`{text}`"),
        why: "a city builds behind its own mirror: where packages come from is the machine's setting",
        instead: "name the package only; for a package-lock.json set omit-lockfile-registry-resolved=true in .npmrc and lay it anew",
    });
    machine.chain(hosts).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sources::fixture;
    use super::*;

    #[test]
    fn machine_paths_and_hosts_are_breaches() {
        let found = check(&fixture("docs/a.md", &format!("one\nsee {}/x and {}", MACHINE[0], HOSTS[0])));
        let seen: Vec<_> = found.iter().map(|f| (f.rule, f.place.as_str())).collect();
        assert_eq!(seen, [("machine-path", "docs/a.md:2"), ("registry-host", "docs/a.md:2")]);
    }

    #[test]
    fn routes_and_the_usual_lock_file_pass() {
        assert_eq!(
            check(&fixture(
                "a.rs",
                "get(\"/work\"); \"/works/1\"; registry+https://github.com/rust-lang/crates.io-index"
            )),
            []
        );
    }
}
