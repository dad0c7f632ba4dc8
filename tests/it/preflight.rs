//! Preflight: for each rule a page that breaks it, a page that breaks none, and files that mean harm.

use keben::diag::{Severity, Span, is_code};
use keben::press::preflight::{Fault, Limits, preflight};
use keben::unit::Length;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A dictionary with some entries set anew.
fn merged(mut dictionary: Dictionary, more: &Dictionary) -> Dictionary {
    more.iter().for_each(|(key, value)| dictionary.set(key.clone(), value.clone()));
    dictionary
}

/// A PDF of one kind of page: 400 × 600 pt trimmed, 10 pt of bleed around it, two fonts.
struct Draft {
    document: Document,
    resources: Dictionary,
    page: Dictionary,
}

impl Draft {
    fn new() -> Self {
        let mut document = Document::with_version("1.6");
        let file = document.add_object(Stream::new(dictionary! {}, b"a font".to_vec()));
        let descriptor = document.add_object(dictionary! { "Type" => "FontDescriptor", "FontFile2" => file });
        let letters = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "ABCDEF+Letters", "FontDescriptor" => descriptor,
            "FirstChar" => 32, "Widths" => vec![500.into(); 90],
        });
        let cid = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Han", "FontDescriptor" => descriptor,
            "W" => vec![7.into(), vec![500.into()].into(), 8.into(), 9.into(), 250.into()],
        });
        let han = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Han", "Encoding" => "Identity-H",
            "DescendantFonts" => vec![cid.into()],
        });
        let corners = |[x0, y0, x1, y1]: [i64; 4]| Object::Array([x0, y0, x1, y1].map(Object::from).into());
        Self {
            document,
            resources: dictionary! { "Font" => dictionary! { "L" => letters, "H" => han } },
            page: dictionary! {
                "Type" => "Page", "MediaBox" => corners([0, 0, 420, 620]), "BleedBox" => corners([0, 0, 420, 620]),
                "TrimBox" => corners([10, 10, 410, 610]),
            },
        }
    }

    /// Puts `object` among the resources.
    fn with(mut self, kind: &str, name: &str, object: impl Into<Object>) -> Self {
        let id = self.document.add_object(object);
        let mut group = self.resources.get(kind.as_bytes()).and_then(Object::as_dict).cloned().unwrap_or_default();
        group.set(name, id);
        self.resources.set(kind, group);
        self
    }

    fn image(self, width: i64, height: i64, more: Dictionary, data: Vec<u8>) -> Self {
        let about = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray",
        };
        self.with("XObject", "I", Stream::new(merged(about, &more), data))
    }

    fn form(self, name: &str, content: &str) -> Self {
        let about = dictionary! { "Subtype" => "Form", "BBox" => [0, 0, 420, 620].map(Object::from).to_vec() };
        self.with("XObject", name, Stream::new(about, content.as_bytes().to_vec()))
    }

    /// Sets an entry of the page.
    fn set(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.page.set(key, value);
        self
    }

    /// The PDF of pages with these contents.
    fn pages(mut self, contents: &[&str]) -> Document {
        let node = self.document.new_object_id();
        let resources = self.document.add_object(self.resources);
        let page = |content: &&str| -> Object {
            let content = self.document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
            let mut page = self.page.clone();
            page.set("Contents", content);
            page.set("Parent", node);
            if !page.has(b"Resources") {
                page.set("Resources", resources);
            }
            self.document.add_object(page).into()
        };
        let kids: Vec<Object> = contents.iter().map(page).collect();
        let count = kids.len() as i64;
        self.document.set_object(node, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
        let catalog = self.document.add_object(dictionary! { "Type" => "Catalog", "Pages" => node });
        self.document.trailer.set("Root", catalog);
        self.document
    }

    fn page(self, content: &str) -> Document {
        self.pages(&[content])
    }
}

/// The limits, of a job of single pages.
fn limits() -> Limits {
    Limits { pages: 1, ..Limits::default() }
}

fn faults(document: &Document) -> Vec<Fault> {
    let faults = preflight(document, &limits());
    for fault in &faults {
        assert!(is_code(fault.code), "{fault:?}");
        assert!(!fault.remedy.is_empty() && !fault.what.ends_with('.'), "{fault:?}");
        assert!(fault.page.is_none_or(|page| fault.pages.contains(&page)), "{fault:?}");
    }
    faults
}

fn codes(document: &Document) -> Vec<&'static str> {
    faults(document).into_iter().map(|fault| fault.code).collect()
}

/// The one finding there is.
#[track_caller]
fn only(document: &Document, code: &str, severity: Severity) -> Fault {
    let mut faults = faults(document);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!((faults[0].code, faults[0].severity), (code, severity));
    faults.remove(0)
}

