//! The press: what stands on sheets, read back; and files of any kind that somebody brings.

use keben::impose::{Kind, Marks, Options, Sheet, Side, Wanted, impose};
use keben::press::{self, File, Inks, PressError};
use keben::unit::{Length, Size};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// What somebody's page is like.
#[derive(Clone)]
struct Leaf {
    size: (f64, f64),
    extra: Dictionary,
    contents: usize,
}

impl Default for Leaf {
    fn default() -> Self {
        Self { size: (419.53, 595.28), extra: Dictionary::new(), contents: 1 }
    }
}

/// A PDF as other programs make them, with resources in the tree above the pages and an outline.
fn foreign(leaves: &[Leaf]) -> Document {
    let mut pdf = Document::new();
    let tree = pdf.new_object_id();
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let mut kids = Vec::new();
    for (nth, leaf) in leaves.iter().enumerate() {
        let part = |part: usize, of: usize| {
            let text = format!("BT /F1 72 Tf 100 200 Td ({}) Tj ET", nth + 1);
            let (from, to) = (text.len() * part / of, text.len() * (part + 1) / of);
            // Programs break contents between any two words.
            Stream::new(Dictionary::new(), if of == 1 { text } else { text[from..to].to_owned() }.into_bytes())
        };
        let contents: Vec<Object> = match leaf.contents {
            1 => vec![Object::Reference(pdf.add_object(part(0, 1)))],
            0 => Vec::new(),
            _ => ["BT /F1 72 Tf", &format!("100 200 Td ({}) Tj ET", nth + 1)]
                .iter()
                .map(|text| pdf.add_object(Stream::new(Dictionary::new(), text.as_bytes().to_vec())).into())
                .collect(),
        };
        let mut page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents };
        page.set("MediaBox", reals(&[0.0, 0.0, leaf.size.0, leaf.size.1]));
        page.extend(&leaf.extra);
        kids.push(Object::Reference(pdf.add_object(page)));
    }
    let count = kids.len() as i64;
    pdf.set_object(
        tree,
        dictionary! {
            "Type" => "Pages", "Kids" => kids, "Count" => count,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        },
    );
    let outline = pdf.add_object(dictionary! { "Type" => "Outlines" });
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "Outlines" => outline });
    pdf.trailer.set("Root", catalog);
    pdf
}

fn reals(numbers: &[f64]) -> Object {
    Object::Array(numbers.iter().map(|number| Object::Real(*number as f32)).collect())
}

fn bytes(mut pdf: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("it can be written");
    bytes
}

fn pages(count: usize) -> Vec<u8> {
    bytes(foreign(&vec![Leaf::default(); count]))
}

/// On sheets, as the options say.
fn on_sheets(pdf: &[u8], options: &Options) -> Result<(Vec<Sheet>, Document), PressError> {
    let file = File::read(pdf)?;
    let (trim, bleed) = file.trim(options.fit)?;
    let sheets = impose(file.pages(), trim, bleed, Side::Left, options)?;
    let faces = press::passes(&sheets, None).remove(0);
    let made = press::impose(file, None, &faces, Inks::Black, None)?.0;
    assert!(made.starts_with(b"%PDF-1.") && made.trim_ascii_end().ends_with(b"%%EOF"));
    Ok((sheets, Document::load_mem(&made).expect("it is read back")))
}

/// The forms of a face: the page each shows, and the way from its space to the sheet's.
fn forms(pdf: &Document, page: ObjectId) -> Vec<(String, [f64; 6])> {
    let content = Content::decode(&pdf.get_page_content(page)).expect("it is read");
    let resources = pdf.get_dictionary(page).and_then(|page| page.get(b"Resources")).expect("there are resources");
    let resources = pdf.dereference(resources).expect("they are there").1.as_dict().expect("they are a dictionary");
    let forms = resources.get(b"XObject").and_then(Object::as_dict).cloned().unwrap_or_default();
    let mut way = [0.0; 6];
    let mut found = Vec::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "cm" => {
                for (slot, number) in way.iter_mut().zip(&operation.operands) {
                    *slot = f64::from(number.as_float().expect("a number"));
                }
            }
            "Do" => {
                let name = operation.operands[0].as_name().expect("a name");
                let form = forms.get(name).and_then(Object::as_reference).expect("the form is there");
                let stream = pdf.get_object(form).and_then(Object::as_stream).expect("it is a stream");
                let text = String::from_utf8(stream.get_plain_content().expect("it unpacks")).expect("it is text");
                let (_, shown) = text.split_once('(').expect("it shows its number");
                let (shown, _) = shown.split_once(')').expect("it shows its number");
                assert!(stream.dict.has(b"Resources") && stream.dict.has(b"BBox"), "{:?}", stream.dict);
                found.push((shown.to_owned(), way));
            }
            _ => {}
        }
    }
    found
}

