//! Formulas: on the grid, in the line, numbered, refused; the same on the page and on the web.

use std::time::Instant;

use keben::layout::{Item, Placed, TagKind};
use keben::math;
use keben::publish::{self, Format};
use keben::source::Memory;
use keben::unit::Length;

use crate::common::{self, Made, han, pages_of};

/// The characters of a page's runs from left to right, with their baselines.
fn runs(made: &Made, page: usize) -> Vec<(String, Length, Length)> {
    let of = |placed: &Placed| match &placed.item {
        Item::Run(run) => Some((run.text.clone(), placed.at.x, placed.at.y)),
        _ => None,
    };
    made.paged.pages[page].frame.items.iter().filter_map(of).collect()
}

/// The first page with text of its own.
fn first(made: &Made) -> usize {
    (0..made.paged.pages.len()).find(|&at| runs(made, at).iter().any(|(text, ..)| text.contains('始'))).expect("a page")
}

fn baseline(made: &Made, text: &str) -> Length {
    let found = runs(made, first(made));
    found.iter().find(|(of, ..)| of.contains(text)).unwrap_or_else(|| panic!("{text} in {found:?}")).2
}

fn codes(made: &Made) -> Vec<&str> {
    made.said.iter().map(|said| said.code).collect()
}

#[test]
fn a_formula_in_a_line_sits_on_its_baseline() {
    let made = pages_of("始文中有式$x+7$在此。\n\n再行。");
    assert!(made.said.is_empty(), "{:?}", made.said);
    let line = baseline(&made, "始");
    assert_eq!(baseline(&made, "x"), line);
    assert_eq!(baseline(&made, "7"), line);
    // Han and formula have the white of Han and Western text between them.
    let found = runs(&made, first(&made));
    let (_, x, _) = found.iter().find(|(text, ..)| text == "x").expect("it is there");
    let (_, start, _) = found.iter().find(|(text, ..)| text.starts_with("始")).expect("it is there");
    let gap = (*x - *start).to_pt() - 5.0 * 10.5;
    assert!((1.0..4.0).contains(&gap), "{gap}");
}

#[test]
fn what_follows_a_displayed_formula_is_on_the_grid() {
    let body = "\n\n末段。\n";
    for tex in ["x", "\\frac{a}{b}", "\\sum_{i=1}^n i", "\\begin{align} a&=b\\\\ c&=\\frac{d}{e} \\end{align}"] {
        let made = pages_of(&format!("始段。\n\n$$\n{tex}\n$$\n{body}"));
        assert!(made.said.is_empty(), "{:?}", made.said);
        let between = (baseline(&made, "末") - baseline(&made, "始")).to_pt();
        let lines = between / made_pitch();
        assert!((lines - lines.round()).abs() < 0.001, "{tex}: {between} pt");
    }
}

fn made_pitch() -> f64 {
    keben::theme::Theme::built_in("booklet").expect("it is built in").pitch().to_pt()
}

#[test]
fn a_displayed_formula_stands_in_the_middle() {
    let made = pages_of("始段。\n\n$$\nE=m\n$$\n");
    let found = runs(&made, first(&made));
    let left = found.iter().find(|(text, ..)| text.starts_with('E')).expect("it is there").1;
    let right = found.iter().find(|(text, ..)| text.contains('m')).expect("it is there").1;
    let trim = made.paged.trim.width.to_pt();
    let theme = keben::theme::Theme::built_in("booklet").expect("it is built in");
    let area = theme.page.type_area(theme.body().size, theme.pitch());
    let (start, end) = (area.at.x.to_pt(), area.right().to_pt());
    let middle = (left.to_pt() + right.to_pt()) / 2.0;
    assert!((middle - (start + end) / 2.0).abs() < 12.0, "{middle} in {start}..{end} of {trim}");
}

#[test]
fn a_tall_formula_takes_whole_lines() {
    let tall = "$\\begin{matrix}a\\\\b\\\\c\\\\d\\end{matrix}$";
    let made = pages_of(&format!("始{}{tall}{}。\n\n末段。", han(40, 1), han(60, 2)));
    assert_eq!(codes(&made), ["tall-formula"]);
    let between = (baseline(&made, "末") - baseline(&made, "始")).to_pt() / made_pitch();
    assert!((between - between.round()).abs() < 0.001, "{between}");
    assert!(between > 4.5, "{between}");
}