/// What is to the left and above a finding, and its extent, in whole points.
fn place(fault: &Fault) -> [i64; 4] {
    let area = fault.area.expect("it has a place");
    [area.at.x, area.at.y, area.size.width, area.size.height].map(|length| length.to_pt().round() as i64)
}

#[test]
fn a_good_page_has_no_finding() {
    let clean = "0.1 0 0.2 0 k 0 0 420 620 re f 0 0 0 1 k 0 0 0 1 K 0.5 w 100 100 m 200 100 l S \
                 BT /L 10 Tf 110 310 Td (letters) Tj /H 10 Tf [<00010002> -200 <0003>] TJ ET \
                 q 72 0 0 72 100 400 cm /I Do Q 0 0 0 0 k 300 300 20 20 re f \
                 0 g 0 G 0.25 w 0 10 m 0 620 l 2 w S";
    let draft = || Draft::new().image(300, 300, dictionary! {}, vec![0; 90_000]);
    assert_eq!(faults(&draft().page(clean)), []);
    assert_eq!(faults(&draft().pages(&[clean; 3])), []);
    assert_eq!(faults(&draft().set("Rotate", 90).page(clean)), []);
    assert_eq!(faults(&Draft::new().page("")), []);
}

#[test]
fn boxes_lie_in_each_other() {
    let corners = |corners: [i64; 4]| corners.map(Object::from).to_vec();
    for (key, corner, found, severity) in [
        ("TrimBox", [-10, 10, 410, 610], "the trimmed page reaches out of its bleed", Severity::Error),
        ("BleedBox", [0, 0, 430, 620], "the bleed reaches out of the sheet", Severity::Error),
    ] {
        let fault = only(&Draft::new().set(key, corners(corner)).page(""), "print-box", severity);
        assert_eq!(fault.what, found);
    }
    let fault = only(&Draft::new().set("TrimBox", Object::Null).page(""), "print-box", Severity::Warning);
    assert!(fault.message().ends_with("(TrimBox), on page 1"), "{}", fault.message());
    let fault = only(&Draft::new().set("MediaBox", Object::Null).page(""), "print-damage", Severity::Error);
    assert!(fault.what.contains("no size"), "{fault:?}");
}

#[test]
fn pages_have_one_size() {
    let mut document = Draft::new().pages(&[""; 3]);
    let second = document.get_pages()[&2];
    let page = document.get_object_mut(second).and_then(Object::as_dict_mut).expect("there is a page");
    page.set("TrimBox", [10, 10, 410, 510].map(Object::from).to_vec());
    let fault = only(&document, "print-box", Severity::Warning);
    assert_eq!(fault.message(), "a page of 141.1 × 176.4 mm, where the first has 141.1 × 211.7 mm, on page 2");
}

#[test]
fn what_comes_to_the_trim_runs_over_it() {
    let picture = || Draft::new().image(2000, 2000, dictionary! {}, vec![0; 4_000_000]);
    for (content, edges) in [
        ("q 400 0 0 300 10 310 cm /I Do Q", Some("left, head, right")),
        ("q 420 0 0 310 0 310 cm /I Do Q", None),
        ("q 300 0 0 310 50 300 cm /I Do Q", Some("head")),
        ("0 0 0 0.5 k 5 300 50 50 re f", Some("left")),
        ("0 0 0 0.5 k 0 300 50 50 re f", None),
        ("0 0 0 0.5 k 20 300 50 50 re f", None),
        ("0 0 0 0 k 10 300 50 50 re f", None),
        // What is clipped at the trim ends there; what lies beside the page is a mark.
        ("q 10 10 400 600 re W n 0 0 0 0.5 k 0 300 50 50 re f Q", Some("left")),
        ("0 0 0 1 k 0 300 10 50 re f", None),
    ] {
        let found = faults(&picture().page(content));
        match edges {
            None => assert_eq!(found, [], "{content}"),
            Some(edges) => {
                assert_eq!(found.len(), 1, "{content}: {found:?}");
                assert!(found[0].what.ends_with(&format!("({edges})")), "{content}: {}", found[0].what);
                assert_eq!(found[0].code, "print-bleed");
            }
        }
    }
    let without = Limits { bleed: Length::ZERO, ..limits() };
    assert_eq!(preflight(&picture().page("q 400 0 0 300 10 310 cm /I Do Q"), &without), []);
}

