//! What the next heading opens, where the author says so.

use super::Builder;
use crate::model::DivisionKind;
use crate::read::Opens;

impl Builder<'_> {
    /// The first heading at this byte or after it opens a division of this kind.
    pub fn opens(&mut self, kind: DivisionKind, at: usize) {
        let line = self.place.span(at..at).line;
        self.opens.push(Opens { line, kind });
    }

    /// Obeys the classes of a heading that opens a division; says whether it is to have no number.
    pub fn heading_classes<'c>(&mut self, classes: impl Iterator<Item = &'c str>, at: usize) -> bool {
        let mut unnumbered = false;
        for class in classes {
            match class {
                "unnumbered" => unnumbered = true,
                "appendix" => self.opens(DivisionKind::Appendix, at),
                _ => {}
            }
        }
        unnumbered
    }
}