#[test]
fn long_formulas_break_after_signs() {
    let terms = (0..40).map(|at| format!("a_{{{at}}}")).collect::<Vec<_>>().join(" + ");
    let made = pages_of(&format!("始文$x = {terms}$。"));
    assert!(!codes(&made).contains(&"overfull"), "{:?}", made.said);
    let display = pages_of(&format!("始文\n\n$$\nx = {terms}\n$$\n"));
    assert_eq!(codes(&display), ["wide-formula"]);
    let page = first(&display);
    let right = display.paged.trim.width;
    assert!(runs(&display, page).iter().all(|(_, x, _)| *x < right));
    let lines: std::collections::BTreeSet<i64> =
        runs(&display, page).iter().filter(|(text, ..)| text.contains('+')).map(|(.., y)| y.raw()).collect();
    assert!(lines.len() > 1, "it is broken");
    // Brackets are not divided.
    let closed = pages_of(&format!("始文\n\n$$\n\\left({terms}\\right)\n$$\n"));
    assert!(closed.said[0].message.contains('%'), "{:?}", closed.said);
}

const NUMBERED: &str = "始文\n\n$$\nE = mc^2\n$$ {#eq-e}\n\n见[@eq-e]与\\eqref{eq:b}，又见[@eq-t]。\n\n\
$$\n\\begin{align} a &= b \\label{eq:b} \\\\ c &= d \\end{align}\n$$\n\n$$\nx \\tag{5'}\n$$ {#eq-t}\n\n\
$$\n\\text{由 \\eqref{eq:b} 得 \\ref{eq-e}}\n$$\n\n\
$$\n\\begin{align} p &= q \\tag{A}\\label{a} \\\\ r &= s \\tag{B}\\label{b} \\end{align}\n$$\n\n据\\eqref{b}。\n";

#[test]
fn numbers_are_the_same_everywhere() {
    let source = Memory::new().with("t.md", NUMBERED);
    let job = common::job("t.md", "booklet");
    let made = common::lay_out(&job, &source);
    assert!(made.said.is_empty(), "{:?}", made.said);
    let page: String = (0..made.paged.pages.len()).flat_map(|at| runs(&made, at)).map(|(text, ..)| text).collect();
    for shown in ["见（1）与（2），又见（5′）", "据（B）", "由（2）得1"] {
        assert!(page.replace(['\u{A0}', ' '], "").contains(shown), "{shown} in {page}");
    }
    for number in ["（1）", "（2）", "（5′）", "（A）", "（B）"] {
        assert!(page.contains(number), "{number} in {page}");
    }
    let html = publish::Job { formats: vec![Format::Html], ..job };
    let sink = keben::diag::Sink::new();
    let made = publish::publish(&html, &source, common::fonts(), &sink).expect("it can be published");
    let text = String::from_utf8(common::bytes(&made[0]).to_vec()).expect("HTML is text");
    for number in ["（1）", "（2）", "（5′）", "（A）", "（B）"] {
        assert!(text.contains(number), "{number}");
    }
}

#[test]
fn numbers_stand_at_the_measures_end() {
    let made = pages_of("始文\n\n$$\nx\n$$ {#a}\n\n$$\n\\frac{a}{b}\n$$ {#b}\n");
    let closing: Vec<Length> =
        runs(&made, first(&made)).into_iter().filter(|(text, ..)| text == "）").map(|(_, x, _)| x).collect();
    assert_eq!(closing.len(), 2);
    assert_eq!(closing[0], closing[1]);
}

#[test]
fn a_fault_is_told_and_nothing_is_lost() {
    let made = pages_of("始文$\\foo{x}$。\n\n$$\n\\frac\n$$\n\n$$\n\\left( b\n$$\n");
    let text: String = (0..made.paged.pages.len()).flat_map(|at| runs(&made, at)).map(|(text, ..)| text).collect();
    for shown in ["\\foo{x}", "\\frac", "\\left( b"] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    assert_eq!(codes(&made), ["math"; 3]);
    assert!(made.said[0].message.contains("at `\\foo`"), "{}", made.said[0]);
    assert_eq!(made.said[1].span.line, 3);
}

