//! The colours of a content stream, converted where they are set.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document};

use crate::press::colour::ink::{Colour, Ink};
use crate::press::colour::{Space, named_space};
use crate::press::content::{Operand, Operation, Reader, mentions};

/// Operators that set colours other than gray, or paint what carries its own.
const COLOURS: [&[u8]; 7] = [b"rg", b"RG", b"k", b"K", b"cs", b"CS", b"BI"];

/// Graphics states kept within each other; viewers keep fewer, and a bomb has millions.
const KEPT: usize = 512;

/// Whether colours other than gray may be set in `content`.
pub(crate) fn coloured(content: &[u8]) -> bool {
    mentions(content, &COLOURS)
}

/// `content` with its colours in `ink`; `None` if nothing changes. What cannot be converted is added to `left`.
pub(crate) fn recolour(
    document: &Document,
    content: &[u8],
    resources: Option<&Dictionary>,
    ink: Ink<'_>,
    left: &mut Vec<String>,
) -> Option<Vec<u8>> {
    if !coloured(content) {
        return None;
    }
    let mut painter = Painter { document, resources, ink, spaces: BTreeMap::new(), now: [None, None], left };
    let mut kept: Vec<[Option<Space>; 2]> = Vec::new();
    let mut deeper = 0_usize;
    let mut reader = Reader::new(content);
    let mut found = Vec::new();
    let mut copied = 0;
    while let Some(operation) = reader.next() {
        match operation.operator {
            b"q" if kept.len() == KEPT => deeper += 1,
            b"q" => kept.push(painter.now.clone()),
            b"Q" if deeper > 0 => deeper -= 1,
            b"Q" => painter.now = kept.pop().unwrap_or_default(),
            _ => {
                if let Some(new) = painter.colour(&operation) {
                    found.extend_from_slice(&content[copied..operation.place.start]);
                    // What stood here may have begun with a slash, right behind another operator.
                    found.push(b' ');
                    found.extend_from_slice(new.as_bytes());
                    copied = operation.place.end;
                }
            }
        }
    }
    if copied == 0 {
        return None;
    }
    found.extend_from_slice(&content[copied..]);
    Some(found)
}

/// Reads colours as a painter would.
struct Painter<'a> {
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    ink: Ink<'a>,
    /// Spaces by the names that this stream has for them.
    spaces: BTreeMap<Vec<u8>, Space>,
    /// The space set for areas and for lines, where its colours are to be converted.
    now: [Option<Space>; 2],
    left: &'a mut Vec<String>,
}

impl Painter<'_> {
    /// What stands in the place of `operation`, if it sets a colour to be converted.
    fn colour(&mut self, operation: &Operation<'_, '_>) -> Option<String> {
        let lines = operation.operator.first().is_some_and(u8::is_ascii_uppercase);
        match operation.operator {
            b"g" | b"G" => self.set(lines, None, None),
            b"rg" | b"RG" => {
                let numbers = operation.numbers::<3>()?;
                let colour = self.ink.colour(&Space::Rgb { device: true }, &numbers);
                self.set(lines, None, colour)
            }
            b"k" | b"K" => {
                let numbers = operation.numbers::<4>()?;
                let space = Space::Cmyk { device: true };
                let colour = if self.ink.takes(&space) { self.ink.colour(&space, &numbers) } else { None };
                self.set(lines, None, colour)
            }
            b"cs" | b"CS" => {
                let space = self.space(operation.operands.first()?.name()?);
                let taken = self.ink.takes(&space);
                self.tell(&space, "");
                // What a space begins with (ISO 32000-1 §8.6.8).
                let first = match &space {
                    Space::Cmyk { device: true } => vec![0.0, 0.0, 0.0, 1.0],
                    _ => vec![0.0; space.components()],
                };
                let first = if taken { self.ink.colour(&space, &first) } else { None };
                self.set(lines, taken.then_some(space), first)
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => {
                let space = self.now[usize::from(lines)].clone()?;
                let number =
                    |operand: &Operand<'_>| if let Operand::Number(number) = operand { Some(*number) } else { None };
                let numbers: Vec<f64> = operation.operands.iter().filter_map(number).collect();
                let colour = self.ink.colour(&space, &numbers);
                self.set(lines, Some(space), colour)
            }
            b"EI" => {
                let keys = operation.operands.chunks_exact(2);
                let mut spaces = keys.filter(|pair| matches!(pair[0].name(), Some(b"CS" | b"ColorSpace")));
                let space = match spaces.next().map(|pair| pair[1]) {
                    Some(Operand::Name(name)) => self.space(name),
                    // An array, which is a palette.
                    Some(_) => Space::Other,
                    None => return None,
                };
                if self.ink.takes(&space) {
                    self.left.push("an inline picture".to_owned());
                }
                self.tell(&space, " in an inline picture");
                None
            }
            _ => None,
        }
    }

    /// Notes the space from here on and gives the operator that sets `colour`.
    fn set(&mut self, lines: bool, space: Option<Space>, colour: Option<Colour>) -> Option<String> {
        self.now[usize::from(lines)] = space;
        colour.map(|colour| colour.operation(lines))
    }

    fn tell(&mut self, space: &Space, place: &str) {
        if let Some(what) = self.ink.cannot(space) {
            self.left.push(format!("{what}{place}"));
        }
    }

    fn space(&mut self, name: &[u8]) -> Space {
        let found = || named_space(self.document, name, self.resources);
        self.spaces.entry(name.to_vec()).or_insert_with(found).clone()
    }
}
