//! Cases of kind `page`: type areas, what pages do with paragraphs, headings and notes, and what an EPUB asks for.
//! Each is laid out (or published) for real, and read back from the finished pages.

#[path = "page/made.rs"]
mod made;

use keben::layout::Item;
use keben::model::{Block, Heading, Inline, List, ListItem, ListKind, Note, Ruby, RubyPair, Title};
use keben::publish::{self, Format, Job, Manifest};
use keben::read::Input;
use keben::source::Memory;
use keben::theme::Theme;
use keben::unit::Length;
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::compose;
use made::{BODY, Pages, break_page, han, paragraph, paragraph_of};

/// What a case expects, by the question it asks.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expect {
    Area(Area),
    Split(Split),
    HeadingOnGrid(HeadingOnGrid),
    HeadingAtFoot(HeadingAtFoot),
    Notes(Notes),
    Pitch(Pitch),
    Epub(Epub),
    ListItem(ListCase),
    Even(Even),
    Gongwen(Gongwen),
    GongwenFolio(GongwenFolio),
    Balanced(Balanced),
    Filled(Filled),
}

pub fn run(case: &Case) -> Outcome {
    let expect: Expect = match case.expect() {
        Ok(expect) => expect,
        Err(_) => return Outcome::Failed("`expect` asks nothing the harness knows, or more than it knows".into()),
    };
    match expect {
        Expect::Area(expect) => return area(&expect),
        Expect::Split(expect) => split(case, &expect),
        Expect::HeadingOnGrid(expect) => heading_on_grid(case, &expect),
        Expect::HeadingAtFoot(expect) => heading_at_foot(case, &expect),
        Expect::Notes(expect) => notes(case, &expect),
        Expect::Pitch(expect) => pitch(case, &expect),
        Expect::Epub(expect) => epub(&expect),
        Expect::ListItem(expect) => list_item(case, &expect.list_item),
        Expect::Even(expect) => expect.even_distribution.iter().try_for_each(|one| even(case, one)),
        Expect::Gongwen(expect) => gongwen(case, &expect),
        Expect::GongwenFolio(expect) => gongwen_folio(case, &expect),
        Expect::Balanced(expect) => {
            let Balanced { columns, writing, lines_total, balanced } = expect;
            let page = format!("columns = {columns}\n");
            return self::columns(case, &writing, &page, 30, lines_total, &balanced);
        }
        Expect::Filled(expect) => {
            let Filled { columns, writing, lines_per_column, lines_total, filled } = expect;
            let page = format!("columns = {columns}\ncolumn-fill = \"fill\"\n");
            return self::columns(case, &writing, &page, lines_per_column, lines_total, &filled);
        }
    }
    .into()
}

fn near(what: &str, found: f64, expected: f64, tolerance: f64) -> Result<(), String> {
    ensure((found - expected).abs() <= tolerance, || format!("{what} is {found:.3}, not {expected}"))
}

