//! Theme → CSS, as a person would write it: short rules, relative lengths, nothing fixed that a reader wants to set.

mod dark;
mod front;
mod vertical;

pub use vertical::vertical;

use std::collections::BTreeMap;

use super::blocks::{admonition, drop_capital, parting, verse};
use super::composing::{alignment, hyphens, lines_of, list_styles};
use super::contrast::readable;
use super::families::readers_own;
use super::listing;
use crate::model::{Face, Lang, Role, Weight};
use crate::theme::{Alignment, BlockStyle, Colour, NumberPlace, Opens, Theme};
use crate::unit::Length;

/// The names under which fonts are embedded, best first, for each face.
pub type Families = BTreeMap<Face, Vec<String>>;

/// The stylesheet of a theme for books in `lang`. Faces are named by the embedded fonts first, then by those that
/// readers have themselves.
pub fn stylesheet(theme: &Theme, lang: &Lang, families: &Families) -> String {
    let mut css = Css { theme, lang, families, faces: BTreeMap::new(), text: String::new() };
    css.base();
    css.headings();
    css.inlines();
    css.blocks();
    css.notes();
    css.front();
    css.index();
    css.dark();
    css.face_rules() + &css.text
}

pub(super) struct Css<'a> {
    pub theme: &'a Theme,
    lang: &'a Lang,
    families: &'a Families,
    /// What is set in each face: a list of families is long, so each is written once.
    faces: BTreeMap<Face, Vec<String>>,
    text: String,
}

