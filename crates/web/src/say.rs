//! What went wrong, in the reader's language, with what to do about it.

use lianxin_app::ActError;
use lianxin_app::StoreError;
use lianxin_app::files::FileError;
use lianxin_app::packs::{RulesError, TEXT_BYTES_MAX};
use lianxin_app::sign_in::SignInError;
use lianxin_domain::Lang;
use lianxin_domain::access::{Denied, Role};
use lianxin_domain::request::{CommandKind, Field, OrderStage, Problem, ProblemKind, Refusal, Stage};

use crate::ui::FieldError;

/// One thing wrong with one field.
pub fn problem(lang: Lang, problem: &Problem) -> FieldError {
    let field = problem.field.name(lang);
    let text = match &problem.what {
        ProblemKind::Missing => lang.pick(format!("请填写{field}"), format!("{field} is missing")),
        ProblemKind::TooLong { limit_chars } => lang.pick(
            format!("{field}过长，最多 {limit_chars} 个字"),
            format!("{field} is too long: at most {limit_chars} characters"),
        ),
        ProblemKind::TooMany { limit } => {
            lang.pick(format!("{field}过多，最多 {limit} 个"), format!("{field}: at most {limit}"))
        }
        ProblemKind::ControlCharacters => lang.pick(
            format!("{field}含有不可见的控制字符，请重新输入"),
            format!("{field} holds invisible control characters: please type it again"),
        ),
        ProblemKind::Unknown(what) if problem.field == Field::Name => {
            lang.pick(format!("“{what}”不能接手这项任务"), format!("“{what}” cannot take this task"))
        }
        ProblemKind::Unknown(what) => lang.pick(
            format!("{field}“{what}”不在本市目录中，请从列表选择"),
            format!("{field} “{what}” is not known in this city: choose from the list"),
        ),
        ProblemKind::NotALeaf => {
            lang.pick(format!("{field}请选到第二级"), format!("{field}: choose one of its second level"))
        }
        ProblemKind::InTheFuture => lang.pick(format!("{field}不能晚于现在"), format!("{field} lies in the future")),
        ProblemKind::TooLongAgo => {
            lang.pick(format!("{field}过早，请检查年份"), format!("{field} is too long ago: check the year"))
        }
        ProblemKind::NotInOrder => {
            lang.pick(format!("{field}的先后顺序或间隔不对"), format!("{field}: out of order, or too far apart"))
        }
        ProblemKind::NotAPhone => lang
            .pick(format!("{field}不是有效的号码，请检查"), format!("{field} is not a telephone number: please check")),
        ProblemKind::BelowFloor(floor) => lang.pick(
            format!("该主题最低为“{}”，降低需班长确认", floor.name(lang)),
            format!("this topic is at least “{}”; only a floor supervisor may go below", floor.name(lang)),
        ),
        ProblemKind::LessSecret(least) => lang.pick(
            format!("保密级别最低为“{}”", least.name(lang)),
            format!("secrecy is at least “{}”", least.name(lang)),
        ),
    };
    FieldError::new(problem.field.code(), text)
}

/// A refusal, in one sentence.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchMove { command, from, possible } => {
            let from = Stage::from_code(from)
                .map(|s| s.name(lang))
                .or(OrderStage::from_code(from).map(|s| s.name(lang)))
                .unwrap_or(from);
            let names = join(lang, possible.iter().map(|command| command.name(lang)));
            lang.pick(
                format!("当前为“{from}”，不能{}。现在可以：{names}", command.name(lang)),
                format!("“{}” is not possible while it is “{from}”. Possible now: {names}", command.name(lang)),
            )
        }
        Refusal::Denied(why) => denied(lang, why),
        Refusal::Invalid(problems) => join(lang, problems.iter().map(|p| problem(lang, p).text)),
        Refusal::Guard(obstacle) => obstacle.name(lang).to_owned(),
        Refusal::NoSuchOrder(_) => lang.pick("该诉求没有这个工单", "This request has no such order").to_owned(),
        Refusal::NoSuchTask(_) => lang.pick("该诉求没有这个任务", "This request has no such task").to_owned(),
        Refusal::NoSuchUnit(unit) => lang.pick(
            format!("没有承办单位“{unit}”，请从列表选择"),
            format!("There is no unit “{unit}”: choose from the list"),
        ),
        Refusal::NoDue(why) => lang.pick(
            format!("无法计算时限（{why}），请系统管理员补充工作日历"),
            format!("No due moment can be computed ({why}): the administrator must extend the calendar"),
        ),
    }
}

