//! RGB → CMYK through a profile: relative colorimetric with black point compensation, as print shops expect.
//!
//! The colour library reads the profile; what its tables say is worked out here, since its own transforms round
//! differently from one processor to another. Sums, products and quotients of IEEE numbers do not.

use moxcms::{DataColorSpace, LutDataType, LutStore, LutWarehouse};

use crate::press::profile::{Profile, Unfit};

/// Inks of every sRGB colour.
#[derive(Debug)]
pub(crate) struct Separation {
    /// Inks at the nodes of a cube, in 65535ths; blue goes fastest.
    nodes: Vec<[u16; 4]>,
}

/// Nodes on an edge of the cube: more than profiles have, so that their tables are not blurred.
const EDGE: usize = 33;
/// Steps between two nodes in units of an 8-bit value: a node stands at `255 / STEPS` of them.
const STEPS: usize = EDGE - 1;

impl Separation {
    /// Reads the tables of `profile`.
    pub(crate) fn new(profile: &Profile) -> Result<Self, Unfit> {
        let read = profile.parsed()?;
        let chosen = |colorimetric: Option<LutWarehouse>, perceptual: Option<LutWarehouse>, inputs, outputs| {
            let Some(LutWarehouse::Lut(data)) = colorimetric.or(perceptual) else { return Err(Unfit::Tables) };
            Table::new(data, inputs, outputs).ok_or(Unfit::Tables)
        };
        if read.pcs != DataColorSpace::Lab {
            return Err(Unfit::Tables);
        }
        let to_ink = chosen(read.lut_b_to_a_colorimetric, read.lut_b_to_a_perceptual, 3, 4)?;
        let to_lab = chosen(read.lut_a_to_b_colorimetric, read.lut_a_to_b_perceptual, 4, 3)?;
        // The darkest the press prints within its ink limit: what it makes of no light at all.
        let dark = to_lab.lightness(&to_ink.inks([0.0; 3])).clamp(0.0, 50.0);
        let black = luminance(dark);
        let steps = || (0..EDGE).map(|step| linear(step as f64 / STEPS as f64));
        let mut nodes = Vec::with_capacity(EDGE * EDGE * EDGE);
        for red in steps() {
            for green in steps() {
                for blue in steps() {
                    let white = red == 1.0 && green == 1.0 && blue == 1.0;
                    let inks = to_ink.inks(lab([red, green, blue], black));
                    // Bare paper stays bare, whatever a table's rounding says.
                    let whole = |ink: f64| if white { 0 } else { (ink.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16 };
                    nodes.push([whole(inks[0]), whole(inks[1]), whole(inks[2]), whole(inks[3])]);
                }
            }
        }
        Ok(Self { nodes })
    }

    /// The inks of an 8-bit colour, in 65535ths: among the corners of one of the six tetrahedra of its cell.
    pub(crate) fn inks(&self, rgb: [u8; 3]) -> [u16; 4] {
        let mut cell = 0;
        let mut axes = [(0_usize, 0_usize); 3];
        for ((axis, value), stride) in axes.iter_mut().zip(rgb).zip([EDGE * EDGE, EDGE, 1]) {
            let at = usize::from(value) * STEPS;
            // The last node belongs to the cell before it.
            let node = (at / 255).min(STEPS - 1);
            cell += node * stride;
            *axis = (at - node * 255, stride);
        }
        // The way from the cell's first corner to its last, along the longest share first.
        axes.sort_by_key(|axis| std::cmp::Reverse(axis.0));
        let mut sum = self.weighed(cell, 255 - axes[0].0);
        for (index, (share, stride)) in axes.into_iter().enumerate() {
            cell += stride;
            let rest = share - axes.get(index + 1).map_or(0, |next| next.0);
            let corner = self.weighed(cell, rest);
            sum = [sum[0] + corner[0], sum[1] + corner[1], sum[2] + corner[2], sum[3] + corner[3]];
        }
        // 255 weights of 16 bits each, rounded.
        sum.map(|ink| ((ink + 127) / 255) as u16)
    }

    fn weighed(&self, node: usize, weight: usize) -> [u32; 4] {
        self.nodes[node].map(|ink| u32::from(ink) * weight as u32)
    }
}

/// A table of a profile (ICC.1 `lut8Type`, `lut16Type`): curves, a grid, curves.
struct Table {
    data: LutDataType,
    inputs: usize,
    outputs: usize,
}

impl Table {
    /// `None` if the table is not from `inputs` to `outputs` channels or lacks parts.
    fn new(data: LutDataType, inputs: usize, outputs: usize) -> Option<Self> {
        let grid = usize::from(data.num_clut_grid_points);
        let whole = usize::from(data.num_input_channels) == inputs
            && usize::from(data.num_output_channels) == outputs
            && grid >= 2
            && data.num_input_table_entries >= 2
            && data.num_output_table_entries >= 2
            && length(&data.input_table) >= usize::from(data.num_input_table_entries) * inputs
            && length(&data.output_table) >= usize::from(data.num_output_table_entries) * outputs
            && length(&data.clut_table) >= grid.pow(inputs as u32) * outputs;
        whole.then_some(Self { data, inputs, outputs })
    }

