//! TOML → [`Theme`]: laid over what it extends, then completed style by style.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::layer::Layers;
use super::page::Opens;
use super::setting::{Setting, SettingLook};
use super::style::{Alignment, BlockStyle, InlineStyles, NumberPlace, NumberStyle, TextStyle};
use super::{
    AdmonitionStyle, BreakStyle, ChapterStyle, CodeStyle, ColophonStyle, Colour, Colours, ContentsStyle, CoverStyle,
    FigureStyle, FontRoles, HeadStyle, IndexStyle, ListStyle, NoteStyle, NumberingStyle, OfficialStyle, PageStyle,
    TableStyle, Theme, TitleBlockStyle, VerseStyle,
};
use crate::diag::{Span, nearest, unknown_key};
use crate::model::{Face, Role, Weight};
use crate::unit::{Em, Length};

/// The built-in themes: name, and their TOML with comments.
pub const BUILT_IN: [(&str, &str); 8] = [
    ("booklet", include_str!("booklet.toml")),
    ("book", include_str!("book.toml")),
    ("report", include_str!("report.toml")),
    ("thesis", include_str!("thesis.toml")),
    ("handout", include_str!("handout.toml")),
    ("newsletter", include_str!("newsletter.toml")),
    ("poetry", include_str!("poetry.toml")),
    ("gongwen", include_str!("gongwen.toml")),
];

/// Why a theme cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    message: String,
    /// Where it was said, as far as that is known.
    pub span: Span,
}

impl ThemeError {
    pub(super) fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span }
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ThemeError {}

/// What is wrong with a theme's values. A complaint begins with the key it is about, between backticks.
pub(super) struct Complaint(pub String);

impl Complaint {
    /// The key it is about, as a path.
    fn key(&self) -> Vec<String> {
        let quoted = self.0.split('`').nth(1).unwrap_or_default();
        let key = quoted.split(' ').next().unwrap_or_default();
        key.split('.').map(str::to_owned).collect()
    }
}

/// A theme as typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Typed {
    name: String,
    #[serde(default)]
    fonts: FontRoles,
    page: PageStyle,
    colours: Colours,
    inline: InlineStyles,
    cover: CoverStyle,
    title_block: TitleBlockStyle,
    contents: ContentsStyle,
    heads: HeadStyle,
    notes: NoteStyle,
    lists: ListStyle,
    figures: FigureStyle,
    index: IndexStyle,
    table: TableStyle,
    code: CodeStyle,
    verse: VerseStyle,
    admonition: AdmonitionStyle,
    #[serde(rename = "break")]
    parting: BreakStyle,
    chapter: ChapterStyle,
    numbering: NumberingStyle,
    colophon: ColophonStyle,
    official: OfficialStyle,
    styles: BTreeMap<String, Look>,
}

/// A style as typed: what is not said comes from the style it is like, and in the end from `body`.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Look {
    like: Option<String>,
    face: Option<Face>,
    weight: Option<Weight>,
    italic: Option<bool>,
    colour: Option<Colour>,
    tracking: Option<Em>,
    size: Option<Length>,
    pitch: Option<Length>,
    indent: Option<Em>,
    align: Option<Alignment>,
    setting: Option<SettingLook>,
    start: Option<Em>,
    end: Option<Em>,
    before: Option<f64>,
    after: Option<f64>,
    lines: Option<u8>,
    sink: Option<u8>,
    opens: Option<Opens>,
    after_title: Option<f64>,
    keep: Option<bool>,
    span: Option<bool>,
    number: Option<NumberLook>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NumberLook {
    place: Option<NumberPlace>,
    size: Option<Length>,
    colour: Option<Colour>,
    gap: Option<Em>,
}

/// The theme whose text these layers are.
pub(super) fn complete(layers: &Layers) -> Result<Theme, ThemeError> {
    let typed = toml::from_str::<Typed>(&layers.text).map_err(|error| {
        let span = error.span().map_or_else(|| layers.said(&[]), |range| layers.said_at(range.start));
        ThemeError::new(unknown_key(error.message()), span)
    })?;
    meant(typed).map_err(|complaint| ThemeError::new(complaint.0.clone(), layers.said(&complaint.key())))
}

