//! The files of a pack in groups that people know by name.

use lianxin_domain::Lang;

use crate::caller::encode;

/// A group of files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// 时限与阶梯
    zh: &'static str,
    en: &'static str,
    /// What stands in it.
    about_zh: &'static str,
    about_en: &'static str,
    /// Its files: a folder ends with `/`.
    of: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group {
        zh: "时限、阶梯与评分权重",
        en: "Periods, ladders and scores",
        about_zh: "各环节时限、提醒阶梯、退单延期挂账上限、申诉层级、三率权重",
        about_en: "How long each step may take, who is told when, limits, appeals, weights",
        of: &["policy/"],
    },
    Group {
        zh: "工作日历",
        en: "Calendar",
        about_zh: "节假日、调休与工作时间",
        about_en: "Holidays, make-up days and working hours",
        of: &["calendar/"],
    },
    Group {
        zh: "派单目录",
        en: "Dispatch catalogue",
        about_zh: "什么事项、什么地点，由谁主办、谁协办，依据何在",
        about_en: "Who leads and supports on which topic at which place, and why",
        of: &["catalogue.toml"],
    },
    Group {
        zh: "主题与保密",
        en: "Topics and secrecy",
        about_zh: "诉求分类、最低紧急程度、保密级别、时限类别",
        about_en: "What requests are about, least grade, secrecy and class",
        of: &["topics.toml"],
    },
    Group {
        zh: "不予受理理由",
        en: "Reasons for refusal",
        about_zh: "可以不予受理的情形、依据和告知用语",
        about_en: "When a request may be refused, and what is told",
        of: &["refusals.toml"],
    },
    Group {
        zh: "退单与超职责理由",
        en: "Reasons for return, undue demands",
        about_zh: "退单理由、超职责与不合理诉求的类别、督办方式",
        about_en: "Why an order may be returned, what is beyond duty, ways to supervise",
        of: &["reasons.toml"],
    },
    Group {
        zh: "回访话术",
        en: "Call-back script",
        about_zh: "回访时怎样问、怎样记",
        about_en: "What is asked and noted when calling back",
        of: &["callback.toml"],
    },
    Group {
        zh: "承办单位与值班表",
        en: "Units and rosters",
        about_zh: "承办单位、上下级、值班电话",
        about_en: "Who acts, who stands above whom, whom to phone",
        of: &["units/"],
    },
    Group {
        zh: "区划与地点",
        en: "Places",
        about_zh: "区、街道、社区",
        about_en: "Districts, streets, communities",
        of: &["places/"],
    },
    Group {
        zh: "城市",
        en: "City",
        about_zh: "名称、编号前缀、演示账号",
        about_en: "Name, prefix of numbers, accounts of the demonstration",
        of: &["city.toml", "demo.toml"],
    },
];

impl Group {
    pub(super) fn name(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    pub(super) fn about(&self, lang: Lang) -> &'static str {
        lang.pick(self.about_zh, self.about_en)
    }

    fn has(&self, path: &str) -> bool {
        self.of.iter().any(|of| path == *of || (of.ends_with('/') && path.starts_with(of)))
    }
}

/// The groups with their files, in the order in which people look for them.
pub(super) fn grouped<'a>(paths: &(impl Iterator<Item = &'a String> + Clone)) -> Vec<(Group, Vec<&'a str>)> {
    let of = |group: &Group| paths.clone().map(String::as_str).filter(|path| group.has(path)).collect();
    GROUPS.iter().map(|group| (*group, of(group))).collect()
}

/// What a file is, in words: `时限、阶梯与评分权重 · 2025-01`.
pub(super) fn name(lang: Lang, path: &str) -> String {
    let stem = path.strip_suffix(".toml").unwrap_or(path);
    let group = GROUPS.iter().find(|group| group.has(path)).map_or("", |group| group.name(lang));
    stem.split_once('/').map_or_else(|| group.to_owned(), |(_, stem)| format!("{group} · {stem}"))
}

/// Where a file is shown.
pub(super) fn href(path: &str) -> String {
    format!("/rules/file?path={}", encode(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_pack_has_a_group() {
        let folder = lianxin_testkit::Folder(lianxin_testkit::tianjin_folder());
        let texts = lianxin_app::packs::PackReader::texts(&folder).unwrap();
        let shown: usize = grouped(&texts.keys()).iter().map(|(_, files)| files.len()).sum();
        assert_eq!(shown, texts.len());
        assert_eq!(name(Lang::Zh, "policy/2025-01.toml"), "时限、阶梯与评分权重 · 2025-01");
        assert_eq!(name(Lang::En, "catalogue.toml"), "Dispatch catalogue");
    }
}
