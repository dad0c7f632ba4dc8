//! The operators of a content stream (ISO 32000-1 §7.8.2), found without changing a byte of it.
//!
//! Whoever rewrites a stream copies it up to an operator's place and goes on behind it, so what it does not know stays as
//! it was written.

use std::ops::Range;

/// An operand, as far as colours ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Operand<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash.
    Name(&'a [u8]),
    /// A string, array, dictionary, or a word that is none of these.
    Other,
}

impl<'a> Operand<'a> {
    /// The name, if it is one.
    pub(crate) fn name(self) -> Option<&'a [u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }
}

/// An operator with what stands before it.
#[derive(Debug)]
pub(crate) struct Operation<'a, 'o> {
    /// The operator; `EI` for an inline image, whose operands are the keys and values of its dictionary.
    pub(crate) operator: &'a [u8],
    /// Its operands in order.
    pub(crate) operands: &'o [Operand<'a>],
    /// Where operands and operator stand.
    pub(crate) place: Range<usize>,
}

impl Operation<'_, '_> {
    /// The operands as numbers, if there are `N` and nothing else.
    pub(crate) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let mut found = [0.0; N];
        if self.operands.len() != N {
            return None;
        }
        for (found, operand) in found.iter_mut().zip(self.operands) {
            let Operand::Number(number) = operand else { return None };
            *found = *number;
        }
        Some(found)
    }
}

/// Reads one operator after the other. In: a stream's bytes, decoded. Broken syntax is passed over.
pub(crate) struct Reader<'a> {
    content: &'a [u8],
    at: usize,
    operands: Vec<Operand<'a>>,
}

/// No operator takes more; what stands before is not kept, so that garbage takes no memory.
const OPERANDS: usize = 64;

impl<'a> Reader<'a> {
    pub(crate) fn new(content: &'a [u8]) -> Self {
        Self { content, at: 0, operands: Vec::new() }
    }

    /// The next operator, or `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Operation<'a, '_>> {
        self.operands.clear();
        let mut start = None;
        loop {
            self.space();
            let byte = *self.content.get(self.at)?;
            let begun = *start.get_or_insert(self.at);
            let operand = match byte {
                b'/' => Operand::Name(self.word(1)),
                b'(' | b'[' | b'<' => {
                    self.group();
                    Operand::Other
                }
                b')' | b']' | b'>' | b'{' | b'}' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let word = self.word(0);
                    match word {
                        b"true" | b"false" | b"null" => Operand::Other,
                        b"BI" => {
                            self.operands.clear();
                            continue;
                        }
                        b"ID" => {
                            self.inline_data();
                            return Some(Operation {
                                operator: b"EI",
                                operands: &self.operands,
                                place: begun..self.at,
                            });
                        }
                        _ => match number(word) {
                            Some(number) => Operand::Number(number),
                            None => {
                                return Some(Operation {
                                    operator: word,
                                    operands: &self.operands,
                                    place: begun..self.at,
                                });
                            }
                        },
                    }
                }
            };
            if self.operands.len() < OPERANDS {
                self.operands.push(operand);
            }
        }
    }

    /// Passes white space and comments.
    fn space(&mut self) {
        while let Some(&byte) = self.content.get(self.at) {
            match byte {
                b'%' => {
                    let rest = &self.content[self.at..];
                    self.at += rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
                }
                byte if white(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// Takes `skip` bytes and the regular characters behind; gives the latter.
    fn word(&mut self, skip: usize) -> &'a [u8] {
        let content = self.content;
        let from = self.at + skip;
        let rest = &content[from..];
        let length = rest.iter().position(|&byte| white(byte) || delimits(byte)).unwrap_or(rest.len());
        self.at = from + length;
        &content[from..self.at]
    }

    /// Passes a string, an array or a dictionary with all that is in it.
    fn group(&mut self) {
        let mut depth = 0_usize;
        while let Some(&byte) = self.content.get(self.at) {
            match byte {
                b'(' => self.string(),
                b'%' => self.space(),
                b'[' | b'<' => {
                    depth += 1;
                    self.at += 1;
                }
                b']' | b'>' => {
                    depth -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes a literal string, its inner brackets and escapes (§7.3.4.2).
    fn string(&mut self) {
        let mut depth = 0_usize;
        while let Some(&byte) = self.content.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.content.len()),
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes the samples of an inline image and its `EI`: the first one that stands alone and has text behind it,
    /// for the samples may hold the same two letters.
    fn inline_data(&mut self) {
        let content = self.content;
        let ends = |at: &usize| {
            let behind = &content[at + 2..];
            white(content[at - 1])
                && content[*at..].starts_with(b"EI")
                && behind.first().is_none_or(|&byte| white(byte))
                && behind.iter().take(16).all(|&byte| (b' '..=b'~').contains(&byte) || white(byte) && byte != 0)
        };
        let from = (self.at + 1).min(content.len());
        let end = (from..content.len().saturating_sub(1)).find(ends);
        self.at = end.map_or(content.len(), |end| end + 2);
    }
}

/// Whether one of `operators` may occur in a stream: quick, and never wrong in saying no.
pub(crate) fn mentions(content: &[u8], operators: &[&[u8]]) -> bool {
    let mut words = content.split(|&byte| white(byte) || delimits(byte));
    words.any(|word| word.len() <= 3 && operators.contains(&word))
}

/// Whether an operation takes more than `most` bytes with its operands.
pub(crate) fn too_long(content: &[u8], most: usize) -> bool {
    let mut reader = Reader::new(content);
    let mut end = 0;
    while content.len() - end > most {
        match reader.next() {
            Some(operation) if operation.place.len() <= most => end = operation.place.end,
            _ => return true,
        }
    }
    false
}

/// White-space characters (§7.2.2, table 1).
fn white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// Delimiters (§7.2.2, table 2).
fn delimits(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A number as PDF writes it: no exponent (§7.3.3).
fn number(word: &[u8]) -> Option<f64> {
    let numeric = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
    if !word.iter().all(numeric) {
        return None;
    }
    std::str::from_utf8(word).ok()?.parse().ok()
}