fn theme(text: &str) -> Result<Theme, String> {
    Theme::parse(text).map_err(|error| error.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    body_pt: f64,
    chars: u32,
    lines: Option<u32>,
    line_gap_em: Option<f64>,
    columns: Option<u32>,
    column_gap_em: Option<f64>,
    area_width_pt: f64,
    area_height_pt: Option<f64>,
}

fn area(expect: &Area) -> Outcome {
    let Area { body_pt, chars, .. } = *expect;
    let pitch = body_pt * (1.0 + expect.line_gap_em.unwrap_or(0.7));
    let made = theme(&format!(
        "[page]\ntrim = \"600mm × 600mm\"\narea = {{ chars = {chars}, lines = {} }}\n\
         columns = {}\ncolumn-gap = {:?}\n[styles.body]\nsize = \"{body_pt}pt\"\npitch = \"{pitch}pt\"\n",
        expect.lines.unwrap_or(20),
        expect.columns.unwrap_or(1),
        expect.column_gap_em.unwrap_or(2.0),
    ));
    let judged = made.and_then(|theme| {
        let size = theme.page.type_area(theme.body().size, theme.pitch()).size;
        near("the area's width", size.width.to_pt(), expect.area_width_pt, 0.01)?;
        expect.area_height_pt.map_or(Ok(()), |height| near("the area's height", size.height.to_pt(), height, 0.01))
    });
    judged.into()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    paragraph_lines: usize,
    room_on_page: usize,
    widows: u8,
    orphans: u8,
    split: Vec<usize>,
}

/// Lines that fill a page but for the room that a case wants.
const FILLERS: usize = 5;

fn fillers() -> Vec<Block> {
    (0..FILLERS).map(|_| paragraph("甲")).collect()
}

fn split(case: &Case, expect: &Split) -> Result<(), String> {
    let Split { widows, orphans, .. } = *expect;
    let page = format!("widows = {widows}\norphans = {orphans}\n");
    let theme = made::theme(10, FILLERS + expect.room_on_page, &page, "")?;
    let mut blocks = fillers();
    // The indent takes two characters, and the last line is not full.
    blocks.push(paragraph(&"乙".repeat((expect.paragraph_lines * 10).saturating_sub(5))));
    let pages = Pages::of(&case.paragraph.lang, &theme, blocks)?;
    let mut counts: Vec<usize> = (0..pages.count()).map(|page| pages.baselines(page, "乙").len()).collect();
    counts.resize(counts.len().max(expect.split.len()), 0);
    ensure(counts == expect.split, || format!("the lines fall {counts:?}, not {:?}", expect.split))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingOnGrid {
    heading_lines: u8,
    heading_size_em: f64,
    pitch_em: f64,
    /// `integer`, or how many.
    next_body_baseline_offset_pitches: serde_json::Value,
}

fn heading(text: &str) -> Block {
    let title = Title { content: vec![Inline::text(text)], ..Title::default() };
    Block::Heading(Heading { level: 1, title, ..Heading::default() })
}

fn heading_style(size_em: f64, lines: u8) -> String {
    let size = BODY * size_em;
    format!(
        "[styles.heading-1]\nsize = \"{size}pt\"\npitch = \"{}pt\"\nlines = {lines}\nbefore = 0\nafter = 0\n",
        size * 1.4
    )
}

fn heading_on_grid(case: &Case, expect: &HeadingOnGrid) -> Result<(), String> {
    let pitch = BODY * expect.pitch_em;
    let styles = heading_style(expect.heading_size_em, expect.heading_lines);
    let theme = made::theme_of_pitch(20, 30, pitch, "", &styles)?;
    let blocks = vec![paragraph("甲甲"), heading("丙丙"), paragraph("乙乙")];
    let pages = Pages::of(&case.paragraph.lang, &theme, blocks)?;
    let (above, below) = (pages.only("甲")?, pages.only("乙")?);
    let offset = (below - above).to_pt() / pitch;
    near("the offset in pitches", offset, offset.round(), 0.001)?;
    near("lines between", offset, f64::from(expect.heading_lines) + 1.0, 0.001)?;
    let middle = (above + below).to_pt() / 2.0;
    let baseline = pages.only("丙")?.to_pt();
    // Centred in its lines: the middle of its em box lies as high as that of a body line would.
    let half = |size: f64| size * 0.38;
    near("the heading's middle", baseline - half(BODY * expect.heading_size_em), middle - half(BODY), 0.05)?;
    match &expect.next_body_baseline_offset_pitches {
        serde_json::Value::String(word) if word == "integer" => Ok(()),
        serde_json::Value::Number(count) => {
            near("the offset in pitches", offset, count.as_f64().unwrap_or_default(), 0.001)
        }
        other => Err(format!("no offset is `{other}`")),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadingAtFoot {
    heading_at_room_lines: usize,
    heading_lines: u8,
    min_following_lines: usize,
    result: String,
}

fn heading_at_foot(case: &Case, expect: &HeadingAtFoot) -> Result<(), String> {
    let styles = heading_style(1.2, expect.heading_lines);
    let theme = made::theme(10, FILLERS + expect.heading_at_room_lines, "", &styles)?;
    // One paragraph of many lines below it, or many of one.
    for below in [vec![paragraph(&"乙".repeat(45))], vec![paragraph("乙"); 5]] {
        let mut blocks = fillers();
        blocks.push(heading("丙"));
        blocks.extend(below);
        let pages = Pages::of(&case.paragraph.lang, &theme, blocks)?;
        let page = pages.page_of("丙").ok_or("the heading is on no page")?;
        let result = if page == 0 { "same page" } else { "next page" };
        ensure(result == expect.result, || format!("the heading stands on the {result}"))?;
        let following = pages.baselines(page, "乙").len();
        ensure(following >= expect.min_following_lines, || format!("{following} lines follow on its page"))?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notes {
    notes_on_pages: Vec<usize>,
    restart: String,
    marks: Vec<Vec<String>>,
}

fn notes(case: &Case, expect: &Notes) -> Result<(), String> {
    let restart = if expect.restart == "document" { "book" } else { &expect.restart };
    let theme = made::theme(20, 30, "", &format!("[notes]\nrestart = \"{restart}\"\n"))?;
    let mut blocks = Vec::new();
    for (page, count) in expect.notes_on_pages.iter().enumerate() {
        if page > 0 {
            blocks.push(break_page());
        }
        for _ in 0..*count {
            let note = Inline::Note(Note { blocks: vec![paragraph("注")], ..Note::default() });
            blocks.push(paragraph_of(vec![Inline::text("正文"), note, Inline::text("。")]));
        }
    }
    let pages = Pages::of(&case.paragraph.lang, &theme, blocks)?;
    for (calls, which) in [(true, "calls"), (false, "notes")] {
        let marks = pages.note_marks(calls);
        ensure(marks == expect.marks, || format!("the {which} are {marks:?}, not {:?}", expect.marks))?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pitch {
    body_pt: f64,
    /// What one line holds that others do not.
    line_with: String,
    pitch_pt: f64,
    all_pitches_equal: bool,
}

fn pitch(case: &Case, expect: &Pitch) -> Result<(), String> {
    let Pitch { body_pt, pitch_pt, .. } = *expect;
    let styles = format!("[styles.body]\nsize = \"{body_pt}pt\"\npitch = \"{pitch_pt}pt\"\n");
    let theme = theme(&made::page(20, 30, "", &styles))?;
    let text = || vec![Inline::text("丁丁")];
    let guest = match expect.line_with.as_str() {
        "ruby" => Inline::Ruby(Ruby { pairs: vec![RubyPair { base: "丁".into(), reading: "dīng".into() }] }),
        "dots" | "emphasis dots" => Inline::Dots(text()),
        "proper name" | "name line" => Inline::ProperName(text()),
        "title line" => Inline::TitleLine(text()),
        "code" | "inline code" => Inline::Code("code".into()),
        "superscript" => Inline::Superscript(text()),
        "subscript" => Inline::Subscript(text()),
        "strong" | "fallback" => Inline::Strong(text()),
        "math" | "formula" => Inline::Math("x^2".into()),
        other => return Err(format!("no line is known with `{other}`")),
    };
    let content = vec![Inline::text("乙".repeat(30)), guest, Inline::text("乙".repeat(50))];
    let pages = Pages::of(&case.paragraph.lang, &theme, vec![paragraph_of(content)])?;
    let baselines = pages.baselines(0, "乙");
    ensure(baselines.len() >= 4, || format!("there are only {} lines", baselines.len()))?;
    let equal = baselines.windows(2).all(|pair| ((pair[1] - pair[0]).to_pt() - pitch_pt).abs() < 0.01);
    ensure(equal == expect.all_pitches_equal, || format!("the baselines are {baselines:?}"))?;
    near("the pitch", (baselines[1] - baselines[0]).to_pt(), pitch_pt, 0.01)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Epub {
    output: String,
    lang: String,
    must_contain: Vec<String>,
    css_any_of: Vec<String>,
    css_forbidden: Vec<String>,
}

fn epub(expect: &Epub) -> Result<(), String> {
    ensure(expect.output == "epub", || format!("no output is `{}`", expect.output))?;
    let text = format!("---\nlanguage: {}\n---\n\n# 题\n\n使用Rust编写，“引文”。（完）\n", expect.lang);
    let input = Input::File("t.md".into(), None);
    let theme = Theme::built_in("booklet").map_err(|error| error.to_string())?;
    let job = Job { formats: vec![Format::Epub], ..Job::new("t".into(), input, theme, Manifest::default()) };
    let sink = keben::diag::Sink::new();
    let made = publish::publish(&job, &Memory::new().with("t.md", text), &compose::shipped(), &sink);
    let artifacts = made.map_err(|error| error.to_string())?;
    let book = artifacts.first().ok_or("nothing was made")?;
    let (mut pages, mut css) = (String::new(), String::new());
    for (name, text) in made::texts(book.content.file().ok_or("the EPUB is no file")?)? {
        match name.rsplit('.').next() {
            Some("xhtml") => pages.push_str(&text),
            Some("css") => css.push_str(&text),
            _ => {}
        }
    }
    for wanted in &expect.must_contain {
        ensure(pages.contains(wanted), || format!("no page contains `{wanted}`"))?;
    }
    let any = expect.css_any_of.is_empty() || expect.css_any_of.iter().any(|property| css.contains(property));
    ensure(any, || format!("the style sheet has none of {:?}", expect.css_any_of))?;
    for forbidden in &expect.css_forbidden {
        ensure(!css.contains(forbidden), || format!("the style sheet has `{forbidden}`"))?;
    }
    // No characters and no elements that only space the text.
    ensure(pages.contains("使用Rust编写，“引文”。（完）"), || "the text is not as it was typed".into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListCase {
    list_item: Item1,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item1 {
    marker: String,
    text: String,
    first_mark_body_x_em: f64,
    continuation_x_em: f64,
}

fn list_item(case: &Case, expect: &Item1) -> Result<(), String> {
    let signs = [('一', "{cn}"), ('1', "{ar}"), ('①', "{circ}")];
    let pattern = signs.iter().find(|(sign, _)| expect.marker.contains(*sign));
    let (sign, name) = pattern.ok_or_else(|| format!("`{}` holds no number one", expect.marker))?;
    let pattern = expect.marker.replace(*sign, name);
    let theme = made::theme(20, 30, "", &format!("[lists]\nordered = [\"{pattern}\"]\n"))?;
    let text = format!("{}{}", expect.text, "乙".repeat(60));
    let item = ListItem { blocks: vec![paragraph(&text)], ..ListItem::default() };
    let list = Block::List(List { kind: ListKind::Ordered(1), items: vec![item], ..List::default() });
    let pages = Pages::of(&case.paragraph.lang, &theme, vec![list])?;
    let marker = pages.run(&expect.marker).ok_or_else(|| format!("there is no marker `{}`", expect.marker))?;
    let lead = |text: &str| if text.starts_with(['《', '（', '“', '「', '【']) { 0.5 } else { 0.0 };
    near("the marker's body", pages.x(marker) / BODY + lead(&expect.marker), 0.0, 0.02)?;
    let first = pages.runs().find(|(_, run)| run.text.starts_with(&expect.text)).ok_or("the text is not there")?;
    near("the first body", pages.x(first.0) / BODY + lead(&expect.text), expect.first_mark_body_x_em, 0.02)?;
    let next = pages.runs().filter(|(_, run)| run.text.starts_with('乙')).map(|(at, _)| pages.x(at) / BODY);
    let lines: Vec<f64> = next.collect();
    ensure(!lines.is_empty(), || "the item has one line".into())?;
    lines.iter().try_for_each(|x| near("a line that goes on", *x, expect.continuation_x_em, 0.02))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Even {
    even_distribution: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    text: String,
    width_em: f64,
    x_em: Vec<f64>,
}

fn even(case: &Case, expect: &Name) -> Result<(), String> {
    let width = expect.width_em.round() as usize;
    near("the width in characters", expect.width_em, width as f64, 0.0)?;
    let theme = made::theme(width, 30, "", "align = \"even\"\nindent = 0.0\n")?;
    let pages = Pages::of(&case.paragraph.lang, &theme, vec![paragraph(&expect.text)])?;
    let mut found = Vec::new();
    // The folio is no part of it.
    for (at, run) in pages.runs().filter(|(_, run)| expect.text.contains(&run.text)) {
        let mut x = pages.x(at);
        for glyph in &run.glyphs {
            found.push(x / BODY);
            x += glyph.advance.to_pt();
        }
    }
    ensure(found.len() == expect.x_em.len(), || format!("the characters stand at {found:.2?}"))?;
    found.iter().zip(&expect.x_em).try_for_each(|(found, expected)| near("a character", *found, *expected, 0.02))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gongwen {
    preset: String,
    paper_mm: [f64; 2],
    area_mm: [f64; 2],
    chars: i64,
    lines: usize,
    char_pitch_mm: f64,
    tolerance_mm: f64,
    last_baseline_inside_area: bool,
}

fn gongwen(case: &Case, expect: &Gongwen) -> Result<(), String> {
    let theme = Theme::built_in(&expect.preset).map_err(|error| error.to_string())?;
    let size = theme.body().size;
    let area = theme.page.type_area(size, theme.pitch());
    for (what, found, expected) in [
        ("the paper's width", theme.page.trim.width, expect.paper_mm[0]),
        ("the paper's height", theme.page.trim.height, expect.paper_mm[1]),
        ("the area's width", area.size.width, expect.area_mm[0]),
        ("the area's height", area.size.height, expect.area_mm[1]),
        ("the pitch of characters", size, expect.char_pitch_mm),
    ] {
        near(what, found.to_mm(), expected, expect.tolerance_mm)?;
    }
    ensure(area.size.width.whole(size) == expect.chars, || "another count of characters fits a line".into())?;
    let pages = Pages::of(&case.paragraph.lang, &theme, vec![paragraph(&han(28 * 30))])?;
    let lines = pages.body_baselines(0, area);
    ensure(lines.len() == expect.lines, || format!("a page has {} lines", lines.len()))?;
    let inside = lines.last().is_some_and(|last| *last <= area.bottom());
    ensure(inside == expect.last_baseline_inside_area, || "the last baseline lies elsewhere".into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GongwenFolio {
    preset: String,
    page: u32,
    number_text: String,
    align: String,
}

fn gongwen_folio(case: &Case, expect: &GongwenFolio) -> Result<(), String> {
    let theme = Theme::built_in(&expect.preset).map_err(|error| error.to_string())?;
    let right = match expect.align.as_str() {
        "outer, one character in from the right" => true,
        "outer, one character in from the left" => false,
        other => return Err(format!("no place is `{other}`")),
    };
    let blocks = (0..expect.page).flat_map(|_| [paragraph("甲"), break_page()]).collect();
    let pages = Pages::of(&case.paragraph.lang, &theme, blocks)?;
    let folio = pages.folio(expect.page).ok_or("there is no such page")?;
    let found = pages.run_on(folio, &expect.number_text).ok_or_else(|| format!("no `{}` there", expect.number_text))?;
    let (at, run) = found;
    let area = pages.area(folio, &theme);
    let character = theme.style(keben::model::Role::Folio).size;
    let off: Length = if right { area.right() - (at.x + run.width()) } else { at.x - area.at.x };
    near("the distance from the edge in characters", off.ratio(character), 1.0, 0.05)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Balanced {
    columns: usize,
    writing: String,
    lines_total: usize,
    balanced: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filled {
    columns: usize,
    writing: String,
    lines_per_column: usize,
    lines_total: usize,
    filled: Vec<usize>,
}

/// The lines of one paragraph fall into columns, as many in each as the case says.
fn columns(case: &Case, writing: &str, page: &str, high: usize, total: usize, lines: &[usize]) -> Outcome {
    if writing != "horizontal" {
        return Outcome::Later("text is not set vertically yet".into());
    }
    let judged = made::theme(10, high, &format!("{page}column-gap = 2.0\n"), "").and_then(|theme| {
        // The indent takes two characters, and the last line is not full.
        let text = "乙".repeat((total * 10).saturating_sub(5));
        let pages = Pages::of(&case.paragraph.lang, &theme, vec![paragraph(&text)])?;
        let step = theme.page.column_step(theme.body().size).to_pt();
        let mut found = vec![0; lines.len()];
        for (at, _) in pages.runs().filter(|(_, run)| run.text.contains('乙')) {
            found[(pages.x(at) / step).floor() as usize] += 1;
        }
        ensure(found == lines, || format!("the columns have {found:?} lines, not {lines:?}"))
    });
    judged.into()
}

/// Only runs are text.
fn text_of(item: &Item) -> Option<&keben::text::Run> {
    match item {
        Item::Run(run) => Some(run),
        _ => None,
    }
}
