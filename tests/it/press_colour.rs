//! Colours for a press: what they become, what stays and is told, and what PDF/X-4 wants a file to say.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Stream as ReadStream, String as ReadString};
use keben::press::colour::{Policy, recolour};
use keben::press::profile::{Profile, Unfit};
use keben::press::standard::{About, claim_x4};
use keben::press::{Remark, overprint_black, x4_faults};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A document of one page that shows `content` with `resources`.
fn page(content: &str, resources: Dictionary) -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let sides = |far: i64| Object::from(vec![0.into(), 0.into(), far.into(), far.into()]);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => sides(200), "TrimBox" => sides(200),
    });
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

/// What a policy makes of a page's content.
fn painted(content: &str, resources: Dictionary, policy: Policy) -> (String, Vec<Remark>) {
    let mut document = page(content, resources);
    let left = recolour(&mut document, policy, &Profile::fogra39()).expect("the profile has tables");
    (shown(&document), left)
}

/// The content of the only page.
fn shown(document: &Document) -> String {
    let page = document.page_iter().next().expect("there is a page");
    let content = document.get_page_content_with_limit(page, 1 << 20).expect("it can be read");
    String::from_utf8(content).expect("it is text").trim_end().to_owned()
}

/// A page that shows an image; the image's object.
fn picture(dict: Dictionary, samples: &[u8]) -> (Document, ObjectId) {
    let mut document = page("/Im Do", Dictionary::new());
    let mut dict = dict;
    dict.set("Type", "XObject");
    dict.set("Subtype", "Image");
    let id = document.add_object(Stream::new(dict, samples.to_vec()));
    let page = document.page_iter().next().expect("there is a page");
    let page = document.get_dictionary_mut(page).expect("it is a dictionary");
    page.set("Resources", dictionary! { "XObject" => dictionary! { "Im" => id } });
    (document, id)
}

/// What a policy makes of a picture.
fn printed(dict: Dictionary, samples: &[u8], policy: Policy) -> (Stream, Vec<Remark>) {
    let (mut document, id) = picture(dict, samples);
    let left = recolour(&mut document, policy, &Profile::fogra39()).expect("the profile has tables");
    (document.get_object(id).and_then(Object::as_stream).expect("it is an image").clone(), left)
}

fn rgb(width: i64, height: i64) -> Dictionary {
    dictionary! { "Width" => width, "Height" => height, "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB" }
}

fn space(image: &Stream) -> &[u8] {
    image.dict.get(b"ColorSpace").and_then(Object::as_name).expect("it has a space by name")
}

/// Whether each byte is within `apart` of what is wanted.
fn near(found: &[u8], wanted: &[u8], apart: u8) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(*wanted) <= apart)
}

fn about() -> About {
    About {
        title: "云端 <与> 会场".to_owned(),
        author: None,
        creator: "keben".to_owned(),
        producer: "keben & krilla".to_owned(),
        date: "2026-11-23".to_owned(),
        document: "uuid:0b2cc78d-4d0e-5e33-9e3c-0d9d1b3e4f55".to_owned(),
        trapped: false,
    }
}

fn saved(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it can be written");
    bytes
}

#[test]
fn only_output_profiles_for_cmyk_are_taken() {
    let own = Profile::fogra39();
    assert_eq!((own.condition(), own.registry()), ("FOGRA39", Some("http://www.color.org")));
    let read = Profile::read(own.bytes().to_vec()).expect("the profile that comes with keben can be read");
    assert_eq!((read.name(), read.condition(), read.registry()), (own.name(), own.name(), None));
    assert_eq!(Profile::read(b"%PDF-1.4".to_vec()).expect_err("no profile"), Unfit::NotIcc);
    let with = |at: usize, bytes: &[u8]| {
        let mut file = own.bytes().to_vec();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        Profile::read(file).expect_err("it is another kind of profile")
    };
    assert_eq!(with(12, b"mntr"), Unfit::Class("mntr".to_owned()));
    assert_eq!(with(16, b"RGB "), Unfit::Space("RGB".to_owned()));
    assert_eq!(with(8, &[5]), Unfit::Version(5));
    assert!(with(12, b"mntr").to_string().contains("`mntr`; wanted is an output profile (class `prtr`) for CMYK"));
    let cut = Profile::read(own.bytes()[..200].to_vec());
    assert!(matches!(cut, Err(Unfit::Damaged(_))), "{cut:?}");
}