fn meant(typed: Typed) -> Result<Theme, Complaint> {
    let Typed {
        name,
        fonts,
        page,
        colours,
        inline,
        cover,
        title_block,
        contents,
        heads,
        notes,
        lists,
        figures,
        index,
        table,
        code,
        verse,
        admonition,
        parting,
        chapter,
        numbering,
        colophon,
        official,
        styles: looks,
    } = typed;
    let names: Vec<String> = Role::ALL.iter().map(ToString::to_string).collect();
    if let Some(unknown) = looks.keys().find(|key| !names.contains(key)) {
        let near = nearest(unknown, names.iter().map(String::as_str)).unwrap_or("body");
        return Err(Complaint(format!("`styles.{unknown}` is no style; the nearest is `{near}`")));
    }
    let mut styles = BTreeMap::new();
    for role in Role::ALL {
        styles.insert(role, style(&looks, &role.to_string())?);
    }
    let theme = Theme {
        name,
        fonts,
        page,
        colours,
        inline,
        cover,
        title_block,
        contents,
        heads,
        notes,
        lists,
        figures,
        index,
        table,
        code,
        verse,
        admonition,
        parting,
        chapter,
        numbering,
        colophon,
        official,
        styles,
    };
    theme.fonts.complaint().map_or(Ok(()), |message| Err(Complaint(message)))?;
    super::range::measurable(&theme)?;
    Ok(theme)
}

/// The complete style of `name`: its own look over the looks it is like, over `body`.
fn style(looks: &BTreeMap<String, Look>, name: &str) -> Result<BlockStyle, Complaint> {
    let mut chain = Vec::new();
    let mut next = Some(name);
    let mut from = name;
    while let Some(name) = next {
        if chain.len() > looks.len() {
            return Err(Complaint(format!("`styles.{name}.like` leads back to the style itself")));
        }
        let look = looks.get(name);
        if look.is_none() && chain.last().is_some_and(|last: &&Look| last.like.as_deref() == Some(name)) {
            return Err(Complaint(format!("`styles.{from}.like` is `{name}`, and there is no such style")));
        }
        from = name;
        chain.extend(look);
        next = match look.and_then(|look| look.like.as_deref()) {
            None if name != "body" => Some("body"),
            like => like,
        };
    }
    let body = chain.last().copied().cloned().unwrap_or_default();
    let missing = |key: &str| Complaint(format!("`styles.body` has no `{key}`"));
    // Blocks inherit how they are set, not the space around them nor where they open.
    macro_rules! said {
        ($field:ident) => {
            chain.iter().find_map(|look| look.$field)
        };
    }
    macro_rules! own {
        ($field:ident) => {
            chain
                .iter()
                .take(chain.len().saturating_sub(1).max(usize::from(name == "body")))
                .find_map(|look| look.$field)
        };
    }
    let size = said!(size).ok_or_else(|| missing("size"))?;
    let body_size = body.size.unwrap_or(size);
    let body_pitch = body.pitch.ok_or_else(|| missing("pitch"))?;
    let number = |look: fn(&NumberLook) -> Option<NumberPlace>| {
        chain.iter().find_map(|entry| entry.number.as_ref().and_then(look))
    };
    let colour = said!(colour).unwrap_or(Colour::Text);
    // A pitch follows its size unless the theme says otherwise.
    let pitch = chain
        .iter()
        .find_map(|look| {
            look.pitch
                .or(look.size.filter(|&size| size != body_size).map(|size| scaled_pitch(size, body_size, body_pitch)))
        })
        .unwrap_or(body_pitch);
    Ok(BlockStyle {
        text: TextStyle {
            face: said!(face).unwrap_or_default(),
            weight: said!(weight).unwrap_or_default(),
            italic: said!(italic).unwrap_or_default(),
            size,
            colour,
            tracking: said!(tracking).unwrap_or_default(),
        },
        size,
        pitch,
        indent: said!(indent).unwrap_or_default(),
        align: said!(align).unwrap_or(Alignment::Justify),
        // The nearest look is laid on last.
        setting: chain
            .iter()
            .rev()
            .filter_map(|look| look.setting)
            .fold(Setting::default(), |base, look| look.over(base)),
        start: own!(start).unwrap_or_default(),
        end: own!(end).unwrap_or_default(),
        before: own!(before).unwrap_or_default(),
        after: own!(after).unwrap_or_default(),
        lines: own!(lines).unwrap_or_default(),
        sink: own!(sink).unwrap_or_default(),
        opens: own!(opens).unwrap_or(Opens::RunOn),
        after_title: own!(after_title).or(own!(before)).unwrap_or_default(),
        keep: own!(keep).unwrap_or_default(),
        span: own!(span).unwrap_or_default(),
        number: NumberStyle {
            place: number(|look| look.place).unwrap_or(NumberPlace::Inline),
            size: chain.iter().find_map(|look| look.number.as_ref().and_then(|look| look.size)).unwrap_or(size),
            colour: chain.iter().find_map(|look| look.number.as_ref().and_then(|look| look.colour)).unwrap_or(colour),
            gap: chain.iter().find_map(|look| look.number.as_ref().and_then(|look| look.gap)).unwrap_or(Em(0.5)),
        },
    })
}

/// The pitch of a size no theme gave one for: small text keeps the body's proportion, large text is set closer.
fn scaled_pitch(size: Length, body_size: Length, body_pitch: Length) -> Length {
    let proportion = body_pitch.ratio(body_size);
    size.scale(if size > body_size { proportion.min(1.4) } else { proportion.min(1.5) })
}
