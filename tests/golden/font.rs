//! Cases of kind `font`: which glyphs of which font stand where, and what can be copied from the PDF.

mod ink;
mod machine;

use keben::diag::Sink;
use keben::font::{FontBook, FontFile, LangSys};
use keben::layout::{self, ClusterDetail, Composed, Item, compose};
use keben::model::{Block, Book, Division, Face, Lang, Paragraph, Weight};
use keben::source::Memory;
use keben::theme::Theme;
use keben::unit::Length;
use keben::{pdf, resolve};
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};
use crate::checkout::shared;
use crate::compose::{edition, shipped_files};
use crate::extract::Pdf;
use ink::{Painted, painted};

/// What lengths may differ by, in em.
const TOLERANCE: f64 = 0.02;
/// How far from the middle ink may stand, in em.
const CENTRED: f64 = 0.05;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// The only font of the document.
    font: Option<String>,
    /// The families that may help where it lacks a character.
    fallback: Option<Vec<String>>,
    /// Stand-ins: one for Latin, one for Han.
    fonts: Option<Vec<String>>,
    runs: Option<Vec<layout::CaseRun>>,
    glyphs: Option<Vec<String>>,
    #[serde(default)]
    glyph_at: Vec<GlyphAt>,
    #[serde(default)]
    advance: Vec<Advance>,
    unbroken_stroke: Option<[usize; 2]>,
    #[serde(default)]
    ink_centred: Vec<usize>,
    clusters: Option<usize>,
    report: Option<Vec<Finding>>,
    visible_placeholder: Option<bool>,
    extracted_text: Option<String>,
    #[serde(default)]
    quote_resolution: Vec<Resolution>,
    #[serde(default)]
    same_font_for: Vec<usize>,
    font_by_index: Option<Vec<String>>,
    scale_applied_to: Option<Vec<usize>>,
    baseline_shift_applied_to: Option<Vec<usize>>,
    face_by_run: Option<Vec<String>>,
    slant: Option<f64>,
    advance_unchanged: Option<bool>,
    visual_order: Option<Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GlyphAt {
    index: usize,
    glyph: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    index: Option<usize>,
    range: Option<[usize; 2]>,
    em: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    kind: String,
    char: String,
    index: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resolution {
    index: usize,
    r#as: String,
}

pub fn run(case: &Case) -> Outcome {
    let fonts = match case.expect().and_then(|expect: Expect| Ok((fonts(&expect, &case.paragraph.text)?, expect))) {
        Ok((Some(fonts), expect)) => (fonts, expect),
        Ok((None, _)) if required() => return Outcome::Failed("its font is not installed".into()),
        Ok((None, _)) => return Outcome::Later("its font is not installed".into()),
        Err(why) => return Outcome::Failed(why),
    };
    judge(case, &fonts.0, &fonts.1).into()
}

fn required() -> bool {
    std::env::var_os("KEBEN_SHARED_REQUIRED").is_some_and(|value| value == "1")
}

/// A case set with its fonts.
struct Set<'f> {
    fonts: &'f FontBook,
    text: Vec<char>,
    composed: Composed,
    painted: Vec<Painted>,
}

fn judge(case: &Case, fonts: &FontBook, expect: &Expect) -> Result<(), String> {
    let mut case = case.clone();
    if let Some(runs) = &expect.runs {
        case.paragraph.runs.clone_from(runs);
    }
    let set = Set::new(&case, fonts, true)?;
    set.glyphs(expect)?;
    set.advances(expect)?;
    set.ink(expect)?;
    set.report(expect)?;
    set.faces(&case, expect)?;
    if let Some(wanted) = &expect.visual_order {
        let found = set.visual_order();
        ensure(found == *wanted, || format!("the order on paper is {found:?}, not {wanted:?}"))?;
    }
    if expect.advance_unchanged == Some(true) {
        let plain = Set::new(&case, fonts, false)?;
        let of = |set: &Set| set.clusters().iter().map(|cluster| cluster.advance).collect::<Vec<_>>();
        let (plain, styled) = (of(&plain), of(&set));
        let alike = plain.len() == styled.len() && plain.iter().zip(&styled).all(|(a, b)| (a - b).abs() < TOLERANCE);
        ensure(alike, || format!("advances change from {plain:?} to {styled:?}"))?;
    }
    if let Some(wanted) = &expect.extracted_text {
        let found = extracted(&case, fonts)?;
        ensure(found == *wanted, || format!("copied from the PDF: {found:?}, not {wanted:?}"))?;
    }
    Ok(())
}

