//! How the lines of a block are composed: the choices a house makes about marks, breaks and space.

use serde::Deserialize;

/// How lines are composed. A block style has one; `body`'s holds for every style that says nothing else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Which marks may not begin or end a line (clreq, prohibition rules).
    pub kinsoku: Kinsoku,
    /// Whether a pause or stop mark may hang outside the measure.
    pub hanging: Hanging,
    /// What becomes of the blank before an opening mark at a line's start.
    pub line_start: LineStart,
    /// What becomes of the blank after a mark at a line's end.
    pub line_end: LineEnd,
    /// How the blanks of two marks that meet are squeezed.
    pub adjacent: Adjacent,
    /// The space between Han and Western text.
    pub autospace: Autospace,
    /// How breaks are chosen.
    pub breaker: Breaker,
    /// How many characters a last line has at least, marks not counted (CJK-30).
    pub orphan_min: u8,
    /// Whether lines may be tightened at all.
    pub shrink: bool,
    /// Whether a number and its counter (`3 月`) are kept together where that costs little (CJK-23).
    pub keep_counter: bool,
    /// When Western words are hyphenated.
    pub hyphenate: Hyphenate,
    /// Where Korean breaks.
    pub word_break: WordBreak,
    /// 稿纸: every Han in a cell of its own, Western text padded to whole cells (CJK-4).
    pub grid: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            kinsoku: Kinsoku::Auto,
            hanging: Hanging::None,
            line_start: LineStart::Trim,
            line_end: LineEnd::Trim,
            adjacent: Adjacent::Std,
            autospace: Autospace::On,
            breaker: Breaker::Optimal,
            orphan_min: 2,
            shrink: true,
            keep_counter: true,
            hyphenate: Hyphenate::Auto,
            word_break: WordBreak::Auto,
            grid: false,
        }
    }
}

/// Levels of line-start and line-end prohibition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kinsoku {
    /// By language: `gb` for Simplified Chinese, `basic` for Traditional Chinese and Korean, `strict` for Japanese.
    #[default]
    Auto,
    /// Every mark may begin or end a line.
    None,
    /// Pause and stop marks and closing brackets begin no line, opening brackets end none.
    Basic,
    /// GB/T 15834: the solidus ends no line either.
    Gb,
    /// Dashes and ellipses begin no line either.
    Strict,
}

/// Whether a pause or stop mark hangs outside the measure (CJK-15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hanging {
    /// Never.
    #[default]
    None,
    /// Where that spares another adjustment.
    Allow,
    /// Always.
    Force,
}

/// The blank before an opening mark that begins a line (CJK-13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineStart {
    /// It goes.
    #[default]
    Trim,
    /// It stays.
    Keep,
}

/// The blank after a mark that ends a line (CJK-14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineEnd {
    /// It goes.
    #[default]
    Trim,
    /// It goes where the line needs the room.
    Allow,
    /// It stays.
    Keep,
}

/// Squeezing of marks that meet (CJK-12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adjacent {
    /// As the region's books do it.
    #[default]
    Std,
    /// clreq's principle for centred marks too (Hong Kong).
    Clreq,
    /// Not at all (many Taiwanese books).
    None,
}

/// The space between Han and Western text (CJK-24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Autospace {
    /// A quarter em that justification may move.
    #[default]
    On,
    /// A quarter em that opens to a third at most before the gaps between Han open too, as many houses have it.
    Third,
    /// A quarter em, always.
    Fixed,
    /// None.
    Off,
}

/// How breaks are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breaker {
    /// All breaks of a paragraph together (CJK-29).
    #[default]
    Optimal,
    /// Line by line: push in, then push out (CJK-28).
    Greedy,
}

/// When Western words are hyphenated (CJK-22).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hyphenate {
    /// In Western text always, in Chinese text where a line would be loose without.
    #[default]
    Auto,
    /// Wherever it costs less than uneven space.
    Always,
    /// Never.
    Never,
}

/// Where Korean text breaks (klreq, line break).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordBreak {
    /// Between words where lines are ragged, between syllables where they are justified.
    #[default]
    Auto,
    /// Between words only.
    Word,
    /// Between syllables too.
    Syllable,
}

/// A setting as typed in a theme: what is not said comes from the style it is like.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SettingLook {
    kinsoku: Option<Kinsoku>,
    hanging: Option<Hanging>,
    line_start: Option<LineStart>,
    line_end: Option<LineEnd>,
    adjacent: Option<Adjacent>,
    autospace: Option<Autospace>,
    breaker: Option<Breaker>,
    orphan_min: Option<u8>,
    shrink: Option<bool>,
    keep_counter: Option<bool>,
    hyphenate: Option<Hyphenate>,
    word_break: Option<WordBreak>,
    grid: Option<bool>,
}

impl SettingLook {
    /// This look laid over `base`.
    pub(super) fn over(self, base: Setting) -> Setting {
        Setting {
            kinsoku: self.kinsoku.unwrap_or(base.kinsoku),
            hanging: self.hanging.unwrap_or(base.hanging),
            line_start: self.line_start.unwrap_or(base.line_start),
            line_end: self.line_end.unwrap_or(base.line_end),
            adjacent: self.adjacent.unwrap_or(base.adjacent),
            autospace: self.autospace.unwrap_or(base.autospace),
            breaker: self.breaker.unwrap_or(base.breaker),
            orphan_min: self.orphan_min.unwrap_or(base.orphan_min),
            shrink: self.shrink.unwrap_or(base.shrink),
            keep_counter: self.keep_counter.unwrap_or(base.keep_counter),
            hyphenate: self.hyphenate.unwrap_or(base.hyphenate),
            word_break: self.word_break.unwrap_or(base.word_break),
            grid: self.grid.unwrap_or(base.grid),
        }
    }
}
