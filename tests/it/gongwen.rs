//! Official documents, measured on their pages (GB/T 9704-2012): the theme `gongwen` to a tenth of a millimetre.

use keben::diag::{Diagnostic, Sink};
use keben::layout::{Folio, Item, Page, Paged};
use keben::model::{OfficialForm, Role};
use keben::publish::{self, Format, Job};
use keben::source::{Memory, Source};
use keben::text::Run;
use keben::theme::Theme;
use keben::unit::{Length, Point};

use crate::common::{self, Made, fonts};

/// A document with every part.
const WHOLE: &str = "---
title: 关于进一步做好2026年度公共服务事项标准化建设工作的通知
official:
  copy: 123
  secrecy: 机密
  term: 1年
  urgency: 特急
  issuers: 示例市人民政府办公室
  number: 示政办发〔2026〕12号
  addressees: [各区（县）人民政府, 市政府各部门]
  date: 2026-08-10
  note: 此件公开发布
  copies-to: 市委各部门，市人大常委会办公室
  printed-by: 示例市人民政府办公室
  printed-on: 2026年8月12日
---

正文第一段。

## 总体要求

### 报送内容

请于2026年8月20日前将情况报告报送至牵头单位。报送材料应当数据真实、内容完整、表述规范，事项总数、已完成事项数和完成率应当相互对应。

特此通知。

# 附件1 情况统计表

表。

# 附件2：任务清单

## 填写要求

单。
";

fn made(text: &str) -> Made {
    common::lay_out(&common::job("t.md", "gongwen"), &Memory::new().with("t.md", text))
}

/// A document with these keys, and so many Han characters of text.
fn with(keys: &str, count: usize) -> Made {
    let text: String = (0..count).map(|at| char::from_u32(0x4E00 + (at * 7 % 200) as u32).expect("Han")).collect();
    made(&format!("---\ntitle: 标题\nofficial:\n{keys}\n---\n\n{text}\n"))
}

fn runs(page: &Page) -> Vec<(Point, &Run)> {
    let mut found = Vec::new();
    for placed in &page.frame.items {
        if let Item::Run(run) = &placed.item {
            found.push((placed.at, run));
        }
    }
    found
}

/// The first run on a page that holds `text`.
fn find<'p>(page: &'p Page, text: &str) -> (Point, &'p Run) {
    let all = runs(page);
    let found = all.iter().find(|(_, run)| run.text.contains(text)).copied();
    found.unwrap_or_else(|| panic!("no `{text}` among {:?}", all.iter().map(|(_, run)| &run.text).collect::<Vec<_>>()))
}

/// Where a character of a page stands, and how wide it is.
fn character(page: &Page, wanted: char) -> (Length, Length) {
    for (at, run) in runs(page) {
        let mut x = at.x;
        for glyph in &run.glyphs {
            if run.text[glyph.start as usize..glyph.end as usize].contains(wanted) {
                return (x, glyph.advance);
            }
            x += glyph.advance;
        }
    }
    panic!("no `{wanted}`");
}

fn says(page: &Page, text: &str) -> bool {
    runs(page).iter().any(|(_, run)| run.text.contains(text))
}

/// Rules as their upper left corner and size in millimetres.
fn rules(page: &Page) -> Vec<[f64; 4]> {
    let rule = |placed: &keben::layout::Placed| match &placed.item {
        Item::Rule { size, .. } => {
            Some([placed.at.x.to_mm(), placed.at.y.to_mm(), size.width.to_mm(), size.height.to_mm()])
        }
        _ => None,
    };
    page.frame.items.iter().filter_map(rule).collect()
}

fn near(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() <= 0.1, "{what} is {found:.3} mm, not {wanted} mm");
}

/// The upper edge of the frame that a run's characters stand in.
fn top((at, run): (Point, &Run)) -> f64 {
    (at.y - run.size.scale(0.88)).to_mm()
}