    /// The inks of a Lab colour. `lut16Type` writes L* 100 as FF00h and 8 bits of fraction for a* and b*, in version 4 too.
    fn inks(&self, [l, a, b]: [f64; 3]) -> Vec<f64> {
        let encoded = match self.data.clut_table {
            LutStore::Store8(_) => [l / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0],
            LutStore::Store16(_) => {
                [l / 100.0 * 65280.0 / 65535.0, (a + 128.0) * 256.0 / 65535.0, (b + 128.0) * 256.0 / 65535.0]
            }
        };
        self.at(&encoded)
    }

    /// The L* of inks.
    fn lightness(&self, inks: &[f64]) -> f64 {
        let encoded = self.at(inks)[0];
        match self.data.clut_table {
            LutStore::Store8(_) => encoded * 100.0,
            LutStore::Store16(_) => encoded * 65535.0 / 65280.0 * 100.0,
        }
    }

    /// The outputs for `input`, both in shares of one.
    fn at(&self, input: &[f64]) -> Vec<f64> {
        let grid = usize::from(self.data.num_clut_grid_points);
        let entries = usize::from(self.data.num_input_table_entries);
        let curved = input.iter().enumerate().map(|(channel, &share)| {
            let share = curve(&self.data.input_table, channel, entries, share);
            let at = share.clamp(0.0, 1.0) * (grid - 1) as f64;
            let node = (at as usize).min(grid - 2);
            (node, at - node as f64)
        });
        let curved: Vec<(usize, f64)> = curved.collect();
        let mut found = vec![0.0; self.outputs];
        for corner in 0..1_usize << self.inputs {
            let mut node = 0;
            let mut weight = 1.0;
            for (channel, &(first, share)) in curved.iter().enumerate() {
                let far = corner >> channel & 1;
                node = node * grid + first + far;
                weight *= if far == 1 { share } else { 1.0 - share };
            }
            if weight > 0.0 {
                for (output, found) in found.iter_mut().enumerate() {
                    *found += weight * stored(&self.data.clut_table, node * self.outputs + output);
                }
            }
        }
        let entries = usize::from(self.data.num_output_table_entries);
        let out = |(channel, &share): (usize, &f64)| curve(&self.data.output_table, channel, entries, share);
        found.iter().enumerate().map(out).collect()
    }
}

/// The value at `share` of the curve of `channel`, whose entries follow those of the channels before.
fn curve(table: &LutStore, channel: usize, entries: usize, share: f64) -> f64 {
    let at = share.clamp(0.0, 1.0) * (entries - 1) as f64;
    let entry = (at as usize).min(entries - 2);
    let [low, high] = [0, 1].map(|next| stored(table, channel * entries + entry + next));
    low + (high - low) * (at - entry as f64)
}

fn stored(table: &LutStore, index: usize) -> f64 {
    match table {
        LutStore::Store8(values) => f64::from(values[index]) / 255.0,
        LutStore::Store16(values) => f64::from(values[index]) / 65535.0,
    }
}

fn length(table: &LutStore) -> usize {
    match table {
        LutStore::Store8(values) => values.len(),
        LutStore::Store16(values) => values.len(),
    }
}

/// The light of an sRGB value (IEC 61966-2-1).
fn linear(value: f64) -> f64 {
    if value <= 0.04045 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    // base^2.4
    let square = base * base;
    square * root(square, 5)
}

/// The `degree`th root by Newton's way: the libraries' own powers differ from machine to machine.
fn root(value: f64, degree: i32) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let mut guess = 1.0_f64;
    for _ in 0..200 {
        let power = (1..degree).fold(1.0, |power, _| power * guess);
        let next = guess + (value / power - guess) / f64::from(degree);
        if next == guess {
            break;
        }
        guess = next;
    }
    guess
}

/// sRGB's light to XYZ under D50, each row in shares of the white so that white is white exactly.
const TO_XYZ: [[f64; 3]; 3] =
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]];

/// The Lab colour of light, its darkest lifted to luminance `black`.
fn lab(light: [f64; 3], black: f64) -> [f64; 3] {
    let mut shares = [0.0; 3];
    for (share, row) in shares.iter_mut().zip(TO_XYZ) {
        let sum = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
        // Black point compensation is linear in XYZ and keeps the white.
        let whole = row[0] + row[1] + row[2];
        *share = (sum / whole) * (1.0 - black) + black;
    }
    // CIE 15: a cube root, straight below (6/29)³.
    let bent = |t: f64| if t > 216.0 / 24389.0 { root(t, 3) } else { (24389.0 / 27.0 * t + 16.0) / 116.0 };
    let [x, y, z] = shares.map(bent);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The luminance of an L*.
fn luminance(l: f64) -> f64 {
    let bent = (l + 16.0) / 116.0;
    if l > 8.0 { bent * bent * bent } else { l * 27.0 / 24389.0 }
}
