//! Makes colours readable on light and on dark paper.

/// The colour as CSS writes it, mixed with black or white until text in it can be read (WCAG 2.2, 1.4.3: 4.5 to 1).
pub(super) fn readable(rgb: [u8; 3], dark: bool) -> String {
    // Dark paper is seldom black, and a marked line of a listing is lighter still.
    let (paper, towards) = if dark { ([40; 3], 255.0) } else { ([255; 3], 0.0) };
    let mut mixed = rgb.map(f64::from);
    // A little more than asked for: rounding must not fall below it.
    while contrast(mixed.map(|c| c as u8), paper) < 4.6 {
        mixed = mixed.map(|c| c + (towards - c) * 0.1);
    }
    let [r, g, b] = mixed.map(|c| c.round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The contrast of two colours (WCAG 2.2, contrast ratio).
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let light = |rgb: [u8; 3]| {
        let [r, g, b] = rgb.map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
