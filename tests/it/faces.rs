//! Faces and shaping: measured ink, variation sequences, fitted Latin letters, substituted faces.

use std::collections::{BTreeMap, BTreeSet};

use keben::font::{FaceId, FontBook, Strokes};
use keben::layout::Item;
use keben::model::{Face, Weight};
use keben::text::{Class, LangSys, Shaped, Shaper, Span, Style};
use keben::theme::Theme;
use keben::unit::Length;

use crate::common::{fonts, pages_of};

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

/// A text in one style, ten points large.
fn shape(fonts: &FontBook, text: &str, lang: &str, face: Face) -> Shaped {
    let lang = LangSys::of(&lang.parse().expect("it is a tag"));
    let style = Style { face, weight: Weight::Regular, italic: false, size: Length::pt(10.0), lang };
    Shaper::new(fonts).shape(text, &[Span { range: 0..text.len(), style }])
}

/// What HarfBuzz makes of a whole text in one face: glyphs with their advances in em, by first byte.
fn whole(fonts: &FontBook, face: FaceId, text: &str, lang: &str) -> Vec<(u32, usize, f64)> {
    let face = fonts.face(face);
    let font = harfrust::FontRef::from_index((*face.bytes).as_ref(), face.index).expect("it is a font");
    let data = harfrust::ShaperData::new(&font);
    let mut buffer = harfrust::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_script(harfrust::script::HAN);
    buffer.set_direction(harfrust::Direction::LeftToRight);
    buffer.set_language(lang.parse().expect("it is a tag"));
    let shaper = data.shaper(&font).build();
    // Characters on the one-em frame are set solid: kana are kerned where they are set proportionally only (CJK-1).
    let kern = harfrust::Feature::new(harfrust::Tag::new(b"kern"), 0, ..);
    let shaped = shaper.shape(buffer, harfrust::ShapeOptions::new().features(&[kern]));
    let em = f64::from(face.units_per_em);
    let all = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    all.map(|(info, at)| (info.glyph_id, info.cluster as usize, f64::from(at.x_advance) / em)).collect()
}

#[test]
fn characters_shaped_alone_are_what_the_whole_text_gives() {
    let texts = [
        (
            "zh-Hans",
            "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张！“寒来暑往”，（秋收）《冬藏》；闰余：成岁？骨直述角、门户。",
        ),
        (
            "zh-Hant-TW",
            "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張！「寒來暑往」，（秋收）《冬藏》；閏餘：成歲？骨直述角、戶。",
        ),
        ("zh-Hant-HK", "戶口、骨頭，著述。"),
        ("ja", "吾輩は猫である。名前はまだ無い。「ニャーニャー」泣いて、いた事だけは、記憶している（骨・直）。"),
        ("ko", "大韓民國은 民主共和國이다。骨直述角"),
    ];
    let fonts = fonts();
    for (lang, text) in texts {
        for face in [Face::Song, Face::Hei, Face::Kai, Face::Fangsong] {
            let shaped = shape(fonts, text, lang, face);
            assert!(shaped.missing.is_empty(), "{lang} {face:?}");
            let faces: BTreeSet<FaceId> = shaped.clusters.iter().map(|cluster| cluster.face).collect();
            let full: BTreeMap<FaceId, _> = faces.iter().map(|&id| (id, whole(fonts, id, text, lang))).collect();
            for cluster in &shaped.clusters {
                let part = &text[cluster.start as usize..cluster.end as usize];
                let glyphs = shaped.glyphs_of(cluster);
                let same = full[&cluster.face]
                    .iter()
                    .filter(|(_, at, _)| (cluster.start as usize..cluster.end as usize).contains(at));
                let same: Vec<_> = same.collect();
                let ids = |glyphs: &[keben::text::Glyph]| glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>();
                assert_eq!(ids(glyphs), same.iter().map(|glyph| glyph.0).collect::<Vec<_>>(), "{part} {lang} {face:?}");
                if matches!(cluster.class, Class::Han | Class::Hangul | Class::Small) {
                    let sum: f64 = same.iter().map(|glyph| glyph.2).sum();
                    assert_eq!(cluster.advance, Length::pt(10.0).scale(sum), "{part} {lang} {face:?}");
                }
            }
        }
    }
}

