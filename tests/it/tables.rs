//! Makes `src/text/tables.rs` from `src/text/tables`, for `generated`.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::{Table, Value};

use crate::common::root;

/// The classes in the order of [`keben::text::Class`], with their names in the tables and in the code. What the pair
/// table does not name behaves there like another class.
const CLASSES: [(&str, &str, &str); 25] = [
    ("op", "Op", "op"),
    ("cl", "Cl", "cl"),
    ("stop", "Stop", "stop"),
    ("pause", "Pause", "pause"),
    ("mid", "Mid", "mid"),
    ("excl", "Excl", "excl"),
    ("dot", "Dot", "dot"),
    ("dash2", "Dash", "dash2"),
    ("ellip", "Ellipsis", "ellip"),
    ("conn", "Conn", "conn"),
    ("slash", "Slash", "slash"),
    ("iter", "Iter", "han"),
    ("small", "Small", "han"),
    ("pre", "Pre", "pre"),
    ("post", "Post", "post"),
    ("num", "Num", "num"),
    ("latin", "Latin", "latin"),
    ("wsp", "Space", "wsp"),
    ("isp", "WideSpace", "wsp"),
    ("han", "Han", "han"),
    ("hangul", "Hangul", "pre"),
    ("other", "Other", "pre"),
    ("object", "Object", "pre"),
    ("newline", "Newline", "pre"),
    ("formula", "Formula", "latin"),
];

/// Classes whose members are ranges or properties, and so stand in the code.
const BY_RANGE: [&str; 3] = ["num", "wsp", "isp"];

const STYLES: [&str; 3] = ["gb", "cns", "jis"];

fn table(name: &str) -> Table {
    let path = root().join("src/text/tables").join(name);
    std::fs::read_to_string(path).expect("the table lies there").parse().expect("the table is TOML")
}

fn int(value: &Value) -> i64 {
    value.as_integer().expect("it is a whole number")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a string")
}

fn name_of(id: &str) -> &'static str {
    CLASSES.iter().find(|(known, ..)| *known == id).expect("the class is known").1
}

fn chars(list: &str) -> String {
    let shown = |c: char| match c {
        '\'' => r"'\''".to_owned(),
        '\\' => r"'\\'".to_owned(),
        c => format!("'{c}'"),
    };
    list.chars().map(shown).collect::<Vec<_>>().join(" | ")
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("it is a list").iter().map(text).collect()
}

/// A set of classes as bits, bit n for the n-th class.
fn bits(ids: &[&str]) -> u32 {
    ids.iter().map(|id| 1 << CLASSES.iter().position(|(known, ..)| known == id).expect("the class is known")).sum()
}

fn boxes(out: &mut String, classes: &Table) {
    let boxes = &classes["box"];
    let part = |entry: &Value, key: &str| int(&entry[key]);
    writeln!(out, "\n/// Lead, body and trail of each class's frame, by regional style; nothing where a frame is as wide as its glyph.").unwrap();
    writeln!(out, "pub(super) const BOXES: [[Option<[i16; 3]>; {}]; 3] = [", CLASSES.len()).unwrap();
    for style in STYLES {
        writeln!(out, "    // {style}").unwrap();
        writeln!(out, "    [").unwrap();
        for (id, ..) in CLASSES {
            let entry =
                boxes[style].get(id).map(|entry| [part(entry, "lead"), part(entry, "body"), part(entry, "trail")]);
            writeln!(out, "        {},", entry.map_or("None".into(), |entry| format!("Some({entry:?})"))).unwrap();
        }
        writeln!(out, "    ],").unwrap();
    }
    writeln!(out, "];").unwrap();
    writeln!(out, "\n/// Connectors of half an em, by regional style; the others take one.").unwrap();
    let halves: Vec<&str> = STYLES.iter().map(|style| text(&boxes[style]["conn-half"]["chars"])).collect();
    writeln!(out, "pub(super) const CONN_HALF: [&str; 3] = {halves:?};").unwrap();
}

