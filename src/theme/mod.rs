//! What things look like, with no output in mind: page, block and text styles by [`Role`].
//!
//! A theme is TOML. A user's theme `extends` a built-in one by name and changes any value; unknown keys are refused
//! with the nearest name. Lengths are absolute or in em; spaces above and below blocks count in body lines, so that
//! every page stays on its grid.

mod block;
mod colour;
mod fonts;
mod front;
mod layer;
mod load;
mod page;
mod range;
mod setting;
mod style;

pub use block::{AdmonitionStyle, BreakMark, BreakStyle, ChapterStyle, CodeLook, CodeStyle, VerseStyle};
pub use colour::{Colour, Colours, Ink};
pub use fonts::FontRoles;
pub use front::{ColophonPlace, ColophonStyle, CoverStyle, NumberingStyle, OfficialStyle, TitleBlockStyle};
pub use load::{BUILT_IN, ThemeError};
pub use page::{Binding, ColumnFill, Margins, Opens, PageStyle, TypeArea};
pub use setting::{Adjacent, Autospace, Breaker, Hanging, Hyphenate, Kinsoku, LineEnd, LineStart, Setting, WordBreak};
pub use style::{Alignment, BlockStyle, InlineStyles, NumberPlace, NumberStyle, TextStyle};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{DivisionKind, Placement, Role};
use crate::unit::{Em, Length, Rect};

/// A theme as meant: every style complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// The families behind its faces.
    pub fonts: FontRoles,
    /// The page.
    pub page: PageStyle,
    /// Its colours.
    pub colours: Colours,
    /// How inlines look.
    pub inline: InlineStyles,
    /// The cover.
    pub cover: CoverStyle,
    /// The title at the head of the text.
    pub title_block: TitleBlockStyle,
    /// The contents list.
    pub contents: ContentsStyle,
    /// Running heads and folios.
    pub heads: HeadStyle,
    /// Footnotes.
    pub notes: NoteStyle,
    /// Lists.
    pub lists: ListStyle,
    /// Figures.
    pub figures: FigureStyle,
    /// The index.
    pub index: IndexStyle,
    /// Tables.
    pub table: TableStyle,
    /// Program text.
    pub code: CodeStyle,
    /// Poems.
    pub verse: VerseStyle,
    /// Remarks set off from the text.
    pub admonition: AdmonitionStyle,
    /// Thematic breaks.
    pub parting: BreakStyle,
    /// Chapters.
    pub chapter: ChapterStyle,
    /// How titles are numbered, unless the project says so.
    pub numbering: NumberingStyle,
    /// The colophon page.
    pub colophon: ColophonStyle,
    /// The parts of an official document.
    pub official: OfficialStyle,
    styles: BTreeMap<Role, BlockStyle>,
}

impl Theme {
    /// A built-in theme by name.
    ///
    /// # Errors
    /// When there is none of that name; the message names the nearest.
    pub fn built_in(name: &str) -> Result<Self, ThemeError> {
        Self::open(name, &|_| None).map(|(theme, _)| theme)
    }

    /// A theme by name or, where it ends in `.toml`, by path, and its text in full: all that it extends merged in, with
    /// remarks. `read` gives the text of a file; a theme names another one by the path from its own folder.
    ///
    /// # Errors
    /// As [`Theme::built_in`] and [`Theme::parse`], or when a file cannot be read.
    pub fn open(wanted: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<(Self, String), ThemeError> {
        let layers = layer::Layers::open(wanted, read)?;
        Ok((load::complete(&layers)?, layers.text))
    }

    /// A theme from TOML, laid over the built-in one it extends (`booklet` where it names none).
    ///
    /// # Errors
    /// When the text is no TOML, names an unknown key or theme, or gives a value of the wrong kind.
    ///
    /// ```
    /// use keben::theme::Theme;
    /// let theme = Theme::parse("extends = \"booklet\"\n[styles.body]\nsize = \"小四\"").unwrap();
    /// assert_eq!(theme.body().size, keben::unit::Length::pt(12.0));
    /// let error = Theme::parse("[styles.bodi]\nsize = \"12pt\"").unwrap_err();
    /// assert!(error.to_string().contains("body"));
    /// assert_eq!((error.span.line, error.span.column), (1, 9));
    /// ```
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        load::complete(&layer::Layers::of_text(text)?)
    }

    /// How a block looks. Deeper levels than a theme styles look like the deepest it does.
    pub fn style(&self, role: Role) -> &BlockStyle {
        let known = match role {
            Role::ContentsEntry(level) => Role::ContentsEntry(level.clamp(1, 6)),
            Role::Heading(level) => Role::Heading(level.clamp(1, 6)),
            other => other,
        };
        &self.styles[&known]
    }

