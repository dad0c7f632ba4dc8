//! Sheets: which page where and which way up, against worked examples and against a sheet folded in thought.

use keben::impose::{
    Blanks, Cell, Duplex, Face, ImposeError, Last, Nest, Options, Order, SCHEMES, Scheme, Sections, Sheet, Side, Slot,
    Wanted, impose, order, plan,
};
use keben::unit::{Length, Size};

/// A5: two of it fill an A4.
fn a5() -> Size {
    Size::new(Length::mm(148.0), Length::mm(210.0))
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
                    let options = Options { duplex: Some(duplex), keep_last, ..Options::default() };
                    let sheets = impose(count, a5(), Length::ZERO, binding, &options).expect("A5 fits on A4");
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

/// A piece of paper: what is printed on the side that is up and on the one below, each as somebody sees it who holds that
/// side before them, heads up.
type Paper = (Cell, Cell);

/// Folds printed sheets, laid on each other with the first front outside, the way the scheme's name says, and gives the
/// pages as they are read. The sheets lie before the folder with the fronts down.
fn fold_by_hand(sheets: &[(Face, Face)], scheme: &str, right: bool) -> Vec<Cell> {
    let turned = |cell: Cell| Cell { turned: !cell.turned, ..cell };
    let (rows, columns) = (sheets[0].0.len(), sheets[0].0[0].len());
    // What lies behind a place of the back, at the other side of the front.
    let place = |row: usize, column: usize| -> Vec<Paper> {
        sheets.iter().rev().map(|(front, back)| (back[row][column], front[row][columns - 1 - column])).collect()
    };
    let mut grid: Vec<Vec<Vec<Paper>>> = (0..rows).map(|r| (0..columns).map(|c| place(r, c)).collect()).collect();
    let over = |stack: &[Paper], across: bool| -> Vec<Paper> {
        let flip = |&(up, down): &Paper| if across { (turned(down), turned(up)) } else { (down, up) };
        stack.iter().rev().map(flip).collect()
    };
    let foot = scheme.ends_with("-foot");
    let folds = match scheme.trim_end_matches("-foot") {
        "folio" => "s",
        "quarto" => "as",
        "octavo" => "cas",
        "octavo-long" => "aas",
        _ => "acas",
    };
    for fold in folds.chars() {
        let (rows, columns) = (grid.len(), grid[0].len());
        let join = |turning: &[Paper], lying: &[Paper], across| [over(turning, across), lying.to_vec()].concat();
        grid = if fold == 'a' {
            let row = |at: usize| {
                let (from, to) = if foot { (rows - 1 - at, at) } else { (rows / 2 - 1 - at, rows / 2 + at) };
                (0..columns).map(|column| join(&grid[from][column], &grid[to][column], true)).collect()
            };
            (0..rows / 2).map(row).collect()
        } else {
            // The last fold is the spine: the half with the first page comes over; the one before goes the other way.
            let leftwards = (fold == 'c') != right;
            let row = |row: &Vec<Vec<Paper>>| {
                let place = |at: usize| {
                    let half = columns / 2;
                    let (from, to) = if leftwards { (columns - 1 - at, at) } else { (half - 1 - at, half + at) };
                    join(&row[from], &row[to], false)
                };
                (0..columns / 2).map(place).collect()
            };
            grid.iter().map(row).collect()
        };
    }
    assert_eq!((grid.len(), grid[0].len()), (1, 1), "{scheme}");
    grid[0][0].iter().flat_map(|&(up, down)| [up, down]).collect()
}

/// A face that was printed for a sheet turned head over heels, as it is seen by who turns it like a page.
fn half_turned(face: &Face) -> Face {
    let turned = |cell: &Cell| Cell { turned: !cell.turned, ..*cell };
    face.iter().rev().map(|row| row.iter().rev().map(turned).collect()).collect()
}

#[test]
fn every_scheme_folds_to_a_book() {
    for name in SCHEMES {
        let scheme: Scheme = name.parse().expect("it is a scheme");
        assert_eq!(scheme.to_string(), name);
        for count in 1..=400_usize {
            let sections =
                [(None, Last::Short), (Some(1), Last::Short), (Some(3), Last::Full), (Some(4), Last::Balanced)];
            for (at, (sheets, last)) in sections.into_iter().enumerate() {
                let nest = if (count + at) % 2 == 0 { Nest::Insert } else { Nest::Together };
                let (right, tumbled) = ((count / 2) % 2 == 1, (count / 4) % 2 == 1);
                let blanks = Blanks { first: count % 7 == 0, keep_last: count % 3 };
                let what =
                    format!("{count} pages, {name}, {sheets:?} {last:?} {nest:?}, right {right}, tumbled {tumbled}");
                let order = Order::folded(count, scheme, Sections { sheets, last, nest }, blanks);
                let order = order.bound(if right { Side::Right } else { Side::Left });
                let order = if tumbled { order.tumbled() } else { order };
                let mut read = Vec::new();
                let mut first = 0;
                for (section, &of) in order.sections.iter().enumerate() {
                    let printed: Vec<(Face, Face)> = order.sheets[first..first + of]
                        .iter()
                        .map(|sheet| {
                            assert_eq!(sheet.section, section, "{what}");
                            let back = if tumbled { half_turned(&sheet.back) } else { sheet.back.clone() };
                            (sheet.front.clone(), back)
                        })
                        .collect();
                    first += of;
                    if nest == Nest::Together {
                        read.extend(fold_by_hand(&printed, name, right));
                        continue;
                    }
                    // Each sheet is folded alone, and opened in its middle for the next.
                    let mut behind = Vec::new();
                    for sheet in &printed {
                        let pages = fold_by_hand(std::slice::from_ref(sheet), name, right);
                        let (one, other) = pages.split_at(pages.len() / 2);
                        read.extend_from_slice(one);
                        behind.splice(0..0, other.iter().copied());
                    }
                    read.extend(behind);
                }
                assert_eq!(read.len(), order.total, "{what}");
                assert!(read.iter().all(|cell| !cell.turned), "{what}: a page stands on its head");
                assert!(read.iter().enumerate().all(|(at, cell)| cell.at == at), "{what}");
                let pages: Vec<usize> = read.iter().filter_map(|cell| cell.page).collect();
                assert_eq!(pages, (0..count).collect::<Vec<_>>(), "{what}");
                let least = if last == Last::Full { sheets.unwrap_or(1) } else { 1 } * scheme.pages();
                assert!(order.total - count < least, "{what}: more blanks than needed");
                if last == Last::Balanced {
                    let (most, least) = (order.sections.iter().max(), order.sections.iter().min());
                    assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{what}");
                }
            }
        }
    }
}

#[test]
fn pages_meet_in_the_fold_and_stay_on_the_sheet() {
    let b6 = Size::new(Length::mm(125.0), Length::mm(176.0));
    for (trim, sheet) in [(a5(), "auto"), (a5(), "A3"), (b6, "a4"), (b6, "SRA3")] {
        let options = Options { sheet: sheet.parse().expect("there is such a sheet"), ..Options::default() };
        for sheet in impose(9, trim, Length::ZERO, Side::Left, &options).expect("they fit") {
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
        let sheets = impose(4, trim, Length::ZERO, Side::Left, &Options::default()).expect("there is one");
        sheets[0].size.width.to_mm().round() as i64
    };
    let mm = |width, height| Size::new(Length::mm(width), Length::mm(height));
    assert_eq!(
        [width(a5()), width(mm(140.0, 203.0)), width(mm(176.0, 250.0)), width(mm(210.0, 297.0))],
        [297, 297, 420, 420]
    );
    assert_eq!([width(mm(285.0, 420.0)), width(mm(420.0, 590.0))], [594, 841]);
}

#[test]
fn what_cannot_be_imposed_is_said() {
    let options = |sheet: &str| Options { sheet: sheet.parse().expect("there is such a sheet"), ..Options::default() };
    let of = |count, trim, sheet| impose(count, trim, Length::ZERO, Side::Left, &options(sheet)).map(|_| ());
    assert_eq!(of(0, a5(), "auto"), Err(ImposeError::NoPages));
    assert!("A9".parse::<Wanted>().is_err_and(|error| error.contains("SRA3")));
    let poster = Size::new(Length::mm(600.0), Length::mm(800.0));
    for (trim, sheet) in [(a5(), "A5"), (poster, "auto"), (poster, "A2")] {
        let error = of(4, trim, sheet).expect_err("it is too large");
        assert!(matches!(error, ImposeError::TooSmall { .. }), "{error:?}");
        assert!(error.to_string().contains("`auto`"), "{error} names a remedy");
    }
}

const SCHEMES_BY_NAME: [&str; 12] = [
    "folio",
    "quarto",
    "quarto-foot",
    "octavo",
    "octavo-foot",
    "octavo-long",
    "octavo-long-foot",
    "sextodecimo",
    "sextodecimo-foot",
    "cut-2",
    "cut-3-stacked",
    "zine",
];

#[test]
fn sheets_are_shown_as_text() {
    let options = Options { duplex: Some(Duplex::LongEdge), keep_last: 1, ..Options::default() };
    let plan = plan(6, a5(), Length::ZERO, Side::Left, &options).expect("they fit");
    let shown = plan.to_string();
    assert!(shown.contains("sheet 1  front 6 | 1  back -' | 2'\nsheet 2  front - | 3  back 5' | 4'\n"), "{shown}");
    assert!(shown.contains("6 pages and 2 blank on 2 sheets of 297 × 210 mm"), "{shown}");
    assert!(shown.contains("over the long edge") && shown.contains("Staple"), "{shown}");
    assert!(shown.contains("page 1 underneath"), "{shown}");
}

#[test]
fn the_first_page_stands_upright_on_the_first_front() {
    // The steps say how the first sheet lies by its page 1 alone.
    for scheme in SCHEMES_BY_NAME {
        for binding in [Side::Left, Side::Right] {
            let options = Options { scheme: scheme.parse().ok(), binding: Some(binding), ..Options::default() };
            let sheets = order(64, binding, &options).expect("there are pages").sheets;
            let first = sheets[0].front.iter().flatten().find(|cell| cell.page == Some(0));
            assert!(first.is_some_and(|cell| !cell.turned), "{scheme} {binding:?}");
        }
    }
}