#[test]
fn keep_changes_nothing() {
    let content = "1 0 0 rg 0 0 9 9 re f 0 1 0 0 K S";
    assert_eq!(painted(content, Dictionary::new(), Policy::Keep), (content.to_owned(), Vec::new()));
}

#[test]
fn colours_of_drawings_become_gray() {
    let gray = |content: &str| painted(content, Dictionary::new(), Policy::Gray).0;
    assert_eq!(gray("1 0 0 rg f").trim(), "0.3 g f");
    assert_eq!(gray("q .5 .5 .5 RG S Q 0 0 0 1 k f").trim(), "q  0.5 G S Q  0 g f");
    assert_eq!(gray("/DeviceRGB cs 0 1 0 scn f").trim(), "0 g  0.59 g f");
    // After Q the space before holds again, and numbers in text are no colours.
    assert_eq!(
        gray("/DeviceRGB cs q .2 g .3 sc Q 1 1 1 sc (1 0 0 rg) Tj").trim(),
        "0 g q .2 g .3 sc Q  1 g (1 0 0 rg) Tj"
    );
    let content = "0.5 g BT (rg) Tj ET q 1 0 0 1 0 0 cm /Im Do Q";
    assert_eq!(gray(content), content);
    // Joined operators stay apart.
    assert_eq!(gray("q/DeviceRGB cs 1 0 0 sc f Q"), "q 0 g  0.3 g f Q");
}

#[test]
fn colours_of_drawings_become_inks_and_black_stays_black() {
    let inks = |content: &str| painted(content, Dictionary::new(), Policy::Cmyk).0;
    assert_eq!(inks("0 0 0 rg f").trim(), "0 0 0 1 k f");
    assert_eq!(inks("1 1 1 rg f").trim(), "0 0 0 0 k f");
    assert_eq!(inks(".6 .6 .6 RG S").trim(), "0 0 0 0.4 K S");
    let untouched = "0 .8 .8 0 k f 0.3 g f";
    assert_eq!(inks(untouched), untouched);
    // What another colour engine says of the same profile, in 255ths.
    let known: [([u8; 3], [u8; 4]); 5] = [
        ([255, 0, 0], [0, 247, 251, 0]),
        ([0, 0, 255], [237, 216, 0, 0]),
        ([255, 255, 0], [10, 0, 244, 0]),
        ([200, 100, 50], [11, 164, 211, 48]),
        ([30, 60, 90], [220, 142, 49, 142]),
    ];
    for (rgb, wanted) in known {
        let [r, g, b] = rgb.map(|byte| f64::from(byte) / 255.0);
        let found = inks(&format!("{r:.5} {g:.5} {b:.5} rg f"));
        let numbers = found.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
        let bytes: Vec<u8> = numbers.map(|share| (share * 255.0).round() as u8).collect();
        assert!(near(&bytes, &wanted, 4), "{rgb:?} is {bytes:?}, not {wanted:?}");
    }
}