/// The edges of what a run draws, measured on its outlines: upper and lower, in millimetres from the page's head.
fn ink((at, run): (Point, &Run)) -> (f64, f64) {
    let mut shaper = keben::text::Shaper::new(fonts());
    let lang = keben::text::LangSys::of(&"zh-Hans".parse().expect("a language"));
    let (mut high, mut low) = (f64::MIN, f64::MAX);
    for c in run.text.chars() {
        if let Some(ink) = shaper.ink(run.face, lang, c) {
            high = high.max(ink.top);
            low = low.min(ink.bottom);
        }
    }
    ((at.y - run.size.scale(high)).to_mm(), (at.y - run.size.scale(low)).to_mm())
}

#[test]
fn the_type_area_is_what_the_standard_says() {
    let made = with("  note: 注", 28 * 60);
    let page = &made.paged.pages[1];
    let body: Vec<_> =
        runs(page).into_iter().filter(|(_, run)| run.size == Theme::built_in("gongwen").unwrap().body().size).collect();
    let mut lines: Vec<Length> = body.iter().map(|(at, _)| at.y).collect();
    lines.dedup();
    assert_eq!(lines.len(), 22);
    let steps: Vec<f64> = lines.windows(2).map(|pair| (pair[1] - pair[0]).to_mm()).collect();
    assert!(steps.iter().all(|step| (step - 10.449).abs() < 0.001), "{steps:?}");
    near(top(body[0]), 37.0, "the head margin");
    let last = body[body.len() - 1];
    near(last.0.y.to_mm() + last.1.size.scale(0.12).to_mm(), 37.0 + 225.0, "the area's foot");
    // Page 2 is a verso: its spine is at the right.
    let first = body.iter().filter(|(at, _)| at.y == lines[3]).collect::<Vec<_>>();
    let width: Length = first.iter().map(|(_, run)| run.width()).sum();
    assert_eq!(first.iter().map(|(_, run)| run.text.chars().count()).sum::<usize>(), 28);
    near(width.to_mm(), 156.0, "a line");
    near(210.0 - (first[0].0.x + width).to_mm(), 28.0, "the spine of a verso");
    let recto = &made.paged.pages[2];
    let left = runs(recto).iter().map(|(at, _)| at.x).min().expect("text");
    near(left.to_mm(), 28.0, "the spine of a recto");
}

#[test]
fn the_folio_stands_between_dashes_seven_millimetres_below() {
    let made = with("  note: 注", 28 * 60);
    for (at, page) in made.paged.pages.iter().enumerate() {
        let whole = format!("—{}—", at + 1);
        let text: String =
            runs(page).iter().filter(|(at, _)| at.y > Length::mm(263.0)).map(|(_, run)| run.text.as_str()).collect();
        assert_eq!(text, whole);
        let dash = find(page, "—");
        assert_eq!(dash.1.size, Length::pt(14.0));
        let (x, _) = character(page, '—');
        let mut shaper = keben::text::Shaper::new(fonts());
        let lang = keben::text::LangSys::of(&"zh-Hans".parse().expect("a language"));
        let ink = shaper.ink(dash.1.face, lang, '—').expect("a dash");
        let upper = dash.0.y - dash.1.size.scale(ink.top);
        near(upper.to_mm(), 37.0 + 225.0 + 7.0, "the dash's distance");
        if at % 2 == 1 {
            near(x.to_mm(), 26.0 + Length::pt(14.0).to_mm(), "an even page's folio");
        }
    }
}

