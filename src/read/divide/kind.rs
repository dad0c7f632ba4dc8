//! Which words make a title that of a preface, an appendix, a glossary.

use crate::model::DivisionKind::{self, *};

/// Titles that are this word and nothing else, blanks and case aside.
const WORDS: &[(&str, DivisionKind)] = &[
    ("献词", Dedication),
    ("献辞", Dedication),
    ("獻詞", Dedication),
    ("题献", Dedication),
    ("dedication", Dedication),
    ("序", Preface),
    ("序言", Preface),
    ("自序", Preface),
    ("代序", Preface),
    ("原序", Preface),
    ("总序", Preface),
    ("译序", Preface),
    ("译者序", Preface),
    ("译者前言", Preface),
    ("前言", Preface),
    ("卷首语", Preface),
    ("はじめに", Preface),
    ("まえがき", Preface),
    ("머리말", Preface),
    ("서문", Preface),
    ("preface", Preface),
    ("foreword", Preface),
    ("引言", Introduction),
    ("引子", Introduction),
    ("导语", Introduction),
    ("摘要", Introduction),
    ("内容提要", Introduction),
    ("要旨", Introduction),
    ("초록", Introduction),
    ("abstract", Introduction),
    ("导言", Introduction),
    ("導言", Introduction),
    ("導語", Introduction),
    ("introduction", Introduction),
    ("附录", Appendix),
    ("附錄", Appendix),
    ("付録", Appendix),
    ("부록", Appendix),
    ("appendix", Appendix),
    ("附件", Appendix),
    ("后记", Afterword),
    ("後記", Afterword),
    ("跋", Afterword),
    ("编后记", Afterword),
    ("译后记", Afterword),
    ("结束语", Afterword),
    ("あとがき", Afterword),
    ("おわりに", Afterword),
    ("후기", Afterword),
    ("afterword", Afterword),
    ("epilogue", Afterword),
    ("postscript", Afterword),
    ("术语表", Glossary),
    ("术语", Glossary),
    ("名词解释", Glossary),
    ("術語表", Glossary),
    ("用語集", Glossary),
    ("glossary", Glossary),
    ("参考文献", Bibliography),
    ("參考文獻", Bibliography),
    ("参考资料", Bibliography),
    ("參考資料", Bibliography),
    ("참고문헌", Bibliography),
    ("bibliography", Bibliography),
    ("references", Bibliography),
    ("索引", Index),
    ("색인", Index),
    ("index", Index),
    ("版权页", Colophon),
    ("版權頁", Colophon),
    ("版权说明", Colophon),
    ("版权声明", Colophon),
    ("奥付", Colophon),
    ("colophon", Colophon),
];

/// What sort of division bears this title, where its words say so. `附录一 年表` and `Appendix A: Dates` do.
pub(crate) fn of_title(title: &str) -> Option<DivisionKind> {
    // Longer titles hold other words too.
    if title.len() > 120 {
        return None;
    }
    let word: String = title.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if let Some((_, kind)) = WORDS.iter().find(|(known, _)| *known == word) {
        return Some(*kind);
    }
    let numbered =
        ["附录", "附錄", "附件", "付録", "부록", "appendix"].iter().find_map(|start| word.strip_prefix(start))?;
    let mut rest = numbered.chars();
    let number = rest.next()?;
    let counts = number.is_ascii_digit() || "一二三四五六七八九十：:".contains(number);
    // `Appendix A`, but not `Appendixes`.
    let letter =
        number.is_ascii_alphabetic() && rest.next().is_none_or(|c| !c.is_ascii_alphabetic() || title.contains(' '));
    (counts || letter).then_some(Appendix)
}

/// Stands before the text.
pub(super) fn is_front(kind: DivisionKind) -> bool {
    matches!(kind, Dedication | Preface | Introduction | Colophon)
}

/// Stands after the text.
pub(super) fn is_back(kind: DivisionKind) -> bool {
    matches!(kind, Appendix | Afterword | Glossary | Bibliography | Index | Colophon)
}

/// Whether a title is that of a list of contents, which names no book.
pub(crate) fn is_contents(title: &str) -> bool {
    let word: String = title.chars().filter(|c| !c.is_whitespace()).take(32).flat_map(char::to_lowercase).collect();
    matches!(word.as_str(), "目录" | "目錄" | "目次" | "목차" | "contents" | "tableofcontents" | "summary")
}
