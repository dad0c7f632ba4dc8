//! What the press takes for somebody's file of two thousand pages: `cargo bench --bench press`, or `-- FILE.pdf` for another.
//!
//! The file is made here as other programs make them, a content of its own for each page, so that the peak of memory is the
//! press's alone.
#![allow(clippy::disallowed_methods, reason = "reads the clock and its own memory; the library does neither")]

use std::time::{Duration, Instant};

use keben::impose::{Marks, Options, Side, impose};
use keben::press::preflight::Limits;
use keben::press::{self, About, Claim, File, Inks, Policy, Profile};
use lopdf::{Document, Object, Stream, dictionary};

/// Pages of the file.
const PAGES: usize = 2000;
/// Lines of a page.
const LINES: usize = 60;

fn main() {
    let named = std::env::args().skip(1).find(|word| word.ends_with(".pdf"));
    let bytes =
        named.map_or_else(written, |path| std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}")));
    let (file, read) = timed(|| File::read(&bytes).expect("it is whole"));
    let (trim, bleed) = file.trim(true).expect("it has pages");
    println!("{} pages, {} KB", file.pages(), bytes.len() / 1000);
    println!("  {:<28} {:>8.1} ms", "read", ms(read));
    let options = |marks| Options { marks: Some(marks), sheet: "SRA2".parse().expect("a sheet"), ..Options::default() };
    let about = About {
        title: "bench".into(),
        author: None,
        creator: "bench".into(),
        producer: "bench".into(),
        date: "2026-01-01".into(),
        document: "bench".into(),
        trapped: false,
    };
    let profile = Profile::fogra39();
    for (name, marks, images, claimed) in [
        ("on sheets", Marks::NONE, Policy::Keep, false),
        ("with marks", Marks::ALL, Policy::Keep, false),
        ("in CMYK, as PDF/X-4", Marks::NONE, Policy::Cmyk, true),
    ] {
        let options = options(marks);
        let mut file = File::read(&bytes).expect("it is whole");
        let (size, time) = timed(|| {
            let sheets = impose(file.pages(), trim, bleed, Side::Left, &options).expect("they fit");
            let faces = press::passes(&sheets, None).remove(0);
            file.ink(images, &profile, Inks::Process).expect("the profile has tables");
            let claim = claimed.then_some(Claim { about: &about, profile: &profile });
            press::impose(file, None, &faces, Inks::Process, claim).expect("it can be written").0.len()
        });
        let ratio = size as f64 / bytes.len() as f64;
        println!(
            "  {name:<28} {:>8.1} ms  {ratio:.2} times the file  (2000 ms and 1.10 at most on sheets)",
            ms(read + time)
        );
    }
    let (faults, time) = timed(|| file.preflight(&Limits::default()).len());
    println!("  {:<28} {:>8.1} ms  {faults} kinds of findings", "preflight", ms(time));
    if let Some(kib) = peak() {
        println!(
            "  {:<28} {:>8.1} MB, the file and all results included  (300 at most)",
            "peak",
            kib as f64 * 1024.0 / 1e6
        );
    }
}

/// A file of pages with words that differ.
fn written() -> Vec<u8> {
    let mut pdf = Document::new();
    let tree = pdf.new_object_id();
    let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let resources = pdf.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut word = 1_u32;
    let mut packer = flate2::Compress::new(flate2::Compression::best(), true);
    let kids: Vec<Object> = (0..PAGES)
        .map(|page| {
            let mut text = format!("BT /F1 10 Tf 14 TL 40 550 Td (page {page}) Tj\n");
            for _ in 0..LINES {
                word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(&format!("T* (line {word:x} of words {:x}) Tj\n", word.rotate_left(7)));
            }
            // Packed by one machine: one for each page would leave holes in the memory that is measured.
            packer.reset();
            let mut packed = Vec::with_capacity(text.len() + 64);
            let text = text + "ET";
            packer.compress_vec(text.as_bytes(), &mut packed, flate2::FlushCompress::Finish).expect("it packs");
            packed.shrink_to_fit();
            let content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed);
            let content = pdf.add_object(content);
            let sides = [0.0, 0.0, 419.53, 595.28].map(Object::Real).to_vec();
            pdf.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "MediaBox" => sides, "Resources" => resources, "Contents" => content,
            })
            .into()
        })
        .collect();
    pdf.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => PAGES as i64 });
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    pdf.save_modern(&mut bytes).expect("it can be written");
    bytes
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory this process ever held, in KiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
