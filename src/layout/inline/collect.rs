//! Flattens inlines to characters with styles beside them. In: inlines. Out: [`Collected`]. Next: `prepare`.
//!
//! From here on markup is nothing but a list of stretches: breaks, spacing and squeezing see the characters only.

mod object;

pub(crate) use object::Object;

use super::super::frame::{TagId, TagKind, Target};
use super::super::{Cx, Tags};
use super::origin::Origins;
use crate::diag::{Diagnostic, Span as Place};
use crate::model::{CrossRef, Inline, Lang, NodeId, Note, Ruby, Weight};
use crate::resolve;
use crate::text::{FORMULA, LangSys, Span, Style};
use crate::theme::{Ink, TextStyle};
use crate::unit::Length;

/// Stands in the text for what is no character.
const OBJECT: char = '\u{FFFC}';
/// Stands in the text for a line break the author wants.
const BREAK: char = '\u{2028}';

/// A paragraph as characters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    /// The characters.
    pub text: String,
    /// Stretches of them that are set alike; they cover the text without gaps.
    pub pieces: Vec<Piece>,
    /// How each stretch is shaped; the same stretches.
    pub spans: Vec<Span>,
    /// What stands at each object character, in order.
    pub objects: Vec<Object>,
    /// Readings beside stretches of the text.
    pub rubies: Vec<RubyText>,
    /// Bytes of the notes that are set in two lines.
    pub warichu: Vec<std::ops::Range<usize>>,
    /// Notes called, in order.
    pub notes: Vec<NodeId>,
    /// Places that something leads to: the byte each stands before, in order.
    pub places: Vec<(usize, NodeId)>,
    /// Where its characters come from.
    pub origins: Origins,
    /// Space added between clusters.
    pub tracking: Length,
    /// Where the text stood, for complaints.
    pub place: Place,
    /// What there is to say of it before it is set.
    pub said: Vec<Diagnostic>,
}

/// What a stretch of characters carries beside its style.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub ink: Ink,
    pub tag: TagId,
    /// How far above the baseline.
    pub rise: Length,
    pub link: Option<(Target, TagId)>,
    pub mark: Mark,
}

/// Marks beside the characters of a stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub dots: bool,
    /// Which name of the paragraph, from 1, has a line here; 0 for none. Neighbouring names are two.
    pub line: u32,
    /// The same of titles and their waves.
    pub wave: u32,
    pub strike: bool,
}

/// A reading beside a stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RubyText {
    /// Bytes of the base.
    pub range: std::ops::Range<usize>,
    /// The reading.
    pub reading: String,
    /// Which ruby of the paragraph it is part of, from 1.
    pub word: u32,
}

/// How the text of a block is set before its inlines say otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub text: TextStyle,
    pub lang: Lang,
    pub tag: TagId,
    pub place: Place,
}

/// Collects inlines. One a paragraph.
pub(crate) struct Collector<'a, 'c> {
    cx: &'a Cx<'c>,
    tags: &'a mut Tags,
    out: Collected,
    style: Style,
    piece: Piece,
    /// Counts names, titles and words with readings, so that neighbours stay two.
    counted: u32,
    /// Whether the text stands in a note in two lines.
    noted: bool,
    /// Whether the text belongs to an inline that has been counted as a whole.
    counted_whole: bool,
}

impl<'a, 'c> Collector<'a, 'c> {
    /// A collector for a block set in `base`.
    pub fn new(cx: &'a Cx<'c>, tags: &'a mut Tags, base: &Base) -> Self {
        let text = base.text;
        Self {
            cx,
            tags,
            style: Style {
                face: text.face,
                weight: text.weight,
                italic: text.italic,
                size: text.size,
                lang: LangSys::of(&base.lang),
            },
            piece: Piece {
                ink: cx.theme.ink(text.colour),
                tag: base.tag,
                rise: Length::ZERO,
                link: None,
                mark: Mark::default(),
            },
            counted: 0,
            noted: false,
            counted_whole: false,
            out: Collected { place: base.place.clone(), tracking: text.tracking.at(text.size), ..Collected::default() },
        }
    }

