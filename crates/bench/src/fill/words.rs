//! What citizens say, as long as they say it in life; all of it invented.

use lianxin_domain::{Channel, Grade, Kind};

/// A matter: topic, kind, what happened, what is wanted.
pub(crate) struct Matter {
    pub topic: &'static str,
    pub kind: Kind,
    pub title: &'static str,
    pub account: &'static str,
    pub demand: &'static str,
}

const fn matter(
    topic: &'static str,
    kind: Kind,
    title: &'static str,
    account: &'static str,
    demand: &'static str,
) -> Matter {
    Matter { topic, kind, title, account, demand }
}

/// `{where}` is an address.
pub(crate) const MATTERS: &[Matter] = &[
    matter(
        "city.lamp",
        Kind::Help,
        "{where}路灯不亮",
        "小区门口到主路一段的路灯已经连续五天不亮，晚上下班和接孩子的人很多，路面又不平，前天有位老人在这里摔倒。跟物业反映过，物业说路灯不归他们管。",
        "请尽快派人修好路灯，并告知什么时候能亮。",
    ),
    matter(
        "housing.property",
        Kind::Complaint,
        "{where}物业长期不清运垃圾",
        "楼下垃圾桶三天没有清运，已经满溢到人行道，气味很大，夏天一到全是苍蝇。业主群里多次提醒，物业经理一直说在协调车辆，没有下文，物业费却照收不误。",
        "请督促物业恢复每日清运，并对满溢点位消毒。",
    ),
    matter(
        "housing.repair",
        Kind::Help,
        "{where}屋顶漏水多次维修未好",
        "住在顶层，去年秋天开始漏水，维修过两次都没有彻底解决。最近连续下雨，卧室顶棚大面积脱落，电线也受潮，一家人只能睡在客厅。",
        "请协调使用维修资金，尽快做整体防水。",
    ),
    matter(
        "city.street",
        Kind::Complaint,
        "{where}烧烤摊占道经营油烟扰民",
        "每天晚上六点到凌晨两点，十几个烧烤摊占满了非机动车道，油烟直接飘进二楼三楼住户家里，喝酒的人大声喧哗，早上地面全是油污和竹签。",
        "请安排夜间执法，恢复道路通行，不要只来一次。",
    ),
    matter(
        "city.green",
        Kind::Help,
        "{where}大树枝杈遮挡窗户",
        "楼前的法桐多年没有修剪，枝杈已经伸到三楼窗户和阳台，遮挡采光，刮风时打玻璃，很担心断枝掉下来砸到人。",
        "请园林部门现场看一下，安排修剪。",
    ),
    matter(
        "city.waste",
        Kind::Complaint,
        "{where}装修垃圾堆放半个月",
        "拆迁工地旁边的空地上堆了几十袋装修垃圾，没有苫盖，一刮风全是灰，附近居民不敢开窗。",
        "请清运垃圾并查明是谁倾倒的。",
    ),
    matter(
        "city.dog",
        Kind::Complaint,
        "{where}有人遛大型犬不拴绳",
        "每天早晚都有人牵着大型犬在小区里走，从来不拴绳，孩子们被吓哭好几次，保安劝阻还被骂。",
        "请依法处理并加强巡查。",
    ),
    matter(
        "housing.site",
        Kind::Complaint,
        "{where}工地夜间施工噪声",
        "工地连续一周在夜里十一点以后打桩和浇筑，孩子马上中考，根本没法休息。拨打工地公示牌上的电话没人接。",
        "请核查是否有夜间施工许可，没有的话请立即制止。",
    ),
    matter(
        "housing.renewal",
        Kind::Enquiry,
        "{where}加装电梯需要什么手续",
        "我们楼有六层，住的大多是老人，邻居们基本同意加装电梯，想知道要多少户同意、找哪个部门申请、财政补贴多少。",
        "请告知办理流程和所需材料。",
    ),
    matter(
        "housing.fund",
        Kind::Enquiry,
        "公积金异地贷款怎么办理",
        "我在外地缴存公积金，准备在本市买房，想知道能不能在这边办贷款，需要哪些证明，多长时间能批下来。",
        "请告知政策和窗口地址。",
    ),
    matter(
        "housing.support",
        Kind::Enquiry,
        "公租房补贴什么时候发放",
        "去年年底提交的公租房租房补贴申请，街道说已经审核通过，到现在还没有收到第一笔补贴。",
        "请查询发放进度。",
    ),
    matter(
        "water.bill",
        Kind::Enquiry,
        "{where}水费过户怎么办",
        "刚买的二手房，水表还是原房主的名字，原房主人在外地，想知道过户是否必须本人到场，网上能不能办。",
        "请告知需要的材料。",
    ),
    matter(
        "power.charge",
        Kind::Help,
        "{where}物业不同意安装充电桩",
        "有固定产权车位，供电部门要求物业盖章，物业以消防隐患为由拒绝，没有给出书面理由。",
        "请协调物业配合办理。",
    ),
    matter(
        "power.bill",
        Kind::Enquiry,
        "阶梯电价怎么计算",
        "这个月的电费比上个月多了一倍，想知道阶梯电价的分档标准和计算周期。",
        "请解释电费的计算方法。",
    ),
    matter(
        "housing.deal",
        Kind::Help,
        "{where}房产证一直办不下来",
        "购房已经四年，契税和维修资金都交了，开发商说竣工备案没有完成，一直不给办证，影响孩子上学落户。",
        "请告知原因和预计办证时间。",
    ),
    matter(
        "city.ads",
        Kind::Complaint,
        "{where}广告牌松动有坠落危险",
        "沿街商铺的旧广告牌一角已经翘起来，昨天大风时晃得很厉害，下面就是公交站。",
        "请尽快拆除或者加固。",
    ),
];

