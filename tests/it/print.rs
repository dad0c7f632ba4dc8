//! What is printed, from the text to the file: read back by another library than the one that wrote it.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Rect, Stream};
use keben::diag::{Diagnostic, Sink};
use keben::impose::{Kind, Scheme, Tray};
use keben::press::Policy;
use keben::publish::{self, Format, Job, PrintCover, PrintedInks};
use keben::source::Memory;
use keben::unit::Length;

use crate::common;

/// A text with a colour picture, and titles in the theme's accent.
const TEXT: &str = "---\ntitle: 印厂\nlang: zh-Hans\nisbn: 978-7-02-000220-7\n---\n\n# 第一章\n\n正文。\n\n![红块](red.png \"图题\")\n";

fn made(job: &Job, text: &str) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let source = Memory::new().with("t.md", text).with("red.png", common::png(900, 600));
    let sink = Sink::new();
    let artifacts = publish::publish(job, &source, common::fonts(), &sink).expect("it can be made");
    let files = artifacts.iter().map(|artifact| (artifact.name.clone(), common::bytes(artifact).to_vec()));
    (files.collect(), sink.take())
}

fn job(format: Format) -> Job {
    Job { formats: vec![format], ..common::job("t.md", "booklet") }
}

fn catalog<'p>(pdf: &'p Pdf) -> Dict<'p> {
    pdf.xref().get(pdf.xref().root_id()).expect("there is a catalog")
}

fn name(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<Name<'_>>(key).map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default()
}

/// What every file for a press says of itself.
fn is_x4(bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-1.6"));
    let pdf = Pdf::new(bytes.to_vec()).expect("it can be read");
    let catalog = catalog(&pdf);
    let intent: Dict<'_> = catalog.get::<Array<'_>>("OutputIntents").expect("intents").iter().next().expect("one");
    assert_eq!(name(&intent, "S"), "GTS_PDFX");
    let profile: Stream<'_> = intent.get("DestOutputProfile").expect("a profile");
    assert_eq!(profile.decoded().expect("it unpacks").len(), 121_368);
    let packet: Stream<'_> = catalog.get("Metadata").expect("metadata");
    let packet = String::from_utf8(packet.decoded().expect("it is plain").into_owned()).expect("it is text");
    for wanted in ["PDF/X-4</pdfxid", "<pdf:Trapped>False<", "印厂"] {
        assert!(packet.contains(wanted), "{wanted} in {packet}");
    }
    assert!(!pdf.pages().is_empty());
    for page in pdf.pages().iter() {
        let area = |key: &str| page.raw().get::<Rect>(key).unwrap_or_else(|| panic!("no {key}"));
        let (media, bleed, trim) = (area("MediaBox"), area("BleedBox"), area("TrimBox"));
        for (outer, inner) in [(media, bleed), (bleed, trim)] {
            assert!(outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1);
        }
        assert!(trim.x1 - trim.x0 > 50.0 && !page.raw().contains_key("Annots"));
    }
}

/// The colour spaces of pictures, and the colour operators of all contents.
fn colours(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let pdf = lopdf::Document::load_mem(bytes).expect("it can be read");
    let (mut spaces, mut operators) = (Vec::new(), Vec::new());
    for object in pdf.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        let kind = stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).unwrap_or_default();
        match kind {
            b"Image" => spaces.push(format!("{:?}", stream.dict.get(b"ColorSpace"))),
            b"Form" => {
                let content = stream.get_plain_content().expect("it unpacks");
                let read = lopdf::content::Content::decode(&content).expect("it is read").operations;
                let colour = |name: &str| matches!(name, "g" | "G" | "rg" | "RG" | "k" | "K" | "cs" | "CS" | "gs");
                operators.extend(read.into_iter().map(|operation| operation.operator).filter(|name| colour(name)));
            }
            _ => {}
        }
    }
    operators.sort();
    operators.dedup();
    (spaces, operators)
}

/// The words of each page, and beside it.
fn shown(bytes: &[u8]) -> Vec<String> {
    let pdf = crate::pdf::extract::Pdf::read(bytes);
    (0..pdf.pages.len()).map(|page| pdf.texts(page).into_iter().map(|(_, text)| text).collect()).collect()
}

