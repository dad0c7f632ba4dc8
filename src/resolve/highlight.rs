//! Tells keywords from strings and remarks in program text, once for all outputs. In: the book's listings. Out: stretches
//! of a kind.
//!
//! Grammars are syntect's and bat's. They are loaded when a listing names a language, and each is compiled when it is
//! first met; a language nobody knows, and a listing that is too long to be read, stay plain.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::diag::{Diagnostic, Sink};
use crate::model::walk::{self, Node};
use crate::model::{Block, Book, Code, CodeKind, LineNumbers, NodeId};

/// A grammar reads some hundred kilobytes a second; what is longer than this is data, not text for readers.
const LONGEST: usize = 512 * 1024;
/// The same for a line: machines write longer ones.
const LONGEST_LINE: usize = 4 * 1024;
/// Names of languages that mean no language.
const PLAIN: [&str; 8] = ["", "text", "txt", "plain", "plaintext", "none", "nohighlight", "output"];
/// Names that authors write and the grammars do not know.
const ALIASES: [(&str, &str); 12] = [
    ("golang", "go"),
    ("shell", "sh"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("terminal", "sh"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("dotenv", "sh"),
    ("objective-c", "m"),
    ("objc", "m"),
    ("visual-basic", "vb"),
    ("csharp", "cs"),
];

/// A stretch of program text that is not set as the rest of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Bytes of the listing.
    range: Range<usize>,
    kind: CodeKind,
}

/// The stretches of every listing that has some, in the order of the text.
pub(super) type Stretches = BTreeMap<NodeId, Vec<Stretch>>;

/// A line of program text as every output shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLine<'e> {
    /// Its number, where it has one.
    pub number: Option<u64>,
    /// Whether the author wants it looked at.
    pub marked: bool,
    /// Its text without the line feed, in stretches.
    pub pieces: Vec<(&'e str, Option<CodeKind>)>,
}

/// Finds the stretches of all listings.
pub(super) fn stretches(book: &Book, sink: &Sink) -> Stretches {
    let mut codes = Vec::new();
    walk::book(book, &mut |node| {
        if let Node::Block(Block::Code(code)) = node
            && code.language.as_deref().is_some_and(|language| !PLAIN.contains(&language))
        {
            codes.push(code);
        }
    });
    if codes.is_empty() {
        return Stretches::new();
    }
    let grammars = two_face::syntax::extra_newlines();
    let known: Vec<(&Code, &SyntaxReference)> =
        codes.into_iter().filter_map(|code| Some((code, grammar(&grammars, code.language.as_deref()?)?))).collect();
    for (code, _) in known.iter().filter(|(code, _)| code.text.len() > LONGEST) {
        let message = format!("a listing of {} kB is set without highlighting", code.text.len() / 1024);
        let note = Diagnostic::note("plain-listing", &code.span, message);
        sink.push(note.help("print a part of it, and say where the whole is found"));
    }
    let scopes = Scopes::new();
    let found = known.par_iter().filter(|(code, _)| code.text.len() <= LONGEST);
    let found = found.map(|(code, grammar)| (code.id, scopes.of(&grammars, grammar, &code.text)));
    found.collect::<Vec<_>>().into_iter().filter(|(_, stretches)| !stretches.is_empty()).collect()
}

fn grammar<'g>(grammars: &'g SyntaxSet, language: &str) -> Option<&'g SyntaxReference> {
    let language = language.to_ascii_lowercase();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == language);
    grammars.find_syntax_by_token(alias.map_or(&*language, |(_, name)| name))
}

/// The lines of a listing; `numbered` where the author leaves it to the theme.
pub(super) fn lines<'e>(code: &'e Code, stretches: &[Stretch], numbered: bool) -> Vec<CodeLine<'e>> {
    let first = match code.numbers {
        LineNumbers::Theme => numbered.then_some(1),
        LineNumbers::Never => None,
        LineNumbers::From(first) => Some(first),
    };
    let mut rest = stretches.iter().peekable();
    let mut marks = Marks::new(&code.marked);
    let mut start = 0;
    let mut lines = Vec::new();
    for (at, line) in (0u64..).zip(code.text.split('\n')) {
        let end = start + line.len();
        let mut pieces = Vec::new();
        let mut from = start;
        while let Some(stretch) = rest.peek().filter(|stretch| stretch.range.start < end) {
            let Range { start: first, end: last } = stretch.range;
            let (first, last) = (first.max(from), last.min(end));
            if from < first {
                pieces.push((&code.text[from..first], None));
            }
            if first < last {
                pieces.push((&code.text[first..last], Some(stretch.kind)));
            }
            from = from.max(last);
            if stretch.range.end > end {
                break;
            }
            rest.next();
        }
        if from < end {
            pieces.push((&code.text[from..end], None));
        }
        lines.push(CodeLine { number: first.map(|first| first.saturating_add(at)), marked: marks.has(at + 1), pieces });
        start = end + 1;
    }
    lines
}