impl<'f> Set<'f> {
    fn new(case: &Case, fonts: &'f FontBook, styled: bool) -> Result<Self, String> {
        let sample = case.paragraph.sample(styled)?;
        let composed = compose(&edition(&sample.lang), &theme(""), fonts, &sample);
        let painted = painted(&composed, fonts, &case.paragraph.text);
        Ok(Self { fonts, text: case.paragraph.text.chars().collect(), composed, painted })
    }

    fn clusters(&self) -> Vec<&ClusterDetail> {
        self.composed.lines.iter().flat_map(|line| &line.clusters).collect()
    }

    /// The cluster that a character belongs to.
    fn at(&self, index: usize) -> Result<&ClusterDetail, String> {
        let holds = |cluster: &&ClusterDetail| (cluster.start..cluster.end).contains(&index);
        self.clusters().into_iter().find(holds).ok_or(format!("no cluster holds character {index}"))
    }

    fn names(&self, cluster: &ClusterDetail) -> Vec<String> {
        let Some(face) = self.fonts.faces().iter().find(|face| face.family == cluster.face) else { return Vec::new() };
        let font = face.font();
        cluster.glyphs.iter().map(|&id| machine::name(&font, id)).collect()
    }

    fn glyphs(&self, expect: &Expect) -> Result<(), String> {
        if let Some(wanted) = &expect.glyphs {
            let found: Vec<String> = self.clusters().into_iter().flat_map(|cluster| self.names(cluster)).collect();
            ensure(found == *wanted, || format!("glyphs {found:?}, not {wanted:?}"))?;
        }
        for GlyphAt { index, glyph } in &expect.glyph_at {
            let found = self.names(self.at(*index)?);
            ensure(found == [glyph.clone()], || format!("at {index}: {found:?}, not {glyph}"))?;
        }
        let count = self.clusters().len();
        ensure(expect.clusters.is_none_or(|wanted| wanted == count), || format!("{count} clusters"))
    }

    fn advances(&self, expect: &Expect) -> Result<(), String> {
        for Advance { index, range, em } in &expect.advance {
            let [from, to] = range.or(index.map(|at| [at, at + 1])).ok_or("an advance of nothing")?;
            let inside = |cluster: &&&ClusterDetail| cluster.start >= from && cluster.end <= to;
            let found: f64 = self.clusters().iter().filter(inside).map(|cluster| cluster.advance).sum();
            ensure((found - em).abs() <= TOLERANCE, || format!("{from}..{to} is {found:.3} em wide, not {em}"))?;
        }
        Ok(())
    }

    fn ink(&self, expect: &Expect) -> Result<(), String> {
        if let Some([from, to]) = expect.unbroken_stroke {
            let mut inks: Vec<[f64; 4]> =
                self.painted.iter().filter(|glyph| (from..to).contains(&glyph.index)).filter_map(|g| g.ink).collect();
            inks.sort_by(|a, b| a[0].total_cmp(&b[0]));
            let first = inks.first().ok_or("there is no stroke")?;
            let mut end = first[2];
            for ink in &inks[1..] {
                ensure(ink[0] <= end, || format!("the stroke has a joint of {:.3} em", ink[0] - end))?;
                ensure(ink[1] < first[3] && first[1] < ink[3], || "the stroke has a step".into())?;
                end = end.max(ink[2]);
            }
            let width: f64 = (to - from) as f64;
            ensure(end - first[0] > width * 0.8, || format!("the stroke is {:.3} em long", end - first[0]))?;
        }
        for &index in &expect.ink_centred {
            let cluster = self.at(index)?;
            let ink = self.painted.iter().find(|glyph| glyph.index == index).and_then(|glyph| glyph.ink);
            let ink = ink.ok_or(format!("no ink at {index}"))?;
            let off = f64::midpoint(ink[0], ink[2]) - (cluster.x + cluster.advance / 2.0);
            ensure(off.abs() <= CENTRED, || format!("the ink at {index} is {off:.3} em off the middle"))?;
        }
        Ok(())
    }

