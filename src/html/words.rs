//! The few words that keben itself puts into a document, by language.

use crate::model::Lang;

/// Words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Title over the contents.
    pub contents: &'static str,
    /// Name of the cover.
    pub cover: &'static str,
    /// Name of the title page.
    pub title_page: &'static str,
    /// Name of the place where the text begins.
    pub text: &'static str,
    /// Title over the list of landmarks, which reading systems show.
    pub landmarks: &'static str,
    /// What is said of the book's accessibility in general.
    pub accessible: &'static str,
    /// What is said besides where every picture has a description.
    pub described: &'static str,
    /// A task that is done, and one that is not, for those who hear the text.
    pub task: [&'static str; 2],
    /// Titles of the five kinds of admonition: note, tip, important, warning, caution.
    admonitions: [&'static str; 5],
}

impl Words {
    /// The words of a language; English for languages not listed.
    pub fn of(lang: &Lang) -> &'static Self {
        match lang.primary() {
            "zh" if lang.is_traditional() => &HANT,
            "zh" => &HANS,
            "ja" => &JA,
            "ko" => &KO,
            _ => &EN,
        }
    }

    /// The title of an admonition without one: its kind's word, or the kind as the author wrote it.
    pub fn admonition<'k>(&self, kind: &'k str) -> &'k str
    where
        Self: 'k,
    {
        const KINDS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];
        match KINDS.iter().position(|known| known.eq_ignore_ascii_case(kind)) {
            Some(at) => self.admonitions[at],
            None => kind,
        }
    }
}

const HANS: Words = Words {
    contents: "目录",
    cover: "封面",
    title_page: "书名页",
    text: "正文",
    landmarks: "导览",
    accessible: "全书为可重排的文字，有目录和逐级标题，可由辅助技术按顺序朗读。",
    described: "图片均有文字说明。",
    task: ["已完成", "未完成"],
    admonitions: ["注意", "提示", "重要", "警告", "小心"],
};

const HANT: Words = Words {
    contents: "目錄",
    cover: "封面",
    title_page: "書名頁",
    text: "正文",
    landmarks: "導覽",
    accessible: "全書為可重排的文字，有目錄和逐級標題，可由輔助技術按順序朗讀。",
    described: "圖片均有文字說明。",
    task: ["已完成", "未完成"],
    admonitions: ["注意", "提示", "重要", "警告", "小心"],
};

const JA: Words = Words {
    contents: "目次",
    cover: "表紙",
    title_page: "扉",
    text: "本文",
    landmarks: "ランドマーク",
    accessible: "リフロー型の本文で、目次と段階的な見出しがあり、支援技術で順に読み上げられます。",
    described: "すべての図に代替テキストがあります。",
    task: ["完了", "未完了"],
    admonitions: ["注記", "ヒント", "重要", "警告", "注意"],
};

const KO: Words = Words {
    contents: "차례",
    cover: "표지",
    title_page: "속표지",
    text: "본문",
    landmarks: "둘러보기",
    accessible: "재배치 가능한 본문으로, 차례와 단계별 제목이 있으며 보조 기술로 차례대로 읽을 수 있습니다.",
    described: "모든 그림에 대체 텍스트가 있습니다.",
    task: ["완료", "미완료"],
    admonitions: ["참고", "도움말", "중요", "경고", "주의"],
};

const EN: Words = Words {
    contents: "Contents",
    cover: "Cover",
    title_page: "Title page",
    text: "Text",
    landmarks: "Landmarks",
    accessible: "Reflowable text with a table of contents and nested headings, in one reading order for assistive technology.",
    described: "All pictures have descriptions.",
    task: ["done", "not done"],
    admonitions: ["Note", "Tip", "Important", "Warning", "Caution"],
};
