//! Every kind of problem: what it means and what to do. The names are stable; programs tell problems apart by them.

use lianxin_domain::Lang;

/// A kind of problem.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Kind {
    /// The last part of its `type`.
    pub(super) name: &'static str,
    /// HTTP status; several where the same kind has several.
    pub(super) status: &'static str,
    meaning: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
}

impl Kind {
    /// What it means.
    pub(super) fn meaning(self, lang: Lang) -> &'static str {
        lang.pick(self.meaning.0, self.meaning.1)
    }

    /// What to do.
    pub(super) fn remedy(self, lang: Lang) -> &'static str {
        lang.pick(self.remedy.0, self.remedy.1)
    }
}

macro_rules! kinds {
    ($($name:literal $status:literal: $zh:literal, $en:literal; $do_zh:literal, $do_en:literal;)*) => {
        /// Every kind.
        pub(super) const KINDS: &[Kind] = &[$(Kind { name: $name, status: $status, meaning: ($zh, $en), remedy: ($do_zh, $do_en) },)*];
    };
}

kinds! {
    "unreadable" "400, 413, 415": "请求内容无法读取：JSON 有误、字段未知、类型不符或过大", "The body, query or header cannot be read: broken JSON, unknown field, wrong type, too large";
        "按 detail 修改请求后重发", "Correct it as `detail` says and send it again";
    "not-signed-in" "401": "没有令牌或会话，或已失效", "No token or session, or it has ended";
        "在 Authorization: Bearer 中给出有效令牌", "Give a valid token in `Authorization: Bearer`";
    "wrong-password" "401": "账号或密码不正确", "Login or password is wrong";
        "检查后重试", "Check and try again";
    "forbidden" "403": "角色、单位或令牌范围不允许", "Role, unit or the token's scopes do not permit it";
        "由有权限的人办理，或换用有相应范围的令牌", "Let somebody with the right do it, or use a token with the scope";
    "forged" "403": "浏览器从其他网站发来，且带有会话", "A browser sent it from another site with a session";
        "程序请使用令牌，不要使用 Cookie", "Programs use a token, not a cookie";
    "not-found" "404": "不存在，或不在可见范围内；两者不作区分", "It does not exist or is out of the caller's sight; the two are not told apart";
        "检查编号", "Check the number";
    "other-method" "405": "该地址不支持此方法", "The address has no such method";
        "查看本页的路由", "See the routes on this page";
    "changed" "409": "在所见版本之后已有变化；changed 列出其间的经过", "It has changed since the version that was seen; `changed` lists what happened";
        "重新读取后再决定", "Read it anew, then decide";
    "too-large" "413": "文件超过 20 MB", "The file is larger than 20 MB";
        "压缩或分开上传", "Compress or split it";
    "invalid" "422": "字段不符合规则；fields 逐项说明", "Fields are against the rules; `fields` says which and why";
        "逐项修改后重发", "Correct each and send it again";
    "refused" "422": "当前状态或条件不允许", "State or circumstances do not permit it";
        "detail 说明了现在可以做什么", "`detail` says what is possible now";
    "file-refused" "422": "文件为空、类型不收，或属于其他诉求", "The file is empty, of a sort that is not taken, or belongs to another request";
        "上传照片、视频、录音、PDF、Word 或 Excel", "Upload photos, video, audio, PDF, Word or Excel";
    "key-reused" "422": "幂等键已用于另一内容", "The idempotency key was used for something else";
        "每件诉求使用新的键", "Use a new key for each request";
    "version-needed" "428": "这一操作取决于所见内容，必须说明版本", "The move depends on what was seen, so it must name the version";
        "把读取时的 ETag 放入 If-Match", "Send the `ETag` of what was read as `If-Match`";
    "demo-account" "403": "演示账号的密码是公开的，本系统不接受", "An account of the demonstration, whose password is published";
        "请管理员设置新密码", "Let an administrator set another password";
    "too-slow" "408": "请求内容到得太慢", "The body came too slowly";
        "换个网络重发", "Send it again over another network";
    "too-many-feeds" "429": "同一账号的实时连接过多", "Too many open feeds of one account";
        "关闭不用的连接", "Close those that are not needed";
    "rules-refused" "422": "规则变更有错误，没有生效", "The change of the rules has faults; it is not in force";
        "按指出的文件和行改正", "Correct the file and line that are named";
    "too-often" "429": "过于频繁，或同时连接过多", "Too often, or too many open feeds";
        "稍后再试", "Wait, then try again";
    "fault" "500": "系统出错，内容没有保存", "Something broke here; nothing was saved";
        "把响应头 x-request-id 告诉工程师", "Give the header `x-request-id` to the engineer";
    "busy" "503": "系统繁忙，内容没有保存", "The system is busy; nothing was saved";
        "稍候片刻，用同一幂等键重试", "Wait a moment and repeat it with the same idempotency key";
    "unknown-outcome" "503": "连接中断，不确定是否已保存", "The connection broke; whether it was saved is unknown";
        "用同一幂等键重试，或先读取查看", "Repeat it with the same idempotency key, or look first";
    "storage" "507": "磁盘已满或不可写", "The disk is full or cannot be written";
        "通知系统管理员", "Tell the administrator";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names stand as literals in `failure.rs`; whoever adds one there must explain it here.
    #[test]
    fn every_kind_of_problem_is_explained() {
        let source = include_str!("../failure.rs");
        let statuses = source.split("StatusCode::").skip(1).chain(source.split("(*status").skip(1));
        let named: Vec<&str> = statuses
            .filter_map(|rest| rest.lines().next()?.split_once(", \"")?.1.split_once("\")").map(|(name, _)| name))
            .collect();
        assert!(named.len() >= 15, "the kinds are still found in the source: {named:?}");
        for name in &named {
            assert!(KINDS.iter().any(|kind| kind.name == *name), "{name} is not explained");
        }
        for kind in KINDS {
            assert!(named.contains(&kind.name), "{} is never answered", kind.name);
        }
    }
}