#[test]
fn spaces_by_name_are_followed() {
    let mut document = page("/Cs cs 0 0 1 sc f /Pal cs 1 sc f /Icc cs 0 scn f", Dictionary::new());
    let [three, one] = [3, 1].map(|n| document.add_object(Stream::new(dictionary! { "N" => n }, Vec::new())));
    let palette = Object::string_literal(vec![255, 255, 255, 0, 255, 0]);
    let spaces = dictionary! {
        "Cs" => vec!["ICCBased".into(), three.into()],
        "Pal" => vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), palette],
        "Icc" => vec!["ICCBased".into(), one.into()],
        "Spot" => vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null],
    };
    let id = document.page_iter().next().expect("there is a page");
    document.get_dictionary_mut(id).expect("a page").set("Resources", dictionary! { "ColorSpace" => spaces });
    let mut gray = document.clone();
    assert_eq!(recolour(&mut gray, Policy::Gray, &Profile::fogra39()), Ok(Vec::new()));
    assert_eq!(shown(&gray).trim(), "0 g  0.11 g f  1 g  0.59 g f  0 g  0 g f");
    // Gray with a profile of its own would be printed with four inks.
    recolour(&mut document, Policy::Cmyk, &Profile::fogra39()).expect("the profile has tables");
    assert!(shown(&document).ends_with("0 0 0 1 k  0 0 0 1 k f"), "{}", shown(&document));
}

#[test]
fn what_cannot_be_converted_is_told_with_its_page() {
    let told = |content: &str, spaces: Dictionary, policy| {
        let left = painted(content, dictionary! { "ColorSpace" => spaces }, policy).1;
        left.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let spot = || dictionary! { "S" => vec!["Separation".into(), "Gold".into(), "DeviceCMYK".into(), Object::Null] };
    assert_eq!(told("/S cs 1 scn f", spot(), Policy::Gray), ["page 1: spot colours"]);
    assert_eq!(told("/S cs 1 scn f", spot(), Policy::Cmyk), Vec::<String>::new());
    let under = || dictionary! { "P" => vec!["Pattern".into(), "DeviceRGB".into()] };
    assert_eq!(told("/P cs 1 0 0 /X scn f", under(), Policy::Cmyk), ["page 1: uncoloured patterns"]);
    let inline = "BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI";
    assert_eq!(told(inline, Dictionary::new(), Policy::Gray), ["page 1: an inline picture"]);
    let refused = |extra: Dictionary, samples: &[u8]| {
        let mut dict = rgb(1, 1);
        extra.iter().for_each(|(key, value)| dict.set(key.clone(), value.clone()));
        let (image, left) = printed(dict.clone(), samples, Policy::Cmyk);
        assert_eq!(image.content, samples, "what is told stays as it was");
        left.first().map(ToString::to_string).unwrap_or_default()
    };
    assert_eq!(refused(dictionary! { "Filter" => "JPXDecode" }, b"x"), "page 1: a JPEG 2000 picture");
    assert_eq!(refused(dictionary! { "Filter" => "DCTDecode" }, b"x"), "page 1: a damaged JPEG picture");
    assert_eq!(
        refused(dictionary! { "Filter" => "CCITTFaxDecode" }, b"x"),
        "page 1: a picture packed with CCITTFaxDecode"
    );
    let key: Vec<Object> = [1, 1, 1, 1, 1, 1].map(Object::from).to_vec();
    assert_eq!(refused(dictionary! { "Mask" => key }, b"abc"), "page 1: a picture with a transparent colour");
    let vast = dictionary! { "Width" => 100_000, "Height" => 100_000 };
    assert_eq!(refused(vast, b"abc"), "page 1: a picture of 100000 × 100000 pixels");
}

#[test]
fn pictures_of_each_kind_become_gray() {
    let (image, left) = printed(rgb(2, 1), &[255, 0, 0, 255, 255, 255], Policy::Gray);
    assert_eq!(
        (space(&image), image.get_plain_content().expect("it unpacks"), left),
        (&b"DeviceGray"[..], vec![77, 255], vec![])
    );
    let mut inks = rgb(2, 1);
    inks.set("ColorSpace", "DeviceCMYK");
    assert_eq!(printed(inks.clone(), &[0, 0, 0, 255, 255, 0, 0, 0], Policy::Gray).0.content, [0, 179]);
    // Turned over, as Adobe writes JPEGs of four inks.
    inks.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec());
    assert_eq!(printed(inks, &[255, 255, 255, 0, 0, 255, 255, 255], Policy::Gray).0.content, [0, 179]);
    let mut bits = rgb(3, 1);
    bits.set("BitsPerComponent", 1);
    let (image, _) = printed(bits, &[0b1110_0010, 0b1000_0000], Policy::Gray);
    assert_eq!(image.content, [255, 0, 105], "white, black, red and blue");
    let palette = Object::string_literal(vec![255, 0, 0, 0, 0, 0]);
    let mut indexed = rgb(2, 1);
    indexed.set("ColorSpace", vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), palette]);
    let (image, _) = printed(indexed, &[0, 1], Policy::Gray);
    let held = image.dict.get(b"ColorSpace").and_then(Object::as_array).expect("it has a palette");
    assert_eq!((held[3].as_str().ok(), image.content.as_slice()), (Some(&[77, 0][..]), &[0, 1][..]));
    let stencil = dictionary! { "Width" => 8, "Height" => 1, "ImageMask" => true, "BitsPerComponent" => 1 };
    assert_eq!(printed(stencil, &[0xAA], Policy::Gray).0.content, [0xAA]);
}

