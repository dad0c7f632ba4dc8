//! Real books in the themes their kind asks for, and what a compositor checks on every page: measured on the finished
//! pages, and read back from the PDF.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use keben::layout::{Folio, Item, Paged, TagId, TagKind};
use keben::model::{Block, Image, Inline, walk};
use keben::publish::Job;
use keben::source::Disk;
use keben::theme::Theme;
use keben::unit::Length;

use crate::books::open;
use crate::common::{self, Made};
use crate::references;

/// The folder or file of the samples, and the theme of its kind.
const BOOKS: [(&str, &str); 12] = [
    ("books/advanced-go-zh", "book"),
    ("books/the-way-to-go-zh", "report"),
    ("books/mdbook-guide-en", "report"),
    ("books/zh-copywriting", "booklet"),
    ("books/zh-document-style", "handout"),
    ("laws", "book"),
    ("gongwen/标准带附件函件测试样例.md", "gongwen"),
    ("pandoc/testsuite.txt", "report"),
    ("pandoc/markdown-reader-more.txt", "report"),
    ("pandoc/tables.markdown", "report"),
    ("seed/article.txt", "booklet"),
    ("aozora/127_ruby_150.utf8.txt", "book"),
];

fn opened(path: &str, theme: &str) -> Option<(Job, Disk)> {
    let path: PathBuf = common::shared("corpora")?.join(path);
    let (job, source) = open(&path);
    Some((Job { theme: Theme::built_in(theme).expect("it is built in"), ..job }, source))
}

/// What a tag and those above it are, innermost first.
struct Chain<'p> {
    paged: &'p Paged,
}

impl<'p> Chain<'p> {
    fn of(&self, tag: TagId) -> impl Iterator<Item = (TagId, &'p TagKind)> + use<'p> {
        let paged = self.paged;
        let at = move |tag: TagId| (tag != TagId::ARTIFACT).then(|| (tag, &paged.tags[tag.0 as usize - 1]));
        std::iter::successors(at(tag), move |(_, tag)| at(tag.parent)).map(|(id, tag)| (id, &tag.kind))
    }

    fn within(&self, tag: TagId, is: impl Fn(&TagKind) -> bool) -> Option<TagId> {
        self.of(tag).find(|(_, kind)| is(kind)).map(|(id, _)| id)
    }
}

/// A run as it stands: page, column, baseline, ends.
struct Stand {
    page: usize,
    column: i64,
    y: Length,
    left: Length,
    right: Length,
    size: Length,
    tag: TagId,
    text: String,
}

/// The type area's left edge, on the side the page has.
fn left_edge(theme: &Theme, page: usize) -> Length {
    let area = theme.area();
    if page.is_multiple_of(2) { area.at.x } else { theme.page.trim.width - area.right() }
}

/// Every upright run of the text that is no decoration.
fn stands(paged: &Paged, theme: &Theme) -> Vec<Stand> {
    let step = theme.page.column_step(theme.body().size);
    let mut found = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        if !matches!(page.folio, Folio::Body(_)) {
            continue;
        }
        let edge = left_edge(theme, number);
        page.frame.each(&mut |placed, way| {
            let Item::Run(run) = &placed.item else { return };
            if way.turns != 0 || placed.tag == TagId::ARTIFACT || run.text.trim().is_empty() {
                return;
            }
            let at = way.point(placed.at);
            let column = (at.x - edge + step / 8).whole(step).clamp(0, i64::from(theme.page.columns) - 1);
            let (left, right) = (at.x, at.x + run.width());
            let text = run.text.clone();
            found.push(Stand { page: number, column, y: at.y, left, right, size: run.size, tag: placed.tag, text });
        });
    }
    found
}

fn is_apart(kind: &TagKind) -> bool {
    matches!(
        kind,
        TagKind::Table
            | TagKind::Note
            | TagKind::Caption
            | TagKind::Code
            | TagKind::Formula(_)
            | TagKind::Figure(_)
            | TagKind::Contents
            | TagKind::Heading(..)
    )
}