#[test]
fn fonts_are_in_the_file() {
    let bare = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Times-Roman" };
    let text = "BT /T 10 Tf 110 300 Td (text) Tj ET";
    let fault = only(&Draft::new().with("Font", "T", bare.clone()).page(text), "print-font", Severity::Error);
    assert_eq!(fault.what, "the font `Times-Roman` is not in the file");
    let composite = dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![dictionary! { "Subtype" => "CIDFontType2" }.into()],
    };
    only(&Draft::new().with("Font", "T", composite).page(text), "print-font", Severity::Error);
    let numbers = |numbers: &[f32]| numbers.iter().map(|&n| Object::Real(n)).collect::<Vec<_>>();
    let drawn = dictionary! {
        "Subtype" => "Type3", "FontMatrix" => numbers(&[0.1, 0.0, 0.0, 0.1, 0.0, 0.0]),
        "FontBBox" => numbers(&[0.0, -2.0, 10.0, 8.0]), "FirstChar" => 0, "Widths" => numbers(&[5.0; 256]),
    };
    assert_eq!(faults(&Draft::new().with("Font", "T", drawn.clone()).page(text)), []);
    let fault = only(
        &Draft::new().with("Font", "T", drawn).page(&text.replace("T 10", "T 4")),
        "print-text-size",
        Severity::Warning,
    );
    assert_eq!(place(&fault), [100, 306, 8, 4]);
    // Text that is only there to be found need not be: nothing of it is printed.
    assert_eq!(faults(&Draft::new().with("Font", "T", bare).page(&format!("3 Tr {text}"))), []);
}

#[test]
fn characters_have_glyphs() {
    let fault = only(&Draft::new().page("BT /H 10 Tf 110 300 Td <000100000002> Tj ET"), "print-glyph", Severity::Error);
    assert!(fault.what.contains("`Han`"), "{fault:?}");
    assert_eq!(place(&fault), [100, 301, 30, 10], "widths of 1000 where none is said");
}

#[test]
fn pictures_have_pixels_enough() {
    let draft = |more| Draft::new().image(100, 100, more, vec![0; 10_000]);
    // 100 pixels on an inch, on two fifths of one, on a third of one; the narrower way counts.
    for (shown, severity, ppi) in [
        ("72 0 0 72", Some(Severity::Warning), "100"),
        ("28.8 0 0 28.8", Some(Severity::Note), "250"),
        ("24 0 0 24", None, ""),
        ("24 0 0 72", Some(Severity::Warning), "100"),
        ("0 72 -72 0", Some(Severity::Warning), "100"),
    ] {
        let document = draft(dictionary! {}).page(&format!("q {shown} 200 300 cm /I Do Q"));
        let Some(severity) = severity else {
            assert_eq!(faults(&document), []);
            continue;
        };
        let fault = only(&document, "print-resolution", severity);
        assert!(fault.what.contains(&format!("100 × 100 pixels has {ppi} pixels an inch")), "{}", fault.what);
    }
    let fault =
        only(&draft(dictionary! {}).page("q 72 0 0 144 100 300 cm /I Do Q"), "print-resolution", Severity::Warning);
    assert_eq!(place(&fault), [90, 166, 72, 144]);
    assert!(fault.message().ends_with("on page 1, 32 mm from the left and 59 mm from the head"), "{}", fault.message());
    let line_art = dictionary! { "BitsPerComponent" => 1 };
    let fault =
        only(&draft(line_art).page("q 14.4 0 0 14.4 100 300 cm /I Do Q"), "print-resolution", Severity::Warning);
    assert!(fault.what.starts_with("a drawing in black and white"), "{}", fault.what);
    // A single pixel spread over an area is a colour.
    let dot = Draft::new().image(1, 1, dictionary! {}, vec![0]).page("q 72 0 0 72 100 300 cm /I Do Q");
    assert_eq!(faults(&dot), []);
    // In the line of the content, and in a form that is turned and made larger.
    let inline = "q 72 0 0 72 100 300 cm BI /W 4 /H 4 /BPC 8 /CS /G ID 0123456789abcdef\nEI Q";
    only(&Draft::new().page(inline), "print-resolution", Severity::Warning);
    let form = draft(dictionary! {}).form("F", "q 12 0 0 12 50 50 cm /I Do Q").page("q 0 4 -4 0 400 100 cm /F Do Q");
    let fault = only(&form, "print-resolution", Severity::Warning);
    assert_eq!(place(&fault), [142, 262, 48, 48]);
}