#[test]
fn a_head_has_its_parts_in_their_places() {
    let made = made(WHOLE);
    let page = &made.paged.pages[0];
    assert!(made.said.iter().all(|said| said.code == "face-substituted"), "{:?}", made.said);
    // 7.2.1 to 7.2.3: six figures, secrecy on the second line, urgency below it, in Hei.
    near(top(find(page, "000123")), 37.0, "the copy's number");
    near(top(find(page, "机密")), 37.0 + 10.449, "secrecy");
    near(top(find(page, "特急")), 37.0 + 2.0 * 10.449, "urgency");
    assert!(says(page, "★"));
    // 7.2.4: the issuer's ink begins 35 mm below the area's head, in red, centred.
    let issuer = find(page, "示例市人民政府办公室文件");
    near(ink(issuer).0, 37.0 + 35.0, "the issuer's upper edge");
    near((issuer.0.x + issuer.1.width() / 2).to_mm(), 28.0 + 78.0, "the issuer's middle");
    assert!(issuer.1.width() <= Length::mm(156.01));
    assert_eq!(issuer.1.ink.rgb, [0xE6, 0x00, 0x12]);
    // 7.2.5, 7.2.7: the number two lines below it, centred; 4 mm below it a rule as wide as the area.
    let foot = (issuer.0.y + issuer.1.size.scale(0.12)).to_mm();
    let number = find(page, "示政办发");
    near(top(number), foot + 2.0 * 10.449, "the document's number");
    let rule = rules(page)[0];
    near(rule[0], 28.0, "the red rule's start");
    near(rule[1], top(number) + 5.5714 + 4.0, "the red rule");
    near(rule[2], 156.0, "the red rule's length");
    near(rule[3], 0.5, "the red rule's thickness");
    // 7.3.1: at least two lines below it the title, 二号, centred; 7.3.2: a line below it the addressees.
    let title = find(page, "关于");
    assert_eq!(title.1.size, Length::pt(22.0));
    let free = (title.0.y - title.1.size.scale(0.88)).to_mm() - rule[1];
    assert!(free >= 2.0 * 10.449 - 1.2, "{free}");
    let addressees = find(page, "各区");
    near(addressees.0.x.to_mm(), 28.0, "the addressees");
    assert!(says(page, "部门："), "they end in a colon");
    assert!(says(page, "正文第一段"));
}

#[test]
fn levels_have_their_numbers_and_faces() {
    let made = made(WHOLE);
    let page = &made.paged.pages[0];
    let face = |text: &str| fonts().face(find(page, text).1.face).family.clone();
    assert!(face("总体要求").contains("Sans"), "{}", face("总体要求"));
    assert!(!face("报送内容").contains("Sans"));
    let edition = &made.edition;
    let numbers: Vec<&str> = edition.toc().iter().filter_map(|entry| entry.number.as_deref()).collect();
    assert_eq!(numbers, ["一、", "附件1", "附件2"]);
}

#[test]
fn attachments_are_noted_and_open_their_own_pages() {
    let made = made(WHOLE);
    let pages = &made.paged.pages;
    let at = pages.iter().position(|page| says(page, "附件：")).expect("a note");
    let page = &pages[at];
    let left = if at % 2 == 0 { 28.0 } else { 26.0 };
    // 7.3.4: two characters in; the names hang.
    let note = find(page, "附件：");
    near(note.0.x.to_mm(), left + 2.0 * 5.5714, "the note of attachments");
    let [first, second] = [find(page, "情况统计表"), find(page, "任务清单")];
    assert_eq!(first.0.x, second.0.x);
    near(first.0.x.to_mm(), left + 6.0 * 5.5714, "an attachment's name");
    // 7.3.7: the word on the first line, flush left, in Hei; the title on the third, centred.
    let word =
        |page: &&Page| runs(page).iter().any(|(at, run)| run.text.starts_with("附件") && at.y < Length::mm(43.0));
    let own: Vec<&Page> = pages.iter().filter(word).collect();
    assert_eq!(own.len(), 2);
    for page in own {
        near(top(find(page, "附件")), 37.0, "the word");
        let title = runs(page).into_iter().find(|(_, run)| run.size == Length::pt(22.0)).expect("a title");
        let middle = (title.0.y - title.1.size.scale(0.38)).to_mm();
        near(middle, 37.0 + 2.0 * 10.449 + 5.5714 / 2.0, "the title's line");
    }
    assert!(says(&pages[pages.len() - 1], "一、"), "an attachment's titles begin anew");
}

