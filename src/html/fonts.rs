//! Fonts that go with the documents: each face the theme uses, with the characters of the book only.
//!
//! Layout tables stay (vertical forms, half-width marks), instructions for coarse screens go. Song text takes its
//! Latin from the Latin serif: its family stands first, without the marks that Chinese shares with Latin.

use std::collections::{BTreeMap, BTreeSet};

use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use schemars::JsonSchema;
use serde::Deserialize;
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use unicode_script::{Script, UnicodeScript};

use super::{Families, FontUse, Site};
use crate::diag::{Diagnostic, Sink, Span};
use crate::font::{FaceId, FontBook, FontFace, LangSys};
use crate::model::{Face, Lang, Weight};
use crate::resolve::Edition;
use crate::theme::Theme;

/// Which fonts go with the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fonts {
    /// Every face the theme uses, each with the characters of the book only.
    #[default]
    Embed,
    /// All but the face of running text: that is the reader's own.
    Headings,
    /// None; readers choose.
    None,
}

/// The fonts of a book.
#[derive(Clone, Debug, Default)]
pub struct Embedded {
    /// The files (TrueType), by their path in the publication: `fonts/…`.
    pub files: Vec<(String, Vec<u8>)>,
    /// Their `@font-face` rules, for a stylesheet in a folder beside `fonts/`.
    pub css: String,
    /// Their family names, by face.
    pub families: Families,
}

/// One use of a font: under which family name, weight and slope.
struct Use {
    family: String,
    weight: Weight,
    italic: bool,
    face: FaceId,
}

/// Subsets the fonts that a site's text is set in.
pub fn embed(site: &Site, edition: &Edition, theme: &Theme, fonts: &FontBook, which: Fonts, sink: &Sink) -> Embedded {
    let system = LangSys::of(&edition.lang);
    let mut wanted = by_source(&site.fonts, fonts, &edition.lang);
    let body = theme.body().text.face;
    match which {
        Fonts::Embed => {}
        Fonts::Headings => wanted.retain(|(face, ..), _| *face != body && *face != Face::LatinSerif),
        Fonts::None => return Embedded::default(),
    }

    let mut chars: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    let mut uses: Vec<Use> = Vec::new();
    let mut families = Families::new();
    let mut seen: BTreeMap<Face, Vec<String>> = BTreeMap::new();
    for (&(face, weight, italic), set) in &wanted {
        for (id, set) in covering(fonts, system, (face, weight, italic), set) {
            if !usable(fonts.face(id), sink) {
                continue;
            }
            // The first font of a face gives the family its name; what it lacks comes from families after it.
            let known = seen.entry(face).or_default();
            let own = &fonts.face(id).family;
            let at = known.iter().position(|name| name == own).unwrap_or_else(|| {
                known.push(own.clone());
                known.len() - 1
            });
            let family =
                if at == 0 { format!("keben-{}", face.name()) } else { format!("keben-{}-{}", face.name(), at + 1) };
            let names = families.entry(face).or_default();
            if !names.contains(&family) {
                names.push(family.clone());
            }
            chars.entry(id).or_default().extend(set);
            uses.push(Use { family, weight, italic, face: id });
        }
    }

    let mut embedded = Embedded::default();
    let mut paths: BTreeMap<FaceId, String> = BTreeMap::new();
    for (id, set) in &chars {
        let face = fonts.face(*id);
        match subset(face, set) {
            Some(bytes) => {
                let path = format!("fonts/{}-{}.ttf", file_stem(&face.name), paths.len() + 1);
                embedded.files.push((path.clone(), bytes));
                paths.insert(*id, path);
            }
            None => {
                let message =
                    format!("{} cannot be reduced to the book's characters, so it is not embedded", face.name);
                sink.push(
                    Diagnostic::warning("font-subset", &Span::file(&face.path), message)
                        .help("readers will use a font of their own; another build of the font may do"),
                );
            }
        }
    }
    for one in &uses {
        let Some(path) = paths.get(&one.face) else { continue };
        let weight = if one.weight == Weight::Bold { " font-weight: bold;" } else { "" };
        let style = if one.italic { " font-style: italic;" } else { "" };
        // No `local()`: weak readers drop the embedded font where it stands first.
        embedded.css.push_str(&format!(
            "@font-face {{ font-family: \"{}\";{weight}{style} src: url(\"../{path}\"); }}\n",
            one.family
        ));
    }
    let live: BTreeSet<&str> =
        uses.iter().filter(|one| paths.contains_key(&one.face)).map(|one| one.family.as_str()).collect();
    for names in families.values_mut() {
        names.retain(|name| live.contains(name.as_str()));
    }
    // Song text is set with the Latin serif before it.
    if let Some(latin) = families.get(&Face::LatinSerif).cloned() {
        families.entry(Face::Song).or_default().splice(0..0, latin.into_iter().take(1));
    }
    embedded.families = families;
    embedded
}