/// Every baseline of running text lies on the grid that all pages share (CJK-3).
fn off_grid(made: &Made, theme: &Theme) -> Vec<String> {
    let chain = Chain { paged: &made.paged };
    let first = theme.area().at.y + theme.body().size.scale(0.88);
    let is_body = |run: &&Stand| run.size == theme.body().size && chain.within(run.tag, is_apart).is_none();
    let mut said = Vec::new();
    for run in stands(&made.paged, theme).iter().filter(is_body) {
        let lines = (run.y - first).ratio(theme.pitch());
        let off = (lines - lines.round()) * theme.pitch().to_pt();
        if off.abs() > 0.01 {
            said.push(format!("page {}: {off:.2} pt off the grid: {}", run.page + 1, run.text));
        }
    }
    said
}

/// What stands further out than its column, and is not reported.
fn too_wide(made: &Made, theme: &Theme) -> Vec<String> {
    let size = theme.body().size;
    let (measure, step) = (theme.measure(), theme.page.column_step(size));
    let reported = made.said.iter().filter(|finding| finding.code == "overfull").count();
    let chain = Chain { paged: &made.paged };
    let mut said = Vec::new();
    for run in stands(&made.paged, theme) {
        let code = chain.within(run.tag, |kind| matches!(kind, TagKind::Code)).is_some();
        let note = chain.within(run.tag, |kind| matches!(kind, TagKind::Note)).is_some();
        let start = left_edge(theme, run.page) + step * run.column;
        // A stop may hang, or its empty half may.
        let slack = if code { Length::pt(0.5) } else { run.size };
        let spans = theme.page.columns > 1 || note;
        if !spans && (run.left < start - slack || run.right > start + measure + slack) {
            let out = (run.right - start - measure).to_pt();
            said.push(format!("page {}: {out:.1} pt wider than the measure: {}", run.page + 1, run.text));
        }
    }
    if said.len() <= reported { Vec::new() } else { said }
}

/// Titles with nothing under them, where text goes on.
fn titles_at_foot(made: &Made, theme: &Theme) -> Vec<String> {
    let chain = Chain { paged: &made.paged };
    let in_heading = |tag| chain.within(tag, |kind| matches!(kind, TagKind::Heading(..)));
    let mut last: BTreeMap<(usize, i64), Stand> = BTreeMap::new();
    let runs = stands(&made.paged, theme);
    let mut pictures: BTreeMap<usize, Length> = BTreeMap::new();
    for (number, page) in made.paged.pages.iter().enumerate() {
        page.frame.each(&mut |placed, way| {
            if let Item::Image { .. } | Item::Outline { .. } | Item::Turned(_) = placed.item {
                let y = way.point(placed.at).y;
                pictures.entry(number).and_modify(|lowest| *lowest = (*lowest).max(y)).or_insert(y);
            }
        });
    }
    let end = runs.iter().map(|run| run.page).max();
    for run in runs {
        if chain.within(run.tag, |kind| matches!(kind, TagKind::Note)).is_some() {
            continue;
        }
        let lowest = last.entry((run.page, run.column));
        lowest
            .and_modify(|lowest| {
                if run.y > lowest.y {
                    lowest.y = run.y;
                    lowest.tag = run.tag;
                    lowest.text.clone_from(&run.text)
                }
            })
            .or_insert(run);
    }
    let at_foot = last.values().filter(|run| in_heading(run.tag).is_some());
    let bare = at_foot.filter(|run| pictures.get(&run.page).is_none_or(|picture| *picture < run.y));
    bare.filter(|run| Some(run.page) != end)
        .map(|run| format!("page {}: the title {} has nothing under it", run.page + 1, run.text))
        .collect()
}

