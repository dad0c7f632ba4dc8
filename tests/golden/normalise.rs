//! Cases of kind `normalise`: from the source's characters to the model's.

use keben::diag::Sink;
use keben::model::walk::{self, Node, plain};
use keben::model::{Block, Inline};
use keben::read::{Fix, Input, Options, read};
use keben::source::Memory;
use serde::Deserialize;

use crate::case::{Case, Outcome, ensure};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    /// The notation: `markdown` or `text`.
    input: String,
    source: String,
    /// `punctuation` or `none`.
    fix: Option<String>,
    /// The characters of all paragraphs.
    text: Option<String>,
    /// The stretches of strong text.
    strong: Option<Vec<String>>,
    /// The stretches of emphasised text.
    emphasis: Option<Vec<String>>,
    /// How many places were reported.
    report_count: Option<usize>,
}

pub fn run(case: &Case) -> Outcome {
    case.expect().and_then(|expect| judge(case, &expect)).into()
}

fn judge(case: &Case, expect: &Expect) -> Result<(), String> {
    let file = match expect.input.as_str() {
        "markdown" => "t.md",
        "text" => "t.txt",
        other => return Err(format!("no notation `{other}`")),
    };
    let fix = match expect.fix.as_deref() {
        Some("punctuation") => Some(Fix::Punctuation),
        None | Some("none") => None,
        Some(other) => return Err(format!("nothing to fix is called `{other}`")),
    };
    let language = Some(case.paragraph.lang.parse().map_err(|error| format!("{error}"))?);
    let options = Options { language, fix, title: Some("题".into()), ..Options::default() };
    let source = Memory::new().with(file, expect.source.as_str());
    let sink = Sink::new();
    let input = Input::File(file.into(), None);
    let book = read(&source, &input, &options, &sink).map_err(|error| error.to_string())?;
    let (mut paragraphs, mut strong, mut emphasis) = (Vec::new(), Vec::new(), Vec::new());
    walk::book(&book, &mut |node| match node {
        Node::Block(Block::Paragraph(paragraph)) => paragraphs.push(plain(&paragraph.content)),
        Node::Inline(Inline::Strong(content)) => strong.push(plain(content)),
        Node::Inline(Inline::Emphasis(content)) => emphasis.push(plain(content)),
        Node::Division(_) | Node::Block(_) | Node::Inline(_) => {}
    });
    let text = paragraphs.join("\n");
    if let Some(expected) = &expect.text {
        ensure(text == *expected, || format!("the text is `{text}`, not `{expected}`"))?;
    }
    for (what, found, expected) in [("strong", strong, &expect.strong), ("emphasis", emphasis, &expect.emphasis)] {
        if let Some(expected) = expected {
            ensure(found == *expected, || format!("{what} is {found:?}, not {expected:?}"))?;
        }
    }
    if let Some(expected) = expect.report_count {
        let codes = ["ascii-punctuation", "han-space"];
        let said = sink.take().into_iter().filter(|said| codes.contains(&said.code));
        // One finding a file sums up; it begins with how many there are.
        let counts = said.map(|said| said.message.split(' ').next().and_then(|count| count.parse::<usize>().ok()));
        let count =
            counts.map(|count| count.ok_or("a finding does not begin with a count")).sum::<Result<usize, _>>()?;
        ensure(count == expected, || format!("{count} were reported, not {expected}"))?;
    }
    Ok(())
}