#[test]
fn a_signature_stands_where_the_standard_says() {
    // 7.3.5.2: two characters free at the right; the date two characters in from the signature's first.
    let page = |keys: &str| with(keys, 100).paged.pages.swap_remove(0);
    let open = page("  signatures: 示例市人民政府办公室\n  date: 2026-08-10");
    let (sign, _) = find(&open, "示例市");
    near(sign.x.to_mm(), 28.0 + 156.0 - 12.0 * 5.5714, "a long signature");
    let (date, _) = character(&open, '年');
    let digits = find(&open, "2026");
    near(digits.0.x.to_mm(), sign.x.to_mm() + 2.0 * 5.5714, "its date");
    assert!(date > digits.0.x);
    // A date longer than the signature keeps two characters free itself.
    let short = page("  signatures: 某办\n  date: 2026-08-10");
    let (day, wide) = character(&short, '日');
    near((day + wide).to_mm(), 28.0 + 156.0 - 2.0 * 5.5714, "the longer date's end");
    near(find(&short, "某办").0.x.to_mm(), find(&short, "2026").0.x.to_mm() - 2.0 * 5.5714, "the shorter signature");
    // 7.3.5.1: under a seal four characters are free, the signature is centred over the date.
    let sealed = page("  signatures: 示例市局\n  date: 2026-08-10\n  sealed: true");
    let (day, wide) = character(&sealed, '日');
    near((day + wide).to_mm(), 28.0 + 156.0 - 4.0 * 5.5714, "the sealed date's end");
    let sign = find(&sealed, "示例市局");
    let middle = (find(&sealed, "2026").0.x + day + wide).to_mm() / 2.0;
    near((sign.0.x + sign.1.width() / 2).to_mm(), middle, "the sealed signature's middle");
    let noted = page("  date: 2026-08-10\n  note: （联系人：张伟）");
    // The blank before a bracket is no indent.
    near(find(&noted, "联系人").0.x.to_mm() + 5.5714 / 2.0, 28.0 + 2.0 * 5.5714, "the remark");
}

#[test]
fn the_record_ends_the_last_even_page() {
    let keys = "  copies-to: 市委各部门\n  printed-by: 示例市局\n  printed-on: 2026-08-12";
    // One page of text: the record has the second for itself, and a folio, for no page before it is blank.
    let short = with(keys, 100);
    assert_eq!(short.paged.pages.len(), 2);
    assert!(says(&short.paged.pages[1], "—2—") || says(&short.paged.pages[1], "2"));
    for page in [&short.paged.pages[1]] {
        let rules = rules(page);
        assert_eq!(rules.len(), 3, "{rules:?}");
        for (rule, thick) in rules.iter().zip([0.35, 0.25, 0.35]) {
            near(rule[3], thick, "a rule");
            assert!((rule[3] - thick).abs() < 0.01);
            near(rule[2], 156.0, "a rule's length");
        }
        near(rules[2][1] + rules[2][3], 37.0 + 225.0, "the last rule");
        let (copies, run) = find(page, "抄送");
        assert_eq!(run.size, Length::pt(14.0));
        near(copies.x.to_mm(), 26.0 + Length::pt(14.0).to_mm(), "one character in");
        let (x, wide) = character(page, '发');
        near((x + wide).to_mm(), 26.0 + 156.0 - Length::pt(14.0).to_mm(), "one character in at the right");
    }
    // Two full pages: a blank one, then the record, neither with a folio.
    let full = (28 * 36..28 * 44).step_by(28).map(|count| with(keys, count)).find(|made| made.paged.pages.len() == 4);
    let full = full.expect("some length leaves no room");
    assert!(runs(&full.paged.pages[2]).is_empty());
    assert!(!runs(&full.paged.pages[3]).iter().any(|(at, _)| at.y > Length::mm(263.0)), "no folio");
    assert!(says(&full.paged.pages[3], "抄送"));
}