#[test]
fn ink_dries() {
    let fault = only(&Draft::new().page("0.9 0.8 0.8 0.9 k 100 100 50 50 re f"), "print-ink", Severity::Error);
    assert_eq!(fault.what, "an area with 340 % of ink, above 300 %");
    assert_eq!(faults(&Draft::new().page("0.7 0.7 0.6 1 k 100 100 50 50 re f")), []);
    let all = vec!["Separation".into(), "All".into(), "DeviceCMYK".into(), Object::Null];
    let marked = |content: &str| Draft::new().with("ColorSpace", "R", all.clone()).page(content);
    let fault = only(&marked("/R CS 1 SCN 100 100 m 200 200 l S"), "print-ink", Severity::Error);
    assert_eq!(fault.what, "a line in registration colour");
    assert_eq!(faults(&marked("/R CS 1 SCN 0.25 w 5 0 m 5 8 l S")), [], "marks lie beside the page");
    let cmyk = |data: Vec<u8>, more: Dictionary| {
        let about = merged(dictionary! { "ColorSpace" => "DeviceCMYK" }, &more);
        Draft::new().image(100, 100, about, data).page("q 24 0 0 24 100 300 cm /I Do Q")
    };
    let fault = only(&cmyk(vec![230; 40_000], dictionary! {}), "print-ink", Severity::Error);
    assert_eq!(fault.what, "a picture with 360 % of ink, above 300 %");
    assert_eq!(faults(&cmyk(vec![150; 40_000], dictionary! {})), []);
    let inverted = dictionary! { "Decode" => [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec() };
    only(&cmyk(vec![20; 40_000], inverted), "print-ink", Severity::Error);
    // A few heavy pixels dry.
    let mut data = vec![100; 40_000];
    data[..160].fill(255);
    assert_eq!(faults(&cmyk(data, dictionary! {})), []);
    only(&cmyk(vec![0; 100], dictionary! { "Filter" => "DCTDecode" }), "print-ink", Severity::Note);
    let table = dictionary! {
        "ColorSpace" => vec!["Indexed".into(), "DeviceCMYK".into(), 1.into(), Object::string_literal(vec![255; 8])],
    };
    only(&cmyk(vec![0; 10_000], table), "print-ink", Severity::Error);
}

#[test]
fn lines_are_thick_enough() {
    for (content, found) in [
        ("0.1 w 100 100 m 200 100 l S", Some("a line of 0.10 pt, below 0.25 pt")),
        ("0.25 w 100 100 m 200 100 l S", None),
        ("0 w 100 100 m 200 100 l S", Some("a line without width")),
        // What counts is the width on paper.
        ("q 0.1 0 0 0.1 0 0 cm 1 w 1000 1000 m 2000 1000 l S Q", Some("a line of 0.10 pt, below 0.25 pt")),
        ("q 10 0 0 10 0 0 cm 0.1 w 10 10 m 20 10 l S Q", None),
        ("100 100 200 0.1 re f", Some("a line of 0.10 pt, below 0.25 pt")),
        ("100 100 m 100.2 100 l 100.2 200 l 100 200 l h f", Some("a line of 0.20 pt, below 0.25 pt")),
        ("100 100 0.1 0.1 re f", None),
        ("100 100 200 0.1 re W n", None),
        ("0 0 0 0 K 0.1 w 100 100 m 200 100 l S", None),
        ("0.1 w BT 1 Tr /L 10 Tf 110 300 Td (text) Tj ET", Some("a line of 0.10 pt, below 0.25 pt")),
        ("0.1 w BT 2 Tr /L 10 Tf 110 300 Td (text) Tj ET", None),
    ] {
        let found_now: Vec<String> = faults(&Draft::new().page(content)).into_iter().map(|fault| fault.what).collect();
        assert_eq!(found_now, found.into_iter().collect::<Vec<_>>(), "{content}");
    }
    let thin = dictionary! { "LW" => Object::Real(0.1) };
    let state = Draft::new().with("ExtGState", "G", thin).page("/G gs 100 100 m 200 100 l S");
    only(&state, "print-hairline", Severity::Warning);
}

#[test]
fn text_is_large_enough() {
    for (content, found) in [
        ("/L 5 Tf 110 300 Td (text) Tj", Some("text of 5 pt, below 6 pt")),
        ("/L 6 Tf 110 300 Td (text) Tj", None),
        ("/L 1 Tf 5 0 0 5 110 300 Tm (text) Tj", Some("text of 5 pt, below 6 pt")),
        ("/L 1 Tf 0 10 -10 0 110 300 Tm (text) Tj", None),
        ("/L 5 Tf 110 300 Td (   ) Tj", None),
        ("/L 5 Tf 7 Tr 110 300 Td (text) Tj", None),
        ("/L 5 Tf 110 300 Td 10 TL (text) '", Some("text of 5 pt, below 6 pt")),
        ("/L 5 Tf 110 300 Td 10 TL 1 1 (text) \"", Some("text of 5 pt, below 6 pt")),
    ] {
        let found_now = faults(&Draft::new().page(&format!("BT {content} ET")));
        let found_now: Vec<String> = found_now.into_iter().map(|fault| fault.what).collect();
        assert_eq!(found_now, found.into_iter().collect::<Vec<_>>(), "{content}");
    }
}

#[test]
fn text_is_found_where_it_stands() {
    // Ten characters of half their size: 25 pt at 5 pt, 20 more with two spaces between letters, half that when narrowed.
    for (content, place_wanted) in [
        ("110 300 Td (0123456789) Tj", [100, 306, 25, 5]),
        ("110 300 Td (0123456789) Tj (0123456789) Tj", [100, 306, 25, 5]),
        ("2 Tc 110 300 Td (0123456789) Tj", [100, 306, 43, 5]),
        ("50 Tz 110 300 Td (0123456789) Tj", [100, 306, 13, 5]),
        ("10 Ts 110 300 Td (0123456789) Tj", [100, 296, 25, 5]),
        ("110 300 Td [(01) -1000 (23)] TJ", [100, 306, 15, 5]),
        ("110 300 Td 12 TL T* (0123456789) Tj", [100, 318, 25, 5]),
        ("110 300 TD 5 -20 TD (0123456789) Tj", [105, 326, 25, 5]),
        ("/H 5 Tf 110 300 Td <00070008000a> Tj", [100, 306, 9, 5]),
    ] {
        let document = Draft::new().page(&format!("BT /L 5 Tf {content} ET"));
        assert_eq!(place(&only(&document, "print-text-size", Severity::Warning)), place_wanted, "{content}");
    }
}

#[test]
fn small_type_is_of_one_ink() {
    for (content, found) in [
        ("0.6 0.5 0.5 1 k BT /L 9 Tf 110 300 Td (text) Tj ET", Some("text of 9 pt in 4 inks")),
        ("0.6 0.5 0.5 1 k BT /L 24 Tf 110 300 Td (text) Tj ET", None),
        ("0 0 0 1 k BT /L 9 Tf 110 300 Td (text) Tj ET", None),
        ("0 0.8 0.8 0 k BT /L 9 Tf 110 300 Td (text) Tj ET", None),
        ("0.6 0.5 0.5 0 K 0.5 w 100 100 m 200 100 l S", Some("a line of 0.50 pt in 3 inks")),
        ("0.6 0.5 0.5 0 K 2 w 100 100 m 200 100 l S", None),
    ] {
        let found_now = faults(&Draft::new().page(content));
        assert!(found_now.iter().all(|fault| fault.code == "print-rich-black"), "{found_now:?}");
        let found_now: Vec<String> = found_now.into_iter().map(|fault| fault.what).collect();
        assert_eq!(found_now, found.into_iter().collect::<Vec<_>>(), "{content}");
    }
}

#[test]
fn white_is_not_lost_in_overprint() {
    let gs = |mode: i64| dictionary! { "OP" => true, "OPM" => mode };
    let spot = vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null];
    for (mode, colour, severity) in [
        (1, "0 0 0 0 k", Some(Severity::Error)),
        (1, "1 g", Some(Severity::Warning)),
        (1, "0 0 0 1 k", None),
        (1, "0.2 0 0 0 k", None),
        (0, "0 0 0 0 k", None),
        (0, "0 0 0 1 k", Some(Severity::Note)),
        (0, "/S cs 0 scn", Some(Severity::Error)),
        (0, "0 g", None),
    ] {
        let draft = Draft::new().with("ExtGState", "G", gs(mode)).with("ColorSpace", "S", spot.clone());
        let document = draft.page(&format!("/G gs {colour} 100 100 50 50 re f"));
        match severity {
            Some(severity) => assert_eq!(only(&document, "print-overprint", severity).page, Some(0), "{colour}"),
            None => assert_eq!(faults(&document), [], "{colour}"),
        }
    }
    // Off again, and for lines only.
    let off = Draft::new().with("ExtGState", "G", gs(1)).with("ExtGState", "N", dictionary! { "op" => false });
    assert_eq!(faults(&off.page("/G gs /N gs 0 0 0 0 k 100 100 50 50 re f")), []);
}