/// Paragraphs of which fewer lines than the theme wants stand at a page's head or foot (CJK-34).
fn single_lines(made: &Made, theme: &Theme) -> Vec<String> {
    let chain = Chain { paged: &made.paged };
    let apart = |kind: &TagKind| is_apart(kind) && !matches!(kind, TagKind::Note);
    let mut lines: BTreeMap<TagId, BTreeMap<(usize, i64), BTreeSet<Length>>> = BTreeMap::new();
    let mut texts: BTreeMap<TagId, String> = BTreeMap::new();
    let runs = stands(&made.paged, theme);
    let mut largest: BTreeMap<TagId, Length> = BTreeMap::new();
    let paragraph = |run: &Stand| {
        chain
            .within(run.tag, apart)
            .is_none()
            .then(|| chain.within(run.tag, |kind| matches!(kind, TagKind::Paragraph)))?
    };
    for run in &runs {
        if let Some(tag) = paragraph(run) {
            let size = largest.entry(tag).or_insert(run.size);
            *size = (*size).max(run.size);
        }
    }
    for run in &runs {
        // Raised and lowered figures stand on baselines of their own, but are no lines.
        if let Some(tag) = paragraph(run).filter(|tag| run.size > largest[tag].scale(0.8)) {
            lines.entry(tag).or_default().entry((run.page, run.column)).or_default().insert(run.y);
            texts.entry(tag).or_insert_with(|| run.text.clone());
        }
    }
    let mut said = Vec::new();
    for (tag, places) in &lines {
        if places.len() < 2 {
            continue;
        }
        for (at, ((page, _), lines)) in places.iter().enumerate() {
            let wanted = if at == 0 {
                theme.page.orphans
            } else if at + 1 == places.len() {
                theme.page.widows
            } else {
                1
            };
            if lines.len() < usize::from(wanted) {
                said.push(format!("page {}: {} lines of: {}", page + 1, lines.len(), texts[tag]));
            }
        }
    }
    said
}

/// Pictures of the text that stand on no page, or on more than one.
fn lost_pictures(made: &Made) -> Vec<String> {
    let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
    let mut want = |image: &'_ Image| {
        if let Some((path, _)) = made.edition.pictures().find(|(path, _)| *path == image.path) {
            *wanted.entry(path).or_default() += 1;
        }
    };
    walk::book(&made.edition.book, &mut |node| match node {
        walk::Node::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut want),
        walk::Node::Inline(Inline::Image(image)) => want(image),
        walk::Node::Block(_) | walk::Node::Inline(_) | walk::Node::Division(_) => {}
    });
    for page in &made.paged.pages {
        page.frame.each(&mut |placed, _| {
            if let (Item::Image { path, .. }, true) = (&placed.item, placed.tag != TagId::ARTIFACT)
                && let Some(rest) = wanted.get_mut(&**path)
            {
                *rest -= 1;
            }
        });
    }
    let wrong = wanted.into_iter().filter(|(_, rest)| *rest != 0);
    wrong.map(|(path, rest)| format!("{rest} of the picture {path} are on no page")).collect()
}

/// Entries of lists without the number of the page they lead to, read back from the PDF; and titles that are not there.
fn wrong_references(made: &Made) -> Vec<String> {
    let pdf = references::reading(made);
    let texts: Vec<String> = (0..pdf.pages.len()).map(|page| references::bare(&pdf.page_text(page))).collect();
    let mut said = Vec::new();
    for lead in references::leads(&pdf).into_iter().filter(|lead| lead.listed) {
        let folio = made.paged.pages[lead.page].folio.name(lead.page);
        let Some(title) = lead.text.strip_suffix(&folio) else {
            said.push(format!("{:?} leads to page {folio}", lead.text));
            continue;
        };
        if !texts[lead.page].contains(&references::bare(title)) {
            said.push(format!("{title:?} is not on page {folio}"));
        }
    }
    said
}

/// A rule of the page: what breaks it.
type Check = fn(&Made, &Theme) -> Vec<String>;

const CHECKS: [(&str, Check); 6] = [
    ("grid", off_grid),
    ("measure", too_wide),
    ("titles", titles_at_foot),
    ("paragraphs", single_lines),
    ("pictures", |made, _| lost_pictures(made)),
    ("references", |made, _| wrong_references(made)),
];

#[test]
fn pages_of_real_books_are_in_order() {
    let mut wrong = Vec::new();
    for (path, theme) in BOOKS {
        let Some((job, source)) = opened(path, theme) else { return };
        let made = common::lay_out(&job, &source);
        for (rule, check) in CHECKS {
            let said = check(&made, &job.theme);
            wrong.extend(said.into_iter().map(|what| format!("{path} as {theme}, {rule}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
