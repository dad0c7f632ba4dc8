//! The words of a site of web pages, by language.

/// The words of a site of web pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Website {
    /// Names the field for words to look for.
    pub search: &'static str,
    /// Says how many places were found, `{}` where the number stands.
    pub found: &'static str,
    /// Says that no place was found.
    pub nothing: &'static str,
    /// Says that the text to search is being read.
    pub reading: &'static str,
    /// Leads to the page before.
    pub previous: &'static str,
    /// Leads to the page after.
    pub next: &'static str,
}

/// Simplified Chinese.
pub(super) const HANS: Website = Website {
    search: "搜索",
    found: "找到{}处",
    nothing: "没有找到",
    reading: "正在读取……",
    previous: "上一页",
    next: "下一页",
};

/// Traditional Chinese.
pub(super) const HANT: Website = Website {
    search: "搜尋",
    found: "找到{}處",
    nothing: "沒有找到",
    reading: "正在讀取……",
    previous: "上一頁",
    next: "下一頁",
};

/// Japanese.
pub(super) const JAPANESE: Website = Website {
    search: "検索",
    found: "{}件",
    nothing: "見つかりません",
    reading: "読み込み中……",
    previous: "前のページ",
    next: "次のページ",
};

/// Korean.
pub(super) const KOREAN: Website = Website {
    search: "검색",
    found: "{}건",
    nothing: "찾지 못했습니다",
    reading: "읽는 중…",
    previous: "이전 쪽",
    next: "다음 쪽",
};

/// English.
pub(super) const ENGLISH: Website = Website {
    search: "Search",
    found: "{} found",
    nothing: "Nothing found",
    reading: "Reading…",
    previous: "Previous",
    next: "Next",
};