#[test]
fn a_letter_has_its_double_rules() {
    let keys = "  form: letter\n  issuers: 示例市发展和改革委员会\n  number: 示发改函〔2026〕8号\n  urgency: 加急\n  copies-to: 市局";
    let made = with(keys, 100);
    assert_eq!(made.paged.pages.len(), 1, "the record stands on the page");
    let page = &made.paged.pages[0];
    let issuer = find(page, "示例市发展和改革委员会");
    assert!(!says(page, "文件"));
    near(ink(issuer).0, 30.0, "the issuer");
    let rules = rules(page);
    assert_eq!(rules.len(), 4, "no rules around the record");
    for rule in &rules {
        near(rule[2], 170.0, "a double rule");
        near(rule[0], 20.0, "its start");
    }
    near(rules[0][1], (issuer.0.y + issuer.1.size.scale(0.12)).to_mm() + 4.0, "the first rule");
    near(rules[3][1] + rules[3][3], 297.0 - 20.0, "the second rule");
    assert!(rules[0][3] > rules[1][3] && rules[2][3] < rules[3][3], "thick over thin, thin over thick");
    let foot = rules[1][1] + rules[1][3];
    near(top(find(page, "加急")), foot + 5.5714 * 7.0 / 8.0, "urgency");
    let (x, wide) = character(page, '号');
    near((x + wide).to_mm(), 28.0 + 156.0, "the number, flush right");
    assert!(!runs(page).iter().any(|(at, _)| at.y > Length::mm(263.0)), "no folio on a letter's first page");
}

#[test]
fn a_document_that_goes_up_names_who_signed() {
    let keys = "  issuers: [示例市发展和改革委员会, 示例市财政局]\n  number: 示发改〔2026〕3号\n  签发人: [张伟, 李明华, 欧阳雨晴]";
    let made = with(keys, 100);
    let page = &made.paged.pages[0];
    let number = find(page, "示发改〔");
    near(number.0.x.to_mm(), 28.0 + 5.5714, "one character in");
    let [first, last] = [find(page, "张伟"), find(page, "欧阳雨晴")];
    assert_eq!(first.0.x, last.0.x, "names stand below each other");
    assert_eq!(last.0.y, number.0.y, "the number stands on the last one's line");
    assert!(says(page, "文件"));
    // Several issuers are as wide as the widest.
    let (wide, narrow) = (find(page, "示例市发展"), find(page, "示例市财政局"));
    assert_eq!(wide.0.x, narrow.0.x);
    near(wide.1.width().to_mm(), narrow.1.width().to_mm(), "the narrower name");
}

#[test]
fn what_is_not_said_is_left_out_and_what_is_wrong_is_told() {
    let bare = with("  note: 注", 30);
    assert!(rules(&bare.paged.pages[0]).is_empty());
    assert_eq!(bare.paged.pages.len(), 1, "no record, no page for it");
    let said = |keys: &str| -> Vec<Diagnostic> { with(keys, 30).said };
    let unknown = said("  issuer: 某局");
    assert!(unknown.iter().any(|one| one.message.contains("`issuers`")), "{unknown:?}");
    let date = said("  date: 明天");
    assert!(date.iter().any(|one| one.code == "bad-date"), "{date:?}");
    assert!(said("  number: 某字[2026]第1号").iter().any(|one| one.code == "official-number"));
    assert!(!said("  number: 某字〔2026〕1号").iter().any(|one| one.code == "official-number"));
    assert!(said("  form: letters").iter().any(|one| one.message.contains("letter")));
}

