//! Themes: printed in full, laid over each other, complained of with line and column; and the texts of content/themes.

use std::collections::BTreeMap;

use keben::diag::Severity;
use keben::layout::{Folio, Item, Paged, TagKind};
use keben::model::Role;
use keben::source::Memory;
use keben::theme::{BUILT_IN, Theme};
use keben::unit::Length;

use crate::books;
use crate::common::{self, Made, lay_out, root};

/// A built-in theme with its text in full.
fn shown(name: &str) -> (Theme, String) {
    Theme::open(name, &|_| None).expect("it is built in")
}

#[test]
fn a_theme_in_full_is_the_same_theme() {
    let heads = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.starts_with('['))
            .map(|line| line.split(']').next().unwrap().to_owned())
            .collect()
    };
    let order = heads(BUILT_IN[0].1);
    for (name, own) in BUILT_IN {
        let (theme, text) = shown(name);
        assert_eq!(theme.name, name);
        assert_eq!(Theme::parse(&text).as_ref(), Ok(&theme), "{name}");
        let first = own.lines().next().expect("a theme says what it is for");
        assert!(text.starts_with(first) && first.starts_with("# "), "{name}: {first}");
        // Sections stand as in the booklet's text; what only this theme has comes after them.
        let of_booklet: Vec<String> = heads(&text).into_iter().filter(|head| order.contains(head)).collect();
        assert_eq!(of_booklet, order, "{name}");
        // Remarks of keys stay with them, whoever gave the value.
        assert!(text.contains("# lines of a paragraph that stay together"), "{name}");
        assert!(!text.contains("extends"), "{name}");
    }
}

#[test]
fn a_mistake_in_a_theme_has_its_line_and_column() {
    let cases = [
        ("[styles.bodi]\nsize = \"12pt\"", (1, 9), "`body`"),
        ("[page]\ntrm = \"A5\"", (2, 1), "`trim`"),
        ("[pge]\ntrim = \"A5\"", (1, 2), "`page`"),
        ("\n[page]\ntrim = \"A55\"", (3, 1), "`A5`"),
        ("[page]\nmargins = { head = \"3mm\", fot = \"3mm\" }", (2, 27), "`foot`"),
        ("[styles.body]\nsetting = { kinsoku = \"strct\" }", (2, 13), "`strict`"),
        ("[styles.heading-1]\nsize = \"0pt\"", (2, 1), "1 to 2000"),
        ("[styles.quote]\nface = \"kai\"\nlike = \"qoute\"", (3, 1), "qoute"),
        ("[cover]\ntitle-at = 3", (2, 1), "0 to 1"),
        ("[fonts]\nsong = 3", (2, 1), "list of families"),
        ("[fonts]\nsong = { families = [], scale = 2.0 }", (2, 1), "scale"),
        ("[lists]\nordered = []", (2, 1), "{ar}"),
        ("[notes]\nplace = \"margin\"\nmargin-width = \"31mm\"\nmargin-gap = \"4mm\"", (3, 1), "31.0 mm"),
        ("extends = \"boklet\"", (1, 1), "`booklet`"),
        ("extends = 3", (1, 11), "name"),
        ("name = \"a\"\nname = \"b\"", (2, 1), ""),
        ("[page\n", (1, 6), ""),
    ];
    for (text, place, words) in cases {
        let error = Theme::parse(text).expect_err(text);
        assert!(error.to_string().contains(words), "{text}: {error}");
        assert_eq!((error.span.line, error.span.column), place, "{text}: {error}");
    }
}