fn area(pdf: &Document, page: ObjectId, key: &[u8]) -> Vec<f64> {
    let page = pdf.get_dictionary(page).expect("it is a page");
    let numbers = page.get(key).and_then(Object::as_array).expect("there is such a box");
    numbers.iter().map(|number| f64::from(number.as_float().expect("a number"))).collect()
}

#[test]
fn each_page_stands_where_the_plan_says() {
    for (name, count) in [("folio", 13), ("quarto", 9), ("octavo-foot", 17), ("cut-2", 16), ("zine", 8), ("spreads", 5)]
    {
        let scheme: Kind = name.parse().expect("it is a scheme");
        let options = Options { scheme: Some(scheme), sheet: Wanted::Exact, ..Options::default() };
        let (sheets, pdf) = on_sheets(&pages(count), &options).expect("they fit");
        let ids: Vec<ObjectId> = pdf.page_iter().collect();
        let faces = press::passes(&sheets, None).remove(0);
        assert_eq!(ids.len(), faces.len(), "{name}");
        let mut seen = Vec::new();
        for (&id, (sheet, side)) in ids.iter().zip(faces) {
            let slots = if side == 0 { &sheet.front } else { &sheet.back };
            let wanted: Vec<_> = slots.iter().filter_map(|slot| Some((slot, slot.page?))).collect();
            let found = forms(&pdf, id);
            assert_eq!(found.len(), wanted.len(), "{name}");
            for ((shown, [a, _, _, d, x, y]), (slot, page)) in found.into_iter().zip(wanted) {
                assert_eq!(shown, (page + 1).to_string(), "{name}");
                let turn = if slot.turned { -1.0 } else { 1.0 };
                assert_eq!((a, d), (turn, turn), "{name}: page {shown} keeps its size");
                let low = sheet.size.height - slot.at.y - slot.size.height;
                let (left, low) = (slot.at.x.to_pt(), low.to_pt());
                let (left, low) = if slot.turned {
                    (left + slot.size.width.to_pt(), low + slot.size.height.to_pt())
                } else {
                    (left, low)
                };
                assert!(
                    (x - left).abs() < 0.01 && (y - low).abs() < 0.01,
                    "{name}, {shown}: {x} {y}, not {left} {low}"
                );
                seen.push(page);
            }
            let media = area(&pdf, id, b"MediaBox");
            assert!((media[2] - sheet.size.width.to_pt()).abs() < 0.01, "{media:?}");
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>(), "{name}: each page once");
        assert!(pdf.catalog().is_ok_and(|catalog| !catalog.has(b"Outlines")), "the outline's pages are gone");
    }
}

#[test]
fn boxes_lie_in_each_other() {
    let a4 = Leaf { size: (640.0, 880.0), ..Leaf::default() };
    let trim = dictionary! { "TrimBox" => reals(&[22.0, 19.0, 617.28, 860.89]) };
    let pdf = bytes(foreign(&vec![Leaf { extra: trim, ..a4 }; 8]));
    let options = Options { sheet: "SRA3".parse().expect("it is a sheet"), ..Options::default() };
    let (_, pdf) = on_sheets(&pdf, &options).expect("two A4 fit on SRA3");
    for id in pdf.page_iter() {
        let [media, bleed, trim] = [b"MediaBox" as &[u8], b"BleedBox", b"TrimBox"].map(|key| area(&pdf, id, key));
        assert!(
            (trim[2] - trim[0] - 2.0 * 595.28).abs() < 0.05 && (trim[3] - trim[1] - 841.89).abs() < 0.05,
            "{trim:?}"
        );
        for (outer, inner) in [(&media, &bleed), (&bleed, &trim)] {
            assert!(outer[0] <= inner[0] && outer[1] <= inner[1], "{outer:?} holds {inner:?}");
            assert!(outer[2] >= inner[2] && outer[3] >= inner[3], "{outer:?} holds {inner:?}");
        }
        // The page's origin is its media box's corner: its trim's corner comes to the place.
        let (_, [_, _, _, _, x, _]) = forms(&pdf, id).into_iter().next().expect("there is a page");
        assert!((x - (trim[0] - 22.0)).abs() < 0.05 || (x - (trim[0] + 595.28 - 22.0)).abs() < 0.05, "{x} {trim:?}");
    }
}