#[test]
fn minutes_name_who_was_there() {
    let keys = "  form: minutes\n  issuers: 示例市人民政府常务会议\n  date: 2026-08-10\n  present: [张伟, 李明华]\n  列席: 市局赵强";
    let made = with(keys, 100);
    let page = &made.paged.pages[0];
    assert!(says(page, "示例市人民政府常务会议纪要"));
    let (word, names) = (find(page, "出席："), find(page, "张伟、李明华"));
    near(word.0.x.to_mm(), 28.0 + 2.0 * 5.5714, "the word");
    near(names.0.x.to_mm(), 28.0 + 5.0 * 5.5714, "the names");
    assert!(fonts().face(word.1.face).family.contains("Sans"));
    assert_eq!(find(page, "列席：").0.x, word.0.x);
}

#[test]
fn addressees_that_leave_no_room_for_text_stand_in_the_record() {
    let many = (0..60).map(|_| "某某市人民政府").collect::<Vec<_>>().join("，");
    let made = with(&format!("  issuers: 某某省人民政府\n  number: 某〔2026〕1号\n  addressees: {many}"), 30);
    let pages = &made.paged.pages;
    assert_eq!(pages.len(), 2);
    assert!(runs(&pages[0]).iter().any(|(_, run)| run.text.contains('一')), "the first page shows text");
    assert!(says(&pages[1], "主送："));
    assert!(!says(&pages[0], "某某市"));
}

#[test]
fn what_opens_an_attachment() {
    let attached = |text: &str| made(text).edition.official.attachments;
    let rest = "# 函\n\n正文。\n\n";
    assert_eq!(attached(&format!("{rest}# 附件：名单\n\n单。\n")), ["名单"]);
    assert_eq!(attached(&format!("{rest}# 附件1\n\n## 名单\n\n单。\n\n# 附件2\n\n# 表\n\n表。\n")), ["名单", "表"]);
    assert_eq!(attached(&format!("{rest}# 名单 {{.appendix}}\n\n单。\n")), ["名单"]);
    assert_eq!(attached(&format!("{rest}<!-- [附件] -->\n\n# 名单\n\n单。\n")), ["名单"]);
    // A heading in the midst of a text opens none, nor does the only one.
    assert!(attached(&format!("{rest}## 附件1 名单\n\n单。\n\n## 其他\n\n文。\n")).is_empty());
    assert!(attached("# 附件1 名单\n\n单。\n").is_empty());
    let alone = made(&format!("{rest}# 附件1 名单\n\n单。\n"));
    let numbers: Vec<_> = alone.edition.toc().iter().filter_map(|entry| entry.number.clone()).collect();
    assert_eq!(numbers, ["附件1"], "what the author wrote stays");
    let one = made(&format!("{rest}# 名单 {{.appendix}}\n\n单。\n"));
    assert_eq!(one.edition.toc()[0].number.as_deref(), Some("附件"), "the only one has no number");
}

