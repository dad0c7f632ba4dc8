//! What a font file says of a face.

use fontdb::Style;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

use super::{FaceId, FontFace, FontFile, LangSys, Strokes};
use crate::model::Weight;

/// Han whose widths tell whether a font has one frame for all (CJK-1).
const FRAME: [char; 3] = ['水', '卜', '一'];

/// A face of a file; `None` where it cannot be set and embedded.
pub(super) fn face(info: &fontdb::FaceInfo, file: &FontFile, at: usize) -> Option<FontFace> {
    let font = FontRef::from_index((*file.bytes).as_ref(), info.index).ok()?;
    let head = font.head().ok()?;
    font.cmap().ok()?;
    is_whole(&font, (*file.bytes).as_ref().len())?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let units_per_em = head.units_per_em();
    // OS/2 fsType: bit 1 alone forbids embedding; the later bits allow it to some degree.
    let restricted = font.os2().is_ok_and(|os2| os2.fs_type() & 0x000F == 0x0002);
    let family = info.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let em = f64::from(units_per_em.max(1));
    let widths = widths(&font).map(|width| width.map(|width| width / em));
    Some(FontFace {
        id: FaceId(u16::try_from(at).ok()?),
        native: native(&font, &family),
        strokes: strokes(&font, &family),
        family,
        name: info.post_script_name.clone(),
        weight: if info.weight.0 >= 600 { Weight::Bold } else { Weight::Regular },
        italic: info.style != Style::Normal,
        path: file.path.clone(),
        bytes: file.bytes.clone(),
        index: info.index,
        units_per_em,
        cap_height: metrics.cap_height.map_or(0.7, |height| f64::from(height) / em),
        embeddable: !restricted,
        true_type: font.glyf().is_ok(),
        system: file.system,
        frame: widths[0].unwrap_or(1.0),
        proportional: widths.iter().flatten().any(|width| (width - widths[0].unwrap_or(*width)).abs() > 0.001),
    })
}

/// Whether a font can be embedded: all its tables lie in the file, and those that outlines and widths need are there.
fn is_whole(font: &FontRef, length: usize) -> Option<()> {
    let inside = |offset: u32, size: u32| u64::from(offset) + u64::from(size) <= length as u64;
    let records = font.table_directory().table_records();
    if !records.iter().all(|record| inside(record.offset(), record.length())) {
        return None;
    }
    font.maxp().ok()?;
    font.hhea().ok()?;
    font.hmtx().ok()?;
    let outlines = font.glyf().is_ok() && font.loca(None).is_ok();
    (outlines || font.cff().is_ok() || font.cff2().is_ok()).then_some(())
}

/// The advances of [`FRAME`], in font units.
fn widths(font: &FontRef) -> [Option<f64>; 3] {
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let charmap = font.charmap();
    FRAME.map(|c| charmap.map(c).and_then(|glyph| metrics.advance_width(glyph)).map(f64::from))
}

/// The language a font was drawn for: its family says so, or it claims one East Asian code page only (OS/2
/// ulCodePageRange1, bits 17 to 20).
fn native(font: &FontRef, family: &str) -> Option<LangSys> {
    let said = match family.rsplit(' ').next().unwrap_or_default() {
        "SC" => Some(LangSys::Zhs),
        "TC" => Some(LangSys::Zht),
        "HK" | "HC" => Some(LangSys::Zhh),
        "JP" => Some(LangSys::Jan),
        "KR" => Some(LangSys::Kor),
        _ => None,
    };
    said.or_else(|| {
        let pages = font.os2().ok()?.ul_code_page_range_1()? >> 17 & 0b1111;
        match pages {
            0b0001 => Some(LangSys::Jan),
            0b0010 => Some(LangSys::Zhs),
            0b0100 => Some(LangSys::Kor),
            0b1000 => Some(LangSys::Zht),
            _ => None,
        }
    })
}

/// How strokes end: by PANOSE where it is filled in (2 for text faces; serif styles 11 to 15 have none), else by name.
fn strokes(font: &FontRef, family: &str) -> Strokes {
    let named = |words: &[&str]| words.iter().any(|word| family.contains(word));
    if named(&["Emoji", "Symbol", "Math", "Icons", "Dingbats"]) {
        return Strokes::Symbols;
    }
    let panose: [u8; 2] = font
        .os2()
        .ok()
        .and_then(|os2| os2.panose_10().get(..2).and_then(|first| first.try_into().ok()))
        .unwrap_or_default();
    match panose {
        [2, 11..=15] => Strokes::Sans,
        [2, 2..=10] => Strokes::Serif,
        _ if named(&["Sans", "Gothic", "Hei", "黑", "ゴシック", "고딕", "Mono", "Arial", "Helvetica"]) => {
            Strokes::Sans
        }
        _ => Strokes::Serif,
    }
}