#[test]
fn hostile_formulas_are_refused() {
    let none = |_: &str| None;
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(3000), close.repeat(3000));
    let bad = [
        deep("{", "}"),
        deep("\\sqrt{", "}"),
        deep("\\left(", "\\right)"),
        deep("x^{", "}"),
        "\\def\\a{\\a\\a}\\a".into(),
        "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}".to_owned() + &"\\a".repeat(4000),
        "\\rule{99999999em}{1em}".into(),
        "\\begin{array}{".to_owned() + &"c".repeat(9000) + "}x\\end{array}" + &"&".repeat(9000),
        String::new(),
        "}".into(),
        "\\".into(),
        "\\\\\\label{".into(),
        "x".repeat(30_000),
    ];
    for tex in bad {
        let shown: String = tex.chars().take(30).collect();
        assert!(math::read(&tex, &none).is_err(), "{shown}");
    }
    // Whatever is typed, nothing panics.
    let bits = ["\\", "{", "}", "^", "_", "&", "\\frac", "\\left(", "\\right.", "中", "\\begin{align}", "\\end{align}"];
    let more = ["\\text{", "\\sqrt[", "]", "\\\\", "\\tag{1}", "\\label{a}", "\u{301}", "x", "$", "\\hat", "%", "#1"];
    let all: Vec<&str> = bits.into_iter().chain(more).collect();
    let mut state = 1_u32;
    for _ in 0..3000 {
        let mut tex = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            tex.push_str(all[(state >> 16) as usize % all.len()]);
        }
        if let Ok(formula) = math::read(&tex, &none) {
            formula.set(Length::pt(10.0), math::Style::Display, &|_| None);
            formula.set(Length::pt(10.0), math::Style::Inline, &|_| None);
        }
    }
}

#[test]
fn formulas_are_tagged_with_their_notation() {
    let made = pages_of("始文$x^2$。\n\n$$\ny\n$$\n");
    let formulas: Vec<&str> = made
        .paged
        .tags
        .iter()
        .filter_map(|tag| if let TagKind::Formula(tex) = &tag.kind { Some(tex.as_str()) } else { None })
        .collect();
    assert_eq!(formulas, ["x^2", "y"]);
    // Every glyph of a formula is its content.
    let items = made.paged.pages.iter().flat_map(|page| &page.frame.items);
    let maths = |placed: &&Placed| matches!(&placed.item, Item::Run(run) if common::fonts().face(run.face).family.starts_with("KaTeX"));
    assert!(items.filter(maths).all(|placed| {
        let tag = placed.tag.0.checked_sub(1).map(|at| &made.paged.tags[at as usize].kind);
        matches!(tag, Some(TagKind::Formula(_)))
    }));
}

#[test]
fn two_thousand_formulas_take_linear_time() {
    let text = |count: usize| {
        let line = |at: usize| {
            format!("式$a_{{{at}}}=\\frac{{{at}}}{{b}}$：\n\n$$\n\\sum_{{i=1}}^{{{at}}} i\n$$ {{#e{at}}}\n\n")
        };
        format!("始\n\n{}", (0..count).map(line).collect::<String>())
    };
    let time = |count: usize| {
        let text = text(count);
        let start = Instant::now();
        let made = pages_of(&text);
        assert!(made.said.is_empty(), "{:?}", made.said);
        start.elapsed().as_secs_f64()
    };
    time(50);
    let (few, many) = (time(250), time(1000));
    eprintln!("500 formulas {few:.3} s, 2000 formulas {many:.3} s");
    assert!(many < few * 12.0 + 1.0, "{few} s, {many} s");
}

#[test]
fn a_formula_of_more_lines_than_a_page_goes_on_on_the_next() {
    let sum: Vec<String> = (0..900).map(|at| format!("a_{{{at}}}")).collect();
    let made = pages_of(&format!("{}\n\n$$ {} $$ {{#eq-x}}\n\n后。\n", han(60, 1), sum.join(" + ")));
    let theme = keben::theme::Theme::built_in("booklet").expect("it is built in");
    let foot = theme.page.margins.head + theme.area().size.height;
    for page in &made.paged.pages {
        for placed in &page.frame.items {
            if let Item::Run(run) = &placed.item
                && common::fonts().face(run.face).family.starts_with("KaTeX")
            {
                assert!(placed.at.y <= foot, "`{}` runs off the page", run.text);
            }
        }
    }
    assert!(made.paged.pages.len() > 4);
    let a = |placed: &&Placed| matches!(&placed.item, Item::Run(run) if run.text.contains('a'));
    let letters: usize = made.paged.pages.iter().flat_map(|page| page.frame.items.iter().filter(a)).count();
    assert!(letters >= 900, "{letters}");
    assert!(!codes(&made).contains(&"tall-block"));
}

#[test]
fn what_a_formula_cannot_refer_to_or_show_is_told() {
    let text = "$$\nx \\label{eq:one} \\tag{1}\n$$\n\n式$\\eqref{eq:one}+\\ref{eq:ona}$。\n\n$$ y \\ref{zz} \\tag{2} \\tag{3} $$\n\n$z \\tag{4}$\n";
    let made = pages_of(text);
    let said: Vec<_> = made.said.iter().map(|said| (said.code, said.span.line, said.help.is_some())).collect();
    assert_eq!(
        said,
        [("no-label", 5, true), ("math", 7, true), ("no-label", 7, true), ("math", 9, true)],
        "{:?}",
        made.said
    );
}
