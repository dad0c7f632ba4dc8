//! The words of a colophon page, by language.

/// The words of a colophon page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the fields of `Imprint`")]
pub struct Facts {
    pub publisher: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    pub web: &'static str,
    pub printer: &'static str,
    pub format: &'static str,
    pub sheets: &'static str,
    pub words: &'static str,
    pub copies: &'static str,
    pub edition: &'static str,
    pub printing: &'static str,
    pub date: &'static str,
    pub cip: &'static str,
    pub price: &'static str,
    pub fonts: &'static str,
}

/// Simplified Chinese.
pub(super) const HANS: Facts = Facts {
    publisher: "出版",
    address: "地址",
    phone: "电话",
    web: "网址",
    printer: "印刷",
    format: "开本",
    sheets: "印张",
    words: "字数",
    copies: "印数",
    edition: "版次",
    printing: "印次",
    date: "日期",
    cip: "CIP数据核字",
    price: "定价",
    fonts: "字体",
};

/// Traditional Chinese.
pub(super) const HANT: Facts = Facts {
    publisher: "出版",
    address: "地址",
    phone: "電話",
    web: "網址",
    printer: "印刷",
    format: "開本",
    sheets: "印張",
    words: "字數",
    copies: "印數",
    edition: "版次",
    printing: "印次",
    date: "日期",
    cip: "CIP",
    price: "定價",
    fonts: "字體",
};

/// Japanese.
pub(super) const JAPANESE: Facts = Facts {
    publisher: "発行所",
    address: "住所",
    phone: "電話",
    web: "ウェブ",
    printer: "印刷",
    format: "判型",
    sheets: "用紙",
    words: "字数",
    copies: "部数",
    edition: "版",
    printing: "刷",
    date: "発行日",
    cip: "CIP",
    price: "定価",
    fonts: "書体",
};

/// Korean.
pub(super) const KOREAN: Facts = Facts {
    publisher: "펴낸곳",
    address: "주소",
    phone: "전화",
    web: "홈페이지",
    printer: "인쇄",
    format: "판형",
    sheets: "용지",
    words: "글자 수",
    copies: "부수",
    edition: "판",
    printing: "쇄",
    date: "펴낸날",
    cip: "CIP",
    price: "값",
    fonts: "서체",
};

/// English, and every other language.
pub(super) const ENGLISH: Facts = Facts {
    publisher: "Published by",
    address: "Address",
    phone: "Phone",
    web: "Web",
    printer: "Printed by",
    format: "Format",
    sheets: "Sheets",
    words: "Length",
    copies: "Copies",
    edition: "Edition",
    printing: "Printing",
    date: "Date",
    cip: "CIP",
    price: "Price",
    fonts: "Fonts",
};