#[test]
fn files_for_a_press_are_pdf_x_4() {
    for format in [Format::Press, Format::Booklet] {
        let (files, said) = made(&job(format), TEXT);
        assert!(said.is_empty(), "{said:#?}");
        assert_eq!(files.len(), 1);
        files.values().for_each(|bytes| is_x4(bytes));
    }
}

#[test]
fn text_is_black_alone_and_pictures_obey() {
    let of = |format, images| {
        let mut job = job(format);
        job.print.images = images;
        colours(&made(&job, TEXT).0.into_values().next().expect("a file"))
    };
    let (spaces, operators) = of(Format::Press, None);
    assert!(spaces.iter().all(|space| space.contains("DeviceCMYK")), "{spaces:?}");
    // Black text is set to overprint, and back.
    assert!(["gs", "k"].iter().all(|name| operators.iter().any(|found| found == name)), "{operators:?}");
    assert!(operators.iter().all(|name| matches!(name.as_str(), "gs" | "k" | "K")), "{operators:?}");
    let (spaces, _) = of(Format::Press, Some(Policy::Gray));
    assert!(spaces.iter().all(|space| space.contains("DeviceGray")), "{spaces:?}");
    let (spaces, operators) = of(Format::Booklet, None);
    assert!(spaces.iter().any(|space| space.contains("DeviceRGB")), "{spaces:?}");
    assert!(!operators.iter().any(|name| matches!(name.as_str(), "rg" | "RG" | "k" | "K" | "gs")), "{operators:?}");
}

#[test]
fn accents_are_printed_in_colour_where_that_is_wanted() {
    let plain = "# 甲\n\n正文。\n";
    let cyan = |inks| {
        let mut job = job(Format::Press);
        job.print.inks = inks;
        let bytes = made(&job, plain).0.into_values().next().expect("a file");
        let pdf = lopdf::Document::load_mem(&bytes).expect("it can be read");
        let coloured = |stream: &lopdf::Stream| {
            let content = stream.get_plain_content().unwrap_or_default();
            let read = lopdf::content::Content::decode(&content).map(|read| read.operations).unwrap_or_default();
            read.iter().any(|operation| {
                let some =
                    operation.operands.iter().take(3).any(|share| share.as_float().is_ok_and(|share| share > 0.0));
                matches!(operation.operator.as_str(), "k" | "K") && some
            })
        };
        pdf.objects.values().filter_map(|object| object.as_stream().ok()).any(coloured)
    };
    assert!(!cyan(PrintedInks::Black));
    assert!(cyan(PrintedInks::Process));
}

#[test]
fn a_cover_that_is_printed_apart_is_no_page_of_the_block() {
    let pages = |bytes: &[u8]| Pdf::new(bytes.to_vec()).expect("it can be read").pages().len();
    let mut job = job(Format::Press);
    job.press.paper = "0.1mm".parse().ok();
    let (whole, _) = made(&job, TEXT);
    job.print_cover = Some(PrintCover::default());
    let (apart, said) = made(&job, TEXT);
    assert_eq!(apart.keys().collect::<Vec<_>>(), ["t-press-cover.pdf", "t-press.pdf"]);
    apart.values().for_each(|bytes| is_x4(bytes));
    let (before, after) = (pages(&whole["t-press.pdf"]), pages(&apart["t-press.pdf"]));
    // Nothing stands on the cover's back.
    assert_eq!(before, after + 2);
    assert_eq!(pages(&apart["t-press-cover.pdf"]), 1);
    let first = |bytes: &[u8]| {
        let pdf = lopdf::Document::load_mem(bytes).expect("it can be read");
        let id = pdf.page_iter().next().expect("there is a page");
        String::from_utf8_lossy(&pdf.get_page_content(id)).matches(" Do").count()
    };
    assert_eq!(first(&whole["t-press.pdf"]), 1);
    assert!(!said.iter().any(|finding| finding.severity == keben::diag::Severity::Error), "{said:#?}");
}

