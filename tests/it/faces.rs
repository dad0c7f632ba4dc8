//! Faces and shaping: measured ink, variation sequences, fitted Latin letters, substituted faces.

use keben::model::{Face, Weight};
use keben::text::{LangSys, Shaper};

use crate::common::fonts;

#[test]
fn ink_is_measured_after_localisation() {
    let fonts = fonts();
    let song = fonts.find(Face::Song, Weight::Regular, false, '，').expect("song has it");
    let mut shaper = Shaper::new(fonts);
    // Mainland marks stand at the line start's side.
    assert_eq!(shaper.ink_is_centred(song, LangSys::Zhs, '，'), Some(false));
    assert_eq!(shaper.ink_is_centred(song, LangSys::Zhs, '・'), Some(true));
    let water = shaper.ink(song, LangSys::Zhs, '水').expect("it has ink");
    assert!((water.advance - 1.0).abs() < 1e-6 && water.height() > 0.7 && water.height() < 1.0, "{water:?}");
    assert_eq!(shaper.ink(song, LangSys::Zhs, '\u{3000}'), None, "a space has no ink");
    assert_eq!(shaper.ink_is_centred(song, LangSys::Zhs, '\u{E000}'), None, "no glyph, no answer");
}