#[test]
fn text_keeps_clear_of_the_trim() {
    let text = |x: i64, y: i64| format!("BT /L 10 Tf {x} {y} Td (text) Tj ET");
    for (x, y, found) in [
        (20, 300, Some("text 3.5 mm from the spine, nearer than 6 mm")),
        (28, 300, None),
        (377, 300, Some("text 4.6 mm from the fore edge, nearer than 5 mm")),
        (375, 300, None),
        (100, 15, Some("text 1.3 mm from the foot, nearer than 5 mm")),
        (100, 595, Some("text 2.2 mm from the head, nearer than 5 mm")),
        (400, 300, Some("text is cut off at the fore edge")),
        // Beside the page it is a slug.
        (100, 612, None),
    ] {
        let found_now: Vec<String> =
            faults(&Draft::new().page(&text(x, y))).into_iter().map(|fault| fault.what).collect();
        assert_eq!(found_now, found.into_iter().collect::<Vec<_>>(), "{x} {y}");
    }
    // The spine changes sides from page to page, and with the binding.
    let inner = text(26, 300);
    let mut document = Draft::new().pages(&["", &inner]);
    assert_eq!(faults(&document), []);
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).expect("there is a catalog");
    let catalog = document.get_object_mut(root).and_then(Object::as_dict_mut).expect("it is a dictionary");
    catalog.set("ViewerPreferences", dictionary! { "Direction" => "R2L" });
    assert_eq!(only(&document, "print-safe-zone", Severity::Warning).page, Some(1));
    // On a page that lies on its side, the head is where readers see it.
    let turned = Draft::new().set("Rotate", 90).page(&text(15, 300));
    assert!(only(&turned, "print-safe-zone", Severity::Warning).what.contains("head"));
}

