//! Pandoc's inlines → [`Inline`]s.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{Attr, Reader, text};
use crate::model::{Cite, CiteForm, CiteItem, Image, Inline, Link, Note, Ruby, RubyPair, walk};
use crate::read::plain::is_wide;
use crate::source;

impl Reader<'_> {
    /// Inlines, neighbouring characters in one piece. A soft break between wide characters is nothing, else a blank.
    pub(super) fn inlines(&self, list: &Value) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        let mut soft = false;
        for inline in list.as_array().into_iter().flatten() {
            if inline["t"] == "SoftBreak" {
                soft = true;
                continue;
            }
            let mut next = Vec::new();
            self.inline(inline, &mut next);
            if std::mem::take(&mut soft) {
                let left = out.last().and_then(|last| walk::plain(std::slice::from_ref(last)).chars().next_back());
                let right = next.first().and_then(|first| walk::plain(std::slice::from_ref(first)).chars().next());
                if !(left.is_some_and(is_wide) && right.is_some_and(is_wide)) {
                    push_text(" ", &mut out);
                }
            }
            for inline in next {
                match inline {
                    Inline::Text(text) => push_text(&text, &mut out),
                    other => out.push(other),
                }
            }
        }
        out
    }

    fn inline(&self, inline: &Value, out: &mut Vec<Inline>) {
        let c = &inline["c"];
        match inline["t"].as_str().unwrap_or_default() {
            "Str" => out.push(Inline::text(text(c))),
            "Space" => out.push(Inline::text(" ")),
            "LineBreak" => out.push(Inline::LineBreak),
            "Emph" | "Underline" => out.push(Inline::Emphasis(self.inlines(c))),
            "Strong" => out.push(Inline::Strong(self.inlines(c))),
            "Strikeout" => out.push(Inline::Strike(self.inlines(c))),
            "Superscript" => out.push(Inline::Superscript(self.inlines(c))),
            "Subscript" => out.push(Inline::Subscript(self.inlines(c))),
            "SmallCaps" => out.extend(self.inlines(c)),
            "Cite" if self.cites => out.push(Inline::Cite(self.cite(&c[0]))),
            // Printed already, or never: what stands there is all there is.
            "Cite" => out.extend(self.inlines(&c[1])),
            "Quoted" => {
                let (open, close) = if c[0]["t"] == "SingleQuote" { ("‘", "’") } else { ("“", "”") };
                out.push(Inline::text(open));
                out.extend(self.inlines(&c[1]));
                out.push(Inline::text(close));
            }
            "Code" => out.push(Inline::Code(text(&c[1]).into())),
            "Math" => out.push(Inline::Math(text(&c[1]).into())),
            "RawInline" => out.push(Inline::Raw { format: text(&c[0]).into(), text: text(&c[1]).into() }),
            "Link" => out.push(Inline::Link(Link {
                url: text(&c[2][0]).into(),
                title: title(&c[2][1]),
                content: self.inlines(&c[1]),
                span: self.span.clone(),
            })),
            "Image" => out.push(Inline::Image(self.image(c))),
            "Note" => {
                out.push(Inline::Note(Note { blocks: self.blocks(c), span: self.span.clone(), ..Note::default() }));
            }
            "Span" => self.span_of(c, out),
            unknown => {
                self.report(unknown);
                out.extend(self.salvage(c));
            }
        }
    }

    fn cite(&self, citations: &Value) -> Cite {
        let mut cite = Cite { span: self.span.clone(), ..Cite::default() };
        for citation in citations.as_array().into_iter().flatten() {
            let mode = text(&citation["citationMode"]["t"]);
            if mode == "AuthorInText" {
                cite.form = CiteForm::InText;
            }
            let said = |name: &str| walk::plain(&self.inlines(&citation[name]));
            cite.items.push(CiteItem {
                key: text(&citation["citationId"]).to_owned(),
                prefix: said("citationPrefix").trim().to_owned(),
                suffix: said("citationSuffix").trim_matches([',', '，', ' ']).to_owned(),
                no_author: mode == "SuppressAuthor",
            });
        }
        cite
    }

    fn image(&self, c: &Value) -> Image {
        let attr = Attr::of(&c[0]);
        let url = text(&c[2][0]);
        let path = if url.contains("://") || url.starts_with("data:") {
            url.to_owned()
        } else {
            let plain = percent_decode_str(url).decode_utf8_lossy();
            source::join(&self.span.file, &plain).unwrap_or_else(|| url.to_owned())
        };
        let share = |width: &str| width.strip_suffix('%')?.trim().parse::<f64>().ok();
        Image {
            path,
            alt: Some(walk::plain(&self.inlines(&c[1]))).filter(|alt| !alt.is_empty()),
            title: title(&c[2][1]),
            width: attr.get("width").and_then(share).map(|percent| (percent / 100.0).clamp(0.0, 1.0)),
            span: self.span.clone(),
        }
    }

    /// A span: keben's own classes, as in Markdown's `[text]{.class}`.
    fn span_of(&self, c: &Value, out: &mut Vec<Inline>) {
        let attr = Attr::of(&c[0]);
        let content = self.inlines(&c[1]);
        let lang = attr.get("lang").and_then(|tag| tag.parse().ok());
        if attr.is("dots") {
            out.push(Inline::Dots(content));
        } else if attr.is("name") {
            out.push(Inline::ProperName(content));
        } else if attr.is("title") {
            out.push(Inline::TitleLine(content));
        } else if attr.is("warichu") {
            out.push(Inline::Warichu(content));
        } else if attr.is("small") {
            out.push(Inline::Small(content));
        } else if attr.is("underline") || attr.is("mark") {
            out.push(Inline::Emphasis(content));
        } else if let Some(reading) = attr.get("ruby").or(attr.get("rt")) {
            let pair = RubyPair { base: walk::plain(&content), reading: reading.into() };
            out.push(Inline::Ruby(Ruby { pairs: vec![pair] }));
        } else if let Some(lang) = lang {
            out.push(Inline::Lang { lang, content });
        } else {
            out.extend(content);
        }
    }

    /// The text anywhere below a node that is not known.
    pub(super) fn salvage(&self, value: &Value) -> Vec<Inline> {
        let mut out = Vec::new();
        match value {
            Value::Array(list) => list.iter().for_each(|inner| out.extend(self.salvage(inner))),
            Value::Object(node) => match node.get("t").and_then(Value::as_str) {
                Some("Str" | "Space" | "Code" | "Math" | "LineBreak") => self.inline(value, &mut out),
                Some(_) => out.extend(node.get("c").map(|c| self.salvage(c)).unwrap_or_default()),
                None => {}
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        out
    }
}

fn title(value: &Value) -> Option<String> {
    value.as_str().filter(|title| !title.is_empty()).map(str::to_owned)
}

fn push_text(text: &str, out: &mut Vec<Inline>) {
    match out.last_mut() {
        Some(Inline::Text(last)) => last.push_str(text),
        _ => out.push(Inline::text(text)),
    }
}