fn pairs(out: &mut String, classes: &Table) {
    let pairs = table("pairs.toml");
    let columns = names(&pairs["classes"]);
    let column = |id: &str| columns.iter().position(|known| *known == id).expect("the pair table has the class");
    let row = |kind: &str, style: &str, id: &str| -> Vec<i64> {
        pairs[kind][style][id].as_array().expect("a row is a list").iter().map(int).collect()
    };
    writeln!(out, "\n/// The blank between the bodies of two neighbours on a line: by style (gb, cns, cns-clreq, jis), first and second class.").unwrap();
    writeln!(out, "pub(super) const KEPT: [[[i16; {0}]; {0}]; 4] = [", CLASSES.len()).unwrap();
    for style in ["gb", "cns", "cns-clreq", "jis"] {
        writeln!(out, "    // {style}").unwrap();
        writeln!(out, "    [").unwrap();
        for (_, _, like) in CLASSES {
            let row = row("kept", style, like);
            let cells: Vec<i64> = CLASSES.iter().map(|(_, _, like)| row[column(like)]).collect();
            writeln!(out, "        {cells:?},").unwrap();
        }
        writeln!(out, "    ],").unwrap();
    }
    writeln!(out, "];").unwrap();
    // What frames leave by themselves must be what the boxes say.
    for style in STYLES {
        let blank = |id: &str, key: &str| classes["box"][style].get(id).map_or(0, |entry| int(&entry[key]));
        for first in &columns {
            for second in &columns {
                let spaced = matches!((*first, *second), ("han", "latin" | "num") | ("latin" | "num", "han"));
                let own = blank(first, "trail") + blank(second, "lead") + if spaced { 250 } else { 0 };
                let natural = row("natural", style, first)[column(second)];
                assert_eq!(
                    natural, own,
                    "{style}: the frames of {first} and {second} leave {own}, the pair table says {natural}"
                );
                assert!(row("kept", style, first)[column(second)] <= natural, "{style}: {first} {second} grows");
            }
        }
    }
    writeln!(out, "\n/// Blank that a mark keeps at a line's end, by style and class; nothing: its own.").unwrap();
    writeln!(out, "pub(super) const END: [[Option<i16>; {}]; 3] = [", CLASSES.len()).unwrap();
    for style in STYLES {
        let cells: Vec<Option<i64>> =
            CLASSES.iter().map(|(id, ..)| pairs["edge"][style]["end"].get(id).map(int)).collect();
        writeln!(out, "    {cells:?},").unwrap();
    }
    writeln!(out, "];").unwrap();
    writeln!(out, "\n/// Marks that may hang outside the measure, by style, in horizontal lines.").unwrap();
    let hang: Vec<&str> = STYLES.iter().map(|style| text(&pairs["hang"][style])).collect();
    writeln!(out, "pub(super) const HANG: [&str; 3] = {hang:?};").unwrap();
}

fn kinsoku(out: &mut String) {
    let kinsoku = table("kinsoku.toml");
    for (key, what) in [("not-start", "begin"), ("not-end", "end")] {
        let sets: Vec<u32> =
            ["none", "basic", "gb", "strict"].iter().map(|level| bits(&names(&kinsoku["level"][level][key]))).collect();
        let constant = key.replace('-', "_").to_uppercase();
        writeln!(out, "\n/// Classes that may not {what} a line, as bits, by level: none, basic, gb, strict.").unwrap();
        writeln!(out, "pub(super) const {constant}: [u32; 4] = {sets:?};").unwrap();
    }
    let japanese = |level: &str| bits(&names(&kinsoku["japanese"][level]["not-start"]));
    writeln!(out, "\n/// What Japanese adds to those that may not begin a line.").unwrap();
    writeln!(
        out,
        "pub(super) const NOT_START_JAPANESE: [u32; 4] = [0, {0}, {0}, {1}];",
        japanese("basic"),
        japanese("strict")
    )
    .unwrap();
    writeln!(out, "\n/// How many marks in a row may part where nothing else helps.").unwrap();
    writeln!(out, "pub const RELIEF_RUN: usize = {};", int(&kinsoku["relief"]["run-of-marks"])).unwrap();
}

