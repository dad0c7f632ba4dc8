//! Marks beside the text, judged for `annotation`: names' and titles' lines, emphasis dots.

use keben::layout::{Composed, Frame, Item};
use keben::model::Inline;

use crate::annotation::{Expect, Mark, Painted, TOLERANCE, body_of, composed, content, em, near};
use crate::case::{Case, ensure};

/// What names' lines are at least apart, in em, to be seen as two.
const VISIBLE: f64 = 0.1;
/// By how much a line may stop short of the frame it marks.
const INSET: f64 = 0.12;

/// A line or a wave, in em: where it begins and ends, how far from the upper edge of the em box.
struct Stroke {
    left: f64,
    right: f64,
    y: f64,
}

pub fn judge(case: &Case, expect: &Expect, own: &Composed) -> Result<(), String> {
    let [frame] = own.frames.as_slice() else { return Err("more than one line".into()) };
    let glyphs = body_of(frame);
    let text: String = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    ensure(text == case.paragraph.text, || format!("the line reads `{text}`"))?;
    let plain = composed(case, vec![Inline::text(case.paragraph.text.clone())], case.paragraph.measure_em)?;
    let xs = |composed: &Composed| -> Vec<(f64, f64)> {
        composed.lines.iter().flat_map(|line| &line.clusters).map(|cluster| (cluster.x, cluster.advance)).collect()
    };
    ensure((xs(own) == xs(&plain)) == expect.text_advance_unchanged.unwrap_or(true), || "marks move the text".into())?;
    let mut waves = strokes(frame, "title-wave").into_iter();
    let mut lines = strokes(frame, "proper-name").into_iter();
    let mut ends: Vec<(f64, f64)> = Vec::new();
    let mut wanted_dots = Vec::new();
    for Mark { kind, range } in &expect.marks {
        let own = &glyphs[range[0]..range[1]];
        let stroke = match kind.as_str() {
            "emphasis-dot" => {
                let dotted = |at: &usize| !"，。、；：？！…—·「」『』（）《》〈〉“”‘’ ".contains(&glyphs[*at].text);
                wanted_dots.extend((range[0]..range[1]).filter(dotted));
                continue;
            }
            "title-wave" => waves.next(),
            _ => lines.next(),
        };
        let stroke = stroke.ok_or(format!("no line for {range:?}"))?;
        let side = if stroke.y > 1.0 { "below" } else { "above" };
        ensure(side == expect.side.as_deref().unwrap_or("below"), || format!("the line is {side}"))?;
        let (left, right) = (own[0].x, own[own.len() - 1].x + 1.0);
        let holds = |edge: f64, frame: f64| edge >= frame - TOLERANCE && edge <= frame + INSET;
        ensure(holds(stroke.left, left), || format!("a line from {:.3}, its text from {left:.3}", stroke.left))?;
        ensure(holds(-stroke.right, -right), || format!("a line to {:.3}, its text to {right:.3}", stroke.right))?;
        ends.push((stroke.left, stroke.right));
        continued(case, expect, kind, *range)?;
    }
    ensure(waves.next().is_none() && lines.next().is_none(), || "a line that nothing asks for".into())?;
    let apart = ends.windows(2).all(|pair| pair[1].0 - pair[0].1 >= VISIBLE - TOLERANCE);
    ensure(apart == expect.visible_gap_between_marks.unwrap_or(true), || "neighbouring lines touch".into())?;
    dots(expect, frame, &glyphs, &wanted_dots)
}

/// A dot in the middle of each character that has one, and no other.
fn dots(expect: &Expect, frame: &Frame, glyphs: &[Painted], wanted: &[usize]) -> Result<(), String> {
    let mut found = Vec::new();
    for placed in &frame.items {
        let Item::Disc { radius, .. } = &placed.item else { continue };
        let (x, y) = (em(placed.at.x), em(placed.at.y));
        let at = glyphs.iter().position(|glyph| near(glyph.x + 0.5, x)).ok_or(format!("a dot at {x:.3}"))?;
        found.push(at);
        let side = if y - em(*radius) > 1.0 - TOLERANCE { "below" } else { "above" };
        ensure(y + em(*radius) < TOLERANCE || side == "below", || "a dot within the text".into())?;
        ensure(expect.side.as_deref().is_none_or(|wanted| wanted == side), || format!("a dot {side} the text"))?;
        ensure((-0.5..=1.5).contains(&y), || "a dot outside of half an em of gap".into())?;
    }
    let wanted = expect.dots_at.as_deref().unwrap_or(wanted);
    ensure(found == wanted, || format!("dots at {found:?}"))
}

/// Over line ends a name's line goes on: each line has its part of it.
fn continued(case: &Case, expect: &Expect, kind: &str, range: [usize; 2]) -> Result<(), String> {
    let marks = vec![Mark { kind: kind.to_owned(), range }];
    let content = content(case, &Expect { marks, ..Expect::default() })?;
    let narrow = composed(case, content, Some(2.0))?;
    for (line, frame) in narrow.lines.iter().zip(&narrow.frames) {
        let marked = line.clusters.iter().filter(|cluster| range[0] <= cluster.start && cluster.start < range[1]);
        let ends: Vec<(f64, f64)> = marked.map(|cluster| (cluster.x, cluster.x + cluster.advance)).collect();
        let strokes = strokes(frame, kind);
        let Some((first, last)) = ends.first().zip(ends.last()) else {
            ensure(strokes.is_empty(), || "a line beside text that has none".into())?;
            continue;
        };
        let [stroke] = strokes.as_slice() else {
            return Err(format!("{} lines beside `{}`", strokes.len(), line.text));
        };
        let inside = stroke.left >= first.0 - TOLERANCE && stroke.right <= last.1 + TOLERANCE;
        ensure(inside, || format!("the line beside `{}` runs into a gap", line.text))?;
    }
    ensure(expect.side.as_deref() != Some("right"), || "no line stands at the right of a horizontal line".into())
}

fn strokes(frame: &Frame, kind: &str) -> Vec<Stroke> {
    let stroke = |placed: &keben::layout::Placed| {
        let width = match &placed.item {
            Item::Rule { size, .. } if kind == "proper-name" => size.width,
            Item::Wave { length, .. } if kind == "title-wave" => *length,
            _ => return None,
        };
        let left = em(placed.at.x);
        Some(Stroke { left, right: left + em(width), y: em(placed.at.y) })
    };
    frame.items.iter().filter_map(stroke).collect()
}
