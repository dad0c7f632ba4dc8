//! What plans and slug lines say, in the languages keben speaks.

use crate::impose::{Edge, FoldOver, Plan, Step, ending};
use crate::model::Lang;

/// Words of a language.
pub struct Words {
    language: Language,
    pub title: &'static str,
    /// What the picture shows: both faces of the first sheet, or its only one.
    pub pictures: [&'static str; 2],
    pub sheet: &'static str,
    pub section: &'static str,
    pub front: &'static str,
    pub back: &'static str,
    pub turned: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Simplified,
    Traditional,
    Japanese,
    Korean,
    English,
}

const SIMPLIFIED: Words = Words {
    language: Language::Simplified,
    title: "印制与装订说明",
    pictures: ["第一张纸的正面和背面", "第一张纸"],
    sheet: "张",
    section: "帖",
    front: "正面",
    back: "背面",
    turned: "带撇号的页码，其页面头朝下。",
};
const TRADITIONAL: Words = Words {
    language: Language::Traditional,
    title: "印製與裝訂說明",
    pictures: ["第一張紙的正面和背面", "第一張紙"],
    sheet: "張",
    section: "帖",
    front: "正面",
    back: "背面",
    turned: "帶撇號的頁碼，其頁面頭朝下。",
};
const JAPANESE: Words = Words {
    language: Language::Japanese,
    title: "印刷と製本の手順",
    pictures: ["一枚目の表と裏", "一枚目"],
    sheet: "枚",
    section: "折",
    front: "表",
    back: "裏",
    turned: "′のついたページは天地が逆です。",
};
const KOREAN: Words = Words {
    language: Language::Korean,
    title: "인쇄와 제본 안내",
    pictures: ["첫째 장의 앞면과 뒷면", "첫째 장"],
    sheet: "장",
    section: "대",
    front: "앞면",
    back: "뒷면",
    turned: "′가 붙은 쪽은 위아래가 뒤집혀 있습니다.",
};
const ENGLISH: Words = Words {
    language: Language::English,
    title: "How to print and bind",
    pictures: ["Front and back of the first sheet", "The first sheet"],
    sheet: "Sheet",
    section: "Section",
    front: "Front",
    back: "Back",
    turned: "Pages with a prime stand on their heads.",
};

impl Words {
    /// The words of a language; English for those keben does not speak.
    pub fn of(lang: &Lang) -> &'static Self {
        match lang.primary() {
            "zh" if lang.is_traditional() => &TRADITIONAL,
            "zh" => &SIMPLIFIED,
            "ja" => &JAPANESE,
            "ko" => &KOREAN,
            _ => &ENGLISH,
        }
    }

    /// What is printed on what.
    pub fn summary(&self, plan: &Plan, title: &str) -> String {
        let Plan { pages, blanks_added: blanks, press_sheets: sheets, sheet_mm: [width, height], .. } = plan;
        let right = plan.binding == "right";
        match self.language {
            Language::Simplified => {
                let side = if right { "右" } else { "左" };
                let blanks = if *blanks > 0 { format!("，另加空白{blanks}页") } else { String::new() };
                format!("《{title}》共{pages}页{blanks}，印在{sheets}张{width} × {height} mm的纸上，{side}侧装订。")
            }
            Language::Traditional => {
                let side = if right { "右" } else { "左" };
                let blanks = if *blanks > 0 { format!("，另加空白{blanks}頁") } else { String::new() };
                format!("《{title}》共{pages}頁{blanks}，印在{sheets}張{width} × {height} mm的紙上，{side}側裝訂。")
            }
            Language::Japanese => {
                let side = if right { "右" } else { "左" };
                let blanks = if *blanks > 0 { format!("と白ページ{blanks}") } else { String::new() };
                format!(
                    "『{title}』{pages}ページ{blanks}を、{width} × {height} mmの紙{sheets}枚に刷り、{side}で綴じます。"
                )
            }
            Language::Korean => {
                let side = if right { "오른쪽" } else { "왼쪽" };
                let blanks = if *blanks > 0 { format!("과 빈 쪽 {blanks}쪽") } else { String::new() };
                format!(
                    "《{title}》 {pages}쪽{blanks}을 {width} × {height} mm 종이 {sheets}장에 찍어 {side}에서 묶습니다."
                )
            }
            Language::English => {
                let blanks = if *blanks > 0 { format!(" and {blanks} blank") } else { String::new() };
                format!(
                    "*{title}*: {pages} page{}{blanks} on {sheets} sheet{} of {width} × {height} mm, bound at the {}.",
                    ending(*pages),
                    ending(*sheets),
                    plan.binding
                )
            }
        }
    }

