//! Guesses the language of a book that does not say it. In: a book. Out: one of zh-Hans, zh-Hant, ja, ko, en.

use super::plain::{is_han, is_hangul, is_kana};
use crate::model::{Block, Book, Inline, Lang, walk};

/// So many characters tell.
const ENOUGH: usize = 200_000;

/// Frequent characters that simplified texts write otherwise.
const TRADITIONAL: &str = "這個們來時會說對國過後學為麼還沒發動經現長樣種實當開間點問見車東電話門關機應與業員題無從進邊頭書聲氣親愛風馬語難讓許\
    該論體記認條產兒給紅級統議術際總報階類運場戰軍傳單團處變萬廣華漢龍鳥魚麗買賣錢飯館樂結義遠連選還鄉醫陽陰隊隨雲靈顯飛";

/// Frequent characters that traditional texts write otherwise.
const SIMPLIFIED: &str = "这个们来时会说对国过后学为么还没发动经现长样种实当开间点问见车东电话门关机应与业员题无从进边头书声气亲爱风马语难让许\
    该论体记认条产儿给红级统议术际总报阶类运场战军传单团处变万广华汉龙鸟鱼丽买卖钱饭馆乐结义远连选还乡医阳阴队随云灵显飞";

#[derive(Default)]
struct Count {
    all: usize,
    latin: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    traditional: usize,
    simplified: usize,
}

/// The language most of the text is in.
pub(crate) fn guess(book: &Book) -> Lang {
    let mut count = Count::default();
    count.add(&book.meta.title);
    walk::book(book, &mut |node| match node {
        walk::Node::Inline(Inline::Text(text)) => count.add(text),
        walk::Node::Inline(Inline::Ruby(ruby)) => ruby.pairs.iter().for_each(|pair| count.add(&pair.base)),
        walk::Node::Block(Block::Code(_)) | walk::Node::Block(_) | walk::Node::Inline(_) | walk::Node::Division(_) => {}
    });
    let tag = count.tag();
    tag.parse().expect("the tags written here are well formed")
}

impl Count {
    fn add(&mut self, text: &str) {
        if self.all >= ENOUGH {
            return;
        }
        for c in text.chars().take(ENOUGH) {
            self.all += 1;
            self.latin += usize::from(c.is_ascii_alphabetic());
            self.kana += usize::from(is_kana(c));
            self.hangul += usize::from(is_hangul(c));
            if is_han(c) {
                self.han += 1;
                let (traditional, simplified) = (TRADITIONAL.contains(c), SIMPLIFIED.contains(c));
                self.traditional += usize::from(traditional && !simplified);
                self.simplified += usize::from(simplified && !traditional);
            }
        }
    }

    fn tag(&self) -> &'static str {
        let cjk = self.han + self.kana + self.hangul;
        // A Han character says as much as four letters of the alphabet.
        if cjk * 4 < self.latin || cjk == 0 {
            "en"
        } else if self.hangul * 3 > cjk {
            "ko"
        } else if self.kana * 5 > cjk {
            "ja"
        } else if self.traditional > self.simplified {
            "zh-Hant"
        } else {
            "zh-Hans"
        }
    }
}
