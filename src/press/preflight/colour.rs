//! Colour spaces and the inks that a colour lays down.

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object};

use super::object::{deref, name, number, numbers};

/// What a colour is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Grey, which presses print in black ink alone.
    Gray,
    /// Red, green and blue of no known device.
    Rgb,
    /// Red, green and blue, or another colour of light, that a profile explains.
    ManagedRgb,
    /// The four inks of the press.
    Cmyk,
    /// Four inks that a profile explains: of these, none is left out in overprint (ISO 32000-1 §8.6.7).
    ManagedCmyk,
    /// Plates by name: spot colours, or single ones of the four inks.
    Plates,
    /// All plates at once, for marks.
    Registration,
    /// A pattern, or something that cannot be read.
    Other,
}

/// A colour space (ISO 32000-1 §8.6), as far as inks are concerned.
#[derive(Clone, Debug)]
pub(super) enum Space {
    Plain(Kind),
    /// Colours by number, in a table of the base's components, a byte each.
    Indexed(Rc<Self>, Rc<[u8]>),
    /// A plate for each component.
    Plates(Rc<[Plate]>),
}

#[derive(Clone, Debug)]
pub(super) enum Plate {
    Process(usize),
    All,
    Unused,
    Spot(Rc<str>),
}

impl Plate {
    fn named(name: &[u8]) -> Self {
        match name {
            b"Cyan" => Self::Process(0),
            b"Magenta" => Self::Process(1),
            b"Yellow" => Self::Process(2),
            b"Black" => Self::Process(3),
            b"All" => Self::All,
            b"None" => Self::Unused,
            spot => Self::Spot(super::object::readable(spot).into()),
        }
    }
}

/// What a colour lays down.
#[derive(Clone, Debug)]
pub(super) struct Ink {
    pub kind: Kind,
    /// Shares of cyan, magenta, yellow and black; of light, red, green and blue.
    pub amounts: [f64; 4],
    /// The shares of spot colours together.
    pub spot: f64,
    /// The name of a spot colour.
    pub name: Option<Rc<str>>,
}

impl Ink {
    /// Black, with which every page begins.
    pub const BLACK: Self = Self { kind: Kind::Gray, amounts: [0.0, 0.0, 0.0, 1.0], spot: 0.0, name: None };

    fn of(kind: Kind, amounts: [f64; 4]) -> Self {
        Self { kind, amounts: amounts.map(|amount| amount.clamp(0.0, 1.0)), spot: 0.0, name: None }
    }

    /// What lies on the paper, in percent of one full ink; unknown for light, which is only separated at the press.
    pub fn coverage(&self) -> Option<f64> {
        let known = !matches!(self.kind, Kind::Rgb | Kind::ManagedRgb | Kind::Other);
        known.then(|| 100.0 * (self.amounts.iter().sum::<f64>() + self.spot))
    }

    pub fn is_white(&self) -> bool {
        match self.kind {
            Kind::Rgb | Kind::ManagedRgb => self.amounts[..3].iter().all(|&light| light > 0.998),
            _ => self.coverage().is_some_and(|percent| percent < 0.2),
        }
    }

    /// Whether it is dark and made of several inks, or of so many that the eye sees where they do not meet.
    pub fn is_rich(&self) -> bool {
        let [colours @ .., black] = self.amounts;
        let more = colours.iter().filter(|&&share| share > 0.02).count();
        let process = matches!(self.kind, Kind::Cmyk | Kind::ManagedCmyk | Kind::Plates);
        process && (more == 3 || (more > 0 && black > 0.5))
    }

    pub fn inks(&self) -> usize {
        self.amounts.iter().filter(|&&share| share > 0.02).count() + usize::from(self.spot > 0.02)
    }
}

/// Spaces within spaces: an Indexed one has a base, no more (a pattern's is not looked at).
const DEEP: usize = 4;

impl Space {
    /// The space an object describes; names are looked up among the page's.
    pub fn read(document: &Document, object: &Object, resources: Option<&Dictionary>) -> Self {
        Self::nested(document, object, resources, DEEP)
    }

