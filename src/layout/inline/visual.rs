//! The order in which a line's clusters stand on paper. In: a broken line with right-to-left text. Out: [`Visual`].
//! Next: `place`, which walks through the line in that order.

use super::collect::Collected;
use super::prepare::Prepared;
use crate::unit::Length;

/// A line's visual order (UAX #9, L1 and L2). A slot is a cluster's place on paper, counted from the left.
#[derive(Clone, Debug)]
pub(super) struct Visual {
    /// The cluster in each slot.
    clusters: Vec<usize>,
    /// The slot of each cluster of the line.
    slots: Vec<usize>,
    /// The gap before each slot.
    gaps: Vec<Length>,
}

impl Visual {
    /// The order of the clusters `start..end`; `None` where it is the logical one. Blanks from `ink_end` on take no room
    /// and stay where they are. `gaps` are those before each cluster of the line.
    pub fn of(
        collected: &Collected,
        p: &Prepared,
        (start, ink_end, end): (usize, usize, usize),
        gaps: &[Length],
    ) -> Option<Self> {
        let levels = p.shaped.levels.as_ref()?;
        let ink_end = ink_end.clamp(start, end);
        let starts: Vec<usize> = p.shaped.clusters[start..ink_end].iter().map(|c| c.start as usize).collect();
        let order = levels.visual(&collected.text, &starts);
        if order.is_sorted() {
            return None;
        }
        let order: Vec<usize> = order.into_iter().chain(ink_end - start..end - start).collect();
        // Where two neighbours on paper are neighbours in the text, so is their gap; the others, at the ends of
        // right-to-left stretches, follow in the order of the text, so that the line is as wide as it was broken.
        let mut free: Vec<bool> = vec![true; gaps.len()];
        let beside: Vec<Option<usize>> =
            order.windows(2).map(|pair| (pair[0].abs_diff(pair[1]) == 1).then(|| pair[0].max(pair[1]))).collect();
        for gap in beside.iter().flatten() {
            free[*gap] = false;
        }
        let mut others = (1..gaps.len()).filter(|gap| free[*gap]);
        let after = beside.into_iter().map(|gap| gap.or_else(|| others.next()).map_or(Length::ZERO, |gap| gaps[gap]));
        let gaps = std::iter::once(Length::ZERO).chain(after).collect();
        let mut slots = vec![0; order.len()];
        for (slot, cluster) in order.iter().enumerate() {
            slots[*cluster] = slot;
        }
        Some(Self { clusters: order.into_iter().map(|at| start + at).collect(), slots, gaps })
    }

    /// How many clusters the line has.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// The cluster in a slot.
    pub fn cluster(&self, slot: usize) -> usize {
        self.clusters[slot]
    }

    /// The slot of a line's cluster, both counted from the line's first.
    pub fn slot(&self, cluster: usize) -> usize {
        self.slots[cluster]
    }

    /// The gap before a slot.
    pub fn gap(&self, slot: usize) -> Length {
        self.gaps[slot]
    }
}
