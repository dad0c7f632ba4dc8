//! Bytes → text. In: a file as it lies on disk. Out: UTF-8 with `\n` line ends, and complaints. Next: a notation.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::{Cx, ReadError};
use crate::diag::{Diagnostic, Span};

/// Above this share of control characters the bytes are no text: even old files with stray form feeds stay far below.
const MAX_CONTROLS: f64 = 0.01;

/// Above this share of undecodable characters the guess of the encoding means nothing.
const MAX_UNDECODABLE: f64 = 0.05;

/// So few odd characters prove nothing in a text of any length.
const FEW: usize = 2;

/// The guesser has seen enough after this many bytes.
const SAMPLE: usize = 1 << 20;

/// Decodes the bytes of `file`.
///
/// # Errors
/// When the file is empty, or is no text in any encoding known here.
pub(crate) fn text(file: &str, bytes: &[u8], cx: &Cx) -> Result<String, ReadError> {
    let (encoding, guessed) = encoding(bytes);
    // A byte order mark is taken off here, if it is the encoding's own.
    let (decoded, undecodable) = encoding.decode_with_bom_removal(bytes);
    if decoded.trim().is_empty() {
        return Err(
            ReadError::new(format!("`{file}` is empty")).help("write something to publish, or name another file")
        );
    }
    let faults = Faults::count(&decoded);
    // Halves of surrogate pairs are three odd characters each, and no sign of anything but a careless program.
    if faults.binary(undecodable) && !is_utf_8_with_surrogates(bytes) {
        return Err(ReadError::new(format!("`{file}` is no text")).help(
            "keben reads plain text, Markdown, its own JSON and Pandoc's; \
             convert other formats with `pandoc -t json -o book.json`",
        ));
    }
    faults.report(file, &decoded, encoding, undecodable, cx);
    if guessed && encoding != UTF_8 {
        let message = format!("`{file}` is not UTF-8; it was read as {}", encoding.name());
        cx.sink.push(
            Diagnostic::note("encoding", &Span::file(file), message)
                .help("save it as UTF-8 to leave nothing to a guess"),
        );
    }
    Ok(line_ends(decoded))
}

/// The encoding, and whether it was guessed rather than read off a byte order mark.
fn encoding(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, false);
    }
    if let Some(encoding) = utf_16(bytes) {
        return (encoding, true);
    }
    if is_mostly_utf_8(bytes) {
        return (UTF_8, true);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The guess is made from lines that are not plain ASCII; an English licence at the head says nothing.
    let from = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = &bytes[from..bytes.len().min(from + SAMPLE)];
    // A sample that was cut may end inside a character; that says nothing against an encoding.
    detector.feed(sample, from + sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    // GB18030 is GBK and more.
    (if guess == GBK { GB18030 } else { guess }, true)
}

/// UTF-16 without its mark. Every real text has line feeds, spaces or digits, whose high bytes are NUL; what then
/// decodes to letters and Han is taken at its word.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if !sample.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (decoded, faulty) = encoding.decode_without_bom_handling(sample);
        let usual = |c: char| {
            matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{2010}'..='\u{2026}'
                | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff60}')
        };
        let count = decoded.chars().count();
        // A sample may end inside a surrogate pair.
        let good = decoded.chars().filter(|&c| usual(c)).count();
        (!faulty || bytes.len() > sample.len()) && good * 100 >= count * 95
    })
}

/// Whether the bytes are UTF-8, with at most one fault in twenty characters beyond ASCII: a damaged UTF-8 file is more
/// likely than a text in another encoding whose bytes look like it.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() || is_utf_8_with_surrogates(bytes) {
        return true;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 20 <= good
}

/// Whether the bytes are UTF-8 but for halves of surrogate pairs, which careless programs write out one by one: in no
/// other encoding do three such bytes stand between characters of UTF-8.
fn is_utf_8_with_surrogates(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut found = false;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) => return found,
            Err(error) => match &rest[error.valid_up_to()..] {
                [0xed, 0xa0..=0xbf, 0x80..=0xbf, after @ ..] => (rest, found) = (after, true),
                _ => return false,
            },
        }
    }
}

/// What is odd in a decoded text.
#[derive(Default)]
struct Faults {
    characters: usize,
    controls: usize,
    replaced: usize,
    first_control: Option<usize>,
    first_replaced: Option<usize>,
}

impl Faults {
    fn count(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Whatever does not continue a character begins one.
        let mut faults = Self { characters: bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count(), ..Self::default() };
        // By bytes, for a novel has millions: control characters are one byte, or 0xC2 and another.
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0x0c | 0x1a => {}
                ..b' ' | 0x7f => faults.control(at),
                0xc2 if matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f)) => faults.control(at),
                0xef if bytes[at..].starts_with("\u{fffd}".as_bytes()) => {
                    faults.replaced += 1;
                    faults.first_replaced.get_or_insert(at);
                }
                _ => {}
            }
        }
        faults
    }

    fn control(&mut self, at: usize) {
        self.controls += 1;
        self.first_control.get_or_insert(at);
    }

    fn binary(&self, undecodable: bool) -> bool {
        let all = self.characters as f64;
        let beyond = |count: usize, share: f64| count > FEW && count as f64 > all * share;
        beyond(self.controls, MAX_CONTROLS) || (undecodable && beyond(self.replaced, MAX_UNDECODABLE))
    }

    fn report(&self, file: &str, text: &str, encoding: &'static Encoding, undecodable: bool, cx: &Cx) {
        let place = |at: usize| crate::diag::Lines::new(file, text).span(at..at + 1);
        if let (true, Some(at)) = (undecodable, self.first_replaced) {
            let message =
                format!("{} in `{file}` are not {}; they became U+FFFD", places(self.replaced), encoding.name());
            cx.sink.push(
                Diagnostic::warning("undecodable", &place(at), message)
                    .help("this is the first; save the file as UTF-8 from a program that shows it rightly"),
            );
        }
        if let Some((at, control)) = self.first_control.and_then(|at| Some((at, text[at..].chars().next()?))) {
            let count = places(self.controls);
            let message = format!(
                "`{file}` holds control characters in {count}, such as U+{:04X}; they were dropped",
                u32::from(control)
            );
            cx.sink.push(
                Diagnostic::warning("control-character", &place(at), message).help("this is the first; delete them"),
            );
        }
    }
}

fn places(count: usize) -> String {
    if count == 1 { "1 place".into() } else { format!("{count} places") }
}

/// `\r\n` and `\r` become `\n`; control characters go, which no font draws (CommonMark 2.3 replaces U+0000, but nobody
/// meant it).
fn line_ends(text: Cow<str>) -> String {
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), |rest| Cow::Owned(rest.to_owned()));
    let is_dropped =
        |c: char| c == '\u{feff}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x1a' | '\u{85}'));
    if !text.contains(|c: char| c == '\r' || is_dropped(c)) {
        return text.into_owned();
    }
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            // A byte order mark inside a text is left over from joining files.
            c if is_dropped(c) => {}
            '\r' => clean.push('\n'),
            '\n' if after_return => {}
            c => clean.push(c),
        }
        after_return = c == '\r';
    }
    clean
}