#[test]
fn colours_are_those_of_the_press() {
    let profile = |draft: &mut Draft, n: i64| -> Object {
        let profile = draft.document.add_object(Stream::new(dictionary! { "N" => n }, Vec::new()));
        vec!["ICCBased".into(), profile.into()].into()
    };
    let mut draft = Draft::new();
    let (rgb, cmyk) = (profile(&mut draft, 3), profile(&mut draft, 4));
    let gold = vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null];
    let black = vec!["DeviceN".into(), vec!["Black".into()].into(), "DeviceCMYK".into(), Object::Null];
    let about = dictionary! { "ColorSpace" => rgb.clone() };
    let draft = draft.image(1000, 1000, about, vec![0; 3_000_000]);
    let draft = draft.with("ColorSpace", "R", rgb).with("ColorSpace", "C", cmyk);
    let draft = draft.with("ColorSpace", "G", gold).with("ColorSpace", "B", black);
    let square = "100 100 50 50 re f";
    let content = [
        "0 0 0 rg BT /L 10 Tf 110 300 Td (text) Tj ET".to_owned(),
        format!("1 1 1 rg {square} 0.5 g {square} 0 0 1 0 k {square} /C cs 0 0 1 0 sc {square} /B cs 1 scn {square}"),
        format!("/G cs 1 scn {square}"),
        "/R CS 1 0 0 SCN 100 100 m 200 200 l S".to_owned(),
        "q 72 0 0 72 100 300 cm /I Do Q".to_owned(),
    ];
    let contents: Vec<&str> = content.iter().map(String::as_str).collect();
    let document = draft.pages(&contents);
    let found: Vec<_> = faults(&document).into_iter().map(|f| (f.page, f.severity, f.what)).collect();
    assert_eq!(
        found,
        [
            (Some(0), Severity::Warning, "text in RGB".to_owned()),
            (Some(2), Severity::Warning, "an area in the spot colour `Gold`".to_owned()),
            (Some(3), Severity::Warning, "a line in RGB".to_owned()),
            (Some(4), Severity::Note, "a picture in RGB".to_owned()),
        ]
    );
    assert_eq!(preflight(&document, &Limits { process: false, ..limits() }), []);
    let shading = dictionary! { "ShadingType" => 2, "ColorSpace" => "DeviceRGB" };
    let fault = only(
        &Draft::new().with("Shading", "S", shading).page("q 100 100 50 50 re W n /S sh Q"),
        "print-colour",
        Severity::Warning,
    );
    assert_eq!((fault.what.as_str(), place(&fault)), ("a gradient in RGB", [90, 460, 50, 50]));
}

#[test]
fn transparency_is_told() {
    for state in [
        dictionary! { "ca" => Object::Real(0.5) },
        dictionary! { "BM" => "Multiply" },
        dictionary! { "BM" => vec!["Multiply".into()] },
        dictionary! { "SMask" => dictionary! { "S" => "Luminosity" } },
    ] {
        let document = Draft::new().with("ExtGState", "G", state).page("/G gs 100 100 50 50 re f");
        only(&document, "print-transparency", Severity::Note);
    }
    let plain = dictionary! { "ca" => 1, "BM" => "Normal", "SMask" => "None" };
    assert_eq!(faults(&Draft::new().with("ExtGState", "G", plain).page("/G gs 100 100 50 50 re f")), []);
}

#[test]
fn pages_fill_sheets() {
    let found = preflight(&Draft::new().pages(&[""; 6]), &Limits::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].page), ("print-page-count", None));
    assert_eq!(found[0].message(), "the count of pages, 6, is no multiple of 4: 2 blank to come");
    assert_eq!(preflight(&Draft::new().pages(&[""; 8]), &Limits::default()), []);
    assert_eq!(codes(&Draft::new().pages(&[])), ["print-damage"]);
    assert_eq!(codes(&Document::new()), ["print-damage"]);
}