    /// Characters in the block's own style.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.out.text.len();
        if text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}', OBJECT, FORMULA]) {
            let clean = text.replace(['\n', '\r', '\t', '\u{2028}', '\u{2029}'], " ").replace([OBJECT, FORMULA], "");
            self.out.text.push_str(&clean);
        } else {
            self.out.text.push_str(text);
        }
        self.close(start);
    }

    /// Inlines one after another.
    pub fn inlines(&mut self, list: &[Inline]) {
        for inline in list {
            self.inline(inline);
        }
    }

    /// All that was collected.
    pub fn finish(self) -> Collected {
        self.out
    }

    /// Ends the stretch that began at `start`, joining it with one set alike before it.
    fn close(&mut self, start: usize) {
        let end = self.out.text.len();
        if start == end {
            return;
        }
        if let (Some(span), Some(piece)) = (self.out.spans.last_mut(), self.out.pieces.last())
            && span.style == self.style
            && *piece == self.piece
        {
            span.range.end = end;
            return;
        }
        self.out.spans.push(Span { range: start..end, style: self.style });
        self.out.pieces.push(self.piece.clone());
    }

    fn push_char(&mut self, c: char) {
        let start = self.out.text.len();
        self.out.text.push(c);
        self.close(start);
    }

    fn object(&mut self, object: Object) {
        self.out.objects.push(object);
        self.push_char(OBJECT);
    }

    /// Runs `inner` with a changed style, then goes back.
    fn within(&mut self, change: impl FnOnce(&mut Self), inner: impl FnOnce(&mut Self)) {
        let (style, piece) = (self.style, self.piece.clone());
        change(self);
        inner(self);
        (self.style, self.piece) = (style, piece);
    }

    fn tagged(&mut self, kind: TagKind) {
        if self.piece.tag != TagId::ARTIFACT {
            self.piece.tag = self.tags.push(kind, self.piece.tag);
        }
    }

    /// An inline with the text it adds to the paragraph's own.
    fn inline(&mut self, inline: &Inline) {
        let length = inline.length().filter(|_| !self.counted_whole);
        if let Some(length) = length {
            self.out.origins.stretch(self.out.text.len(), length);
            self.counted_whole = true;
        }
        self.set(inline);
        self.counted_whole &= length.is_none();
    }

    fn set(&mut self, inline: &Inline) {
        let look = self.cx.theme.inline;
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(content) => self.within(
                |this| {
                    this.tagged(TagKind::Emphasis);
                    // Where the text is in the emphasis face already, Hei sets it off.
                    let face = look.emphasis_in(this.style.lang.bcp47());
                    if this.style.lang.is_cjk() {
                        this.style.face = if this.style.face == face { look.strong } else { face };
                    }
                    this.style.italic = true;
                },
                |this| this.inlines(content),
            ),
            Inline::Strong(content) => self.within(
                |this| {
                    this.tagged(TagKind::Strong);
                    let own = this.style.lang.is_cjk() && this.style.face != look.strong;
                    this.style.weight = if own { look.strong_weight } else { Weight::Bold };
                    if own {
                        this.style.face = look.strong;
                    }
                },
                |this| this.inlines(content),
            ),
            Inline::Dots(content) => self.within(|this| this.piece.mark.dots = true, |this| this.inlines(content)),
            Inline::ProperName(content) => {
                let name = self.count();
                self.within(|this| this.piece.mark.line = name, |this| this.inlines(content));
            }
            Inline::TitleLine(content) => {
                let title = self.count();
                self.within(|this| this.piece.mark.wave = title, |this| this.inlines(content));
            }
            Inline::Warichu(content) => self.warichu(content),
            Inline::Strike(content) => self.within(|this| this.piece.mark.strike = true, |this| this.inlines(content)),
            Inline::Ruby(ruby) => self.ruby(ruby),
            Inline::Code(code) => self.within(
                |this| {
                    this.style.face = look.code;
                    this.style.size = this.style.size.scale(look.code_size);
                    this.style.italic = false;
                },
                |this| this.text(code),
            ),
            Inline::Link(link) => {
                let target = match self.cx.edition.lead(link) {
                    resolve::Target::External(url) => Some(Target::Url(url.into())),
                    resolve::Target::Node(id) => Some(Target::Node(id)),
                    resolve::Target::Broken => None,
                };
                self.linked(target, |this| this.inlines(&link.content));
            }
            Inline::CrossRef(reference) => self.reference(reference),
            Inline::Cite(cite) => self.inlines(self.cx.edition.citation(cite.id).unwrap_or_default()),
            Inline::Note(note) => self.note(note),
            Inline::Image(image) => self.image(image),
            Inline::Subscript(content) => self.within(
                |this| {
                    this.piece.rise -= this.style.size.scale(0.15);
                    this.style.size = this.style.size.scale(0.65);
                },
                |this| this.inlines(content),
            ),
            Inline::Superscript(content) => self.within(
                |this| {
                    this.piece.rise += this.style.size.scale(0.35);
                    this.style.size = this.style.size.scale(0.65);
                },
                |this| this.inlines(content),
            ),
            Inline::Small(content) => self
                .within(|this| this.style.size = this.style.size.scale(look.small_size), |this| this.inlines(content)),
            Inline::IndexTerm(term) => self.out.places.push((self.out.text.len(), term.id)),
            Inline::Lang { lang, content } => self.within(
                |this| {
                    this.tagged(TagKind::Lang(lang.to_string()));
                    this.style.lang = LangSys::of(lang);
                },
                |this| this.inlines(content),
            ),
            Inline::Math(tex) => self.formula(tex),
            Inline::LineBreak => self.push_char(BREAK),
            Inline::Raw { format, text } if format == "pdf" => self.text(text),
            Inline::Raw { .. } => {}
        }
    }

    /// Runs `inner`, whose text leads somewhere.
    pub fn linked(&mut self, target: Option<Target>, inner: impl FnOnce(&mut Self)) {
        let colour = self.cx.theme.inline.link_colour;
        self.within(
            |this| {
                if let Some(target) = target {
                    this.tagged(TagKind::Link);
                    if colour != crate::theme::Colour::Text {
                        this.piece.ink = this.cx.theme.ink(colour);
                    }
                    this.piece.link = Some((target, this.piece.tag));
                }
            },
            inner,
        );
    }

    fn reference(&mut self, reference: &CrossRef) {
        if let Some(citation) = self.cx.edition.citation(reference.id) {
            return self.inlines(citation);
        }
        let id = self.cx.edition.dest(&reference.label);
        let page = id.map(|id| self.cx.pages.printed(id));
        let words = self.cx.edition.reference(reference, page.as_deref());
        self.linked(id.map(Target::Node), |this| this.text(&words));
    }

    fn count(&mut self) -> u32 {
        self.counted += 1;
        self.counted
    }

    /// A note in two lines of half the size; within another it is part of that.
    fn warichu(&mut self, content: &[Inline]) {
        if self.noted {
            return self.inlines(content);
        }
        let start = self.out.text.len();
        self.noted = true;
        self.within(|this| this.style.size = this.style.size / 2, |this| this.inlines(content));
        self.noted = false;
        if self.out.text.len() > start {
            self.out.warichu.push(start..self.out.text.len());
        }
    }

    fn ruby(&mut self, ruby: &Ruby) {
        let word = self.count();
        for pair in &ruby.pairs {
            let start = self.out.text.len();
            self.text(&pair.base);
            let range = start..self.out.text.len();
            if pair.reading.trim().is_empty() || range.is_empty() {
                continue;
            }
            if self.noted {
                let message = format!("the reading {} has no room in a note of two lines", pair.reading);
                let left_out = Diagnostic::warning("ruby-overlap", &self.out.place, message);
                self.cx.sink.push(left_out.help("write the reading in brackets after its base"));
                continue;
            }
            self.out.rubies.push(RubyText { range, reading: pair.reading.clone(), word });
        }
    }

    fn note(&mut self, note: &Note) {
        self.out.notes.push(note.id);
        self.within(
            |this| {
                this.tagged(TagKind::Link);
                this.piece.link = Some((Target::Note(note.id), this.piece.tag));
            },
            |this| this.object(Object::Note(note.id)),
        );
    }
}