    fn report(&self, expect: &Expect) -> Result<(), String> {
        if let Some(wanted) = &expect.report {
            let said: Vec<(&str, &str)> =
                self.composed.said.iter().map(|said| (said.code, said.message.as_str())).collect();
            ensure(said.len() == wanted.len(), || format!("the report is {said:?}"))?;
            for Finding { kind, char, index } in wanted {
                let names = said.iter().any(|(code, message)| code == kind && message.contains(char.as_str()));
                ensure(names, || format!("no {kind} names {char}: {said:?}"))?;
                let code = |c: &char| format!("U+{:04X}", u32::from(*c));
                let there: Vec<String> = self.text[*index..].iter().map(code).collect();
                let asked: Vec<&str> = char.split(' ').collect();
                ensure(there.len() >= asked.len() && there.iter().zip(&asked).all(|(a, b)| a == b), || {
                    format!("at {index} stands {there:?}, not {char}")
                })?;
            }
        }
        if let Some(wanted) = expect.visible_placeholder {
            let boxes = self.composed.frames.iter().flat_map(|frame| &frame.items);
            let shown = boxes.filter(|item| matches!(&item.item, Item::Missing { size, .. } if *size > Length::ZERO));
            ensure((shown.count() > 0) == wanted, || "the placeholder is not as wanted".into())?;
        }
        Ok(())
    }

