//! What the hand needs to put sheets in order: steps on the backs of sections, and the order of sheets in the tray.

use crate::unit::Length;

/// Marks on the backs of gathered sections, each a step lower than the one before: a missing section is seen at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// How high a mark is.
    pub mark: Length,
    /// How far from the head the first is.
    pub head: Length,
    /// How much the foot stays free.
    pub foot: Length,
    /// How high the trimmed book is.
    pub height: Length,
}

impl Steps {
    /// Where the mark of a section, from 0, stands: how far from the head, and in which flight of steps, from 0. Below the
    /// last step another flight begins at the head.
    pub fn place(&self, section: usize) -> (Length, usize) {
        // A hundredth of a millimetre of grace: lengths are whole numbers of units that divide no millimetre.
        let room = (self.height - self.head - self.foot + Length::mm(0.01)).whole(self.mark);
        let flight = usize::try_from(room).unwrap_or_default().max(1);
        (self.head + self.mark * (section % flight) as i64, section / flight)
    }
}

/// How a printer lays sheets into its tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tray {
    /// Printed face down: the first sheet lies lowest, and the stack is put back as it is.
    #[default]
    FaceDown,
    /// Printed face up: the last sheet lies on top.
    FaceUp,
}

/// In which order the backs of so many sheets are printed, from 0, after all fronts were printed in turn.
pub fn backs(sheets: usize, tray: Tray) -> Vec<usize> {
    match tray {
        Tray::FaceDown => (0..sheets).collect(),
        Tray::FaceUp => (0..sheets).rev().collect(),
    }
}