    /// What hands do.
    pub fn step(&self, step: &Step) -> String {
        match self.language {
            Language::English => step.to_string(),
            Language::Simplified => chinese(step),
            Language::Traditional => traditional(step),
            Language::Japanese => japanese(step),
            Language::Korean => korean(step),
        }
    }
}

fn chinese(step: &Step) -> String {
    match step {
        Step::PrintBothSides { turn: Edge::Short } => "双面打印，按实际大小（100%），沿短边翻转。".into(),
        Step::PrintBothSides { turn: Edge::Long } => "双面打印，按实际大小（100%），沿长边翻转。".into(),
        Step::PrintOneSide => "单面打印，按实际大小（100%）。".into(),
        Step::PrintFronts => "先打印全部正面，按实际大小（100%）。".into(),
        Step::PrintBacks { reversed: false } => "把这叠纸像翻书页那样翻面，次序不变，放回纸盒，再打印背面。".into(),
        Step::PrintBacks { reversed: true } => {
            "把这叠纸像翻书页那样翻面，最后一张先进纸，放回纸盒，再打印背面。".into()
        }
        Step::WorkAndTurn => "自翻版：同一块版印两面，像翻书页那样翻纸，从中间裁开，得相同的两份。".into(),
        Step::Cut { strips, stacked: false } => format!("每张横裁成{strips}条，上一条放在下一条之上。"),
        Step::Cut { strips, stacked: true } => format!("整叠横裁成{strips}份，上一份放在下一份之上。"),
        Step::Fold { fold } => {
            let (over, under) = match fold {
                FoldOver::LeftOverRight => ("左半", "右半"),
                FoldOver::RightOverLeft => ("右半", "左半"),
                FoldOver::TopOverBottom => ("上半", "下半"),
                FoldOver::BottomOverTop => ("下半", "上半"),
            };
            format!("把{over}折到{under}之上。")
        }
        Step::FrontDown => "第一张放在面前，第1页那面朝下，天头在远端。".into(),
        Step::Zine => "印面朝外横竖各对折，展开，沿中间两栏的横折线裁开，再把两端推拢。".into(),
        Step::Insert => "每帖折好的纸依次套合，第一张在最外。".into(),
        Step::Together => "每帖的纸叠齐，第一张在最外。".into(),
        Step::Gather => "各帖按次序配齐。".into(),
        Step::Staple => "从外面沿折线骑订两钉。".into(),
        Step::SewOrGlue => "各帖沿折线锁线，或在背脊上胶。".into(),
        Step::Trim => "裁切天头、地脚和切口。".into(),
    }
}

fn traditional(step: &Step) -> String {
    match step {
        Step::PrintBothSides { turn: Edge::Short } => "雙面列印，按實際大小（100%），沿短邊翻轉。".into(),
        Step::PrintBothSides { turn: Edge::Long } => "雙面列印，按實際大小（100%），沿長邊翻轉。".into(),
        Step::PrintOneSide => "單面列印，按實際大小（100%）。".into(),
        Step::PrintFronts => "先列印全部正面，按實際大小（100%）。".into(),
        Step::PrintBacks { reversed: false } => "把這疊紙像翻書頁那樣翻面，次序不變，放回紙匣，再列印背面。".into(),
        Step::PrintBacks { reversed: true } => {
            "把這疊紙像翻書頁那樣翻面，最後一張先進紙，放回紙匣，再列印背面。".into()
        }
        Step::WorkAndTurn => "自翻版：同一塊版印兩面，像翻書頁那樣翻紙，從中間裁開，得相同的兩份。".into(),
        Step::Cut { strips, stacked: false } => format!("每張橫裁成{strips}條，上一條放在下一條之上。"),
        Step::Cut { strips, stacked: true } => format!("整疊橫裁成{strips}份，上一份放在下一份之上。"),
        Step::Fold { fold } => {
            let (over, under) = match fold {
                FoldOver::LeftOverRight => ("左半", "右半"),
                FoldOver::RightOverLeft => ("右半", "左半"),
                FoldOver::TopOverBottom => ("上半", "下半"),
                FoldOver::BottomOverTop => ("下半", "上半"),
            };
            format!("把{over}折到{under}之上。")
        }
        Step::FrontDown => "第一張放在面前，第1頁那面朝下，天頭在遠端。".into(),
        Step::Zine => "印面朝外橫豎各對折，展開，沿中間兩欄的橫折線裁開，再把兩端推攏。".into(),
        Step::Insert => "每帖折好的紙依次套合，第一張在最外。".into(),
        Step::Together => "每帖的紙疊齊，第一張在最外。".into(),
        Step::Gather => "各帖按次序配齊。".into(),
        Step::Staple => "從外面沿折線騎訂兩釘。".into(),
        Step::SewOrGlue => "各帖沿折線穿線，或在書背上膠。".into(),
        Step::Trim => "裁切天頭、地腳和切口。".into(),
    }
}