#[test]
fn photographs_stay_photographs() {
    let mut file = Vec::new();
    let red: Vec<u8> = [200, 30, 20].repeat(64 * 64);
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 95);
    encoder.encode(&red, 64, 64, image::ExtendedColorType::Rgb8).expect("a JPEG is written");
    let mut dict = rgb(64, 64);
    dict.set("Filter", "DCTDecode");
    let (gray, left) = printed(dict.clone(), &file, Policy::Gray);
    assert_eq!((space(&gray), gray.filters().ok(), left), (&b"DeviceGray"[..], Some(vec![&b"DCTDecode"[..]]), vec![]));
    let seen = image::load_from_memory(&gray.content).expect("it is a JPEG").to_luma8();
    assert!(near(&[seen.get_pixel(30, 30).0[0]], &[80], 2), "{:?}", seen.get_pixel(30, 30));
    let (inks, _) = printed(dict, &file, Policy::Cmyk);
    let samples = inks.get_plain_content().expect("it unpacks, its predictor too");
    assert_eq!((space(&inks), samples.len()), (&b"DeviceCMYK"[..], 64 * 64 * 4));
    let (plain, _) = printed(rgb(1, 1), &[200, 30, 20], Policy::Cmyk);
    assert!(near(&samples[..4], &plain.content, 6), "{:?} and {:?}", &samples[..4], plain.content);
}

#[test]
fn inks_of_pictures_keep_the_profile_s_limit() {
    let mut samples = Vec::new();
    for step in 0..17_u16.pow(3) {
        samples.extend([step / 289, step / 17 % 17, step % 17].map(|part| (part * 255 / 16) as u8));
    }
    let (image, _) = printed(rgb(17, 289), &samples, Policy::Cmyk);
    let inks = image.get_plain_content().expect("it unpacks");
    let most = inks.chunks(4).map(|inks| inks.iter().map(|&ink| u32::from(ink)).sum::<u32>()).max();
    assert!(most <= Some(255 * 320 / 100), "{most:?} of 255");
    assert!(inks.ends_with(&[0, 0, 0, 0]), "bare paper stays bare");
    // A picture without colour is printed with black alone.
    let (image, _) = printed(rgb(2, 1), &[9, 9, 9, 200, 200, 200], Policy::Cmyk);
    assert_eq!((space(&image), image.content.as_slice()), (&b"DeviceGray"[..], &[9, 200][..]));
}