/// Marked lines in order, so that each is looked at once.
struct Marks {
    ranges: std::iter::Peekable<std::vec::IntoIter<(u32, u32)>>,
}

impl Marks {
    fn new(ranges: &[(u32, u32)]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_unstable();
        // What lies within another must not hide the rest of it.
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match joined.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        Self { ranges: joined.into_iter().peekable() }
    }

    fn has(&mut self, line: u64) -> bool {
        while self.ranges.next_if(|(_, last)| u64::from(*last) < line).is_some() {}
        self.ranges.peek().is_some_and(|(first, _)| u64::from(*first) <= line)
    }
}

/// What scopes of a grammar mean, the closest first that says something.
struct Scopes {
    /// `None`: the code itself, whatever it stands in.
    meanings: Vec<(Scope, Option<CodeKind>)>,
}

impl Scopes {
    fn new() -> Self {
        use CodeKind::{Comment, Deleted, Function, Inserted, Keyword, Number, String, Type};
        let meanings = [
            ("comment", Some(Comment)),
            ("meta.interpolation", None),
            ("meta.embedded", None),
            ("string", Some(String)),
            ("constant.character", Some(String)),
            ("constant.numeric", Some(Number)),
            ("constant.language", Some(Number)),
            ("keyword.operator.word", Some(Keyword)),
            ("keyword.operator.logical.python", Some(Keyword)),
            ("keyword.operator", None),
            ("keyword", Some(Keyword)),
            ("storage.type.numeric", Some(Number)),
            ("storage.type.keyword", Some(Keyword)),
            ("storage.type.go", Some(Type)),
            ("storage", Some(Keyword)),
            ("entity.name.tag", Some(Keyword)),
            ("entity.name.section", Some(Keyword)),
            ("markup.heading", Some(Keyword)),
            ("entity.name.function", Some(Function)),
            ("support.function", Some(Function)),
            ("variable.function", Some(Function)),
            ("entity.other.attribute-name", Some(Function)),
            ("entity.name.type", Some(Type)),
            ("entity.name.class", Some(Type)),
            ("entity.name.struct", Some(Type)),
            ("entity.name.enum", Some(Type)),
            ("entity.name.trait", Some(Type)),
            ("entity.name.interface", Some(Type)),
            ("support.type", Some(Type)),
            ("support.class", Some(Type)),
            ("markup.inserted", Some(Inserted)),
            ("markup.deleted", Some(Deleted)),
        ];
        let scope = |(name, kind)| Some((Scope::new(name).ok()?, kind));
        Self { meanings: meanings.into_iter().filter_map(scope).collect() }
    }

    fn kind(&self, stack: &ScopeStack) -> Option<CodeKind> {
        let meaning = |scope: &Scope| self.meanings.iter().find(|(known, _)| known.is_prefix_of(*scope));
        stack.as_slice().iter().rev().find_map(meaning).and_then(|(_, kind)| *kind)
    }

    /// The stretches of a listing. Where the grammar stumbles, the rest stays plain.
    fn of(&self, grammars: &SyntaxSet, grammar: &SyntaxReference, text: &str) -> Vec<Stretch> {
        let mut state = ParseState::new(grammar);
        let mut stack = ScopeStack::new();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            if line.len() <= LONGEST_LINE {
                let Ok(changes) = state.parse_line(line, grammars) else { break };
                let mut from = start;
                for (at, change) in changes {
                    self.push(from..start + at, &stack, &mut stretches);
                    from = start + at;
                    if stack.apply(&change).is_err() {
                        return stretches;
                    }
                }
                self.push(from..end, &stack, &mut stretches);
            }
            start = end;
        }
        stretches
    }

    /// Adds a stretch, joined with one of its kind before it.
    fn push(&self, range: Range<usize>, stack: &ScopeStack, stretches: &mut Vec<Stretch>) {
        let Some(kind) = self.kind(stack).filter(|_| !range.is_empty()) else { return };
        match stretches.last_mut() {
            Some(last) if last.kind == kind && last.range.end == range.start => last.range.end = range.end,
            _ => stretches.push(Stretch { range, kind }),
        }
    }
}