#[test]
fn a_project_overrides_the_theme_s_numbers() {
    let source = Memory::new().with("t.md", "# 函\n\n## 甲\n\n文。\n\n## 乙\n\n文。\n");
    let of = |manifest: &str| {
        let manifest = publish::Manifest::parse(manifest).expect("it is right");
        let theme = Theme::built_in("gongwen").expect("it is built in");
        let job = Job::new("t".into(), keben::read::Input::File("t.md".into(), None), theme, manifest);
        let edition = common::lay_out(&job, &source).edition;
        edition.toc().iter().filter_map(|entry| entry.number.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(""), ["一、", "二、"]);
    assert_eq!(of("[numbering]\nheadings = \"decimal\""), ["1", "2"]);
    assert!(of("[numbering]\nheadings = \"none\"").is_empty());
}

#[test]
fn titles_take_a_shape_and_keep_their_words() {
    let title = "关于报送2026年度服务事项标准化建设情况的函";
    let made = made(&format!("# {title}\n\n正文。\n"));
    let page = &made.paged.pages[0];
    let mut lines: Vec<(Length, String, Length)> = Vec::new();
    for (at, run) in runs(page).into_iter().filter(|(_, run)| run.size > Length::pt(20.0)) {
        match lines.last_mut() {
            Some((y, text, width)) if *y == at.y => {
                text.push_str(&run.text);
                *width += run.width();
            }
            _ => lines.push((at.y, run.text.clone(), run.width())),
        }
    }
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!((lines[0].2 - lines[1].2).abs() > Length::pt(22.0), "a trapezium: {lines:?}");
    assert!(!lines[1].1.starts_with(['的', '项', '准', '设']), "{lines:?}");
}

#[test]
fn parts_stand_in_the_same_order_without_pages() {
    let job = Job { formats: vec![Format::Html], ..common::job("t.md", "gongwen") };
    let sink = Sink::new();
    let source = Memory::new().with("t.md", WHOLE);
    let files = publish::publish(&job, &source, fonts(), &sink).expect("it is published");
    let html = String::from_utf8(common::bytes(&files[0]).to_vec()).expect("text");
    let body = &html[html.find("<body").expect("a body")..];
    let mut at = 0;
    for part in [
        "000123",
        "机密★1年",
        "特急",
        "示例市人民政府办公室文件",
        "示政办发〔2026〕12号",
        "关于进一步做好",
        "各区（县）人民政府，市政府各部门：",
        "正文第一段",
        "特此通知",
        "附件：",
        "1. 情况统计表",
        "2. 任务清单",
        "2026年8月10日",
        "（此件公开发布）",
        "附件1",
        "附件2",
        "抄送：市委各部门",
        "2026年8月12日印发",
    ] {
        let found = body[at..].find(part).unwrap_or_else(|| panic!("no `{part}` behind {at} in {body}"));
        at += found;
    }
}

#[test]
fn the_sample_letter_comes_out_whole() {
    let Some(bytes) = common::shared_bytes("corpora/gongwen/标准带附件函件测试样例.md") else { return };
    let source = Memory::new().with("t.md", bytes);
    let made = common::lay_out(&common::job("t.md", "gongwen"), &source);
    assert_eq!(made.edition.title, "关于报送2026年度服务事项标准化建设情况的函");
    assert_eq!(made.edition.official.attachments, ["2026年度服务事项标准化建设情况统计表", "服务事项整改任务清单"]);
    assert_eq!(made.edition.official.form, OfficialForm::Document);
    let numbers: Vec<_> = made.edition.toc().iter().filter_map(|entry| entry.number.as_deref()).collect();
    assert_eq!(numbers, ["一、", "二、", "附件1", "附件2"]);
    let folios = |paged: &Paged| paged.pages.iter().all(|page| matches!(page.folio, Folio::Body(_)));
    assert!(folios(&made.paged));
    let theme = Theme::built_in("gongwen").expect("it is built in");
    assert_eq!(theme.style(Role::OfficialRecord).size, Length::pt(14.0));
    assert!(source.exists("t.md"));
}

#[test]
fn strong_text_is_hei_and_tables_can_be_read() {
    let made = made("# 函\n\n正文**要紧**。\n\n## 标题**特**别\n\n| 甲栏 | 乙栏 |\n|---|---|\n| 子格 | 丑格 |\n");
    let page = &made.paged.pages[0];
    let face = |text: &str| fonts().face(find(page, text).1.face);
    assert!(face("要紧").family.contains("Sans"));
    assert_eq!(face("要紧").weight, keben::model::Weight::Regular, "the face sets it off");
    assert_eq!(face("特").weight, keben::model::Weight::Bold, "where the face is the title's its weight does");
    assert_eq!(find(page, "子格").1.size, Length::pt(12.0));
    assert_eq!(face("子格").family, face("正文").family);
}

#[test]
fn titles_follow_each_other_without_a_blank_line() {
    let made = made("# 函\n\n## 甲级\n\n### 乙级\n\n正文。\n");
    let page = &made.paged.pages[0];
    let line = |text: &str| find(page, text).0.y;
    assert_eq!(line("乙级") - line("甲级"), line("正文") - line("乙级"));
}
