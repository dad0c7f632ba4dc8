//! Gradients (ISO 32000-1 §8.7.4.5): the colours at their stops, converted.

use lopdf::{Document, Object, Stream};

use crate::press::canvas::{Place, dictionary, value};
use crate::press::colour::ink::Ink;
use crate::press::colour::space::{Space, space_of};

/// Stitched functions within stitched functions.
const DEPTH: usize = 8;

/// Converts the shading at `place`; between its stops colours go straight from ink to ink.
///
/// # Errors
/// Says what it is that cannot be converted.
pub(crate) fn convert(document: &mut Document, place: &Place, ink: Ink<'_>) -> Result<(), String> {
    let Some(shading) = place.dictionary(document) else { return Ok(()) };
    let Some(space) = space_of(document, shading) else { return Ok(()) };
    if !ink.takes(&space) {
        return ink.cannot(&space).map_or(Ok(()), |what| Err(format!("a gradient with {what}")));
    }
    let kind = value(document, shading, b"ShadingType").and_then(|kind| kind.as_i64().ok());
    if !matches!(kind, Some(2 | 3)) || matches!(space, Space::Indexed { .. }) {
        return Err("a gradient that is neither axial nor radial".to_owned());
    }
    let strange = || "a gradient with a function that is not converted".to_owned();
    let held = shading.get(b"Function").map_err(|_| strange())?.clone();
    let background = shading.get(b"Background").ok().cloned();
    let function = Stops { space: &space, ink }.function(document, &held, DEPTH).ok_or_else(strange)?;
    let background = background.and_then(|held| Stops { space: &space, ink }.colour(document, &held));
    let Some(shading) = place.dictionary_mut(document) else { return Ok(()) };
    shading.set("ColorSpace", ink.space());
    shading.set("Function", function);
    if shading.remove(b"Background").is_some()
        && let Some(background) = background
    {
        shading.set("Background", background);
    }
    Ok(())
}

struct Stops<'a> {
    space: &'a Space,
    ink: Ink<'a>,
}

impl Stops<'_> {
    /// A function like `held` whose values are in the ink (§7.10).
    fn function(&self, document: &mut Document, held: &Object, depth: usize) -> Option<Object> {
        if depth == 0 {
            return None;
        }
        let held = document.dereference(held).ok()?.1.clone();
        let mut function = dictionary(&held)?.clone();
        match value(document, &function, b"FunctionType")?.as_i64().ok()? {
            0 => return self.sampled(document, held.as_stream().ok()?),
            2 => {
                let ends = [("C0", 0.0), ("C1", 1.0)];
                for (key, without) in ends {
                    let stop = function.get(key.as_bytes()).cloned();
                    let stop = stop.unwrap_or_else(|_| vec![Object::Real(without); self.space.components()].into());
                    function.set(key, self.colour(document, &stop)?);
                }
            }
            3 => {
                let parts = value(document, &function, b"Functions")?.as_array().ok()?.clone();
                let parts = parts.iter().map(|part| self.function(document, part, depth - 1));
                function.set("Functions", parts.collect::<Option<Vec<Object>>>()?);
            }
            _ => return None,
        }
        // It would clip as many values as there were before.
        function.remove(b"Range");
        Some(function.into())
    }

    /// A table of colours, which is what most writers make of many stops.
    fn sampled(&self, document: &mut Document, table: &Stream) -> Option<Object> {
        let number = |key: &[u8]| value(document, &table.dict, key)?.as_i64().ok();
        let sizes = value(document, &table.dict, b"Size")?.as_array().ok()?;
        let components = self.space.components();
        let plain = number(b"BitsPerSample")? == 8 && sizes.len() == 1 && !table.dict.has(b"Decode");
        let range: Vec<f32> = numbers(document, table.dict.get(b"Range").ok()?)?;
        if !plain || range.as_chunks::<2>().0.iter().any(|range| *range != [0.0, 1.0]) || range.len() != components * 2
        {
            return None;
        }
        let colours = usize::try_from(sizes[0].as_i64().ok()?).ok()?.clamp(1, 65_536);
        let samples = table.get_plain_content_with_limit(colours * components + 64).ok()?;
        let samples = samples.get(..colours * components)?;
        // Through the colours, for neutral ones are black alone, as the stops of other gradients are.
        let mut found = Vec::new();
        for sample in samples.chunks_exact(components) {
            let shares: Vec<f64> = sample.iter().map(|&byte| f64::from(byte) / 255.0).collect();
            let colour = self.ink.colour(self.space, &shares)?;
            found.extend(colour.numbers().iter().map(|share| (share.clamp(0.0, 1.0) * 255.0).round() as u8));
        }
        let mut dict = table.dict.clone();
        for key in ["Filter", "DecodeParms"] {
            dict.remove(key.as_bytes());
        }
        let ends = (0..2 * found.len() / colours).map(|end| Object::from(end as i64 % 2));
        dict.set("Range", ends.collect::<Vec<_>>());
        let mut stream = Stream::new(dict, found);
        // What does not pack stays plain, which is as good.
        let _ = stream.compress();
        Some(document.add_object(stream).into())
    }

    /// An array of numbers that is a colour, in the ink.
    fn colour(&self, document: &Document, held: &Object) -> Option<Object> {
        let shares: Vec<f64> = numbers(document, held)?.into_iter().map(f64::from).collect();
        let colour = self.ink.colour(self.space, &shares)?;
        Some(colour.numbers().iter().map(|&share| Object::Real(rounded(share))).collect::<Vec<_>>().into())
    }
}

fn numbers(document: &Document, held: &Object) -> Option<Vec<f32>> {
    let held = document.dereference(held).ok()?.1.as_array().ok()?;
    held.iter().map(|number| document.dereference(number).ok()?.1.as_float().ok()).collect()
}

/// A share in whole ten rounded, which is what streams say too.
fn rounded(share: f64) -> f32 {
    ((share.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0) as f32
}