#[test]
fn what_stands_on_the_covers_back_comes_behind_a_title_page() {
    let chapters: String = (1..12).map(|nth| format!("# 第{nth}章\n\n正文。\n\n")).collect();
    let text = format!("---\ntitle: 印厂\nlang: zh-Hans\n---\n\n{chapters}");
    let mut job = job(Format::Press);
    job.press.paper = "0.1mm".parse().ok();
    // The cover is in colour; the title page is black all the same.
    job.print.inks = PrintedInks::Process;
    let whole = shown(&made(&job, &text).0["t-press.pdf"]);
    job.print_cover = Some(PrintCover::default());
    let (coloured, _) = made(&job, &text);
    let apart = shown(&coloured["t-press.pdf"]);
    assert_eq!(whole.len(), apart.len(), "the contents stay on a left page");
    assert!(apart[0].contains("印厂") && apart[1].contains("目"), "{apart:?}");
    let pdf = lopdf::Document::load_mem(&coloured["t-press.pdf"]).expect("it can be read");
    let page = pdf.page_iter().next().and_then(|id| pdf.get_dictionary(id).ok()).expect("there is a page");
    let under = |dict: &lopdf::Dictionary, key: &[u8]| dict.get_deref(key, &pdf).cloned().expect("it is there");
    let forms = under(under(page, b"Resources").as_dict().expect("it is one"), b"XObject");
    let form = under(forms.as_dict().expect("it is one"), b"P1");
    let content = form.as_stream().and_then(lopdf::Stream::get_plain_content).expect("it unpacks");
    let read = lopdf::content::Content::decode(&content).expect("it is read").operations;
    let fills: Vec<_> = read.iter().filter(|operation| operation.operator == "k").collect();
    let black = |fill: &&lopdf::content::Operation| {
        let shares: Vec<f32> = fill.operands.iter().filter_map(|share| share.as_float().ok()).collect();
        shares == [0.0, 0.0, 0.0, 1.0]
    };
    assert!(!fills.is_empty() && fills.iter().all(black), "{fills:?}");
}

#[test]
fn one_sided_printers_get_two_files() {
    let mut job = job(Format::Booklet);
    job.booklet.one_sided = Some(Tray::FaceUp);
    let long = format!("# 甲\n\n{}", common::han(6000, 3));
    let (files, _) = made(&job, &long);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["t-booklet-backs.pdf", "t-booklet-fronts.pdf"]);
    let pages: Vec<usize> =
        files.values().map(|bytes| Pdf::new(bytes.clone()).expect("it can be read").pages().len()).collect();
    assert!(pages[0] > 1 && pages[0] == pages[1], "{pages:?}");
}

#[test]
fn plans_are_pages_in_the_books_language() {
    for (lang, wanted) in [("zh-Hans", "骑订"), ("zh-Hant", "騎訂"), ("ja", "綴じ"), ("ko", "접선"), ("en", "Staple")]
    {
        let text = format!("---\ntitle: A & *b* <c>\nlang: {lang}\n---\n\n# x\n\ny\n");
        let (files, said) = made(&job(Format::Plan), &text);
        assert!(said.is_empty(), "{said:#?}");
        let pdf = crate::pdf::extract::Pdf::read(&files["t-plan.pdf"]);
        let shown: String = (0..pdf.pages.len()).map(|page| pdf.page_text(page)).collect();
        assert!(shown.contains(wanted), "{lang}: {shown}");
        assert!(shown.contains("A & *b* <c>"), "{shown}");
        assert_eq!(pdf.pages.len(), 1);
    }
}

#[test]
fn a_plan_of_many_sheets_is_one_page() {
    for (scheme, pages) in [("folio", 800), ("octavo", 3200), ("pages", 200), ("spreads", 300)] {
        let options = keben::impose::Options { scheme: scheme.parse().ok(), ..Default::default() };
        let trim = keben::unit::Size::new(Length::mm(148.0), Length::mm(210.0));
        let plan = keben::impose::plan(pages, trim, Length::ZERO, keben::impose::Side::Left, &options);
        let plan = plan.expect("they fit");
        let lang = "en".parse().expect("it is one");
        let date = keben::source::Date { year: 2026, month: 1, day: 1 };
        let bytes = publish::plan_page(&plan, "t", &lang, date, common::fonts()).expect("it is made");
        let pdf = crate::pdf::extract::Pdf::read(&bytes);
        assert_eq!(pdf.pages.len(), 1, "{scheme}");
        let shown = pdf.page_text(0);
        // No page was added, none is spoken of; single pages are not listed.
        assert!(!shown.contains("0 blank") && shown.contains("Sheet") != (scheme == "pages"), "{shown}");
    }
}