/// Names of estates.
pub(crate) const ESTATES: &[&str] = &[
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
];
/// Family names.
pub(crate) const FAMILIES: &[&str] =
    &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林"];
/// Given names.
pub(crate) const GIVEN: &[&str] =
    &["静", "伟", "秀英", "建国", "丽", "强", "敏", "洋", "桂兰", "志刚", "婷", "磊", "红梅", "玉珍", "浩", "欣怡"];
/// What an agent answers at once.
pub(crate) const ANSWER: &str = "已告知市民：可在津心办或区政务服务中心综合窗口办理，携带身份证和房屋权属证明，材料齐全当场受理，七个工作日内办结，市民表示清楚。";
/// What a unit reports within.
pub(crate) const INTERNAL: &str = "接单后当日联系市民了解情况，次日安排两名工作人员到现场核实，情况属实。已协调责任单位完成整改，现场拍照留存，并列入本月复查清单。";
/// What a unit tells the citizen.
pub(crate) const REPLY: &str = "您好，您反映的问题我们已到现场核实，情况属实，现已处理完毕。后续我们会加强日常巡查，如再次出现，请随时拨打12345。感谢您的监督。";
/// Why it is urgent.
pub(crate) const BECAUSE: &str = "影响多户居民基本生活";

/// How it comes in, in hundredths.
pub(crate) fn channel(hundredth: i64) -> Channel {
    match hundredth {
        1..=66 => Channel::Phone,
        67..=80 => Channel::Wechat,
        81..=90 => Channel::Website,
        91..=95 => Channel::App,
        96..=97 => Channel::Weibo,
        98..=99 => Channel::Mail,
        _ => Channel::Visit,
    }
}

/// How urgent it is, in thousandths.
pub(crate) fn grade(thousandth: i64) -> Grade {
    match thousandth {
        1..=4 => Grade::Emergency,
        5..=60 => Grade::Urgent,
        _ => Grade::Ordinary,
    }
}
