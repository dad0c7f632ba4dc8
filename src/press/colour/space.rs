//! Colour spaces (ISO 32000-1 §8.6), as far as inks ask.

use lopdf::{Dictionary, Document, Object};

use crate::press::canvas::{name, value};

/// What the numbers of a colour mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Space {
    /// Device gray, or gray with a meaning of its own, which a press would mix of four inks.
    Gray {
        device: bool,
    },
    /// Device RGB, or RGB with a meaning of its own; taken for sRGB.
    Rgb {
        device: bool,
    },
    Cmyk {
        device: bool,
    },
    /// A palette of colours of another space, one byte a component.
    Indexed {
        base: Box<Space>,
        palette: Vec<u8>,
    },
    /// Patterns; uncoloured ones are painted with a colour of the space below.
    Pattern(Option<Box<Space>>),
    /// Inks by name.
    Spot,
    /// Lab, or what is not known.
    Other,
}

/// Spaces within spaces: a palette of a base in a pattern, and nothing deeper.
const DEPTH: usize = 4;

/// A palette has 256 colours of at most 32 components.
const PALETTE: usize = 256 * 32;

impl Space {
    /// The space that `object` writes; names are looked up in `resources`.
    pub(crate) fn of(document: &Document, object: &Object, resources: Option<&Dictionary>) -> Self {
        Self::within(document, object, resources, DEPTH)
    }

    fn within(document: &Document, object: &Object, resources: Option<&Dictionary>, depth: usize) -> Self {
        let Ok((_, object)) = document.dereference(object) else { return Self::Other };
        if depth == 0 {
            return Self::Other;
        }
        match object {
            Object::Name(name) => Self::named(document, name, resources, depth),
            Object::Array(parts) => Self::made(document, parts, resources, depth),
            _ => Self::Other,
        }
    }

    fn named(document: &Document, named: &[u8], resources: Option<&Dictionary>, depth: usize) -> Self {
        match named {
            b"DeviceGray" | b"G" => Self::Gray { device: true },
            b"CalGray" => Self::Gray { device: false },
            b"DeviceRGB" | b"RGB" => Self::Rgb { device: true },
            b"CalRGB" => Self::Rgb { device: false },
            b"DeviceCMYK" | b"CMYK" => Self::Cmyk { device: true },
            b"Pattern" => Self::Pattern(None),
            _ => {
                let spaces = resources.and_then(|resources| value(document, resources, b"ColorSpace")?.as_dict().ok());
                let held = spaces.and_then(|spaces| spaces.get(named).ok());
                held.map_or(Self::Other, |held| Self::within(document, held, resources, depth - 1))
            }
        }
    }

    fn made(document: &Document, parts: &[Object], resources: Option<&Dictionary>, depth: usize) -> Self {
        let part = |index: usize| document.dereference(parts.get(index)?).ok().map(|(_, part)| part);
        let below = |index: usize| Some(Self::within(document, parts.get(index)?, resources, depth - 1));
        match (part(0).and_then(|family| family.as_name().ok()), parts.len()) {
            (Some(b"ICCBased"), _) => {
                let stream = part(1).and_then(|stream| stream.as_stream().ok());
                match stream.and_then(|stream| value(document, &stream.dict, b"N")?.as_i64().ok()) {
                    Some(1) => Self::Gray { device: false },
                    Some(3) => Self::Rgb { device: false },
                    Some(4) => Self::Cmyk { device: false },
                    _ => Self::Other,
                }
            }
            (Some(b"Indexed" | b"I"), 4) => {
                let palette = match part(3) {
                    Some(Object::String(bytes, _)) => Some(bytes.clone()),
                    Some(Object::Stream(stream)) => stream.get_plain_content_with_limit(PALETTE).ok(),
                    _ => None,
                };
                match (below(1), palette) {
                    (Some(base), Some(palette)) => Self::Indexed { base: Box::new(base), palette },
                    _ => Self::Other,
                }
            }
            (Some(b"Pattern"), 2) => Self::Pattern(below(1).map(Box::new)),
            (Some(b"Separation" | b"DeviceN"), _) => Self::Spot,
            (Some(b"Lab"), _) => Self::Other,
            (Some(family), _) => Self::named(document, family, None, depth),
            (None, _) => Self::Other,
        }
    }

    /// How many numbers a colour has.
    pub(crate) fn components(&self) -> usize {
        match self {
            Self::Gray { .. } | Self::Indexed { .. } => 1,
            Self::Rgb { .. } => 3,
            Self::Cmyk { .. } => 4,
            Self::Pattern(_) | Self::Spot | Self::Other => 0,
        }
    }

    /// Whether it is a device's RGB, itself or below.
    pub(crate) fn device_rgb(&self) -> bool {
        match self {
            Self::Rgb { device } => *device,
            Self::Indexed { base, .. } | Self::Pattern(Some(base)) => base.device_rgb(),
            Self::Gray { .. } | Self::Cmyk { .. } | Self::Pattern(None) | Self::Spot | Self::Other => false,
        }
    }
}

/// The space of an image, a shading or a group's dictionary; `None` if it names none.
pub(crate) fn space_of(document: &Document, dictionary: &Dictionary) -> Option<Space> {
    let held = ["ColorSpace", "CS"].iter().find_map(|key| dictionary.get(key.as_bytes()).ok())?;
    Some(Space::of(document, held, None))
}

/// Whether an image is a stencil, which has no colours of its own (§8.9.6.2).
pub(crate) fn stencil(document: &Document, dictionary: &Dictionary) -> bool {
    value(document, dictionary, b"ImageMask").and_then(|mask| mask.as_bool().ok()) == Some(true)
}

/// The filter that a stream was packed with first, so that it is undone last.
pub(crate) fn last_filter<'a>(document: &'a Document, dictionary: &'a Dictionary) -> Option<&'a [u8]> {
    match value(document, dictionary, b"Filter")? {
        Object::Array(filters) => document.dereference(filters.last()?).ok()?.1.as_name().ok(),
        _ => name(document, dictionary, b"Filter"),
    }
}