fn japanese(step: &Step) -> String {
    match step {
        Step::PrintBothSides { turn: Edge::Short } => "原寸（100%）で両面印刷、短辺とじで刷ります。".into(),
        Step::PrintBothSides { turn: Edge::Long } => "原寸（100%）で両面印刷、長辺とじで刷ります。".into(),
        Step::PrintOneSide => "原寸（100%）で片面に刷ります。".into(),
        Step::PrintFronts => "原寸（100%）で表をすべて刷ります。".into(),
        Step::PrintBacks { reversed: false } => {
            "紙の束を本のページのようにめくって裏返し、順はそのまま給紙して、裏を刷ります。".into()
        }
        Step::PrintBacks { reversed: true } => {
            "紙の束を本のページのようにめくって裏返し、最後の紙から給紙して、裏を刷ります。".into()
        }
        Step::WorkAndTurn => {
            "一つの版で、本のページのようにめくって両面を刷り（打ち返し）、まん中で断って同じもの二部にします。".into()
        }
        Step::Cut { strips, stacked: false } => format!("一枚ずつ横に{strips}本に断ち、上のものを下のものに重ねます。"),
        Step::Cut { strips, stacked: true } => format!("束のまま横に{strips}つに断ち、上のものを下のものに重ねます。"),
        Step::Fold { fold } => {
            let (over, under) = match fold {
                FoldOver::LeftOverRight => ("左半分", "右半分"),
                FoldOver::RightOverLeft => ("右半分", "左半分"),
                FoldOver::TopOverBottom => ("上半分", "下半分"),
                FoldOver::BottomOverTop => ("下半分", "上半分"),
            };
            format!("{over}を{under}に折り重ねます。")
        }
        Step::FrontDown => "一枚目を、1ページの面を下に、その天を向こう側にして置きます。".into(),
        Step::Zine => "刷った面を外に縦横に折って開き、中央二列の横の折り目を切り、両端を寄せます。".into(),
        Step::Insert => "折ごとに、折った紙を一枚目を外にして差し込みます。".into(),
        Step::Together => "折ごとに、一枚目を外にして紙を重ねます。".into(),
        Step::Gather => "折を順に揃えます。".into(),
        Step::Staple => "折り目を外から二か所綴じます。".into(),
        Step::SewOrGlue => "折り目を糸でかがるか、背を糊で固めます。".into(),
        Step::Trim => "天地と小口を断ちます。".into(),
    }
}