pub(super) type Declarations = Vec<(&'static str, String)>;

impl Css<'_> {
    pub fn rule(&mut self, selector: &str, declarations: Declarations) {
        if declarations.is_empty() {
            return;
        }
        let declarations: String =
            declarations.iter().map(|(property, value)| format!(" {property}: {value};")).collect();
        let body = format!(" {{{declarations} }}\n");
        // A rule that says what the one above says joins it.
        match self.text.strip_suffix(&body).map(str::len) {
            Some(end) => self.text.insert_str(end, &format!(", {selector}")),
            None => self.text.extend([selector, &body]),
        }
    }

    pub fn lines(&mut self, css: &str) {
        self.text.push_str(css);
    }

    /// Sets what `selector` names in `face`.
    fn face(&mut self, selector: &str, face: Face) {
        self.faces.entry(face).or_default().push(selector.to_owned());
    }

    fn face_rules(&self) -> String {
        let rule = |(face, selectors): (&Face, &Vec<String>)| {
            format!("{} {{ font-family: {}; }}\n", selectors.join(", "), self.stack(*face))
        };
        self.faces.iter().map(rule).collect()
    }

    fn base(&mut self) {
        let body = self.theme.body();
        self.face("body", body.text.face);
        let rule = vec![
            ("margin", "0 auto".into()),
            ("padding", "0".into()),
            ("line-height", number(body.pitch.ratio(body.size).max(1.5))),
            ("overflow-wrap", "break-word".into()),
        ];
        let rule = rule.into_iter().chain(lines_of(&body.setting, self.lang)).collect();
        self.rule("body", rule);
        let align = if body.align == Alignment::Justify { "justify" } else { "start" };
        let rule = vec![
            ("margin", "0".into()),
            ("text-indent", em(body.indent.0)),
            ("text-align", align.into()),
            ("widows", self.theme.page.widows.to_string()),
            ("orphans", self.theme.page.orphans.to_string()),
        ];
        self.rule("p", rule);
        let hyphens = hyphens(&body.setting, self.lang);
        self.lines(&format!("p {{ -webkit-hyphens: {hyphens}; -epub-hyphens: {hyphens}; hyphens: {hyphens}; }}\n"));
        self.lines(
            "p.continued, p.start { text-indent: 0; }\np.start { text-align: left; }\n\
             p.centre { text-indent: 0; text-align: center; }\np.end { text-indent: 0; text-align: right; }\n\
             img { max-width: 100%; height: auto; }\na { color: inherit; text-decoration-thickness: 1px; text-decoration-color: rgba(128, 128, 128, 0.7); text-underline-offset: 0.2em; }\n",
        );
        self.lines(&parting(self.theme.parting.mark));
    }

    fn headings(&mut self) {
        self.lines(
            "h1, h2, h3, h4, h5, h6 { margin: 0; font-size: 1em; font-weight: normal; text-indent: 0; \
             break-after: avoid; page-break-after: avoid; break-inside: avoid; page-break-inside: avoid; hyphens: none; -webkit-hyphens: none; }\n",
        );
        for role in [Role::PartTitle, Role::ChapterTitle].into_iter().chain((1..=6).map(Role::Heading)) {
            let style = self.theme.style(role);
            let selector = format!(".{role}");
            let mut rule = self.style(&selector, style);
            let (before, after) = match role {
                // The sink of a printed page, softened: screens are low.
                Role::PartTitle | Role::ChapterTitle => (f64::from(style.sink) * 0.75 + 0.75, style.after.max(1.5)),
                _ => (style.before.max(0.75), style.after.max(0.4)),
            };
            rule.push(("margin", self.margin(style, before, after)));
            // A chapter is a document of its own; a heading in it that opens a page does so here too.
            if matches!(role, Role::Heading(_)) && style.opens != Opens::RunOn {
                rule.extend([("break-before", "page".into()), ("page-break-before", "always".into())]);
            }
            self.rule(&selector, rule);
            self.number(&selector, style);
        }
    }

    /// The number before a title; hung or set above, it stands on a line of its own: so it fits the narrowest screen.
    fn number(&mut self, selector: &str, style: &BlockStyle) {
        let mut rule = Declarations::new();
        let size = style.number.size.ratio(style.size);
        let own_line = style.number.place != NumberPlace::Inline;
        if own_line {
            rule.push(("display", "block".into()));
        }
        if (size - 1.0).abs() > 0.01 {
            rule.push(("font-size", em(size)));
            rule.push(("line-height", "1.3".into()));
        }
        if own_line && size < 1.0 {
            rule.push(("margin-bottom", "0.5em".into()));
        }
        if let Some(colour) = self.colour(style.number.colour, false) {
            rule.push(("color", colour));
        }
        self.rule(&format!("{selector} .number"), rule);
        // What parts the number from the title on one line would push a title on its own line aside.
        if own_line {
            self.rule(&format!("{selector} .gap"), vec![("display", "none".into())]);
        }
    }

    fn inlines(&mut self) {
        let inline = self.theme.inline;
        // Han characters are never slanted: another face is their emphasis. Other scripts lean and thicken.
        let slope = if self.lang.is_cjk() {
            self.face("em", inline.emphasis_in(self.lang.as_str()));
            self.face("strong", inline.strong);
            "normal"
        } else {
            "italic"
        };
        self.face("code", inline.code);
        self.rule("em", vec![("font-style", slope.into())]);
        let thick = if self.lang.is_cjk() { inline.strong_weight } else { Weight::Bold };
        self.rule("strong", vec![("font-weight", weight(thick))]);
        self.rule("code", vec![("font-size", em(inline.code_size)), ("font-variant-ligatures", "none".into())]);
        self.rule("small", vec![("font-size", em(inline.small_size))]);
        let position = if self.lang.is_chinese() { "under right" } else { "over right" };
        self.lines(&format!(
            "em.dots {{ font: inherit; -webkit-text-emphasis: filled dot; -epub-text-emphasis: filled dot; text-emphasis: filled dot; \
             -webkit-text-emphasis-position: {position}; text-emphasis-position: {position}; }}\n"
        ));
        self.lines(
            "u.name { text-decoration: underline; text-underline-offset: 0.2em; }\n\
             u.title { text-decoration: underline; -webkit-text-decoration-style: wavy; text-decoration-style: wavy; \
             text-underline-offset: 0.25em; }\n\
             ruby { ruby-align: center; }\nrt { font-size: 0.5em; line-height: 1.1; text-indent: 0; }\n\
             span.warichu { font-size: 0.6em; line-height: 0; }\n\
             sub, sup { line-height: 0; }\n",
        );
    }

    fn blocks(&mut self) {
        let theme = self.theme;
        self.block("section.introduction", Role::Introduction);
        self.block("section.colophon", Role::Colophon);
        self.block("blockquote", Role::Quote);
        let rule = self.style("p.attribution, p.verse-author", theme.style(Role::Attribution));
        self.rule("p.attribution, p.verse-author", rule);
        self.block("div.verse", Role::Verse);
        self.lines(&verse(theme));
        if theme.style(Role::Verse).keep {
            self.lines("div.verse { break-inside: avoid; page-break-inside: avoid; }\n");
        }
        let rule = self.style("div.verse > p.verse-title", theme.style(Role::VerseTitle));
        self.rule("div.verse > p.verse-title", rule);
        self.face("li", theme.style(Role::ListItem).text.face);
        self.face("dd", theme.style(Role::Definition).text.face);
        self.lines(
            "ul, ol { margin: 0.5em 0; padding: 0 0 0 2em; }\nli > p { text-indent: 0; margin: 0.4em 0; }\n\
             .tight > li > p { margin: 0; }\nli.task { list-style: none; text-indent: 0; }\n\
             li.task > p:first-child { margin-left: -1.5em; }\nol.written { list-style: none; }\n\
             ol.written > li { position: relative; }\nol.written > li::before { content: attr(data-marker); \
             position: absolute; right: 100%; margin-right: 0.4em; text-indent: 0; white-space: nowrap; }\n",
        );
        self.lines(&(list_styles(&theme.lists) + &drop_capital(theme, self.lang.is_cjk())));
        let term = self.style("dt", theme.style(Role::Term));
        self.rule("dt", term.into_iter().chain([("margin", "0.8em 0 0".into())]).collect());
        self.lines("dd { margin: 0 0 0 2em; }\ndd > p { text-indent: 0; }\n");
        let code = theme.style(Role::Code);
        let rule = vec![
            ("margin", "0.8em 0".into()),
            ("padding", "0.6em 0.8em".into()),
            ("border-left", "2px solid".into()),
            ("border-color", "rgba(128, 128, 128, 0.4)".into()),
            ("font-size", em(code.size.ratio(theme.body().size))),
            ("line-height", number(code.pitch.ratio(code.size))),
            ("white-space", "pre-wrap".into()),
            ("overflow-wrap", "anywhere".into()),
            ("text-align", "left".into()),
            ("text-spacing-trim", "space-all".into()),
            ("text-autospace", "no-autospace".into()),
        ];
        self.rule("pre", rule);
        self.lines("pre > code { font-size: 1em; }\n");
        self.lines(&listing::styles(theme));
        self.figures();
        self.table();
        let title = theme.style(Role::AdmonitionTitle);
        self.block("div.admonition", Role::Admonition);
        self.lines(&admonition(theme, self.colour(theme.admonition.colour, false)));
        let mut rule = self.style(".admonition-title", title);
        rule.extend(self.colour(title.text.colour, false).map(|colour| ("color", colour)));
        self.rule(".admonition-title", rule);
        self.block("div.note-text", Role::NoteText);
        self.lines("div.math { margin: 0.8em 0; text-align: center; text-indent: 0; overflow-wrap: normal; }\ndiv.math > math { display: inline math; }\n");
    }

    fn figures(&mut self) {
        let caption = self.theme.style(Role::Caption);
        self.lines("figure { margin: 1.2em 0; text-align: center; text-indent: 0; break-inside: avoid; page-break-inside: avoid; }\n");
        let mut rule = self.style("figcaption, caption", caption);
        rule.push(("margin-top", "0.5em".into()));
        self.rule("figcaption, caption", rule);
        self.face(".label", Face::Hei);
        self.lines("figure > img { display: block; margin: 0 auto 0.4em; }\nfigure.parts { display: flex; flex-wrap: wrap; justify-content: center; }\nfigure.parts > figcaption { flex-basis: 100%; }\nfigure.part { display: inline-block; box-sizing: border-box; max-width: 100%; margin: 0 0 0.4em; padding: 0 0.5em; vertical-align: top; }\nfigure.wide > img { width: 100%; }\nspan.missing { padding: 0.2em 0.6em; border: 1px dashed; }\n");
    }

    fn table(&mut self) {
        let (head, cell) = (self.theme.style(Role::TableHead), self.theme.style(Role::TableCell));
        // Hairlines of print vanish on screens: two to one keeps their order.
        self.lines("table { width: 100%; margin: 1.2em 0; border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }\ncaption { caption-side: top; padding-bottom: 0.4em; break-after: avoid; }\n");
        let mut rule = self.style("td, th", cell);
        rule.push(("padding", format!("0.3em {}", em(self.theme.table.gap.0 / 2.0))));
        rule.push(("vertical-align", "top".into()));
        self.rule("td, th", rule);
        self.lines("td:first-child, th:first-child { padding-left: 0; }\n");
        self.lines("td:last-child, th:last-child { padding-right: 0; }\n");
        if self.theme.table.row_rule > Length::ZERO {
            self.lines("tbody > tr + tr { border-top: 1px solid; }\n");
        }
        self.face("th", head.text.face);
        self.rule("th", vec![("font-weight", weight(head.text.weight))]);
        self.lines(
            "thead { border-bottom: 1px solid; }\ntd > p, th > p { text-indent: 0; text-align: inherit; }\n\
             td.start, th.start { text-align: left; }\ntd.centre, th.centre { text-align: center; }\n\
             td.end, th.end, td.decimal, th.decimal { text-align: right; font-variant-numeric: tabular-nums; }\n\
             thead th[colspan] { text-align: center; }\ntable + div.note-text { margin-top: -0.8em; break-before: avoid; }\n",
        );
    }

    fn notes(&mut self) {
        self.lines("a.noteref { font-size: 0.75em; vertical-align: super; line-height: 0; text-decoration: none; }\na.noteref + a.noteref { margin-left: 0.3em; }\n");
        self.lines(
            "section.notes { margin-top: 2em; padding-top: 0.6em; border-top: 1px solid; }\n\
             aside.footnote { margin: 0.3em 0; break-inside: avoid; page-break-inside: avoid; }\n",
        );
        self.block("aside.footnote", Role::Footnote);
        self.lines(
            "ul.references { list-style: none; padding: 0; }\n.references li { padding-left: 2.25em; text-indent: -2.25em; overflow-wrap: anywhere; }\n.references .label { display: inline-block; min-width: 2em; text-indent: 0; text-decoration: none; }\n",
        );
        self.block(".references li", Role::Reference);
        let mut accent = Declarations::new();
        accent.extend(self.colour(Colour::Accent, false).map(|colour| ("color", colour)));
        self.rule("a.noteref, a.backlink", accent);
    }

    /// Everything of a style but its margins: each only where it differs from running text.
    pub fn style(&mut self, selector: &str, style: &BlockStyle) -> Declarations {
        let (mut rule, lines) = self.type_and_lines(selector, style);
        rule.extend(lines);
        rule
    }

    /// How the characters of a style look, and how its lines lie.
    fn type_and_lines(&mut self, selector: &str, style: &BlockStyle) -> (Declarations, Declarations) {
        let body = self.theme.body();
        let (mut rule, mut lines) = (Declarations::new(), Declarations::new());
        self.face(selector, style.text.face);
        if style.text.weight != body.text.weight {
            rule.push(("font-weight", weight(style.text.weight)));
        }
        let size = style.size.ratio(body.size);
        if (size - 1.0).abs() > 0.001 {
            rule.push(("font-size", em(size)));
        }
        // Latin letters are spaced already; wider they fall apart.
        if style.text.tracking.0 != 0.0 && self.lang.is_cjk() {
            rule.push(("letter-spacing", em(style.text.tracking.0)));
        }
        // The space behind the last character of a spaced line would push it aside where it is centred.
        let behind = if style.align == Alignment::Centre && self.lang.is_cjk() { style.text.tracking.0 } else { 0.0 };
        let indent = style.indent.0 + behind;
        if (indent - body.indent.0).abs() > 0.001 {
            lines.push(("text-indent", em(indent)));
        }
        if style.align != body.align {
            lines.extend(alignment(style.align));
        }
        if style.setting != body.setting {
            let common = lines_of(&body.setting, self.lang);
            lines.extend(lines_of(&style.setting, self.lang).into_iter().filter(|own| !common.contains(own)));
        }
        (rule, lines)
    }

    /// A block that holds paragraphs, with margins as the style has them.
    fn block(&mut self, selector: &str, role: Role) {
        let style = self.theme.style(role);
        let (mut rule, lines) = self.type_and_lines(selector, style);
        if style.before != 0.0 || style.after != 0.0 || style.start.0 != 0.0 || style.end.0 != 0.0 {
            rule.push(("margin", self.margin(style, style.before, style.after)));
        }
        self.rule(selector, rule);
        self.rule(&format!("{selector} > p"), lines);
    }

    /// Spaces above and below in body lines, indents in body characters, all in em of the block's own size.
    fn margin(&self, style: &BlockStyle, before: f64, after: f64) -> String {
        let line = self.theme.pitch().ratio(style.size);
        let character = self.theme.body().size.ratio(style.size);
        // A narrow screen has no room for deep indents (Kindle: 4 em at most).
        let side = |indent: f64| em((indent * character).min(2.0));
        let (above, below) = (em(before * line), em(after * line));
        match (side(style.start.0), side(style.end.0)) {
            (start, end) if start == end => format!("{above} {start} {below}"),
            (start, end) => format!("{above} {end} {below} {start}"),
        }
    }

    fn stack(&self, face: Face) -> String {
        let mut names: Vec<String> = Vec::new();
        let embedded = self.families.get(&face).into_iter().flatten();
        names.extend(embedded.map(|name| format!("\"{name}\"")));
        names.extend(readers_own(face, self.lang).iter().map(|name| match *name {
            "serif" | "sans-serif" | "monospace" => (*name).to_owned(),
            name => format!("\"{name}\""),
        }));
        names.join(", ")
    }

    /// A colour as CSS writes it, readable on light or on dark paper; `None` for the text's own.
    fn colour(&self, colour: Colour, dark: bool) -> Option<String> {
        let colour = if colour == Colour::Accent { self.theme.colours.accent } else { colour };
        let rgb = match colour {
            Colour::Rgb(rgb, _) => rgb,
            Colour::None | Colour::Text | Colour::Paper | Colour::Accent | Colour::Grey(_) => return None,
        };
        Some(readable(rgb, dark))
    }
}

fn weight(weight: Weight) -> String {
    match weight {
        Weight::Regular => "normal".into(),
        Weight::Bold => "bold".into(),
    }
}

pub(super) fn em(value: f64) -> String {
    let text = number(value);
    if text == "0" { text } else { format!("{text}em") }
}

pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".into() } else { text.to_owned() }
}