fn numbers(out: &mut String) {
    let em = |value: &Value| format!("{:?}", int(value) as f64 / 1000.0);
    let mut constant = |what: &str, name: &str, value: String| {
        writeln!(out, "\n/// {what}").unwrap();
        writeln!(out, "pub const {name}: f64 = {value};").unwrap();
    };
    let autospace = table("autospace.toml");
    constant("Space between Han and Western text, in em of the Han.", "AUTOSPACE", em(&autospace["amount"]["natural"]));
    constant("The least it becomes.", "AUTOSPACE_MIN", em(&autospace["amount"]["min"]));
    constant("The most it becomes before other gaps open.", "AUTOSPACE_MAX", em(&autospace["amount"]["max"]));
    constant(
        "The most it becomes where a house stops at a third.",
        "AUTOSPACE_THIRD",
        em(&autospace["amount"]["house-max"]),
    );
    let justification = table("justification.toml");
    constant("The least a word space becomes.", "WORD_MIN", em(&justification["shrink"]["word"]["to"]));
    constant(
        "The most a word space becomes before other gaps open.",
        "WORD_MAX",
        em(&justification["stretch"]["word"]["to"]),
    );
    let quality = &justification["quality"];
    constant(
        "Space added to a gap between Han above which a line is loose, in em.",
        "STRETCH_MAX",
        em(&quality["max"]),
    );
    constant("Above this it is very loose.", "STRETCH_EMERGENCY", em(&quality["emergency"]));
    for (key, value) in justification["penalty"].as_table().expect("it is a table") {
        let name = format!("PENALTY_{}", key.replace('-', "_").to_uppercase());
        constant(&format!("What the breaker asks for `{key}`."), &name, format!("{:?}", int(value) as f64));
    }
    let steps: BTreeMap<&str, i64> = justification["shrink"]
        .as_table()
        .expect("it is a table")
        .iter()
        .map(|(key, value)| (key.as_str(), int(&value["step"])))
        .collect();
    for (key, step) in steps {
        writeln!(out, "\n/// In which step `{key}` shrinks.").unwrap();
        writeln!(out, "pub const SHRINK_{}: u8 = {step};", key.to_uppercase()).unwrap();
    }
    writeln!(out, "\n/// Classes beside which a gap opens last.").unwrap();
    writeln!(out, "pub(super) const STRETCH_AVOID: u32 = {};", bits(&names(&justification["stretch"]["avoid"])))
        .unwrap();
    writeln!(out, "\n/// Classes beside which a gap never opens in Japanese.").unwrap();
    writeln!(
        out,
        "pub(super) const STRETCH_NEVER_JAPANESE: u32 = {};",
        bits(&names(&justification["stretch"]["japanese-never"]))
    )
    .unwrap();
}

fn sequences(out: &mut String) {
    let unbreakable = table("unbreakable.toml");
    let mut constant = |what: &str, name: &str, value: &str| {
        writeln!(out, "\n/// {what}").unwrap();
        writeln!(out, "pub const {name}: &str = {value:?};").unwrap();
    };
    constant("Counters that stay with the number before them.", "COUNTERS", text(&unbreakable["counter"]["after"]));
    constant("What stays with the number after it.", "ORDINALS", text(&unbreakable["counter"]["before"]));
    constant(
        "Number marks that take the autospace for their number.",
        "SPACED_POSTFIX",
        text(&table("autospace.toml")["postfix"]["han"]),
    );
    let halves = format!("{}{}", text(&unbreakable["pairs"]["dash2"]), text(&unbreakable["pairs"]["ellip"]));
    writeln!(out, "\n/// Whether the character, doubled, is one mark of two em.").unwrap();
    writeln!(out, "pub(super) fn is_half(c: char) -> bool {{\n    matches!(c, {})\n}}", chars(&halves)).unwrap();
    let address = &unbreakable["address"];
    writeln!(out, "\n/// After these an address parts without a hyphen.").unwrap();
    writeln!(out, "pub const ADDRESS_JOINTS: &str = {:?};", text(&address["after"])).unwrap();
    writeln!(out, "\n/// How an address begins.").unwrap();
    writeln!(
        out,
        "pub const ADDRESS_BEGINS: [&str; {}] = {:?};",
        names(&address["begins"]).len(),
        names(&address["begins"])
    )
    .unwrap();
}

/// The tables as Rust.
pub fn tables() -> String {
    let mut out = String::from(
        "//! The tables of `src/text/tables`, as Rust. Generated by a test that fails when this is stale: `BLESS=1 cargo test`\n//! rewrites it.\n\nuse super::class::Class;\n",
    );
    let classes = table("classes.toml");
    writeln!(out, "\n/// The class of a character that a table lists.").unwrap();
    writeln!(out, "pub(super) fn listed(c: char) -> Option<Class> {{\n    Some(match c {{").unwrap();
    let mut seen = String::new();
    for class in classes["class"].as_array().expect("it is a list") {
        let id = text(&class["id"]);
        if BY_RANGE.contains(&id) {
            continue;
        }
        let members: String = text(&class["chars"]).chars().filter(|&c| !seen.contains(c)).collect();
        seen.push_str(&members);
        writeln!(out, "        {} => Class::{},", chars(&members), name_of(id)).unwrap();
    }
    writeln!(out, "        _ => return None,\n    }})\n}}").unwrap();
    boxes(&mut out, &classes);
    pairs(&mut out, &classes);
    kinsoku(&mut out);
    numbers(&mut out);
    sequences(&mut out);
    out
}
