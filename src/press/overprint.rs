//! Black text prints on top of colour: what shows through a press that is off by a tenth of a millimetre is no white rim.
//!
//! Only text in black ink alone gets this, and only while it is painted: what overprints without being black text changes
//! its colour. Text in device gray cannot overprint four inks (ISO 32000-1 §8.6.7), so nothing is done there.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::press::canvas::{Canvas, Kind, Place, survey, value};
use crate::press::colour::{Space, named_space};
use crate::press::content::{Operand, Operation, Reader, mentions};

/// Lets text in pure black ink overprint. Asked again, it changes nothing more.
pub fn overprint_black(document: &mut Document) {
    let mut states = None;
    for canvas in survey(document).canvases {
        if canvas.mask || canvas.kind == Kind::Glyph {
            continue;
        }
        let Some(content) = canvas.content(document) else { continue };
        // Black is set by `k`, or in a space by `sc` and `scn`; text is painted between BT and ET.
        if !mentions(&content, &[b"BT"]) || !mentions(&content, &[b"k", b"sc", b"scn"]) {
            continue;
        }
        let names = names(document, &canvas);
        let Some(content) = switched(document, &canvas, &content, &names) else { continue };
        let states = *states.get_or_insert_with(|| [true, false].map(|on| state(document, on)));
        if enter(document, &canvas, &names, states) {
            canvas.write(document, content);
        }
    }
}

/// The graphics state that overprints, or the one that does not; all pages share them.
fn state(document: &mut Document, on: bool) -> ObjectId {
    let mut state = Dictionary::new();
    state.set("Type", "ExtGState");
    state.set("OP", on);
    state.set("op", on);
    // With mode 1 an ink of 0 leaves what is below; mode 0 is what every page begins with.
    state.set("OPM", i64::from(on));
    document.add_object(state)
}

/// Names for both states that no other state of the canvas has.
fn names(document: &Document, canvas: &Canvas) -> [String; 2] {
    let states = canvas.resources.as_ref().and_then(|place| place.under(b"ExtGState", document));
    let states = states.and_then(|states| states.dictionary(document));
    let free = |stem: &str| {
        let mut name = stem.to_owned();
        while states.is_some_and(|states| states.has(name.as_bytes())) {
            name.push('x');
        }
        name
    };
    [free("KOver"), free("KOut")]
}

/// Puts both states into the resources of a canvas.
fn enter(document: &mut Document, canvas: &Canvas, names: &[String; 2], states: [ObjectId; 2]) -> bool {
    let place = canvas.resources.clone().or_else(|| Place::object(canvas.id).made(b"Resources", document));
    let held = place.and_then(|place| place.made(b"ExtGState", document));
    let Some(held) = held.and_then(|held| held.dictionary_mut(document)) else { return false };
    names.iter().zip(states).for_each(|(name, state)| held.set(name.as_str(), state));
    true
}

/// What of the graphics state decides.
#[derive(Clone, Copy, Default)]
struct Now {
    /// Whether areas, and lines, are painted in pure black ink.
    black: [bool; 2],
    /// Whether areas, and lines, are in a space of four inks.
    inks: [bool; 2],
    /// The text rendering mode (§9.3.6).
    mode: u8,
    /// Whether the file says itself what overprints: then it is left to it.
    said: bool,
}

impl Now {
    fn wants(self) -> bool {
        let black = match self.mode {
            0 => self.black[0],
            1 => self.black[1],
            2 => self.black[0] && self.black[1],
            _ => false,
        };
        black && !self.said
    }
}

/// Graphics states kept within each other; deeper ones are taken as not black.
const KEPT: usize = 512;

/// `content` with switches around black text; `None` if there is none.
fn switched(document: &Document, canvas: &Canvas, content: &[u8], names: &[String; 2]) -> Option<Vec<u8>> {
    let resources = canvas.resources.as_ref().and_then(|place| place.dictionary(document));
    let mut cx = Cx { document, resources, states: BTreeMap::new(), spaces: BTreeMap::new() };
    let mut now = Now::default();
    let mut kept = Vec::new();
    let mut deeper = 0_usize;
    let [mut text, mut on] = [false; 2];
    let mut found = Vec::new();
    let mut copied = 0;
    let mut reader = Reader::new(content);
    while let Some(operation) = reader.next() {
        let wanted = match operation.operator {
            b"q" if kept.len() == KEPT => {
                deeper += 1;
                now = Now::default();
                continue;
            }
            b"q" => {
                kept.push(now);
                continue;
            }
            b"Q" if deeper > 0 => {
                deeper -= 1;
                continue;
            }
            b"Q" => {
                now = kept.pop().unwrap_or_default();
                continue;
            }
            b"BT" => {
                text = true;
                continue;
            }
            b"ET" => {
                text = false;
                false
            }
            b"Tj" | b"TJ" | b"'" | b"\"" if text => now.wants(),
            _ => {
                cx.follow(&operation, &mut now);
                continue;
            }
        };
        if wanted != on {
            found.extend_from_slice(&content[copied..operation.place.start]);
            let name = if wanted { &names[0] } else { &names[1] };
            found.extend_from_slice(format!("/{name} gs ").as_bytes());
            copied = operation.place.start;
            on = wanted;
        }
    }
    if copied == 0 {
        return None;
    }
    found.extend_from_slice(&content[copied..]);
    Some(found)
}

/// What names mean.
struct Cx<'a> {
    document: &'a Document,
    resources: Option<&'a Dictionary>,
    /// Whether a graphics state speaks of overprint.
    states: BTreeMap<Vec<u8>, bool>,
    /// Whether a space is one of four inks.
    spaces: BTreeMap<Vec<u8>, bool>,
}

impl Cx<'_> {
    /// Takes over what `operation` sets.
    fn follow(&mut self, operation: &Operation<'_, '_>, now: &mut Now) {
        let lines = usize::from(operation.operator.first().is_some_and(u8::is_ascii_uppercase));
        let pure = || operation.numbers() == Some([0.0, 0.0, 0.0, 1.0]);
        match operation.operator {
            b"k" | b"K" => [now.black[lines], now.inks[lines]] = [pure(), true],
            b"g" | b"G" | b"rg" | b"RG" => [now.black[lines], now.inks[lines]] = [false; 2],
            b"cs" | b"CS" => {
                let name = operation.operands.first().and_then(|name| name.name()).unwrap_or_default();
                let space = || named_space(self.document, name, self.resources) == Space::Cmyk { device: true };
                let inks = *self.spaces.entry(name.to_vec()).or_insert_with(space);
                // Device CMYK begins with black (§8.6.5.1); mode 1 knows no other space of four inks (§8.6.7).
                [now.black[lines], now.inks[lines]] = [inks; 2];
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => now.black[lines] = now.inks[lines] && pure(),
            b"Tr" => {
                if let Some([mode]) = operation.numbers() {
                    now.mode = mode as u8;
                }
            }
            b"gs" => {
                if let Some(Operand::Name(name)) = operation.operands.first() {
                    now.said |= self.speaks(name);
                }
            }
            _ => {}
        }
    }

    /// Whether the graphics state `name` has an entry for overprint.
    fn speaks(&mut self, name: &[u8]) -> bool {
        let look = || {
            let states = value(self.document, self.resources?, b"ExtGState")?.as_dict().ok()?;
            let state = value(self.document, states, name)?;
            let Object::Dictionary(state) = state else { return None };
            Some(["OP", "op", "OPM"].iter().any(|key| state.has(key.as_bytes())))
        };
        *self.states.entry(name.to_vec()).or_insert_with(|| look().unwrap_or_default())
    }
}