#[test]
fn nonsense_is_left_alone() {
    let palette = Object::string_literal(vec![255, 0, 0]);
    let spaces = dictionary! { "P" => vec!["Indexed".into(), "DeviceRGB".into(), 0.into(), palette] };
    let resources = || dictionary! { "ColorSpace" => spaces.clone() };
    for content in [
        "/P cs 99999999999999999999999999999 sc f",
        "rg 1 rg (((( [ << 1 0 0 rg",
        "1 0 rg -5 7 0.1.2 rg Q Q Q q 1 0 0 rg",
        "BI /W 9 /CS /RGB ID EI EIEI",
        "% 1 0 0 rg",
        "/P cs cs /Q CS 1 SC BT BT Tj ET",
    ] {
        for policy in [Policy::Gray, Policy::Cmyk] {
            let mut document = page(content, resources());
            recolour(&mut document, policy, &Profile::fogra39()).expect("the profile has tables");
            overprint_black(&mut document);
            claim_x4(&mut document, &about(), &Profile::fogra39()).expect("it has a catalog");
        }
    }
}

#[test]
fn gradients_are_converted_at_their_stops() {
    let stop = |from: [i64; 3], to: [i64; 3]| {
        let colour = |of: [i64; 3]| of.map(Object::from).to_vec();
        dictionary! { "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
        "C0" => colour(from), "C1" => colour(to) }
    };
    let stitched = dictionary! {
        "FunctionType" => 3, "Domain" => vec![0.into(), 1.into()], "Bounds" => vec![Object::Real(0.5)],
        "Encode" => [0, 1, 0, 1].map(Object::from).to_vec(),
        "Functions" => vec![stop([1, 1, 1], [1, 0, 0]).into(), stop([1, 0, 0], [0, 0, 0]).into()],
    };
    let shading = dictionary! { "ShadingType" => 2, "ColorSpace" => "DeviceRGB", "Function" => stitched,
    "Coords" => [0, 0, 1, 0].map(Object::from).to_vec() };
    let mut document = page("/Sh sh", dictionary! { "Shading" => dictionary! { "Sh" => shading } });
    assert_eq!(recolour(&mut document, Policy::Gray, &Profile::fogra39()), Ok(Vec::new()));
    let told = format!("{:?}", document.objects);
    assert!(told.contains("DeviceGray") && !told.contains("DeviceRGB") && told.contains("0.3"), "{told}");
}

#[test]
fn groups_are_blended_in_inks() {
    for policy in [Policy::Gray, Policy::Cmyk] {
        for (space, wanted) in [("DeviceRGB", "DeviceCMYK"), ("DeviceGray", "DeviceCMYK")] {
            let mut document = page("0 g f", Dictionary::new());
            let id = document.page_iter().next().expect("there is a page");
            let held = document.get_dictionary_mut(id).expect("it is a dictionary");
            held.set("Group", dictionary! { "S" => "Transparency", "CS" => space });
            recolour(&mut document, policy, &Profile::fogra39()).expect("the profile has tables");
            let group = document.get_dictionary(id).and_then(|held| held.get(b"Group")).and_then(Object::as_dict);
            assert_eq!(
                group.and_then(|group| group.get(b"CS")).and_then(Object::as_name).ok(),
                Some(wanted.as_bytes())
            );
        }
    }
}

#[test]
fn what_is_converted_stays_so() {
    for policy in [Policy::Gray, Policy::Cmyk] {
        let make = || {
            let (mut document, _) = picture(rgb(3, 2), &[1, 2, 3, 90, 80, 70, 255, 0, 0, 0, 255, 0, 9, 9, 9, 7, 7, 7]);
            recolour(&mut document, policy, &Profile::fogra39()).expect("the profile has tables");
            overprint_black(&mut document);
            claim_x4(&mut document, &about(), &Profile::fogra39()).expect("it has a catalog");
            document
        };
        let mut once = make();
        let mut again = once.clone();
        recolour(&mut again, policy, &Profile::fogra39()).expect("the profile has tables");
        overprint_black(&mut again);
        assert_eq!(once.objects, again.objects, "{policy:?}");
        assert_eq!(saved(&mut once), saved(&mut make()), "{policy:?}");
    }
}