fn denied(lang: Lang, denied: &Denied) -> String {
    match denied {
        Denied::OutOfSight => lang
            .pick("没有这件诉求，或不在您的范围内", "There is no such request, or it is outside your scope")
            .to_owned(),
        Denied::Role { kind, who } => allowed(lang, *kind, who),
        Denied::OtherUnit => lang.pick("这是其他单位的工单", "This order belongs to another unit").to_owned(),
        Denied::IdentityHidden => {
            lang.pick("该诉求的身份信息仅限举报专办员查看", "Only named officers may see who asked").to_owned()
        }
    }
}

fn allowed(lang: Lang, kind: CommandKind, who: &[Role]) -> String {
    let who = join(lang, who.iter().filter(|role| **role != Role::System).map(|role| role.name(lang)));
    lang.pick(format!("“{}”由{who}办理", kind.name(lang)), format!("“{}” is done by: {who}", kind.name(lang)))
}

/// Why nothing was done, in one sentence. Faults of ours are told as such, without their inside.
pub fn act_error(lang: Lang, error: &ActError) -> String {
    match error {
        ActError::NoSuchRequest => denied(lang, &Denied::OutOfSight),
        ActError::Refused(why) => refusal(lang, why),
        ActError::Conflict(_) => lang
            .pick(
                "在您查看之后，这件诉求已有变化。没有保存您的操作，请看最新情况后再试。",
                "The request has changed since you opened it. Nothing was saved: look at what is new and try again.",
            )
            .to_owned(),
        ActError::NoSuchFile(_) => lang
            .pick(
                "附件不存在或属于其他诉求，请重新上传",
                "A file is missing or belongs to another request: upload it again",
            )
            .to_owned(),
        ActError::Rules(error) => rules_error(lang, error),
        ActError::Vault(_) | ActError::Record(_) => fault(lang),
        ActError::Store(error) => store_error(lang, error),
    }
}

/// What the database could not do.
pub fn store_error(lang: Lang, error: &StoreError) -> String {
    match error {
        StoreError::Busy => lang
            .pick("系统繁忙，内容没有保存，请稍后再试", "The system is busy; nothing was saved. Try again in a moment")
            .to_owned(),
        StoreError::Full(_) => lang
            .pick(
                "服务器磁盘已满，内容没有保存，请联系系统管理员",
                "The server's disk is full; nothing was saved. Tell the administrator",
            )
            .to_owned(),
        StoreError::BadText => lang
            .pick("内容含有不能保存的字符，请重新输入", "The text holds characters that cannot be kept: type it again")
            .to_owned(),
        StoreError::Stale | StoreError::Unique { .. } => {
            lang.pick("他人刚刚修改，请刷新后再试", "Somebody else was faster: reload and try again").to_owned()
        }
        StoreError::Unknown(_) => lang
            .pick(
                "连接中断，不确定是否已保存，请先查看再重试",
                "The connection broke; look whether it was saved before trying again",
            )
            .to_owned(),
        StoreError::Panicked(_)
        | StoreError::Database { .. }
        | StoreError::Column { .. }
        | StoreError::Migration { .. } => fault(lang),
    }
}