#[test]
fn turned_pages_stand_upright() {
    // What a page shows at its lower left corner when it stands upright comes to the place's lower left corner.
    for (rotate, corner) in [(0, (0.0, 0.0)), (90, (419.53, 0.0)), (180, (419.53, 595.28)), (270, (0.0, 595.28))] {
        let leaf = Leaf { extra: dictionary! { "Rotate" => rotate }, ..Leaf::default() };
        let options = Options { scheme: Some(Kind::Pages), ..Options::default() };
        let (sheets, pdf) = on_sheets(&bytes(foreign(&[leaf])), &options).expect("it fits");
        let wide = sheets[0].size.width > sheets[0].size.height;
        assert_eq!(wide, rotate % 180 == 90, "turned by {rotate}");
        let id = pdf.page_iter().next().expect("there is a page");
        let (_, [a, b, c, d, e, f]) = forms(&pdf, id).remove(0);
        let (x, y) = (a * corner.0 + c * corner.1 + e, b * corner.0 + d * corner.1 + f);
        assert!(x.abs() < 0.01 && y.abs() < 0.01, "turned by {rotate}: {x} {y}");
    }
}

#[test]
fn a_page_lends_its_content_and_shared_or_broken_ones_are_copied() {
    let mut pdf =
        foreign(&[Leaf::default(), Leaf { contents: 2, ..Leaf::default() }, Leaf { contents: 0, ..Leaf::default() }]);
    // The third page shows what the first one shows.
    let ids: Vec<ObjectId> = pdf.page_iter().collect();
    let shared = pdf.get_dictionary(ids[0]).and_then(|page| page.get(b"Contents")).cloned().expect("it has a content");
    pdf.get_dictionary_mut(ids[2]).expect("it is a page").set("Contents", shared);
    let options = Options { scheme: Some(Kind::Pages), ..Options::default() };
    let (_, pdf) = on_sheets(&bytes(pdf), &options).expect("they fit");
    let shown: Vec<String> = pdf.page_iter().flat_map(|id| forms(&pdf, id)).map(|(shown, _)| shown).collect();
    assert_eq!(shown, ["1", "2", "1"]);
    // Pages that are alike are one form, so that thousands cost as little as one.
    let forms = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let forms = forms.filter(|stream| matches!(stream.dict.get(b"Subtype"), Ok(Object::Name(kind)) if kind == b"Form"));
    assert_eq!(forms.count(), 2);
    // The same content on paper of another size is another one.
    let mut pdf = foreign(&[Leaf::default(), Leaf { size: (400.0, 500.0), ..Leaf::default() }]);
    let ids: Vec<ObjectId> = pdf.page_iter().collect();
    let shared = pdf.get_dictionary(ids[0]).and_then(|page| page.get(b"Contents")).cloned().expect("it has a content");
    pdf.get_dictionary_mut(ids[1]).expect("it is a page").set("Contents", shared);
    let options = Options { fit: true, sheet: "A4".parse().expect("it is a sheet"), ..options };
    let (_, pdf) = on_sheets(&bytes(pdf), &options).expect("they fit");
    let corners: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| Some(format!("{:?}", object.as_stream().ok()?.dict.get(b"BBox").ok()?)))
        .collect();
    assert!(corners.len() == 2 && corners[0] != corners[1], "{corners:?}");
}

#[test]
fn pages_that_are_too_large_can_be_made_to_fit() {
    let a4 = vec![Leaf { size: (595.28, 841.89), ..Leaf::default() }; 4];
    let options = |fit| Options { sheet: "A4".parse().expect("it is a sheet"), fit, ..Options::default() };
    let error = on_sheets(&bytes(foreign(&a4)), &options(false)).expect_err("two A4 do not fit on A4");
    assert!(error.to_string().contains("420 × 297 mm") && error.to_string().contains("`fit`"), "{error}");
    let (_, pdf) = on_sheets(&bytes(foreign(&a4)), &options(true)).expect("made smaller, they do");
    let id = pdf.page_iter().next().expect("there is a page");
    for (_, [a, _, _, d, ..]) in forms(&pdf, id) {
        assert!((a - std::f64::consts::FRAC_1_SQRT_2).abs() < 0.001 && a == d, "{a} {d}");
    }
    let mixed = [Leaf::default(), Leaf::default(), Leaf { size: (300.0, 400.0), ..Leaf::default() }];
    let error = on_sheets(&bytes(foreign(&mixed)), &options(false)).expect_err("they differ");
    assert!(error.to_string().contains("page 3 is 106 × 141 mm"), "{error}");
    assert!(error.remedy().is_some_and(|remedy| remedy.contains("--fit")));
    assert!(on_sheets(&bytes(foreign(&mixed)), &options(true)).is_ok());
}