    fn faces(&self, case: &Case, expect: &Expect) -> Result<(), String> {
        let lang: Lang = case.paragraph.lang.parse().map_err(|_| "bad language")?;
        let first = self.fonts.chain_in(LangSys::of(&lang), Face::LatinSerif, Weight::Regular, false).first();
        let latin = first.map_or(String::new(), |&id| self.fonts.face(id).family.clone());
        let han = family(self.fonts, Face::Song, '永');
        for Resolution { index, r#as } in &expect.quote_resolution {
            let cluster = self.at(*index)?;
            let found = match cluster.class {
                "other" | "latin" if cluster.face == latin => "latin",
                "other" | "latin" | "num" | "space" => "latin class in another font",
                _ if cluster.face == han => "cjk",
                _ => "cjk class in another font",
            };
            ensure(found == r#as, || format!("{index} is {found} ({}, {})", cluster.class, cluster.face))?;
        }
        for pair in expect.same_font_for.windows(2) {
            let (a, b) = (&self.at(pair[0])?.face, &self.at(pair[1])?.face);
            ensure(a == b, || format!("{a} and {b} at {pair:?}"))?;
        }
        for (index, wanted) in expect.font_by_index.iter().flatten().enumerate() {
            let (found, wanted) = (&self.at(index)?.face, stand_in(wanted));
            ensure(*found == wanted, || format!("{found} at {index}, not {wanted}"))?;
        }
        let size = theme("").body().size;
        let of = |is: &dyn Fn(&Painted) -> bool| -> Vec<usize> {
            self.painted.iter().filter(|glyph| is(glyph)).map(|glyph| glyph.index).collect()
        };
        if let Some(wanted) = &expect.scale_applied_to {
            let found = of(&|glyph| glyph.size != size);
            ensure(found == *wanted, || format!("scaled are {found:?}, not {wanted:?}"))?;
        }
        if let Some(wanted) = &expect.baseline_shift_applied_to {
            let found = of(&|glyph| glyph.rise != Length::ZERO);
            ensure(found == *wanted, || format!("shifted are {found:?}, not {wanted:?}"))?;
        }
        let mut at = 0;
        for (run, wanted) in case.paragraph.runs.iter().zip(expect.face_by_run.iter().flatten()) {
            let face = Face::ALL.into_iter().find(|face| face.name() == wanted).ok_or(format!("no face {wanted}"))?;
            for index in at..at + run.t.chars().count() {
                let (found, wanted) = (&self.at(index)?.face, family(self.fonts, face, '永'));
                ensure(*found == wanted, || format!("{found} at {index}, not {wanted}"))?;
            }
            at += run.t.chars().count();
        }
        if let Some(wanted) = expect.slant {
            let slanted = self.painted.iter().any(|glyph| self.fonts.face(glyph.face).italic);
            ensure(slanted == (wanted != 0.0), || "the slant is not as wanted".into())?;
        }
        Ok(())
    }

    /// Characters by where they stand on paper.
    fn visual_order(&self) -> Vec<usize> {
        let mut places: Vec<(Length, usize)> = self.painted.iter().map(|glyph| (glyph.x, glyph.index)).collect();
        places.sort();
        let mut order: Vec<usize> = places.into_iter().map(|(_, index)| index).collect();
        order.dedup();
        order
    }
}

/// A theme without anything but text.
fn theme(roles: &str) -> Theme {
    let base = "[cover]\nshow = false\ntitle-page = false\n[contents]\nshow = false\n";
    Theme::parse(&format!("{base}{roles}")).expect("it is a theme")
}

/// A face's first family with a character.
fn family(fonts: &FontBook, face: Face, c: char) -> String {
    fonts.find(face, Weight::Regular, false, c).map_or(String::new(), |id| fonts.face(id).family.clone())
}

/// The family behind a name of the cases.
fn stand_in(name: &str) -> String {
    match name {
        "Latin Test" => "Source Serif 4".into(),
        "Han Test" => "Keben Golden".into(),
        real => real.into(),
    }
}

/// The fonts of a case; `None` where one is not there.
fn fonts(expect: &Expect, text: &str) -> Result<Option<FontBook>, String> {
    let roles = |faces: &[Face], family: &str| -> String {
        faces.iter().map(|face| format!("{} = [{family:?}]\n", face.name())).collect()
    };
    match (&expect.font, &expect.fonts) {
        (Some(font), None) => {
            let mut files = Vec::new();
            for family in std::iter::once(font).chain(expect.fallback.iter().flatten()) {
                let Some(file) = machine::family(family) else { return Ok(None) };
                files.push(file);
            }
            let theme = theme(&format!("[fonts]\n{}", roles(&Face::ALL, font)));
            Ok(Some(FontBook::new(&files, &Sink::new()).led_by(&theme.fonts)))
        }
        (None, Some(_)) => {
            let Some(path) = shared("golden/KebenGolden.ttf") else { return Ok(None) };
            let bytes = std::fs::read(&path).map_err(|error| error.to_string())?;
            let path = path.to_string_lossy().into_owned();
            let mut files = shipped_files();
            files.push(FontFile { path: path.clone(), bytes: std::sync::Arc::new(bytes), system: false });
            let all = FontBook::new(&files, &Sink::new());
            let han = all.faces().iter().find(|face| face.path == path).ok_or("the test font is no font")?;
            ensure(han.family == stand_in("Han Test"), || format!("the test font is called {}", han.family))?;
            let latin = [Face::LatinSerif, Face::LatinSans, Face::Mono];
            let cjk = [Face::Song, Face::Hei, Face::Kai, Face::Fangsong];
            let words = roles(&latin, &stand_in("Latin Test")) + &roles(&cjk, &stand_in("Han Test"));
            Ok(Some(all.led_by(&theme(&format!("[fonts]\n{words}")).fonts)))
        }
        (None, None) => Ok(Some(with_help(shipped_files(), text))),
        (Some(_), Some(_)) => Err("both `font` and `fonts`".into()),
    }
}

/// The shipped fonts; where they lack a script of the text, one of the machine's helps, as with `--system-fonts`.
fn with_help(mut files: Vec<FontFile>, text: &str) -> FontBook {
    let book = FontBook::new(&files, &Sink::new());
    let lacks = |c: &char| c.is_alphabetic() && !book.faces().iter().any(|face| face.glyph(*c).is_some());
    let missing: Vec<char> = text.chars().filter(lacks).collect();
    match machine::covering(&missing).filter(|_| !missing.is_empty()) {
        Some(help) => {
            files.push(help);
            FontBook::new(&files, &Sink::new())
        }
        None => book,
    }
}

/// What a reader copies from the case's PDF.
pub fn extracted(case: &Case, fonts: &FontBook) -> Result<String, String> {
    let content = case.paragraph.sample(true)?.content;
    let lang: Lang = case.paragraph.lang.parse().map_err(|_| "bad language")?;
    let mut book = Book::default();
    book.meta.language = Some(lang);
    let paragraph = Block::Paragraph(Paragraph { content, ..Paragraph::default() });
    book.body.push(Division { blocks: vec![paragraph], ..Division::default() });
    let sink = Sink::new();
    let edition = resolve::resolve(book, &Memory::new(), &resolve::Options::default(), &sink);
    let options = layout::Options { allow_missing_glyphs: true, ..layout::Options::default() };
    let paged = layout::layout(&edition, &theme(""), fonts, &options, &sink);
    let bytes = pdf::reading(&paged, fonts, &pdf::Options::default(), &sink).map_err(|error| error.to_string())?;
    let pdf = Pdf::read(&bytes);
    Ok((0..pdf.pages.len()).map(|page| pdf.page_text(page)).collect::<String>().trim().to_owned())
}