/// The uses by the face the characters really come from: Song leaves its Latin to the Latin serif.
fn by_source(uses: &FontUse, fonts: &FontBook, lang: &Lang) -> FontUse {
    let mut by_source = FontUse::new();
    for (&(face, weight, italic), set) in uses {
        for &c in set {
            let latin = face == Face::Song
                && is_latin(c, lang)
                && fonts
                    .chain_in(LangSys::of(lang), Face::LatinSerif, weight, italic)
                    .first()
                    .is_some_and(|&first| fonts.face(first).glyph(c).is_some());
            let face = if latin { Face::LatinSerif } else { face };
            by_source.entry((face, weight, italic)).or_default().insert(c);
        }
    }
    by_source
}

/// Whether a character of Song text is set in the Latin serif. Marks that both scripts use (quotes, dashes, the
/// ellipsis, the middle dot) are Chinese in a Chinese book: full-width, and from the Chinese font.
fn is_latin(c: char, lang: &Lang) -> bool {
    match c.script() {
        Script::Latin | Script::Greek | Script::Cyrillic => true,
        _ if c.is_ascii() => true,
        _ => !lang.is_cjk() && matches!(c, '\u{A0}'..='\u{FF}' | '\u{2000}'..='\u{206F}'),
    }
}

/// The fonts that have the characters: each taken from the first of the chain that has it. Characters that no font
/// has are left to the reader's own.
fn covering(
    fonts: &FontBook,
    system: LangSys,
    (face, weight, italic): (Face, Weight, bool),
    set: &BTreeSet<char>,
) -> Vec<(FaceId, BTreeSet<char>)> {
    let mut left = set.clone();
    let mut found = Vec::new();
    for &id in fonts.chain_in(system, face, weight, italic) {
        if left.is_empty() {
            break;
        }
        let face = fonts.face(id);
        let has: BTreeSet<char> = left.iter().copied().filter(|&c| face.glyph(c).is_some()).collect();
        left.retain(|c| !has.contains(c));
        // A space alone is no reason for a font.
        if has.iter().any(|c| !c.is_whitespace()) {
            found.push((id, has));
        }
    }
    found
}

fn usable(face: &FontFace, sink: &Sink) -> bool {
    let why = match (face.embeddable, face.true_type) {
        (true, true) => return true,
        (false, _) => "its licence bits forbid embedding",
        (true, false) => "its outlines are not TrueType ones, which cannot be reduced yet",
    };
    let message = format!("{} is not embedded: {why}", face.name);
    sink.push(
        Diagnostic::note("font-not-embedded", &Span::file(&face.path), message)
            .help("readers will use a font of their own for its characters"),
    );
    false
}

/// The font with these characters only, and what their layout needs; `None` where a glyph was lost on the way.
fn subset(face: &FontFace, chars: &BTreeSet<char>) -> Option<Vec<u8>> {
    let font = read_fonts::FontRef::from_index((*face.bytes).as_ref(), face.index).ok()?;
    let unicodes: IntSet<u32> = chars.iter().map(|&c| u32::from(c)).collect();
    let drop: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    let mut scripts = IntSet::<Tag>::empty();
    scripts.invert();
    let features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    // Copyright, family, style, identifier, full name, version, PostScript name, trademark, licence and its address.
    let names: IntSet<NameId> = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14].into_iter().map(NameId::new).collect();
    let languages: IntSet<u16> = [0x0409].into_iter().collect();
    let flags = SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE;
    let plan = Plan::new(&IntSet::empty(), &unicodes, &font, flags, &drop, &scripts, &features, &names, &languages);
    let bytes = subset_font(&font, &plan).ok()?;
    let kept = {
        let small = skrifa::FontRef::new(&bytes).ok()?;
        chars.iter().all(|&c| draws(&small, c) == draws(&face.font(), c))
    };
    kept.then_some(bytes)
}

/// Whether the font has a glyph for a character, and whether there is ink in it.
fn draws(font: &skrifa::FontRef, c: char) -> Option<bool> {
    struct Ink(bool);
    impl OutlinePen for Ink {
        fn move_to(&mut self, _: f32, _: f32) {}
        fn line_to(&mut self, _: f32, _: f32) {
            self.0 = true;
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            self.0 = true;
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            self.0 = true;
        }
        fn close(&mut self) {}
    }
    let glyph = font.charmap().map(c)?;
    let mut ink = Ink(false);
    let outline = font.outline_glyphs().get(glyph)?;
    outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut ink).ok()?;
    Some(ink.0)
}

fn file_stem(name: &str) -> String {
    let stem: String = name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    if stem.is_empty() { "font".into() } else { stem }
}