#[test]
fn what_is_for_screens_is_told() {
    let laid = |kind: &str| {
        let rect = [110, 410, 210, 510].map(Object::from).to_vec();
        let annotation = dictionary! { "Subtype" => kind, "Rect" => rect };
        Draft::new().set("Annots", vec![annotation.into()]).page("")
    };
    let fault = only(&laid("FreeText"), "print-annotation", Severity::Warning);
    assert_eq!(place(&fault), [100, 100, 100, 100]);
    assert_eq!(faults(&laid("Link")), []);
    let mut document = Draft::new().page("");
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).expect("there is a catalog");
    let catalog = document.get_object_mut(root).and_then(Object::as_dict_mut).expect("it is a dictionary");
    catalog.set("OpenAction", dictionary! { "S" => "JavaScript" });
    catalog.set("AcroForm", dictionary! { "Fields" => vec![Object::Null] });
    assert_eq!(codes(&document), ["print-annotation", "print-annotation"]);
}

#[test]
fn a_locked_file_is_told_at_once() {
    let mut document = Draft::new().page("BT /X 1 Tf (a) Tj ET");
    let lock = document.add_object(dictionary! { "Filter" => "Standard" });
    document.trailer.set("Encrypt", lock);
    only(&document, "print-encrypted", Severity::Error);
}

#[test]
fn many_alike_are_one_finding() {
    let small = "BT /L 5.5 Tf 110 300 Td (text) Tj ET BT /L 5.8 Tf 110 300 Td (text) Tj ET";
    let smaller = "BT /L 5.2 Tf 210 100 Td (text) Tj ET";
    let mut contents = vec![small; 1000];
    contents[7] = smaller;
    let fault = only(&Draft::new().pages(&contents), "print-text-size", Severity::Warning);
    assert_eq!((fault.page, fault.pages.len()), (Some(7), 1000));
    let told = "text of 5.2 pt, below 6 pt, on page 8, 71 mm from the left and 178 mm from the head; \
                also on pages 1, 2, 3, 4, 5 and 994 more";
    assert_eq!(fault.message(), told);
    let said = fault.diagnostic(&Span::file("a.pdf"));
    assert_eq!((said.page.as_deref(), said.code), (Some("8"), "print-text-size"));
    assert_eq!(said.help, Some(fault.remedy));
    // Pictures are told one by one, as long as they are few.
    let image = |n: i64| {
        let about = dictionary! { "Subtype" => "Image", "Width" => 10 + n, "Height" => 10, "BitsPerComponent" => 8 };
        Stream::new(about, vec![0; 100])
    };
    let shown = |n: i64| {
        let draft = (0..n).fold(Draft::new(), |draft, i| draft.with("XObject", &format!("I{i}"), image(i)));
        let content: String = (0..n).map(|i| format!("q 72 0 0 72 100 300 cm /I{i} Do Q ")).collect();
        codes(&draft.page(&content)).len()
    };
    assert_eq!((shown(3), shown(8), shown(40)), (3, 8, 9));
}

#[test]
fn what_is_missing_or_broken_is_told() {
    for content in ["/X Do", "BT /X 10 Tf ET", "/X gs", "/X sh", "q 1 0 0 1 (", "[1 2", "1 0 0 << rg"] {
        assert_eq!(codes(&Draft::new().page(content)), ["print-damage"], "{content}");
    }
    // An operator that nobody knows is no harm.
    assert_eq!(faults(&Draft::new().page("q 1 2 3 what Q BX 1 ever EX /T /N DP")), []);
    let mut document = Draft::new().page("");
    let page = document.get_pages()[&1];
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("there is a page");
    page.set("Contents", ObjectId::from((999, 0)));
    assert_eq!(codes(&document), ["print-damage"]);
    let picture = Draft::new().image(100, 100, dictionary! { "ColorSpace" => "DeviceCMYK" }, vec![0; 50]);
    let fault = only(&picture.page("q 20 0 0 20 100 300 cm /I Do Q"), "print-damage", Severity::Error);
    assert_eq!(fault.what, "a picture that cannot be read");
}