#[test]
fn a_theme_extends_a_file_beside_it() {
    let files: BTreeMap<&str, &str> = [
        ("looks/mine.toml", "extends = \"house.toml\"\nname = \"mine\"\n[colours]\naccent = \"text\" # plain\n"),
        (
            "looks/house.toml",
            "# The house.\nextends = \"book\"\n[styles.body]\n# Large, for old eyes.\nsize = \"12pt\"\n",
        ),
        ("looks/a.toml", "extends = \"b.toml\""),
        ("looks/b.toml", "extends = \"a.toml\""),
        ("looks/lost.toml", "name = \"lost\"\nextends = \"none.toml\""),
        ("looks/wrong.toml", "extends = \"worse.toml\""),
        ("looks/worse.toml", "\n[colours]\nacent = \"text\""),
    ]
    .into();
    let open = |path: &str| Theme::open(path, &|path| files.get(path).map(|text| (*text).to_owned()));
    let (theme, text) = open("looks/mine.toml").expect("it can be used");
    assert_eq!((theme.name.as_str(), theme.body().size), ("mine", Length::pt(12.0)));
    assert_eq!(theme.page.trim, Theme::built_in("book").expect("it is built in").page.trim);
    assert!(
        text.contains("# Large, for old eyes.\nsize = \"12pt\"") && text.contains("accent = \"text\" # plain"),
        "{text}"
    );
    assert_eq!(Theme::parse(&text), Ok(theme));
    let place = |path: &str| open(path).expect_err(path).span.to_string();
    assert_eq!(place("looks/lost.toml"), "looks/lost.toml:2:1");
    assert_eq!(place("looks/wrong.toml"), "looks/worse.toml:3:1");
    assert!(place("looks/a.toml").starts_with("looks/"));
}

/// One Markdown text in a theme that extends a built-in one.
fn set(theme: &str, markdown: &str) -> Made {
    let job = common::job("t.md", "booklet");
    let theme = Theme::parse(theme).expect("it can be used");
    lay_out(&keben::publish::Job { theme, ..job }, &Memory::new().with("t.md", markdown))
}

/// The baseline of the first run with `text` on a page of the book's text, by page from 0.
fn found(paged: &Paged, text: &str) -> (usize, Length) {
    let first = paged.pages.iter().position(|page| matches!(page.folio, Folio::Body(_))).expect("there is text");
    for (number, page) in paged.pages[first..].iter().enumerate() {
        for placed in &page.frame.items {
            if matches!(&placed.item, Item::Run(run) if run.text.contains(text)) {
                return (number, placed.at.y);
            }
        }
    }
    panic!("{text} is nowhere")
}

#[test]
fn titles_in_a_row_share_one_white() {
    let text = "# 甲\n\n## 乙\n\n### 丙\n\n正文。\n\n### 丁\n\n文。\n";
    let white = |theme: &str, from: &str, to: &str| {
        let made = set(theme, text);
        (found(&made.paged, to).1 - found(&made.paged, from).1).to_pt()
    };
    let own = "[styles.heading-2]\nbefore = 3\nafter = 2\nafter-title = 0\nlines = 2\n[styles.heading-1]\nlines = 2\nafter = 2\nnumber = { place = \"inline\" }\n";
    assert!((white(own, "乙", "丙") - 2.0 * 16.5).abs() < 1.0, "two titles of two lines, and nothing between");
    assert!(white(own, "正", "丁") > 4.0 * 16.5, "after text all of its white");
}

#[test]
fn a_poem_begins_a_page_and_stays_on_it() {
    let lines: String = (0..3).map(|at| format!("{}\n", common::han(5, at))).collect();
    let poem = |title: &str| format!("## {title}\n\n::: verse {{author=\"王维\"}}\n{lines}\n{lines}:::\n\n");
    let text = format!("# 集\n\n{}{}", poem("鹿柴"), poem("竹里馆"));
    let made = set("extends = \"poetry\"", &text);
    let (first, second) = (found(&made.paged, "鹿柴").0, found(&made.paged, "竹里馆").0);
    assert!(second == first + 1, "{first} {second}");
    // In the booklet poems follow each other, and are divided where the page ends.
    let made = set("extends = \"booklet\"", &text);
    assert_eq!(found(&made.paged, "鹿柴").0, found(&made.paged, "竹里馆").0);
}

#[test]
fn a_title_stands_at_the_head_of_a_text_without_cover() {
    let text = "---\ntitle: 纸与字\nsubtitle: 交流资料\npublisher: 读书会\ndate: 2026-11-20\n---\n\n正文。\n";
    let made = set(
        "[cover]\nshow = false\n[title-block]\nshow = true\n[styles.title-block-text]\nalign = \"justify\"\n",
        text,
    );
    let (page, title) = found(&made.paged, "纸与字");
    let (_, date) = found(&made.paged, "年");
    let (_, body) = found(&made.paged, "正文");
    assert!(page == 0 && title < date && date < body);
    assert!(made.paged.tags.iter().any(|tag| matches!(&tag.kind, TagKind::Heading(1, text) if text == "纸与字")));
    let baseline = |text: &str| found(&made.paged, text).1;
    assert_eq!(baseline("读书会"), date, "date and publisher share a line");
}