    /// How running text looks.
    pub fn body(&self) -> &BlockStyle {
        self.style(Role::Body)
    }

    /// The distance between baselines of the page's grid.
    pub fn pitch(&self) -> Length {
        self.body().pitch
    }

    /// The type area of a recto of a left-bound book.
    pub fn area(&self) -> Rect {
        self.page.type_area(self.body().size, self.pitch())
    }

    /// Width of the lines of running text: of the type area, or of one of its columns.
    pub fn measure(&self) -> Length {
        self.page.measure(self.body().size)
    }

    /// The columns of a division's pages: how many, and how wide each is.
    pub fn columns(&self, kind: DivisionKind) -> (u8, Length) {
        let text = self.page.columns;
        if kind != DivisionKind::Index || self.index.columns <= text {
            return (text, self.measure());
        }
        let count = self.index.columns;
        let gaps = self.page.column_gap.at(self.body().size) * (i64::from(count) - 1);
        (count, (self.area().size.width - gaps) / i64::from(count))
    }

    /// The ink of a colour.
    pub fn ink(&self, colour: Colour) -> Ink {
        self.colours.ink(colour)
    }
}

/// The contents list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContentsStyle {
    /// Whether there is one. A text with fewer than two entries never has one.
    pub show: bool,
    /// Down to which level, 1 to 6, where the author says nothing.
    pub depth: u8,
    /// Whether a list of the figures that have a caption follows it.
    pub figures: bool,
    /// Whether a list of the tables that have a caption follows.
    pub tables: bool,
    /// Where it begins.
    pub opens: Opens,
    /// Distance of the leader's dots.
    pub leader: Em,
}

/// Running heads and folios.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeadStyle {
    /// What stands at the head of a verso.
    pub verso: HeadText,
    /// What stands at the head of a recto.
    pub recto: HeadText,
    /// Thickness of the line under the head; zero for none.
    pub rule: Length,
    /// What stands before and after the folio: `· {} ·`.
    pub folio: String,
    /// Whether pages on which a division opens have a head too.
    pub on_openings: bool,
    /// The folios of preface, introduction and contents.
    pub front: FrontFolio,
}

/// The folios of what stands before the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontFolio {
    /// They are counted with the text, which begins with 1; the contents have none.
    Text,
    /// Small Roman numerals from the cover on; the contents follow the preface, and the text begins with 1.
    Roman,
}

/// What a running head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadText {
    /// Nothing.
    None,
    /// The book's title.
    Title,
    /// The title of the division.
    Division,
    /// The last heading of level 1 begun on or before the page, else the division's title.
    Section,
}

/// Notes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoteStyle {
    /// Where they stand on paper.
    pub place: NotePlace,
    /// When the numbers begin anew.
    pub restart: NoteRestart,
    /// Thickness of the rule above the notes.
    pub rule: Length,
    /// Length of that rule as a share of the measure.
    pub rule_length: f64,
    /// Width of notes in the margin.
    pub margin_width: Length,
    /// White between the type area and notes in the margin.
    pub margin_gap: Length,
}

/// Where notes stand on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    /// At the foot of the page or column that calls them.
    Foot,
    /// In the outer margin, beside their call.
    Margin,
    /// After the chapter.
    Chapter,
    /// After the text of the book.
    Book,
}

/// When note numbers begin anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteRestart {
    /// On every page.
    Page,
    /// In every top division.
    Chapter,
    /// Never: they run through the book.
    Book,
}

/// Lists.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ListStyle {
    /// The numbers of ordered lists by depth, `{ar}`, `{cn}` or `{circ}` where the numeral stands: `{ar}.`, `（{cn}）`.
    /// Deeper lists begin anew with the first.
    pub ordered: Vec<String>,
    /// White between the items of a list whose author parts them by blank lines, and that hold more than a paragraph, in
    /// body lines.
    pub loose: f64,
}

/// The index.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct IndexStyle {
    /// Columns it is set in, where the text has fewer.
    pub columns: u8,
}

/// Figures.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FigureStyle {
    /// Where a figure with a caption goes on a page; one without stands where it is called.
    pub placement: Placement,
    /// White between pictures beside each other.
    pub gap: Em,
}

/// Tables: three rules, no verticals.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TableStyle {
    /// Thickness of the first and the last rule.
    pub outer_rule: Length,
    /// Thickness of the rule under the head.
    pub head_rule: Length,
    /// Thickness of a rule between rows; zero for none.
    pub row_rule: Length,
    /// Space between columns.
    pub gap: Em,
    /// Space below a row of several lines, so that rows are told apart.
    pub row_gap: Em,
    /// Where tables with a caption go that are low enough to stay whole.
    pub placement: Placement,
    /// The share of the type area's height up to which a table with a caption is not divided; one without, up to half of it.
    pub whole: f64,
}