/// Why a file was not taken.
pub fn file_error(lang: Lang, error: &FileError) -> String {
    match error {
        FileError::Empty => lang.pick("文件是空的", "The file is empty").to_owned(),
        FileError::TooLarge => lang.pick("文件超过 20 MB", "The file is larger than 20 MB").to_owned(),
        FileError::Sort { found } => lang.pick(
            format!("不接收这种文件（{found}）。可上传照片、视频、录音、PDF、Word、Excel"),
            format!("Files of this sort ({found}) are not taken. Photos, video, audio, PDF, Word and Excel are"),
        ),
        FileError::Disguised { name, found } => lang.pick(
            format!("文件“{name}”的内容是 {found}，与名称不符"),
            format!("The file “{name}” is in truth {found}"),
        ),
        FileError::NoSuchFile => {
            lang.pick("没有这个文件，或不在您的范围内", "There is no such file, or it is outside your scope").to_owned()
        }
        FileError::Disk(_) => lang
            .pick(
                "服务器没有能够保存文件，请联系系统管理员",
                "The server could not keep the file: tell the administrator",
            )
            .to_owned(),
        FileError::Store(error) => store_error(lang, error),
    }
}

/// Why nobody was signed in.
pub fn sign_in_error(lang: Lang, error: &SignInError) -> String {
    match error {
        SignInError::Wrong => lang.pick("账号或密码不正确", "Login or password is wrong").to_owned(),
        SignInError::Demo => lang
            .pick(
                "这是演示账号，密码是公开的，本系统不接受。请联系管理员设置新密码",
                "This is an account of the demonstration with a published password, and is not taken here: ask the administrator for a new one",
            )
            .to_owned(),
        SignInError::Store(error) => store_error(lang, error),
    }
}

/// A fault of ours.
pub fn fault(lang: Lang) -> String {
    lang.pick(
        "系统出错，内容没有保存。请重试；仍不行请把页面下方的编号告诉工程师。",
        "Something broke here; nothing was saved. Try again, and give the engineer the number below if it stays so.",
    )
    .to_owned()
}

fn join<T: AsRef<str>>(lang: Lang, names: impl Iterator<Item = T>) -> String {
    let names: Vec<T> = names.collect();
    let texts: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    texts.join(lang.pick("、", ", "))
}

/// Why the rules were not changed.
pub fn rules_error(lang: Lang, error: &RulesError) -> String {
    let said = match error {
        RulesError::Fixed => {
            lang.pick("本机的规则不可在线修改", "The rules of this server cannot be changed from here")
        }
        RulesError::Role(roles) => {
            let names: Vec<&str> = roles.iter().map(|role| role.name(lang)).collect();
            let names = names.join(lang.pick("、", ", "));
            return lang.pick(format!("此操作由{names}进行"), format!("This is done by: {names}"));
        }
        RulesError::Own => lang.pick(
            "自己提出的变更须由另一人决定；撤回只能由提议人进行",
            "A proposal is decided by somebody else, and taken back by who made it",
        ),
        RulesError::NoSuchChange => lang.pick("没有这项变更", "There is no such change"),
        RulesError::Decided => lang.pick("这项变更已有决定", "This change has been decided"),
        RulesError::Outdated => lang.pick(
            "规则在此期间已有变化，请按现行文本重新提出",
            "The rules have changed meanwhile: propose it anew on the text of now",
        ),
        RulesError::Unchanged => {
            lang.pick("文本与现行规则相同，没有变化", "The text is the one in force: nothing would change")
        }
        RulesError::NoReason => lang.pick("请填写理由", "Say why"),
        RulesError::TooLong => {
            let limit = TEXT_BYTES_MAX / 1024;
            return lang
                .pick(format!("文本过长，最多 {limit} KB"), format!("The text is too long: at most {limit} kB"));
        }
        RulesError::Faults(faults) => {
            let (count, first) = (faults.len(), faults.first().map_or_else(String::new, ToString::to_string));
            return lang.pick(format!("有 {count} 处错误：{first}"), format!("{count} things are wrong: {first}"));
        }
        RulesError::Store(error) => return store_error(lang, error),
    };
    said.to_owned()
}