fn korean(step: &Step) -> String {
    match step {
        Step::PrintBothSides { turn: Edge::Short } => "실제 크기(100%)로 양면 인쇄하되 짧은 쪽으로 넘깁니다.".into(),
        Step::PrintBothSides { turn: Edge::Long } => "실제 크기(100%)로 양면 인쇄하되 긴 쪽으로 넘깁니다.".into(),
        Step::PrintOneSide => "실제 크기(100%)로 한 면에 찍습니다.".into(),
        Step::PrintFronts => "실제 크기(100%)로 앞면을 모두 찍습니다.".into(),
        Step::PrintBacks { reversed: false } => {
            "종이 뭉치를 책장처럼 넘겨 뒤집고 순서대로 다시 넣어 뒷면을 찍습니다.".into()
        }
        Step::PrintBacks { reversed: true } => {
            "종이 뭉치를 책장처럼 넘겨 뒤집고 마지막 장부터 들어가도록 넣어 뒷면을 찍습니다.".into()
        }
        Step::WorkAndTurn => {
            "한 판으로, 책장처럼 넘겨 양면을 찍고(돈땡) 가운데를 잘라 같은 것 두 벌을 얻습니다.".into()
        }
        Step::Cut { strips, stacked: false } => {
            format!("장마다 가로로 {strips}줄로 잘라 위의 것을 아래 것 위에 놓습니다.")
        }
        Step::Cut { strips, stacked: true } => {
            format!("뭉치째 가로로 {strips}등분하여 위의 것을 아래 것 위에 놓습니다.")
        }
        Step::Fold { fold } => {
            let (over, under) = match fold {
                FoldOver::LeftOverRight => ("왼쪽 반", "오른쪽 반"),
                FoldOver::RightOverLeft => ("오른쪽 반", "왼쪽 반"),
                FoldOver::TopOverBottom => ("위쪽 반", "아래쪽 반"),
                FoldOver::BottomOverTop => ("아래쪽 반", "위쪽 반"),
            };
            format!("{over}을 {under} 위로 접습니다.")
        }
        Step::FrontDown => "첫째 장을 1쪽이 있는 면이 아래로, 그 머리가 먼 쪽으로 가게 놓습니다.".into(),
        Step::Zine => {
            "찍은 면이 밖으로 오게 가로세로로 접었다 펴고, 가운데 두 칸의 가로 접선을 자른 뒤 양끝을 밀어 모읍니다."
                .into()
        }
        Step::Insert => "대마다 접은 종이를 첫째 장이 밖에 오게 끼웁니다.".into(),
        Step::Together => "대마다 종이를 첫째 장이 밖에 오게 겹칩니다.".into(),
        Step::Gather => "대를 차례대로 모읍니다.".into(),
        Step::Staple => "접선을 밖에서 두 군데 박습니다.".into(),
        Step::SewOrGlue => "접선을 실로 매거나 등을 풀로 붙입니다.".into(),
        Step::Trim => "위아래와 앞을 자릅니다.".into(),
    }
}

/// What the slug line of a face says: whose it is, in which section, which sheet, and whether that is its back; nothing of
/// faces where it is printed on one side. A single page is no sheet to who prints it.
pub fn slug(
    lang: &Lang,
    name: &str,
    (nth, of): (usize, usize),
    page: bool,
    back: Option<bool>,
    section: Option<usize>,
) -> String {
    let words = Words::of(lang);
    let face = back.map(|back| if back { words.back } else { words.front });
    let (section, place) = match words.language {
        Language::Simplified | Language::Traditional => {
            let unit = match words.language {
                _ if !page => words.sheet,
                Language::Simplified => "页",
                _ => "頁",
            };
            (section.map(|section| format!("第{section}{}", words.section)), format!("第{nth}{unit}／共{of}{unit}"))
        }
        Language::Japanese => {
            let places = if page { format!("{nth}／{of}ページ") } else { format!("{nth}枚目／{of}枚") };
            (section.map(|section| format!("第{section}折")), places)
        }
        Language::Korean => {
            let unit = if page { "쪽" } else { "장" };
            (section.map(|section| format!("{section}대")), format!("{nth}/{of}{unit}"))
        }
        Language::English => {
            let unit = if page { "page" } else { "sheet" };
            (section.map(|section| format!("section {section}")), format!("{unit} {nth} of {of}"))
        }
    };
    let gap = if matches!(words.language, Language::Korean | Language::English) { "  " } else { "　" };
    let parts = [Some(name.to_owned()), section, Some(place), face.map(str::to_lowercase)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(gap)
}

/// A title as it stands in a slug line: titles may be as long as they like, a line beside pages may not.
pub fn shortened(title: &str) -> String {
    // In halves of an em.
    const MOST: usize = 40;
    let wide = |c: char| if c < '\u{1100}' { 1 } else { 2 };
    if title.chars().map(wide).sum::<usize>() <= MOST {
        return title.to_owned();
    }
    let mut taken = 2;
    let kept = title.chars().take_while(|&c| {
        taken += wide(c);
        taken <= MOST
    });
    kept.collect::<String>().trim_end().to_owned() + "…"
}