#[test]
fn marks_stand_outside_the_bleed() {
    let options = Options { marks: Some(Marks::ALL), section: 1.try_into().ok(), ..Options::default() };
    let options = Options { sheet: "SRA3".parse().expect("it is a sheet"), ..options };
    let (sheets, pdf) = on_sheets(&pages(16), &options).expect("they fit");
    let content = |nth: usize| {
        let id = pdf.page_iter().nth(nth).expect("there is a page");
        String::from_utf8(pdf.get_page_content(id)).expect("it is text")
    };
    let (front, back) = (content(0), content(1));
    // Crop marks: two at each of the four trim edges; folds: two in the middle.
    let dashes = |content: &str| content.matches("[2 2] 0 d").count();
    assert_eq!((dashes(&front), dashes(&back)), (2, 2));
    assert!(front.matches("l S").count() >= 10, "{front}");
    // Steps stand on the outside of the four sections, each lower than the one before.
    let steps: Vec<Length> = sheets
        .iter()
        .flat_map(|sheet| &sheet.marks[0])
        .filter_map(|mark| match mark {
            keben::impose::Mark::Step(area) => Some(area.at.y),
            _ => None,
        })
        .collect();
    assert_eq!(steps.len(), 4);
    assert!(steps.is_sorted_by(|one, next| one < next), "{steps:?}");
    assert!(sheets.iter().all(|sheet| !sheet.marks[1].iter().any(|mark| matches!(mark, keben::impose::Mark::Step(_)))));
    let narrow = Options { sheet: "A4".parse().expect("it is a sheet"), ..options };
    let error = on_sheets(&pages(16), &narrow).expect_err("two A5 leave no room for marks on A4");
    assert!(error.to_string().contains("do not fit on A4"), "{error}");
}

#[test]
fn files_that_are_none_are_refused() {
    let whole = pages(4);
    let read = |bytes: &[u8]| File::read(bytes).map(|file| file.pages());
    assert_eq!(read(&whole), Ok(4));
    for broken in [&b""[..], b"hello", &whole[..whole.len() / 2], &whole[..whole.len() - 40], &whole[20..]] {
        assert!(matches!(read(broken), Err(PressError::Damaged(_) | PressError::Empty)), "{:?}", read(broken));
    }
    assert_eq!(read(&bytes(foreign(&[]))), Err(PressError::Empty));
    let flat = Leaf { size: (0.0, 0.0), ..Leaf::default() };
    assert!(matches!(read(&bytes(foreign(&[flat]))), Err(PressError::Damaged(_))));
    let huge = Leaf { size: (1e9, 1e9), ..Leaf::default() };
    assert!(matches!(read(&bytes(foreign(&[huge]))), Err(PressError::Damaged(_))));
    // A content that unpacks to 200 MB.
    let mut bomb = foreign(&[Leaf { contents: 2, ..Leaf::default() }]);
    let id = bomb.get_page_contents(bomb.page_iter().next().expect("there is a page"))[0];
    let mut stream = Stream::new(Dictionary::new(), vec![b' '; 200 << 20]);
    stream.compress().expect("it packs");
    bomb.set_object(id, stream);
    let options = Options { scheme: Some(Kind::Pages), ..Options::default() };
    assert_eq!(on_sheets(&bytes(bomb), &options).err(), Some(PressError::Bomb));
}

#[test]
fn annotations_are_counted_and_links_are_none() {
    let note = |kind: &str| Object::Dictionary(dictionary! { "Type" => "Annot", "Subtype" => kind });
    let extra = dictionary! { "Annots" => vec![note("Link"), note("Widget"), note("Stamp")] };
    let file = File::read(&bytes(foreign(&[Leaf::default(), Leaf { extra, ..Leaf::default() }]))).expect("it is whole");
    assert_eq!((file.annotations(), file.binding()), ((1, 2), Side::Left));
    let mut leftwards = file.clone();
    leftwards.read_leftwards();
    assert_eq!(leftwards.binding(), Side::Right);
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let file = File::read(&pages(9)).expect("it is whole");
    let a5 = Size::new(Length::mm(148.0), Length::mm(210.0));
    let sheets = impose(9, a5, Length::ZERO, Side::Right, &Options::default()).expect("they fit");
    let faces = press::passes(&sheets, None).remove(0);
    let made = || press::impose(file.clone(), None, &faces, Inks::Grey, None).expect("it can be written");
    assert_eq!(made(), made());
}