#[test]
fn heads_stand_in_the_middle_where_the_theme_says_so() {
    let made = set("extends = \"thesis\"", &format!("# 第一章 甲\n\n{}\n\n# 第二章 乙\n\n文\n", common::han(60, 1)));
    let page = made.paged.pages.iter().find(|page| page.folio == Folio::Body(1)).expect("there is text");
    let theme = Theme::built_in("thesis").expect("it is built in");
    let size = theme.style(Role::RunningHead).size;
    let head: Vec<_> = page
        .frame
        .items
        .iter()
        .filter_map(|placed| match &placed.item {
            Item::Run(run) if placed.at.y < theme.page.margins.head && run.size == size => Some((placed.at.x, run)),
            _ => None,
        })
        .collect();
    assert!(!head.is_empty(), "the page on which a chapter opens has a head");
    let left = head.iter().map(|(x, _)| *x).min().expect("there is one");
    let right = head.iter().map(|(x, run)| *x + run.width()).max().expect("there is one");
    let middle = (left + right) / 2;
    let area = theme.page.type_area(theme.body().size, theme.pitch());
    assert!((middle - area.at.x - area.size.width / 2).abs() < Length::pt(1.0));
}

#[test]
fn every_theme_sets_its_text() {
    for (name, _) in BUILT_IN {
        let folder = root().join("content/themes").join(name);
        if !folder.is_dir() {
            continue;
        }
        let (job, source) = books::open(&folder);
        assert_eq!(job.theme.name, name);
        let built = books::build(&job, &source);
        let said: Vec<String> =
            built.said.iter().filter(|finding| finding.severity > Severity::Note).map(ToString::to_string).collect();
        // Every format is made here; who wants a cover of a theme without is told so.
        let coverless = usize::from(!job.theme.cover.show);
        assert_eq!(said.iter().filter(|one| one.contains("no cover is made")).count(), coverless, "{name}");
        assert_eq!(said.len(), coverless, "{name}: {said:#?}");
        books::assert_all_text_is_there(name, &built);
        books::assert_inside_trim(name, &built.paged);
    }
}

#[test]
fn the_manual_has_every_key_every_style_and_every_theme() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("the manual has this page");
    let manual = read("docs/themes.md");
    let whole: toml::Table = shown("booklet").1.parse().expect("it is TOML");
    let named = |key: &str| manual.contains(&format!("`{key}`"));
    let mut keys: Vec<String> = Vec::new();
    for (section, value) in &whole {
        match (section.as_str(), value) {
            ("styles", toml::Value::Table(styles)) => {
                keys.extend(styles.values().filter_map(toml::Value::as_table).flat_map(|style| style.keys().cloned()));
            }
            (_, toml::Value::Table(table)) => keys.extend(table.keys().map(|key| match named(key) {
                true => key.clone(),
                false => format!("{section}.{key}"),
            })),
            _ => {}
        }
    }
    keys.extend(Role::ALL.iter().map(ToString::to_string).filter(|role| {
        // `heading-1` to `heading-6` name those between.
        !matches!(role.as_bytes().last(), Some(b'2'..=b'5'))
    }));
    let missing: Vec<&String> = keys.iter().filter(|key| !named(key)).collect();
    assert!(missing.is_empty(), "docs/themes.md does not name {missing:?}");
    for (name, _) in BUILT_IN {
        assert!(named(name), "docs/themes.md does not name {name}");
        for readme in ["README.md", "README.zh-CN.md"] {
            assert!(read(readme).contains(&format!("`{name}`")), "{readme} does not name {name}");
        }
        let picture = root().join(format!("docs/images/theme-{name}.png"));
        if manual.contains(&format!("images/theme-{name}.png")) {
            let size = std::fs::metadata(&picture).map(|file| file.len()).unwrap_or_default();
            assert!((1..=60 * 1024).contains(&size), "{}: {size} bytes", picture.display());
        }
    }
}