    fn nested(document: &Document, object: &Object, resources: Option<&Dictionary>, depth: usize) -> Self {
        let other = Self::Plain(Kind::Other);
        let Some(depth) = depth.checked_sub(1) else { return other };
        let object = deref(document, object);
        if let Ok(name) = object.as_name() {
            return match name {
                b"DeviceGray" | b"G" | b"CalGray" => Self::Plain(Kind::Gray),
                b"DeviceRGB" | b"RGB" => Self::Plain(Kind::Rgb),
                b"DeviceCMYK" | b"CMYK" => Self::Plain(Kind::Cmyk),
                b"Pattern" => other,
                name => {
                    let named = resources.and_then(|resources| entry(document, resources, b"ColorSpace", name));
                    named.map_or(other, |object| Self::nested(document, object, None, depth))
                }
            };
        }
        let Ok(array) = object.as_array() else { return other };
        let part = |index: usize| array.get(index).map(|object| deref(document, object));
        match part(0).and_then(|family| family.as_name().ok()) {
            Some(b"ICCBased") => match part(1).and_then(|profile| profile.as_stream().ok()) {
                Some(profile) => match profile.dict.get(b"N").map(|n| number(document, n)) {
                    Ok(Some(1.0)) => Self::Plain(Kind::Gray),
                    Ok(Some(3.0)) => Self::Plain(Kind::ManagedRgb),
                    Ok(Some(4.0)) => Self::Plain(Kind::ManagedCmyk),
                    _ => other,
                },
                None => other,
            },
            Some(b"CalGray") => Self::Plain(Kind::Gray),
            Some(b"CalRGB") => Self::Plain(Kind::ManagedRgb),
            Some(b"Indexed" | b"I") => match (part(1), part(3)) {
                (Some(base), Some(table)) => {
                    let table: Rc<[u8]> = match table {
                        Object::String(bytes, _) => bytes.as_slice().into(),
                        // 256 colours of at most 32 components.
                        Object::Stream(stream) => stream.get_plain_content_with_limit(8192).unwrap_or_default().into(),
                        _ => Rc::default(),
                    };
                    Self::Indexed(Rc::new(Self::nested(document, base, resources, depth)), table)
                }
                _ => other,
            },
            Some(b"Separation") => match part(1).and_then(|plate| plate.as_name().ok()) {
                Some(plate) => Self::Plates([Plate::named(plate)].into()),
                None => other,
            },
            Some(b"DeviceN") => match part(1).and_then(|plates| plates.as_array().ok()) {
                Some(plates) => Self::Plates(plates.iter().take(32).map(|p| Plate::named(name(document, p))).collect()),
                None => other,
            },
            Some(_) if array.len() == 1 => Self::nested(document, &array[0], resources, depth),
            _ => other,
        }
    }

    /// What its colours are measured in.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Plain(kind) => *kind,
            Self::Indexed(base, _) => base.kind(),
            Self::Plates(plates) => match &plates[..] {
                [Plate::All] => Kind::Registration,
                _ => Kind::Plates,
            },
        }
    }

    /// How many numbers make a colour.
    pub fn components(&self) -> usize {
        match self {
            Self::Plain(Kind::Rgb | Kind::ManagedRgb) => 3,
            Self::Plain(Kind::Cmyk | Kind::ManagedCmyk) => 4,
            Self::Plain(_) | Self::Indexed(..) => 1,
            Self::Plates(plates) => plates.len(),
        }
    }

    /// The colour that a page begins with in this space: black, or full ink on each plate (§8.6.5.1, §8.6.6.4).
    pub fn first(&self) -> Ink {
        match self {
            Self::Plain(Kind::Cmyk | Kind::ManagedCmyk) => self.ink(&[0.0, 0.0, 0.0, 1.0]),
            Self::Plates(plates) => self.ink(&vec![1.0; plates.len()]),
            _ => self.ink(&[0.0; 3]),
        }
    }

    /// The ink of the colour with these components.
    pub fn ink(&self, of: &[f64]) -> Ink {
        let at = |index: usize| of.get(index).copied().unwrap_or(0.0);
        match self {
            Self::Plain(Kind::Gray) => Ink::of(Kind::Gray, [0.0, 0.0, 0.0, 1.0 - at(0)]),
            Self::Plain(kind) => Ink::of(*kind, [at(0), at(1), at(2), at(3)]),
            Self::Indexed(base, table) => {
                let wide = base.components();
                let start = (at(0).clamp(0.0, 255.0) as usize) * wide;
                let bytes = table.get(start..start + wide).unwrap_or_default();
                base.ink(&bytes.iter().map(|&byte| f64::from(byte) / 255.0).collect::<Vec<_>>())
            }
            Self::Plates(plates) => {
                let mut ink = Ink::of(self.kind(), [0.0; 4]);
                for (plate, share) in plates.iter().zip(of) {
                    let share = share.clamp(0.0, 1.0);
                    match plate {
                        Plate::Process(index) => ink.amounts[*index] = share,
                        Plate::All => ink.amounts = [share; 4],
                        Plate::Unused => {}
                        Plate::Spot(name) => {
                            ink.spot += share;
                            ink.name = Some(name.clone());
                        }
                    }
                }
                ink
            }
        }
    }

    /// The name of the first spot colour in it.
    pub fn spot(&self) -> Option<Rc<str>> {
        match self {
            Self::Plain(_) => None,
            Self::Indexed(base, _) => base.spot(),
            Self::Plates(plates) => plates.iter().find_map(|plate| match plate {
                Plate::Spot(name) => Some(name.clone()),
                Plate::Process(_) | Plate::All | Plate::Unused => None,
            }),
        }
    }

    /// The heaviest ink among the colours of a table, in percent; nothing where there is no table.
    pub fn heaviest(&self) -> Option<f64> {
        let Self::Indexed(base, table) = self else { return None };
        let colours = table.len() / base.components().max(1);
        (0..colours).filter_map(|index| self.ink(&[index as f64]).coverage()).max_by(f64::total_cmp)
    }
}

/// The colour that operands name in `space`: numbers, or (in a pattern) none.
pub(super) fn ink(document: &Document, space: &Space, operands: &[Object]) -> Ink {
    space.ink(&numbers(document, operands))
}

/// The entry `name` of the resources of a kind (`Font`, `XObject`, …).
pub(super) fn entry<'a>(
    document: &'a Document,
    resources: &'a Dictionary,
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    let group = deref(document, resources.get(kind).ok()?).as_dict().ok()?;
    group.get(name).ok()
}
