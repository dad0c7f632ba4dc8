//! Sheets: which page where and which way up, against worked examples and against a sheet folded in thought.

use keben::impose::{Duplex, ImposeError, Options, Sheet, Side, Slot, dump, saddle};
use keben::unit::{Length, Size};
use serde_json::Value;

use crate::common;

/// A5: two of it fill an A4.
fn a5() -> Size {
    Size::new(Length::mm(148.0), Length::mm(210.0))
}

fn page_number(slot: &Slot) -> Option<u64> {
    slot.page.map(|page| page as u64 + 1)
}

/// A face as the examples write it: rows of pages, rows of degrees.
fn written(face: &[Slot]) -> (Value, Value) {
    let pages: Vec<Option<u64>> = face.iter().map(page_number).collect();
    let turns: Vec<u64> = face.iter().map(|slot| if slot.turned { 180 } else { 0 }).collect();
    (serde_json::json!([pages]), serde_json::json!([turns]))
}

#[test]
fn sheets_equal_the_worked_examples() {
    let Some(bytes) = common::shared_bytes("golden/imposition.json") else { return };
    let golden: Value = serde_json::from_slice(&bytes).expect("the examples are JSON");
    let (mut compared, mut skipped) = (0, Vec::new());
    for case in golden["cases"]["order"].as_array().expect("there are cases") {
        let (id, input, expect) = (case["id"].as_str().unwrap_or_default(), &case["input"], &case["expect"]);
        // One folded section, blanks behind: what a saddle-stitched booklet is. The rest are other bindings.
        if input["scheme"] != "folio" || !input["sheets_per_section"].is_null() || input["blanks"] != "end" {
            skipped.push(id);
            continue;
        }
        let side = if input["binding"] == "right" { Side::Right } else { Side::Left };
        let duplex = if input["flip"] == "horizontal-axis" { Duplex::LongEdge } else { Duplex::ShortEdge };
        let keep_last = input["keep_last"].as_u64().expect("it is a number") as u32;
        let options = Options { duplex, keep_last, ..Options::default() };
        let count = input["pages"].as_u64().expect("it is a number") as usize;
        let sheets = saddle(count, a5(), side, &options).expect("A5 fits on A4");
        assert_eq!(sheets.len() as u64, expect["press_sheets"].as_u64().expect("it is a number"), "{id}");
        let slots = sheets.len() as u64 * 4;
        assert_eq!(slots, expect["padded_pages"], "{id}");
        assert_eq!(slots - count as u64, expect["blanks_added"], "{id}");
        for (sheet, expect) in sheets.iter().zip(expect["sheets"].as_array().expect("there are sheets")) {
            for (face, name) in [(&sheet.front, "front"), (&sheet.back, "back")] {
                let (pages, turns) = written(face);
                assert_eq!(pages, expect[name], "{id}, {name} of sheet {}", expect["sheet"]);
                assert_eq!(turns, expect[format!("{name}_rot")], "{id}, {name} of sheet {}", expect["sheet"]);
            }
        }
        compared += 1;
    }
    eprintln!("{compared} examples compared; {} of other bindings left out: {}", skipped.len(), skipped.join(", "));
    assert!(compared >= 16, "only {compared} examples were compared");
}

/// A face as it is seen when the sheet is turned like a page of a book. Printed over the long edge, a back stands on
/// its head: half a turn of the paper, with everything on it.
fn seen(sheet: &Sheet, face: &[Slot], half_turn: bool) -> Vec<Slot> {
    let turned = |slot: &Slot| {
        let mut slot = *slot;
        if half_turn {
            slot.at.x = sheet.size.width - slot.at.x - slot.size.width;
            slot.at.y = sheet.size.height - slot.at.y - slot.size.height;
            slot.turned = !slot.turned;
            slot.spine_right = !slot.spine_right;
        }
        slot
    };
    face.iter().map(turned).collect()
}

/// The slot of a face on a half of the sheet.
fn half<'s>(sheet: &Sheet, face: &'s [Slot], right: bool) -> &'s Slot {
    let is_right = |slot: &&Slot| (slot.at.x + slot.size.width / 2 > sheet.size.width / 2) == right;
    face.iter().find(is_right).expect("a face has a page on each half")
}

/// Lays the sheets into each other, folds them with the first front outside, and reads the pages as they are turned.
fn folded(sheets: &[Sheet], binding: Side, duplex: Duplex) -> Vec<Slot> {
    let (mut leaves_in, mut leaves_out) = (Vec::new(), Vec::new());
    // Bound at the left, the book begins on the right half of the outermost front.
    let first_half_right = binding == Side::Left;
    for sheet in sheets {
        let back = seen(sheet, &sheet.back, duplex == Duplex::LongEdge);
        // What lies behind a half of the front is the other half of the back.
        let leaf = |right: bool| (*half(sheet, &sheet.front, right), *half(sheet, &back, !right));
        let (outer, inner) = leaf(first_half_right);
        assert_eq!(inner.at.x, sheet.size.width - outer.at.x - outer.size.width, "front and back are in register");
        leaves_in.extend([outer, inner]);
        let (outer, inner) = leaf(!first_half_right);
        leaves_out.splice(0..0, [inner, outer]);
    }
    leaves_in.extend(leaves_out);
    leaves_in
}