#[test]
fn forms_that_show_themselves_come_to_an_end() {
    // A form finds itself among the page's resources, where it has none of its own.
    let own = Draft::new().form("F", "/F Do /F Do 0.1 w 100 100 m 200 100 l S").page("/F Do");
    assert_eq!(codes(&own), ["print-damage", "print-hairline"]);
    // Each of these shows the next ten times: more marks than there are atoms.
    let draft =
        (0..80).fold(Draft::new(), |draft, n| draft.form(&format!("F{n}"), &format!("/F{} Do ", n + 1).repeat(10)));
    assert!(codes(&draft.page("/F0 Do")).contains(&"print-damage"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut packed = Stream::new(dictionary! {}, vec![b' '; 300 << 20]);
    packed.compress().expect("it packs well");
    assert!(packed.content.len() < 1 << 20);
    let about = merged(
        packed.dict.clone(),
        &dictionary! {
            "Subtype" => "Image", "Width" => 10, "Height" => 10, "BitsPerComponent" => 8, "ColorSpace" => "DeviceCMYK",
        },
    );
    let image = Stream::new(about, packed.content.clone());
    let shown = Draft::new().with("XObject", "I", image).page("q 2 0 0 2 100 300 cm /I Do Q");
    assert_eq!(codes(&shown), ["print-damage"]);
    let mut document = Draft::new().page("");
    let content = document.add_object(packed);
    let page = document.get_pages()[&1];
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("there is a page");
    page.set("Contents", content);
    assert_eq!(codes(&document), ["print-damage"]);
}

#[test]
fn an_operation_without_end_is_not_gathered() {
    let endless = |count: usize| Draft::new().page(&format!("{}rg", "1 ".repeat(count)));
    assert_eq!(codes(&endless(3)), codes(&Draft::new().page("1 1 1 rg")));
    assert_eq!(codes(&endless(1_500_000)), ["print-damage"]);
    // A long page of short operations is no harm.
    assert!(codes(&Draft::new().page(&"0 g\n".repeat(1_000_000))).is_empty());
}

#[test]
fn numbers_beyond_all_paper_do_no_harm() {
    let huge = "340282350000000000000000000000000000000";
    for content in [
        format!("q {huge} 0 0 {huge} {huge} {huge} cm {huge} 0 0 {huge} {huge} {huge} cm /I Do 1 w 0 0 m 1 1 l S Q"),
        format!("{huge} w 100 100 m {huge} -{huge} l S {huge} {huge} {huge} {huge} re f"),
        format!("BT /L {huge} Tf {huge} Tc {huge} TL {huge} Tz {huge} 0 Td (text) Tj T* (text) Tj ET"),
        format!("{huge} -{huge} {huge} {huge} k 100 100 50 50 re f /L {huge} Tf"),
        "q 0 0 0 0 0 0 cm /I Do BT /L 10 Tf (text) Tj ET 0 0 10 10 re B Q".to_owned(),
        "Q Q Q ".repeat(100) + &"q ".repeat(5000),
        "1 0 0 1 k l re cm Tj TJ Tf ' \" sc scn cs gs Do sh BI Td Tm".to_owned(),
    ] {
        preflight(&Draft::new().image(9, 9, dictionary! {}, vec![0; 81]).page(&content), &limits());
    }
    for corners in [[0.0, 0.0, 3e38, 3e38], [-3e38, -3e38, 3e38, 3e38], [0.0, 0.0, 0.0, 0.0], [10.0, 10.0, 9.0, 9.0]] {
        let corners = corners.map(|n: f32| Object::Real(n)).to_vec();
        let draft = Draft::new().set("MediaBox", corners.clone()).set("TrimBox", corners).set("UserUnit", i64::MAX);
        preflight(&draft.page("BT /L 5 Tf (text) Tj ET 0.1 w 0 0 m 100 100 l S"), &limits());
    }
}

/// A file with bytes changed is read as far as it can be, or not at all; it never takes the program with it.
#[test]
fn changed_files_do_no_harm() {
    let content = "q 0.9 0.9 0.9 0.9 k 0 0 420 620 re W f Q /G gs BT /L 5 Tf 12 14 Td [(te) 3 (xt)] TJ /H 9 Tf <00000001> Tj ET \
                   q 72 0 0 72 100 400 cm /I Do Q /F Do /S cs 0.5 scn 1 w 10 10 m 90 90 l 1 2 3 4 5 6 c B";
    let draft = Draft::new().image(40, 40, dictionary! { "ColorSpace" => "DeviceCMYK" }, vec![9; 6400]);
    let draft =
        draft.form("F", "q 1 0 0 1 5 5 cm /I Do Q").with("ExtGState", "G", dictionary! { "OP" => true, "LW" => 1 });
    let spot = vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null];
    let mut whole = Vec::new();
    draft.with("ColorSpace", "S", spot).pages(&[content; 2]).save_to(&mut whole).expect("it can be written");
    // A plain linear generator: the same changes each time.
    let mut seed = 1_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut read = 0;
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..=next(8) {
            let at = next(bytes.len());
            bytes[at] = match next(3) {
                0 => b"0123456789/<>[]()"[next(17)],
                1 => bytes[next(whole.len())],
                _ => next(256) as u8,
            };
        }
        if let Ok(document) = Document::load_mem(&bytes) {
            read += 1;
            preflight(&document, &Limits::default());
        }
    }
    assert!(read > 200, "most can be read: {read}");
}
