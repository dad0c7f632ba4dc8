//! The words keben itself prints, by language: the names of figures, of the contents, of a warning.

mod facts;
mod website;

pub use facts::Facts;
pub use website::Website;

use crate::model::{CreatorRole, Lang};

/// The words of one language. A language keben has no words for gets the English ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Over the contents list.
    pub contents: &'static str,
    /// Names the cover.
    pub cover: &'static str,
    /// Names the title page.
    pub title_page: &'static str,
    /// Names the imprint with publisher, date and rights.
    pub colophon: &'static str,
    /// Names a part, before or after its number.
    pub part: &'static str,
    /// Names a chapter.
    pub chapter: &'static str,
    /// Before an appendix's number.
    pub appendix: &'static str,
    /// Before the number of what is attached to an official document.
    pub attachment: &'static str,
    /// Before a figure's number.
    pub figure: &'static str,
    /// Before a table's number.
    pub table: &'static str,
    /// Behind the number of a table that goes on from the page before.
    pub continued: &'static str,
    /// One note.
    pub note: &'static str,
    /// Over a list of notes.
    pub notes: &'static str,
    /// Names the list of printed pages.
    pub page_list: &'static str,
    /// Over the list of figures.
    pub figures: &'static str,
    /// Over the list of tables.
    pub tables: &'static str,
    /// Names the list of a book's main places.
    pub landmarks: &'static str,
    /// Names the place where the text itself begins.
    pub text: &'static str,
    /// Names the link from a note to its call.
    pub back_to_text: &'static str,
    /// Over the index.
    pub index: &'static str,
    /// Over what stands before the letters in an index: numbers and other signs.
    pub symbols: &'static str,
    /// Behind the number of strokes that the characters under it have.
    pub strokes: &'static str,
    /// Before another term of the index that is to be looked up instead.
    pub see: &'static str,
    /// Before one that is to be looked up besides.
    pub see_also: &'static str,
    /// Over the bibliography.
    pub references: &'static str,
    /// Stands for a title where the book has none.
    pub untitled: &'static str,
    /// Stands for what a picture shows where its author did not say.
    pub picture: &'static str,
    /// What parts a word from the number after it: nothing where Han characters stand before it.
    pub gap: &'static str,
    /// What parts things named one after another.
    pub comma: &'static str,
    /// What joins the first and the last page of a stretch.
    pub range: &'static str,
    /// What stands before and after the number of a page in a sentence.
    page: [&'static str; 2],
    /// Around a title in a sentence.
    quotes: [&'static str; 2],
    /// Around a remark in a sentence.
    brackets: [&'static str; 2],
    /// What stands between a word and what it names.
    pub colon: &'static str,
    /// What stands between names.
    pub names: &'static str,
    /// The number of an issue, `{}` where it stands.
    pub issue: &'static str,
    /// What stands before the facts of a colophon page.
    pub facts: Facts,
    /// What stands around the text of a site of web pages.
    pub website: Website,
    /// What creators did, `{}` where their names stand: in the order of [`CreatorRole`].
    credits: [&'static str; 7],
    admonitions: [&'static str; 7],
}

/// The kinds of remarks that have a word, in the order of `Words::admonitions`.
const KINDS: [&str; 7] = ["note", "tip", "important", "warning", "caution", "info", "example"];

impl Words {
    /// The words of a language.
    ///
    /// ```
    /// use keben::resolve::Words;
    /// assert_eq!(Words::of(&"zh-Hant-TW".parse().unwrap()).figure, "圖");
    /// assert_eq!(Words::of(&"fr".parse().unwrap()).figure, "Figure");
    /// ```
    pub fn of(lang: &Lang) -> &'static Self {
        match lang.primary() {
            "zh" if lang.is_traditional() => &HANT,
            "zh" => &HANS,
            "ja" => &JAPANESE,
            "ko" => &KOREAN,
            _ => &ENGLISH,
        }
    }

    /// A page in a sentence: 第12页.
    pub fn page(&self, number: &str) -> String {
        let [before, after] = self.page;
        format!("{before}{number}{after}")
    }

    /// A title in a sentence: “三峡的水”.
    pub fn quoted(&self, title: &str) -> String {
        let [before, after] = self.quotes;
        format!("{before}{title}{after}")
    }

    /// A remark behind what it remarks upon: （第12页）.
    pub fn bracketed(&self, remark: &str) -> String {
        let [before, after] = self.brackets;
        format!("{before}{remark}{after}")
    }

    /// Names with what they did: `鲁迅　著`, `Edited by Ada King`.
    pub fn credit(&self, names: &[&str], role: CreatorRole) -> String {
        let at = match role {
            CreatorRole::Author => 0,
            CreatorRole::Editor => 1,
            CreatorRole::Compiler => 2,
            CreatorRole::Translator => 3,
            CreatorRole::Illustrator => 4,
            CreatorRole::Designer => 5,
            CreatorRole::Contributor => 6,
        };
        self.credits[at].replace("{}", &names.join(self.names))
    }

    /// The title of a remark of this kind; `None` for a kind of the author's own.
    pub fn admonition(&self, kind: &str) -> Option<&'static str> {
        let at = KINDS.iter().position(|known| known.eq_ignore_ascii_case(kind))?;
        Some(self.admonitions[at])
    }
}

const HANS: Words = Words {
    contents: "目录",
    cover: "封面",
    title_page: "扉页",
    colophon: "版权信息",
    part: "编",
    chapter: "章",
    appendix: "附录",
    attachment: "附件",
    figure: "图",
    table: "表",
    continued: "（续）",
    note: "注",
    notes: "注释",
    page_list: "页码",
    figures: "插图目录",
    tables: "表格目录",
    landmarks: "导航",
    text: "正文",
    back_to_text: "返回正文",
    index: "索引",
    symbols: "符号与数字",
    strokes: "画",
    see: "见",
    see_also: "参见",
    references: "参考文献",
    untitled: "无题",
    picture: "图片",
    gap: "",
    comma: "，",
    range: "～",
    page: ["第", "页"],
    quotes: ["“", "”"],
    brackets: ["（", "）"],
    colon: "：",
    names: "\u{3000}",
    issue: "第{}期",
    facts: facts::HANS,
    website: website::HANS,
    credits: [
        "{}\u{3000}著",
        "{}\u{3000}主编",
        "{}\u{3000}编",
        "{}\u{3000}译",
        "{}\u{3000}绘",
        "{}\u{3000}装帧设计",
        "{}\u{3000}协力",
    ],
    admonitions: ["注", "提示", "重要", "警告", "小心", "说明", "示例"],
};

const HANT: Words = Words {
    contents: "目錄",
    cover: "封面",
    title_page: "書名頁",
    colophon: "版權資訊",
    part: "編",
    chapter: "章",
    appendix: "附錄",
    attachment: "附件",
    figure: "圖",
    table: "表",
    continued: "（續）",
    note: "註",
    notes: "註釋",
    page_list: "頁碼",
    figures: "插圖目錄",
    tables: "表格目錄",
    landmarks: "導覽",
    text: "正文",
    back_to_text: "返回正文",
    index: "索引",
    symbols: "符號與數字",
    strokes: "畫",
    see: "見",
    see_also: "參見",
    references: "參考文獻",
    untitled: "無題",
    picture: "圖片",
    gap: "",
    comma: "，",
    range: "～",
    page: ["第", "頁"],
    quotes: ["「", "」"],
    brackets: ["（", "）"],
    colon: "：",
    names: "\u{3000}",
    issue: "第{}期",
    facts: facts::HANT,
    website: website::HANT,
    credits: [
        "{}\u{3000}著",
        "{}\u{3000}主編",
        "{}\u{3000}編",
        "{}\u{3000}譯",
        "{}\u{3000}繪",
        "{}\u{3000}裝幀設計",
        "{}\u{3000}協力",
    ],
    admonitions: ["註", "提示", "重要", "警告", "小心", "說明", "範例"],
};

const JAPANESE: Words = Words {
    contents: "目次",
    cover: "表紙",
    title_page: "扉",
    colophon: "奥付",
    part: "部",
    chapter: "章",
    appendix: "付録",
    attachment: "別添",
    figure: "図",
    table: "表",
    continued: "（続き）",
    note: "注",
    notes: "注釈",
    page_list: "ページ一覧",
    figures: "図一覧",
    tables: "表一覧",
    landmarks: "主な箇所",
    text: "本文",
    back_to_text: "本文へ戻る",
    index: "索引",
    symbols: "記号・数字",
    strokes: "画",
    see: "→",
    see_also: "⇒",
    references: "参考文献",
    untitled: "無題",
    picture: "画像",
    gap: "",
    comma: "、",
    range: "～",
    page: ["", "ページ"],
    quotes: ["「", "」"],
    brackets: ["（", "）"],
    colon: "：",
    names: "\u{3000}",
    issue: "第{}号",
    facts: facts::JAPANESE,
    website: website::JAPANESE,
    credits: [
        "{}\u{3000}著",
        "{}\u{3000}編集",
        "{}\u{3000}編",
        "{}\u{3000}訳",
        "{}\u{3000}絵",
        "{}\u{3000}装丁",
        "{}\u{3000}協力",
    ],
    admonitions: ["注", "ヒント", "重要", "警告", "注意", "情報", "例"],
};

const KOREAN: Words = Words {
    contents: "차례",
    cover: "표지",
    title_page: "속표지",
    colophon: "판권",
    part: "부",
    chapter: "장",
    appendix: "부록",
    attachment: "첨부",
    figure: "그림",
    table: "표",
    continued: " (계속)",
    note: "주",
    notes: "주석",
    page_list: "쪽 목록",
    figures: "그림 차례",
    tables: "표 차례",
    landmarks: "주요 위치",
    text: "본문",
    back_to_text: "본문으로 돌아가기",
    index: "찾아보기",
    symbols: "기호·숫자",
    strokes: "획",
    see: "→ ",
    see_also: "⇒ ",
    references: "참고 문헌",
    untitled: "제목 없음",
    picture: "그림",
    gap: " ",
    comma: ", ",
    range: "–",
    page: ["", "쪽"],
    quotes: ["‘", "’"],
    brackets: ["(", ")"],
    colon: ": ",
    names: ", ",
    issue: "제{}호",
    facts: facts::KOREAN,
    website: website::KOREAN,
    credits: ["{} 지음", "{} 편집", "{} 엮음", "{} 옮김", "{} 그림", "{} 디자인", "{} 도움"],
    admonitions: ["참고", "팁", "중요", "경고", "주의", "정보", "예"],
};

const ENGLISH: Words = Words {
    contents: "Contents",
    cover: "Cover",
    title_page: "Title page",
    colophon: "Colophon",
    part: "Part",
    chapter: "Chapter",
    appendix: "Appendix",
    attachment: "Attachment",
    figure: "Figure",
    table: "Table",
    continued: " (continued)",
    note: "Note",
    notes: "Notes",
    page_list: "Pages",
    figures: "List of figures",
    tables: "List of tables",
    landmarks: "Landmarks",
    text: "Text",
    back_to_text: "Back to text",
    index: "Index",
    symbols: "Symbols and numbers",
    strokes: " strokes",
    see: "see ",
    see_also: "see also ",
    references: "References",
    untitled: "Untitled",
    picture: "Picture",
    gap: " ",
    comma: ", ",
    range: "–",
    page: ["page ", ""],
    quotes: ["“", "”"],
    brackets: [" (", ")"],
    colon: ": ",
    names: ", ",
    issue: "No. {}",
    facts: facts::ENGLISH,
    website: website::ENGLISH,
    credits: [
        "{}",
        "Edited by {}",
        "Compiled by {}",
        "Translated by {}",
        "Illustrated by {}",
        "Designed by {}",
        "With {}",
    ],
    admonitions: ["Note", "Tip", "Important", "Warning", "Caution", "Information", "Example"],
};