#[test]
fn a_folded_booklet_reads_in_order() {
    for count in 1..=200_usize {
        for binding in [Side::Left, Side::Right] {
            for duplex in [Duplex::ShortEdge, Duplex::LongEdge] {
                for keep_last in [0, 1, 3] {
                    let what = format!("{count} pages, {binding:?}, {duplex:?}, {keep_last} kept last");
                    let options = Options { duplex, keep_last, ..Options::default() };
                    let sheets = saddle(count, a5(), binding, &options).expect("A5 fits on A4");
                    assert_eq!(sheets.len(), count.div_ceil(4), "{what}");
                    let read = folded(&sheets, binding, duplex);
                    let pages: Vec<usize> = read.iter().filter_map(|slot| slot.page).collect();
                    assert_eq!(pages, (0..count).collect::<Vec<_>>(), "{what}");
                    assert!(read.iter().all(|slot| !slot.turned), "{what}: a page stands on its head");
                    let kept = (keep_last as usize).min(count);
                    assert!(read[read.len() - kept..].iter().all(|slot| slot.page.is_some()), "{what}");
                    for (at, slot) in read.iter().enumerate() {
                        // A recto of a left-bound book has its spine at its left, a verso at its right.
                        assert_eq!(slot.spine_right, (at % 2 == 1) == (binding == Side::Left), "{what}, page {at}");
                    }
                }
            }
        }
    }
}

#[test]
fn pages_meet_in_the_fold_and_stay_on_the_sheet() {
    let b6 = Size::new(Length::mm(125.0), Length::mm(176.0));
    for (trim, sheet) in [(a5(), "auto"), (a5(), "A3"), (b6, "a4"), (b6, "SRA3")] {
        let options = Options { sheet: sheet.into(), ..Options::default() };
        for sheet in saddle(9, trim, Side::Left, &options).expect("they fit") {
            for face in [&sheet.front, &sheet.back] {
                let [left, right] = face[..] else { panic!("a face has two places") };
                assert_eq!(left.at.x + trim.width, right.at.x, "no gap in the fold");
                assert_eq!(right.at.x, sheet.size.width / 2, "the fold is in the middle");
                let least = Length::mm(-0.5);
                assert!(left.at.x >= least && left.at.y >= least, "{left:?} is off the sheet");
                assert!(right.at.x + trim.width <= sheet.size.width + Length::mm(0.5));
                assert!(right.at.y + trim.height <= sheet.size.height + Length::mm(0.5));
                assert_eq!(left.at.y, right.at.y);
            }
        }
    }
}

#[test]
fn auto_takes_the_smallest_sheet_of_an_office() {
    let width = |trim: Size| {
        let sheets = saddle(4, trim, Side::Left, &Options::default()).expect("there is one");
        sheets[0].size.width.to_mm().round() as i64
    };
    let mm = |width, height| Size::new(Length::mm(width), Length::mm(height));
    assert_eq!(
        [width(a5()), width(mm(140.0, 203.0)), width(mm(176.0, 250.0)), width(mm(210.0, 297.0))],
        [297, 297, 420, 420]
    );
    assert_eq!(width(mm(285.0, 420.0)), 594);
}

#[test]
fn what_cannot_be_imposed_is_said() {
    let options = |sheet: &str| Options { sheet: sheet.into(), ..Options::default() };
    let of = |count, trim, sheet| saddle(count, trim, Side::Left, &options(sheet)).map(|_| ());
    assert_eq!(of(0, a5(), "auto"), Err(ImposeError::NoPages));
    assert_eq!(of(4, a5(), "A9"), Err(ImposeError::UnknownSheet("A9".into())));
    let poster = Size::new(Length::mm(600.0), Length::mm(800.0));
    for (trim, sheet) in [(a5(), "A5"), (poster, "auto"), (poster, "A2")] {
        let error = of(4, trim, sheet).expect_err("it is too large");
        assert!(matches!(error, ImposeError::TooSmall { .. }), "{error:?}");
        assert!(error.to_string().contains("`auto`"), "{error} names a remedy");
    }
}

#[test]
fn sheets_are_shown_as_text() {
    let options = Options { duplex: Duplex::LongEdge, keep_last: 1, ..Options::default() };
    let sheets = saddle(6, a5(), Side::Left, &options).expect("they fit");
    let shown = "sheet 1  front 6 | 1  back -' | 2'\nsheet 2  front - | 3  back 5' | 4'\n";
    assert_eq!(dump(&sheets), shown);
}
