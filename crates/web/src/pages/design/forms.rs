//! Fields, pickers, files, drafts: what is filled in.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::specimen;
use crate::ui::draft::{Draft, draft};
use crate::ui::field::Choice;
use crate::ui::file_drop::{FileDrop, file_drop};
use crate::ui::picker::Pick;
use crate::ui::place_picker::{PlacePicker, place_picker};
use crate::ui::topic_picker::{TopicPicker, topic_picker};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Button, Field, FieldError, Icon, dialog, error_summary, errors, layout};

/// The largest file of the example.
const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// The panels of this part.
pub(super) fn specimens(lang: Lang) -> Markup {
    html! {
        (specimen(lang.pick("登记", "Intake"), &intake(lang)))
        (specimen(lang.pick("出错与其余控件", "Errors and the other controls"), &wrong(lang)))
    }
}

fn pick<'a>(code: &'a str, name: &'a str, path: &'a str, keys: &'a str) -> Pick<'a> {
    Pick { code, name, path, keys }
}

fn intake(lang: Lang) -> Markup {
    let city = lang.pick("市级", "City");
    let districts = lang.pick("区", "Districts");
    let units = [
        pick("hexi", lang.pick("河西区政府", "Hexi District"), districts, "hexiquzhengfu hxqzf"),
        pick("xiqing", lang.pick("西青区政府", "Xiqing District"), districts, "xiqingquzhengfu xqqzf"),
        pick(
            "wjw",
            lang.pick("市卫生健康委员会", "Health Commission"),
            city,
            "shiweishengjiankangweiyuanhui swsjkwyh wjw",
        ),
        pick(
            "cgj",
            lang.pick("市城市管理委员会", "Urban Management Commission"),
            city,
            "shichengshiguanliweiyuanhui scsglwyh cgw",
        ),
    ];
    let topics = [
        pick("health.visit", lang.pick("就医", "Seeing a doctor"), lang.pick("卫生健康", "Health"), "jiuyi jy"),
        pick("heating.cold", lang.pick("供热不热", "Cold radiators"), lang.pick("供热", "Heating"), "gongrebure grbr"),
        pick(
            "noise.building",
            lang.pick("施工噪声", "Building noise"),
            lang.pick("环境", "Environment"),
            "shigongzaosheng sgzs",
        ),
    ];
    let places = [
        pick("hexi", lang.pick("河西区", "Hexi"), "", "hexiqu hxq"),
        pick("hexi.youyilu", lang.pick("友谊路街道", "Youyilu"), lang.pick("河西区", "Hexi"), "youyilujiedao yyljd"),
        pick("xiqing.zhongbei", lang.pick("中北镇", "Zhongbei"), lang.pick("西青区", "Xiqing"), "zhongbeizhen zbz"),
    ];
    let kinds = [
        Choice { value: "enquiry", text: lang.pick("咨询", "Enquiry") },
        Choice { value: "help", text: lang.pick("求助", "Help") },
        Choice { value: "complaint", text: lang.pick("投诉", "Complaint") },
    ];
    let because = lang.pick("依据描述建议：陪护、隔离病房", "Suggested by the words: isolation ward, stay with");
    let saved = draft(lang, &Draft { url: "/design/draft", version: 3, saved_at: "12:03:07" });
    html! {
        form.fields method="post" action="/design" {
            (Field::radios("kind", lang.pick("类型", "Kind"), &kinds).value("help").key("Alt+K"))
            div.fields.fields-2 {
                (topic_picker(lang, &TopicPicker { name: "topic", topics: &topics, value: "health.visit", source: None, suggested_because: Some(because), error: None, required: true }))
                (place_picker(lang, &PlacePicker { name: "place", places: &places, value: "", source: None, error: None, required: true }))
            }
            (Field::area("what", lang.pick("经过", "What happened"), 3).required().value(lang.pick("孩子今早手术，术后在隔离病房，医院不让家长进去。", "Surgery this morning; now in the isolation ward. The parents are not let in.")))
            (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "support", units: &units, lead: "hexi", support: &["wjw"], error: None }))
            (file_drop(lang, &FileDrop { name: "files", label: lang.pick("拖入、粘贴或选择照片", "Drop, paste or choose pictures"), files_max: 9, bytes_max: FILE_BYTES_MAX, accept: "image/*", camera: false, error: None }))
            (layout::form_foot(&saved, &html! {
                (Button::plain(lang.pick("直接答复", "Answer")).inert())
                (Button::primary(lang.pick("派单", "Dispatch")).icon(Icon::Send).inert())
            }))
        }
    }
}

fn wrong(lang: Lang) -> Markup {
    let found = [
        FieldError::new("phone", lang.pick("手机号应为 11 位数字", "A mobile number has 11 digits")),
        FieldError::new("reason", lang.pick("请写明理由", "Give a reason")),
    ];
    let periods = [
        Choice { value: "day", text: lang.pick("今天", "Today") },
        Choice { value: "week", text: lang.pick("本周", "This week") },
    ];
    let sure = html! {
        form method="post" action="/design" {
            p { (lang.pick("不予受理后，来电人会收到理由，可以申诉。", "The caller will be told the reason and may object.")) }
            (Field::area("refusal", lang.pick("理由", "Reason"), 3).required())
            div.actions { (Button::danger(lang.pick("不予受理", "Refuse")).inert()) }
        }
    };
    html! {
        form.fields method="post" action="/design" {
            (error_summary(lang, &found))
            (Field::tel("phone", lang.pick("联系电话", "Telephone")).value("1381234").error(errors::of(&found, "phone")).required())
            (Field::text("reason", lang.pick("延期理由", "Reason for the delay")).hint(lang.pick("会给来电人看到", "The caller will read it")).error(errors::of(&found, "reason")))
            div.fields.fields-2 {
                (Field::text("from", lang.pick("归属地", "Where from")).value(lang.pick("河北廊坊", "Langfang, Hebei")).source(lang.pick("来电号码", "from the number")))
                (Field::date("day", lang.pick("日期", "Day")).value("2022-04-05"))
                (Field::select("period", lang.pick("时段", "Period"), &periods).value("week"))
                (Field::number("count", lang.pick("户数", "Households")).value("38"))
            }
            (Field::check("hide", lang.pick("隐匿身份：承办单位看不到姓名和电话", "Hide the identity: units see neither name nor number")).checked(true))
            div.row { (Button::danger(lang.pick("不予受理…", "Refuse…")).opens("refuse")) }
        }
        (dialog::dialog(lang, "refuse", lang.pick("不予受理", "Refuse the request"), &sure))
    }
}