#[test]
fn latin_is_fitted_beside_han_and_nowhere_else() {
    let theme = Theme::parse("[fonts]\nlatin-serif = [\"Source Serif 4\"]").expect("it is a theme");
    let other = fonts().for_roles(&theme.fonts);
    let of = |fonts: &FontBook, text: &str, lang: &str, face: Face| {
        let shaped = shape(fonts, text, lang, face);
        let at = shaped.clusters.iter().find(|cluster| text[cluster.start as usize..].starts_with('H'));
        let cluster = at.expect("there is an H");
        let glyph = shaped.glyphs_of(cluster)[0];
        (shaped.fit_of(cluster).scale, glyph.dy)
    };
    let scale = |text: &str, lang: &str, face: Face| of(&other, text, lang, face);
    // Letters that were drawn for the Han beside them need no fitting.
    assert_eq!(of(fonts(), "汉字 Han", "zh-Hans", Face::Song), (1.0, Length::ZERO));
    let (fitted, rise) = scale("汉字 Han", "zh-Hans", Face::Song);
    assert!(fitted > 1.0 && fitted <= 1.2, "{fitted}");
    assert!(rise != Length::ZERO && rise.abs() <= Length::pt(0.6), "{rise}");
    for (text, lang, face) in
        [("Han", "zh-Hans", Face::Song), ("汉 Han", "en", Face::Song), ("汉 Han", "zh-Hans", Face::Mono)]
    {
        assert_eq!(scale(text, lang, face), (1.0, Length::ZERO), "{text} {lang} {face:?}");
    }
    let theme = Theme::parse("[fonts]\nlatin-serif = { families = [\"Source Serif 4\"], scale = 0.95, shift = 0.0 }")
        .expect("it is a theme");
    let led = fonts().for_roles(&theme.fonts);
    let shaped = shape(&led, "汉H", "zh-Hans", Face::Song);
    assert_eq!(shaped.fit_of(&shaped.clusters[1]).scale, 0.95);
}

#[test]
fn emphasis_shows_in_every_language() {
    let made = pages_of("---\nlanguage: ko\n---\n\n한글 *강조* 글자.\n");
    let family = |c: char| {
        let items = made.paged.pages.iter().flat_map(|page| &page.frame.items);
        let shown = |run: &keben::text::Run| run.text.contains(c).then(|| fonts().face(run.face).family.clone());
        items.filter_map(|placed| if let Item::Run(run) = &placed.item { shown(run) } else { None }).next()
    };
    assert_eq!(family('한').as_deref(), Some("Noto Serif KR"));
    assert_eq!(family('강').as_deref(), Some("Noto Sans KR"));
}

