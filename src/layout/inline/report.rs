//! What is to be said of finished lines, and what they look like inside. In: [`Broken`] and [`Line`]s. Out: diagnostics
//! and [`LineDetail`]s on the lines' frames, which find their page.

use super::super::Cx;
use super::super::detail::{ClusterDetail, GapDetail, LineDetail};
use super::Par;
use super::collect::Collected;
use super::justify::set_gaps;
use super::linebreak::{Broken, Edge};
use super::place::{Fill, Line};
use super::prepare::Prepared;
use crate::diag::Diagnostic;
use crate::model::Face;
use crate::text::Break;
use crate::text::tables::{STRETCH_EMERGENCY, STRETCH_MAX};
use crate::unit::Length;

/// Puts findings, and where they are wanted details, onto the lines.
pub(super) fn report(cx: &Cx, collected: &Collected, p: &Prepared, broken: &[Broken], par: &Par, lines: &mut [Line]) {
    if let Some(first) = lines.first_mut() {
        first.frame.said.extend(p.said.iter().cloned());
    }
    let scribe = Scribe { cx, collected, p, par };
    let mut next = 0;
    for (number, (line, broken)) in lines.iter_mut().zip(broken).enumerate() {
        scribe.findings(broken, line);
        if cx.options.detail {
            let detail = scribe.detail(broken, line, par.indent_of(number), &mut next);
            line.frame.details.push(detail);
        }
    }
}

struct Scribe<'a> {
    cx: &'a Cx<'a>,
    collected: &'a Collected,
    p: &'a Prepared,
    par: &'a Par,
}

impl Scribe<'_> {
    /// What an editor wants to know of a line (CJK-31, CJK-58).
    fn findings(&self, broken: &Broken, line: &mut Line) {
        let p = self.p;
        let Broken { start, end, last, .. } = *broken;
        let place = &self.collected.place;
        let named = |what: String| format!("{what}: `{}`", self.shown(start, end));
        let said = &mut line.frame.said;
        let Fill { ratio, over, short } = line.fill;
        if over > p.size / 100 {
            let what = named(format!("a line is {:.2} em too wide", over.ratio(p.size)));
            let help = "allow a break in the long piece, or make the measure wider";
            said.push(Diagnostic::warning("overfull", place, what).help(help));
        }
        if short > p.size / 20 {
            let what = named(format!("a line is {:.2} em short, and nothing in it may open", short.ratio(p.size)));
            let help = "reword it, or let the long piece after it break";
            said.push(Diagnostic::note("loose-line", place, what).help(help));
        } else if ratio > STRETCH_MAX {
            let very = if ratio > STRETCH_EMERGENCY { "very " } else { "" };
            let what = named(format!("a {very}loose line, {ratio:.3} em added to each gap"));
            let help = "reword it, or let the long piece before or in it break";
            said.push(Diagnostic::note("loose-line", place, what).help(help));
        }
        match p.breaks[end] {
            Break::Relief => {
                let what = named("a row of marks had to be parted".into());
                let help = "reword it: no line is wide enough for the row";
                said.push(Diagnostic::warning("kinsoku-relief", place, what).help(help));
            }
            // Program text is cut as it comes.
            Break::Emergency if !self.is_code(start) => {
                let what = named("a piece wider than the line had to be cut".into());
                let help = "make the measure wider, or hyphenate";
                said.push(Diagnostic::warning("emergency-break", place, what).help(help));
            }
            Break::No | Break::Allowed | Break::Counter | Break::Hyphen | Break::Emergency | Break::Forced => {}
        }
        if last && end == p.shaped.clusters.len() && p.is_orphan(start, end) && self.par.align.is_justified() {
            let what = named("a paragraph ends with a character alone on its line".into());
            said.push(Diagnostic::note("orphan-kept", place, what).help("reword it by a character or two"));
        }
    }

    fn is_code(&self, at: usize) -> bool {
        let span = self.p.shaped.clusters.get(at).map_or(0, |cluster| cluster.span as usize);
        self.collected.spans.get(span).is_some_and(|span| span.style.face == Face::Mono)
    }

    /// The beginning of a line, to find it by.
    fn shown(&self, start: usize, end: usize) -> String {
        const ENOUGH: usize = 12;
        let mut shown: String = self.text(start, end).chars().take(ENOUGH).collect();
        if self.text(start, end).chars().count() > ENOUGH {
            shown.push('…');
        }
        shown
    }

    fn text(&self, start: usize, end: usize) -> &str {
        let clusters = &self.p.shaped.clusters;
        match (clusters.get(start), end.checked_sub(1).and_then(|last| clusters.get(last))) {
            (Some(first), Some(last)) if start < end => &self.collected.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    /// The line's details; `next` is the number of the character it begins with, and then of the one after it.
    fn detail(&self, broken: &Broken, line: &Line, indent: Length, next: &mut usize) -> LineDetail {
        let (p, par) = (self.p, self.par);
        let Broken { start, end, last, edge } = *broken;
        let em = |length: Length| (length.ratio(p.size) * 10_000.0).round() / 10_000.0;
        let measure = par.measure - indent;
        let ink = p.ink_end(start, end);
        let set = set_gaps(p, broken, par.align.is_justified(), measure);
        let fonts = self.cx.fonts;
        let first = *next;
        let mut clusters = Vec::with_capacity(end - start);
        for at in start..end {
            let cluster = &p.shaped.clusters[at];
            let text = &self.collected.text[cluster.start as usize..cluster.end as usize];
            let begin = *next;
            *next += text.chars().count();
            let used = if at == start { Length::ZERO } else { set.gaps[at - start] };
            clusters.push(ClusterDetail {
                text: text.to_owned(),
                start: begin,
                end: *next,
                x: line.xs.get(at - start).map_or(0.0, |&x| em(x)),
                advance: em(cluster.advance),
                size: em(self.collected.spans[cluster.span as usize].style.size),
                class: cluster.class.name(),
                face: fonts.face(cluster.face).family.clone(),
                glyphs: p.shaped.glyphs_of(cluster).iter().map(|glyph| glyph.id).collect(),
                gap: GapDetail {
                    natural: if at == start { 0.0 } else { em(p.gaps[at].rest) },
                    used: em(used),
                    step: if p.gaps[at].shrink > Length::ZERO { p.gaps[at].step } else { 0 },
                },
            });
        }
        let trim_end = match edge {
            Edge::Trim if ink > start => p.trails[ink - 1],
            _ => Length::ZERO,
        };
        let hang = match edge {
            Edge::Hang if ink > start => p.hangs[ink - 1],
            _ => Length::ZERO,
        };
        LineDetail {
            text: self.text(start, end).to_owned(),
            start: first,
            end: *next,
            measure: if par.measure >= Length::MAX { 0.0 } else { em(measure) },
            indent: em(indent),
            width: em(line.width - indent),
            ratio: (set.ratio * 10_000.0).round() / 10_000.0,
            step: set.step,
            trim_start: p.leads.get(start).map_or(0.0, |&lead| em(lead)),
            trim_end: em(trim_end),
            hang: em(hang),
            hyphen: p.hyphen(end) > Length::ZERO,
            justified: par.align.is_justified(),
            last,
            clusters,
        }
    }
}
