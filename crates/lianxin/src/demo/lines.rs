//! What people say in the demonstration, beside the citizens' own words.

use lianxin_domain::city::City;
use lianxin_domain::request::{Attitude, Callback, Command, Report, Solved, Survey};
use lianxin_domain::{Channel, Grade, Lang, OrderId, PlaceCode};

use super::dice::Dice;
use super::situations::Situation;

const ESTATES: &[&str] = &[
    "福至里",
    "安和里",
    "春熙园",
    "云锦花园",
    "金穗里",
    "碧水湾",
    "长青公寓",
    "丰泽苑",
    "惠民里",
    "和悦府",
    "静雅园",
    "海棠苑",
    "学仕里",
    "康宁里",
    "新月里",
    "锦绣里",
];

/// Triage: why it is not clear.
pub(super) const TRIAGE: &[&str] =
    &["两个单位职责有交叉，需会商后确定主办", "涉及历史遗留问题，需研判政策依据", "地点跨两个区，需确认属地"];
/// What a dispatcher asks back.
pub(super) const QUESTIONS: &[&str] = &[
    "请您补充具体楼栋和门牌号，方便工作人员上门。",
    "请问这种情况从什么时候开始的？有没有向物业反映过？",
    "请您提供商家名称和付款凭证上的日期。",
];
/// How a citizen answers.
pub(super) const REPLIES: &[&str] =
    &["补充一下：具体位置是", "已经跟物业说过两次没有结果，地址是", "从上周五开始的，地点在"];
/// What a dispatcher tells the lead.
pub(super) const OPINIONS: &[&str] = &[
    "请核实情况并依法处理，先联系市民，结果反馈中心。",
    "请尽快到现场查看，按时限联系市民并反馈处理结果。",
    "请按职责办理，如涉及其他单位请及时申请协办。",
    "请核查市民反映的问题，妥善处理并做好解释。",
];
/// What a unit tells the one below it.
pub(super) const OPINIONS_BELOW: &[&str] =
    &["请安排人员今日到现场核实，拍照反馈。", "请联系市民了解情况，处理后报我单位。"];
/// What a unit promises on the phone.
pub(super) const PROMISES: &[&str] =
    &["已通知抢修人员，二十分钟内到现场", "值班人员马上出发，到达后回电", "正在组织人员处置，先拉警戒线"];
/// What a unit notes after its first call.
pub(super) const CONTACTS: &[&str] = &[
    "已电话联系市民，确认了具体位置和诉求，约定当天上门。",
    "已与市民通话，说明了办理流程和预计时间。",
    "电话联系市民，市民补充了现场照片的时间和地点。",
];
/// Interim progress.
pub(super) const PROGRESS: &[&str] = &[
    "维修人员已到现场，正在排查原因，预计今晚完成。",
    "已向责任单位下达整改通知，限三日内整改到位。",
    "配件已采购，明日上午更换，期间已采取临时措施。",
    "已召集物业、居委会现场协调，形成初步方案。",
];
/// How a citizen urges.
pub(super) const URGES: &[&str] =
    &["已经好几天了，麻烦快一点。", "家里有老人，实在等不起，请尽快处理。", "问题还在，请催一下负责的单位。"];
/// What a citizen adds.
pub(super) const SUPPLEMENTS: &[&str] = &[
    "今天又发生了一次，比上次更严重。",
    "邻居家也有同样的情况，可以一起处理。",
    "上门请在晚上六点以后，白天家里没人。",
];
/// Why a report comes back.
pub(super) const POINTS: &[&str] =
    &["未说明整改完成的时间，请补充", "公开答复没有回应市民的具体诉求，请重写", "缺少处理后的现场情况，请补充说明"];

const INTERNAL: &[&str] = &[
    "接单后安排人员到现场核实，情况属实，已按规定处理并联系市民告知。",
    "经核实，已协调责任单位完成整改，复查无异常，市民已知晓。",
    "现场处置完毕，已做好记录，后续列入日常巡查。",
];
const PRAISE: &[&str] = &["处理得很快，谢谢。", "师傅态度很好，问题解决了。", "说到做到，满意。", ""];
const BLAME: &[&str] = &["修了两天又坏了，等于没解决。", "只打了电话，没有人来现场看。"];
const UNREACHED: &[&str] = &["响铃无人接听", "提示正在通话中，稍后再拨", "提示已关机"];

/// An estate or a street corner at a place.
pub(super) fn spot(city: &City, place: &PlaceCode, dice: &mut Dice) -> String {
    let name = city.places.full_name(place, Lang::Zh);
    format!("{name}{}{}号楼", dice.word(ESTATES), dice.between(1, 28))
}

/// Most call; many write from their phones.
pub(super) fn channel(dice: &mut Dice) -> Channel {
    match dice.between(1, 100) {
        1..=62 => Channel::Phone,
        63..=78 => Channel::Wechat,
        79..=88 => Channel::Website,
        89..=94 => Channel::App,
        95..=97 => Channel::Weibo,
        98..=99 => Channel::Mail,
        _ => Channel::Visit,
    }
}

/// Why it is urgent.
pub(super) fn because(situation: &Situation, grade: Grade) -> &str {
    match grade {
        _ if !situation.because.is_empty() => &situation.because,
        Grade::Ordinary => "",
        Grade::Urgent => "影响基本生活",
        Grade::Emergency => "可能危及生命财产安全",
    }
}

/// What a unit reports.
pub(super) fn report(order: OrderId, situation: &Situation, spot: &str, dice: &mut Dice) -> Command {
    let report = Report {
        is_true: true,
        contacted: true,
        solved: Solved::Yes,
        why_not: None,
        internal: dice.word(INTERNAL).to_owned(),
        public_reply: situation.reply.replace("{where}", spot),
        files: Vec::new(),
        undue: None,
    };
    Command::Report { order, report: Box::new(report) }
}

/// What a content citizen says.
pub(super) fn survey(dice: &mut Dice) -> Survey {
    let result = if dice.percent(75) { Attitude::Satisfied } else { Attitude::Fairly };
    Survey {
        solved: Solved::Yes,
        result,
        manner: Attitude::Satisfied,
        contacted: true,
        reply_fits: true,
        words: dice.word(PRAISE).to_owned(),
    }
}

/// The call-back finds nobody.
pub(super) fn unreached(dice: &mut Dice) -> Command {
    Command::Callback(Callback::Unreached { note: dice.word(UNREACHED).to_owned() })
}

/// The call-back finds a content citizen.
pub(super) fn close(dice: &mut Dice) -> Command {
    Command::Callback(Callback::Close { survey: survey(dice), explained: None })
}

/// The call-back finds a citizen who is not content.
pub(super) fn rework(order: OrderId, dice: &mut Dice) -> Command {
    let words = dice.word(BLAME).to_owned();
    let points = vec![format!("市民反映：{words}请重新办理。")];
    let survey = Survey { solved: Solved::No, result: Attitude::Dissatisfied, words, ..survey(dice) };
    Command::Callback(Callback::Rework { survey, orders: vec![order], points })
}