#[test]
fn a_theme_names_fonts_and_what_is_not_there_is_said() {
    let theme = |words: &str| Theme::parse(&format!("[fonts]\n{words}"));
    let led = fonts().clone().led_by(&theme("song = [\"Keben Kai\"]").expect("it is a theme").fonts);
    let family = |fonts: &FontBook, face| fonts.face(fonts.chain(face, Weight::Regular, false)[0]).family.clone();
    assert_eq!(family(&led, Face::Song), "Keben Kai");
    assert_eq!(family(fonts(), Face::Song), "Noto Serif SC");
    let ja = theme("song = { families = [], ja = [\"Keben Kai\"] }").expect("it is a theme").fonts;
    let led = fonts().clone().led_by(&ja);
    assert_eq!(family(&led, Face::Song), "Noto Serif SC");
    let first = led.chain_in(LangSys::Jan, Face::Song, Weight::Regular, false)[0];
    assert_eq!(led.face(first).family, "Keben Kai");
    for (words, part) in [
        ("sogn = [\"A\"]", "song"),
        ("song = { famlies = [] }", "families"),
        ("song = { scale = 1.1 }", "scale"),
        ("mono = { scale = 9.0 }", "0.5 to 2"),
    ] {
        let error = theme(words).expect_err(words).to_string();
        assert!(error.contains(part), "{words}: {error}");
    }
    let wanted = |fonts: &FontBook, face| {
        let mut all = fonts.stand_ins(LangSys::Zhs, face);
        all.next().map(|(wanted, id)| (wanted.to_owned(), fonts.face(id).family.clone()))
    };
    assert_eq!(wanted(fonts(), Face::Song), None);
    assert_eq!(wanted(fonts(), Face::Fangsong).expect("no Fangsong is shipped").1, "Keben Kai");
    let led = fonts().clone().led_by(&theme("hei = [\"No Such Font\"]").expect("it is a theme").fonts);
    let (said, stands_in) = wanted(&led, Face::Hei).expect("it is missing");
    assert!(said.contains("No Such Font") && stands_in == "Noto Sans SC", "{said}: {stands_in}");
}

#[test]
fn a_fallback_keeps_the_style() {
    let fonts = fonts();
    for (face, strokes) in [(Face::Song, Strokes::Serif), (Face::Hei, Strokes::Sans), (Face::Kai, Strokes::Serif)] {
        let chain = fonts.chain(face, Weight::Regular, false);
        let known: Vec<Strokes> = chain.iter().map(|&id| fonts.face(id).strokes).collect();
        let first_other = known.iter().position(|found| *found != strokes).expect("there are other faces");
        assert!(known[first_other..].iter().all(|found| *found != strokes), "{face:?}: {known:?}");
    }
    let han = fonts.face(fonts.chain(Face::Song, Weight::Regular, false)[0]);
    assert!(!han.proportional && (han.frame - 1.0).abs() < 1e-9);
}

#[test]
fn unknown_variation_sequences_show_their_base_and_are_told() {
    let shaped = shape(fonts(), "葛\u{E0100}城", "zh-Hans", Face::Song);
    assert_eq!((shaped.clusters.len(), &shaped.base_only[..]), (2, &[0][..]));
    let plain = shape(fonts(), "葛城", "zh-Hans", Face::Song);
    assert_eq!(shaped.glyphs_of(&shaped.clusters[0])[0].id, plain.glyphs_of(&plain.clusters[0])[0].id);
    assert_eq!(shaped.clusters[0].advance, plain.clusters[0].advance);
    let made = pages_of("葛\u{E0100}城与葛城\n");
    assert!(made.said.iter().any(|said| said.code == "ivs-missing"), "{:?}", made.said);
}

#[test]
fn strange_characters_are_set_in_linear_time() {
    for text in [
        format!("a{}", "\u{301}".repeat(10_000)),
        format!("汉{}", "\u{20DD}".repeat(10_000)),
        "\u{200D}".repeat(10_000),
        "\u{E000}\u{F8FF}\u{10FFFD}".repeat(1_000),
        "\u{FE0F}\u{E0100}".repeat(5_000),
        format!("汉{}字", "\u{E0100}".repeat(10_000)),
        "👩\u{200D}👩\u{200D}👧".repeat(1_000),
        "\u{202E}\u{2066}א汉".repeat(2_000),
    ] {
        for face in [Face::Song, Face::Mono] {
            let begun = std::time::Instant::now();
            let shaped = shape(fonts(), &text, "zh-Hans", face);
            assert!(begun.elapsed().as_secs() < 10, "{:?} takes {:?}", &text[..8], begun.elapsed());
            assert_eq!(shaped.clusters.last().map(|last| last.end as usize), Some(text.len()));
        }
    }
    let shaped = shape(fonts(), "汉\u{E000}字", "zh-Hans", Face::Song);
    assert_eq!(shaped.missing, [1]);
}
