//! What the package says of the book's accessibility (EPUB Accessibility 1.1, 2): only what the model shows.

use crate::diag::{Diagnostic, Sink, Span};
use crate::html::Site;
use crate::html::markup::{Element, Node, element};
use crate::model::Lang;
use crate::resolve::Edition;

/// The conformance that is claimed where the model proves it, as the specification wants it written.
const CONFORMS: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// The `schema:` properties of a book, and what it conforms to where all of it is proven; else a note says what is not.
pub(super) fn metadata(site: &Site, edition: &Edition, has_cover: bool, sink: &Sink) -> Vec<Node> {
    // The cover says no more than the title page; its text stands for it.
    let pictures = !site.pictures.is_empty() || has_cover;
    let described = edition.images_without_alt().is_empty();
    let mut found = Found::default();
    for doc in &site.docs {
        doc.each(&mut |element| found.see(element));
    }

    let mut facts: Vec<(&str, &str)> = vec![("accessMode", "textual")];
    facts.extend(pictures.then_some(("accessMode", "visual")));
    // Text alone is enough where every picture has words that stand for it.
    if described {
        facts.push(("accessModeSufficient", "textual"));
    }
    if pictures {
        facts.push(("accessModeSufficient", "textual,visual"));
    }
    for (feature, there) in [
        ("structuralNavigation", found.headings),
        ("tableOfContents", true),
        ("readingOrder", true),
        ("displayTransformability", true),
        ("alternativeText", pictures && described),
        ("MathML", found.math),
        ("rubyAnnotations", found.ruby),
    ] {
        facts.extend(there.then_some(("accessibilityFeature", feature)));
    }
    facts.push(("accessibilityHazard", "none"));
    let [always, if_described] = summary(&edition.lang);
    let summary = if pictures && described { format!("{always}{if_described}") } else { always.to_owned() };
    let meta =
        |name: &str, value: &str| Node::Element(element("meta").attr("property", format!("schema:{name}")).text(value));
    let mut made: Vec<Node> = facts.iter().map(|(name, value)| meta(name, value)).collect();
    made.push(meta("accessibilitySummary", &summary));
    let lacks = lacks(described, &found);
    if lacks.is_empty() {
        made.extend(claim());
    } else {
        let message = format!("the EPUB does not say that it conforms to WCAG 2.2 AA: {}", lacks.join(", "));
        let help = "what is missing is reported beside its place, or is in raw HTML";
        sink.push(Diagnostic::note("accessibility", &Span::default(), message).help(help));
    }
    made
}

/// What is not proven. The rest always is: no document is without a language, headings leave no level out whatever the
/// author wrote, and a theme's colours are mixed until they can be read.
fn lacks(described: bool, found: &Found) -> Vec<&'static str> {
    let proofs = [
        (described, "pictures without words that stand for them"),
        (!found.bare_table, "tables without a head"),
        (!found.bare_formula, "formulas without words that stand for them"),
    ];
    proofs.into_iter().filter_map(|(holds, lack)| (!holds).then_some(lack)).collect()
}

/// The claim, and who makes it (EPUB Accessibility 1.1, 4.2): the program, which has looked at all of it.
fn claim() -> [Node; 2] {
    let meta = |property: &str| element("meta").attr("property", property);
    let by =
        meta("a11y:certifiedBy").attr("refines", "#conformance").text(concat!("keben ", env!("CARGO_PKG_VERSION")));
    [Node::Element(meta("dcterms:conformsTo").attr("id", "conformance").text(CONFORMS)), Node::Element(by)]
}

#[derive(Default)]
struct Found {
    headings: bool,
    math: bool,
    ruby: bool,
    /// A table has no cell that heads others.
    bare_table: bool,
    /// A formula has no words for those who cannot see it.
    bare_formula: bool,
}

impl Found {
    fn see(&mut self, element: &Element) {
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings = true,
            "math" => {
                self.math = true;
                self.bare_formula |= element.get("alttext").is_none_or(|words| words.trim().is_empty());
            }
            "ruby" => self.ruby = true,
            "table" => {
                let mut head = false;
                element.each(&mut |inner| head |= inner.name == "th");
                self.bare_table |= !head;
            }
            _ => {}
        }
    }
}

/// The summary in the book's language: what holds for every book, and what is added where all pictures have words.
fn summary(lang: &Lang) -> [&'static str; 2] {
    match lang.primary() {
        "zh" if lang.is_traditional() => ["全書為可重排的文字，有目錄，可由輔助技術按順序朗讀。", "圖片均有文字說明。"],
        "zh" => ["全书为可重排的文字，有目录，可由辅助技术按顺序朗读。", "图片均有文字说明。"],
        "ja" => {
            ["リフロー型の本文で、目次があり、支援技術で順に読み上げられます。", "すべての図に代替テキストがあります。"]
        }
        "ko" => [
            "재배치 가능한 본문으로, 차례가 있으며 보조 기술로 차례대로 읽을 수 있습니다.",
            " 모든 그림에 대체 텍스트가 있습니다.",
        ],
        _ => ["Reflowable text with a table of contents, in one reading order.", " All pictures have descriptions."],
    }
}