#[test]
fn black_text_overprints_and_nothing_else_does() {
    let over = |content: &str| {
        let mut document = page(content, Dictionary::new());
        overprint_black(&mut document);
        let once = shown(&document);
        overprint_black(&mut document);
        assert_eq!(shown(&document), once, "asked again, it changes nothing");
        once
    };
    let black = "0 0 0 1 k 0 0 9 9 re f BT /F 9 Tf (a) Tj (b) Tj ET 0 0 9 9 re f";
    let wanted = "0 0 0 1 k 0 0 9 9 re f BT /F 9 Tf /KOver gs (a) Tj (b) Tj /KOut gs ET 0 0 9 9 re f";
    assert_eq!(over(black), wanted);
    let mixed = "BT 0 0 0 1 k (a) Tj 0 1 1 0 k (b) Tj ET";
    assert_eq!(over(mixed), "BT 0 0 0 1 k /KOver gs (a) Tj 0 1 1 0 k /KOut gs (b) Tj ET");
    for others in [
        "0 g BT (a) Tj ET",
        "0 0 0 .5 k BT (a) Tj ET",
        "0 0 0 1 K 1 0 0 0 k BT (a) Tj ET",
        "0 0 0 1 k BT 3 Tr (a) Tj ET",
        "q 0 0 0 1 k Q BT (a) Tj ET",
        "0 0 0 1 k 0 0 9 9 re f",
    ] {
        assert_eq!(over(others), others);
    }
    assert!(over("/DeviceCMYK cs 0 0 0 1 scn BT (a) Tj ET").contains("/KOver gs (a) Tj /KOut gs ET"));
    // A file that says itself what overprints is left to it.
    let own = dictionary! { "ExtGState" => dictionary! { "G" => dictionary! { "OP" => true } } };
    let mut document = page("/G gs 0 0 0 1 k BT (a) Tj ET", own);
    overprint_black(&mut document);
    assert_eq!(shown(&document), "/G gs 0 0 0 1 k BT (a) Tj ET");
}

#[test]
fn rgb_gets_a_meaning_where_it_is_used_and_there_only() {
    let defined = |content: &str| {
        let mut document = page(content, Dictionary::new());
        claim_x4(&mut document, &about(), &Profile::fogra39()).expect("it has a catalog");
        assert_eq!(x4_faults(&document), []);
        format!("{:?}", document.objects).contains("DefaultRGB")
    };
    assert!(defined("1 0 0 rg f"));
    assert!(defined("/DeviceRGB cs 1 0 0 sc f"));
    assert!(!defined("1 0 0 0 k f (1 0 0 rg) Tj"));
}