#[test]
fn a_line_beside_the_pages_says_what_they_are() {
    let of = |scheme: &str, title: &str, lang: &str| {
        let mut job = job(Format::Press);
        job.press.scheme = scheme.parse().ok();
        job.press.marks = "slug".parse().ok();
        let text = format!("---\ntitle: {title}\nlang: {lang}\n---\n\n# x\n\ny\n");
        let bytes = made(&job, &text).0.into_values().next().expect("a file");
        shown(&bytes).concat()
    };
    let shown = of("pages", "T", "en");
    assert!(shown.contains("page 1 of") && !shown.contains("front"), "{shown}");
    let shown = of("folio", "T", "en");
    assert!(shown.contains("sheet 1 of") && shown.contains("front") && shown.contains("back"), "{shown}");
    assert!(of("spreads", "甲", "zh-Hans").contains("第1张"), "one side has no name");
    // A long title leaves room for the rest at a size that can be read.
    assert!(of("pages", &"长".repeat(60), "zh-Hans").contains(&("长".repeat(19) + "…")));
}

#[test]
fn pictures_at_the_fold_are_told_where_creep_moves_them() {
    let mut theme = keben::theme::Theme::built_in("booklet").expect("it is built in");
    theme.cover.show = true;
    let mut job = job(Format::Booklet);
    job.theme = theme;
    job.booklet.paper = "0.1mm".parse().ok();
    job.booklet.creep = keben::impose::Creeping::Out;
    // The cover's picture bleeds on all sides, and the outermost leaf is the one that moves.
    let text = format!("---\ntitle: 甲\ncover: red.png\n---\n\n# 甲\n\n{}", common::han(9000, 3));
    let told = |job: &Job| made(job, &text).1.iter().any(|finding| finding.code == "creep-crossing");
    assert!(told(&job));
    job.booklet.creep = keben::impose::Creeping::In;
    assert!(!told(&job));
}

#[test]
fn what_no_press_can_do_stops_the_build() {
    let error = |change: &dyn Fn(&mut Job)| {
        let mut job = job(Format::Press);
        change(&mut job);
        let source = Memory::new().with("t.md", TEXT).with("red.png", common::png(9, 6)).with("a.icc", b"no".to_vec());
        let made = publish::publish(&job, &source, common::fonts(), &Sink::new());
        made.expect_err("it cannot be made").to_string()
    };
    let wrong = error(&|job| job.press.gripper = Length::mm(-3.0));
    assert!(wrong.contains("`gripper` is -3.0 mm"), "{wrong}");
    let wrong = error(&|job| job.press.creep_total = Some(Length::mm(500.0)));
    assert!(wrong.contains("`creep-total` is 500.0 mm"), "{wrong}");
    let wrong = error(&|job| job.press.creep_factor = Some(f64::NAN));
    assert!(wrong.contains("creep-factor"), "{wrong}");
    let wrong = error(&|job| job.print.profile = Some("a.icc".into()));
    assert!(wrong.contains("`a.icc`") && wrong.contains("ICC"), "{wrong}");
    let wrong = error(&|job| job.print.profile = Some("b.icc".into()));
    assert!(wrong.contains("`b.icc`"), "{wrong}");
    let wrong = error(&|job| {
        job.press.scheme = Some(Kind::Folded("sextodecimo".parse::<Scheme>().expect("a scheme")));
        job.press.sheet = "A4".parse().expect("a sheet");
    });
    assert!(wrong.contains("do not fit on A4"), "{wrong}");
}

#[test]
fn the_words_beside_pages_are_in_the_inks_of_the_pages() {
    for (format, none) in [(Format::Booklet, ["k", "K"]), (Format::Press, ["g", "G"])] {
        let mut job = job(format);
        let options = if format == Format::Booklet { &mut job.booklet } else { &mut job.press };
        options.marks = "all".parse().ok();
        options.sheet = "A2".parse().expect("it is a sheet");
        let (_, operators) = colours(&made(&job, "# 甲\n\n正文。\n").0.into_values().next().expect("a file"));
        assert!(!operators.iter().any(|name| none.contains(&name.as_str())), "{format:?}: {operators:?}");
    }
}