#[test]
fn another_reader_finds_what_pdf_x_4_wants() {
    let (mut document, _) = picture(rgb(1, 1), &[1, 2, 3]);
    let catalog = document.catalog_mut().expect("there is a catalog");
    catalog.set("OpenAction", dictionary! { "S" => "JavaScript" });
    catalog.set("StructTreeRoot", dictionary! { "Type" => "StructTreeRoot" });
    catalog.set("OutputIntents", vec![dictionary! { "S" => "GTS_PDFA1" }.into()]);
    let page = document.page_iter().next().expect("there is a page");
    let page = document.get_dictionary_mut(page).expect("it is a dictionary");
    page.set("Annots", vec![dictionary! { "Subtype" => "Link" }.into()]);
    page.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" });
    assert_eq!(claim_x4(&mut document, &about(), &Profile::fogra39()).ok(), Some(1));
    let bytes = saved(&mut document);
    assert!(bytes.starts_with(b"%PDF-1.6"));

    let read = Pdf::new(bytes).expect("it can be read");
    let catalog: Dict<'_> = read.xref().get(read.xref().root_id()).expect("there is a catalog");
    assert!(!["OpenAction", "StructTreeRoot", "AcroForm"].iter().any(|key| catalog.contains_key(key)));
    let intents: Vec<Dict<'_>> = catalog.get::<Array<'_>>("OutputIntents").expect("intents").iter().collect();
    let [intent] = intents.as_slice() else { panic!("one output intent, not {}", intents.len()) };
    let text = |dict: &Dict<'_>, key: &str| {
        dict.get::<ReadString<'_>>(key)
            .map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned())
            .unwrap_or_default()
    };
    let word = |dict: &Dict<'_>, key: &str| {
        dict.get::<Name<'_>>(key).map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default()
    };
    assert_eq!(
        (word(intent, "S"), text(intent, "OutputConditionIdentifier")),
        ("GTS_PDFX".to_owned(), "FOGRA39".to_owned())
    );
    assert_eq!(text(intent, "RegistryName"), "http://www.color.org");
    assert_eq!(text(intent, "Info"), "FOGRA39L Coated");
    let profile: ReadStream<'_> = intent.get("DestOutputProfile").expect("a profile");
    assert_eq!(profile.dict().get::<i32>("N"), Some(4));
    assert_eq!(profile.decoded().expect("it unpacks").as_ref(), Profile::fogra39().bytes());

    let packet: ReadStream<'_> = catalog.get("Metadata").expect("metadata");
    let packet = String::from_utf8(packet.decoded().expect("it is plain").into_owned()).expect("it is text");
    for wanted in [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "云端 &lt;与&gt; 会场",
        "<xmp:ModifyDate>2026-11-23</xmp:ModifyDate>",
        "<xmpMM:DocumentID>uuid:0b2cc78d-4d0e-5e33-9e3c-0d9d1b3e4f55</xmpMM:DocumentID>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<pdf:Producer>keben &amp; krilla</pdf:Producer>",
    ] {
        assert!(packet.contains(wanted), "{wanted} in {packet}");
    }
    let info = read.metadata();
    assert_eq!(info.producer.as_deref(), Some(&b"keben & krilla"[..]));
    assert!(info.modification_date.is_some() && info.title.is_some());
    let page = &read.pages()[0];
    assert!(!page.raw().contains_key("Annots") && page.raw().contains_key("TrimBox"));
    assert_eq!(word(&page.raw().get::<Dict<'_>>("Group").expect("a group"), "CS"), "DeviceCMYK");
    let spaces: Dict<'_> =
        page.raw().get::<Dict<'_>>("Resources").expect("resources").get("ColorSpace").expect("spaces");
    assert!(spaces.contains_key("DefaultRGB"));
    assert_eq!(x4_faults(&document), []);
}

#[test]
fn what_keeps_a_file_from_being_pdf_x_4_is_told() {
    let faults = |document: &Document| x4_faults(document).iter().map(ToString::to_string).collect::<Vec<_>>();
    let bare = faults(&page("1 0 0 rg f", Dictionary::new()));
    for wanted in [
        "the file is PDF 1.7, not 1.6 or older",
        "no Title in the document information",
        "the file does not say whether it is trapped",
        "the metadata do not say PDF/X-4",
        "0 output intents for a press, not one",
        "page 1: device RGB without a meaning",
    ] {
        assert!(bare.iter().any(|fault| fault == wanted), "{wanted} in {bare:?}");
    }
    let with = |change: &dyn Fn(&mut Dictionary)| {
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        let mut document = page("", dictionary! { "Font" => dictionary! { "F" => font } });
        claim_x4(&mut document, &about(), &Profile::fogra39()).expect("it has a catalog");
        let id = document.page_iter().next().expect("there is a page");
        change(document.get_dictionary_mut(id).expect("it is a dictionary"));
        faults(&document)
    };
    let font = "page 1: font Helvetica is not embedded";
    assert_eq!(with(&|_| {}), [font]);
    let beyond = |page: &mut Dictionary| page.set("BleedBox", [-9, 0, 200, 200].map(Object::from).to_vec());
    assert_eq!(with(&beyond), ["page 1: BleedBox reaches beyond MediaBox", font]);
    assert_eq!(with(&|page| drop(page.remove(b"TrimBox"))), [font, "page 1: no TrimBox"]);
}
